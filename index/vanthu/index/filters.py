"""What a document must be, besides having the words: a value, and how a person types it.

`năm:2024`, `nam:2020..2024`, `xã:"Cẩm Giàng"`, `đúng-xã:"Phủ Thông"`, `loại:QĐ`, `ký:"Nguyễn Văn A"`, `số:12`,
`ngày:>=2024-11-01`, `trạng-thái:thu-hồi`, `nơi-nhận:"Sở Nội vụ"`, with marks or without.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from vanthu.doc_engine.document_types import DocumentType
from vanthu.doc_engine.vietnamese import slug

from . import analysis

_BETWEEN = re.compile(r"(.*?)\.\.(.*)|(>=|<=|>|<)(.+)|(.+)")


class Name(StrEnum):
    """What is asked for by words of its own; the values are the fields of IndexedDocument."""

    SIGNER = "signer"
    SIGNER_TITLE = "signer_title"
    AGENCY = "agency"
    RECIPIENTS = "recipients"
    SUBJECT = "subject"
    SYMBOL = "symbol"
    PROGRAMME = "programme"
    LAYERS = "layers"


# As they are typed.
_NAMES = {
    Name.SIGNER: "ký",
    Name.SIGNER_TITLE: "chức-vụ",
    Name.AGENCY: "cơ-quan",
    Name.RECIPIENTS: "nơi-nhận",
    Name.SUBJECT: "trích-yếu",
    Name.SYMBOL: "ký-hiệu",
    Name.PROGRAMME: "chương-trình",
    Name.LAYERS: "lớp-chữ",
}


class State(StrEnum):
    """What became of a document."""

    STANDS = "nguyen"
    REPLACED = "thay-the"
    CORRECTED = "dinh-chinh"
    RECALLED = "thu-hoi"
    DESTROYED = "da-huy"


STATE_NAMES = {
    State.STANDS: "nguyên",
    State.REPLACED: "thay-thế",
    State.CORRECTED: "đính-chính",
    State.RECALLED: "thu-hồi",
    State.DESTROYED: "đã-hủy",
}


@dataclass(frozen=True, slots=True)
class Between:
    """Whole numbers from `least` to `most`, both in; None: without end. Days are numbers, too: 20241122."""

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a document must be; None or empty: anything. Of each list any will do; of `names` every word.

    `units`: keys of units. `unit_names`: as typed; whoever knows the register makes keys of them, and takes those of
    `exact_unit_names` for that unit alone, without what became part of it.
    """

    year: Between | None = None
    units: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()  # abbreviations, "QĐ"; "" of an official letter
    day: Between | None = None
    number: Between | None = None
    names: frozenset[tuple[Name, str]] = frozenset()  # folded words
    states: frozenset[State] = frozenset()
    unit_names: tuple[str, ...] = ()
    exact_unit_names: tuple[str, ...] = ()


def is_field(name: str) -> bool:
    """Whether something can be narrowed by that name."""
    return slug(name) in _FIELDS


def narrowed(filters: Filters, name: str, value: str) -> Filters | None:
    """The filters with one more, typed as `name:value`; None for a name or a value that is none."""
    change = _FIELDS.get(slug(name))
    return change(filters, value) if change else None


def _year(filters: Filters, value: str) -> Filters | None:
    years = _between(value, lambda text: int(text) if re.fullmatch(r"[0-9]{4}", text) else None)
    return replace(filters, year=years) if years and _within(years, 1000, 9999) else None


def _number(filters: Filters, value: str) -> Filters | None:
    numbers = _between(value, lambda text: int(text) if re.fullmatch(r"[0-9]{1,6}", text) else None)
    return replace(filters, number=numbers) if numbers and _within(numbers, 0, 999_999) else None


def _day(filters: Filters, value: str) -> Filters | None:
    days = _between(value, _as_day, _day_beside)
    return replace(filters, day=days) if days else None


def _as_day(text: str) -> int | None:
    """20241122 of "2024-11-22", "22/11/2024"."""
    parts = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})|([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", text)
    if not parts:
        return None
    year, month, day = parts.groups()[:3] if parts[1] else parts.groups()[:2:-1]
    try:
        return int(f"{date(int(year), int(month), int(day)):%Y%m%d}")
    except ValueError:
        return None


def _day_beside(day: int, step: int) -> int:
    there = date(day // 10000, day // 100 % 100, day % 100).toordinal() + step
    return int(f"{date.fromordinal(min(max(there, 1), date.max.toordinal())):%Y%m%d}")


def _between(
    value: str, number: Callable[[str], int | None], beside: Callable[[int, int], int] = operator.add
) -> Between | None:
    """ "a", "a..b", "a..", ">=a", "<a"; None where a part is no number."""
    found = _BETWEEN.fullmatch(value)
    if found is None:
        return None
    first, last, sign, bound, alone = found.groups()
    if sign:
        edge = number(bound)
        if edge is None:
            return None
        moved = beside(edge, {">": 1, "<": -1}[sign]) if len(sign) == 1 else edge
        return Between(least=moved) if sign.startswith(">") else Between(most=moved)
    if alone is not None:
        edge = number(alone)
        return Between(edge, edge) if edge is not None else None
    least, most = (number(part) if part else None for part in (first, last))
    wrong = (first and least is None) or (last and most is None) or (least is None and most is None)
    return None if wrong else Between(least, most)


def _within(between: Between, least: int, most: int) -> bool:
    """Whether its ends may be typed."""
    return all(end is None or least <= end <= most for end in (between.least, between.most))


def _unit(filters: Filters, value: str) -> Filters | None:
    return replace(filters, unit_names=tuple(dict.fromkeys((*filters.unit_names, value)))) if slug(value) else None


def _exact_unit(filters: Filters, value: str) -> Filters | None:
    names = tuple(dict.fromkeys((*filters.exact_unit_names, value)))
    return replace(filters, exact_unit_names=names) if slug(value) else None


def _type(filters: Filters, value: str) -> Filters | None:
    try:
        kinds = {DocumentType.named(one.strip()).abbreviation for one in value.split(",")}
    except KeyError:
        return None
    return replace(filters, types=filters.types | kinds)


def _name(name: Name) -> Callable[[Filters, str], Filters | None]:
    def change(filters: Filters, value: str) -> Filters | None:
        words = {(name, analysis.fold(word)) for word in analysis.simple_words(value)}
        return replace(filters, names=filters.names | words) if words else None

    return change


def _state(filters: Filters, value: str) -> Filters | None:
    wanted = slug(value)
    found = [state for state in State if wanted in (state, slug(STATE_NAMES[state]))]
    return replace(filters, states=filters.states | set(found)) if found else None


_FIELDS: dict[str, Callable[[Filters, str], Filters | None]] = {
    **dict.fromkeys(("nam", "year"), _year),
    **dict.fromkeys(("so", "number"), _number),
    **dict.fromkeys(("ngay", "date"), _day),
    **dict.fromkeys(("xa", "don-vi", "unit"), _unit),
    **dict.fromkeys(("dung-xa", "dung-don-vi", "only-unit"), _exact_unit),
    **dict.fromkeys(("loai", "type"), _type),
    "nguoi-ky": _name(Name.SIGNER),
    **{slug(typed): _name(name) for name, typed in _NAMES.items()},
    **{name.replace("_", "-"): _name(name) for name in Name},
    **dict.fromkeys(("trang-thai", "state"), _state),
}


def as_typed(filters: Filters) -> list[str]:
    """Each filter as it may be typed; `narrowed` by all of them, nothing is the same again."""
    found = [f"{name}:{_between_text(it)}" for name, it in (("năm", filters.year), ("số", filters.number)) if it]
    found += [f"ngày:{_between_text(filters.day, _day_text)}"] if filters.day else []
    found += [f'xã:"{name}"' for name in filters.unit_names]
    found += [f'đúng-xã:"{name}"' for name in filters.exact_unit_names]
    titles = {kind.abbreviation: kind.title for kind in DocumentType if kind.abbreviation or kind.form}
    found += [f'loại:"{abbreviation or titles[""]}"' for abbreviation in sorted(filters.types)]
    for name, typed in _NAMES.items():
        words = sorted(word for of, word in filters.names if of is name)
        found += [f'{typed}:"{" ".join(words)}"'] if words else []
    return [*found, *(f"trạng-thái:{STATE_NAMES[state]}" for state in sorted(filters.states))]


def _between_text(between: Between, shown: Callable[[int], str] = str) -> str:
    if between.least == between.most and between.least is not None:
        return shown(between.least)
    least = shown(between.least) if between.least is not None else ""
    most = shown(between.most) if between.most is not None else ""
    return f"{least}..{most}"


def _day_text(day: int) -> str:
    return f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}"
