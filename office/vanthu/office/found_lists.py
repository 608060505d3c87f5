"""What a search found, as a list to work on: .xlsx, or .csv as Excel reads it."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font

from vanthu.archive.metadata import DocumentRecord
from vanthu.doc_engine.document import short_day_text

from .metadata_files import as_text
from .office import Office
from .relations import became_of

HEADINGS = (
    "Số, ký hiệu",
    "Ngày",
    "Tên loại",
    "Trích yếu",
    "Cơ quan ban hành",
    "Người ký",
    "Tình trạng",
    "Mã trong kho",
)


def as_workbook(office: Office, records: Sequence[DocumentRecord]) -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Kết quả tìm kiếm"
    page.append(list(HEADINGS))
    for cell in page[1]:
        cell.font = Font(bold=True)
    for record in records:
        page.append([as_text(text) for text in _row(office, record)])
    page.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(office: Office, records: Sequence[DocumentRecord]) -> bytes:
    """UTF-8 with the mark by which Excel knows it."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(HEADINGS)
    rows.writerows([as_text(text) for text in _row(office, record)] for record in records)
    return out.getvalue().encode("utf-8-sig")


def _row(office: Office, record: DocumentRecord) -> list[str]:
    return [
        str(record.code),
        short_day_text(record.issued_on),
        record.type_title,
        record.subject,
        record.agency_name,
        record.signer_name,
        "; ".join(became_of(office, record)),
        record.path,
    ]
