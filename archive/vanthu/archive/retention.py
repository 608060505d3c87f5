"""How long documents and files are kept: periods, and the office's table of them.

What the law prescribes is not known here for certain (TT 10/2022/TT-BNV was not read; the shipped figures come from the
repealed TT 09/2011/TT-BNV). So the table is data that the office edits and confirms entry by entry; what nobody has
confirmed is said, and nothing is destroyed by it.

Source: NĐ 30/2020/NĐ-CP, Phụ lục V, Mục I.4 (a period is for ever or a number of years); TT 10/2022/TT-BNV, by a
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

from vanthu.doc_engine.errors import ExitCode, VanthuError
from vanthu.doc_engine.vietnamese import tidy, without_marks

FILE = "thoi-han.toml"  # in the office's folder; the shipped table where there is none
OTHERS, CYCLE, OUTGOING = "van-ban-di-khac", "ho-so-danh-gia", "tap-luu-van-ban-di"
_LONGEST = 999


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
    """For ever (`years` None) or a number of years. Compared by length."""

    years: int | None

    @classmethod
    def parse(cls, text: str) -> "RetentionPeriod":
        """ "Vĩnh viễn", "20 năm" or "20", marks and case optional. Raises PeriodWrong."""
        typed = without_marks(tidy(text)).lower()
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
        """The first day on which what ended that day need not be kept any more; None: never."""
        return None if self.years is None else date(ended.year + self.years + 1, 1, 1)


PERMANENT = RetentionPeriod(None)


@dataclass(frozen=True, slots=True)
class RetentionEntry:
    """One line of the table. `period` None: nobody has said. `types`: titles' abbreviations, of documents it is for."""

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
        """What holds for an issued document of a type, whatever file it lies in."""
        for entry in self.entries.values():
            if type_abbreviation in entry.types:
                return entry
        return self.entries[OTHERS]


def text() -> str:
    """The shipped table, for the office to edit."""
    return files(__package__).joinpath("data", FILE).read_text(encoding="utf-8")


def load(folder: Path) -> RetentionTable:
    """The office's table, or the shipped one. Raises RetentionTableWrong."""
    file = folder / FILE
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8-sig") if file.exists() else text())
        entries = [_entry(one) for one in data["muc"]]
    except PeriodWrong as error:
        raise RetentionTableWrong(file=file, why=str(error).rstrip(".")) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RetentionTableWrong(file=file, why=error) from error
    found = {entry.id: entry for entry in entries}
    missing = {OTHERS, CYCLE, OUTGOING} - found.keys()
    if missing:
        raise RetentionTableWrong(file=file, why=f"thiếu mục {', '.join(sorted(missing))}")
    return RetentionTable(found)


def _entry(data: Mapping[str, Any]) -> RetentionEntry:
    unknown = data.keys() - {"ma", "ten", "loai", "thoi_han", "xac_nhan", "nguon"}
    if unknown:
        raise ValueError(f"không có mục {', '.join(sorted(unknown))}")
    if not isinstance(data["xac_nhan"], bool):
        raise ValueError(f"{data['ma']}: xac_nhan phải là true hoặc false")
    said = data.get("thoi_han", "")
    period = RetentionPeriod.parse(said) if said else None
    return RetentionEntry(
        data["ma"], data["ten"], tuple(data.get("loai", ())), period, data["xac_nhan"], data.get("nguon", "")
    )
