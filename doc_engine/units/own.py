"""The units that an office adds or dates itself: a workbook with a row for each.

A row stands for its days, from and to included; what the program knows of the same code beside them stays. Every
mistake is reported at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from ..errors import InputRejected, Place, Problem
from ..remedies import RemedyAction
from ..spreadsheet import cells
from ..spreadsheet.cell import Cell
from ..spreadsheet.table import Table, column_letter
from ..spreadsheet.tables import tables
from .model import AdminUnit, Kind, Level
from .register import States
from .tables import kind_and_name

HEADINGS = ("Mã", "Tên", "Thuộc", "Từ ngày", "Đến hết ngày", "Nguồn")
DAYS = ("Từ ngày", "Đến hết ngày")
_CODE, _NAME, _PARENT, _FROM, _TO, _SOURCE = HEADINGS
_LEVELS = {2: Level.PROVINCE, 3: Level.DISTRICT, 5: Level.COMMUNE}
_KINDS = {
    Level.PROVINCE: {Kind.PROVINCE, Kind.CITY},
    Level.DISTRICT: {Kind.DISTRICT, Kind.URBAN_DISTRICT, Kind.TOWN, Kind.CITY},
    Level.COMMUNE: {Kind.COMMUNE, Kind.WARD, Kind.TOWNSHIP, Kind.SPECIAL_ZONE},
}
_ABOVE = {Level.DISTRICT: {Level.PROVINCE}, Level.COMMUNE: {Level.DISTRICT, Level.PROVINCE}}


class UnitFault(Enum):
    """Code, reason, remedy of a mistake in the file of an office's own units."""

    NO_SHEET = (
        "DV-10",
        "không có trang nào có cột Mã, Tên.",
        f"Hãy lấy tệp trống bằng lệnh: {RemedyAction.UNITS_FORM}.",
    )
    NO_HEADING = ("DV-11", "thiếu cột {heading}.", "Hãy thêm cột này.")
    WRONG_CODE = ("DV-12", "không phải là mã đơn vị.", "Hãy ghi 2 chữ số (tỉnh), 3 (huyện) hoặc 5 (xã).")
    WRONG_NAME = ("DV-13", "không phải là tên đơn vị cấp này.", "Hãy ghi cả danh từ chung, ví dụ: xã Cẩm Giàng.")
    WRONG_DAY = ("DV-14", "không phải là ngày.", "Hãy nhập ngày, ví dụ 01/01/2025; để trống nếu không biết.")
    WRONG_ORDER = ("DV-15", "là ngày trước Từ ngày.", "Hãy sửa ngày.")
    NO_PARENT = ("DV-16", "không phải là mã đơn vị cấp trên có vào ngày {on}.", "Hãy ghi mã huyện hoặc tỉnh.")
    OVERLAP = ("DV-17", "trùng thời gian với dòng {first}, cùng mã.", "Hãy sửa ngày để mỗi ngày chỉ còn một dòng.")
    NO_SOURCE = ("DV-18", "đang để trống.", "Hãy ghi số nghị quyết, quyết định thành lập, sắp xếp đơn vị.")


@dataclass(frozen=True, slots=True)
class OwnFile:
    """The file as the register reads it. Equal for the same bytes of the same file."""

    path: Path
    stamp: tuple[int, int]  # of the last change, in nanoseconds; and the size

    def __call__(self, known: States) -> tuple[AdminUnit, ...]:
        return read(self.path, known)


def own_file(path: Path) -> OwnFile | None:
    """The file at a path; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return OwnFile(path, (found.st_mtime_ns, found.st_size))


def read(path: Path, known: States) -> tuple[AdminUnit, ...]:
    """The units of a file. `known`: the states that the program knows.

    Raises InputRejected with every mistake; SourceUnreadable or UnsafePackage for what is no workbook.
    """
    reader = _Reader(path, known)
    found = reader.units()
    if reader.problems:
        raise InputRejected(path.name, tuple(reader.problems))
    return found


class _Reader:
    def __init__(self, path: Path, known: States) -> None:
        self.problems: list[Problem] = []
        self._path, self._known = path, known

    def units(self) -> tuple[AdminUnit, ...]:
        """The units, or nonsense in places, where there are problems."""
        found = tables(self._path).values()
        table = next((one for one in found if any(_CODE in map(cells.text, row) for row in one.rows.values())), None)
        if table is None:
            self.note(UnitFault.NO_SHEET, Place(self._path.name))
            return ()
        head = next(number for number, row in table.rows.items() if _CODE in map(cells.text, row))
        columns = {cells.text(cell): number for number, cell in enumerate(table.row(head))}
        for heading in HEADINGS:
            if heading not in columns:
                self.note(UnitFault.NO_HEADING, Place(self._path.name, table.name, head), heading=heading)
        if self.problems:
            return ()
        rows = [_Row(self, table, number, columns) for number, row in table.below(head) if any(map(cells.text, row))]
        given = [(row, unit) for row in rows if (unit := row.unit()) is not None]
        for number, (row, unit) in enumerate(given):
            row.check_parent(unit, [*self._known.get(unit.parent_code, ()), *(other for _, other in given)])
            for before, other in given[:number]:
                if other.code == unit.code and _meet(other, unit):
                    row.note(UnitFault.OVERLAP, _FROM, first=before.number)
        return tuple(unit for _, unit in given)

    def note(self, fault: UnitFault, place: Place, value: str = "", **facts: object) -> None:
        code, reason, remedy = fault.value
        self.problems.append(Problem(code, place, value, reason.format(**facts), remedy))

    def place(self, table: Table, row: int, column: int, heading: str) -> Place:
        return Place(self._path.name, table.name, row, column_letter(column), heading)


class _Row:
    """A row of the file: its unit, and its mistakes."""

    def __init__(self, reader: _Reader, table: Table, number: int, columns: dict[str, int]) -> None:
        self.number = number
        self._reader, self._table, self._columns = reader, table, columns

    def unit(self) -> AdminUnit | None:
        """The unit of the row; None for one with mistakes, which are noted."""
        code = cells.text(self._cell(_CODE))
        level = _LEVELS.get(len(code)) if code.isdecimal() else None
        named = kind_and_name(cells.text(self._cell(_NAME)))
        first, last = self._day(_FROM), self._day(_TO)
        if level is None:
            self.note(UnitFault.WRONG_CODE, _CODE)
        if named is None or (level is not None and named[0] not in _KINDS[level]):
            self.note(UnitFault.WRONG_NAME, _NAME)
        if first is not None and last is not None and last < first:
            self.note(UnitFault.WRONG_ORDER, _TO)
        source = cells.text(self._cell(_SOURCE))
        if not source:
            self.note(UnitFault.NO_SOURCE, _SOURCE)
        if level is None or named is None:
            return None
        return AdminUnit(code, *named, level, cells.text(self._cell(_PARENT)), first, last, begun_by=source)

    def check_parent(self, unit: AdminUnit, candidates: Sequence[AdminUnit]) -> None:
        """Note a parent that was not there on the unit's first day, or is none."""
        on = unit.valid_from or unit.a_day
        wanted = _ABOVE.get(unit.level, set())
        above = (one for one in candidates if one.code == unit.parent_code and one.level in wanted)
        fits = any(one.valid_on(on) for one in above) if wanted else not unit.parent_code
        if not fits:
            self.note(UnitFault.NO_PARENT, _PARENT, on=f"{on:%d/%m/%Y}")

    def note(self, fault: UnitFault, heading: str, **facts: object) -> None:
        place = self._reader.place(self._table, self.number, self._columns[heading], heading)
        self._reader.note(fault, place, self._cell(heading).shown, **facts)

    def _cell(self, heading: str) -> Cell:
        return self._table.cell(self.number, self._columns[heading])

    def _day(self, heading: str) -> date | None:
        found = cells.day(self._cell(heading))
        if found is None and (cells.text(self._cell(heading)) or self._cell(heading).is_troubled):
            self.note(UnitFault.WRONG_DAY, heading)
        return found


def _meet(one: AdminUnit, other: AdminUnit) -> bool:
    return one.valid_within(other.valid_from or date.min, other.valid_to or date.max)
