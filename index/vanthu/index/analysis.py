"""What a Vietnamese word is, for every engine and for the query alike.

A text becomes two streams of tokens joined by spaces: `exact` keeps diacritics, `folded` drops them (đ is d). Engines
store the streams split at white space and do nothing cleverer, so that answers do not depend on the engine. First
stand the text's simple words in their order, then the keys: codes, words with hyphens and dates, each as one token.

* NFC, lower case, every Unicode dash as the plain one, any white space between words.
* One place for the tone mark: hoà and hòa, thuý and thúy are one word (canonical: hòa, thúy; quý stays).
* "07/QĐ-UBND" is the words 7, qđ, ubnd and the key "7/qđ-ubnd"; zeros in front are dropped, so that "số 5" finds 05.
* A date in figures or in words is also a key, "2024-11-22".

Whole texts are looked at by few passes in C; what a single word becomes is remembered, for a language has few of them.
The functions that find offsets keep the length of the text, so that a mark falls on the right letters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vanthu.doc_engine.vietnamese import nfc, without_marks

_DASHES = "‐‑‒–—―−"
# One letter for one letter: what a lower-case Vietnamese letter is without its marks.
_MARKED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
_FOLD = str.maketrans({letter: without_marks(letter) for letter in _MARKED})

_MOVED_TONE = {
    moved: placed
    for open_, close in (("òóỏõọ", "oa"), ("òóỏõọ", "oe"), ("ùúủũụ", "uy"))
    for tone, first in enumerate(open_)
    for placed, moved in [(first + close[1], close[0] + {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}[close[1]][tone])]
}
_MOVED = re.compile(rf"(?<!q)(?:{'|'.join(_MOVED_TONE)})(?!\w)")
_WORD = re.compile(r"\w+")
_KEY = r"\d+/\w+(?:[-.&]\w+)*|\w+(?:-\w+)+"  # a code, or words joined by hyphens
_KEYS = re.compile(_KEY)
_TYPED = re.compile(rf"{_KEY}|\w+")
_ZEROS = re.compile(r"\b0+(?=\d)")
_FIGURES = r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"  # "03/01/2019"
_IN_WORDS = r"(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s+năm\s+|[/.-])(\d{4})"  # "3 tháng 01 năm 2019", "3 tháng 1/2019"
_DATE = re.compile(rf"(?<![\w/.-])(?:{_FIGURES}|{_IN_WORDS})(?!\w|[/.-]\d)")
# The same two halves of a date in words, to be held against what stands before and behind each "tháng".
_MONTH, _BEFORE = "tháng", 8
_DAY_BEFORE = re.compile(r"(?<![\w/.-])(\d{1,2})\s+$")
_YEAR_BEHIND = re.compile(r"tháng\s+(\d{1,2})(?:\s+năm\s+|[/.-])(\d{4})(?!\w|[/.-]\d)")
_REMEMBERED = 200_000  # pieces; a language has some ten thousand words, figures and slips make the rest


@dataclass(frozen=True, slots=True)
class Streams:
    """A text as an engine stores it: tokens separated by single spaces."""

    exact: str
    folded: str


class _Pieces(dict[str, str]):
    """A piece between spaces → its simple words, exact, joined by spaces; "" for mere punctuation.

    `folded`: the same without diacritics. `keys`, `folded_keys`: of the few that hold codes, words with hyphens, dates.
    """

    def __init__(self) -> None:
        self.folded: dict[str, str] = {}
        self.keys_: dict[str, tuple[str, str]] = {}

    def __missing__(self, piece: str) -> str:
        if len(self) > _REMEMBERED:
            for one in (self, self.folded, self.keys_):
                one.clear()
        kept = _kept(piece)
        self[piece] = exact = " ".join(_WORD.findall(kept))
        self.folded[piece] = fold(exact)
        if keys := _keys(piece, kept):
            self.keys_[piece] = (" ".join(keys), fold(" ".join(keys)))
        return exact


def _keys(piece: str, kept: str) -> list[str]:
    keys = _KEYS.findall(kept) if "/" in kept or "-" in kept else []
    keys += [key.partition("/")[2] for key in keys if "/" in key]  # "QĐ-UBND" finds every number of it
    return [*keys, *map(_day, _DATE.finditer(piece))]


_pieces = _Pieces()


def plain(text: str) -> str:
    """`text` in NFC and lower case, every dash as the plain one; as long as the NFC text. Spaces stay what they are:
    whatever reads a plain text takes each for one."""
    lowered = nfc(text).lower()
    for dash in _DASHES:  # far quicker than a translation table, for they are rare
        lowered = lowered.replace(dash, "-")
    return lowered.replace("i̇", "i")  # the only letter that grows: dotted capital I


def fold(text: str) -> str:
    """A plain text without diacritics; as long as it was."""
    return text.translate(_FOLD)


def canonical(text: str) -> str:
    """A plain text with every tone mark in its one place; as long as it was."""
    return _MOVED.sub(lambda found: _MOVED_TONE[found[0]], text)


def _kept(text: str) -> str:
    """A plain text as it is kept: each tone mark in its one place, no zeros in front."""
    return _ZEROS.sub("", canonical(text))


def streams(text: str) -> Streams:
    """What an engine indexes of a document's text."""
    prepared = plain(text)
    pieces = prepared.split()
    exact = list(filter(None, map(_pieces.__getitem__, pieces)))
    folded = list(filter(None, map(_pieces.folded.__getitem__, pieces)))  # each is there by now
    for piece in filter(_pieces.keys_.__contains__, pieces):
        key, folded_key = _pieces.keys_[piece]
        exact.append(key)
        folded.append(folded_key)
    days = _days(prepared)
    return Streams(" ".join([*exact, *days]), " ".join([*folded, *days]))


def _days(prepared: str) -> list[str]:
    """The keys of the dates in words. Looked for around each "tháng": a date in figures is a piece by itself."""
    found = []
    place = prepared.find(_MONTH)
    while place >= 0:
        day = _DAY_BEFORE.search(prepared[max(0, place - _BEFORE) : place])
        if day and (rest := _YEAR_BEHIND.match(prepared, place)):
            found.append(f"{rest[2]}-{int(rest[1]):02}-{int(day[1]):02}")
        place = prepared.find(_MONTH, place + 1)
    return found


def words(text: str) -> tuple[str, ...]:
    """What a person typed, as exact tokens: a code or a date is its key, not also its parts."""
    prepared = plain(text)
    found: list[str] = []
    end = 0
    for date in _DATE.finditer(prepared):
        found += (*_TYPED.findall(_kept(prepared[end : date.start()])), _day(date))
        end = date.end()
    return (*found, *_TYPED.findall(_kept(prepared[end:])))


def simple_words(text: str) -> tuple[str, ...]:
    """The simple words of a phrase, exact, as they follow each other in the stream."""
    return tuple(_WORD.findall(_kept(plain(text))))


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Each simple word of an NFC text with its offsets, exact: for marking what was found."""
    for found in _WORD.finditer(plain(text)):
        yield found.start(), found.end(), _kept(found[0])


def _day(date: re.Match[str]) -> str:
    day, month, year = date.groups()[:3] if date[1] else date.groups()[3:]
    return f"{year}-{int(month):02}-{int(day):02}"
