"""The errors that are reported to the user.

    VanthuError                   one message with its remedy, one exit code
    ├── InputRejected             an input file has problems: all of them, at once
    ├── UnitNotFound …            (each package defines its own below the base)
    └── MissingTool               an external program is not installed

Every class carries `code` (stable, documented in docs/vi/errors.md), `exit_code`, and the Vietnamese texts `message`
and `remedy`, both templates over the facts given to the constructor. Only an adapter (`cli`) turns an error
into text and an exit status; no code matches on the message.
"""

import errno
import json
import re
import tomllib
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar


class ExitCode(IntEnum):
    """The exit status of a command. Stable: scripts rely on it."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    INPUT = 3  # the input has errors; nothing was written
    PARTIAL = 4  # done, but with warnings or without some of the documents
    NOT_FOUND = 5
    REFUSED = 6  # by a rule: authority, number, date
    STORE = 7  # the archive is locked or damaged
    MISSING_TOOL = 8
    INTERRUPTED = 130


class VanthuError(Exception):
    """The base of all errors; subclasses set the four class attributes."""

    code: ClassVar[str]
    exit_code: ClassVar[ExitCode] = ExitCode.INPUT
    message: ClassVar[str]
    remedy: ClassVar[str]

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.message.format(**facts))

    @property
    def remedy_text(self) -> str:
        return self.remedy.format(**self.facts)


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a problem in the input.

    `row` is the number that Excel shows (1-based, heading included). Without a sheet, `heading` is the path of a field
    in a file of data.
    """

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""  # the letter, "D"
    heading: str = ""

    def __str__(self) -> str:
        parts = [f"Tệp {self.file}"] if self.file else []
        if self.sheet:
            parts.append(f'trang "{self.sheet}"')
        if self.row is not None:
            parts.append(f"dòng {self.row}")
        if self.column or self.heading:
            heading = f'"{self.heading}"' if self.heading else ""
            what = "cột" if self.sheet else "trường"
            parts.append(" ".join(part for part in (what, self.column, heading) if part))
        return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem in an input file: its place, the value found, reason and remedy.

    `unit_code`: the commune that alone is affected; empty: the whole file.
    `groups`: the only groups of data that are affected, where the commune's other documents can be made; empty: all.
    """

    code: str
    place: Place
    value: str
    reason: str
    remedy: str
    unit_code: str = ""
    groups: tuple[str, ...] = ()

    def stops(self, groups: tuple[str, ...]) -> bool:
        """Return whether the problem prevents a document with those groups of data."""
        return not self.groups or not set(self.groups).isdisjoint(groups)

    def __str__(self) -> str:
        value = f'"{self.value}" ' if self.value else ""
        return f"{self.place}: {value}{self.reason} {self.remedy} [{self.code}]"


class InputRejected(VanthuError):
    """An input file with problems: `problems` has all, in the order of the file."""

    code = "VT-01"
    exit_code = ExitCode.INPUT
    message = "Tệp {file} có {count} lỗi; chưa có gì được ghi."
    remedy = "Hãy sửa các lỗi đã nêu rồi chạy lại."

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(file=file, count=len(problems))
        self.problems = problems


class MissingTool(VanthuError):
    code = "VT-02"
    exit_code = ExitCode.MISSING_TOOL
    message = "Máy này chưa có {tool}."
    remedy = "Hãy cài {tool} rồi chạy lại."


class FileBusy(VanthuError):
    """A target that is open elsewhere; on Windows, Word and Excel lock open files."""

    code = "VT-03"
    exit_code = ExitCode.STORE
    message = "Không ghi được tệp {file}: tệp đang mở trong {program}."
    remedy = "Hãy đóng tệp rồi chạy lại."


_TOML_PLACE = re.compile(r"line (\d+), column (\d+)")
# By name: not every system has each.
_REASONS = {
    "ENOSPC": "đĩa đã đầy",
    "EDQUOT": "đã hết dung lượng được cấp",
    "EROFS": "ổ đĩa chỉ cho đọc",
    "EACCES": "không có quyền",
    "EPERM": "không có quyền",
    "ENOENT": "không thấy tệp hoặc thư mục",
    "ENOTDIR": "không phải thư mục",
    "EISDIR": "là thư mục, không phải tệp",
    "EEXIST": "đã có tệp cùng tên",
    "EIO": "ổ đĩa bị lỗi khi đọc, ghi",
    "ENAMETOOLONG": "tên tệp quá dài",
    "EBUSY": "tệp đang được dùng ở nơi khác",
    "ENODEV": "ổ đĩa đã bị rút ra",
}


def system_reason(error: OSError) -> str:
    """The system's reason in Vietnamese, or in its own words for a rare one."""
    return _REASONS.get(errno.errorcode.get(error.errno or 0, ""), "") or error.strerror or str(error)


def unread_reason(error: Exception) -> str:
    """The reason in Vietnamese why a file could not be read, with line and column.

    `error`: of the system, of UTF-8, or of a parser (JSON, TOML, YAML, XML, zip). The English words of libraries say
    nothing to a clerk.
    """
    match error:
        case VanthuError():
            return str(error)
        case OSError():
            return system_reason(error)
        case UnicodeError():
            return "không phải chữ dạng UTF-8"
        case RecursionError():
            return "các phần lồng nhau quá sâu"
        case json.JSONDecodeError():
            return f"sai cú pháp ở dòng {error.lineno}, cột {error.colno}"
        case tomllib.TOMLDecodeError():
            place = _TOML_PLACE.search(str(error))
            return f"sai cú pháp ở dòng {place[1]}, cột {place[2]}" if place else "sai cú pháp, có thể ở cuối tệp"
        case _:
            return "nội dung không đúng dạng, hoặc tệp đã hỏng"


class DiskRefused(VanthuError):
    code = "VT-04"
    exit_code = ExitCode.STORE
    message = "Không đọc hoặc ghi được {file}: {why}."
    remedy = "Hãy kiểm tra quyền truy cập và chỗ trống trên đĩa rồi chạy lại."
