"""Is everything still there, and can the books be made again from the archive?"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from vanthu.archive.store import StoreFault

from . import issuing
from .office import Office


@dataclass(frozen=True, slots=True)
class Rebuilt:
    documents: int
    unreadable: tuple[str, ...]  # paths


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


def rebuild(office: Office) -> Rebuilt:
    """Catalogue, register and index made anew from the archive alone. Raises OfficeBusy.

    Numbers that were held for documents not archived yet are given up: they were never issued.
    """
    with office.writing():
        office.store.clean()
        count, unreadable = office.catalogue.rebuild(office.store)
        if "index" in office.__dict__:
            office.index.close()
            del office.index
        shutil.rmtree(office.index_folder, ignore_errors=True)
        issuing.catch_up(office)
    return Rebuilt(count, unreadable)
