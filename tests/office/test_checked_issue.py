"""Issuing with the checker: errors stop a document without an override reason."""

import json
import shutil
from collections.abc import Callable

import pytest

from archive import document_object
from archive.metadata import from_json
from doc_engine.nd30.compose import compose
from doc_engine.workbook import Reading
from office.issue import batch
from office.issue.planning import Choice
from office.office import Office
from office.search import finding
from tests.conftest import ROOT
from tests.support.offices import NOON, open_office

PLAN = "ke-hoach-huyen"
ONLY_THE_PLAN = Choice(frozenset({PLAN}))
REASON = "Mẫu của tỉnh, đã được Chánh Văn phòng đồng ý"


@pytest.fixture
def careless(make_office: Callable[..., Office]) -> Office:
    """An office whose own template of the plan does not end in "./."."""
    office = make_office()
    shipped, own = ROOT / "templates" / "vn_admin" / PLAN, office.folder / "mau" / PLAN
    shutil.copytree(shipped, own)
    outline = (shipped / "mau.txt").read_text("utf-8").replace("theo Kế hoạch./.", "theo Kế hoạch.")
    (own / "mau.docx").write_bytes(compose(outline))
    return open_office(office.folder, clock=lambda: NOON)


def test_an_error_stops_the_document_and_reports_rule_and_clause(careless: Office, reading: Reading) -> None:
    for report in (batch.preview(careless, reading, ONLY_THE_PLAN), batch.issue(careless, reading, ONLY_THE_PLAN)):
        assert report.made == []
        (failure,) = report.failed
        assert "chưa đúng thể thức, 1 lỗi" in failure.reason
        assert "[ND-05, Phụ lục III, Mẫu 1.1 đến 1.10]" in failure.reason
    assert careless.register.entries() == []
    assert list(careless.store.paths()) == []


def test_a_reason_lets_it_through_and_is_kept_with_the_document(careless: Office, reading: Reading) -> None:
    report = batch.issue(careless, reading, ONLY_THE_PLAN, override_reason=REASON)
    assert report.failed == []
    (made,) = report.made
    kept = careless.store.read(made.path)[document_object.METADATA]
    assert json.loads(kept)["vanthu"]["despite"] == REASON
    careless.catalogue.rebuild(careless.store)
    ((record, _),) = finding.show(careless, made.path)
    assert record.override_reason == REASON


def test_a_right_document_needs_no_reason_and_keeps_none(office: Office, reading: Reading) -> None:
    (made,) = batch.issue(office, reading, ONLY_THE_PLAN, override_reason=REASON).made
    ((record, _),) = finding.show(office, made.path)
    assert record.override_reason is None


def test_documents_issued_before_there_was_a_reason_are_read(office: Office, reading: Reading) -> None:
    (made,) = batch.issue(office, reading, ONLY_THE_PLAN).made
    data = json.loads(office.store.read(made.path)[document_object.METADATA])
    del data["vanthu"]["despite"]
    assert from_json(json.dumps(data).encode(), made.path).override_reason is None
