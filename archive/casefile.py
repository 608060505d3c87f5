"""A case file (hồ sơ): documents on one matter, listed, not copied; one document may lie in several.

Kept in the archive as an object of its own, ho-so/<year>/<unit code>-<file code>/ with ho-so.json: whatever is done to
a file is a further version, so that its whole history can be read.

Source: NĐ 30/2020/NĐ-CP, Điều 3.14, Điều 29; Phụ lục V, Mục I.2 (code); Phụ lục VI, Phần I, Mục III.4 (one document in
several files without copying it) and Phần II, Mục III (names and order of the fields).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from doc_engine.errors import ExitCode, VanthuError
from doc_engine.vietnamese import nfc, slug, without_marks

from .retention import RetentionPeriod

SHELF = "ho-so"  # where case files lie in the archive; documents lie under their year
CONTENT = "ho-so.json"
_CODE = re.compile(r"([0-9]{1,6})\.([^\W\d_]+(?:-[^\W\d_]+)*)")
_CODE_LENGTH = 20  # Phụ lục VI, Phần II, Mục III.1.3


class FileCodeWrong(VanthuError):
    code = "HS-01"
    exit_code = ExitCode.INPUT
    message = '"{text}" không phải là số, ký hiệu hồ sơ.'
    remedy = 'Số và ký hiệu hồ sơ có dạng "01.TCCB": số thứ tự, dấu chấm, chữ viết tắt của đề mục, không quá 20 chữ.'


class FileState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    TRANSFERRED = "transferred"
    DESTROYED = "destroyed"


STATE_NAMES = {
    FileState.OPEN: "đang mở",
    FileState.CLOSED: "đã kết thúc",
    FileState.TRANSFERRED: "đã nộp lưu",
    FileState.DESTROYED: "đã hủy",
}


@dataclass(frozen=True, slots=True)
class FileCode:
    """Số và ký hiệu hồ sơ: "01.TCCB". `number`: digits as written, at least two; `symbol`: upper case, NFC."""

    number: str
    symbol: str

    @classmethod
    def parse(cls, text: str) -> "FileCode":
        """Raises FileCodeWrong."""
        found = _CODE.fullmatch(nfc(text).strip().upper())
        if not found or not without_marks(found[2]).isascii():  # other letters would be lost in its folder's name
            raise FileCodeWrong(text=text)
        code = cls(found[1].zfill(2), found[2])
        if len(str(code)) > _CODE_LENGTH:
            raise FileCodeWrong(text=text)
        return code

    @property
    def key(self) -> tuple[int, str]:
        """What two spellings of one code share: "1.vx", "01.VX", "001.VX"."""
        return int(self.number), slug(self.symbol)

    def __str__(self) -> str:
        return f"{self.number}.{self.symbol}"

    @property
    def slug(self) -> str:
        return slug(f"{self.number}-{self.symbol}")


@dataclass(frozen=True, slots=True)
class Hold:
    """Why nothing of the file may be destroyed: an inspection, a complaint."""

    reason: str
    since: date


@dataclass(frozen=True, slots=True)
class Transfer:
    """Handed over to an archive (nộp lưu)."""

    to: str
    on: date


@dataclass(frozen=True, slots=True)
class Destruction:
    """By whose decision the file was destroyed. `documents`: path → SHA-512 of the inventory of what went with it."""

    decision: str  # "15/QĐ-UBND"
    decided_on: date
    by: str
    documents: Mapping[str, str]

    @property
    def told(self) -> str:
        return f"Đã hủy theo Quyết định số {self.decision} ngày {self.decided_on:%d/%m/%Y} của {self.by}"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """`agency`: code of the unit that keeps it. `rule`: what gathers its documents while it is open, "" for a file
    whose documents are put in by hand. `documents`: paths in the archive, in the order of the numbers inside, from 1.
    """

    agency: str
    year: int
    code: FileCode
    title: str
    retention: RetentionPeriod | None
    creator: str
    opened_on: date
    rule: str = ""
    documents: tuple[str, ...] = ()
    closed_on: date | None = None
    note: str = ""
    holds: tuple[Hold, ...] = ()
    transferred: Transfer | None = None
    destroyed: Destruction | None = None

    @property
    def path(self) -> str:
        return f"{SHELF}/{self.year}/{self.agency}-{self.code.slug}"

    @property
    def state(self) -> FileState:
        if self.destroyed:
            return FileState.DESTROYED
        if self.transferred:
            return FileState.TRANSFERRED
        return FileState.CLOSED if self.closed_on else FileState.OPEN

    @property
    def over_on(self) -> date | None:
        """The first day on which it need not be kept any more; None: never, or nobody can say yet."""
        if self.retention is None or self.closed_on is None:
            return None
        return self.retention.over_on(self.closed_on)

    def with_documents(self, documents: tuple[str, ...]) -> "CaseFile":
        return replace(self, documents=documents)


def is_case_file(path: str) -> bool:
    """Whether an object of the archive is a case file; every other is a document."""
    return path.startswith(f"{SHELF}/")


def to_json(one: CaseFile) -> bytes:
    """ho-so.json: UTF-8, the same file gives the same bytes. A field that nobody knows is null."""
    data: dict[str, Any] = {
        "FileCode": {"OrganId": None, "FileCatalog": one.year, "FileNotation": str(one.code)},
        "Title": one.title,
        "Maintenance": str(one.retention) if one.retention else None,
        "Rights": None,
        "Creator": one.creator or None,
        "Language": "Tiếng Việt",
        "StartDate": one.opened_on.isoformat(),
        "EndDate": one.closed_on.isoformat() if one.closed_on else None,
        "DocTotal": len(one.documents),
        "PageTotal": None,
        "Description": one.note or None,
        "vanthu": {
            "agency": one.agency,
            "rule": one.rule,
            "documents": list(one.documents),
            "holds": [asdict(hold) for hold in one.holds],
            "transferred": asdict(one.transferred) if one.transferred else None,
            "destroyed": _destruction(one.destroyed),
        },
    }
    return (json.dumps(data, ensure_ascii=False, indent=1, default=date.isoformat) + "\n").encode()


def _destruction(one: Destruction | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"decision": one.decision, "decided_on": one.decided_on, "by": one.by, "documents": dict(one.documents)}


def from_json(content: bytes) -> CaseFile:
    """The file that `to_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    data = json.loads(content)
    own = data["vanthu"]
    moved, gone = own["transferred"], own["destroyed"]
    number, _, symbol = data["FileCode"]["FileNotation"].partition(".")  # whatever may be opened today
    try:
        return CaseFile(
            agency=own["agency"],
            year=int(data["FileCode"]["FileCatalog"]),
            code=FileCode(number, symbol),
            title=data["Title"],
            retention=RetentionPeriod.parse(data["Maintenance"]) if data["Maintenance"] else None,
            creator=data["Creator"] or "",
            opened_on=date.fromisoformat(data["StartDate"]),
            rule=own["rule"],
            documents=tuple(own["documents"]),
            closed_on=date.fromisoformat(data["EndDate"]) if data["EndDate"] else None,
            note=data["Description"] or "",
            holds=tuple(Hold(one["reason"], date.fromisoformat(one["since"])) for one in own["holds"]),
            transferred=Transfer(moved["to"], date.fromisoformat(moved["on"])) if moved else None,
            destroyed=Destruction(**{**gone, "decided_on": date.fromisoformat(gone["decided_on"])}) if gone else None,
        )
    except VanthuError as error:
        raise ValueError(str(error)) from error
