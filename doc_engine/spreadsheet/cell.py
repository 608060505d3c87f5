"""One cell as Excel shows it: its value, and its text.

The number format belongs to the value: 0.95 under "0%" is 95 per cent, 2008 under "00000" the code 02008, 84.666 under
"0.00" is 84.67.
"""

import datetime
import json
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

Value = str | Decimal | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta


class Look(Enum):
    """What the number format makes of the value."""

    PLAIN = auto()
    PERCENT = auto()
    TIME = auto()  # of a day, without a date
    UNSURE = auto()  # a format whose text need not be the number meant: a fraction, an exponent, scaled to thousands
    UNSAVED = auto()  # a formula that was never computed: Excel shows a value that the file does not have
    ERROR = auto()  # "#N/A"; the value is its text


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a sheet.

    `value`: a number as rounded by its format, a percentage times 100. `shown`: the text with Vietnamese settings,
    "1.500.000 đồng". `stored`: the number before it was rounded, where that differs.
    """

    value: Value
    shown: str
    look: Look = Look.PLAIN
    stored: Decimal | None = None

    @property
    def is_troubled(self) -> bool:
        """Whether the clerk sees something that the file does not give."""
        return self.look in (Look.UNSAVED, Look.ERROR)


EMPTY = Cell("", "")


def general(value: Decimal | bool | str) -> str:
    """The text of a value without a format: decimal comma, no thousands, no exponent."""
    match value:
        case bool():
            return "Có" if value else "Không"
        case Decimal():
            text = f"{value:f}"
            return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
        case _:
            return value


def number_of(value: float | str) -> Decimal:
    """A stored number as Excel calculates with it: 15 digits (0.1 + 0.2 is 0.3).

    Raises ValueError for what is no finite number.
    """
    try:
        number = Decimal(f"{float(value):.15g}")
    except OverflowError as error:
        raise ValueError(value) from error
    if not number.is_finite():
        raise ValueError(value)
    return number


def cell_of(value: object) -> Cell:
    """The cell with a value of JSON or YAML, or the text of a .csv; None is empty."""
    match value:
        case None | "":
            return EMPTY
        case Cell():
            return value
        case bool():
            return Cell(value, general(value))
        case int() | float():
            try:
                number = number_of(value)
            except ValueError:
                return Cell(str(value), str(value))
            return Cell(number, general(number))
        case str():
            return Cell(value, value)
        case datetime.date():
            return Cell(value, f"{value:%d/%m/%Y}")
        case _:
            text = json.dumps(value, ensure_ascii=False, default=str)
            return Cell(text, text)
