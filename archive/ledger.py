"""The ledger of audit events, each chained to the one before by its hash.

One file a year, nhat-ky/<year>.jsonl, one entry a line, appended and synced before the event counts as done. It finds
what the archive cannot find in itself: a document removed, or replaced by another that is just as valid. A truncated
end is found by its head, which the registry database, every replica and every package store.

It is evidence, not truth: it is not rebuilt from the archive, and the archive can be read without it.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from . import durable

BEGINNING = "0" * 64
NUMBER = "so:"


class Action(StrEnum):
    ISSUED = "issued"
    RECOVERED = "recovered"  # issued, or relations written, just before an interruption; entered by the next run
    ADOPTED = "adopted"  # already in the archive when the ledger began
    BACKLINKED = "marked"  # replaced, corrected or recalled by another document
    VOIDED = "voided"  # a number
    RESERVED = "reserved"  # a number
    REPAIRED = "repaired"  # brought back from a replica, byte for byte
    REPLICATED = "replicated"
    RESTORED = "restored"
    REBUILT = "rebuilt"
    PACKED = "packed"  # exported for an inspection
    TRUNCATED = "mended"  # a half-written entry, left by an interruption, was removed
    BEGUN = "begun"  # a series, after its paper numbers
    ACCEPTED = "accepted"  # a ledger that lost entries is continued; the note gives the reason
    CASE_OPENED = "case opened"
    CASE_CHANGED = "case changed"  # documents added or removed, hold, closing …: see the note
    TRANSFERRED = "transferred"  # to the archive (nộp lưu)
    DECIDED = "destruction decided"  # the note: case file, decision, SHA-256 of the ho-so.json to be written
    DESTROYED = "destroyed"  # a document; a tombstone replaced it
    ANNOUNCED = "announced"  # a file about to be added to a document; the note is its SHA-256
    SIGNED = "signed"  # that file, the signed PDF, was added
    SUBMITTED = "submitted"  # a draft; the note is its digest
    APPROVED = "approved"  # a draft; the note is its digest
    RETURNED = "returned"  # a draft, from submission or approval; the note gives the reason


LABELS = {
    Action.ISSUED: "ban hành",
    Action.RECOVERED: "ban hành (ghi bù sau khi bị ngắt)",
    Action.ADOPTED: "có sẵn trong kho khi bắt đầu nhật ký",
    Action.BACKLINKED: "ghi quan hệ với văn bản khác",
    Action.VOIDED: "hủy số",
    Action.RESERVED: "giữ số",
    Action.REPAIRED: "khôi phục từ bản sao",
    Action.REPLICATED: "cập nhật bản sao",
    Action.RESTORED: "khôi phục văn phòng",
    Action.REBUILT: "làm lại sổ",
    Action.PACKED: "kết xuất hồ sơ",
    Action.TRUNCATED: "bỏ dòng ghi dở",
    Action.BEGUN: "bắt đầu dãy số sau sổ giấy",
    Action.ACCEPTED: "nhận nhật ký bị thiếu",
    Action.CASE_OPENED: "mở hồ sơ",
    Action.CASE_CHANGED: "cập nhật hồ sơ",
    Action.TRANSFERRED: "nộp lưu hồ sơ",
    Action.DECIDED: "quyết định hủy hồ sơ",
    Action.DESTROYED: "hủy văn bản",
    Action.ANNOUNCED: "sắp lưu bản ký",
    Action.SIGNED: "lưu bản ký",
    Action.SUBMITTED: "trình dự thảo",
    Action.APPROVED: "duyệt dự thảo",
    Action.RETURNED: "trả lại dự thảo",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, at which machine: names of accounts, not of persons.

    `address`: network address from which a server was asked, "" elsewhere.
    """

    name: str
    machine: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """An audit event to be entered.

    `path`, `version`, `inventory` (SHA-512 of the inventory): of a document, else "". Of an unused or paper number
    `path` is "so:" and its name.
    """

    action: Action
    path: str = ""
    version: str = ""
    inventory: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the ledger.

    `number`: from 1 without gap; `previous`: SHA-256 of the entry before; `time`: ISO 8601 with zone.
    """

    number: int
    previous: str
    time: str
    who: str
    machine: str
    action: Action
    path: str
    version: str
    inventory: str
    note: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the ledger: number and SHA-256 of its newest entry; number 0: none."""

    number: int
    digest: str


EMPTY = Head(0, BEGINNING)


@dataclass(frozen=True, slots=True)
class LedgerFault:
    """A fault at a line (1-based) of `file`; line 0: the file as a whole."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class _Known:
    approved: Mapping[str, Entry]
    objects: Mapping[str, Entry]
    numbers: frozenset[str]
    announced: Mapping[str, str]
    decided: frozenset[str]


class Ledger:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._remembered: tuple[object, _Known] | None = None

    def repair(self) -> int:
        """Repair what an interruption left at the end; return how many bytes were removed.

        An entry that lacks only its line break gets it; a half-written one is removed.
        """
        return self._repair()

    def append(self, events: Sequence[AuditEvent], actor: Actor, time: datetime) -> Head:
        """Append events in their order; on return they are on disk.

        One process at a time may append. A half-written entry at the end, left by an interruption, is removed first,
        which is entered, too.
        """
        self.folder.mkdir(exist_ok=True)
        removed = self._repair()
        if removed:
            events = [AuditEvent(Action.TRUNCATED, note=f"{removed} byte"), *events]
        head, lines = self.head(), []
        for event in events:
            entry = Entry(
                head.number + 1, head.digest, time.isoformat(timespec="seconds"), actor.name, actor.machine,
                **{name: getattr(event, name) for name in AuditEvent.__slots__}, address=actor.address,
            )  # fmt: skip
            line = json.dumps(as_json(entry), ensure_ascii=False, separators=(",", ":")).encode()
            lines.append(line + b"\n")
            head = Head(entry.number, _digest(line))
        # A clock set back must not put an entry into an earlier file than the one before it.
        year = max([f"{time.year:04}", *(file.stem for file in self._files())])
        self._write(self.folder / f"{year}.jsonl", b"".join(lines))
        return head

    def head(self) -> Head:
        """Return the end of the ledger.

        An entry that was made unreadable still counts: the chain continues after it, and `faults` reports it.
        """
        head = EMPTY
        for file in reversed(self._files()):
            last = file.read_bytes().rstrip(b"\n").rpartition(b"\n")[2]
            if (entry := parsed(last)) is not None:
                return Head(entry.number, _digest(last))
            if last:
                break
        for _, _, entry, digest in self._read():
            head = Head(entry.number if entry else head.number + 1, digest)
        return head

    def entries(self) -> Iterator[Entry]:
        """Yield every readable entry, oldest first; `faults` reports the others."""
        for _, _, entry, _ in self._read():
            if entry is not None:
                yield entry

    def faults(self, known: Sequence[Head] = ()) -> list[LedgerFault]:
        """Return the faults of the chain.

        `known`: heads stored elsewhere; each must be an entry of this chain.
        """
        found, chain, expected = [], {0: BEGINNING}, EMPTY
        for file, line, entry, digest in self._read():
            if entry is None:
                found.append(LedgerFault(file, line, "không đọc được"))
                continue
            if entry.number != expected.number + 1:
                found.append(LedgerFault(file, line, f"là mục {entry.number}, đúng ra là mục {expected.number + 1}"))
            elif entry.previous != expected.digest:
                found.append(LedgerFault(file, line, "không nối với mục trước: mục này hoặc mục trước đã bị sửa"))
            expected = Head(entry.number, digest)
            chain[entry.number] = digest
        for head in known:
            if head.number not in chain:
                reason = f"bị cắt mất phần cuối: có nơi ghi nhật ký đã đến mục {head.number}"
                found.append(LedgerFault("", 0, reason))
            elif chain[head.number] != head.digest:
                found.append(LedgerFault("", 0, f"mục {head.number} khác với nơi khác đã ghi: nhật ký đã bị viết lại"))
        return found

    def of(self, path: str) -> list[Entry]:
        """Return the readable entries of an object or a draft, oldest first.

        Only the lines that contain the path are parsed.
        """
        there, found = json.dumps(path, ensure_ascii=False).encode(), []
        for file in self._files():
            lines = (line for line in file.read_bytes().split(b"\n") if there in line)
            found += [entry for entry in map(parsed, lines) if entry is not None and entry.path == path]
        return found

    def last_of(self, who: str, count: int) -> list[Entry]:
        """Return the last entries of an actor, the newest first."""
        there, found = json.dumps(who, ensure_ascii=False).encode(), list[Entry]()
        for file in reversed(self._files()):
            for line in reversed(file.read_bytes().split(b"\n")):
                entry = parsed(line) if there in line else None
                if entry is not None and entry.who == who:
                    found.append(entry)
                    if len(found) == count:
                        return found
        return found

    def documents(self) -> Mapping[str, Entry]:
        """Return the newest entry with an inventory of each object, by path."""
        return self._known().objects

    def decided(self) -> frozenset[str]:
        """Return the notes of all decided destructions."""
        return self._known().decided

    def announced(self) -> Mapping[str, str]:
        """Return the announced files of objects not entered since: path → note."""
        return self._known().announced

    def approved(self) -> Mapping[str, Entry]:
        """Return the approval in force of each draft: its identity → the entry."""
        return self._known().approved

    def _known(self) -> "_Known":
        """Return what the ledger says, read once while its files stay the same."""
        state = tuple((file.name, (found := file.stat()).st_size, found.st_mtime_ns) for file in self._files())
        if self._remembered is None or self._remembered[0] != state:
            objects: dict[str, Entry] = {}
            numbers, announced, decided, approved = set(), dict[str, str](), set(), dict[str, Entry]()
            for entry in self.entries():
                if entry.inventory:
                    objects[entry.path] = entry
                    announced.pop(entry.path, None)
                elif entry.path.startswith(NUMBER):
                    numbers.add(entry.path)
                elif entry.action is Action.ANNOUNCED:
                    announced[entry.path] = entry.note
                elif entry.action is Action.DECIDED:
                    decided.add(entry.note)
                elif entry.action is Action.APPROVED:
                    approved[entry.path] = entry
                elif entry.action in (Action.SUBMITTED, Action.RETURNED):
                    approved.pop(entry.path, None)
            known = _Known(
                MappingProxyType(approved),
                MappingProxyType(objects),
                frozenset(numbers),
                MappingProxyType(announced),
                frozenset(decided),
            )
            self._remembered = (state, known)
        return self._remembered[1]

    def _read(self) -> Iterator[tuple[str, int, Entry | None, str]]:
        for file in self._files():
            for number, line in enumerate(file.read_bytes().split(b"\n"), start=1):
                if line:
                    yield file.name, number, parsed(line), _digest(line)

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("[0-9][0-9][0-9][0-9].jsonl"))

    def _repair(self) -> int:
        """Remove what follows the last line break, or complete it; return bytes removed."""
        for file in reversed(self._files()):
            content = file.read_bytes()
            if content:
                whole = content.rfind(b"\n") + 1
                if (last := parsed(content[whole:])) is not None and self._follows(last, file, content[:whole]):
                    self._write(file, b"\n")
                    return 0
                if whole < len(content):
                    with file.open("r+b") as opened:
                        opened.truncate(whole)
                        durable.sync_handle(opened.fileno())
                return len(content) - whole
        return 0

    def _follows(self, entry: Entry, file: Path, before: bytes) -> bool:
        """Return whether an entry continues the chain of the lines before it.

        These are in its file or, where it has none, in the file before.
        """
        lines = [line for line in before.split(b"\n") if line]
        if not lines:
            earlier = [one for one in self._files() if one.name < file.name]
            lines = [line for one in earlier[-1:] for line in one.read_bytes().split(b"\n") if line]
        return entry.previous == (_digest(lines[-1]) if lines else BEGINNING)

    def holds(self, head: Head) -> bool:
        """Return whether that head is an entry of this ledger."""
        if head == self.head() or head == EMPTY:
            return True
        return any(entry is not None and Head(entry.number, digest) == head for _, _, entry, digest in self._read())

    def numbers(self) -> frozenset[str]:
        """Return the names of the unused and paper numbers in the ledger: "so:…" each."""
        return self._known().numbers

    def lines(self) -> list[tuple[str, bytes]]:
        """Return every line as it is, with the name of its file."""
        found = []
        for file in self._files():
            found += [(file.name, line) for line in file.read_bytes().split(b"\n") if line]
        return found

    def _write(self, file: Path, lines: bytes) -> None:
        new = not file.exists()
        handle = os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o644)
        with os.fdopen(handle, "ab") as opened:
            opened.write(lines)
            opened.flush()
            durable.sync_handle(opened.fileno())
        if new:
            durable.sync_folder(self.folder)


def as_json(entry: Entry) -> dict[str, Any]:
    """The fields of an entry's line.

    The address only where there is one: entries of earlier versions have none.
    """
    fields = asdict(entry)
    return fields if entry.address else {name: value for name, value in fields.items() if name != "address"}


def parsed(line: bytes) -> Entry | None:
    """Return the entry of a line; None for an unreadable one."""
    try:
        data: dict[str, Any] = json.loads(line)
        return Entry(**{**data, "action": Action(data["action"])})
    except (ValueError, TypeError, KeyError):
        return None


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()
