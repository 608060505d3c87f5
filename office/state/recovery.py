"""What makes an office whole again after an interruption, before anything is done in it.

What the archive has, the books, the ledger and the index are brought up to; books that know more than the archive, or
less than it can explain, stop everything: numbers given by them could be given twice.
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
    """Makes whole what an interrupted run left. The caller holds the office's lock.

    Raises BooksDiffer when the books are not those of the archive: numbers given by them could be given twice.
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
    """Marks and ledger entries that an interruption kept away."""
    signed_copies.carry_through(office)
    issued.write_backlinks(office, office.catalogue.targets())
    _enter_missing(office, documents)


def check_lost_numbers(office: Stores) -> list[AuditEvent]:
    """Raises NumbersLost when ledger or books know of a number without a document of which the archive does not: it
    would be given again. Returns what the archive knows and the ledger does not, as deeds. Writes nothing."""
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
    """Raises NumbersLost; enters what an interruption kept from the ledger."""
    office.enter(check_lost_numbers(office))


def _enter_missing(office: Stores, there: set[str]) -> None:
    """Documents that an interruption kept from the ledger, and those that lay here before there was one.

    A document whose ledger entry differs is not touched: that is for `verify` to tell.
    """
    entered = office.ledger.documents()
    paths = [path for path in sorted(there - entered.keys()) if _is_readable(office, path)]
    if paths:
        # A ledger that begins takes the case files up as they lie there, too.
        files = [] if entered else [path for path in office.store.case_files() if _is_readable(office, path)]
        issued.enter_objects(office, Action.RECOVERED if entered else Action.ADOPTED, [*paths, *files])


def _is_readable(office: Stores, path: str) -> bool:
    """A damaged document holds up nobody: `verify` tells it, and it is entered once it is repaired."""
    try:
        return bool(office.store.head(path))
    except NotAnObject:
        return False


def _put_back(office: Stores) -> None:
    """Enters documents that were archived just before an interruption: their numbers are still held."""
    found = []
    for pending in office.register.pending():
        unit_code = AgencyKey.parse(pending.agency).unit_code
        for folder in office.store.root.glob(f"{pending.year}/{unit_code}-*/{pending.code.slug}"):
            path = folder.relative_to(office.store.root).as_posix()
            with suppress(NotAnObject, OSError, KeyError, ValueError, TypeError):  # told by `verify`
                found.append(record_of(office.store.read(path), path))
    office.catalogue.add(found)
