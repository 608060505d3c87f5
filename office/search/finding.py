"""Search for documents: by words, by number, by path in the archive."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from archive.metadata import DocumentRecord
from doc_engine.document import DocumentCode, WrongCode
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.legacy_text import Layer, readable
from doc_engine.remedies import RemedyAction
from doc_engine.vietnamese import slug
from index import abbreviations, analysis
from index.abbreviations import Abbreviations
from index.engine import Facet, Hits, IndexBroken
from index.filters import Filters, Name, Named, as_typed
from index.normalization import MOST_LETTERS
from index.query import Query, Sort, parse
from index.ranges import Between
from index.snippet import Snippet, highlighted_text, snippet
from index.terms import Term

from ..jobs import UNOBSERVED, Job
from ..office import Office
from ..state import indexing, issued
from ..stores import OfficeBusy
from . import unit_names


class DocumentNotFound(VanthuError):
    code = "TIM-03"
    exit_code = ExitCode.NOT_FOUND
    message = 'Không có văn bản "{key}" trong kho.'
    remedy = f"Hãy tìm bằng lệnh: {RemedyAction.SEARCH}."


class DocumentAmbiguous(VanthuError):
    """A question, not a guess: several documents bear that number and symbol."""

    code = "TIM-11"
    exit_code = ExitCode.USAGE
    message = "Có {count} văn bản {key}."
    remedy = "Hãy ghi mã trong kho: {paths}."


@dataclass(frozen=True, slots=True)
class Found:
    record: DocumentRecord
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Findings:
    """The results of a search.

    `all_words` False: no document has every word; these have the most of them. `meant`: the corrected query, where the
    typed one has no results ("có phải bạn tìm"), else "". `facets`: counts of all results, when asked for. `notes`:
    sentences for the searcher.
    """

    total: int
    found: tuple[Found, ...]
    all_words: bool
    meant: str = ""
    facets: Mapping[Facet, Mapping[str, int]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def search(
    office: Office,
    text: str,
    *,
    year: int | None = None,
    commune: str = "",
    types: Collection[str] = (),
    limit: int = 20,
    page: int | None = None,
    sort: Sort = Sort.RELEVANCE,
    count: bool = False,
    job: Job = UNOBSERVED,
) -> Findings:
    """Return the documents with all words and phrases of a query.

    Where there are none, those with words that differ in a letter; then those with the words of the phrases; then
    those with some of the words. `count`: with facets. `page`: overrides a typed one. `sort`: where none is typed.
    `job`: of building an index that does not exist.

    Raises UnitNameUnknown, UnitNameShared, AbbreviationsWrong or IndexBroken.
    """
    late = bring_up_to_date(office, job)
    known = abbreviations.load(office.folder)
    query = parse(unit_names.quoted(office, text), limit=limit, abbreviations=known)
    query = replace(query, page=page or query.page, sort=sort if query.sort is Sort.RELEVANCE else query.sort)
    messages = (*late, *known.faults, *_unread(text, query))
    filters = _both(query.filters, year, frozenset(types))
    asked, notes = unit_names.resolved(office, replace(query, filters=filters)) if filters else (query, ())
    narrowed = _within(office, asked, commune) if filters else None
    if narrowed is None:
        excluding = "Bộ lọc gõ trong câu và các tùy chọn năm, xã, loại loại trừ nhau."
        return Findings(0, (), True, notes=(*messages, excluding))
    asked, notes = narrowed[0], (*notes, *narrowed[1])
    query, hits, meant = _answered(office, asked, known)
    if not hits.total and _nobody_has_those_marks(office, asked.filters):
        query, hits, meant = _answered(office, replace(asked, filters=_unmarked(asked.filters)), known)
        notes = (*notes, "Không có tên nào đúng dấu như đã gõ; đã tìm không kể dấu.") if hits.total else notes
    if hits.total and asked.phrases and not query.phrases and query.all_words:
        notes = (*notes, "Không văn bản nào có cụm từ đứng liền nhau như đã gõ; đây là những văn bản có các từ ấy.")
    found = []
    for hit in hits.hits:
        record = office.catalogue.by_path(hit.id)
        if record is not None:
            found.append(Found(record, snippet(hit.text, query.runs)))
    facets = office.index.facets(query) if count else {}
    twins = _same_code([one.record for one in found])
    return Findings(hits.total, tuple(found), query.all_words, meant, facets, (*messages, *notes, *twins))


def as_one_query(typed: str, year: int | None, commune: str, types: Collection[str], sort: Sort) -> str:
    """The same search typed as a whole: its options as filters, to be shown or saved."""
    years, named = ((Between(year, year),) if year else ()), ((commune,) if commune else ())
    options = as_typed(Filters(year=years, unit_names=named, types=frozenset(types)))
    options += [f"xếp:{sort}"] if sort is not Sort.RELEVANCE else []
    return " ".join([closed(typed), *options]).strip()


def closed(typed: str) -> str:
    """A query with its last quotation mark closed, so that more can follow."""
    return f'{typed}"' if typed.count('"') % 2 else typed


def _both(typed: Filters, year: int | None, types: frozenset[str]) -> Filters | None:
    """The typed filters and the given ones together; None where nothing can pass."""
    years = typed.year
    if year is not None:
        if years and not any((one.least or year) <= year <= (one.most or year) for one in years):
            return None
        years = (Between(year, year),)
    both = typed.types & types if typed.types and types else typed.types | types
    return replace(typed, year=years, types=both) if both or not (typed.types and types) else None


def _within(office: Office, query: Query, commune: str) -> tuple[Query, tuple[str, ...]] | None:
    """The query within that unit, and notes on it.

    None where the query names other units.
    """
    if not commune:
        return query, ()
    filters = query.filters
    alone = Query(filters=Filters(year=filters.year, day=filters.day, unit_names=(commune,)))
    given, notes = unit_names.resolved(office, alone)
    units = filters.units & given.filters.units if filters.units else given.filters.units
    narrower = replace(query, filters=replace(filters, units=units), first=query.first | given.first)
    return (narrower, notes) if units else None


def _unread(text: str, query: Query) -> list[str]:
    """The notes on what could not be read in the typed query."""
    left_out = [one for one in query.unread if one.startswith("-")]
    worded = [one for one in query.unread if one not in left_out]
    messages = [f"{_listed(left_out)} không đọc được nên đã bỏ qua."] if left_out else []
    messages += [f"{_listed(worded)} không đọc được nên đã tìm như lời thường."] if worded else []
    return [
        *messages,
        *([f"Câu tìm quá dài: chỉ {MOST_LETTERS} chữ đầu được dùng."] if len(text) > MOST_LETTERS else []),
    ]


def _listed(several: Collection[str]) -> str:
    return ", ".join(f"“{one}”" for one in several)


def _nobody_has_those_marks(office: Office, filters: Filters) -> bool:
    names = frozenset(one for one in filters.names if one.is_marked)
    return bool(names) and not office.index.search(Query(filters=Filters(names=names), limit=0)).total


def _unmarked(filters: Filters) -> Filters:
    """The filters without the diacritics of names."""
    bare = (replace(one, words=tuple(map(analysis.fold, one.words))) for one in filters.names)
    return replace(filters, names=frozenset(bare))


def bring_up_to_date(office: Office, job: Job = UNOBSERVED) -> list[str]:
    """Add to the index what it lacks; return notes on why it could not be done.

    While somebody else is writing into it, the index is searched as it is. Building or rebuilding it raises
    IndexBroken, OfficeBusy or JobStopped.
    """
    if not office.index_is_current:
        with office.indexing():
            indexing.catch_up(office, job)
    elif _is_older(office):
        indexing.reindex(office, job)
    elif office.catalogue.to_be_indexed(1):
        try:
            with office.indexing(wait=0):
                indexing.catch_up(office)
        except OfficeBusy:
            return ["Đang có người ban hành hoặc làm lại chỉ mục: văn bản mới nhất có thể chưa có trong kết quả."]
        except IndexBroken as error:
            return [f"Chưa bổ sung được chỉ mục, văn bản mới nhất có thể chưa có trong kết quả. {error}"]
    return []


def _is_older(office: Office) -> bool:
    """Return whether the index lacks documents that it was given.

    Its folder was then restored from an older copy.
    """
    given = office.catalogue.count_indexed()  # first: meanwhile the index may only grow
    return office.index.search(Query(limit=0)).total < given


def _same_code(records: Collection[DocumentRecord]) -> list[str]:
    """The notes on documents with one number, symbol, year and agency.

    A number is given once, so one of them is wrong.
    """
    counts = Counter((one.agency, one.year, one.code) for one in records)
    names = {one.agency: one.agency_name for one in records}
    return [
        f"Có {count} văn bản cùng số, ký hiệu {code} năm {year} của {names[agency]}: hãy kiểm tra văn bản nào đúng."
        for (agency, year, code), count in counts.items()
        if count > 1
    ]


def _answered(office: Office, query: Query, known: Abbreviations) -> tuple[Query, Hits, str]:
    """The query that has results, its results, and its text where it was corrected."""
    worded = _without_phrases(query, known) if query.phrases else query
    for one in (query, worded) if query.phrases else (query,):
        answer = _as_meant(office, one)
        if answer[1].total or _has_answers_but_for_what_is_left_out(office, one):
            return answer
    if len(worded.words) > 1:
        some = replace(worded, all_words=False)
        return some, office.index.search(some), ""
    return query, Hits(0, ()), ""


def _without_phrases(query: Query, known: Abbreviations) -> Query:
    """The query with the words of its phrases as single words."""
    apart = " ".join([replace(query, phrases=(), excluded=(), filters=Filters()).text, *_phrases(query)])
    return replace(query, words=parse(apart, abbreviations=known).words, phrases=())


def _phrases(query: Query) -> list[str]:
    return [" ".join(term.exact for term in phrase) for phrase in query.phrases]


def _has_answers_but_for_what_is_left_out(office: Office, query: Query) -> bool:
    """Return whether only the excluded words, and no typo, leave it without results."""
    left_out = query.excluded or query.without
    return bool(left_out) and office.index.search(replace(query, excluded=(), without=(), limit=0)).total > 0


def _as_meant(office: Office, query: Query) -> tuple[Query, Hits, str]:
    """The query as typed; where it has no results, with words that differ in a letter."""
    hits = office.index.search(query)
    worded = query.words or query.phrases
    if hits.total or not worded or _has_answers_but_for_what_is_left_out(office, query):
        return query, hits, ""
    fuzzy = replace(query, fuzzy=True)
    # The correction is made from the same results, whatever page is asked for.
    close = office.index.search(replace(fuzzy, page=1, limit=_LOOKED_AT))
    if close.total and (meant := _meant(query, close)) is not None:
        # The corrected query, searched exactly, ranks as if it had been typed.
        plain = office.index.search(meant)
        if plain.total:
            return meant, plain, replace(meant, page=1).text
    return query, hits, ""


def _meant(query: Query, hits: Hits) -> Query | None:
    """The query with each word that the results lack corrected to one of theirs.

    None where one cannot be corrected.
    """
    texts = [[word for _, _, word in analysis.spans(hit.text)] for hit in hits.hits[:_LOOKED_AT]]
    known = Counter(word for text in texts for word in text)
    pairs = Counter((analysis.fold(one), other) for text in texts for one, other in pairwise(text))
    folded = {analysis.fold(word) for word in known}
    words: list[Term] = []
    for term in query.words:
        is_key = "-" in term.folded or "/" in term.folded
        if is_key or term.folded in folded or any(word in folded for other in term.also for word in other.words):
            words.append(term)
            continue
        nearest = [word for word in known if _differ_in_one(analysis.fold(word), term.folded)]
        if not nearest:
            return None
        before = words[-1].folded if words else ""
        best = max(nearest, key=lambda word: (pairs[before, word], known[word], word))
        words.append(Term(best, analysis.fold(best)))
    return replace(query, words=tuple(dict.fromkeys(words)))


def _differ_in_one(one: str, other: str) -> bool:
    """Return whether the words differ by one insertion, deletion, change or swap."""
    if abs(len(one) - len(other)) > 1:
        return False
    begin = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, of_other = one[begin:], other[begin:]
    swapped = len(rest) > 1 and rest[1::-1] + rest[2:] == of_other
    return swapped or rest[1:] == of_other[1:] or rest[1:] == of_other or rest == of_other[1:]


_SO = re.compile(r"\s*s(?:ố|o)\s*[:.]?\s+(?=\d)", re.I)
_LOOKED_AT = 10  # results whose words are compared with what was typed


def _by_code(office: Office, key: str) -> list[DocumentRecord]:
    """The documents of that number and symbol.

    As on the document, "Số: 02/QĐ-UBND", or else as typed in a hurry: "2/qd-ubnd".
    """
    key = _SO.sub("", key)
    try:
        if exact := office.catalogue.by_code(DocumentCode.parse(key)):
            return exact
    except WrongCode:
        pass
    number, _, symbol = key.partition("/")
    if not re.fullmatch(r"\s*[0-9]{1,6}\s*", number):
        return []
    numbered = office.catalogue.by_number(int(number))
    return [record for record in numbered if slug(record.symbol) == slug(symbol)]


def by_key(office: Office, key: str) -> list[DocumentRecord]:
    """The documents of that number and symbol, or the one at that path.

    Raises DocumentNotFound.
    """
    record = office.catalogue.by_path(key.strip().removeprefix("vb:"))
    records = [record] if record else []
    if not records:
        records = _by_code(office, key)
    if not records:
        raise DocumentNotFound(key=key)
    return records


def the_one(office: Office, key: str, unit: str = "") -> DocumentRecord:
    """Return the only document of that key; of several, the only one of a unit.

    `unit`: its code, or its name as typed.

    Raises DocumentNotFound or DocumentAmbiguous.
    """
    records = by_key(office, key)
    own = [record for record in records if unit and (record.unit_code == unit or _is_named(record.unit_name, unit))]
    records = own or records
    if len(records) > 1:
        raise DocumentAmbiguous(count=len(records), key=key, paths=", ".join(record.path for record in records))
    return records[0]


def _is_named(name: str, typed: str) -> bool:
    """Whether what is typed is the name of a unit, with or without its kind."""
    return f"-{slug(name)}".endswith(f"-{slug(typed)}")


def show(office: Office, key: str) -> list[tuple[DocumentRecord, str]]:
    """The documents of `by_key` with their texts; "" for a destroyed one."""
    return [(one, text_of(office, one)) for one in by_key(office, key)]


def file_of(office: Office, record: DocumentRecord) -> Path:
    """Return the document itself in the archive, as it was issued.

    Its folder where it is damaged.
    """
    return issued.original_file(office, record.path)


def text_of(office: Office, record: DocumentRecord) -> str:
    """The document's text as indexed; "" where it was destroyed.

    NFC, lines in legacy encodings converted, paragraphs separated by line feeds; unchanged where its letters are
    damaged. Raises NotAnObject or OSError.
    """
    text = issued.text_of(office, record)
    return readable(text).text or text


def highlighted(office: Office, text: str, typed: str) -> Snippet:
    """The whole text with the words highlighted that a search would find.

    Raises AbbreviationsWrong.
    """
    return highlighted_text(
        text, parse(unit_names.quoted(office, typed), abbreviations=abbreviations.load(office.folder)).runs
    )


def damaged_texts(office: Office) -> int:
    """The number of documents with unreadable letters, found by their metadata alone."""
    damaged = Filters(names=frozenset({Named(Name.LAYERS, (Layer.DAMAGED.value,))}))
    return office.index.search(Query(filters=damaged, limit=0)).total
