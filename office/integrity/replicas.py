"""Replicas of an office on other media: sync, verification, repair, restore.

Source: TT 05/2025/TT-BNV, Điều 26 and 27, by a secondary source: at least two copies, each on a medium of its own;
documents and registry database checked and backed up together.
"""

import json
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from archive import replica, retention
from archive.database import is_whole
from archive.durable import write_bytes, write_text
from archive.ledger import Action, AuditEvent, Head
from archive.replica import Replica, ReplicaFacts
from archive.store import ArchiveStore, StoreFault
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.remedies import RemedyAction
from index import abbreviations

from ..folder import SETTINGS, OfficeFiles
from ..jobs import UNOBSERVED, Job
from ..office import Office, OfficeExists
from ..stores import OfficeBusy

_LOCK_WAIT = 60  # seconds
_STILL_THERE = "đã hủy theo quyết định, bản sao còn nội dung"
SETTINGS_FOLDER = "cai-dat"
_SYNC = f"Chạy {RemedyAction.SYNC_REPLICA}."


class ReplicaInside(VanthuError):
    code = "BS-03"
    exit_code = ExitCode.REFUSED
    message = "Bản sao không đặt trong thư mục của văn phòng: {folder}."
    remedy = "Hãy dùng một ổ đĩa khác (ổ USB, ổ mạng): hỏng ổ này thì còn ổ kia."


class NoReplicaYet(VanthuError):
    code = "BS-04"
    exit_code = ExitCode.NOT_FOUND
    message = "Văn phòng chưa có bản sao nào."
    remedy = f"Hãy cắm một ổ đĩa khác rồi chạy: {RemedyAction.ADD_REPLICA}."


@dataclass
class ReplicaReport:
    """The result of work on a replica.

    `copied`: paths copied into the replica; `repaired`: into the office; `faults`: what could not be repaired.
    """

    folder: Path
    documents: int = 0
    copied: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    faults: list[StoreFault] = field(default_factory=list)


def add(office: Office, folder: Path) -> Path:
    """Create a replica in an empty or new folder, or list one of this office again.

    `sync` fills it. Raises ReplicaInside, OfficeExists for a folder with other content, LedgersDiffer for another
    office's replica.
    """
    folder = folder.resolve()
    if folder.is_relative_to(office.folder.resolve()):
        raise ReplicaInside(folder=folder)
    if (folder / replica.FACTS).is_file():
        Replica(folder).refuse_other_ledger(office.ledger)
    elif folder.exists() and any(folder.iterdir()):
        raise OfficeExists(folder=folder)
    else:
        Replica.create(folder, office.settings.name)
    if folder not in listed(office):
        known = [str(one) for one in [*listed(office), folder]]
        write_text(office.files.replica_list, json.dumps(known, indent=1) + "\n")
    return folder


def listed(office: Office) -> list[Path]:
    """The folders of the office's replicas, mounted or not."""
    try:
        return [Path(one) for one in json.loads((office.files.replica_list).read_bytes())]
    except FileNotFoundError:
        return []


def mounted(office: Office) -> list[Replica]:
    """The readable replicas that are mounted now."""
    found = []
    for folder in listed(office):
        with suppress(VanthuError):  # not mounted, or damaged: `replica verify` reports it
            one = Replica(folder)
            if one.facts:
                found.append(one)
    return found


def chosen(office: Office, folder: Path | None) -> list[Replica]:
    """Return the replica in a folder, or all of the office.

    Raises NoReplicaYet, or NoReplica for one that is not mounted.
    """
    folders = [folder.resolve()] if folder else listed(office)
    if not folders:
        raise NoReplicaYet
    return [Replica(one) for one in folders]


def heads(office: Office) -> list[Head]:
    """The ledger's head at the last sync of each mounted replica."""
    return [one.facts.head for one in mounted(office)]


def sync(office: Office, to: Replica, job: Job = UNOBSERVED) -> ReplicaReport:
    """Copy the documents that a replica lacks, and ledger, registry and settings.

    Documents are copied first without a lock; then the office is locked for those added meanwhile, and all else. A
    damaged document of the office does not replace a good one, and is reported. Nothing is ever deleted from a
    replica. Raises LedgersDiffer or OfficeBusy.
    """
    with _alone(to):
        return _sync(office, to, job)


@contextmanager
def _alone(one: Replica) -> Iterator[None]:
    """Let one process at a time write into a replica. Raises OfficeBusy."""
    try:
        with FileLock(OfficeFiles(one.folder).change_lock, timeout=_LOCK_WAIT):
            yield
    except Timeout:
        raise OfficeBusy from None


def _sync(office: Office, to: Replica, job: Job) -> ReplicaReport:
    with office.locked():
        office.refuse_cut_ledger()
    to.ledger.repair()
    to.refuse_other_ledger(office.ledger)
    report = ReplicaReport(to.folder)
    to.store.clean()
    _copy_missing(office, to, report, job)
    with office.change():
        report.faults.clear()
        # The ledger first: interrupted, the replica knows of documents that it lacks, not the other way round.
        replica.copy_ledger(office.ledger, to.ledger)
        _copy_missing(office, to, report, UNOBSERVED)
        replica.copy_root_files(office.store, to.store)
        count = sum(1 for _ in to.store.paths())
        report.documents = count
        office.enter([AuditEvent(Action.REPLICATED, note=f"{to.folder}: {count} văn bản")])
        replica.copy_ledger(office.ledger, to.ledger)
        office.copy_registry(OfficeFiles(to.folder).registry_database)
        own = office.files.settings.read_text("utf-8")
        copy_settings(office.folder, to.folder / SETTINGS_FOLDER, own)
        now = office.clock().isoformat(timespec="seconds")
        to.note(ReplicaFacts(office.settings.name, now, count, office.ledger.head()))
    return report


def _copy_missing(office: Office, to: Replica, report: ReplicaReport, job: Job) -> None:
    entered = office.ledger.documents()
    for done, (path, entry) in enumerate(sorted(entered.items()), start=1):
        if to.store.inventory_digest(path) != entry.inventory:
            found = replica.faults(office.store, path, entry)
            found = found or replica.copy(path, office.store, to.store, to.staging, entry.inventory)
            if found:
                report.faults += found
            else:
                report.copied.append(path)
        job.step(done, len(entered), path)


def verify(office: Office, one: Replica, job: Job = UNOBSERVED) -> ReplicaReport:
    """Read every byte of a replica and compare it with the office's ledger.

    Its documents, unknown ones, its own ledger, its registry database. Raises LedgersDiffer.
    """
    one.refuse_other_ledger(office.ledger)
    report = ReplicaReport(one.folder)
    entered = office.ledger.documents()
    for path, found in _looked_at(office, one.store, job):
        report.documents += 1
        stale = bool(found) and entered[path].action is Action.DESTROYED
        report.faults += (StoreFault(path, "", _STILL_THERE, _SYNC),) if stale else found
    strange = set(one.store.paths()) - office.ledger.documents().keys()
    report.faults += [StoreFault(path, "", "không phải của văn phòng này") for path in sorted(strange)]
    report.faults += [*one.store.strays(), *ledger_faults(one)]
    if not is_whole(OfficeFiles(one.folder).registry_database):
        report.faults.append(damaged_registry(one, _SYNC))
    return report


def repair(office: Office, one: Replica, job: Job = UNOBSERVED) -> ReplicaReport:
    """Replace damaged or lost documents of the office by the replica's and vice versa.

    What was damaged in the office is kept in hong/ as evidence. Byte for byte; each is compared with the ledger before
    and after. A ledger that lost its end is restored, too. Raises LedgersDiffer or OfficeBusy.
    """
    report = ReplicaReport(one.folder)
    with _alone(one), office.locked():
        office.ledger.repair()
        _bring_back_ledger(office, one)
        one.refuse_other_ledger(office.ledger)
        office.store.clean()
        one.store.clean()
        entered = office.ledger.documents()
        for path, found in _looked_at(office, office.store, job):
            report.documents += 1
            there = replica.faults(one.store, path, entered[path])
            if found and not there:
                replica.set_aside(office.store, path, _evidence(office) / path)
                found = replica.copy(path, one.store, office.store, office.files.staging, entered[path].inventory)
                if not found:
                    office.enter([AuditEvent(Action.REPAIRED, path, entered[path].version, entered[path].inventory)])
                    report.repaired.append(path)
            elif there and not found:
                found = replica.copy(path, office.store, one.store, one.staging, entered[path].inventory)
                report.copied += [] if found else [path]
            report.faults += found
        replica.copy_root_files(one.store, office.store, only_more=True)
    return report


def _bring_back_ledger(office: Office, one: Replica) -> None:
    """Restore the office's ledger where it is damaged, cut short or lost.

    Cut short: it is a mere beginning of the replica's. A sound one that differs is left for people to examine. The
    former ledger is kept as evidence.
    """
    damaged = office.ledger.faults()
    head = office.ledger.head()
    cut = head.number < one.ledger.head().number and not one.ledger.faults([head])
    if (damaged or cut) and not one.ledger.faults():
        if office.ledger.folder.is_dir():
            shutil.copytree(office.ledger.folder, _evidence(office) / "nhat-ky")
        if replica.join_ledgers(one.ledger, office.ledger):
            why = damaged[0].reason if damaged else "bị cắt mất phần cuối"
            office.enter(
                [AuditEvent(Action.REPAIRED, note=f"nhật ký: {why}; trước khi khôi phục hết ở mục {head.number}")]
            )


def _evidence(office: Office) -> Path:
    """A new folder for what was damaged."""
    return office.files.evidence / f"{office.clock():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def ledger_faults(one: Replica) -> list[StoreFault]:
    return [
        StoreFault(f"nhat-ky/{fault.file}".rstrip("/"), "", f"{fault.reason} (dòng {fault.line})")
        for fault in one.ledger.faults([one.facts.head])
    ]


def _looked_at(office: Office, store: ArchiveStore, job: Job) -> Iterator[tuple[str, tuple[StoreFault, ...]]]:
    entered = office.ledger.documents()
    for done, (path, entry) in enumerate(sorted(entered.items()), start=1):
        yield path, replica.faults(store, path, entry)
        job.step(done, len(entered), path)


def damaged_registry(one: Replica, remedy: str) -> StoreFault:
    file = OfficeFiles(one.folder).registry_database
    return StoreFault(file.parent.name, file.name, "sổ trong bản sao bị hỏng", remedy)


def copy_settings(source: Path, target: Path, text: str) -> None:
    """Copy templates and tables, and last write the settings. `text`: theirs."""
    if (source / "mau").is_dir():
        shutil.copytree(source / "mau", target / "mau", dirs_exist_ok=True)
    target.mkdir(exist_ok=True)
    for name in (retention.FILE, abbreviations.FILE):
        if (source / name).is_file():
            write_bytes(target / name, (source / name).read_bytes())
        else:
            (target / name).unlink(missing_ok=True)
    write_text(target / SETTINGS, text)
