""".docx to .pdf through LibreOffice: many files a call, a profile of its own, a time limit, no trust in exit codes."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from .errors import ExitCode, MissingTool, VanthuError

_SECONDS_TO_START = 60
_SECONDS_A_FILE = 10


class ConversionFailed(VanthuError):
    code = "PDF-01"
    exit_code = ExitCode.UNEXPECTED
    message = "LibreOffice không chuyển được {file} sang PDF."
    remedy = "Hãy mở tệp bằng Word để xem tệp có hỏng không."


def find_libreoffice() -> str | None:
    """The program, when it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_pdf(files: Sequence[Path], folder: Path) -> list[Path]:
    """Converts each .docx into <folder>/<its name>.pdf. Names must differ. Raises MissingTool or ConversionFailed.

    LibreOffice exits with 0 also when it could not read a file, so that success is a PDF with pages.
    """
    program = find_libreoffice()
    if program is None:
        raise MissingTool(tool="LibreOffice")
    with tempfile.TemporaryDirectory() as profile:
        command = [
            program,
            f"-env:UserInstallation={Path(profile).as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(folder)),
            *map(str, files),
        ]
        limit = _SECONDS_TO_START + _SECONDS_A_FILE * len(files)
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=limit)
        except subprocess.TimeoutExpired as error:
            raise ConversionFailed(file=files[0]) from error
    made = [folder / f"{file.stem}.pdf" for file in files]
    for source, pdf in zip(files, made, strict=True):
        if not _has_pages(pdf):
            raise ConversionFailed(file=source)
    return made


def _has_pages(pdf: Path) -> bool:
    try:
        return len(PdfReader(pdf).pages) > 0
    except (OSError, PyPdfError):
        return False
