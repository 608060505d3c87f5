"""Scale, parts of criteria, verdicts, conditions, and their faults in a workbook."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from doc_engine import programme
from doc_engine.document_data.cycle_data import CycleData
from doc_engine.errors import Problem
from doc_engine.template import Template
from doc_engine.units import units
from doc_engine.workbook import Reading, blank, read
from doc_engine.workbook.suggestions import suggestions
from tests.support.new_workbooks import MOST, PASSED, fill_in

CHILDREN, ACCESS, RURAL = "xa-phu-hop-tre-em", "tiep-can-phap-luat-2021", "nong-thon-moi-2021"
Change = Callable[[Workbook], None]
Filled = Callable[..., Reading]


@pytest.fixture
def filled(tmp_path: Path, templates: Mapping[str, Template]) -> Filled:
    """A function that reads the filled-in workbook of Chợ Đồn after changes to it."""
    known = {id_: one for id_, one in templates.items() if one.manifest.of_a_cycle}

    def reading(id_: str, *changes: Change, with_templates: Mapping[str, Template] = known) -> Reading:
        one = programme.load(programme.shipped()[id_])
        on = date(2023, 12, 31)
        lead, communes = units().at("064", on), units().children("064", on)[:3]
        content = blank(lead, communes, one, id_, 2023, known, suggestions(lead, communes, one, 2023, known, None))
        file = tmp_path / "ky.xlsx"
        file.write_bytes(content)
        fill_in(file, one)
        workbook = load_workbook(file)
        for change in changes:
            change(workbook)
        workbook.save(file)
        return read(file, with_templates)

    return reading


def put(sheet: str, heading: str, value: int | str | None, row: int = 2) -> Change:
    """A change of the cell below a heading."""

    def change(workbook: Workbook) -> None:
        columns = {str(cell.value): number for number, cell in enumerate(workbook[sheet][1], start=1)}
        workbook[sheet].cell(row, columns[heading]).value = value

    return change


def codes(reading: Reading) -> list[tuple[str, str, int | None, str]]:
    def of(one: Problem) -> tuple[str, str, int | None, str]:
        return (one.code, one.place.sheet, one.place.row, one.place.heading)

    return [of(one) for one in reading.problems]


@pytest.mark.parametrize("id_", [CHILDREN, ACCESS, RURAL])
def test_a_filled_in_workbook_of_each_programme_has_no_fault(id_: str, filled: Filled) -> None:
    reading = filled(id_)
    assert codes(reading) == []
    assert reading.notices == ()
    assert reading.cycle is not None
    assert reading.cycle.programme.unconfirmed == ()
    summary = CycleData(reading.cycle).summary
    assert [one.recognised for one in summary.assessments] == [False, True, True]


def test_the_scale_counts_as_confirmation_with_its_source_and_person(filled: Filled) -> None:
    cycle = filled(CHILDREN).cycle
    assert cycle is not None
    second = cycle.programme.criteria[1]
    assert (second.max_points.value, second.pass_points.value) == (Decimal(MOST), Decimal(PASSED))
    assert second.max_points.source == "Phụ lục của Quyết định; Nguyễn Văn A xác nhận"
    first = cycle.programme.criteria[0]
    assert first.max_points.source == "Quyết định 06/QĐ-TTg, tiêu chí 1"  # the file's own figure stays


def test_a_share_of_the_most_points_is_what_must_be_reached(filled: Filled) -> None:
    cycle = filled(ACCESS).cycle
    assert cycle is not None
    assert {one.pass_points.value for one in cycle.programme.criteria} == {Decimal(MOST) / 2}
    failed = CycleData(cycle).summary.assessments[0]
    assert failed.reasons == ("tiêu chí 5 được 8 điểm, dưới mức đạt 35 điểm",)


SCALE: list[tuple[Change, str, int, str]] = [
    (put("Thang điểm", "Điểm đạt", 10, row=3), "SL-95", 3, "Điểm đạt"),  # of part 1.1
    (put("Thang điểm", "Điểm tối đa", 90, row=2), "SL-96", 2, "Điểm tối đa"),
    (put("Thang điểm", "Người xác nhận", None, row=7), "SL-97", 7, "Người xác nhận"),
    (put("Thang điểm", "Nguồn", None, row=7), "SL-97", 7, "Nguồn"),
    (put("Thang điểm", "Điểm đạt", 71, row=7), "SL-39", 7, "Điểm đạt"),
    (put("Thang điểm", "Điểm đạt", -1, row=7), "SL-17", 7, "Điểm đạt"),
    (put("Thang điểm", "Tiêu chí", "1", row=7), "SL-15", 7, "Tiêu chí"),
    (put("Thang điểm", "Tiêu chí", "14", row=7), "SL-11", 7, "Tiêu chí"),
]


@pytest.mark.parametrize(("change", "code", "row", "heading"), SCALE, ids=[f"{one[1]}-{one[3]}" for one in SCALE])
def test_a_fault_in_the_scale_is_reported_with_its_place(
    change: Change, code: str, row: int, heading: str, filled: Filled
) -> None:
    assert codes(filled(CHILDREN, change)) == [(code, "Thang điểm", row, heading)]


def parts(*points: int | str) -> list[Change]:
    """Give a commune's points for the parts of criterion 1."""
    return [put("Điểm thẩm định", f"Chỉ tiêu 1.{number}", value) for number, value in enumerate(points, start=1)]


def test_points_of_parts_are_added_up_or_left_out(filled: Filled) -> None:
    reading = filled(CHILDREN, put("Điểm thẩm định", "Tiêu chí 1", None), *parts(50, 15, "7,5", 20))
    assert codes(reading) == []
    assert reading.cycle is not None
    assert reading.cycle.communes[0].points[1] == Decimal("92.5")
    assert reading.cycle.communes[1].points[1] == 90


PARTS: list[tuple[list[Change], str, str]] = [
    (parts(50, 15, 15, 15), "SL-98", "Tiêu chí 1"),  # 95, and the criterion says 90
    (parts(50, 15, 15, 21), "SL-99", "Chỉ tiêu 1.4"),
    (parts(-1, 15, 15, 20), "SL-17", "Chỉ tiêu 1.1"),
    (parts(50, 15, 15), "SL-07", "Chỉ tiêu 1.4"),
    ([put("Điểm thẩm định", "Tiêu chí 1", None)], "SL-07", "Tiêu chí 1"),
]


@pytest.mark.parametrize(("changes", "code", "heading"), PARTS, ids=[f"{one[1]}-{one[2]}" for one in PARTS])
def test_a_fault_in_a_part_is_reported_with_its_place(
    changes: list[Change], code: str, heading: str, filled: Filled
) -> None:
    assert (code, "Điểm thẩm định", 2, heading) in codes(filled(CHILDREN, *changes))


def test_verdicts_and_conditions_decide_without_points(filled: Filled) -> None:
    reading = filled(RURAL, put("Điều kiện", "Điều kiện 2", "Không đạt", row=3))
    assert reading.cycle is not None
    reasons = [one.reasons for one in CycleData(reading.cycle).summary.assessments]
    assert reasons[0] == ("tiêu chí 5 chưa đạt",)
    assert reasons[1][0].startswith("không bảo đảm điều kiện: không có nợ đọng xây dựng cơ bản")
    assert reasons[2] == ()
    wrong = filled(RURAL, put("Điểm thẩm định", "Tiêu chí 3", "đạt"), put("Điểm thẩm định", "Tiêu chí 4", "7"))
    assert codes(wrong) == [("SL-11", "Điểm thẩm định", 2, "Tiêu chí 4")]
    missing = filled(RURAL, put("Điều kiện", "Điều kiện 1", None))
    assert codes(missing) == [("SL-07", "Điều kiện", 2, "Điều kiện 1")]


def test_a_template_of_other_programmes_is_reported_and_not_offered(
    filled: Filled, templates: Mapping[str, Template]
) -> None:
    plan = templates["ke-hoach-huyen"]
    own = {**templates, plan.id: replace(plan, manifest=replace(plan.manifest, programmes=(ACCESS,)))}
    assert codes(filled(RURAL, with_templates=own)) == [("SL-100", "Văn bản", 2, "Mẫu")]
    assert codes(filled(ACCESS, with_templates=own)) == []


def test_the_documents_of_a_programme_are_suggested_as_bases(filled: Filled) -> None:
    cycle = filled(ACCESS).cycle
    assert cycle is not None
    assert [one.code for one in cycle.legal_bases["qd-cong-nhan"]] == ["25/2021/QĐ-TTg", "09/2021/TT-BTP"]
