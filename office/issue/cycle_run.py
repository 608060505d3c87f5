"""One pass over a cycle's documents: what can be made, rendered, and committed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from archive.ledger import Head
from archive.metadata import DocumentRecord
from archive.register import NumberRequest, TakenNumber
from doc_engine.document import DocumentCode
from doc_engine.document_data.cycle_data import Cited, CycleData, DocumentData, issuer_in_words, with_code
from doc_engine.errors import InputRejected, Problem, VanthuError
from doc_engine.nd30.checking import check
from doc_engine.render import Properties
from doc_engine.workbook import Reading

from ..jobs import UNOBSERVED, Job
from ..office import Office
from ..settings import SeriesPolicy
from ..state import issued
from ..state.indexing import NewlyIssued
from ..user_files import write_output
from . import issuing
from .batch_report import BatchReport, Failure, Made, copy_of
from .draft_documents import refuse_residue
from .issuing import DayNotCome, NotByDecree, ReadyDocument, archive_path, recipients, text_digest
from .planning import Choice, PlannedDocument, cited_identities, number_request, plan

_NEEDS_ALL_COMMUNES = "ket_qua"


class NumbersMovedMeanwhile(Exception):
    """Numbers that another process took meanwhile: prepare the group again."""


class CitedNotIssued(VanthuError):
    code = "BH-01"
    message = "Văn bản được dẫn ({cited}) chưa có trong kỳ này hoặc chưa ban hành được."
    remedy = "Hãy điền ngày ban hành của văn bản đó trong trang Văn bản, hoặc ban hành nó trước."


class AlreadyIssuedOtherwise(VanthuError):
    """Data that differ from an issued document, which is never edited (Điều 18.3)."""

    code = "BH-02"
    message = "Đã ban hành số {code}, nhưng dữ liệu nay khác trước; văn bản đã ban hành giữ nguyên."
    remedy = "Nếu nội dung sai, hãy ban hành văn bản thay thế hoặc đính chính."


class HeldBack(VanthuError):
    code = "BH-03"
    message = "Văn bản này cần số liệu của mọi xã; dữ liệu của {units} còn lỗi."
    remedy = "Hãy sửa dữ liệu của các xã đó rồi chạy lại."


@dataclass(frozen=True, slots=True)
class Part:
    """A group's place in the whole job, for reporting progress."""

    job: Job = UNOBSERVED
    start: int = 0
    total: int = 0

    def in_hand(self, place: int, planned: PlannedDocument) -> None:
        """Report the document at a place of the group.

        A stop takes effect here, where no number is taken.
        """
        self.job.step(self.start + place, self.total, planned.label)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A group ready to be issued, and its report. `codes`: by identity."""

    ready: Sequence[ReadyDocument]
    codes: Mapping[str, DocumentCode]
    report: BatchReport
    head: Head | None  # of the ledger, when the group was begun


class CycleRun:
    """One pass over a cycle's documents."""

    def __init__(self, office: Office, reading: Reading, choice: Choice, override_reason: str | None = None) -> None:
        if reading.cycle is None:
            raise ValueError("a reading without a cycle has nothing to make")
        self._office = office
        self._override_reason = override_reason
        self._bad = reading.bad_units
        self._source = CycleData(reading.cycle)
        self._planned = plan(self._source, office.templates, choice)
        self._by_identity = {one.identity: one for one in plan(self._source, office.templates, Choice())}
        self._codes: dict[str, DocumentCode] = {
            identity: taken.code for identity, taken in office.register.find(list(self._by_identity)).items()
        }
        self._issued = office.catalogue.by_identity([one.identity for one in self._planned])
        self._head = office.catalogue.ledger_head()
        self._subjects: dict[str, str] = {}
        self._clean: set[str] = set()  # digests of templates whose documents have no residue
        self._last_day: date | None = None
        self.report = BatchReport()

    def ready_to_try(self) -> list[PlannedDocument]:
        """The planned documents that no bad data stops; the others are reported."""
        ready = []
        for planned in self._planned:
            problems = self._stopping(planned.unit.code, planned.template.groups)
            waiting = self._holding_back(planned)
            if problems or waiting:
                record = self._issued.get(planned.identity)
                if record is not None:  # faults in the data do not affect what was issued
                    self.report.before.append(Made(planned.label, str(record.code), record.path))
                elif problems:
                    self._fail(planned, _first(problems))
                else:
                    self._note(planned, HeldBack(units=", ".join(waiting)))
            else:
                ready.append(planned)
        return ready

    def not_after(self, today: date) -> None:
        """Leave out documents dated after `today`.

        A number is given on the day of issue (Điều 15.2).
        """
        self._last_day = today

    def copy_to(self, folder: Path, job: Job, *, force: bool) -> None:
        """Copy the issued documents from the archive.

        A copy that cannot be written is reported; the document is issued all the same.
        """
        existing = [*self.report.made, *self.report.before]
        for done, made in enumerate(existing):
            job.report(done, len(existing), made.label)
            if job.is_stopping:
                self.report.stopped = True
                break
            try:
                record = self._office.catalogue.by_path(made.path)
                assert record is not None, "what was made is in the catalogue"
                write_output(copy_of(folder, made), issued.original(self._office, record), force=force)
            except VanthuError as error:
                self.report.failed.append(Failure(f"Bản sao của {made.label}", f"{error} {error.remedy_text}"))

    def _stopping(self, unit_code: str, groups: tuple[str, ...]) -> tuple[Problem, ...]:
        return tuple(problem for problem in self._bad.get(unit_code, ()) if problem.stops(groups))

    def _holding_back(self, planned: PlannedDocument) -> list[str]:
        """The communes whose faulty data stop a document that needs every commune's."""
        if _NEEDS_ALL_COMMUNES not in planned.template.groups:
            return []
        listed = self._source.cycle.listed
        return [unit.name for unit in listed if self._stopping(unit.code, (_NEEDS_ALL_COMMUNES,))]

    def noting(self, planned: PlannedDocument) -> "_Noting":
        return _Noting(self, planned)

    def known_code(self, planned: PlannedDocument) -> DocumentCode:
        symbol = planned.body.symbol(planned.template.manifest.document_type)
        return self._codes.get(planned.identity, DocumentCode(None, symbol))

    def data(
        self, planned: PlannedDocument, codes: Mapping[str, DocumentCode], *, must_exist: bool = False
    ) -> DocumentData:
        """The document's data. Raises CitedNotIssued.

        `codes`: numbers of this group, known before they are taken. `must_exist`: what it cites must have a number.
        """
        cited = {}
        for id_, identity in cited_identities(self._source.cycle, planned, self._office.templates).items():
            other = self._by_identity.get(identity)
            code = codes.get(identity) or (self.known_code(other) if other else None)
            if other is None or code is None or (must_exist and code.number is None):
                raise CitedNotIssued(cited=self._office.templates[id_].manifest.title)
            body = issuer_in_words(other.template, other.body)
            cited[id_] = Cited(other.template, code, other.issued_on, body, self._subject(other))
        return self._source.document(
            planned.template, planned.unit, planned.issued_on, planned.facts.signer_name, cited
        )

    def _subject(self, planned: PlannedDocument) -> str:
        if planned.identity not in self._subjects:
            self._subjects[planned.identity] = self._source.subject(planned.template, planned.unit)
        return self._subjects[planned.identity]

    def docx(self, document: DocumentData, code: DocumentCode) -> bytes:
        data = with_code(document, code)
        document.template.check(data, document.template.id)
        properties = Properties(document.subject, document.body.full_name, document.issued_on)
        return self._office.renderer(document.template).render(data, properties)

    def _checked(self, planned: PlannedDocument, docx: bytes) -> str | None:
        """Return the override reason where the checker reports errors, else None.

        Raises NotByDecree for errors without an override reason, ResidueLeft where the template has tracked changes or
        comments.
        """
        if planned.template.digest not in self._clean:
            refuse_residue(docx)
            self._clean.add(planned.template.digest)
        errors = check(docx, planned.label).errors
        if errors and not self._override_reason:
            raise NotByDecree(count=len(errors), errors=" ".join(str(error) for error in errors[:3]))
        return self._override_reason if errors else None

    def prepared(self, group: Sequence[PlannedDocument], part: Part = Part()) -> Prepared:
        """Render a group's documents with their next numbers, without those that fail.

        No number is taken: `commit` takes them for documents that exist. Raises JobStopped.
        """
        kept, self.report = self.report, BatchReport()
        try:
            head = self._learn_of_others()
            ready = self._rendered(group, part)
            codes = {one.record.identity: one.record.code for one in ready}
            return Prepared(ready, codes, self.report, head)
        finally:
            self.report = kept

    def _learn_of_others(self) -> Head | None:
        """Look up what others issued of this cycle since the last group.

        Where the ledger still ends where it did, they did nothing.
        """
        head = self._office.catalogue.ledger_head()
        if head != self._head:
            known = self._office.register.find(list(self._by_identity))
            self._codes |= {identity: taken.code for identity, taken in known.items()}
            self._issued = self._office.catalogue.by_identity([one.identity for one in self._planned])
            self._head = head
        return head

    def requests(self, planned: Iterable[PlannedDocument]) -> Iterator[NumberRequest]:
        """The numbers that documents would ask for; none for those that were issued."""
        series = self._office.settings.series
        return (number_request(one, series) for one in planned if one.identity not in self._issued)

    def _rendered(self, group: Sequence[PlannedDocument], part: Part) -> list[ReadyDocument]:
        places = {planned.identity: place for place, planned in enumerate(group)}
        todo = []
        for planned in group:
            if planned.identity in self._issued:  # rendered again, to be compared
                part.in_hand(places[planned.identity], planned)
            if not self._issued_before(planned) and not self._too_early(planned):
                todo.append(planned)
        while True:
            requests = [number_request(planned, self._office.settings.series) for planned in todo]
            numbers, todo = self._preview(requests, todo)
            codes = {number.identity: number.code for number in numbers}
            ready, good = [], []
            for planned, number in zip(todo, numbers, strict=True):
                part.in_hand(places[planned.identity], planned)
                with self.noting(planned):
                    document = self.data(planned, codes, must_exist=True)
                    docx = self.docx(document, number.code)
                    override_reason = self._checked(planned, docx)
                    ready.append(_ready(planned, document, number, docx, override_reason, self._office.settings.series))
                    good.append(planned)
            if len(good) == len(todo):
                break
            todo = good  # numbers after the one that failed move up: once more
        for planned, one in zip(todo, ready, strict=True):
            self.report.made.append(Made(planned.label, str(one.record.code), one.record.path))
        return ready

    def is_current(self, prepared: Prepared) -> bool:
        """Return whether a group would still get its numbers. Called inside the lock."""
        if self._office.catalogue.by_identity(list(prepared.codes)):
            return False
        if prepared.report.failed and self._office.catalogue.ledger_head() != prepared.head:
            return False  # what failed may have become possible
        try:
            numbers = self._office.register.preview([one.request for one in prepared.ready])
        except VanthuError:
            return False
        return [number.code for number in numbers] == [one.record.code for one in prepared.ready]

    def commit(self, prepared: Prepared) -> list[NewlyIssued]:
        """Issue a prepared group and report it. The caller is inside `office.change()`."""
        newly_issued = issuing.issue(self._office, prepared.ready)
        self._codes |= prepared.codes
        self._head = self._office.catalogue.ledger_head()
        self.report.add(prepared.report)
        return newly_issued

    def _preview(
        self, requests: list[NumberRequest], todo: list[PlannedDocument]
    ) -> tuple[list[TakenNumber], list[PlannedDocument]]:
        """The next numbers; documents that the register refuses are reported and left out."""
        try:
            return self._office.register.preview(requests), todo
        except VanthuError:
            pass
        good: list[tuple[NumberRequest, PlannedDocument]] = []
        for request, planned in zip(requests, todo, strict=True):
            with self.noting(planned):
                self._office.register.preview([*(one for one, _ in good), request])
                good.append((request, planned))
        try:
            return self._office.register.preview([one for one, _ in good]), [planned for _, planned in good]
        except VanthuError as error:
            raise NumbersMovedMeanwhile from error

    def _too_early(self, planned: PlannedDocument) -> bool:
        if self._last_day is None or planned.issued_on <= self._last_day:
            return False
        self._note(planned, DayNotCome(day=planned.issued_on))
        return True

    def _issued_before(self, planned: PlannedDocument) -> bool:
        record = self._issued.get(planned.identity)
        if record is None:
            return False
        with self.noting(planned):
            if text_digest(self.docx(self.data(planned, {}), record.code)) != record.content_digest:
                raise AlreadyIssuedOtherwise(code=record.code)
            self.report.before.append(Made(planned.label, str(record.code), record.path))
        return True

    def _note(self, planned: PlannedDocument, error: VanthuError) -> None:
        reasons = [str(problem) for problem in error.problems] if isinstance(error, InputRejected) else []
        self._fail(planned, " ".join(reasons or [str(error), error.remedy_text]))

    def _fail(self, planned: PlannedDocument, reason: str) -> None:
        self.report.failed.append(Failure(planned.label, reason))


def _ready(
    planned: PlannedDocument,
    document: DocumentData,
    number: TakenNumber,
    docx: bytes,
    override_reason: str | None,
    policy: SeriesPolicy,
) -> ReadyDocument:
    kind = planned.template.manifest.document_type
    record = DocumentRecord(
        path=archive_path(number, planned.unit),
        year=number.year,
        agency=number.agency,
        series=number.series,
        number=number.number,
        symbol=number.symbol,
        type_abbreviation=kind.abbreviation,
        type_title=kind.title[:1].upper() + kind.title[1:],
        subject=document.subject,
        issued_on=document.issued_on,
        unit_code=planned.unit.code,
        unit_name=planned.unit.name,
        agency_name=document.body.full_name,
        signer_name=document.signer.full_name,
        signer_title=document.signer.title,
        recipients=recipients(document.data["van_ban"]["noi_nhan"]),
        identity=planned.identity,
        template_id=planned.template.id,
        template_digest=planned.template.digest,
        content_digest=text_digest(docx),
        programme=planned.programme_id,
        override_reason=override_reason,
    )
    return ReadyDocument(number_request(planned, policy), record, docx, with_code(document, number.code))


class _Noting:
    """A context that reports a document's domain errors instead of raising them."""

    def __init__(self, run: CycleRun, planned: PlannedDocument) -> None:
        self._run = run
        self._planned = planned

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, VanthuError):
            self._run._note(self._planned, error)
            return True
        return False


def _first(problems: tuple[Problem, ...]) -> str:
    more = f" (và {len(problems) - 1} lỗi khác)" if len(problems) > 1 else ""
    return f"{problems[0]}{more}"
