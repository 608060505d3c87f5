"""The agency on a page held against the unit whose number it would get.

A page of one commune must not take a number of another. What the page states decides: the name of the agency, the
place, the power that is signed for, the symbol.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.2 (tên cơ quan), II.3 (ký hiệu), II.4 (địa danh), II.7 (quyền hạn).
"""

import re

from doc_engine.errors import ExitCode, VanthuError
from doc_engine.recognition import RecognisedDocument
from doc_engine.units import AdminUnit, UnitNotFound, units
from doc_engine.vietnamese import slug

_KINDS = "xa|phuong|thi-tran|dac-khu|huyen|quan|thi-xa|thanh-pho|tp|tinh"
_NAMED = re.compile(rf"(?:^|-)({_KINDS})-([a-z0-9-]+)$")
# The body that a symbol or a power names, and how its agency is called on the page.
_BODIES = {"UBND": ("uy-ban-nhan-dan", "ubnd"), "HĐND": ("hoi-dong-nhan-dan", "hdnd")}


class AgencyMismatch(VanthuError):
    code = "DT-11"
    exit_code = ExitCode.REFUSED
    message = "Văn bản không phải của đơn vị {unit}: {why}."
    remedy = "Hãy sửa văn bản, hoặc chọn đúng đơn vị ban hành; số chỉ được cấp cho văn bản của chính cơ quan ấy."


def refuse_mismatch(page: RecognisedDocument, unit: AdminUnit) -> None:
    """Raise AgencyMismatch with everything on the page that belongs to another agency."""
    reasons = [reason for reason in (_agency(page, unit), _place(page, unit), *_bodies(page)) if reason]
    if reasons:
        raise AgencyMismatch(unit=unit.name, why="; ".join(reasons))


def _agency(page: RecognisedDocument, unit: AdminUnit) -> str:
    """The reason where the agency, or else its parent, is of another unit."""
    for lines in (page.agency, page.parent):
        named = _NAMED.search(slug(" ".join(lines)))
        if named is not None:
            return "" if _is_name_of(named, unit) else f'tên cơ quan là "{" ".join(lines)}"'
    return ""  # a name without a unit: "SỞ NỘI VỤ", below "UBND T. BẮC KẠN"


def _is_name_of(named: re.Match[str], unit: AdminUnit) -> bool:
    kind, name = named[1].replace("tp", "thanh-pho"), named[2]
    return _alike(f"{kind}-{name}", slug(unit.name)) or _alike(name, slug(unit.proper_name))


def _place(page: RecognisedDocument, unit: AdminUnit) -> str:
    """The reason where the place is another unit of the same parent.

    Other places are not judged: an agency of a province may have its seat in a town of another name.
    """
    if not page.place or _alike(slug(page.place), slug(unit.proper_name)) or _alike(slug(page.place), slug(unit.name)):
        return ""
    on = page.day or unit.valid_from
    try:
        beside = units().children(unit.parent_code, on) if unit.parent_code and on else ()
    except UnitNotFound:
        return ""
    other = next(
        (one for one in beside if _alike(slug(page.place), slug(one.proper_name)) and one.code != unit.code), None
    )
    return f'địa danh là "{page.place}", của {other.name}' if other is not None else ""


def _bodies(page: RecognisedDocument) -> list[str]:
    """The reasons where symbol or power are of another body than the agency."""
    agency = slug(" ".join(page.agency))
    found = []
    for body, names in _BODIES.items():
        others = [name for other, names_ in _BODIES.items() if other != body for name in names_]
        is_other = any(agency.startswith(name) for name in others)
        if is_other and body in re.split(r"[-/]", page.symbol):
            found.append(f'ký hiệu "{page.symbol}" là của {body}, tên cơ quan là "{" ".join(page.agency)}"')
        power = slug(page.authority[0]) if page.authority else ""
        if is_other and any(power == f"tm-{name}" for name in names):
            found.append(f'quyền hạn ký là "{page.authority[0]}", tên cơ quan là "{" ".join(page.agency)}"')
    return found


def _alike(one: str, other: str) -> bool:
    """Whether two slugs name one place; Sỹ Bình and Sĩ Bình are one."""
    return one.replace("y", "i") == other.replace("y", "i")
