"""Recovery of an office after an interruption, before its next change.

Registry database, ledger and index are updated from the archive. A registry database with more than the archive, or
with less than recovery can explain, stops everything: its numbers could be given twice.
"""

from contextlib import suppress

from archive import paper_numbers, unused_numbers
from archive.casefile import is_case_file
from archive.document_object import record_of
from archive.keys import AgencyKey
from archive.ledger import Action, AuditEvent
from archive.ocfl import NotAnObject
from archive.unused_numbers import UnusedNumber
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.remedies import RemedyAction

from ..stores import Stores
from . import case_file_storage, issued, signed_copies


class RegistryDiffers(VanthuError):
    code = "BH-06"
    exit_code = ExitCode.STORE
    message = "Sổ không khớp với kho: có văn bản bị mất, bị thêm, hoặc sổ đã cũ. Không cấp số khi chưa khớp."
    remedy = (
        f"Hãy chạy {RemedyAction.VERIFY} để biết văn bản nào, khôi phục văn bản mất, rồi chạy {RemedyAction.REBUILD}."
    )


class NumbersLost(VanthuError):
    code = "BH-08"
    exit_code = ExitCode.STORE
    message = "Kho thiếu các số đã giữ, đã hủy hoặc đã cấp ở sổ giấy: {numbers}. Không cấp số khi chưa có."
    remedy = f"Hãy lấy lại từ bản sao: {RemedyAction.REPAIR_FROM_REPLICA}."


def recover(office: Stores) -> None:
    """Complete what an interrupted run left. The caller holds the office's lock.

    Raises RegistryDiffers where the registry database is not that of the archive: its numbers could be given twice.
    Raises NumbersLost or LedgerCut.
    """
    office.store.clean()
    office.refuse_cut_ledger()
    refuse_lost_numbers(office)
    office.catalogue.put_back_numbers(office.store)
    _put_back(office)
    case_file_storage.make_whole(office, office.filed.doubtful())
    there = set(office.store.documents())
    entered = {path for path in office.ledger.documents() if not is_case_file(path)}
    if there != office.catalogue.paths() or not entered <= there:
        raise RegistryDiffers
    make_whole(office, there)


def make_whole(office: Stores, documents: set[str]) -> None:
    """Write the backlinks and ledger entries that an interruption prevented."""
    signed_copies.carry_through(office)
    issued.write_backlinks(office, office.catalogue.targets())
    _enter_missing(office, documents)


def check_lost_numbers(office: Stores) -> list[AuditEvent]:
    """Return the unused and paper numbers that the ledger lacks, as audit events.

    Raises NumbersLost where ledger or registry database have one that the archive lacks: it would be given again.
    Writes nothing.
    """
    root = office.store.root
    listed = {one.name: one for one in unused_numbers.read(root)}
    on_paper = {one.name for one in paper_numbers.read(root)}
    registered = {
        UnusedNumber(one.agency, one.year, one.series, one.number, one.symbol, one.issued_on).name
        for one in office.register.entries()
        if (one.void or one.reserved) and not one.issued
    }
    lost = sorted((office.ledger.numbers() | registered) - listed.keys() - on_paper)
    if lost:
        raise NumbersLost(numbers=", ".join(name.removeprefix("so:") for name in lost))
    new = [(listed.get(name), name) for name in sorted((listed.keys() | on_paper) - office.ledger.numbers())]
    return [
        AuditEvent(Action.RECOVERED, name, note=(one.void or one.reserved) if one else "sổ giấy") for one, name in new
    ]


def refuse_lost_numbers(office: Stores) -> None:
    """Raise NumbersLost, or enter in the ledger the numbers that it lacks."""
    office.enter(check_lost_numbers(office))


def _enter_missing(office: Stores, there: set[str]) -> None:
    """Enter in the ledger the documents that it lacks; in a new one, all.

    A document whose ledger entry differs is not touched: `verify` reports it.
    """
    entered = office.ledger.documents()
    paths = [path for path in sorted(there - entered.keys()) if _is_readable(office, path)]
    if paths:
        # A new ledger also gets the case files as they are stored.
        files = [] if entered else [path for path in office.store.case_files() if _is_readable(office, path)]
        issued.enter_objects(office, Action.RECOVERED if entered else Action.ADOPTED, [*paths, *files])


def _is_readable(office: Stores, path: str) -> bool:
    """Return whether a document can be read; else it is entered once it is repaired.

    A damaged one stops nobody: `verify` reports it.
    """
    try:
        return bool(office.store.head(path))
    except NotAnObject:
        return False


def _put_back(office: Stores) -> None:
    """Add documents archived just before an interruption to the catalogue.

    Their numbers are still pending.
    """
    found = []
    for pending in office.register.pending():
        unit_code = AgencyKey.parse(pending.agency).unit_code
        for folder in office.store.root.glob(f"{pending.year}/{unit_code}-*/{pending.code.slug}"):
            path = folder.relative_to(office.store.root).as_posix()
            with suppress(NotAnObject, OSError, KeyError, ValueError, TypeError):  # reported by `verify`
                found.append(record_of(office.store.read(path), path))
    office.catalogue.add(found)
