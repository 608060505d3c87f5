"""A query as people write it, brought into the one form that query.parse reads.

Quotation marks of Word and of phones, letters of full width, "năm : 2024", "chức vụ: chủ tịch", "ngày: >= 2024-11-01",
"năm: 2020 - 2024" and "năm: 2020 đến 2024" are all understood.
"""

import re

from . import analysis
from .filters import SEVERAL_WORDS, is_field

MOST_LETTERS = 4_000  # of a pasted text the first
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # as some keyboards type figures and signs
_NAMED = re.compile(r"((?:[^\W\d_][\w-]*[ \t]+){0,2}+[^\W\d_][\w-]*)[ \t]*:[ \t]*(?=\S)")
_SIGN = re.compile(r"(?<=:)(>=|<=|>|<)[ \t]+(?=\d)")
_RANGE = re.compile(r"(?<=:)(\d[\d/.]*+)(?:[ \t]*\.\.[ \t]*|[ \t]+(?:-|–|đến|den)[ \t]+)(?=\d)")


def tidied(text: str) -> str:
    """NFC, of at most MOST_LETTERS letters; the words are what they were."""
    cut = analysis.visible(text[:MOST_LETTERS]).translate(_QUOTES).translate(_FULL_WIDTH)
    return _RANGE.sub(r"\1..", _SIGN.sub(r"\1", _NAMED.sub(_field, cut)))


def _field(found: re.Match[str]) -> str:
    """The name of a field in one word, its value right behind; anything else as it is."""
    words = found[1].split()
    for count in range(len(words), 0, -1):
        name = "-".join(words[-count:])
        if is_field(name) and (count == 1 or name.lower() in SEVERAL_WORDS or name.isascii()):
            return " ".join([*words[:-count], f"{name}:"])
    return found[0]
