"""The Protocol that every engine keeps. One contract suite in the tests runs against each of them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from vanthu.doc_engine.errors import ExitCode, VanthuError

from .filters import State
from .query import Query


class IndexBroken(VanthuError):
    """The index cannot be read or written. Nothing else depends on it: it is made again from the archive."""

    code = "TIM-01"
    exit_code = ExitCode.STORE
    message = "Chỉ mục tìm kiếm tại {folder} không dùng được: {why}."
    remedy = "Hãy xem đĩa còn chỗ không, rồi chạy vanthu rebuild; chỉ mục được làm lại từ kho, không mất văn bản nào."


@contextmanager
def telling(folder: Path, errors: tuple[type[Exception], ...]) -> Iterator[None]:
    """What an engine's library raises is told as IndexBroken."""
    try:
        yield
    except errors as error:
        raise IndexBroken(folder=folder, why=error) from error


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document as the index takes it. `head`: code, subject, agency; words there weigh more than in `text`."""

    id: str  # its path in the archive
    head: str
    text: str  # NFC, paragraphs separated by line feeds; given back with a hit
    year: int
    unit_code: str
    type_abbreviation: str
    number: int = 0
    day: int = 0  # 20241122
    signer: str = ""
    agency: str = ""  # its name
    programme: str = ""
    state: State = State.STANDS


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


# An engine orders hits of one score by when they were added. Asked for some more than wanted, those are put in the
# order of their ids, so that an index made anew gives the same answers in the same order.
SPARE = 50


def best(hits: Iterable[Hit], limit: int) -> tuple[Hit, ...]:
    """The best `limit` hits; equal scores in the order of the ids."""
    return tuple(sorted(hits, key=lambda hit: (-round(hit.score, 3), hit.id))[:limit])


class Facet(StrEnum):
    """By what answers can be counted and narrowed; the names are those of IndexedDocument."""

    YEAR = "year"
    UNIT = "unit_code"
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
ALSO_WEIGHT, NEAR_WEIGHT = 0.5, 0.3  # of what was not typed so; a phrase shares it among its words
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
VERSION = "2"


class SearchEngine(Protocol):
    """One index in one folder. One process writes at a time, any number search.

    Adding and removing are durable when they return; a crash leaves the state of the last return. Raises IndexBroken
    when the folder does not hold what it should, or the disk refuses.
    """

    def add(self, documents: Iterable[IndexedDocument]) -> None:
        """A document whose id is there already replaces it."""

    def remove(self, ids: Iterable[str]) -> None:
        """An id that is not there is passed over."""

    def search(self, query: Query) -> Hits: ...

    def facets(self, query: Query) -> dict[Facet, dict[str, int]]:
        """How many of all answers have each value, those with most first; empty values are left out."""

    def ids(self) -> set[str]: ...

    def clear(self) -> None:
        """Leaves an empty index."""

    def close(self) -> None:
        """Lets go of the files."""
