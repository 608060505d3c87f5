"""One issued document: pages, data, relations, history, files."""

from collections.abc import Callable
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from archive.ledger import LABELS
from archive.metadata import DocumentRecord
from archive.ocfl import NotAnObject
from doc_engine.errors import VanthuError, unread_reason
from index.snippet import Snippet
from office import Office, finding, related, relations, rendition

from ..parts import pages
from ..parts.errors import Told
from ..parts.files import as_file
from ..parts.paging import asked_page
from ..parts.views import allowed, office_of
from ..people.rights import Action


def record_at(office: Office, path: str) -> DocumentRecord:
    """The document of an address. Raises Http404 for a path that the catalogue lacks."""
    record = office.catalogue.by_path(path)
    if record is None:
        raise Http404(path)
    return record


@allowed(Action.READ)
def document(request: HttpRequest, path: str) -> HttpResponse:
    """The page of a document.

    Its picture comes by itself; where scripts are off, by a link.
    """
    office = office_of(request)
    record = record_at(office, path)
    typed = request.GET.get("q", "")[:2000]
    context: dict[str, object] = {"record": record, "became": relations.became_of(office, record), "typed": typed}
    context["steps"] = [(LABELS[entry.action], entry) for entry in reversed(office.ledger.of(path))]
    if not record.destroyed:
        try:
            context["has_signed"] = rendition.signed_copy(office, path) is not None
        except (NotAnObject, OSError) as error:
            context["unseen"] = Told.of(rendition.DocumentDamaged(path=path, why=unread_reason(error)))
            return render(request, "documents/document.html", context, status=503)
        if request.GET.get("ve") or pages.cache.has(_key(office, record)):
            context |= _drawn(request, office, record, typed)
        context["sheet_address"] = f"{reverse('sheet', args=[path])}?{request.GET.urlencode()}"
    return render(request, "documents/document.html", context)


@allowed(Action.READ)
def relations_of(request: HttpRequest, path: str) -> HttpResponse:
    """What the document cites, what cites it, what is like it."""
    office = office_of(request)
    known = related.related(office, record_at(office, path))
    return render(request, "documents/related.html", {"related": known})


@allowed(Action.READ)
def sheet(request: HttpRequest, path: str) -> HttpResponse:
    """One page of the document, for the page that shows it."""
    office = office_of(request)
    record = record_at(office, path)
    context = {"record": record, **_drawn(request, office, record, request.GET.get("q", "")[:2000])}
    return render(request, "documents/sheet.html", context)


def _drawn(request: HttpRequest, office: Office, record: DocumentRecord, typed: str) -> dict[str, object]:
    """The page of the address, else the first with a found word; or the text, and why."""
    highlight = _highlighter(office, typed)
    try:
        file = _pdf(office, record)
        if "trang" in request.GET or highlight is None:
            shown = pages.sheet(file, asked_page(request), highlight)
        else:
            shown = pages.sheet(file, 1, highlight)
            if not shown.found and shown.picture.pages > 1:
                shown = pages.sheet(file, pages.first_found(file, shown.picture.pages, highlight), highlight)
    except VanthuError as error:
        text = finding.text_of(office, record)  # "" for a destroyed one
        return {"unseen": Told.of(error), "text": highlight(text) if highlight else Snippet(text, ())}
    address = reverse("document", args=[record.path])
    query = request.GET.copy()
    query.pop("trang", None)
    return {"sheet": shown, "query": query.urlencode(), "address": address, "typed": typed}


def _highlighter(office: Office, typed: str) -> Callable[[str], Snippet] | None:
    return (lambda text: finding.highlighted(office, text, typed)) if typed.strip() else None


def _key(office: Office, record: DocumentRecord) -> str:
    return f"{record.path} {office.store.head(record.path)}"


def _pdf(office: Office, record: DocumentRecord) -> Path:
    """The document as PDF, made once.

    Raises DocumentDestroyed, MissingTool, and what converting raises.
    """
    rendition.refuse_destroyed(record)

    def make(place: Path) -> Path:
        return rendition.converted(office, [record], place)[record.path]

    return pages.cache.get(_key(office, record), make)


@never_cache
@allowed(Action.READ)
def picture(request: HttpRequest, path: str, page: int) -> HttpResponse:
    """The picture of a page."""
    office = office_of(request)
    width = pages.MAGNIFIED if request.GET.get("to") else pages.WIDTH
    drawn = pages.drawer.draw(_pdf(office, record_at(office, path)), page, width)
    return HttpResponse(drawn.png, content_type="image/png")


@allowed(Action.READ)
def file(request: HttpRequest, path: str, name: str) -> HttpResponseBase:
    """A file of the document: as it was issued, its signed copy, or a PDF of it."""
    office = office_of(request)
    record = record_at(office, path)
    rendition.refuse_destroyed(record)
    saved = f"{record.code.slug}-{record.year}"
    match name:
        case "van-ban":
            source = finding.file_of(office, record)
        case "ban-ky":
            signed = rendition.signed_copy(office, path)
            if signed is None:
                raise Http404(name)
            source = signed
        case _:
            source = _pdf(office, record)
    return as_file(source, f"{saved}{source.suffix}")
