"""A case file (hồ sơ): a list of documents on one matter, which are not copied.

One document may belong to several. A case file is stored in the archive as an object of its own, ho-so/<year>/<unit
code>-<file code>/ with ho-so.json: each change is a further version, so that its whole history can be read.

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

SHELF = "ho-so"  # the folder of case files in the archive; documents are stored under their year
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
    """A case file code (số và ký hiệu hồ sơ): "01.TCCB".

    `number`: digits as written, at least two; `symbol`: upper case, NFC.
    """

    number: str
    symbol: str

    @classmethod
    def parse(cls, text: str) -> "FileCode":
        """Return the code of a typed text. Raises FileCodeWrong."""
        found = _CODE.fullmatch(nfc(text).strip().upper())
        if not found or not without_marks(found[2]).isascii():  # other letters would be lost in its folder's name
            raise FileCodeWrong(text=text)
        code = cls(found[1].zfill(2), found[2])
        if len(str(code)) > _CODE_LENGTH:
            raise FileCodeWrong(text=text)
        return code

    @property
    def key(self) -> tuple[int, str]:
        """A key that is equal for spellings of one code: "1.vx", "01.VX", "001.VX"."""
        return int(self.number), slug(self.symbol)

    def __str__(self) -> str:
        return f"{self.number}.{self.symbol}"

    @property
    def slug(self) -> str:
        return slug(f"{self.number}-{self.symbol}")


@dataclass(frozen=True, slots=True)
class Hold:
    """A retention hold: why nothing may be destroyed (an inspection, a complaint)."""

    reason: str
    since: date


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer to the archive (nộp lưu)."""

    to: str
    on: date


@dataclass(frozen=True, slots=True)
class Destruction:
    """The decision by which the file was destroyed.

    `documents`: path → SHA-512 of the inventory of each document destroyed with it.
    """

    decision: str  # "15/QĐ-UBND"
    decided_on: date
    by: str
    documents: Mapping[str, str]

    @property
    def sentence(self) -> str:
        return f"Đã hủy theo Quyết định số {self.decision} ngày {self.decided_on:%d/%m/%Y} của {self.by}"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case file, its documents numbered from 1 in their order.

    `agency`: code of the unit that keeps it. `rule`: by which an open automatic case file takes documents, "" for a
    file filled by hand. `documents`: paths in the archive.
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
        """The first day after the retention period; None: permanent, or not known yet."""
        if self.retention is None or self.closed_on is None:
            return None
        return self.retention.over_on(self.closed_on)

    def with_documents(self, documents: tuple[str, ...]) -> "CaseFile":
        return replace(self, documents=documents)


def is_case_file(path: str) -> bool:
    """Return whether an object of the archive is a case file; others are documents."""
    return path.startswith(f"{SHELF}/")


def to_json(one: CaseFile) -> bytes:
    """Return ho-so.json in UTF-8; equal case files give equal bytes.

    An unknown field is null.
    """
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
    """Return the case file that `to_json` was given.

    Raises KeyError, TypeError or ValueError for anything else.
    """
    data = json.loads(content)
    own = data["vanthu"]
    moved, gone = own["transferred"], own["destroyed"]
    number, _, symbol = data["FileCode"]["FileNotation"].partition(".")  # not parsed: it may break today's rules
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
