"""The documents that a text cites: number and symbol, and day and issuing body.

"Quyết định số 02/QĐ-UBND ngày 22 tháng 11 năm 2024 của Ủy ban nhân dân huyện Bạch Thông"
"""

import re
from dataclasses import dataclass
from datetime import date

from .analysis import with_plain_dashes

_CODE = re.compile(
    r"(?<![\w/.-])(?<!\d:)(?:(\d{1,6})\s*/\s*((?:\d{4}\s*/\s*)?[A-ZĐ][^\W_]*"
    r"(?:(?:[-&][A-ZĐ][^\W_]*)+|[ \t]?-[ \t]?[A-ZĐ]{2,}(?![^\W_]))?)"
    r"|(\d{1,4}-[A-ZĐ]{1,6}/[A-ZĐ][^\W_]*))"  # of the Party: 18-NQ/TW
)
_DAY = re.compile(
    r"[\s,(]*(?:ban hành\s+)?"
    r"(?:ngày\s*(\d{1,2})(?:,?\s*tháng\s*|\s*[/.-]\s*)(\d{1,2})(?:,?\s*năm\s*|\s*[/.-]\s*)(\d{4})"
    r"|năm\s+(\d{4}))",
    re.I,
)
_BODY = 120  # characters behind a code, among which its issuing body is named


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited document.

    `code`: as our documents write it, "02/QĐ-UBND"; of laws with their year, "30/2020/NĐ-CP". `behind`: what follows,
    where the issuing body may be named.
    """

    code: str
    day: date | None
    behind: str
    year: int | None = None  # where no day is named


def citations(text: str) -> tuple[Citation, ...]:
    """Return each code of the text (NFC), in order, once for each day or year of it."""
    found: dict[tuple[str, date | None, int | None], Citation] = {}
    text = with_plain_dashes(text)  # Word writes QĐ‑UBND with a non-breaking hyphen
    for one in _CODE.finditer(text):
        code = one[3] or f"{int(one[1]):02}/{''.join(one[2].split())}"
        day = _DAY.match(text, one.end())
        begin = day.end() if day else one.end()
        behind = text[begin : begin + _BODY].split("\n", 1)[0]
        year = int(day[4]) if day and day[4] else None
        cited = Citation(code, _date(day) if day and not year else None, behind, year)
        found.setdefault((cited.code, cited.day, cited.year), cited)
    return tuple(found.values())


def _date(written: re.Match[str]) -> date | None:
    try:
        return date(int(written[3]), int(written[2]), int(written[1]))
    except ValueError:
        return None
