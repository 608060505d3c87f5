"""Related documents, autocomplete and saved searches, as the commands show them."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from cli.main import run
from doc_engine.pdf import find_libreoffice
from index.citations import citations
from office.issue import single_documents
from office.office import Office
from office.search import autocomplete, finding, related, saved_searches
from office.search.autocomplete import Kind
from office.search.saved_searches import SavedSearchUnknown, SavedSearchWrong
from tests.conftest import require
from tests.support.documents import DECISION, drafted
from tests.support.offices import NOON, open_office

LEAD, COMMUNE = "2024/063-huyen-bach-thong", "2024/02008-xa-cam-giang"


@pytest.fixture
def whole(whole_office: Path) -> Office:
    """The whole example, read only."""
    return open_office(whole_office, clock=lambda: NOON)


def test_a_document_and_those_that_it_cites_and_that_cite_it(whole: Office) -> None:
    known = related.related(whole, finding.by_key(whole, f"{LEAD}/qd-00002-ubnd")[0])
    assert {str(one.citation.code): [found.path for found in one.records] for one in known.cites} == {
        "06/QĐ-TTg": [],
        "01/TTr-HĐXD": [f"{LEAD}/ttr-00001-hdxd"],
    }
    assert [one.path for one in known.cited_by] == [f"{LEAD}/tb-00001-ubnd", f"{LEAD}/bc-00001-ubnd"]
    whole.close()


def test_of_many_documents_with_one_code_the_one_of_the_named_body_is_meant(whole: Office) -> None:
    """Plans number 1 of the communes and of the district, which the communes cite."""
    own = finding.by_key(whole, f"{COMMUNE}/kh-00001-ubnd")[0]
    cited = {str(one.citation.code): [found.path for found in one.records] for one in related.related(whole, own).cites}
    assert cited["01/KH-UBND"] == [f"{LEAD}/kh-00001-ubnd"]
    whole.close()


def test_citing_and_being_cited_are_one_graph(whole: Office) -> None:
    records = whole.catalogue.everything()
    known = {one.path: related.related(whole, one, similar=0) for one in records}
    cites = {(path, to.path) for path, one in known.items() for cited in one.cites for to in cited.records}
    cited_by = {(by.path, path) for path, one in known.items() for by in one.cited_by}
    assert len(cites) > 80
    assert cites == cited_by
    naming = {one.path for one in records if citations(finding.text_of(whole, one))}
    assert {path for path, _ in cites} <= naming
    whole.close()


def test_a_citation_is_found_among_any_number_of_documents_with_that_code(
    whole: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plan number 1 of each of fourteen communes: more than are read at once."""
    monkeypatch.setattr(related, "_AT_ONCE", 2)
    lead = finding.by_key(whole, f"{LEAD}/kh-00001-ubnd")[0]
    assert len(related.related(whole, lead, similar=0).cited_by) >= 15
    whole.close()


def test_documents_much_like_one_are_of_its_kind(whole: Office) -> None:
    own = finding.by_key(whole, f"{COMMUNE}/kh-00001-ubnd")[0]
    similar = related.related(whole, own, similar=6).similar
    assert [one.type_abbreviation for one in similar] == ["KH"] * 6
    assert own not in similar
    whole.close()


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("bao cao tu danh gia cam g", Kind.SUBJECT, "Báo cáo kết quả tự đánh giá xã phù hợp với trẻ em năm 2024 của xã "
         "Cẩm Giàng"),
        ("cẩm", Kind.UNIT, "xã Cẩm Giàng"),
        ("nguyen duy lu", Kind.SIGNER, "Nguyễn Duy Luân"),
        ("2/qd-u", Kind.CODE, "02/QĐ-UBND"),
    ],
)  # fmt: skip
def test_a_prefix_is_completed(whole: Office, typed: str, kind: Kind, text: str) -> None:
    assert (kind, text) in [(one.kind, one.text) for one in autocomplete.completions(whole, typed)]
    whole.close()


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ('xã:"Cẩm Gi', ["xã Cẩm Giàng"]),
        ("kế hoạch xa:cam", ["xã Cẩm Giàng"]),
        ("ký:luâ", ["Nguyễn Duy Luân"]),
        ('loại:BC cơ-quan:"phòng lao', ["Phòng Lao động - Thương binh và Xã hội huyện Bạch Thông"]),
        ("xã:khong", []),
        ("tỉnh:ba", []),
        ("huyện:ba", ["huyện Bạch Thông"]),
    ],
)
def test_names_are_completed_behind_their_field(whole: Office, typed: str, texts: list[str]) -> None:
    assert [one.text for one in autocomplete.completions(whole, typed)] == texts
    whole.close()


@pytest.mark.parametrize("typed", ["xa:cam-giang bao cao tu", "xã:02008 kế ho", "xã: Cẩm Giàng kế ho"])
def test_words_behind_a_field_are_completed(whole: Office, typed: str) -> None:
    assert Kind.SUBJECT in {one.kind for one in autocomplete.completions(whole, typed)}
    whole.close()


def test_options_narrow_what_is_completed(whole_office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["--office", str(whole_office), "search", "--complete", "ke hoach", "--json"]
    assert run([*command, "--commune", "cam giang", "--year", "2024"]) == 0
    assert {one["text"] for one in json.loads(capsys.readouterr().out) if one["kind"] == "đơn vị"} <= {"xã Cẩm Giàng"}
    assert run([*command, "--year", "2019"]) == 5


def test_what_nobody_can_know_is_not_completed(whole: Office) -> None:
    assert autocomplete.completions(whole, "") == ()
    assert autocomplete.completions(whole, "xyzxyz") == ()
    assert len(autocomplete.completions(whole, "ke hoach", limit=3)) == 3
    whole.close()


def test_searches_are_kept_under_names(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    single_documents.issue(office, drafted(office, DECISION))
    command = ["--office", str(office.folder), "search"]
    assert run([*command, "loại:QĐ", "năm:2024", "--save", "Quyết định 2024"]) == 0
    assert run([*command, "--saved", "quyet dinh 2024", "--json"]) == 0
    assert '"total": 1' in capsys.readouterr().out
    assert saved_searches.everything(office) == {"Quyết định 2024": "loại:QĐ năm:2024"}
    assert run([*command, "--list-saved"]) == 0
    assert "Quyết định 2024\tloại:QĐ năm:2024" in capsys.readouterr().out
    assert run([*command, "--forget", "quyết định 2024"]) == 0
    assert saved_searches.everything(office) == {}
    with pytest.raises(SavedSearchUnknown):
        saved_searches.named(office, "gì đó")


def test_a_search_is_kept_with_its_options_and_can_be_added_to(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    single_documents.issue(office, drafted(office, DECISION))
    command = ["--office", str(office.folder), "search"]
    assert run([*command, '"quyết định', "--year", "2024", "--type", "QĐ", "--sort", "moi", "--save", "một"]) == 0
    assert saved_searches.named(office, "mot") == '"quyết định" năm:2024 loại:QĐ xếp:mới'
    assert run([*command, "--saved", "một", "loại:KH", "--json"]) == 0
    assert run([*command, "--type", "công văn", "--commune", "cẩm giàng", "--save", "cv"]) == 5
    assert saved_searches.named(office, "cv") == 'xã:"cẩm giàng" loại:"công văn"'
    assert run([*command, "xã:khongco", "--save", "sai"]) == 5
    with pytest.raises(SavedSearchUnknown):
        saved_searches.named(office, "sai")
    assert run([*command, "--save", "hai"]) == 2
    capsys.readouterr()


def test_remarks_in_the_file_of_searches_stay(office: Office) -> None:
    file = office.folder / saved_searches.FILE
    file.write_text("# của tôi\n\nmột = hai\n# cuối\nba = bốn\n", "utf-8")
    saved_searches.save(office, "MỘT", "năm")
    saved_searches.forget(office, "ba")
    assert file.read_text("utf-8") == "# của tôi\n\n# cuối\nMỘT = năm\n"
    file.write_bytes("một = hai\n".encode("utf-16"))
    with pytest.raises(SavedSearchWrong, match="không phải chữ dạng UTF-8"):
        saved_searches.everything(office)


def test_a_file_of_searches_that_is_wrong_is_reported_by_its_line(office: Office) -> None:
    (office.folder / saved_searches.FILE).write_text("# lời\n\nmột = hai\nba\n", "utf-8")
    with pytest.raises(SavedSearchWrong, match='dòng 4 "ba"'):
        saved_searches.everything(office)
    with pytest.raises(SavedSearchWrong):
        saved_searches.save(office, "a = b", "c")


def test_a_list_of_many_parts_has_each_document_once(
    whole_office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("office.search.result_export._AT_ONCE", 7)
    for typed in ("năm:2024", "trẻ em", "trẻ em trang:3"):
        assert (
            run(["--office", str(whole_office), "search", typed, "--columns", "ma", "-o", str(tmp_path / "x.json")])
            == 0
        )
        listed = [one["ma"] for one in json.loads((tmp_path / "x.json").read_bytes())]
        (tmp_path / "x.json").unlink()
        assert len(listed) == len(set(listed)) == 80


def test_a_list_of_what_was_not_asked_for_says_so(
    whole_office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--office", str(whole_office), "search"]
    assert run([*command, "tờ trìh đề nghị", "-o", str(tmp_path / "x.docx")]) == 0
    assert "Có phải bạn tìm: tờ trình đề nghị" in capsys.readouterr().err
    assert "Câu tìm: tờ trình đề nghị." in Document(str(tmp_path / "x.docx")).paragraphs[1].text
    assert run([*command, "trẻ em khongcochunay", "-o", str(tmp_path / "y.docx")]) == 0
    assert "Không có văn bản nào có đủ các từ" in capsys.readouterr().err
    assert "Không văn bản nào có đủ các từ" in Document(str(tmp_path / "y.docx")).paragraphs[2].text
    narrowed = ["--year", "2024", "--commune", "cam giang", "--type", "BB", "-o", str(tmp_path / "z.xlsx")]
    assert run([*command, *narrowed]) == 0
    reported = [row[0].value for row in load_workbook(tmp_path / "z.xlsx")["Câu tìm"]]
    assert reported[0] == 'Câu tìm: năm:2024 xã:"cam giang" loại:BB. Số văn bản: 4.'
    assert str(reported[1]).startswith("Tính cả văn bản trước ngày")


def test_a_list_has_the_columns_that_were_chosen_in_every_form(
    whole_office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    require(find_libreoffice(), "LibreOffice")
    command = ["--office", str(whole_office), "search", "loại:BB", "--limit", "2"]
    columns = ["--columns", "Số, ký hiệu; nơi nhận; chuc-vu; Ngày"]
    for ending in ("xlsx", "csv", "json", "docx", "pdf"):
        assert run([*command, *columns, "-o", str(tmp_path / f"ds.{ending}")]) == 0
    page = load_workbook(tmp_path / "ds.xlsx").worksheets[0]
    assert [cell.value for cell in page[1]] == ["Số, ký hiệu", "Nơi nhận", "Chức vụ", "Ngày"]
    assert isinstance(page["D2"].value, datetime)  # to be sorted
    assert page.max_row == 16  # every answer, not a page of them
    listed = json.loads((tmp_path / "ds.json").read_bytes())
    assert (len(listed), list(listed[0])) == (15, ["so-ky-hieu", "noi-nhan", "chuc-vu", "ngay"])
    assert listed[0]["ngay"] == f"{page['D2'].value:%Y-%m-%d}"
    table = Document(str(tmp_path / "ds.docx")).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["TT", "Số, ký hiệu", "Nơi nhận", "Chức vụ", "Ngày"]
    assert (len(table.rows), table.rows[1].cells[1].text) == (16, listed[0]["so-ky-hieu"])
    text = PdfReader(tmp_path / "ds.pdf").pages[0].extract_text()
    assert "01/BB-HĐXD" in text
    assert (tmp_path / "ds.csv").read_text("utf-8-sig").count("\n") == 16
    capsys.readouterr()
    assert run([*command, "--columns", "la", "-o", str(tmp_path / "x.xlsx")]) == 2
    assert "Các cột: so-ky-hieu, ngay" in capsys.readouterr().err
    assert run([*command, "-o", str(tmp_path / "x.doc")]) == 2
    assert not (tmp_path / "x.doc").exists()


def test_a_whole_document_is_shown_with_its_words_marked(
    whole_office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--office", str(whole_office), "show", f"{LEAD}/qd-00002-ubnd"]
    assert run([*command, "--mark", "tre em qd"]) == 0
    shown = capsys.readouterr().out
    assert shown.count("[trẻ] [em]") + shown.count("[TRẺ] [EM]") > 5
    assert "[QUYẾT] [ĐỊNH]" in shown
    assert run([*command, "--related"]) == 0
    shown = capsys.readouterr().out
    assert "06/QĐ-TTg ngày 03/01/2019 (không có trong kho)" in shown
    assert run([*command, "--related", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["cited_by"] == [f"{LEAD}/tb-00001-ubnd", f"{LEAD}/bc-00001-ubnd"]


def test_old_letters_in_a_document_are_understood(office: Office) -> None:
    old = "QuyÕt ®Þnh vÒ viÖc khen th­ëng hé gia ®×nh"
    record = single_documents.issue(office, drafted(office, DECISION, trich_yeu=old), override_reason="chép từ tệp cũ")
    assert [one.record for one in finding.search(office, "khen thuong ho gia dinh").found] == [record]
    assert [one.record for one in finding.search(office, "lớp-chữ:tcvn3").found] == [record]
    assert finding.damaged_texts(office) == 0
