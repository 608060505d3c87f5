"""Drafts written in Word: brought, copied from an issued document, taken back.

A file from outside is looked at first: macros, embedded objects and references to elsewhere are refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from archive.metadata import DocumentRecord
from doc_engine.document_types import DocumentType
from doc_engine.docx_text import plain_text
from doc_engine.opc_guard import open_package, refuse_active_content
from doc_engine.recognition import RecognisedDocument, as_transitional, blanked, cleaned, recognise, residue
from doc_engine.template import Template
from doc_engine.units import units

from .. import unit_lookup
from ..office import Office
from ..state import issued
from . import agency_match, draft_documents, relations
from .drafting import draft
from .drafts import (
    Draft,
    DraftUnreadable,
    Meant,
    Origin,
    State,
    data_of,
    new_draft,
    open_draft,
    read_files,
    step_now,
    write,
)


def new(
    office: Office,
    docx: bytes,
    unit: str,
    corrections: Mapping[str, Any],
    meant: Meant | None = None,
    *,
    clean: bool = False,
) -> Draft:
    """Make a draft of a document that somebody wrote in Word.

    `corrections`: facts that the page states wrongly or not at all, by `draft_documents.CORRECTABLE`. `clean`: changes
    are accepted, comments and hidden text removed. Raises NotRecognised, NumberWritten, DayPartial, AgencyMismatch,
    RelationRefused, UnsafePackage, UnreadableDocument; nothing is then written.
    """
    taken = _taken(docx, clean=clean)
    page = draft_documents.recognised(taken.docx, corrections)
    assert page.kind is not None, "else it was not recognised"
    day = page.day or office.clock().date()
    unit_code = unit_lookup.unit_on(unit, day).code
    made = new_draft(office, page.kind.title, unit_code, Origin.WORD, meant)
    made = replace(made, cleaned=taken.cleaned, subject=page.subject)
    agency_match.refuse_mismatch(page, units().at(unit_code, day), day)
    relations.refuse_wrong(
        office, draft_documents.record_of_page(office, made, page), plain_text(taken.docx), made.reason
    )
    return write(office, made, corrections, taken.docx)


def new_from_template(
    office: Office,
    template: Template,
    data: Mapping[str, Any],
    file: str,
    unit: str,
    corrections: Mapping[str, Any],
    meant: Meant | None = None,
) -> Draft:
    """Make a draft from a template's own page and data.

    What it is, is read from the page, as with any Word file; a page that does not name its type has the template's.
    Raises as `drafting.draft` and `new` do.
    """
    docx = draft(template, data, file, office.clock().date())
    unnamed = recognise(docx, file).kind is None
    typed = {"loai": template.manifest.document_type.title} if unnamed else {}
    return new(office, docx, unit, {**typed, **corrections}, meant)


def new_from_issued(office: Office, target: DocumentRecord, meant: Meant, unit: str) -> Draft:
    """Make a draft that is a copy of an issued document, tables and annexes with it.

    Number, day and month are blank; the copy is changed in Word and taken (`take_docx`). Raises RelationRefused,
    PlaceMissing, and what `unit_lookup.unit_on` raises.
    """
    docx = blanked(issued.original(office, target), f"{target.code}")
    unit_code = unit_lookup.unit_on(unit, office.clock().date()).code
    kind = DocumentType.named(target.type_title)
    made = new_draft(office, kind.title, unit_code, Origin.WORD, meant)
    page = draft_documents.recognised(docx, {})
    relations.refuse_wrong(office, draft_documents.record_of_page(office, made, page), None, made.reason)
    return write(office, replace(made, subject=page.subject), {}, docx)


def take_docx(
    office: Office, id_: str, docx: bytes | None, corrections: Mapping[str, Any], *, clean: bool = False
) -> Draft:
    """Take a Word file as the text of a draft.

    `docx`: None takes the draft's own, as it lies in its folder. `corrections` and errors: as of `new`; also
    StepRefused, NumberPending.
    """
    with open_draft(office, id_) as one:
        own, data = read_files(office, one)
        taken = _taken(own if docx is None else docx, clean=clean)
        # What was corrected of the draft's own text stays corrected; another file states its own facts.
        kept = {} if one.origin is Origin.DATA or docx is not None else _corrections(office, one, data)
        said = {**kept, **corrections}
        page = draft_documents.recognised(taken.docx, said)
        assert page.kind is not None, "else it was not recognised"
        origin = Origin.WORD if one.origin is Origin.WORD else Origin.EDITED
        step = step_now(office, State.DRAFT, "lấy bản Word", edited=True)
        source = page.kind.title if origin is Origin.WORD else one.source
        changed = replace(one, source=source, steps=(*one.steps, step), origin=origin, cleaned=taken.cleaned)
        changed = replace(changed, subject=page.subject)
        day = page.day or office.clock().date()
        agency_match.refuse_mismatch(page, units().at(one.unit_code, day), day)
        record = draft_documents.record_of_page(office, changed, page)
        relations.refuse_wrong(office, record, plain_text(taken.docx), one.reason)
        return write(office, changed, said, taken.docx)


def facts(office: Office, one: Draft) -> RecognisedDocument:
    """What the page of a Word draft states, as corrected. Raises as `new` does."""
    docx, data = read_files(office, one)
    return draft_documents.recognised(docx, data_of(office, one, data))


def _corrections(office: Office, one: Draft, data: bytes) -> dict[str, Any]:
    """The corrections of a draft; none where somebody spoilt the file."""
    try:
        return data_of(office, one, data)
    except DraftUnreadable:
        return {}


@dataclass(frozen=True, slots=True)
class _Taken:
    """A Word file as it is taken. `cleaned`: the residue that was removed."""

    docx: bytes
    cleaned: str


def _taken(docx: bytes, *, clean: bool) -> _Taken:
    with open_package(docx, "van-ban.docx", ".docx") as package:
        refuse_active_content(package, "van-ban.docx")
    docx = as_transitional(docx, "van-ban.docx")
    left = residue(docx, "van-ban.docx") if clean else ()
    if not left:
        return _Taken(docx, "")
    made = cleaned(docx, "van-ban.docx")
    draft_documents.refuse_residue(made)
    return _Taken(made, "đã bỏ " + "; ".join(map(str, left)))
