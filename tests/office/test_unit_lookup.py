"""A unit by code or by name: an answer, or a question back; never a guess."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive.keys import AgencyKey
from cli.main import run
from doc_engine.cycle import Cycle
from doc_engine.document_types import DocumentType
from doc_engine.nd30 import forms
from doc_engine.units import UnitNotFound, units
from office import unit_lookup
from office.issue import single_documents
from office.office import Office
from office.unit_lookup import UnitNameAmbiguous, UnitNameNotFound, UnitNotInCycle

IN_2024, IN_2026 = date(2024, 12, 1), date(2026, 1, 1)


@pytest.mark.parametrize(
    ("typed", "on", "code"),
    [
        ("063", IN_2024, "063"),
        ("Bạch Thông", IN_2024, "063"),
        ("bach thong", IN_2024, "063"),
        ("huyện Bạch Thông", IN_2024, "063"),
        ("xã Cẩm Giàng", IN_2024, "02008"),
        (" Xã  Cẩm  Giàng ", IN_2024, "02008"),
        ("Lạng Giang", IN_2024, "217"),
    ],
)
def test_a_name_and_a_code_find_the_unit_of_that_day(typed: str, on: date, code: str) -> None:
    assert unit_lookup.unit_on(typed, on).code == code


def test_one_name_is_another_unit_at_another_time() -> None:
    before, since = (unit_lookup.unit_on("Bạch Thông", on) for on in (IN_2024, IN_2026))
    assert (before.name, since.name) == ("huyện Bạch Thông", "xã Bạch Thông")
    assert [one.name for one in unit_lookup.named("bach thong")] == ["huyện Bạch Thông", "xã Bạch Thông"]
    assert [one.name for one in unit_lookup.named("bach thong", 2024)] == ["huyện Bạch Thông"]


def test_several_of_one_name_are_a_question_back_that_names_them_all() -> None:
    with pytest.raises(UnitNameAmbiguous, match=r"Có .* đơn vị tên") as asked:
        unit_lookup.unit_on("Tân Lập", IN_2024)
    codes = [one.code for one in unit_lookup.named("Tân Lập", 2024) if one.valid_on(IN_2024)]
    assert len(codes) > 3
    assert all(code in str(asked.value) for code in codes)
    assert unit_lookup.unit_on("Tân Lập", IN_2024, among=codes[1:2]).code == codes[1]


def test_a_name_with_a_wrong_mark_is_no_unit_and_the_right_one_is_suggested() -> None:
    with pytest.raises(UnitNameNotFound, match='có phải "Phủ Thông" không'):
        unit_lookup.unit_on("Phủ Thồng", IN_2024)


def test_a_unit_of_another_time_is_named_with_that_time() -> None:
    with pytest.raises(UnitNameNotFound, match=r"đến ngày 30/06/2025 có 01975 xã Vi Hương, huyện Bạch Thông"):
        unit_lookup.unit_on("xã Vi Hương", IN_2026)
    with pytest.raises(UnitNotFound):
        unit_lookup.unit_on("063", IN_2026)


def test_a_unit_of_a_year_is_looked_for_at_its_end_and_then_at_its_beginning() -> None:
    assert unit_lookup.unit_of_year("xã Vi Hương", 2025).code == "01975"
    assert unit_lookup.unit_of_year("xã Bạch Thông", 2025).code == "02014"


def test_a_name_that_passed_to_another_unit_in_that_year_is_a_question_back() -> None:
    with pytest.raises(UnitNameAmbiguous, match=r"063 huyện Bạch Thông.*02014 xã Bạch Thông"):
        unit_lookup.unit_of_year("Bạch Thông", 2025)
    assert unit_lookup.unit_of_year("Bạch Thông", 2025, among={"063"}).code == "063"
    assert unit_lookup.unit_of_year("Bạch Thông", 2024).code == "063"


def test_several_communes_of_one_name_in_a_province_are_a_question_back(tmp_path: Path) -> None:
    new = ["workbook", "new", str(tmp_path / "a.xlsx"), "--unit", "04", "--year", "2024", "--commune"]
    assert run([*new, "Hưng Đạo"]) == 2
    assert run([*new, "01705"]) == 0


def test_an_agency_is_found_by_the_name_of_its_unit_and_its_body_as_the_register_has_it() -> None:
    known = {AgencyKey("063"), AgencyKey("063", "HĐXD")}
    assert unit_lookup.agency_key("Bạch Thông", IN_2024, known) == AgencyKey("063")
    assert str(unit_lookup.agency_key("bach thong/hdxd", IN_2024, known)) == "063/HĐXD"
    assert str(unit_lookup.agency_key("063/BCĐ", IN_2024, known)) == "063/BCĐ"


def test_a_commune_that_is_not_in_the_cycle_is_refused_with_those_that_are(cycle: Cycle) -> None:
    assert unit_lookup.communes_of(cycle, ["cam giang", "01975"]) == {"02008", "01975"}
    with pytest.raises(UnitNotInCycle, match="Tân Lập"):
        unit_lookup.communes_of(cycle, ["Tân Lập"])


def test_two_communes_of_one_name_in_a_cycle_are_a_question_back(cycle: Cycle) -> None:
    of_cao_bang = tuple(units().at(code, IN_2024) for code in ("01705", "01783"))
    both = replace(cycle, listed=of_cao_bang)
    with pytest.raises(UnitNameAmbiguous, match=r"01705 xã Hưng Đạo.*01783 xã Hưng Đạo"):
        unit_lookup.communes_of(both, ["Hưng Đạo"])
    assert unit_lookup.communes_of(both, ["01783"]) == {"01783"}


def test_a_document_is_drafted_for_a_unit_by_its_name_on_the_documents_day(office: Office) -> None:
    data = {**forms.sample(DocumentType.NOTICE), "ngay": "2024-11-05"}
    draft = single_documents.new(office, DocumentType.NOTICE, data, "x.json", "xã Cẩm Giàng")
    assert draft.unit_code == "02008"


def test_wherever_the_command_line_asks_for_a_unit_a_name_will_do(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(office.folder)
    book = str(tmp_path / "a.xlsx")
    assert run(["workbook", "new", book, "--unit", "Lạng Giang", "--year", "2024", "--commune", "an ha"]) == 0
    assert "1 xã của huyện Lạng Giang" in capsys.readouterr().out
    reserve = ["register", "reserve", "--agency", "bach thong", "--type", "BC", "--symbol", "BC-UBND"]
    assert run(["--office", folder, *reserve, "--day", "2024-11-30", "--reason", "ở ngoài"]) == 0
    assert run(["--office", folder, "register", "list", "--year", "2024", "--agency", "Bạch Thông"]) == 0
    assert "01/BC-UBND" in capsys.readouterr().out
    assert run(["--office", folder, "register", "list", "--agency", "Bạch Thông"]) == 2  # of which year?
    opened = ["casefile", "open", "01.VX", "--year", "2024", "--agency", "Bạch Thông", "--title", "Việc"]
    assert run(["--office", folder, *opened]) == 0
    assert run(["--office", folder, "casefile", "list", "--year", "2024", "--agency", "huyện Bạch Thông"]) == 0
    assert "063\t01.VX" in capsys.readouterr().out


def test_the_command_shows_units_with_what_they_belong_to_and_when(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["units", "cẩm", "giàng", "--year", "2024"]) == 0
    shown = capsys.readouterr().out
    assert "02008\txã Cẩm Giàng\thuyện Bạch Thông, tỉnh Bắc Kạn\t\t30/06/2025" in shown
    assert run(["units", "02008", "--json"]) == 0
    assert '"level": "commune"' in capsys.readouterr().out
    assert run(["units", "không có nơi này"]) == 5
