"""A blank workbook for a cycle: frozen headings, units, choices, codes as text."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..document import SigningAuthority
from ..programme import Programme
from ..spreadsheet.table import column_letter
from ..template import Template
from ..units import AdminUnit
from ..vietnamese import capitalised
from . import form
from .form import Content
from .suggestions import NOTHING_KNOWN, Suggestions, Value

_HEADING = PatternFill("solid", fgColor="DDE8F0")
_LINE = Border(bottom=Side(style="thin", color="888888"))
_ROWS = 1000  # rows that get lists
_NAMES_OF_SIGNERS = f"'{form.SIGNERS.name}'!$B$2:$B${_ROWS}"
_FORMATS = {
    Content.CODE: "@",
    Content.TEXT: "@",
    Content.NAME: "@",
    Content.TIME: "@",
    Content.DATE: "dd/mm/yyyy",
}


def blank(
    lead: AdminUnit,
    communes: Sequence[AdminUnit],
    programme: Programme,
    programme_reference: str,
    year: int,
    templates: Mapping[str, Template],
    known: Suggestions = NOTHING_KNOWN,
) -> bytes:
    """The .xlsx of a blank workbook.

    `programme_reference` is what the sheet names: a shipped programme's id or a file beside it. `known`: what is filled
    in already, to be corrected.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    codes = tuple(unit.code for unit in communes)
    choices = {
        "Mẫu": tuple(id_ for id_, one in templates.items() if one.manifest.serves(programme.id)),
        "Khu vực": tuple(area for area in programme.area if area),
        "Cách ký": tuple(capacity.value for capacity in SigningAuthority),
        "Mã xã": codes,
        "Mã đơn vị": (lead.code, *codes),
    }
    lists = _Lists(workbook)
    for sheet in form.all_sheets(programme):
        if sheet is form.SCALE and not known.rows.get(sheet.name):
            continue
        page = workbook.create_sheet(sheet.name)
        _head(page, sheet, choices, lists)
        _fill(page, sheet, known.rows.get(sheet.name, ()))
        if sheet is form.PERIOD:
            _period(page, {**_of_programme(lead, programme, programme_reference, year), **known.fields})
        elif sheet.columns[0] is form.COMMUNE and not sheet.optional:
            for row, unit in enumerate(communes, start=2):
                page.cell(row, 1, unit.code).number_format = _FORMATS[Content.CODE]
                page.cell(row, 2, capitalised(unit.name))
    for name in (form.SELF_SCORES, form.SCORES):
        said = [text for one in programme.criteria for text in (one.name, *(part.name for part in one.parts))]
        for column, text in enumerate(said, start=3):
            workbook[name].cell(1, column).comment = Comment(text, "vanthu")
    for column, condition in enumerate(programme.conditions, start=3):
        workbook[form.CONDITIONS].cell(1, column).comment = Comment(condition.text, "vanthu")
    lists.write()
    page = workbook.create_sheet(form.VERSION_SHEET)
    page["A1"] = form.VERSION
    page.sheet_state = "hidden"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


class _Lists:
    """The lists to choose from, one column each on a hidden sheet.

    A list inside a validation has 255 letters at most; one of a sheet has no limit, and other sheets can be its source.
    """

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._columns: dict[tuple[str, ...], str] = {}

    def source(self, choices: tuple[str, ...]) -> str:
        """The formula of a list."""
        letter = self._columns.setdefault(choices, column_letter(len(self._columns)))
        return f"'{form.LISTS}'!${letter}$1:${letter}${len(choices)}"

    def write(self) -> None:
        page = self._workbook.create_sheet(form.LISTS)
        page.sheet_state = "hidden"
        for choices, letter in self._columns.items():
            for row, choice in enumerate(choices, start=1):
                page[f"{letter}{row}"] = choice
                page[f"{letter}{row}"].number_format = "@"


def _fill(page: Worksheet, sheet: form.Sheet, rows: Sequence[Mapping[str, object]]) -> None:
    """Fill in rows below the headings."""
    for number, row in enumerate(rows, start=2):
        for index, column in enumerate(sheet.columns, start=1):
            if column.heading in row:
                cell = page.cell(number, index)
                _put(cell, row[column.heading])
                cell.number_format = _FORMATS.get(column.content, "General")


def _put(cell: Any, value: object) -> None:
    """Put a value into a cell; a text is no formula and has no control characters."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value


def _head(page: Worksheet, sheet: form.Sheet, choices: Mapping[str, tuple[str, ...]], lists: _Lists) -> None:
    page.freeze_panes = "A2" if sheet.columns[0] is not form.COMMUNE else "C2"
    for index, column in enumerate(sheet.columns):
        letter = column_letter(index)
        cell = page.cell(1, index + 1, column.heading)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEADING, _LINE
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        page.column_dimensions[letter].width = column.width
        if column.content in _FORMATS and sheet is not form.PERIOD:
            page.column_dimensions[letter].number_format = _FORMATS[column.content]
        listed = column.choices or choices.get(column.heading, ())
        if column.heading == "Người ký":
            _list(page, f"{letter}2:{letter}{_ROWS}", _NAMES_OF_SIGNERS)
        elif listed and not (sheet.columns[0] is form.COMMUNE and column is form.COMMUNE and not sheet.optional):
            _list(page, f"{letter}2:{letter}{_ROWS}", lists.source(listed), strict=column.content is Content.CHOICE)
    page.cell(1, 1).comment = Comment(sheet.help, "vanthu")


def _list(page: Worksheet, cells: str, source: str, *, strict: bool = False) -> None:
    """Add a drop-down list. `strict`: Excel takes nothing else."""
    validation = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=strict)
    validation.error = "Hãy chọn trong danh sách."
    page.add_data_validation(validation)
    validation.add(cells)


def _of_programme(lead: AdminUnit, programme: Programme, reference: str, year: int) -> dict[str, Value]:
    """The fields of the first sheet that programme and unit give."""
    due = {
        "Hạn xã gửi báo cáo": "bao_cao_tu_danh_gia",
        "Hạn ký quyết định công nhận": "cong_nhan",
        "Hạn báo cáo kết quả": "bao_cao_ket_qua",
    }
    known: dict[str, Value] = {
        "Chương trình": reference,
        "Năm": year,
        "Mã đơn vị chủ trì": lead.code,
        "Địa danh": lead.proper_name,
    }
    for name, key in due.items():
        if key in programme.deadlines:
            known[name] = programme.deadlines[key].of(year)
    return known


def _period(page: Worksheet, known: Mapping[str, Value]) -> None:
    for row, field in enumerate(form.PERIOD_FIELDS, start=2):
        page.cell(row, 1, field.name)
        page.cell(row, 3, field.help).font = Font(italic=True, color="666666")
        cell = page.cell(row, 2, known.get(field.name))
        cell.number_format = _FORMATS.get(field.content, "General")
        cell.alignment = Alignment(wrap_text=True)
