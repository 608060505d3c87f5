"""A query in the terms that every engine has: which tokens, in which fields, weighing how much.

Each engine only says these in its own words, so that all find the same; what comes first is by BM25 of each engine.

Of a document four streams are kept. "whole" is its text with its head behind it: one look there says whether a word
stands in the document. "head", and in both the exact streams, only weigh: they are looked at for answers alone.
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
EXACT_WEIGHT = 6.0  # of a word with the same marks, to one that is the same without them
ALSO_WEIGHT, NEAR_WEIGHT = 0.5, 0.3  # of what was not typed so; a phrase shares it among its words
PAIR_WEIGHT = 2.0  # of two words side by side in the head, as they were typed
FIRST_WEIGHT = 1000.0  # counted for a unit that comes before others: more than words ever weigh
LONG_ENOUGH = 2  # letters; a shorter beginning of a word is looked for in heads alone


class Match(Enum):
    WORDS = auto()  # one token, or several that follow each other
    BEGUN = auto()  # every token that begins so
    NEAR = auto()  # every token that differs by one letter, or by two that changed places


@dataclass(frozen=True, slots=True)
class Look:
    """Something to look for in one field. `weight`: of BM25; what is BEGUN or NEAR counts the weight itself."""

    field: str
    words: tuple[str, ...]
    weight: float = 1.0
    match: Match = Match.WORDS


@dataclass(frozen=True, slots=True)
class Part:
    """`either`: one of these must be there, and all that are count. `better`: these count where that is so."""

    either: tuple[Look, ...]
    better: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """Answers have every part of `must`, one of `some` if there are any, and nothing of `never`."""

    must: tuple[Part, ...]
    some: tuple[Part, ...]
    never: tuple[Look, ...]

    @property
    def is_bare(self) -> bool:
        """Whether nothing says what must be there: every document passes that has nothing of `never`."""
        return not (self.must or self.some)


def matching(query: Query) -> Matching:
    last = len(query.words) - 1
    words = tuple(
        _beside(_word(term, near=query.near, begun=query.begun and place == last), query.words[:place], term)
        for place, term in enumerate(query.words)
    )
    phrases = tuple(map(_phrase, query.phrases))
    never = tuple(map(_left_out, query.excluded))
    return Matching((*words, *phrases), (), never) if query.all_words else Matching(phrases, words, never)


def _left_out(terms: tuple[Term, ...]) -> Look:
    """With marks typed just that: "-bạn" leaves out no Ủy ban."""
    if any(term.is_marked for term in terms):
        return Look(WHOLE_EXACT, tuple(term.exact for term in terms))
    return Look(WHOLE, tuple(term.folded for term in terms))


def _may_differ(word: str) -> bool:
    """Whether a slip may be looked for: a number, a day or a code that differs is another one."""
    return len(word) >= NEAR_LENGTH and word.isalpha()


def _word(term: Term, *, near: bool, begun: bool) -> Part:
    looks = [Look(WHOLE, (term.folded,))]
    looks += [Look(WHOLE, other.words, ALSO_WEIGHT / len(other.words) / other.among) for other in term.also]
    if near and _may_differ(term.folded):
        looks.append(Look(WHOLE, (term.folded,), NEAR_WEIGHT, Match.NEAR))
    begins = [Look(WHOLE, (one,), 1.0, Match.BEGUN) for one in (beginnings(term.exact) if begun else ())]
    looks += [look for look in begins if len(look.words[0]) >= LONG_ENOUGH]
    short = [_in_head(look) for look in begins if len(look.words[0]) < LONG_ENOUGH]
    return Part((*looks, *short), (*map(_in_head, looks), *_exact(term)))


def _beside(part: Part, before: tuple[Term, ...], term: Term) -> Part:
    """With what weighs where a word follows the one before it in a head: "công nhận" is no "công văn … nhận"."""
    if not before or not (before[-1].folded.isalpha() and term.folded.isalpha()):
        return part
    return replace(part, better=(*part.better, Look(HEAD, (before[-1].folded, term.folded), PAIR_WEIGHT)))


def _phrase(phrase: tuple[Term, ...]) -> Part:
    """The marks of its words weigh word by word: to look for the phrase a second time would take as long again."""
    look = Look(WHOLE, tuple(term.folded for term in phrase))
    return Part((look,), (_in_head(look), *(exact for term in phrase for exact in _exact(term))))


def _in_head(look: Look) -> Look:
    return replace(look, field=HEAD, weight=look.weight * HEAD_WEIGHT)


def _exact(term: Term) -> tuple[Look, ...]:
    """What weighs when the marks are the same as well; nothing for what was typed without any."""
    if not term.is_marked:
        return ()
    words = (term.exact,)
    return Look(WHOLE_EXACT, words, EXACT_WEIGHT), Look(HEAD_EXACT, words, HEAD_WEIGHT * EXACT_WEIGHT)
