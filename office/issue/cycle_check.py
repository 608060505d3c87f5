"""Whether a cycle's documents can be made, tried without writing anything.

A workbook without a fault in its cells can still give nothing: a programme whose figures are not confirmed, a template
that wants more, a text that the decree does not allow. Each document is built with a number that stands for the one
to come, and checked as a batch checks it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from doc_engine.document import DocumentCode
from doc_engine.document_data.cycle_data import Cited, CycleData, issuer_in_words, with_code
from doc_engine.errors import InputRejected, Place, Problem, VanthuError
from doc_engine.nd30.checking import check
from doc_engine.render import Properties, Renderer
from doc_engine.template import Template
from doc_engine.workbook import Reading

from ..jobs import UNOBSERVED, Job
from .issuing import NotByDecree
from .planning import Choice, PlannedDocument, cited_identities, plan


class CitedNotPlanned(VanthuError):
    code = "BH-11"
    message = "Văn bản được dẫn ({cited}) chưa có ngày ban hành."
    remedy = "Hãy điền ngày ban hành của văn bản đó trong trang Văn bản, hoặc ban hành nó trước."


@dataclass(frozen=True, slots=True)
class CycleCheck:
    """How many documents can be made, and why others cannot; `value`: the document."""

    possible: int
    problems: tuple[Problem, ...]


def tried(file: str, reading: Reading, templates: Mapping[str, Template], job: Job = UNOBSERVED) -> CycleCheck:
    """Build and check every document that has a day and whose data have no fault.

    What a fault in the data stops is not tried: it is among the reading's problems. `file`: named in the problems.
    """
    if reading.cycle is None:
        return CycleCheck(0, ())
    trial = _Trial(CycleData(reading.cycle), templates)
    found: list[Problem] = []
    possible = 0
    todo = [one for one in trial.planned if not _is_stopped(reading, one)]
    for done, planned in enumerate(todo):
        job.report(done, len(todo), planned.label)
        try:
            trial.build(planned)
            possible += 1
        except VanthuError as error:
            found += _problems(file, planned, error)
    return CycleCheck(possible, tuple(found))


def _is_stopped(reading: Reading, planned: PlannedDocument) -> bool:
    """Return whether faults in the data stop a document: its unit's, or anyone's."""
    groups = planned.template.groups
    bad = reading.bad_units
    own = any(problem.stops(groups) for problem in bad.get(planned.unit.code, ()))
    return own or ("ket_qua" in groups and any(one.stops(("ket_qua",)) for faults in bad.values() for one in faults))


def _problems(file: str, planned: PlannedDocument, error: VanthuError) -> list[Problem]:
    """The problems of a document: of its data one by one, else the error."""
    inner = error.problems if isinstance(error, InputRejected) else ()
    said = [(one.code, f"{one.place.heading}: {one.reason}", one.remedy) for one in inner]
    return [
        Problem(code, Place(file), planned.label, reason, remedy, planned.unit.code)
        for code, reason, remedy in said or [(error.code, str(error), error.remedy_text)]
    ]


class _Trial:
    """The documents of a cycle as they would be built."""

    def __init__(self, source: CycleData, templates: Mapping[str, Template]) -> None:
        self._source, self._templates = source, templates
        self.planned = plan(source, templates, Choice())
        self._by_identity = {one.identity: one for one in self.planned}
        # Each its own number, as they will have: two documents with one number would be a fault.
        self._numbers = {one.identity: number for number, one in enumerate(self.planned, start=1)}
        self._renderers: dict[str, Renderer] = {}

    def build(self, planned: PlannedDocument) -> None:
        """Build and check one document. Raises CitedNotPlanned, NotByDecree and others."""
        template = planned.template
        document = self._source.document(
            template, planned.unit, planned.issued_on, planned.facts.signer_name, self._cited(planned)
        )
        data = with_code(document, self._code(planned))
        template.check(data, template.id)
        if template.id not in self._renderers:
            self._renderers[template.id] = Renderer(template.docx, template.id, binds_names=True)
        properties = Properties(document.subject, document.body.full_name, document.issued_on)
        errors = check(self._renderers[template.id].render(data, properties), planned.label).errors
        if errors:
            raise NotByDecree(count=len(errors), errors=" ".join(str(error) for error in errors[:3]))

    def _cited(self, planned: PlannedDocument) -> dict[str, Cited]:
        found = {}
        for id_, identity in cited_identities(self._source.cycle, planned, self._templates).items():
            other = self._by_identity.get(identity)
            if other is None:
                raise CitedNotPlanned(cited=self._templates[id_].manifest.title)
            body = issuer_in_words(other.template, other.body)
            subject = self._source.subject(other.template, other.unit)
            found[id_] = Cited(other.template, self._code(other), other.issued_on, body, subject)
        return found

    def _code(self, planned: PlannedDocument) -> DocumentCode:
        symbol = planned.body.symbol(planned.template.manifest.document_type)
        return DocumentCode(self._numbers[planned.identity], symbol)
