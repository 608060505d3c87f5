"""The documents of one unit and year for an inspection: own, kin's, and about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from archive.metadata import DocumentRecord
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.units import REFORM, AdminUnit, Level, units

from ..office import Office
from ..state import issued

OWN = "của đơn vị"


class UnitUnclear(VanthuError):
    code = "KX-01"
    exit_code = ExitCode.NOT_FOUND
    message = 'Năm {year} không có, hoặc có nhiều, đơn vị cấp xã tên "{name}"{known}.'
    remedy = "Hãy ghi mã đơn vị (5 chữ số) thay cho tên."


@dataclass(frozen=True, slots=True)
class Collected:
    """A collected document.

    `why` it is included: "của đơn vị", or what its issuer is to the unit. `note`: the same in two or three words, ""
    for the unit's own.
    """

    record: DocumentRecord
    why: str
    note: str


def unit_of(name: str, year: int, known: Collection[str]) -> AdminUnit:
    """Return the commune of that name or code, as it was at the end of the year.

    Or at its start, where the end has none. Of several with one name, the one with a `known` code. Raises UnitUnclear.
    """
    register, days = units(), (date(year, 12, 31), date(year, 1, 1))
    for day in days:
        if name.isdecimal():
            found = [one for one in register.communes(day) if one.code == name]
        else:
            found = [one for one in register.named(name, day) if one.level is Level.COMMUNE]
        among = [one for one in found if one.code in known] if len(found) > 1 else found
        if len(among) == 1:
            return among[0]
        if found:
            listed = ", ".join(f"{one.code} {one.name}" for one in found)
            raise UnitUnclear(year=year, name=name, known=f": {listed}")
    raise UnitUnclear(year=year, name=name, known="")


def kin(unit: AdminUnit) -> list[tuple[AdminUnit, str]]:
    """Return the unit and its predecessors or successors, with their relation to it.

    In the reform of 2025. A merged commune often bears the code and name of one of its predecessors, and is another
    unit all the same; one that the reform left alone is the same unit.
    """
    register = units()
    if unit.since_reform:
        others = [(one.old, one.whole, "đơn vị trước sắp xếp") for one in register.origins(unit.code)]
    else:
        others = [(one.new, one.whole, "đơn vị sau sắp xếp") for one in register.successors(unit.code)]
    found = [(unit, OWN)]
    for other, whole, what in others:
        part = "" if whole else ", một phần"
        same = other.code == unit.code and _left_alone(unit)
        found.append((other, OWN if same else f"{what}: {other.name}{part}"))
    return found


def _left_alone(unit: AdminUnit) -> bool:
    """Return whether the reform left a unit whole, alone, with its code and name."""
    register = units()
    newer = [unit] if unit.since_reform else [one.new for one in register.successors(unit.code)]
    made_of = register.predecessors(newer[0].code) if len(newer) == 1 else ()
    return (
        len(made_of) == 1
        and made_of[0].whole
        and (made_of[0].old.code, made_of[0].old.name) == (newer[0].code, newer[0].name)
    )


def collect(office: Office, unit: AdminUnit, year: int, types: Collection[str] = ()) -> list[Collected]:
    """Return the documents of a unit and year by day, agency and number.

    `types`: abbreviations; none: all. A document of the district or province is included when its text names the unit
    ("xã Cẩm Giàng"), or one of its kin that existed on that day.
    """
    family = kin(unit)
    found = []
    for record in office.catalogue.of_year(year):
        if not types or record.type_abbreviation in types:
            there = [(one, why) for one, why in family if one.since_reform == (record.issued_on >= REFORM)]
            found += _collected(office, record, there)
    return found


def _collected(office: Office, record: DocumentRecord, family: Sequence[tuple[AdminUnit, str]]) -> list[Collected]:
    """The document, if one of the units issued it or its text names one; else nothing."""
    for one, why in family:
        if record.unit_code == one.code:
            return [Collected(record, why, "" if why == OWN else why.partition(":")[0].removeprefix("đơn vị "))]
    above = [one for one, _ in family if record.unit_code in _above(one)]
    text = issued.text_if_readable(office, record).casefold() if above else ""
    named = [one for one in above if one.name.casefold() in text]
    return [Collected(record, f"{record.unit_name} ban hành, có nêu {named[0].name}", "có nêu tên")] if named else []


def _above(unit: AdminUnit) -> set[str]:
    """Codes of the units above: the district, where there was one, and the province."""
    codes, code = set(), unit.parent_code
    while code:
        codes.add(code)
        code = units().at(code, unit.a_day).parent_code
    return codes
