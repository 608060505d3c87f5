"""The Whoosh engine (whoosh-reloaded): pure Python, where no compiled one runs.

Much slower than tantivy; it finds the same, nearly in the same order.
"""

import json
import math
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index
from whoosh import query as wq
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, NUMERIC, STORED, TEXT, Schema
from whoosh.scoring import BM25F

from archive.durable import write_text

from ..engine import (
    FIELDS,
    Facet,
    Hit,
    Hits,
    IndexedDocument,
    by_day,
    counted,
    kept,
    rounded,
    shown,
    translate_errors,
)
from ..filters import Filters
from ..matching import FIRST_WEIGHT, STREAMS, WHOLE, Clause, Match, Part, matching
from ..query import Query, Sort

# For damaged files it raises whatever reading them happens to raise, `Exception` itself too.
REFUSALS = (Exception,)
_SUMS = "kiem-tra.json"  # file → CRC-32, of those that belong to the last commit


class WhooshEngine:
    """An Index (generations.py) in a folder."""

    def __init__(self, folder: Path, *, new: bool = False) -> None:
        self._folder = folder
        with translate_errors(folder, REFUSALS):
            make = whoosh_index.create_in if new else whoosh_index.open_dir
            self._index = make(str(folder), *([_schema()] if new else []))

    def add(self, documents: Iterable[IndexedDocument]) -> None:
        rows = [_row(document) for document in documents]
        with self._writing() as writer:
            for row in rows:
                writer.update_document(**row)
            writer.commit()

    def fill(self, documents: Iterable[IndexedDocument]) -> None:
        with self._writing() as writer:
            for document in documents:
                writer.add_document(**_row(document))
            writer.commit()

    def remove(self, ids: Iterable[str]) -> None:
        with self._writing() as writer:
            for id_ in ids:
                writer.delete_by_term("id", id_)
            writer.commit()

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        """Yield a writer; on an error before its commit, cancel it and release its lock."""
        with translate_errors(self._folder, REFUSALS):
            writer = self._index.writer()
            try:
                yield writer
                self._note_sums()
            except BaseException:
                if not writer.is_closed:
                    writer.cancel()
                raise

    def search(self, query: Query) -> Hits:
        """Return the best answers, from all that match.

        Asked for the best few, Whoosh counts too few and may lose one of them.
        """
        with self._index.searcher(weighting=_Weighting()) as searcher:
            if not searcher.doc_count():
                return Hits(0, ())
            wanted, filters = _translated(query), list(_filters(query.filters))
            orders = searcher.reader().column_reader("order")
            if (sort := by_day(query)) is Sort.RELEVANCE and query.limit:
                found = searcher.search(wanted, limit=None, filter=wq.And(filters) if filters else None).top_n
                ranked = sorted(found, key=lambda one: (rounded(one[0]), orders[one[1]]), reverse=True)
            else:
                found = [(0.0, place) for place in searcher.docs_for_query(wq.And([wanted, *filters]))]
                ranked = sorted(found, key=lambda one: orders[one[1]], reverse=sort is not Sort.OLDEST)
            page = ranked[query.offset : query.offset + query.limit]
            kept_ = [(score, searcher.stored_fields(place)) for score, place in page]
            return Hits(len(ranked), tuple(Hit(one["id"], float(score), one["stored"]) for score, one in kept_))

    def frequencies(self, words: Collection[str]) -> dict[str, int]:
        with self._index.searcher() as searcher:
            return {word: searcher.doc_frequency(WHOLE, word) for word in words}

    def facets(self, query: Query) -> dict[Facet, dict[str, int]]:
        """Count by reading every answer: a matter of seconds at some ten thousands."""
        counts: dict[Facet, Counter[str]] = {facet: Counter() for facet in FIELDS}
        with self._index.searcher() as searcher:
            wanted = wq.And([_translated(query), *_filters(query.filters)])
            for hit in map(searcher.stored_fields, searcher.docs_for_query(wanted)):
                for facet, field in FIELDS.items():
                    counts[facet][shown(str(hit[field]))] += bool(hit[field])
        return {facet: counted(found) for facet, found in counts.items()}

    def ids(self) -> set[str]:
        with self._index.searcher() as searcher:
            return {fields["id"] for fields in searcher.all_stored_fields()}

    def damaged(self) -> list[str]:
        try:
            sums = json.loads((self._folder / _SUMS).read_bytes())
        except FileNotFoundError:
            return []
        except ValueError:
            return [_SUMS]
        there = self._files()
        if not any(name.endswith(".toc") and name in sums for name in there):
            return []  # a crash came between the last commit and its sums
        return sorted(name for name, sum_ in sums.items() if name not in there or _sum(self._folder / name) != sum_)

    def _note_sums(self) -> None:
        """Store the CRC-32 of each file after a commit.

        No file ever changes, so those known are not read again.
        """
        try:
            known = json.loads((self._folder / _SUMS).read_bytes())
        except (OSError, ValueError):
            known = {}
        sums = {name: known[name] if name in known else _sum(self._folder / name) for name in self._files()}
        write_text(self._folder / _SUMS, json.dumps(sums, indent=1))

    def _files(self) -> list[str]:
        return sorted(one.name for one in self._folder.iterdir() if one.suffix in (".seg", ".toc"))

    def close(self) -> None:
        self._index.close()


def _sum(file: Path) -> int:
    found = 0
    with suppress(FileNotFoundError), file.open("rb") as opened:
        while block := opened.read(1 << 20):
            found = zlib.crc32(block, found)
    return found


def _schema() -> Schema:
    stream = {name: TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True) for name in STREAMS}
    names = {name: ID(stored=True) for name in ("type", "state", "agency", "signer", "programme", "unit")}
    numbers = {name: NUMERIC(stored=True) for name in ("year", "day", "number")}
    order = NUMERIC(stored=True, bits=64, sortable=True)
    words = TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False)
    return Schema(
        id=ID(stored=True, unique=True), **names, **numbers, **stream, order=order, names=words, stored=STORED
    )


def _row(document: IndexedDocument) -> dict[str, object]:
    return {
        "id": document.id,
        "unit": document.unit,
        "type": kept(document.type_abbreviation),
        "year": document.year,
        "day": document.day,
        "number": document.number,
        "state": str(document.state),
        "agency": document.agency,
        "signer": document.signer,
        "programme": document.programme,
        "names": document.names,
        "order": document.order,
        **document.streams,
        "stored": document.text,
    }


class _Weighting(BM25F):  # type: ignore[misc]  # the library has no types
    """BM25F with the inverse document frequency of the other engines."""

    def idf(self, searcher: Any, field: str, word: Any) -> float:
        whole = searcher.get_parent()
        count, there = whole.doc_count_all(), whole.doc_frequency(field, word)
        return math.log(1 + (count - there + 0.5) / (there + 0.5))


def _translated(query: Query) -> Any:
    """Return the query for Whoosh, without its filters."""
    asked = matching(query)
    wanted = [_part(part) for part in asked.must]
    if asked.should:
        wanted.append(wq.Or([_part(part) for part in asked.should]))
    if asked.is_bare:
        wanted.append(wq.Every())
    wanted += [wq.Not(_clause(look)) for look in asked.must_not]
    wanted += [wq.Not(wq.And(list(_filters(not_)))) for not_ in query.without]
    if not query.first:
        return wq.And(wanted)
    there = wq.Or([wq.Term("unit", key) for key in sorted(query.first)])
    return wq.AndMaybe(wq.And(wanted), wq.ConstantScoreQuery(there, FIRST_WEIGHT))


def _filters(filters: Filters) -> Iterator[Any]:
    for field, several in (("year", filters.year), ("day", filters.day), ("number", filters.number)):
        if several:
            yield wq.Or([wq.NumericRange(field, one.least, one.most) for one in several])
    for field, values in (("unit", filters.units), ("type", filters.types), ("state", filters.states)):
        if values:
            yield wq.Or([wq.Term(field, kept(value)) for value in sorted(values)])
    for named in sorted(filters.names):
        yield wq.Or([wq.And([wq.Term("names", one) for one in tokens]) for tokens in named.either])


def _part(part: Part) -> Any:
    must = wq.Or([_clause(look) for look in part.either])
    return wq.AndMaybe(must, wq.Or([_clause(look) for look in part.better]))


def _clause(look: Clause) -> Any:
    first = look.words[0]
    if look.match is Match.PREFIX:
        return wq.Prefix(look.field, first, boost=look.weight)
    if look.match is Match.FUZZY:
        return _near(look)
    if len(look.words) > 1:
        return wq.Phrase(look.field, list(look.words), boost=look.weight)
    return wq.Term(look.field, first, boost=look.weight)


def _near(look: Clause) -> Any:
    """Return a fuzzy query that finds two swapped letters as one typo.

    Whoosh counts them as two: those words are asked for one by one.
    """
    (word,) = look.words
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)} - {word}
    several = [wq.Term(look.field, other) for other in sorted(swapped)]
    return wq.ConstantScoreQuery(wq.Or([wq.FuzzyTerm(look.field, word, prefixlength=0), *several]), look.weight)
