"""Issuing: a document is numbered, archived, and entered in ledger and catalogue.

The order, which decides what a crash can leave behind:

    documents are ready → numbers taken → archived (from here on they are issued) → ledger → catalogue → index

A crash before archiving leaves pending numbers, known by their documents' identities: the next run carries them
through. A crash after it leaves documents in the archive that the ledger, the catalogue or the index lacks:
`state.recovery` enters them there.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from archive.document_object import DOCX, NewDocument
from archive.keys import DocumentPath
from archive.ledger import Action
from archive.metadata import DocumentRecord, Making
from archive.register import NumberRequest, TakenNumber
from archive.store import NewObject, ObjectConflict
from doc_engine.docx_text import plain_text
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.remedies import RemedyAction
from doc_engine.units import AdminUnit

from ..office import Office
from ..state import issued
from ..state.indexing import NewlyIssued


class NumbersMoved(VanthuError):
    """Numbers taken meanwhile, past the office's lock; those taken here stay pending."""

    code = "BH-04"
    exit_code = ExitCode.STORE
    message = "Số vừa được cấp cho nơi khác trong lúc ban hành."
    remedy = "Hãy chạy lại lệnh; số đã giữ sẽ được dùng tiếp."


class DayNotCome(VanthuError):
    code = "BH-05"
    exit_code = ExitCode.REFUSED
    message = "Ngày ban hành {day:%d/%m/%Y} chưa đến."
    remedy = "Hãy ban hành vào ngày đó, hoặc sửa ngày ban hành."


class NotByDecree(VanthuError):
    """Checker errors without an override reason.

    The person responsible for thể thức decides (Điều 12.2); the reason is stored with the document.
    """

    code = "BH-07"
    exit_code = ExitCode.REFUSED
    message = "Văn bản chưa đúng thể thức, {count} lỗi: {errors}"
    remedy = f"Hãy sửa mẫu hoặc dữ liệu. Nếu có lý do ban hành, {RemedyAction.OVERRIDE}; lý do được lưu cùng văn bản."


@dataclass(frozen=True)
class ReadyDocument:
    """A document with its next number.

    `data`: of its tags, with the number; None for one that somebody wrote. `making`: for its metadata.
    """

    request: NumberRequest
    record: DocumentRecord
    docx: bytes
    data: Mapping[str, Any] | None
    making: Making | None = None

    @cached_property
    def text(self) -> str:
        return plain_text(self.docx)


def issue(office: Office, ready: Sequence[ReadyDocument]) -> list[NewlyIssued]:
    """Number, archive and enter a group; return what is to be indexed.

    The caller is inside `office.change()`. Raises ObjectConflict before a number is taken, NumbersMoved, and what the
    register raises.
    """
    if not ready:
        return []
    for one in ready:  # before a number is taken: two spellings of one agency share an archive path
        if (office.store.root / one.record.path).exists():
            raise ObjectConflict(path=one.record.path)
    taken = office.register.take([one.request for one in ready])
    if [one.code for one in taken] != [one.record.code for one in ready]:
        raise NumbersMoved
    office.store.put([NewObject(one.record.path, _files(one), issued.version(office, "Ban hành")) for one in ready])
    records = [one.record for one in ready]
    issued.enter_objects(office, Action.ISSUED, [record.path for record in records])
    office.catalogue.add(records)
    issued.write_backlinks(office, {record.target for record in records if record.target})
    return [NewlyIssued(one.record, one.text) for one in ready]


def archive_path(number: TakenNumber, unit: AdminUnit) -> str:
    """Return a document's path in the archive: <year>/<unit>/<document>."""
    return str(DocumentPath(number.year, f"{unit.code}-{unit.slug}", number.code.slug))


def recipients(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the recipients in the lines of Nơi nhận.

    Without the filing line (Lưu) and the headings of groups.
    """
    names = [line.removeprefix("- ").rstrip(";.") for line in lines]
    return tuple(name for name in names if not name.startswith("Lưu:") and not name.endswith(":"))


def canonical_json(data: Mapping[str, Any]) -> bytes:
    """The data as JSON: UTF-8, keys sorted, no spaces; the same data, the same bytes."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def text_digest(docx: bytes) -> str:
    """SHA-256 of a document's text, whatever its template and formatting."""
    return digest_of(plain_text(docx))


def digest_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _files(one: ReadyDocument) -> dict[str, bytes]:
    data = canonical_json(one.data) if one.data is not None else None
    return NewDocument(one.record, DOCX, one.docx, data=data, making=one.making).files()
