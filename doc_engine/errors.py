"""What can go wrong, as the user is told it.

    VanthuError                   one message with its remedy, one exit code
    ├── InputRejected             an input file has problems: all of them, at once
    ├── UnitNotFound …            (each room defines its own below the base)
    └── MissingTool               a program that is not ours is not there

Every class carries `code` (stable, documented in docs/errors.md), `exit_code`, and the Vietnamese texts `message`
and `remedy`, both templates over the facts given to the constructor. Only an adapter (`cli`) turns an error
into text and an exit status; nobody matches on the message.
"""

import errno
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar


class ExitCode(IntEnum):
    """How a command ends. Stable: scripts rely on it."""

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
    """Base of everything that the program tells its user. Subclasses fill the four class attributes."""

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
    """Where in the input a problem lies. `row` is the number that Excel shows (1-based, heading included).

    Without a sheet, `heading` is the path of a field in a file of data.
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
    """One thing wrong in an input file: where, the value found, why it is wrong, what to do.

    `unit_code` names the commune whose data alone is bad, when the rest can go on without it; empty otherwise.
    `groups`: the groups of data that lack it, when the commune's other documents can be made all the same; empty: all.
    """

    code: str
    place: Place
    value: str
    reason: str
    remedy: str
    unit_code: str = ""
    groups: tuple[str, ...] = ()

    def stops(self, groups: tuple[str, ...]) -> bool:
        """Whether a document that takes those groups of data cannot be made because of this."""
        return not self.groups or not set(self.groups).isdisjoint(groups)

    def __str__(self) -> str:
        value = f'"{self.value}" ' if self.value else ""
        return f"{self.place}: {value}{self.reason} {self.remedy} [{self.code}]"


class InputRejected(VanthuError):
    """An input file has problems. `problems` holds all of them, in the order of the file."""

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
    """The target is open elsewhere; on Windows, Word and Excel lock what they show."""

    code = "VT-03"
    exit_code = ExitCode.STORE
    message = "Không ghi được tệp {file}: tệp đang mở trong {program}."
    remedy = "Hãy đóng tệp rồi chạy lại."


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
    """Why the system refused, in Vietnamese; in the system's own words for what is rare."""
    return _REASONS.get(errno.errorcode.get(error.errno or 0, ""), "") or error.strerror or str(error)


def unread_reason(error: OSError | UnicodeError) -> str:
    """Why a text file of the office's could not be read."""
    return system_reason(error) if isinstance(error, OSError) else "không phải chữ dạng UTF-8"


class DiskRefused(VanthuError):
    code = "VT-04"
    exit_code = ExitCode.STORE
    message = "Không đọc hoặc ghi được {file}: {why}."
    remedy = "Hãy kiểm tra quyền truy cập và chỗ trống trên đĩa rồi chạy lại."
