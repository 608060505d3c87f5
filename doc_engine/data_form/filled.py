"""The data of a filled-in form: blanks left out, numbers and days converted.

Numbers become numbers, days have the form that the schema wants.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ..errors import InputRejected, Place, Problem
from ..spreadsheet import cells
from ..spreadsheet.cell import Cell, cell_of
from ..vietnamese import nfc
from .shape import Kind, Shape

CODE = "DL-04"
_YES_NO = {"có": True, "đúng": True, "true": True, "không": False, "sai": False, "false": False}


@dataclass(frozen=True)
class FilledForm:
    """Data not yet validated. `places`: the place of each field in the file, by path."""

    data: dict[str, Any]
    places: Mapping[str, Place] = field(default_factory=dict)

    @contextmanager
    def locating_problems(self) -> Iterator[None]:
        """Raise problems of the data with sheet, row and column instead of the path."""
        try:
            yield
        except InputRejected as rejected:
            problems = [
                Problem(one.code, self.places.get(one.place.heading, one.place), one.value, one.reason, one.remedy)
                for one in rejected.problems
            ]
            problems.sort(key=lambda one: (one.place.sheet, one.place.row or 0))
            raise InputRejected(rejected.facts["file"], tuple(problems)) from None


def put_together(shape: Shape, given: Any) -> Any:
    """Return the data of a form, None to leave the field out.

    `given`: nested texts and cells as written, None, "" or an empty cell where nothing is. A value that is not of the
    field's kind is kept as it is, for the schema to report.
    """
    if shape.kind is Kind.RECORD:
        if given and not isinstance(given, Mapping):
            return given
        parts = {part.name: put_together(part, given.get(part.name) if given else None) for part in shape.parts}
        said = {name: value for name, value in parts.items() if value is not None}
        # Unknown fields are kept for the schema to report, so that a misspelt name is seen.
        said |= {name: value for name, value in (given or {}).items() if name not in parts}
        # An empty record is left out, unless it is required: then its fields are reported as missing.
        return said if shape.required or any(value not in ("", []) for value in said.values()) else None
    if shape.kind is Kind.LIST:
        if given and not isinstance(given, list):
            return given
        entries = [put_together(shape.entry, one) for one in given or ()] if shape.entry else list(given or ())
        entries = [one for one in entries if one not in (None, "", {})]
        return entries if entries or shape.required else None
    if isinstance(given, Mapping | list):
        return given
    cell = cell_of(given)
    if not cell.shown:
        return "" if shape.required and shape.may_be_blank else None
    return _value(shape, cell)


def _value(shape: Shape, cell: Cell) -> Any:
    if shape.kind is Kind.WHOLE:
        number = cells.whole(cell)
        return cells.text(cell) if number is None else number
    if shape.kind is Kind.YES_NO:
        return _YES_NO.get(cells.text(cell).lower(), cells.text(cell))
    if shape.is_day:
        day = cells.day(cell)
        return cells.text(cell) if day is None else day.isoformat()
    # Line breaks that a clerk typed into a cell are kept; only blanks at the ends are removed.
    return nfc(cell.value).strip(" \t\r\n") if isinstance(cell.value, str) else cells.text(cell)
