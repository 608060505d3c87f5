"""Single documents: drafted, submitted, approved, issued.

Before issue every step can be undone. What is issued is what was read: each step holds the draft's files against their
digest.

du-thao/<id>/    ho-so.json (what it is, every step with who and when, the digests), van-ban.docx (to be read),
                 du-lieu.json (what filled it; of a Word file, what the clerk corrected of its facts)

After issue nothing is edited (NĐ 30/2020/NĐ-CP, Điều 18.3): a new document, issued in the same way, replaces, corrects
or recalls what was wrong; the rules are in relations.py.
"""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from archive.ledger import Action, AuditEvent
from archive.metadata import DocumentRecord
from doc_engine.document_types import DocumentType
from doc_engine.docx_text import plain_text
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.recognition import recognise
from doc_engine.remedies import RemedyAction
from doc_engine.template import Template
from doc_engine.units import units

from .. import unit_lookup
from ..office import Office
from ..state import indexing
from ..state.indexing import NewlyIssued
from . import agency_match, draft_documents, issuing, relations
from .draft_documents import NumberedDraft
from .drafting import draft
from .drafts import (
    STATE_NAMES,
    Draft,
    Meant,
    Origin,
    State,
    StepRefused,
    get,
    is_edited,
    new_draft,
    open_draft,
    refuse_changed,
    refuse_pending,
    step_lock,
    step_now,
    with_digests,
    write,
    write_facts,
)  # fmt: skip

# The allowed steps: submit, return, approve, return. Issuing is a step of its own.
_MOVES = {
    (State.DRAFT, State.SUBMITTED),
    (State.SUBMITTED, State.DRAFT),
    (State.SUBMITTED, State.APPROVED),
    (State.APPROVED, State.DRAFT),
}


_ENTERED = {State.SUBMITTED: Action.SUBMITTED, State.APPROVED: Action.APPROVED, State.DRAFT: Action.RETURNED}


class OwnDraft(VanthuError):
    """Four eyes, a setting of the office: nobody approves what he has drafted."""

    code = "DT-03"
    exit_code = ExitCode.REFUSED
    message = "{who} đã soạn dự thảo {id} nên không duyệt được."
    remedy = "Hãy để người khác duyệt; quy định này ở mục hai_nguoi trong vanthu.toml."


class NotApproved(VanthuError):
    """Four eyes: the ledger has no approval of these very bytes."""

    code = "DT-12"
    exit_code = ExitCode.REFUSED
    message = "Nhật ký không ghi ai đã duyệt đúng nội dung này của dự thảo {id}."
    remedy = f"Hãy trả lại dự thảo ({RemedyAction.RETURN_DRAFT.of('{id}')}), trình và duyệt lại."


def new(
    office: Office,
    source: Template | DocumentType,
    data: Mapping[str, Any],
    file: str,
    unit: str,
    meant: Meant | None = None,
) -> Draft:
    """Make a draft of an agency of a unit from data.

    `unit`: its code, or its name on the document's day. Raises what `drafting.draft` raises, AgencyMismatch,
    RelationRefused, and what `unit_lookup.unit_on` raises; nothing is then written.
    """
    unit_code = unit_lookup.unit_on(unit, _day(data) or office.clock().date()).code
    made = new_draft(office, _name(source), unit_code, Origin.DATA, meant)
    docx = draft(source, data, file, office.clock().date())
    record = draft_documents.record_of_data(office, made, data)
    unit_then = units().at(unit_code, record.issued_on)
    agency_match.refuse_mismatch(recognise(docx, file), unit_then, record.issued_on)
    relations.refuse_wrong(office, record, plain_text(docx), made.reason)
    return write(office, replace(made, subject=record.subject), data, docx)


def change(office: Office, id_: str, data: Mapping[str, Any], file: str, *, force: bool = False) -> Draft:
    """Replace a draft's data, and its .docx by what they give.

    `force`: also a .docx that somebody changed in Word. Raises StepRefused once submitted, DraftChanged, NumberPending.
    """
    docx = draft(draft_documents.source_of(office, get(office, id_)), data, file, office.clock().date())
    with open_draft(office, id_) as one:
        if not force:
            _refuse_lost_edit(office, one)
        step = step_now(office, State.DRAFT, "sửa dữ liệu", edited=True)
        changed = replace(one, steps=(*one.steps, step), origin=Origin.DATA, cleaned="")
        changed = replace(changed, subject=draft_documents.record_of_data(office, changed, data).subject)
        return write(office, changed, data, docx)


def move(office: Office, id_: str, to: State, note: str = "") -> Draft:
    """Submit, approve or return a draft; the step enters the ledger.

    What is submitted and approved is what the program wrote or took. Raises DraftNotFound, StepRefused, DraftChanged,
    ResidueLeft, OwnDraft, NumberPending or OfficeBusy.
    """
    with step_lock(office, id_):
        one = get(office, id_)
        if (one.state, to) not in _MOVES:
            raise StepRefused(id=one.id, state=STATE_NAMES[one.state])
        who = office.actor.name
        if to is State.APPROVED and office.settings.four_eyes and who in one.drafters:
            raise OwnDraft(id=one.id, who=who)
        if to is State.DRAFT:
            refuse_pending(office, one)
        else:
            docx, _ = refuse_changed(office, one)
            draft_documents.refuse_residue(docx)
        moved = replace(with_digests(office, one), steps=(*one.steps, step_now(office, to, note)))
        with office.change():
            office.enter([AuditEvent(_ENTERED[to], one.identity, note=note if to is State.DRAFT else moved.digest)])
        write_facts(office, moved)
    return moved


def withdraw(office: Office, id_: str) -> None:
    """Delete a draft. Raises StepRefused after issue, or NumberPending."""
    with step_lock(office, id_):
        one = get(office, id_)
        if one.state is State.ISSUED:
            raise StepRefused(id=one.id, state=STATE_NAMES[one.state])
        refuse_pending(office, one)
        shutil.rmtree(office.files.draft(one.id).folder)


def preview(office: Office, id_: str) -> NumberedDraft:
    """What `issue` would issue now, with its findings; nothing is taken.

    Raises DraftNotFound, DraftChanged, and as `draft_documents.numbered` does.
    """
    one = get(office, id_)
    refuse_changed(office, one)
    return draft_documents.numbered(office, one)


def issue(office: Office, id_: str, override_reason: str | None = None) -> DocumentRecord:
    """Number, archive and index a draft.

    Run again after an interruption, it continues with the same number. The day is the document's, or today. With four
    eyes only a draft is issued of whose very bytes the ledger has an approval. Raises StepRefused, DraftChanged,
    NotApproved, DayNotCome, ResidueLeft, AgencyMismatch, NotByDecree, RelationRefused, and what rendering and the
    register raise; no number is then taken.
    """
    with step_lock(office, id_):
        one = get(office, id_)
        newly_issued: list[NewlyIssued] = []
        with office.change():
            record = office.catalogue.by_identity([one.identity]).get(one.identity)
            if record is None:  # whatever the draft's own facts say
                _refuse_unapproved(office, one)
                ready = draft_documents.ready(office, one, override_reason)
                newly_issued, record = issuing.issue(office, [ready]), ready.record
        indexing.add(office, newly_issued)
        if one.state is not State.ISSUED:
            write_facts(office, replace(one, path=record.path, steps=(*one.steps, step_now(office, State.ISSUED))))
    return record


def _refuse_lost_edit(office: Office, one: Draft) -> None:
    """Raise DraftChanged where new data would overwrite what somebody wrote in Word."""
    if is_edited(office, one):
        refuse_changed(office, replace(one, data_digest=""))


def _refuse_unapproved(office: Office, one: Draft) -> None:
    """Raise StepRefused, NotApproved or DraftChanged."""
    if office.settings.four_eyes and one.state is not State.APPROVED:
        raise StepRefused(id=one.id, state=STATE_NAMES[one.state])
    refuse_changed(office, one)
    if office.settings.four_eyes:
        approval = office.ledger.approved().get(one.identity)
        if approval is None or approval.note != with_digests(office, one).digest:
            raise NotApproved(id=one.id)


def _name(source: Template | DocumentType) -> str:
    return source.id if isinstance(source, Template) else source.title


def _day(data: Mapping[str, Any]) -> date | None:
    try:
        return date.fromisoformat(str(data.get("ngay") or ""))
    except ValueError:
        return None  # the schema reports what is no day
