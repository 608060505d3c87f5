"""The forms of Phụ lục III of the decree, cut out of the official file."""

import io
import re
import zipfile
from copy import deepcopy
from pathlib import Path

from lxml import etree

SOURCE = Path(__file__).parents[2] / "forms" / "nd30-phu-luc-3-mau.docx"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(Mẫu \d\.\d+) - |(Mẫu văn bản) \(được")


def forms() -> dict[str, bytes]:
    """Return the forms as .docx, by number: "Mẫu 1.1".

    Without the notes under them, which are no part of a form. "… (điện tử)": the second form of a number.
    """
    with zipfile.ZipFile(SOURCE) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    body = root[0]
    section = body[-1]
    assert (body.tag, section.tag) == (f"{_W}body", f"{_W}sectPr")
    found: dict[str, list[etree._Element]] = {}
    name = ""
    for element in body:
        heading = _HEADING.search(_text(element)) if element.tag == f"{_W}p" else None
        if heading:
            base = heading[1] or heading[2]
            name = base if base not in found else f"{base} (điện tử)"
            found[name] = []
        elif name and element is not section:
            found[name] += _without_notes(element)
    return {name: _package(parts, root, elements, section) for name, elements in found.items()}


def _text(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{_W}t"))


def _without_notes(element: etree._Element) -> list[etree._Element]:
    if "Ghi chú:" not in _text(element):
        return [element]
    if element.tag != f"{_W}tbl" or "Nơi nhận" not in _text(element):
        return []
    for row in list(element.iter(f"{_W}tr")):
        if "Ghi chú:" in _text(row):
            element.remove(row)
    return [element]


def _package(
    parts: dict[str, bytes], root: etree._Element, elements: list[etree._Element], section: etree._Element
) -> bytes:
    made = deepcopy(root)
    body = made[0]
    del body[:]
    body.extend([deepcopy(element) for element in [*elements, section]])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in parts.items():
            package.writestr(name, etree.tostring(made) if name == "word/document.xml" else data)
    return out.getvalue()
