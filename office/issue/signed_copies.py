"""The signed copy of an issued document: a PDF, scanned or digitally signed.

It is stored as a further version of the object; no file of the first is changed. The given file is stored byte for
byte: a signature breaks when a byte does.

Source: NĐ 30/2020/NĐ-CP, Điều 18 and 19 (the signed original is kept); Phụ lục I, Phần II (scans).
"""

from pathlib import Path

from archive.document_object import SIGNED_COPY
from archive.ledger import Action, AuditEvent
from archive.metadata import DocumentRecord
from doc_engine import external_pdf
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.external_pdf import PdfFacts
from doc_engine.remedies import RemedyAction
from doc_engine.vietnamese import slug

from ..office import Office
from ..state import issued
from ..state.signed_copies import digest
from ..user_files import read_document


class SignedCopyExists(VanthuError):
    code = "BK-01"
    exit_code = ExitCode.REFUSED
    message = "Văn bản số {code} đã có bản ký."
    remedy = "Bản đã lưu không thay được. Nếu bản ấy sai, hãy đính chính hoặc thay thế văn bản."


class OtherDocument(VanthuError):
    code = "BK-02"
    exit_code = ExitCode.REFUSED
    message = 'Trang đầu của {file} có chữ nhưng không có "{code}": có thể là văn bản khác.'
    remedy = f"Hãy kiểm tra lại tệp. Đúng là văn bản này thì {RemedyAction.OVERRIDE}."


class RemarksLeft(VanthuError):
    """A PDF with more than its pages: comments and hidden layers leave with it."""

    code = "BK-03"
    exit_code = ExitCode.REFUSED
    message = "{file} còn {count} lời bình luận, chỗ tô, gạch, tệp đính kèm hoặc lớp ẩn, không thuộc bản đã ký."
    remedy = f"Hãy bỏ chúng rồi ký lại, hoặc quét bản giấy. Vẫn lưu như thế thì {RemedyAction.OVERRIDE}."


def attach(office: Office, record: DocumentRecord, file: Path, *, override: bool = False) -> PdfFacts:
    """Store a signed PDF beside an issued document, for good.

    `override`: though its first page is of another document, or it has remarks. Raises PdfRefused, OtherDocument,
    RemarksLeft, SignedCopyExists, DocumentDestroyed, DiskRefused; nothing is then written.
    """
    content, facts = read_document(file), external_pdf.look(file)
    if facts.text.strip() and slug(str(record.code)) not in slug(facts.text) and not override:
        raise OtherDocument(file=file.name, code=record.code)
    if facts.remarks and not override:
        raise RemarksLeft(file=file.name, count=facts.remarks)
    with office.change():
        issued.refuse_destroyed(record)
        if SIGNED_COPY in office.store.read(record.path):
            raise SignedCopyExists(code=record.code)
        # Announced first: a version without an announcement was not written by this program.
        office.enter([AuditEvent(Action.ANNOUNCED, record.path, note=digest(content))])
        version = issued.version(office, "Lưu bản ký")
        office.store.add_version(record.path, {SIGNED_COPY: content}, version)
        issued.enter_objects(office, Action.SIGNED, [record.path], f"{facts.pages} trang, {facts.signatures} chữ ký số")
    return facts
