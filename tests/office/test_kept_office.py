"""An office of the program of November 2026: opened, verified, used, restored.

kept/2026-11.tar.xz has all that an office can have: a cycle's documents, one issued by override, one replaced,
one with its signed copy, one destroyed by decision; case files open and held; numbers reserved, voided and taken in the
paper register; drafts at two steps; a saved search; and a replica of it all.
"""

import json
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from archive import document_object
from archive.casefile import FileState
from archive.ledger import Actor
from archive.metadata import DocumentRecord, Relation
from office.integrity import verification
from office.issue import drafts, single_documents
from office.issue.drafts import State
from office.office import VIETNAM, Office
from office.records import case_files
from office.records.case_files import Wanted
from office.search import finding, saved_searches
from tests.conftest import GOLDEN
from tests.support.offices import faults, open_office, restore_office

KEPT = Path(__file__).parent / "kept" / "2026-11.tar.xz"
LATER = datetime(2027, 1, 4, 8, tzinfo=VIETNAM)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Office]:
    with tarfile.open(KEPT) as packed:
        packed.extractall(tmp_path, filter="data")
    # The replica's drive is plugged in elsewhere than it was.
    (tmp_path / "van-phong" / "ban-sao.json").write_text(json.dumps([str(tmp_path / "ban-sao")]), "utf-8")
    office = open_office(tmp_path / "van-phong", clock=lambda: LATER, actor=Actor("van-thu", "may-1"))
    yield office
    office.close()


def _relation(one: DocumentRecord) -> str:
    return f"{one.relation} {one.target}" if one.relation else ""


def state_of(office: Office) -> str:
    """Return the contents of registers, catalogue, ledger and case files, as text."""
    documents = [
        f"{one.path} {one.content_digest[:12]} {one.override_reason or one.destroyed or _relation(one)}"
        for one in sorted(office.catalogue.everything(), key=lambda one: one.path)
    ]
    numbers = [
        f"{one.agency} {one.year} {one.series} {one.code} {one.issued_on} {one.void or one.reserved}"
        for one in office.register.entries()
    ]
    files = [
        f"{one.file.agency} {one.file.code} {one.file.state} {one.file.retention} {len(one.file.documents)}"
        for one in case_files.listed(office, 2024)
    ]
    ledger = [f"{one.number} {one.who} {one.action} {one.path}" for one in office.ledger.entries()]
    lines = ["# documents", *documents, "# numbers", *numbers, "# case files", *files, "# ledger", *ledger]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def test_an_office_of_before_says_what_it_said(kept: Office) -> None:
    assert state_of(kept) == (GOLDEN / "kept-office.txt").read_text("utf-8")
    assert faults(kept) == []
    assert [one.state for one in drafts.everything(kept)].count(State.APPROVED) == 1
    assert saved_searches.named(kept, "Kế hoạch các xã") == "kế hoạch loại:KH năm:2024"
    assert finding.search(kept, "ke hoach cam giang").found[0].record.unit_code == "02008"


def test_an_office_of_before_is_rebuilt_from_its_archive_alone(kept: Office) -> None:
    before = state_of(kept).partition("# ledger")[0]
    verification.rebuild(kept)
    assert state_of(kept).partition("# ledger")[0] == before
    assert faults(kept) == []


def test_an_office_of_before_goes_on(kept: Office) -> None:
    (approved,) = (one for one in drafts.everything(kept) if one.state is State.APPROVED)
    record = single_documents.issue(kept, approved.id)
    assert str(record.code) == "01/TB-UBND"
    replaced = next(one for one in kept.catalogue.everything() if one.relation == Relation.REPLACES)
    assert replaced.target is not None
    assert document_object.SIGNED_COPY in kept.store.read(replaced.target)
    assert case_files.release(kept, Wanted("02.VX", 2024, "063"), "Đã thanh tra xong").state is FileState.OPEN
    assert faults(kept) == []


def test_an_office_of_before_is_restored_from_its_replica(kept: Office, tmp_path: Path) -> None:
    before = state_of(kept).partition("# ledger")[0]
    assert restore_office(tmp_path / "ban-sao", tmp_path / "dung-lai").faults == []
    restored = open_office(tmp_path / "dung-lai", clock=lambda: LATER)
    assert state_of(restored).partition("# ledger")[0] == before
    restored.close()
