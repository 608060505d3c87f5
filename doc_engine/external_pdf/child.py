"""The process that parses external PDFs. Run by `external_pdf` alone.

    child look FILE             facts as JSON
    child flatten SOURCE TARGET

Exits with 3 and a Vietnamese reason on stdout for what is refused; killed by a limit, with any status.
"""

import json
import sys
from pathlib import Path

_MEMORY, _CPU = 1 << 30, 60  # bytes, seconds
_MOST_PAGES = 5000
_MOST_FIELDS = 10_000
_REMARKS = {"/Text", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/FileAttachment", "/Redact"}
_TEXT = 20_000  # characters of the first page


class _Refused(Exception):
    pass


def _limit() -> None:
    """Set limits, where the system has them; Windows has the parent's timeout alone."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU, _CPU))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _look(file: Path) -> str:
    import pikepdf

    try:
        with pikepdf.open(file) as pdf:
            if pdf.is_encrypted:
                raise _Refused("tệp có mật khẩu hoặc bị khóa")
            pages = len(pdf.pages)
            if not 0 < pages <= _MOST_PAGES:
                raise _Refused(f"có {pages} trang")
            signatures, remarks = _signatures(pdf), _remarks(pdf)
    except pikepdf.PasswordError:
        raise _Refused("tệp có mật khẩu") from None
    return json.dumps({"pages": pages, "signatures": signatures, "remarks": remarks, "text": _text(file)})


def _signatures(pdf: "pikepdf.Pdf") -> int:  # type: ignore[name-defined]  # noqa: F821
    form = pdf.Root.get("/AcroForm", {})
    fields, count, seen = list(form.get("/Fields", [])), 0, 0
    while fields and seen < _MOST_FIELDS:
        field, seen = fields.pop(), seen + 1
        count += field.get("/FT") == "/Sig" and "/V" in field
        fields += list(field.get("/Kids", []))
    return count


def _remarks(pdf: "pikepdf.Pdf") -> int:  # type: ignore[name-defined]  # noqa: F821
    """The remarks on pages, files attached to them, and layers that are switched off.

    A seal or a signature is none: programs that sign leave widgets, stamps and free text.
    """
    notes = [str(note.get("/Subtype")) for page in pdf.pages for note in page.get("/Annots", [])]
    layers = pdf.Root.get("/OCProperties", {}).get("/D", {}).get("/OFF", [])
    return sum(note in _REMARKS for note in notes) + len(layers)


def _text(file: Path) -> str:
    """The text of the first page; "", as for a scan, if it cannot be read."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return PdfReader(file).pages[0].extract_text()[:_TEXT]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""


def _flatten(source: Path, target: Path) -> str:
    import pikepdf

    with pikepdf.open(source) as pdf:
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("all")
        for name in ("/AcroForm", "/Perms", "/OpenAction", "/AA"):
            if name in pdf.Root:
                del pdf.Root[name]
        pdf.save(target)
    return ""


def _main(arguments: list[str]) -> int:
    _limit()
    what, *files = arguments
    try:
        done = _look(Path(files[0])) if what == "look" else _flatten(Path(files[0]), Path(files[1]))
    except _Refused as refused:
        done = str(refused)
    except MemoryError:
        done = "cần quá nhiều bộ nhớ"
    except Exception:  # any failure of a parser on an external file
        done = "tệp hỏng hoặc sai quy cách"
    else:
        sys.stdout.buffer.write(done.encode())
        return 0
    sys.stdout.buffer.write(done.encode())
    return 3


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
