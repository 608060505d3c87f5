"""What a draft becomes: its record, and the document with its number and day.

From data, the document is rendered again with its number. A Word file gets its number and day in their places; its
facts are those that its page states, unless the clerk corrected one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from archive.keys import AgencyKey
from archive.metadata import DocumentRecord, Making
from archive.register import NumberRequest, TakenNumber
from doc_engine.document_data.cycle_data import committee
from doc_engine.document_types import DocumentType
from doc_engine.docx_text import plain_text
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.nd30 import forms
from doc_engine.nd30.checking import Checked, check
from doc_engine.recognition import RecognisedDocument, filled_in, recognise, residue
from doc_engine.remedies import RemedyAction
from doc_engine.template import Template
from doc_engine.units import AdminUnit, units
from doc_engine.vietnamese import slug

from ..office import Office
from . import agency_match, issuing, relations
from .batch_in_hand import refuse_later_date
from .drafting import issuable
from .drafts import Draft, Origin, data_of, refuse_changed
from .issuing import DayNotCome, ReadyDocument
from .planning import series


class NotRecognised(VanthuError):
    """A Word file whose page lacks a component, or has it in an unknown form."""

    code = "DT-07"
    exit_code = ExitCode.INPUT
    message = "Không nhận ra trong văn bản: {what}."
    remedy = f"Hãy trình bày các thành phần ấy theo Nghị định 30, Phụ lục I, hoặc ghi rõ: {RemedyAction.CORRECT_FACT}."


class NumberWritten(VanthuError):
    """A draft has no number: the register gives it (NĐ 30/2020/NĐ-CP, Điều 15)."""

    code = "DT-08"
    exit_code = ExitCode.REFUSED
    message = "Văn bản đã ghi số {number:02}; số do sổ cấp khi ban hành."
    remedy = "Hãy để trống chỗ ghi số (Số:      /{symbol}) rồi làm lại; số đã cấp ở sổ giấy thì không ban hành lại."


class DayPartial(VanthuError):
    code = "DT-09"
    exit_code = ExitCode.INPUT
    message = "Ngày tháng trên văn bản ghi dở hoặc không có thật."
    remedy = "Hãy ghi đủ ngày, tháng, năm, hoặc để trống cả ngày và tháng: khi ban hành sẽ được điền."


class ResidueLeft(VanthuError):
    """Tracked changes, comments and the like: each reader would see another document."""

    code = "DT-10"
    exit_code = ExitCode.REFUSED
    message = "Văn bản còn {what}."
    remedy = (
        "Hãy chấp nhận hoặc bỏ chúng trong Word (Review, Accept All; Delete All Comments), hoặc để phần mềm chấp nhận "
        f"mọi thay đổi và bỏ phần còn lại: {RemedyAction.CLEAN_DOCX}."
    )


class SymbolWrong(VanthuError):
    """A symbol that is not of the type: it would open a book of its own."""

    code = "DT-13"
    exit_code = ExitCode.INPUT
    message = 'Ký hiệu "{symbol}" không phải của {kind}.'
    remedy = "Hãy viết như {example} (Nghị định 30, Phụ lục I, Phần I, Mục II.3 và Phụ lục III)."


class CorrectionRefused(VanthuError):
    """A correction of what the page states clearly: register and paper would disagree."""

    code = "DT-14"
    exit_code = ExitCode.INPUT
    message = 'Trên văn bản ghi {what} là "{written}", không phải "{given}".'
    remedy = "Hãy sửa trong Word: sổ ghi đúng như văn bản."


@dataclass(frozen=True, slots=True)
class NumberedDraft:
    """A draft as it would be issued now. `request`: for its number."""

    request: NumberRequest
    number: TakenNumber
    record: DocumentRecord
    docx: bytes
    data: Mapping[str, Any] | None
    checked: Checked


# The facts of a Word file that a clerk may correct, by their names in du-lieu.json.
CORRECTABLE = ("loai", "ky_hieu", "trich_yeu", "ngay", "ho_ten", "chuc_vu")


def recognised(docx: bytes, corrections: Mapping[str, Any]) -> RecognisedDocument:
    """The facts of a Word file, with what the clerk corrected.

    Raises NotRecognised with all that is missing, NumberWritten, DayPartial, SymbolWrong, CorrectionRefused,
    UnsafePackage or UnreadableDocument.
    """
    found = recognise(docx, "van-ban.docx")
    given = str(corrections.get("loai", ""))
    kind = next((one for one in DocumentType if one.title == given), found.kind)
    if found.kind is not None and kind is not found.kind:
        raise CorrectionRefused(what="loại văn bản", written=found.kind.title, given=given)
    if found.symbol and corrections.get("ky_hieu", found.symbol) != found.symbol:
        raise CorrectionRefused(what="ký hiệu", written=found.symbol, given=corrections["ky_hieu"])
    found = replace(
        found,
        kind=kind,
        symbol=str(corrections.get("ky_hieu") or found.symbol),
        subject=str(corrections.get("trich_yeu") or found.subject),
        day=found.day or _day(corrections),
        signer_name=str(corrections.get("ho_ten") or found.signer_name),
        signer_title=str(corrections.get("chuc_vu") or found.signer_title),
    )
    if found.missing:
        raise NotRecognised(what="; ".join(found.missing))
    if found.number is not None:
        raise NumberWritten(number=found.number, symbol=found.symbol)
    if found.is_day_partial:
        raise DayPartial
    if found.kind is not None and found.symbol:
        _refuse_symbol(found.kind, found.symbol)
    return found


def _refuse_symbol(kind: DocumentType, symbol: str) -> None:
    """Raise SymbolWrong where a symbol does not begin with the type's abbreviation.

    An official letter has none, and begins with that of no other type. Source: NĐ 30/2020/NĐ-CP, Phụ lục III.
    """
    first, _, rest = symbol.partition("-")
    others = {one.abbreviation for one in DocumentType if one.abbreviation} | {"CV"}
    right = first == kind.abbreviation and bool(rest) if kind.abbreviation else first not in others
    if not right or "/" in symbol:
        example = f"{kind.abbreviation}-UBND" if kind.abbreviation else "UBND-VP"
        raise SymbolWrong(symbol=symbol, kind=kind.title, example=example)


def refuse_residue(docx: bytes) -> None:
    """Raise ResidueLeft where a document has tracked changes, comments and the like."""
    left = residue(docx, "van-ban.docx")
    if left:
        raise ResidueLeft(what="; ".join(map(str, left)))


def numbered(office: Office, one: Draft) -> NumberedDraft:
    """A draft as it would be issued now, checked and numbered; nothing is taken.

    Raises DraftChanged, DayNotCome, ResidueLeft, AgencyMismatch, RelationRefused, SeriesInBatch, and what
    `recognised`, rendering and the register raise.
    """
    today = office.clock().date()
    read_, raw = refuse_changed(office, one)  # without a number: its own must not stand for one that it names
    docx, data = read_, data_of(office, one, raw)
    from_data = one.origin is Origin.DATA
    record = record_of_data(office, one, data) if from_data else record_of_page(office, one, recognised(docx, data))
    pending = office.register.find([one.identity]).get(one.identity)  # by an issuing that was interrupted
    day = pending.issued_on if pending else record.issued_on
    if day > today:
        raise DayNotCome(day=day)
    record = replace(record, issued_on=day, year=day.year)
    request = NumberRequest(record.agency, day.year, record.series, record.symbol, day, one.identity)
    refuse_later_date(office, request)
    (number,) = office.register.preview([request])
    if from_data:
        filled = issuable(source_of(office, one), {**data, "ngay": day.isoformat(), "so": number.number}, one.id, today)
        docx, printed = filled.docx, filled.data
        recipients = issuing.recipients(filled.data["van_ban"]["noi_nhan"])
    else:
        recipients, printed = record.recipients, None
        docx = filled_in(docx, "van-ban.docx", number.number, day)
    refuse_residue(docx)
    page = recognise(docx, one.id)
    agency_match.refuse_mismatch(page, units().at(one.unit_code, day), day)
    relations.refuse_wrong(office, record, plain_text(read_), one.reason)
    record = replace(
        record,
        path=issuing.archive_path(number, units().at(record.unit_code, day)),
        number=number.number,
        recipients=recipients,
        content_digest=issuing.text_digest(docx),
    )
    return NumberedDraft(request, number, record, docx, printed, check(docx, one.id))


def ready(office: Office, one: Draft, override_reason: str | None) -> ReadyDocument:
    """A draft ready to be issued. Raises NotByDecree, and as `numbered` does."""
    found = numbered(office, one)
    errors = found.checked.errors
    if errors and not override_reason:
        raise issuing.NotByDecree(count=len(errors), errors=" ".join(str(error) for error in errors[:3]))
    record = replace(found.record, override_reason=override_reason if errors else None)
    return ReadyDocument(found.request, record, found.docx, found.data, _making(office, one))


def _making(office: Office, one: Draft) -> Making:
    approval = office.ledger.approved().get(one.identity)
    return Making(
        origin="" if one.origin is Origin.DATA else one.origin.value,
        cleaned=one.cleaned,
        reason=one.reason,
        approved_by=approval.who if approval else "",
        approved_digest=approval.note if approval else "",
    )


def record_of_data(office: Office, one: Draft, data: Mapping[str, Any]) -> DocumentRecord:
    """The record of a document rendered from data, without its number."""
    source = source_of(office, one)
    kind = _kind(source)
    signer = data.get("ky") or data.get("ben_a") or {}
    symbol = "-".join(part for part in (kind.abbreviation, str(data.get("ky_hieu", ""))) if part)
    template = source if isinstance(source, Template) else None
    record = _record(
        office,
        one,
        kind,
        symbol,
        tuple(str(line) for line in data.get("co_quan", ())),
        _day(data) or office.clock().date(),
    )
    return replace(
        record,
        subject=forms.subject_of(kind, data),
        signer_name=str(signer.get("ho_ten", "")),
        signer_title=str(signer.get("chuc_vu", "")),
        template_id=template.id if template else kind.title,
        template_digest=template.digest if template else "",
    )


def record_of_page(office: Office, one: Draft, page: RecognisedDocument) -> DocumentRecord:
    """The record of a Word file, by what its page states."""
    assert page.kind is not None, "else it was not recognised"
    symbol = page.symbol or page.kind.abbreviation
    record = _record(office, one, page.kind, symbol, page.agency, page.day or office.clock().date())
    return replace(
        record,
        subject=page.subject,
        signer_name=page.signer_name,
        signer_title=page.signer_title,
        recipients=issuing.recipients(page.recipients),
        template_id="" if one.origin is Origin.WORD else one.source,
    )


def _record(
    office: Office, one: Draft, kind: DocumentType, symbol: str, agency: tuple[str, ...], day: date
) -> DocumentRecord:
    unit = units().at(one.unit_code, day)
    body = symbol.removeprefix(f"{kind.abbreviation}-") if kind.abbreviation else symbol
    return DocumentRecord(
        path="",
        year=day.year,
        agency=_agency(unit, body),
        series=series(kind, office.settings.series),
        number=0,
        symbol=symbol,
        type_abbreviation=kind.abbreviation,
        type_title=kind.title.capitalize(),
        subject="",
        issued_on=day,
        unit_code=unit.code,
        unit_name=unit.name,
        agency_name=_agency_name(unit, agency),
        signer_name="",
        signer_title="",
        recipients=(),
        identity=one.identity,
        template_id="",
        template_digest="",
        content_digest="",
        programme="",
        relation=one.relation,
        target=one.target,
    )


def _agency(unit: AdminUnit, abbreviations: str) -> str:
    """The key of the agency that numbers: the unit's code, "01969", for the committee.

    For another body with its abbreviation, "01969/HĐND".
    """
    body = abbreviations.partition("-")[0]
    body = body.upper() if body.upper() in ("UBND", "HĐND") else body
    return str(AgencyKey(unit.code, "" if body == "UBND" else body))


def _agency_name(unit: AdminUnit, lines: tuple[str, ...]) -> str:
    """The committee's name as in a sentence; another body's as on the page's head."""
    written = " ".join(lines)
    name = committee(unit).full_name
    return name if slug(written) == slug(name) else written


def _kind(source: Template | DocumentType) -> DocumentType:
    return source.manifest.document_type if isinstance(source, Template) else source


def source_of(office: Office, one: Draft) -> Template | DocumentType:
    """The type or template of a draft. Raises what `office.template` raises."""
    try:
        return DocumentType.named(one.source)
    except KeyError:
        return office.template(one.source)


def _day(data: Mapping[str, Any]) -> date | None:
    try:
        return date.fromisoformat(str(data.get("ngay") or ""))
    except ValueError:
        return None  # the schema reports what is no day
