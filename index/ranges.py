"""Ranges of years, numbers and days as people write them.

"2020..2024", ">=1/11/2024", "11/2024", "1,3"
"""

import operator
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Between:
    """A range of whole numbers from `least` to `most`, both in; None: without end.

    Days are numbers, too: 20241122.
    """

    least: int | None = None
    most: int | None = None


Ranges = tuple[Between, ...]  # any of them; none: anything
_Read = Callable[[str], Between | None]
_SIGNED = re.compile(r"(>=|<=|>|<)\s*(.+)")


def years(value: str) -> Ranges | None:
    """Return ranges of years of four digits; None for anything else."""
    found = _ranges(value, lambda text: _one(text) if re.fullmatch(r"[1-9][0-9]{3}", text) else None)
    return found if found and all(_within(one, 1000, 9999) for one in found) else None


def numbers(value: str) -> Ranges | None:
    """Return ranges of document numbers, up to six digits; None for anything else."""
    found = _ranges(value, lambda text: _one(text) if re.fullmatch(r"[0-9]{1,6}", text) else None)
    return found if found and all(_within(one, 0, 999_999) for one in found) else None


def days(value: str) -> Ranges | None:
    """Return ranges of days; months and years from their first to their last day.

    None for anything else.
    """
    return _ranges(value, _as_days, _day_beside)


def months(value: str) -> Ranges | None:
    """Return the days of months: "11/2024", "2024-11", "10-12/2024".

    From the first to the last; None for anything else.
    """
    spelt = re.sub(r"(?<!\d)(\d{1,2})-(\d{1,2})/(\d{4})(?!\d)", r"\1/\3..\2/\3", value)
    return _ranges(spelt, lambda text: _as_days(text) if _MONTHS.fullmatch(text) else None, _day_beside)


def joined(known: Ranges, more: Ranges) -> Ranges:
    """Return both lists together, any of which will do.

    But a beginning and an end make one range: "năm:>=2020 năm:<=2022".
    """
    if len(known) == len(more) == 1:
        for first, last in ((*known, *more), (*more, *known)):
            if first.most is None and last.least is None:
                return (Between(first.least, last.most),)
    return tuple(dict.fromkeys((*known, *more)))


def text(ranges: Ranges, shown: Callable[[int], str] = str) -> str:
    """Return ranges as they may be typed. `shown`: how each end is written."""
    return ",".join(_between_text(one, shown) for one in ranges)


def day_text(day: int) -> str:
    """Return the day 20241122 as "2024-11-22"."""
    return f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}"


def _one(text: str) -> Between:
    return Between(int(text), int(text))


def _as_days(text: str) -> Between | None:
    """Return the first and last day of a day, a month or a year.

    "2024-11-22", "22/11/2024", "22/11/24", the month "11/2024" and the year "2024".
    """
    for pattern in _DAYS:
        if found := pattern.fullmatch(text):
            year, month, day = (int(found[name]) if found[name] else 0 for name in ("year", "month", "day"))
            year += 2000 if year < 100 else 0
            try:
                first = date(year, month or 1, day or 1)
                last = date(year, month or 12, day or monthrange(year, month or 12)[1])
            except ValueError:
                return None
            return Between(int(f"{first:%Y%m%d}"), int(f"{last:%Y%m%d}"))
    return None


_MONTHS = re.compile(r"\d{1,2}[/-]\d{4}|\d{4}[/-]\d{1,2}")
_Y, _M, _D = r"(?P<year>[0-9]{4})", r"(?P<month>[0-9]{1,2})", r"(?P<day>[0-9]{1,2})"
_DAYS = (
    re.compile(f"{_Y}-{_M}-{_D}"),
    re.compile(f"{_D}[/.-]{_M}[/.-](?P<year>[0-9]{{4}}|[0-9]{{2}})"),
    re.compile(f"{_Y}[/-]{_M}(?P<day>)"),
    re.compile(f"{_M}[/-]{_Y}(?P<day>)"),
    re.compile(f"{_Y}(?P<month>)(?P<day>)"),
)


def _day_beside(day: int, step: int) -> int:
    there = date(day // 10000, day // 100 % 100, day % 100).toordinal() + step
    return int(f"{date.fromordinal(min(max(there, 1), date.max.toordinal())):%Y%m%d}")


def _ranges(value: str, read: _Read, beside: Callable[[int, int], int] = operator.add) -> Ranges | None:
    """Return one range of each part between commas; None where a part is no number."""
    found = [_between(part.strip(), read, beside) for part in value.split(",")]
    return None if None in found else tuple(filter(None, found))


def _between(value: str, read: _Read, beside: Callable[[int, int], int]) -> Between | None:
    """Return the range "a", "a..b", "a-b", "a..", ">=a" or "<a"; None for no number."""
    if alone := read(value):
        return alone
    if signed := _SIGNED.fullmatch(value):
        sign, edge = signed[1], read(signed[2])
        if edge is None or edge.least is None or edge.most is None:
            return None
        if sign.startswith(">"):
            return Between(least=edge.least if sign == ">=" else beside(edge.most, 1))
        return Between(most=edge.most if sign == "<=" else beside(edge.least, -1))
    first, dots, last = value.partition("..")
    if dots:
        return _from_to(first, last, read)
    halves = ((value[: one.start()], value[one.end() :]) for one in re.finditer("[-–]", value))
    return next((both for half in halves if all(half) and (both := _from_to(*half, read))), None)


def _from_to(first: str, last: str, read: _Read) -> Between | None:
    least, most = (read(part.strip()) if part else Between() for part in (first, last))
    if least is None or most is None or (not first and not last):
        return None
    return Between(least.least, most.most)


def _within(between: Between, least: int, most: int) -> bool:
    """Return whether its ends may be typed."""
    return all(end is None or least <= end <= most for end in (between.least, between.most))


def _between_text(between: Between, shown: Callable[[int], str]) -> str:
    if between.least == between.most and between.least is not None:
        return shown(between.least)
    least = shown(between.least) if between.least is not None else ""
    most = shown(between.most) if between.most is not None else ""
    return f"{least}..{most}"
