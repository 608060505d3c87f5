"""A replica of an archive on another medium: whole documents only.

Each copy is read back and compared with the ledger.

    <replica>/BAN-SAO.json        whose replica it is, when it was last updated, the ledger's head then
    <replica>/kho/                the documents, as in the office: an OCFL storage root
    <replica>/nhat-ky/            the ledger
    <replica>/so/                 the registry database, consistent in itself
    <replica>/cai-dat/            settings and templates of the office

There is no vanthu.toml in its root: a replica is no office, and nobody can assign numbers in it by mistake.
"""

import hashlib
import json
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from doc_engine.errors import ExitCode, VanthuError
from doc_engine.remedies import RemedyAction

from . import ocfl
from .durable import sync_folder, sync_folders, write_bytes, write_files, write_text
from .ledger import EMPTY, Entry, Head, Ledger, parsed
from .store import ROOT_FILES, ArchiveStore, StoreFault

FACTS = "BAN-SAO.json"


class NoReplica(VanthuError):
    code = "BS-01"
    exit_code = ExitCode.NOT_FOUND
    message = "{folder} không phải là một bản sao của văn phòng."
    remedy = f"Hãy kiểm tra ổ đĩa đã cắm chưa. Bản sao mới: {RemedyAction.ADD_REPLICA}."


class LedgersDiffer(VanthuError):
    """A replica's ledger that is no beginning of the office's.

    One of them was rewritten, or it is another office's.
    """

    code = "BS-02"
    exit_code = ExitCode.STORE
    message = "Nhật ký trong bản sao {folder} không khớp với nhật ký của văn phòng: {why}."
    remedy = (
        f"Không ghi gì vào bản sao. Hãy chạy {RemedyAction.VERIFY_LEDGER}, giữ cả hai nhật ký và tìm hiểu nguyên nhân."
    )


@dataclass(frozen=True, slots=True)
class ReplicaFacts:
    """The facts of a replica. `synced`: ISO 8601, "" before the first time."""

    office: str
    synced: str
    documents: int
    head: Head


class Replica:
    def __init__(self, folder: Path) -> None:
        """Open a replica made by `create`.

        Raises NoReplica, or StoreMissing where its documents are missing.
        """
        if not (folder / FACTS).is_file():
            raise NoReplica(folder=folder)
        self.folder = folder
        self.store = ArchiveStore(folder / "kho", folder / "dang-xu-ly")
        self.ledger = Ledger(folder / "nhat-ky")
        self.staging = folder / "dang-xu-ly"  # on the same medium as its documents

    @classmethod
    def create(cls, folder: Path, office: str) -> "Replica":
        """Create a replica in an empty or new folder."""
        folder.mkdir(parents=True, exist_ok=True)
        ArchiveStore.create(folder / "kho", folder / "dang-xu-ly")
        made = ReplicaFacts(office, "", 0, EMPTY)
        write_text(folder / FACTS, _json(made))
        return cls(folder)

    @property
    def facts(self) -> ReplicaFacts:
        """The stored facts. Raises NoReplica where they cannot be read."""
        try:
            data = json.loads((self.folder / FACTS).read_bytes())
            return ReplicaFacts(**{**data, "head": Head(**data["head"])})
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise NoReplica(folder=self.folder) from error

    def note(self, facts: ReplicaFacts) -> None:
        """Replace the stored facts; atomic and durable."""
        write_text(self.folder / FACTS, _json(facts))

    def refuse_other_ledger(self, ledger: Ledger) -> None:
        """Raise LedgersDiffer unless the replica's ledger is a beginning of `ledger`.

        So must be the head that the replica noted.
        """
        found = ledger.faults([self.ledger.head(), self.facts.head])
        if found:
            raise LedgersDiffer(folder=self.folder, why=found[0].reason)


def copy_ledger(source: Ledger, target: Ledger) -> None:
    """Copy the ledger as it now is; each file is replaced as a whole."""
    target.folder.mkdir(exist_ok=True)
    whole: dict[str, list[bytes]] = {}
    for name, line in source.lines():
        whole.setdefault(name, []).append(line)
    for name, lines in whole.items():
        write_bytes(target.folder / name, b"".join(line + b"\n" for line in lines))


def join_ledgers(source: Ledger, target: Ledger) -> bool:
    """Repair the target ledger by a sound one; return whether it could be done.

    It gets the lines of the source, then those that the target alone has, where they continue the chain.
    """
    if source.faults():
        return False
    kept, head = source.lines(), source.head()
    for name, line in target.lines():
        entry = parsed(line)
        if entry is not None and entry.number > head.number:
            if entry.previous != head.digest:
                return False
            kept.append((name, line))
            head = Head(entry.number, hashlib.sha256(line).hexdigest())
    whole: dict[str, list[bytes]] = {}
    for name, line in kept:
        whole.setdefault(name, []).append(line)
    target.folder.mkdir(exist_ok=True)
    for name, lines in whole.items():
        write_bytes(target.folder / name, b"".join(line + b"\n" for line in lines))
    return True


def copy_root_files(source: ArchiveStore, target: ArchiveStore, *, only_more: bool = False) -> None:
    """Copy the lists of numbers in the root of an archive, those that differ.

    Each is replaced as a whole. `only_more`: only where the source has more numbers than the target, or the target
    cannot be read.
    """
    for name in ROOT_FILES:
        here, there = _listed(target.root / name), _listed(source.root / name)
        if there and here != there and not (only_more and here and not _all_in(here, there)):
            write_bytes(target.root / name, (source.root / name).read_bytes())


def _listed(file: Path) -> list[object]:
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return []
    return found if isinstance(found, list) else []


def _all_in(some: list[object], all_: list[object]) -> bool:
    return all(one in all_ for one in some)


def faults(store: ArchiveStore, path: str, entry: Entry | None) -> tuple[StoreFault, ...]:
    """Return the faults of a document in one of the copies, every byte read.

    It is checked by itself and against the ledger.
    """
    if not (store.root / path).is_dir():
        return (StoreFault(path, "", "không có ở đây"),)
    found = store.faults(path)
    if not found and entry is not None and store.inventory_digest(path) != entry.inventory:
        return (StoreFault(path, "", "khác với nhật ký"),)
    return found


def copy(
    path: str, source: ArchiveStore, target: ArchiveStore, staging: Path, inventory: str
) -> tuple[StoreFault, ...]:
    """Copy a document byte for byte; read the copy back before it is moved into place.

    `inventory`: SHA-512 that its inventory must have. Returns the faults of the copy; nothing was then changed. Killed
    between two renames, the document is missing in the target, and the next run copies it again.
    """
    aside, old = staging / uuid.uuid4().hex, staging / uuid.uuid4().hex
    place = target.root / path
    try:
        files = _files(source.root / path)
        folders = {(aside / name).parent for name in files}
        for folder in sorted(folders):
            folder.mkdir(parents=True, exist_ok=True)
        write_files({aside / name: content for name, content in files.items()})
        sync_folders(sorted(folders, reverse=True))
        found = [StoreFault(path, fault.file, fault.reason) for fault in ocfl.verify(aside)]
        if not found and hashlib.sha512((aside / ocfl.INVENTORY).read_bytes()).hexdigest() != inventory:
            found = [StoreFault(path, ocfl.INVENTORY, "bản chép khác với nhật ký")]
        if not found:
            _swap_in(aside, place, old)
            sync_folders([place.parent, place.parent.parent, target.root])
        return tuple(found)
    finally:
        for leftover in (aside, old):
            shutil.rmtree(leftover, ignore_errors=True)


def _swap_in(aside: Path, place: Path, old: Path) -> None:
    """Move the copy into place; restore the previous object where that fails."""
    place.parent.mkdir(parents=True, exist_ok=True)
    before = place.exists() or place.is_symlink()
    if before:
        place.rename(old)
    try:
        aside.rename(place)
    except OSError:
        if before:
            old.rename(place)
        raise


def _files(folder: Path) -> Mapping[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


def set_aside(store: ArchiveStore, path: str, away: Path) -> None:
    """Move a damaged document out of the archive, as evidence."""
    if (store.root / path).exists() or (store.root / path).is_symlink():
        away.parent.mkdir(parents=True, exist_ok=True)
        (store.root / path).rename(away)
        sync_folder((store.root / path).parent)


def _json(facts: ReplicaFacts) -> str:
    return json.dumps(asdict(facts), ensure_ascii=False, indent=1) + "\n"
