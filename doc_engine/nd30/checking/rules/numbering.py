"""Parts, chapters, articles, clauses and points: forms and order.

Source: Phụ lục I, Phần I, Mục II.6.d and II.6.đ.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest

from ..components import Components
from ..pieces import Piece, is_capitals
from ..rule import Fault, checks

POINTS = "abcdđeghiklmnopqrstuvxy"  # the Vietnamese alphabet as official texts use it
_ARTICLE = re.compile(r"(?i)điều\s+(\d+)\s*([.:;,\-–]?)\s*(.*)")
# "Điều 5 Luật Đất đai quy định" begins a sentence, not an article.
_CITES = re.compile(
    r"(?i)(bộ luật|luật|hiến pháp|pháp lệnh|nghị|thông tư|quyết định|quy chế|quy định|điều lệ|kế hoạch)\b"
)
_DIVISION = re.compile(r"(?i:(phần|chương|mục|tiểu mục))\s+([IVXLCDM]+|\d+)(?=[.:\s]|$)\s*[.:]?\s*(.*)")
_ROMAN_ITEM = re.compile(r"([IVXLC]+)\s*([.:)\-])\s+\S")
_CLAUSE = re.compile(r"(\d{1,2})\s*([.):\-])\s+(?=\S)")
_POINT = re.compile(r"([a-zđ])\s*([).:,])\s+\S")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_DIVISIONS = ("phần", "chương")
_LONGEST_HEADING = 120


def roman_value(text: str) -> int:
    """The value of a Roman number; 0 for text without Roman digits."""
    total = 0
    letters = text.upper()
    for letter, following in zip_longest(letters, letters[1:], fillvalue=""):
        worth = _VALUES.get(letter, 0)
        total += -worth if worth < _VALUES.get(following, 0) else worth
    return total


def _own(components: Components) -> list[Piece]:
    """The running text without quotations.

    An article of a law between quotation marks is not the document's own.
    """
    found, quoted = [], 0
    for piece in components.body:
        if not quoted and not piece.text.startswith("“"):
            found.append(piece)
        quoted = max(quoted + piece.text.count("“") - piece.text.count("”"), 0)
    return found if not quoted else components.body  # an unclosed quotation mark is ignored


def _article(piece: Piece) -> re.Match[str] | None:
    """The heading of an article: number, punctuation after it, the rest."""
    match = _ARTICLE.match(piece.text)
    if match is None or piece.text[0] != "Đ" or (match[2] in tuple(",;") and match[3]):
        return None
    is_heading = match[2] or not match[3] or (match[3][0].isupper() and not _CITES.match(match[3]))
    return match if is_heading else None


def _division(piece: Piece) -> re.Match[str] | None:
    """The heading of a part, chapter or section: kind, number, title on the same line."""
    match = _DIVISION.fullmatch(piece.text)
    fits = match and len(piece.text) < _LONGEST_HEADING and (not match[3] or is_capitals(match[3]))
    return match if fits else None


@checks("SO-01")
def articles_in_order(components: Components) -> Iterator[Fault]:
    expected = 1
    for piece in _own(components):
        if match := _article(piece):
            if int(match[1]) != expected:
                yield Fault(piece, f"là Điều {match[1]}, đúng ra là Điều {expected}.")
            expected = int(match[1]) + 1


@checks("SO-02")
def article_stop(components: Components) -> Iterator[Fault]:
    for piece in _own(components):
        match = _article(piece)
        if match and match[2] != ".":
            yield Fault(piece, "sau số của điều không phải dấu chấm.")


@checks("SO-03")
def division_digits(components: Components) -> Iterator[Fault]:
    for piece in _own(components):
        if match := _division(piece):
            roman = match[1].lower() in _ROMAN_DIVISIONS
            if roman == match[2].isdigit():
                yield Fault(piece, f"{match[1]} đang dùng chữ số {'Ả Rập' if roman else 'La Mã'}.")


@checks("SO-04")
def divisions_in_order(components: Components) -> Iterator[Fault]:
    expected = {"phần": 1, "chương": 1, "mục": 1, "tiểu mục": 1}
    order = list(expected)
    for piece in _own(components):
        match = _division(piece)
        if match is None:
            continue
        kind = match[1].lower()
        found = int(match[2]) if match[2].isdigit() else roman_value(match[2])
        if found != expected[kind]:
            yield Fault(piece, f"là {kind} thứ {found}, đúng ra là thứ {expected[kind]}.")
        expected[kind] = found + 1
        for smaller in order[order.index(kind) + 1 :]:
            expected[smaller] = 1


@checks("SO-05")
def division_titles(components: Components) -> Iterator[Fault]:
    starts = _own(components)
    for piece, following in zip_longest(starts, starts[1:]):
        match = _division(piece)
        if match and not match[3] and (following is None or not is_capitals(following.text)):
            yield Fault(piece, f"{match[1].lower()} chưa có tiêu đề bằng chữ in hoa ở dòng dưới.")


@checks("SO-06")
def roman_items_in_order(components: Components) -> Iterator[Fault]:
    expected = 1
    for piece in _own(components):
        if (division := _division(piece)) and division[1].lower() in _ROMAN_DIVISIONS:
            expected = 1
        match = _ROMAN_ITEM.match(piece.text)
        # "C." or "D." may be an initial or a point; the numbers of plans begin with I, V or X.
        if match and roman_value(match[1]) and match[1][0] in "IVX":
            if roman_value(match[1]) != expected:
                yield Fault(piece, f"là mục {match[1]}, đúng ra là mục thứ {expected}.")
            expected = roman_value(match[1]) + 1


@checks("SO-07")
def clauses_in_order(components: Components) -> Iterator[Fault]:
    """Check that clauses restart in each article and division.

    Under I, II, III they restart or continue through all of them.
    """
    expected, restarts = 1, True
    for piece in _own(components):
        if _article(piece) or _division(piece):
            expected = 1
        if _article(piece) or _division(piece) or _ROMAN_ITEM.match(piece.text):
            restarts = True
            continue
        match = _CLAUSE.match(piece.text)
        if match and match[2] == ".":
            wanted = 1 if restarts else expected
            if int(match[1]) not in (expected, 1):
                yield Fault(piece, f"là khoản {match[1]}, đúng ra là khoản {wanted}.")
            expected, restarts = int(match[1]) + 1, False


@checks("SO-08")
def clause_stop(components: Components) -> Iterator[Fault]:
    for piece in _own(components):
        match = _CLAUSE.match(piece.text)
        if match and match[2] in "):":
            yield Fault(piece, f'sau số của khoản là dấu "{match[2]}".')


@checks("SO-09")
def points_in_order(components: Components) -> Iterator[Fault]:
    expected = 0
    for piece in _own(components):
        match = _POINT.match(piece.text)
        if match is None or match[2] == ":":
            if _CLAUSE.match(piece.text) or _article(piece) or _ROMAN_ITEM.match(piece.text):
                expected = 0
            continue
        if match[1] == "a":
            expected = 0
        wanted = POINTS[expected] if expected < len(POINTS) else "?"
        if match[1] != wanted:
            yield Fault(piece, f"là điểm {match[1]}, đúng ra là điểm {wanted}.")
        expected = (POINTS.index(match[1]) if match[1] in POINTS else expected) + 1


@checks("SO-10")
def point_bracket(components: Components) -> Iterator[Fault]:
    for piece in _own(components):
        match = _POINT.match(piece.text)
        if match and match[2] in ".,":
            yield Fault(piece, f'sau điểm {match[1]} là dấu "{match[2]}".')


@checks("SO-11")
def articles_bold(components: Components) -> Iterator[Fault]:
    for piece in _own(components):
        if _article(piece) and not piece.paragraph.label and piece.inked:
            first = piece.inked[0].format
            if not first.bold or first.italic:
                yield Fault(piece, "từ Điều và số của điều chưa đậm, đứng.")


@checks("SO-12")
def divisions_look(components: Components) -> Iterator[Fault]:
    starts = _own(components)
    for piece, following in zip_longest(starts, starts[1:]):
        match = _division(piece)
        if match and not match[3]:
            both = [piece, following] if following is not None and is_capitals(following.text) else [piece]
            for one in both:
                bold = all(run.format.bold for run in one.inked)
                if one.paragraph.format.align != "center" or not bold:
                    yield Fault(one, "chưa canh giữa hoặc chưa đậm.")
