"""Speed of indexing and search, beside raw tantivy, SQLite FTS5 and Whoosh.

    .venv/bin/python -m bench.search [--documents N] [--whoosh N] [--fts N] [--queries N]

Generated documents of 600 words whose frequencies fall as those of a language do (paragraphs of words drawn by rank
and shared among documents), each with a subject, a number, a day and a unit of its own.

ours       the engine as the office uses it: analysis, four streams, the stored text; answers with their texts
raw        tantivy with the same tokens, made beforehand (which is not counted), and the same query built by hand,
           without the exact fields
fts5       SQLite FTS5 over the folded tokens (no exact ones: half the work)
whoosh     our other engine, on the first N documents

Reported: documents indexed a second, MB on disk, the time of adding one document, and for each kind of question the
median and the 95th percentile in milliseconds, without the first run of each query.
"""

import argparse
import random
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

import tantivy

from index.analysis import streams
from index.engine import IndexedDocument, SearchEngine
from index.engines import open_engine
from index.query import Query, parse

WORDS, PARAGRAPH, SHARED = 600, 40, 20_000
GROUP = 20_000  # documents that raw tantivy takes at once
VOWELS = [
    "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ai", "ao", "au", "ay", "ây", "eo",
    "êu", "ia", "iê", "oa", "oai", "oi", "ôi", "ơi", "ua", "uy", "ươ",
]  # fmt: skip
FIRST = [
    "b", "c", "ch", "d", "đ", "g", "gi", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r", "s",
    "t", "th", "tr", "v", "x",
]  # fmt: skip
LAST = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"]
KINDS = ("rare word", "two words", "four words", "common phrase", "begun word", "number", "date", "filtered words",
         "filters alone", "one slip")  # fmt: skip
_Q, _MUST, _SHOULD = tantivy.Query, tantivy.Occur.Must, tantivy.Occur.Should


class Corpus:
    def __init__(self, seed: int = 5) -> None:
        self.chance = random.Random(seed)
        self.words = [f + v + e for f in FIRST for v in VOWELS for e in LAST]
        self.chance.shuffle(self.words)
        weights = [1 / (rank + 3) for rank in range(len(self.words))]
        drawn = self.chance.choices(self.words, weights, k=SHARED * PARAGRAPH)
        self.paragraphs = [" ".join(drawn[at : at + PARAGRAPH]) for at in range(0, len(drawn), PARAGRAPH)]

    def documents(self, count: int) -> Iterator[IndexedDocument]:
        chance = random.Random(9)
        for place in range(count):
            year = 2015 + place % 10
            day = date(year, 1, 1) + timedelta(days=place * 37 % 360)
            number, unit = place // 300 % 4000 + 1, f"{place % 300:05}"
            several = chance.choices(self.paragraphs, k=WORDS // PARAGRAPH - 1)
            subject = " ".join(chance.choice(several).split()[:12])
            cited = f"Căn cứ Quyết định số {number % 97 + 1}/QĐ-UBND ngày {day.day} tháng {day.month} năm {year}"
            text = "\n".join([cited, subject, *several])
            head = f"Quyết định {number:02}/QĐ-UBND {subject}"
            yield IndexedDocument(
                f"{year}/{place}", head, text, year, unit, "QĐ", number, int(f"{day:%Y%m%d}"), "Nguyễn Văn A", "UBND"
            )

    def questions(self, kind: str, count: int) -> list[Query]:
        return [self._question(kind, random.Random(f"{kind}{place}")) for place in range(count)]

    def _question(self, kind: str, chance: random.Random) -> Query:
        common = self.words[:200]
        pair = " ".join(self.paragraphs[chance.randrange(SHARED)].split()[:2])
        year = 2015 + chance.randrange(10)
        if kind == "begun word":
            return replace(parse(f"{chance.choice(common)} {chance.choice(self.words)[:3]}"), prefix=True)
        if kind == "one slip":
            return replace(parse(f"{chance.choice(common)} {chance.choice(self.words)}k"), fuzzy=True)
        typed = {
            "rare word": lambda: chance.choice(self.words[2000:]),
            "two words": lambda: " ".join(chance.sample(common, 2)),
            "four words": lambda: " ".join(chance.sample(common, 4)),
            "common phrase": lambda: f'"{pair}"',
            "number": lambda: f"{chance.randrange(1, 4000)}/QĐ-UBND",
            "date": lambda: f"ngày {chance.randrange(1, 28)} tháng {chance.randrange(1, 12)} năm {year}",
            "filtered words": lambda: f"{' '.join(chance.sample(common, 2))} năm:{year} loại:QĐ",
            "filters alone": lambda: f"năm:{year} ngày:>={year}-06-01 loại:QĐ",
        }
        return parse(typed[kind]())


def milliseconds(ask: Callable[[Query], object], queries: Sequence[Query]) -> tuple[float, float]:
    """Return the median and the 95th percentile of the second run of each query."""
    times = []
    for query in queries:
        ask(query)
        begin = time.perf_counter()
        ask(query)
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[18]


class Raw:
    """tantivy by hand."""

    def __init__(self, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_bytes_field("stored", stored=True)
        builder.add_text_field("type", tokenizer_name="raw", index_option="basic")
        for name in ("year", "day"):
            builder.add_integer_field(name, indexed=True, fast=True)
        for name in ("head_exact", "head_folded", "text_exact", "text_folded"):
            builder.add_text_field(name, tokenizer_name="stream", index_option="position")
        folder.mkdir()
        self.index = tantivy.Index(builder.build(), path=str(folder))
        self.index.register_tokenizer("stream", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())

    def fill(self, documents: Iterator[IndexedDocument]) -> float:
        """The seconds of indexing, without tokenizing.

        Each group is committed before the next is tokenized, so that no indexing runs uncounted.
        """
        writer, spent = self.index.writer(200_000_000, 1), 0.0
        while group := list(islice(documents, GROUP)):
            rows = [self._row(one) for one in group]
            begin = time.perf_counter()
            for row in rows:
                writer.add_document(row)
            writer.commit()
            spent += time.perf_counter() - begin
        begin = time.perf_counter()
        writer.wait_merging_threads()
        self.index.reload()
        return spent + time.perf_counter() - begin

    def _row(self, one: IndexedDocument) -> tantivy.Document:
        head, text = streams(one.head), streams(one.text)
        row = tantivy.Document()
        for name, value in (
            ("id", one.id), ("type", one.type_abbreviation), ("head_exact", head.exact), ("head_folded", head.folded),
            ("text_exact", text.exact), ("text_folded", text.folded),
        ):  # fmt: skip
            row.add_text(name, value)
        row.add_bytes("stored", one.text.encode())
        row.add_integer("year", one.year)
        row.add_integer("day", one.day)
        return row

    def search(self, query: Query) -> object:
        schema = self.index.schema

        def either(ask: Callable[[str], tantivy.Query]) -> tantivy.Query:
            return _Q.boolean_query([(_SHOULD, ask("head_folded")), (_SHOULD, ask("text_folded"))])

        def term(word: str) -> tantivy.Query:
            return either(lambda field: _Q.term_query(schema, field, word))

        parts = [(_MUST, term(one.folded)) for one in query.words]
        last = query.words[-1].folded if query.words else ""
        if query.prefix or query.fuzzy:
            far = (0, True, True) if query.prefix else (1, True)
            parts[-1] = (_MUST, either(lambda field: _Q.fuzzy_term_query(schema, field, last, *far)))
        for phrase in query.phrases:
            words: list[str | tuple[int, str]] = [one.folded for one in phrase]
            parts.append((_MUST, either(partial(_in_order, schema, words))))
        for name, several in (("year", query.filters.year), ("day", query.filters.day)):
            for between in several:  # the questions have one of each
                ends = between.least, between.most
                parts.append((_MUST, _Q.range_query(schema, name, tantivy.FieldType.Integer, *ends)))
        parts += [(_MUST, _Q.term_query(schema, "type", kind)) for kind in query.filters.types]
        searcher = self.index.searcher()
        found = searcher.search(_Q.boolean_query(parts), 20)
        return [(searcher.doc(address)["id"], searcher.doc(address)["stored"]) for _, address in found.hits]


def _in_order(schema: tantivy.Schema, words: list[str | tuple[int, str]], field: str) -> tantivy.Query:
    return _Q.phrase_query(schema, field, words)


class Fts:
    def __init__(self, file: Path) -> None:
        self.database = sqlite3.connect(file)
        self.database.execute(
            "CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, head, text, stored UNINDEXED, "
            "tokenize = \"unicode61 tokenchars '/-'\")"
        )

    def fill(self, documents: Iterator[IndexedDocument]) -> float:
        spent = 0.0
        while group := list(islice(documents, 2000)):
            rows = [(one.id, streams(one.head).folded, streams(one.text).folded, one.text) for one in group]
            begin = time.perf_counter()
            self.database.executemany("INSERT INTO texts VALUES (?, ?, ?, ?)", rows)
            spent += time.perf_counter() - begin
        begin = time.perf_counter()
        self.database.commit()
        return spent + time.perf_counter() - begin

    def search(self, query: Query) -> object:
        parts = [f'"{one.folded}"' for one in query.words]
        if query.prefix:
            parts[-1] += "*"
        parts += ['"' + " ".join(one.folded for one in phrase) + '"' for phrase in query.phrases]
        asked = "SELECT id, stored FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, 0, 3, 1) LIMIT 20"
        return self.database.execute(asked, (" AND ".join(parts),)).fetchall()


def timed_fill(engine: SearchEngine, documents: Iterator[IndexedDocument], making: float) -> float:
    """The seconds of indexing, less those of making the documents."""
    begin = time.perf_counter()
    engine.rebuild(documents)
    return time.perf_counter() - begin - making


def size(path: Path) -> float:
    """Return the size of a file or folder in MB."""
    files = [one for one in path.rglob("*") if one.is_file()] if path.is_dir() else [path]
    return sum(one.stat().st_size for one in files) / 1e6


def asked_of(kind: str, fts: bool) -> bool:
    return not (fts and kind in ("filtered words", "filters alone", "one slip"))


def main(count: int, whoosh: int, fts: int, queries: int) -> None:
    corpus, place = Corpus(), Path(tempfile.mkdtemp())
    begin = time.perf_counter()
    for _ in corpus.documents(min(count, 20_000)):
        pass
    making = (time.perf_counter() - begin) / min(count, 20_000)
    reported: dict[str, tuple[int, float, float, str, Callable[[Query], object]]] = {}
    try:
        for name, many in (("ours", count), ("whoosh", min(whoosh, count))):
            engine = open_engine("tantivy" if name == "ours" else name, place / name)
            spent = timed_fill(engine, corpus.documents(many), making * many)
            bulk = size(place / name)
            times = []
            for number in range(11):
                one = replace(next(corpus.documents(1)), id=f"moi/{number}")
                begin = time.perf_counter()
                engine.add([one])
                times.append((time.perf_counter() - begin) * 1000)
            reported[name] = (many, many / spent, bulk, f"{statistics.median(times):.0f}", engine.search)
        raw = Raw(place / "raw")
        reported["raw"] = (count, count / raw.fill(corpus.documents(count)), size(place / "raw"), "", raw.search)
        fts5, many = Fts(place / "fts.sqlite"), min(fts, count)
        reported["fts5"] = (many, many / fts5.fill(corpus.documents(many)), size(place / "fts.sqlite"), "", fts5.search)
        print(f"{'':15} {'documents':>9} {'a second':>9} {'MB':>7} {'add one, ms':>12}")
        for name, (many, rate, bulk, added, _) in reported.items():
            print(f"{name:15} {many:9,} {rate:9,.0f} {bulk:7,.0f} {added:>12}")
        print(f"\np50 / p95 ms    {''.join(f'{name:>18}' for name in reported)}")
        for kind in KINDS:
            cells = []
            for name, (*_, search) in reported.items():
                asked = corpus.questions(kind, queries if name != "whoosh" else max(20, queries // 10))
                if asked_of(kind, name == "fts5"):
                    median, late = milliseconds(search, asked)
                    cells.append(f"{median:8.2f} / {late:7.2f}")
                else:
                    cells.append("-")
            print(f"{kind:15} {''.join(f'{cell:>18}' for cell in cells)}", flush=True)
    finally:
        shutil.rmtree(place)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--whoosh", type=int, default=2_000)
    parser.add_argument("--fts", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=200)
    arguments = parser.parse_args()
    main(arguments.documents, arguments.whoosh, arguments.fts, arguments.queries)
