"""The documents that a cycle asks for, in the order of their issue."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from archive.keys import CycleIdentity
from archive.register import COPIES as COPIES_SERIES
from archive.register import SHARED, NumberRequest
from doc_engine.cycle import Cycle, DocumentFacts
from doc_engine.document import IssuingBody
from doc_engine.document_data.cycle_data import CycleData
from doc_engine.document_types import COPIES, DocumentType
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.manifest import IssuingLevel
from doc_engine.template import Template
from doc_engine.units import AdminUnit

from .. import unit_lookup
from ..settings import SeriesPolicy


@dataclass(frozen=True, slots=True)
class Choice:
    """The part of a cycle that is wanted.

    `only`: template ids; `communes`: unit codes, which leave out the lead unit's own documents. Empty: all.
    """

    only: frozenset[str] = frozenset()
    communes: frozenset[str] = frozenset()


class TemplatesUnknown(VanthuError):
    code = "BH-09"
    exit_code = ExitCode.USAGE
    message = "Không có mẫu {names}."
    remedy = "Các mẫu: {known}."


def choice(cycle: Cycle, templates: Mapping[str, Template], only: Collection[str], communes: Collection[str]) -> Choice:
    """The part of a cycle given by ids of templates, and codes or names of communes.

    Raises TemplatesUnknown or UnitNotInCycle.
    """
    if unknown := sorted(set(only) - templates.keys()):
        raise TemplatesUnknown(names=", ".join(unknown), known=", ".join(templates))
    return Choice(frozenset(only), unit_lookup.communes_of(cycle, communes))


@dataclass(frozen=True, slots=True)
class PlannedDocument:
    """A planned document. `identity`: whatever its number, the same for the same plan."""

    template: Template
    unit: AdminUnit
    body: IssuingBody
    facts: DocumentFacts
    identity: str
    programme_id: str

    @property
    def issued_on(self) -> date:
        return self.facts.issued_on

    @property
    def label(self) -> str:
        return f"{self.template.manifest.title}, {self.unit.name}"


def identity(cycle: Cycle, template_id: str, unit: AdminUnit) -> str:
    """Return "<programme>:<year>:<lead unit>:<template>:<unit>"."""
    return str(CycleIdentity(cycle.programme.id, cycle.year, cycle.lead.code, template_id, unit.code))


def plan(data: CycleData, templates: Mapping[str, Template], choice: Choice) -> list[PlannedDocument]:
    """The documents that have a date, by date, then template rank, then unit code."""
    cycle = data.cycle
    found = []
    for template in templates.values():
        if choice.only and template.id not in choice.only:
            continue
        at_lead = template.manifest.level is IssuingLevel.LEAD
        units = ([] if choice.communes else [cycle.lead]) if at_lead else cycle.listed
        for unit in units:
            facts = cycle.facts(template.id, unit.code)
            if facts is not None and (not choice.communes or unit.code in choice.communes):
                body, name = data.body(template, unit), identity(cycle, template.id, unit)
                found.append(PlannedDocument(template, unit, body, facts, name, cycle.programme.id))
    return sorted(found, key=lambda one: (one.issued_on, one.template.manifest.rank, one.unit.code))


def cited_identities(cycle: Cycle, planned: PlannedDocument, templates: Mapping[str, Template]) -> dict[str, str]:
    """The documents that one cites: template id → identity.

    A commune cites the lead unit's documents and its own.
    """
    found = {}
    for id_ in planned.template.manifest.cites:
        at_lead = templates[id_].manifest.level is IssuingLevel.LEAD
        found[id_] = identity(cycle, id_, cycle.lead if at_lead else planned.unit)
    return found


def series(kind: DocumentType, policy: SeriesPolicy) -> str:
    """The series in which documents of a type are numbered.

    All copies share one that is their own in either policy (NĐ 30/2020/NĐ-CP, Phụ lục I, Phần II, Mục II.1.c); an
    official letter has no abbreviation to name its series by.
    """
    if kind in COPIES:
        return COPIES_SERIES
    if policy is SeriesPolicy.SHARED:
        return SHARED
    return kind.abbreviation or kind.title


def number_request(planned: PlannedDocument, policy: SeriesPolicy) -> NumberRequest:
    """Return the request for a document's number.

    An advisory council numbers in a series of its own in either policy: its body has its own key.
    """
    kind = planned.template.manifest.document_type
    return NumberRequest(
        agency=planned.body.key,
        year=planned.issued_on.year,
        series=series(kind, policy),
        symbol=planned.body.symbol(kind),
        issued_on=planned.issued_on,
        identity=planned.identity,
    )
