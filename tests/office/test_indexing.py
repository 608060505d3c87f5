"""What the catalogue notes of the index: only what the index really says."""

import pytest

from archive.catalogue import IndexedState
from archive.metadata import Relation
from doc_engine.document_types import DocumentType
from index.filters import State
from office.issue import single_documents
from office.office import Office
from office.search import finding
from tests.support.documents import DECISION, drafted, issued


def test_a_document_destroyed_while_it_was_read_is_still_to_be_indexed(office: Office) -> None:
    record = issued(office)
    office.catalogue.mark_destroyed({record.path: "Đã hủy theo Quyết định số 05/QĐ-UBND"})
    office.catalogue.mark_indexed({record.path: IndexedState(destroyed=False, backlinks=0)})
    assert [one.path for one in office.catalogue.to_be_indexed(10)] == [record.path]
    office.catalogue.mark_indexed({record.path: IndexedState(destroyed=True, backlinks=0)})
    assert office.catalogue.to_be_indexed(10) == []


@pytest.mark.parametrize("known", [0, 1])
def test_a_further_backlink_while_it_was_read_is_still_to_be_indexed(office: Office, known: int) -> None:
    record = issued(office)
    letter = DocumentType.OFFICIAL_LETTER
    single_documents.issue(office, drafted(office, letter, (Relation.CORRECTS, record.path), trich_yeu="Đính chính"))
    if known:
        recall = drafted(office, DECISION, (Relation.RECALLS, record.path), trich_yeu="Thu hồi")
        single_documents.issue(office, recall)
    finding.search(office, "quyết định")
    office.catalogue.to_index_again([record.path])
    office.catalogue.mark_indexed({record.path: IndexedState(backlinks=known)})  # as a slow reader saw it
    assert [one.path for one in office.catalogue.to_be_indexed(10)] == [record.path]
    state = State.RECALLED if known else State.CORRECTED
    assert finding.search(office, f"trạng-thái:{state}").total == 1
