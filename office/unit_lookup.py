"""Units by name or code: an answer, or a question back where several bear it.

A unit is a code and a time: "Bạch Thông" was a district until 30 June 2025 and is a commune since. Therefore every
lookup has a day or a year.
"""

import difflib
from collections.abc import Collection
from datetime import date

from archive.keys import AgencyKey
from doc_engine.cycle import Cycle
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.remedies import RemedyAction
from doc_engine.units import SURE_FROM, AdminUnit, Level, UnitNotFound, units, unsure_words
from doc_engine.vietnamese import normalize, slug, without_marks


class UnitNameNotFound(VanthuError):
    code = "DV-02"
    exit_code = ExitCode.NOT_FOUND
    message = 'Không có đơn vị nào tên "{name}" vào ngày {on:%d/%m/%Y}{hint}.'
    remedy = f"Hãy kiểm tra lại tên (không dấu cũng được), hoặc tra mã: {RemedyAction.LIST_UNITS}."


class UnitNameAmbiguous(VanthuError):
    """Several units have that name on that day; the clerk has to choose."""

    code = "DV-03"
    exit_code = ExitCode.USAGE
    message = 'Có {count} đơn vị tên "{name}" vào ngày {on:%d/%m/%Y}: {listed}.'
    remedy = f"Hãy ghi mã thay cho tên. Tra mã: {RemedyAction.LIST_UNITS}."


class UnitNotInCycle(VanthuError):
    code = "DV-04"
    exit_code = ExitCode.USAGE
    message = 'Kỳ đánh giá không có xã "{name}".'
    remedy = "Các xã: {known}."


def unit_on(typed: str, on: date, among: Collection[str] = (), levels: Collection[Level] = tuple(Level)) -> AdminUnit:
    """Return the unit of that code or name on that day.

    `among`: of several of one name, the one with one of these codes. `levels`: those at which a name is looked for.

    Raises UnitNotFound for a code, UnitNameNotFound or UnitNameAmbiguous for a name.
    """
    name = normalize(typed)
    if name.isdecimal():
        unit = units().at(name, on)
        if unit.level not in levels:
            raise UnitNameNotFound(name=name, on=on, hint=f" ở cấp này; {described(unit)}")
        return unit
    found = tuple(unit for unit in bearing(name, on) if unit.level in levels)
    if len(found) > 1:
        found = tuple(unit for unit in found if unit.code in among) or found
    if not found:
        raise UnitNameNotFound(name=name, on=on, hint=_hint(name, on))
    if len(found) > 1:
        listed = ", ".join(described(unit) for unit in found)
        raise UnitNameAmbiguous(name=name, on=on, count=len(found), listed=listed)
    return found[0]


def unit_of_year(typed: str, year: int, among: Collection[str] = ()) -> AdminUnit:
    """Return the unit of a year: as it was at its end, else at its beginning.

    Raises as `unit_on`; UnitNameAmbiguous, too, where the name was another unit's at the beginning.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    try:
        found = unit_on(typed, last, among)
    except (UnitNotFound, UnitNameNotFound):
        return unit_on(typed, first, among)
    others = () if typed.strip().isdecimal() else bearing(normalize(typed), first)
    both = {unit.code: unit for unit in (*others, found)}
    nearer = {code: unit for code, unit in both.items() if code in among}
    if len(nearer) == 1:
        return next(iter(nearer.values()))
    if len(both) > 1:
        listed = ", ".join(described(unit) for unit in both.values())
        raise UnitNameAmbiguous(name=normalize(typed), on=last, count=len(both), listed=listed)
    return found


def the_one_of(name: str, candidates: Collection[AdminUnit]) -> AdminUnit | None:
    """Return the one of some units that a code or name means, None for none.

    Raises UnitNameAmbiguous.
    """
    found = [unit for unit in candidates if name.strip() == unit.code or is_meant(name, unit)]
    if len(found) > 1:
        listed = ", ".join(described(unit) for unit in found)
        on = found[0].a_day
        raise UnitNameAmbiguous(name=name, on=on, count=len(found), listed=listed)
    return found[0] if found else None


def agency_key(typed: str, on: date, among: Collection[AgencyKey] = ()) -> AgencyKey:
    """Return the key of an agency; its unit may be given by name, "Bạch Thông/HĐXD".

    `among`: the agencies that the office knows: their spelling of the body counts, and of several units of one name,
    theirs is meant. Raises as `unit_on`.
    """
    given = AgencyKey.parse(typed)
    unit = unit_on(given.unit_code, on, {key.unit_code for key in among})
    return _as_known(AgencyKey(unit.code, normalize(given.body)), among)


def agency_key_of_year(typed: str, year: int, among: Collection[AgencyKey] = ()) -> AgencyKey:
    """Return the key of an agency as it was in a year.

    A code is taken as it is: what the register has of it is asked for, whenever that was.
    """
    given = AgencyKey.parse(typed)
    code = normalize(given.unit_code)
    if not code.isdecimal():
        code = unit_of_year(code, year, {key.unit_code for key in among}).code
    return _as_known(AgencyKey(code, normalize(given.body)), among)


def _as_known(key: AgencyKey, among: Collection[AgencyKey]) -> AgencyKey:
    return next((one for one in among if slug(str(one)) == slug(str(key))), key)


def communes_of(cycle: Cycle, names: Collection[str]) -> frozenset[str]:
    """The codes of communes of a cycle, given by code or name.

    Raises UnitNotInCycle or UnitNameAmbiguous.
    """
    codes = set()
    for name in names:
        found = the_one_of(name, cycle.listed)
        if found is None:
            raise UnitNotInCycle(name=name, known=", ".join(unit.proper_name for unit in cycle.listed))
        codes.add(found.code)
    return frozenset(codes)


def named(typed: str, year: int | None = None) -> list[AdminUnit]:
    """Return every unit of that name or code: at any time, or in one year.

    The older first, then by code.
    """
    first, last = (date.min, date.max) if year is None else (date(year, 1, 1), date(year, 12, 31))
    name = normalize(typed)
    found = [unit for unit in units().ever(name) if name.isdecimal() or is_meant(name, unit)]
    there = (unit for unit in found if unit.valid_within(first, last))
    return sorted(there, key=lambda unit: (unit.valid_from or date.min, unit.code))


def bearing(name: str, on: date) -> tuple[AdminUnit, ...]:
    """Return the units of that name on that day.

    A name typed with diacritics means just these.
    """
    found = units().named(name, on)
    return tuple(unit for unit in found if is_meant(name, unit))


def is_meant(name: str, unit: AdminUnit) -> bool:
    """Return whether a name means the unit.

    Typed without diacritics, or with all of them: a wrong one may mean another unit.
    """
    typed = normalize(name).lower()
    names = [unit.name.lower(), unit.proper_name.lower()]
    return typed in names if without_marks(typed) != typed else slug(typed) in map(slug, names)


def above(unit: AdminUnit) -> list[AdminUnit]:
    """The units that a unit belongs to, the nearest first."""
    found, code = [], unit.parent_code
    while code:
        there = [one for one in units().ever(code) if one.valid_on(unit.a_day)]
        found += there[:1]
        code = there[0].parent_code if there else ""
    return found


def described(unit: AdminUnit) -> str:
    """Return "02008 xã Cẩm Giàng, huyện Bạch Thông, tỉnh Bắc Kạn".

    Many communes have one name.
    """
    return ", ".join([f"{unit.code} {unit.name}", *(one.name for one in above(unit))])


def _hint(name: str, on: date) -> str:
    """The hint: when such a unit existed, or a commune of that day of similar name."""
    if there := [unit for unit in units().ever(name) if is_meant(name, unit)]:
        before = [unit for unit in there if unit.valid_to and unit.valid_to < on]
        nearest = before[-1] if before else there[0]
        when = f"đến ngày {nearest.valid_to:%d/%m/%Y}" if before else f"từ ngày {nearest.valid_from:%d/%m/%Y}"
        return f"; {when} có {described(nearest)}"
    if on < SURE_FROM:
        return f"; {unsure_words()}"
    names = {slug(unit.proper_name): unit.proper_name for unit in units().communes(on)}
    fuzzy = difflib.get_close_matches(slug(name), names, n=1, cutoff=0.8)
    return f'; có phải "{names[fuzzy[0]]}" không' if fuzzy else ""
