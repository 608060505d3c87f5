"""The results of a search as a list, with chosen columns.

.xlsx, .csv as Excel reads it, .docx, .pdf or .json.
"""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from archive.metadata import DocumentRecord
from doc_engine import pdf
from doc_engine.document import short_day_text
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.nd30 import layout
from doc_engine.pdf import Conversion
from doc_engine.vietnamese import slug

from ..issue.relations import became_of
from ..office import Office
from ..user_files import spreadsheet_text, write_output
from .finding import Findings

_Value = str | int | date
_Cell = Callable[[Office, DocumentRecord], _Value]
_Rows = Sequence[Sequence[_Value]]


class ColumnUnknown(VanthuError):
    code = "TIM-09"
    exit_code = ExitCode.USAGE
    message = 'Danh sách không có cột "{name}".'
    remedy = "Các cột: {known}."


class ListFormUnknown(VanthuError):
    code = "TIM-10"
    exit_code = ExitCode.USAGE
    message = 'Không ghi được danh sách ra tệp loại "{ending}".'
    remedy = "Hãy đặt tên tệp có đuôi .xlsx, .docx, .pdf, .csv hoặc .json."


# Column → its heading and its cell. Every field of Phụ lục VI, Phần II that the archive knows (NĐ 30/2020/NĐ-CP).
COLUMNS: Mapping[str, tuple[str, _Cell]] = {
    "so-ky-hieu": ("Số, ký hiệu", lambda _, one: str(one.code)),
    "ngay": ("Ngày", lambda _, one: one.issued_on),
    "ten-loai": ("Tên loại", lambda _, one: one.type_title),
    "trich-yeu": ("Trích yếu", lambda _, one: one.subject),
    "co-quan": ("Cơ quan ban hành", lambda _, one: one.agency_name),
    "nguoi-ky": ("Người ký", lambda _, one: one.signer_name),
    "tinh-trang": ("Tình trạng", lambda office, one: "; ".join(became_of(office, one))),
    "ma": ("Mã trong kho", lambda _, one: one.path),
    "chuc-vu": ("Chức vụ", lambda _, one: one.signer_title),
    "noi-nhan": ("Nơi nhận", lambda _, one: "; ".join(one.recipients)),
    "don-vi": ("Đơn vị", lambda _, one: one.unit_name),
    "so": ("Số văn bản", lambda _, one: f"{one.number:02}"),
    "ky-hieu": ("Ký hiệu", lambda _, one: one.symbol),
    "nam": ("Năm", lambda _, one: one.year),
    "ngon-ngu": ("Ngôn ngữ", lambda _, one: "Tiếng Việt"),
    "chuong-trinh": ("Chương trình", lambda _, one: one.programme),
}
USUAL = tuple(COLUMNS)[:8]
_AT_ONCE = 1000  # results read at a time
# Relative widths of columns; any other has 1.2.
_WIDE = {"so-ky-hieu": 2, "ngay": 1.7, "trich-yeu": 4, "co-quan": 2, "noi-nhan": 3, "nguoi-ky": 1.8, "tinh-trang": 1.6,
         "ma": 2}  # fmt: skip


def columns_named(names: Sequence[str]) -> tuple[str, ...]:
    """The columns of those names or headings, however typed; for none, the usual ones.

    Raises ColumnUnknown.
    """
    known = {slug(heading): name for name, (heading, _) in COLUMNS.items()} | {name: name for name in COLUMNS}
    for name in names:
        if slug(name) not in known:
            raise ColumnUnknown(name=name, known=", ".join(COLUMNS))
    return tuple(dict.fromkeys(known[slug(name)] for name in names)) or USUAL


@dataclass(frozen=True, slots=True)
class Answered:
    """The search that a list answers, as typed, and the notes on it."""

    typed: str
    notes: Sequence[str] = ()

    def lines(self, count: int) -> list[str]:
        return [f"Câu tìm: {self.typed or '(tất cả)'}. Số văn bản: {count}.", *self.notes]


def exported(
    office: Office, ending: str, records: Sequence[DocumentRecord], columns: Sequence[str], asked: Answered
) -> bytes:
    """The list as a file of that ending (".xlsx").

    Raises ListFormUnknown, and for .pdf what converting raises.
    """
    makers = {".xlsx": _workbook, ".csv": _csv, ".json": _json, ".docx": _docx, ".pdf": _pdf}
    if ending.lower() not in makers:
        raise ListFormUnknown(ending=ending)
    rows = [[_clean(COLUMNS[name][1](office, one)) for name in columns] for one in records]
    return makers[ending.lower()](columns, rows, asked)


class Search(Protocol):
    """A search with everything given but the page."""

    def __call__(self, *, limit: int, page: int) -> Findings: ...


def write_all(
    office: Office, file: Path, search: Search, columns: Sequence[str], typed: str, *, force: bool = False
) -> tuple[Findings, int]:
    """Write every result of a search to a file, read page by page.

    `typed`: the search as one query. Returns the first page and how many documents were written; writes no file for
    none. Raises FileExists, ListFormUnknown, what the search and what writing raise.
    """
    first = found = search(limit=_AT_ONCE, page=1)
    records, page = [one.record for one in found.found], 1
    while page * _AT_ONCE < found.total:
        page += 1
        found = search(limit=_AT_ONCE, page=page)
        records += [one.record for one in found.found]
    if records:
        some = () if first.all_words else ("Không văn bản nào có đủ các từ; danh sách gồm những văn bản có một số từ.",)
        answered = Answered(first.meant or typed, (*first.notes, *some))
        write_output(file, exported(office, file.suffix, records, columns, answered), force=force)
    return first, len(records)


def _clean(value: _Value) -> _Value:
    return spreadsheet_text(value) if isinstance(value, str) else value


def _text(value: _Value) -> str:
    return short_day_text(value) if isinstance(value, date) else str(value)


def _headings(columns: Sequence[str]) -> list[str]:
    return [COLUMNS[name][0] for name in columns]


def _workbook(columns: Sequence[str], rows: _Rows, asked: Answered) -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Kết quả tìm kiếm"
    page.append(_headings(columns))
    for cell in page[1]:
        cell.font = Font(bold=True)
    for row in rows:
        page.append(list(row))
    for place, name in enumerate(columns, start=1):
        page.column_dimensions[get_column_letter(place)].width = 10 * _WIDE.get(name, 1.2)
        for (cell,) in page.iter_rows(min_row=2, min_col=place, max_col=place) if name == "ngay" else ():
            cell.number_format = "DD/MM/YYYY"
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    query_page = book.create_sheet("Câu tìm")
    for line in asked.lines(len(rows)):
        query_page.append([line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _csv(columns: Sequence[str], rows: _Rows, asked: Answered) -> bytes:
    """The list as .csv: UTF-8 with the byte order mark that Excel needs."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(_headings(columns))
    table.writerows([_text(one) for one in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _json(columns: Sequence[str], rows: _Rows, asked: Answered) -> bytes:
    """The list as .json: one object a document, keys as in COLUMNS, ISO dates."""
    listed = [dict(zip(columns, row, strict=True)) for row in rows]
    return (json.dumps(listed, ensure_ascii=False, indent=1, default=date.isoformat) + "\n").encode()


def _docx(columns: Sequence[str], rows: _Rows, asked: Answered) -> bytes:
    """The list as .docx: A4 landscape, the headings on each page."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(layout.PAGE_HEIGHT_MM), Mm(layout.PAGE_WIDTH_MM)
    section.left_margin, section.right_margin = Mm(layout.MARGIN_TOP_MM), Mm(layout.MARGIN_RIGHT_MM)
    section.top_margin = section.bottom_margin = Mm(layout.MARGIN_BOTTOM_MM)
    usual = document.styles["Normal"]
    usual.font.name, usual.font.size = layout.FONT, Pt(12)
    document.add_paragraph().add_run("KẾT QUẢ TÌM KIẾM VĂN BẢN").bold = True
    for line in asked.lines(len(rows)):
        document.add_paragraph(line)
    headings = ["TT", *_headings(columns)]
    table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    width_of_table = layout.PAGE_HEIGHT_MM - layout.MARGIN_TOP_MM - layout.MARGIN_RIGHT_MM
    shares = [0.8, *(_WIDE.get(name, 1.2) for name in columns)]
    widths = [Mm(width_of_table * share / sum(shares)) for share in shares]
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # of the grid; Word goes by the cells
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, heading, width in zip(table.rows[0].cells, headings, widths, strict=True):
        cell.width = width
        cell.paragraphs[0].add_run(heading).bold = True
    for number, row in enumerate(rows, start=1):
        added = table.add_row()
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, value, width in zip(added.cells, [number, *row], widths, strict=True):
            cell.width = width
            cell.text = _text(value)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _pdf(columns: Sequence[str], rows: _Rows, asked: Answered) -> bytes:
    with tempfile.TemporaryDirectory() as place:
        source, target = Path(place) / "danh-sach.docx", Path(place) / "pdf" / "danh-sach.pdf"
        source.write_bytes(_docx(columns, rows, asked))
        for error in pdf.convert([Conversion(source, target)], pdf.Flavour.PLAIN, None).values():
            raise error
        return target.read_bytes()
