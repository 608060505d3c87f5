"""Finding documents again: by words, by number, by place in the archive."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from vanthu.archive.metadata import DocumentRecord
from vanthu.doc_engine.document import DocumentCode, WrongCode
from vanthu.doc_engine.docx_text import plain_text
from vanthu.doc_engine.errors import ExitCode, VanthuError
from vanthu.doc_engine.units import REFORM, units
from vanthu.doc_engine.vietnamese import slug
from vanthu.index.query import Filters, parse
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
    """`all_words` False: no document has every word; these have the most of them."""

    total: int
    found: tuple[Found, ...]
    all_words: bool


def search(
    office: Office,
    text: str,
    *,
    year: int | None = None,
    commune: str = "",
    types: Collection[str] = (),
    limit: int = 20,
) -> Findings:
    """Documents with all the words; when there are none, those with some of them. Raises UnitNameUnknown."""
    if not office.index_folder.exists() or office.catalogue.to_be_indexed(1):
        with office.writing():
            issuing.catch_up(office)
    codes = unit_codes(commune) if commune else frozenset()
    query = parse(text, Filters(year, codes, frozenset(types)), limit)
    hits = office.index.search(query)
    if not hits.total and len(query.words) > 1:
        query = replace(query, all_words=False)
        hits = office.index.search(query)
    found = []
    for hit in hits.hits:
        record = office.catalogue.by_path(hit.id)
        if record is not None:
            found.append(Found(record, snippet(hit.text, query.terms)))
    return Findings(hits.total, tuple(found), query.all_words)


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
