"""One evaluation cycle of one district: a workbook's contents, parsed and valid.

"District" means the unit that leads the cycle: a district until 30 June 2025, later the unit that the rules name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property

from .document import LegalBasis, Signer
from .programme import AreaKind, ConfirmedFigure, Programme
from .units import AdminUnit


@dataclass(frozen=True, slots=True)
class Vote:
    """The council's vote on one commune."""

    in_favour: int
    against: int


@dataclass(frozen=True, slots=True)
class CommuneEntry:
    unit: AdminUnit
    area: AreaKind
    place: str  # địa danh in the commune's documents
    self_points: Mapping[int, Decimal]
    points: Mapping[int, Decimal]
    vote: Vote | None
    own_council: "Council | None" = None  # hội đồng tự đánh giá, where the commune has one
    own_vote: Vote | None = None  # its vote on the self-assessment
    conditions: Mapping[str, bool] = field(default_factory=dict)  # those of the programme, by id
    self_parts: Mapping[str, Decimal] = field(default_factory=dict)  # own points of parts of criteria, where given


class CouncilRole(Enum):
    CHAIR = "Chủ tịch"
    DEPUTY = "Phó Chủ tịch"
    SECRETARY = "Thư ký"
    MEMBER = "Ủy viên"


@dataclass(frozen=True, slots=True)
class CouncilMember:
    full_name: str
    position: str  # "Phó Chủ tịch Ủy ban nhân dân huyện"
    role: CouncilRole
    present: bool | None  # at the meeting; None before it


@dataclass(frozen=True, slots=True)
class Council:
    name: str  # "Hội đồng xét duyệt"
    abbreviation: str  # "HĐXD"
    members: tuple[CouncilMember, ...]
    met_on: date | None
    began_at: str  # "08 giờ 00"
    ended_at: str
    place: str

    def holder(self, role: CouncilRole) -> CouncilMember | None:
        return next((member for member in self.members if member.role is role), None)

    @property
    def present(self) -> tuple[CouncilMember, ...]:
        return tuple(member for member in self.members if member.present)


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The day and signer of a template's documents.

    `unit_code`: "" for every unit of the template's level.
    """

    template_id: str
    unit_code: str
    issued_on: date
    signer_name: str  # "" for the first signer of the unit


@dataclass(frozen=True, slots=True)
class Assignment:
    """One office's part in the plan. `task` may hold the placeholder {tiêu chí}."""

    office: str
    criteria: tuple[int, ...]
    task: str


@dataclass(frozen=True, slots=True)
class StandingOffice:
    """Cơ quan thường trực: the office that drafts the district's documents."""

    name: str  # "Phòng Lao động - Thương binh và Xã hội huyện"
    abbreviation: str  # "LĐTBXH"


@dataclass(frozen=True)
class Cycle:
    programme: Programme
    year: int
    lead: AdminUnit
    province: AdminUnit
    place: str  # địa danh of the district's documents
    target_percent: Decimal
    superior_plan: LegalBasis
    self_report_due: date
    decision_due: date
    result_due: date
    report_to: str
    standing_office: StandingOffice
    council: Council
    commune_council: Council  # name and abbreviation of the communes' own ones; no members
    communes: tuple[CommuneEntry, ...]  # those with data for at least one document; scores may be missing
    listed: tuple[AdminUnit, ...]  # all that take part, also those whose data are wrong
    documents: tuple[DocumentFacts, ...]
    signers: Mapping[str, tuple[Signer, ...]]  # unit code → its signers, the usual one first
    legal_bases: Mapping[str, tuple[LegalBasis, ...]]  # template id → bases
    recipients: Mapping[str, tuple[str, ...]]  # template id → lines of Nơi nhận
    assignments: tuple[Assignment, ...]
    confirmed: Mapping[str, ConfirmedFigure] = field(default_factory=dict)  # by the office, in this workbook

    @cached_property
    def commune(self) -> dict[str, CommuneEntry]:
        return {entry.unit.code: entry for entry in self.communes}

    def council_of(self, unit: AdminUnit) -> Council:
        """The council that evaluates at that unit: the cycle's, or a commune's own.

        Without members where the commune has none.
        """
        if unit.code == self.lead.code:
            return self.council
        entry = self.commune.get(unit.code)
        return entry.own_council if entry is not None and entry.own_council is not None else self.commune_council

    @cached_property
    def _facts(self) -> dict[tuple[str, str], DocumentFacts]:
        return {(facts.template_id, facts.unit_code): facts for facts in self.documents}

    def facts(self, template_id: str, unit_code: str) -> DocumentFacts | None:
        """The facts of a unit's document: its own row, else the row for every unit.

        None: the document is not made.
        """
        return self._facts.get((template_id, unit_code)) or self._facts.get((template_id, ""))

    def signer(self, unit_code: str, name: str) -> Signer | None:
        """The signer of that unit by name, or its usual one when `name` is empty."""
        known = self.signers.get(unit_code, ())
        return next((signer for signer in known if not name or signer.full_name == name), None)
