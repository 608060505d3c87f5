"""Is everything still there, and can the books be made again from the archive?"""

from collections.abc import Iterator

from vanthu.archive.store import StoreFault

from . import issuing
from .office import Office


def verify(office: Office) -> Iterator[tuple[str, tuple[StoreFault, ...]]]:
    """Each document with its faults: every byte read, and the catalogue compared with the archive both ways."""
    known = office.catalogue.paths()
    for path, faults in office.store.verify():
        if path not in known and not faults:
            faults = (StoreFault(path, "", "có trong kho nhưng chưa có trong danh mục"),)
        known.discard(path)
        yield path, faults
    for path in sorted(known):
        yield path, (StoreFault(path, "", "có trong danh mục nhưng đã mất khỏi kho"),)


def rebuild(office: Office) -> int:
    """Catalogue, register and index made anew from the archive alone. Returns how many documents there are.

    Numbers that were held for documents not archived yet are given up: they were never issued.
    Raises OfficeBusy or ArchiveUnreadable; the books are then as they were.
    """
    with office.writing():
        office.store.clean()
        count = office.catalogue.rebuild(office.store)
        office.drop_index()
        issuing.catch_up(office)
    return count
