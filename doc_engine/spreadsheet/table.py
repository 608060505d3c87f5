"""A sheet as found: rows by Excel's numbers, merged and hidden cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..vietnamese import slug
from .cell import EMPTY, Cell

MAX_COLUMNS = 512


class TooLarge(ValueError):
    """A workbook with more content than is read.

    `cell`: where that shows. `far`: it lies alone, far to the right.
    """

    def __init__(self, sheet: str, cell: str, *, far: bool) -> None:
        super().__init__(sheet, cell)
        self.sheet, self.cell, self.far = sheet, cell, far


@dataclass(frozen=True, slots=True)
class Hidden:
    """What Excel does not show.

    `rows`: Excel's numbers, of rows with content. `columns`: 0-based.
    """

    sheet: bool = False
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet.

    `rows`: those with content, by Excel's number, in order; from column A to the last filled cell. `merged`: "A1:D1".
    """

    name: str
    rows: dict[int, list[Cell]]
    merged: tuple[str, ...] = ()
    hidden: Hidden = field(default_factory=Hidden)

    def row(self, number: int) -> list[Cell]:
        """The row of that number; an empty list for a blank one."""
        return self.rows.get(number, [])

    def cell(self, number: int, column: int) -> Cell:
        """The cell of a row (Excel's number) and a 0-based column."""
        row = self.row(number)
        return row[column] if column < len(row) else EMPTY

    def below(self, number: int) -> Iterator[tuple[int, list[Cell]]]:
        """Yield the rows with content below a row."""
        return ((at, row) for at, row in self.rows.items() if at > number)


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
