"""The Jinja in which templates run: sandboxed, strict about names, escaping, dictionaries by key first.

A template is a program from a stranger. It sees values only; what it names and does not get is an error, never a blank.
"""

from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment


class MissingValue(Exception):
    """A field is there but empty (None), and the template prints it."""


def _refuse_none(value: Any) -> Any:
    if value is None:
        raise MissingValue
    return value


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_refuse_none)

    def getattr(self, obj: Any, attribute: str) -> Any:
        # Keys first: `{{ d.items }}` is the field "items". It is faster than the sandbox's attribute look-up, too.
        if type(obj) is dict:
            try:
                return obj[attribute]
            except KeyError:
                pass
        return super().getattr(obj, attribute)
