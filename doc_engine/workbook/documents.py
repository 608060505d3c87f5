"""The sheets about documents: days, signers, bases, recipients, assignments."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from ..cycle import Assignment, DocumentFacts
from ..document import LegalBasis
from ..manifest import Issuer, IssuingLevel, Power
from ..nd30 import habits
from ..programme import Programme
from ..replaced_laws import replaced
from ..spreadsheet import cells
from ..spreadsheet.cell import cell_of
from ..template import Template
from ..units import AdminUnit
from . import form
from .book import Book
from .communes import Communes, Listed, lead_or_listed
from .faults import Fault, Notice
from .people import Signers
from .period import Period
from .rows import Row

Templates = Mapping[str, Template]


def read_documents(
    book: Book,
    templates: Templates,
    period: Period | None,
    listed: Communes,
    signers: Signers,
    met_on: Mapping[str, date | None],
) -> tuple[DocumentFacts, ...]:
    """The facts of all documents, checked.

    `met_on`: when the communes' own councils met, by commune.
    """
    sheet = book.sheet(form.DOCUMENTS)
    if sheet is None or period is None or period.lead is None:
        return ()
    found: dict[tuple[str, str], DocumentFacts] = {}
    first: dict[tuple[str, str], int] = {}
    rows: dict[tuple[str, str], Row] = {}
    for row in sheet.rows():
        id_ = row.choice("Mẫu", templates)
        day = row.day("Ngày ban hành")
        unit = lead_or_listed(row, period.lead, listed)
        if not id_ or day is None or (row.text("Mã đơn vị") and unit is None):
            continue
        template = templates[id_]
        if period.programme and not template.manifest.serves(period.programme.id):
            row.note(Fault.TEMPLATE_OF_OTHERS, "Mẫu", programmes=", ".join(template.manifest.programmes))
            continue
        if not _level_fits(row, template, unit, period.lead):
            continue
        later = period.programme.last_years_later if period.programme else 0
        if period.year is not None and not period.year <= day.year <= period.year + later:
            row.note(Fault.WRONG_YEAR, "Ngày ban hành", year=period.year)
        at_commune = template.manifest.level is IssuingLevel.COMMUNE
        key = (id_, unit.code if unit and at_commune else "")
        if key in first:
            row.note(Fault.TWICE, "Mẫu", first=first[key])
            continue
        first[key] = row.number
        facts = DocumentFacts(id_, key[1], day, row.text("Người ký"))
        _check_signer(row, template, facts, period, listed, signers)
        rows[key] = row
        found[key] = facts
    _check_order(rows, templates, found)
    for key, facts in found.items():
        _check_minutes(rows[key], templates[facts.template_id], facts, period.days["Hội đồng: ngày họp"], met_on)
    return tuple(found.values())


def year_of_documents(book: Book) -> int | None:
    """The one year of all days of issue; None without days, or where they differ.

    Known before the year of the cycle is read: where that is wrong, everything else would seem to be.
    """
    sheet = book.sheet(form.DOCUMENTS)
    days = [cells.day(row.cell("Ngày ban hành")) for row in (sheet.rows() if sheet else ())]
    years = Counter(day.year for day in days if day is not None)
    return next(iter(years)) if len(years) == 1 else None


def read_legal_bases(
    book: Book, templates: Templates, documents: Sequence[DocumentFacts]
) -> dict[str, tuple[LegalBasis, ...]]:
    """The legal bases, by template id."""
    sheet = book.sheet(form.LEGAL_BASES)
    days = {facts.template_id: facts.issued_on for facts in documents}
    found: dict[str, list[LegalBasis]] = defaultdict(list)
    for row in sheet.rows() if sheet else ():
        id_ = row.choice("Mẫu", templates)
        basis = LegalBasis(
            habits.part_of_basis(row.text("Tên loại")),
            row.text("Số, ký hiệu"),
            habits.part_of_basis(row.text("Cơ quan ban hành")),
            row.day("Ngày ban hành"),
            habits.part_of_basis(row.text("Trích yếu")),
        )
        found[id_].append(basis)
        law = replaced(basis, days[id_]) if id_ in days else None
        if law is not None:
            row.notice(Notice.LAW_REPLACED, "Trích yếu", new=law.new, since=f"{law.since:%d/%m/%Y}")
    return {id_: tuple(bases) for id_, bases in found.items()}


def read_recipients(book: Book, templates: Templates) -> dict[str, tuple[str, ...]]:
    """The lines of Nơi nhận without their dashes and semicolons, by template id."""
    sheet = book.sheet(form.RECIPIENTS)
    found: dict[str, list[str]] = defaultdict(list)
    for row in sheet.rows() if sheet else ():
        written = row.text("Nơi nhận")
        line = f"Lưu: {habits.filing(written)}" if habits.is_filing(written) else habits.recipient(written)
        id_ = row.choice("Mẫu", templates)
        if line and line not in found[id_]:
            found[id_].append(line)
    return {id_: tuple(lines) for id_, lines in found.items()}


def read_assignments(book: Book, programme: Programme | None, standing_office: str) -> tuple[Assignment, ...]:
    """The tasks of offices. The standing office's own are in the template."""
    criteria = {one.id: one for one in programme.criteria} if programme else {}
    shared = {one.id for one in criteria.values() if len(one.lead_offices) > 1}
    sheet = book.sheet(form.ASSIGNMENTS)
    found = []
    taken: set[int] = set()
    for row in sheet.rows() if sheet else ():
        numbers = []
        value = row.cell("Tiêu chí").value
        if isinstance(value, Decimal) and value != int(value):
            row.note(Fault.CRITERION_UNKNOWN, "Tiêu chí")  # "3,10" typed into a cell of numbers is 3.1
            continue
        for part in row.text("Tiêu chí").replace(";", ",").split(","):
            number = cells.whole(cell_of(part.strip()))
            if part.strip() and criteria and number not in criteria:
                row.note(Fault.CRITERION_UNKNOWN, "Tiêu chí")
            elif number in taken and number not in shared:
                row.note(Fault.CRITERION_TWICE, "Tiêu chí", criterion=number)
            elif number is not None:
                taken.add(number)
                numbers.append(number)
        office, task = row.text("Cơ quan, đơn vị"), row.text("Nhiệm vụ")
        if office and not task and standing_office and office != standing_office:
            row.note(Fault.EMPTY, "Nhiệm vụ")
        found.append(Assignment(office, tuple(numbers), task))
    return tuple(found)


def _level_fits(row: Row, template: Template, unit: AdminUnit | None, lead: AdminUnit) -> bool:
    at_commune = template.manifest.level is IssuingLevel.COMMUNE
    if unit is None or at_commune == (unit is not lead):
        return True
    row.note(Fault.ROW_MISPLACED, "Mã đơn vị", level="xã" if at_commune else lead.name)
    return False


def _check_signer(
    row: Row,
    template: Template,
    facts: DocumentFacts,
    period: Period,
    listed: Mapping[str, Listed],
    signers: Signers,
) -> None:
    lead = period.lead
    if template.manifest.issuer is Issuer.COUNCIL or lead is None:
        return
    if template.manifest.issuer is Issuer.OFFICE:
        name, abbreviation = period.texts["Cơ quan thường trực"], period.texts["Cơ quan thường trực: viết tắt"]
        if name and abbreviation:
            _check_known(row, facts, name, f"{lead.code}/{abbreviation}", signers)
        return
    at_commune = template.manifest.level is IssuingLevel.COMMUNE
    codes = ([facts.unit_code] if facts.unit_code else list(listed)) if at_commune else [lead.code]
    for code in codes:
        unit = listed[code].unit if at_commune else lead
        row.unit_code = code if at_commune and not signers.get(code) else ""
        _check_known(row, facts, unit.name, code, signers)
        row.unit_code = ""


def _check_known(row: Row, facts: DocumentFacts, name: str, body: str, signers: Signers) -> None:
    known = signers.get(body, ())
    if signers.is_known_to_lack(body):
        row.note(Fault.NO_SIGNER, "Người ký", unit=name)
    elif (
        known
        and facts.signer_name
        and not signers.unread & {"", body}
        and all(signer.full_name != facts.signer_name for signer in known)
    ):
        row.note(Fault.SIGNER_UNKNOWN, "Người ký", unit=name)


def _check_order(
    rows: Mapping[tuple[str, str], Row], templates: Templates, found: Mapping[tuple[str, str], DocumentFacts]
) -> None:
    """Note documents that are older than one that they cite."""
    for key, facts in found.items():
        for cited in templates[facts.template_id].manifest.cites:
            earlier = found.get((cited, facts.unit_code)) or found.get((cited, ""))
            if earlier and earlier.issued_on > facts.issued_on:
                other = f"{earlier.issued_on:%d/%m/%Y}"
                rows[key].note(Fault.DATE_ORDER, "Ngày ban hành", other=other, earlier=f"của văn bản {cited}")


def _check_minutes(
    row: Row, template: Template, facts: DocumentFacts, met_on: date | None, own: Mapping[str, date | None]
) -> None:
    """Note minutes older than their meeting; a commune's fault is assigned to it."""
    if template.manifest.power is not Power.CHAIR:
        return
    at_commune = template.manifest.level is IssuingLevel.COMMUNE
    codes = ([facts.unit_code] if facts.unit_code else list(own)) if at_commune else [""]
    for code in codes:
        day = own.get(code) if at_commune else met_on
        if day is not None and day > facts.issued_on:
            row.unit_code = code
            row.note(Fault.DATE_ORDER, "Ngày ban hành", other=f"{day:%d/%m/%Y}", earlier="họp Hội đồng")
            row.unit_code = ""
