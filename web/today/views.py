"""The first screen: counted boxes, the list of tasks, what was done last."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from archive.ledger import LABELS, Entry
from archive.metadata import DocumentRecord
from doc_engine.document import short_day_text
from office import Office, drafts, worklist

from ..parts.views import allowed, office_of, person_of
from ..people.models import Person
from ..people.rights import Action

_LAST_DONE = 8


@dataclass(frozen=True, slots=True)
class Box:
    count: int
    text: str
    address: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the list: what, on which document, by when, and the one button."""

    what: str
    title: str
    help: str
    due: str
    is_late: bool
    button: str
    address: str


@allowed(Action.ENTER)
def home(request: HttpRequest) -> HttpResponse:
    return redirect("today")


@allowed(Action.ENTER)
def today(request: HttpRequest) -> HttpResponse:
    office, person = office_of(request), person_of(request)
    waiting = worklist.worklist(office)
    tasks = list(_tasks(waiting, person))
    context = {
        "day": office.clock().date(),
        "boxes": list(_boxes(waiting, person)),
        "tasks": tasks,
        "late": sum(task.is_late for task in tasks),
        "done": _done(office, person),
        "documents": office.catalogue.count(),
        "replicas": waiting.replicas,
    }
    return render(request, "today/today.html", context)


def _boxes(waiting: worklist.Worklist, person: Person) -> Iterator[Box]:
    listed = reverse("drafts")
    if person.may(Action.ISSUE):
        late = len(waiting.late)
        text = "đã duyệt, quá hạn phát hành" if late else "đã duyệt, chưa phát hành"
        yield Box(late or len(waiting.approved), text, f"{listed}?buoc={drafts.State.APPROVED}", bool(late))
        yield Box(len(waiting.pending), "số đang giữ, chưa có văn bản", f"{reverse('register')}?giu=1")
    if person.may(Action.APPROVE):
        yield Box(len(waiting.submitted), "dự thảo chờ duyệt", reverse("approval"))
    if person.may(Action.DRAFT):
        yield Box(len(waiting.unfinished), "dự thảo chưa trình", f"{listed}?buoc={drafts.State.DRAFT}")
        if not person.may(Action.APPROVE):
            yield Box(len(waiting.submitted), "dự thảo đã trình", f"{listed}?buoc={drafts.State.SUBMITTED}")


def _tasks(waiting: worklist.Worklist, person: Person) -> Iterator[Task]:
    if person.may(Action.ISSUE):
        for one in waiting.approved:
            due = f"quá hạn {one.late} ngày làm việc" if one.late else f"hạn {short_day_text(one.due)}"
            rule = (
                f"duyệt ngày {short_day_text(one.approved_on)}; phát hành chậm nhất ngày làm việc tiếp theo (Điều 18.1)"
            )
            yield _task("Phát hành", one.draft, rule, due, bool(one.late), "Cấp số, phát hành")
    if person.may(Action.APPROVE):
        for draft in waiting.submitted:
            step = draft.steps[-1]
            yield Task(
                "Duyệt",
                draft.title,
                f"{step.who} trình",
                "",
                False,
                "Đọc và duyệt",
                reverse("approve", args=[draft.id]),
            )
    if person.may(Action.DRAFT):
        for draft in waiting.unfinished:
            note = draft.steps[-1].note
            yield _task(
                "Soạn", draft, f"trả lại: {note}" if len(draft.steps) > 1 and note else "", "", False, "Soạn tiếp"
            )


def _task(what: str, draft: drafts.Draft, help_: str, due: str, is_late: bool, button: str) -> Task:
    return Task(what, draft.title, help_, due, is_late, button, reverse("draft", args=[draft.id]))


def _done(office: Office, person: Person) -> list[tuple[str, DocumentRecord | None, Entry]]:
    """What the person did last, the newest first.

    The deed, its document, the entry of the ledger.
    """
    entries = office.ledger.last_of(person.login, _LAST_DONE)
    return [(LABELS[entry.action], office.catalogue.by_path(entry.path), entry) for entry in entries]
