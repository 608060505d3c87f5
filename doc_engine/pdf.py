"""Conversion of .docx to PDF by LibreOffice.

Many files a call, a profile of its own, a time limit, no trust in exit codes. Starting LibreOffice costs ten times as
much as converting one document, so files are converted in groups; after a group it is restarted, since it grows and,
after some hundred files, dies. A file that a call did not convert is tried once more alone, so that one bad file does
not fail the others. Documents that fetch external content are refused: LibreOffice would fetch it.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from .errors import DiskRefused, ExitCode, MissingTool, VanthuError, system_reason
from .nd30 import layout
from .opc_guard import open_package, refuse_active_content
from .recognition import cleaned

GROUP = 40
_SECONDS_TO_START = 60
_SECONDS_A_FILE = 10


class Flavour(Enum):
    """The kind of PDF; the value is its name in the settings."""

    PLAIN = "thường"
    A1B = "PDF/A-1b"
    A2B = "PDF/A-2b"

    @property
    def filter(self) -> str:
        """The export filter of LibreOffice with its options."""
        version = {Flavour.PLAIN: 0, Flavour.A1B: 1, Flavour.A2B: 2}[self]
        return f'pdf:writer_pdf_Export:{{"SelectPdfVersion":{{"type":"long","value":"{version}"}}}}'


class ConversionFailed(VanthuError):
    code = "PDF-01"
    exit_code = ExitCode.UNEXPECTED
    message = "LibreOffice không chuyển được {file} sang PDF."
    remedy = "Hãy mở tệp bằng Word để xem tệp có hỏng không."


class FontWithoutVietnamese(VanthuError):
    code = "PDF-02"
    exit_code = ExitCode.MISSING_TOOL
    message = "Máy này thay phông Times New Roman bằng {font}, phông này không có đủ chữ tiếng Việt."
    remedy = "Hãy cài phông Times New Roman, hoặc gói fonts-liberation2."


@dataclass(frozen=True, slots=True)
class Conversion:
    source: Path
    target: Path


def find_libreoffice() -> str | None:
    """The path of LibreOffice, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_pdf(files: Sequence[Path], folder: Path, flavour: Flavour = Flavour.PLAIN) -> list[Path]:
    """Convert each .docx into <folder>/<its name>.pdf. Names must differ.

    Raises the first error of `convert`.
    """
    jobs = [Conversion(file, folder / f"{file.stem}.pdf") for file in files]
    for error in convert(jobs, flavour).values():
        raise error
    return [job.target for job in jobs]


def convert(
    jobs: Sequence[Conversion], flavour: Flavour, progress: Callable[[int, int, str], None] | None = None
) -> dict[Path, VanthuError]:
    """Convert all files that can be; return the errors by source.

    Errors: UnsafePackage, DiskRefused, ConversionFailed. Raises MissingTool or FontWithoutVietnamese before anything
    is converted. Each target is written atomically. `progress` gets files done, files in all, the last one's name.
    """
    program = find_libreoffice()
    if program is None:
        raise MissingTool(tool="LibreOffice")
    _check_font()
    errors: dict[Path, VanthuError] = {}
    good = [job for job in jobs if not _is_refused(job, errors)]
    with tempfile.TemporaryDirectory() as place:
        for start in range(0, len(good), GROUP):
            group = good[start : start + GROUP]
            left = _call(program, flavour, group, Path(place) / f"{start}", errors)
            for number, job in enumerate(left):
                if _call(program, flavour, [job], Path(place) / f"{start}-{number}", errors):
                    errors[job.source] = ConversionFailed(file=job.source)
            if progress is not None:
                progress(start + len(group), len(good), group[-1].source.name)
    return errors


def _is_refused(job: Conversion, errors: dict[Path, VanthuError]) -> bool:
    try:
        with open_package(job.source.read_bytes(), job.source.name, ".docx") as package:
            refuse_active_content(package, job.source.name)
    except VanthuError as error:
        errors[job.source] = error
        return True
    except OSError as error:
        errors[job.source] = DiskRefused(file=job.source, why=system_reason(error))
        return True
    return False


def _call(
    program: str, flavour: Flavour, jobs: Sequence[Conversion], place: Path, errors: dict[Path, VanthuError]
) -> list[Conversion]:
    """Run LibreOffice once; return the jobs that it did not do.

    It exits with 0 also then. What the disk refuses is added to `errors` and not tried again.
    """
    (place / "vao").mkdir(parents=True)
    names: dict[str, Conversion] = {}
    for number, job in enumerate(jobs):  # two files may share a name
        given = place / "vao" / f"{number:04}.docx"
        if _copied(job, job.source, given, errors):
            _clean(given)
            names[f"{number:04}"] = job
    command = [
        program,
        f"-env:UserInstallation={(place / 'ho-so').as_uri()}",
        *("--headless", "--convert-to", flavour.filter, "--outdir", str(place / "ra")),
        *(str(place / "vao" / f"{name}.docx") for name in names),
    ]
    _run(command, _SECONDS_TO_START + _SECONDS_A_FILE * len(names))
    left = []
    for name, job in names.items():
        made = place / "ra" / f"{name}.pdf"
        if has_pages(made):
            _copied(job, made, job.target, errors)
        else:
            left.append(job)
    return left


def _clean(file: Path) -> None:
    """Accept changes, drop comments and hidden text: a paper shows none of them.

    LibreOffice prints deleted words struck through. A file that cannot be read here is left to it.
    """
    docx = file.read_bytes()
    with suppress(VanthuError):
        clean = cleaned(docx, file.name)
        if clean is not docx:
            file.write_bytes(clean)


def _copied(job: Conversion, source: Path, target: Path, errors: dict[Path, VanthuError]) -> bool:
    """Copy atomically; return whether it succeeded."""
    aside = target.with_name(f".{target.name}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, aside)
        aside.replace(target)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        errors[job.source] = DiskRefused(file=error.filename or target, why=system_reason(error))
        return False
    return True


def _run(command: Sequence[str], seconds: float) -> None:
    """Run for `seconds` at most; files written by then are kept."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, stdin=quiet, start_new_session=True) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            _kill(process.pid)


def _kill(pid: int) -> None:
    """Kill a process and its children: soffice is a script, the program its child."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(pid)], check=False, capture_output=True)
    else:
        os.killpg(pid, signal.SIGKILL)


def has_pages(pdf: Path) -> bool:
    """Return whether a file is a PDF with pages."""
    try:
        return len(PdfReader(pdf).pages) > 0
    except (OSError, PyPdfError):
        return False


def _check_font() -> None:
    """Raise FontWithoutVietnamese if Times New Roman's substitute lacks Vietnamese.

    Asks fontconfig, where there is one; Windows has the font itself.
    """
    fc_match = shutil.which("fc-match")
    if fc_match is None:
        return
    command = [fc_match, "-f", "%{family}\t%{lang}", layout.FONT]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    family, _, languages = done.stdout.partition("\t")
    if done.returncode == 0 and "vi" not in languages.split("|"):
        raise FontWithoutVietnamese(font=family)
