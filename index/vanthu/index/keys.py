"""What a text says in many ways and is one thing: a date, an article of a law, an amount of money, a share in percent.

Each becomes a key, a token of its own that reads as words joined by hyphens: "2024-11-22", "điều-18-khoản-3-điểm-a",
"1500000-đồng", "95-5-phần-trăm". Works on plain text (analysis.plain), with marks and without.

A text is not searched for all of it: a figure before one of few words, or "điều" before one, is rare, and what stands
around it is looked at.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from . import articles
from .articles import END

_FIGURES = r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"  # "03/01/2019"
_IN_WORDS = r"(\d{1,2})\s+th[áa]ng\s+(\d{1,2})(?:\s+n[ăa]m\s+|[/.-])(\d{4})"  # "3 tháng 01 năm 2019"
_KEY = r"(\d{4})-(\d{1,2})-(\d{1,2})"  # as the key itself is written
_DATE = re.compile(rf"(?<![\w/.-])(?:{_FIGURES}|{_IN_WORDS}|{_KEY}){END}")
# Dates of a stored text are read with less care than those typed: one key too many does no harm, one too few does.
_STORED_FIGURES = re.compile(rf"(?<![\d/]){_FIGURES}(?!\d|/\w)")  # "01-05/11/2024" has the fifth
_STORED_KEY = re.compile(rf"(?<![\d-]){_KEY}(?!\d)")
_STORED_SPACED = re.compile(r"(?<!\d)(\d{1,2})\s*[/-]\s*(\d{1,2})\s*[/-]\s*(\d{4})(?!\d)")
_STORED_WORDS = re.compile(
    r"(?:[\d.,]{0,9}[.,])?(?<!\d)(\d{1,2}),?\s+th[áa]ng\s+(\d{1,2})(?:,?\s+n[ăa]m\s+|\s*[/.-]\s*)(\d{4})(?!\d)"
)  # "4,5 tháng 11, năm 2024" has the fifth

_TIMES = {"nghìn": 10**3, "ngàn": 10**3, "nghin": 10**3, "ngan": 10**3, "triệu": 10**6, "trieu": 10**6,
          "tỷ": 10**9, "tỉ": 10**9, "ty": 10**9, "ti": 10**9}  # fmt: skip
_TIMES_WORD = "|".join(_TIMES)
_AMOUNT, _AMOUNT_END = r"(?<![\w/.,&])", r"(?!\w|[&-]\w|/\d|[.,]\d)"  # "90-95%", "50.000 đồng/người"
_NUMBER = (
    rf"{_AMOUNT}(\d{{1,3}}(?:\.\d{{3}}){{1,6}}(?:,\d{{1,9}})?|\d{{1,18}}(?:,\d{{1,9}})?"
    rf"|\d{{1,9}}\.\d{{1,2}}(?=\s*(?:{_TIMES_WORD})))"
)
_MONEY = re.compile(
    rf"{_NUMBER}\s*(?:({_TIMES_WORD})\s*)?(?:({_TIMES_WORD})\s*)?(?:[đd][ồo]ng|vn[đd]|[đd]){_AMOUNT_END}"
)
_BARE_MONEY = re.compile(
    r"\d{1,4}(?:,\d+)?\s*(?:[đd][ồo]ng|[đd])"
)  # "năm 2024 Đồng Phúc", "thôn 2 Đông Hà", "3 đồng chí"
_POINT = re.compile(r"\d+\.\d{1,2}")  # "1.5 triệu"
_PERCENT = re.compile(rf"{_AMOUNT}(\d{{1,9}}(?:[.,]\d{{1,9}})?)\s*(?:%|ph[ầa]n\s+tr[ăa]m){_AMOUNT_END}")
# A figure and what stands behind it: with luck the beginning of a date, of a share, of money.
_FIGURE = re.compile(
    rf"[0-9][0-9.,]{{0,24}}(?:(?P<day>,?\s+th[áa]ng|[/-]\s|\s+[/-])|\s*(?P<share>%|ph[ầa]n)"
    rf"|\s*(?P<money>[đd]|vn[đd]|{_TIMES_WORD}))"
)


def found(text: str) -> list[str]:
    """Every key of a whole text, but for those of a piece without spaces (of_piece)."""
    keys = list(articles.found(text))
    keys += filter(None, (_begun(text, figure) for figure in _FIGURE.finditer(text)))
    return keys


def of_piece(piece: str) -> list[str]:
    """The days of a piece between spaces: "22/11/2024"."""
    if not any(letter.isdigit() for letter in piece):
        return []
    return [_day(one) for one in (*_STORED_FIGURES.finditer(piece), *_STORED_KEY.finditer(piece))]


def typed(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where a typed text holds keys, and which; in their order, none within another."""
    return _apart([*_cited(text), *_amounts(text), *_single(text, _DATE)])


def spoken_of(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """As `typed`, of a text as it is stored."""
    days = (_STORED_FIGURES, _STORED_KEY, _STORED_SPACED, _STORED_WORDS)
    return _apart([*_cited(text), *_amounts(text), *(one for pattern in days for one in _single(text, pattern))])


def is_day(key: str) -> bool:
    return re.fullmatch(_KEY, key) is not None


_Place = tuple[int, int, tuple[str, ...]]


def _apart(places: list[_Place]) -> Iterator[_Place]:
    """The first of those that overlap, and of those that begin together the longest."""
    end = 0
    for start, stop, several in sorted(places, key=lambda one: (one[0], -one[1])):
        if start >= end:
            end = stop
            yield start, stop, several


def _cited(text: str) -> Iterator[_Place]:
    return ((one.start(), one.end(), articles.narrowest(one)) for one in articles.CITED.finditer(text))


def _amounts(text: str) -> Iterator[_Place]:
    for pattern, key in ((_MONEY, _money), (_PERCENT, _percent)):
        for one in pattern.finditer(text):
            if not _BARE_MONEY.fullmatch(one[0]):
                yield one.start(), one.end(), (key(one),)


def _single(text: str, days: re.Pattern[str]) -> Iterator[_Place]:
    return ((one.start(1) if one[1] else one.start(), one.end(), (_day(one),)) for one in days.finditer(text))


def _begun(text: str, figure: re.Match[str]) -> str:
    """The key that begins with that figure, or has it in its middle; "" where there is none."""
    at = figure.start()
    if figure.lastgroup == "day":
        day = _STORED_WORDS.match(text, at) or _STORED_SPACED.search(text, max(0, at - 6), at + 20)
        return _day(day) if day else ""
    pattern, key = (_PERCENT, _percent) if figure.lastgroup == "share" else (_MONEY, _money)
    amount = pattern.match(text, at)
    return key(amount) if amount and not _BARE_MONEY.fullmatch(amount[0]) else ""


def _day(date: re.Match[str]) -> str:
    parts = [part for part in date.groups() if part is not None]
    year, month, of_month = parts if len(parts[0]) == 4 else parts[::-1]
    return f"{year}-{int(month):02}-{int(of_month):02}"


def _money(one: re.Match[str]) -> str:
    """In đồng: "1,5 triệu", "2 nghìn tỷ"."""
    times = _TIMES.get(one[2] or "", 1) * _TIMES.get(one[3] or "", 1)
    value = one[1] if _POINT.fullmatch(one[1]) else one[1].replace(".", "").replace(",", ".")
    return f"{_figures(Decimal(value) * times)}-đồng"


def _percent(one: re.Match[str]) -> str:
    return f"{_figures(Decimal(one[1].replace(',', '.')))}-phần-trăm"


def _figures(value: Decimal) -> str:
    """ "95-5": a hyphen for the comma, no zeros behind it."""
    return f"{value.normalize():f}".replace(".", "-")
