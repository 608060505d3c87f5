"""The optional sheets about the communes' own councils and their meetings.

A fault in a row is assigned to its commune, and to the documents that need the row.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from ..cycle import Council, CouncilMember, Vote
from . import form
from .book import Book
from .communes import Communes, listed_row
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


def read_own_councils(book: Book, pattern: Council, listed: Communes) -> dict[str, OwnCouncil]:
    """The councils that have members, by commune. `pattern`: name and abbreviation."""
    members, last_rows = _members(book, listed)
    sheet = book.sheet(form.COMMUNE_COUNCILS)
    understood = sheet is None or sheet.is_whole
    found = {code: OwnCouncil(replace(pattern, members=tuple(people)), None) for code, people in members.items()}
    for code, people in members.items():
        for role, count in wrong_roles(people) if understood else ():
            last_rows[code].note(Fault.COUNCIL_ROLE, "Vai trò", role=role.value, count=count)
        if not (pattern.name and pattern.abbreviation):
            last_rows[code].note(Fault.COUNCIL_UNNAMED, "")
        if len(people) > form.MOST_MEMBERS:
            last_rows[code].note(Fault.TOO_MANY_MEMBERS, "", count=len(people), limit=form.MOST_MEMBERS)
    _read_meetings(book, listed, found, all_present=understood)
    return found


def _members(book: Book, listed: Communes) -> tuple[dict[str, list[CouncilMember]], dict[str, Row]]:
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


def _read_meetings(book: Book, listed: Communes, found: dict[str, OwnCouncil], *, all_present: bool) -> None:
    sheet = book.sheet(form.COMMUNE_MEETINGS)
    first: dict[str, int] = {}
    for row in sheet.rows() if sheet else ():
        code = listed_row(row, listed, first, _MEETING_GROUPS)
        day = row.day("Ngày họp")
        began, ended, place = row.time_of_day("Giờ bắt đầu"), row.time_of_day("Giờ kết thúc"), row.text("Địa điểm")
        in_favour, against = row.whole("Tán thành"), row.whole("Không tán thành")
        if not code or day is None or in_favour is None or against is None:
            continue
        if code not in found:
            if all_present:
                row.note(Fault.MEETING_WITHOUT_COUNCIL, "Mã xã")
            continue
        council = replace(found[code].council, met_on=day, began_at=began, ended_at=ended, place=place)
        present = len(council.present)
        if all_present and in_favour + against > present:
            row.note(Fault.TOO_MANY_VOTES, "Tán thành", votes=in_favour + against, present=present)
        found[code] = OwnCouncil(council, Vote(in_favour, against))
