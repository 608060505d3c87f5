"""Laws that were replaced: by day, by number or title, and in a line of text."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cli.main import run
from doc_engine.document import LegalBasis
from doc_engine.replaced_laws import in_force, replaced, replaced_in, replacements
from doc_engine.template import Template
from doc_engine.workbook import read
from tests.conftest import EXAMPLE

OLD = LegalBasis("Luật", "", "", date(2015, 6, 19), "Tổ chức chính quyền địa phương")


@pytest.mark.parametrize(
    ("on", "new"),
    [
        (date(2025, 2, 28), date(2015, 6, 19)),
        (date(2025, 3, 1), date(2025, 2, 19)),
        (date(2025, 6, 15), date(2025, 2, 19)),
        (date(2025, 6, 16), date(2025, 6, 16)),
        (date(2026, 12, 31), date(2025, 6, 16)),
    ],
)
def test_the_law_in_force_follows_the_day(on: date, new: date) -> None:
    assert in_force(OLD, on).issued_on == new
    assert in_force(OLD, on).code == ""
    assert (replaced(OLD, on) is None) == (new == OLD.issued_on)


def test_a_law_is_known_by_its_number_too() -> None:
    numbered = LegalBasis("Luật", "77/2015/QH13", "", None, "tổ chức chính quyền địa phương")
    assert in_force(numbered, date(2026, 1, 1)).code == "72/2025/QH15"
    children = LegalBasis("Luật", "", "", date(2016, 4, 5), "Trẻ em")
    assert replaced(children, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015 (sửa đổi năm 2019);",
        "Căn cứ Luật tổ chức Chính quyền địa phương năm 2015;",
        "Căn cứ Luật số 77/2015/QH13 về Tổ chức chính quyền địa phương;",
    ],
)
def test_a_line_that_cites_a_replaced_law_is_found(text: str) -> None:
    found = replaced_in(text, date(2026, 5, 4))
    assert found is not None
    assert found.new == "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"
    assert replaced_in(text, date(2024, 5, 4)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;",
        "Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;",
        "Căn cứ Luật Trẻ em ngày 05 tháng 4 năm 2016;",
        "Căn cứ Luật số 177/2015/QH13 về một việc khác;",
    ],
)
def test_no_other_law_is_taken_for_a_replaced_one(text: str) -> None:
    assert replaced_in(text, date(2026, 5, 4)) is None


def test_each_replacement_begins_where_the_one_before_ends() -> None:
    for one, following in zip(replacements(), replacements()[1:], strict=False):
        assert one.new_code == following.code
        assert one.since < following.since


def test_next_years_workbook_cites_the_new_law_and_an_old_citation_is_told(
    tmp_path: Path, templates: Mapping[str, Template]
) -> None:
    known = {id_: one for id_, one in templates.items() if one.manifest.of_a_cycle}
    new = tmp_path / "2026.xlsx"
    programme = tmp_path / "chuong-trinh-minh-hoa.toml"
    programme.write_bytes((EXAMPLE.parent / programme.name).read_bytes())
    typed = ["workbook", "new", str(new), "--unit", "19", "--year", "2026", "--programme", programme.name]
    assert run([*typed, "--commune", "02008", "--from", str(EXAMPLE)]) == 0
    page = load_workbook(new)["Căn cứ"]
    days = {str(row[5].value): row[4].value for row in page.iter_rows(min_row=2)}
    assert str(days["Tổ chức chính quyền địa phương"])[:10] == "2025-06-16"
    assert str(days["Trẻ em"])[:10] == "2016-04-05"
    assert [one for one in read(new, known).notices if one.code == "SL-89"] == []
    workbook = load_workbook(new)
    workbook["Căn cứ"]["E2"] = date(2015, 6, 19)
    workbook.save(new)
    (notice,) = [one for one in read(new, known).notices if one.code == "SL-89"]
    assert (notice.place.sheet, notice.place.row) == ("Căn cứ", 2)
    assert "ngày 16 tháng 6 năm 2025 từ ngày 16/06/2025" in notice.reason
