"""From a file to a `Cycle`, or to everything that is wrong with the file.

Faults in one commune's own rows are laid to that commune: the others can go on. Any other fault stops the whole.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from ..context import committee
from ..cycle import (
    Assignment,
    CommuneEntry,
    Council,
    CouncilMember,
    CouncilRole,
    Cycle,
    DocumentFacts,
    StandingOffice,
    Vote,
)
from ..document import AuthorityConflict, LegalBasis, Signer, SigningAuthority, sign
from ..errors import Place, Problem
from ..programme import Criterion, Programme
from ..template import Issuer, IssuingLevel, Template
from ..units import AdminUnit, Level, UnitNotFound, units
from ..vietnamese import number_text, slug
from . import cells, form, source
from .faults import Fault, Faults
from .period import Period, read_period
from .rows import Row, SheetReader, did_you_mean


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says. `cycle` is None when it cannot be used at all; `problems` are in the order of the file.

    With a cycle and problems, the communes named by the problems are not in `cycle.communes`.
    """

    cycle: Cycle | None
    problems: tuple[Problem, ...]

    @property
    def bad_units(self) -> dict[str, tuple[Problem, ...]]:
        """Unit code → what is wrong with that commune's data."""
        found: dict[str, list[Problem]] = defaultdict(list)
        for problem in self.problems:
            if problem.unit_code:
                found[problem.unit_code].append(problem)
        return {code: tuple(problems) for code, problems in found.items()}


def read(path: Path, templates: Mapping[str, Template]) -> Reading:
    """Reads a .xlsx, a .json or a folder of .csv. `templates`: those that the sheets may name, by id.

    Raises SourceUnreadable or UnsafePackage when there is nothing to read; all else is in the result.
    """
    return _CycleReader(path, templates).read()


class _CycleReader:
    def __init__(self, path: Path, templates: Mapping[str, Template]) -> None:
        self._path = path
        self._templates = templates
        self._faults = Faults(path.name)
        self._tables = source.tables(path)

    def read(self) -> Reading:
        self._check_version()
        period_sheet = self._sheet(form.PERIOD)
        period = read_period(period_sheet, self._path.parent) if period_sheet else None
        programme = period.programme if period else None
        criteria = tuple(criterion.id for criterion in programme.criteria) if programme else ()
        self._check_sheet_names(criteria)
        listed = self._communes(period, programme)
        self_scores = self._scores(form.SELF_SCORES, criteria, programme, listed)
        scores = self._scores(form.SCORES, criteria, programme, listed)
        council = self._council(period)
        votes = self._votes(listed, council)
        signers = self._signers(period, listed)
        documents = self._documents(period, listed, signers)
        bases = self._legal_bases()
        recipients = self._recipients()
        assignments = self._assignments(criteria)
        problems = tuple(self._faults.found)
        if period is None or programme is None or any(not problem.unit_code for problem in problems):
            return Reading(None, problems)
        bad = {problem.unit_code for problem in problems}
        entries = tuple(
            CommuneEntry(
                row.unit, programme.area[row.area], row.place, self_scores[code], scores[code], votes.get(code)
            )
            for code, row in listed.items()
            if code not in bad
        )
        cycle = _cycle(period, programme, council, entries, tuple(row.unit for row in listed.values()))
        return Reading(
            cycle(
                documents=documents,
                signers=signers,
                legal_bases=bases,
                recipients=recipients,
                assignments=assignments,
            ),
            problems,
        )

    # --- sheets ---

    def _sheet(self, sheet: form.Sheet) -> SheetReader | None:
        table = next((table for name, table in self._tables.items() if source.same_name(name, sheet.name)), None)
        if table is None:
            hint = did_you_mean(sheet.name, self._tables)
            self._faults.note(Fault.SHEET_MISSING, Place(self._faults.file, sheet.name), hint=hint)
            return None
        return SheetReader(table, sheet, self._faults)

    def _check_version(self) -> None:
        table = self._tables.get(form.VERSION_SHEET)
        if table is not None:
            written = cells.text(table.rows[0][0]) if table.rows and table.rows[0] else ""
            if written != form.VERSION:
                self._faults.note(Fault.WRONG_VERSION, Place(self._faults.file, form.VERSION_SHEET, 1, "A"), written)

    def _check_sheet_names(self, criteria: tuple[int, ...]) -> None:
        expected = [sheet.name for sheet in form.all_sheets(criteria)] + [form.VERSION_SHEET]
        known = {slug(name) for name in expected}
        for name in self._tables:
            if slug(name) in known:
                known.discard(slug(name))  # a second one of the same name is strange again
            elif not slug(name).startswith(slug(form.NOTE_PREFIX)):
                hint = did_you_mean(name, expected)
                self._faults.note(Fault.SHEET_UNKNOWN, Place(self._faults.file, name), hint=hint)

    # --- communes, scores, votes ---

    def _communes(self, period: Period | None, programme: Programme | None) -> dict[str, "_Listed"]:
        sheet = self._sheet(form.COMMUNES)
        found: dict[str, _Listed] = {}
        first: dict[str, int] = {}
        for row in sheet.rows() if sheet else ():
            area = row.choice("Khu vực", list(programme.area) if programme else [])
            unit = self._unit(row, period, "Mã xã")
            if unit is None:
                continue
            if unit.code in first:
                row.note(Fault.TWICE, "Mã xã", first=first[unit.code])
                continue
            first[unit.code] = row.number
            self._check_name(row, unit)
            found[unit.code] = _Listed(unit, area, row.text("Địa danh") or unit.proper_name)
        return found

    def _unit(self, row: Row, period: Period | None, heading: str) -> AdminUnit | None:
        """The commune of a row, if it is one of the lead unit's."""
        code = cells.code(row.text(heading), 5)
        if not code or period is None or period.units_on is None:
            return None
        try:
            unit = units().at(code, period.units_on)
        except UnitNotFound:
            unit = None
        if unit is None or unit.level is not Level.COMMUNE:
            row.note(Fault.UNIT_UNKNOWN, heading, on=f"{period.units_on:%d/%m/%Y}")
            return None
        if period.lead is not None and not _belongs(unit, period.lead, period.units_on):
            row.note(Fault.UNIT_ELSEWHERE, heading, unit=unit.name, lead=period.lead.name)
            return None
        return unit

    def _check_name(self, row: Row, unit: AdminUnit) -> None:
        written = slug(row.text("Tên xã")).replace("y", "i")
        known = {slug(name).replace("y", "i") for name in (unit.name, unit.proper_name)}
        if written and written not in known:  # Sỹ Bình and Sĩ Bình are one place, and both are written
            row.note(Fault.NAME_MISMATCH, "Tên xã", code=unit.code, unit=unit.name)

    def _listed_row(self, row: Row, listed: Mapping[str, "_Listed"], first: dict[str, int]) -> str:
        """The code of a row's commune, the row being the first one of a listed commune; else ""."""
        code = cells.code(row.text("Mã xã"), 5)
        if not code:
            return ""
        if code not in listed:
            row.note(Fault.COMMUNE_NOT_LISTED, "Mã xã")
            return ""
        if code in first:
            row.note(Fault.TWICE, "Mã xã", first=first[code])
            return ""
        first[code] = row.number
        row.unit_code = code
        self._check_name(row, listed[code].unit)
        return code

    def _scores(
        self, name: str, criteria: tuple[int, ...], programme: Programme | None, listed: Mapping[str, "_Listed"]
    ) -> dict[str, dict[int, Decimal]]:
        sheet = self._sheet(form.score_sheet(name, criteria)) if programme else None
        if sheet is None or programme is None:
            return {}
        found: dict[str, dict[int, Decimal]] = {}
        first: dict[str, int] = {}
        for row in sheet.rows():
            code = self._listed_row(row, listed, first)
            if code:
                found[code] = {
                    criterion.id: points
                    for criterion in programme.criteria
                    if (points := _points(row, criterion)) is not None
                }
        self._check_all_there(sheet, first, listed)
        return found

    def _check_all_there(self, sheet: SheetReader, first: Mapping[str, int], listed: Mapping[str, "_Listed"]) -> None:
        for code, row in listed.items():
            if code not in first:
                place = sheet.place(None, "Mã xã")
                self._faults.note(Fault.COMMUNE_MISSING, place, code, unit_code=code, unit=row.unit.name)

    def _votes(self, listed: Mapping[str, "_Listed"], council: Council) -> dict[str, Vote]:
        sheet = self._sheet(form.VOTES)
        found: dict[str, Vote] = {}
        first: dict[str, int] = {}
        for row in sheet.rows() if sheet else ():
            code = self._listed_row(row, listed, first)
            in_favour, against = row.whole("Tán thành"), row.whole("Không tán thành")
            if not code or in_favour is None or against is None:
                continue
            present = len(council.present)
            if in_favour + against > present:
                row.note(Fault.TOO_MANY_VOTES, "Tán thành", votes=in_favour + against, present=present)
            found[code] = Vote(in_favour, against)
        if sheet and council.met_on:
            self._check_all_there(sheet, first, listed)
        return found

    # --- people ---

    def _council(self, period: Period | None) -> Council:
        sheet = self._sheet(form.COUNCIL)
        roles = {role.value: role for role in CouncilRole}
        members = []
        for row in sheet.rows() if sheet else ():
            role = row.choice("Vai trò", roles)
            present = row.choice("Dự họp", ("Có", "Vắng")) == "Có"
            name, position = row.text("Họ và tên"), row.text("Chức vụ")
            if role:
                members.append(CouncilMember(name, position, roles[role], present))
        texts = period.texts if period else {}
        council = Council(
            name=texts.get("Hội đồng: tên", ""),
            abbreviation=texts.get("Hội đồng: viết tắt", ""),
            members=tuple(members),
            met_on=period.days["Hội đồng: ngày họp"] if period else None,
            began_at=texts.get("Hội đồng: giờ bắt đầu", ""),
            ended_at=texts.get("Hội đồng: giờ kết thúc", ""),
            place=texts.get("Hội đồng: địa điểm họp", ""),
        )
        for only in (CouncilRole.CHAIR, CouncilRole.SECRETARY) if sheet and members else ():
            count = sum(member.role is only for member in members)
            if count != 1:
                place = Place(self._faults.file, form.COUNCIL.name, heading="Vai trò")
                self._faults.note(Fault.COUNCIL_ROLE, place, role=only.value, count=count)
        return council

    def _signers(self, period: Period | None, listed: Mapping[str, "_Listed"]) -> dict[str, tuple[Signer, ...]]:
        sheet = self._sheet(form.SIGNERS)
        capacities = {capacity.value: capacity for capacity in SigningAuthority}
        found: dict[str, list[Signer]] = defaultdict(list)
        lead = period.lead if period else None
        for row in sheet.rows() if sheet else ():
            capacity = row.choice("Cách ký", capacities)
            name, title = row.text("Họ và tên"), row.text("Chức vụ")
            unit = self._own_unit(row, lead, listed)
            if unit is None or not capacity or not name or not title:
                continue
            signer = Signer(name, title, capacities[capacity])
            try:
                sign(committee(unit), signer, on_behalf=True)
            except AuthorityConflict as conflict:
                row.note(Fault.AUTHORITY, "Cách ký", rule=conflict.facts["rule"])
            found[unit.code].append(signer)
        return {code: tuple(signers) for code, signers in found.items()}

    def _own_unit(self, row: Row, lead: AdminUnit | None, listed: Mapping[str, "_Listed"]) -> AdminUnit | None:
        """The lead unit or a listed commune, by "Mã đơn vị"; None when it is empty or neither."""
        written = row.text("Mã đơn vị")
        if not written or lead is None:
            return None
        if cells.code(written, len(lead.code)) == lead.code:
            return lead
        code = cells.code(written, 5)
        if code not in listed:
            row.note(Fault.COMMUNE_NOT_LISTED, "Mã đơn vị")
            return None
        return listed[code].unit

    # --- documents ---

    def _documents(
        self, period: Period | None, listed: Mapping[str, "_Listed"], signers: Mapping[str, tuple[Signer, ...]]
    ) -> tuple[DocumentFacts, ...]:
        sheet = self._sheet(form.DOCUMENTS)
        if sheet is None or period is None or period.lead is None:
            return ()
        found: dict[tuple[str, str], DocumentFacts] = {}
        first: dict[tuple[str, str], int] = {}
        for row in sheet.rows():
            id_ = row.choice("Mẫu", self._templates)
            day = row.day("Ngày ban hành")
            unit = self._own_unit(row, period.lead, listed)
            if not id_ or day is None or (row.text("Mã đơn vị") and unit is None):
                continue
            template = self._templates[id_]
            if not self._level_fits(row, template, unit, period.lead):
                continue
            if day.year != period.year:
                row.note(Fault.WRONG_YEAR, "Ngày ban hành", year=period.year)
            at_commune = template.manifest.level is IssuingLevel.COMMUNE
            key = (id_, unit.code if unit and at_commune else "")
            if key in first:
                row.note(Fault.TWICE, "Mẫu", first=first[key])
                continue
            first[key] = row.number
            facts = DocumentFacts(id_, key[1], day, row.text("Người ký"))
            self._check_signer(row, template, facts, period.lead, listed, signers)
            self._check_order(row, facts, found)
            found[key] = facts
        return tuple(found.values())

    def _level_fits(self, row: Row, template: Template, unit: AdminUnit | None, lead: AdminUnit) -> bool:
        at_commune = template.manifest.level is IssuingLevel.COMMUNE
        if unit is None or at_commune == (unit is not lead):
            return True
        row.note(Fault.ROW_MISPLACED, "Mã đơn vị", level="xã" if at_commune else lead.name)
        return False

    def _check_signer(
        self,
        row: Row,
        template: Template,
        facts: DocumentFacts,
        lead: AdminUnit,
        listed: Mapping[str, "_Listed"],
        signers: Mapping[str, tuple[Signer, ...]],
    ) -> None:
        if template.manifest.issuer is not Issuer.COMMITTEE:
            return
        at_commune = template.manifest.level is IssuingLevel.COMMUNE
        codes = ([facts.unit_code] if facts.unit_code else list(listed)) if at_commune else [lead.code]
        for code in codes:
            unit = listed[code].unit if at_commune else lead
            known = signers.get(code, ())
            if not known:
                row.note(Fault.NO_SIGNER, "Người ký", unit=unit.name)
                continue
            if facts.signer_name and all(signer.full_name != facts.signer_name for signer in known):
                row.note(Fault.SIGNER_UNKNOWN, "Người ký", unit=unit.name)

    def _check_order(self, row: Row, facts: DocumentFacts, found: Mapping[tuple[str, str], DocumentFacts]) -> None:
        """A document is not older than one that it cites."""
        for cited in self._templates[facts.template_id].manifest.cites:
            earlier = found.get((cited, facts.unit_code)) or found.get((cited, ""))
            if earlier and earlier.issued_on > facts.issued_on:
                other = f"{earlier.issued_on:%d/%m/%Y}"
                row.note(Fault.DATE_ORDER, "Ngày ban hành", other=other, earlier=cited)

    # --- lists by template ---

    def _legal_bases(self) -> dict[str, tuple[LegalBasis, ...]]:
        sheet = self._sheet(form.LEGAL_BASES)
        found: dict[str, list[LegalBasis]] = defaultdict(list)
        for row in sheet.rows() if sheet else ():
            id_ = row.choice("Mẫu", self._templates)
            found[id_].append(
                LegalBasis(
                    row.text("Tên loại"),
                    row.text("Số, ký hiệu"),
                    row.text("Cơ quan ban hành"),
                    row.day("Ngày ban hành"),
                    row.text("Trích yếu"),
                )
            )
        return {id_: tuple(bases) for id_, bases in found.items()}

    def _recipients(self) -> dict[str, tuple[str, ...]]:
        sheet = self._sheet(form.RECIPIENTS)
        found: dict[str, list[str]] = defaultdict(list)
        for row in sheet.rows() if sheet else ():
            written = row.text("Nơi nhận").lstrip("- ").rstrip(";. ")
            found[row.choice("Mẫu", self._templates)].append(written)
        return {id_: tuple(lines) for id_, lines in found.items()}

    def _assignments(self, criteria: tuple[int, ...]) -> tuple[Assignment, ...]:
        sheet = self._sheet(form.ASSIGNMENTS)
        found = []
        taken: set[int] = set()
        for row in sheet.rows() if sheet else ():
            numbers = []
            for part in row.text("Tiêu chí").replace(";", ",").split(","):
                number = cells.whole(part) if part.strip() else None
                if part.strip() and criteria and number not in criteria:
                    row.note(Fault.CRITERION_UNKNOWN, "Tiêu chí")
                elif number in taken:
                    row.note(Fault.CRITERION_TWICE, "Tiêu chí", criterion=number)
                elif number is not None:
                    taken.add(number)
                    numbers.append(number)
            found.append(Assignment(row.text("Cơ quan, đơn vị"), tuple(numbers), row.text("Nhiệm vụ")))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Listed:
    unit: AdminUnit
    area: str
    place: str


def _points(row: Row, criterion: Criterion) -> Decimal | None:
    heading = form.criterion_heading(criterion.id)
    points = row.number_in(heading)
    if points is None:
        return None
    maximum = criterion.max_points.value
    if points < 0:
        row.note(Fault.POINTS_NEGATIVE, heading)
    elif maximum is not None and points > maximum:
        row.note(Fault.POINTS_TOO_HIGH, heading, maximum=number_text(maximum), criterion=criterion.id)
    return points


def _belongs(unit: AdminUnit, lead: AdminUnit, on: date) -> bool:
    if unit.parent_code == lead.code:
        return True
    if lead.level is Level.DISTRICT:
        return False
    try:
        return units().at(unit.parent_code, on).parent_code == lead.code
    except UnitNotFound:
        return False


def _cycle(
    period: Period,
    programme: Programme,
    council: Council,
    communes: tuple[CommuneEntry, ...],
    listed: tuple[AdminUnit, ...],
) -> Callable[..., Cycle]:
    """A cycle with the first sheet's facts filled in. Every one is there: each missing one was a problem."""
    assert period.year is not None
    assert period.lead is not None
    assert period.province is not None
    assert period.target_percent is not None
    return partial(
        Cycle,
        programme=programme,
        year=period.year,
        lead=period.lead,
        province=period.province,
        place=period.texts["Địa danh"],
        target_percent=period.target_percent,
        superior_plan=period.superior_plan,
        self_report_due=_known(period.days["Hạn xã gửi báo cáo"]),
        decision_due=_known(period.days["Hạn ký quyết định công nhận"]),
        result_due=_known(period.days["Hạn báo cáo kết quả"]),
        report_to=period.texts["Báo cáo kết quả gửi"],
        standing_office=StandingOffice(
            period.texts["Cơ quan thường trực"], period.texts["Cơ quan thường trực: viết tắt"]
        ),
        council=council,
        communes=communes,
        listed=listed,
    )


def _known(day: date | None) -> date:
    assert day is not None
    return day
