"""The sheets of people: the council with its roles, and who signs for whom."""

from collections import defaultdict
from collections.abc import Mapping

from ..context import committee
from ..cycle import Council, CouncilMember, CouncilRole
from ..document import AuthorityConflict, Signer, SigningAuthority, sign
from ..errors import Place
from . import form
from .book import Book
from .communes import Listed, lead_or_listed
from .faults import Fault
from .period import Period


def read_council(book: Book, period: Period | None) -> Council:
    sheet = book.sheet(form.COUNCIL)
    roles = {role.value: role for role in CouncilRole}
    members = []
    for row in sheet.rows() if sheet else ():
        role = row.choice("Vai trò", roles)
        present = {"Có": True, "Vắng": False}.get(row.choice("Dự họp", ("Có", "Vắng")))
        name, position = row.text("Họ và tên"), row.text("Chức vụ")
        if role:
            members.append(CouncilMember(name, position, roles[role], present))
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
    for only in (CouncilRole.CHAIR, CouncilRole.SECRETARY) if sheet and members else ():
        count = sum(member.role is only for member in members)
        if count != 1:
            place = Place(book.faults.file, form.COUNCIL.name, heading="Vai trò")
            book.faults.note(Fault.COUNCIL_ROLE, place, role=only.value, count=count)
    return council


def read_signers(book: Book, period: Period | None, listed: Mapping[str, Listed]) -> dict[str, tuple[Signer, ...]]:
    sheet = book.sheet(form.SIGNERS)
    capacities = {capacity.value: capacity for capacity in SigningAuthority}
    found: dict[str, list[Signer]] = defaultdict(list)
    lead = period.lead if period else None
    for row in sheet.rows() if sheet else ():
        capacity = row.choice("Cách ký", capacities)
        name, title = row.text("Họ và tên"), row.text("Chức vụ")
        unit = lead_or_listed(row, lead, listed)
        if unit is None or not capacity or not name or not title:
            continue
        signer = Signer(name, title, capacities[capacity])
        try:
            sign(committee(unit), signer, on_behalf=True)
        except AuthorityConflict as conflict:
            row.note(Fault.AUTHORITY, "Cách ký", rule=conflict.facts["rule"])
        found[unit.code].append(signer)
    return {code: tuple(signers) for code, signers in found.items()}
