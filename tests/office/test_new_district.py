"""Another district of another year: from a new workbook to its last document."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cli.main import run
from doc_engine import programme
from doc_engine.manifest import UsualDay
from doc_engine.problem_groups import grouped
from doc_engine.template import Template
from doc_engine.workbook import read
from doc_engine.workbook.suggestions import usual_day
from tests.conftest import EXAMPLE
from tests.support.new_workbooks import fill_in
from tests.support.offices import faults, open_office

PROGRAMME = EXAMPLE.parent / "chuong-trinh-minh-hoa.toml"


def new(folder: Path, name: str, year: int, *more: str) -> Path:
    """Make the workbook of huyện Chợ Đồn, which has 20 communes."""
    (folder / PROGRAMME.name).write_bytes(PROGRAMME.read_bytes())
    made = folder / name
    typed = ["workbook", "new", str(made), "--unit", "064", "--year", str(year), "--programme", PROGRAMME.name, *more]
    assert run(typed) == 0
    return made


def test_a_new_workbook_tells_only_what_is_left_to_fill_in(tmp_path: Path, templates: Mapping[str, Template]) -> None:
    known = {id_: one for id_, one in templates.items() if one.manifest.of_a_cycle}
    reading = read(new(tmp_path, "moi.xlsx", 2023), known)
    assert {problem.code for problem in reading.problems} == {"SL-07"}
    assert len(grouped(reading.problems)) <= 7


def test_a_district_of_2023_goes_from_a_new_workbook_to_its_last_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], templates: Mapping[str, Template]
) -> None:
    fill_in(new(tmp_path, "day.xlsx", 2023), programme.load(PROGRAMME))
    assert run(["workbook", "check", str(tmp_path / "day.xlsx")]) == 0
    assert "110 văn bản làm được ngay" in capsys.readouterr().err
    assert run(["init", str(tmp_path / "vp"), "--name", "UBND huyện Chợ Đồn"]) == 0
    assert run(["--office", str(tmp_path / "vp"), "batch", str(tmp_path / "day.xlsx"), "--issue"]) == 0
    office = open_office(tmp_path / "vp")
    assert len(office.catalogue.paths()) == 110
    assert faults(office) == []
    office.close()


def test_the_next_year_begins_with_what_this_one_knew(tmp_path: Path, templates: Mapping[str, Template]) -> None:
    known = {id_: one for id_, one in templates.items() if one.manifest.of_a_cycle}
    fill_in(new(tmp_path, "day.xlsx", 2023), programme.load(PROGRAMME))
    following = new(tmp_path, "sau.xlsx", 2024, "--from", str(tmp_path / "day.xlsx"))
    reading = read(following, known)
    empty = {(problem.place.sheet, problem.place.heading) for problem in reading.problems}
    assert not {sheet for sheet, _ in empty} & {"Người ký", "Căn cứ", "Nơi nhận", "Phân công", "Hội đồng"}
    sheets = load_workbook(following)
    assert [row[1].value for row in sheets["Người ký"].iter_rows(min_row=2)][-1] == "Nguyễn Văn B"
    assert sheets["Hội đồng"]["D2"].value is None  # who was present is of one meeting
    assert sheets["Nơi nhận"]["B2"].value == "- UBND các xã;"
    days = [str(row[2].value) for row in sheets["Văn bản"].iter_rows(min_row=2)]
    assert {day[:4] for day in days} == {"2024"}
    assert sheets["Kỳ đánh giá"]["B7"].value == 50


def test_usual_days_are_working_days_in_the_order_of_the_documents(templates: Mapping[str, Template]) -> None:
    one = programme.load(PROGRAMME)
    ranked = sorted((one for one in templates.values() if one.manifest.of_a_cycle), key=lambda one: one.manifest.rank)
    for year in range(2019, 2027):
        days = [usual_day(template, one, year) for template in ranked]
        found = [day for day in days if day is not None]
        assert len(found) == len(ranked)
        assert all(day.weekday() < 5 for day in found)
        for template, day in zip(ranked, found, strict=True):
            cited = [usual_day(templates[id_], one, year) for id_ in template.manifest.cites]
            assert all(earlier is not None and earlier <= day for earlier in cited)
    unknown = ranked[0].manifest.usual_day
    assert isinstance(unknown, UsualDay)


def test_every_column_with_a_set_has_a_list_to_choose_from(tmp_path: Path) -> None:
    workbook = load_workbook(new(tmp_path, "moi.xlsx", 2023))
    listed = {
        (sheet.title, str(one.sqref).partition("2")[0])
        for sheet in workbook
        for one in sheet.data_validations.dataValidation
    }
    for wanted in (
        ("Văn bản", "A"), ("Văn bản", "B"), ("Văn bản", "D"), ("Người ký", "A"), ("Người ký", "D"), ("Các xã", "C"),
        ("Hội đồng", "C"), ("Hội đồng", "D"), ("Hội đồng của xã", "A"), ("Họp của xã", "A"), ("Căn cứ", "A"),
        ("Nơi nhận", "A"),
    ):  # fmt: skip
        assert wanted in listed
    lists = workbook["Ghi chú danh sách"]
    assert lists.sheet_state == "hidden"
    assert "qd-cong-nhan" in [cell.value for column in lists.iter_cols() for cell in column]
