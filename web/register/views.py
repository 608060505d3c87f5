"""The register of outgoing documents as a living table; its print."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render

from archive.keys import AgencyKey
from archive.register import SHARED, SeriesBegan
from doc_engine import pdf
from doc_engine.errors import VanthuError
from doc_engine.pdf import Conversion
from doc_engine.units import units
from office import Office, register_view, registers

from ..parts.files import as_file
from ..parts.paging import Pager, asked_page, with_values
from ..parts.views import allowed, office_of
from ..people.rights import Action

_FORMS = ("pdf", "docx", "xlsx")


@allowed(Action.READ_REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """A page of the register.

    Agency, year and series as links, the numbers as a table.
    """
    office = office_of(request)
    begun = office.register.series_begun()
    context: dict[str, object] = {"pending": office.register.pending(), "only_pending": "giu" in request.GET}
    if begun:
        chosen = _chosen(begun, request.GET.get("cq", ""), request.GET.get("nam", ""), request.GET.get("so", ""))
        shown = register_view.page(office, chosen, asked_page(request))
        context |= {
            "chosen": chosen,
            "shown": shown,
            "pager": Pager.of(request, shown.total, register_view.PAGE),
            "agency_name": name_of(chosen),
            "agencies": _links(begun, chosen, "agency"),
            "years": _links(begun, chosen, "year"),
            "series": _links(begun, chosen, "series"),
            "print_query": with_values(request.GET, cq=chosen.agency, nam=chosen.year, trang="", so=""),
        }
    return render(request, "register/register.html", context)


def _chosen(begun: list[SeriesBegan], agency: str, year: str, series: str) -> SeriesBegan:
    """The series that the address means.

    Where it says less, the newest of those that fit.
    """
    fits = [one for one in begun if agency in ("", one.agency)] or begun
    fits = [one for one in fits if year in ("", str(one.year))] or fits
    return next((one for one in fits if one.series == series), min(fits, key=lambda one: (-one.year, _rank(one))))


def _rank(one: SeriesBegan) -> tuple[int, str, str]:
    """The larger unit first (its code is shorter).

    Its committee before its other bodies.
    """
    return len(AgencyKey.parse(one.agency).unit_code), one.agency, one.series


def _links(begun: list[SeriesBegan], chosen: SeriesBegan, by: str) -> list[tuple[str, str, bool]]:
    """The values of a field that can be chosen.

    Text, address, whether it is the chosen one.
    """
    match by:
        case "agency":
            near = {one.agency: one for one in sorted(begun, key=_rank)}
        case "year":
            near = {str(one.year): one for one in begun if one.agency == chosen.agency}
        case _:
            here = (chosen.agency, chosen.year)
            near = {one.series: one for one in begun if (one.agency, one.year) == here}
    found = []
    for value, one in near.items():
        text = {"agency": name_of(one), "series": _series_name(one.series)}.get(by, value)
        so = one.series if by == "series" else ""
        address = with_values(QueryDict(), cq=one.agency, nam="" if by == "agency" else one.year, so=so)
        found.append((text, address, value == str(getattr(chosen, by))))
    return found


def _series_name(series: str) -> str:
    return "mọi loại" if series == SHARED else series


def name_of(series: SeriesBegan) -> str:
    """The agency of a series as a person calls it.

    Its unit on the last day of the year, and its body.
    """
    key = AgencyKey.parse(series.agency)
    try:
        unit = units().at(key.unit_code, date(series.year, 12, 31)).name
    except VanthuError:
        unit = key.unit_code
    return f"{key.body or 'UBND'} {unit}"


@allowed(Action.READ_REGISTER)
def printed(request: HttpRequest, form: str) -> HttpResponseBase:
    """The register as a file: cover and ten columns (Phụ lục IV)."""
    office = office_of(request)
    agency, year = request.GET.get("cq", ""), request.GET.get("nam", "")
    if form not in _FORMS or not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise Http404(form)
    content = _printed(office, form, agency, int(year))
    return as_file(content, f"so-dang-ky-van-ban-di-{year}.{form}")


def _printed(office: Office, form: str, agency: str, year: int) -> bytes:
    if form == "xlsx":
        return registers.outgoing_workbook(office, agency, year, None, None)
    docx = registers.outgoing(office, agency, year, None, None, 1)
    if form == "docx":
        return docx
    with TemporaryDirectory() as place:
        source, target = Path(place) / "so.docx", Path(place) / "so.pdf"
        source.write_bytes(docx)
        for error in pdf.convert([Conversion(source, target)], office.settings.pdf).values():
            raise error
        return target.read_bytes()
