"""The limits of a template: a language without endless parts, and a work budget.

A template is an external program, and Jinja bounds neither its time nor its memory. A time limit would need a process
of its own for each template, and the same template would pass on one machine and fail on another. Here nothing calls
itself (no macros, no recursive loops), no value contains another one twice (no lists of lists), and each loop,
comparison and filter is charged by the length of its input: the same template with the same data always costs the same.
"""

import re
from collections.abc import Iterable, Iterator, Sized
from decimal import Decimal
from itertools import islice
from typing import Any, cast

from jinja2 import Undefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.filters import do_int, do_replace, do_round, make_attrgetter, sync_do_map
from jinja2.runtime import Context, markup_join, str_join
from jinja2.utils import Namespace, pass_context, pass_environment
from jinja2.visitor import NodeTransformer

MOST_WORK = 5_000_000  # about ten seconds; a table of all communes by all criteria costs 500,000
LONGEST_VALUE = 40_000  # letters, of what a template itself puts together
LONGEST_TEXT = 16_000_000  # letters of one part of a document, with its XML
_LETTERS_A_UNIT = 8  # going over so many letters is as much work as one step of a loop
_LARGEST_NUMBER = 256  # bits
_MOST_DIGITS = 15  # of round()
_LONGEST_NUMBER = 40  # letters, of a number written as text
LONGEST_ARGUMENT = 200  # letters, of what a method is given: strip() looks for each letter in each

_WIDE_FORMAT = re.compile(r"\d{3}|\*|%\(")  # more than 99 places, or as many as the data say

# Names that no template can write.
PRICED, JOINED, FLAT = "$priced", "$joined", "$flat"

FILTERS = {
    "abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "groupby", "int",
    "items", "join", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "replace",
    "reverse", "round", "select", "selectattr", "sort", "string", "sum", "title", "trim", "truncate", "unique", "upper",
}  # fmt: skip
_METHODS_OF_TEXT = {
    "capitalize", "casefold", "count", "endswith", "find", "index", "isalpha", "isdigit", "islower", "isupper",
    "lower", "lstrip", "partition", "removeprefix", "removesuffix", "rpartition", "rstrip", "split", "splitlines",
    "startswith", "strip", "swapcase", "title", "upper", "zfill", "ljust", "rjust", "center",
}  # fmt: skip
METHODS: dict[type, set[str]] = {
    str: _METHODS_OF_TEXT,
    dict: {"get", "items", "keys", "values"},
    list: {"count", "index"},
    tuple: {"count", "index", "grouper", "list"},  # the last two of groupby
    int: set(),
    float: set(),
}
_PRINTED = (str, int, float, Decimal, Undefined, type(None))


class Budget:
    """The work charged to one document, with all its parts."""

    def __init__(self) -> None:
        self.spent = 0

    def charge(self, work: int) -> None:
        self.spent += work
        if self.spent > MOST_WORK:
            raise SecurityError("lặp quá nhiều lần")


class BudgetedContext(Context):
    """A context that charges its environment's budget, that of the current document."""

    def charge(self, work: int) -> None:
        self.environment.budget.charge(work)  # type: ignore[attr-defined]  # ours always has one

    def charge_for(self, value: Any) -> None:
        if isinstance(value, str):
            self.charge(1 + len(value) // _LETTERS_A_UNIT)
        elif isinstance(value, Sized) and not isinstance(value, Undefined):
            self.charge(1 + len(value))


class PlainNamespace(Namespace):
    """A namespace that does not print its contents, which may be endless."""

    def __repr__(self) -> str:
        return "namespace"


class Pricer(NodeTransformer):
    """A visitor that adds the charges to a parsed template.

    Raises TemplateSyntaxError for what may be endless.
    """

    def visit_For(self, node: nodes.For) -> nodes.For:
        if node.recursive:
            raise TemplateSyntaxError("vòng lặp không được gọi lại chính nó", node.lineno)
        parts = [*node.body, *([node.test] if node.test is not None else [])]
        steps = sum(1 for inner in parts for _ in inner.find_all(nodes.Node))
        self.generic_visit(node)
        node.iter = _call(PRICED, cast(nodes.Expr, node.iter), nodes.Const(1 + steps))
        return node

    def visit_Filter(self, node: nodes.Filter) -> nodes.Filter:
        self.generic_visit(node)
        if node.node is not None:
            node.node = _call(PRICED, node.node)
        return node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Compare:
        self.generic_visit(node)
        node.expr = _call(PRICED, node.expr)
        for operand in node.ops:
            operand.expr = _call(PRICED, operand.expr)
        return node

    def visit_Test(self, node: nodes.Test) -> nodes.Test:
        self.generic_visit(node)
        node.node = _call(PRICED, node.node)
        node.args = [_call(PRICED, one) for one in node.args]
        return node

    def visit_Const(self, node: nodes.Const) -> nodes.Const:
        if isinstance(node.value, int) and node.value.bit_length() > _LARGEST_NUMBER:
            raise TemplateSyntaxError("số quá lớn", node.lineno)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Getitem:
        self.generic_visit(node)
        if isinstance(node.arg, nodes.Slice):
            node.node = _call(PRICED, node.node)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:
        self.generic_visit(node)
        return _call(JOINED, nodes.List(node.nodes, lineno=node.lineno))

    def visit_List(self, node: nodes.List) -> nodes.Expr:
        self.generic_visit(node)
        return _call(FLAT, node)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Expr:
        self.generic_visit(node)
        return _call(FLAT, node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Expr:
        self.generic_visit(node)
        return node if node.ctx == "store" else _call(FLAT, node)

    def _refused(self, node: nodes.Node) -> nodes.Node:
        raise TemplateSyntaxError("mẫu không dùng macro và không gọi mẫu khác", node.lineno)

    visit_Macro = visit_CallBlock = visit_Include = visit_Import = visit_FromImport = visit_Extends = _refused
    visit_Block = _refused


def _call(name: str, value: nodes.Expr, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(value, name, list(arguments), [], None, None, lineno=value.lineno)


@pass_context
def priced(context: BudgetedContext, value: Any, work: int = 0) -> Any:
    """Return the value, charged by its length, or with `work` for each entry."""
    if isinstance(value, Undefined):
        return value
    if isinstance(value, Iterator):
        value = list(islice(value, MOST_WORK))
    if work:
        context.charge(1 + work * len(value))
    else:
        context.charge_for(value)
    return value


def flat(value: Any) -> Any:
    """Return a list that the template itself writes; raise SecurityError if nested.

    It contains texts, numbers, or tuples of them; anything deeper could contain a value twice.
    """
    for one in value.values() if isinstance(value, dict) else value:
        for part in one if isinstance(value, list) and isinstance(one, tuple) else (one,):
            refuse_container(part)
    return value


@pass_context
def contained(context: BudgetedContext, value: Any, values: Any) -> bool:
    """Jinja's test `in`, charged also for each entry of another list."""
    context.charge_for(values)
    return value in values


@pass_context
def joined(context: BudgetedContext, values: Iterable[Any]) -> Any:
    """Texts and numbers joined to one text. Raises SecurityError."""
    values = list(values)
    for one in values:
        refuse_container(one)
    size = sum(len(one) if isinstance(one, str) else 1 for one in values)
    _refuse_longer(size)
    context.charge(1 + len(values) + size // _LETTERS_A_UNIT)
    return markup_join(values) if context.eval_ctx.autoescape else str_join(values)


@pass_context
def join(context: BudgetedContext, values: Iterable[Any], d: Any = "", attribute: str | int | None = None) -> Any:
    """Jinja's `join`, charged."""
    if attribute is not None:
        values = map(make_attrgetter(context.environment, attribute), values)
    pieces = [piece for one in values for piece in (d, one)]
    return joined(context, pieces[1:])


@pass_context
def replace(context: BudgetedContext, text: Any, old: str, new: str, count: int | None = None) -> Any:
    """Jinja's `replace`; raises SecurityError before the result is too long."""
    text = str(text)
    _refuse_longer(len(text) + (text.count(old) + 1) * len(new))
    context.charge_for(text)
    return do_replace(context.eval_ctx, text, old, new, count)


@pass_context
def mapped(context: BudgetedContext, values: Iterable[Any], *names: str, **options: Any) -> Any:
    """Jinja's `map`, as a list; a default is a text or a number, never a container."""
    for one in (*names, *options.values()):
        refuse_container(one)
    found = list(sync_do_map(context, values, *names, **options))
    context.charge(sum(1 + len(one) // _LETTERS_A_UNIT if isinstance(one, str) else 1 for one in found))
    return found


def whole(value: Any, default: int = 0, base: int = 10) -> int:
    """Jinja's `int`; the default for a text of more than 40 characters."""
    return default if isinstance(value, str) and len(value) > _LONGEST_NUMBER else do_int(value, default, base)


@pass_environment
def sum_of(environment: Any, values: Iterable[Any], attribute: str | int | None = None) -> Any:
    """Jinja's `sum` of numbers; lists are not summed."""
    return sum(values if attribute is None else map(make_attrgetter(environment, attribute), values))


def rounded(value: float, precision: int = 0, method: Any = "common") -> float:
    """Jinja's `round`; raises SecurityError for more than 15 digits."""
    if abs(precision) > _MOST_DIGITS:
        raise SecurityError("round")
    return do_round(value, precision, method)


def refuse_long_arguments(arguments: Iterable[Any]) -> None:
    """Raise SecurityError for an argument beyond LONGEST_ARGUMENT.

    A number makes the text long; a text makes a method look for each letter in each.
    """
    for one in arguments:
        if (len(one) if isinstance(one, str) else one if isinstance(one, int) else 0) > LONGEST_ARGUMENT:
            raise SecurityError("chữ quá dài")


def refuse_container(value: Any) -> None:
    """Raise SecurityError for a list or anything else but one text or number."""
    if not isinstance(value, _PRINTED):
        raise SecurityError("dùng cả một danh sách như một chữ")


def check_operation(context: BudgetedContext, operator: str, left: Any, right: Any) -> None:
    """Raise SecurityError for an operation whose result may grow without end."""
    if operator == "+" and isinstance(left, str) and isinstance(right, str):
        _refuse_longer(len(left) + len(right))
        context.charge_for(left)
        return
    if operator == "+" and isinstance(left, list) and isinstance(right, list):
        _refuse_longer(len(left) + len(right))
        context.charge(1 + len(left) + len(right))
        return
    if operator == "*" and isinstance(left, str) and isinstance(right, int):
        _refuse_longer(len(left) * right)
        context.charge(1 + len(left) * max(right, 0) // _LETTERS_A_UNIT)
        return
    if operator == "%" and isinstance(left, str) and not _WIDE_FORMAT.search(left):
        for one in right if isinstance(right, tuple) else (right,):
            refuse_container(one)
            context.charge_for(one)
        return
    if operator == "**" or not all(isinstance(one, int | float | Decimal) for one in (left, right)):
        raise SecurityError(f"phép {operator}")
    if sum(one.bit_length() for one in (left, right) if isinstance(one, int)) > _LARGEST_NUMBER:
        raise SecurityError("số quá lớn")


def concat(pieces: Iterable[str]) -> str:
    """Join a template's output in batches; raise SecurityError beyond LONGEST_TEXT."""
    rest, parts, size = iter(pieces), [], 0
    while some := list(islice(rest, 256)):
        parts.append("".join(some))
        size += len(parts[-1])
        if size > LONGEST_TEXT:
            raise SecurityError("văn bản quá dài")
    return "".join(parts)


def _refuse_longer(size: int) -> None:
    if size > LONGEST_VALUE:
        raise SecurityError("chữ quá dài")
