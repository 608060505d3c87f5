"""Administrative units of Vietnam by code and date, and the reform of 1 July 2025.

A unit is never found by its name alone: "Bạch Thông" was a district of Bắc Kạn until 30 June 2025 and is a commune of
Thái Nguyên since. Codes too are used again (01969 was the township Phủ Thông and is now the commune Phủ Thông), so that
a unit is a code *and* a date.

The data begin on 1 January 2019 (SURE_FROM) and end with the reform; changes after 1 July 2025 are not in them. An
office adds and dates units in a file of its own.

model.py     a unit, a succession
tables.py    the tables that come with the program
register.py  look-ups by code, name and day
own.py       the file of an office; own_form.py, the blank one

Law: Nghị quyết 202/2025/QH15; Quyết định 19/2025/QĐ-TTg (codes).
"""

from .model import (
    LAST_DAY_BEFORE,
    REFORM,
    SURE_FROM,
    AdminUnit,
    Kind,
    Level,
    Succession,
    UnitNotFound,
    unsure_words,
)
from .register import Own, Units

_registers: list[Units] = [Units()]  # the shipped one, and the one of the office that this process works for


def units() -> Units:
    """The one register of this process."""
    return _registers[-1]


def use(own: Own | None) -> None:
    """Make the register of this process one with an office's own units.

    None: the shipped one.
    An `own` that equals the one in use changes nothing: what was read stays read.
    """
    if own is None or own != _registers[-1].own:
        _registers[1:] = [Units(own)] if own else []


__all__ = [
    "LAST_DAY_BEFORE",
    "REFORM",
    "SURE_FROM",
    "AdminUnit",
    "Kind",
    "Level",
    "Own",
    "Succession",
    "UnitNotFound",
    "Units",
    "units",
    "unsure_words",
    "use",
]
