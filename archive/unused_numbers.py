"""Unused numbers and why: void, or reserved for a document made elsewhere.

They are stored in a file in the root of the archive, where the specification allows files (OCFL 1.1, 4.1): the registry
database must be rebuilt from the archive alone, and a number given to somebody must not be assigned again.

Source: NĐ 30/2020/NĐ-CP, Điều 15: no number is skipped without a trace; the register shows each.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from doc_engine.errors import ExitCode, VanthuError, unread_reason

from .durable import write_text
from .ledger import NUMBER

FILE = "SO-GIU-HUY.json"


class NumbersUnreadable(VanthuError):
    code = "KHO-05"
    exit_code = ExitCode.STORE
    message = "Không đọc được tệp {file} trong kho, tệp ghi các số đã giữ hoặc đã hủy: {why}."
    remedy = "Hãy khôi phục tệp này từ bản sao; không cấp số khi chưa có, để không cấp trùng."


@dataclass(frozen=True, slots=True)
class UnusedNumber:
    """An unused number, either void or reserved.

    `void`: why it will never have a document; `reserved`: what it is kept for. One of them is not "".
    """

    agency: str
    year: int
    series: str
    number: int
    symbol: str
    issued_on: date
    void: str = ""
    reserved: str = ""

    @property
    def key(self) -> tuple[str, int, str, int]:
        return (self.agency, self.year, self.series, self.number)

    @property
    def name(self) -> str:
        """Its name in the ledger."""
        return f"{NUMBER}{':'.join(map(str, self.key))}"

    @property
    def identity(self) -> str:
        """The register's identity for it, in place of a document's."""
        return f"{'huy' if self.void else 'giu'}:{':'.join(map(str, self.key))}"


def read(root: Path) -> list[UnusedNumber]:
    """Return the entries; none where the file was never written.

    Raises NumbersUnreadable.
    """
    try:
        entries = json.loads((root / FILE).read_bytes())
        return [UnusedNumber(**{**one, "issued_on": date.fromisoformat(one["issued_on"])}) for one in entries]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise NumbersUnreadable(file=FILE, why=unread_reason(error)) from error


def write(root: Path, entry: UnusedNumber) -> None:
    """Add an entry, or replace the one of that number; atomic and durable."""
    _replace(root, [*(one for one in read(root) if one.key != entry.key), entry])


def _replace(root: Path, entries: Sequence[UnusedNumber]) -> None:
    listed = [{**asdict(one), "issued_on": one.issued_on.isoformat()} for one in sorted(entries, key=lambda e: e.key)]
    write_text(root / FILE, json.dumps(listed, ensure_ascii=False, indent=1) + "\n")
