"""Word files as people write them: typed, edited, with what is left of editing."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from doc_engine.document_types import DocumentType
from doc_engine.nd30 import forms
from doc_engine.ooxml import comments
from doc_engine.ooxml.package import DocxPackage
from doc_engine.ooxml.residue import Kind
from doc_engine.ooxml.story import read
from office.issue.drafting import issuable

TODAY = date(2024, 11, 5)
_MARKS = {
    Kind.TRACKED: '<w:del w:id="90" w:author="a"><w:r><w:delText>XYZ</w:delText></w:r></w:del>',
    Kind.HIDDEN: "<w:r><w:rPr><w:vanish/></w:rPr><w:t>XYZ</w:t></w:r>",
    Kind.FIELD: '<w:fldSimple w:instr="DATE" w:dirty="true"/>',
}
_TEMPLATE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    'Target="https://example.org/x.dotm" TargetMode="External"/></Relationships>'
)


def made(kind: DocumentType, **changes: Any) -> bytes:
    """Return a document of a type by the decree's form, dated 05/11/2024."""
    data = {**forms.sample(kind), "ngay": "2024-11-05", **changes}
    return issuable(kind, data, kind.title, TODAY).docx


def written_by_hand(number: str, day: str) -> bytes:
    """Return a notice typed in Word, its head two columns of a table."""
    document = Document()
    head = document.add_table(1, 2).rows[0].cells
    _type(head[0], "ỦY BAN NHÂN DÂN", "XÃ CẨM GIÀNG", number)
    _type(head[1], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", day)
    for line in ("THÔNG BÁO", "Về việc nghỉ Tết"):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("Ủy ban nhân dân xã thông báo lịch nghỉ Tết như sau: từ ngày 28./.")
    foot = document.add_table(1, 2).rows[0].cells
    _type(foot[0], "Nơi nhận:", "- Như trên;", "- Lưu: VT.")
    _type(foot[1], "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "", "Nguyễn Văn A")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _type(cell: Any, *lines: str) -> None:
    cell.paragraphs[0].text = lines[0]
    for line in lines[1:]:
        cell.add_paragraph(line)


def xml_changed(docx: bytes, change: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    """Return a .docx with one part changed, as another program may write it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as package, zipfile.ZipFile(out, "w") as changed:
        for name in package.namelist():
            text = package.read(name)
            changed.writestr(name, change(text.decode()).encode() if name == part else text)
    return out.getvalue()


def reworded(docx: bytes, old: str, new: str) -> bytes:
    """Return a .docx with words replaced, as somebody edits it in Word.

    A blank that is looked for finds a no-break space, too.
    """
    wanted = re.compile(re.escape(old).replace(r"\ ", "[ \xa0]"))
    document = Document(io.BytesIO(docx))
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    paragraphs = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    for run in (run for paragraph in paragraphs for run in paragraph.runs):
        if wanted.search(run.text):
            run.text = wanted.sub(lambda _: new, run.text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_residue(kind: Kind) -> bytes:
    """Return a notice with one piece of residue, which says "XYZ" where it has a text."""
    plain = made(DocumentType.NOTICE)
    if kind is Kind.COMMENT:
        package = DocxPackage(plain, "x.docx")
        comments.add(package, [(read(package).paragraphs[-1], "XYZ")], "a")
        return package.save()
    if kind is Kind.TEMPLATE:
        out = io.BytesIO(plain)
        with zipfile.ZipFile(out, "a") as added:
            added.writestr("word/_rels/settings.xml.rels", _TEMPLATE)
        return out.getvalue()
    return xml_changed(plain, lambda text: text.replace("</w:p>", f"{_MARKS[kind]}</w:p>", 1))
