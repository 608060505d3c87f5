"""Letters of a package in Unicode normal form C."""

import io
import zipfile

from ...vietnamese import nfc


def composed(docx: bytes) -> bytes:
    """The template with all text in NFC: words typed on a Mac, and the names in tags."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    texts = {name: part.decode("utf-8", "surrogateescape") for name, part in parts.items() if name.endswith(".xml")}
    changed = {
        name: nfc(text).encode("utf-8", "surrogateescape") for name, text in texts.items() if nfc(text) is not text
    }
    if not changed:
        return docx
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in (parts | changed).items():
            made.writestr(name, part)
    return out.getvalue()
