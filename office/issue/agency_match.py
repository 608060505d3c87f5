"""The agency on a page held against the unit whose number it would get.

A page of one commune must not take a number of another. What the page states decides: the units in the names of the
agency and of its parent, in the power and in the authority that is signed for; the place; the body of the symbol.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.2 (tên cơ quan), II.3 (ký hiệu), II.4 (địa danh), II.7 (quyền hạn).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from doc_engine.errors import ExitCode, VanthuError
from doc_engine.recognition import RecognisedDocument
from doc_engine.units import AdminUnit, Kind, UnitNotFound, units
from doc_engine.vietnamese import nfc, slug

_SHORT = {"TP.": Kind.CITY, "TP": Kind.CITY, "T.": Kind.PROVINCE, "H.": Kind.DISTRICT, "X.": Kind.COMMUNE}
_LONGEST_NAME = 5  # words
# The bodies that number for the unit itself, and how their names begin on a page.
_BODIES = {"UBND": ("uy-ban-nhan-dan", "ubnd"), "HĐND": ("hoi-dong-nhan-dan", "hdnd", "thuong-truc-h", "doan-dai-bieu")}


class AgencyMismatch(VanthuError):
    code = "DT-11"
    exit_code = ExitCode.REFUSED
    message = "Văn bản không phải của đơn vị {unit}: {why}."
    remedy = "Hãy sửa văn bản, hoặc chọn đúng đơn vị ban hành; số chỉ được cấp cho văn bản của chính cơ quan ấy."


@dataclass(frozen=True, slots=True)
class _Mention:
    """A unit that a line names: its kind and its name, as written."""

    kind: Kind
    name: str

    def means(self, unit: AdminUnit) -> bool:
        return self.kind is unit.kind and _alike(self.name, unit.proper_name)


def refuse_mismatch(page: RecognisedDocument, unit: AdminUnit, on: date) -> None:
    """Raise AgencyMismatch with everything on the page that belongs to another agency."""
    reasons = [*_agency(page, unit, on), *_power(page, unit, on), *_place(page, unit, on), *_bodies(page)]
    if reasons:
        raise AgencyMismatch(unit=unit.name, why="; ".join(reasons))


def _agency(page: RecognisedDocument, unit: AdminUnit, on: date) -> Iterator[str]:
    """The agency's name, or else its parent's, names the unit; others lie above it."""
    chain = _chain(unit, on)
    own, above = _mentions(page.agency, chain, on), _mentions(page.parent, chain, on)
    written = f'tên cơ quan là "{" ".join((*page.parent, *page.agency))}"'
    strange = any(not any(one.means(known) for known in chain) for one in (*own, *above))
    deciding = own or above
    if strange or (deciding and not any(one.means(unit) for one in deciding)):
        yield written
    elif not deciding and any(slug(" ".join(page.agency)) == name for names in _BODIES.values() for name in names):
        yield f"{written}, không ghi tên đơn vị"


def _power(page: RecognisedDocument, unit: AdminUnit, on: date) -> Iterator[str]:
    """The units in the power above the bases and in the authority of the signature."""
    chain = _chain(unit, on)
    for lines, what in ((page.power, "thẩm quyền ban hành"), (page.authority, "quyền hạn ký")):
        named = _mentions(lines, chain, on)
        if named and not any(one.means(unit) for one in named):
            yield f'{what} là "{" ".join(lines)}"'


def _place(page: RecognisedDocument, unit: AdminUnit, on: date) -> Iterator[str]:
    """The place is not another unit of the same parent.

    Other places are not judged: an agency of a province may have its seat in a town of another name.
    """
    if not page.place or any(_alike(page.place, name) for name in (unit.proper_name, unit.name)):
        return
    try:
        beside = units().children(unit.parent_code, on) if unit.parent_code else ()
    except UnitNotFound:
        return
    for other in beside:
        if other.code != unit.code and _alike(page.place, other.proper_name):
            yield f'địa danh là "{page.place}", của {other.name}'
            return


def _bodies(page: RecognisedDocument) -> Iterator[str]:
    """The body in symbol and signature is the agency, not the committee above it."""
    agency, written = slug(" ".join(page.agency)), " ".join(page.agency)
    power = slug(page.authority[0]) if page.authority else ""
    for body, names in _BODIES.items():
        is_body = any(agency.startswith(name) for name in names) or (body == "HĐND" and names[0] in agency)
        if is_body:
            continue
        if body in re.split(r"[-/]", page.symbol.upper())[: 2 if page.kind and page.kind.abbreviation else 1]:
            yield f'ký hiệu "{page.symbol}" là của {body}, tên cơ quan là "{written}"'
        if any(power.startswith(f"tm-{name}") for name in names[:2]):
            yield f'quyền hạn ký là "{page.authority[0]}", tên cơ quan là "{written}"'


def _chain(unit: AdminUnit, on: date) -> list[AdminUnit]:
    """The unit and those above it on that day."""
    found = [unit]
    while found[-1].parent_code:
        try:
            found.append(units().at(found[-1].parent_code, on))
        except UnitNotFound:
            break
    return found


def _mentions(lines: Sequence[str], chain: Sequence[AdminUnit], on: date) -> list[_Mention]:
    """The units that lines name: a noun and the longest name that a unit bears.

    Nouns count with their diacritics: "BAN CHỈ HUY QUÂN SỰ" has no quận, "XÃ HỘI" is no commune.
    """
    words = nfc(" ".join(lines)).replace(",", " ").split()
    found, at = [], 0
    while at < len(words):
        kind, length = _kind(words[at:])
        mention = _mention(kind, words[at + length :], chain, on) if kind is not None else None
        found += [mention] if mention is not None else []
        at += max(length, 1)  # "THỊ XÃ" has no "XÃ" of its own
    return found


def _mention(kind: Kind, words: Sequence[str], chain: Sequence[AdminUnit], on: date) -> _Mention | None:
    """The longest name at the beginning of words that a unit of that kind bears."""
    for count in range(min(_LONGEST_NAME, len(words)), 0, -1):
        name = " ".join(words[:count]).strip(".;:")
        own = any(one.kind is kind and _alike(name, one.proper_name) for one in chain)
        if own or any(one.kind is kind and one.proper_name.lower() == name.lower() for one in units().named(name, on)):
            return _Mention(kind, name)
    return None


def _kind(words: Sequence[str]) -> tuple[Kind | None, int]:
    """The noun that words begin with, and how many words it has."""
    if words[0].upper() in _SHORT:
        return _SHORT[words[0].upper()], 1
    for kind in Kind:
        noun = kind.value.split()
        if [word.lower() for word in words[: len(noun)]] == noun:
            return kind, len(noun)
    return None, 0


def _alike(one: str, other: str) -> bool:
    """Whether two names are one place's; Sỹ Bình and Sĩ Bình are."""
    return slug(one).replace("y", "i") == slug(other).replace("y", "i")
