"""The clerk's own workbook with its problems: coloured cells, comments, a list."""

import io
import zipfile
from collections.abc import Sequence

from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from ..errors import Problem
from . import form

SHEET = f"{form.NOTE_PREFIX} lỗi"  # begins as the clerk's own notes do, so that it is not read as data
_MARK = PatternFill("solid", fgColor="FFC7CE")
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_NAMES = {
    _STRICT: b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
}
_HEADINGS = ("Trang", "Dòng", "Cột", "Giá trị", "Lỗi", "Cách sửa", "Mã")


def annotated(xlsx: bytes, problems: Sequence[Problem]) -> bytes:
    """A copy of the workbook with the problems highlighted.

    Contents and comments are kept; an older list is replaced.
    """
    workbook = load_workbook(io.BytesIO(_transitional(xlsx)))
    if SHEET in workbook.sheetnames:
        del workbook[SHEET]
    listing = workbook.create_sheet(SHEET, 0)
    workbook.active = 0
    listing.append(_HEADINGS)
    for cell in listing[1]:
        cell.font = Font(bold=True)
    for problem in problems:
        place = problem.place
        column = f"{place.column} {place.heading}".strip()
        listing.append(
            [place.sheet, place.row, column, _inert(problem.value), problem.reason, problem.remedy, problem.code]
        )
        if place.sheet in workbook.sheetnames and place.row and place.column:
            cell = workbook[place.sheet][f"{place.column}{place.row}"]
            cell.fill = _MARK
            if not hasattr(cell, "column_letter"):  # inside merged cells: only the first one can hold a comment
                continue
            before = f"{cell.comment.text}\n" if cell.comment else ""
            cell.comment = Comment(f"{before}{problem.reason} {problem.remedy}", "vanthu")
    for letter, width in zip("ABCDEFG", (18, 8, 26, 26, 60, 60, 8), strict=True):
        listing.column_dimensions[letter].width = width
    listing.freeze_panes = "A2"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _transitional(xlsx: bytes) -> bytes:
    """The package with Transitional's names for Strict's, which openpyxl knows not."""
    package = zipfile.ZipFile(io.BytesIO(xlsx))
    if _STRICT not in package.read("xl/workbook.xml"):
        return xlsx
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in package.namelist():
            content = package.read(name)
            for strict, transitional in _NAMES.items():
                content = content.replace(strict, transitional) if name.endswith((".xml", ".rels")) else content
            made.writestr(name, content)
    return out.getvalue()


def _inert(value: str) -> str:
    """A value that begins like a formula, as plain text, without control characters."""
    value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
    return f"'{value}" if value.startswith(("=", "+", "-", "@")) else value
