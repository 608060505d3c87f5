"""Word files changed in one part."""

import io
import zipfile


def body_of(docx: bytes, old: str, new: str) -> bytes:
    """Return the .docx with `old` in its document.xml replaced once."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as package, zipfile.ZipFile(out, "w") as made:
        for name in package.namelist():
            data = package.read(name)
            if name == "word/document.xml":
                assert old in data.decode()
                data = data.decode().replace(old, new, 1).encode()
            made.writestr(name, data)
    return out.getvalue()
