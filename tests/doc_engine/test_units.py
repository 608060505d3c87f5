import subprocess
import sys
from datetime import date

import pytest

from doc_engine.units import REFORM, Kind, Level, UnitNotFound, units

BEFORE, SINCE = date(2024, 6, 30), date(2025, 7, 1)


def test_bach_thong_was_a_district_and_is_a_commune() -> None:
    assert units().at("063", BEFORE).name == "huyện Bạch Thông"
    assert {unit.level for unit in units().named("Bạch Thông", BEFORE)} == {Level.DISTRICT}
    assert [(unit.code, unit.level) for unit in units().named("bach thong", SINCE)] == [("02014", Level.COMMUNE)]


def test_a_code_is_used_again_for_another_unit() -> None:
    assert units().at("01969", BEFORE).kind is Kind.TOWNSHIP
    assert units().at("01969", SINCE).kind is Kind.COMMUNE


def test_a_district_has_ended_with_the_reform() -> None:
    with pytest.raises(UnitNotFound, match="063"):
        units().at("063", SINCE)


def test_the_last_day_before_the_reform_belongs_to_the_old_order() -> None:
    assert units().at("063", date(2025, 6, 30)).valid_to == date(2025, 6, 30)
    assert units().at("01969", REFORM).valid_from == REFORM


def test_vi_huong_went_wholly_into_phu_thong() -> None:
    (succession,) = units().successors("01975")
    assert (succession.old.name, succession.new.name, succession.whole) == ("xã Vi Hương", "xã Phủ Thông", True)


def test_phu_thong_was_made_of_four() -> None:
    old = [succession.old.proper_name for succession in units().predecessors("01969")]
    assert old == ["Phủ Thông", "Vi Hương", "Lục Bình", "Tân Tú"]


def test_every_unit_of_the_country_is_there() -> None:
    assert len(units().communes(BEFORE)) == 10_035
    assert len(units().communes(SINCE)) == 3_321
    assert len(units().children("063", BEFORE)) == 14


def test_every_commune_since_the_reform_comes_from_communes_but_for_five_islands() -> None:
    without = {unit.proper_name for unit in units().communes(SINCE) if not units().predecessors(unit.code)}
    assert without == {"Bạch Long Vĩ", "Cồn Cỏ", "Hoàng Sa", "Lý Sơn", "Côn Đảo"}
    assert all(units().successors(unit.code) for unit in units().communes(BEFORE))


@pytest.mark.parametrize(
    ("code", "on", "name"),
    [("02008", BEFORE, "xã Cẩm Giàng"), ("79", SINCE, "Thành phố Hồ Chí Minh"), ("760", BEFORE, "Quận 1")],
)
def test_the_common_noun_is_lower_case_but_before_numbers_and_for_ho_chi_minh(code: str, on: date, name: str) -> None:
    assert units().at(code, on).name == name


def test_a_name_may_carry_its_noun() -> None:
    assert [unit.code for unit in units().named("xã Phủ Thông", SINCE)] == ["01969"]
    assert units().named("thị trấn Phủ Thông", SINCE) == ()


def test_nothing_is_loaded_before_it_is_asked_for() -> None:
    code = (
        "import builtins, pathlib, csv\n"
        "csv.DictReader = None\n"
        "import doc_engine.units as u\n"
        "u.units()\n"
    )  # reading any table would fail
    subprocess.run([sys.executable, "-c", code], check=True)
