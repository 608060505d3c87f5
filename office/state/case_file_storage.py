"""Case files written into the archive, what an interruption of that left, and which of them can be believed.

The order: noted in the books as doubtful → announced in the ledger, by the digest of ho-so.json → the object's new
version → ledger → books. A version that was neither entered nor announced is somebody else's: it is told by `verify`,
and believed neither now nor when the books are made anew. Whoever could make one up would end holds and periods.

Destroying goes further: first the ledger says that it was decided. A file that merely turned up as destroyed destroys
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

from ..stores import OfficeBusy, Stores
from . import issued, purge


def write(office: Stores, files: Sequence[CaseFile], action: Action, message: str, note: str = "") -> None:
    """Puts files into the archive as they are to be from now on. The caller is inside `office.change()`."""
    _change(office, files, action, message, note)
    office.filed.put(files)


def _change(office: Stores, files: Sequence[CaseFile], action: Action, message: str, note: str) -> None:
    """The books go on doubting them."""
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
    """Puts a file that says it is destroyed into the archive, and tombstones in the place of its documents.

    Once the ledger has the decision, an interruption is carried through by the next run.
    """
    assert one.destroyed is not None
    office.enter([AuditEvent(Action.DECIDED, note=_decided(one))])
    _change(office, [one], Action.CASE_CHANGED, "Hủy theo quyết định", one.destroyed.sentence)
    _bury(office, one)
    office.filed.put([one])


def make_whole(office: Stores, paths: Iterable[str]) -> None:
    """Brings ledger and books up to case files as they lie in the archive, and carries decided destructions through.

    What cannot be believed stays doubted, and told.
    """
    for path in sorted(paths):
        if not (office.store.root / path).exists():
            office.filed.forget(path)  # it never came into being
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
    """The case files of the archive that can be believed, as they can be; by path."""
    found = (read(office, path) for path in office.store.case_files())
    return [one for one in found if one is not None]


def read(office: Stores, path: str) -> CaseFile | None:
    """A case file as the ledger knows it: as it lies there, or as it was before somebody else changed it.

    None for one that cannot be read, was put there by nobody, or says that it is destroyed though nobody decided so.
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
    """Whether a case file is, byte for byte, what the ledger has."""
    entry = office.ledger.documents().get(path)
    return entry is not None and entry.inventory == office.store.inventory_digest(path)


def _is_announced(office: Stores, path: str) -> bool:
    """Whether a case file lies there as it was announced, and the interruption came before it was entered."""
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
        # An index keeps the words of what was taken out of it; so does one that another engine left. Marked after, so
        # that an interruption comes back here.
        with suppress(
            IndexBroken, OfficeBusy
        ):  # whoever searches is told; what is marked is indexed without its words then
            office.drop_indices()
        office.catalogue.mark_destroyed(dict.fromkeys(one.destroyed.documents, sentence))


def _is_buried(office: Stores, path: str) -> bool:
    """Whether the tombstone lies there, and the ledger has it."""
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
