"""Finding documents again: by words, by number, by place in the archive."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from vanthu.archive.metadata import DocumentRecord
from vanthu.doc_engine.document import DocumentCode, WrongCode
from vanthu.doc_engine.docx_text import plain_text
from vanthu.doc_engine.errors import ExitCode, VanthuError
from vanthu.doc_engine.units import REFORM, units
from vanthu.doc_engine.vietnamese import slug
from vanthu.index import abbreviations, analysis
from vanthu.index.engine import Facet, Hits
from vanthu.index.engines import is_current
from vanthu.index.filters import Between, Filters
from vanthu.index.query import Query, Term, parse
from vanthu.index.snippet import Snippet, snippet

from . import issuing
from .office import Office


class UnitNameUnknown(VanthuError):
    code = "TIM-02"
    exit_code = ExitCode.NOT_FOUND
    message = 'Không có xã, phường, thị trấn hay huyện nào tên hoặc mã "{name}".'
    remedy = "Hãy kiểm tra lại tên; có thể gõ không dấu."


class DocumentNotFound(VanthuError):
    code = "TIM-03"
    exit_code = ExitCode.NOT_FOUND
    message = 'Không có văn bản "{key}" trong kho.'
    remedy = "Hãy tìm bằng lệnh: vanthu search TỪ_KHÓA."


@dataclass(frozen=True, slots=True)
class Found:
    record: DocumentRecord
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Findings:
    """`all_words` False: no document has every word; these have the most of them. `meant`: the query that was answered
    where what was typed has no answer ("có phải bạn tìm"), else "". `facets`: counts of all answers, when asked for.
    """

    total: int
    found: tuple[Found, ...]
    all_words: bool
    meant: str = ""
    facets: Mapping[Facet, Mapping[str, int]] = field(default_factory=dict)


def search(
    office: Office,
    text: str,
    *,
    year: int | None = None,
    commune: str = "",
    types: Collection[str] = (),
    limit: int = 20,
    count: bool = False,
) -> Findings:
    """Documents with all the words; when there are none, those with words that differ in a letter; then those with
    some of the words. `count`: with facets. Raises UnitNameUnknown, AbbreviationsWrong or IndexBroken."""
    if not is_current(office.index_folder) or office.catalogue.to_be_indexed(1):
        with office.writing():
            issuing.catch_up(office)
    given = Filters(Between(year, year) if year is not None else None, types=frozenset(types))
    given = replace(given, unit_names=(commune,) if commune else ())
    query = parse(text, given, limit, abbreviations.load(office.folder))
    codes = frozenset(code for name in query.filters.unit_names for code in unit_codes(name))
    query = replace(query, filters=replace(query.filters, units=codes))
    query, hits, meant = _answered(office, query)
    found = []
    for hit in hits.hits:
        record = office.catalogue.by_path(hit.id)
        if record is not None:
            found.append(Found(record, snippet(hit.text, query.terms)))
    facets = office.index.facets(query) if count else {}
    return Findings(hits.total, tuple(found), query.all_words, meant, facets)


def _answered(office: Office, query: Query) -> tuple[Query, Hits, str]:
    """The query that has answers, its answers, and how it reads where it is not the one that was typed."""
    hits = office.index.search(query)
    if hits.total or not (query.words or query.phrases):
        return query, hits, ""
    near = replace(query, near=True)
    if (close := office.index.search(near)).total and (meant := _meant(query, close)) is not None:
        # What was meant, asked for plainly, ranks as if it had been typed.
        plain = office.index.search(meant)
        return (meant, plain, meant.text) if plain.total else (near, close, "")
    if len(query.words) > 1:
        some = replace(query, all_words=False)
        return some, office.index.search(some), ""
    return query, hits, ""


def _meant(query: Query, hits: Hits) -> Query | None:
    """The query with each word that the answers lack put as they write it; None where that cannot be told."""
    texts = [[word for _, _, word in analysis.spans(hit.text)] for hit in hits.hits[:_LOOKED_AT]]
    known = Counter(word for text in texts for word in text)
    pairs = Counter((analysis.fold(one), other) for text in texts for one, other in pairwise(text))
    folded = {analysis.fold(word) for word in known}
    words: list[Term] = []
    for term in query.words:
        if term.folded in folded or any(word in folded for phrase in term.also for word in phrase):
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
    """Whether one letter more, less, other, or two that changed places make one word of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    begin = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, of_other = one[begin:], other[begin:]
    swapped = len(rest) > 1 and rest[1::-1] + rest[2:] == of_other
    return swapped or rest[1:] == of_other[1:] or rest[1:] == of_other or rest == of_other[1:]


_LOOKED_AT = 10  # answers whose words are compared with what was typed


def unit_codes(name: str) -> frozenset[str]:
    """Codes of the units that bear that name, before or since the reform of 2025, or the code itself."""
    if name.isdecimal():
        return frozenset({name})
    register = units()
    days = (REFORM.replace(month=6, day=30), REFORM)
    found = {unit.code for day in days for unit in register.named(name, day)}
    if not found:
        raise UnitNameUnknown(name=name)
    return frozenset(found)


def _by_code(office: Office, key: str) -> list[DocumentRecord]:
    """By number and symbol as they stand on the document, or else as they are typed in a hurry: "2/qd-ubnd"."""
    try:
        if exact := office.catalogue.by_code(DocumentCode.parse(key)):
            return exact
    except WrongCode:
        pass
    number, _, symbol = key.partition("/")
    if not number.strip().isdecimal():
        return []
    numbered = office.catalogue.by_number(int(number))
    return [record for record in numbered if slug(record.symbol) == slug(symbol)]


def by_key(office: Office, key: str) -> list[DocumentRecord]:
    """The documents of that number and symbol, or the one at that path. Raises DocumentNotFound."""
    record = office.catalogue.by_path(key.strip().removeprefix("vb:"))
    records = [record] if record else []
    if not records:
        records = _by_code(office, key)
    if not records:
        raise DocumentNotFound(key=key)
    return records


def show(office: Office, key: str) -> list[tuple[DocumentRecord, str]]:
    """As `by_key`, with their texts; "" for what was destroyed."""
    records = by_key(office, key)
    return [(one, plain_text(issuing.docx_of(office, one)) if not one.destroyed else "") for one in records]
