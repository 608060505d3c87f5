"""The fields of a template's data as a person reads them: path, kind, meaning, an example."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .template import Template, TemplateUnreadable

_KINDS = {"string": "chữ", "integer": "số nguyên", "boolean": "đúng/sai", "array": "danh sách chữ"}


@dataclass(frozen=True, slots=True)
class Field:
    """`path`: "ket_qua.cac_xa[].ten"; [] stands for each entry of a list. `example`: from the sample, "" for none."""

    path: str
    kind: str
    title: str
    example: str


def fields(template: Template) -> Iterator[Field]:
    """Every field that the schema describes, in its order; one that two parts describe comes once.

    Raises TemplateUnreadable for a schema that refers to nowhere, or into itself without end.
    """
    told: set[str] = set()
    try:
        described = list(_inside(template, "", template.schema, ""))
    except RecursionError:
        raise endless(template) from None
    for path, schema, title in described:
        if path not in told:
            told.add(path)
            yield Field(path, _kind(schema), title, _example(template.sample, path))


def _inside(
    template: Template, path: str, schema: Mapping[str, Any], title: str
) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    title = schema.get("title", title)
    schema = resolved(template, schema)
    for part in schema.get("allOf", ()):
        yield from _inside(template, path, part, title)
    for name, inner in schema.get("properties", {}).items():
        yield from _inside(template, f"{path}.{name}" if path else name, inner, "")
    if "items" in schema:
        yield from _inside(template, f"{path}[]", schema["items"], schema.get("title", title))
    elif (schema.get("type") in _KINDS and schema["type"] != "array") or "enum" in schema:
        yield path, schema, schema.get("title", title)


def endless(template: Template) -> TemplateUnreadable:
    """What to raise for a schema that holds itself: a form for a clerk has an end."""
    return TemplateUnreadable(folder=template.id, why="schema.json có $ref lặp không dứt")


def resolved(template: Template, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema that a $ref names; the schema itself where it names none.

    One without a file ("#/$defs/hop") is of the template's own schema, or else of its pack's, whose schemas speak of
    each other so. Raises TemplateUnreadable when there is no such one.
    """
    reference = schema.get("$ref", "")
    if not reference:
        return schema
    file, _, pointer = reference.partition("#/$defs/")
    homes = [template.shared_schemas.get(file, {})] if file else [template.schema, *template.shared_schemas.values()]
    found = next((home["$defs"][pointer] for home in homes if pointer in home.get("$defs", {})), None)
    if not isinstance(found, Mapping):
        raise TemplateUnreadable(folder=template.id, why=f'schema.json trỏ đến "{reference}" không có')
    return found


def _kind(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return "một trong: " + ", ".join(str(one) or "(trống)" for one in schema["enum"])
    return _KINDS[schema["type"]]


def _example(sample: Any, path: str) -> str:
    """The value at a path; of a list its first entry."""
    for step in path.split("."):
        name, lists = step.rstrip("[]"), step.count("[]")
        sample = sample.get(name) if isinstance(sample, Mapping) else None
        for _ in range(lists):
            sample = sample[0] if isinstance(sample, list) and sample else None
    if isinstance(sample, bool):
        return "đúng" if sample else "sai"
    return "" if sample is None else str(sample)
