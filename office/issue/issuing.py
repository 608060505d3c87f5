"""Issuing: a document gets its number and goes into the archive, the ledger, the catalogue and the index.

The order, which decides what a crash can leave behind:

    documents stand ready → numbers taken → archived (from here on they are issued) → ledger → catalogue → index

A crash before archiving leaves numbers held by their documents' identities: the next run carries them through. A
crash after it leaves documents in the archive that the ledger, the catalogue or the index lacks: `recovery` puts them
there.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from archive.ledger import Action, Deed, Entry
from archive.metadata import MARKS, DocumentRecord, Relation, marks_to_json, to_json
from archive.ocfl import NotAnObject, Version
from archive.register import NumberRequest, TakenNumber
from archive.store import NewObject, ObjectConflict
from doc_engine.docx_text import UnreadableText, plain_text
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.units import AdminUnit, UnitNotFound, units
from index.analysis import visible
from index.engine import IndexBroken, IndexedDocument
from index.filters import State
from index.legacy import Layer, readable

from ..office import Office

Progress = Callable[[int, int, str], None]
_log = logging.getLogger(__name__)

# Each commit of an index writes files and may merge old ones: a thousand documents and more share one.
INDEX_GROUP = 2000
# On every document, so that they say nothing about one; "cộng" of the first would be marked for every "công".
_SAME_EVERYWHERE = {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"}
DOCUMENT, METADATA, DATA = "van-ban.docx", "metadata.json", "data.json"
SIGNED = "van-ban-da-ky.pdf"  # of a later version


class NumbersMoved(VanthuError):
    """Somebody took numbers past the office's lock between looking and taking. What was taken stays held."""

    code = "BH-04"
    exit_code = ExitCode.STORE
    message = "Số vừa được cấp cho nơi khác trong lúc ban hành."
    remedy = "Hãy chạy lại lệnh; số đã giữ sẽ được dùng tiếp."


class DocumentDestroyed(VanthuError):
    code = "TH-03"
    exit_code = ExitCode.NOT_FOUND
    message = "Nội dung văn bản số {code} không còn: {told}."
    remedy = "Siêu dữ liệu và số của văn bản vẫn còn trong sổ; hồ sơ hủy tài liệu do cơ quan giữ."


class DayNotCome(VanthuError):
    code = "BH-05"
    exit_code = ExitCode.REFUSED
    message = "Ngày ban hành {day:%d/%m/%Y} chưa đến."
    remedy = "Hãy ban hành vào ngày đó, hoặc sửa ngày ban hành."


class NotByDecree(VanthuError):
    """The checker told errors. Who answers for thể thức decides (Điều 12.2); the reason is kept with the document."""

    code = "BH-07"
    exit_code = ExitCode.REFUSED
    message = "Văn bản chưa đúng thể thức, {count} lỗi: {errors}"
    remedy = "Hãy sửa mẫu hoặc dữ liệu. Nếu có lý do ban hành, ghi thêm --despite; lý do được lưu cùng văn bản."


@dataclass(frozen=True)
class ReadyDocument:
    """A document that stands, with the number it is about to get. `data`: what filled it, number and all."""

    request: NumberRequest
    record: DocumentRecord
    docx: bytes
    data: Mapping[str, Any]

    @cached_property
    def text(self) -> str:
        return plain_text(self.docx)


def issue(office: Office, ready: Sequence[ReadyDocument]) -> list[IndexedDocument]:
    """Numbers, archives and enters a group, and returns what `index` is to be given. The caller holds
    `office.writing()`."""
    if not ready:
        return []
    for one in ready:  # before a number is taken: two spellings of one agency share a place in the archive
        if (office.store.root / one.record.path).exists():
            raise ObjectConflict(path=one.record.path)
    taken = office.register.take([one.request for one in ready])
    if [one.code for one in taken] != [one.record.code for one in ready]:
        raise NumbersMoved
    office.store.put([NewObject(one.record.path, _files(one), version(office, "Ban hành")) for one in ready])
    records = [one.record for one in ready]
    enter_objects(office, Action.ISSUED, [record.path for record in records])
    office.catalogue.add(records)
    mark(office, {record.target for record in records if record.target})
    return [_indexed(one.record, one.text) for one in ready]


def index(office: Office, documents: Sequence[IndexedDocument]) -> None:
    """Gives the index some documents, and notes in the catalogue that it has them.

    They are issued whatever becomes of the index: one that cannot take them gets them before the next search, and one
    that is not there is made of everything then.
    """
    if documents:
        try:
            if not office.index_is_current:
                return
            office.index.add(documents)
        except IndexBroken as error:
            _log.warning("%s văn bản chưa vào chỉ mục tìm kiếm, sẽ tự vào sau. %s", len(documents), error)
            return
        office.catalogue.mark_indexed([document.id for document in documents])


def enter_objects(office: Office, action: Action, paths: Sequence[str], note: str = "") -> None:
    """Enters objects of the archive in the ledger as they now lie there."""
    store = office.store
    office.enter([Deed(action, path, store.head(path), store.inventory_digest(path), note) for path in paths])


def mark(office: Office, targets: Collection[str]) -> None:
    """Writes beside each document what others do to it: a further version that changes none of its files.

    Marking again what is marked does nothing, so that an interruption is made good by the next run.
    """
    if not targets:
        return
    entered = office.ledger.documents()
    for target in sorted(targets):
        with suppress(NotAnObject, OSError):  # damaged or lost: told by `verify`, marked once it is repaired
            _mark_one(office, target, entered.get(target))


def _mark_one(office: Office, target: str, entered: Entry | None) -> None:
    content = marks_to_json(office.catalogue.marking(target))
    if office.store.read(target).get(MARKS) != content:
        office.store.add_version(target, {MARKS: content}, version(office, "Ghi quan hệ với văn bản khác"))
    # Whatever else was changed in it must not get into the ledger by this door.
    if entered is None or (
        entered.version != office.store.head(target)
        and office.store.differs_only_by(target, MARKS, entered.version, entered.inventory)
    ):
        enter_objects(office, Action.MARKED, [target])
        office.catalogue.to_index_again([target])


def version(office: Office, message: str) -> Version:
    return Version(office.clock(), message, office.settings.name, f"urn:vanthu:{office.folder.name}")


def catch_up(office: Office, progress: Progress | None = None) -> int:
    """Gives the index what it lacks; all, where there is no index yet. Returns how many documents it took.

    Raises IndexBroken.
    """
    if not office.index_is_current:
        return reindex(office, progress)
    count = 0
    while records := office.catalogue.to_be_indexed(INDEX_GROUP):
        marked = office.catalogue.targets()
        office.index.add([_indexed(one, _text(office, one), _state(office, one, marked)) for one in records])
        office.catalogue.mark_indexed([record.path for record in records])
        count += len(records)
    return count


def reindex(office: Office, progress: Progress | None = None) -> int:
    """Makes the index anew; until it is there the old one is searched. Returns how many documents it has.

    Raises IndexBroken.
    """
    total, marked, count = len(office.catalogue.paths()), office.catalogue.targets(), 0

    def documents() -> Iterator[IndexedDocument]:
        nonlocal count
        for count, one in enumerate(office.catalogue.by_and_by(INDEX_GROUP), start=1):
            if progress is not None:
                progress(count, total, one.path)
            yield _indexed(one, _text(office, one), _state(office, one, marked))

    office.index.rebuild(documents())
    office.catalogue.mark_all_indexed()
    office.note_index()
    return count


def archive_path(number: TakenNumber, unit: AdminUnit) -> str:
    """Where a document of that number and issuing unit lies in the archive: <year>/<unit>/<document>."""
    return f"{number.year}/{unit.code}-{unit.slug}/{number.code.slug}"


def recipients(lines: Sequence[str]) -> tuple[str, ...]:
    """Who gets a document, by the lines of its Nơi nhận: without the line of filing and headings of groups."""
    names = [line.removeprefix("- ").rstrip(";.") for line in lines]
    return tuple(name for name in names if not name.startswith("Lưu:") and not name.endswith(":"))


def kept_files(office: Office, record: DocumentRecord) -> dict[str, bytes]:
    """What stays of a document that is destroyed: its metadata, and what others did to it."""
    marking = office.catalogue.marking(record.path)
    return {METADATA: to_json(record), **({MARKS: marks_to_json(marking)} if marking else {})}


def docx_of(office: Office, record: DocumentRecord) -> bytes:
    """A document as it was issued. Raises DocumentDestroyed, NotAnObject or OSError."""
    if record.destroyed:
        raise DocumentDestroyed(code=record.code, told=record.destroyed[:1].lower() + record.destroyed[1:])
    return office.store.read(record.path)[DOCUMENT]


def canonical_json(data: Mapping[str, Any]) -> bytes:
    """UTF-8, keys sorted, nothing between: the same data, the same bytes."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def text_digest(docx: bytes) -> str:
    """SHA-256 of a document's text: what it says, whatever fills or lays it out."""
    return digest_of(plain_text(docx))


def digest_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _files(one: ReadyDocument) -> dict[str, bytes]:
    return {
        DOCUMENT: one.docx,
        METADATA: to_json(one.record),
        DATA: canonical_json(one.data),
    }


def _text(office: Office, record: DocumentRecord) -> str:
    """The document's text; "" when it is damaged, which `verify` tells: it is then found by its head alone."""
    try:
        return "" if record.destroyed else plain_text(office.store.read(record.path)[DOCUMENT])
    except (NotAnObject, OSError, KeyError, UnreadableText):
        return ""


def _indexed(record: DocumentRecord, whole_text: str, state: State = State.STANDS) -> IndexedDocument:
    kind = f"{record.type_abbreviation}-{record.number}" if record.type_abbreviation else ""  # "quyết định số 2"
    head = visible(
        f"{record.type_title} {record.code} {record.subject} {record.agency_name} {record.unit_name}"
        f" {record.issued_on:%d/%m/%Y} {kind} {record.signer_name}"
    )
    found = readable("\n".join(line for line in whole_text.splitlines() if line not in _SAME_EVERYWHERE))
    if Layer.DAMAGED in found.layers:
        _log.warning("Chữ trong %s bị hỏng: chỉ tìm được theo số, ký hiệu, trích yếu.", record.path)
    return IndexedDocument(
        id=record.path,
        head=head,
        text=found.text,
        year=record.year,
        unit=unit_key(record),
        type_abbreviation=record.type_abbreviation,
        number=record.number,
        day=int(f"{record.issued_on:%Y%m%d}"),
        signer=record.signer_name,
        agency=record.agency_name,
        programme=record.programme,
        state=state,
        signer_title=record.signer_title,
        recipients="\n".join(record.recipients),
        subject=record.subject,
        symbol=record.symbol,
        layers=" ".join(sorted(found.layers)),
    )


def unit_key(record: DocumentRecord) -> str:
    """Of the unit that issued it, on that day."""
    try:
        return units().at(record.unit_code, record.issued_on).key
    except UnitNotFound:  # an archive may know more units than the register
        return record.unit_code


_STATES = {Relation.RECALLS: State.RECALLED, Relation.REPLACES: State.REPLACED, Relation.CORRECTS: State.CORRECTED}


def _state(office: Office, record: DocumentRecord, marked: Collection[str]) -> State:
    """The gravest of what became of it. `marked`: the documents to which others did something."""
    if record.destroyed:
        return State.DESTROYED
    if record.path not in marked:
        return State.STANDS
    done = {Relation(one.relation) for one in office.catalogue.marking(record.path)}
    return next((state for relation, state in _STATES.items() if relation in done), State.STANDS)
