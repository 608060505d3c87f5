"""The sheets with one row a commune: who takes part, points, votes.

A fault in a row is assigned to its commune.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..cycle import Council, Vote
from ..programme import Criterion, Programme
from ..units import AdminUnit, Level, UnitNotFound, units
from ..vietnamese import number_text, slug
from . import form
from .book import Book
from .faults import Fault
from .period import Period
from .rows import Row, SheetReader

# The groups of data that need such a sheet: a plan needs no scores, a report of the commune no votes.
_NEEDED_FOR = {
    form.SELF_SCORES: ("tu_danh_gia", "ket_qua"),
    form.SCORES: ("ket_qua",),
    form.VOTES.name: ("ket_qua",),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A commune that takes part. `area`: the id of its kind of area, "" when wrong."""

    unit: AdminUnit
    area: str
    place: str


class Communes(dict[str, Listed]):
    """The communes that take part, by code.

    `is_complete`: every row was understood. Else a commune that is missing here need not be missing in the sheet, and
    is not reported where other sheets name it.
    """

    is_complete = False


def read_communes(book: Book, period: Period | None, programme: Programme | None) -> Communes:
    """The communes that take part, by code."""
    sheet = book.sheet(form.COMMUNES)
    found = Communes()
    first: dict[str, int] = {}
    found.is_complete = bool(sheet and sheet.is_whole and not sheet.skips_rows and period and period.lead)
    for row in sheet.rows() if sheet else ():
        unit = _unit(row, period, "Mã xã")
        if unit is None:
            found.is_complete = False
            continue
        if unit.code in first:
            row.note(Fault.TWICE, "Mã xã", first=first[unit.code])
            continue
        first[unit.code] = row.number
        row.unit_code = unit.code
        _check_name(row, unit)
        area = row.choice("Khu vực", list(programme.area)) if programme else row.text("Khu vực")
        found[unit.code] = Listed(unit, area, row.text("Địa danh") or place_of_issue(unit))
    if sheet and not first and not book.faults.found:
        book.faults.note(Fault.NO_COMMUNES, sheet.place(None))
    return found


def place_of_issue(unit: AdminUnit) -> str:
    """Địa danh: the unit's name; with its noun before a number, "Phường 1".

    Source: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.4.
    """
    return unit.name if unit.proper_name[:1].isdigit() else unit.proper_name


def read_scores(
    book: Book, name: str, criteria: tuple[int, ...], programme: Programme | None, listed: Communes
) -> dict[str, dict[int, Decimal]]:
    """The points of a sheet, by commune code and criterion id."""
    sheet = book.sheet(form.score_sheet(name, criteria)) if programme else None
    if sheet is None or programme is None:
        return {}
    found: dict[str, dict[int, Decimal]] = {}
    first: dict[str, int] = {}
    groups = _NEEDED_FOR[name]
    for row in sheet.rows():
        code = listed_row(row, listed, first, groups)
        if code:
            found[code] = {
                criterion.id: points
                for criterion in programme.criteria
                if (points := _points(row, criterion)) is not None
            }
    _check_all_there(sheet, first, listed, groups)
    return found


def read_votes(book: Book, listed: Communes, council: Council, *, all_present: bool) -> dict[str, Vote]:
    """The council's votes, by commune code.

    `all_present`: all its members were understood.
    """
    sheet = book.sheet(form.VOTES)
    found: dict[str, Vote] = {}
    first: dict[str, int] = {}
    for row in sheet.rows() if sheet else ():
        code = listed_row(row, listed, first, _NEEDED_FOR[form.VOTES.name])
        in_favour, against = row.whole("Tán thành"), row.whole("Không tán thành")
        if not code or in_favour is None or against is None:
            continue
        present = len(council.present)
        if all_present and in_favour + against > present:
            row.note(Fault.TOO_MANY_VOTES, "Tán thành", votes=in_favour + against, present=present)
        found[code] = Vote(in_favour, against)
    if sheet and council.met_on:
        _check_all_there(sheet, first, listed, _NEEDED_FOR[form.VOTES.name])
    return found


def lead_or_listed(row: Row, lead: AdminUnit | None, listed: Communes) -> AdminUnit | None:
    """The lead unit or listed commune in "Mã đơn vị"; None when empty or neither."""
    written = row.text("Mã đơn vị")
    if not written or lead is None:
        return None
    if row.code("Mã đơn vị", len(lead.code)) == lead.code:
        return lead
    code = row.code("Mã đơn vị", 5)
    if code not in listed:
        if listed.is_complete:
            row.note(Fault.COMMUNE_NOT_LISTED, "Mã đơn vị")
        return None
    return listed[code].unit


def _unit(row: Row, period: Period | None, heading: str) -> AdminUnit | None:
    """The commune of a row, if it is one of the lead unit's."""
    code = row.code(heading, 5)
    if not code or period is None or period.units_on is None:
        return None
    try:
        unit = units().at(code, period.units_on)
    except UnitNotFound:
        unit = None
    if unit is None or unit.level is not Level.COMMUNE:
        row.note(Fault.UNIT_UNKNOWN, heading, on=f"{period.units_on:%d/%m/%Y}")
        return None
    if period.lead is not None and not _belongs(unit, period.lead, period.units_on):
        row.note(Fault.UNIT_ELSEWHERE, heading, lead=period.lead.name)
        return None
    return unit


def _check_name(row: Row, unit: AdminUnit) -> None:
    written = slug(row.text("Tên xã")).replace("y", "i")
    known = {slug(name).replace("y", "i") for name in (unit.name, unit.proper_name)}
    if written and written not in known:  # Sỹ Bình and Sĩ Bình are one place, and both are written
        row.note(Fault.NAME_MISMATCH, "Tên xã", code=unit.code, unit=unit.name)


def listed_row(row: Row, listed: Communes, first: dict[str, int], groups: tuple[str, ...]) -> str:
    """The code of a row's commune if it is listed and not in `first`, else "".

    Adds the row to `first`; later faults in the row are assigned to the commune.
    """
    code = row.code("Mã xã", 5)
    if not code:
        return ""
    if code not in listed:
        if listed.is_complete:
            row.note(Fault.COMMUNE_NOT_LISTED, "Mã xã")
        return ""
    if code in first:
        row.note(Fault.TWICE, "Mã xã", first=first[code])
        return ""
    first[code] = row.number
    row.unit_code, row.groups = code, groups
    _check_name(row, listed[code].unit)
    return code


def _check_all_there(
    sheet: SheetReader, first: Mapping[str, int], listed: Mapping[str, Listed], groups: tuple[str, ...]
) -> None:
    for code, row in listed.items() if sheet.is_whole else ():
        if code not in first:
            place = sheet.place(None, "Mã xã")
            sheet.faults.note(Fault.COMMUNE_MISSING, place, code, code, groups, unit=row.unit.name)


def _points(row: Row, criterion: Criterion) -> Decimal | None:
    heading = form.criterion_heading(criterion.id)
    points = row.number_in(heading)
    if points is None:
        return None
    maximum = criterion.max_points.value
    if points < 0:
        row.note(Fault.POINTS_NEGATIVE, heading)
    elif maximum is not None and points > maximum:
        row.note(Fault.POINTS_TOO_HIGH, heading, maximum=number_text(maximum), criterion=criterion.id)
    return points


def _belongs(unit: AdminUnit, lead: AdminUnit, on: date) -> bool:
    if unit.parent_code == lead.code:
        return True
    if lead.level is Level.DISTRICT:
        return False
    try:
        return units().at(unit.parent_code, on).parent_code == lead.code
    except UnitNotFound:
        return False
