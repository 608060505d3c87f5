"""Retention periods of documents and files, and the office's table of them.

What the law prescribes is not known here for certain (TT 10/2022/TT-BNV was not read; the shipped figures come from the
repealed TT 09/2011/TT-BNV). So the table is data that the office edits and confirms entry by entry; unconfirmed entries
are reported, and nothing is destroyed by them.

Source: NĐ 30/2020/NĐ-CP, Phụ lục V, Mục I.4 (a period is permanent or a number of years); TT 10/2022/TT-BNV, by a
secondary source: it is counted from the year in which the work ended.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from importlib.resources import files
from pathlib import Path
from typing import Any

from doc_engine.document_types import DocumentType
from doc_engine.errors import ExitCode, VanthuError, unread_reason
from doc_engine.vietnamese import normalize, without_marks

from .keys import OUTGOING

FILE = "thoi-han.toml"  # in the office's folder; the shipped table where there is none
OTHERS, CYCLE = "van-ban-di-khac", "ho-so-danh-gia"
_LONGEST = 999
_TYPES = {kind.abbreviation for kind in DocumentType}


class PeriodWrong(VanthuError):
    code = "TH-01"
    exit_code = ExitCode.INPUT
    message = '"{text}" không phải là thời hạn bảo quản.'
    remedy = 'Hãy ghi "vĩnh viễn" hoặc số năm, ví dụ "20 năm".'


class RetentionTableWrong(VanthuError):
    code = "TH-02"
    exit_code = ExitCode.INPUT
    message = "Bảng thời hạn bảo quản {file} sai: {why}."
    remedy = "Hãy sửa bằng Notepad rồi chạy lại; mẫu ghi ở đầu tệp."


@total_ordering
@dataclass(frozen=True, slots=True)
class RetentionPeriod:
    """A retention period: permanent (`years` None) or a number of years.

    Compared by length.
    """

    years: int | None

    @classmethod
    def parse(cls, text: str) -> "RetentionPeriod":
        """Return the period of "Vĩnh viễn", "20 năm" or "20".

        Diacritics and case are optional. Raises PeriodWrong.
        """
        typed = without_marks(normalize(text)).lower()
        if typed in ("vinh vien", "vv"):
            return PERMANENT
        found = re.fullmatch(r"(\d{1,3})( ?nam)?", typed)
        if not found or not 0 < int(found[1]) <= _LONGEST:
            raise PeriodWrong(text=text)
        return cls(int(found[1]))

    def __str__(self) -> str:
        return "Vĩnh viễn" if self.years is None else f"{self.years:02} năm"

    def __lt__(self, other: "RetentionPeriod") -> bool:
        return self.years is not None and (other.years is None or self.years < other.years)

    def over_on(self, ended: date) -> date | None:
        """Return the first day after the period; None: permanent.

        `ended`: the day on which the work ended; the period begins with the next year.
        """
        return None if self.years is None else date(ended.year + self.years + 1, 1, 1)


PERMANENT = RetentionPeriod(None)


@dataclass(frozen=True, slots=True)
class RetentionEntry:
    """One line of the table.

    `period` None: unknown. `types`: abbreviations of the document types that it applies to.
    """

    id: str
    title: str
    types: tuple[str, ...]
    period: RetentionPeriod | None
    confirmed: bool
    source: str


@dataclass(frozen=True, slots=True)
class RetentionTable:
    entries: Mapping[str, RetentionEntry]

    def of_document(self, type_abbreviation: str) -> RetentionEntry:
        """Return the entry for issued documents of a type, whatever their case file."""
        for entry in self.entries.values():
            if type_abbreviation in entry.types:
                return entry
        return self.entries[OTHERS]


def text() -> str:
    """Return the shipped table, for the office to edit."""
    return files(__package__).joinpath("data", FILE).read_text(encoding="utf-8")


def load(folder: Path) -> RetentionTable:
    """Return the office's table, or the shipped one. Raises RetentionTableWrong."""
    file = folder / FILE
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8-sig") if file.exists() else text())
        if not isinstance(data.get("muc"), list):
            raise ValueError("mỗi mục bắt đầu bằng dòng [[muc]]")
        entries = [_entry(one) for one in data["muc"]]
    except PeriodWrong as error:
        raise RetentionTableWrong(file=file, why=str(error).rstrip(".")) from error
    except KeyError as error:
        raise RetentionTableWrong(file=file, why=f"có mục thiếu {error}") from error
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        raise RetentionTableWrong(file=file, why=unread_reason(error)) from error
    except ValueError as error:
        raise RetentionTableWrong(file=file, why=error) from error
    found = {entry.id: entry for entry in entries}
    types = [one for entry in entries for one in entry.types]
    for what, names in (("mã", [entry.id for entry in entries]), ("loại", types)):
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise RetentionTableWrong(file=file, why=f"{what} {', '.join(twice)} có ở hai mục")
    missing = {OTHERS, CYCLE, OUTGOING} - found.keys()
    if missing:
        raise RetentionTableWrong(file=file, why=f"thiếu mục {', '.join(sorted(missing))}")
    return RetentionTable(found)


def _entry(data: Any) -> RetentionEntry:
    if not isinstance(data, Mapping):
        raise ValueError("mỗi mục bắt đầu bằng dòng [[muc]]")
    if unknown := data.keys() - {"ma", "ten", "loai", "thoi_han", "xac_nhan", "nguon"}:
        raise ValueError(f"không có khóa {', '.join(sorted(unknown))}")
    for name in ("ma", "ten", "thoi_han", "nguon"):
        if not isinstance(data.get(name, ""), str):
            raise ValueError(f'{name} phải là chữ, trong ngoặc kép: {name} = "{data[name]}"')
    if not isinstance(data["xac_nhan"], bool):
        raise ValueError(f"{data['ma']}: xac_nhan phải là true hoặc false")
    types = data.get("loai", [])
    if not isinstance(types, list) or not all(one in _TYPES for one in types):
        raise ValueError(f'{data["ma"]}: loai phải là danh sách chữ viết tắt của loại văn bản, ví dụ ["QĐ", "KH"]')
    period = RetentionPeriod.parse(data["thoi_han"]) if data.get("thoi_han") else None
    return RetentionEntry(data["ma"], data["ten"], tuple(types), period, data["xac_nhan"], data.get("nguon", ""))
