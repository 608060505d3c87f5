"""External PDFs (scans, digitally signed files): inspected, flattened for binding.

They are parsed in a process of its own with limits (child.py): a file that is made to fill the memory or to run for
ever ends that process, not the program.
"""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .. import child_process
from ..errors import ExitCode, VanthuError

LARGEST = 200 << 20  # bytes; a scan of a hundred pages in colour has some tens of millions
_SECONDS = 120


class PdfRefused(VanthuError):
    code = "PDF-03"
    exit_code = ExitCode.INPUT
    message = "Không nhận tệp {file}: {why}."
    remedy = "Hãy lưu lại thành PDF thường (không mật khẩu) bằng phần mềm đã tạo ra nó, hoặc quét lại."


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """Facts of a PDF. `signatures`: digital ones that are filled in.

    `remarks`: comments, marked text, attached files, hidden layers: what is no part of the page that was signed.
    `text`: of the first page, "" for a scan; not necessarily NFC.
    """

    pages: int
    signatures: int
    remarks: int
    text: str


def look(file: Path) -> PdfFacts:
    """Return the facts of a PDF.

    Raises PdfRefused for what is no PDF, needs a password, is damaged or beyond the limits.
    """
    with file.open("rb") as opened:
        head = opened.read(1024)
    if b"%PDF-" not in head:
        raise PdfRefused(file=file.name, why="không phải là tệp PDF")
    if file.stat().st_size > LARGEST:
        raise PdfRefused(file=file.name, why=f"lớn hơn {LARGEST >> 20} MB")
    return PdfFacts(**json.loads(_in_child(file, "look", str(file))))


def flatten(source: Path, target: Path) -> None:
    """Write a copy with all annotations, seals and signatures drawn into the pages.

    Binding drops or breaks what is not. The copy is no evidence any more; the original is. Raises PdfRefused.
    """
    _in_child(source, "flatten", str(source), str(target))


def _in_child(file: Path, *arguments: str) -> str:
    command = child_process.command(f"{__name__}.child", *arguments)
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS, start_new_session=True)
    except subprocess.TimeoutExpired:
        raise PdfRefused(file=file.name, why="xử lý quá lâu") from None
    if done.returncode:
        said = done.stdout.decode(errors="replace").strip()
        raise PdfRefused(file=file.name, why=said or "tệp hỏng, hoặc cần quá nhiều bộ nhớ")
    return done.stdout.decode()
