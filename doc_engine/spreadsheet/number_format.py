"""Number formats: the text that Excel shows for a stored number.

Source: ECMA-376, Part 1, 18.8.30 (numFmt, the built-in formats) and 18.8.31 (the codes). Shown as on a PC with
Vietnamese settings: decimal comma, thousands apart by points, day before month. Colours, fillers and column widths
change no value and are left out.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, DecimalException
from functools import lru_cache

from .cell import Cell, Look, general

# 18.8.30. The identifiers 14 to 22 and 27 to 58 follow the language of the PC; these are those of Việt Nam.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "dd/mm/yyyy", 15: "dd-mmm-yy", 16: "dd-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0", 42: "#,##0;-#,##0", 43: "#,##0.00",
    44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<filler>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<half>AM/PM|A/P)|(?P<exponent>E[+-])|(?P<date>y+|m+|d+|h+|s+)|(?P<digit>[0#?])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_EPOCH, _EPOCH_1904 = datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1)  # noqa: DTZ001  # no zone
_LEAP_DAY = 60  # 29/02/1900, which never was: Excel counts it
_LAST_DAY = 2_958_465  # 31/12/9999
_DAYS_TO_1904 = 1462
_DAY_SECONDS = 86_400
_LONGEST = 255  # letters: Excel's own limit


@dataclass(frozen=True, slots=True)
class _Token:
    """A part of a format. `kind`: a group of `_TOKEN`, or "elapsed" or "minutes"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of a format: for positive, negative, zero, or its own condition."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, Decimal] | None

    @property
    def is_date(self) -> bool:
        return any(token.kind in ("date", "half", "elapsed", "minutes") for token in self.tokens)

    def has(self, kind: str, text: str = "") -> bool:
        return any(token.kind == kind and text in ("", token.text) for token in self.tokens)


def cell_with(value: Decimal, code: str, *, from_1904: bool = False) -> Cell:
    """The cell of a stored number under a format. `from_1904`: days are counted so."""
    sections = _sections(code[:_LONGEST])
    section, unsigned = _chosen(sections, value)
    if section.is_date:
        return _moment(value, section, from_1904=from_1904)
    if not section.tokens and len(sections) > 1:
        return Cell(value, general(value), Look.UNSURE)  # ";;;" hides the cell
    if section.has("general") or section.has("other", "@") or not section.tokens:
        around = "".join(
            general(abs(value) if unsigned else value)
            if token.kind == "general" or token.text == "@"
            else _literal(token)
            for token in section.tokens
        )
        return Cell(value, around or general(value))
    if not section.has("digit"):  # "-" for zero; any other word stands for many numbers
        return Cell(value, "".join(map(_literal, section.tokens)), Look.UNSURE if value else Look.PLAIN)
    if section.has("exponent") or section.has("other", "/") or section.has("escaped", "/"):
        return Cell(value, general(value), Look.UNSURE)
    cell = _number(abs(value) if unsigned else value, value, section)
    # "#" shows nothing for zero: what the clerk sees is not what is stored.
    return cell if cell.shown else Cell(value, general(value), Look.UNSURE)


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[_Token]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = str(match.lastgroup)
        text = match[kind]
        if kind == "other" and text == ";":
            parts.append([])
        elif kind == "bracket" and _ELAPSED.fullmatch(text):
            parts[-1].append(_Token("elapsed", text.lower()))
        else:
            parts[-1].append(_Token(kind, text.lower() if kind == "date" else text))
    return tuple(_section(part) for part in parts[:4])


def _section(tokens: list[_Token]) -> _Section:
    condition, kept = None, []
    for token in tokens:
        if token.kind != "bracket":
            kept.append(token)
        elif match := _CONDITION.fullmatch(token.text):
            condition = (match[1], Decimal(match[2]))
        elif token.text.startswith("$"):  # [$đ-42A]: the sign of a currency, and a language
            kept.append(_Token("quoted", token.text[1:].partition("-")[0]))
    return _Section(tuple(_with_minutes(kept)), condition)


def _with_minutes(tokens: Sequence[_Token]) -> Iterator[_Token]:
    """Tell minutes from months: "m" behind hours or before seconds."""
    clock = [n for n, token in enumerate(tokens) if token.kind in ("date", "elapsed", "half")]
    for n, token in enumerate(tokens):
        if token.kind == "date" and token.text[0] == "m" and len(token.text) <= 2:
            before = next((tokens[at].text[0] for at in reversed(clock) if at < n), "")
            after = next((tokens[at].text[0] for at in clock if at > n), "")
            yield _Token("minutes", token.text) if before in ("h", "H") or after == "s" else token
        else:
            yield token


def _chosen(sections: Sequence[_Section], value: Decimal) -> tuple[_Section, bool]:
    """The section for a value, and whether it is shown without its sign."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _holds(value, *section.condition):
                return section, section.condition is not None and value < 0
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _holds(value: Decimal, sign: str, limit: Decimal) -> bool:
    return {
        "<": value < limit, ">": value > limit, "=": value == limit, "<>": value != limit, "<=": value <= limit,
        ">=": value >= limit,
    }[sign]  # fmt: skip


def _literal(token: _Token) -> str:
    match token.kind:
        case "quoted" | "escaped":
            return token.text
        case "space":
            return " "
        case "other":
            return token.text
        case _:
            return ""


def _number(shown: Decimal, value: Decimal, section: _Section) -> Cell:
    """A number under a format of digits."""
    places = [n for n, token in enumerate(section.tokens) if token.kind == "digit"]
    point = next((n for n, token in enumerate(section.tokens) if token == _Token("other", ".")), len(section.tokens))
    after = [section.tokens[n].text for n in places if n > point]
    before = [section.tokens[n].text for n in places if n < point]
    last = max((n for n in places if n < point), default=-1)
    commas = [n for n, token in enumerate(section.tokens) if token == _Token("other", ",") and n < point]
    scaled = sum(1 for n in commas if n > last)
    percents = sum(1 for token in section.tokens if token == _Token("other", "%"))
    try:
        number = (shown.scaleb(2 * percents - 3 * scaled)).quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP)
    except DecimalException:
        return Cell(value, general(value), Look.UNSURE)
    whole, _, decimals = f"{abs(number):f}".partition(".")
    zeros = len(before) - before.index("0") if "0" in before else 0
    whole = ("" if whole == "0" else whole).rjust(zeros, "0")
    if any(n < last for n in commas):
        whole = _in_thousands(whole)
    while decimals and after[len(decimals) - 1] in "#?" and decimals.endswith("0"):
        decimals = decimals[:-1]
    digits = f"{whole},{decimals}" if decimals else whole
    sign = "-" if number < 0 else ""
    text = _in_its_place(section.tokens, places, before, digits, point)
    if scaled or percents > 1:
        return Cell(value, f"{sign}{text}".strip(), Look.UNSURE)
    rounded = number.copy_sign(value)
    exact = rounded == value.scaleb(2 * percents)
    look = Look.PERCENT if percents else Look.PLAIN
    return Cell(rounded, f"{sign}{text}".strip(), look, None if exact else value)


def _in_thousands(digits: str) -> str:
    """Digits with a point before every third: "0007" → "0.007"."""
    first = len(digits) % 3
    groups = [digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))]
    return ".".join(group for group in groups if group)


def _in_its_place(
    tokens: Sequence[_Token], places: Sequence[int], before: Sequence[str], digits: str, point: int
) -> str:
    """The digits among the other signs of a format.

    0912345678 under "0000 000 000" is "0912 345 678".
    """
    within = range(places[0], places[-1] + 1)
    apart = any(tokens[n].kind in ("quoted", "escaped", "space") or tokens[n].text in (" ", "-") for n in within)
    if not apart or point < places[-1] or "." in digits:
        outside = [_literal(token) if n not in within else "" for n, token in enumerate(tokens)]
        outside[places[0]] = digits
        return "".join(one for n, one in enumerate(outside) if tokens[n] != _Token("other", ",") or n in places)
    left = list(digits)
    parts: list[str] = []
    for n in range(len(tokens) - 1, -1, -1):
        if n == places[0]:
            parts.append("".join(left))
            left = []
        elif n in places:
            parts.append(left.pop() if left else "")
        elif tokens[n] != _Token("other", ","):
            parts.append(_literal(tokens[n]))
    return "".join(reversed(parts))


def _moment(value: Decimal, section: _Section, *, from_1904: bool) -> Cell:
    """A day, a time of day or a duration."""
    last = _LAST_DAY - (_DAYS_TO_1904 if from_1904 else 0)
    if not 0 <= value < last + 1:
        return Cell(value, general(value), Look.UNSURE)  # Excel shows "####"
    seconds = int((value * _DAY_SECONDS).quantize(Decimal(1), ROUND_HALF_UP))
    if section.has("elapsed"):
        return Cell(datetime.timedelta(seconds=seconds), _clock(section, _EPOCH, seconds))
    days = seconds // _DAY_SECONDS
    epoch = _EPOCH_1904 if from_1904 else _EPOCH
    shift = 1 if not from_1904 and 0 < days < _LEAP_DAY else 0
    moment = epoch + datetime.timedelta(days=days + shift, seconds=seconds % _DAY_SECONDS)
    has_day = any(token.kind == "date" and token.text[0] in "ymd" for token in section.tokens)
    if not has_day:
        return Cell(moment.time(), _clock(section, moment, seconds), Look.TIME)
    if not from_1904 and days in (0, _LEAP_DAY):
        return Cell(value, general(value), Look.UNSURE)  # "00/01/1900", "29/02/1900": no days
    return Cell(moment, _clock(section, moment, seconds))


def _clock(section: _Section, moment: datetime.datetime, seconds: int) -> str:
    half = section.has("half")
    texts = []
    for token in section.tokens:
        two = len(token.text) == 2
        match token.kind, token.text[:1].lower():
            case "elapsed", unit:
                texts.append(str(seconds // {"h": 3600, "m": 60, "s": 1}[unit]).rjust(len(token.text), "0"))
            case "minutes", _:
                texts.append(f"{moment.minute:02}" if two else str(moment.minute))
            case "date", "h":
                hour = (moment.hour % 12 or 12) if half else moment.hour
                texts.append(f"{hour:02}" if two else str(hour))
            case "date", "s":
                texts.append(f"{moment.second:02}" if two else str(moment.second))
            case "date", "y":
                texts.append(f"{moment.year:04}" if len(token.text) > 2 else f"{moment.year % 100:02}")
            case "date", "m":
                texts.append(_month(moment.month, len(token.text)))
            case "date", "d":
                texts.append(_day(moment, len(token.text)))
            case "half", _:
                texts.append("SA" if moment.hour < 12 else "CH")
            case "digit", _:
                texts.append("0")  # tenths of a second
            case _:
                texts.append(_literal(token))
    return "".join(texts).strip()


def _month(month: int, letters: int) -> str:
    if letters <= 2:
        return f"{month:0{letters}}"
    return f"Thg {month}" if letters == 3 else f"Tháng {month}"


def _day(moment: datetime.datetime, letters: int) -> str:
    if letters <= 2:
        return f"{moment.day:0{letters}}"
    names = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")
    return "Chủ Nhật" if moment.weekday() == 6 else f"Thứ {names[moment.weekday()]}"
