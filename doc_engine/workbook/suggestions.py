"""What is known of a cycle before anybody fills in its workbook.

From templates and programme: the documents with their usual days, the bases, the tasks of each office. From last year's
workbook: who signs, bases, recipients, tasks, the council, the names of offices. A clerk corrects them; nothing is
suggested that somebody has not written.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from ..document import LegalBasis
from ..errors import VanthuError
from ..programme import ConfirmedFigure, Programme, find
from ..replaced_laws import in_force
from ..spreadsheet import cells
from ..template import Template
from ..units import AdminUnit
from . import form, scale
from .book import Book
from .form import Content
from .options import HiddenCells, ReadingOptions
from .rows import SheetReader

_TASK = "Tổ chức triển khai thực hiện và kiểm tra, đánh giá {tiêu chí}."  # as in the plan of Bạch Thông, 2024
Value = str | int | date | Decimal
NO_FIGURES: Mapping[str, ConfirmedFigure] = MappingProxyType({})
Line = dict[str, Value]
# Of these sheets last year's rows are taken; the columns left out belong to one meeting or one year.
_TAKEN = {form.SIGNERS: (), form.COUNCIL: ("Dự họp",), form.LEGAL_BASES: (), form.RECIPIENTS: (), form.ASSIGNMENTS: ()}
_FIELDS = (
    "Địa danh", "Báo cáo kết quả gửi", "Cơ quan thường trực", "Cơ quan thường trực: viết tắt", "Hội đồng: tên",
    "Hội đồng: viết tắt", "Hội đồng: địa điểm họp", "Hội đồng của xã: tên", "Hội đồng của xã: viết tắt",
    "Kế hoạch cấp trên: cơ quan ban hành", "Mục tiêu (%)",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Rows by sheet name, each by heading; fields of the first sheet by name."""

    rows: Mapping[str, Sequence[Line]] = field(default_factory=dict)
    fields: Mapping[str, Value] = field(default_factory=dict)


NOTHING_KNOWN = Suggestions()


def suggestions(
    lead: AdminUnit,
    communes: Sequence[AdminUnit],
    programme: Programme,
    year: int,
    templates: Mapping[str, Template],
    last_year: Path | None,
    confirmed: Mapping[str, ConfirmedFigure] = NO_FIGURES,
) -> Suggestions:
    """What is known of a cycle. `last_year`: a workbook of the year before, or None.

    `confirmed`: the figures that the office has confirmed before. Of a workbook of another programme bases and tasks
    stay behind; tasks, too, where a province follows a district.
    Raises SourceUnreadable or UnsafePackage for a file that is no workbook.
    """
    templates = {id_: one for id_, one in templates.items() if one.manifest.serves(programme.id)}
    rows: dict[str, Sequence[Line]] = {
        form.DOCUMENTS.name: list(_documents(programme, year, templates)),
        form.SIGNERS.name: [
            {"Mã đơn vị": unit.code, "Chức vụ": "Chủ tịch", "Cách ký": "Cấp trưởng"} for unit in (lead, *communes)
        ],
        form.LEGAL_BASES.name: list(_bases(programme, templates)),
        form.ASSIGNMENTS.name: list(_tasks(programme)),
    }
    if programme.unconfirmed or confirmed:
        rows[form.SCALE.name] = list(scale.lines(programme, confirmed))
    if last_year is None:
        return Suggestions(rows)
    book = _opened(last_year)
    of_another = set() if _is_of(book, last_year, programme) else {form.LEGAL_BASES, form.ASSIGNMENTS}
    of_another |= set() if _led_from_the_same_level(book, lead) else {form.ASSIGNMENTS}
    codes = {unit.code for unit in (lead, *communes)}
    for sheet, without in _TAKEN.items():
        reader = book.sheet(sheet) if sheet not in of_another else None
        taken = list(_taken(reader, sheet, without)) if reader is not None else []
        if sheet is form.SIGNERS:
            taken = [row | {"Mã đơn vị": _code(str(row.get("Mã đơn vị", "")), codes)} for row in taken]
            taken = [row for row in taken if row["Mã đơn vị"] in codes or not str(row["Mã đơn vị"]).isdecimal()]
            known = {row.get("Mã đơn vị") for row in taken}
            taken += [row for row in rows[sheet.name] if row["Mã đơn vị"] not in known]
        if sheet is form.LEGAL_BASES:
            taken = list(_renewed(taken, year))
        if taken:
            rows[sheet.name] = taken
    first = book.sheet(form.PERIOD)
    return Suggestions(rows, dict(_fields(first)) if first is not None else {})


def figures_of(workbook: Path, programme: Programme) -> dict[str, ConfirmedFigure]:
    """The figures that a workbook confirms; none of another programme's.

    Raises SourceUnreadable or UnsafePackage for a file that is no workbook.
    """
    book = _opened(workbook)
    return scale.read_scale(book, programme) if _is_of(book, workbook, programme) else {}


def _opened(workbook: Path) -> Book:
    return Book(workbook, ReadingOptions(HiddenCells.READ, convert=True))


def _is_of(book: Book, workbook: Path, programme: Programme) -> bool:
    """Whether a workbook is of that programme, or does not say of which."""
    reference = _field(book, "Chương trình")
    try:
        return not reference or find(reference, workbook.parent).id == programme.id
    except VanthuError:
        return False


def _led_from_the_same_level(book: Book, lead: AdminUnit) -> bool:
    code = _field(book, "Mã đơn vị chủ trì")
    return not code or (len(code) == 2) == (len(lead.code) == 2)


def _field(book: Book, name: str) -> str:
    """A field of the first sheet; "" where it is blank."""
    reader = book.sheet(form.PERIOD)
    rows = reader.rows() if reader is not None else ()
    return next((row.text_if_any("Giá trị") for row in rows if row.text_if_any("Mục") == name), "")


def _documents(programme: Programme, year: int, templates: Mapping[str, Template]) -> Iterator[Line]:
    """Yield the documents in the order of their ranks, with the usual day of each."""
    for template in sorted(templates.values(), key=lambda one: one.manifest.rank):
        day = usual_day(template, programme, year)
        line: Line = {"Mẫu": template.id}
        yield line | ({"Ngày ban hành": day} if day is not None else {})


def usual_day(template: Template, programme: Programme, year: int) -> date | None:
    """The usual day of a document: some days before a deadline of the programme.

    On a Friday for one that would be at a weekend. None where template or programme says nothing.
    """
    usual = template.manifest.usual_day
    if usual is None or usual.deadline not in programme.deadlines:
        return None
    found = programme.deadlines[usual.deadline].of(year) - timedelta(days=usual.days_before)
    return found - timedelta(days=max(found.weekday() - 4, 0))


def _bases(programme: Programme, templates: Mapping[str, Template]) -> Iterator[Line]:
    """Yield the programme's own documents as bases of every template that has bases."""
    for template in (one for one in templates.values() if one.manifest.legal_bases):
        for basis in (programme.basis, *programme.further_bases):
            day: Line = {"Ngày ban hành": basis.issued_on} if basis.issued_on is not None else {}
            yield day | {
                "Mẫu": template.id,
                "Tên loại": basis.type_name,
                "Số, ký hiệu": basis.code,
                "Cơ quan ban hành": basis.body,
                "Trích yếu": basis.subject,
            }


def _renewed(rows: Sequence[Line], year: int) -> Iterator[Line]:
    """Yield last year's bases, each law that was replaced as what replaced it."""
    for row in rows:
        day = row.get("Ngày ban hành")
        texts = [str(row.get(heading, "")) for heading in ("Tên loại", "Số, ký hiệu", "Trích yếu")]
        old = LegalBasis(texts[0], texts[1], "", day if isinstance(day, date) else None, texts[2])
        new = in_force(old, date(year, 12, 31))
        yield (
            row
            if new == old or new.issued_on is None
            else row
            | {
                **({"Số, ký hiệu": new.code} if new.code else {}),
                "Ngày ban hành": new.issued_on,
            }
        )


def _tasks(programme: Programme) -> Iterator[Line]:
    """Yield each office with the criteria that the programme gives it."""
    offices: dict[str, list[int]] = {}
    for criterion in programme.criteria:
        for office in criterion.lead_offices:
            offices.setdefault(office, []).append(criterion.id)
    for office, numbers in offices.items():
        yield {"Cơ quan, đơn vị": office, "Tiêu chí": ", ".join(map(str, numbers)), "Nhiệm vụ": _TASK}


def _taken(reader: SheetReader, sheet: form.Sheet, without: Sequence[str]) -> Iterator[Line]:
    for row in reader.rows():
        line: dict[str, Value] = {}
        for column in sheet.columns:
            cell = row.cell(column.heading)
            if column.heading in without or not cells.text(cell):
                continue
            day = cells.day(cell) if column.content is Content.DATE else None
            line[column.heading] = day or row.text_if_any(column.heading)
        yield line


def _code(written: str, codes: Collection[str]) -> str:
    """A unit's code with the zeros that a number has lost."""
    return next((code for code in codes if written.isdecimal() and code.lstrip("0") == written.lstrip("0")), written)


def _fields(reader: SheetReader) -> Iterator[tuple[str, Value]]:
    for row in reader.rows():
        name = row.text_if_any("Mục")
        if name in _FIELDS and row.text_if_any("Giá trị"):
            percent = cells.percent(row.cell("Giá trị")) if name == "Mục tiêu (%)" else None
            yield name, int(percent) if percent is not None and percent == int(percent) else row.text_if_any("Giá trị")
