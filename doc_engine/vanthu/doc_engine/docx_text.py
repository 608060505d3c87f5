"""The text of a .docx, paragraph by paragraph, as the index and the golden tests take it."""

import io
import zipfile
import zlib

from lxml import etree

from .errors import ExitCode, VanthuError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n"}


class UnreadableText(VanthuError):
    code = "TEP-02"
    exit_code = ExitCode.STORE
    message = "Không đọc được chữ trong {file}: tệp hỏng ({why})."
    remedy = "Hãy chạy vanthu verify, rồi khôi phục văn bản từ bản sao lưu."


def paragraphs(docx: bytes) -> list[str]:
    """Texts of the paragraphs of the body in their order, those in tables included; empty ones too.

    Raises UnreadableText.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            xml = package.read("word/document.xml")
        body = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, etree.XMLSyntaxError) as error:
        raise UnreadableText(file="van-ban.docx", why=error) from error
    found: list[str] = []
    pieces: list[str] = []
    # One walk over the tree: a start of a paragraph closes what is open, which is right also for text boxes, whose
    # paragraphs lie inside another one's run.
    for element in body.iter(f"{_W}p", f"{_W}t", *_BREAKS):
        if element.tag == f"{_W}p":
            found.append("".join(pieces))
            pieces = []
        else:
            pieces.append(_BREAKS.get(str(element.tag), element.text or ""))
    found.append("".join(pieces))
    return found[1:]


def plain_text(docx: bytes) -> str:
    """The non-empty paragraphs, one a line."""
    found = (" ".join(paragraph.split()) for paragraph in paragraphs(docx))
    return "\n".join(paragraph for paragraph in found if paragraph)
