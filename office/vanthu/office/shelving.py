"""Case files written into the archive, and what an interruption of that left.

The order: noted in the books as doubtful → the object's new version → ledger → books. So an interrupted change is
known, and read again from the archive, which decides.

Destroying goes further: first the ledger says that it was decided, and how the file will then read; only what it says
is carried through. A file that merely turned up as destroyed destroys nothing.
"""

import hashlib
from collections.abc import Iterable, Sequence

from vanthu.archive import casefile, tombstone
from vanthu.archive.casefile import CONTENT, CaseFile
from vanthu.archive.ledger import Action, Deed
from vanthu.archive.ocfl import NotAnObject
from vanthu.archive.store import NewObject

from . import issuing
from .office import Office


def write(office: Office, files: Sequence[CaseFile], action: Action, message: str, note: str = "") -> None:
    """Puts files into the archive as they are to be from now on. The caller holds `writing()` and has recovered."""
    _change(office, files, action, message, note)
    office.filed.put(files)


def _change(office: Office, files: Sequence[CaseFile], action: Action, message: str, note: str) -> None:
    """The books go on doubting them."""
    new = [one for one in files if not (office.store.root / one.path).exists()]
    office.filed.doubt(files)
    version = issuing.version(office, message)
    office.store.put([NewObject(one.path, {CONTENT: casefile.to_json(one)}, version) for one in new])
    for one in files:
        if one not in new:
            office.store.add_version(one.path, {CONTENT: casefile.to_json(one)}, version)
    issuing.enter_objects(office, action, [one.path for one in files], note)


def destroy(office: Office, one: CaseFile) -> None:
    """Puts a file that says it is destroyed into the archive, and tombstones in the place of its documents.

    Once the ledger has the decision, an interruption is carried through by the next run.
    """
    assert one.destroyed is not None
    office.enter([Deed(Action.DECIDED, note=_decided(one))])
    _change(office, [one], Action.CASE_CHANGED, "Hủy theo quyết định", one.destroyed.told)
    _bury(office, one)
    office.filed.put([one])


def make_whole(office: Office, paths: Iterable[str]) -> None:
    """Brings ledger and books up to case files as they lie in the archive, and carries decided destructions through."""
    entered = office.ledger.documents()
    for path in sorted(paths):
        try:
            found = casefile.from_json(office.store.read(path)[CONTENT])
            head = office.store.head(path)
        except (NotAnObject, OSError, KeyError, ValueError, TypeError):
            if not (office.store.root / path).exists():
                office.filed.forget(path)  # it never came into being
            continue  # damaged: told by `verify`
        if found.path != path or (found.destroyed and not _was_decided(office, found)):
            continue
        entry = entered.get(path)
        if entry and entry.version != head:
            if not office.store.differs_only_by(path, CONTENT, entry.version, entry.inventory):
                continue
            issuing.enter_objects(office, Action.RECOVERED, [path])
        elif entry is None:
            issuing.enter_objects(office, Action.RECOVERED, [path])
        if found.destroyed:
            _bury(office, found)
        office.filed.put([found])


def _bury(office: Office, one: CaseFile) -> None:
    assert one.destroyed is not None
    entered, told, buried = office.ledger.documents(), one.destroyed.told, []
    for path, inventory in one.destroyed.documents.items():
        record = office.catalogue.by_path(path)
        if record is not None and entered[path].action is not Action.DESTROYED:
            kept = tombstone.files_of(issuing.kept_files(office, record), one, inventory)
            office.store.bury(path, kept, issuing.version(office, told))
            buried.append(path)
    issuing.enter_objects(office, Action.DESTROYED, buried, one.path)
    office.catalogue.mark_destroyed(dict.fromkeys(one.destroyed.documents, told))
    office.drop_index()  # an index keeps the words of what was taken out of it


def _decided(one: CaseFile) -> str:
    assert one.destroyed is not None
    return f"{one.path}: {one.destroyed.told}; {hashlib.sha256(casefile.to_json(one)).hexdigest()}"


def _was_decided(office: Office, one: CaseFile) -> bool:
    said = _decided(one)
    return any(entry.action is Action.DECIDED and entry.note == said for entry in office.ledger.entries())
