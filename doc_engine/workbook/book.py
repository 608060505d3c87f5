"""An open workbook: its sheets by their forms, and the list of its faults."""

from collections.abc import Sequence
from pathlib import Path

from ..errors import Place
from ..programme import Programme
from ..spreadsheet import cells
from ..spreadsheet.table import same_name
from ..spreadsheet.tables import tables
from ..vietnamese import slug
from . import form
from .faults import Fault, Faults, Notice
from .options import HiddenCells, ReadingOptions
from .rows import SheetReader, did_you_mean


class Book:
    """An open workbook. Faults are collected in `faults`.

    Raises SourceUnreadable or UnsafePackage when there is nothing to read.
    """

    def __init__(self, path: Path, options: ReadingOptions) -> None:
        self.faults = Faults(path.name)
        self._options = options
        self._tables = tables(path)
        self._read: dict[str, SheetReader] = {}

    def sheet(self, sheet: form.Sheet) -> SheetReader | None:
        """The sheet by its form; None when it is missing, and noted unless it is optional."""
        if sheet.name in self._read:
            return self._read[sheet.name]
        table = next((table for name, table in self._tables.items() if same_name(name, sheet.name)), None)
        if table is not None and table.hidden.sheet and self._options.hidden is HiddenCells.SKIP:
            table = None
        if table is None and sheet.optional:
            return None
        if table is None:
            hint = did_you_mean(sheet.name, self._tables)
            self.faults.note(Fault.SHEET_MISSING, Place(self.faults.file, sheet.name), hint=hint)
            return None
        self._read[sheet.name] = SheetReader(table, sheet, self.faults, self._options)
        return self._read[sheet.name]

    def is_of_a_cycle(self) -> bool:
        """Return whether the file has a sheet of a cycle's workbook; noted if not."""
        known = {slug(sheet.name) for sheet in form.all_sheets(None)}
        if any(slug(name) in known for name in self._tables):
            return True
        self.faults.note(Fault.NOT_OF_A_CYCLE, Place(self.faults.file))
        return False

    def note_unread(self) -> None:
        """Note the cells in trouble that no reader asked for. Called last."""
        for reader in self._read.values():
            reader.note_unread()

    def notice_blank(self, sheets: Sequence[form.Sheet]) -> None:
        """Note the sheets that have no row below their headings."""
        for sheet in sheets:
            reader = self._read.get(sheet.name)
            if reader is not None and not any(True for _ in reader.rows()):
                self.faults.notice(Notice.NO_ROWS, Place(self.faults.file, reader.name))

    def check_version(self) -> None:
        table = self._tables.get(form.VERSION_SHEET)
        if table is not None:
            written = cells.text(table.cell(1, 0))
            if written != form.VERSION:
                self.faults.note(Fault.WRONG_VERSION, Place(self.faults.file, form.VERSION_SHEET, 1, "A"), written)

    def check_names(self, programme: Programme | None) -> None:
        expected = [sheet.name for sheet in form.all_sheets(programme)] + [form.VERSION_SHEET]
        known = {slug(name) for name in expected}
        for name in self._tables:
            if slug(name) in known:
                known.discard(slug(name))  # a second one of the same name is unknown
            elif not slug(name).startswith(slug(form.NOTE_PREFIX)):
                hint = did_you_mean(name, expected)
                self.faults.note(Fault.SHEET_UNKNOWN, Place(self.faults.file, name), hint=hint)
