"""The units that an office adds or dates itself: a workbook with a row for each.

A row stands for its days, from and to included; what the program knows of the same code beside them stays. Every
mistake is reported at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from pathlib import Path

from ..errors import InputRejected, Place, Problem
from ..remedies import RemedyAction
from ..spreadsheet import cells
from ..spreadsheet.cell import Cell
from ..spreadsheet.table import Table, column_letter
from ..spreadsheet.tables import tables
from .model import REFORM, SURE_FROM, AdminUnit, Kind, Level
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
    NO_PARENT = ("DV-16", "không phải là mã đơn vị cấp trên có vào ngày {on}.", "Hãy sửa mã, hoặc ghi Đến hết ngày.")
    PARENT_OF_PROVINCE = ("DV-19", "được ghi là cấp trên của một tỉnh.", "Hãy để trống ô này.")
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


def _is_head(row: Sequence[Cell]) -> bool:
    return any(cells.text(cell).lower() == _CODE.lower() for cell in row)


class _Reader:
    def __init__(self, path: Path, known: States) -> None:
        self.problems: list[Problem] = []
        self._path, self._known = path, known

    def units(self) -> tuple[AdminUnit, ...]:
        """The units, or nonsense in places, where there are problems."""
        found = tables(self._path).values()
        table = next((one for one in found if any(map(_is_head, one.rows.values()))), None)
        if table is None:
            self.note(UnitFault.NO_SHEET, Place(self._path.name))
            return ()
        head = next(number for number, row in table.rows.items() if _is_head(row))
        named = {heading.lower(): heading for heading in HEADINGS}
        written = [cells.text(cell) for cell in table.row(head)]
        columns = {named.get(text.lower(), text): number for number, text in enumerate(written)}
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
        named = kind_and_name(cells.text(self._cell(_NAME)))
        code = _with_zeros(cells.text(self._cell(_CODE)), named[0] if named else None)
        level = _LEVELS.get(len(code)) if code.isdecimal() else None
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
        parent = cells.text(self._cell(_PARENT))
        if parent.isdecimal():
            districts = level is Level.COMMUNE and (last or first or REFORM) < REFORM
            parent = parent.zfill(3 if districts else 2)
        return AdminUnit(code, *named, level, parent, first, last, begun_by=source)

    def check_parent(self, unit: AdminUnit, candidates: Sequence[AdminUnit]) -> None:
        """Note a parent that was not there on each of the unit's days, or is none."""
        wanted = _ABOVE.get(unit.level)
        if wanted is None:
            if unit.parent_code:
                self.note(UnitFault.PARENT_OF_PROVINCE, _PARENT)
            return
        above = [one for one in candidates if one.code == unit.parent_code and one.level in wanted]
        without = _first_day_without(above, unit)
        if without is not None:
            self.note(UnitFault.NO_PARENT, _PARENT, on=f"{without:%d/%m/%Y}")

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


def _with_zeros(code: str, kind: Kind | None) -> str:
    """A code with the zeros that Excel drops from a number."""
    if not code.isdecimal() or kind is None:
        return code
    if kind in _KINDS[Level.COMMUNE]:
        return code.zfill(5)
    return code.zfill(2 if kind is Kind.PROVINCE or (kind is Kind.CITY and len(code) < 3) else 3)


def _first_day_without(above: Sequence[AdminUnit], unit: AdminUnit) -> date | None:
    """The first day of a unit on which none above it is there; None for no such day."""
    day = unit.valid_from or date.min
    for one in sorted(above, key=lambda one: one.valid_from or date.min):
        if (one.valid_from or date.min) <= day:
            if one.valid_to is None or (unit.valid_to is not None and unit.valid_to <= one.valid_to):
                return None
            day = max(day, one.valid_to + timedelta(days=1))
    return max(day, SURE_FROM) if unit.valid_from is None and day == date.min else day


def _meet(one: AdminUnit, other: AdminUnit) -> bool:
    return one.valid_within(other.valid_from or date.min, other.valid_to or date.max)
