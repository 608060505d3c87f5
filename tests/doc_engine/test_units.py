import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cli.main import run
from doc_engine.errors import InputRejected
from doc_engine.units import REFORM, SURE_FROM, Kind, Level, UnitNotFound, Units, own, own_form, units

BEFORE, SINCE = date(2025, 6, 30), date(2025, 7, 1)


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


@pytest.mark.parametrize(
    ("on", "districts", "communes"),
    [
        (date(2019, 1, 1), 713, 11_162),
        (date(2020, 1, 1), 711, 10_767),
        (date(2021, 11, 1), 705, 10_599),
        (date(2023, 4, 10), 705, 10_598),
        (date(2024, 11, 1), 704, 10_472),
        (date(2025, 1, 1), 696, 10_039),
        (date(2025, 6, 30), 696, 10_035),
    ],
)
def test_each_year_has_as_many_units_as_the_statistics_count(on: date, districts: int, communes: int) -> None:
    provinces = units().children("", on)
    assert len(provinces) == 63
    assert sum(len(units().children(one.code, on)) for one in provinces) == districts
    assert len(units().communes(on)) == communes


def test_yen_dung_is_a_district_until_2024_and_chu_a_town_since_2025() -> None:
    assert units().at("221", date(2023, 12, 31)).name == "huyện Yên Dũng"
    assert len(units().children("221", date(2023, 12, 31))) == 18
    assert units().named("thị xã Chũ", date(2024, 12, 31)) == ()
    (town,) = units().named("Chũ", date(2025, 1, 1), Level.DISTRICT)
    assert (town.valid_from, town.begun_by) == (date(2025, 1, 1), "1191/NQ-UBTVQH15")


def test_a_parent_is_there_on_every_day_of_its_children() -> None:
    for states in units().states.values():
        for unit in states:
            for day in filter(None, (unit.valid_from or SURE_FROM, unit.valid_to)):
                parent = units().at(unit.parent_code, day).level if unit.parent_code else None
                assert parent is not unit.level


def test_the_states_of_a_code_follow_each_other_without_gap_or_overlap() -> None:
    for states in units().states.values():
        for one, following in pairwise(states):
            assert one.valid_to is not None
            assert following.valid_from is not None
            assert one.valid_to < following.valid_from
            assert following.valid_from == REFORM or (following.valid_from - one.valid_to).days == 1


def test_a_commune_that_ended_before_the_reform_leads_to_the_one_of_today() -> None:
    (direct,) = units().successors("01972")  # Phương Linh, 2020
    assert (direct.new.name, direct.on) == ("thị trấn Phủ Thông", date(2020, 2, 1))
    assert [one.key for one in units().heirs("01972")] == ["01969", "01969/2025"]
    assert "01972" in {one.old.code for one in units().origins("01969")}
    assert "01972" not in {one.old.code for one in units().predecessors("01969")}


def test_before_2019_the_register_says_that_it_does_not_know() -> None:
    assert "chỉ chắc từ ngày 01/01/2019" in str(UnitNotFound("224", date(2018, 1, 1)))
    assert "chỉ chắc" not in str(UnitNotFound("224", date(2020, 1, 1)))


def rows(path: Path, *given: tuple[object, ...]) -> Path:
    """A file of own units with those rows."""
    path.write_bytes(own_form.blank())
    workbook = load_workbook(path)
    for row in given:
        workbook.worksheets[0].append(list(row))
    workbook.save(path)
    return path


def test_an_office_adds_a_unit_and_dates_another(tmp_path: Path) -> None:
    path = rows(
        tmp_path / "don-vi.xlsx",
        ("99901", "Xã Bản Thử", "063", None, date(2018, 5, 31), "Nghị quyết 1/NQ-HĐND"),
        (2008, "Phường Cẩm Giàng", "19", "01/01/2026", None, "Nghị quyết 2/NQ-UBTVQH16"),
    )
    workbook = load_workbook(path)
    workbook.worksheets[0]["A3"] = "02008"
    workbook.save(path)
    register = Units(own.own_file(path))
    assert register.at("99901", date(2018, 5, 31)).name == "xã Bản Thử"
    with pytest.raises(UnitNotFound):
        register.at("99901", date(2018, 6, 1))
    assert register.at("02008", date(2025, 12, 31)).name == "xã Cẩm Giàng"
    assert register.at("02008", date(2026, 1, 1)).name == "phường Cẩm Giàng"
    assert [one.key for one in register.ever("02008")] == ["02008", "02008/2025", "02008/2026"]
    assert register.at("02008", BEFORE).parent_code == "063"
    assert units().at("02008", date(2026, 1, 1)).name == "xã Cẩm Giàng"


def test_every_mistake_in_an_offices_units_is_reported_at_once(tmp_path: Path) -> None:
    path = rows(
        tmp_path / "don-vi.xlsx",
        ("01AB9", "Xã A", "063", None, None, "NQ"),
        ("01990", "Huyện B", "063", date(2020, 1, 1), date(2020, 6, 1), "NQ"),
        ("01991", "Xã C", "999", date(2020, 1, 1), None, ""),
        ("01992", "Xã D", "063", date(2020, 1, 1), date(2019, 1, 1), "NQ"),
        ("01992", "Xã D", "063", date(2018, 1, 1), date(2020, 6, 1), "NQ"),
        ("01994", "Xã E", "063", "31/02/2020", date(2021, 1, 1), "NQ"),
        ("224", "Thị xã Chũ", "24", date(2019, 1, 1), date(2025, 6, 30), "NQ"),
        ("23962", "Xã Ia Blang", "633", date(2020, 1, 1), None, "NQ"),
        ("633", "Huyện Chư Sê", "64", date(2019, 1, 1), date(2027, 12, 31), "NQ"),
        ("98", "Tỉnh Mới", "01", date(2026, 1, 1), None, "NQ"),
    )
    with pytest.raises(InputRejected) as caught:
        own.read(path, units().states)
    found = {(one.code, one.place.row, one.place.heading) for one in caught.value.problems}
    assert found == {
        ("DV-12", 2, "Mã"),
        ("DV-13", 3, "Tên"),
        ("DV-16", 4, "Thuộc"),
        ("DV-18", 4, "Nguồn"),
        ("DV-15", 5, "Đến hết ngày"),
        ("DV-17", 6, "Từ ngày"),
        ("DV-14", 7, "Từ ngày"),
        ("DV-16", 9, "Thuộc"),
        ("DV-16", 10, "Thuộc"),
        ("DV-19", 11, "Thuộc"),
    }


def test_units_of_one_file_may_belong_to_each_other_and_zeros_come_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = rows(
        tmp_path / "moi.xlsx",
        (98, "Tỉnh Mới", None, date(2026, 1, 1), None, "NQ"),
        (99001, "Xã Mới", 98, date(2026, 1, 1), None, "NQ"),
        (1, "Thành phố Hà Nội", None, date(2030, 1, 1), None, "NQ"),
        (70, "Huyện Cũ", 2, date(2019, 1, 1), date(2019, 6, 30), "NQ"),
        (1969, "Thị trấn Phủ Thông", 63, date(2019, 1, 1), date(2019, 6, 30), "NQ"),
    )
    workbook = load_workbook(path)
    headings = ("MÃ", "TÊN", "thuộc", "TỪ NGÀY", "Đến hết ngày", "nguồn")
    for cell, heading in zip(workbook.worksheets[0][1], headings, strict=True):
        cell.value = heading
    workbook.save(path)
    found = own.read(path, units().states)
    assert [(one.code, one.parent_code) for one in found] == [
        ("98", ""), ("99001", "98"), ("01", ""), ("070", "02"), ("01969", "063"),
    ]  # fmt: skip
    assert run(["units", "--check", str(path)]) == 0
    assert "99001\txã Mới\ttỉnh Mới" in capsys.readouterr().out


def test_a_cycle_is_led_by_a_unit_that_has_communes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = ["workbook", "new", str(tmp_path / "a.xlsx"), "--year"]
    assert run([*new, "2026", "--unit", "23941"]) == 5
    assert "23941 xã Chư Sê" in capsys.readouterr().err
    assert run([*new, "2024", "--unit", "Lý Sơn"]) == 2
    assert "Không có xã nào của huyện Lý Sơn" in capsys.readouterr().err
    assert not (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize(("heading", "code"), [("Nguồn", "DV-11"), ("Mã", "DV-10")])
def test_a_file_without_its_headings_is_reported(heading: str, code: str, tmp_path: Path) -> None:
    path = rows(tmp_path / "don-vi.xlsx", ("01991", "Xã A", "063", None, None, "NQ"))
    workbook = load_workbook(path)
    for cell in workbook.worksheets[0][1]:
        cell.value = "khác" if cell.value == heading else cell.value
    workbook.save(path)
    with pytest.raises(InputRejected) as caught:
        own.read(path, units().states)
    assert [one.code for one in caught.value.problems] == [code]


def test_the_units_of_an_office_count_in_its_commands_and_nowhere_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", str(tmp_path / "vp"), "--name", "UBND"]) == 0
    given = ("99901", "Xã Bản Thử", "063", None, date(2018, 5, 31), "Nghị quyết 1/NQ-HĐND")
    rows(tmp_path / "vp" / "don-vi.xlsx", given)
    capsys.readouterr()
    assert run(["--office", str(tmp_path / "vp"), "units", "ban thu", "--year", "2018"]) == 0
    said = capsys.readouterr()
    assert "xã Bản Thử\thuyện Bạch Thông, tỉnh Bắc Kạn" in said.out
    assert "31/05/2018" in said.out
    assert run(["init", str(tmp_path / "khac"), "--name", "UBND"]) == 0
    assert run(["--office", str(tmp_path / "khac"), "units", "ban thu", "--year", "2018"]) == 5
    rows(tmp_path / "vp" / "don-vi.xlsx", (*given[:1], "Bản Thử", *given[2:]))
    capsys.readouterr()
    assert run(["--office", str(tmp_path / "vp"), "units", "ban thu"]) == 3
    assert 'dòng 2 · cột B "Tên": "Bản Thử" không phải là tên đơn vị cấp này' in capsys.readouterr().err


def test_a_workbook_of_a_year_before_2019_says_what_is_not_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for year, said in ((2018, True), (2019, False), (2023, False)):
        typed = ["workbook", "new", str(tmp_path / f"{year}.xlsx"), "--unit", "221", "--year", str(year)]
        assert run(typed) == 0
        assert ("chỉ chắc từ ngày 01/01/2019" in capsys.readouterr().out) == said
