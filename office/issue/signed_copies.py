"""The signed and sealed PDF of an issued document, a scan or one with digital signatures, laid beside it.

A further version of the object; no file of the first is changed. What is laid there is the very file that was given,
byte for byte: a signature breaks when a byte does.

Source: NĐ 30/2020/NĐ-CP, Điều 18 and 19 (the signed original is kept); Phụ lục I, Phần II (scans).
"""

import hashlib
from pathlib import Path

from archive.casefile import is_case_file
from archive.ledger import Action, Deed
from archive.metadata import DocumentRecord
from archive.ocfl import NotAnObject
from doc_engine import outside_pdf
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.outside_pdf import PdfFacts
from doc_engine.vietnamese import slug

from ..office import Office
from ..state import recovery
from ..user_files import read_document
from . import issuing


class SignedCopyExists(VanthuError):
    code = "BK-01"
    exit_code = ExitCode.REFUSED
    message = "Văn bản số {code} đã có bản ký."
    remedy = "Bản đã lưu không thay được. Nếu bản ấy sai, hãy đính chính hoặc thay thế văn bản."


class OtherDocument(VanthuError):
    code = "BK-02"
    exit_code = ExitCode.REFUSED
    message = 'Trang đầu của {file} có chữ nhưng không có "{code}": có thể là văn bản khác.'
    remedy = "Hãy kiểm tra lại tệp. Đúng là văn bản này thì ghi thêm --despite."


def attach(office: Office, record: DocumentRecord, file: Path, *, despite: bool = False) -> PdfFacts:
    """Lays a signed PDF beside an issued document, for good.

    Raises PdfRefused, OtherDocument, SignedCopyExists, DocumentDestroyed, DiskRefused; nothing is then written.
    """
    content, facts = read_document(file), outside_pdf.look(file)
    if facts.text.strip() and slug(str(record.code)) not in slug(facts.text) and not despite:
        raise OtherDocument(file=file.name, code=record.code)
    with office.writing():
        recovery.recover(office)
        issuing.docx_of(office, record)
        if issuing.SIGNED in office.store.read(record.path):
            raise SignedCopyExists(code=record.code)
        # Announced first: a version that turns up without it is somebody else's doing.
        office.enter([Deed(Action.ANNOUNCED, record.path, note=_digest(content))])
        version = issuing.version(office, "Lưu bản ký")
        office.store.add_version(record.path, {issuing.SIGNED: content}, version)
        issuing.enter_objects(
            office, Action.SIGNED, [record.path], f"{facts.pages} trang, {facts.signatures} chữ ký số"
        )
    return facts


def carry_through(office: Office) -> None:
    """Enters in the ledger what an interruption kept from it: copies that were announced and lie there."""
    for path, announced in office.ledger.announced().items():
        if is_case_file(path):
            continue
        entered = office.ledger.documents().get(path)
        try:
            there = office.store.read(path).get(issuing.SIGNED)
            alone = entered is not None and office.store.differs_only_by(
                path, issuing.SIGNED, entered.version, entered.inventory
            )
        except (NotAnObject, OSError):
            continue  # told by `verify`
        if there is not None and alone and _digest(there) == announced:
            issuing.enter_objects(office, Action.SIGNED, [path], "ghi bù sau khi bị ngắt")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
