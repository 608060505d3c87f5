"""Single documents: drafted, submitted, approved, issued.

Before issue every step can be undone.

du-thao/<id>/    ho-so.json (what it is, and every step with who and when), du-lieu.json, van-ban.docx (to be read)

After issue nothing is edited (NĐ 30/2020/NĐ-CP, Điều 18.3): a new document, issued in the same way, replaces, corrects
or recalls what was wrong; the rules are in relations.py.
"""

import json
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from archive.keys import AgencyKey
from archive.metadata import DocumentRecord, Relation
from archive.register import NumberRequest, TakenNumber
from doc_engine.document_data.cycle_data import committee
from doc_engine.document_types import DocumentType
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.nd30.checking import check
from doc_engine.remedies import RemedyAction
from doc_engine.template import Template
from doc_engine.units import AdminUnit, units
from doc_engine.vietnamese import slug

from .. import unit_lookup
from ..office import Office
from ..state import indexing
from ..state.indexing import NewlyIssued
from . import issuing, relations
from .batch_in_hand import refuse_later_date
from .drafting import Filled, draft, issuable
from .drafts import STATE_NAMES, Draft, State, get, step_lock, step_now, write, write_facts
from .issuing import DayNotCome, NotByDecree, ReadyDocument
from .planning import series

# The allowed steps: submit, return, approve, return. Issuing is a step of its own.
_MOVES = {
    (State.DRAFT, State.SUBMITTED),
    (State.SUBMITTED, State.DRAFT),
    (State.SUBMITTED, State.APPROVED),
    (State.APPROVED, State.DRAFT),
}


class StepRefused(VanthuError):
    code = "DT-02"
    exit_code = ExitCode.REFUSED
    message = "Dự thảo {id} {state}, không chuyển sang bước này được."
    remedy = f"Các bước: dự thảo, trình, duyệt hoặc trả lại, ban hành ({RemedyAction.DRAFT_STEPS})."


class OwnDraft(VanthuError):
    """Four eyes, a setting of the office: nobody approves what he has drafted."""

    code = "DT-03"
    exit_code = ExitCode.REFUSED
    message = "{who} đã soạn dự thảo {id} nên không duyệt được."
    remedy = "Hãy để người khác duyệt; quy định này ở mục hai_nguoi trong vanthu.toml."


class NumberPending(VanthuError):
    code = "DT-04"
    exit_code = ExitCode.REFUSED
    message = "Dự thảo {id} đang giữ số {code} vì lần ban hành trước bị ngắt."
    remedy = f"Hãy ban hành lại để dùng số ấy, hoặc hủy số: {RemedyAction.VOID_NUMBER}."


def new(
    office: Office,
    source: Template | DocumentType,
    data: Mapping[str, Any],
    file: str,
    unit: str,
    relation: tuple[Relation, str] | None = None,
) -> Draft:
    """Make a draft of an agency of a unit.

    `relation`: what it is to do to the document at a path. `unit`: its code, or its name on the document's day. Raises
    what `drafting.draft` raises, RelationRefused, and what `unit_lookup.unit_on` raises; nothing is then written.
    """
    unit_code = unit_lookup.unit_on(unit, _day(data) or office.clock().date()).code
    made = Draft(
        f"dt-{secrets.token_hex(3)}",
        _name(source),
        unit_code,
        (step_now(office, State.DRAFT, edited=True),),
        *(relation or (None, None)),
    )
    docx = draft(source, data, file, office.clock().date())
    if relation is not None:
        relations.refuse_wrong(office, _facts(office, made, data))
    write(office, made, data, docx)
    return made


def change(office: Office, id_: str, data: Mapping[str, Any], file: str) -> Draft:
    """Replace a draft's data. Raises StepRefused once submitted, or NumberPending."""
    docx = draft(_source(office, get(office, id_)), data, file, office.clock().date())
    with step_lock(office, id_):
        one = get(office, id_)
        if one.state is not State.DRAFT:
            raise StepRefused(id=one.id, state=STATE_NAMES[one.state])
        _refuse_pending(office, one)
        changed = replace(one, steps=(*one.steps, step_now(office, State.DRAFT, "sửa dữ liệu", edited=True)))
        write(office, changed, data, docx)
    return changed


def move(office: Office, id_: str, to: State, note: str = "") -> Draft:
    """Submit, approve or return a draft.

    Raises DraftNotFound, StepRefused, OwnDraft or NumberPending.
    """
    with step_lock(office, id_):
        one = get(office, id_)
        if (one.state, to) not in _MOVES:
            raise StepRefused(id=one.id, state=STATE_NAMES[one.state])
        who = office.actor.name
        if to is State.APPROVED and office.settings.four_eyes and who in one.drafters:
            raise OwnDraft(id=one.id, who=who)
        if to is State.DRAFT:
            _refuse_pending(office, one)
        moved = replace(one, steps=(*one.steps, step_now(office, to, note)))
        write_facts(office, moved)
    return moved


def withdraw(office: Office, id_: str) -> None:
    """Delete a draft. Raises StepRefused after issue, or NumberPending."""
    with step_lock(office, id_):
        one = get(office, id_)
        if one.state is State.ISSUED:
            raise StepRefused(id=one.id, state=STATE_NAMES[one.state])
        _refuse_pending(office, one)
        shutil.rmtree(office.files.draft(one.id).folder)


def issue(office: Office, id_: str, override_reason: str | None = None) -> DocumentRecord:
    """Number, archive and index a draft.

    Run again after an interruption, it continues with the same number. The day is the data's, or today. With four eyes
    only an approved draft is issued. Raises StepRefused, DayNotCome, NotByDecree, RelationRefused, and what rendering
    and the register raise; no number is then taken.
    """
    with step_lock(office, id_):
        one = get(office, id_)
        if office.settings.four_eyes and one.state not in (State.APPROVED, State.ISSUED):
            raise StepRefused(id=one.id, state=STATE_NAMES[one.state])
        newly_issued: list[NewlyIssued] = []
        with office.change():
            record = office.catalogue.by_identity([one.identity]).get(one.identity)
            if record is None:
                ready = _ready(office, one, override_reason)
                newly_issued, record = issuing.issue(office, [ready]), ready.record
        indexing.add(office, newly_issued)
        if one.state is not State.ISSUED:
            write_facts(office, replace(one, path=record.path, steps=(*one.steps, step_now(office, State.ISSUED))))
    return record


def _ready(office: Office, one: Draft, override_reason: str | None) -> ReadyDocument:
    source, today = _source(office, one), office.clock().date()
    data = json.loads(office.files.draft(one.id).data.read_bytes())
    pending = office.register.find([one.identity]).get(one.identity)  # by an issuing that was interrupted
    day = pending.issued_on if pending else _day(data) or today
    data["ngay"] = day.isoformat()
    if day > today:
        raise DayNotCome(day=day)
    facts = _facts(office, one, data)
    relations.refuse_wrong(office, facts)
    request = NumberRequest(
        facts.agency, day.year, series(_kind(source), office.settings.series), facts.symbol, day, one.identity
    )
    refuse_later_date(office, request)
    (number,) = office.register.preview([request])
    filled = issuable(source, {**data, "so": number.number}, one.id, today)
    errors = check(filled.docx, one.id).errors
    if errors and not override_reason:
        raise NotByDecree(count=len(errors), errors=" ".join(str(error) for error in errors[:3]))
    return ReadyDocument(
        request, _numbered(facts, number, filled, override_reason if errors else None), filled.docx, filled.data
    )


def _facts(office: Office, one: Draft, data: Mapping[str, Any]) -> DocumentRecord:
    """The record of a document as far as it is known without its number."""
    source = _source(office, one)
    kind, day = _kind(source), _day(data) or office.clock().date()
    unit = units().at(one.unit_code, day)
    symbol = "-".join(part for part in (kind.abbreviation, str(data.get("ky_hieu", ""))) if part)
    signer = data.get("ky") or data.get("ben_a") or {}
    template = source if isinstance(source, Template) else None
    return DocumentRecord(
        path="",
        year=day.year,
        agency=_agency(unit, str(data.get("ky_hieu", ""))),
        series=series(kind, office.settings.series),
        number=0,
        symbol=symbol,
        type_abbreviation=kind.abbreviation,
        type_title=kind.title.capitalize(),
        subject=str(data.get("trich_yeu") or kind.title.capitalize()),
        issued_on=day,
        unit_code=unit.code,
        unit_name=unit.name,
        agency_name=_agency_name(unit, data),
        signer_name=str(signer.get("ho_ten", "")),
        signer_title=str(signer.get("chuc_vu", "")),
        recipients=(),
        identity=one.identity,
        template_id=template.id if template else kind.title,
        template_digest=template.digest if template else "",
        content_digest="",
        programme="",
        relation=one.relation,
        target=one.target,
    )


def _numbered(
    facts: DocumentRecord, number: TakenNumber, filled: Filled, override_reason: str | None
) -> DocumentRecord:
    unit = units().at(facts.unit_code, facts.issued_on)
    return replace(
        facts,
        path=issuing.archive_path(number, unit),
        number=number.number,
        recipients=issuing.recipients(filled.data["van_ban"]["noi_nhan"]),
        content_digest=issuing.text_digest(filled.docx),
        override_reason=override_reason,
    )


def _agency(unit: AdminUnit, abbreviations: str) -> str:
    """The key of the agency that numbers: the unit's code, "01969", for the committee.

    For another body with its abbreviation, "01969/HĐND".
    """
    body = abbreviations.partition("-")[0]
    return str(AgencyKey(unit.code, "" if body == "UBND" else body))


def _agency_name(unit: AdminUnit, data: Mapping[str, Any]) -> str:
    """The committee's name as in a sentence; another body's as on the page's head."""
    written = " ".join(str(line) for line in data.get("co_quan", ()))
    name = committee(unit).full_name
    return name if slug(written) == slug(name) else written


def _kind(source: Template | DocumentType) -> DocumentType:
    return source.manifest.document_type if isinstance(source, Template) else source


def _name(source: Template | DocumentType) -> str:
    return source.id if isinstance(source, Template) else source.title


def _source(office: Office, one: Draft) -> Template | DocumentType:
    try:
        return DocumentType.named(one.source)
    except KeyError:
        return office.template(one.source)


def _day(data: Mapping[str, Any]) -> date | None:
    try:
        return date.fromisoformat(str(data.get("ngay") or ""))
    except ValueError:
        return None  # the schema reports what is no day


def _refuse_pending(office: Office, one: Draft) -> None:
    pending = office.register.find([one.identity]).get(one.identity)
    if pending is not None:
        raise NumberPending(id=one.id, code=pending.code)
