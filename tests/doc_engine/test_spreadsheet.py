"""A cell is read as Excel shows it, whoever wrote the file."""

import datetime
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from doc_engine.legacy_text import Layer
from doc_engine.spreadsheet import cells
from doc_engine.spreadsheet.cell import Cell, Look, cell_of, number_of
from doc_engine.spreadsheet.cell_text import examine
from doc_engine.spreadsheet.number_format import BUILT_IN, cell_with
from doc_engine.spreadsheet.tables import SourceUnreadable, tables

SHOWN = [
    ("1234567.8", "#,##0.0", "1.234.567,8"),
    ("1500000", '#,##0 "đồng"', "1.500.000 đồng"),
    ("1500000", "#,##0\\ [$₫-42A]", "1.500.000 ₫"),
    ("-1234.5", '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)', "(1.234,50)"),
    ("0", '#,##0;-#,##0;"-"', "-"),
    ("0.85", "0%", "85%"),
    ("0.955", "0.0%", "95,5%"),
    ("987654321", '"0"000000000', "0987654321"),
    ("912345678", "0000 000 000", "0912 345 678"),
    ("912345678", "0000\\.000\\.000", "0912.345.678"),
    ("2008", "00000", "02008"),
    ("84.6666", "0.00", "84,67"),
    ("7.6", "0", "8"),
    ("-7.5", "0;[Red]-0", "-8"),
    ("5", '"Điều "0', "Điều 5"),
    ("5", 'General "điểm"', "5 điểm"),
    ("0.3", "General", "0,3"),
    ("0.0000001", "General", "0,0000001"),
    ("1000000000000000", "General", "1000000000000000"),
    ("5", "@", "5"),
    ("0.3125", "h:mm", "7:30"),
    ("0.333333333333333", "hh:mm", "08:00"),
    ("0.75", "hh:mm AM/PM", "06:00 CH"),
    ("1.041666666666667", "[h]:mm", "25:00"),
    ("45601", "dd/mm/yyyy", "05/11/2024"),
    ("45601", "d/m/yy", "5/11/24"),
    ("45601", '"ngày" d "tháng" m "năm" yyyy', "ngày 5 tháng 11 năm 2024"),
    ("45601.3125", "dd/mm/yyyy h:mm", "05/11/2024 7:30"),
    ("45601", "[$-42A]dd mmmm yyyy", "05 Tháng 11 2024"),
    ("45601", "yyyy-mm-dd;@", "2024-11-05"),
    ("1", "dd/mm/yyyy", "01/01/1900"),
    ("61", "dd/mm/yyyy", "01/03/1900"),
    ("5", "???", "5"),
    ("0", '#,##0_);(#,##0);"-"??', "-"),
    ("7", "0,000", "0.007"),
    ("-5", "General;-General", "-5"),
    ("1.5", "0.0??", "1,5"),
]


@pytest.mark.parametrize(("stored", "code", "shown"), SHOWN)
def test_a_number_is_shown_as_its_format_has_it(stored: str, code: str, shown: str) -> None:
    assert cell_with(Decimal(stored), code).shown == shown


@pytest.mark.parametrize("code", ["#,##0,", "# ?/?", "0.00E+00", ";;;", '[>=100]"đủ";0', "0%%"])
def test_a_format_that_may_show_another_number_is_no_number(code: str) -> None:
    cell = cell_with(Decimal("1234.5"), code)
    assert cell.look is Look.UNSURE
    assert cells.number(cell) is None


@pytest.mark.parametrize(
    ("stored", "code"),
    [
        ("0", "#,###"),
        ("1E+25", "dd/mm/yyyy"),
        ("2958000", "yyyy"),
        ("-1", "h:mm"),
        ("1", "[>1.2.3]0;0"),
        ("1.5", "0.0\\/10"),
    ],
)
def test_a_number_that_its_format_hides_or_cannot_show_is_reported(stored: str, code: str) -> None:
    cell = cell_with(Decimal(stored), code, from_1904=code == "yyyy")
    assert cell.shown
    assert cell.look is Look.UNSURE or code.startswith("[")


def test_a_percentage_is_a_percentage_and_no_number() -> None:
    cell = cell_with(Decimal("0.95"), "0%")
    assert (cells.percent(cell), cells.number(cell), cells.text(cell)) == (Decimal(95), None, "95%")
    assert cells.percent(cell_of("85 %")) == cells.percent(cell_of(85)) == 85


def test_a_rounded_number_is_read_as_shown_and_remembers_what_is_stored() -> None:
    cell = cell_with(number_of("84.66666666666667"), "0.00")
    assert (cells.number(cell), cell.stored) == (Decimal("84.67"), Decimal("84.6666666666667"))
    assert cell_with(Decimal("84.5"), "0.00").stored is None


def test_a_day_is_a_day_whatever_its_format_and_a_score_turned_into_a_day_is_no_number() -> None:
    for code in ("mm/yyyy", "dd-mmm", "d/m"):
        cell = cell_with(Decimal(45419), code)
        assert cells.day(cell) == datetime.date(2024, 5, 7)
        assert cells.number(cell) is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("7:30", "07 giờ 30"), ("7h30", "07 giờ 30"), ("7 giờ", "07 giờ 00"), ("07 giờ 30 phút", "07 giờ 30"),
        ("08 giờ 00", "08 giờ 00"), ("25:00", "25:00"), ("đầu giờ chiều", "đầu giờ chiều"),
    ],
)  # fmt: skip
def test_a_time_is_read_as_documents_write_it(written: str, said: str) -> None:
    assert cells.time_of_day(cell_of(written)) == said
    assert cells.time_of_day(cell_with(Decimal("0.3125"), "h:mm")) == "07 giờ 30"


@given(st.decimals(-(10**9), 10**9, places=4), st.sampled_from([*BUILT_IN.values(), "0.000", "#,##0.0##", "[Red]0.0"]))
def test_every_number_has_a_text_under_every_format(value: Decimal, code: str) -> None:
    cell = cell_with(value, code)
    assert isinstance(cell.shown, str)
    number = cells.number(cell)
    if number is not None and code in ("0.00", "#,##0.00", "0.000"):
        assert abs(number - value) <= Decimal("0.005")


@given(st.text(max_size=40), st.decimals(-(10**6), 10**6, places=3))
def test_no_format_breaks_the_reading(code: str, value: Decimal) -> None:
    assert isinstance(cell_with(value, code), Cell)


@pytest.mark.parametrize(
    ("written", "text", "layer", "forbidden"),
    [
        ("Cẩm\u200b Giàng", "Cẩm Giàng", None, ""),
        ("\ufeff02008", "02008", None, ""),
        ("QuyÕt ®Þnh", "Quyết định", Layer.TCVN3, ""),
        ("Quyeát ñònh", "Quyết định", Layer.VNI, ""),
        ("Nguyễn\u202e Văn A", "Nguyễn\u202e Văn A", None, "U+202E"),
        ("hỏng \ufffd", "hỏng \ufffd", None, "U+FFFD"),
        ("dòng 1\ndòng 2 😀", "dòng 1\ndòng 2 😀", None, ""),
    ],
)
def test_a_text_is_examined_for_what_nobody_sees(written: str, text: str, layer: Layer | None, forbidden: str) -> None:
    found = examine(written)
    assert (found.text, found.layer, found.forbidden) == (text, layer, forbidden)
    assert found.was_cleaned == (layer is None and text != written)


@pytest.fixture
def rewritten(tmp_path: Path) -> Callable[[Callable[[str], str]], Path]:
    """A function that writes a workbook of one sheet, its XML rewritten."""

    def write(change: Callable[[str], str]) -> Path:
        workbook, made = Workbook(), io.BytesIO()
        sheet = workbook.worksheets[0]
        sheet.title = "Trang"
        sheet["A1"], sheet["B2"] = "một", 2
        sheet["C2"].value, sheet["C2"].number_format = 0.5, "0%"
        sheet["D2"] = "=1+1"
        sheet["E2"].value, sheet["E2"].data_type = "#N/A", "e"
        workbook.save(made)
        package = zipfile.ZipFile(made)
        with zipfile.ZipFile(tmp_path / "x.xlsx", "w", zipfile.ZIP_DEFLATED) as out:
            for name in package.namelist():
                text = package.read(name).decode()
                out.writestr(name, change(text) if name.startswith("xl/worksheets/") else text)
        return tmp_path / "x.xlsx"

    return write


def as_is(text: str) -> str:
    return text


def other_order(text: str) -> str:
    return text.replace('<c r="E2" t="e">', '<c t="e" r="E2">')


def prefixed(text: str) -> str:
    text = text.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    return text.replace("xmlns=", "xmlns:x=")


def without_references(text: str) -> str:
    return text.replace(' r="A1"', "").replace('<row r="1"', "<row")


def with_comments(text: str) -> str:
    return text.replace("<v>2</v>", "<v>2<!-- x --></v>").replace(">một<", ">m<!-- x -->ột<")


def cells_out_of_order(text: str) -> str:
    first = text.index('<c r="B2"')
    second = text.index("<c ", first + 5)
    row_end = text.index("</row>", first)
    return text[:first] + text[second:row_end] + text[first:second] + text[row_end:]


def row_in_two_parts(text: str) -> str:
    second = text.index('<c r="C2"')
    return text[:second] + '</row><row r="2">' + text[second:]


@pytest.mark.parametrize(
    "change",
    [as_is, other_order, prefixed, without_references, with_comments, cells_out_of_order, row_in_two_parts],
)
def test_the_cells_are_found_whoever_wrote_the_xml(
    rewritten: Callable[[Callable[[str], str]], Path], change: Callable[[str], str]
) -> None:
    table = tables(rewritten(change))["Trang"]
    assert table.cell(1, 0).shown == "một"
    assert [cell.shown for cell in table.row(2)] == ["", "2", "50%", "", "#N/A"]
    assert [cell.look for cell in table.row(2)[3:]] == [Look.UNSAVED, Look.ERROR]


def test_a_blank_cell_in_the_last_corner_is_nothing(rewritten: Callable[[Callable[[str], str]], Path]) -> None:
    corner = '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    table = tables(rewritten(lambda text: text.replace("</sheetData>", corner)))["Trang"]
    assert list(table.rows) == [1, 2]


def test_a_filled_cell_far_away_is_named(rewritten: Callable[[Callable[[str], str]], Path]) -> None:
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with pytest.raises(SourceUnreadable, match="XFD1048576"):
        tables(rewritten(lambda text: text.replace("</sheetData>", corner)))


def test_more_cells_than_a_cycle_has_are_refused_with_the_cell(
    rewritten: Callable[[Callable[[str], str]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doc_engine.spreadsheet.xlsx.MAX_CELLS", 2)
    with pytest.raises(SourceUnreadable, match='C2 của trang "Trang"'):
        tables(rewritten(as_is))


def test_hidden_parts_are_known(rewritten: Callable[[Callable[[str], str]], Path]) -> None:
    def hide(text: str) -> str:
        return text.replace('<row r="2"', '<row r="2" hidden="1"').replace(
            "<sheetData>", '<cols><col min="3" max="4" hidden="1"/></cols><sheetData>'
        )

    hidden = tables(rewritten(hide))["Trang"].hidden
    assert (hidden.sheet, set(hidden.rows), set(hidden.columns)) == (False, {2}, {2, 3})


def test_excels_lock_file_is_told_from_the_workbook(tmp_path: Path) -> None:
    (tmp_path / "~$ky.xlsx").write_bytes(b"\x05Nguyen")
    with pytest.raises(SourceUnreadable, match="tệp khóa tạm") as error:
        tables(tmp_path / "~$ky.xlsx")
    assert "ky.xlsx" in error.value.remedy_text


DAMAGED = {
    "a text that is not there": ('<c r="B2"', '<c r="Z2" t="s"><v>99999</v></c><c r="B2"'),
    "a negative style": ('<c r="B2"', '<c r="Z2" s="-9999"><v>1</v></c><c r="B2"'),
    "entities of its own": ("<worksheet", '<!DOCTYPE w [<!ENTITY a "b">]><worksheet'),
    "no end": ("</worksheet>", ""),
    "a number that is none": ("<v>2</v>", "<v>hai</v>"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_said_to_be_damaged(rewritten: Callable[[Callable[[str], str]], Path], name: str) -> None:
    old, new = DAMAGED[name]
    with pytest.raises(SourceUnreadable, match="tệp hỏng"):
        tables(rewritten(lambda text: text.replace(old, new, 1)))


def test_padding_and_blanks_are_counted_before_they_are_kept(
    rewritten: Callable[[Callable[[str], str]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doc_engine.spreadsheet.xlsx._MAX_PLACES", 600)
    wide = "".join(f'<row r="{n}"><c r="SR{n}"><v>1</v></c></row>' for n in (5, 6))
    with pytest.raises(SourceUnreadable, match="SR6"):
        tables(rewritten(lambda text: text.replace("</sheetData>", f"{wide}</sheetData>")))
    blanks = "".join(f'<row r="{n}"><c r="SR{n}" s="0"/></row>' for n in range(5, 5000))
    assert list(
        tables(rewritten(lambda text: text.replace("</sheetData>", f"{blanks}</sheetData>")))["Trang"].rows
    ) == [1, 2]


def test_rows_and_columns_without_height_or_width_are_hidden(rewritten: Callable[[Callable[[str], str]], Path]) -> None:
    def squeeze(text: str) -> str:
        return text.replace('<row r="2"', '<row r="2" ht="0"').replace(
            "<sheetData>", '<cols><col min="3" max="3" width="0"/></cols><sheetData>'
        )

    hidden = tables(rewritten(squeeze))["Trang"].hidden
    assert (set(hidden.rows), set(hidden.columns)) == ({2}, {2})


def test_a_time_of_strict_files_is_a_time(rewritten: Callable[[Callable[[str], str]], Path]) -> None:
    cell = '<c r="F2" t="d"><v>07:30:00</v></c><c r="G2" t="d"><v>2024-11-05T08:00:00</v></c></row></sheetData>'
    row = tables(rewritten(lambda text: text.replace("</row></sheetData>", cell)))["Trang"].row(2)
    assert [one.shown for one in row[5:]] == ["07:30", "05/11/2024 08:00"]


def test_what_is_no_table_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "ky"
    folder.mkdir()
    (folder / "cac-xa.csv").write_text('Mã xã,Tên xã\n02008,"Cẩm Giàng\n02011,x\n', "utf-8")
    with pytest.raises(SourceUnreadable, match="dấu nháy"):
        tables(folder)
    monkeypatch.setattr("doc_engine.spreadsheet.tables._LARGEST", 10)
    with pytest.raises(SourceUnreadable, match="quá lớn"):
        tables(folder)
