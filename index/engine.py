"""The Protocol that every engine keeps. One contract suite in the tests runs against each of them."""

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

from .analysis import streams
from .filters import Name, State, exact_token, token
from .matching import HEAD, HEAD_EXACT, WHOLE, WHOLE_EXACT
from .query import Query, Sort


class IndexBroken(VanthuError):
    """The index cannot be read or written. Nothing else depends on it: it is made again from the archive."""

    code = "TIM-01"
    exit_code = ExitCode.STORE
    message = "Chỉ mục tìm kiếm tại {folder} không dùng được: {why}."
    remedy = "Hãy xem đĩa còn chỗ không, rồi chạy vanthu rebuild; chỉ mục được làm lại từ kho, không mất văn bản nào."


_BOUNDARY = "|"  # a token that no text has: a phrase never reaches from the text into the head
_SYSTEM = re.compile(r"os error (\d+)")  # how libraries written in Rust tell a refusal of the system
_PANIC = "PanicException"  # of libraries written in Rust; no Exception, and to be had by its name alone


@contextmanager
def telling(folder: Path, errors: tuple[type[Exception], ...]) -> Iterator[None]:
    """What an engine's library raises is told as IndexBroken."""
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
    """In Vietnamese what the system refused; what else is wrong with the files, with the library's words for it."""
    if told := _SYSTEM.search(str(error)):
        number = int(told[1])
        error = OSError(number, os.strerror(number), None, number)
    if isinstance(error, OSError):
        return system_reason(error)
    return f"tệp chỉ mục hỏng ({str(error) or type(error).__name__})"


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document as the index takes it. `head`: code, subject, agency; words there weigh more than in `text`."""

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
    layers: str = ""  # in what its letters were written (legacy.Layer), separated by spaces

    @property
    def order(self) -> int:
        """Later documents have higher ones: by day, then by number. Below 2**63; equal ones are equal by chance alone:
        one in a million of those with the same day and number."""
        chance = int.from_bytes(hashlib.blake2b(self.id.encode(), digest_size=8).digest()) & (1 << 20) - 1
        return self.day << 38 | min(self.number, (1 << 18) - 1) << 20 | chance

    @property
    def streams(self) -> dict[str, str]:
        """What an engine keeps split at white space, by field (matching.STREAMS)."""
        head, text = streams(self.head), streams(self.text)
        return {
            WHOLE: f"{text.folded} {_BOUNDARY} {head.folded}",
            HEAD: head.folded,
            WHOLE_EXACT: f"{text.exact} {_BOUNDARY} {head.exact}",
            HEAD_EXACT: head.exact,
        }

    @property
    def names(self) -> str:
        """The tokens by which `Filters.names` finds it: "signer:nguyen signer=nguyễn", separated by spaces."""
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


# Of documents that answer equally well the later ones come first, in every engine and after every rebuilding. So an
# engine that cannot say that itself is asked for some more than is wanted, and for more yet while the last of those is
# as good as the last that is wanted. Where more than MOST_TIED are as good, they are ordered in groups: the first so
# many, then three times as many, and so on. Every page is cut from the same groups, so that no answer stands on two
# pages, and none on no page.
SPARE, MOST_TIED = 100, 20_000  # asking again costs far more than a hundred answers of which nothing is read


_Place = TypeVar("_Place")
_Scored = Sequence[tuple[float, _Place]]


def cut(
    look: Callable[[int], _Scored[_Place]], orders: Callable[[_Scored[_Place]], Sequence[int]], first: int, last: int
) -> list[tuple[float, _Place]]:
    """The answers from `first` to before `last`. `look`: the best so many, in an order that does not change; `orders`:
    which of some come before others that are as good."""
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
    """The best answers, among them all those until `last`, and the edges of the groups in which they are ordered."""
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
    """A score without what segments, shards and the order of adding do to its last digits."""
    return round(score, 3)


def by_day(query: Query) -> Sort:
    """How the answers are ordered: those that were not asked for by words are all as good, so the latest come first;
    unless units come before others."""
    worded = query.words or query.phrases or query.first
    return query.sort if worded or query.sort is not Sort.RELEVANCE else Sort.NEWEST


class Facet(StrEnum):
    """By what answers can be counted and narrowed; the names are those of IndexedDocument."""

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
_NOTHING = "-"  # in the place of an empty value, which cannot be looked for


def kept(value: str) -> str:
    """A value as an engine keeps it, to be looked for and counted."""
    return value or _NOTHING


def shown(value: str) -> str:
    """The value that `kept` made."""
    return "" if value == _NOTHING else value


def counted(counts: Mapping[str, int]) -> dict[str, int]:
    """Those with most first, equals by their names; no more than MOST_VALUES, none that is nowhere."""
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return {name: count for name, count in ordered[:MOST_VALUES] if count}


# A count of more values than this says nothing to a person.
MOST_VALUES = 50

# Changed whenever an engine keeps other fields or other tokens: an index of another version is made anew.
VERSION = "5"


class SearchEngine(Protocol):
    """One index. One process writes at a time, any number search.

    Adding, removing and rebuilding are durable when they return; a crash leaves the state of the last return. Whoever
    searches meanwhile sees the old or the new. Raises IndexBroken when the index is not what it should be, or the disk
    or the server refuses.
    """

    def is_current(self) -> bool:
        """Whether an index of this program's VERSION is there. Does not look inside."""

    def rebuild(self, documents: Iterable[IndexedDocument]) -> None:
        """Puts these, none twice, in the place of all there is; taken one by one, not held in memory."""

    def add(self, documents: Iterable[IndexedDocument]) -> None:
        """A document whose id is there already replaces it."""

    def remove(self, ids: Iterable[str]) -> None:
        """An id that is not there is passed over."""

    def search(self, query: Query) -> Hits:
        """Best first, equals by day, the latest first; by day alone where no words are asked for."""

    def facets(self, query: Query) -> dict[Facet, dict[str, int]]:
        """How many of all answers have each value, those with most first; empty values are left out."""

    def frequencies(self, words: Collection[str]) -> dict[str, int]:
        """In how many texts each folded word stands; about, where documents were removed."""

    def ids(self) -> set[str]: ...

    def damaged(self) -> list[str]:
        """Files that are lost or are not what was written, by every byte; [] where the engine cannot tell."""

    def drop(self) -> None:
        """Leaves nothing; there is no index then."""

    def close(self) -> None:
        """Lets go of the files."""
