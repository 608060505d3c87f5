"""Filters: conditions on a document besides its words, and how they are typed.

`năm:2024`, `nam:2020..2024`, `xã:"Cẩm Giàng"`, `đúng-xã:"Phủ Thông"`, `loại:QĐ`, `ký:"Nguyễn Văn A"`, `số:12`,
`ngày:>=2024-11-01`, `trạng-thái:thu-hồi`, `nơi-nhận:"Sở Nội vụ"`, with or without diacritics.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum

from doc_engine.document_types import DocumentType
from doc_engine.units import Kind
from doc_engine.vietnamese import slug, without_marks

from . import analysis, ranges
from .ranges import Ranges


class Name(StrEnum):
    """Fields that are searched by their own words; values: fields of IndexedDocument."""

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
    """The state of a document after its issue."""

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


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """Words of a field, plain, as typed.

    With diacritics all of them match exactly, without any in every form. `also`: folded words that match as well: the
    meanings of abbreviations among them, and the reverse.
    """

    name: Name
    words: tuple[str, ...]
    also: tuple[tuple[str, ...], ...] = ()

    @property
    def is_marked(self) -> bool:
        return any(map(analysis.is_marked, self.words))

    @property
    def either(self) -> tuple[tuple[str, ...], ...]:
        """Groups of an engine's tokens: every token of one group must occur."""
        first = tuple(
            exact_token(self.name, word) if self.is_marked else token(self.name, analysis.fold(word))
            for word in self.words
        )
        return (first, *(tuple(token(self.name, word) for word in words) for words in self.also))


def token(name: Name, word: str) -> str:
    """Return the token of a folded word of a field, as an engine stores it."""
    return f"{name}:{word}"


def exact_token(name: Name, word: str) -> str:
    """Return the token of a plain word of a field, as an engine stores it."""
    return f"{name}={word}"


@dataclass(frozen=True, slots=True)
class Filters:
    """The conditions on a document; empty: none.

    Of each collection one must match, of `names` all. `units`: keys of units. `unit_names`: as typed; whoever knows the
    units turns them into keys, those of `exact_unit_names` without the units merged into them.
    """

    year: Ranges = ()
    units: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()  # abbreviations, "QĐ"; "" of an official letter
    day: Ranges = ()
    number: Ranges = ()
    names: frozenset[Named] = frozenset()
    states: frozenset[State] = frozenset()
    unit_names: tuple[str, ...] = ()
    exact_unit_names: tuple[str, ...] = ()


def is_field(name: str) -> bool:
    """Return whether that is the name of a filter, or of an option of the answers."""
    return slug(name) in _FIELDS or slug(name) in ARRANGING


def is_unit_field(name: str) -> bool:
    """Return whether a filter of that name takes unit names."""
    filters = narrowed(Filters(), name, "x")
    return filters is not None and bool(filters.unit_names or filters.exact_unit_names)


def narrowed(filters: Filters, name: str, value: str) -> Filters | None:
    """Return the filters with one more, typed as `name:value`.

    None for an unknown name or value.
    """
    change = _FIELDS.get(slug(name))
    return change(filters, value) if change else None


def type_abbreviation(value: str) -> str:
    """Return the abbreviation of a typed document type. Raises KeyError.

    Any case, and no diacritics where that is unambiguous. "" for an official letter, commonly "cv".
    """
    if slug(value) == "cv":
        return DocumentType.OFFICIAL_LETTER.abbreviation
    with suppress(KeyError):
        return DocumentType.named(value).abbreviation
    kinds = [kind.abbreviation for kind in DocumentType if kind.abbreviation]
    for same in (str.upper, lambda text: without_marks(text).upper()):
        found = [kind for kind in kinds if same(kind) == same(value)]
        if len(found) == 1:
            return found[0]
    raise KeyError(value)


def _year(filters: Filters, value: str) -> Filters | None:
    found = ranges.years(value)
    return replace(filters, year=ranges.joined(filters.year, found)) if found else None


def _number(filters: Filters, value: str) -> Filters | None:
    found = ranges.numbers(value)
    return replace(filters, number=ranges.joined(filters.number, found)) if found else None


def _day(filters: Filters, value: str) -> Filters | None:
    found = ranges.days(value)
    return replace(filters, day=ranges.joined(filters.day, found)) if found else None


def _month(filters: Filters, value: str) -> Filters | None:
    found = ranges.months(value)
    return replace(filters, day=ranges.joined(filters.day, found)) if found else None


def _unit(kind: str = "") -> Callable[[Filters, str], Filters | None]:
    """Return a filter on unit names; `kind` ("huyện") is put before them."""

    def change(filters: Filters, value: str) -> Filters | None:
        names = tuple(_with_kind(kind, one.strip()) for one in value.split(",") if slug(one))
        return replace(filters, unit_names=tuple(dict.fromkeys((*filters.unit_names, *names)))) if names else None

    return change


def _with_kind(kind: str, name: str) -> str:
    """Return "huyện Bạch Thông" for "Bạch Thông"; a name with its own kind is kept."""
    is_full = not kind or name[:1].isdecimal() or any(slug(name).startswith(f"{slug(one.value)}-") for one in Kind)
    return name if is_full else f"{kind} {name}"


def _exact_unit(filters: Filters, value: str) -> Filters | None:
    more = tuple(one.strip() for one in value.split(",") if slug(one))
    names = tuple(dict.fromkeys((*filters.exact_unit_names, *more)))
    return replace(filters, exact_unit_names=names) if more else None


def _type(filters: Filters, value: str) -> Filters | None:
    try:
        kinds = {type_abbreviation(one.strip()) for one in value.split(",")}
    except KeyError:
        return None
    return replace(filters, types=filters.types | kinds)


def _name(name: Name) -> Callable[[Filters, str], Filters | None]:
    def change(filters: Filters, value: str) -> Filters | None:
        words = analysis.simple_words(value)
        return replace(filters, names=filters.names | {Named(name, words)}) if words else None

    return change


def _state(filters: Filters, value: str) -> Filters | None:
    wanted = _bare(slug(value))
    found = [state for state in State if wanted in (_bare(state), _bare(slug(STATE_NAMES[state])))]
    return replace(filters, states=filters.states | set(found)) if found else None


def _bare(state: str) -> str:
    """Return "thu-hoi" for "da-bi-thu-hoi"."""
    for before in ("da-", "bi-", "duoc-"):
        state = state.removeprefix(before)
    return state


ARRANGING = frozenset(("xep", "sap-xep", "sort", "trang", "page"))  # no filters: how answers are shown
_FIELDS: dict[str, Callable[[Filters, str], Filters | None]] = {
    **dict.fromkeys(("nam", "year"), _year),
    **dict.fromkeys(("so", "number"), _number),
    **dict.fromkeys(("ngay", "date"), _day),
    "thang": _month,
    **dict.fromkeys(("xa", "don-vi", "unit"), _unit()),
    **{slug(kind): _unit(kind) for kind in ("phường", "thị trấn", "huyện", "tỉnh")},
    **dict.fromkeys(("dung-xa", "dung-don-vi", "only-unit"), _exact_unit),
    **dict.fromkeys(("loai", "type"), _type),
    "nguoi-ky": _name(Name.SIGNER),
    "ki-hieu": _name(Name.SYMBOL),
    **{slug(typed): _name(name) for name, typed in _NAMES.items()},
    **{name.replace("_", "-"): _name(name) for name in Name},
    **dict.fromkeys(("trang-thai", "tinh-trang", "state"), _state),
}


# Names with their diacritics; with others they are other words: "dung xã:", "địa phương:", "cách tính:".
SPELLINGS = frozenset(
    (
        *("năm", "số", "ngày", "tháng", "xã", "phường", "huyện", "tỉnh", "loại", "ký", "xếp", "trang"),
        *("đúng-xã", "đúng-đơn-vị", "đơn-vị", "thị-trấn", "trạng-thái", "tình-trạng", "người-ký", "kí-hiệu", "sắp-xếp"),
        *_NAMES.values(),
    )
)
_LISTED = frozenset(
    ("nam", "year", "so", "number", "ngay", "thang", "date", "loai", "type", "trang-thai", "tinh-trang", "state")
)


def is_listed_field(name: str) -> bool:
    """Return whether its values are numbers, or words of a short list."""
    return slug(name) in _LISTED or slug(name) in ARRANGING


def as_typed(filters: Filters) -> list[str]:
    """Return each filter as it may be typed; `narrowed` parses them back."""
    figures = (("năm", filters.year, str), ("số", filters.number, str), ("ngày", filters.day, ranges.day_text))
    found = [f"{name}:{ranges.text(several, shown)}" for name, several, shown in figures if several]
    found += [f'xã:"{name}"' for name in filters.unit_names]
    found += [f'đúng-xã:"{name}"' for name in filters.exact_unit_names]
    titles = {kind.abbreviation: kind.title for kind in DocumentType if kind.abbreviation or kind.form}
    kinds = ",".join(abbreviation or titles[""] for abbreviation in sorted(filters.types))
    found += [f'loại:"{kinds}"' if " " in kinds else f"loại:{kinds}"] if kinds else []
    found += [f'{_NAMES[one.name]}:"{" ".join(one.words)}"' for one in sorted(filters.names)]
    return [*found, *(f"trạng-thái:{STATE_NAMES[state]}" for state in sorted(filters.states))]
