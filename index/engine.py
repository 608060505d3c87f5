"""The Protocol of every engine, and what engines share.

One contract suite in the tests runs against each of them.
"""

import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Protocol, TypeVar

from doc_engine.errors import ExitCode, VanthuError, system_reason
from doc_engine.remedies import RemedyAction

from .analysis import streams
from .filters import Name, State, exact_token, token
from .matching import HEAD, HEAD_EXACT, WHOLE, WHOLE_EXACT
from .query import Query, Sort


class IndexBroken(VanthuError):
    """An index that cannot be read or written.

    Nothing else depends on it: it is rebuilt from the archive.
    """

    code = "TIM-01"
    exit_code = ExitCode.STORE
    message = "Chỉ mục tìm kiếm tại {folder} không dùng được: {why}."
    remedy = (
        f"Hãy xem đĩa còn chỗ không, rồi chạy {RemedyAction.REBUILD}; chỉ mục được làm lại từ kho, không mất văn "
        "bản nào."
    )


_BOUNDARY = "|"  # a token that no text has: a phrase never reaches from the text into the head
_SYSTEM = re.compile(r"os error (\d+)")  # how libraries written in Rust report a system error
_PANIC = "PanicException"  # of libraries written in Rust; no Exception, recognised by its name alone


@contextmanager
def translate_errors(folder: Path, errors: tuple[type[Exception], ...]) -> Iterator[None]:
    """Raise what an engine's library raises as IndexBroken."""
    try:
        yield
    except VanthuError:
        raise
    except errors as error:
        raise IndexBroken(folder=folder, why=_why(error)) from error
    except BaseException as error:
        if type(error).__name__ == _PANIC:
            raise IndexBroken(folder=folder, why=_why(error)) from error
        raise


def _why(error: BaseException) -> str:
    """Return a system error in Vietnamese; other damage with the library's words."""
    if reported := _SYSTEM.search(str(error)):
        number = int(reported[1])
        error = OSError(number, os.strerror(number), None, number)
    if isinstance(error, OSError):
        return system_reason(error)
    return f"tệp chỉ mục hỏng ({str(error) or type(error).__name__})"


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document as the index takes it.

    `head`: code, subject, agency; words there weigh more than in `text`.
    """

    id: str  # its path in the archive
    head: str
    text: str  # NFC, paragraphs separated by line feeds; given back with a hit
    year: int
    unit: str  # key of the issuing unit
    type_abbreviation: str
    number: int = 0
    day: int = 0  # 20241122
    signer: str = ""
    agency: str = ""  # its name
    programme: str = ""
    state: State = State.STANDS
    signer_title: str = ""
    recipients: str = ""  # separated by line feeds
    subject: str = ""
    symbol: str = ""
    layers: str = ""  # encodings of its text (legacy.Layer), separated by spaces

    @property
    def order(self) -> int:
        """A sort key below 2**63: later documents have higher ones, by day, then number.

        Equal by chance alone: one in a million of those with the same day and number.
        """
        chance = int.from_bytes(hashlib.blake2b(self.id.encode(), digest_size=8).digest()) & (1 << 20) - 1
        return self.day << 38 | min(self.number, (1 << 18) - 1) << 20 | chance

    @property
    def streams(self) -> dict[str, str]:
        """What an engine stores split at white space, by field (matching.STREAMS)."""
        head, text = streams(self.head), streams(self.text)
        return {
            WHOLE: f"{text.folded} {_BOUNDARY} {head.folded}",
            HEAD: head.folded,
            WHOLE_EXACT: f"{text.exact} {_BOUNDARY} {head.exact}",
            HEAD_EXACT: head.exact,
        }

    @property
    def names(self) -> str:
        """The tokens by which `Filters.names` finds it, separated by spaces.

        "signer:nguyen signer=nguyễn"
        """
        return " ".join(filter(None, (_names(name, str(getattr(self, name))) for name in Name)))


@lru_cache(maxsize=10_000)  # an office has few signers, agencies and lists of recipients, and many documents of each
def _names(name: Name, value: str) -> str:
    found = streams(value)
    folded = (token(name, word) for word in found.folded.split())
    return " ".join((*folded, *(exact_token(name, word) for word in found.exact.split())))


@dataclass(frozen=True, slots=True)
class Hit:
    id: str
    score: float
    text: str


@dataclass(frozen=True, slots=True)
class Hits:
    """The best hits, best first, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...]


# Of equally good answers the later documents come first, in every engine and after every rebuild. An engine that cannot
# order them so is asked for some more than wanted, and for more yet while the last of those is as good as the last one
# wanted. Where more than MOST_TIED are equal, they are ordered in groups: the first so many, then three times as many,
# and so on. Every page is a slice of the same groups, so that no answer is on two pages, and none on no page.
SPARE, MOST_TIED = 100, 20_000  # asking again costs far more than a hundred answers of which nothing is read


_Place = TypeVar("_Place")
_Scored = Sequence[tuple[float, _Place]]


def page_slice(
    look: Callable[[int], _Scored[_Place]], orders: Callable[[_Scored[_Place]], Sequence[int]], first: int, last: int
) -> list[tuple[float, _Place]]:
    """Return a page slice: the answers from `first` to before `last`.

    `look`: the best so many, in an order that does not change; `orders`: sort keys of answers, by which the higher of
    equally good ones come first.
    """
    found, edges = _looked_at(look, last)
    page = list[tuple[float, _Place]]()
    for begin, end in pairwise(edges):
        if begin < last and end > first:
            group = found[begin:end]
            keyed = zip((rounded(score) for score, _ in group), orders(group), range(len(group)), strict=True)
            ordered = [group[at] for _, _, at in sorted(keyed, reverse=True)]
            page += ordered[max(0, first - begin) : last - begin]
    return page


def _looked_at(look: Callable[[int], _Scored[_Place]], last: int) -> tuple[_Scored[_Place], list[int]]:
    """Return the best answers, all until `last` among them, and the group edges.

    Answers are ordered within these groups.
    """
    size = last + SPARE
    while size < MOST_TIED:
        found = look(size)
        end = last
        while end < len(found) and same_score(found[end][0], found[last - 1][0]):
            end += 1
        if end < size:
            return found[:end], [0, end]
        size *= 4
    edges = [0, MOST_TIED]
    while edges[-1] < last:
        edges.append(4 * edges[-1])
    return look(edges[-1]), edges


def same_score(one: float, other: float) -> bool:
    return rounded(one) == rounded(other)


def rounded(score: float) -> float:
    """Return a score without the last digits, which differ by segments and shards.

    By the order of adding, too.
    """
    return round(score, 3)


def by_day(query: Query) -> Sort:
    """Return the order of the answers: NEWEST where all are equally good.

    All are when neither words nor units that come first were asked for.
    """
    worded = query.words or query.phrases or query.first
    return query.sort if worded or query.sort is not Sort.RELEVANCE else Sort.NEWEST


class Facet(StrEnum):
    """The fields by which answers are counted and narrowed, as in IndexedDocument."""

    YEAR = "year"
    UNIT = "unit"
    TYPE = "type_abbreviation"
    AGENCY = "agency"
    SIGNER = "signer"
    PROGRAMME = "programme"
    STATE = "state"


# The field of each in an engine.
FIELDS = {
    Facet.YEAR: "year",
    Facet.UNIT: "unit",
    Facet.TYPE: "type",
    Facet.AGENCY: "agency",
    Facet.SIGNER: "signer",
    Facet.PROGRAMME: "programme",
    Facet.STATE: "state",
}
_NOTHING = "-"  # for an empty value, which cannot be searched


def kept(value: str) -> str:
    """Return a value as an engine stores it, to be searched and counted."""
    return value or _NOTHING


def shown(value: str) -> str:
    """Return the value that `kept` was given."""
    return "" if value == _NOTHING else value


def counted(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the values with most first, equals by name, no more than MOST_VALUES.

    Zero counts are left out.
    """
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return {name: count for name, count in ordered[:MOST_VALUES] if count}


# A count of more values than this says nothing to a person.
MOST_VALUES = 50

# Changed whenever an engine stores other fields or other tokens: an index of another version is rebuilt.
VERSION = "5"


class SearchEngine(Protocol):
    """One index. One process writes at a time, any number search.

    Adding, removing and rebuilding are durable when they return; a crash leaves the state of the last return. A search
    meanwhile sees the old or the new. Raises IndexBroken when the index is damaged, or the disk or the server refuses.
    """

    def is_current(self) -> bool:
        """Return whether an index of this program's VERSION exists, without reading it."""

    def rebuild(self, documents: Iterable[IndexedDocument]) -> None:
        """Replace the whole index by these documents, none twice.

        They are taken one by one, not held in memory.
        """

    def add(self, documents: Iterable[IndexedDocument]) -> None:
        """Add documents; each replaces one with its id."""

    def remove(self, ids: Iterable[str]) -> None:
        """Remove documents; unknown ids are skipped."""

    def search(self, query: Query) -> Hits:
        """Return the best answers first, equals by day, the latest first.

        By day alone where no words are asked for.
        """

    def facets(self, query: Query) -> dict[Facet, dict[str, int]]:
        """Return how many of all answers have each value, those with most first.

        Empty values are left out.
        """

    def frequencies(self, words: Collection[str]) -> dict[str, int]:
        """Return in how many texts each folded word occurs; about, after removals."""

    def ids(self) -> set[str]: ...

    def damaged(self) -> list[str]:
        """Return the files that are lost or changed, by every byte.

        [] where the engine cannot tell.
        """

    def drop(self) -> None:
        """Remove the index."""

    def close(self) -> None:
        """Release the files."""
