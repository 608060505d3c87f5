"""The files of an archived document's object, known here alone.

van-ban.docx          the document as issued; one that others made, a file or a scan, is van-ban.pdf
van-ban.txt           its text, where the original is no .docx: read from the file, or recognised in a scan (UTF-8, NFC)
metadata.json         its record (metadata.py), by Phụ lục VI
data.json             what filled its template; only of documents that the program rendered
van-ban-da-ky.pdf     the signed copy, of a later version
quan-he.json          backlinks: what other documents did to it, of a later version
da-huy.json           in the place of all but metadata.json and quan-he.json, once it was destroyed (tombstone.py)
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from doc_engine.docx_text import UnreadableText, plain_text
from doc_engine.errors import unread_reason

from . import tombstone
from .metadata import DocumentRecord, Making, from_json, to_json

METADATA, DATA, TEXT = "metadata.json", "data.json", "van-ban.txt"
SIGNED_COPY = "van-ban-da-ky.pdf"
BACKLINKS, TOMBSTONE = "quan-he.json", tombstone.TOMBSTONE
DOCX, PDF = "van-ban.docx", "van-ban.pdf"
ORIGINALS = (DOCX, PDF)


class NoOriginal(KeyError):
    """An object without a document in a form that ORIGINALS lists."""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document about to be archived.

    `name`: one of ORIGINALS; `text`: for all but .docx, NFC; `data`: JSON. `making`: how the document was made, where
    it was not rendered from data alone, written into its metadata.
    """

    record: DocumentRecord
    name: str
    content: bytes
    text: str | None = None
    data: bytes | None = None
    making: Making | None = None

    def files(self) -> dict[str, bytes]:
        """Return the files of the object's first version.

        Raises ValueError where the text is missing or not wanted.
        """
        if self.name not in ORIGINALS or (self.name == DOCX) != (self.text is None):
            raise ValueError(f"{self.name}: a .docx carries its own text, every other original needs one")
        files = {self.name: self.content, METADATA: to_json(self.record, self.making)}
        if self.text is not None:
            files[TEXT] = self.text.encode()
        if self.data is not None:
            files[DATA] = self.data
        return files


def original_name(names: Mapping[str, object]) -> str:
    """Return the name of the original among the files of an object.

    Raises NoOriginal.
    """
    for name in ORIGINALS:
        if name in names:
            return name
    raise NoOriginal(", ".join(sorted(names)))


def original(files: Mapping[str, bytes]) -> bytes:
    """Return the document as issued, byte for byte. Raises NoOriginal."""
    return files[original_name(files)]


def text_of(files: Mapping[str, bytes]) -> str:
    """Return the document's text; "" for an original without one.

    Raises NoOriginal or UnreadableText.
    """
    name = original_name(files)
    if name == DOCX:
        return plain_text(files[name])
    try:
        return files.get(TEXT, b"").decode()
    except UnicodeDecodeError as error:
        raise UnreadableText(file=TEXT, why=unread_reason(error)) from error


def record_of(files: Mapping[str, bytes], path: str) -> DocumentRecord:
    """Return the record of a document with these files, destroyed or not.

    Raises KeyError, ValueError or TypeError.
    """
    return replace(from_json(files[METADATA], path), destroyed=tombstone.sentence(files))


def kept_when_destroyed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that stay beside the tombstone."""
    return {name: content for name, content in files.items() if name in (METADATA, BACKLINKS)}
