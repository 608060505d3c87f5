"""Files that a clerk names; errors name Word, a full disk or missing rights."""

from contextlib import suppress
from pathlib import Path

from doc_engine.errors import DiskRefused, ExitCode, FileBusy, VanthuError, system_reason
from doc_engine.remedies import RemedyAction


def read_document(path: Path) -> bytes:
    """Read a file. Raises DiskRefused."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise DiskRefused(file=path, why=system_reason(error)) from error


class FileExists(VanthuError):
    """A file in the place of an output: a draft edited in Word, a signed scan."""

    code = "TEP-04"
    exit_code = ExitCode.REFUSED
    message = "Đã có tệp {file}; không ghi đè lên."
    remedy = f"Hãy chọn tên khác, dời tệp cũ đi, hoặc cho ghi đè: {RemedyAction.OVERWRITE}."


def write_output(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write the output of a command; what exists is replaced only by `force`.

    A file that has these very bytes stays. Raises FileExists, and as `write_document`.
    """
    if not force and path.exists():
        if path.is_file() and read_document(path) == content:
            return
        raise FileExists(file=path)
    write_document(path, content)


def write_document(path: Path, docx: bytes) -> None:
    """Write a file aside and rename it.

    Raises FileBusy when Word or Excel has the file open, DiskRefused for anything else.
    """
    aside = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(docx)
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        if _open_in_word(path):
            raise FileBusy(file=path, program="Excel" if path.suffix == ".xlsx" else "Word") from error
        raise DiskRefused(file=path, why=system_reason(error)) from error


def spreadsheet_text(text: str) -> str:
    """A text that Excel does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _open_in_word(path: Path) -> bool:
    """Return whether Word or Excel has the file open.

    They write an owner file beside it: "~$" before the name, or in place of its first two letters when it is longer
    than eight.
    """
    return any(path.with_name(f"~${name}").exists() for name in (path.name, path.name[2:]))
