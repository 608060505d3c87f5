"""What a Vietnamese word is, for every engine and for the query alike.

A text becomes two streams of tokens joined by spaces: `exact` keeps diacritics, `folded` drops them (đ is d). Engines
store the streams split at white space and do nothing cleverer, so that answers do not depend on the engine. First
stand the text's simple words in their order, then the keys: codes, words with hyphens and dates, each as one token.

* NFC, lower case, every Unicode dash and space as the plain one.
* One place for the tone mark: hoà and hòa, thuý and thúy are one word (canonical: hòa, thúy; quý stays).
* "07/QĐ-UBND" is the words 7, qđ, ubnd and the key "7/qđ-ubnd"; zeros in front are dropped, so that "số 5" finds 05.
* A date in figures or in words is also a key, "2024-11-22".

The functions that find offsets keep the length of the text, so that a mark falls on the right letters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vanthu.doc_engine.vietnamese import nfc, without_marks

_DASHES = "‐‑‒–—―−"
_SPACES = "\u00a0\u2002\u2003\u2009\u202f\u3000"
_PLAIN = {**dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_SPACES, " ")}
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
_DATE = re.compile(r"\b(\d{1,2})\s?(?:[/.-]|\s?tháng\s)\s?(\d{1,2})\s?(?:[/.-]|\s?năm\s)\s?(\d{4})\b")


@dataclass(frozen=True, slots=True)
class Streams:
    """A text as an engine stores it: tokens separated by single spaces."""

    exact: str
    folded: str


def plain(text: str) -> str:
    """`text` in NFC and lower case, dashes and spaces as the plain ones; as long as the NFC text."""
    lowered = nfc(text).lower()
    for unusual, usual in _PLAIN.items():  # far quicker than a translation table, for they are rare
        lowered = lowered.replace(unusual, usual)
    return lowered.replace("i̇", "i")  # the only letter that grows: dotted capital I


def fold(text: str) -> str:
    """A plain text without diacritics; as long as it was."""
    return text.translate(_FOLD)


def canonical(text: str) -> str:
    """A plain text with every tone mark in its one place; as long as it was."""
    return _MOVED.sub(lambda found: _MOVED_TONE[found[0]], text)


def streams(text: str) -> Streams:
    """What an engine indexes of a document's text."""
    prepared = _prepared(text)
    joined = " ".join(piece for piece in prepared.split() if "/" in piece or "-" in piece)
    keys = _KEYS.findall(joined)
    symbols = [key.partition("/")[2] for key in keys if "/" in key]  # "QĐ-UBND" finds every number of it
    exact = " ".join((*_WORD.findall(prepared), *keys, *symbols, *map(_day, _DATE.finditer(prepared))))
    return Streams(exact, fold(exact))


def words(text: str) -> tuple[str, ...]:
    """What a person typed, as exact tokens: a code or a date is its key, not also its parts."""
    prepared = _prepared(text)
    found: list[str] = []
    end = 0
    for date in _DATE.finditer(prepared):
        found += (*_TYPED.findall(prepared[end : date.start()]), _day(date))
        end = date.end()
    return (*found, *_TYPED.findall(prepared[end:]))


def simple_words(text: str) -> tuple[str, ...]:
    """The simple words of a phrase, exact, as they follow each other in the stream."""
    return tuple(_WORD.findall(_prepared(text)))


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Each simple word of an NFC text with its offsets, exact: for marking what was found."""
    for found in _WORD.finditer(canonical(plain(text))):
        yield found.start(), found.end(), _ZEROS.sub("", found[0])


def _prepared(text: str) -> str:
    return _ZEROS.sub("", canonical(plain(text)))


def _day(date: re.Match[str]) -> str:
    return f"{date[3]}-{int(date[2]):02}-{int(date[1]):02}"
