"""Disposal: case files past their period, destroyed only by a recorded decision.

A file is destroyed with those of its documents that are in no other living file and whose own period as outgoing
documents is over; those that stay are reported. A tombstone with its metadata replaces each destroyed document:
numbers stay taken, the register stays complete.

Source: Luật Lưu trữ 33/2024/QH15; the procedure before the decision (council, appraisal, notice) was not read and is
the office's own. Periods: retention.py says what is confirmed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from archive.casefile import CaseFile, Destruction, FileState
from archive.keys import OutgoingRule
from archive.metadata import DocumentRecord
from archive.retention import RetentionTable, load
from doc_engine.document import DocumentCode
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.remedies import RemedyAction
from doc_engine.vietnamese import normalize

from ..export import rendition
from ..office import Office
from ..state import case_file_storage
from . import case_files
from .case_files import Wanted


class DestructionRefused(VanthuError):
    code = "TH-04"
    exit_code = ExitCode.REFUSED
    message = "Không hủy được hồ sơ {code} năm {year}: {why}."
    remedy = "{how}"


@dataclass(frozen=True, slots=True)
class Staying:
    """A document that stays when its file is destroyed, and the reason."""

    record: DocumentRecord
    why: str


@dataclass(frozen=True, slots=True)
class Due:
    """A closed file; `going`: documents destroyed with it, `staying`: the others."""

    file: CaseFile
    going: tuple[DocumentRecord, ...]
    staying: tuple[Staying, ...]


def due(office: Office, on: date) -> list[Due]:
    """The closed files whose period is over on a day, by its end, then path."""
    table = load(office.folder)
    over = [
        one
        for one in office.filed.everything()
        if one.state in (FileState.CLOSED, FileState.TRANSFERRED) and one.over_on is not None and one.over_on <= on
    ]
    lying = _lying(office) if over else {}
    found = [_due(office, one, lying, table, on) for one in over]
    return sorted(found, key=lambda one: (one.file.over_on or date.max, one.file.path))


def _due(
    office: Office, one: CaseFile, lying: Mapping[str, Sequence[CaseFile]], table: RetentionTable, on: date
) -> Due:
    going, staying = [], []
    for record in case_files.documents_of(office, one):
        others = [file for file in lying.get(record.path, ()) if file.path != one.path]
        why = f"còn nằm trong hồ sơ {others[0].code} năm {others[0].year}" if others else ""
        if why := why or _why_it_stays(record, table, on):
            staying.append(Staying(record, why))
        elif not record.destroyed:
            going.append(record)
    return Due(one, tuple(going), tuple(staying))


def _lying(office: Office) -> dict[str, list[CaseFile]]:
    """The living files that contain each document today, automatic ones included.

    By the document's path. The file of a unit's outgoing documents does not count, unless on hold: the table has the
    period of each type of them. A file that says it is destroyed counts unless the ledger says so, too.
    """
    found: dict[str, list[CaseFile]] = {}
    years = {record.year for record in office.catalogue.everything()} | {one.year for one in office.filed.everything()}
    for year in sorted(years):
        for one in case_files.listed(office, year):
            gone = one.file.state is FileState.DESTROYED and case_file_storage.is_entered(office, one.file.path)
            if not gone and (one.file.holds or not OutgoingRule.parse(one.file.rule)):
                for path in one.file.documents:
                    found.setdefault(path, []).append(one.file)
    return found


def _why_it_stays(record: DocumentRecord, table: RetentionTable, on: date) -> str:
    entry = table.of_document(record.type_abbreviation)
    if not entry.confirmed or entry.period is None:
        return f"thời hạn của mục {entry.id} trong thoi-han.toml chưa được xác nhận"
    over = entry.period.over_on(record.issued_on)
    if over is None or on < over:
        return f"là văn bản đi, thời hạn bảo quản {str(entry.period).lower()} (mục {entry.id})"
    return ""


def destroy(office: Office, wanted: Wanted, decision: str, decided_on: date, by: str) -> Due:
    """Destroy a file by a decision, with those of its documents that do not stay.

    Once the ledger has the decision it is carried through, also after an interruption. Replicas follow at their next
    `sync`; for copies given out, and backups of other programs, the office is responsible. Raises DestructionRefused,
    CaseFileNotFound, WrongCode, and DocumentDamaged: only intact documents are destroyed.
    """
    code = DocumentCode.parse(decision)
    with office.change():
        file = case_files.get(office, wanted).file
        found = preview(office, file)
        _refuse_decision(office, file, decided_on, by)
        _refuse_doubtful(office, file, found.going)
        rendition.refuse_damaged(office, [record.path for record in found.going])
        entered = office.ledger.documents()
        documents = {record.path: entered[record.path].inventory for record in found.going if record.path in entered}
        gone = replace(file, destroyed=Destruction(str(code), decided_on, normalize(by), documents))
        case_file_storage.destroy(office, gone)
    return replace(found, file=gone)


def preview(office: Office, file: CaseFile) -> Due:
    """Return what destroying a file would do today.

    Raises DestructionRefused where the rules do not allow it.
    """
    today = office.clock().date()
    if file.state not in (FileState.CLOSED, FileState.TRANSFERRED):
        _refuse(file, "hồ sơ chưa kết thúc, hoặc đã hủy", "Chỉ hủy hồ sơ đã kết thúc và hết thời hạn bảo quản.")
    if file.holds:
        reasons = "; ".join(hold.reason for hold in file.holds)
        _refuse(file, f"đang được giữ lại ({reasons})", f"Khi không cần giữ nữa: {RemedyAction.RELEASE_HOLD}.")
    if file.over_on is None:
        _refuse(file, "hồ sơ bảo quản vĩnh viễn", "Hồ sơ vĩnh viễn không được hủy.")
    elif today < file.over_on:
        _refuse(file, f"thời hạn bảo quản đến hết năm {file.over_on.year - 1}", "Hãy đợi đến khi hết thời hạn.")
    return _due(office, file, _lying(office), load(office.folder), today)


def _refuse_decision(office: Office, file: CaseFile, decided_on: date, by: str) -> None:
    if decided_on > office.clock().date():
        _refuse(file, f"ngày quyết định {decided_on:%d/%m/%Y} chưa đến", "Hãy ghi ngày trên quyết định.")
    if file.over_on is not None and decided_on < file.over_on:
        why = f"quyết định ngày {decided_on:%d/%m/%Y} có trước khi hết thời hạn ({file.over_on:%d/%m/%Y})"
        _refuse(file, why, "Quyết định hủy phải có sau khi hồ sơ hết thời hạn bảo quản.")
    if not normalize(by):
        _refuse(file, "chưa ghi cơ quan ban hành quyết định", f"Hãy {RemedyAction.NAME_DECIDER}.")


def _refuse_doubtful(office: Office, file: CaseFile, going: Sequence[DocumentRecord]) -> None:
    """Raise DestructionRefused where the ledger differs from a file of the documents.

    A file changed outside the program may be the one for which a document stays.
    """
    known = office.filed.holding([record.path for record in going])
    for path in sorted({file.path, *(one for files in known.values() for one in files)}):
        if not case_file_storage.is_entered(office, path):
            why = f"hồ sơ {path} khác với nhật ký"
            _refuse(file, why, f"Hãy chạy {RemedyAction.VERIFY}, tìm hiểu và khôi phục hồ sơ đó trước.")


def _refuse(file: CaseFile, why: str, how: str) -> None:
    raise DestructionRefused(code=file.code, year=file.year, why=why, how=how)
