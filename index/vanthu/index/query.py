"""What was asked: words, phrases, what must not be there, and filters. A value; no engine is known here.

Whatever a person types is a query; nothing typed is a syntax error.
"""

import re
from dataclasses import dataclass, field

from . import analysis

_PIECE = re.compile(r'(-?)"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """One word asked for. With diacritics typed, `exact` ranks above other words of the same folded form."""

    exact: str
    folded: str

    @property
    def is_marked(self) -> bool:
        return self.exact != self.folded


@dataclass(frozen=True, slots=True)
class Filters:
    """What a document must be; None or empty: anything. `units`: unit codes, any of which will do."""

    year: int | None = None
    units: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()  # abbreviations, "QĐ"


@dataclass(frozen=True, slots=True)
class Query:
    words: tuple[Term, ...] = ()
    phrases: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()
    filters: Filters = field(default_factory=Filters)
    limit: int = 20
    all_words: bool = True  # False: documents with any of the words, those with most of them first

    @property
    def is_empty(self) -> bool:
        """Nothing to look for: every document that passes the filters is an answer."""
        return not (self.words or self.phrases or self.excluded)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every word that an answer is to show marked."""
        return (*self.words, *(term for phrase in self.phrases for term in phrase))


def parse(text: str, filters: Filters | None = None, limit: int = 20) -> Query:
    """`word`, `"a phrase"`, `-not`. A quotation mark that never closes closes at the end."""
    found_words: list[Term] = []
    phrases: list[tuple[Term, ...]] = []
    excluded: list[Term] = []
    loose: list[str] = []  # neighbouring bare words, read together: "ngày 3 tháng 1 năm 2019" is one date
    for piece in _PIECE.finditer(analysis.plain(text)):
        minus, quoted, bare = piece.groups()
        if bare is not None and not (bare.startswith("-") and len(bare) > 1):
            loose.append(bare)
            continue
        if bare is not None:
            excluded += _terms(bare[1:])
        elif minus:
            excluded += _terms(quoted)
        elif len(terms := _as_terms(analysis.simple_words(quoted))) > 1:
            phrases.append(terms)
        else:
            found_words += terms
    found_words = [*_terms(" ".join(loose)), *found_words]
    return Query(tuple(dict.fromkeys(found_words)), tuple(phrases), tuple(excluded), filters or Filters(), limit)


def _terms(text: str) -> tuple[Term, ...]:
    return _as_terms(analysis.words(text))


def _as_terms(words: tuple[str, ...]) -> tuple[Term, ...]:
    return tuple(Term(word, analysis.fold(word)) for word in words)
