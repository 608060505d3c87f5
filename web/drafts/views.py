"""Drafts: the list, one draft with its page, the steps until issue."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doc_engine.document_types import DocumentType
from doc_engine.errors import VanthuError
from office import Office, drafts, form_entries, relations, single_documents, word_drafts

from ..faults import UploadMissing, UploadTooLarge
from ..parts import pages
from ..parts.errors import Told
from ..parts.files import as_file
from ..parts.paging import asked_page
from ..parts.remedies import worded
from ..parts.views import allowed, office_of, person_of
from ..people.rights import Action
from ..settings import LARGEST_UPLOAD
from .forms_views import key_of, pdf_of

# The facts of a Word file that a clerk may correct: name, label, example.
FACTS = (
    ("loai", "Loại văn bản", "quyết định"),
    ("ky_hieu", "Ký hiệu", "QĐ-UBND"),
    ("trich_yeu", "Trích yếu", "Về việc …"),
    ("ho_ten", "Người ký", "Nguyễn Văn A"),
    ("chuc_vu", "Chức vụ người ký", "Chủ tịch"),
)


@allowed(Action.DRAFT)
def listed(request: HttpRequest) -> HttpResponse:
    """Forms being filled in, and drafts by state."""
    office, person = office_of(request), person_of(request)
    state = request.GET.get("buoc", "")
    found = [one for one in reversed(drafts.everything(office)) if one.state is not drafts.State.ISSUED]
    counts = [
        (one, drafts.STATE_NAMES[one], sum(draft.state is one for draft in found))
        for one in (drafts.State.DRAFT, drafts.State.SUBMITTED, drafts.State.APPROVED)
    ]
    shown = [one for one in found if state in ("", one.state)]
    context = {
        "entries": [(one, _title_of(one.source)) for one in form_entries.everything(office)],
        "drafts": [(one, drafts.STATE_NAMES[one.state], one.steps[-1]) for one in shown],
        "counts": counts,
        "state": state,
        "total": len(found),
        "person": person,
    }
    return render(request, "drafts/drafts.html", context)


def _title_of(source: str) -> str:
    return source[:1].upper() + source[1:]


@never_cache
@allowed(Action.READ_DRAFTS)
def draft(request: HttpRequest, id_: str) -> HttpResponse:
    """A draft: its page, its steps, and what may be done now."""
    office = office_of(request)
    one = drafts.get(office, id_)
    if one.state is drafts.State.ISSUED and one.path:
        return redirect("document", one.path)
    return render(request, "drafts/draft.html", draft_context(request, office, one))


def draft_context(request: HttpRequest, office: Office, one: drafts.Draft) -> dict[str, Any]:
    """What the page of a draft shows, here and in the approval box."""
    context: dict[str, Any] = {
        "draft": one,
        "title": _title_of(one.source),
        "state_name": drafts.STATE_NAMES[one.state],
        "steps": [(drafts.STATE_NAMES[step.state], step) for step in reversed(one.steps)],
        "from_data": one.origin is drafts.Origin.DATA,
        "relation": relations.NAMES[one.relation] if one.relation else "",
    }
    try:
        found = single_documents.preview(office, one.id)
    except VanthuError as error:
        context["held_up"] = Told.of(error)
    else:
        context["numbered"] = found
        context["findings"] = [
            {"text": worded(str(finding)), "grade": finding.rule.severity.name.lower()}
            for finding in found.checked.findings
        ]
        context["errors"] = len(found.checked.errors)
    try:
        docx, _ = drafts.read_files(office, one)
        context["sheet"] = pages.sheet(pdf_of(docx), asked_page(request), None)
        context["picture_key"] = key_of(docx)
    except VanthuError as error:
        context["unseen"] = Told.of(error)
    return context


@allowed(Action.READ_DRAFTS)
def picture(request: HttpRequest, key: str, page: int) -> HttpResponse:
    """The picture of a page before issue.

    By the digest of the document, which only who saw it knows.
    """
    if not pages.cache.has(key):
        raise Http404(key)
    file = pages.cache.get(key, _never)
    answer = HttpResponse(pages.drawer.draw(file, page, pages.WIDTH).png, content_type="image/png")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


def _never(place: object) -> Any:
    raise Http404


@allowed(Action.READ_DRAFTS)
def docx(request: HttpRequest, id_: str) -> HttpResponseBase:
    """The draft's .docx, to be opened in Word."""
    office = office_of(request)
    one = drafts.get(office, id_)
    content, _ = drafts.read_files(office, one)
    return as_file(content, f"{one.id}.docx")


@require_POST
@allowed(Action.DRAFT)
def take(request: HttpRequest, id_: str) -> HttpResponse:
    """Take the .docx that was changed in Word as the draft's text."""
    office = office_of(request)
    content = uploaded(request.FILES.get("tep"))
    word_drafts.take_docx(office, id_, content, _corrections(request), clean="don" in request.POST)
    messages.success(request, "Đã nhận bản Word. Từ nay văn bản này sửa bằng Word.")
    return redirect("draft", id_)


@allowed(Action.DRAFT)
def from_word(request: HttpRequest) -> HttpResponse:
    """A Word file of one's own becomes a draft; what is not recognised is asked for."""
    office = office_of(request)
    given = {name: request.POST.get(name, "") for name, _, _ in FACTS}
    context: dict[str, Any] = {
        "facts": [(name, label, example, given[name]) for name, label, example in FACTS],
        "unit": request.POST.get("don_vi", ""),
    }
    if request.method != "POST":
        return render(request, "drafts/from_word.html", context)
    try:
        content = uploaded(request.FILES.get("tep"))
        made = word_drafts.new(
            office, content, request.POST.get("don_vi", ""), _corrections(request), clean="don" in request.POST
        )
    except VanthuError as error:
        return render(request, "drafts/from_word.html", {**context, "error": Told.of(error)}, status=422)
    messages.success(request, "Đã lập dự thảo từ tệp Word. Hãy đọc lại những gì phần mềm nhận ra.")
    return redirect("draft", made.id)


def uploaded(file: "UploadedFile[Any] | None") -> bytes:
    """The content of an upload. Raises UploadMissing or UploadTooLarge."""
    if file is None:
        raise UploadMissing
    if (file.size or 0) > LARGEST_UPLOAD:
        raise UploadTooLarge(name=file.name, most=LARGEST_UPLOAD >> 20)
    content: bytes = file.read()
    return content


def _corrections(request: HttpRequest) -> dict[str, str]:
    said = {name: request.POST.get(name, "").strip() for name, _, _ in FACTS}
    if said["loai"]:
        with suppress(KeyError):  # `recognised` reports what is no type
            said["loai"] = DocumentType.named(said["loai"]).title
    return {name: value for name, value in said.items() if value}


@require_POST
@allowed(Action.DRAFT)
def submit(request: HttpRequest, id_: str) -> HttpResponse:
    single_documents.move(office_of(request), id_, drafts.State.SUBMITTED)
    messages.success(request, "Đã trình. Người duyệt thấy dự thảo này ở Hộp duyệt.")
    return redirect("draft", id_)


@require_POST
@allowed(Action.DRAFT)
def take_back(request: HttpRequest, id_: str) -> HttpResponse:
    """Return a submitted draft to its drafter, who wants to change it."""
    single_documents.move(office_of(request), id_, drafts.State.DRAFT, "người soạn rút lại để sửa")
    messages.success(request, "Đã rút lại; dự thảo sửa được.")
    return redirect("draft", id_)


@require_POST
@allowed(Action.DRAFT)
def withdraw(request: HttpRequest, id_: str) -> HttpResponse:
    single_documents.withdraw(office_of(request), id_)
    messages.success(request, f"Đã bỏ dự thảo {id_}.")
    return redirect("drafts")


@require_POST
@allowed(Action.ISSUE)
def issue(request: HttpRequest, id_: str) -> HttpResponse:
    """Number, archive and index: nothing is edited after it."""
    office = office_of(request)
    reason = request.POST.get("ly_do", "").strip()
    record = single_documents.issue(office, id_, reason or None)
    messages.success(request, f"Đã ban hành {record.type_title} số {record.code} ngày {record.issued_on:%d/%m/%Y}.")
    return redirect("document", record.path)
