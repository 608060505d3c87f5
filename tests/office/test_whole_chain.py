"""The fifteen kinds of documents of a cycle, each from the body that issues it.

The lead unit, its standing office, its council, the communes and their councils.
"""

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

from archive import document_object
from doc_engine.docx_text import plain_text
from doc_engine.template import Template
from doc_engine.workbook import Reading, read
from office.issue import batch
from office.issue.batch_report import BatchReport
from office.issue.planning import Choice
from office.office import Office
from tests.conftest import EXAMPLE

LEAD = "2024/063-huyen-bach-thong"
COMMUNE = "2024/02008-xa-cam-giang"
PROGRAMME = "chuong-trinh-minh-hoa.toml"
Changed = Callable[..., Reading]


@pytest.fixture
def changed(tmp_path: Path, templates: Mapping[str, Template]) -> Changed:
    """A function that reads the example with sheets removed or cells changed.

    changed("Căn cứ", ("Người ký", "B2", "X"), …)
    """

    def reading(*changes: str | tuple[str, str, str | int | None]) -> Reading:
        book = load_workbook(io.BytesIO(EXAMPLE.read_bytes()))
        for change in changes:
            if isinstance(change, str):
                del book[change]
            else:
                sheet, cell, value = change
                book[sheet][cell] = value
        (tmp_path / PROGRAMME).write_bytes((EXAMPLE.parent / PROGRAMME).read_bytes())
        book.save(tmp_path / "ca-chuoi.xlsx")
        return read(tmp_path / "ca-chuoi.xlsx", templates)

    return reading


def text(office: Office, path: str) -> str:
    return plain_text(office.store.read(path)[document_object.DOCX])


def failed(report: BatchReport) -> set[str]:
    return {failure.label for failure in report.failed}


def test_each_document_is_of_who_issues_it(office: Office, reading: Reading) -> None:
    report = batch.issue(office, reading, Choice())
    assert report.failed == []
    codes = {one.path: one.code for one in report.made}
    assert codes[f"{LEAD}/ttr-00001-ldtbxh"] == "01/TTr-LĐTBXH"
    assert codes[f"{LEAD}/bc-00001-ldtbxh"] == "01/BC-LĐTBXH"  # a series of the office's own
    assert codes[f"{COMMUNE}/bb-00001-hdtdg"] == "01/BB-HĐTĐG"  # and one of the commune's council
    notice = text(office, f"{LEAD}/tb-00001-ubnd")
    assert "Theo Quyết định số 02/QĐ-UBND ngày 22 tháng 11 năm 2024 của Chủ tịch Ủy ban nhân dân" in notice
    appraisal = text(office, f"{LEAD}/bc-00001-ldtbxh").splitlines()
    assert appraisal[1:3] == ["UBND HUYỆN BẠCH THÔNG", "PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"]
    assert appraisal[-2:] == ["TRƯỞNG PHÒNG", "Nguyễn Văn C"]
    minutes = text(office, f"{COMMUNE}/bb-00001-hdtdg")
    assert "UBND XÃ CẨM GIÀNG\nHỘI ĐỒNG TỰ ĐÁNH GIÁ" in minutes
    assert "được thành lập theo Quyết định số 01/QĐ-UBND ngày 15 tháng 10 năm 2024 của Chủ tịch" in minutes
    assert "4/4 thành viên có mặt tán thành, 0/4 không tán thành" in minutes


def test_an_office_without_a_signer_is_reported(changed: Changed) -> None:
    reported = [str(problem) for problem in changed(*(("Người ký", f"{column}4", None) for column in "ABCD")).problems]
    assert len(reported) == 2
    assert all("Phòng Lao động - Thương binh và Xã hội huyện" in one for one in reported)


def test_communes_need_no_council_of_their_own(office: Office, changed: Changed) -> None:
    """A workbook from before these sheets existed."""
    reading = changed("Hội đồng của xã", "Họp của xã")
    assert reading.problems == ()
    report = batch.issue(office, reading, Choice())
    assert len(report.made) == 80 - 28
    assert all("hội đồng của xã" in label for label in failed(report))
    assert "Hội đồng cần có Chủ tịch và Thư ký" in report.failed[0].reason


def test_a_meeting_that_has_not_been_keeps_back_its_minutes_alone(office: Office, changed: Changed) -> None:
    report = batch.issue(office, changed("Họp của xã"), Choice())
    assert len(report.made) == 80 - 14
    assert {label.partition(",")[0] for label in failed(report)} == {"Biên bản họp hội đồng của xã"}


def test_a_result_without_a_majority_has_no_minutes(office: Office, changed: Changed) -> None:
    report = batch.issue(office, changed(("Họp của xã", "G2", 2)), Choice())
    assert failed(report) == {"Biên bản họp hội đồng của xã, thị trấn Phủ Thông"}
    assert "quá nửa số thành viên" in report.failed[0].reason


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("Hội đồng của xã", "E2", "Ủy viên"), "SL-32"),
        (("Hội đồng của xã", "E3", "Chủ tịch"), "SL-32"),
        (("Hội đồng của xã", "F2", "có thể"), "SL-11"),
        (("Họp của xã", "G2", 5), "SL-20"),
        (("Họp của xã", "C2", "hôm qua"), "SL-08"),
        (("Họp của xã", "C2", "06/11/2024"), "SL-35"),
        (("Họp của xã", "A2", "99999"), "SL-18"),
    ],
)
def test_what_is_wrong_with_a_commune_s_council_is_laid_to_it_alone(
    changed: Changed, change: tuple[str, str, str | int], code: str
) -> None:
    problems = changed(change).problems
    assert code in {problem.code for problem in problems}
    assert all(problem.unit_code == "01969" or code == "SL-18" for problem in problems)


def test_a_council_of_a_commune_needs_a_name(changed: Changed) -> None:
    problems = changed(("Kỳ đánh giá", "B24", None)).problems
    assert {problem.code for problem in problems} == {"SL-40"}
    assert len(problems) == 14


def test_a_meeting_of_a_commune_needs_its_council(changed: Changed) -> None:
    problems = changed("Hội đồng của xã").problems
    assert {problem.code for problem in problems} == {"SL-41"}
    assert len(problems) == 14
