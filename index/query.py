"""A query: words, phrases, exclusions and filters. It knows no engine.

Whatever a person types is a query; nothing typed is a syntax error. A filter (filters.py) whose value makes no sense is
read as words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum

from doc_engine.vietnamese import slug

from . import analysis
from .abbreviations import Abbreviations
from .abbreviations import load as load_abbreviations
from .filters import Filters, Named, as_typed, is_field, narrowed
from .normalization import normalize
from .terms import Term, as_terms, terms_of, with_others

_PIECE = re.compile(r'(-?)(?:([^\W\d_][\w-]*):(?=\S))?(?:"([^"]*)"?|(\S+))')
# Of a pasted paragraph the first; an engine refuses queries of a thousand clauses.
MOST_WORDS, MOST_PHRASES, MOST_LEFT_OUT = 64, 24, 64
MOST_SPELLINGS = 16  # of a name with abbreviations
NEAR_LENGTH = 3  # letters; a shorter word differs by one letter from too many others


class Sort(StrEnum):
    """The order of the answers; the values are typed after `xếp:`."""

    RELEVANCE = "hợp"
    NEWEST = "mới"
    OLDEST = "cũ"


@dataclass(frozen=True, slots=True)
class Query:
    """A query. `page`: 1-based, of `limit` answers each; a limit of 0 only counts."""

    words: tuple[Term, ...] = ()
    phrases: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[tuple[Term, ...], ...] = ()  # words, and phrases of several
    without: tuple[Filters, ...] = ()  # no answer passes any of these
    first: frozenset[str] = frozenset()  # keys of units whose documents come before those of others
    filters: Filters = field(default_factory=Filters)
    limit: int = 20
    all_words: bool = True  # False: documents with any of the words, those with most of them first
    fuzzy: bool = False  # True: a word finds those that differ by one letter, too
    prefix: bool = False  # True: the last word is a prefix
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    unread: tuple[str, ...] = field(default=(), compare=False)  # filters as typed whose values made no sense

    @property
    def offset(self) -> int:
        """The number of answers on the pages before."""
        return (self.page - 1) * self.limit

    @property
    def is_empty(self) -> bool:
        """Whether nothing is searched: every document that passes the filters matches."""
        return not (self.words or self.phrases or self.excluded)

    @property
    def runs(self) -> tuple[tuple[Term, ...], ...]:
        """What an answer is to highlight: words, and words that count only side by side."""
        others = (other.words for term in self.words if not term.said for other in term.also)
        also = (tuple(Term(word, word) for word in words) for words in others)
        return tuple(dict.fromkeys((*((term,) for term in self.words), *self.phrases, *also)))

    @property
    def text(self) -> str:
        """The query as it may be typed; parsed, it is equal.

        Except limit, all_words, fuzzy, prefix and first.
        """
        pieces = [_typed(self.words)] if self.words else []
        pieces += map(_quoted, self.phrases)
        pieces += [f"-{_quoted(terms) if len(terms) > 1 else _alone(terms[0])}" for terms in self.excluded]
        pieces += [f"-{typed}" for filters in self.without for typed in as_typed(filters)]
        pieces += [f"xếp:{self.sort}"] if self.sort is not Sort.RELEVANCE else []
        pieces += [f"trang:{self.page}"] if self.page > 1 else []
        return " ".join([*pieces, *as_typed(self.filters)])


def parse(
    text: str, filters: Filters | None = None, limit: int = 20, abbreviations: Abbreviations | None = None
) -> Query:
    """Return the query of a typed text.

    `word`, `"a phrase"`, `-not`, `field:value`, `-field:value`. Unclosed quotation marks close at the end. `filters`:
    for what is not typed.
    """
    found = _Found()
    written = normalize(text)  # as long as the plain text: "HD" and "HĐ" are types of their own
    for piece in _PIECE.finditer(analysis.plain(written)):
        minus, name, quoted, bare = piece.groups()
        minus = minus if written[piece.start()] == "-" else ""  # "2020 –2024" excludes nothing
        value = bare if quoted is None else quoted
        as_written = written[slice(*piece.span(4 if quoted is None else 3))].replace('"', "")
        if name and is_field(name) and found.take(minus, name, value or "", as_written):
            continue
        if minus and quoted is not None:
            found.leave_out(as_terms(analysis.simple_words(f"{name or ''} {quoted}")))
        elif minus and value:
            found.leave_out(*((term,) for term in terms_of(f"{name}:{value}" if name else value)))
        elif quoted is not None and not name:
            found.add_phrase(quoted)
        else:
            found.loose.append(piece[0].replace('"', " "))
    known = abbreviations or load_abbreviations()
    given = filters or Filters()
    typed = {one.name: getattr(found.filters, one.name) or getattr(given, one.name) for one in fields(Filters)}
    return Query(
        with_others(tuple(dict.fromkeys(found.words))[:MOST_WORDS], known),
        tuple(found.phrases[:MOST_PHRASES]),
        tuple(dict.fromkeys(found.excluded))[:MOST_LEFT_OUT],
        tuple(_spelt(one, known) for one in dict.fromkeys(found.without))[:MOST_LEFT_OUT],
        filters=_spelt(Filters(**typed), known),
        limit=limit,
        sort=found.sort,
        page=found.page,
        unread=tuple(dict.fromkeys(found.unread)),
    )


class _Found:
    def __init__(self) -> None:
        self.filters = Filters()
        self.unread: list[str] = []
        self.loose: list[str] = []  # bare words, read together with their neighbours: dates
        self.phrases: list[tuple[Term, ...]] = []
        self.excluded: list[tuple[Term, ...]] = []
        self.without: list[Filters] = []
        self.sort, self.page = Sort.RELEVANCE, 1
        self._words: list[Term] = []

    @property
    def words(self) -> list[Term]:
        self._words += terms_of(" ".join(self.loose))
        self.loose = []
        return self._words

    def take(self, minus: str, name: str, value: str, as_written: str) -> bool:
        """Return whether a field was taken as such; else its text is read as words.

        A value that makes no sense is noted in `unread`; with a minus it excludes nothing.
        """
        if not minus and self._arrange(name, value):
            return True
        changed = narrowed(Filters() if minus else self.filters, name, as_written)
        if changed is None:
            if not _is_number_and_symbol(name, value):
                self.unread.append(f"{minus}{name}:{as_written}")
            return bool(minus)
        if minus:
            self.without.append(changed)
        else:
            self.filters = changed
        return True

    def _arrange(self, name: str, value: str) -> bool:
        """Keep an option of the answers (xếp:mới, trang:2); return whether it is one."""
        if slug(name) in ("xep", "sap-xep", "sort"):
            for sort in Sort:
                if slug(value).removesuffix("-nhat") in (slug(sort), sort.name.lower()):
                    self.sort = sort
                    return True
        if slug(name) in ("trang", "page") and re.fullmatch(r"[1-9][0-9]{0,5}", value):
            self.page = int(value)
            return True
        return False

    def add_phrase(self, quoted: str) -> None:
        terms = as_terms(analysis.simple_words(quoted))
        if len(terms) > 1:
            self.phrases.append(terms)
        else:
            self.words.extend(terms)

    def leave_out(self, *several: tuple[Term, ...]) -> None:
        self.excluded += filter(None, several)


def _is_number_and_symbol(name: str, value: str) -> bool:
    """Return whether it is words, as "Số: 02/QĐ-UBND", not a filter that failed."""
    return slug(name) == "so" and any(letter.isdigit() for letter in value)


def _spelt(filters: Filters, known: Abbreviations) -> Filters:
    """Return the filters with other spellings of names: abbreviations and meanings."""
    names = frozenset(replace(one, also=_other_spellings(one, known)) for one in filters.names)
    return replace(filters, names=names)


def _other_spellings(named: Named, known: Abbreviations) -> tuple[tuple[str, ...], ...]:
    first = tuple(map(analysis.fold, named.words))
    found = {first: None}
    for _ in range(2):  # of two abbreviations in one name both
        found |= {other: None for words in found for other in _respelt(words, known)}
    return tuple(sorted(other for other in list(found)[1:MOST_SPELLINGS]))


def _respelt(words: tuple[str, ...], known: Abbreviations) -> Iterator[tuple[str, ...]]:
    for place, word in enumerate(words):
        for meaning in known.meanings.get(word, ()):
            yield (*words[:place], *meaning, *words[place + 1 :])
        for end in range(place + 2, min(place + known.longest, len(words)) + 1):
            for short in known.short.get(words[place:end], ()):
                yield (*words[:place], short, *words[end:])


def _quoted(terms: tuple[Term, ...]) -> str:
    return f'"{" ".join(term.exact for term in terms)}"'


def _alone(term: Term) -> str:
    """Return a term as it may be typed, quoted where it would be read as a key."""
    return term.said or (term.exact if analysis.words(term.exact) == (term.exact,) else _quoted((term,)))


def _pieces(terms: Iterable[Term]) -> list[str]:
    """Return each term as it may be typed.

    Once where one typed text is several keys ("khoản 1, khoản 2 Điều 5").
    """
    several = list(map(_alone, terms))
    return [one for place, one in enumerate(several) if " " not in one or several[place - 1 : place] != [one]]


def _typed(words: tuple[Term, ...]) -> str:
    """Return the words joined by spaces; by bars where they would be read differently."""
    bare = [term.said or term.exact for term in words]
    if _reads_as(words, " ".join(dict.fromkeys(bare))):
        return " ".join(dict.fromkeys(bare))
    pieces = _pieces(words)
    return (" " if _reads_as(words, " ".join(pieces)) else " | ").join(pieces)


def _reads_as(words: tuple[Term, ...], text: str) -> bool:
    read = dict.fromkeys(terms_of(text))
    return [(term.exact, term.said) for term in read] == [(term.exact, term.said) for term in words]
