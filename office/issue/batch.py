"""All documents of a cycle: drafted, previewed with their numbers, or issued.

A fault in one commune's data stops that commune's documents, and those that need every commune's data; all others are
made, and the report lists what failed and why. Issuing can be interrupted at any moment and run again: a document is
known by its identity, so nothing is done twice and no number is taken for it again.
"""

from collections.abc import Sequence
from pathlib import Path

from archive.ledger import Head
from doc_engine.document import DocumentCode
from doc_engine.errors import VanthuError
from doc_engine.pdf import Conversion
from doc_engine.workbook import Reading

from ..jobs import UNOBSERVED, Job, JobStopped
from ..office import Office
from ..state import indexing
from ..state.indexing import NewlyIssued
from ..user_files import write_output
from . import confirmed_figures
from .batch_in_hand import announce, batch_in_hand
from .batch_report import BatchReport, Failure, Made, copy_of
from .cycle_run import CycleRun, NumbersMovedMeanwhile, Part
from .planning import Choice, PlannedDocument

# Documents whose numbers are taken, and whose bytes are synced, together. A larger group saves little and delays more.
GROUP = 128
_TRIES = 3  # to issue a group with the numbers that were free before the lock was taken


def draft(
    office: Office, reading: Reading, out: Path, choice: Choice, job: Job = UNOBSERVED, *, force: bool = False
) -> BatchReport:
    """Write drafts as <out>/<unit>/<template>.docx; `force` replaces earlier ones.

    Without it, an earlier draft that differs is kept and reported: somebody may have edited it in Word.

    A draft has no number, also when its document has been issued; what it cites has the number that was given.
    """
    run = CycleRun(office, reading, choice)
    todo = run.ready_to_try()
    for done, planned in enumerate(todo):
        job.report(done, len(todo), planned.label)
        if job.is_stopping:
            run.report.stopped = True
            break
        with run.noting(planned):
            code = DocumentCode(None, run.known_code(planned).symbol)
            docx = run.docx(run.data(planned, {}), code)
            path = out / f"{planned.unit.code}-{planned.unit.slug}" / f"{planned.template.id}.docx"
            write_output(path, docx, force=force)
            run.report.made.append(Made(planned.label, str(code), str(path)))
    return run.report


def waiting(office: Office, reading: Reading, choice: Choice) -> tuple[int, list[Failure]]:
    """Return how many documents a batch will try, and those that faults hold back."""
    run = CycleRun(office, reading, choice)
    return len(run.ready_to_try()), run.report.failed


def preview(office: Office, reading: Reading, choice: Choice, override_reason: str | None = None) -> BatchReport:
    """Return what `issue` would do now, with the numbers. Writes nothing."""
    run = CycleRun(office, reading, choice, override_reason)
    run.not_after(office.clock().date())
    todo = run.ready_to_try()
    run.report.add(run.prepared(todo).report)
    return run.report


def issue(
    office: Office,
    reading: Reading,
    choice: Choice,
    job: Job = UNOBSERVED,
    out: Path | None = None,
    override_reason: str | None = None,
    *,
    force: bool = False,
) -> BatchReport:
    """Number, archive and index the documents with a date and without checker errors.

    In the order of the dates, in groups: others can issue documents between two of them. `out`: a folder that also
    gets a copy of each, also of those issued before. `override_reason`: why documents with checker errors are issued;
    it is stored with them. A stop takes effect after a group.
    """
    with batch_in_hand(office):
        with office.change():
            run = CycleRun(office, reading, choice, override_reason)
            settled = office.catalogue.ledger_head()
        run.not_after(office.clock().date())
        _issue_groups(office, run, settled, job)
    if out is not None and not run.report.stopped:
        run.copy_to(out, job, force=force)
    if reading.cycle is not None:
        confirmed_figures.keep(office, reading.cycle)
    return run.report


def _issue_groups(office: Office, run: CycleRun, settled: Head | None, job: Job) -> None:
    """Issue group by group.

    What stops a group is reported, where an earlier one was issued; else it is raised.
    """
    todo = run.ready_to_try()
    waiting: list[NewlyIssued] = []
    for start in range(0, len(todo), GROUP):
        announce(office, run.requests(todo[start:]))
        try:
            part = Part(job, start, len(todo))
            done, settled = _issue_group(office, run, todo[start : start + GROUP], settled, part)
        except JobStopped:
            run.report.stopped = True
            break
        except VanthuError as error:
            if not start:
                raise
            run.report.failed.append(Failure("Các văn bản còn lại", f"{error} {error.remedy_text}"))
            break
        waiting += done
        if len(waiting) >= indexing.INDEX_GROUP:
            indexing.add(office, waiting)
            waiting = []
    indexing.add(office, waiting)


def _issue_group(
    office: Office, run: CycleRun, group: Sequence[PlannedDocument], settled: Head | None, part: Part
) -> tuple[list[NewlyIssued], Head | None]:
    """Issue a group; return what is to be indexed, and the ledger's new head.

    Rendered and checked outside the lock, with the numbers that are free now. If another process takes one of them
    meanwhile, the group is rendered again; the last time inside the lock, so that this ends.
    """
    for _ in range(_TRIES):
        try:
            prepared = run.prepared(group, part)
        except NumbersMovedMeanwhile:
            continue
        with office.change(after=settled):
            if run.is_current(prepared):
                return run.commit(prepared), office.catalogue.ledger_head()
    with office.change(after=settled):
        return run.commit(run.prepared(group, part)), office.catalogue.ledger_head()


def printed(report: BatchReport, copies: Path | None) -> list[Conversion]:
    """The PDF conversions of a batch's drafts, or of its `copies` in a folder."""
    if copies is None:
        files = [Path(one.path) for one in report.made]
    else:
        files = [copy_of(copies, one) for one in [*report.made, *report.before]]
    return [Conversion(file, file.with_suffix(".pdf")) for file in files if file.is_file()]
