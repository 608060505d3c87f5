"""The text of a .docx, paragraph by paragraph, as the index and the golden tests take it."""

import io
import zipfile

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n"}


def paragraphs(docx: bytes) -> list[str]:
    """Texts of the paragraphs of the body in their order, those in tables included; empty ones too."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        body = etree.fromstring(
            package.read("word/document.xml"), etree.XMLParser(resolve_entities=False, no_network=True)
        )
    found: list[str] = []
    pieces: list[str] = []
    # One walk over the tree: a start of a paragraph closes what is open, which is right also for text boxes, whose
    # paragraphs lie inside another one's run.
    for element in body.iter(f"{_W}p", f"{_W}t", *_BREAKS):
        if element.tag == f"{_W}p":
            found.append("".join(pieces))
            pieces = []
        else:
            pieces.append(_BREAKS.get(element.tag, element.text or ""))
    found.append("".join(pieces))
    return found[1:]


def plain_text(docx: bytes) -> str:
    """The non-empty paragraphs, one a line."""
    found = (" ".join(paragraph.split()) for paragraph in paragraphs(docx))
    return "\n".join(paragraph for paragraph in found if paragraph)
