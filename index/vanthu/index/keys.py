"""What a text says in many ways and is one thing: a date, an article of a law, an amount of money, a share in percent.

Each becomes a key, a token of its own that reads as words joined by hyphens: "2024-11-22", "điều-18-khoản-3-điểm-a",
"1500000-đồng", "95-5-phần-trăm". Works on plain text (analysis.plain) with single spaces; what is typed is understood
without marks, too.

A text is not searched for all of it: each kind has a word or sign that is rare, and what stands around it is looked at.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

_FIGURES = r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"  # "03/01/2019"
_IN_WORDS = r"(\d{1,2})\s+th(?:á|a)ng\s+(\d{1,2})(?:\s+n(?:ă|a)m\s+|[/.-])(\d{4})"  # "3 tháng 01 năm 2019"
_DATE_END = r"(?!\w|[/&-]\w|[.,]\d)"
_KEY = r"(\d{4})-(\d{1,2})-(\d{1,2})"  # as the key itself is written
DATE = re.compile(rf"(?<![\w/.-])(?:{_FIGURES}|{_IN_WORDS}|{_KEY}){_DATE_END}")
# The same two halves of a date in words, to be held against what stands before and behind each "tháng".
_DAY_BEFORE = re.compile(r"(?<![\w/.-])(\d{1,2})\s+$")
_YEAR_BEHIND = re.compile(rf"tháng\s+(\d{{1,2}})(?:\s+năm\s+|[/.-])(\d{{4}}){_DATE_END}")

_ALONE, _END = r"(?<![\w/.,&-])", _DATE_END  # not a part of something longer
_POINT, _CLAUSE, _ARTICLE = r"đi(?:ể|e)m\s+([a-zđ])", r"kho(?:ả|a)n\s+(\d{1,3})", r"đi(?:ề|e)u\s+(\d{1,4}[a-zđ]?)"
_BETWEEN = r"(?:\s*,)?\s+"
_CITED = re.compile(
    rf"{_ALONE}(?:(?:{_POINT}{_BETWEEN})?{_CLAUSE}{_BETWEEN})?{_ARTICLE}{_END}"
    rf"(?:{_BETWEEN}{_CLAUSE}(?:{_BETWEEN}{_POINT})?{_END})?".replace("đi", "[đd]i")
)
_CITED_FROM = 32  # letters before "điều" that may belong to it

_NUMBER = rf"{_ALONE}(\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?)"
_TIMES = {"nghìn": 10**3, "ngàn": 10**3, "nghin": 10**3, "ngan": 10**3, "triệu": 10**6, "trieu": 10**6,
          "tỷ": 10**9, "tỉ": 10**9, "ty": 10**9, "ti": 10**9}  # fmt: skip
_TIMES_WORDS = tuple(_TIMES)
_MONEY = re.compile(rf"{_NUMBER}\s*(?:({'|'.join(_TIMES)})\s*)?(?:[đd](?:ồ|o)ng|vnđ|vnd){_END}")
_BARE_MONEY = re.compile(r"\d{1,4}(?:,\d+)?\s*dong$")  # "thôn 2 Đông Hà" typed without marks
_SHORT_MONEY = re.compile(rf"{_ALONE}(\d{{1,3}}(?:\.\d{{3}})+|\d{{4,}})[đd]{_END}")
_PERCENT = re.compile(rf"{_ALONE}(\d+(?:[.,]\d+)?)\s*(?:%|ph(?:ầ|a)n\s+tr(?:ă|a)m){_END}")
_AMOUNT_BEFORE = 32  # letters


def found(text: str) -> list[str]:
    """Every key of a whole text, but for those of a piece without spaces (of_piece)."""
    keys = [*_days(text), *_articles(text)]
    for word, pattern, key in (
        ("đồng", _MONEY, _money),
        ("vnđ", _MONEY, _money),
        ("vnd", _MONEY, _money),
        ("phần trăm", _PERCENT, _percent),
        (" %", _PERCENT, _percent),
    ):
        keys += _before(text, word, pattern, key)
    return keys


def of_piece(piece: str) -> list[str]:
    """The keys of a piece between spaces: "22/11/2024", "95%", "1.500.000đ"."""
    if not any(letter.isdigit() for letter in piece):
        return []
    keys = [day(one) for one in DATE.finditer(piece)]
    keys += [_percent(one) for one in _PERCENT.finditer(piece)] if "%" in piece else []
    keys += [_money(one) for one in _SHORT_MONEY.finditer(piece)] if "đ" in piece else []
    return keys


def typed(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a typed text holds a key, and which; in their order, none within another."""
    several: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
        (DATE, day), (_CITED, lambda one: _article(one)[-1]), (_MONEY, _money), (_SHORT_MONEY, _money),
        (_PERCENT, _percent),
    )  # fmt: skip
    places = sorted(
        (one.start(), -one.end(), key(one))
        for pattern, key in several
        for one in pattern.finditer(text)
        if not _BARE_MONEY.fullmatch(one[0])
    )
    end = 0
    for start, minus_end, key in places:
        if start >= end:
            end = -minus_end
            yield start, end, key


def day(date: re.Match[str]) -> str:
    parts = [part for part in date.groups() if part is not None]
    year, month, of_month = parts if date[7] else parts[::-1]
    return f"{year}-{int(month):02}-{int(of_month):02}"


def _days(text: str) -> Iterator[str]:
    """Of the dates in words. A date in figures is a piece by itself."""
    for place in _places(text, "tháng"):
        before = _DAY_BEFORE.search(text[max(0, place - 8) : place])
        if before and (rest := _YEAR_BEHIND.match(text, place)):
            yield f"{rest[2]}-{int(rest[1]):02}-{int(before[1]):02}"


def _articles(text: str) -> Iterator[str]:
    for place in _places(text, "điều "):
        if text[place + 5 : place + 6].isdigit():
            start = max(0, place - _CITED_FROM)
            for one in _CITED.finditer(text, start, place + 64):
                if one.start() <= place < one.end():
                    yield from _article(one)


def _article(cited: re.Match[str]) -> list[str]:
    """The keys of an article, of its clause and of its point, as far as they are named; the narrowest last."""
    point, clause, article, clause_behind, point_behind = cited.groups()
    keys = [f"điều-{article.lstrip('0') or '0'}"]
    if clause or clause_behind:
        keys.append(f"{keys[-1]}-khoản-{int(clause or clause_behind)}")
    if point or point_behind:
        keys.append(f"{keys[-1]}-điểm-{point or point_behind}")
    return keys


def _money(one: re.Match[str]) -> str:
    times = _TIMES.get(one[2] or "", 1) if len(one.groups()) > 1 else 1
    value = Decimal(one[1].replace(".", "").replace(",", ".")) * times
    return f"{int(value)}-đồng"


def _percent(one: re.Match[str]) -> str:
    whole, _, part = one[1].replace(".", ",").partition(",")
    part = part.rstrip("0")
    return f"{int(whole)}-{part}-phần-trăm" if part else f"{int(whole)}-phần-trăm"


def _before(text: str, word: str, pattern: re.Pattern[str], key: Callable[[re.Match[str]], str]) -> Iterator[str]:
    for place in _places(text, word):
        before = text[max(0, place - 7) : place].rstrip()
        if not before[-1:].isdigit() and not before.endswith(_TIMES_WORDS):  # "hội đồng"
            continue
        for one in pattern.finditer(text, max(0, place - _AMOUNT_BEFORE), place + len(word)):
            if one.end() == place + len(word) and not text[one.end() : one.end() + 1].isalnum():
                yield key(one)


def _places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)
