"""Keys: one token for what texts write in many ways, as dates or amounts.

A date, an article of a law, an amount of money, a percentage: each becomes a token of its own that reads as words
joined by hyphens: "2024-11-22", its month "2024-11", "điều-18-khoản-3-điểm-a", "1500000-đồng", "95-5-phần-trăm"; and a
code that is written apart, "02 / QĐ - UBND", the "2/qđ-ubnd" that it is otherwise. Works on plain text
(analysis.plain), with or without diacritics.

A text is not searched for all of it: a number before one of few words, or "điều" before one, is rare, and only its
surroundings are read.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from doc_engine.document_types import DocumentType

from . import articles
from .articles import END

_YEAR = r"(\d{4}|\d\d)"
_FIGURES = rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-]{_YEAR}"  # "03/01/2019", "3/1/19"
_IN_WORDS = r"(\d{1,2})\s+th[áa]ng\s+(\d{1,2})(?:\s+n[ăa]m\s+|[/.-])(\d{4})"  # "3 tháng 01 năm 2019"
_KEY = r"(\d{4})-(\d{1,2})-(\d{1,2})"  # as the key itself is written
_DATE = re.compile(rf"(?<![\w/.-])(?:{_FIGURES}|{_IN_WORDS}|{_KEY}){END}")
_MONTH = re.compile(
    r"(?<![\w/.-])(?:th[áa]ng\s+(\d{1,2})(?:,?\s+n[ăa]m\s+|\s*[/.-]\s*)(\d{4})"
    rf"|(?<!qu[ýy]\s)(\d{{1,2}})/((?:19|20)\d\d)){END}"
)  # "tháng 11/2024", "11/2024", not "quý 4/2024"
_STORED_MONTH = re.compile(r"th[áa]ng\s+(\d{1,2})(?:,?\s+n[ăa]m\s+|\s*[/.-]\s*)(\d{4})(?!\d)")
# Dates of a stored text are matched more loosely than typed ones: one key too many does no harm, one too few does.
_STORED_FIGURES = re.compile(rf"(?<![\d/]){_FIGURES}(?!\d|/\w)")  # "01-05/11/2024" has the fifth
_STORED_KEY = re.compile(rf"(?<![\d-]){_KEY}(?!\d)")
_STORED_SPACED = re.compile(r"(?<!\d)(\d{1,2})\s*[/-]\s*(\d{1,2})\s*[/-]\s*(\d{4})(?!\d)")
# Apart only an abbreviated body: "02/QĐ-UBND - Ban hành …" is a code and its subject.
_BODY = r"(?:ubnd|h[đd]nd|cp|ttg|tw|[bcdđghklmnpqrstvx]{2,8})(?!\w)"
_SYMBOL = rf"[a-zđ]+(?:(?:[-&][a-zđ]+)++|\s?-\s?{_BODY}(?:[-&][a-zđ]+)*+)"
_CODE_APART = re.compile(rf"(?<![\w/.-])(\d{{1,6}})\s?/\s?((?:\d{{4}}\s?/\s?)?{_SYMBOL})")
_SLASH_APART = re.compile(r"/(?:(?<=\s/)|\s|[a-zđ]{1,8}(?:\s-|-\s))")  # quicker to look for than the code
_BEFORE_SLASH = re.compile(r"\d{1,6}\s?\Z")
_KINDS = sorted({kind.abbreviation.lower() for kind in DocumentType if kind.abbreviation}, key=len, reverse=True)
_SAID_APART = re.compile(
    r"(?<![\w/.-])(?!(?:19|20)\d\d\s)(\d{1,6})[\s.]+"
    rf"({'|'.join([*_KINDS, *(one.replace('đ', 'd') for one in _KINDS)])})[\s.-]+(ubnd|h[đd]nd)(?![\w/-])"
)  # "02 QĐ UBND"
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
_CURRENCY = r"(?:[đd][ồo]ng|vn[đd]|[đd])"
_MONEY = re.compile(
    rf"{_NUMBER}\s*(?:({_TIMES_WORD})\s*)?(?:({_TIMES_WORD})\s*)?"
    rf"(?P<more>(?(2)(?:\d{{1,3}}\s*(?:{_TIMES_WORD})\s*){{0,2}})){_CURRENCY}{_AMOUNT_END}"
)  # "1 tỷ 200 triệu đồng" is one amount, "khoản 3 95 triệu đồng" is 95 million
# Without "đồng" only what is surely money: "1,5 tỷ", "200 triệu"; not "tỷ lệ", "triệu tập", "Triệu Sơn".
_ROUND_MONEY = re.compile(
    rf"{_NUMBER}\s*(tri[ệe]u|t[ỷỉyi])()(?P<more>(?:\s*\d{{1,3}}\s*(?:tri[ệe]u|ngh[ìi]n|ng[àa]n))?){_AMOUNT_END}"
    r"(?!\s+(?:t[ậa]p|h[ồo]i|l[ệe]|su[ấa]t|tr[ọo]ng|gi[áa]|phong|s[ơo]n|ph[úu]|ng[ưu][ờo]i)(?!\w))"
)
_YEARS = re.compile(r"(?:19|20)\d\d")
_AND_MORE = re.compile(rf"(\d{{1,3}})\s*({_TIMES_WORD})")
_BETWEEN_TWO = ("-", "đến", "den", "và", "va", ",")
_TO = re.compile(r"(?<![\w.,/])(\d[\d.,]{0,20})\s*(?:-|[đd][ếe]n|v[àa]|,)\s*\Z")  # before the second of two
_BARE_MONEY = re.compile(
    r"\d{1,4}(?:,\d+)?\s*(?:[đd][ồo]ng|[đd])"
)  # "năm 2024 Đồng Phúc", "thôn 2 Đông Hà", "3 đồng chí"
_POINT = re.compile(r"\d+\.\d{1,2}")  # "1.5 triệu"
_PERCENT = re.compile(rf"{_AMOUNT}(\d{{1,9}}(?:[.,]\d{{1,9}})?)\s*(?:%|ph[ầa]n\s+tr[ăa]m){_AMOUNT_END}")
# A number and what follows it: perhaps the beginning of a date, a percentage, an amount.
_FIGURE = re.compile(
    rf"[0-9][0-9.,]{{0,24}}(?:(?P<day>,?\s+th[áa]ng|[/-]\s|\s+[/-])|\s*(?P<share>%|ph[ầa]n)"
    rf"|\s*(?P<money>[đd]|vn[đd]|{_TIMES_WORD}))"
)


def found(text: str) -> list[str]:
    """Return every key of a whole text, except those of a single piece (of_piece)."""
    keys = [*articles.found(text), *map(_month, _STORED_MONTH.finditer(text))]
    for figure in _FIGURE.finditer(text):
        keys += _begun(text, figure)
    for slash in _SLASH_APART.finditer(text):
        number = _BEFORE_SLASH.search(text, max(0, slash.start() - 8), slash.start())
        one = _CODE_APART.match(text, number.start()) if number else None
        keys += [*_codes(one), _symbol(one)] if one and _is_apart(one[0]) else []
    return keys


def of_piece(piece: str) -> list[str]:
    """Return the days of a piece between spaces, "22/11/2024", and their months."""
    if not any(letter.isdigit() for letter in piece):
        return []
    days = filter(None, map(_day, (*_STORED_FIGURES.finditer(piece), *_STORED_KEY.finditer(piece))))
    return [key for day in days for key in _with_month(day)]


def typed(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield start, end and keys of each place in a typed text that has keys, in order.

    No place is within another.
    """
    codes = [(one.start(), one.end(), _codes(one)) for one in _CODE_APART.finditer(text) if _is_apart(one[0])]
    codes += [(one.start(), one.end(), (f"{int(one[1])}/{one[2]}-{one[3]}",)) for one in _SAID_APART.finditer(text)]
    months = [(one.start(), one.end(), (month,)) for one in _MONTH.finditer(text) if (month := _month(one))]
    return _apart([*_cited(text), *_amounts(text), *_single(text, _DATE), *months, *codes])


def spoken_of(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the places of keys as `typed` does, but in a stored text."""
    days = (_STORED_FIGURES, _STORED_KEY, _STORED_SPACED, _STORED_WORDS)
    found = [one for pattern in days for one in _single(text, pattern)]
    # A day is found by its month, too.
    found = [(start, stop, (*several, several[0][:7])) for start, stop, several in found]
    found += [(one.start(), one.end(), (_month(one),)) for one in _STORED_MONTH.finditer(text)]
    found += [(one.start(), one.end(), _codes(one)) for one in _CODE_APART.finditer(text) if _is_apart(one[0])]
    return _apart([*_cited(text), *_amounts(text), *found])


def is_day(key: str) -> bool:
    return re.fullmatch(_KEY, key) is not None


_Place = tuple[int, int, tuple[str, ...]]


def _apart(places: list[_Place]) -> Iterator[_Place]:
    """Yield the first of overlapping places, the longest of those that begin together."""
    end = 0
    for start, stop, several in sorted(places, key=lambda one: (one[0], -one[1])):
        if start >= end:
            end = stop
            yield start, stop, several


def _cited(text: str) -> Iterator[_Place]:
    return ((one.start(), one.end(), articles.narrowest(one)) for one in articles.CITED.finditer(text))


def _amounts(text: str) -> Iterator[_Place]:
    for pattern, key in ((_MONEY, _money), (_ROUND_MONEY, _money), (_PERCENT, _percent)):
        for one in pattern.finditer(text):
            if _is_amount(one):
                yield one.start(), one.end(), (key(one),)


def _is_amount(one: re.Match[str]) -> bool:
    """Return whether it is an amount: "3 đồng chí" is none, "2024 tỷ" has a year."""
    return not (_BARE_MONEY.fullmatch(one[0]) or (one.re is _ROUND_MONEY and _YEARS.fullmatch(one[1])))


def _single(text: str, days: re.Pattern[str]) -> Iterator[_Place]:
    read = ((one, _day(one)) for one in days.finditer(text))
    return ((one.start(1) if one[1] else one.start(), one.end(), (day,)) for one, day in read if day)


def _begun(text: str, figure: re.Match[str]) -> list[str]:
    """Return the keys that begin with that number, or have it in their middle."""
    at = figure.start()
    if figure.lastgroup == "day":
        written = _STORED_WORDS.match(text, at) or _STORED_SPACED.search(text, max(0, at - 6), at + 20)
        day = _day(written) if written else ""
        return [*_with_month(day), *_days_before(text, at, day)] if day else []
    pattern, key = (_PERCENT, _percent) if figure.lastgroup == "share" else (_MONEY, _money)
    amount = pattern.match(text, at) or (_ROUND_MONEY.match(text, at) if pattern is _MONEY else None)
    if amount is None or not _is_amount(amount):
        return []
    lower = _first_of_two(text, at)  # "15-20 triệu đồng": fifteen million, too
    again = amount.re.fullmatch(f"{lower[1].rstrip('.,')}{amount[0][len(amount[1]) :]}") if lower else None
    return [key(amount), *([key(again)] if again else [])]


def _first_of_two(text: str, at: int) -> re.Match[str] | None:
    """Return the number before the one that begins there."""
    return _TO.search(text, max(0, at - 30), at) if text[max(0, at - 4) : at].rstrip().endswith(_BETWEEN_TWO) else None


def _days_before(text: str, at: int, day: str) -> list[str]:
    """Return the first of two days: of "ngày 8 và 9 tháng 1 năm 2026" the 8th.

    Also of "từ 10 đến 12 / 01 / 2026"; not before a day without spaces.
    """
    first = _first_of_two(text, at)
    return [f"{day[:8]}{int(first[1]):02}"] if first and first[1].isdecimal() and 0 < int(first[1]) <= 31 else []


def _day(date: re.Match[str]) -> str:
    """Return the key of a day; "" for what is no day of any year."""
    parts = [part for part in date.groups() if part is not None]
    year, month, of_month = parts if len(parts[0]) == 4 else parts[::-1]
    if not (0 < int(month) <= 12 and 0 < int(of_month) <= 31):
        return ""
    return f"{year if len(year) == 4 else f'20{year}'}-{int(month):02}-{int(of_month):02}"


def _with_month(day: str) -> tuple[str, ...]:
    return (day, day[:7]) if day else ()


def _month(one: re.Match[str]) -> str:
    month, year = (part for part in one.groups() if part is not None)
    return f"{year}-{int(month):02}" if 0 < int(month) <= 12 else ""


def _is_apart(code: str) -> bool:
    return any(letter.isspace() for letter in code)


def _codes(one: re.Match[str]) -> tuple[str, ...]:
    """Return "2/qđ-ubnd"; for "30/2020/nđ-cp" two tokens, as written without spaces."""
    year, slash, symbol = "".join(one[2].split()).rpartition("/")
    return (f"{int(one[1])}/{year}", symbol) if slash else (f"{int(one[1])}/{symbol}",)


def _symbol(one: re.Match[str]) -> str:
    return "".join(one[2].split()).rpartition("/")[2]


def _money(one: re.Match[str]) -> str:
    """Return the key in đồng of "1,5 triệu", "2 nghìn tỷ", "1 tỷ 200 triệu"."""
    times = _TIMES.get(one[2] or "", 1) * _TIMES.get(one[3] or "", 1)
    value = one[1] if _POINT.fullmatch(one[1]) else one[1].replace(".", "").replace(",", ".")
    more = sum(int(count) * _TIMES[unit] for count, unit in _AND_MORE.findall(one["more"] or ""))
    return f"{_figures(Decimal(value) * times + more)}-đồng"


def _percent(one: re.Match[str]) -> str:
    return f"{_figures(Decimal(one[1].replace(',', '.')))}-phần-trăm"


def _figures(value: Decimal) -> str:
    """Return "95-5" for 95,5: a hyphen for the comma, no zeros behind it."""
    return f"{value.normalize():f}".replace(".", "-")
