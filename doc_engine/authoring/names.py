"""The names that a template may use: those of its schema, or those of the data that a plain form is filled with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..data_form import Kind, Shape


@dataclass(frozen=True, slots=True)
class Names:
    """What may be named: fields and what they hold; None for a value that holds nothing more."""

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
