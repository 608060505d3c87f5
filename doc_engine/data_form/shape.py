"""The shape of a template's data, read from its JSON Schema.

Records, lists, texts, with their meanings.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Protocol

from ..template import TemplateUnreadable


class Kind(Enum):
    TEXT = "chữ"
    WHOLE = "số nguyên"
    YES_NO = "đúng/sai"
    RECORD = "nhóm trường"
    LIST = "danh sách"


_KINDS = {"string": Kind.TEXT, "integer": Kind.WHOLE, "boolean": Kind.YES_NO, "object": Kind.RECORD, "array": Kind.LIST}


class Described(Protocol):
    """Anything with a schema: a template, or a document type with plain data."""

    @property
    def id(self) -> str: ...
    @property
    def schema(self) -> Mapping[str, Any]: ...
    @property
    def shared_schemas(self) -> Mapping[str, Any]: ...
    @property
    def sample(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class PlainData:
    """The data of a document type, or of a list of the annexes, without a template."""

    id: str
    schema: Mapping[str, Any]
    sample: Mapping[str, Any]
    shared_schemas: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shape:
    """One field.

    `parts`: the fields of a record; of a list, the one shape of its entries, which has no name.
    """

    name: str
    title: str
    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()
    may_be_blank: bool = False  # a text that may be empty
    is_day: bool = False
    is_picture: bool = False  # a file's name in a form, a data URI in the data
    made: bool = False  # computed by the program (readOnly in the schema): no form asks for it
    parts: tuple["Shape", ...] = ()

    @property
    def entry(self) -> "Shape | None":
        return self.parts[0] if self.kind is Kind.LIST and self.parts else None

    @property
    def asked(self) -> tuple["Shape", ...]:
        """The fields that a form asks for."""
        return tuple(part for part in self.parts if not part.made)

    @property
    def must_be_filled(self) -> bool:
        return self.required and not self.may_be_blank

    @property
    def kind_text(self) -> str:
        if self.choices:
            return "một trong: " + ", ".join(one or "(trống)" for one in self.choices)
        return "tên tệp ảnh .png, .jpg" if self.is_picture else self.kind.value


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a form asks for.

    `path`: "ket_qua.cac_xa[].ten"; [] is each entry of a list. `example`: from the sample, "" for none.
    """

    path: str
    kind: str
    title: str
    example: str


def shape(described: Described) -> Shape:
    """The shape of all the data, a record.

    Raises TemplateUnreadable for a schema with a $ref without a target or to itself.
    """
    try:
        return _shape(described, "", described.schema, required=True)
    except RecursionError:
        raise TemplateUnreadable(folder=described.id, why="schema.json có $ref lặp không dứt") from None


def fields(described: Described) -> Iterator[Field]:
    """Every text, number and list of texts, in the order of the schema.

    Raises as `shape` does.
    """
    for path, one in leaves(shape(described)):
        yield Field(path, one.kind_text, one.title, example(described.sample, path))


def leaves(whole: Shape, path: str = "") -> Iterator[tuple[str, Shape]]:
    """Yield the fields without subfields, with their paths.

    Each title includes its record's; a field is required only if everything around it is.
    """
    if whole.kind is Kind.RECORD:
        for part in whole.asked:
            of_whom = path and whole.title and part.title and part.kind is not Kind.RECORD
            title = f"{whole.title}: {part.title}" if of_whom else part.title
            wanted = replace(part, title=title, required=part.required and whole.required)
            yield from leaves(wanted, f"{path}.{part.name}" if path else part.name)
    elif whole.kind is Kind.LIST and whole.entry is not None:
        entry = replace(whole.entry, title=whole.entry.title or whole.title, required=whole.required)
        yield from leaves(entry, f"{path}[]")
    elif whole.kind is not Kind.LIST:
        yield path, whole


def example(sample: Any, path: str) -> str:
    """The value of a sample at a path; of a list its first entry."""
    for step in path.split("."):
        name, lists = step.rstrip("[]"), step.count("[]")
        sample = sample.get(name) if isinstance(sample, Mapping) else None
        for _ in range(lists):
            sample = sample[0] if isinstance(sample, list) and sample else None
    if isinstance(sample, bool):
        return "đúng" if sample else "sai"
    return "" if sample is None else str(sample)


def _resolved(described: Described, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema that a $ref names; the schema itself where it names none.

    A $ref without a file ("#/$defs/hop") is to the template's own schema, or else to its pack's, whose schemas refer
    to each other so. Raises TemplateUnreadable when there is no target.
    """
    reference = schema.get("$ref", "")
    if not reference:
        return schema
    file, _, pointer = reference.partition("#/$defs/")
    shared = described.shared_schemas
    homes = [shared.get(file, {})] if file else [described.schema, *shared.values()]
    found = next((home["$defs"][pointer] for home in homes if pointer in home.get("$defs", {})), None)
    if not isinstance(found, Mapping):
        raise TemplateUnreadable(folder=described.id, why=f'schema.json trỏ đến "{reference}" không có')
    return found


def _shape(described: Described, name: str, schema: Mapping[str, Any], *, required: bool) -> Shape:
    title, made = schema.get("title", ""), bool(schema.get("readOnly"))
    schema = _resolved(described, schema)
    title = title or schema.get("title", "")
    kind = _kind(schema)
    if kind is Kind.RECORD:
        return Shape(name, title, kind, required, parts=_parts(described, schema))
    if kind is Kind.LIST:
        return Shape(name, title, kind, required, parts=_entry(described, schema))
    choices = tuple(str(one) for one in schema.get("enum", ()))
    blank = "" in choices if choices else kind is Kind.TEXT and not schema.get("minLength") and "pattern" not in schema
    format_ = schema.get("format")
    return Shape(name, title, kind, required, choices, blank, format_ == "date", format_ == "anh", made)


def _kind(schema: Mapping[str, Any]) -> Kind:
    if "properties" in schema or "allOf" in schema:
        return Kind.RECORD
    said = schema.get("type", "string" if "enum" in schema else "object")
    return _KINDS.get(said[0] if isinstance(said, list) else said, Kind.TEXT)


def _entry(described: Described, schema: Mapping[str, Any]) -> tuple[Shape, ...]:
    return (_shape(described, "", schema["items"], required=True),) if "items" in schema else ()


def _parts(described: Described, schema: Mapping[str, Any]) -> tuple[Shape, ...]:
    """The fields of a record; where several schemas describe one, the first counts."""
    parts: dict[str, Shape] = {}
    needed = set(schema.get("required", ()))
    for part in schema.get("allOf", ()):
        for one in _shape(described, "", part, required=True).parts:
            parts[one.name] = _together(parts[one.name], one) if one.name in parts else one
    for name, inner in schema.get("properties", {}).items():
        one = _shape(described, name, inner, required=name in needed)
        parts[name] = _together(parts[name], one) if name in parts else one
    return tuple(replace(one, required=one.required or one.name in needed) for one in parts.values())


def _together(one: Shape, other: Shape) -> Shape:
    """One field of two schemas; one that only narrows ("minItems") adds nothing."""
    if one.kind is Kind.RECORD and not one.parts:
        one, other = other, one
    known = {part.name: part for part in one.parts}
    for part in other.parts if one.kind is other.kind is Kind.RECORD else ():
        known[part.name] = _together(known[part.name], part) if part.name in known else part
    return replace(one, required=one.required or other.required, parts=tuple(known.values()))
