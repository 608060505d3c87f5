"""Terms: a typed word with all that finds it, its forms and other spellings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from doc_engine.document_types import DocumentType

from . import analysis, keys, telex
from .abbreviations import Abbreviations


@dataclass(frozen=True, slots=True, order=True)
class Synonym:
    """A phrase of folded words that finds what was typed.

    `among`: how many typed words share its weight.
    """

    words: tuple[str, ...]
    among: int = 1


@dataclass(frozen=True, slots=True)
class Term:
    """One word asked for.

    With diacritics typed, `exact` ranks above other words of the same folded form. `also`: what finds it as well,
    ranked below: an abbreviation's meaning, the word meant by leftover Telex/VNI keystrokes.
    """

    exact: str
    folded: str
    also: tuple[Synonym, ...] = ()
    said: str = ""  # what was typed for a key; a text may have those words where no key was recognised

    @property
    def is_marked(self) -> bool:
        return analysis.is_marked(self.exact)


def terms_of(text: str) -> tuple[Term, ...]:
    """Return the terms of a typed text, in order; a key is one term."""
    found = []
    for token, typed in analysis.said(text):
        # For a text whose key was not recognised, or that separates what was typed with a hyphen.
        # A day is recognised however it is written.
        apart = (
            ""
            if keys.is_day(token)
            else typed or (token if ("-" in token or "&" in token) and "/" not in token else "")
        )
        parts = tuple(analysis.fold(word) for word in analysis.simple_words(apart))
        also = [Synonym(parts)] if len(parts) > 1 else []
        also += map(Synonym, _other_forms(token))
        found.append(Term(token, analysis.fold(token), tuple(also), typed))
    return tuple(found)


def with_others(words: tuple[Term, ...], abbreviations: Abbreviations) -> tuple[Term, ...]:
    """Return each word with what else finds it, by abbreviations and keystrokes.

    "ubnd" is found by its meaning; each word of that meaning, typed out, by "ubnd".
    """
    also = [set(term.also) for term in words]
    for place, term in enumerate(words):
        if bare := term.folded.replace("-", "").replace("&", ""):  # "LĐ-TB&XH" by what LĐTBXH stands for
            also[place].update(map(Synonym, abbreviations.meanings.get(bare, ())))
        if meant := telex.decoded(term.folded):
            also[place].add(Synonym((analysis.fold(meant),)))
        also[place].update(Synonym((key,)) for key in _numbered(words, place))
        for length in range(2, min(abbreviations.longest, len(words) - place) + 1):
            typed = tuple(other.folded for other in words[place : place + length])
            for short in abbreviations.short.get(typed, ()):
                for there in range(place, place + length):
                    also[there].add(Synonym((short,), length))
    return tuple(replace(term, also=tuple(sorted(others))) for term, others in zip(words, also, strict=True))


def as_terms(words: tuple[str, ...]) -> tuple[Term, ...]:
    return tuple(Term(word, analysis.fold(word)) for word in words)


def _other_forms(token: str) -> Iterator[tuple[str, ...]]:
    """Yield other forms of a token.

    Of a day without a year the words of any such day; of a long number that of đồng; of "GD&ĐT" GDĐT.
    """
    if day := _DAY_AND_MONTH.fullmatch(token):
        yield day.groups()
        yield (day[1], "thang", day[2])
    elif token.isdecimal() and len(token) > _LONG_NUMBER:
        yield (f"{token}-dong",)
    elif "&" in token:
        yield (analysis.fold(token.replace("&", "").replace("-", "")),)


_DAY_AND_MONTH = re.compile(r"([1-9]|[12][0-9]|3[01])/([1-9]|1[0-2])")
_LONG_NUMBER = 4  # digits, as of a year; a document's number only behind "số"
_TYPES = {words: kind.abbreviation for kind in DocumentType if kind.abbreviation
          for title in (kind.title, kind.abbreviation)
          for words in [tuple(map(analysis.fold, analysis.simple_words(title)))]}  # fmt: skip
_COUNTED = frozenset(("nam", "thang", "ngay", "tuoi", "nguoi"))  # "kế hoạch 5 năm" is no plan number 5


def _numbered(words: tuple[Term, ...], place: int) -> Iterator[str]:
    """Yield "qd-2" for the number in "quyết định số 02", as in a document's head."""
    number = words[place].folded
    is_named = place > 0 and words[place - 1].folded == "so"
    if (
        not number.isdecimal()
        or (len(number) >= _LONG_NUMBER and not is_named)
        or (place + 1 < len(words) and words[place + 1].folded in _COUNTED)
    ):
        return
    end = place - is_named
    for length in (1, 2, 3):
        kind = _TYPES.get(tuple(term.folded for term in words[max(0, end - length) : end]))
        if kind and length <= end:
            yield f"{analysis.fold(kind.lower())}-{number}"
