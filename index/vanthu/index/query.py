"""What was asked: words, phrases, what must not be there, and filters. A value; no engine is known here.

Whatever a person types is a query; nothing typed is a syntax error. A filter (filters.py) whose value makes no sense is
taken for words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from vanthu.doc_engine.vietnamese import nfc, slug

from . import analysis, keys, remnants
from .abbreviations import Abbreviations
from .abbreviations import load as load_abbreviations
from .filters import Filters, as_typed, narrowed

_PIECE = re.compile(r'(-?)(?:([^\W\d_][\w-]*):(?=\S))?(?:"([^"]*)"?|(\S+))')


MOST_WORDS = 64  # of a pasted paragraph the first; an engine refuses questions of a thousand parts
NEAR_LENGTH = 3  # letters; shorter words differ from too many others in one


@dataclass(frozen=True, slots=True)
class Term:
    """One word asked for. With diacritics typed, `exact` ranks above other words of the same folded form.

    `also`: what finds it as well, ranked below: phrases of folded words (an abbreviation's meaning, what a keyboard
    left of it).
    """

    exact: str
    folded: str
    also: tuple[tuple[str, ...], ...] = ()
    said: str = ""  # what was typed for a key; a text may say it in those words where the key was not understood

    @property
    def is_marked(self) -> bool:
        return analysis.is_marked(self.exact)


class Sort(StrEnum):
    """In which order the answers come; the values are typed behind `xếp:`."""

    RELEVANCE = "hợp"
    NEWEST = "mới"
    OLDEST = "cũ"


@dataclass(frozen=True, slots=True)
class Query:
    """`page`: 1-based, of `limit` answers each; a limit of 0 only counts."""

    words: tuple[Term, ...] = ()
    phrases: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()
    filters: Filters = field(default_factory=Filters)
    limit: int = 20
    all_words: bool = True  # False: documents with any of the words, those with most of them first
    near: bool = False  # True: a word is found by others that differ in one letter
    begun: bool = False  # True: the last word is the beginning of one
    sort: Sort = Sort.RELEVANCE
    page: int = 1

    @property
    def offset(self) -> int:
        """How many answers stand on the pages before."""
        return (self.page - 1) * self.limit

    @property
    def is_empty(self) -> bool:
        """Nothing to look for: every document that passes the filters is an answer."""
        return not (self.words or self.phrases or self.excluded)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every word that an answer is to show marked."""
        asked = (*self.words, *(term for phrase in self.phrases for term in phrase))
        others = (Term(word, word) for term in asked if not term.said for phrase in term.also for word in phrase)
        return tuple(dict.fromkeys((*asked, *others)))

    @property
    def text(self) -> str:
        """The query as it may be typed; parsed, it is the same again (but for limit, all_words, near and begun)."""
        pieces = [_typed(self.words)] if self.words else []
        pieces += [f'"{" ".join(term.exact for term in phrase)}"' for phrase in self.phrases]
        pieces += [f'-"{one}"' if " " in one else f"-{one}" for one in _pieces(self.excluded)]
        pieces += [f"xếp:{self.sort}"] if self.sort is not Sort.RELEVANCE else []
        pieces += [f"trang:{self.page}"] if self.page > 1 else []
        return " ".join([*pieces, *as_typed(self.filters)])


def parse(
    text: str, filters: Filters | None = None, limit: int = 20, abbreviations: Abbreviations | None = None
) -> Query:
    """`word`, `"a phrase"`, `-not`, `field:value`. A quotation mark that never closes closes at the end.

    `filters`: given besides those that are typed, which go before.
    """
    found, loose = _Found(filters or Filters()), list[str]()  # neighbouring bare words are read together: dates
    written = nfc(text)  # as long as the plain text: "HD" and "HĐ" are types of their own
    for piece in _PIECE.finditer(analysis.plain(text)):
        minus, name, quoted, bare = piece.groups()
        value = bare if quoted is None else quoted
        as_written = written[slice(*piece.span(4 if quoted is None else 3))].replace('"', "")
        if name and not minus and (found.arrange(name, bare) or found.narrow(name, as_written)):
            continue
        if minus and value:
            found.excluded += _terms(f"{name}:{value}" if name else value)
        elif quoted is not None and not name:
            found.add_phrase(quoted)
        else:
            loose.append(piece[0].replace('"', " "))
    words = (*_terms(" ".join(loose)), *found.words)
    known = abbreviations or load_abbreviations()
    return Query(
        _with_others(tuple(dict.fromkeys(words))[:MOST_WORDS], known),
        tuple(found.phrases),
        tuple(dict.fromkeys(found.excluded)),
        found.filters,
        limit,
        sort=found.sort,
        page=found.page,
    )


class _Found:
    def __init__(self, filters: Filters) -> None:
        self.filters = filters
        self.words: list[Term] = []
        self.phrases: list[tuple[Term, ...]] = []
        self.excluded: list[Term] = []
        self.sort, self.page = Sort.RELEVANCE, 1

    def narrow(self, name: str, value: str) -> bool:
        """Whether that is a filter, which is then taken."""
        changed = narrowed(self.filters, name, value)
        self.filters = changed or self.filters
        return changed is not None

    def arrange(self, name: str, value: str | None) -> bool:
        """Whether that says how the answers are shown, which is then kept: xếp:mới, trang:2."""
        if slug(name) in ("xep", "sort"):
            for sort in Sort:
                if slug(value or "").removesuffix("-nhat") in (slug(sort), sort.name.lower()):
                    self.sort = sort
                    return True
        if slug(name) in ("trang", "page") and re.fullmatch(r"[1-9][0-9]{0,5}", value or ""):
            self.page = int(value or "")
            return True
        return False

    def add_phrase(self, quoted: str) -> None:
        terms = _as_terms(analysis.simple_words(quoted))
        if len(terms) > 1:
            self.phrases.append(terms)
        else:
            self.words += terms


def _pieces(terms: Iterable[Term]) -> list[str]:
    """How each may be typed; once, where one thing typed is several keys ("khoản 1, khoản 2 Điều 5")."""
    several = [term.said or term.exact for term in terms]
    return [one for place, one in enumerate(several) if " " not in one or several[place - 1 : place] != [one]]


def _typed(words: tuple[Term, ...]) -> str:
    """The words one behind the other; with a bar between them where they would be read as something else."""
    pieces = _pieces(words)
    read = dict.fromkeys(_terms(" ".join(pieces)))
    same = [(term.exact, term.said) for term in read] == [(term.exact, term.said) for term in words]
    return (" " if same else " | ").join(pieces)


def _with_others(words: tuple[Term, ...], abbreviations: Abbreviations) -> tuple[Term, ...]:
    """Each word with what else finds it: "ubnd" by its meaning; each word of that meaning, typed out, by "ubnd"."""
    also: list[set[tuple[str, ...]]] = [set(term.also) for term in words]
    for place, term in enumerate(words):
        also[place].update(abbreviations.meanings.get(term.folded, ()))
        if meant := remnants.decoded(term.folded):
            also[place].add((analysis.fold(meant),))
        for length in range(2, min(abbreviations.longest, len(words) - place) + 1):
            typed = tuple(other.folded for other in words[place : place + length])
            for short in abbreviations.short.get(typed, ()):
                for there in range(place, place + length):
                    also[there].add((short,))
    return tuple(replace(term, also=tuple(sorted(others))) for term, others in zip(words, also, strict=True))


def _terms(text: str) -> tuple[Term, ...]:
    found = []
    for token, typed in analysis.said(text):
        # A day is understood however a text writes it; an article or an amount may stand where it was not.
        parts = () if keys.is_day(token) else tuple(analysis.fold(word) for word in analysis.simple_words(typed))
        found.append(Term(token, analysis.fold(token), (parts,) if parts else (), typed))
    return tuple(found)


def _as_terms(words: tuple[str, ...]) -> tuple[Term, ...]:
    return tuple(Term(word, analysis.fold(word)) for word in words)
