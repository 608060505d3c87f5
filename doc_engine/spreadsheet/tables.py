"""Tables from a .xlsx, a folder of .csv, or a .json, with Excel's row numbers."""

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from ..errors import ExitCode, VanthuError, system_reason
from ..opc_guard import UnsafePackage, open_package
from . import xlsx
from .cell import Cell, cell_of
from .table import Table, TooLarge

_BROKEN = (
    etree.XMLSyntaxError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    LookupError,
    ValueError,
    ArithmeticError,
)
_LARGEST = 20 << 20  # bytes of a file; the example has a hundred kilobytes
_SMALLER = "Hãy bỏ các trang, dòng không thuộc kỳ đánh giá rồi lưu lại."
_TEMPORARY = "~$"  # Excel's own file beside one that it has open


class SourceUnreadable(VanthuError):
    code = "SL-00"
    exit_code = ExitCode.INPUT
    message = "Không đọc được tệp dữ liệu {file}: {why}."
    remedy = "{what_to_do}"


def tables(path: Path) -> dict[str, Table]:
    """Every table of the file by its name.

    Raises SourceUnreadable or UnsafePackage, never anything else.
    """
    if path.name.startswith(_TEMPORARY):
        what_to_do = f"Hãy ghi tên tệp dữ liệu: {path.name.removeprefix(_TEMPORARY)}."
        raise SourceUnreadable(file=path.name, why="đây là tệp khóa tạm của Excel", what_to_do=what_to_do)
    try:
        if path.is_dir():
            return {table.name: table for table in map(_csv_table, sorted(path.glob("*.csv")))}
        if path.stat().st_size > _LARGEST:
            raise SourceUnreadable(file=path.name, why="tệp quá lớn", what_to_do=_SMALLER)
        if path.suffix.lower() == ".json":
            return _json_tables(path)
        data = path.read_bytes()
    except OSError as error:
        raise SourceUnreadable(
            file=path, why=system_reason(error), what_to_do="Hãy kiểm tra tên và chỗ để tệp."
        ) from error
    return _xlsx_tables(data, path.name)


def _xlsx_tables(data: bytes, name: str) -> dict[str, Table]:
    try:
        return {table.name: table for table in xlsx.read(open_package(data, name, ".xlsx"))}
    except xlsx.NotAWorkbook:
        raise UnsafePackage(
            file=name, why="đây không phải tệp Excel .xlsx", what_to_do="Hãy chọn đúng tệp dữ liệu."
        ) from None
    except TooLarge as error:
        raise _too_large(name, error) from None
    except _BROKEN as error:
        what_to_do = "Hãy mở tệp bằng Excel, lưu lại rồi chạy lại."
        raise SourceUnreadable(file=name, why="tệp hỏng", what_to_do=what_to_do) from error


def _too_large(name: str, error: TooLarge) -> SourceUnreadable:
    if not error.sheet:
        why, what_to_do = "tệp có quá nhiều chữ", "Hãy bỏ các trang không thuộc kỳ đánh giá rồi lưu lại."
    elif error.far:
        why = f'trang "{error.sheet}" có ô {error.cell} nằm quá xa bên phải'
        what_to_do = "Hãy xóa ô ấy (chọn cả cột, Delete) rồi lưu lại."
    else:
        why = f'tệp quá lớn: tới ô {error.cell} của trang "{error.sheet}" đã hơn {xlsx.MAX_CELLS} ô có dữ liệu'
        what_to_do = "Hãy bỏ các trang, dòng không thuộc kỳ đánh giá rồi lưu lại."
    return SourceUnreadable(file=name, why=why, what_to_do=what_to_do)


def _csv_table(path: Path) -> Table:
    if path.stat().st_size > _LARGEST:
        raise SourceUnreadable(file=path.name, why="tệp quá lớn", what_to_do=_SMALLER)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        what_to_do = "Hãy lưu lại với bảng mã UTF-8 (trong Excel: CSV UTF-8)."
        raise SourceUnreadable(file=path.name, why="tệp không dùng bảng mã UTF-8", what_to_do=what_to_do) from None
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    try:
        rows = [
            [cell_of(one) for one in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
        ]
    except csv.Error as error:
        what_to_do = "Hãy xuất lại tệp .csv từ Excel."
        raise SourceUnreadable(file=path.name, why="có dấu nháy chưa đóng", what_to_do=what_to_do) from error
    return _table(path.stem, rows)


def _json_tables(path: Path) -> dict[str, Table]:
    """The tables of a .json file; row 2 is the first element.

    {"Các xã": [{"Mã xã": "02008", …}, …], "Kỳ đánh giá": {"Năm": 2024, …}, …}
    """
    what_to_do = 'Hãy viết như {"Các xã": [{"Mã xã": "02008"}]}.'
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SourceUnreadable(file=path.name, why="không phải JSON", what_to_do=what_to_do) from error
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
        rows = [[cell_of(heading) for heading in headings]]
        rows += [[cell_of(row.get(heading)) for heading in headings] for row in content]
        found[name] = _table(name, rows)
    return found


def _table(name: str, rows: Sequence[list[Cell]]) -> Table:
    if sum(map(len, rows)) > 2 * xlsx.MAX_CELLS:
        raise SourceUnreadable(file=name, why="có quá nhiều ô", what_to_do=_SMALLER)
    return Table(name, {number: row for number, row in enumerate(rows, start=1) if any(one.shown for one in row)})
