"""The names that a template may use: its schema's, or those of plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..data_form import Kind, Shape


@dataclass(frozen=True, slots=True)
class Names:
    """The names of fields, each with those inside it; None for a plain value."""

    fields: Mapping[str, "Names | None"]
    item: "Names | None" = None  # of a list
    is_list: bool = False


def names_of(shape: Shape) -> Names | None:
    """The names that a schema allows."""
    if shape.kind is Kind.LIST:
        return Names({}, names_of(shape.entry) if shape.entry else None, is_list=True)
    return Names({part.name: names_of(part) for part in shape.parts}) if shape.parts else None


def names_in(value: Any) -> Names | None:
    """The names that some data have."""
    if isinstance(value, Mapping):
        return Names({name: names_in(item) for name, item in value.items()})
    if isinstance(value, list):
        fields: dict[str, Names | None] = {}
        for item in value:
            inner = names_in(item)
            fields |= inner.fields if inner is not None else {}
        return Names({}, Names(fields) if fields else None, is_list=True)
    return None
