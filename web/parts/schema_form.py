"""A form made from the shape of a template's data.

Fields to be drawn, and what was typed read back.

A field's name in the page is its path: "ky.ho_ten", "cac_xa.2.ten" (rows from 0). A list of texts is a box with one
entry a line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from doc_engine.data_form import Kind, Shape, put_together
from doc_engine.document import short_day_text
from doc_engine.errors import Problem

from .remedies import worded

_MOST_ROWS = 2000  # of one table
_AN_ENTRY = re.compile(r"mỗi \w+( \w+)? một phần tử")
_SPLIT = re.compile(r"\s*[,;:]\s*|\s+[(–]")


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field as the page draws it.

    `rows`: of a table, the fields of each; `parts`: of a group, its fields.
    """

    path: str
    label: str
    help: str
    kind: str  # text, long, lines, choice, day, whole, yes-no, group, table
    required: bool
    value: str
    choices: Sequence[str]
    example: str
    problems: Sequence[str]
    parts: Sequence["FieldView"]
    rows: Sequence[Sequence["FieldView"]]

    @property
    def id(self) -> str:
        return f"o-{self.path.replace('.', '-')}"

    @property
    def height(self) -> int:
        """The lines that a box shows: what is in it, and room for more."""
        lines = sum(1 + len(line) // 70 for line in self.value.split("\n"))
        return min(max(lines + 1, 3 if self.kind == "lines" else 2), 24)

    @property
    def blank_row(self) -> Sequence["FieldView"]:
        return self.rows[-1] if self.rows else ()


def fields(
    whole: Shape, typed: Mapping[str, Any], sample: Mapping[str, Any], problems: Mapping[str, Sequence[str]]
) -> list[FieldView]:
    """The fields of a form, in the order of the schema.

    `problems`: sentences by the path of a field.
    """
    return [_field(part, part.name, typed.get(part.name), sample.get(part.name), problems) for part in whole.asked]


def _field(one: Shape, path: str, value: Any, sample: Any, problems: Mapping[str, Sequence[str]]) -> FieldView:
    label, help_ = _worded(one)
    parts: list[FieldView] = []
    rows: list[list[FieldView]] = []
    text = ""
    match one.kind:
        case Kind.RECORD:
            kind, inner = "group", value if isinstance(value, Mapping) else {}
            shown = sample if isinstance(sample, Mapping) else {}
            parts = [
                _field(part, f"{path}.{part.name}", inner.get(part.name), shown.get(part.name), problems)
                for part in one.asked
            ]
        case Kind.LIST if one.entry is not None and one.entry.kind is Kind.RECORD:
            kind = "table"
            entries = value if isinstance(value, list) else []
            shown_row = sample[0] if isinstance(sample, list) and sample and isinstance(sample[0], Mapping) else {}
            for place, entry in enumerate([*entries, {}]):
                row = entry if isinstance(entry, Mapping) else {}
                rows.append(_row(one.entry, f"{path}.{place}", row, shown_row, problems))
        case Kind.LIST:
            kind = "lines"
            text = "\n".join(str(line) for line in value) if isinstance(value, list) else str(value or "")
        case _:
            kind, text = _simple(one, value)
    shown_as = "; ".join(map(str, sample)) if isinstance(sample, list) and kind == "lines" else sample
    example = str(shown_as) if isinstance(shown_as, str | int) and kind in ("text", "long", "lines", "whole") else ""
    found = [*problems.get(path, ())]
    return FieldView(path, label, help_, kind, one.must_be_filled, text, one.choices, example[:160], found, parts, rows)


def _row(
    entry: Shape, path: str, row: Mapping[str, Any], sample: Mapping[str, Any], problems: Mapping[str, Sequence[str]]
) -> list[FieldView]:
    return [
        _field(part, f"{path}.{part.name}", row.get(part.name), sample.get(part.name), problems) for part in entry.asked
    ]


def _simple(one: Shape, value: Any) -> tuple[str, str]:
    text = "" if value is None else str(value)
    if one.choices:
        return "choice", text
    if one.kind is Kind.YES_NO:
        return "yes-no", {"True": "có", "False": "không"}.get(text, text)
    if one.kind is Kind.WHOLE:
        return "whole", text
    if one.is_day:
        return "day", _day_text(text)
    return ("long" if len(text) > 90 or "\n" in text else "text"), text


def _day_text(text: str) -> str:
    try:
        return short_day_text(date.fromisoformat(text))
    except ValueError:
        return text


def _worded(one: Shape) -> tuple[str, str]:
    """The title of a field, taken apart into its name and what is said of it."""
    title = one.title or one.name.replace("_", " ").capitalize()
    found = _SPLIT.search(title)
    label, rest = (title[: found.start()], title[found.start() :].strip(" ,;:–")) if found else (title, "")
    rest = rest[1:-1] if rest.startswith("(") and rest.find(")") == len(rest) - 1 else rest
    if one.is_day:
        rest = "Viết 27/11/2026. Để trống thì ghi ngày phát hành." if not one.must_be_filled else "Viết 27/11/2026."
    if one.kind is Kind.LIST and one.entry is not None and one.entry.kind is not Kind.RECORD:
        rest = "; ".join(part for part in (_AN_ENTRY.sub("", rest).strip(" ;"), "mỗi dòng một mục") if part)
    return label, rest[:1].upper() + rest[1:]


def read(whole: Shape, sent: QueryDict) -> dict[str, Any]:
    """What was typed into a form, as nested texts."""
    return {part.name: _read(part, part.name, sent) for part in whole.asked}


def _read(one: Shape, path: str, sent: QueryDict) -> Any:
    if one.kind is Kind.RECORD:
        return {part.name: _read(part, f"{path}.{part.name}", sent) for part in one.asked}
    if one.kind is Kind.LIST and one.entry is not None and one.entry.kind is Kind.RECORD:
        rows = [_read(one.entry, f"{path}.{place}", sent) for place in _places(path, sent)]
        return [row for row in rows if put_together(one.entry, row) not in (None, {}) and _is_typed(row)]
    text = sent.get(path, "").replace("\r\n", "\n")
    if one.kind is Kind.LIST:
        return [line.strip() for line in text.split("\n") if line.strip()]
    return text


def _is_typed(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_is_typed, value.values()))
    return any(map(_is_typed, value)) if isinstance(value, list) else bool(str(value).strip())


def _places(path: str, sent: QueryDict) -> list[int]:
    """The rows of a table that were sent, in their order."""
    start = f"{path}."
    found = {name[len(start) :].partition(".")[0] for name in sent if name.startswith(start)}
    return sorted(int(place) for place in found if place.isascii() and place.isdecimal() and len(place) < 5)[
        :_MOST_ROWS
    ]


def by_field(problems: Iterable[Problem], known: Sequence[str]) -> tuple[dict[str, list[str]], list[str]]:
    """The problems of data as sentences by field, and those of no field."""
    placed: dict[str, list[str]] = {}
    others = []
    for one in problems:
        sentence = worded(f"{one.reason[:1].upper()}{one.reason[1:]} {one.remedy}")
        path = re.sub(r"\[(\d+)\]", r".\1", one.place.heading).replace("/", ".")
        while path and path not in known:
            path = path.rpartition(".")[0]
        if path:
            placed.setdefault(path, []).append(sentence)
        else:
            others.append(sentence)
    return placed, others


def paths(views: Iterable[FieldView]) -> Iterator[str]:
    """The path of every field, groups and tables included."""
    for one in views:
        yield one.path
        yield from paths(one.parts)
        for row in one.rows:
            yield from paths(row)


def field_of(text: str, views: Iterable[FieldView]) -> str:
    """The path of the field whose text a paragraph shows, "" where that is not known."""
    best, longest = "", 2
    for one in views:
        for value in one.value.split("\n") if one.kind == "lines" else [one.value]:
            if len(value) > longest and value.casefold() in text.casefold():
                best, longest = one.path, len(value)
        for inner in (one.parts, *one.rows):
            found = field_of(text, inner)
            if found and (size := len(_value_at(found, inner))) > longest:
                best, longest = found, size
    return best


def _value_at(path: str, views: Iterable[FieldView]) -> str:
    for one in views:
        if one.path == path:
            return one.value
        for inner in (one.parts, *one.rows):
            if found := _value_at(path, inner):
                return found
    return ""
