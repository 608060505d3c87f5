"""A sheet as rows of typed cells.

A wrong cell is noted and read as None; reading continues.
"""

import difflib
from collections.abc import Iterable, Iterator
from datetime import date, time
from decimal import Decimal
from functools import cached_property

from ..errors import Place
from ..spreadsheet import cells
from ..spreadsheet.cell import EMPTY, Cell, Look, general
from ..spreadsheet.cell_text import LAYER_NAMES, examine
from ..spreadsheet.table import Table, column_letter
from ..vietnamese import normalize
from .faults import Fault, Faults, Notice
from .form import MAX_ROWS, Content, Sheet
from .options import HiddenCells, ReadingOptions

_HEADINGS_WITHIN = 20  # rows: titles of a list may stand above its headings


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
        if index is None or index >= len(self._values) or self._sheet.skips(index):
            return EMPTY
        return self._values[index]

    def place(self, heading: str = "") -> Place:
        return self._sheet.place(self.number, heading)

    def note(self, fault: Fault, heading: str, **facts: object) -> None:
        value = cells.text(self.cell(heading)) if heading else ""
        self._sheet.faults.note(fault, self.place(heading), value, self.unit_code, self.groups, **facts)

    def notice(self, notice: Notice, heading: str, **facts: object) -> None:
        value = cells.text(self.cell(heading))
        self._sheet.faults.notice(notice, self.place(heading), value, self.unit_code, **facts)

    def text(self, heading: str) -> str:
        """The cell's text; "" when empty, which is noted if the column is required."""
        found = self.text_if_any(heading)
        troubled = self.cell(heading).is_troubled
        is_open = not found and not troubled and heading in self._sheet.columns and self._sheet.required(heading)
        if is_open and self._sheet.is_first_look(self.number, f"{heading} trống"):
            self.note(Fault.EMPTY, heading)
        return found

    def text_if_any(self, heading: str) -> str:
        """The cell's text; "" when empty.

        A cell in trouble, or with what no text may hold, is noted.
        """
        cell = self.cell(heading)
        first = self._sheet.is_first_look(self.number, heading)
        if cell.is_troubled:
            if first:
                self.note(Fault.CELL_ERROR if cell.look is Look.ERROR else Fault.FORMULA_UNSAVED, heading)
            return ""
        if not isinstance(cell.value, str) or not cell.value:
            return cells.text(cell)
        found = examine(cell.value)
        text = normalize(found.text)
        if first:
            self._note_text(heading, text, found.forbidden)
            if found.layer and self._sheet.options.convert:
                self.notice(Notice.CONVERTED, heading, encoding=LAYER_NAMES[found.layer], text=text)
            elif found.layer:
                self.note(Fault.OLD_ENCODING, heading, encoding=LAYER_NAMES[found.layer], text=text)
            elif found.was_cleaned:
                self.notice(Notice.CLEANED, heading)
        return text

    def _note_text(self, heading: str, text: str, forbidden: str) -> None:
        """Note what the form's column does not allow as a text."""
        longest, is_name = self._sheet.limits(heading)
        if forbidden:
            self.note(Fault.FORBIDDEN_CHARACTER, heading, character=forbidden)
        elif len(text) > longest:
            self.note(Fault.TOO_LONG, heading, count=len(text), limit=longest)
        elif is_name and any(word[:1].islower() for word in text.split()):
            self.note(Fault.NAME_IN_LOWER_CASE, heading)

    def day(self, heading: str) -> date | None:
        """The cell's date; None when empty or wrong, which is noted."""
        if not self.text(heading):
            return None
        found = cells.day(self._read(heading))
        if found is None:
            self.note(Fault.NOT_A_DATE, heading)
        return found

    def number_in(self, heading: str) -> Decimal | None:
        """The cell's number; None when empty or wrong, which is noted."""
        return self._number(heading, Fault.NOT_A_NUMBER)

    def percent(self, heading: str) -> Decimal | None:
        """The cell's percentage, 85 for "85%"; None when empty or wrong, which is noted."""
        found = cells.percent(self._read(heading)) if self.text(heading) else None
        if found is None:
            return self._number(heading, Fault.NOT_A_NUMBER)
        self._note_rounded(heading)
        return found

    def whole(self, heading: str) -> int | None:
        """The cell's whole number; None when empty or wrong, which is noted."""
        found = self._number(heading, Fault.NOT_WHOLE)
        whole = cells.whole(self._read(heading))
        if found is not None and whole is None:
            self.note(Fault.NOT_WHOLE, heading)
        return whole if found is not None else None

    def _number(self, heading: str, otherwise: Fault) -> Decimal | None:
        if not self.text(heading):
            return None
        cell = self._read(heading)
        found = cells.number(cell)
        if found is not None:
            self._note_rounded(heading)
            return found
        if cells.is_percentage(cell):
            self.note(Fault.PERCENTAGE, heading)
        elif cell.look is Look.UNSURE:
            self.note(Fault.UNSURE_FORMAT, heading)
        else:
            self.note(otherwise, heading)
        return None

    def time_of_day(self, heading: str) -> str:
        """The cell's time as documents write it, "07 giờ 30"; "" when empty.

        A number or a day is no time, nor is "25:00": noted. Other words are kept.
        """
        if not self.text_if_any(heading):
            return ""
        found = cells.time_of_day(self._read(heading))
        if not isinstance(self.cell(heading).value, str | time) or cells.is_wrong_time(found):
            self.note(Fault.NOT_A_TIME, heading)
        return found

    def _read(self, heading: str) -> Cell:
        """The cell as it is read: a text as it was examined."""
        cell = self.cell(heading)
        if not isinstance(cell.value, str) or cell.is_troubled:
            return cell
        text = self.text_if_any(heading)
        return Cell(text, text)

    def _note_rounded(self, heading: str) -> None:
        stored = self.cell(heading).stored
        if stored is not None:
            scale = 2 if self.cell(heading).look is Look.PERCENT else 0
            self.notice(Notice.ROUNDED, heading, stored=general(stored.scaleb(scale)))

    def code(self, heading: str, digits: int) -> str:
        """The cell's code of a unit, with the zeros that a number has lost; "" when empty."""
        written = self.text(heading)
        value = self.cell(heading).value
        if isinstance(value, Decimal) and value == int(value) and not written.isdecimal():
            written = str(int(value))  # under "#,##0" 2008 is shown as 2.008
        return cells.code(written, digits)

    def choice(self, heading: str, choices: Iterable[str]) -> str:
        """The choice in its proper spelling, whatever the case; "" when there is none."""
        found = self.text(heading)
        known = {choice.lower(): choice for choice in choices}
        if found and found.lower() not in known:
            hint = did_you_mean(found, known.values())
            self.note(Fault.NOT_A_CHOICE, heading, choices=", ".join(known.values()), hint=hint)
        return known.get(found.lower(), "")


class SheetReader:
    """A table read by its form: columns by heading, in any order; no blank rows."""

    def __init__(self, table: Table, form: Sheet, faults: Faults, options: ReadingOptions) -> None:
        self.table = table
        self.faults = faults
        self.options = options
        self._form = {column.heading: column for column in form.columns}
        self.name = table.name
        self._looked_at: set[tuple[int, str]] = set()
        self._heading_row = self._find_headings()
        self.columns = self._find_columns()
        self.is_whole = all(name in self.columns for name, column in self._form.items() if column.required)
        self.is_whole &= not self._note_merged()
        self._note_hidden()

    def required(self, heading: str) -> bool:
        column = self._form.get(heading)
        return column is not None and column.required

    def limits(self, heading: str) -> tuple[int, bool]:
        """The most letters of a column's text, and whether it is a person's name."""
        column = self._form[heading]
        return column.longest, column.content is Content.NAME

    def place(self, number: int | None, heading: str = "") -> Place:
        index = self.columns.get(heading)
        return Place(self.faults.file, self.name, number, "" if index is None else column_letter(index), heading)

    def is_first_look(self, number: int, heading: str) -> bool:
        """Return whether nobody looked at a cell's text before: each fault is noted once."""
        known = (number, heading) in self._looked_at
        self._looked_at.add((number, heading))
        return not known

    def skips(self, column: int) -> bool:
        """Return whether a column (0-based) is left out because it is hidden."""
        return self.options.hidden is HiddenCells.SKIP and column in self.table.hidden.columns

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the headings that have content."""
        last = self._heading_row + MAX_ROWS
        for number, values in self.table.below(self._heading_row):
            if number > last:
                if self.is_first_look(last, ""):
                    self.faults.note(Fault.TOO_MANY_ROWS, self.place(number), limit=MAX_ROWS)
                return
            if self.has_skipped(number):
                continue
            filled = [at for at, value in enumerate(values) if cells.text(value) or value.is_troubled]
            self._notice_stray(number, filled)
            if any(at in self._read_columns for at in filled):
                yield Row(self, number, values)

    def has_skipped(self, number: int) -> bool:
        """Return whether a row is left out because it is hidden."""
        return self.options.hidden is HiddenCells.SKIP and number in self.table.hidden.rows

    @cached_property
    def skips_rows(self) -> bool:
        """Whether rows with content are left out: what they say is not known here."""
        return any(self.has_skipped(number) for number in self.table.rows)

    @cached_property
    def _read_columns(self) -> frozenset[int]:
        return frozenset(self.columns.values())

    def _notice_stray(self, number: int, filled: list[int]) -> None:
        """Notice cells beside or below the table, in columns without a heading."""
        headed = {at for at, cell in enumerate(self.table.row(self._heading_row)) if cells.text(cell)}
        for at in filled:
            if at not in headed and self.is_first_look(number, column_letter(at)):
                place = Place(self.faults.file, self.name, number, column_letter(at))
                self.faults.notice(Notice.STRAY, place, cells.text(self.table.cell(number, at)))

    def note_unread(self) -> None:
        """Note the cells in trouble that nothing asked for: the clerk sees a value."""
        for row in self.rows():
            for heading in self.columns:
                if row.cell(heading).is_troubled and (row.number, heading) not in self._looked_at:
                    row.text_if_any(heading)

    def _find_headings(self) -> int:
        """The number of the row with the most headings of the form; else the first."""
        known = {heading.lower() for heading in self._form}
        best, found = min(self.table.rows, default=1), 0
        for number, row in self.table.rows.items():
            if number > _HEADINGS_WITHIN:
                break
            here = len(known & {normalize(cells.text(cell)).lower() for cell in row})
            if here > found:
                best, found = number, here
        return best

    def _find_columns(self) -> dict[str, int]:
        headings = [cells.text(cell) for cell in self.table.row(self._heading_row)]
        known = {heading.lower(): heading for heading in self._form}
        found: dict[str, int] = {}
        unknown: list[tuple[int, str]] = []
        for index, heading in enumerate(headings):
            proper = known.get(heading.lower())
            place = Place(self.faults.file, self.name, self._heading_row, column_letter(index), heading)
            if proper is None:
                unknown += [(index, heading)] if heading else []
            elif proper in found:
                self.faults.note(Fault.COLUMN_TWICE, place, heading, other=column_letter(found[proper]))
            else:
                found[proper] = index
        missing = [heading for heading in self._form if heading not in found]
        for index, heading in unknown:
            place = Place(self.faults.file, self.name, self._heading_row, column_letter(index), heading)
            hint = did_you_mean(heading, missing)
            self.faults.note(Fault.COLUMN_UNKNOWN, place, heading, hint=hint, row=self._heading_row)
        for heading in missing:
            if self._form[heading].required:
                near = did_you_mean(heading, [name for _, name in unknown])
                place = Place(self.faults.file, self.name, self._heading_row)
                self.faults.note(Fault.COLUMN_MISSING, place, heading, hint=near, row=self._heading_row)
        return found

    def _note_merged(self) -> bool:
        """Note merged cells in headings and data; return whether there are any.

        A title above may be merged.
        """
        before = len(self.faults.found)
        for merged in self.table.merged:
            last_row = merged.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            if not last_row.isdecimal() or int(last_row) >= self._heading_row:
                self.faults.note(Fault.MERGED, Place(self.faults.file, self.name), cells=merged)
        return len(self.faults.found) > before

    def _note_hidden(self) -> None:
        if self.options.hidden is not HiddenCells.REPORT:
            return
        hidden = self.table.hidden
        if hidden.sheet:
            self.faults.note(Fault.HIDDEN, Place(self.faults.file, self.name), what="trang này")
        for number in sorted(hidden.rows):
            if number > self._heading_row:
                self.faults.note(Fault.HIDDEN, self.place(number), what="dòng này")
        for heading, index in self.columns.items():
            if index in hidden.columns:
                self.faults.note(Fault.HIDDEN, self.place(None, heading), what="cột này")
