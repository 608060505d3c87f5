"""A sheet as rows of typed cells.

A wrong cell is noted and read as None; reading continues.
"""

import difflib
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from ..errors import Place
from ..spreadsheet import cells
from ..spreadsheet.tables import Cell, Table, cell_name, column_letter
from ..vietnamese import normalize
from .faults import Fault, Faults
from .form import MAX_ROWS, Sheet


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The hint ' (có phải là "…" không?)' with a similar known name, or ""."""
    close = difflib.get_close_matches(name.lower(), [one.lower() for one in known], n=1, cutoff=0.6)
    found = next((one for one in known if close and one.lower() == close[0]), "")
    return f' (có phải là "{found}" không?)' if found else ""


class Row:
    """One row of a sheet. `number` is Excel's."""

    def __init__(self, sheet: "SheetReader", number: int, values: list[Cell]) -> None:
        self._sheet = sheet
        self.number = number
        self._values = values
        # Set once known, so that a fault in the row affects only that commune, and only what needs the row.
        self.unit_code = ""
        self.groups: tuple[str, ...] = ()

    def cell(self, heading: str) -> Cell:
        index = self._sheet.columns.get(heading)
        return "" if index is None or index >= len(self._values) else self._values[index]

    def place(self, heading: str = "") -> Place:
        return self._sheet.place(self.number, heading)

    def note(self, fault: Fault, heading: str, **facts: object) -> None:
        value = cells.text(self.cell(heading)) if heading else ""
        self._sheet.faults.note(fault, self.place(heading), value, self.unit_code, self.groups, **facts)

    def text(self, heading: str) -> str:
        """The cell's text; "" when empty, which is noted if the column is required."""
        if heading not in self._sheet.columns:
            return ""
        found = cells.text(self.cell(heading))
        if not found:
            self._empty(heading)
        return found

    def day(self, heading: str) -> date | None:
        """The cell's date; None when empty or wrong, which is noted."""
        if not self.text(heading):
            return None
        found = cells.day(self.cell(heading))
        if found is None:
            self.note(Fault.NOT_A_DATE, heading)
        return found

    def number_in(self, heading: str) -> Decimal | None:
        """The cell's number; None when empty or wrong, which is noted."""
        if not self.text(heading):
            return None
        found = cells.number(self.cell(heading))
        if found is None:
            self.note(Fault.NOT_A_NUMBER, heading)
        return found

    def whole(self, heading: str) -> int | None:
        """The cell's whole number; None when empty or wrong, which is noted."""
        if not self.text(heading):
            return None
        found = cells.whole(self.cell(heading))
        if found is None:
            self.note(Fault.NOT_WHOLE, heading)
        return found

    def choice(self, heading: str, choices: Iterable[str]) -> str:
        """The choice in its proper spelling, whatever the case; "" when there is none."""
        found = self.text(heading)
        known = {choice.lower(): choice for choice in choices}
        if found and found.lower() not in known:
            hint = did_you_mean(found, known.values())
            self.note(Fault.NOT_A_CHOICE, heading, choices=", ".join(known.values()), hint=hint)
        return known.get(found.lower(), "")

    def _empty(self, heading: str) -> None:
        name = self._sheet.cell(self.number, heading)
        if name in self._sheet.table.unsaved:
            self.note(Fault.FORMULA_UNSAVED, heading)
        elif name in self._sheet.table.errors:
            self.note(Fault.CELL_ERROR, heading)
        elif self._sheet.required(heading):
            self.note(Fault.EMPTY, heading)


class SheetReader:
    """A table read by its form: columns by heading, in any order; no blank rows."""

    def __init__(self, table: Table, form: Sheet, faults: Faults) -> None:
        self.table = table
        self.faults = faults
        self._form = {column.heading: column for column in form.columns}
        self.name = table.name
        self.columns = self._find_columns()
        for cells_ in table.merged:
            faults.note(Fault.MERGED, Place(faults.file, self.name), cells=cells_)

    def required(self, heading: str) -> bool:
        column = self._form.get(heading)
        return column is not None and column.required

    def place(self, number: int | None, heading: str = "") -> Place:
        index = self.columns.get(heading)
        return Place(self.faults.file, self.name, number, "" if index is None else column_letter(index), heading)

    def cell(self, number: int, heading: str) -> str:
        index = self.columns.get(heading)
        return "" if index is None else cell_name(number - 1, index)

    def rows(self) -> Iterator[Row]:
        troubled = {int(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for name in self.table.unsaved | self.table.errors}
        for number, values in enumerate(self.table.rows[1:MAX_ROWS], start=2):
            if number in troubled or any(cells.text(value) for value in values):
                yield Row(self, number, values)
        if len(self.table.rows) > MAX_ROWS:
            self.faults.note(Fault.TOO_MANY_ROWS, self.place(MAX_ROWS + 1), limit=MAX_ROWS)

    def _find_columns(self) -> dict[str, int]:
        headings = [normalize(str(cell)) for cell in self.table.rows[0]] if self.table.rows else []
        known = {heading.lower(): heading for heading in self._form}
        found: dict[str, int] = {}
        unknown: list[tuple[int, str]] = []
        for index, heading in enumerate(headings):
            proper = known.get(heading.lower())
            if proper is None:
                unknown += [(index, heading)] if heading else []
            elif proper in found:
                place = Place(self.faults.file, self.name, 1, column_letter(index), heading)
                self.faults.note(Fault.COLUMN_TWICE, place, heading, other=column_letter(found[proper]))
            else:
                found[proper] = index
        missing = [heading for heading in self._form if heading not in found]
        for index, heading in unknown:
            place = Place(self.faults.file, self.name, 1, column_letter(index), heading)
            self.faults.note(Fault.COLUMN_UNKNOWN, place, heading, hint=did_you_mean(heading, missing))
        for heading in missing:
            if self._form[heading].required:
                near = did_you_mean(heading, [name for _, name in unknown])
                self.faults.note(Fault.COLUMN_MISSING, Place(self.faults.file, self.name, 1), heading, hint=near)
        return found
