"""An office's saved searches by name: a text file that Notepad can edit.

quyết định năm nay = loại:QĐ năm:2026
"""

from pathlib import Path

from archive.durable import write_text
from doc_engine.errors import ExitCode, VanthuError, unread_reason
from doc_engine.vietnamese import nfc, normalize, slug

from ..office import Office

FILE = "cau-tim.txt"
_HEAD = "# Câu tìm đã lưu, mỗi dòng một câu: tên = câu tìm"


class SavedSearchUnknown(VanthuError):
    code = "TIM-07"
    exit_code = ExitCode.NOT_FOUND
    message = 'Không có câu tìm nào lưu với tên "{name}".'
    remedy = "Các câu đã lưu: {known}."


class SavedSearchWrong(VanthuError):
    code = "TIM-08"
    exit_code = ExitCode.INPUT
    message = "Không dùng được tệp câu tìm {file}: {why}."
    remedy = 'Hãy sửa bằng Notepad, lưu dạng UTF-8; mỗi dòng có dạng "tên = câu tìm".'


def everything(office: Office) -> dict[str, str]:
    """Name → query as typed, in the order of the file. Raises SavedSearchWrong."""
    found = {}
    for number, line in enumerate(_lines(office), start=1):
        if name := _name(line):
            found[name] = line.partition("=")[2].strip()
        elif name is None:
            raise SavedSearchWrong(file=FILE, why=f'dòng {number} "{line.strip()}" thiếu dấu = hoặc thiếu tên')
    return found


def _lines(office: Office) -> list[str]:
    try:
        return nfc(_file(office).read_text(encoding="utf-8-sig")).splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeError) as error:
        raise SavedSearchWrong(file=FILE, why=unread_reason(error)) from error


def _name(line: str) -> str | None:
    """The name in a line; "" for an empty line or a comment, None for a wrong line."""
    if not line.strip() or line.lstrip().startswith("#"):
        return ""
    name, equals, _ = line.partition("=")
    return normalize(name) if equals and slug(name) else None


def named(office: Office, name: str) -> str:
    """The query of that name, diacritics optional.

    Raises SavedSearchUnknown or SavedSearchWrong.
    """
    known = everything(office)
    for one, query in known.items():
        if slug(one) == slug(name):
            return query
    raise SavedSearchUnknown(name=name, known=", ".join(known) or "chưa có câu nào")


def save(office: Office, name: str, query: str) -> None:
    """Save a query under a name, replacing the one of that name.

    Raises SavedSearchWrong or OfficeBusy.
    """
    if not slug(name) or "=" in name or name.lstrip().startswith("#"):
        raise SavedSearchWrong(file=FILE, why=f'tên "{name}" không dùng được (phải có chữ, không có dấu =)')
    with office.locked():
        _write(office, name, f"{normalize(nfc(name))} = {' '.join(query.split())}")


def forget(office: Office, name: str) -> None:
    """Delete a query. Raises SavedSearchUnknown, SavedSearchWrong or OfficeBusy."""
    with office.locked():
        named(office, name)
        _write(office, name)


def _write(office: Office, name: str, *line: str) -> None:
    """Replace or delete the lines of that name; comments stay where they are."""
    everything(office)  # a file with a mistake is left as it is
    kept = [one for one in _lines(office) or [_HEAD] if slug(_name(one) or "") != slug(name)]
    write_text(_file(office), "".join(f"{one}\n" for one in (*kept, *line)))


def _file(office: Office) -> Path:
    return office.folder / FILE
