"""A form being filled in: chosen, typed, saved by itself, its page beside it."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doc_engine.document_types import DocumentType
from doc_engine.errors import InputRejected, VanthuError
from doc_engine.template import Template
from doc_engine.vietnamese import slug
from office import Office, drafting, drafts, form_entries, unit_lookup

from ..parts import pages, schema_form
from ..parts.errors import Told
from ..parts.remedies import worded
from ..parts.views import allowed, office_of
from ..people.rights import Action


@allowed(Action.DRAFT)
def choose(request: HttpRequest) -> HttpResponse:
    """The choice of a type or a template, by a word or two."""
    office, typed = office_of(request), request.GET.get("chon", "")
    wanted = slug(typed).split("-") if slug(typed) else []
    found = []
    for one in form_entries.sources(office):
        name, title, note = _named(one)
        words = slug(f"{title} {note}").split("-")
        if all(any(word.startswith(part) for word in words) for part in wanted):
            found.append((name, title, note))
    return render(request, "drafts/choose.html", {"found": found, "typed": typed})


def _named(one: Template | DocumentType) -> tuple[str, str, str]:
    """The name by which a source is asked for, its title, and what it is."""
    if isinstance(one, Template):
        return one.id, one.manifest.title, f"mẫu của văn phòng, {one.manifest.document_type.title}"
    return one.title, one.title.capitalize(), one.abbreviation


@require_POST
@allowed(Action.DRAFT)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a form."""
    office = office_of(request)
    entry = form_entries.new(office, form_entries.source_named(office, request.POST.get("mau", "")))
    return redirect("form", entry.id)


@require_POST
@allowed(Action.DRAFT)
def of_draft(request: HttpRequest, id_: str) -> HttpResponse:
    """Open the form of a draft."""
    office = office_of(request)
    return redirect("form", form_entries.of_draft(office, drafts.get(office, id_)).id)


@never_cache
@allowed(Action.DRAFT)
def form(request: HttpRequest, id_: str) -> HttpResponseBase:
    """The form. Each save states the version that it was typed over."""
    office = office_of(request)
    entry = form_entries.get(office, id_)
    if request.method != "POST":
        return _page(request, office, entry)
    source = form_entries.source_named(office, entry.source)
    typed = schema_form.read(form_entries.asked(source), request.POST)
    unit, version = request.POST.get("don_vi", "").strip(), _version(request)
    try:
        saved = form_entries.save(office, id_, unit, typed, version, request.POST.get("trang_soan", "")[:40])
    except VanthuError as error:
        return _unsaved(request, office, entry, unit, typed, version, error)
    if request.POST.get("lam") == "xong":
        try:
            made = form_entries.finish(office, id_)
        except VanthuError as error:
            return _page(request, office, saved, error)
        messages.success(request, "Đã lập dự thảo. Đọc lại rồi trình duyệt, hoặc mở bằng Word để sửa tiếp.")
        return redirect("draft", made.id)
    if request.headers.get("HX-Request"):
        return render(request, "drafts/beside.html", _beside(request, office, saved))
    return redirect(reverse("form", args=[id_]))


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("ban", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1


def _unsaved(
    request: HttpRequest,
    office: Office,
    entry: form_entries.FormEntry,
    unit: str,
    typed: Mapping[str, Any],
    version: int,
    error: VanthuError,
) -> HttpResponse:
    """The form with what was typed, which is not saved, and why."""
    # With the version that it was typed over: sent again, it must not overwrite what somebody else has saved.
    unsaved = replace(entry, unit=unit, typed=typed, version=version)
    if request.headers.get("HX-Request"):
        return render(request, "drafts/beside.html", {"error": Told.of(error), "entry": unsaved})
    return _page(request, office, unsaved, error)


def _page(
    request: HttpRequest, office: Office, entry: form_entries.FormEntry, error: VanthuError | None = None
) -> HttpResponse:
    source = form_entries.source_named(office, entry.source)
    beside = _beside(request, office, entry)
    shown = error.problems if isinstance(error, InputRejected) else ()
    views = _fields(source, entry.typed, {})
    placed, others = schema_form.by_field(shown, list(schema_form.paths(views)))
    views = _fields(source, entry.typed, placed)
    context = {
        **beside,
        "fields": views,
        "title": _named(source)[1],
        "page_token": secrets.token_hex(8),
        "unit_name": _unit_name(office, entry.unit),
        "error": Told.of(error) if error is not None and not shown else None,
        "wrong": [(path, label_of(path, views), sentences) for path, sentences in placed.items()],
        "others": others,
        "wrong_count": len(placed) + len(others),
        "in_use_by": entry.who if entry.who and entry.who != office.actor.name else "",
    }
    return render(request, "drafts/form.html", context, status=422 if error is not None else 200)


def _unit_name(office: Office, unit: str) -> str:
    """The name of a unit given by its code, "" for one given by name."""
    if not unit.isdecimal():
        return ""
    try:
        found = unit_lookup.unit_on(unit, office.clock().date())
    except VanthuError:
        return ""
    return found.name


def label_of(path: str, views: list[schema_form.FieldView]) -> str:
    """The label of a field, with the group that it is in."""
    for one in views:
        if one.path == path:
            return one.label
        for inner in (one.parts, *one.rows):
            if found := label_of(path, list(inner)):
                return f"{one.label}: {found}"
    return ""


def _fields(
    source: Template | DocumentType, typed: Mapping[str, Any], placed: Mapping[str, list[str]]
) -> list[schema_form.FieldView]:
    return schema_form.fields(form_entries.asked(source), typed, drafting.data_of(source).sample, placed)


def _beside(request: HttpRequest, office: Office, entry: form_entries.FormEntry) -> dict[str, Any]:
    """What stands beside a form: its page, what is missing, what the checker finds."""
    seen = form_entries.seen(office, entry)
    source = form_entries.source_named(office, entry.source)
    views = _fields(source, entry.typed, {})
    known = list(schema_form.paths(views))
    placed, others = schema_form.by_field(seen.problems, known)
    context: dict[str, Any] = {
        "entry": entry,
        "seen": seen,
        "missing": [(f"o-{path.replace('.', '-')}", label_of(path, views)) for path in placed],
        "unplaced": others,
        "missing_count": len(placed) + len(others),
        "findings": [_finding(one, views) for one in seen.findings],
    }
    page = request.POST.get("trang") or request.GET.get("trang") or "1"
    return {**context, **_drawn(seen, int(page) if page.isdecimal() and len(page) < 4 else 1)}


def _finding(one: Any, views: list[schema_form.FieldView]) -> dict[str, str]:
    paragraph = one.fault.paragraph
    path = schema_form.field_of(" ".join(paragraph.text.split()), views) if paragraph is not None else ""
    return {
        "text": worded(f"{one.fault.detail} {one.rule.remedy}"),
        "clause": one.rule.clause,
        "field": f"o-{path.replace('.', '-')}" if path else "",
        "label": label_of(path, views) if path else "",
        "grade": one.rule.severity.name.lower(),
    }


def _drawn(seen: form_entries.Seen, page: int) -> dict[str, Any]:
    """The page as a picture; what it shows is the .docx that the form gives."""
    if seen.docx is None:
        return {}
    try:
        file = pdf_of(seen.docx)
        return {"sheet": pages.sheet(file, page, None), "picture_key": key_of(seen.docx)}
    except VanthuError as error:
        return {"unseen": Told.of(error)}


def key_of(docx: bytes) -> str:
    return hashlib.sha256(docx).hexdigest()


def pdf_of(docx: bytes) -> Path:
    """The PDF of a .docx that the desk shows before issue.

    Raises MissingTool, and what converting raises.
    """

    def make(place: Path) -> Path:
        pages.libreoffice.to_pdf(docx, place / "van-ban.pdf")
        return place / "van-ban.pdf"

    return pages.cache.get(key_of(docx), make)


@require_POST
@allowed(Action.DRAFT)
def discard(request: HttpRequest, id_: str) -> HttpResponse:
    """Throw a form away."""
    form_entries.discard(office_of(request), id_)
    messages.success(request, "Đã bỏ biểu mẫu đang soạn.")
    return redirect("drafts")
