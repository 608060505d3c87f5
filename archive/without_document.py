"""Numbers that have no document in the archive, and why: voided, or reserved for a document made elsewhere.

They are kept in a file in the root of the archive, where the specification allows files (OCFL 1.1, 4.1): the books must
come again from the archive alone, and a number that somebody was told must not be given again.

Source: NĐ 30/2020/NĐ-CP, Điều 15: no number is skipped without a trace; the book shows each.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from doc_engine.errors import ExitCode, VanthuError

from .durable import write_text
from .ledger import NUMBER

FILE = "SO-GIU-HUY.json"


class NumbersUnreadable(VanthuError):
    code = "KHO-05"
    exit_code = ExitCode.STORE
    message = "Không đọc được tệp {file} trong kho, tệp ghi các số đã giữ hoặc đã hủy: {why}."
    remedy = "Hãy khôi phục tệp này từ bản sao; không cấp số khi chưa có, để không cấp trùng."


@dataclass(frozen=True, slots=True)
class NumberWithoutDocument:
    """`void`: why it will never have a document; `reserved`: what it is kept for. One of them is said."""

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
        """What the ledger knows it by."""
        return f"{NUMBER}{':'.join(map(str, self.key))}"

    @property
    def identity(self) -> str:
        """What stands for a document's identity in the book."""
        return f"{'huy' if self.void else 'giu'}:{':'.join(map(str, self.key))}"


def read(root: Path) -> list[NumberWithoutDocument]:
    """Raises NumbersUnreadable; none where the file has never been written."""
    try:
        entries = json.loads((root / FILE).read_bytes())
        return [NumberWithoutDocument(**{**one, "issued_on": date.fromisoformat(one["issued_on"])}) for one in entries]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise NumbersUnreadable(file=FILE, why=error) from error


def write(root: Path, entry: NumberWithoutDocument) -> None:
    """Adds an entry, or puts it in the place of what was said of that number before; atomic and durable."""
    _replace(root, [*(one for one in read(root) if one.key != entry.key), entry])


def _replace(root: Path, entries: Sequence[NumberWithoutDocument]) -> None:
    listed = [{**asdict(one), "issued_on": one.issued_on.isoformat()} for one in sorted(entries, key=lambda e: e.key)]
    write_text(root / FILE, json.dumps(listed, ensure_ascii=False, indent=1) + "\n")
