"""A whole office from one replica."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from archive import replica
from archive.database import is_whole
from archive.ledger import Action, Actor, AuditEvent, Entry
from archive.replica import NoReplica, Replica
from archive.store import ArchiveStore, StoreFault
from doc_engine.remedies import RemedyAction

from .. import settings
from ..folder import SETTINGS, OfficeFiles
from ..office import Office, OfficeExists, now
from .replicas import SETTINGS_FOLDER, ReplicaReport, copy_settings, damaged_registry, ledger_faults


def restore(source: Path, folder: Path, actor: Actor, clock: Callable[[], datetime] = now) -> ReplicaReport:
    """Restore an office from one replica: documents, ledger, registry, settings.

    Templates, too. Every whole document is copied and compared with the ledger; a damaged one is reported and left
    out, and the office then gives no numbers until it has it. Raises NoReplica or OfficeExists, writing nothing.
    """
    one = Replica(source)
    if folder.exists() and any(folder.iterdir()):
        raise OfficeExists(folder=folder)
    if not (one.folder / SETTINGS_FOLDER / SETTINGS).is_file():
        raise NoReplica(folder=source)
    # The registry database is the replica's; a server that may still store another is not the restored office's.
    alone = settings.without_server((one.folder / SETTINGS_FOLDER / SETTINGS).read_text("utf-8-sig"))
    report, files = ReplicaReport(one.folder), OfficeFiles(folder)
    store = ArchiveStore.create(files.archive, files.staging)
    replica.copy_root_files(one.store, store)
    entered = one.ledger.documents()
    report.faults += ledger_faults(one)
    for path in sorted(entered.keys() | set(one.store.paths())):
        report.documents += 1
        report.faults += _restored(one, store, files.staging, path, entered.get(path))
        report.repaired += [path] if store.inventory_digest(path) else []
    shutil.copytree(one.ledger.folder, files.ledger)
    if is_whole(OfficeFiles(one.folder).registry_database):
        shutil.copytree(OfficeFiles(one.folder).registry, files.registry)
    else:
        report.faults.append(damaged_registry(one, f"Chạy {RemedyAction.REBUILD}."))
    # The settings last: without them the folder is no office, so that one half restored is not taken for whole.
    copy_settings(one.folder / SETTINGS_FOLDER, folder, alone)
    office = Office(folder, actor, clock)
    with office.locked():
        office.catalogue.remember_ledger(office.ledger.head())  # a replica's database may be older than its ledger
        office.enter([AuditEvent(Action.RESTORED, note=f"{one.folder}: {len(report.repaired)} văn bản")])
    office.close()
    return report


def _restored(
    one: Replica, store: ArchiveStore, staging: Path, path: str, entry: Entry | None
) -> tuple[StoreFault, ...]:
    """Copy an object that is whole; one that differs from the ledger is reported, too."""
    faults = replica.faults(one.store, path, None)
    if faults:
        return faults
    digest = one.store.inventory_digest(path)
    found = replica.copy(path, one.store, store, staging, digest)
    if not found and (entry is None or entry.inventory != digest):
        return (StoreFault(path, "", "khác với nhật ký trong bản sao; đã chép, hãy xem lại"),)
    return found
