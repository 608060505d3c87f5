"""Vietnamese text as the rest of the program wants it: one normal form, and an ASCII shadow.

What a *word* is for a search engine is the business of `index.analysis`, not of this module.
"""

import re
import unicodedata
from decimal import Decimal

_STROKED = str.maketrans({"đ": "d", "Đ": "D"})
# Every Latin letter with marks and a code of its own, đ too, to its bare letter: one pass in C for nearly all text.
_BARE = {
    code: bare
    for code in range(0xC0, 0x1EFA)
    if (bare := unicodedata.normalize("NFD", chr(code).translate(_STROKED))[0]).isascii() and bare.isalpha()
}
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SPACES = re.compile(r"\s+")


def nfc(text: str) -> str:
    """`text` in Unicode normal form C, in which all text lives behind the border."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """`text` in NFC, runs of white space (no-break spaces too) as one space, none at the ends."""
    return _SPACES.sub(" ", nfc(text)).strip()


def without_marks(text: str) -> str:
    """`text` without diacritics, đ as d; case is kept: "Đông Hưng" becomes "Dong Hung"."""
    quick = text.translate(_BARE)
    if quick.isascii():
        return quick
    decomposed = unicodedata.normalize("NFD", quick)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def slug(text: str) -> str:
    """`text` as lower-case ASCII words joined by hyphens, safe as a file name on every system."""
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
    """A number as Vietnamese writes it: comma for the fraction, no needless zeros ("7,5", "100")."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")
