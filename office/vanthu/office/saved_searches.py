"""Searches that an office asks again and again, each under a name: a text file that Notepad can edit.

quyết định năm nay = loại:QĐ năm:2026
"""

from pathlib import Path

from vanthu.archive.durable import write_text
from vanthu.doc_engine.errors import ExitCode, VanthuError
from vanthu.doc_engine.vietnamese import nfc, slug, tidy

from .office import Office

FILE = "cau-tim.txt"
_HEAD = "# Câu tìm đã lưu, mỗi dòng một câu: tên = câu tìm\n"


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
    file = _file(office)
    if not file.exists():
        return {}
    try:
        lines = nfc(file.read_text(encoding="utf-8-sig")).splitlines()
    except (OSError, UnicodeError) as error:
        raise SavedSearchWrong(file=FILE, why=error) from error
    found = {}
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            name, equals, query = line.partition("=")
            if not equals or not slug(name):
                raise SavedSearchWrong(file=FILE, why=f'dòng {number} "{line.strip()}" thiếu dấu = hoặc thiếu tên')
            found[tidy(name)] = query.strip()
    return found


def named(office: Office, name: str) -> str:
    """The query of that name, typed with marks or without. Raises SavedSearchUnknown or SavedSearchWrong."""
    known = everything(office)
    for one, query in known.items():
        if slug(one) == slug(name):
            return query
    raise SavedSearchUnknown(name=name, known=", ".join(known) or "chưa có câu nào")


def save(office: Office, name: str, query: str) -> None:
    """Keeps a query under a name, in the place of what had it. Raises SavedSearchWrong or OfficeBusy."""
    if not slug(name) or "=" in name or name.lstrip().startswith("#"):
        raise SavedSearchWrong(file=FILE, why=f'tên "{name}" không dùng được (phải có chữ, không có dấu =)')
    with office.writing():
        kept = {one: text for one, text in everything(office).items() if slug(one) != slug(name)}
        _write(office, {**kept, tidy(nfc(name)): " ".join(query.split())})


def forget(office: Office, name: str) -> None:
    """Raises SavedSearchUnknown, SavedSearchWrong or OfficeBusy."""
    with office.writing():
        named(office, name)
        _write(office, {one: text for one, text in everything(office).items() if slug(one) != slug(name)})


def _write(office: Office, searches: dict[str, str]) -> None:
    write_text(_file(office), _HEAD + "".join(f"{name} = {query}\n" for name, query in searches.items()))


def _file(office: Office) -> Path:
    return office.folder / FILE
