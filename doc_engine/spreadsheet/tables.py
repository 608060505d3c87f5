"""Tables from a .xlsx, a folder of .csv, or a .json, with Excel's row numbers."""

import csv
import datetime
import io
import json
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from ..errors import ExitCode, VanthuError, system_reason
from ..opc_guard import UnsafePackage, open_package
from ..vietnamese import slug

Cell = str | float | int | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CELL = re.compile(rb'<c r="([A-Z]{1,3}\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_VALUE = re.compile(rb"<v>[^<]+</v>")
_BROKEN = (CalamineError, etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError)


class SourceUnreadable(VanthuError):
    code = "SL-00"
    exit_code = ExitCode.INPUT
    message = "Không đọc được tệp dữ liệu {file}: {why}."
    remedy = "{what_to_do}"


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet as found. `rows[0]` is row 1.

    Names ("B7") of merged cells, of formulas without value (`unsaved`), of errors.
    """

    name: str
    rows: list[list[Cell]]
    merged: tuple[str, ...] = ()
    unsaved: frozenset[str] = field(default_factory=frozenset)
    errors: frozenset[str] = field(default_factory=frozenset)


def tables(path: Path) -> dict[str, Table]:
    """Every table of the file by its name.

    Raises SourceUnreadable or UnsafePackage, never anything else.
    """
    try:
        if path.is_dir():
            return {table.name: table for table in map(_csv_table, sorted(path.glob("*.csv")))}
        if path.suffix.lower() == ".json":
            return _json_tables(path)
        data = path.read_bytes()
    except OSError as error:
        raise SourceUnreadable(
            file=path, why=system_reason(error), what_to_do="Hãy kiểm tra tên và chỗ để tệp."
        ) from error
    return _xlsx_tables(data, path.name)


def _xlsx_tables(data: bytes, name: str) -> dict[str, Table]:
    package = open_package(data, name, ".xlsx")
    if "xl/workbook.xml" not in package.namelist():
        raise UnsafePackage(file=name, why="đây không phải tệp Excel .xlsx", what_to_do="Hãy chọn đúng tệp dữ liệu.")
    try:
        parts = _sheet_parts(package)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = {}
        for sheet_name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(sheet_name)
            unsaved, errors = _troubled_cells(package.read(parts[sheet_name]))
            merged = tuple(f"{cell_name(*a)}:{cell_name(*b)}" for a, b in sheet.merged_cell_ranges or ())
            # By default Calamine begins at the first filled cell, and every row number would be wrong.
            rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
            found[sheet_name] = Table(sheet_name, rows, merged, unsaved, errors)
        return found
    except (*_BROKEN, KeyError, ValueError) as error:
        what_to_do = "Hãy mở tệp bằng Excel, lưu lại rồi chạy lại."
        raise SourceUnreadable(file=name, why=f"tệp hỏng ({error})", what_to_do=what_to_do) from error


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → name of its part in the package."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    relations = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"), parser)
    targets = {str(relation.get("Id")): str(relation.get("Target")) for relation in relations}
    workbook = etree.fromstring(package.read("xl/workbook.xml"), parser)
    return {
        str(sheet.get("name")): _part_name(targets[str(sheet.get(f"{_R}id"))]) for sheet in workbook.iter(f"{_S}sheet")
    }


def _part_name(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _troubled_cells(xml: bytes) -> tuple[frozenset[str], frozenset[str]]:
    """Cells with a formula that was never computed, and cells that show an error.

    Readers give both as empty.
    """
    if b"<f" not in xml and b't="e"' not in xml:
        return frozenset(), frozenset()
    unsaved, errors = set(), set()
    for name, attributes, content in _CELL.findall(xml):
        if b't="e"' in attributes:
            errors.add(name.decode())
        elif b"<f" in content and b't="str"' not in attributes and not _VALUE.search(content):
            # (t="str" is a formula whose result is the empty text: it was computed.)
            unsaved.add(name.decode())
    return frozenset(unsaved), frozenset(errors)


def _csv_table(path: Path) -> Table:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        what_to_do = "Hãy lưu lại với bảng mã UTF-8 (trong Excel: CSV UTF-8)."
        raise SourceUnreadable(file=path.name, why="tệp không dùng bảng mã UTF-8", what_to_do=what_to_do) from None
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    try:
        rows: list[list[Cell]] = [list(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        what_to_do = "Hãy xuất lại tệp .csv từ Excel."
        raise SourceUnreadable(file=path.name, why=f"tệp hỏng ({error})", what_to_do=what_to_do) from error
    return Table(path.stem, rows)


def _json_tables(path: Path) -> dict[str, Table]:
    """The tables of a .json file; row 2 is the first element.

    {"Các xã": [{"Mã xã": "02008", …}, …], "Kỳ đánh giá": {"Năm": 2024, …}, …}
    """
    what_to_do = 'Hãy viết như {"Các xã": [{"Mã xã": "02008"}]}.'
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SourceUnreadable(file=path.name, why=f"không phải JSON ({error})", what_to_do=what_to_do) from error
    if not isinstance(data, dict):
        raise SourceUnreadable(file=path.name, why="không có các trang", what_to_do=what_to_do)
    found = {}
    for name, content in data.items():
        if isinstance(content, dict):
            content = [{"Mục": key, "Giá trị": value} for key, value in content.items()]
        if not isinstance(content, list) or not all(isinstance(row, dict) for row in content):
            raise SourceUnreadable(
                file=path.name, why=f"trang {name} không phải là danh sách dòng", what_to_do=what_to_do
            )
        headings = list(dict.fromkeys(heading for row in content for heading in row))
        rows: list[list[Cell]] = [list(headings)]
        rows += [[_json_cell(row.get(heading)) for heading in headings] for row in content]
        found[name] = Table(name, rows)
    return found


def _json_cell(value: object) -> Cell:
    if value is None:
        return ""
    return value if isinstance(value, str | int | float | bool) else json.dumps(value, ensure_ascii=False)


def column_letter(index: int) -> str:
    """The letter of a 0-based column: 0 → "A", 26 → "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """The name of a cell, both 0-based: (6, 1) → "B7"."""
    return f"{column_letter(column)}{row + 1}"


def same_name(one: str, other: str) -> bool:
    """Return whether two names mean one sheet; "cac-xa" (a .csv file) is "Các xã"."""
    return slug(one) == slug(other)
