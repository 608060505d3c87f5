"""Which documents an inspection means that asks for one unit and one year: its own, its kin's, those about it."""

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
    """A document, and why it is among the others: "của đơn vị", or what its issuer is to the unit. `note`: the same in
    two or three words, "" for its own."""

    record: DocumentRecord
    why: str
    note: str


def unit_of(name: str, year: int, known: Collection[str]) -> AdminUnit:
    """The commune of that name or code in that year, as it was at its end; or, where the year has none, at its start.

    Of several of one name, the one that is among the `known` codes. Raises UnitUnclear.
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
    """The unit, and those it was made of or became part of in the reform of 2025, each with what it is to the unit.

    A merged commune often bears the code and name of one that it was made of, and is another unit all the same; one
    that the reform left alone is itself.
    """
    register = units()
    if _since(unit):
        others = [(one.old, one.whole, "đơn vị trước sắp xếp") for one in register.predecessors(unit.code)]
    else:
        others = [(one.new, one.whole, "đơn vị sau sắp xếp") for one in register.successors(unit.code)]
    alone = _left_alone(unit)
    found = [(unit, OWN)]
    for other, whole, what in others:
        part = "" if whole else ", một phần"
        found.append((other, OWN if alone else f"{what}: {other.name}{part}"))
    return found


def _since(unit: AdminUnit) -> bool:
    return unit.valid_from is not None and unit.valid_from >= REFORM


def _left_alone(unit: AdminUnit) -> bool:
    """Whether a unit came out of the reform, or into it, whole, alone and under its own code and name."""
    register = units()
    newer = [unit] if _since(unit) else [one.new for one in register.successors(unit.code)]
    made_of = register.predecessors(newer[0].code) if len(newer) == 1 else ()
    return (
        len(made_of) == 1
        and made_of[0].whole
        and (made_of[0].old.code, made_of[0].old.name) == (newer[0].code, newer[0].name)
    )


def collect(office: Office, unit: AdminUnit, year: int, types: Collection[str] = ()) -> list[Collected]:
    """By day, agency and number. `types`: abbreviations; none: all.

    What the district and the province issued counts when it names the unit ("xã Cẩm Giàng") in its text, or one of its
    kin that was there on that day.
    """
    family = kin(unit)
    found = []
    for record in office.catalogue.of_year(year):
        if not types or record.type_abbreviation in types:
            there = [(one, why) for one, why in family if _since(one) == (record.issued_on >= REFORM)]
            found += _collected(office, record, there)
    return found


def _collected(office: Office, record: DocumentRecord, family: Sequence[tuple[AdminUnit, str]]) -> list[Collected]:
    """The document, when it is of one of the units or says something of one."""
    for one, why in family:
        if record.unit_code == one.code:
            return [Collected(record, why, "" if why == OWN else why.partition(":")[0].removeprefix("đơn vị "))]
    above = [one for one, _ in family if record.unit_code in _above(one)]
    text = issued.text_if_readable(office, record).casefold() if above else ""
    named = [one for one in above if one.name.casefold() in text]
    return [Collected(record, f"{record.unit_name} ban hành, có nêu {named[0].name}", "có nêu tên")] if named else []


def _above(unit: AdminUnit) -> set[str]:
    """Codes of the units above: the district, where there was one, and the province."""
    day = unit.valid_to or unit.valid_from or REFORM
    codes, code = set(), unit.parent_code
    while code:
        codes.add(code)
        code = units().at(code, day).parent_code
    return codes
