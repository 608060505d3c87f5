"""Normal forms of Vietnamese text: NFC, and ASCII without diacritics.

What a *word* is for a search engine is the business of `index.analysis`, not of this module.
"""

import re
import unicodedata
from decimal import Decimal

_STROKED = str.maketrans({"đ": "d", "Đ": "D"})
# Every precomposed Latin letter, đ too, to its base letter: one pass in C for nearly all text.
_BARE = {
    code: bare
    for code in range(0xC0, 0x1EFA)
    if (bare := unicodedata.normalize("NFD", chr(code).translate(_STROKED))[0]).isascii() and bare.isalpha()
}
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")  # invisible: soft hyphens, zero-width characters
_LIGATURES = {ord("\ufb00"): "ff", ord("\ufb01"): "fi", ord("\ufb02"): "fl"}
_POINT_AND_COMMA = str.maketrans(".,", ",.")
_SPACES = re.compile(r"\s+")


def nfc(text: str) -> str:
    """`text` in Unicode normal form C, the form of all text inside the program."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def normalize(text: str) -> str:
    """`text` in NFC, runs of white space as one space, none at the ends.

    No-break spaces are white space.
    """
    return _SPACES.sub(" ", nfc(text)).strip()


def visible(text: str) -> str:
    """Return a text in NFC without invisible characters, ligatures as two letters."""
    return _UNSEEN.sub("", nfc(text)).translate(_LIGATURES) if not text.isascii() else text


def without_marks(text: str) -> str:
    """`text` without diacritics, đ as d, case kept: "Đông Hưng" gives "Dong Hung"."""
    quick = text.translate(_BARE)
    if quick.isascii():
        return quick
    decomposed = unicodedata.normalize("NFD", quick)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def slug(text: str) -> str:
    """`text` as lower-case ASCII words joined by hyphens, safe in file names."""
    return _NOT_SLUG.sub("-", without_marks(text).lower()).strip("-")


def capitalised(text: str) -> str:
    """`text` with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


def listed(items: list[str] | tuple[str, ...], last: str = "và") -> str:
    """Items as a sentence lists them: "a, b và c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def number_text(value: Decimal | int) -> str:
    """A number in Vietnamese form: "7,5", "100", "1.000"; no trailing zeros."""
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(_POINT_AND_COMMA)
