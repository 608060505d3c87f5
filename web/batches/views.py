"""Batches: uploaded workbooks, from their faults to their documents."""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doc_engine.errors import Problem, VanthuError
from doc_engine.problem_groups import grouped
from doc_engine.workbook import HiddenCells, Reading, ReadingOptions
from office import Office, batch, batch_orders, batch_report, finding, planning

from ..drafts.views import uploaded
from ..faults import UploadMissing
from ..jobs.kinds import ISSUE_BATCH
from ..jobs.models import Job, State
from ..parts.errors import Told
from ..parts.files import as_file
from ..parts.remedies import worded
from ..parts.views import allowed, office_of, person_of, the_office
from ..people.middleware import address_of
from ..people.rights import Action

_HIDDEN = (
    (HiddenCells.REPORT, "báo lỗi"),
    (HiddenCells.READ, "đọc cả"),
    (HiddenCells.SKIP, "bỏ qua"),
)
_SHOWN = 300  # faults, documents


@dataclass(frozen=True, slots=True)
class Fault:
    """Faults that differ in the cell alone, as a line of the table."""

    sheet: str
    cells: str
    value: str
    reason: str
    remedy: str
    code: str
    count: int


@allowed(Action.ISSUE)
def batches(request: HttpRequest) -> HttpResponse:
    """Every batch, and a form to upload a workbook."""
    office = office_of(request)
    context: dict[str, object] = {"hidden": _HIDDEN}
    status = 200
    if request.method == "POST":
        hidden = next((one for one, _ in _HIDDEN if one.value == request.POST.get("an")), HiddenCells.REPORT)
        try:
            options = ReadingOptions(hidden, "doi" in request.POST)
            files = {file.name or "tep": uploaded(file) for file in request.FILES.getlist("tep")}
            if not files:
                raise UploadMissing
            order = batch_orders.receive(office, files, options)
        except VanthuError as error:
            context["error"], status = Told.of(error), 422
        else:
            return redirect("batch", order.id)
    orders = batch_orders.everything(office)
    context["orders"] = [(one, Job.last_of(ISSUE_BATCH, one.id)) for one in orders]
    return render(request, "batches/batches.html", context, status=status)


@lru_cache(maxsize=16)
def _reading(id_: str) -> Reading:
    """The reading of an order's workbook, made once, as templates are read once."""
    office = the_office()
    return batch_orders.reading(office, batch_orders.get(office, id_))


@never_cache
@allowed(Action.ISSUE)
def one(request: HttpRequest, id_: str) -> HttpResponse:
    """A batch: what is wrong with its workbook, or how far it is."""
    office = office_of(request)
    order = batch_orders.get(office, id_)
    job = Job.last_of(ISSUE_BATCH, order.id)
    context: dict[str, object] = {"order": order, "job": job, "report": order.report}
    if job is not None and job.is_open:
        if request.headers.get("HX-Request"):
            return render(request, "batches/progress.html", context)
        return render(request, "batches/batch.html", {**context, "step": 4})
    if request.headers.get("HX-Request"):  # it has just ended: the whole page is another one
        answer = HttpResponse()
        answer["HX-Redirect"] = reverse("batch", args=[order.id])
        return answer
    context |= _checked(office, order)
    context["step"] = 5 if order.report or job else 2
    return render(request, "batches/batch.html", context)


def _checked(office: Office, order: batch_orders.BatchOrder) -> dict[str, object]:
    """What the workbook holds.

    Its faults and notices, and how many documents can be made.
    """
    try:
        found = _reading(order.id)
        count, held = (0, []) if found.cycle is None else batch.waiting(office, found, planning.Choice())
    except VanthuError as error:
        return {"unreadable": Told.of(error)}
    return {
        "cycle": found.cycle,
        "faults": list(_faults(found.problems))[:_SHOWN],
        "fault_count": len(found.problems),
        "notices": [worded(str(group)) for group in grouped(found.notices)][:_SHOWN],
        "count": count,
        "held": held,
        "bad_units": len(found.bad_units),
    }


def _faults(problems: tuple[Problem, ...]) -> Iterator[Fault]:
    for group in grouped(problems):
        first = group.problems[0]
        cells = ", ".join(f"{one.place.column}{one.place.row or ''}" for one in group.problems[:6] if one.place.row)
        more = f" … và {len(group.problems) - 6} ô nữa" if len(group.problems) > 6 else ""
        values = list(dict.fromkeys(one.value for one in group.problems if one.value))
        yield Fault(
            first.place.sheet or first.place.heading,
            cells + more,
            ", ".join(values[:3]) + (", …" if len(values) > 3 else ""),
            worded(first.reason),
            worded(first.remedy),
            first.code,
            len(group.problems),
        )


@allowed(Action.ISSUE)
def marked(request: HttpRequest, id_: str) -> HttpResponseBase:
    """The uploaded workbook with its faults marked."""
    office = office_of(request)
    order = batch_orders.get(office, id_)
    return as_file(batch_orders.marked(office, order, _reading(order.id)), f"{Path(order.name).stem}-danh-dau.xlsx")


@allowed(Action.ISSUE)
def preview(request: HttpRequest, id_: str) -> HttpResponse:
    """The documents that would be issued now, with their numbers; nothing is taken."""
    office = office_of(request)
    order = batch_orders.get(office, id_)
    context: dict[str, object] = {"order": order, "step": 3}
    found = _reading(order.id)
    if found.cycle is None:
        return redirect("batch", order.id)
    try:
        report = batch.preview(office, found, planning.Choice())
        context |= {"report": report, "shown": report.made[:_SHOWN]}
    except VanthuError as error:
        context["error"] = Told.of(error)
    return render(request, "batches/preview.html", context)


@require_POST
@allowed(Action.ISSUE)
def issue(request: HttpRequest, id_: str) -> HttpResponse:
    """Order the issuing of a batch, or its continuation."""
    order = batch_orders.get(office_of(request), id_)
    reason = request.POST.get("ly_do", "").strip()
    options = json.dumps({"override_reason": reason}, ensure_ascii=False)
    Job.order(ISSUE_BATCH, order.id, options, person_of(request), address_of(request))
    return redirect("batch", order.id)


@require_POST
@allowed(Action.ISSUE)
def stop(request: HttpRequest, id_: str) -> HttpResponse:
    """Ask a batch to stop at its next safe place."""
    open_ones = Job.objects.filter(kind=ISSUE_BATCH, subject=id_, state__in=(State.WAITING, State.RUNNING))
    open_ones.filter(state=State.WAITING).update(state=State.STOPPED)
    open_ones.update(stops=True)
    messages.success(request, "Đang dừng ở chỗ an toàn gần nhất. Văn bản đã ban hành được giữ nguyên.")
    return redirect("batch", id_)


@allowed(Action.ISSUE)
def documents(request: HttpRequest, id_: str) -> HttpResponseBase:
    """Every document of a batch in one .zip: <unit>/<document>.docx, as issued."""
    office = office_of(request)
    order = batch_orders.get(office, id_)
    report = order.report or batch_report.BatchReport()
    with tempfile.TemporaryFile() as whole:
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as packed:
            for made in [*report.before, *report.made]:
                record = office.catalogue.by_path(made.path)
                if record is not None and not record.destroyed:
                    packed.write(finding.file_of(office, record), f"{made.path.partition('/')[2]}.docx")
        whole.seek(0)
        content = whole.read()
    return as_file(content, f"{Path(order.name).stem}.zip")
