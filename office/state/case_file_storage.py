"""Case file storage: writing to the archive, recovery, and trust in stored files.

The order: noted as doubtful in the registry database → announced in the ledger, by the digest of ho-so.json → the
object's new version → ledger → registry database. A version that was neither entered nor announced was not written by
this program: `verify` reports it, and it is trusted neither now nor by a rebuild. Whoever could forge one could end
holds and periods.

Destruction needs more: first its decision is entered in the ledger. A file that merely says it is destroyed destroys
nothing.
"""

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress

from archive import casefile, tombstone
from archive.casefile import CONTENT, CaseFile
from archive.document_object import TOMBSTONE
from archive.ledger import Action, AuditEvent
from archive.ocfl import NotAnObject
from archive.store import NewObject
from index.engine import IndexBroken

from ..stores import Stores
from . import issued, purge


def write(office: Stores, files: Sequence[CaseFile], action: Action, message: str, note: str = "") -> None:
    """Write the new state of files to the archive.

    The caller is inside `office.change()`.
    """
    _change(office, files, action, message, note)
    office.filed.put(files)


def _change(office: Stores, files: Sequence[CaseFile], action: Action, message: str, note: str) -> None:
    """Write files to archive and ledger; in the registry database they stay doubtful."""
    new = [one for one in files if not (office.store.root / one.path).exists()]
    office.filed.doubt(files)
    office.enter([AuditEvent(Action.ANNOUNCED, one.path, note=_digest(casefile.to_json(one))) for one in files])
    office.store.describe()
    version = issued.version(office, message)
    office.store.put([NewObject(one.path, {CONTENT: casefile.to_json(one)}, version) for one in new])
    for one in files:
        if one not in new:
            office.store.add_version(one.path, {CONTENT: casefile.to_json(one)}, version)
    issued.enter_objects(office, action, [one.path for one in files], note)


def destroy(office: Stores, one: CaseFile) -> None:
    """Write a destroyed file to the archive, and tombstones in place of its documents.

    Once the ledger has the decision, an interruption is carried through by the next run.
    """
    assert one.destroyed is not None
    office.enter([AuditEvent(Action.DECIDED, note=_decided(one))])
    _change(office, [one], Action.CASE_CHANGED, "Hủy theo quyết định", one.destroyed.sentence)
    _bury(office, one)
    office.filed.put([one])


def make_whole(office: Stores, paths: Iterable[str]) -> None:
    """Update ledger and registry database from the case files in the archive.

    Decided destructions are carried through. A file that cannot be trusted stays doubtful, and is reported.
    """
    for path in sorted(paths):
        if not (office.store.root / path).exists():
            office.filed.forget(path)  # it was never written
            continue
        if _is_announced(office, path):
            issued.enter_objects(office, Action.RECOVERED, [path])
        found = read(office, path)
        if found is None or not is_entered(office, path):
            continue
        if found.destroyed:
            _bury(office, found)
        office.filed.put([found])


def everything(office: Stores) -> list[CaseFile]:
    """The case files of the archive, in their trusted versions, by path."""
    found = (read(office, path) for path in office.store.case_files())
    return [one for one in found if one is not None]


def read(office: Stores, path: str) -> CaseFile | None:
    """Return a case file as in the ledger: as stored, or as before an outside change.

    None for one that cannot be read, is unknown to the ledger, or says that it is destroyed without a decision.
    """
    entry = office.ledger.documents().get(path)
    try:
        if is_entered(office, path) or _is_announced(office, path) or not office.ledger.documents():
            found = casefile.from_json(office.store.read(path)[CONTENT])
        elif entry is not None:
            found = casefile.from_json(office.store.read_version(path, entry.version, entry.inventory)[CONTENT])
        else:
            return None
    except (NotAnObject, OSError, KeyError, ValueError, TypeError):
        return None
    undecided = found.destroyed is not None and not _was_decided(office, found)
    return None if found.path != path or undecided else found


def is_entered(office: Stores, path: str) -> bool:
    """Return whether a case file is, byte for byte, what the ledger has."""
    entry = office.ledger.documents().get(path)
    return entry is not None and entry.inventory == office.store.inventory_digest(path)


def _is_announced(office: Stores, path: str) -> bool:
    """Return whether a case file is stored as announced, but not entered yet."""
    announced, entry = office.ledger.announced().get(path), office.ledger.documents().get(path)
    if announced is None:
        return False
    try:
        alone = entry is None or office.store.differs_only_by(path, CONTENT, entry.version, entry.inventory)
        return alone and _digest(office.store.read(path)[CONTENT]) == announced
    except (NotAnObject, OSError, KeyError):
        return False


def _bury(office: Stores, one: CaseFile) -> None:
    assert one.destroyed is not None
    sentence, buried = one.destroyed.sentence, []
    for path, inventory in one.destroyed.documents.items():
        record = office.catalogue.by_path(path)
        if record is None or _is_buried(office, path):
            continue
        kept = tombstone.files_of(issued.kept_files(office, record), one, inventory)
        office.store.bury(path, kept, issued.version(office, sentence))
        buried.append(path)
    records = (office.catalogue.by_path(path) for path in one.destroyed.documents)
    purge.forget(office, [record for record in records if record is not None])
    issued.enter_objects(office, Action.DESTROYED, buried, one.path)
    unmarked = [path for path in one.destroyed.documents if _lacks_mark(office, path)]
    if buried or unmarked:
        # An index keeps the words of removed documents; so does one that another engine left. The catalogue is changed
        # last and under the index's lock, so that recovery comes back here, and nobody indexes the words meanwhile.
        with office.indexing():
            with suppress(IndexBroken):  # the next search reports it, and indexes these without their words
                office.drop_indices()
            office.catalogue.mark_destroyed(dict.fromkeys(one.destroyed.documents, sentence))


def _is_buried(office: Stores, path: str) -> bool:
    """Return whether the tombstone is stored, and entered in the ledger."""
    entry = office.ledger.documents().get(path)
    try:
        there = TOMBSTONE in office.store.read(path)
    except (NotAnObject, OSError):
        return False
    return there and entry is not None and entry.inventory == office.store.inventory_digest(path)


def _lacks_mark(office: Stores, path: str) -> bool:
    record = office.catalogue.by_path(path)
    return record is not None and not record.destroyed


def _decided(one: CaseFile) -> str:
    assert one.destroyed is not None
    return f"{one.path}: {one.destroyed.sentence}; {_digest(casefile.to_json(one))}"


def _was_decided(office: Stores, one: CaseFile) -> bool:
    return _decided(one) in office.ledger.decided()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
