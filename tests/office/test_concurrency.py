"""Concurrency: a lock for each commit, not for a use case.

A batch keeps nobody waiting, and one process has many threads.
"""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from archive.ledger import Action, Actor, AuditEvent
from archive.register import NumberRequest
from doc_engine.document_types import DocumentType
from doc_engine.nd30 import forms
from doc_engine.workbook import Reading
from office.integrity import verification
from office.issue import batch, single_documents
from office.issue.batch_in_hand import SeriesInBatch, announce
from office.issue.planning import Choice
from office.jobs import Job, Progress
from office.office import Office
from office.search import finding
from tests.conftest import ROOT
from tests.support.documents import head_of
from tests.support.offices import NOON, faults

DECISION = DocumentType.DECISION
THREADS = 40


def data(subject: str, unit: str = "02008") -> dict[str, object]:
    return {**forms.sample(DECISION), "ngay": "2024-11-30", "trich_yeu": subject, **head_of(unit, decides=True)}


def issue_in_another_process(folder: Path) -> str:
    """Issue a document in another process and return its path."""
    command = [sys.executable, "-m", "tests.support.issuer", str(folder), NOON.isoformat()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_while_a_batch_runs_another_process_issues_a_document(
    office: Office, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of a group being rendered: the other process does not wait for it."""
    monkeypatch.setattr(batch, "GROUP", 16)
    others: list[str] = []

    def observe(progress: Progress) -> None:
        if progress.done in (20, 50):
            others.append(issue_in_another_process(office.folder))

    report = batch.issue(office, reading, Choice(), Job(observe))
    assert (len(report.made), report.failed, len(others)) == (80, [], 2)
    issued = [entry.path for entry in office.ledger.entries() if entry.action is Action.ISSUED]
    assert issued.index(others[0]) < issued.index(others[1]) < len(issued) - 1
    assert faults(office) == []


def test_a_batch_whose_numbers_somebody_takes_meanwhile_gets_the_next_ones(office: Office, reading: Reading) -> None:
    """Issued between looking at the numbers and taking them, in one of its series."""
    taken: list[str] = []

    def observe(progress: Progress) -> None:
        if not taken:
            earlier = {**data("Việc chen ngang", "063"), "ngay": "2024-01-15"}
            one = single_documents.new(office, DECISION, earlier, "x.json", "063")
            taken.append(str(single_documents.issue(office, one.id).code))

    report = batch.issue(office, reading, Choice(), Job(observe))
    assert taken == ["01/QĐ-UBND"]
    decisions = [one.code for one in report.made if one.path.startswith("2024/063-") and one.code.endswith("/QĐ-UBND")]
    assert decisions == ["02/QĐ-UBND", "03/QĐ-UBND"]
    assert (len(report.made), report.failed, faults(office)) == (80, [], [])


def test_a_later_date_waits_for_the_batch_that_still_needs_an_earlier_one(
    office: Office, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the rest could get no number: they follow the order of issue (Điều 15.1)."""
    monkeypatch.setattr(batch, "GROUP", 16)
    refused: list[str] = []
    one = single_documents.new(office, DECISION, data("Việc sau", "063"), "x.json", "063")

    def observe(progress: Progress) -> None:
        if progress.done == 20:
            try:
                single_documents.issue(office, one.id)
            except SeriesInBatch as error:
                refused.append(str(error))

    report = batch.issue(office, reading, Choice(), Job(observe))
    assert (len(report.made), report.failed, len(refused)) == (80, [], 1)
    assert str(single_documents.issue(office, one.id).code) == "03/QĐ-UBND"


def test_what_a_killed_batch_announced_keeps_nobody_waiting(office: Office) -> None:
    announce(office, [NumberRequest("063", 2024, "QĐ", "QĐ-UBND", date(2024, 11, 22), "x")])
    one = single_documents.new(office, DECISION, data("Việc sau", "063"), "x.json", "063")
    assert str(single_documents.issue(office, one.id).code) == "01/QĐ-UBND"


def test_what_stops_a_batch_in_its_middle_is_reported_with_what_was_issued(
    office: Office, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "GROUP", 16)

    def observe(progress: Progress) -> None:
        if progress.done == 20:  # somebody removes a document of the archive
            path = office.store.root / "2024/063-huyen-bach-thong/kh-00001-ubnd"
            path.rename(path.with_name("kh-lac-ubnd"))
            office.enter([AuditEvent(Action.PACKED)])

    report = batch.issue(office, reading, Choice(), Job(observe))
    assert len(report.made) == 16
    assert "Các văn bản còn lại" in [one.label for one in report.failed]


def test_forty_threads_search_read_draft_and_issue_in_one_process(issued: Office) -> None:
    before = len(issued.catalogue.paths())

    def work(number: int) -> str:
        office = issued.acting_as(Actor(f"nguoi-{number}", "may-chu", f"10.0.0.{number}"))
        subject = f"Về việc thứ {number} của luồng"
        draft = single_documents.new(office, DECISION, data(subject), "x.json", "02008")
        assert finding.search(office, "ke hoach cam giang").total > 0
        assert "CỘNG HÒA" in finding.show(office, "2024/02008-xa-cam-giang/kh-00001-ubnd")[0][1]
        return str(single_documents.issue(office, draft.id).code)

    with ThreadPoolExecutor(THREADS) as pool:
        codes = list(pool.map(work, range(THREADS)))
    assert len(set(codes)) == THREADS
    assert len(issued.catalogue.paths()) == before + THREADS
    entries = [one for one in issued.ledger.entries() if one.who.startswith("nguoi-")]
    assert {(one.who, one.address) for one in entries} == {(f"nguoi-{n}", f"10.0.0.{n}") for n in range(THREADS)}
    assert finding.search(issued, '"của luồng"').total == THREADS
    assert faults(issued) == []


def test_a_stop_takes_effect_behind_a_group_and_the_next_run_goes_on(
    office: Office, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "GROUP", 16)
    seen: list[Progress] = []
    job = Job(seen.append)

    def observe(progress: Progress) -> None:
        seen.append(progress)
        if progress.done == 20:
            job.stop()

    job = Job(observe)
    report = batch.issue(office, reading, Choice(), job)
    assert (report.stopped, len(report.made)) == (True, 16)
    assert [one.done for one in seen] == list(range(21))  # each document, not each group
    assert seen[3].total == 80
    assert office.register.pending() == []
    again = batch.issue(office, reading, Choice())
    assert (again.stopped, len(again.made), len(again.before)) == (False, 64, 16)


def test_a_run_over_what_was_issued_reports_each_document_and_stops(issued: Office, reading: Reading) -> None:
    seen: list[int] = []
    job = Job(lambda progress: seen.append(progress.done))
    assert len(batch.issue(issued, reading, Choice(), job).before) == 80
    assert seen == list(range(80))
    job.stop()
    assert batch.issue(issued, reading, Choice(), job).stopped


@pytest.mark.parametrize("where", ["rebuild", "search"])
def test_an_index_that_is_being_built_keeps_nobody_from_issuing(
    issued: Office, make_office: Callable[..., Office], where: str
) -> None:
    with issued.indexing():  # as long as it takes
        draft = single_documents.new(issued, DECISION, data("Việc trong lúc lập chỉ mục"), "x.json", "02008")
        record = single_documents.issue(issued, draft.id)
    if where == "rebuild":
        verification.rebuild(issued)
    assert finding.search(issued, "viec trong luc lap chi muc").found[0].record == record
