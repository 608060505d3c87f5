"""Packages for inspectors: ordered with one click, fetched when they are made."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from doc_engine.errors import VanthuError
from office import Office, package_orders

from ..jobs.kinds import PACK
from ..jobs.models import Job
from ..parts.errors import Told
from ..parts.files import as_file
from ..parts.views import allowed, office_of, person_of
from ..people.middleware import address_of
from ..people.rights import Action

_SHOWN = 30


@never_cache
@allowed(Action.EXPORT)
def packages(request: HttpRequest) -> HttpResponse:
    """The choice of commune and year, and the packages that were ordered."""
    office = office_of(request)
    context: dict[str, object] = {"choices": package_orders.choices(office)}
    status = 200
    if request.method == "POST":
        year, _, unit = request.POST.get("goi", "").partition(":")
        try:
            key = package_orders.checked(office, int(year) if year.isdecimal() and len(year) == 4 else 0, unit)
        except VanthuError as error:
            context["error"], status = Told.of(error), 422
        else:
            Job.order(PACK, key, "{}", person_of(request), address_of(request))
            return redirect("packages")
    context["jobs"] = _ordered(office)
    context["waits"] = any(job.is_open for job, *_ in _ordered(office))
    part = "packages/ordered.html" if request.headers.get("HX-Request") else "packages/packages.html"
    return render(request, part, context, status=status)


def _ordered(office: Office) -> list[tuple[Job, str, str, bool]]:
    """The last jobs: commune, address of the package, and whether it is still there."""
    names = {(year, code): name for year, units in package_orders.choices(office) for code, name in units}
    found = []
    for job in Job.objects.filter(kind=PACK).select_related("person").order_by("-id")[:_SHOWN]:
        year, _, unit = job.subject.partition(":")
        name = f"{names.get((int(year), unit), unit)}, năm {year}"
        there = package_orders.is_there(office, job.subject)
        found.append((job, name, reverse("fetch-package", args=[int(year), unit]), there))
    return found


@allowed(Action.EXPORT)
def fetch(request: HttpRequest, year: int, unit: str) -> HttpResponseBase:
    """The package as a .zip."""
    if not unit.isdecimal():
        raise Http404(unit)
    file = package_orders.fetched(office_of(request), package_orders.subject(year, unit))
    return as_file(file, file.name)
