"""The Jinja environment of templates: sandboxed, strict, escaping, keys first.

A template is an external program. It sees values only; a name without a value is an error, never a blank; its budget
is in limits.py.
"""

from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_context
from markupsafe import Markup

from . import limits, marks, values

MOST_PICTURES = 1_000


class MissingValue(Exception):
    """A field that is empty (None) and that the template prints."""


@pass_context
def _printed(context: limits.BudgetedContext, value: Any) -> Any:
    if value is None:
        raise MissingValue
    limits.refuse_container(value)
    if type(value) is str:
        context.charge_for(value)
    return value


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})
    context_class = limits.BudgetedContext
    concat = staticmethod(limits.concat)

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_printed)
        self.budget = limits.Budget()
        self.pictures: list[values.Picture] = []  # of the document being rendered
        self.globals = {"range": self.globals["range"], "namespace": limits.PlainNamespace}
        self.tests = {**self.tests, "in": limits.contained}
        self.filters = {name: made for name, made in self.filters.items() if name in limits.FILTERS}
        self.filters |= {"join": limits.join, "replace": limits.replace, "round": limits.rounded, "sum": limits.sum_of}
        self.filters |= {"map": limits.mapped, "int": limits.whole}
        self.filters |= values.FILTERS
        self.filters |= {limits.PRICED: limits.priced, limits.JOINED: limits.joined, limits.FLAT: limits.flat}

    def begin(self) -> None:
        """Reset the budget and the pictures for a new document."""
        self.budget.spent = 0
        self.pictures.clear()

    def placed(self, picture: values.Picture) -> Markup:
        """Keep a picture for the document; return the mark of its place."""
        if len(self.pictures) == MOST_PICTURES:
            raise values.BadValue(f"văn bản có nhiều hơn {MOST_PICTURES} ảnh")
        self.pictures.append(picture)
        return Markup(f"<?{marks.PICTURE} {len(self.pictures) - 1}?>")

    def _generate(self, source: nodes.Template, *arguments: Any, **options: Any) -> str:
        return super()._generate(limits.Pricer().visit(source), *arguments, **options)

    def call_filter(self, name: str, *arguments: Any, **options: Any) -> Any:
        if name.startswith("$"):  # `map` and its like take names of filters as texts
            raise SecurityError(name)
        return super().call_filter(name, *arguments, **options)

    def call(self, context: Any, obj: Any, *arguments: Any, **options: Any) -> Any:
        text = getattr(obj, "__self__", None)
        context.charge_for(text)
        if isinstance(text, str):
            limits.refuse_long_arguments(arguments)
        return super().call(context, obj, *arguments, **options)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        assert isinstance(context, limits.BudgetedContext)
        limits.check_operation(context, operator, left, right)
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> None:
        """Wrap nothing: "format" is not among the methods that may be called."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        for kind, allowed in limits.METHODS.items():
            if isinstance(obj, kind):
                return attr in allowed
        return super().is_safe_attribute(obj, attr, value)

    def getattr(self, obj: Any, attribute: str) -> Any:
        # Keys first: `{{ d.items }}` is the field "items". It is faster than the sandbox's attribute look-up, too.
        if type(obj) is dict:
            try:
                return obj[attribute]
            except KeyError:
                pass
        return super().getattr(obj, attribute)
