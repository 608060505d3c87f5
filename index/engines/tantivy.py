"""tantivy: the default engine."""

import ctypes
import json
import os
import struct
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy

from ..engine import (
    FIELDS,
    MOST_VALUES,
    Facet,
    Hit,
    Hits,
    IndexedDocument,
    by_day,
    counted,
    kept,
    page_slice,
    shown,
    translate_errors,
)
from ..filters import Filters
from ..matching import FIRST_WEIGHT, STREAMS, WHOLE, Clause, Match, Part, matching
from ..query import Query, Sort

_STREAM = "stream"
_MAGIC = 1337  # at the end of each of its files
REFUSALS = (ValueError, OSError)  # the library reports everything as ValueError
_LITTLE = 15_000_000  # bytes, the least it takes: a batch of documents is far smaller
_MUCH = 200_000_000  # for all documents at once: fewer segments to merge
_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_Q = tantivy.Query
_Clause = tuple[tantivy.Occur, tantivy.Query]


def _named(buckets: list[dict[str, Any]]) -> dict[str, int]:
    """Return value → count; tantivy returns numbers as floats."""
    return {
        shown(str(int(one["key"]) if isinstance(one["key"], float) else one["key"])): int(one["doc_count"])
        for one in buckets
    }


class TantivyEngine:
    """An Index (generations.py) in a folder."""

    def __init__(self, folder: Path, *, new: bool = False) -> None:
        self._folder = folder
        with translate_errors(folder, REFUSALS):
            self._index = tantivy.Index(_schema(), path=str(folder)) if new else tantivy.Index.open(str(folder))
        self._index.register_tokenizer(_STREAM, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        self._schema = self._index.schema
        self._seen = (0, 0)

    def add(self, documents: Iterable[IndexedDocument]) -> None:
        rows = [(document.id, _row(document)) for document in documents]
        with self._writing(_LITTLE) as writer:
            for id_, row in rows:
                writer.delete_documents_by_term("id", id_)
                writer.add_document(row)

    def fill(self, documents: Iterable[IndexedDocument]) -> None:
        with self._writing(_MUCH) as writer:
            for document in documents:
                writer.add_document(_row(document))

    def remove(self, ids: Iterable[str]) -> None:
        with self._writing(_LITTLE) as writer:
            for id_ in ids:
                writer.delete_documents_by_term("id", id_)

    @contextmanager
    def _writing(self, memory: int) -> Iterator[tantivy.IndexWriter]:
        """Yield a writer whose work is committed at the end, or discarded on an error."""
        with translate_errors(self._folder, REFUSALS):
            writer = self._index.writer(memory, 1)
            yield writer
            writer.commit()
            writer.garbage_collect_files()
            writer.wait_merging_threads()  # also releases the lock
        _give_back_memory()

    def search(self, query: Query) -> Hits:
        searcher, wanted = self._searcher(), self._translated(query)
        # Never more than there are documents, which tantivy reserves room for: a person may type any page.
        most = max(searcher.num_docs, 1)
        if not query.limit or query.offset >= most:
            return Hits(_counted(searcher.search(wanted, 1)), ())
        if (sort := by_day(query)) is not Sort.RELEVANCE:
            order = tantivy.Order.Asc if sort is Sort.OLDEST else tantivy.Order.Desc
            found = searcher.search(wanted, min(query.limit, most), True, "order", query.offset, order)
            return Hits(_counted(found), tuple(_hit(0.0, searcher.doc(address)) for _, address in found.hits))
        looked = list[tantivy.SearchResult]()

        def look(size: int) -> Sequence[tuple[float, tantivy.DocAddress]]:
            looked.append(searcher.search(wanted, min(size, most)))
            return looked[-1].hits

        def orders(found: Sequence[tuple[float, tantivy.DocAddress]]) -> list[int]:
            return [int(one or 0) for one in searcher.fast_field_values("order", [address for _, address in found])]

        places = page_slice(look, orders, query.offset, min(query.offset + query.limit, most))
        return Hits(_counted(looked[0]), tuple(_hit(score, searcher.doc(address)) for score, address in places))

    def _searcher(self) -> tantivy.Searcher:
        """Return a searcher of the last commit, whoever made it.

        A commit replaces meta.json by another file.
        """
        known = self._meta.stat()
        if (mark := (known.st_ino, known.st_mtime_ns)) != self._seen:
            self._index.reload()
            self._seen = mark
        return self._index.searcher()

    def frequencies(self, words: Collection[str]) -> dict[str, int]:
        searcher = self._searcher()
        return {word: searcher.doc_freq(WHOLE, word) for word in words}

    def ids(self) -> set[str]:
        searcher = self._searcher()
        found = searcher.search(_Q.all_query(), max(searcher.num_docs, 1))
        return {str(searcher.doc(address).get_first("id")) for _, address in found.hits}

    def damaged(self) -> list[str]:
        while True:  # once more when somebody has written meanwhile: merged files are removed
            said = self._meta.read_bytes()
            found = sorted(one.name for one in map(self._folder.joinpath, _files(said)) if not _is_sound(one))
            if self._meta.read_bytes() == said:
                return found

    @property
    def _meta(self) -> Path:
        return self._folder / "meta.json"

    def close(self) -> None:
        """Do nothing: between calls only tantivy's memory maps are open."""

    def _translated(self, query: Query) -> tantivy.Query:
        asked = matching(query)
        clauses = [clause for part in asked.must for clause in self._part(part)]
        if asked.should:
            clauses.append(
                (_MUST, _Q.boolean_query([(_SHOULD, _Q.boolean_query(self._part(one))) for one in asked.should]))
            )
        if asked.is_bare:
            clauses.append((_MUST, _Q.all_query()))
        clauses += [(_NOT, self._clause(look)) for look in asked.must_not]
        clauses += [(_MUST, _Q.const_score_query(one, 0.0)) for one in self._filters(query.filters)]
        clauses += [(_NOT, _Q.boolean_query([(_MUST, one) for one in self._filters(not_)])) for not_ in query.without]
        if query.first:
            there = _Q.term_set_query(self._schema, "unit", sorted(query.first))
            clauses.append((_SHOULD, _Q.const_score_query(there, FIRST_WEIGHT)))
        return _Q.boolean_query(clauses)

    def _part(self, part: Part) -> list[_Clause]:
        """Return the clauses of a part, for one flat list of all parts.

        What must match is then searched first, the rest in matches alone.
        """
        return [
            (_MUST, _either(list(map(self._clause, part.either)))),
            *((_SHOULD, self._clause(look)) for look in part.better),
        ]

    def _clause(self, look: Clause) -> tantivy.Query:
        first = look.words[0]
        if look.match is Match.PREFIX:
            found = _Q.fuzzy_term_query(self._schema, look.field, first, 0, True, True)
        elif look.match is Match.FUZZY:
            found = _Q.fuzzy_term_query(self._schema, look.field, first, 1, True)
        elif len(look.words) > 1:
            found = _Q.phrase_query(self._schema, look.field, list(look.words))
        else:
            found = _Q.term_query(self._schema, look.field, first)
        return found if look.weight == 1 else _Q.boost_query(found, look.weight)

    def _filters(self, filters: Filters) -> Iterator[tantivy.Query]:
        for field, several in (("year", filters.year), ("day", filters.day), ("number", filters.number)):
            if several:
                integer = tantivy.FieldType.Integer
                yield _either([_Q.range_query(self._schema, field, integer, one.least, one.most) for one in several])
        for field, values in (("unit", filters.units), ("type", filters.types), ("state", filters.states)):
            if values:
                yield _Q.term_set_query(self._schema, field, [kept(value) for value in sorted(values)])
        for one in sorted(filters.names):
            yield _either([self._every(tokens) for tokens in one.either])

    def _every(self, tokens: Iterable[str]) -> tantivy.Query:
        return _Q.boolean_query([(_MUST, _Q.term_query(self._schema, "names", one)) for one in tokens])

    def facets(self, query: Query) -> dict[Facet, dict[str, int]]:
        asked = {facet: {"terms": {"field": field, "size": MOST_VALUES}} for facet, field in FIELDS.items()}
        found = self._searcher().aggregate(self._translated(query), asked)
        return {facet: counted(_named(found[facet]["buckets"])) for facet in FIELDS}


def _either(several: Sequence[tantivy.Query]) -> tantivy.Query:
    return several[0] if len(several) == 1 else _Q.boolean_query([(_SHOULD, one) for one in several])


def _files(meta: bytes) -> Iterator[str]:
    """Yield the names of the files of every segment in use."""
    for segment in json.loads(meta)["segments"]:
        name = str(segment["segment_id"]).replace("-", "")
        yield from (f"{name}.{part}" for part in ("fast", "fieldnorm", "idx", "pos", "store", "term"))
        if gone := segment["deletes"]:
            yield f"{name}.{gone['opstamp']}.del"


def _is_sound(file: Path) -> bool:
    """Return whether a file agrees with its footer.

    The footer is a JSON text with the CRC-32 of all before it, its length, and 1337.
    """
    try:
        with file.open("rb") as opened:
            opened.seek(-8, os.SEEK_END)
            length, magic = struct.unpack("<II", opened.read())
            rest = opened.seek(-8 - length, os.SEEK_END)
            reported = json.loads(opened.read(length))["crc"]
            opened.seek(0)
            found = 0
            while rest and (block := opened.read(min(rest, 1 << 20))):
                found, rest = zlib.crc32(block, found), rest - len(block)
            return bool(magic == _MAGIC and rest == 0 and reported == found)
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return False


def _counted(found: Any) -> int:  # its stubs lack `count`
    return int(found.count or 0)


def _hit(score: float, stored: tantivy.Document) -> Hit:
    text: Any = stored.get_first("stored")  # its stubs lack bytes
    return Hit(str(stored.get_first("id")), float(score), bytes(text).decode())


def _glibc_trim() -> Callable[[int], object] | None:
    try:
        trim: Callable[[int], object] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None  # another C library, or Windows: they give memory back by themselves
    return trim


_TRIM = _glibc_trim()


def _give_back_memory() -> None:
    """Release the memory that glibc keeps of each of tantivy's short-lived threads.

    Without this a long batch grows by some 60 KB a document, with it by a tenth of that.
    """
    if _TRIM is not None:
        _TRIM(0)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("unit", "type", "state", "agency", "signer", "programme"):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("year", "day", "number"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_integer_field("order", fast=True)
    builder.add_text_field("names", tokenizer_name=_STREAM, index_option="basic")
    for name in STREAMS:
        builder.add_text_field(name, tokenizer_name=_STREAM, index_option="position")
    builder.add_bytes_field("stored", stored=True)  # a text field would keep the whole text as a term, too
    return builder.build()


def _row(document: IndexedDocument) -> tantivy.Document:
    row = tantivy.Document()
    row.add_text("id", document.id)
    row.add_text("unit", document.unit)
    row.add_text("type", kept(document.type_abbreviation))
    row.add_text("state", document.state)
    for name, value in (("agency", document.agency), ("signer", document.signer), ("programme", document.programme)):
        if value:
            row.add_text(name, value)
    row.add_text("names", document.names)
    for name in ("year", "day", "number", "order"):
        row.add_integer(name, getattr(document, name))
    for name, stream in document.streams.items():
        row.add_text(name, stream)
    row.add_bytes("stored", document.text.encode())
    return row
