"""The units that a name in a query means; a unit is a code and a time.

"Phủ Thông" is since 1 July 2025 the commune made of Phủ Thông, Vi Hương, Lục Bình and Tân Tú: a search for it also
finds what those issued. "Bạch Thông" was a district and is a commune, and neither is the other.
"""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from doc_engine.errors import ExitCode, VanthuError
from doc_engine.units import LAST_DAY_BEFORE, REFORM, AdminUnit, Kind, units
from doc_engine.vietnamese import slug
from index import analysis
from index.engine import Facet
from index.filters import Filters, is_unit_field, narrowed
from index.normalization import field_before, normalize
from index.query import Query

from ..office import Office

_WORD = r"[^\W\d_][\w-]*"
_BARE_NAME = re.compile(
    rf"(?<![\w\"-])((?:{_WORD}[ \t]+){{0,2}}+{_WORD})[ \t]*:[ \t]*"
    r"""([^\s":,.;]+(?:[ \t]+(?![^\s":]+[ \t]*:)[^\s":,.;]+){0,5})"""
)
_CODE_AND_YEAR = re.compile(r"(\d+)/(\d{4})")


class UnitNameUnknown(VanthuError):
    code = "TIM-02"
    exit_code = ExitCode.NOT_FOUND
    message = 'Không có xã, phường, thị trấn hay huyện nào tên hoặc mã "{name}"{hint}.'
    remedy = 'Hãy kiểm tra lại tên; có thể gõ không dấu. Tên nhiều chữ thì đặt trong ngoặc kép: xã:"Phủ Thông".'


class UnitNameShared(VanthuError):
    """Several units with documents have that name; the searcher has to choose."""

    code = "TIM-06"
    exit_code = ExitCode.USAGE
    message = '"{name}" là tên của nhiều đơn vị có văn bản: {units}.'
    remedy = "Hãy gõ một trong: {typed}."


@dataclass(frozen=True, slots=True)
class _MeantUnit:
    """A unit, and its predecessors."""

    unit: AdminUnit
    before: tuple[AdminUnit, ...] = ()
    is_alone: bool = False  # the searcher wants only the unit of that name
    divided: tuple[AdminUnit, ...] = ()  # of the predecessors, those of which other units have a part

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(one.key for one in (self.unit, *self.before))


def resolved(office: Office, query: Query) -> tuple[Query, tuple[str, ...]]:
    """Return the query with the keys of the units that it names, and notes on them.

    Raises UnitNameUnknown or UnitNameShared.
    """
    try:
        meant_units = _named(office, query.filters)
    except UnitNameUnknown as error:
        name = error.facts["name"]
        raise UnitNameUnknown(name=name, hint=_hint(office, name)) from error
    first = {key for meant in meant_units if meant.before for key in _alone(meant.unit, "").keys}
    messages = [sentence for meant in meant_units if not meant.is_alone for sentence in _messages(meant)]
    without = tuple(_with_keys(one, _named(office, one)) for one in query.without)
    resolved = replace(query, filters=_with_keys(query.filters, meant_units), without=without, first=frozenset(first))
    return resolved, tuple(messages)


def _named(office: Office, filters: Filters) -> list[_MeantUnit]:
    whole = [_the_one(office, name, list(map(_with_before, _bearing(name))), filters) for name in filters.unit_names]
    alone = (
        _the_one(office, name, [_alone(one, name) for one in _bearing(name)], filters)
        for name in filters.exact_unit_names
    )
    return [*whole, *(replace(meant, is_alone=True) for meant in alone)]


def _with_keys(filters: Filters, meant_units: Iterable[_MeantUnit]) -> Filters:
    return replace(filters, units=frozenset(key for meant in meant_units for key in meant.keys))


def _hint(office: Office, name: str) -> str:
    """The sentence on a unit with documents that has nearly that name; "" for none."""
    there = filter(None, map(units().by_key, office.index.facets(Query(limit=0)).get(Facet.UNIT, {})))
    names = {spelt: unit.name for unit in there for spelt in (slug(unit.proper_name), slug(unit.name))}
    near = difflib.get_close_matches(slug(name), names, n=1, cutoff=0.75)
    return f'; có phải "{names[near[0]]}" không' if near else ""


def is_filter(name: str, value: str) -> bool:
    """Return whether a name and a whole value form a filter: "xã" and "Cẩm Giàng".

    Not so where further words follow the value.
    """
    filters = narrowed(Filters(), name, value)
    if filters is None:
        return False
    try:
        return all(map(_bearing, (*filters.unit_names, *filters.exact_unit_names)))
    except UnitNameUnknown:
        return False


def quoted(office: Office, text: str) -> str:
    """Return the query, normalized, with bare unit names after their field quoted.

    "xã: Cẩm Giàng năm 2024" becomes 'xã:"Cẩm Giàng" năm 2024'; what names no unit stays: "Đơn vị: triệu đồng".
    """
    return _BARE_NAME.sub(partial(_as_one_name, office), normalize(text))


def _as_one_name(office: Office, found: re.Match[str]) -> str:
    before, field = field_before(found[1].split())
    if not field or not is_unit_field(field):
        return found[0]
    words = found[2].split()
    names = [" ".join(words[:count]) for count in range(len(words), 0, -1) if not _is_year(words, count)]
    known = [name for name in names if is_filter(field, name) and _agrees(field, name)]
    if not known:
        return found[0]
    name = _meant(office, field, known)
    return " ".join([*before, f'{field}:"{name}"', *words[len(name.split()) :]])


def _is_year(words: Sequence[str], count: int) -> bool:
    """Return whether the last of the first `count` words is the "năm" before a year."""
    return slug(words[count - 1]) == "nam" and count < len(words) and words[count][:1].isdecimal()


def _meant(office: Office, field: str, names: Sequence[str]) -> str:
    """The name that is meant, of those that begin alike, the longest first.

    One that is written with just these diacritics, one of a unit with documents, or else the shortest of several words.
    """
    same = [name for name in names if _is_written_so(field, name)]
    with_documents = (name for name in same or names if _have_documents(office, field, name))
    return next(with_documents, "") or (same[0] if same else [*names[-1:], *filter(_is_of_several_words, names)][-1])


def _is_of_several_words(name: str) -> bool:
    return " " in name


def _units_of(field: str, name: str) -> list[AdminUnit]:
    filters = narrowed(Filters(), field, name) or Filters()
    return [unit for one in (*filters.unit_names, *filters.exact_unit_names) for unit in _bearing(one)]


def _is_written_so(field: str, name: str) -> bool:
    """Return whether a name has diacritics, and a unit is written with the same."""
    typed = analysis.simple_words(name)
    if not any(map(analysis.is_marked, typed)):
        return False
    written = (spelt for unit in _units_of(field, name) for spelt in (unit.proper_name, unit.name))
    return any(analysis.simple_words(one) == typed for one in written)


def _agrees(field: str, name: str) -> bool:
    """Return whether the diacritics that are typed are those of a unit.

    "triệu đồng" is no commune Triệu Đông.
    """
    typed = analysis.simple_words(name)
    for unit in _units_of(field, name):
        for spelt in map(analysis.simple_words, (unit.proper_name, unit.name)):
            if len(spelt) == len(typed) and all(
                one == other or not analysis.is_marked(one) for one, other in zip(typed, spelt, strict=True)
            ):
                return True
    return False


def _have_documents(office: Office, field: str, name: str) -> bool:
    keys = frozenset(key for unit in _units_of(field, name) for key in _with_before(unit).keys)
    return office.index.search(Query(filters=Filters(units=keys), limit=0)).total > 0


def is_of_kind(field: str, name: str) -> bool:
    """Return whether a full unit name may follow that field: after "huyện" no commune."""
    kinds = {slug(kind.value) for kind in Kind} - {slug("xã")}
    return slug(field) not in kinds or slug(name).startswith(f"{slug(field)}-")


def name_of(key: str) -> str:
    """The name of the unit with that key; the key itself for an unknown one."""
    unit = units().by_key(key)
    return _shown(unit) if unit else key


def typed_name_of(key: str) -> str:
    """The name of `name_of`, as it may be typed after xã:."""
    unit = units().by_key(key)
    return unit.name if unit else key


def _bearing(name: str) -> list[AdminUnit]:
    """The units of that name or code at any time, without predecessors of another one.

    The only one for a code with a year, "02524/2024". Raises UnitNameUnknown.
    """
    if dated := _CODE_AND_YEAR.fullmatch(name):
        if not (there := _at(dated[1], since=int(dated[2]) >= REFORM.year)):
            raise UnitNameUnknown(name=name, hint="")
        return list(there)
    last_states = {one.key: one for one in units().ever(name)}.values()
    since = [one for one in last_states if one.since_reform]
    before = [one for one in last_states if not one.since_reform]
    absorbed = {one.key for unit in since for one in _with_before(unit).before}
    found = [*since, *(one for one in before if one.key not in absorbed)]
    if not found:
        raise UnitNameUnknown(name=name, hint="")
    return found


def _at(code: str, *, since: bool) -> list[AdminUnit]:
    """The last state of the unit that bore a code before the reform, or since."""
    return [one for one in units().ever(code) if one.since_reform == since][-1:]


def _with_before(unit: AdminUnit) -> _MeantUnit:
    if not unit.since_reform:
        return _MeantUnit(unit)
    parts = units().origins(unit.code)
    divided = tuple(one.old for one in parts if not one.whole)
    return _MeantUnit(unit, tuple(one.old for one in parts), divided=divided)


def _alone(unit: AdminUnit, name: str) -> _MeantUnit:
    """The unit, and the predecessor of its name; without that where a year was typed."""
    same = [one for one in _with_before(unit).before if slug(one.proper_name) == slug(unit.proper_name)]
    return _MeantUnit(unit, () if _CODE_AND_YEAR.fullmatch(name) else tuple(same))


def _the_one(office: Office, name: str, meant_units: Sequence[_MeantUnit], filters: Filters) -> _MeantUnit:
    """The only unit, or the only one with documents in these years.

    Raises UnitNameShared.
    """
    if len(meant_units) > 1:
        with_documents = _with_documents(office, meant_units, filters)
        if len(with_documents) > 1:
            listed = "; ".join(_distinguished(meant.unit) for meant in with_documents)
            field = "đúng-xã" if name in filters.exact_unit_names else "xã"
            typed = "; ".join(f'{field}:"{_dated_code(meant.unit)}" ({_shown(meant.unit)})' for meant in with_documents)
            raise UnitNameShared(name=name, units=listed, typed=typed)
        meant_units = with_documents or meant_units
    return meant_units[0]


def _with_documents(office: Office, meant_units: Iterable[_MeantUnit], filters: Filters) -> list[_MeantUnit]:
    asked = Filters(year=filters.year, day=filters.day)
    return [
        meant
        for meant in meant_units
        if office.index.search(Query(filters=replace(asked, units=meant.keys), limit=0)).total
    ]


def _messages(meant: _MeantUnit) -> list[str]:
    day = f"{REFORM.day:02}/{REFORM.month}/{REFORM.year}"
    if meant.before:
        parts = [_earlier(one) + (" (một phần)" if one in meant.divided else "") for one in meant.before]
        alone = f'Chỉ riêng {meant.unit.name}: gõ đúng-xã:"{meant.unit.name}".'
        return [f"Tính cả văn bản trước ngày {day} của {', '.join(parts)}, nay là {meant.unit.name}. {alone}"]
    heirs = () if meant.unit.since_reform else units().successors(meant.unit.code)
    if heirs:
        names = ", ".join(f"{one.new.name}{'' if one.whole else ' (một phần)'}" for one in heirs)
        since = heirs[0].on
        return [f"{_sentence(meant.unit.name)} từ ngày {since.day:02}/{since.month}/{since.year} thuộc {names}."]
    return []


def _earlier(unit: AdminUnit) -> str:
    """The unit's name; with its last day where it ended before the reform."""
    return unit.name if unit.valid_to == LAST_DAY_BEFORE else _shown(unit)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _dated_code(unit: AdminUnit) -> str:
    """The code to type for this unit alone; with a year where the code was reused."""
    again = unit.since_reform or _at(unit.code, since=True)
    return f"{unit.code}/{REFORM.year if unit.since_reform else REFORM.year - 1}" if again else unit.code


def _distinguished(unit: AdminUnit) -> str:
    """The unit's name with its district or province: many communes share a name."""
    above = [one for one in units().ever(unit.parent_code) if one.valid_on(unit.a_day)]
    return ", ".join([unit.name, *(one.name for one in above)]) + _until(unit)


def _shown(unit: AdminUnit) -> str:
    """The unit's name; of a former one, "huyện Bạch Thông (đến 30/6/2025)"."""
    return f"{unit.name}{_until(unit)}"


def _until(unit: AdminUnit) -> str:
    last = unit.valid_to
    return f" (đến {last.day}/{last.month}/{last.year})" if last else ""
