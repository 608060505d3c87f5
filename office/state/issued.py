"""Issued documents in the archive: read, entered in the ledger, given backlinks."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

from archive import document_object, ocfl
from archive.document_object import BACKLINKS, METADATA, NoOriginal
from archive.ledger import Action, AuditEvent, Entry
from archive.metadata import DocumentRecord, backlinks_to_json, to_json
from archive.ocfl import NotAnObject, Version
from doc_engine.docx_text import UnreadableText
from doc_engine.errors import ExitCode, VanthuError

from ..stores import Stores


class DocumentDestroyed(VanthuError):
    code = "TH-03"
    exit_code = ExitCode.NOT_FOUND
    message = "Nội dung văn bản số {code} không còn: {sentence}."
    remedy = "Siêu dữ liệu và số của văn bản vẫn còn trong sổ; hồ sơ hủy tài liệu do cơ quan giữ."


def enter_objects(office: Stores, action: Action, paths: Sequence[str], note: str = "") -> None:
    """Enter objects of the archive in the ledger as they are stored now.

    The caller holds the office's lock.
    """
    store = office.store
    office.enter([AuditEvent(action, path, store.head(path), store.inventory_digest(path), note) for path in paths])


def version(office: Stores, message: str) -> Version:
    """The OCFL version block of a version that is written now."""
    return Version(office.clock(), message, office.settings.name, f"urn:vanthu:{office.folder.name}")


def write_backlinks(office: Stores, targets: Collection[str]) -> None:
    """Write each document's backlinks: a further version that changes no other file.

    Idempotent: the next change carries through what an interruption left. The caller holds the office's lock.
    """
    if not targets:
        return
    entered = office.ledger.documents()
    for target in sorted(targets):
        with suppress(
            NotAnObject, OSError
        ):  # damaged or lost: `verify` reports it, the repaired one gets its backlinks
            _write_backlinks_of(office, target, entered.get(target))


def _write_backlinks_of(office: Stores, target: str, entered: Entry | None) -> None:
    content = backlinks_to_json(office.catalogue.backlinks(target))
    if office.store.read(target).get(BACKLINKS) != content:
        office.store.add_version(target, {BACKLINKS: content}, version(office, "Ghi quan hệ với văn bản khác"))
    # Any other change to the object must not be entered in the ledger with it.
    if entered is None or (
        entered.version != office.store.head(target)
        and office.store.differs_only_by(target, BACKLINKS, entered.version, entered.inventory)
    ):
        enter_objects(office, Action.BACKLINKED, [target])
        office.catalogue.to_index_again([target])


def kept_files(office: Stores, record: DocumentRecord) -> dict[str, bytes]:
    """The files that a destroyed document keeps: its metadata and its backlinks."""
    backlinks = office.catalogue.backlinks(record.path)
    return {METADATA: to_json(record), **({BACKLINKS: backlinks_to_json(backlinks)} if backlinks else {})}


def refuse_destroyed(record: DocumentRecord) -> None:
    """Raise DocumentDestroyed for a document of which only the tombstone is left."""
    if record.destroyed:
        raise DocumentDestroyed(code=record.code, sentence=record.destroyed[:1].lower() + record.destroyed[1:])


def text_of(office: Stores, record: DocumentRecord) -> str:
    """The document's text; "" where it was destroyed.

    Raises NotAnObject, OSError, NoOriginal or UnreadableText.
    """
    return "" if record.destroyed else document_object.text_of(office.store.read(record.path))


def text_if_readable(office: Stores, record: DocumentRecord) -> str:
    """The document's text; "" for a damaged one, too, which `verify` reports."""
    try:
        return text_of(office, record)
    except (NotAnObject, OSError, NoOriginal, UnreadableText):
        return ""


def original(office: Stores, record: DocumentRecord) -> bytes:
    """A document as it was issued, byte for byte.

    Raises DocumentDestroyed, NotAnObject, NoOriginal or OSError.
    """
    refuse_destroyed(record)
    return document_object.original(office.store.read(record.path))


def original_file(office: Stores, path: str) -> Path:
    """The document itself in the archive.

    Of a damaged one its folder, which nothing can read.
    """
    try:
        files = ocfl.version_files(office.store.root / path)
        return files[document_object.original_name(files)]
    except (NotAnObject, KeyError):
        return office.store.root / path
