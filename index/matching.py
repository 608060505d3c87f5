"""A query in the terms of every engine: tokens, fields and weights.

Each engine only translates these, so that all find the same; the ranking is by BM25 of each engine.

Of a document four streams are stored. "whole" is its text followed by its head: one look there says whether a word
occurs in the document. "head", and the exact streams of both, only weigh: they are searched in answers alone.
"""

from dataclasses import dataclass, replace
from enum import Enum, auto

from .analysis import beginnings
from .query import NEAR_LENGTH, Query
from .terms import Term

WHOLE, HEAD = "whole_folded", "head_folded"
WHOLE_EXACT, HEAD_EXACT = "whole_exact", "head_exact"
STREAMS = (WHOLE, HEAD, WHOLE_EXACT, HEAD_EXACT)
HEAD_WEIGHT = 3.0  # of a word in the head, over what it weighs in the whole
EXACT_WEIGHT = 6.0  # of a word with the same diacritics, to one that is the same without them
ALSO_WEIGHT, NEAR_WEIGHT = 0.5, 0.3  # of forms that were not typed; a phrase shares it among its words
PAIR_WEIGHT = 2.0  # of two words side by side in the head, as they were typed
FIRST_WEIGHT = 1000.0  # of a unit that comes before others: more than words ever weigh
LONG_ENOUGH = 2  # letters; a shorter prefix is searched in heads alone


class Match(Enum):
    WORDS = auto()  # one token, or several that follow each other
    PREFIX = auto()  # every token with that prefix
    FUZZY = auto()  # fuzzy: every token that differs by one letter, or by two swapped ones


@dataclass(frozen=True, slots=True)
class Clause:
    """A search in one field.

    `weight`: a factor of BM25; of BEGUN and NEAR the score itself.
    """

    field: str
    words: tuple[str, ...]
    weight: float = 1.0
    match: Match = Match.WORDS


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query.

    `either`: one of these must match, and all that match weigh. `better`: these add weight to answers.
    """

    either: tuple[Clause, ...]
    better: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """Conditions on answers: all of `must`, one of `should` if any, no `must_not`."""

    must: tuple[Part, ...]
    should: tuple[Part, ...]
    must_not: tuple[Clause, ...]

    @property
    def is_bare(self) -> bool:
        """Whether nothing must match: all documents pass that `must_not` lets pass."""
        return not (self.must or self.should)


def matching(query: Query) -> Matching:
    """Return what engines search for a query; its filters are not included."""
    last = len(query.words) - 1
    words = tuple(
        _beside(_word(term, fuzzy=query.fuzzy, prefix=query.prefix and place == last), query.words[:place], term)
        for place, term in enumerate(query.words)
    )
    phrases = tuple(map(_phrase, query.phrases))
    must_not = tuple(map(_left_out, query.excluded))
    return Matching((*words, *phrases), (), must_not) if query.all_words else Matching(phrases, words, must_not)


def _left_out(terms: tuple[Term, ...]) -> Clause:
    """Return the look for an exclusion; with diacritics exact: "-bạn" keeps Ủy ban."""
    if any(term.is_marked for term in terms):
        return Clause(WHOLE_EXACT, tuple(term.exact for term in terms))
    return Clause(WHOLE, tuple(term.folded for term in terms))


def _may_differ(word: str) -> bool:
    """Return whether a typo is possible: another number, day or code is another one."""
    return len(word) >= NEAR_LENGTH and word.isalpha()


def _word(term: Term, *, fuzzy: bool, prefix: bool) -> Part:
    looks = [Clause(WHOLE, (term.folded,))]
    looks += [Clause(WHOLE, other.words, ALSO_WEIGHT / len(other.words) / other.among) for other in term.also]
    if fuzzy and _may_differ(term.folded):
        looks.append(Clause(WHOLE, (term.folded,), NEAR_WEIGHT, Match.FUZZY))
    begins = [Clause(WHOLE, (one,), 1.0, Match.PREFIX) for one in (beginnings(term.exact) if prefix else ())]
    looks += [look for look in begins if len(look.words[0]) >= LONG_ENOUGH]
    short = [_in_head(look) for look in begins if len(look.words[0]) < LONG_ENOUGH]
    return Part((*looks, *short), (*map(_in_head, looks), *_exact(term)))


def _beside(part: Part, before: tuple[Term, ...], term: Term) -> Part:
    """Return the part with a weight where the word follows the one before in a head.

    "công nhận" is not "công văn … nhận".
    """
    if not before or not (before[-1].folded.isalpha() and term.folded.isalpha()):
        return part
    return replace(part, better=(*part.better, Clause(HEAD, (before[-1].folded, term.folded), PAIR_WEIGHT)))


def _phrase(phrase: tuple[Term, ...]) -> Part:
    """Return the part of a phrase, whose diacritics weigh word by word.

    To search for the phrase a second time would take as long again.
    """
    look = Clause(WHOLE, tuple(term.folded for term in phrase))
    return Part((look,), (_in_head(look), *(exact for term in phrase for exact in _exact(term))))


def _in_head(look: Clause) -> Clause:
    return replace(look, field=HEAD, weight=look.weight * HEAD_WEIGHT)


def _exact(term: Term) -> tuple[Clause, ...]:
    """Return what weighs when the diacritics match; nothing if none were typed."""
    if not term.is_marked:
        return ()
    words = (term.exact,)
    return Clause(WHOLE_EXACT, words, EXACT_WEIGHT), Clause(HEAD_EXACT, words, HEAD_WEIGHT * EXACT_WEIGHT)
