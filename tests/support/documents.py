"""Single documents of a commune: their data, drafts, issued ones."""

from typing import Any

from archive.metadata import DocumentRecord, Relation
from doc_engine.document_types import DocumentType
from doc_engine.nd30 import forms
from office.issue import single_documents
from office.office import Office

COMMUNE = "02008"


DECISION, LETTER, NOTICE = DocumentType.DECISION, DocumentType.OFFICIAL_LETTER, DocumentType.NOTICE


def data(kind: DocumentType, **changes: Any) -> dict[str, Any]:
    return {**forms.sample(kind), "ngay": "2024-11-05", **changes}


def drafted(
    office: Office, kind: DocumentType = DECISION, relation: tuple[Relation, str] | None = None, **changes: Any
) -> str:
    return single_documents.new(office, kind, data(kind, **changes), "x.json", COMMUNE, relation).id


def issued(
    office: Office, kind: DocumentType = DECISION, relation: tuple[Relation, str] | None = None, **changes: Any
) -> DocumentRecord:
    return single_documents.issue(office, drafted(office, kind, relation, **changes))
