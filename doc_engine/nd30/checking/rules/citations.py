"""Citations of other documents, and impossible dates.

Source: Phụ lục I, Phần I, Mục II.6.b.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ..components import Components
from ..pieces import Piece
from ..rule import Fault, checks
from .head import issue_date

_TYPES = (
    "Nghị quyết|Nghị định|Quyết định|Thông tư liên tịch|Thông tư|Chỉ thị|Kế hoạch|Công văn|Tờ trình|Báo cáo|Thông báo|"
    "Hướng dẫn|Biên bản|Chương trình|Đề án|Quy chế|Công điện|Giấy mời"
)
_CITED = re.compile(rf"(?i)\b({_TYPES})\s+số\s*:?\s*(\d+(?:/\d{{4}})?/[A-ZĐ][\wĐđ.&\-]*)")
_AFTER = re.compile(r"(?i)\s*,?\s*ngày\s*(\d{1,2})\s*(?:tháng\s*|[/.\-])(\d{1,2})\s*(?:năm\s*|[/.\-])(\d{4})")
_DATES = re.compile(
    r"(?i)(?<![\d/])(?:ngày\s+)?(\d{1,2})\s*(?:tháng\s*|/|-|\.)\s*(\d{1,2})\s*(?:năm\s*|/|-|\.)\s*((?:19|20)\d{2})(?![\d/])"
)
_AGENCY_WORDS = 7  # "Ủy ban nhân dân huyện Bạch Thông": enough to distinguish agencies
_ISSUED = re.compile(r"(?i)\b(đã|vừa)?\s*ban hành\s*$|ban hành \w+ \w* ?số")
_PERSON = re.compile(r"(?i)^\s*,?\s*(của|do)\b")
_STARTS_SUBJECT = re.compile(
    r"(?i)\s(về|quy định|ban hành|phê duyệt|triển khai|hướng dẫn|sửa đổi|bổ sung|thành lập|công nhận|kết quả|thực hiện|"
    r"đề nghị|tăng cường|v/v|đánh giá|họp)\b"
)


@dataclass(frozen=True, eq=False)
class Citation:
    """A citation of a document; `first`: its first citation, None if this is it."""

    piece: Piece
    type_name: str
    code: str
    day: str  # as written, "" where there is none
    on: date | None
    rest: str  # what follows in the sentence
    first: "Citation | None"

    @property
    def agency(self) -> str:
        """The first words after "của", in lower case; "" where no agency is named."""
        named = _PERSON.match(self.rest)
        name = re.split(r"[,;.)]", self.rest[named.end() :])[0] if named else ""
        return " ".join(name.split()[:_AGENCY_WORDS]).lower()


@lru_cache(maxsize=1)  # of the current document: six rules use it
def _citations(components: Components) -> list[Citation]:
    found: list[Citation] = []
    for piece in [*components.subject, *components.bases, *components.body]:
        for match in _CITED.finditer(piece.text):
            after = piece.text[match.end() :]
            day = _AFTER.match(after)
            on = _real(int(day[3]), int(day[2]), int(day[1])) if day else None
            rest = after[day.end() :] if day else after
            code, written = match[2].rstrip(".,;-"), day[0].strip() if day else ""
            new = Citation(piece, match[1], code, written, on, rest, None)
            found.append(replace(new, first=next((one for one in found if _are_one(one, new)), None)))
    return found


def _are_one(first: Citation, second: Citation) -> bool:
    """Whether two citations name one document: same code, no conflicting agency.

    Number and symbol are the agency's own: a district and its communes each have a 01/KH-UBND.
    """
    one, other = first.agency, second.agency
    return first.code.upper() == second.code.upper() and (one.startswith(other) or other.startswith(one))


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@checks("VD-01")
def first_citation(components: Components) -> Iterator[Fault]:
    for one in _citations(components):
        if one.first is not None or one.piece in components.bases:  # CC-03 covers bases
            continue
        before = one.piece.text[: one.piece.text.find(one.code)]
        missing = [] if one.day else ["ngày tháng năm"]
        if not re.search(r"(?i)\b(của|do)\b", one.rest[:150]) and not _ISSUED.search(before[-60:]):
            missing.append("cơ quan ban hành")
        if missing:
            yield Fault(one.piece, f"lần đầu viện dẫn {one.type_name} số {one.code} còn thiếu {', '.join(missing)}.")


@checks("VD-02")
def first_citation_subject(components: Components) -> Iterator[Fault]:
    """Check only clear cases: the agency, then at once a comma or the sentence end."""
    for one in _citations(components):
        clause = re.split(r"[,;.)]", one.rest, maxsplit=1)[0]
        own = components.code is not None and one.code in components.code.text
        before = one.piece.text[: one.piece.text.find(one.code)]
        # Of "Quy chế … ban hành kèm theo Quyết định số …" the subject comes before it.
        attached = re.search(rf"(?i)kèm theo\s+({_TYPES})\s+số\s*:?\s*$", before) is not None
        ends = not attached and not _STARTS_SUBJECT.search(clause) and len(clause.split()) <= 12
        if one.first is None and one.day and one.agency and not own and ends:
            yield Fault(one.piece, f"lần đầu viện dẫn {one.type_name} số {one.code} chưa có trích yếu.")


@checks("VD-03")
def later_citation(components: Components) -> Iterator[Fault]:
    for one in _citations(components):
        if one.first is not None and one.day and one.agency:
            yield Fault(one.piece, f"{one.type_name} số {one.code} đã được viện dẫn đầy đủ ở trên.")


@checks("VD-04")
def one_day(components: Components) -> Iterator[Fault]:
    for one in _citations(components):
        before = one.first.on if one.first is not None else None
        if one.on is not None and before is not None and before != one.on:
            where = f"ở trên ghi ngày {before:%d/%m/%Y}, ở đây {one.on:%d/%m/%Y}"
            yield Fault(one.piece, f"{one.type_name} số {one.code} {where}.")


@checks("VD-05")
def cited_before(components: Components) -> Iterator[Fault]:
    today = issue_date(components)
    for one in _citations(components):
        if today is not None and one.on is not None and one.on > today:
            yield Fault(
                one.piece,
                f"viện dẫn {one.type_name} số {one.code} ngày {one.on:%d/%m/%Y}, "
                f"sau ngày của văn bản này ({today:%d/%m/%Y}).",
            )


@checks("VD-06")
def cited_zero(components: Components) -> Iterator[Fault]:
    for one in _citations(components):
        number = one.code.partition("/")[0]
        if len(number) == 1:
            yield Fault(one.piece, f"{one.type_name} số {one.code}: số {number} thiếu số 0 phía trước.")


@checks("NG-01")
def days_exist(components: Components) -> Iterator[Fault]:
    for piece in components.all:
        if piece is components.place_date:
            continue
        for match in _DATES.finditer(piece.text):
            if _real(int(match[3]), int(match[2]), int(match[1])) is None:
                yield Fault(piece, f'không có ngày "{match[0].strip()}" trong lịch.')


@checks("NG-02")
def day_of_the_note(components: Components) -> Iterator[Fault]:
    today, code = issue_date(components), components.code
    if today is None or code is None:
        return
    own = re.search(r"(\d+)\s*/\s*(\S+)", code.text)
    for piece in components.notes:
        day = _DATES.search(piece.text)
        named = _real(int(day[3]), int(day[2]), int(day[1])) if day else None
        if own and own[2] in piece.text and named not in (None, today):
            yield Fault(piece, f"ghi ngày khác với ngày ban hành ({today:%d/%m/%Y}).")
