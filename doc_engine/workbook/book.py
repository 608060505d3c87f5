"""An open workbook: its sheets by their forms, and the list of its faults."""

from pathlib import Path

from ..errors import Place
from ..spreadsheet import cells, tables
from ..vietnamese import slug
from . import form
from .faults import Fault, Faults
from .rows import SheetReader, did_you_mean


class Book:
    """An open workbook. Faults are collected in `faults`.

    Raises SourceUnreadable or UnsafePackage when there is nothing to read.
    """

    def __init__(self, path: Path) -> None:
        self.faults = Faults(path.name)
        self._tables = tables.tables(path)

    def sheet(self, sheet: form.Sheet) -> SheetReader | None:
        """The sheet by its form; None when it is missing, and noted unless it is optional."""
        table = next((table for name, table in self._tables.items() if tables.same_name(name, sheet.name)), None)
        if table is None and sheet.optional:
            return None
        if table is None:
            hint = did_you_mean(sheet.name, self._tables)
            self.faults.note(Fault.SHEET_MISSING, Place(self.faults.file, sheet.name), hint=hint)
            return None
        return SheetReader(table, sheet, self.faults)

    def check_version(self) -> None:
        table = self._tables.get(form.VERSION_SHEET)
        if table is not None:
            written = cells.text(table.rows[0][0]) if table.rows and table.rows[0] else ""
            if written != form.VERSION:
                self.faults.note(Fault.WRONG_VERSION, Place(self.faults.file, form.VERSION_SHEET, 1, "A"), written)

    def check_names(self, criteria: tuple[int, ...]) -> None:
        expected = [sheet.name for sheet in form.all_sheets(criteria)] + [form.VERSION_SHEET]
        known = {slug(name) for name in expected}
        for name in self._tables:
            if slug(name) in known:
                known.discard(slug(name))  # a second one of the same name is unknown
            elif not slug(name).startswith(slug(form.NOTE_PREFIX)):
                hint = did_you_mean(name, expected)
                self.faults.note(Fault.SHEET_UNKNOWN, Place(self.faults.file, name), hint=hint)
