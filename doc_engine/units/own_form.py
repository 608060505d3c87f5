"""The blank workbook for an office's own units."""

import io

from openpyxl import Workbook
from openpyxl.styles import Font

from ..spreadsheet.table import column_letter
from .own import DAYS, HEADINGS

SHEET = "Đơn vị"
_WIDTHS = (10, 34, 10, 14, 14, 50)


def blank() -> bytes:
    """The .xlsx of a file without units."""
    workbook = Workbook()
    page = workbook.worksheets[0]
    page.title = SHEET
    for number, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True), start=1):
        letter = column_letter(number - 1)
        page.cell(1, number, heading).font = Font(bold=True)
        page.column_dimensions[letter].width = width
        page.column_dimensions[letter].number_format = "dd/mm/yyyy" if heading in DAYS else "@"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
