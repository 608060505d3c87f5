"""The main job: one workbook in, every document out, numbered, archived, found."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

from archive import document_object
from archive.catalogue import ArchiveUnreadable
from doc_engine.docx_text import UnreadableText, plain_text
from doc_engine.errors import DiskRefused, FileBusy
from doc_engine.template import Template
from doc_engine.workbook import Reading, read
from office.integrity import verification
from office.issue import batch
from office.issue.batch_report import BatchReport
from office.issue.planning import Choice
from office.office import Office
from office.search import finding
from office.state.recovery import RegistryDiffers
from office.user_files import write_document
from tests.conftest import EXAMPLE
from tests.support.offices import NOON, create_office, open_office

ALL = Choice()
LEAD = "2024/063-huyen-bach-thong"


@pytest.fixture
def changed(tmp_path: Path, templates: Mapping[str, Template]) -> Callable[..., Reading]:
    """A function that reads the example with cells changed.

    changed(("Điểm thẩm định", "C5", 7), …)
    """

    def reading(*cells: tuple[str, str, str | int | None]) -> Reading:
        workbook = load_workbook(EXAMPLE)
        for sheet, cell, value in cells:
            workbook[sheet][cell] = value
        programme = "chuong-trinh-minh-hoa.toml"
        (tmp_path / programme).write_bytes((EXAMPLE.parent / programme).read_bytes())
        workbook.save(tmp_path / "thu.xlsx")
        return read(tmp_path / "thu.xlsx", templates)

    return reading


def text(office: Office, path: str) -> str:
    return plain_text(office.store.read(path)[document_object.DOCX])


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_document_of_the_cycle_is_issued_in_the_order_of_the_dates(office: Office, reading: Reading) -> None:
    report = batch.issue(office, reading, ALL)
    assert (len(report.made), report.before, report.failed) == (80, [], [])
    days = [office.catalogue.by_path(one.path).issued_on for one in report.made]  # type: ignore[union-attr]
    assert days == sorted(days)
    assert [one.code for one in report.made if one.path.startswith(LEAD)] == [
        "01/KH-UBND",
        "01/TTr-LĐTBXH",
        "01/QĐ-UBND",
        "01/GM-UBND",
        "01/BC-LĐTBXH",
        "01/BB-HĐXD",
        "01/TTr-HĐXD",
        "02/QĐ-UBND",
        "01/TB-UBND",
        "01/BC-UBND",
    ]


def test_the_documents_agree_with_each_other(issued: Office) -> None:
    data = {
        name: json.loads(issued.store.read(f"{LEAD}/{name}")[document_object.DATA])["ket_qua"]
        for name in ("bb-00001-hdxd", "ttr-00001-hdxd", "qd-00002-ubnd", "bc-00001-ubnd")
    }
    assert all(result == data["qd-00002-ubnd"] for result in data.values())
    decision = text(issued, f"{LEAD}/qd-00002-ubnd")
    for row in data["qd-00002-ubnd"]["duoc_cong_nhan"]:
        assert f"{row['tt']}\n{row['ten_hoa']}\n{row['khu_vuc']}\n{row['muc_diem']}\n{row['tong']}" in decision
    assert len(data["qd-00002-ubnd"]["duoc_cong_nhan"]) == 12


def test_what_is_cited_is_what_was_really_given(issued: Office) -> None:
    decision, report = text(issued, f"{LEAD}/qd-00002-ubnd"), text(issued, f"{LEAD}/bc-00001-ubnd")
    assert "tại Tờ trình số 01/TTr-HĐXD ngày 20 tháng 11 năm 2024 về việc đề nghị công nhận" in decision
    assert "được công nhận theo Quyết định số 02/QĐ-UBND ngày 22 tháng 11 năm 2024 của Chủ tịch" in report
    own = text(issued, "2024/02008-xa-cam-giang/bc-00001-ubnd")
    assert "Thực hiện Kế hoạch số 01/KH-UBND ngày 28 tháng 3 năm 2024 của Ủy ban nhân dân huyện Bạch Thông" in own
    assert "và Kế hoạch số 01/KH-UBND ngày 12 tháng 4 năm 2024 của Ủy ban nhân dân xã Cẩm Giàng" in own


def test_a_second_run_issues_nothing_and_takes_no_number(issued: Office, reading: Reading) -> None:
    before = tree(issued.folder / "kho")
    report = batch.issue(issued, reading, ALL)
    assert (report.made, len(report.before), report.failed) == ([], 80, [])
    assert tree(issued.folder / "kho") == before
    assert len(issued.register.entries()) == 80


def test_two_offices_make_the_same_documents_byte_for_byte(
    make_office: Callable[..., Office], reading: Reading
) -> None:
    made = []
    for name in ("mot", "hai"):
        office = make_office(name)
        batch.issue(office, reading, ALL)
        made.append({path: office.store.read(path) for path in office.store.paths()})
    assert made[0] == made[1]


def test_a_dry_run_reports_the_numbers_and_writes_nothing(office: Office, reading: Reading) -> None:
    office.close()
    before = tree(office.folder)
    looking = open_office(office.folder, clock=office.clock)
    report = batch.preview(looking, reading, ALL)
    looking.close()
    assert len(report.made) == 80
    assert tree(office.folder) == before
    assert [one.code for one in batch.issue(office, reading, ALL).made] == [one.code for one in report.made]


def test_drafts_have_no_numbers_and_cite_blanks(office: Office, reading: Reading, tmp_path: Path) -> None:
    report = batch.draft(office, reading, tmp_path / "du-thao", ALL)
    assert len(report.made) == 80
    assert {one.code for one in report.made if "QĐ" in one.code} == {"     /QĐ-UBND"}
    decision = (tmp_path / "du-thao/063-huyen-bach-thong/qd-cong-nhan.docx").read_bytes()
    assert "tại Tờ trình số /TTr-HĐXD ngày 20 tháng 11" in plain_text(decision)
    assert office.register.entries() == []
    assert list(office.store.paths()) == []


def test_a_part_of_the_cycle_can_be_chosen(office: Office, reading: Reading) -> None:
    choice = Choice(frozenset({"ke-hoach-huyen", "ke-hoach-xa"}), frozenset())
    assert len(batch.preview(office, reading, choice).made) == 15
    choice = Choice(frozenset({"ke-hoach-huyen"}))
    batch.issue(office, reading, choice)
    choice = Choice(frozenset(), frozenset({"02008"}))
    assert [one.path for one in batch.issue(office, reading, choice).made] == [
        "2024/02008-xa-cam-giang/kh-00001-ubnd",
        "2024/02008-xa-cam-giang/qd-00001-ubnd",
        "2024/02008-xa-cam-giang/bb-00001-hdtdg",
        "2024/02008-xa-cam-giang/bc-00001-ubnd",
        "2024/02008-xa-cam-giang/ttr-00001-ubnd",
    ]


def test_what_cites_an_unissued_document_is_not_issued(office: Office, reading: Reading) -> None:
    report = batch.issue(office, reading, Choice(frozenset({"qd-cong-nhan"})))
    assert report.made == []
    assert "Tờ trình đề nghị công nhận" in report.failed[0].reason
    assert office.register.entries() == []


def failed_labels(report: BatchReport) -> list[str]:
    return [failure.label for failure in report.failed]


def test_a_commune_with_bad_data_does_not_stop_the_others(office: Office, changed: Callable[..., Reading]) -> None:
    reading = changed(("Điểm thẩm định", "C5", 500))  # xã Vũ Muộn
    report = batch.issue(office, reading, ALL)
    assert len(report.made) == 80 - 6
    assert failed_labels(report) == [
        "Báo cáo thẩm định hồ sơ các xã, huyện Bạch Thông",
        "Biên bản họp Hội đồng xét duyệt, huyện Bạch Thông",
        "Tờ trình đề nghị công nhận, huyện Bạch Thông",
        "Quyết định công nhận, huyện Bạch Thông",
        "Thông báo kết quả, huyện Bạch Thông",
        "Báo cáo kết quả, huyện Bạch Thông",
    ]
    assert "xã Vũ Muộn" in report.failed[-1].reason


def test_once_repaired_the_rest_is_issued_with_numbers_that_follow(
    office: Office, changed: Callable[..., Reading], reading: Reading
) -> None:
    batch.issue(office, changed(("Điểm thẩm định", "C5", 500)), ALL)
    report = batch.issue(office, reading, ALL)
    assert (len(report.made), len(report.before), report.failed) == (6, 74, [])
    assert [one.code for one in report.made][-3:] == ["02/QĐ-UBND", "01/TB-UBND", "01/BC-UBND"]


def test_data_changed_after_issue_change_no_document(issued: Office, changed: Callable[..., Reading]) -> None:
    before = tree(issued.folder / "kho")
    report = batch.issue(issued, changed(("Điểm thẩm định", "C5", 87)), ALL)
    assert report.made == []
    assert tree(issued.folder / "kho") == before
    assert any("02/QĐ-UBND" in failure.reason and "thay thế" in failure.reason for failure in report.failed)


def test_what_needs_no_scores_can_be_issued_before_there_are_any(
    office: Office, changed: Callable[..., Reading], reading: Reading
) -> None:
    """Plans and councils in spring, self-scores in early November, then the meeting."""
    rows, columns = range(2, 16), "CDEFGHIJKLMNO"
    scores = [("Điểm thẩm định", f"{column}{row}", None) for row in rows for column in columns]
    own = [("Điểm tự chấm", f"{column}{row}", None) for row in rows for column in columns]
    votes = [("Biểu quyết", f"{column}{row}", None) for row in rows for column in "CD"]
    meeting = [("Kỳ đánh giá", f"B{row}", None) for row in range(20, 24)]
    present = [("Hội đồng", f"D{row}", None) for row in range(2, 11)]
    in_april = batch.issue(office, changed(*scores, *own, *votes, *meeting, *present), ALL)
    assert [one.code for one in in_april.made] == [
        *["01/KH-UBND"] * 15,
        *["01/QĐ-UBND"] * 14,
        "01/TTr-LĐTBXH",
        "01/QĐ-UBND",
    ]
    in_november = batch.issue(office, changed(*scores, *votes, *meeting, *present), ALL)
    assert Counter(one.code for one in in_november.made) == {"01/BB-HĐTĐG": 14, "01/BC-UBND": 14, "01/TTr-UBND": 14}
    assert len(in_november.failed) == 7
    at_last = batch.issue(office, reading, ALL)
    assert (len(at_last.made), len(at_last.before), at_last.failed) == (7, 73, [])


def test_bad_data_touch_nothing_that_was_issued(issued: Office, changed: Callable[..., Reading]) -> None:
    report = batch.issue(issued, changed(("Điểm thẩm định", "C5", 500)), ALL)
    assert (len(report.before), report.failed) == (80, [])


def test_a_document_that_says_the_same_is_the_same_whatever_else_changed(
    issued: Office, changed: Callable[..., Reading]
) -> None:
    report = batch.issue(issued, changed(("Kỳ đánh giá", "B15", "Sở Y tế")), ALL)
    assert [failure.label for failure in report.failed] == ["Báo cáo kết quả, huyện Bạch Thông"]


def test_a_vote_against_the_verdict_is_reported_and_nothing_of_it_is_issued(
    office: Office, changed: Callable[..., Reading]
) -> None:
    report = batch.issue(office, changed(("Biểu quyết", "C2", 1), ("Biểu quyết", "D2", 7)), ALL)
    assert len(report.made) == 74
    assert all("thị trấn Phủ Thông" in failure.reason for failure in report.failed[:1])


def test_no_decision_recognises_nobody(office: Office, changed: Callable[..., Reading]) -> None:
    low = [("Điểm thẩm định", f"C{row}", 1) for row in range(2, 16)]
    votes = [("Biểu quyết", f"C{row}", 0) for row in range(2, 16)]
    report = batch.issue(office, changed(*low, *votes), ALL)
    assert "02/QĐ-UBND" not in {one.code for one in report.made}
    assert any("duoc_cong_nhan" in failure.reason for failure in report.failed)


def test_a_day_that_has_not_come_gets_no_number(reading: Reading, tmp_path: Path) -> None:
    create_office(tmp_path / "vp", "Thử").close()
    in_spring = open_office(tmp_path / "vp", clock=lambda: NOON.replace(month=5))
    report = batch.issue(in_spring, reading, ALL)
    assert {one.code for one in report.made} == {"01/KH-UBND"}
    assert "chưa đến" in report.failed[0].reason
    in_spring.close()


def test_the_way_of_cutting_series_does_not_change_within_a_year(office: Office, reading: Reading) -> None:
    batch.issue(office, reading, Choice(frozenset({"ke-hoach-huyen"})))
    settings = office.folder / "vanthu.toml"
    chosen = settings.read_text("utf-8").replace('day_so = "theo-loai"', 'day_so = "chung"')
    settings.write_text(chosen, encoding="utf-8")
    shared = open_office(office.folder, clock=office.clock)
    report = batch.issue(shared, reading, Choice(frozenset({"qd-thanh-lap-hoi-dong"})))
    assert report.made == []
    assert "không đổi cách chia dãy số giữa năm" in report.failed[0].reason
    shared.close()


def test_a_damaged_document_stops_new_numbers_until_it_is_put_back(office: Office, reading: Reading) -> None:
    """A number that must not be assigned again: no rebuild without its document.

    A registry database that differs is not used either.
    """
    import shutil

    batch.issue(office, reading, Choice(frozenset({"ke-hoach-huyen"})))
    metadata = office.store.root / LEAD / "kh-00001-ubnd/v1/content/metadata.json"
    kept = metadata.read_bytes()
    metadata.chmod(0o644)
    metadata.write_bytes(b"{")
    with pytest.raises(ArchiveUnreadable, match="kh-00001-ubnd"):
        verification.rebuild(office)
    assert len(office.register.entries()) == 1
    office.close()
    shutil.rmtree(office.folder / "so")
    bare = open_office(office.folder, clock=office.clock)
    with pytest.raises(RegistryDiffers):
        batch.issue(bare, reading, ALL)
    assert bare.register.entries() == []
    metadata.write_bytes(kept)
    assert verification.rebuild(bare) == 1
    assert len(batch.issue(bare, reading, ALL).made) == 79
    bare.close()


def test_a_damaged_text_leaves_the_document_to_be_found_by_its_subject(office: Office, reading: Reading) -> None:
    batch.issue(office, reading, Choice(frozenset({"ke-hoach-huyen"})))
    docx = office.store.root / LEAD / "kh-00001-ubnd/v1/content/van-ban.docx"
    docx.chmod(0o644)
    docx.write_bytes(docx.read_bytes()[:3000])
    assert verification.rebuild(office) == 1
    assert finding.search(office, "triển khai đánh giá").total == 1
    assert finding.search(office, "kinh phí thực hiện").total == 0
    with pytest.raises(UnreadableText):
        finding.show(office, "01/KH-UBND")


def test_a_date_before_the_last_number_is_refused_and_the_others_go_on(
    issued: Office, changed: Callable[..., Reading], tmp_path: Path
) -> None:
    """A second programme in the same office and year.

    Its first decision would be older than the last number.
    """
    own = tmp_path / "chuong-trinh-hai.toml"
    source = (EXAMPLE.parent / "chuong-trinh-minh-hoa.toml").read_text("utf-8")
    own.write_text(source.replace('ma = "xa-phu-hop-tre-em-minh-hoa"', 'ma = "hai"'), encoding="utf-8")
    report = batch.issue(issued, changed(("Kỳ đánh giá", "B2", own.name)), ALL)
    codes = {one.code for one in report.made}
    assert codes == {
        *("02/KH-UBND", "02/QĐ-UBND", "02/BB-HĐTĐG", "02/BC-UBND", "02/TTr-UBND", "02/TTr-LĐTBXH", "02/BC-LĐTBXH"),
    }
    assert len(report.made) == 1 + 5 * 14 + 2
    assert "đã cấp đến ngày 22/11/2024" in report.failed[0].reason
    assert failed_labels(report)[0] == "Quyết định thành lập Hội đồng xét duyệt, huyện Bạch Thông"
    assert len(report.failed) == 7
    assert len(issued.register.entries()) == 80 + 73


def test_numbers_can_run_through_all_types(office: Office, reading: Reading) -> None:
    settings = office.folder / "vanthu.toml"
    chosen = settings.read_text("utf-8").replace('day_so = "theo-loai"', 'day_so = "chung"')
    settings.write_text(chosen, encoding="utf-8")
    shared = open_office(office.folder, clock=office.clock)
    report = batch.issue(shared, reading, ALL)
    assert [one.code for one in report.made if one.path.startswith(LEAD)] == [
        "01/KH-UBND",
        "01/TTr-LĐTBXH",
        "02/QĐ-UBND",
        "03/GM-UBND",
        "02/BC-LĐTBXH",
        "01/BB-HĐXD",
        "02/TTr-HĐXD",
        "04/QĐ-UBND",
        "05/TB-UBND",
        "06/BC-UBND",
    ]
    shared.close()


def test_metadata_carry_the_fields_of_the_decree_and_the_way_back(issued: Office) -> None:
    metadata = json.loads(issued.store.read(f"{LEAD}/qd-00002-ubnd")[document_object.METADATA])
    assert metadata["TypeName"] == "Quyết định"
    assert (metadata["CodeNumber"], metadata["CodeNotation"]) == ("02", "QĐ-UBND")
    assert metadata["IssuedDate"] == "2024-11-22"
    assert metadata["SignerInfo"] == {"Position": "Chủ tịch", "FullName": "Nguyễn Văn A"}
    assert metadata["vanthu"]["template_digest"] == issued.templates["qd-cong-nhan"].digest
    assert metadata["FileCode"]["OrganId"] is None  # unknown, therefore not invented
    assert list(metadata)[:16] == [
        "FileCode", "DocOrdinal", "TypeName", "CodeNumber", "CodeNotation", "IssuedDate", "OrganName", "Subject",
        "Language", "PageAmount", "Description", "SignerInfo", "To", "Priority", "IssuedAmount", "DueDate",
    ]  # fmt: skip


def answers(office: Office) -> list[list[str]]:
    questions = ("qd cong nhan 2024", "cẩm giàng", '"trẻ em" -trình', "02/QĐ-UBND", "")
    return [[found.record.path for found in finding.search(office, one, limit=100).found] for one in questions]


def registry(office: Office) -> object:
    return office.register.entries(), office.catalogue.everything()


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_registry_database_and_index_come_back_the_same_from_the_archive_alone(
    make_office: Callable[..., Office], reading: Reading, engine: str
) -> None:
    import shutil

    office = make_office(engine=engine)
    batch.issue(office, reading, ALL)
    expected = answers(office), registry(office)
    assert [len(found) > 0 for found in expected[0]] == [True] * 5
    office.close()
    shutil.rmtree(office.folder / "so")
    shutil.rmtree(office.folder / "chi-muc")
    again = open_office(office.folder)
    assert verification.rebuild(again) == 80
    assert (answers(again), registry(again)) == expected
    report = batch.issue(again, reading, ALL)
    assert (report.made, len(report.before)) == ([], 80)
    again.close()


def test_a_lost_index_is_made_again_when_somebody_searches(issued: Office) -> None:
    import shutil

    issued.close()
    shutil.rmtree(issued.folder / "chi-muc")
    again = open_office(issued.folder)
    assert finding.search(again, "quyết định công nhận").found[0].record.path == f"{LEAD}/qd-00002-ubnd"
    again.close()


def test_a_document_lost_or_strange_is_reported(issued: Office) -> None:
    import shutil

    shutil.rmtree(issued.store.root / LEAD / "bc-00001-ubnd")
    source = issued.store.root / "2024/02008-xa-cam-giang/kh-00001-ubnd"
    shutil.copytree(source, issued.store.root / LEAD / "kh-00009-ubnd")
    found = {one.path: [fault.reason for fault in one.faults] for one in verification.verify(issued) if one.faults}
    assert found == {
        f"{LEAD}/bc-00001-ubnd": ["có trong danh mục nhưng đã mất khỏi kho"],
        f"{LEAD}/kh-00009-ubnd": ["thư mục đã bị đổi tên hoặc dời chỗ"],
    }


def test_an_unknown_number_in_a_programme_stops_only_what_needs_it(
    office: Office, changed: Callable[..., Reading], tmp_path: Path
) -> None:
    reading = changed(("Kỳ đánh giá", "B2", "xa-phu-hop-tre-em"))
    report = batch.issue(office, reading, ALL)
    assert {one.code for one in report.made} == {"01/KH-UBND", "01/QĐ-UBND", "01/GM-UBND", "01/TTr-LĐTBXH"}
    assert "tieu_chi.2.diem_toi_da.gia_tri" in report.failed[0].reason
    assert "MINH HỌA" not in text(office, f"{LEAD}/kh-00001-ubnd")


def test_a_copy_of_each_issued_document_goes_to_the_folder_asked_for(
    office: Office, reading: Reading, tmp_path: Path
) -> None:
    batch.issue(office, reading, ALL, out=tmp_path / "in")
    copies = tree(tmp_path / "in")
    assert len(copies) == 80
    assert (
        copies["063-huyen-bach-thong/qd-00002-ubnd.docx"]
        == office.store.read(f"{LEAD}/qd-00002-ubnd")[document_object.DOCX]
    )


@pytest.mark.parametrize("owner_file", ["~$qd.docx", "~$yet-dinh.docx"])
def test_a_file_that_word_holds_open_is_reported_as_such(tmp_path: Path, owner_file: str) -> None:
    """A folder in the file's place: not replaceable, like a file that Word has locked."""
    target = tmp_path / ("qd.docx" if owner_file == "~$qd.docx" else "quyet-dinh.docx")
    target.mkdir()
    with pytest.raises(DiskRefused):
        write_document(target, b"x")
    (tmp_path / owner_file).write_bytes(b"")
    with pytest.raises(FileBusy, match="đang mở trong Word"):
        write_document(target, b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([target.name, owner_file])
