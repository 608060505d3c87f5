"""The JSON that front ends give to other programs; the names are a format.

Values are what `json` writes, and dates, which the front end writes as "2024-11-22".
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from archive.ledger import Entry, Head, LedgerFault
from archive.metadata import DocumentRecord
from archive.register import TakenNumber
from archive.store import StoreFault
from doc_engine.cycle import Cycle
from doc_engine.data_form import Field
from doc_engine.errors import Problem, VanthuError
from doc_engine.evaluation import Summary
from doc_engine.manifest import IssuingLevel
from doc_engine.nd30.checking import Checked, Finding
from doc_engine.template import Template
from doc_engine.units import AdminUnit

from .issue.batch_report import BatchReport
from .issue.drafts import Draft
from .records.case_files import Listed
from .records.disposal import Due
from .search.autocomplete import Completion
from .search.finding import Findings
from .search.related import Related

Json = dict[str, Any]


def document(record: DocumentRecord) -> Json:
    """An issued document without its text."""
    return {
        "code": str(record.code),
        "id": record.path,
        "type": record.type_abbreviation,
        "subject": record.subject,
        "issued_on": record.issued_on,
        "agency": record.agency_name,
        "unit_code": record.unit_code,
        "signer": record.signer_name,
    }


def document_with_text(record: DocumentRecord, text: str, backlinks: list[DocumentRecord]) -> Json:
    """An issued document with its text and its backlinks."""
    return {
        **document(record),
        "text": text,
        "relation": record.relation or "",
        "target": record.target or "",
        "destroyed": record.destroyed or "",
        "marked_by": [{"relation": one.relation, "id": one.path} for one in backlinks],
    }


def related(known: Related) -> Json:
    return {
        "cites": [
            {
                "code": str(one.citation.code),
                "issued_on": one.citation.day,
                "documents": [found.path for found in one.records],
            }
            for one in known.cites
        ],
        "cited_by": [one.path for one in known.cited_by],
        "similar": [one.path for one in known.similar],
    }


def findings(found: Findings, *, facets: bool) -> Json:
    """The results of a search. `facets`: with counts of all results."""
    results = [{**document(one.record), "snippet": one.snippet.highlighted("[", "]")} for one in found.found]
    answer = {"total": found.total, "all_words": found.all_words, "meant": found.meant, "notes": found.notes}
    return {**answer, "results": results, **({"facets": found.facets} if facets else {})}


def completion(one: Completion) -> Json:
    return {"kind": one.kind, "text": one.text, "documents": one.documents}


def number(one: TakenNumber) -> Json:
    """A line of the register."""
    return {
        "agency": one.agency,
        "year": one.year,
        "series": one.series,
        "code": str(one.code),
        "issued_on": one.issued_on,
        "issued": one.issued,
        "identity": one.identity,
        "void": one.void,
        "reserved": one.reserved,
    }


def draft(one: Draft) -> Json:
    """A single document with every step."""
    steps = [
        {"state": step.state, "time": step.time, "who": step.who, "machine": step.machine, "note": step.note}
        for step in one.steps
    ]
    facts = {"id": one.id, "source": one.source, "unit": one.unit_code, "state": one.state, "path": one.path or ""}
    facts |= {"origin": one.origin, "digest": one.digest if one.docx_digest else ""}
    return {**facts, "relation": one.relation or "", "target": one.target or "", "steps": steps}


def batch(report: BatchReport) -> Json:
    return asdict(report)


def case_file(one: Listed) -> Json:
    file = one.file
    return {
        "agency": file.agency,
        "year": file.year,
        "code": str(file.code),
        "title": file.title,
        "retention": str(file.retention) if file.retention else None,
        "state": file.state,
        "written": one.written,
        "opened_on": file.opened_on,
        "closed_on": file.closed_on,
        "over_on": file.over_on,
        "holds": [{"reason": hold.reason, "since": hold.since} for hold in file.holds],
        "documents": list(file.documents),
    }


def due(one: Due) -> Json:
    """A case file whose period is over, with the documents that go and that stay."""
    return {
        "path": one.file.path,
        "code": str(one.file.code),
        "year": one.file.year,
        "over_on": one.file.over_on,
        "going": [record.path for record in one.going],
        "staying": [{"path": staying.record.path, "why": staying.why} for staying in one.staying],
        "holds": [hold.reason for hold in one.file.holds],
    }


def ledger_entry(one: Entry) -> Json:
    return asdict(one)


def ledger_state(head: Head, faults: list[LedgerFault]) -> Json:
    return {"head": asdict(head), "faults": [asdict(fault) for fault in faults]}


def verification(documents: int, faults: list[StoreFault]) -> Json:
    return {"documents": documents, "faults": [asdict(fault) for fault in faults]}


def problem(one: Problem) -> Json:
    return asdict(one)


def assessment(cycle: Cycle, summary: Summary) -> Json:
    """The outcome of a cycle, commune by commune."""
    return {
        "programme": cycle.programme.id,
        "illustrative": cycle.programme.illustrative,
        "year": cycle.year,
        "unit": cycle.lead.code,
        "recognised": len(summary.recognised),
        "total": len(summary.assessments),
        "share_percent": summary.share,
        "communes": [
            {
                "code": one.unit.code,
                "name": one.unit.name,
                "self_total": one.self_total,
                "total": one.total,
                "recognised": one.recognised,
                "reasons": one.reasons,
            }
            for one in summary.assessments
        ],
    }


def checked(file: Path, result: Checked | VanthuError) -> Json:
    """The checker's findings in a file, or why it could not be read."""
    if isinstance(result, VanthuError):
        unread = {"code": result.code, "message": str(result), "remedy": result.remedy_text}
        return {"file": str(file), "findings": [], "error": unread}
    return {"file": str(file), "findings": [finding(one) for one in result.findings]}


def finding(one: Finding) -> Json:
    rule, paragraph = one.rule, one.fault.paragraph
    return {
        "code": rule.code,
        "severity": rule.severity.name.lower(),
        "clause": rule.clause,
        "requirement": rule.title,
        "detail": one.fault.detail,
        "remedy": rule.remedy,
        "paragraph": paragraph.number if paragraph is not None else None,
        "area": paragraph.area.name.lower() if paragraph is not None else None,
        "text": paragraph.text if paragraph is not None else "",
        "fixable": one.fault.repair is not None,
    }


def field(one: Field) -> Json:
    return {"field": one.path, "kind": one.kind, "title": one.title, "example": one.example}


def template(one: Template) -> Json:
    return dict(zip(("id", "title", "type", "level"), template_row(one), strict=True))


def template_row(one: Template) -> tuple[str, str, str, str]:
    """Id, title, type of document, and who issues it, in words."""
    level = "xã" if one.manifest.level is IssuingLevel.COMMUNE else "đơn vị chủ trì"
    level = level if one.manifest.of_a_cycle else "bất kỳ"
    return (one.id, one.manifest.title, one.manifest.document_type.title, level)


def unit(one: AdminUnit, above: Sequence[AdminUnit]) -> Json:
    """An administrative unit. `above`: those that it belongs to, the nearest first."""
    return {
        "code": one.code,
        "name": one.name,
        "level": one.level.value,
        "above": [{"code": parent.code, "name": parent.name} for parent in above],
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "begun_by": one.begun_by,
        "ended_by": one.ended_by,
    }
