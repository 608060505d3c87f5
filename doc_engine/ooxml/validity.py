"""Faults that keep Word from opening a .docx without complaint.

Sources: the schema validator, and checks for what it does not detect.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .package import DocxPackage
from .xml import WP, Element, W, attribute

_TEXTS = {f"{W}{name}" for name in ("t", "instrText", "delText", "delInstrText")}


def faults(docx: bytes, file: str) -> set[str]:
    """The violations of ISO/IEC 29500 in the package and its main part.

    Raises UnsafePackage or UnreadableDocument.
    """
    from openxml_audit import OpenXmlValidator  # slow import, needed only by authors of templates

    package = DocxPackage(docx, file)
    body = package.tree(package.main)
    with tempfile.TemporaryDirectory(prefix="vanthu-") as folder:
        path = Path(folder) / "a.docx"
        path.write_bytes(docx)
        found = {f"{error.part_uri}: {error.description}" for error in OpenXmlValidator().validate(path).errors}
    return found | (set(_unseen(body)) if body is not None else set())


def _unseen(body: Element) -> Iterator[str]:
    """Faults that the validator misses and Word rejects, or content it silently drops."""
    for table in body.iter(f"{W}tbl"):
        if table.find(f"{W}tr") is None:
            yield "bảng không có dòng nào"
    for cell in body.iter(f"{W}tc"):
        if len(cell) == 0 or cell[-1].tag != f"{W}p":
            yield "ô của bảng không kết thúc bằng một đoạn"
    for element in body.iter(f"{W}*"):
        stray = [element.text if element.tag not in _TEXTS else "", *(child.tail for child in element)]
        if any(text and text.strip() for text in stray):
            yield "chữ nằm ngoài đoạn"
    ids = Counter(picture.get("id") for picture in body.iter(f"{WP}docPr"))
    ids += Counter(f"bookmark {attribute(mark, 'id')}" for mark in body.iter(f"{W}bookmarkStart"))
    if any(count > 1 for count in ids.values()):
        yield "hai hình hoặc hai dấu trang có cùng số"
