"""Finding in an office: the first hit is the right one, however it was typed."""

import csv
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from archive.metadata import Relation
from cli.main import run
from index.abbreviations import FILE
from index.engine import Facet, IndexedDocument
from index.query import parse
from office.integrity import replicas, verification
from office.issue import single_documents
from office.office import Office
from office.search import finding, unit_names
from office.search.unit_names import UnitNameShared, UnitNameUnknown
from office.state import indexing
from tests.support.documents import DECISION, NOTICE, drafted
from tests.support.offices import NOON, open_office

LEAD, COMMUNE = "2024/063-huyen-bach-thong", "2024/02008-xa-cam-giang"


def first(office: Office, typed: str) -> str:
    return finding.search(office, typed).found[0].record.path


# Twenty questions as people type them, and the document that each is after.
QUESTIONS = [
    ("qd cong nhan xa phu hop tre em 2024", f"{LEAD}/qd-00002-ubnd"),
    ("quyết định công nhận xã phù hợp với trẻ em", f"{LEAD}/qd-00002-ubnd"),
    ("02/QĐ-UBND", f"{LEAD}/qd-00002-ubnd"),
    ("2/qd-ubnd", f"{LEAD}/qd-00002-ubnd"),
    ("qđ thành lập hội đồng xét duyệt", f"{LEAD}/qd-00001-ubnd"),
    ("thanh lap hoi dong tu danh gia cam giang", f"{COMMUNE}/qd-00001-ubnd"),
    ("bao cao tu danh gia cam giang", f"{COMMUNE}/bc-00001-ubnd"),
    ("báo cáo tự đánh giá xã Cẩm Giàng", f"{COMMUNE}/bc-00001-ubnd"),
    ("ke hoach trien khai cam giang", f"{COMMUNE}/kh-00001-ubnd"),
    ("kế hoạch huyện Bạch Thông trẻ em loại:KH xã:063", f"{LEAD}/kh-00001-ubnd"),
    ("to trinh hdxd", f"{LEAD}/ttr-00001-hdxd"),
    ("bien ban hop hoi dong xet duyet", f"{LEAD}/bb-00001-hdxd"),
    ("giay moi hop", f"{LEAD}/gm-00001-ubnd"),
    ("thong bao ket qua danh gia", f"{LEAD}/tb-00001-ubnd"),
    ("loai:bc xa:063 ket qua danh gia va cong nhan", f"{LEAD}/bc-00001-ubnd"),
    ("ngày 22 tháng 11 năm 2024 loại:qđ", f"{LEAD}/qd-00002-ubnd"),
    ("coong nhaajn xax phuf howpj loai:qd", f"{LEAD}/qd-00002-ubnd"),
    ("co6ng nha65n loai:qd", f"{LEAD}/qd-00002-ubnd"),
    ("tờ trìh đề nghị công nhận cẩm giàng", f"{COMMUNE}/ttr-00001-ubnd"),
    ('xã:"Cẩm Giàng" loại:BB', f"{COMMUNE}/bb-00001-hdtdg"),
]


@pytest.mark.parametrize(("typed", "path"), QUESTIONS)
def test_the_first_hit_is_the_right_one(whole_office: Path, typed: str, path: str) -> None:
    office = open_office(whole_office, clock=lambda: NOON)
    assert first(office, typed) == path
    office.close()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("tờ trìh đề nghị", "tờ trình đề nghị"), ("hoi dong xet duyt", "hoi dong xet duyệt"), ("bach thog", "bach thông")],
)
def test_a_slip_is_answered_with_what_was_meant(issued: Office, typed: str, meant: str) -> None:
    found = finding.search(issued, typed)
    assert found.meant == meant
    assert found.total > 0
    assert finding.search(issued, meant).meant == ""
    issued.close()


def test_every_page_of_what_was_meant_answers_the_same_question(issued: Office) -> None:
    whole = finding.search(issued, "tờ trìh", limit=100)
    pages = [finding.search(issued, f"tờ trìh trang:{page}", limit=5) for page in (1, 2, 3)]
    assert {page.meant for page in pages} == {whole.meant} == {"tờ trình"}
    listed = [one.record.path for page in pages for one in page.found]
    assert listed == [one.record.path for one in whole.found][:15]
    assert "định" in finding.search(issued, "quyêts địnk 01/QĐ-UBND").meant  # a code beside it does not matter
    issued.close()


def test_a_phrase_that_stands_nowhere_gives_documents_with_its_words(issued: Office) -> None:
    said = "Không văn bản nào có cụm từ"
    there = finding.search(issued, '"kế hoạch" loại:KH')
    assert there.total > 0
    assert not any(note.startswith(said) for note in there.notes)
    apart = finding.search(issued, '"hoạch kế" loại:KH')
    assert [one.record for one in apart.found] == [one.record for one in there.found]
    assert [note.startswith(said) for note in apart.notes] == [True]
    for typed in ('"kế hoạch xyzxyz" loại:KH', '"kế hoạch" xyzxyz loại:KH'):
        nearest = finding.search(issued, typed)
        assert nearest.total == there.total
        assert not nearest.all_words
        assert nearest.notes == ()
    assert finding.search(issued, '"kế hoạhc" loại:KH').meant == "kế hoạch loại:KH"
    issued.close()


@pytest.mark.parametrize("typed", ["98/QĐ-UBND", "23/11/2031", '"Điều 97"', "khoản 9 Điều 97", "96%", "7.777.000 đồng"])
def test_a_number_that_is_nowhere_is_not_guessed_at(whole_office: Path, typed: str) -> None:
    """Numbers one figure away from those of existing documents."""
    office = open_office(whole_office, clock=lambda: NOON)
    found = finding.search(office, typed)
    assert (found.total, found.meant) == (0, "")
    office.close()


def test_a_name_with_marks_is_that_name(issued: Office) -> None:
    signers = finding.search(issued, 'ký:"Nguyễn Duy Luân"')
    assert (signers.total > 0, signers.notes) == (True, ())
    other = finding.search(issued, 'ký:"Nguyên Dùy Luân"')
    assert (other.total, len(other.notes)) == (signers.total, 1)
    assert "không kể dấu" in other.notes[0]
    assert finding.search(issued, '-ký:"Nguyên Dùy Luân"').total > finding.search(issued, '-ký:"Nguyễn Duy Luân"').total
    issued.close()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("xã: Cẩm Giàng năm 2024", 'xã:"Cẩm Giàng" năm 2024'),
        ("xa: cam giang nam 2024", 'xa:"cam giang" nam 2024'),
        ("xã:Cẩm Giàng năm:2024", 'xã:"Cẩm Giàng" năm:2024'),
        ("xã: Cao Sơn tiến độ", 'xã:"Cao Sơn" tiến độ'),
        ("xa: cao son tien do", 'xa:"cao son" tien do'),
        ("xã: Chi Lăng năm 2024", 'xã:"Chi Lăng" năm 2024'),
        ("xã: Chợ Mới", 'xã:"Chợ Mới"'),
        ("xã: Thanh Mai", 'xã:"Thanh Mai"'),
        ("tỉnh: Bắc Kạn", 'tỉnh:"Bắc Kạn"'),
        ("đơn vị: xã Cẩm Giàng", 'đơn-vị:"xã Cẩm Giàng"'),
        ("huyện: thành phố Bắc Kạn", 'huyện:"thành phố Bắc Kạn"'),
        ("Đơn vị: triệu đồng", "Đơn vị: triệu đồng"),
        ("Đơn vị: Phòng Lao động", "Đơn vị: Phòng Lao động"),
        ("Địa phương: Cẩm Giàng", "Địa phương: Cẩm Giàng"),
        ('xã:"Cẩm Giàng" kế hoạch', 'xã:"Cẩm Giàng" kế hoạch'),
    ],
)
def test_a_unit_named_without_quotation_marks_is_read_whole(whole_office: Path, typed: str, read: str) -> None:
    office = open_office(whole_office, clock=lambda: NOON)
    assert unit_names.quoted(office, typed) == read
    office.close()


def test_that_nobody_has_a_name_is_said_only_where_it_is_so(whole_office: Path) -> None:
    office = open_office(whole_office, clock=lambda: NOON)
    found = finding.search(office, 'ký:"Nguyễn Duy Luân" năm:2019')
    assert (found.total, found.notes) == (0, ())
    office.close()


def test_a_unit_whose_name_is_mistyped_is_asked_about(whole_office: Path) -> None:
    office = open_office(whole_office, clock=lambda: NOON)
    for typed in ('xã:"Cẩm Giangg"', "xa:cam-gian", 'xã:"xã Cẩn Giàng"'):
        with pytest.raises(UnitNameUnknown, match='có phải "xã Cẩm Giàng" không'):
            finding.search(office, typed)
    with pytest.raises(UnitNameUnknown) as caught:
        finding.search(office, "xã:qwertyuiop")
    assert "có phải" not in str(caught.value)
    office.close()


def test_a_unit_given_narrows_the_units_typed(whole_office: Path) -> None:
    office = open_office(whole_office, clock=lambda: NOON)
    typed = finding.search(office, 'xã:"Cẩm Giàng"', commune="Mỹ Thanh")
    assert {one.record.unit_code for one in typed.found} == {"02011"}  # which became part of it
    none = finding.search(office, 'xã:"Vi Hương"', commune="Mỹ Thanh")
    assert (none.total, "loại trừ nhau" in none.notes[-1]) == (0, True)
    bare = finding.search(office, "xã: Cẩm Giàng năm: 2024")
    assert bare.total == finding.search(office, 'xã:"Cẩm Giàng" năm:2024').total > 0
    office.close()


def test_a_document_of_the_day_comes_before_those_that_name_it(whole_office: Path) -> None:
    office = open_office(whole_office, clock=lambda: NOON)
    for typed in ("28/03/2024", "28/3/24", "28/3"):
        assert first(office, typed) == f"{LEAD}/kh-00001-ubnd", typed
    assert first(office, "bao cao so 01 xa cam giang") == f"{COMMUNE}/bc-00001-ubnd"
    assert first(office, "01 / BC - UBND xã Cẩm Giàng") == f"{COMMUNE}/bc-00001-ubnd"
    assert first(office, "nguyen duy luan") == finding.search(office, 'ký:"Nguyễn Duy Luân"').found[0].record.path
    office.close()


def test_what_nobody_wrote_is_not_guessed_at(issued: Office) -> None:
    found = finding.search(issued, "xyzxyz")
    assert (found.total, found.meant) == (0, "")
    issued.close()


def test_units_and_years_are_filters_wherever_they_are_said(issued: Office) -> None:
    by_option = finding.search(issued, "ke hoach", commune="cam giang", year=2024)
    typed = finding.search(issued, "ke hoach xã:cam-giang năm:2024")
    assert [one.record for one in by_option.found] == [one.record for one in typed.found] != []
    with pytest.raises(UnitNameUnknown):
        finding.search(issued, "xã:khong-co-dau")
    issued.close()


def test_options_narrow_what_was_typed(issued: Office) -> None:
    assert finding.search(issued, "loại:BC,QĐ", types=["QĐ"]).total == finding.search(issued, "loại:QĐ").total > 0
    assert finding.search(issued, "năm:2020..2024", year=2024).total == finding.search(issued, "").total
    for typed, year in (("loại:BC", None), ("năm:..2023", 2024)):
        found = finding.search(issued, typed, year=year, types=["QĐ"])
        assert (found.total, "loại trừ nhau" in found.notes[-1]) == (0, True)
    issued.close()


def test_what_became_of_a_document_can_be_asked_for(office: Office) -> None:
    old = single_documents.issue(office, drafted(office, DECISION))
    new = single_documents.issue(office, drafted(office, NOTICE, (Relation.RECALLS, old.path)))
    assert [one.record for one in finding.search(office, "trạng-thái:thu-hồi").found] == [old]
    assert [one.record for one in finding.search(office, "trạng-thái:nguyên").found] == [new]


def test_counts_are_given_when_asked_for(issued: Office) -> None:
    assert finding.search(issued, "cong nhan").facets == {}
    counts = finding.search(issued, "loại:QĐ", limit=1, count=True).facets
    assert counts[Facet.TYPE] == {"QĐ": 16}
    assert counts[Facet.YEAR] == {"2024": 16}
    issued.close()


def test_an_index_of_an_older_program_is_rebuilt_by_itself(issued: Office) -> None:
    before = [one.record for one in finding.search(issued, "cam giang").found]
    issued.close()
    (issued.index_folder / "hien-hanh").write_text("1 1", "ascii")
    reopened = open_office(issued.folder, clock=lambda: NOON)
    assert [one.record for one in finding.search(reopened, "cam giang").found] == before
    reopened.close()


def test_the_command_says_what_was_meant_and_counts(issued: Office, capsys: pytest.CaptureFixture[str]) -> None:
    issued.close()
    office = ["--office", str(issued.folder), "search"]
    assert run([*office, "tờ", "trìh", "--count"]) == 0
    shown = capsys.readouterr()
    assert "Có phải bạn tìm: tờ trình" in shown.err
    assert "năm: 2024 (" in shown.out
    assert run([*office, "hoạch kế", "năm:2024"]) == 0  # as a shell passes "hoạch kế" năm:2024
    assert "Không văn bản nào có cụm từ" in capsys.readouterr().err
    assert run([*office, "loại:BB", "-xét duyệt", "--json"]) == 0  # as a shell passes -"xét duyệt"
    left = json.loads(capsys.readouterr().out)["total"]
    assert 0 < left == finding.search(open_office(issued.folder), 'loại:BB -"xét duyệt"').total
    assert left < finding.search(open_office(issued.folder), "loại:BB").total
    for whole in ("hoạch kế", "loại:KH hoạch kế", "xa:cam-giang bao cao", "kế hoạch -kếế"):
        assert run([*office, whole]) == 0
        assert "Không" not in capsys.readouterr().err
    assert run([*office, "đúng-xã:Cẩm Giàng", "loại:BB", "--json"]) == 0  # as a shell passes đúng-xã:"Cẩm Giàng"
    answer = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in answer["results"]] == [f"{COMMUNE}/bb-00001-hdtdg"]
    assert (answer["meant"], "facets" in answer) == ("", False)


def test_a_list_of_what_was_found_is_a_file_for_excel(
    issued: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issued.close()
    office = ["--office", str(issued.folder), "search", "loại:QĐ", "--limit", "100"]
    for name in ("kq.xlsx", "kq.csv"):
        assert run([*office, "-o", str(tmp_path / name)]) == 0
    rows = list(load_workbook(tmp_path / "kq.xlsx").worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 17
    assert rows[0][0] == "Số, ký hiệu"
    raw = (tmp_path / "kq.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    listed = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    assert [row[0] for row in listed] == [row[0] for row in rows]
    assert run([*office, "-o", str(tmp_path / "kq.txt")]) == 2
    (tmp_path / "kq.csv").write_text("đã sửa", "utf-8")
    assert run([*office, "-o", str(tmp_path / "kq.csv")]) == 6  # nothing is overwritten
    assert run([*office, "khongcochunay", "-o", str(tmp_path / "khong.csv")]) == 5
    assert (tmp_path / "kq.csv").read_text("utf-8") == "đã sửa"
    assert not (tmp_path / "khong.csv").exists()
    capsys.readouterr()


def test_an_index_that_lacks_or_invents_a_document_is_reported_by_verify(issued: Office) -> None:
    first(issued, "cam giang")
    issued.index.remove([f"{LEAD}/qd-00002-ubnd"])
    issued.index.add([IndexedDocument("2024/x/y", "x", "x", 2024, "063", "QĐ")])
    reported = {fault.path: fault.reason for one in verification.verify(issued) for fault in one.faults}
    assert reported == {
        f"{LEAD}/qd-00002-ubnd": "không có trong chỉ mục tìm kiếm",
        "2024/x/y": "có trong chỉ mục tìm kiếm mà không có văn bản",
    }
    verification.rebuild(issued)
    assert [fault for one in verification.verify(issued) for fault in one.faults] == []
    issued.close()


def test_the_offices_own_abbreviations_are_used_and_go_into_replicas(issued: Office, tmp_path: Path) -> None:
    (issued.folder / FILE).write_text("CGX = cẩm giàng xã nhà\nKTTE = phù hợp với trẻ em\n", "utf-8")
    assert finding.search(issued, "ktte loại:qđ xã:063").found[0].record.path == f"{LEAD}/qd-00002-ubnd"
    (one,) = replicas.chosen(issued, replicas.add(issued, tmp_path / "usb"))
    replicas.sync(issued, one)
    assert (one.folder / "cai-dat" / FILE).read_bytes() == (issued.folder / FILE).read_bytes()
    issued.close()


def issued_by(office: Office, *paths: str) -> None:
    """Index a document of each unit, with ids "0", "1", ….

    Units: "01975" until the reform of 2025, "01969/2025" since.
    """
    office.index.add(
        [
            IndexedDocument(f"{place}", "Thông báo", "nội dung", 2026 if "/" in key else 2024, key, "TB")
            for place, key in enumerate(paths)
        ]
    )


def units_of(office: Office, typed: str) -> frozenset[str]:
    return unit_names.resolved(office, parse(typed))[0].filters.units


def test_a_commune_is_looked_for_with_what_became_part_of_it(office: Office) -> None:
    query, reported = unit_names.resolved(office, parse('xã:"Phủ Thông"'))
    assert query.filters.units == {"01969/2025", "01969", "01975", "01990", "01993", "01972", "01987"}
    assert reported == (
        "Tính cả văn bản trước ngày 01/7/2025 của thị trấn Phủ Thông, xã Vi Hương, xã Lục Bình, xã Tân Tú, "
        "xã Phương Linh (đến 31/1/2020), xã Tú Trĩ (đến 31/1/2020), nay là xã "
        'Phủ Thông. Chỉ riêng xã Phủ Thông: gõ đúng-xã:"xã Phủ Thông".',
    )
    assert units_of(office, 'đúng-xã:"Phủ Thông"') == {"01969/2025", "01969"}
    assert units_of(office, 'đúng-xã:"xã Phủ Thông"') == {"01969/2025", "01969"}
    assert units_of(office, "đúng-xã:01969/2025") == {"01969/2025"}
    assert unit_names.resolved(office, parse("xa:vi-huong"))[1] == (
        "Xã Vi Hương từ ngày 01/7/2025 thuộc xã Phủ Thông.",
    )


def test_the_unit_that_bears_the_name_comes_before_what_became_part_of_it(office: Office) -> None:
    issued_by(office, "01975", "01969", "01990")
    for typed in ('xã:"Phủ Thông"', 'thông báo xã:"Phủ Thông"', 'dung xã:"Phủ Thông" -năm:2019'):
        query, _ = unit_names.resolved(office, parse(typed))
        hits = office.index.search(query).hits
        assert [len(hits), hits[0].id] == [3, "1"], typed
    without = unit_names.resolved(office, parse('-xã:"Phủ Thông"'))[0]
    assert office.index.search(without).total == 0


def test_a_name_that_two_units_bear_is_asked_about(office: Office) -> None:
    issued_by(office, "063", "02014/2025")
    with pytest.raises(UnitNameShared) as asked:
        finding.search(office, 'xã:"Bạch Thông"')
    named = "xã Bạch Thông, tỉnh Thái Nguyên; huyện Bạch Thông, tỉnh Bắc Kạn (đến 30/6/2025)"
    assert named in str(asked.value)
    assert 'xã:"063"' in asked.value.remedy_text
    assert units_of(office, "xã:063") == {"063"}
    assert "02014/2025" in units_of(office, "xã:02014/2025")
    assert units_of(office, 'xã:"huyện Bạch Thông"') == {"063"}
    assert units_of(office, 'xã:"Bạch Thông" năm:2024') == {"063"}  # then there was no commune of that name


def test_a_name_is_not_asked_about_when_only_one_of_its_units_has_documents(office: Office) -> None:
    issued_by(office, "063")
    assert units_of(office, 'xã:"Bạch Thông"') == {"063"}


def test_a_code_that_was_given_again_is_not_taken_for_the_other_unit(office: Office) -> None:
    """The code 01981: of Vũ Muộn, then of Vĩnh Thông, merged from others, too."""
    issued_by(office, "01981", "01981/2025")
    assert "01981/2025" not in units_of(office, 'xã:"Vũ Muộn"')
    found = office.index.search(unit_names.resolved(office, parse('xã:"Vũ Muộn"'))[0])
    assert [hit.id for hit in found.hits] == ["0"]
    assert {"01981", "01981/2025"} < units_of(office, "xã:01981")
    assert units_of(office, "xã:01981/2024") == units_of(office, "đúng-xã:01981/2024") == {"01981"}
    with pytest.raises(UnitNameUnknown):
        units_of(office, "xã:99999/2024")


def test_documents_that_bear_one_number_are_reported(office: Office) -> None:
    record = single_documents.issue(office, drafted(office, DECISION))
    finding.search(office, "")
    twin = replace(record, path=f"{record.path}-nua", identity="khac", series="khac")
    office.catalogue.add([twin])
    found = finding.search(office, "quyết định")
    assert {one.record.path for one in found.found} == {record.path, twin.path}
    assert any("Có 2 văn bản cùng số, ký hiệu 01/QĐ-UBND năm 2024" in note for note in found.notes)


def test_a_damaged_index_is_reported_by_verify_and_rebuilt_by_rebuild(issued: Office) -> None:
    assert list(verification.verify(issued))
    assert not [one for one in verification.verify(issued) if one.faults]
    issued.close()
    for ending in ("term", "pos"):
        (file,) = issued.index_folder.glob(f"*/*.{ending}")
        with file.open("r+b") as opened:  # in its place: the index may have it mapped into memory
            opened.seek(file.stat().st_size // 2)
            (byte,) = opened.read(1)
            opened.seek(-1, os.SEEK_CUR)
            opened.write(bytes([byte ^ 1]))
        reported = [fault for one in verification.verify(issued) for fault in one.faults]
        assert [(fault.path, fault.file) for fault in reported] == [("chi-muc", file.name)]
        file.unlink()
        reported = [fault for one in verification.verify(issued) for fault in one.faults]
        assert ("chi-muc", file.name) in [(fault.path, fault.file) for fault in reported]
        issued.index.close()
        indexing.reindex(issued)
        assert not [one for one in verification.verify(issued) if one.faults]


@pytest.mark.parametrize("in_the_way", ["hien-hanh", "..", "."])
def test_whatever_lies_in_the_place_of_an_index_is_put_away(issued: Office, in_the_way: str) -> None:
    before = [one.record for one in finding.search(issued, "cam giang").found]
    issued.close()
    place = Path(os.path.normpath(issued.index_folder / in_the_way))
    if in_the_way == "hien-hanh":
        place.unlink()
        place.mkdir()
    else:
        shutil.rmtree(place)
        place.write_text("không phải thư mục")
    reopened = open_office(issued.folder, clock=lambda: NOON)
    assert [one.record for one in finding.search(reopened, "cam giang").found] == before
    reopened.close()


def test_an_index_put_back_from_an_older_copy_is_rebuilt(office: Office, tmp_path: Path) -> None:
    first = single_documents.issue(office, drafted(office, DECISION))
    finding.search(office, "")
    office.index.close()
    shutil.copytree(office.index_folder, tmp_path / "ban-sao")
    second = single_documents.issue(office, drafted(office, NOTICE))
    assert finding.search(office, "").total == 2
    office.close()
    shutil.rmtree(office.index_folder)
    shutil.copytree(tmp_path / "ban-sao", office.index_folder)
    reopened = open_office(office.folder, clock=lambda: NOON)
    assert {one.record.path for one in finding.search(reopened, "").found} == {first.path, second.path}
    reopened.close()


def test_who_searches_does_not_wait_for_who_writes(issued: Office) -> None:
    issued.catalogue.to_index_again([f"{LEAD}/qd-00002-ubnd"])
    with open_office(issued.folder, clock=lambda: NOON).indexing():
        found = finding.search(issued, "02/QĐ-UBND năm:2024")
    assert found.total > 0
    assert found.notes[0].startswith("Đang có người ban hành")
    assert not any("Đang có người" in note for note in finding.search(issued, "02/QĐ-UBND").notes)


def test_answers_are_paged_and_sorted_by_the_command(issued: Office, capsys: pytest.CaptureFixture[str]) -> None:
    issued.close()
    office = ["--office", str(issued.folder), "search", "năm:2024", "--json", "--limit", "30"]

    def page(*more: str) -> list[str]:
        assert run([*office, *more]) == 0
        return [f"{one['issued_on']} {one['id']}" for one in json.loads(capsys.readouterr().out)["results"]]

    pages = [page(), page("--page", "2"), page("trang:3")]
    assert [len(one) for one in pages] == [30, 30, 20]
    everything = [one for some in pages for one in some]
    assert len(set(everything)) == 80
    assert [one[:10] for one in everything] == sorted((one[:10] for one in everything), reverse=True)
    assert page("--sort", "cu", "--limit", "80") == everything[::-1]
    assert run([*office, "--page", "9"]) == 5
    capsys.readouterr()
    plainly = ["--office", str(issued.folder), "search"]
    assert run([*plainly, "năm:2024", "-huyện", "--limit", "3", "--page", "2"]) == 0
    assert "đang hiện từ 4 đến 6 (xem tiếp: --page 3" in capsys.readouterr().err
    assert run([*plainly, "năm:2024", "--khong-co"]) == 2


def test_an_office_that_goes_back_to_another_engine_misses_nothing(office: Office) -> None:
    """One note of what is indexed for two engines, each with an index of its own."""
    settings = office.folder / "vanthu.toml"
    first = single_documents.issue(office, drafted(office, DECISION))
    assert finding.search(office, "").total == 1
    seen = {first.path}
    for number, (old, new) in enumerate((("tantivy", "whoosh"), ("whoosh", "tantivy"))):
        settings.write_text(settings.read_text("utf-8").replace(f'"{old}"\n', f'"{new}"\n'), "utf-8")
        other = open_office(office.folder, clock=lambda: NOON)
        seen.add(single_documents.issue(other, drafted(other, DECISION, trich_yeu=f"Việc {number}")).path)
        assert {one.record.path for one in finding.search(other, "").found} == seen
        assert not [fault for checked in verification.verify(other) for fault in checked.faults]
        other.close()


@pytest.mark.parametrize("typed", ["Số: 02/QĐ-UBND", "số 02/QĐ-UBND", "so 2/qd-ubnd", " 02 / QĐ - UBND "])
def test_a_document_is_shown_by_its_number_as_it_is_said(whole_office: Path, typed: str) -> None:
    office = open_office(whole_office, clock=lambda: NOON)
    assert [one.path for one in finding.by_key(office, typed)] == [f"{LEAD}/qd-00002-ubnd"]
    office.close()


def test_a_number_too_long_for_any_document_is_none(office: Office) -> None:
    with pytest.raises(finding.DocumentNotFound):
        finding.by_key(office, "99999999999999999999/QĐ-UBND")
