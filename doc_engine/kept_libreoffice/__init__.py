"""LibreOffice kept running.

A .docx becomes a PDF in some 60 ms instead of a second.

For pages that somebody looks at while typing. A child process (child.py) loads LibreOffice by LibreOfficeKit, its own C
interface, and keeps it. Where that is not there, or fails, the usual way is taken (`pdf.convert`), which also is the
way of everything that is archived or handed over.
"""

import shutil
import tempfile
from pathlib import Path

from .. import child_process, pdf
from ..errors import DiskRefused, system_reason
from ..kept_process import KeptProcess
from ..opc_guard import open_package, refuse_active_content
from ..pdf import Conversion, Flavour

_SECONDS = 15  # for one document, LibreOffice's start included
_MOST = 200  # documents; it grows
_LIBRARIES = ("libsofficeapp.so", "libmergedlo.so", "sofficeapp.dll", "mergedlo.dll")


class KeptLibreOffice:
    """A LibreOffice for one document at a time; threads wait for their turn."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._profile = Path(tempfile.mkdtemp(prefix="vanthu-libreoffice-"))
        library = _library()
        command = child_process.command(f"{__name__}.child", str(library), str(self._profile)) if library else []
        self._process = KeptProcess(command, seconds, _MOST) if library else None

    @property
    def is_kept(self) -> bool:
        """Return whether this machine's LibreOffice can be kept."""
        return self._process is not None

    @property
    def pid(self) -> int | None:
        """The process that converts, None for none."""
        return self._process.pid if self._process is not None else None

    def to_pdf(self, docx: bytes, target: Path) -> None:
        """Write a .docx as PDF.

        Raises UnsafePackage, MissingTool, DiskRefused or ConversionFailed.
        """
        with open_package(docx, "van-ban.docx", ".docx") as package:
            refuse_active_content(package, "van-ban.docx")
        source = target.with_suffix(".docx")
        try:
            source.write_bytes(docx)
        except OSError as error:
            raise DiskRefused(file=source, why=system_reason(error)) from error
        if self._process is None or not self._kept(source, target):
            for refused in pdf.convert([Conversion(source, target)], Flavour.PLAIN).values():
                raise refused

    def _kept(self, source: Path, target: Path) -> bool:
        """Convert by the kept process; return whether a PDF came of it."""
        assert self._process is not None, "the caller looked"
        answer = self._process.ask([source.absolute().as_uri(), target.absolute().as_uri()])
        return answer is not None and bool(answer[0].get("done")) and pdf.has_pages(target)

    def close(self) -> None:
        if self._process is not None:
            self._process.close()
        shutil.rmtree(self._profile, ignore_errors=True)


def _library() -> Path | None:
    """LibreOffice's library with the C interface, None where there is none."""
    program = pdf.find_libreoffice()
    if program is None:
        return None
    folder = Path(program).resolve().parent
    found = (folder / name for name in _LIBRARIES)
    # Some builds have a small file of the name, which only names the real one.
    return next((file for file in found if file.is_file() and file.stat().st_size > 1000), None)
