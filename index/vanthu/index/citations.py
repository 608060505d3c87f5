"""Which documents a text names: by number and symbol, and the day and the body where they stand behind it.

"Quyết định số 02/QĐ-UBND ngày 22 tháng 11 năm 2024 của Ủy ban nhân dân huyện Bạch Thông"
"""

import re
from dataclasses import dataclass
from datetime import date

from .analysis import with_plain_dashes

_CODE = re.compile(r"(?<![\w/.-])(\d{1,6})\s*/\s*((?:\d{4}/)?[A-ZĐ][^\W_]*(?:[-&][A-ZĐ][^\W_]*)*)")
_DAY = re.compile(r"[\s,]*(?:ban hành\s+)?ngày\s+(\d{1,2})(?:,?\s+tháng\s+|[/.-])(\d{1,2})(?:,?\s+năm\s+|[/.-])(\d{4})")
_BODY = 120  # letters behind a code, among which its body is named


@dataclass(frozen=True, slots=True)
class Citation:
    """`code`: as our documents write it, "02/QĐ-UBND"; of laws with their year, "30/2020/NĐ-CP". `behind`: what
    follows, where the issuing body may be named."""

    code: str
    day: date | None
    behind: str


def citations(text: str) -> tuple[Citation, ...]:
    """Each code that the text (NFC) names, in order, once for each day that stands behind it."""
    found: dict[tuple[str, date | None], Citation] = {}
    text = with_plain_dashes(text)  # Word writes QĐ‑UBND with one that does not break
    for one in _CODE.finditer(text):
        number, symbol = int(one[1]), one[2]
        day = _DAY.match(text, one.end())
        begin = day.end() if day else one.end()
        behind = text[begin : begin + _BODY].split("\n", 1)[0]
        cited = Citation(f"{number:02}/{symbol}", _date(day) if day else None, behind)
        found.setdefault((cited.code, cited.day), cited)
    return tuple(found.values())


def _date(written: re.Match[str]) -> date | None:
    try:
        return date(int(written[3]), int(written[2]), int(written[1]))
    except ValueError:
        return None
