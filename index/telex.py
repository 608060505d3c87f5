"""Leftover Telex/VNI keystrokes: "coong nhaajn", "co6ng nha65n".

They were typed while the keyboard did not turn them into Vietnamese. Only the word without diacritics is needed, for
folded words are searched.
"""

import re

_SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|n|ngh?|nh|ph?|qu|r|s|th?|tr|v|x)?[aeiouy]{1,3}(?:ch?|m|ng?|nh|p|t)?"
)
_DOUBLED = re.compile(r"([aeo])\1")  # aa, ee, oo: â, ê, ô
_HORN = re.compile(r"(?<=[aou])w")  # aw, ow, uw: ă, ơ, ư
_FIRST_VOWEL = re.compile(r"[aeiouy]")
_TONE = re.compile(r"[sfrxj]")  # no syllable has one of them behind its first vowel
_VNI = re.compile(r"[a-z]+[1-9][a-z1-9]*")


def decoded(word: str) -> str:
    """Return the folded word that was meant, "" where it is a plain word already.

    `word`: folded, lower case.
    """
    plain = re.sub(r"[1-9]", "", word) if _VNI.fullmatch(word) else _without_telex(word)
    return plain if plain != word and _SYLLABLE.fullmatch(plain) else ""


def _without_telex(word: str) -> str:
    if not (word.isascii() and word.isalpha()) or word == "w":
        return word
    # "truwowng", and "thw", for a lone w is ư, too
    bare = _HORN.sub("", _DOUBLED.sub(r"\1", word.replace("dd", "d"))).replace("w", "u")
    vowel = _FIRST_VOWEL.search(bare)
    if vowel is None:
        return word
    begin, rest = bare[: vowel.start()], bare[vowel.start() :]
    return begin + _TONE.sub("", rest, count=1)
