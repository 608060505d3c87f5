"""The optional sheets about the communes' own councils and their meetings.

A fault in a row is assigned to its commune, and to the documents that need the row.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..cycle import Council, CouncilMember, Vote
from . import form
from .book import Book
from .communes import Listed, listed_row
from .faults import Fault
from .people import member, wrong_roles
from .period import Period
from .rows import Row

_COUNCIL_GROUPS = ("hoi_dong_xa", "hop_xa")
_MEETING_GROUPS = ("hop_xa",)


@dataclass(frozen=True, slots=True)
class OwnCouncil:
    """A commune's council; `vote`: on the self-assessment, None before it met."""

    council: Council
    vote: Vote | None


def named(period: Period | None) -> Council:
    """The name and abbreviation of the communes' councils; no members."""
    texts = period.texts if period else {}
    name, abbreviation = (texts.get(f"Hội đồng của xã: {part}", "") for part in ("tên", "viết tắt"))
    return Council(name, abbreviation, (), None, "", "", "")


def read_own_councils(book: Book, pattern: Council, listed: Mapping[str, Listed]) -> dict[str, OwnCouncil]:
    """The councils that have members, by commune. `pattern`: name and abbreviation."""
    members, last_rows = _members(book, listed)
    found = {code: OwnCouncil(replace(pattern, members=tuple(people)), None) for code, people in members.items()}
    for code, people in members.items():
        for role, count in wrong_roles(people):
            last_rows[code].note(Fault.COUNCIL_ROLE, "Vai trò", role=role.value, count=count)
        if not (pattern.name and pattern.abbreviation):
            last_rows[code].note(Fault.COUNCIL_UNNAMED, "")
    _read_meetings(book, listed, found)
    return found


def _members(book: Book, listed: Mapping[str, Listed]) -> tuple[dict[str, list[CouncilMember]], dict[str, Row]]:
    sheet = book.sheet(form.COMMUNE_COUNCILS)
    members: dict[str, list[CouncilMember]] = defaultdict(list)
    rows: dict[str, Row] = {}
    for row in sheet.rows() if sheet else ():
        code = listed_row(row, listed, {}, _COUNCIL_GROUPS)
        one = member(row)
        if code and one is not None:
            members[code].append(one)
            rows[code] = row
    return members, rows


def _read_meetings(book: Book, listed: Mapping[str, Listed], found: dict[str, OwnCouncil]) -> None:
    sheet = book.sheet(form.COMMUNE_MEETINGS)
    first: dict[str, int] = {}
    for row in sheet.rows() if sheet else ():
        code = listed_row(row, listed, first, _MEETING_GROUPS)
        day = row.day("Ngày họp")
        began, ended, place = (row.text(name) for name in ("Giờ bắt đầu", "Giờ kết thúc", "Địa điểm"))
        in_favour, against = row.whole("Tán thành"), row.whole("Không tán thành")
        if not code or day is None or in_favour is None or against is None:
            continue
        if code not in found:
            row.note(Fault.MEETING_WITHOUT_COUNCIL, "Mã xã")
            continue
        council = replace(found[code].council, met_on=day, began_at=began, ended_at=ended, place=place)
        present = len(council.present)
        if in_favour + against > present:
            row.note(Fault.TOO_MANY_VOTES, "Tán thành", votes=in_favour + against, present=present)
        found[code] = OwnCouncil(council, Vote(in_favour, against))
