"""Issuing, and what makes it whole again after an interruption.

The order, which decides what a crash can leave behind:

    documents stand ready → numbers taken → archived (from here on they are issued) → catalogue → index

A crash before archiving leaves numbers held by their documents' identities: the next run carries them through. A
crash after it leaves documents in the archive that the catalogue or the index lacks: `recover` puts them there.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from vanthu.archive.metadata import DocumentRecord, from_json, to_json
from vanthu.archive.ocfl import NotAnObject, Version
from vanthu.archive.register import TakenNumber
from vanthu.archive.store import NewObject
from vanthu.doc_engine.context import DocumentData, with_code
from vanthu.doc_engine.docx_text import UnreadableText, plain_text
from vanthu.doc_engine.errors import ExitCode, VanthuError
from vanthu.index.engine import IndexedDocument

from .office import Office
from .planning import PlannedDocument, number_request

# Each commit of an index writes files and may merge old ones: a thousand documents and more share one.
INDEX_GROUP = 2000
# On every document, so that they say nothing about one; "cộng" of the first would be marked for every "công".
_SAME_EVERYWHERE = {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"}
DOCUMENT, METADATA, DATA = "van-ban.docx", "metadata.json", "data.json"


class NumbersMoved(VanthuError):
    """Somebody took numbers past the office's lock between looking and taking. What was taken stays held."""

    code = "BH-04"
    exit_code = ExitCode.STORE
    message = "Số vừa được cấp cho nơi khác trong lúc ban hành."
    remedy = "Hãy chạy lại lệnh; số đã giữ sẽ được dùng tiếp."


class BooksDiffer(VanthuError):
    code = "BH-06"
    exit_code = ExitCode.STORE
    message = "Sổ không khớp với kho: có văn bản bị mất, bị thêm, hoặc sổ đã cũ. Không cấp số khi chưa khớp."
    remedy = "Hãy chạy vanthu verify để biết văn bản nào, khôi phục văn bản mất, rồi chạy vanthu rebuild."


@dataclass(frozen=True)
class ReadyDocument:
    """A document that stands, with the number it is about to get."""

    planned: PlannedDocument
    document: DocumentData
    number: TakenNumber
    docx: bytes
    despite: str = ""  # as in the record

    @cached_property
    def text(self) -> str:
        return plain_text(self.docx)

    @property
    def path(self) -> str:
        """In the archive: <year>/<unit>/<document>."""
        unit = self.planned.unit
        return f"{self.number.year}/{unit.code}-{unit.slug}/{self.number.code.slug}"

    @property
    def record(self) -> DocumentRecord:
        planned, document = self.planned, self.document
        kind = planned.template.manifest.document_type
        lines = [line.removeprefix("- ").rstrip(";.") for line in document.data["van_ban"]["noi_nhan"]]
        return DocumentRecord(
            path=self.path,
            year=self.number.year,
            agency=self.number.agency,
            series=self.number.series,
            number=self.number.number,
            symbol=self.number.symbol,
            type_abbreviation=kind.abbreviation,
            type_title=kind.title[:1].upper() + kind.title[1:],
            subject=document.subject,
            issued_on=document.issued_on,
            unit_code=planned.unit.code,
            unit_name=planned.unit.name,
            agency_name=document.body.full_name,
            signer_name=document.signer.full_name,
            signer_title=document.signer.title,
            recipients=tuple(line for line in lines if not line.startswith("Lưu:") and not line.endswith(":")),
            identity=planned.identity,
            template_id=planned.template.id,
            template_digest=planned.template.digest,
            content_digest=_digest(self.text),
            programme=planned.programme_id,
            despite=self.despite,
        )


def issue(office: Office, ready: Sequence[ReadyDocument]) -> list[IndexedDocument]:
    """Numbers, archives and enters a group, and returns what `index` is to be given. The caller holds
    `office.writing()`."""
    if not ready:
        return []
    taken = office.register.take([number_request(one.planned, office.settings.series) for one in ready])
    if [one.code for one in taken] != [one.number.code for one in ready]:
        raise NumbersMoved
    version = Version(office.clock(), "Ban hành", office.settings.name, f"urn:vanthu:{office.folder.name}")
    office.store.put([NewObject(one.path, _files(one), version) for one in ready])
    office.catalogue.add([one.record for one in ready])
    return [_indexed(one.record, one.text) for one in ready]


def index(office: Office, documents: Sequence[IndexedDocument]) -> None:
    """Gives the index some documents, and notes in the catalogue that it has them."""
    if documents:
        office.index.add(documents)
        office.catalogue.mark_indexed([document.id for document in documents])


def recover(office: Office) -> None:
    """Makes whole what an interrupted run left. The caller holds `office.writing()`.

    Raises BooksDiffer when the books are not those of the archive: numbers given by them could be given twice.
    """
    office.store.clean()
    office.catalogue.put_back_earlier(office.store)
    _put_back(office)
    if set(office.store.paths()) != office.catalogue.paths():
        raise BooksDiffer
    catch_up(office)


def _put_back(office: Office) -> None:
    """Enters documents that were archived just before an interruption: their numbers are still held."""
    found = []
    for held in office.register.reserved():
        unit_code = held.agency.partition("/")[0]
        for folder in office.store.root.glob(f"{held.year}/{unit_code}-*/{held.code.slug}"):
            path = folder.relative_to(office.store.root).as_posix()
            found.append(from_json(office.store.read(path)[METADATA], path))
    office.catalogue.add(found)


def catch_up(office: Office) -> int:
    """Gives the index what it lacks; all, where there is no index yet. Returns how many documents it took."""
    if not office.index_folder.exists():
        office.catalogue.forget_index()
    count = 0
    while records := office.catalogue.to_be_indexed(INDEX_GROUP):
        index(office, [_indexed(record, _text(office, record)) for record in records])
        count += len(records)
    return count


def canonical_json(data: Mapping[str, Any]) -> bytes:
    """UTF-8, keys sorted, nothing between: the same data, the same bytes."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def text_digest(docx: bytes) -> str:
    """SHA-256 of a document's text: what it says, whatever fills or lays it out."""
    return _digest(plain_text(docx))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _files(one: ReadyDocument) -> dict[str, bytes]:
    return {
        DOCUMENT: one.docx,
        METADATA: to_json(one.record),
        DATA: canonical_json(with_code(one.document, one.number.code)),
    }


def _text(office: Office, record: DocumentRecord) -> str:
    """The document's text; "" when it is damaged, which `verify` tells: it is then found by its head alone."""
    try:
        return plain_text(office.store.read(record.path)[DOCUMENT])
    except (NotAnObject, OSError, KeyError, UnreadableText):
        return ""


def _indexed(record: DocumentRecord, whole_text: str) -> IndexedDocument:
    head = f"{record.type_title} {record.code} {record.subject} {record.agency_name} {record.unit_name}"
    text = "\n".join(line for line in whole_text.splitlines() if line not in _SAME_EVERYWHERE)
    return IndexedDocument(record.path, head, text, record.year, record.unit_code, record.type_abbreviation)
