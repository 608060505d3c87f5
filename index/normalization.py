"""A query as people write it, normalized to the one form that query.parse reads.

Quotation marks of Word and of phones, full-width letters, "năm : 2024", "năm: 2022, 2024", `chức vụ: "Chủ tịch"`,
"ngày: >= 2024-11-01", "năm: 2020 - 2024" and "năm: 2020 đến 2024" are all understood.

A colon alone makes no filter: "Đơn vị: triệu đồng" and "Kính gửi: …" are words. Behind a name written apart, or with a
space before its value, only what cannot be anything else is taken for a value: a number, a word of a list, or what is
in quotation marks. Unit names are recognised by whoever knows them (`field_before`).
"""

import re
from contextlib import suppress

from doc_engine.vietnamese import visible

from .filters import SPELLINGS, is_field, is_listed_field, type_abbreviation

MOST_LETTERS = 4_000  # of a pasted text the first
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # as some keyboards type digits and signs
_WORD = r"[^\W\d_][\w-]*"
_NAMED = re.compile(rf"((?:{_WORD}[ \t]+){{0,2}}+{_WORD})([ \t]*:[ \t]*)(?=\S)")
_SIGN = re.compile(r"(?<=:)(>=|<=|>|<)[ \t]+(?=\d)")
_FIGURES = r"(?:[\d/-]|\.(?!\.))*+"
_RANGE = re.compile(rf"(?<=:)(\d{_FIGURES})(?:[ \t]*\.\.[ \t]*|[ \t]+(?:-|–|đến|den)[ \t]+)(?=\d)")
_TYPES = re.compile(r"(?<=lo[ạa]i:)([\w,]+),[ \t]+(\w+)", re.I)
_LIST = re.compile(rf"(?<=:)((?:\d{_FIGURES},)*\d{_FIGURES}),[ \t]+(?=\d)")
_MOST_LISTED = 12


def normalize(text: str) -> str:
    """Return the query normalized: NFC, its first MOST_LETTERS characters.

    The words are what they were.
    """
    page_slice = visible(text[:MOST_LETTERS]).translate(_QUOTES).translate(_FULL_WIDTH)
    found = _RANGE.sub(r"\1..", _SIGN.sub(r"\1", _NAMED.sub(_field, page_slice)))
    for _ in range(_MOST_LISTED):
        longer = _TYPES.sub(_one_more, _LIST.sub(r"\1,", found))
        if longer == found:
            break
        found = longer
    return found


def _one_more(found: re.Match[str]) -> str:
    """Return a list of types joined: "BC, KH", but not "BC, kết quả"."""
    with suppress(KeyError):
        type_abbreviation(found[2])
        return f"{found[1]},{found[2]}"
    return found[0]


def field_before(words: list[str]) -> tuple[list[str], str]:
    """Return the words before a field name that ends them, and that name in one word.

    "" where there is none. A name of several words only with all of its diacritics, or none: "dung xã" are two words.
    """
    for count in range(len(words), 0, -1):
        name = "-".join(words[-count:])
        if is_field(name) and (name.isascii() or name.lower() in SPELLINGS or (count == 1 and "-" in name)):
            return words[:-count], name
    return words, ""


def _field(found: re.Match[str]) -> str:
    """Return a field name in one word, its value right behind; others as they are."""
    words = found[1].split()
    before, name = field_before(words)
    if name and (found[2] != ":" or len(words) - len(before) > 1):
        if is_listed_field(name) or found.string[found.end()] == '"':
            return " ".join([*before, f"{name}:"])
        _, name = field_before(words[-1:])
    if name and found[2] == ":":
        return found[0]
    return f"{found[1]}: " if is_field(words[-1]) else found[0]  # with a space behind the colon it is no field
