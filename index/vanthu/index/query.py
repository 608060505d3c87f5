"""What was asked: words, phrases, what must not be there, and filters. A value; no engine is known here.

Whatever a person types is a query; nothing typed is a syntax error. `năm:2024`, `nam:2020..2024`, `xã:"Cẩm Giàng"`,
`loại:QĐ`, `ký:"Nguyễn Văn A"`, `số:12`, `ngày:>=2024-11-01`, `trạng-thái:thu-hồi` are filters, with marks or without;
one whose value makes no sense is taken for words.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from vanthu.doc_engine.document_types import DocumentType
from vanthu.doc_engine.vietnamese import nfc, slug

from . import analysis, remnants
from .abbreviations import Abbreviations
from .abbreviations import load as load_abbreviations

_PIECE = re.compile(r'(-?)(?:([^\W\d_][\w-]*):(?=\S))?(?:"([^"]*)"?|(\S+))')
_BETWEEN = re.compile(r"(.*?)\.\.(.*)|(>=|<=|>|<)(.+)|(.+)")


NEAR_LENGTH = 3  # letters; shorter words differ from too many others in one


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
class Term:
    """One word asked for. With diacritics typed, `exact` ranks above other words of the same folded form.

    `also`: what finds it as well, ranked below: phrases of folded words (an abbreviation's meaning, what a keyboard
    left of it).
    """

    exact: str
    folded: str
    also: tuple[tuple[str, ...], ...] = ()

    @property
    def is_marked(self) -> bool:
        return self.exact != self.folded


@dataclass(frozen=True, slots=True)
class Between:
    """Whole numbers from `least` to `most`, both in; None: without end. Days are numbers, too: 20241122."""

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a document must be; None or empty: anything. Of each list any will do; of `signer` every word.

    `units`: unit codes. `unit_names`: as typed; whoever knows the register makes codes of them.
    """

    year: Between | None = None
    units: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()  # abbreviations, "QĐ"; "" of an official letter
    day: Between | None = None
    number: Between | None = None
    signer: tuple[str, ...] = ()  # folded words
    states: frozenset[State] = frozenset()
    unit_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    words: tuple[Term, ...] = ()
    phrases: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()
    filters: Filters = field(default_factory=Filters)
    limit: int = 20
    all_words: bool = True  # False: documents with any of the words, those with most of them first
    near: bool = False  # True: a word is found by others that differ in one letter

    @property
    def is_empty(self) -> bool:
        """Nothing to look for: every document that passes the filters is an answer."""
        return not (self.words or self.phrases or self.excluded)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every word that an answer is to show marked."""
        asked = (*self.words, *(term for phrase in self.phrases for term in phrase))
        others = tuple(Term(word, word) for term in asked for phrase in term.also for word in phrase)
        return tuple(dict.fromkeys((*asked, *others)))

    @property
    def text(self) -> str:
        """The query as it may be typed; parsed, it is the same again (but for limit, all_words and near)."""
        pieces = [*(term.exact for term in self.words)]
        pieces += [f'"{" ".join(term.exact for term in phrase)}"' for phrase in self.phrases]
        pieces += [f"-{term.exact}" for term in self.excluded]
        return " ".join([*pieces, *_filters_text(self.filters)])


def parse(
    text: str, filters: Filters | None = None, limit: int = 20, abbreviations: Abbreviations | None = None
) -> Query:
    """`word`, `"a phrase"`, `-not`, `field:value`. A quotation mark that never closes closes at the end.

    `filters`: given besides those that are typed, which go before.
    """
    found, loose = _Found(filters or Filters()), list[str]()  # neighbouring bare words are read together: dates
    written = nfc(text)  # as long as the plain text: "HD" and "HĐ" are types of their own
    for piece in _PIECE.finditer(analysis.plain(text)):
        minus, name, quoted, bare = piece.groups()
        value = bare if quoted is None else quoted
        as_written = written[slice(*piece.span(4 if quoted is None else 3))]
        if name and not minus and (changed := _filtered(found.filters, slug(name), as_written)):
            found.filters = changed
        elif minus and value:
            found.excluded += _terms(f"{name}:{value}" if name else value)
        elif quoted is not None and not name:
            found.add_phrase(quoted)
        else:
            loose.append(piece[0].replace('"', " "))
    words = (*_terms(" ".join(loose)), *found.words)
    known = abbreviations or load_abbreviations()
    return Query(
        _with_others(tuple(dict.fromkeys(words)), known),
        tuple(found.phrases),
        tuple(found.excluded),
        found.filters,
        limit,
    )


class _Found:
    def __init__(self, filters: Filters) -> None:
        self.filters = filters
        self.words: list[Term] = []
        self.phrases: list[tuple[Term, ...]] = []
        self.excluded: list[Term] = []

    def add_phrase(self, quoted: str) -> None:
        terms = _as_terms(analysis.simple_words(quoted))
        if len(terms) > 1:
            self.phrases.append(terms)
        else:
            self.words += terms


def _with_others(words: tuple[Term, ...], abbreviations: Abbreviations) -> tuple[Term, ...]:
    """Each word with what else finds it: "ubnd" by its meaning; each word of that meaning, typed out, by "ubnd"."""
    also: list[set[tuple[str, ...]]] = [set() for _ in words]
    for place, term in enumerate(words):
        also[place].update(abbreviations.meanings.get(term.folded, ()))
        if meant := remnants.decoded(term.folded):
            also[place].add((meant,))
        for length in range(2, min(abbreviations.longest, len(words) - place) + 1):
            typed = tuple(other.folded for other in words[place : place + length])
            for short in abbreviations.short.get(typed, ()):
                for there in range(place, place + length):
                    also[there].add((short,))
    return tuple(replace(term, also=tuple(sorted(others))) for term, others in zip(words, also, strict=True))


def _terms(text: str) -> tuple[Term, ...]:
    return _as_terms(analysis.words(text))


def _as_terms(words: tuple[str, ...]) -> tuple[Term, ...]:
    return tuple(Term(word, analysis.fold(word)) for word in words)


def _filtered(filters: Filters, name: str, value: str) -> Filters | None:
    """The filters with one more; None for a name or a value that is none."""
    change = _FIELDS.get(name)
    return change(filters, value) if change else None


def _year(filters: Filters, value: str) -> Filters | None:
    years = _between(value, lambda text: int(text) if re.fullmatch(r"[0-9]{4}", text) else None)
    return replace(filters, year=years) if years else None


def _number(filters: Filters, value: str) -> Filters | None:
    numbers = _between(value, lambda text: int(text) if re.fullmatch(r"[0-9]{1,6}", text) else None)
    return replace(filters, number=numbers) if numbers else None


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


def _unit(filters: Filters, value: str) -> Filters | None:
    return replace(filters, unit_names=tuple(dict.fromkeys((*filters.unit_names, value)))) if slug(value) else None


def _type(filters: Filters, value: str) -> Filters | None:
    try:
        kind = DocumentType.named(value)
    except KeyError:
        return None
    return replace(filters, types=filters.types | {kind.abbreviation})


def _signer(filters: Filters, value: str) -> Filters | None:
    words = tuple(analysis.fold(word) for word in analysis.simple_words(value))
    return replace(filters, signer=tuple(dict.fromkeys((*filters.signer, *words)))) if words else None


def _state(filters: Filters, value: str) -> Filters | None:
    wanted = slug(value)
    found = [state for state in State if wanted in (state, slug(STATE_NAMES[state]))]
    return replace(filters, states=filters.states | set(found)) if found else None


_FIELDS: dict[str, Callable[[Filters, str], Filters | None]] = {
    **dict.fromkeys(("nam", "year"), _year),
    **dict.fromkeys(("so", "number"), _number),
    **dict.fromkeys(("ngay", "date"), _day),
    **dict.fromkeys(("xa", "don-vi", "unit"), _unit),
    **dict.fromkeys(("loai", "type"), _type),
    **dict.fromkeys(("ky", "nguoi-ky", "signer"), _signer),
    **dict.fromkeys(("trang-thai", "state"), _state),
}


def _filters_text(filters: Filters) -> list[str]:
    found = [f"{name}:{_between_text(it)}" for name, it in (("năm", filters.year), ("số", filters.number)) if it]
    found += [f"ngày:{_between_text(filters.day, _day_text)}"] if filters.day else []
    found += [f'xã:"{name}"' for name in filters.unit_names]
    titles = {kind.abbreviation: kind.title for kind in DocumentType if kind.abbreviation or kind.form}
    found += [f'loại:"{abbreviation or titles[""]}"' for abbreviation in sorted(filters.types)]
    found += [f'ký:"{" ".join(filters.signer)}"'] if filters.signer else []
    return [*found, *(f"trạng-thái:{STATE_NAMES[state]}" for state in sorted(filters.states))]


def _between_text(between: Between, shown: Callable[[int], str] = str) -> str:
    if between.least == between.most and between.least is not None:
        return shown(between.least)
    least = shown(between.least) if between.least is not None else ""
    most = shown(between.most) if between.most is not None else ""
    return f"{least}..{most}"


def _day_text(day: int) -> str:
    return f"{day // 10000}-{day // 100 % 100:02}-{day % 100:02}"
