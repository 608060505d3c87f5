"""The metadata of documents for others: a workbook, and XML.

The XML has the field names of Phụ lục VI, Phần II.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.styles import Font

from ..user_files import spreadsheet_text
from .collection import Collected

Records = Sequence[tuple[Collected, Mapping[str, Any]]]

# Column headings of the workbook, and their fields in Phụ lục VI, Phần II, Mục I.
_COLUMNS = (
    ("Số văn bản", "CodeNumber"),
    ("Ký hiệu", "CodeNotation"),
    ("Ngày ban hành", "IssuedDate"),
    ("Tên loại", "TypeName"),
    ("Trích yếu", "Subject"),
    ("Cơ quan ban hành", "OrganName"),
    ("Người ký", "SignerInfo.FullName"),
    ("Chức vụ", "SignerInfo.Position"),
    ("Nơi nhận", "To"),
    ("Ngôn ngữ", "Language"),
    ("Năm", "FileCode.FileCatalog"),
)
_OURS = "vanthu"  # the program's own metadata, no field of the annex


def as_workbook(records: Records) -> bytes:
    """The .xlsx with one row a document, in their order; ISO dates as texts."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Siêu dữ liệu"
    page.append([heading for heading, _ in _COLUMNS] + ["Quan hệ với đơn vị", "Mã trong kho"])
    for cell in page[1]:
        cell.font = Font(bold=True)
    page.freeze_panes = "A2"
    for one, metadata in records:
        page.append([_value(metadata, field) for _, field in _COLUMNS] + [one.why, one.record.path])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _value(metadata: Mapping[str, Any], field: str) -> str:
    value: Any = metadata
    for step in field.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    if isinstance(value, list):
        return "; ".join(str(one.get("OrganName", "")) for one in value)
    return spreadsheet_text("" if value is None else str(value))


def as_xml(records: Records) -> bytes:
    """The XML <Documents><Document Id="vb:…">, with the annex's field names.

    A field without a value is left out.
    """
    root = etree.Element("Documents")
    for one, metadata in records:
        document = etree.SubElement(root, "Document", Id=f"vb:{one.record.path}", Relation=one.why)
        for name, value in metadata.items():
            if name != _OURS:
                _add(document, name, value)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add(parent: "etree._Element", name: str, value: Any) -> None:
    if value is None:
        return
    for one in value if isinstance(value, list) else [value]:
        element = etree.SubElement(parent, name)
        if isinstance(one, Mapping):
            for inner, text in one.items():
                _add(element, inner, text)
        else:
            element.text = str(one)
