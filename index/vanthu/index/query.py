"""What was asked: words, phrases, what must not be there, and filters. A value; no engine is known here.

Whatever a person types is a query; nothing typed is a syntax error. A filter (filters.py) whose value makes no sense is
taken for words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from vanthu.doc_engine.vietnamese import nfc, slug

from . import analysis, remnants
from .abbreviations import Abbreviations
from .abbreviations import load as load_abbreviations
from .filters import Filters, as_typed, is_field, narrowed

_PIECE = re.compile(r'(-?)(?:([^\W\d_][\w-]*):(?=\S))?(?:"([^"]*)"?|(\S+))')
_BEHIND_COLON = re.compile(r"([^\W\d_][\w-]*):[ \t]+(?=\S)")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # as some keyboards type figures and signs
MOST_LETTERS = 4_000  # of a pasted text the first
MOST_WORDS = 64  # of a pasted paragraph the first; an engine refuses questions of a thousand parts
NEAR_LENGTH = 3  # letters; shorter words differ from too many others in one


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
    excluded: tuple[tuple[Term, ...], ...] = ()  # words, and phrases of several
    without: tuple[Filters, ...] = ()  # no answer passes any of these
    first: frozenset[str] = frozenset()  # keys of units whose documents come before those of others
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
        others = (Term(word, word) for term in asked if not term.said for other in term.also for word in other.words)
        return tuple(dict.fromkeys((*asked, *others)))

    @property
    def text(self) -> str:
        """The query as it may be typed; parsed, it is the same again (but for limit, all_words, near, begun and
        first)."""
        pieces = [_typed(self.words)] if self.words else []
        pieces += map(_quoted, self.phrases)
        pieces += [f"-{_quoted(terms) if len(terms) > 1 else _alone(terms[0])}" for terms in self.excluded]
        pieces += [f"-{typed}" for filters in self.without for typed in as_typed(filters)]
        pieces += [f"xếp:{self.sort}"] if self.sort is not Sort.RELEVANCE else []
        pieces += [f"trang:{self.page}"] if self.page > 1 else []
        return " ".join([*pieces, *as_typed(self.filters)])


def _close(named: re.Match[str]) -> str:
    """ "năm: 2024" is meant as "năm:2024"."""
    return f"{named[1]}:" if is_field(named[1]) else named[0]


def parse(
    text: str, filters: Filters | None = None, limit: int = 20, abbreviations: Abbreviations | None = None
) -> Query:
    """`word`, `"a phrase"`, `-not`, `field:value`, `-field:value`. Quotation marks that never close close at the end.

    `filters`: given besides those that are typed, which go before.
    """
    found = _Found(filters or Filters())
    # As long as the plain text: "HD" and "HĐ" are types of their own.
    written = _BEHIND_COLON.sub(_close, nfc(text)[:MOST_LETTERS].translate(_FULL_WIDTH))
    for piece in _PIECE.finditer(analysis.plain(written)):
        minus, name, quoted, bare = piece.groups()
        minus = minus and written[piece.start()] == "-"  # of "2020 –2024" nothing is left out
        value = bare if quoted is None else quoted
        as_written = written[slice(*piece.span(4 if quoted is None else 3))].replace('"', "")
        if name and not minus and (found.arrange(name, bare) or found.narrow(name, as_written)):
            continue
        if name and minus and (left_out := narrowed(Filters(), name, as_written)):
            found.without.append(left_out)
        elif minus and quoted is not None:
            found.leave_out(_as_terms(analysis.simple_words(f"{name or ''} {quoted}")))
        elif minus and value:
            found.leave_out(*((term,) for term in _terms(f"{name}:{value}" if name else value)))
        elif quoted is not None and not name:
            found.add_phrase(quoted)
        else:
            found.loose.append(piece[0].replace('"', " "))
    known = abbreviations or load_abbreviations()
    return Query(
        _with_others(tuple(dict.fromkeys(found.words))[:MOST_WORDS], known),
        tuple(found.phrases),
        tuple(dict.fromkeys(found.excluded)),
        tuple(dict.fromkeys(found.without)),
        filters=found.filters,
        limit=limit,
        sort=found.sort,
        page=found.page,
    )


class _Found:
    def __init__(self, filters: Filters) -> None:
        self.filters = filters
        self.loose: list[str] = []  # bare words, read together with their neighbours: dates
        self.phrases: list[tuple[Term, ...]] = []
        self.excluded: list[tuple[Term, ...]] = []
        self.without: list[Filters] = []
        self.sort, self.page = Sort.RELEVANCE, 1
        self._words: list[Term] = []

    @property
    def words(self) -> list[Term]:
        self._words += _terms(" ".join(self.loose))
        self.loose = []
        return self._words

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
            self.words.extend(terms)

    def leave_out(self, *several: tuple[Term, ...]) -> None:
        self.excluded += filter(None, several)


def _quoted(terms: tuple[Term, ...]) -> str:
    return f'"{" ".join(term.exact for term in terms)}"'


def _alone(term: Term) -> str:
    """How it may be typed; in quotation marks where it would be read as a key."""
    return term.said or (term.exact if analysis.words(term.exact) == (term.exact,) else _quoted((term,)))


def _pieces(terms: Iterable[Term]) -> list[str]:
    """How each may be typed; once, where one thing typed is several keys ("khoản 1, khoản 2 Điều 5")."""
    several = list(map(_alone, terms))
    return [one for place, one in enumerate(several) if " " not in one or several[place - 1 : place] != [one]]


def _typed(words: tuple[Term, ...]) -> str:
    """The words one behind the other; with a bar between them where they would be read as something else."""
    pieces = _pieces(words)
    read = dict.fromkeys(_terms(" ".join(pieces)))
    same = [(term.exact, term.said) for term in read] == [(term.exact, term.said) for term in words]
    return (" " if same else " | ").join(pieces)


def _with_others(words: tuple[Term, ...], abbreviations: Abbreviations) -> tuple[Term, ...]:
    """Each word with what else finds it: "ubnd" by its meaning; each word of that meaning, typed out, by "ubnd"."""
    also = [set(term.also) for term in words]
    for place, term in enumerate(words):
        also[place].update(map(Other, abbreviations.meanings.get(term.folded, ())))
        if meant := remnants.decoded(term.folded):
            also[place].add(Other((analysis.fold(meant),)))
        for length in range(2, min(abbreviations.longest, len(words) - place) + 1):
            typed = tuple(other.folded for other in words[place : place + length])
            for short in abbreviations.short.get(typed, ()):
                for there in range(place, place + length):
                    also[there].add(Other((short,), length))
    return tuple(replace(term, also=tuple(sorted(others))) for term, others in zip(words, also, strict=True))


def _terms(text: str) -> tuple[Term, ...]:
    found = []
    for token, typed in analysis.said(text):
        # Where a text says a key in a way that was not understood, or writes apart what was typed with a hyphen.
        apart = typed or (token if "-" in token and "/" not in token else "")
        parts = tuple(analysis.fold(word) for word in analysis.simple_words(apart))
        found.append(Term(token, analysis.fold(token), (Other(parts),) if len(parts) > 1 else (), typed))
    return tuple(found)


def _as_terms(words: tuple[str, ...]) -> tuple[Term, ...]:
    return tuple(Term(word, analysis.fold(word)) for word in words)
