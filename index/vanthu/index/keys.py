"""What a text says in many ways and is one thing: a date, an article of a law, an amount of money, a share in percent.

Each becomes a key, a token of its own that reads as words joined by hyphens: "2024-11-22", "điều-18-khoản-3-điểm-a",
"1500000-đồng", "95-5-phần-trăm". Works on plain text (analysis.plain) with single spaces; what is typed is understood
without marks, too.

A text is not searched for all of it: a figure before one of few words, or "điều" before one, is rare, and what stands
around it is looked at.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from . import articles
from .articles import ALONE, END

_FIGURES = r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"  # "03/01/2019"
_IN_WORDS = r"(\d{1,2})\s+th(?:á|a)ng\s+(\d{1,2})(?:\s+n(?:ă|a)m\s+|[/.-])(\d{4})"  # "3 tháng 01 năm 2019"
_KEY = r"(\d{4})-(\d{1,2})-(\d{1,2})"  # as the key itself is written
DATE = re.compile(rf"(?<![\w/.-])(?:{_FIGURES}|{_IN_WORDS}|{_KEY}){END}")
# What a text holds is read with less care than what is typed: one key too many does no harm, one too few does.
_STORED_FIGURES = re.compile(rf"(?<![\d/]){_FIGURES}(?!\d|/\w)")  # "01-05/11/2024" has the fifth
_STORED_KEY = re.compile(rf"(?<![\d-]){_KEY}(?!\d)")
_STORED_SPACED = re.compile(r"(?<!\d)(\d{1,2})\s*[/-]\s*(\d{1,2})\s*[/-]\s*(\d{4})(?!\d)")
_STORED_WORDS = re.compile(r"(?<!\d)(\d{1,2}),?\s+tháng\s+(\d{1,2})(?:,?\s+năm\s+|[/.-])(\d{4})(?!\d)")

_NUMBER = rf"{ALONE}(\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?)"
_TIMES = {"nghìn": 10**3, "ngàn": 10**3, "nghin": 10**3, "ngan": 10**3, "triệu": 10**6, "trieu": 10**6,
          "tỷ": 10**9, "tỉ": 10**9, "ty": 10**9, "ti": 10**9}  # fmt: skip
_TIMES_WORD = "|".join(_TIMES)
_MONEY = re.compile(rf"{_NUMBER}\s*(?:({_TIMES_WORD})\s*)?(?:({_TIMES_WORD})\s*)?(?:[đd](?:ồ|o)ng|vnđ|vnd){END}")
_BARE_MONEY = re.compile(r"\d{1,4}(?:,\d+)?\s*dong$")  # "thôn 2 Đông Hà" typed without marks
_SHORT_MONEY = re.compile(rf"{ALONE}(\d{{1,3}}(?:\.\d{{3}})+|\d{{4,}})()()[đd]{END}")
_PERCENT = re.compile(rf"{ALONE}(\d+(?:[.,]\d+)?)\s*(?:%|ph(?:ầ|a)n\s+tr(?:ă|a)m){END}")
# A figure and the word behind it: with luck the beginning of a date in words, of money, of a share.
_FIGURE = re.compile(rf"[0-9][0-9.,]*\s*(,?\stháng|[/-]\s|đồng|vn[đd]|%|phần|{_TIMES_WORD})")


def found(text: str) -> list[str]:
    """Every key of a whole text, but for those of a piece without spaces (of_piece)."""
    if text.isascii():  # as typed by somebody without a keyboard for Vietnamese
        return [key for *_, several in typed(text) for key in several]
    keys = list(articles.found(text))
    for figure in _FIGURE.finditer(text):
        pattern, key = _KINDS.get(figure[1].strip(" ,"), _AMOUNT)
        if whole := pattern.match(text, figure.start()):
            keys.append(key(whole))
    return keys


def of_piece(piece: str) -> list[str]:
    """The keys of a piece between spaces: "22/11/2024", "95%", "1.500.000đ"."""
    if not any(letter.isdigit() for letter in piece):
        return []
    keys = [day(one) for one in (*_STORED_FIGURES.finditer(piece), *_STORED_KEY.finditer(piece))]
    keys += [_percent(one) for one in _PERCENT.finditer(piece)] if "%" in piece else []
    keys += [_money(one) for one in _SHORT_MONEY.finditer(piece)] if "đ" in piece else []
    return keys


def typed(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where a typed text holds keys, and which; in their order, none within another."""
    places = [(one.start(), -one.end(), articles.narrowest(one)) for one in articles.CITED.finditer(text)]
    places += [
        (one.start(), -one.end(), (key(one),))
        for pattern, key in ((DATE, day), (_MONEY, _money), (_SHORT_MONEY, _money), (_PERCENT, _percent))
        for one in pattern.finditer(text)
        if not _BARE_MONEY.fullmatch(one[0])
    ]
    end = 0
    for start, minus_end, several in sorted(places):
        if start >= end:
            end = -minus_end
            yield start, end, several


def is_day(key: str) -> bool:
    return re.fullmatch(_KEY, key) is not None


def day(date: re.Match[str]) -> str:
    parts = [part for part in date.groups() if part is not None]
    year, month, of_month = parts if len(parts[0]) == 4 else parts[::-1]
    return f"{year}-{int(month):02}-{int(of_month):02}"


def _money(one: re.Match[str]) -> str:
    """In đồng: "1,5 triệu", "2 nghìn tỷ"."""
    times = _TIMES.get(one[2] or "", 1) * _TIMES.get(one[3] or "", 1)
    return f"{_figures(Decimal(one[1].replace('.', '').replace(',', '.')) * times)}-đồng"


def _percent(one: re.Match[str]) -> str:
    return f"{_figures(Decimal(one[1].replace(',', '.')))}-phần-trăm"


def _figures(value: Decimal) -> str:
    """ "95-5": a hyphen for the comma, no zeros behind it."""
    return f"{value.normalize():f}".replace(".", "-")


_AMOUNT = _MONEY, _money
_SHARE, _SPACED = (_PERCENT, _percent), (_STORED_SPACED, day)
# By what stands behind a figure; money, where it is nothing of this.
_KINDS = {"tháng": (_STORED_WORDS, day), "/": _SPACED, "-": _SPACED, "%": _SHARE, "phần": _SHARE}
