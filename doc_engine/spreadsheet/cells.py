"""The value of one cell, read as tolerantly as possible without guessing.

None: the cell does not contain what was asked for.
"""

import datetime
import re
from decimal import Decimal, InvalidOperation

from ..vietnamese import normalize
from .tables import Cell

_DAY_FIRST = re.compile(r"(?:ngày )?(\d{1,2})(?:[/.\-]| tháng )(\d{1,2})(?:[/.\-]| năm )(\d{4})", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")


def text(cell: Cell) -> str:
    """Normalized text; a whole number without the ".0" that a spreadsheet adds."""
    if isinstance(cell, bool):
        return "Có" if cell else "Không"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.strftime("%d/%m/%Y")
    return normalize(str(cell))


def day(cell: Cell) -> datetime.date | None:
    """The date of a date cell, or of text in one of three styles.

    05/03/2024 (also - or .), ngày 5 tháng 3 năm 2024, 2024-03-05.
    """
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    written = text(cell)
    if match := _DAY_FIRST.fullmatch(written):
        parts = (int(match[3]), int(match[2]), int(match[1]))
    elif match := _YEAR_FIRST.fullmatch(written):
        parts = (int(match[1]), int(match[2]), int(match[3]))
    else:
        return None
    try:
        return datetime.date(*parts)
    except ValueError:
        return None


def number(cell: Cell) -> Decimal | None:
    """The number in 7.5, "7.5" or "7,5".

    "1.000" is None: in Vietnam it means a thousand, elsewhere one.
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        # Excel keeps 0.1 + 0.2 with its binary tail; nobody scores to the millionth of a point.
        value = Decimal(str(cell))
        if not value.is_finite():
            return None
        return round(value, 6).normalize() + 0 if abs(value) < 10**12 else value
    written = text(cell)
    if not _NUMBER.fullmatch(written) or _THOUSANDS.fullmatch(written):
        return None
    try:
        return Decimal(written.replace(",", "."))
    except InvalidOperation:
        return None


def whole(cell: Cell) -> int | None:
    """A whole number from 0 to 999,999,999."""
    value = number(cell)
    return int(value) if value is not None and value == int(value) and 0 <= value < 10**9 else None


def code(cell: Cell, digits: int) -> str:
    """A unit's code, with the zeros that a spreadsheet drops from a number."""
    written = text(cell)
    return written.zfill(digits) if written.isdecimal() else written
