"""Vietnamese words as tokens, the same for every engine and for the query.

A text becomes two streams of tokens joined by spaces: `exact` keeps diacritics, `folded` drops them (đ is d). Engines
store the streams split at white space and do nothing cleverer, so that answers do not depend on the engine. First come
the text's simple words in their order, then the keys: codes, words with hyphens and dates, each as one token.

* NFC, lower case, every Unicode dash as the plain one, any white space between words.
* One place for the tone mark: hoà and hòa, thuý and thúy are one word (canonical: hòa, thúy; quý stays).
* "07/QĐ-UBND" is the words 7, qđ, ubnd and the key "7/qđ-ubnd"; leading zeros are dropped, so that "số 5" finds 05.
* "GD&ĐT" is gd, đt, and the keys "gd&đt" and "gdđt"; "R'Lấp" is r, lấp and the key "rlấp".
* Full-width letters are the plain ones; diacritics that do not compose with a letter (Ê Đê "hô̆c") are dropped.
* A date, an article of a law, money and percent are also keys (keys.py), "2024-11-22".
* Folded, i and y are one where names and rules of spelling differ: Sỹ and Sĩ, kỹ and kĩ, quý and quí.

Whole texts are read in few passes in C; what a single word becomes is cached, for a language has few of them. The
functions that find offsets keep the length of the text, so that the right letters are highlighted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from doc_engine.vietnamese import nfc, without_marks

from . import keys

_DASHES = "‐‑‒–—―−"
# One letter for one letter: what a lower-case Latin letter is without its diacritics; č of Čư M'gar among them.
_LATIN = (chr(code) for code in (*range(0xDF, 0x250), *range(0x1E00, 0x1F00)))
_FOLD = str.maketrans(
    {letter: bare for letter in _LATIN if (bare := without_marks(letter)) != letter and len(bare) == 1}
    | dict(zip("ƀøłħŧ", "bolht", strict=True))  # struck through, which Unicode takes for letters of their own
)

_MOVED_TONE = {
    moved: placed
    for open_, close in (("òóỏõọ", "oa"), ("òóỏõọ", "oe"), ("ùúủũụ", "uy"))
    for tone, first in enumerate(open_)
    for placed, moved in [(first + close[1], close[0] + {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}[close[1]][tone])]
}
_MOVED = re.compile(rf"(?<!q)(?:{'|'.join(_MOVED_TONE)})(?!\w)")
_MARKS = "\u0300-\u036f"  # combining ones that NFC did not compose
_WORD = re.compile(rf"\w[\w{_MARKS}]*+")
# A code, or words joined by hyphens. Possessive, from the beginning of a word: else a long line takes quadratic time.
_KEY = r"(?<!\w)\d++/\w++(?:[-.&]\w++)*+|(?<!\w)\w++(?:[-&]\w++)++"
_KEYS = re.compile(_KEY)
_TYPED = re.compile(rf"{_KEY}|\w[\w{_MARKS}]*+")
_JOINED = re.compile(r"[^\W\d_]++(?:[-&][^\W\d_]++)++")
_APOSTROPHES = "'’‘ʼʻ`´"
_ELIDED = re.compile(rf"\w++(?:[{_APOSTROPHES}]\w++)++")
_ODD = re.compile(rf"[{_MARKS}²³¹！-～]")
_PLAIN_FORMS = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | dict(zip("²³¹", "231", strict=True))
LONGEST = 200  # characters of a token; engines refuse or cut longer ones, each in its own way
_ZEROS = re.compile(r"\b0+(?=\d)")
_Y = re.compile(r"\b((?:[hklmstv]|qu))y\b")
_ODD_SPACES = ("  ", "\xa0", "\t")  # a text with these is rejoined before keys are searched
_REMEMBERED = 200_000  # pieces; a language has some ten thousand words, numbers and typos make the rest


@dataclass(frozen=True, slots=True)
class Streams:
    """A text as an engine stores it: tokens separated by single spaces."""

    exact: str
    folded: str


class _Pieces(dict[str, str]):
    """A cache: a piece between spaces → its simple words, exact, joined by spaces.

    "" for mere punctuation. `folded`: the same without diacritics. `keys_`: exact and folded keys of the few pieces
    that have codes, words with hyphens or dates.
    """

    def __init__(self) -> None:
        self.folded: dict[str, str] = {}
        self.keys_: dict[str, tuple[str, str]] = {}

    def forget(self) -> None:
        for one in (self, self.folded, self.keys_):
            one.clear()

    def __missing__(self, piece: str) -> str:
        kept = _kept(piece)
        self[piece] = exact = " ".join(_cut(_WORD.findall(kept)))
        self.folded[piece] = fold(exact)
        if found := _keys(piece, kept):
            self.keys_[piece] = (" ".join(found), fold(" ".join(found)))
        return exact


def _keys(piece: str, kept: str) -> list[str]:
    found = _KEYS.findall(kept) if "/" in kept or "-" in kept or "&" in kept else []
    found += [key.partition("/")[2] for key in found if "/" in key]  # "QĐ-UBND" finds every number of it
    if "&" in kept:
        found += [re.sub("[-&]", "", one) for one in _JOINED.findall(kept) if "&" in one]
    if any(sign in kept for sign in _APOSTROPHES):
        found += ["".join(_WORD.findall(one)) for one in _ELIDED.findall(kept)]
    return [*_cut(found), *keys.of_piece(piece)]


def _cut(tokens: list[str]) -> list[str]:
    return [one[:LONGEST] for one in tokens]


_pieces = _Pieces()


def plain(text: str) -> str:
    """Return `text` in NFC and lower case, every dash as the plain one.

    As long as the NFC text. White space is kept: readers of a plain text take any of it for a space.
    """
    return with_plain_dashes(nfc(text).replace("İ", "i").lower())  # the only letter that would grow


def with_plain_dashes(text: str) -> str:
    """Return the text with every Unicode dash as "-"; as long as it was."""
    for dash in _DASHES:  # far quicker than a translation table, for they are rare
        text = text.replace(dash, "-")
    return text


def fold(text: str) -> str:
    """Return a plain text without diacritics, each y that may be an i as i.

    As long as it was.
    """
    folded = text.translate(_FOLD)
    return _Y.sub(r"\1i", folded) if "y" in folded else folded


@lru_cache(maxsize=1 << 15)
def fold_word(word: str) -> str:
    """`fold` of one word, remembered: Vietnamese has some ten thousand syllables."""
    return fold(word)


def beginnings(word: str) -> tuple[str, ...]:
    """Return the folded prefixes of the words that begin with a plain word.

    "quy": of quý, which is folded to qui, and of quyết.
    """
    return tuple(dict.fromkeys((fold(word), word.translate(_FOLD))))


def is_marked(word: str) -> bool:
    """Return whether a plain word has letters with diacritics."""
    return not word.isascii() and word.translate(_FOLD) != word


def canonical(text: str) -> str:
    """Return a plain text with every tone mark in its one place; as long as it was."""
    return _MOVED.sub(lambda found: _MOVED_TONE[found[0]], text)


def _kept(text: str) -> str:
    """Return a plain text as it is stored.

    Each tone mark in its one place, no leading zeros, no odd forms of letters.
    """
    if _ODD.search(text):
        text = _ODD.sub(lambda found: _PLAIN_FORMS.get(found[0], ""), text).lower()
    return _ZEROS.sub("", canonical(text))


@lru_cache(maxsize=1 << 15)
def _kept_word(word: str) -> str:
    """`_kept` of one word, not longer than an indexed one."""
    return _kept(word)[:LONGEST]


def streams(text: str) -> Streams:
    """Return what an engine indexes of a document's text."""
    if len(_pieces) > _REMEMBERED:  # never within a text, whose pieces are looked up in turn
        _pieces.forget()
    prepared = plain(text)
    pieces = prepared.split()
    each = itemgetter(*pieces, "", "")  # quicker than map; with the last two an empty text gives a tuple, too
    exact = list(filter(None, each(_pieces)))
    folded = list(filter(None, each(_pieces.folded)))  # every piece is cached by now
    for piece in filter(_pieces.keys_.__contains__, pieces):
        key, folded_key = _pieces.keys_[piece]
        exact.append(key)
        folded.append(folded_key)
    odd = any(space in prepared for space in _ODD_SPACES)
    if found := " ".join(keys.found(" ".join(pieces) if odd else prepared)):
        exact.append(found)
        folded.append(fold(found))
    return Streams(" ".join(exact), " ".join(folded))


def words(text: str) -> tuple[str, ...]:
    """Return what a person typed, as exact tokens.

    A code, a date or another key is that key, not also its parts.
    """
    return tuple(token for token, _ in said(text))


def said(text: str) -> tuple[tuple[str, str], ...]:
    """Return `words`, each with what was typed for a key of several words, else "".

    "khoản 3 điều 18"
    """
    prepared = " ".join(plain(text).split())
    found: list[tuple[str, str]] = []
    end = 0
    for start, stop, several in keys.typed(prepared):
        found += _tokens(prepared[end:start])
        found += ((key, prepared[start:stop]) for key in several)
        end = stop
    return (*found, *_tokens(prepared[end:]))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for token in _TYPED.findall(_kept(text)):
        # "2024-1-5" remains of "2024-01-05/x", which is no date: by itself it would be read as one.
        several = _WORD.findall(token) if "-" in token and any(keys.typed(token)) else [token]
        yield from ((one, "") for one in _cut(several))


def simple_words(text: str) -> tuple[str, ...]:
    """Return the simple words of a phrase, exact, in the order of the stream."""
    return tuple(_cut(_WORD.findall(_kept(plain(text)))))


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and exact form of each simple word of an NFC text.

    For highlighting.
    """
    for found in _WORD.finditer(plain(text)):
        yield found.start(), found.end(), _kept_word(found[0])
