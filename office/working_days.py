"""Working days: Monday to Friday without the days off that the office lists.

ngay-nghi.txt in the office's folder has one day a line, "02/09/2026", and after it what the day is. Tết and days moved
by a decision of each year are known to the office alone; none is in the code.
"""

import re
from datetime import date, timedelta

from doc_engine.errors import ExitCode, VanthuError, unread_reason

from .folder import OfficeFiles

_SATURDAY = 5


class DaysOffWrong(VanthuError):
    code = "CD-02"
    exit_code = ExitCode.INPUT
    message = "Tệp ngày nghỉ {file} sai: {why}."
    remedy = "Hãy sửa bằng Notepad, lưu dạng UTF-8; mỗi dòng một ngày, ví dụ: 02/09/2026 Quốc khánh."


def days_off(files: OfficeFiles) -> frozenset[date]:
    """The days off that the office lists; none without a list. Raises DaysOffWrong."""
    file = files.days_off
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except FileNotFoundError:
        return frozenset()
    except (OSError, UnicodeError) as error:
        raise DaysOffWrong(file=file.name, why=unread_reason(error)) from error
    found = set()
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            found.add(_day(file.name, number, line.strip()))
    return frozenset(found)


def _day(file: str, number: int, line: str) -> date:
    typed = re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)", line)
    try:
        if typed:
            return date(int(typed[3]), int(typed[2]), int(typed[1]))
    except ValueError:
        pass
    raise DaysOffWrong(file=file, why=f'dòng {number} "{line}" không bắt đầu bằng một ngày có thật')


def next_working_day(day: date, off: frozenset[date]) -> date:
    """The first working day after a day."""
    following = day + timedelta(days=1)
    while following.weekday() >= _SATURDAY or following in off:
        following += timedelta(days=1)
    return following


def working_days_between(first: date, last: date, off: frozenset[date]) -> int:
    """How many working days lie after `first` until `last` inclusive.

    0 where `last` is not later.
    """
    count, day = 0, first
    while (day := next_working_day(day, off)) <= last:
        count += 1
    return count
