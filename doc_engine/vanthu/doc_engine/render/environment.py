"""The Jinja in which templates run: sandboxed, strict about names, escaping, dictionaries by key first.

A template is a program from a stranger. It sees values only; what it names and does not get is an error, never a blank.
"""

from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

# What makes a text or a list as long as a number says: a few letters of template, gigabytes of memory.
_GROWING_METHODS = {"ljust", "rjust", "center", "zfill", "expandtabs", "format", "format_map"}
_GROWING_FILTERS = {"center", "indent", "format", "slice", "batch"}


class MissingValue(Exception):
    """A field is there but empty (None), and the template prints it."""


def _refuse_none(value: Any) -> Any:
    if value is None:
        raise MissingValue
    return value


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_refuse_none)
        for name in _GROWING_FILTERS:
            del self.filters[name]
        del self.globals["lipsum"]

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Numbers are multiplied; a text, a list or a power is not, as either may grow without end."""
        if operator == "**" or not all(isinstance(one, int | float) for one in (left, right)):
            raise SecurityError(f"phép {operator}")
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> None:
        """No "format" is wrapped to be safe: it is refused with the others below."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return attr not in _GROWING_METHODS and super().is_safe_attribute(obj, attr, value)

    def getattr(self, obj: Any, attribute: str) -> Any:
        # Keys first: `{{ d.items }}` is the field "items". It is faster than the sandbox's attribute look-up, too.
        if type(obj) is dict:
            try:
                return obj[attribute]
            except KeyError:
                pass
        return super().getattr(obj, attribute)
