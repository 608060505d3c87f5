"""The data that a template's tags ask for, inferred from how the tags use them.

A name that is printed is a text, one that is looped over a list, one that only decides a yes or no. What stands in a
condition, or has a default, may be left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from jinja2 import nodes

from ..data_form import Kind

_NUMBERS = {"so", "bang_chu", "tien_bang_chu", "round", "abs", "int", "float"}
_LISTS = {"length", "count", "join", "first", "last", "sort", "unique", "map", "select", "selectattr", "sum", "list"}
_OPTIONAL = {"default", "d", "defined", "undefined"}
_SAYS = (Kind.YES_NO, Kind.TEXT, Kind.WHOLE)  # a number is printed as text, a text decides conditions
_LANGUAGE = {"loop", "range", "namespace"}  # Jinja's own names


@dataclass(eq=False)
class Wanted:
    """A field that tags ask for.

    `kind`: None while no tag has printed it or looped over it.
    """

    name: str
    kind: Kind | None = None
    is_picture: bool = False
    optional: bool = False
    parts: dict[str, "Wanted"] = field(default_factory=dict)
    item: "Wanted | None" = None  # of a list

    def part(self, name: str) -> "Wanted":
        self.kind = Kind.RECORD
        return self.parts.setdefault(name, Wanted(name))

    def entry(self) -> "Wanted":
        self.kind = Kind.LIST
        self.item = self.item or Wanted(self.name)
        return self.item

    def is_of(self, kind: Kind) -> None:
        """Note a use as a single value, or as a list; the use that says most decides."""
        if kind is Kind.LIST:
            self.entry()
        elif self.kind is None or (self.kind in _SAYS and _SAYS.index(kind) > _SAYS.index(self.kind)):
            self.kind = kind


class Inference:
    """The fields of a template, found by walking through its parsed tags."""

    def __init__(self) -> None:
        self.root = Wanted("", Kind.RECORD)
        self._scopes: list[dict[str, Wanted | None]] = []

    def read(self, template: nodes.Template) -> None:
        self._body(template.body, optional=False)

    def _body(self, body: Iterable[nodes.Node], *, optional: bool) -> None:
        for node in body:
            self._statement(node, optional=optional)

    def _statement(self, node: nodes.Node, *, optional: bool) -> None:
        match node:
            case nodes.Output():
                for printed in node.nodes:
                    self._use(printed, Kind.TEXT, optional=optional)
            case nodes.For():
                self._loop(node, optional=optional)
            case nodes.If():
                self._use(node.test, Kind.YES_NO, optional=optional)
                named = self._named_in(node.test)
                self._body(node.body, optional=True)
                for branch in (*node.elif_, *node.else_):
                    self._statement(branch, optional=True)
                for held in named:
                    held.optional = True
            case nodes.With():
                for value in node.values:
                    self._use(value, None, optional=optional)
                with self._scope(node.targets, node.values):
                    self._body(node.body, optional=optional)
            case nodes.Assign():
                self._use(node.node, None, optional=optional)
                self._bind(node.target, self._field(node.node, optional=optional))
            case _:
                for inner in node.iter_child_nodes():
                    self._statement(inner, optional=optional)

    def _loop(self, node: nodes.For, *, optional: bool) -> None:
        held = self._field(node.iter, optional=optional)
        if held is None:
            self._use(node.iter, None, optional=optional)
        scope: dict[str, Wanted | None] = {}
        if isinstance(node.target, nodes.Name):
            scope[node.target.name] = held.entry() if held is not None else None
        else:
            scope |= {one.name: None for one in node.target.find_all(nodes.Name)}
        self._scopes.append(scope)
        if node.test is not None:
            self._use(node.test, Kind.YES_NO, optional=optional)
        self._body(node.body, optional=optional)
        self._scopes.pop()
        self._body(node.else_, optional=True)

    def _use(self, node: nodes.Node, kind: Kind | None, *, optional: bool) -> None:
        """Note that an expression is used as a value of a kind."""
        match node:
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                held = self._field(node, optional=optional)
                if held is not None and kind is not None:
                    held.is_of(kind)
            case nodes.Filter() if node.node is not None:
                self._filtered(node, kind, optional=optional)
            case nodes.Test():
                self._use(node.node, None, optional=optional or node.name in _OPTIONAL)
            case nodes.Compare():
                numbers = any(isinstance(one.expr, nodes.Const) and type(one.expr.value) is int for one in node.ops)
                self._use(node.expr, Kind.WHOLE if numbers else Kind.TEXT, optional=optional)
                for operand in node.ops:
                    self._use(
                        operand.expr, Kind.LIST if operand.op in ("in", "notin") else Kind.TEXT, optional=optional
                    )
            case nodes.Not() | nodes.And() | nodes.Or():
                for inner in node.iter_child_nodes():
                    self._use(inner, Kind.YES_NO, optional=optional)
            case nodes.CondExpr():
                self._use(node.test, Kind.YES_NO, optional=optional)
                for branch in (node.expr1, node.expr2):
                    if branch is not None:
                        self._use(branch, kind, optional=True)
            case _:
                for inner in node.iter_child_nodes():
                    self._use(inner, Kind.TEXT if isinstance(inner, nodes.Expr) else None, optional=optional)

    def _filtered(self, node: nodes.Filter, kind: Kind | None, *, optional: bool) -> None:
        assert node.node is not None
        held = self._field(node.node, optional=optional or node.name in _OPTIONAL)
        if held is None:
            self._use(node.node, kind, optional=optional)
        elif node.name == "anh":
            held.is_of(Kind.TEXT)
            held.is_picture = True
        elif node.name == "o_danh_dau":
            held.is_of(Kind.YES_NO)
        elif node.name in _NUMBERS:
            held.is_of(Kind.WHOLE)
        elif node.name in _LISTS:
            held.entry().is_of(Kind.TEXT)
        else:
            held.is_of(kind or Kind.TEXT)
        for argument in node.args:
            self._use(argument, Kind.TEXT, optional=optional)

    def _field(self, node: nodes.Node, *, optional: bool) -> Wanted | None:
        """The field that a chain of names refers to; None for the template's own."""
        match node:
            case nodes.Name():
                return self._named(node.name, optional=optional)
            case nodes.Getattr():
                held = self._field(node.node, optional=optional)
                return None if held is None else self._inside(held, node.attr, optional=optional)
            case nodes.Getitem():
                held = self._field(node.node, optional=optional)
                key = node.arg.value if isinstance(node.arg, nodes.Const) else None
                if held is None or key is None:
                    return None
                return held.entry() if isinstance(key, int) else self._inside(held, str(key), optional=optional)
            case _:
                return None

    @staticmethod
    def _inside(held: Wanted, name: str, *, optional: bool) -> Wanted:
        is_new = name not in held.parts
        found = held.part(name)
        found.optional = optional and (is_new or found.optional)
        return found

    def _named(self, name: str, *, optional: bool) -> Wanted | None:
        for scope in reversed(self._scopes):
            if name in scope:
                return scope[name]
        return None if name in _LANGUAGE else self._inside(self.root, name, optional=optional)

    def _named_in(self, test: nodes.Node) -> list[Wanted]:
        """The fields that alone decide a condition: {% if ghi_chu %}."""
        bare = test.node if isinstance(test, nodes.Not) else test
        held = self._field(bare, optional=True) if isinstance(bare, nodes.Name | nodes.Getattr) else None
        return [] if held is None else [held]

    def _bind(self, target: nodes.Node, held: Wanted | None) -> None:
        if not self._scopes:
            self._scopes.append({})
        for one in [target, *target.find_all(nodes.Name)]:
            if isinstance(one, nodes.Name):
                self._scopes[-1][one.name] = held

    def _scope(self, targets: Iterable[nodes.Node], values: Iterable[nodes.Expr]) -> "_Scope":
        named: dict[str, Wanted | None] = {}
        for target, value in zip(targets, values, strict=True):
            if isinstance(target, nodes.Name):
                named[target.name] = self._field(value, optional=False)
        return _Scope(self._scopes, named)


class _Scope:
    """A scope of names, open while its block is read."""

    def __init__(self, scopes: list[dict[str, Wanted | None]], named: dict[str, Wanted | None]) -> None:
        self._scopes, self._named = scopes, named

    def __enter__(self) -> None:
        self._scopes.append(self._named)

    def __exit__(self, *_: object) -> None:
        self._scopes.pop()
