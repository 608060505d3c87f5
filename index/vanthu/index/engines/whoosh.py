"""Whoosh, as whoosh-reloaded carries it on: pure Python, for machines where no compiled engine runs.

Much slower than tantivy; the answers are the same.
"""

import pickle
import struct
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index
from whoosh import query as wq
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, NUMERIC, STORED, TEXT, Schema

from ..analysis import beginnings, streams
from ..engine import (
    ALSO_WEIGHT,
    EXACT_WEIGHT,
    FIELDS,
    HEAD_WEIGHT,
    LONG_ENOUGH,
    NEAR_WEIGHT,
    Facet,
    Hit,
    Hits,
    IndexedDocument,
    by_day,
    counted,
    kept,
    named,
    ranked,
    rounded,
    shown,
    telling,
)
from ..filters import Filters
from ..query import NEAR_LENGTH, Query, Sort, Term

# What it raises for files that are not what they should be is whatever reading them happens to raise.
REFUSALS = (
    whoosh_index.IndexError, whoosh_index.LockError, OSError, EOFError, ValueError, LookupError, AttributeError,
    TypeError, pickle.UnpicklingError, zlib.error, struct.error,
)  # fmt: skip
_FOLDED = ("head_folded", "text_folded")


class WhooshEngine:
    """An Index (generations.py) in a folder."""

    def __init__(self, folder: Path, *, new: bool = False) -> None:
        self._folder = folder
        with telling(folder, REFUSALS):
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
        """A writer that is given up, and its lock let go of, when anything goes wrong before it has committed."""
        with telling(self._folder, REFUSALS):
            writer = self._index.writer()
            try:
                yield writer
            except BaseException:
                if not writer.is_closed:
                    writer.cancel()
                raise

    def search(self, query: Query) -> Hits:
        with self._index.searcher() as searcher:
            wanted, end = _translated(query), query.offset + query.limit
            total = len(searcher.search(wanted, limit=1))
            sort, shown_ = by_day(query), list[Any]()
            if query.limit and sort is not Sort.RELEVANCE:
                found = searcher.search(wanted, limit=end, sortedby="order", reverse=sort is Sort.NEWEST)
                shown_ = list(found)[query.offset :]
            elif query.limit:
                best = ranked(lambda size: [(hit.score, hit) for hit in searcher.search(wanted, limit=size)], end)
                keyed = sorted((hit for _, hit in best), key=lambda hit: (-rounded(hit.score), -hit["order"]))
                shown_ = keyed[query.offset : end]
            return Hits(total, tuple(Hit(hit["id"], float(hit.score or 0), hit["stored"]) for hit in shown_))

    def frequencies(self, words: Collection[str]) -> dict[str, int]:
        with self._index.searcher() as searcher:
            return {word: searcher.doc_frequency("text_folded", word) for word in words}

    def facets(self, query: Query) -> dict[Facet, dict[str, int]]:
        """Reads every answer: a matter of seconds at some ten thousands."""
        counts: dict[Facet, Counter[str]] = {facet: Counter() for facet in FIELDS}
        with self._index.searcher() as searcher:
            for hit in searcher.search(_translated(query), limit=None):
                for facet, field in FIELDS.items():
                    counts[facet][shown(str(hit[field]))] += bool(hit[field])
        return {facet: counted(found) for facet, found in counts.items()}

    def ids(self) -> set[str]:
        with self._index.searcher() as searcher:
            return {fields["id"] for fields in searcher.all_stored_fields()}

    def close(self) -> None:
        self._index.close()


def _schema() -> Schema:
    stream = {
        name: TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True)
        for name in ("head_exact", "head_folded", "text_exact", "text_folded")
    }
    names = {name: ID(stored=True) for name in ("type", "state", "agency", "signer", "programme", "unit")}
    numbers = {name: NUMERIC(stored=True) for name in ("year", "day", "number")}
    order = NUMERIC(stored=True, bits=64, sortable=True)
    words = TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False)
    return Schema(
        id=ID(stored=True, unique=True), **names, **numbers, **stream, order=order, names=words, stored=STORED
    )


def _row(document: IndexedDocument) -> dict[str, object]:
    head, text = streams(document.head), streams(document.text)
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
        "head_exact": head.exact,
        "head_folded": head.folded,
        "text_exact": text.exact,
        "text_folded": text.folded,
        "stored": document.text,
    }


def _translated(query: Query) -> Any:
    words = [_word(term, query.near) for term in query.words]
    if query.begun and words:
        words[-1] = wq.Or([words[-1], *_begun(query.words[-1])])
    wanted = words if query.all_words else [wq.Or(words)] if words else []
    wanted = [*wanted, *map(_phrase, query.phrases)]
    wanted += [wq.ConstantScoreQuery(one, 0.0) for one in _filters(query.filters)]
    wanted += [wq.Not(_folded(term)) for term in query.excluded]
    if not (query.words or query.phrases):
        wanted.append(wq.Every())
    return wq.And(wanted)


def _filters(filters: Filters) -> Iterator[Any]:
    for field, between in (("year", filters.year), ("day", filters.day), ("number", filters.number)):
        if between is not None:
            yield wq.NumericRange(field, between.least, between.most)
    for field, values in (("unit", filters.units), ("type", filters.types), ("state", filters.states)):
        if values:
            yield wq.Or([wq.Term(field, kept(value)) for value in sorted(values)])
    for name, word in filters.names:
        yield wq.Term("names", named(name, word))


def _folded(term: Term) -> Any:
    return wq.Or([wq.Term("head_folded", term.folded, boost=HEAD_WEIGHT), wq.Term("text_folded", term.folded)])


def _word(term: Term, near: bool) -> Any:
    others = [_folded_phrase(phrase) for phrase in term.also]
    if near and len(term.folded) >= NEAR_LENGTH:
        others += _near(term.folded)
    folded = wq.Or([_folded(term), *others]) if others else _folded(term)
    if not term.is_marked:
        return folded
    exact = [
        wq.Term("head_exact", term.exact, boost=HEAD_WEIGHT * EXACT_WEIGHT),
        wq.Term("text_exact", term.exact, boost=EXACT_WEIGHT),
    ]
    return wq.AndMaybe(folded, wq.Or(exact))


def _folded_phrase(words: tuple[str, ...]) -> Any:
    if len(words) == 1:
        return wq.Or([wq.Term(field, words[0], boost=ALSO_WEIGHT) for field in _FOLDED])
    return wq.Or([wq.Phrase(field, list(words), boost=ALSO_WEIGHT / len(words)) for field in _FOLDED])


def _begun(term: Term) -> list[Any]:
    fields = _FOLDED if len(term.folded) >= LONG_ENOUGH else _FOLDED[:1]
    return [wq.Prefix(field, beginning) for field in fields for beginning in beginnings(term.exact)]


def _near(word: str) -> list[Any]:
    """Whoosh counts two letters that changed places as two slips: those words are asked for one by one."""
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)} - {word}
    fuzzy = [wq.FuzzyTerm(field, word, boost=NEAR_WEIGHT, prefixlength=0) for field in _FOLDED]
    return [*fuzzy, *(wq.Term(field, other, boost=NEAR_WEIGHT) for other in sorted(swapped) for field in _FOLDED)]


def _phrase(phrase: tuple[Term, ...]) -> Any:
    folded, exact = [term.folded for term in phrase], [term.exact for term in phrase]
    either = [wq.Phrase("head_folded", folded, boost=HEAD_WEIGHT), wq.Phrase("text_folded", folded)]
    if exact != folded:
        either += [
            wq.Phrase("head_exact", exact, boost=HEAD_WEIGHT * EXACT_WEIGHT),
            wq.Phrase("text_exact", exact, boost=EXACT_WEIGHT),
        ]
    return wq.Or(either)
