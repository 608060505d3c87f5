"""The sheets with one row a commune: who takes part, points, votes.

A fault in a row is assigned to its commune.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..cycle import Council, Vote
from ..programme import Criterion, Programme, SubCriterion
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
    form.CONDITIONS: ("ket_qua",),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A commune that takes part. `area`: the id of its kind of area, "" when wrong."""

    unit: AdminUnit
    area: str
    place: str


@dataclass(frozen=True, slots=True)
class Points:
    """The points of one commune: by criterion, and those of parts that were given."""

    criteria: Mapping[int, Decimal]
    parts: Mapping[str, Decimal]


NO_POINTS = Points({}, {})


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
        area = _area(row, programme)
        found[unit.code] = Listed(unit, area, row.text("Địa danh") or place_of_issue(unit))
    if sheet and not first and not book.faults.found:
        book.faults.note(Fault.NO_COMMUNES, sheet.place(None))
    return found


def _area(row: Row, programme: Programme | None) -> str:
    """The id of the kind of area; a programme without kinds has one, without a name."""
    if programme is None:
        return row.text("Khu vực")
    return row.choice("Khu vực", programme.area) if any(programme.area) else ""


def place_of_issue(unit: AdminUnit) -> str:
    """Địa danh: the unit's name; with its noun before a number, "Phường 1".

    Source: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.4.
    """
    return unit.name if unit.proper_name[:1].isdigit() else unit.proper_name


def read_scores(book: Book, name: str, programme: Programme | None, listed: Communes) -> dict[str, Points]:
    """The points of a sheet, by commune code; 1 and 0 for a verdict."""
    sheet = book.sheet(form.score_sheet(name, programme)) if programme else None
    if sheet is None or programme is None:
        return {}
    found: dict[str, Points] = {}
    first: dict[str, int] = {}
    groups = _NEEDED_FOR[name]
    for row in sheet.rows():
        code = listed_row(row, listed, first, groups)
        if code:
            found[code] = _points_of(row, programme)
    _check_all_there(sheet, first, listed, groups)
    return found


def read_conditions(book: Book, programme: Programme | None, listed: Communes) -> dict[str, dict[str, bool]]:
    """Whether the conditions of recognition hold, by commune code and condition."""
    if programme is None or not programme.conditions:
        return {}
    sheet = book.sheet(form.conditions_sheet(programme))
    found: dict[str, dict[str, bool]] = {}
    first: dict[str, int] = {}
    for row in sheet.rows() if sheet else ():
        code = listed_row(row, listed, first, _NEEDED_FOR[form.CONDITIONS])
        if code:
            said = {one.id: row.choice(form.condition_heading(one.id), form.VERDICTS) for one in programme.conditions}
            found[code] = {id_: verdict == form.VERDICTS[0] for id_, verdict in said.items() if verdict}
    if sheet:
        _check_all_there(sheet, first, listed, _NEEDED_FOR[form.CONDITIONS])
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


def _points_of(row: Row, programme: Programme) -> Points:
    criteria: dict[int, Decimal] = {}
    parts: dict[str, Decimal] = {}
    for criterion in programme.criteria:
        given = {part.id: _of_part(row, part, by_points=programme.by_points) for part in criterion.parts}
        points = _of_criterion(row, criterion, given, by_points=programme.by_points)
        criteria |= {criterion.id: points} if points is not None else {}
        parts |= {id_: value for id_, value in given.items() if value is not None}
    return Points(criteria, parts)


def _of_criterion(
    row: Row, criterion: Criterion, parts: Mapping[str, Decimal | None], *, by_points: bool
) -> Decimal | None:
    """The points of a criterion: its own cell, or the sum of its parts.

    Both must agree. Of verdicts: met if every part is.
    """
    heading = form.criterion_heading(criterion.id)
    own = _points(row, criterion) if by_points else _verdict(row, heading)
    given = [value for value in parts.values() if value is not None]
    if not given:
        if parts and own is None and not row.text_if_any(heading):
            row.note(Fault.EMPTY, heading)
        return own
    if len(given) < len(parts):
        for id_ in (id_ for id_, value in parts.items() if value is None):
            if not row.text_if_any(form.part_heading(id_)):
                row.note(Fault.EMPTY, form.part_heading(id_))
        return own
    whole = sum(given, Decimal(0)) if by_points else min(given)
    if own is not None and own != whole:
        row.note(Fault.PARTS_DIFFER, heading, sum=number_text(whole) if by_points else form.VERDICTS[whole == 0])
    maximum = criterion.max_points.value
    if own is None and maximum is not None and whole > maximum:
        row.note(Fault.POINTS_TOO_HIGH, heading, maximum=number_text(maximum), criterion=criterion.id)
    return whole


def _of_part(row: Row, part: SubCriterion, *, by_points: bool) -> Decimal | None:
    heading = form.part_heading(part.id)
    if not by_points:
        return _verdict(row, heading)
    points = row.number_in(heading)
    maximum = part.max_points.value if part.max_points and part.max_points.confirmed else None
    if points is not None and points < 0:
        row.note(Fault.POINTS_NEGATIVE, heading)
    elif points is not None and maximum is not None and points > maximum:
        row.note(Fault.PART_TOO_HIGH, heading, maximum=number_text(maximum), part=part.id)
    return points


def _verdict(row: Row, heading: str) -> Decimal | None:
    found = row.choice(heading, form.VERDICTS)
    return Decimal(form.VERDICTS.index(found) == 0) if found else None


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
