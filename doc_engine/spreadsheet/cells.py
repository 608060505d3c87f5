"""What a form asks of one cell, read as tolerantly as possible without guessing.

None: the cell does not contain what was asked for. A number, a day, a percentage are what Excel shows.
"""

import datetime
import re
from decimal import Decimal, InvalidOperation

from ..vietnamese import normalize
from .cell import Cell, Look

_DAY_FIRST = re.compile(r"(?:ngày )?(\d{1,2})(?:[/.\-]| tháng )(\d{1,2})(?:[/.\-]| năm )(\d{4})", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_CLOCK = re.compile(r"(\d{1,2})\s*(?:[:hg]|giờ)\s*(\d{2})?\s*(?:phút|p)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")


def text(cell: Cell) -> str:
    """The text that Excel shows, normalized; "" for a cell in trouble."""
    return "" if cell.is_troubled else normalize(cell.shown)


def day(cell: Cell) -> datetime.date | None:
    """The date of a date cell, or of text in one of three styles.

    05/03/2024 (also - or .), ngày 5 tháng 3 năm 2024, 2024-03-05.
    """
    if isinstance(cell.value, datetime.datetime):
        return cell.value.date()
    if isinstance(cell.value, datetime.date):
        return cell.value
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
    """The number in 7.5, "7.5" or "7,5"; as Excel shows it, to the millionth.

    "1.000" typed as text is None: in Vietnam it means a thousand, elsewhere one. So is a percentage, and a format that
    may show another number than is meant.
    """
    if isinstance(cell.value, bool) or cell.look is not Look.PLAIN:
        return None
    if isinstance(cell.value, Decimal):
        # Excel keeps the tail of a division; nobody scores to the millionth of a point.
        return round(cell.value, 6).normalize() + 0 if abs(cell.value) < 10**12 else cell.value
    written = text(cell)
    if not isinstance(cell.value, str) or not _NUMBER.fullmatch(written) or _THOUSANDS.fullmatch(written):
        return None
    try:
        return Decimal(written.replace(",", "."))
    except InvalidOperation:
        return None


def percent(cell: Cell) -> Decimal | None:
    """The percentage in 85, "85", "85%", or 85 % of a cell with that format."""
    if cell.look is Look.PERCENT and isinstance(cell.value, Decimal):
        return cell.value.normalize() + 0
    if isinstance(cell.value, str) and text(cell).endswith("%"):
        written = text(cell).removesuffix("%").strip()
        return number(Cell(written, written))
    return number(cell)


def is_percentage(cell: Cell) -> bool:
    """Return whether a cell shows a percentage, by its format or as text."""
    return cell.look is Look.PERCENT or (isinstance(cell.value, str) and text(cell).endswith("%"))


def whole(cell: Cell) -> int | None:
    """A whole number from 0 to 999,999,999."""
    value = number(cell)
    return int(value) if value is not None and value == int(value) and 0 <= value < 10**9 else None


def time_of_day(cell: Cell) -> str:
    """The time as documents write it, "07 giờ 30"; other text as it is."""
    written = text(cell)
    if cell.look is Look.TIME and isinstance(cell.value, datetime.time):
        return f"{cell.value:%H giờ %M}"
    match = _CLOCK.fullmatch(written)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return written
    return f"{int(match[1]):02} giờ {int(match[2] or 0):02}"


def is_wrong_time(said: str) -> bool:
    """Return whether a text looks like a time and is none: "25:00"."""
    match = _CLOCK.fullmatch(said)
    return match is not None and (int(match[1]) > 23 or int(match[2] or 0) > 59)


def code(written: str, digits: int) -> str:
    """A unit's code, with the zeros that a spreadsheet drops from a number."""
    return written.zfill(digits) if written.isdecimal() else written
