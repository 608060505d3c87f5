"""The sheets of people: the council with its roles, and who signs for whom."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..cycle import Council, CouncilMember, CouncilRole
from ..document import AuthorityConflict, IssuingBody, Signer, SigningAuthority, office, sign
from ..document_data.cycle_data import committee
from ..errors import Place
from . import form
from .book import Book
from .communes import Communes, lead_or_listed
from .faults import Fault
from .period import Period
from .rows import Row


def read_council(book: Book, period: Period | None) -> tuple[Council, bool]:
    """The council, and whether all its members were understood.

    Where they were not, what follows from their number is not checked.
    """
    sheet = book.sheet(form.COUNCIL)
    read = [member(row) for row in (sheet.rows() if sheet else ())]
    members = [one for one in read if one is not None]
    understood = bool(sheet and sheet.is_whole) and len(members) == len(read)
    texts = period.texts if period else {}
    council = Council(
        name=texts.get("Hội đồng: tên", ""),
        abbreviation=texts.get("Hội đồng: viết tắt", ""),
        members=tuple(members),
        met_on=period.days["Hội đồng: ngày họp"] if period else None,
        began_at=texts.get("Hội đồng: giờ bắt đầu", ""),
        ended_at=texts.get("Hội đồng: giờ kết thúc", ""),
        place=texts.get("Hội đồng: địa điểm họp", ""),
    )
    place = Place(book.faults.file, form.COUNCIL.name, heading="Vai trò")
    for role, count in wrong_roles(members) if understood else ():
        book.faults.note(Fault.COUNCIL_ROLE, place, role=role.value, count=count)
    if len(members) > form.MOST_MEMBERS:
        book.faults.note(Fault.TOO_MANY_MEMBERS, place, count=len(members), limit=form.MOST_MEMBERS)
    return council, understood


def member(row: Row) -> CouncilMember | None:
    """The member whom a row names; None without a role."""
    roles = {role.value: role for role in CouncilRole}
    role = row.choice("Vai trò", roles)
    present = {"Có": True, "Vắng": False}.get(row.choice("Dự họp", ("Có", "Vắng")))
    name, position = row.text("Họ và tên"), row.text("Chức vụ")
    return CouncilMember(name, position, roles[role], present) if role else None


def wrong_roles(members: Sequence[CouncilMember]) -> Iterator[tuple[CouncilRole, int]]:
    """Yield chair and secretary with the number of holders, where it is not one.

    Nothing for a council without members.
    """
    for only in (CouncilRole.CHAIR, CouncilRole.SECRETARY) if members else ():
        count = sum(one.role is only for one in members)
        if count != 1:
            yield only, count


class Signers(dict[str, tuple[Signer, ...]]):
    """The signers by `IssuingBody.key`, the usual one first.

    `unread`: bodies with a row that was not understood, "" for a row whose body is not known. That they seem to lack a
    signer is no fault of its own.
    """

    unread: frozenset[str] = frozenset()

    def is_known_to_lack(self, body: str) -> bool:
        """Return whether a body has no signer, and no row of it was misunderstood."""
        return not self.get(body) and not {"", body} & self.unread


def read_signers(book: Book, period: Period | None, listed: Communes) -> Signers:
    """The signers of committees and of the standing office."""
    sheet = book.sheet(form.SIGNERS)
    capacities = {capacity.value: capacity for capacity in SigningAuthority}
    found: dict[str, list[Signer]] = defaultdict(list)
    unread = set() if sheet is not None and sheet.is_whole else {""}
    for row in sheet.rows() if sheet else ():
        capacity = row.choice("Cách ký", capacities)
        name, title = row.text("Họ và tên"), row.text("Chức vụ")
        body = _body(row, period, listed)
        if body is None or not capacity or not name or not title:
            unread.add(body.key if body is not None else "")
            continue
        signer = Signer(name, title, capacities[capacity])
        try:
            sign(body, signer, on_behalf=False)
        except AuthorityConflict as conflict:
            row.note(Fault.AUTHORITY, "Cách ký", rule=conflict.facts["rule"])
        found[body.key].append(signer)
    signers = Signers({code: tuple(people) for code, people in found.items()})
    signers.unread = frozenset(unread)
    return signers


def _body(row: Row, period: Period | None, listed: Communes) -> IssuingBody | None:
    """The body of a row: a unit's committee, or the standing office by abbreviation."""
    lead = period.lead if period else None
    if period is not None and lead is not None:
        abbreviation = period.texts["Cơ quan thường trực: viết tắt"]
        if abbreviation and row.text("Mã đơn vị").lower() == abbreviation.lower():
            name = period.texts["Cơ quan thường trực"].removesuffix(f" {lead.kind.value}")
            try:
                return office(lead.name, lead.code, name, abbreviation)
            except KeyError:
                return None
    unit = lead_or_listed(row, lead, listed)
    return committee(unit) if unit is not None else None
