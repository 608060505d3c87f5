"""The first sheet: the cycle's common facts, by their names in column A."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from .. import programme
from ..document import DocumentCode, LegalBasis, WrongCode
from ..errors import VanthuError
from ..programme import Programme
from ..spreadsheet import cells
from ..units import AdminUnit, Level, UnitNotFound, units
from .faults import Fault
from .form import PERIOD_FIELDS, Content, PeriodField
from .rows import Row, SheetReader, did_you_mean

_NAME, _VALUE = "Mục", "Giá trị"


@dataclass(frozen=True, slots=True)
class Period:
    """The contents of the sheet. Missing or wrong fields are None (texts: "")."""

    programme: Programme | None
    year: int | None
    lead: AdminUnit | None
    province: AdminUnit | None
    units_on: date | None
    superior_plan: LegalBasis
    target_percent: Decimal | None
    days: dict[str, date | None]
    texts: dict[str, str]


def read_period(sheet: SheetReader, folder: Path, year_of_documents: int | None) -> Period:
    """Read the first sheet.

    `folder`: where the file of a programme is looked up. `year_of_documents`: of all days of issue, if it is one; a
    cycle of another year is one fault, and all else is read as of that year.
    """
    values = _Values(sheet)
    programme_ = values.programme("Chương trình", folder)
    if programme_ is not None and programme_.last_years_later:
        year_of_documents = None  # those of the year after are no mistake
    year = values.whole_within("Năm", 2000, 2100)
    if year is not None and year_of_documents not in (None, year):
        values.note("Năm", Fault.YEAR_MISMATCH, year=year_of_documents)
        year = year_of_documents
    units_on = values.of("Đơn vị hành chính tính đến ngày") or (date(year, 12, 31) if year else None)
    lead = values.unit("Mã đơn vị chủ trì", units_on)
    return Period(
        programme=programme_,
        year=year,
        lead=lead,
        province=_province(lead, units_on),
        units_on=units_on,
        superior_plan=LegalBasis(
            "Kế hoạch",
            values.code("Kế hoạch cấp trên: số, ký hiệu"),
            values.text("Kế hoạch cấp trên: cơ quan ban hành"),
            values.of("Kế hoạch cấp trên: ngày"),
            values.text("Kế hoạch cấp trên: trích yếu"),
        ),
        target_percent=values.percent("Mục tiêu (%)"),
        days={field.name: values.of(field.name) for field in PERIOD_FIELDS if field.content is Content.DATE},
        texts={
            field.name: values.text(field.name)
            for field in PERIOD_FIELDS
            if field.content in (Content.TEXT, Content.TIME)
        },
    )


class _Values:
    """The lines by name; parsed once, so that each fault is noted once."""

    def __init__(self, sheet: SheetReader) -> None:
        self._rows: dict[str, Row] = {}
        known = {field.name.lower(): field.name for field in PERIOD_FIELDS}
        unknown: list[Row] = []
        for row in sheet.rows():
            name = known.get(cells.text(row.cell(_NAME)).lower())
            if name is None:
                unknown.append(row)
            elif name in self._rows:
                row.note(Fault.TWICE, _NAME, first=self._rows[name].number)
            else:
                self._rows[name] = row
        missing = [field.name for field in PERIOD_FIELDS if field.name not in self._rows]
        for row in unknown:
            row.note(Fault.FIELD_UNKNOWN, _NAME, hint=did_you_mean(cells.text(row.cell(_NAME)), missing))
        for field in PERIOD_FIELDS:
            if field.required and field.name not in self._rows:
                sheet.faults.note(Fault.FIELD_MISSING, sheet.place(None, _NAME), field.name)
        self._parsed = {field.name: self._parse(field) for field in PERIOD_FIELDS if field.name in self._rows}

    def _parse(self, field: PeriodField) -> Any:
        row = self._rows[field.name]
        if not (row.text(_VALUE) if field.required else row.text_if_any(_VALUE)):
            return None
        match field.content:
            case Content.DATE:
                return row.day(_VALUE)
            case Content.WHOLE:
                return row.whole(_VALUE)
            case Content.PERCENT:
                return row.percent(_VALUE)
            case Content.TIME:
                return row.time_of_day(_VALUE)
            case _:
                return row.text_if_any(_VALUE)

    def of(self, name: str) -> Any:
        return self._parsed.get(name)

    def text(self, name: str) -> str:
        return self._parsed.get(name) or ""

    def note(self, name: str, fault: Fault, **facts: object) -> None:
        self._rows[name].note(fault, _VALUE, **facts)

    def whole_within(self, name: str, least: int, most: int) -> int | None:
        found: int | None = self.of(name)
        if found is None or least <= found <= most:
            return found
        self._rows[name].note(Fault.WRONG_RANGE, _VALUE, least=least, most=most)
        return None

    def percent(self, name: str) -> Decimal | None:
        """A percentage from 1 to 100; another one is noted."""
        found: Decimal | None = self.of(name)
        if found is None or 1 <= found <= 100:
            return found
        self._rows[name].note(Fault.WRONG_RANGE, _VALUE, least=1, most=100)
        return None

    def code(self, name: str) -> str:
        """The code without spaces around its signs; "" for a wrong one, which is noted."""
        written = self.text(name)
        if not written:
            return ""
        try:
            return str(DocumentCode.parse(written))
        except WrongCode:
            self._rows[name].note(Fault.NOT_A_CODE, _VALUE)
            return ""

    def unit(self, name: str, on: date | None) -> AdminUnit | None:
        written = self.text(name)
        if not written or on is None:
            return None
        digits = 3 if len(written) == 3 or written not in ("", written.zfill(2)) else 2
        try:
            found = units().at(cells.code(written, digits), on)
        except UnitNotFound:
            found = None
        if found is None or found.level is Level.COMMUNE:
            self._rows[name].note(Fault.UNIT_UNKNOWN, _VALUE, on=f"{on:%d/%m/%Y}")
            return None
        return found

    def programme(self, name: str, folder: Path) -> Programme | None:
        written = self.text(name)
        if not written:
            return None
        try:
            return programme.find(written, folder)
        except VanthuError as error:
            self._rows[name].note(Fault.PROGRAMME, _VALUE, why=str(error))
            return None


def _province(lead: AdminUnit | None, on: date | None) -> AdminUnit | None:
    if lead is None or on is None or lead.level is Level.PROVINCE:
        return lead
    return units().at(lead.parent_code, on)
