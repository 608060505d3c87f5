"""What need not be kept any more, and its destruction: only by a recorded decision, never by itself.

A file goes with those of its documents that lie in no other living file and whose own period as outgoing documents is
over. What stays is told. In the place of each destroyed document stands a tombstone with its metadata: numbers stay
taken, the register stays whole.

Source: Luật Lưu trữ 33/2024/QH15; the procedure before the decision (council, appraisal, notice) was not read and is
the office's own. Periods: retention.py says what is confirmed.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from vanthu.archive.casefile import CaseFile, Destruction, FileState
from vanthu.archive.metadata import DocumentRecord
from vanthu.archive.retention import OUTGOING, RetentionTable, load
from vanthu.doc_engine.document import DocumentCode
from vanthu.doc_engine.errors import ExitCode, VanthuError

from . import casefiles, desk, recovery, self_filing, shelving
from .casefiles import Wanted
from .office import Office


class DestructionRefused(VanthuError):
    code = "TH-04"
    exit_code = ExitCode.REFUSED
    message = "Không hủy được hồ sơ {code} năm {year}: {why}."
    remedy = "{how}"


@dataclass(frozen=True, slots=True)
class Staying:
    """A document of a file that is destroyed, which itself stays, and why."""

    record: DocumentRecord
    why: str


@dataclass(frozen=True, slots=True)
class Due:
    """A closed file, and what becomes of its documents when it is destroyed."""

    file: CaseFile
    going: tuple[DocumentRecord, ...]
    staying: tuple[Staying, ...]


def due(office: Office, on: date) -> list[Due]:
    """Closed files whose period is over on that day, by that day, then path."""
    table = load(office.folder)
    found = [
        _due(office, one, table, on)
        for one in office.filed.everything()
        if one.state in (FileState.CLOSED, FileState.TRANSFERRED) and one.over_on is not None and one.over_on <= on
    ]
    return sorted(found, key=lambda one: (one.file.over_on or date.max, one.file.path))


def _due(office: Office, one: CaseFile, table: RetentionTable, on: date) -> Due:
    records = casefiles.documents_of(office, one)
    others = _other_files(office, one, records)
    going, staying = [], []
    for record in records:
        why = others.get(record.path) or _why_it_stays(record, table, on)
        if why:
            staying.append(Staying(record, why))
        elif not record.destroyed:
            going.append(record)
    return Due(one, tuple(going), tuple(staying))


def _other_files(office: Office, one: CaseFile, records: Sequence[DocumentRecord]) -> dict[str, str]:
    """Which documents lie in another file that is still there, also one that only gathers itself: path → sentence.

    The outgoing documents of a unit as such do not count: the table says how long each kind of them is kept.
    """
    found = {}
    for path, files in office.filed.holding([record.path for record in records]).items():
        for other in files:
            file = office.filed.by_path(other) if other != one.path else None
            if file is not None and file.state is not FileState.DESTROYED:
                found[path] = _lies_in(file)
    written = office.filed.paths()
    for year in sorted({record.year + later for record in records for later in (-1, 0, 1)}):
        for file in self_filing.gathered(office, year):
            if file.path not in written and not file.rule.startswith(OUTGOING):
                found |= dict.fromkeys(set(file.documents) & set(one.documents), _lies_in(file))
    return found


def _lies_in(file: CaseFile) -> str:
    return f"còn nằm trong hồ sơ {file.code} năm {file.year}"


def _why_it_stays(record: DocumentRecord, table: RetentionTable, on: date) -> str:
    entry = table.of_document(record.type_abbreviation)
    if not entry.confirmed or entry.period is None:
        return f"thời hạn của mục {entry.id} trong thoi-han.toml chưa được xác nhận"
    over = entry.period.over_on(record.issued_on)
    if over is None or on < over:
        return f"là văn bản đi, thời hạn bảo quản {str(entry.period).lower()} (mục {entry.id})"
    return ""


def destroy(office: Office, wanted: Wanted, decision: str, decided_on: date, by: str) -> Due:
    """Destroys a file by a decision, and what goes with it. Raises DestructionRefused, CaseFileNotFound, WrongCode.

    Once the ledger has the decision it is carried through, also after an interruption. Replicas follow at their next
    `sync`; copies given out, and backups of other programs, are the office's to look after.
    """
    code = DocumentCode.parse(decision)
    with office.writing():
        recovery.recover(office)
        file = casefiles.get(office, wanted).file
        found = preview(office, file)
        if decided_on > office.clock().date():
            _refuse(file, f"ngày quyết định {decided_on:%d/%m/%Y} chưa đến", "Hãy ghi ngày trên quyết định.")
        entered = office.ledger.documents()
        documents = {record.path: entered[record.path].inventory for record in found.going if record.path in entered}
        gone = replace(file, destroyed=Destruction(str(code), decided_on, by, documents))
        _forget_drafts(office, set(documents))
        shelving.destroy(office, gone)
    return replace(found, file=gone)


def preview(office: Office, file: CaseFile) -> Due:
    """What destroying a file would do today. Raises DestructionRefused where the rules do not allow it."""
    today = office.clock().date()
    if file.state not in (FileState.CLOSED, FileState.TRANSFERRED):
        _refuse(file, "hồ sơ chưa kết thúc, hoặc đã hủy", "Chỉ hủy hồ sơ đã kết thúc và hết thời hạn bảo quản.")
    if file.holds:
        reasons = "; ".join(hold.reason for hold in file.holds)
        _refuse(file, f"đang được giữ lại ({reasons})", "Khi không cần giữ nữa: vanthu retention release.")
    if file.over_on is None:
        _refuse(file, "hồ sơ bảo quản vĩnh viễn", "Hồ sơ vĩnh viễn không được hủy.")
    elif today < file.over_on:
        _refuse(file, f"thời hạn bảo quản đến hết năm {file.over_on.year - 1}", "Hãy đợi đến khi hết thời hạn.")
    return _due(office, file, load(office.folder), today)


def _refuse(file: CaseFile, why: str, how: str) -> None:
    raise DestructionRefused(code=file.code, year=file.year, why=why, how=how)


def _forget_drafts(office: Office, paths: set[str]) -> None:
    """A draft says what the document said."""
    for one in desk.everything(office):
        if one.path in paths:
            shutil.rmtree(desk.document_of(office, one).parent)
