"""A writer for test_power_cut: puts documents one by one, reports each safe one.

Waits for a line after each.

python -m tests.support.power FOLDER WHAT

WHAT is "office" (issuing, with all that belongs to it), "none" (the archive alone), or a mutant that leaves out syncs
of a safe write ("files", "parents", "any"); the test must detect it.
"""

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from archive import durable, store
from archive.store import ArchiveStore
from doc_engine.document_types import DocumentType
from doc_engine.nd30 import forms
from office.issue import single_documents
from office.office import Office
from tests.support.archives import document
from tests.support.offices import NOON, open_office


def without_files() -> None:
    """Let `durable` sync folders only."""

    def only_folders(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            os.fsync(handle)

    durable.sync_handle = only_folders


def without_parents(staging: Path) -> None:
    """Let the store sync only folders inside the staging folder."""
    whole = durable.sync_folders

    def only_staged(folders: Iterable[Path]) -> None:
        whole(folder for folder in folders if staging in folder.parents)

    store.sync_folders = only_staged  # type: ignore[attr-defined]


def without_any() -> None:
    durable.sync_handle = lambda handle: None


def issue_one(office: Office, name: str) -> int:
    """Issue a notice and return its number."""
    data = {**forms.sample(DocumentType.NOTICE), "ngay": "2024-11-05", "trich_yeu": f"Về việc {name}"}
    return single_documents.issue(
        office, single_documents.new(office, DocumentType.NOTICE, data, "x", "02008").id
    ).number


def main(folder: Path, what: str) -> None:
    staging = folder / "dang-xu-ly"
    match what:
        case "files":
            without_files()
        case "parents":
            without_parents(staging)
        case "any":
            without_any()
    if what == "office":
        office = open_office(folder / "vp", clock=lambda: NOON)
    else:
        archive = ArchiveStore(folder / "kho", staging)
    for number in range(1, 1000):
        if what == "office":
            issue_one(office, str(number))
        else:
            archive.put([document(number)])
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        if not sys.stdin.readline():
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
