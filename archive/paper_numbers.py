"""Paper numbers: assigned in the paper register before this office began.

They are stored in a file in the root of the archive, where the specification allows files (OCFL 1.1, 4.1): the registry
database must be rebuilt from the archive alone, and without them numbers would start at 01 and be assigned twice.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from doc_engine.errors import ExitCode, VanthuError, unread_reason

from .durable import write_text
from .ledger import NUMBER

FILE = "SO-DA-CAP.json"


class EarlierNumbersUnreadable(VanthuError):
    code = "KHO-04"
    exit_code = ExitCode.STORE
    message = "Không đọc được tệp {file} trong kho, tệp ghi các số đã cấp ở sổ giấy: {why}."
    remedy = "Hãy khôi phục tệp này từ bản sao lưu; không cấp số khi chưa có, để không cấp trùng."


@dataclass(frozen=True, slots=True)
class PaperNumbers:
    """The paper numbers of one series: 01 to `last_number`, the last on `last_day`."""

    agency: str
    year: int
    series: str
    last_number: int
    last_day: date

    @property
    def name(self) -> str:
        """Their name in the ledger."""
        return f"{NUMBER}{self.agency}:{self.year}:{self.series}:01-{self.last_number}"


def read(root: Path) -> list[PaperNumbers]:
    """Return the entries; none where the file was never written.

    Raises EarlierNumbersUnreadable.
    """
    try:
        entries = json.loads((root / FILE).read_bytes())
        return [PaperNumbers(**{**one, "last_day": date.fromisoformat(one["last_day"])}) for one in entries]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EarlierNumbersUnreadable(file=FILE, why=unread_reason(error)) from error


def write(root: Path, entries: Sequence[PaperNumbers]) -> None:
    """Replace the file; atomic and durable."""
    listed = [{**asdict(one), "last_day": one.last_day.isoformat()} for one in entries]
    write_text(root / FILE, json.dumps(listed, ensure_ascii=False, indent=1) + "\n")
