"""Search: one box, counts to narrow by, the list as a file, saved searches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from archive.metadata import DocumentRecord
from doc_engine.document_types import DocumentType
from doc_engine.errors import VanthuError
from index.engine import Facet
from index.filters import STATE_NAMES
from index.query import Sort
from index.snippet import Snippet
from office import Office, finding, relations, result_export, saved_searches, unit_names

from ..parts.errors import Told
from ..parts.files import as_file
from ..parts.paging import Pager, asked_page, with_values
from ..parts.views import allowed, office_of
from ..people.rights import Action

SIZE = 20
_SHOWN = 8  # values of a facet
_SORTS = {"hop": Sort.RELEVANCE, "moi": Sort.NEWEST, "cu": Sort.OLDEST}
# Facet → its heading, and the parameter of the address that narrows by it.
_FACETS = {
    Facet.TYPE: ("Loại", "loai"),
    Facet.YEAR: ("Năm", "nam"),
    Facet.UNIT: ("Đơn vị", "xa"),
    Facet.SIGNER: ("Người ký", "ky"),
    Facet.STATE: ("Trạng thái", "tt"),
}
# Abbreviation → title, to be read; the official letter has no abbreviation.
_TYPES = {one.abbreviation: one.title.capitalize() for one in DocumentType if one.abbreviation} | {"": "Công văn"}
_LIST_FORMS = ("xlsx", "docx", "pdf", "csv")


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address states it."""

    typed: str
    year: int | None
    unit: str
    kinds: tuple[str, ...]
    signer: str
    state: str
    sort: Sort

    @classmethod
    def of(cls, given: QueryDict) -> "Asked":
        year = given.get("nam", "")
        kind = given.get("loai", "")
        return cls(
            given.get("q", "")[:2000],
            int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None,
            given.get("xa", "")[:200],
            (kind,) if kind else (),
            given.get("ky", "")[:200],
            given.get("tt", "")[:40],
            _SORTS.get(given.get("xep", ""), Sort.RELEVANCE),
        )

    @property
    def text(self) -> str:
        """What is typed, with the signer and the state as filters of the query."""
        signer = f' ký:"{self.signer}"' if self.signer else ""
        state = f" trạng-thái:{self.state}" if self.state else ""
        return f"{finding.closed(self.typed) if signer or state else self.typed}{signer}{state}"

    @property
    def types(self) -> tuple[str, ...]:
        return tuple("" if one == "cong-van" else one for one in self.kinds)

    @property
    def whole(self) -> str:
        """The search as one query, to be shown or saved."""
        return finding.as_one_query(self.text, self.year, self.unit, self.types, self.sort)


@dataclass(frozen=True, slots=True)
class Hit:
    record: DocumentRecord
    snippet: Snippet
    became: list[str]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet; its address narrows by it, or widens where it is chosen."""

    text: str
    count: int
    address: str
    is_chosen: bool


@allowed(Action.READ)
def search(request: HttpRequest) -> HttpResponseBase:
    """The search page; with htmx only its answer."""
    asked, office = Asked.of(request.GET), office_of(request)
    is_part = bool(request.headers.get("HX-Request"))
    if "/" in asked.typed and not is_part:  # while typing, the page stays
        there = _numbered(office, asked.typed)
        if there is not None:
            return redirect(f"{reverse('document', args=[there.path])}")
    context: dict[str, object] = {"q": asked.typed, "asked": asked, "list_forms": _LIST_FORMS}
    context["kept"] = [
        (name, request.GET[name]) for name in ("nam", "xa", "loai", "ky", "tt", "xep") if request.GET.get(name)
    ]
    try:
        context |= _answer(request, office, asked)
    except VanthuError as error:
        context["error"] = Told.of(error)
    context["saved"] = saved_searches.everything(office)
    return render(request, "search/answer.html" if is_part else "search/search.html", context)


def _numbered(office: Office, typed: str) -> DocumentRecord | None:
    """The one document of a number and symbol that is typed and nothing else."""
    try:
        found = finding.by_key(office, typed)
    except VanthuError:
        return None
    return found[0] if len(found) == 1 else None


def _answer(request: HttpRequest, office: Office, asked: Asked) -> dict[str, object]:
    found = finding.search(
        office,
        asked.text,
        year=asked.year,
        commune=asked.unit,
        types=asked.types,
        sort=asked.sort,
        limit=SIZE,
        page=asked_page(request),
        count=True,
    )
    hits = [Hit(one.record, one.snippet, relations.became_of(office, one.record)) for one in found.found]
    return {
        "found": found,
        "hits": hits,
        "facets": list(_facets(request.GET, found.facets, asked)),
        "pager": Pager.of(request, found.total, SIZE),
        "sorts": [
            (title, with_values(request.GET, xep=name, trang=""), _SORTS[name] is asked.sort)
            for name, title in (("hop", "phù hợp nhất"), ("moi", "mới nhất"), ("cu", "cũ nhất"))
        ],
        "narrowed": bool(asked.year or asked.unit or asked.kinds or asked.signer or asked.state),
        "all": with_values(request.GET, nam="", xa="", loai="", ky="", tt="", trang=""),
        "here": with_values(request.GET, trang=""),
    }


def _facets(
    given: QueryDict, counts: Mapping[Facet, Mapping[str, int]], asked: Asked
) -> Iterator[tuple[str, list[Value]]]:
    chosen = {
        Facet.TYPE: asked.kinds[0] if asked.kinds else "",
        Facet.YEAR: str(asked.year or ""),
        Facet.UNIT: asked.unit,
        Facet.SIGNER: asked.signer,
        Facet.STATE: asked.state,
    }
    for facet, (title, name) in _FACETS.items():
        values = []
        for value, count in list(counts.get(facet, {}).items())[:_SHOWN]:
            text, sent = _shown(facet, value)
            is_chosen = chosen[facet] == sent
            address = with_values(given, **{name: "" if is_chosen else sent, "trang": ""})
            values.append(Value(text, count, address, is_chosen))
        if values:
            yield title, values


def _shown(facet: Facet, value: str) -> tuple[str, str]:
    """A value as a person reads it, and as the address has it."""
    match facet:
        case Facet.STATE:
            text = next(title for state, title in STATE_NAMES.items() if state.value == value)
            return text.replace("-", " "), text
        case Facet.UNIT:
            return unit_names.name_of(value), value.partition("-")[0] if value[:1].isdecimal() else value
        case Facet.TYPE:
            return _TYPES.get(value, value), value or "cong-van"
        case _:
            return value, value


@allowed(Action.READ)
def result_list(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every result as a file."""
    asked, office = Asked.of(request.GET), office_of(request)
    ask = partial(
        finding.search, office, asked.text, year=asked.year, commune=asked.unit, types=asked.types, sort=asked.sort
    )
    with TemporaryDirectory() as place:
        file = Path(place) / f"ket-qua-tim-kiem.{form}"
        _, count = result_export.write_all(office, file, ask, result_export.USUAL, asked.whole)
        if not count:
            messages.warning(request, "Không có văn bản nào để ghi ra danh sách.")
            return redirect(f"{reverse('search')}?{request.GET.urlencode()}")
        content = file.read_bytes()
    return as_file(content, file.name)


@require_POST
@allowed(Action.READ)
def save(request: HttpRequest) -> HttpResponse:
    """Save a search under a name, or forget one."""
    office = office_of(request)
    here = QueryDict(request.POST.get("cau", "").lstrip("?"))
    if forgotten := request.POST.get("bo", ""):
        saved_searches.forget(office, forgotten)
        messages.success(request, f"Đã bỏ câu tìm “{forgotten}”.")
    else:
        name, whole = request.POST.get("ten", "").strip(), Asked.of(here).whole
        if name and whole:
            saved_searches.save(office, name, whole)
            messages.success(request, f"Đã lưu câu tìm “{name}”.")
        else:
            messages.error(request, "Hãy gõ câu tìm, và một tên để lưu.")
    return redirect(f"{reverse('search')}?{here.urlencode()}")
