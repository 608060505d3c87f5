"""Single documents of a commune: their data, drafts, issued ones."""

from datetime import date
from typing import Any

from archive.metadata import DocumentRecord, Relation
from doc_engine.document_types import DocumentType
from doc_engine.nd30 import forms
from doc_engine.units import units
from office.issue import single_documents
from office.issue.drafts import Meant
from office.office import Office

COMMUNE = "02008"


DECISION, LETTER, NOTICE = DocumentType.DECISION, DocumentType.OFFICIAL_LETTER, DocumentType.NOTICE


def data(kind: DocumentType, **changes: Any) -> dict[str, Any]:
    return {**forms.sample(kind), "ngay": "2024-11-05", **changes}


def head_of(unit: str, on: date = date(2024, 12, 31), *, decides: bool = False) -> dict[str, Any]:
    """The fields of a committee's page head, by the unit's code.

    `decides`: of a decision, with the power above its bases.
    """
    one = units().at(unit, on)
    power = {"tham_quyen": f"Chủ tịch Ủy ban nhân dân {one.name}"} if decides else {}
    return {"co_quan": ["ỦY BAN NHÂN DÂN", one.name.upper()], "dia_danh": one.proper_name, **power}


def drafted(
    office: Office, kind: DocumentType = DECISION, relation: tuple[Relation, str] | None = None, **changes: Any
) -> str:
    filled = data(kind, **changes)
    if relation is None:
        return single_documents.new(office, kind, filled, "x.json", COMMUNE).id
    target = office.catalogue.by_path(relation[1])
    if target is not None and "noi_dung" not in changes:  # what does something to a document names it
        filled["noi_dung"] = [f"Văn bản này liên quan đến văn bản số {target.code}.", *filled["noi_dung"]]
    return single_documents.new(office, kind, filled, "x.json", COMMUNE, Meant(*relation)).id


def issued(
    office: Office, kind: DocumentType = DECISION, relation: tuple[Relation, str] | None = None, **changes: Any
) -> DocumentRecord:
    return single_documents.issue(office, drafted(office, kind, relation, **changes))
