"""A typed word as what finds it: itself, with marks or without, and whatever else says the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from doc_engine.document_types import DocumentType

from . import analysis, keys, remnants
from .abbreviations import Abbreviations


@dataclass(frozen=True, slots=True, order=True)
class Other:
    """A phrase of folded words that stands for what was typed: for one word, or for several that share its weight."""

    words: tuple[str, ...]
    among: int = 1


@dataclass(frozen=True, slots=True)
class Term:
    """One word asked for. With diacritics typed, `exact` ranks above other words of the same folded form.

    `also`: what finds it as well, ranked below: an abbreviation's meaning, what a keyboard left of it.
    """

    exact: str
    folded: str
    also: tuple[Other, ...] = ()
    said: str = ""  # what was typed for a key; a text may say it in those words where the key was not understood

    @property
    def is_marked(self) -> bool:
        return analysis.is_marked(self.exact)


def terms_of(text: str) -> tuple[Term, ...]:
    found = []
    for token, typed in analysis.said(text):
        # Where a text says a key in a way that was not understood, or writes apart what was typed with a hyphen.
        # A day is read however it is written.
        apart = (
            ""
            if keys.is_day(token)
            else typed or (token if ("-" in token or "&" in token) and "/" not in token else "")
        )
        parts = tuple(analysis.fold(word) for word in analysis.simple_words(apart))
        also = [Other(parts)] if len(parts) > 1 else []
        also += map(Other, _other_forms(token))
        found.append(Term(token, analysis.fold(token), tuple(also), typed))
    return tuple(found)


def with_others(words: tuple[Term, ...], abbreviations: Abbreviations) -> tuple[Term, ...]:
    """Each word with what else finds it: "ubnd" by its meaning; each word of that meaning, typed out, by "ubnd"."""
    also = [set(term.also) for term in words]
    for place, term in enumerate(words):
        if bare := term.folded.replace("-", "").replace("&", ""):  # "LĐ-TB&XH" by what LĐTBXH stands for
            also[place].update(map(Other, abbreviations.meanings.get(bare, ())))
        if meant := remnants.decoded(term.folded):
            also[place].add(Other((analysis.fold(meant),)))
        also[place].update(Other((key,)) for key in _numbered(words, place))
        for length in range(2, min(abbreviations.longest, len(words) - place) + 1):
            typed = tuple(other.folded for other in words[place : place + length])
            for short in abbreviations.short.get(typed, ()):
                for there in range(place, place + length):
                    also[there].add(Other((short,), length))
    return tuple(replace(term, also=tuple(sorted(others))) for term, others in zip(words, also, strict=True))


def as_terms(words: tuple[str, ...]) -> tuple[Term, ...]:
    return tuple(Term(word, analysis.fold(word)) for word in words)


def _other_forms(token: str) -> Iterator[tuple[str, ...]]:
    """Of a day without a year the words of any such day; of a long number that of đồng; of "GD&ĐT" GDĐT."""
    if day := _DAY_AND_MONTH.fullmatch(token):
        yield day.groups()
        yield (day[1], "thang", day[2])
    elif token.isdecimal() and len(token) > _LONG_NUMBER:
        yield (f"{token}-dong",)
    elif "&" in token:
        yield (analysis.fold(token.replace("&", "").replace("-", "")),)


_DAY_AND_MONTH = re.compile(r"([1-9]|[12][0-9]|3[01])/([1-9]|1[0-2])")
_LONG_NUMBER = 4  # figures: of a year; no document's number unless it is named so
_TYPES = {words: kind.abbreviation for kind in DocumentType if kind.abbreviation
          for title in (kind.title, kind.abbreviation)
          for words in [tuple(map(analysis.fold, analysis.simple_words(title)))]}  # fmt: skip
_COUNTED = frozenset(("nam", "thang", "ngay", "tuoi", "nguoi"))  # "kế hoạch 5 năm" is no plan number 5


def _numbered(words: tuple[Term, ...], place: int) -> Iterator[str]:
    """ "qd-2" of the number in "quyết định số 02", as it stands in a document's head."""
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
