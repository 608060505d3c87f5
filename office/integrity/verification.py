"""Verification of an office, and the rebuild of its registry database and index."""

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from archive.casefile import CONTENT, is_case_file
from archive.document_object import TOMBSTONE
from archive.durable import write_text
from archive.ledger import Action, AuditEvent, LedgerFault
from archive.ocfl import NotAnObject
from archive.store import StoreFault
from doc_engine.errors import VanthuError
from doc_engine.remedies import RemedyAction
from index.engine import IndexBroken

from ..jobs import UNOBSERVED, Job
from ..office import Office
from ..state import case_file_storage, indexing, recovery
from . import replicas

_BETWEEN_NOTES = 200  # documents; at most so many are read again when an interrupted check is resumed
_REPAIR_LEDGER = "So với nhật ký trong bản sao; giữ nguyên tệp này làm bằng chứng."
_REBUILD = f"Chạy {RemedyAction.REBUILD}."


_UNLISTED = "có trong kho nhưng chưa có trong danh mục"
_OTHER = "không phải văn bản đã lưu: khác với nhật ký"


def _unknown(path: str) -> StoreFault:
    remedy = f"Nếu vừa bị ngắt khi ban hành thì chạy {RemedyAction.REBUILD}; nếu không thì tìm hiểu ai đã đưa vào."
    return StoreFault(path, "", "không có trong nhật ký", remedy)


@dataclass(frozen=True, slots=True)
class Extent:
    """The documents that are read to the last byte.

    Of all others names, inventories and ledger are compared. `sample`: percent, others on other days. `since`: issued
    that day or later.
    """

    sample: int = 100
    since: date | None = None

    def reads(self, path: str, issued_on: date | None, today: date) -> bool:
        if self.since is not None and issued_on is not None and issued_on < self.since:
            return False
        drawn = int.from_bytes(hashlib.sha256(f"{today}:{path}".encode()).digest()[:4]) % 100
        return drawn < self.sample


@dataclass(frozen=True, slots=True)
class Checked:
    """The result for one document, the `done`-th of `total`.

    `path` may also be of a stray file or of the ledger.
    """

    path: str
    faults: tuple[StoreFault, ...]
    done: int
    total: int


WHOLE = Extent()


def verify(office: Office, extent: Extent = WHOLE, *, resume: bool = False) -> Iterator[Checked]:
    """Yield each document with its faults; archive, ledger and catalogue are compared.

    A suspected fault is checked a second time. `resume`: continues an interrupted check, with the faults it had found.
    Writes nothing but its progress.
    """
    journal = _Journal(office.files.verification_progress, extent, resume)
    today = office.clock().date()
    records = {record.path: record for record in office.catalogue.everything()}
    entered = office.ledger.documents()
    files = office.filed.paths()
    paths = list(office.store.paths())
    total = len(paths)
    yield from (Checked(fault.path, (fault,), 0, total) for fault in (*journal.faults, *office.store.strays()))
    for done, path in enumerate(paths, start=1):
        if path <= journal.after:
            continue
        record, entry = records.get(path), entered.get(path)
        deep = extent.reads(path, record.issued_on if record else None, today)
        faults = _faults(office, path, deep, entry.inventory if entry else None, ledger=bool(entered))
        if not faults and is_case_file(path):
            faults = _case_file_faults(office, path)
        elif record is None and not faults and office.catalogue.by_path(path) is None:  # or it was issued meanwhile
            faults = (StoreFault(path, "", _UNLISTED, _REBUILD),)
        journal.note(path, faults, due=done % _BETWEEN_NOTES == 0)
        yield Checked(path, faults, done, total)
    there = set(paths)
    for path in sorted((records.keys() | files | entered.keys()) - there):
        known = "danh mục" if path in records or path in files else "nhật ký"
        yield Checked(path, (StoreFault(path, "", f"có trong {known} nhưng đã mất khỏi kho"),), total, total)
    try:
        recovery.check_lost_numbers(office)
    except VanthuError as error:
        yield Checked("kho", (StoreFault("kho", "", str(error), error.remedy_text),), total, total)
    yield from (Checked("chi-muc", (fault,), total, total) for fault in _index_faults(office, records.keys(), extent))
    for fault in ledger_faults(office):
        file = f"nhat-ky/{fault.file}".rstrip("/")
        reason = f"dòng {fault.line}: {fault.reason}" if fault.line else fault.reason
        yield Checked(file, (StoreFault(file, "", reason, _REPAIR_LEDGER),), total, total)
    journal.done()


def _case_file_faults(office: Office, path: str) -> tuple[StoreFault, ...]:
    """The faults of a case file that the archive's own rules do not find.

    It differs from the registry database, or says that it is destroyed although its documents are not, or without a
    decision in the ledger.
    """
    found, known = case_file_storage.read(office, path), office.filed.by_path(path)
    if found is None:
        reason = "hồ sơ không đọc được, hoặc ghi là đã hủy mà nhật ký không có quyết định"
        return (StoreFault(path, CONTENT, reason),)
    if known != found:
        return (StoreFault(path, CONTENT, "khác với sổ" if known else _UNLISTED, _REBUILD),)
    left = [one for one in (found.destroyed.documents if found.destroyed else ()) if not _is_tombstone(office, one)]
    return tuple(StoreFault(one, "", "còn nội dung dù hồ sơ đã hủy theo quyết định", _REBUILD) for one in left)


def _index_faults(office: Office, documents: Collection[str], extent: Extent) -> Iterator[StoreFault]:
    """Yield the faults of the index: damage, and differences from the catalogue.

    Documents still to be indexed are no fault, nor is an index that does not exist or cannot be read: the next search
    rebuilds it.
    """
    try:
        if not office.index_is_current:
            return
        damaged = office.index.damaged() if extent.sample else []
        there = office.index.ids()
    except IndexBroken as error:
        yield StoreFault("chi-muc", "", str(error), error.remedy_text)
        return
    for file in damaged:
        yield StoreFault("chi-muc", file, "tệp của chỉ mục tìm kiếm bị hỏng hoặc mất", _REBUILD)
    # Read after the index: others may have issued documents meanwhile.
    waiting = {record.path for record in office.catalogue.to_be_indexed(len(documents) + 1)}
    for path in sorted(set(documents) - there - waiting):
        yield StoreFault(path, "", "không có trong chỉ mục tìm kiếm", _REBUILD)
    for path in sorted(there - office.catalogue.paths()):
        yield StoreFault(path, "", "có trong chỉ mục tìm kiếm mà không có văn bản", _REBUILD)


def _is_tombstone(office: Office, path: str) -> bool:
    try:
        return TOMBSTONE in office.store.read(path)
    except (NotAnObject, OSError):
        return False


def _faults(office: Office, path: str, deep: bool, entered: str | None, *, ledger: bool) -> tuple[StoreFault, ...]:
    for _ in range(2):  # a version that is being added meanwhile is no fault
        faults = office.store.faults(path, deep=deep)
        if ledger and not faults and entered != office.store.inventory_digest(path):
            faults = (_unknown(path) if entered is None else StoreFault(path, "", _OTHER),)
        if not faults:
            break
        entry = office.ledger.documents().get(path) if ledger else None  # others may be at work
        entered = entry.inventory if entry else None
    return faults


def ledger_faults(office: Office) -> list[LedgerFault]:
    """The faults of the ledger, by itself and by its heads known elsewhere.

    In the registry database and in the mounted replicas.
    """
    mine = office.catalogue.ledger_head()
    return office.ledger.faults([*replicas.heads(office), *([mine] if mine else [])])


class _Journal:
    """The progress of a check, from which the next one can continue."""

    def __init__(self, file: Path, extent: Extent, resume: bool) -> None:
        self._file = file
        self.after, self.faults = "", list[StoreFault]()
        self._extent = repr(extent)
        if resume:
            with suppress(OSError, ValueError, TypeError, KeyError):  # no readable progress: from the beginning
                noted = json.loads(file.read_bytes())
                if noted["extent"] != self._extent:
                    raise ValueError("another extent: what was passed over then is to be read now")
                self.faults = [StoreFault(**fault) for fault in noted["faults"]]
                self.after = noted["after"]
        self._found = list(self.faults)

    def note(self, path: str, faults: Sequence[StoreFault], *, due: bool) -> None:
        self._found += faults
        if due:
            noted = {"extent": self._extent, "after": path, "faults": [asdict(fault) for fault in self._found]}
            write_text(self._file, json.dumps(noted, ensure_ascii=False))

    def done(self) -> None:
        self._file.unlink(missing_ok=True)


def rebuild(office: Office, job: Job = UNOBSERVED) -> int:
    """Rebuild catalogue, register and index; return the number of documents.

    From the archive alone. Pending numbers are given up: they were never issued. A search meanwhile uses the old index.
    Raises OfficeBusy or ArchiveUnreadable; the registry database is then unchanged.
    """
    with office.locked(), office.indexing():
        office.store.clean()
        office.refuse_cut_ledger()
        recovery.refuse_lost_numbers(office)
        files = case_file_storage.everything(office)
        count = office.catalogue.rebuild(office.store, office.ledger.documents(), files)
        case_file_storage.make_whole(office, office.store.case_files())
        recovery.make_whole(office, set(office.store.documents()))
        office.enter([AuditEvent(Action.REBUILT, note=f"{count} văn bản")])
        indexing.fill(office, job)
    return count


def accept_ledger(office: Office, reason: str) -> None:
    """Accept a ledger that lost entries for good; enter the loss and its reason in it."""
    with office.locked():
        known = office.catalogue.ledger_head()
        office.ledger.repair()
        note = f"{reason} (sổ ghi đến mục {known.number}, mã {known.digest})" if known else reason
        office.catalogue.remember_ledger(office.ledger.head())
        office.enter([AuditEvent(Action.ACCEPTED, note=note)])
