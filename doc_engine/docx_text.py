"""The text of a .docx by paragraph, for the index and the golden tests."""

import io
import zipfile
import zlib

from lxml import etree

from .errors import ExitCode, VanthuError, unread_reason
from .remedies import RemedyAction
from .vietnamese import nfc

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Characters that are elements of their own, such as the non-breaking hyphen of QĐ‑UBND.
_SIGNS = {
    f"{_W}{name}": sign
    for name, sign in (
        ("tab", "\t"), ("ptab", "\t"), ("br", "\n"), ("cr", "\n"), ("noBreakHyphen", "-"), ("softHyphen", "")
    )
}  # fmt: skip


class UnreadableText(VanthuError):
    code = "TEP-02"
    exit_code = ExitCode.STORE
    message = "Không đọc được chữ trong {file}: tệp hỏng ({why})."
    remedy = f"Hãy chạy {RemedyAction.VERIFY}, rồi khôi phục văn bản từ bản sao lưu."


def paragraphs(docx: bytes) -> list[str]:
    """The texts (NFC) of the body's paragraphs in order, tables included.

    Empty ones too. Raises UnreadableText.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            xml = package.read("word/document.xml")
        body = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, etree.XMLSyntaxError) as error:
        raise UnreadableText(file="van-ban.docx", why=unread_reason(error)) from error
    found: list[str] = []
    pieces: list[str] = []
    # One walk over the tree: the start of a paragraph ends the one before, which is right also for text boxes, whose
    # paragraphs are inside another one's run.
    for element in body.iter(f"{_W}p", f"{_W}t", *_SIGNS):
        if element.tag == f"{_W}p":
            found.append(nfc("".join(pieces)))
            pieces = []
        elif element.tag == f"{_W}t" or next(element.iterancestors(f"{_W}del"), None) is None:
            pieces.append(_SIGNS.get(str(element.tag), element.text or ""))
    found.append(nfc("".join(pieces)))
    return found[1:]


def plain_text(docx: bytes) -> str:
    """The non-empty paragraphs, one a line."""
    found = (" ".join(paragraph.split()) for paragraph in paragraphs(docx))
    return "\n".join(paragraph for paragraph in found if paragraph)
