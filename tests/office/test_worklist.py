"""What waits in an office, and by which working day."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doc_engine.document_types import DocumentType
from office.folder import OfficeFiles
from office.issue import single_documents
from office.issue.drafts import State
from office.office import VIETNAM, Office
from office.working_days import DaysOffWrong, days_off, next_working_day, working_days_between
from office.worklist import worklist
from tests.support.documents import DECISION, data
from tests.support.offices import create_office, open_office

FRIDAY = datetime(2026, 11, 27, 9, 0, tzinfo=VIETNAM)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    create_office(tmp_path / "vp").close()
    return open_office(tmp_path / "vp", clock=lambda: FRIDAY)


def approved(office: Office) -> str:
    made = single_documents.new(office, DocumentType.DECISION, data(DECISION), "qd", "02008")
    single_documents.move(office, made.id, State.SUBMITTED)
    single_documents.move(office, made.id, State.APPROVED)
    return made.id


def on(office: Office, day: datetime) -> Office:
    return open_office(office.folder, clock=lambda: day)


def test_what_was_approved_on_friday_is_due_on_monday(office: Office) -> None:
    id_ = approved(office)
    (waiting,) = worklist(office).approved
    assert (waiting.draft.id, waiting.due, waiting.late) == (id_, date(2026, 11, 30), 0)
    (still,) = worklist(on(office, FRIDAY + timedelta(days=3))).approved
    assert still.late == 0
    (late,) = worklist(on(office, FRIDAY + timedelta(days=4))).late
    assert late.late == 1


def test_a_day_off_that_the_office_lists_moves_the_day(office: Office) -> None:
    approved(office)
    office.files.days_off.write_text("# nghỉ bù\n30/11/2026 nghỉ bù\n", "utf-8")
    (waiting,) = worklist(office).approved
    assert waiting.due == date(2026, 12, 1)


@pytest.mark.parametrize("line", ["31/02/2026", "mồng một Tết", "2026-01-01", "1/1/20261"])
def test_a_day_off_that_is_no_day_is_reported_with_its_line(office: Office, line: str) -> None:
    office.files.days_off.write_text(f"01/01/2026 Tết dương lịch\n{line}\n", "utf-8")
    with pytest.raises(DaysOffWrong, match="dòng 2"):
        worklist(office)


def test_each_draft_waits_in_one_place(office: Office) -> None:
    approved(office)
    single_documents.new(office, DocumentType.DECISION, data(DECISION), "qd", "02008")
    third = single_documents.new(office, DocumentType.DECISION, data(DECISION), "qd", "02008")
    single_documents.move(office, third.id, State.SUBMITTED)
    found = worklist(office)
    assert (len(found.unfinished), len(found.submitted), len(found.approved)) == (1, 1, 1)
    assert found.submitted[0].title == data(DECISION)["trich_yeu"]


@given(DAYS, st.frozensets(DAYS, max_size=20))
def test_the_next_working_day_is_the_first_one_after(day: date, off: frozenset[date]) -> None:
    found = next_working_day(day, off)
    between = [day + timedelta(days=count) for count in range(1, (found - day).days)]
    assert found > day
    assert found.weekday() < 5
    assert found not in off
    assert all(one.weekday() >= 5 or one in off for one in between)


@given(DAYS, st.integers(-5, 40), st.frozensets(DAYS, max_size=20))
def test_working_days_are_counted_one_by_one(first: date, length: int, off: frozenset[date]) -> None:
    last = first + timedelta(days=length)
    days = [first + timedelta(days=count) for count in range(1, max(length, 0) + 1)]
    assert working_days_between(first, last, off) == sum(one.weekday() < 5 and one not in off for one in days)


def test_an_office_without_a_list_has_weekends_alone(tmp_path: Path) -> None:
    assert days_off(OfficeFiles(tmp_path)) == frozenset()
