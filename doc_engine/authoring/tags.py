"""Checks of a template's tags against the names that it may use.

Tags are read as Word shows them, whatever runs they were split into.
"""

import difflib
import re
from collections.abc import Mapping

from jinja2 import TemplateSyntaxError, nodes

from ..ooxml.story import Paragraph
from ..render.environment import TemplateEnvironment
from ..render.limits import METHODS
from ..render.values import FILTERS
from ..render.words import in_vietnamese
from ..vietnamese import slug
from .names import Names
from .verdict import Mistake

_TAG = re.compile(r"\{\{(?P<expression>.*?)\}\}|\{%(?P<statement>.*?)%\}|\{#.*?#\}", re.DOTALL)
_STRAY = re.compile(r"\{\{|\}\}|\{%|%\}")
_ROW_TAG = re.compile(r"\{%-?\s*tr\s.*?%\}", re.DOTALL)
_ALONE_IN_ROW = "Hãy để thẻ này một mình một hàng của bảng."
_STATEMENT = re.compile(r"-?\s*(?P<place>(?:p|tr|tc|r)\s+)?(?P<word>\w+)\s*(?P<rest>.*?)\s*-?\s*$", re.DOTALL)
_CURLY_QUOTES = re.compile("[“”‘’]")
# "set" where it has no "=".
_OPENS = {"for": "endfor", "if": "endif", "set": "endset", "with": "endwith", "filter": "endfilter"}
_KINDS = {"for": "vòng lặp", "if": "điều kiện"}
_OF_A_CELL = {"vm": False, "hm": False, "colspan": True, "cellbg": True}  # docxtpl's own; True: with an expression
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_GLOBALS = {"loop", "range", "namespace"}
_METHODS = set().union(*METHODS.values())
_CONTINUES = {"else": ("for", "if"), "elif": ("if",)}


def _row_of(paragraph: Paragraph) -> tuple[str, int, int]:
    assert paragraph.cell is not None
    return paragraph.part, paragraph.cell.table, paragraph.cell.row


def _syntax_remedy(tag: str) -> str:
    """The remedy for a tag; words with blanks between them are meant as one name."""
    words = tag.strip("{} ")
    if " " in words and all(part.isalpha() for part in words.split()):
        return f"Tên trường viết liền, không dấu: {{{{ {slug(words).replace('-', '_')} }}}}."
    return "Hãy xem lại cách viết thẻ."


def _is_alone(paragraph: Paragraph) -> bool:
    return _TAG.sub("", paragraph.text).strip() == ""


class TagReader:
    """A reader that goes through the paragraphs once and knows the open blocks."""

    def __init__(self, names: Names | None) -> None:
        self._root = names
        self._environment = TemplateEnvironment()
        self._filters = [name for name in self._environment.filters if not name.startswith("$")]
        self._open: list[tuple[str, Paragraph, dict[str, Names | None]]] = []
        self._found: list[Mistake] = []
        self._rows: dict[tuple[str, int, int], str] = {}  # table rows that a {%tr %} removes, with the tag
        self._standing: list[tuple[Paragraph, str]] = []  # paragraphs of tables, with their text beside such tags
        self._set: dict[str, Names | None] = {}  # names that the template sets outside of any block
        self.used: set[str] = set()

    def paragraph(self, paragraph: Paragraph) -> None:
        text = _RAW.sub("", paragraph.text)
        if paragraph.cell is not None and (said := _ROW_TAG.sub("", text).strip()):
            self._standing.append((paragraph, said))
        for match in _TAG.finditer(text):
            tag = match[0]
            if _CURLY_QUOTES.search(tag):
                self._note(paragraph, f"thẻ {tag} có dấu nháy cong", "Hãy gõ dấu nháy thẳng trong thẻ.")
            if match["expression"] is not None:
                self._expression(paragraph, tag, match["expression"].strip(" -"))
            elif match["statement"] is not None:
                self._statement(paragraph, tag, match["statement"])
        stray = _STRAY.search(_TAG.sub("", text))
        if stray:
            self._note(paragraph, f'dấu "{stray[0]}" không thành thẻ', "Hãy viết đủ {{ … }} hoặc {% … %}.")

    def finish(self) -> list[Mistake]:
        for paragraph, said in self._standing:
            tag = self._rows.get(_row_of(paragraph))
            if tag is not None:
                self._note(paragraph, f'"{said}" đứng cùng hàng với {tag} sẽ mất', _ALONE_IN_ROW)
        for word, paragraph, _ in self._open:
            kind = _KINDS.get(word, "khối chữ")
            self._note(paragraph, f"{kind} không có {{% {_OPENS[word]} %}}", f"Hãy thêm {{% {_OPENS[word]} %}}.")
        return sorted(self._found, key=lambda one: one.paragraph)

    def _note(self, paragraph: Paragraph, what: str, remedy: str) -> None:
        self._found.append(Mistake(paragraph.number, " ".join(paragraph.text.split()), what, remedy))

    def _statement(self, paragraph: Paragraph, tag: str, inside: str) -> None:
        parsed = _STATEMENT.match(inside)
        if parsed is None:
            self._note(paragraph, f"thẻ {tag} không hiểu được", "Hãy xem lại cách viết thẻ.")
            return
        self._placed(paragraph, tag, (parsed["place"] or "").strip())
        word, rest = parsed["word"], parsed["rest"]
        if word == "set":
            self._assignment(paragraph, tag, rest)
        elif word in _OF_A_CELL:
            self._of_a_cell(paragraph, tag, word, rest)
        elif word in _OPENS:
            scope = self._opening(paragraph, tag, word, rest)
            self._open.append((word, paragraph, scope))
        elif word in _OPENS.values():
            if not self._open or _OPENS[self._open[-1][0]] != word:
                self._note(paragraph, f"{tag} không có chỗ mở tương ứng", "Hãy kiểm tra thứ tự các thẻ mở và đóng.")
            else:
                self._closed(paragraph, tag, (parsed["place"] or "").strip(), self._open.pop()[1])
        elif word in _CONTINUES:
            if not self._open or self._open[-1][0] not in _CONTINUES[word]:
                self._note(paragraph, f"{tag} đứng ngoài điều kiện", "Hãy đặt thẻ giữa {% if %} và {% endif %}.")
            elif word == "elif":
                self._expression(paragraph, tag, rest)
        else:
            known = "for, if, elif, else, set, with, filter, raw; trong ô bảng: vm, hm, colspan, cellbg"
            self._note(paragraph, f'không có lệnh "{word}"', f"Các lệnh dùng được: {known}.")

    def _closed(self, paragraph: Paragraph, tag: str, place: str, opening: Paragraph) -> None:
        """Note a plain block that leaves empty lines, or rows that do not fit their table."""
        if place or paragraph is opening:
            return
        if paragraph.cell != opening.cell:
            self._note(
                opening, f"khối đóng bằng {tag} ở một ô khác", "Hãy lặp cả hàng bằng {%tr … %}, mỗi thẻ một hàng."
            )
            return
        for one, other in ((opening, paragraph), (paragraph, opening)):
            if _is_alone(one) and not _is_alone(other):
                remedy = "Hãy để mỗi thẻ của khối một mình một đoạn, hoặc đặt cả khối trong một đoạn."
                self._note(one, "thẻ đứng một mình một đoạn nên văn bản có dòng trống", remedy)

    def _of_a_cell(self, paragraph: Paragraph, tag: str, word: str, rest: str) -> None:
        """Check a docxtpl command for its cell: merged, so wide, in that colour."""
        if paragraph.cell is None:
            self._note(paragraph, f"{tag} không nằm trong bảng", "Hãy đặt thẻ trong ô của bảng.")
        if _OF_A_CELL[word]:
            self._expression(paragraph, tag, rest)

    def _assignment(self, paragraph: Paragraph, tag: str, rest: str) -> None:
        """Add the name of {% set a = … %} or {% set a %} … {% endset %} to its block."""
        block = "=" not in rest
        parsed = self._parse(paragraph, tag, f"{{% set {rest} %}}{'{% endset %}' if block else ''}")
        if parsed is None:
            return
        statement = parsed.body[0]
        scope = self._open[-1][2] if self._open else self._set
        if isinstance(statement, nodes.Assign):
            self._check(paragraph, statement.node)
            held = self._resolve(statement.node)
        else:
            held = None
        target = getattr(statement, "target", None)
        for name in target.find_all(nodes.Name) if isinstance(target, nodes.Tuple) else [target]:
            if isinstance(name, nodes.Name):
                scope[name.name] = held
        if block:
            self._open.append(("set", paragraph, {}))

    def _placed(self, paragraph: Paragraph, tag: str, place: str) -> None:
        """Note text that {%p %} removes with its paragraph, or {%tr %} with its row."""
        if place == "p" and not _is_alone(paragraph):
            self._note(paragraph, f"chữ đứng cùng đoạn với {tag} sẽ mất", "Hãy để thẻ này một mình một đoạn.")
        if place in ("tr", "tc") and paragraph.cell is None:
            self._note(paragraph, f"{tag} không nằm trong bảng", f"Hãy đặt thẻ trong ô của bảng, hoặc bỏ chữ {place}.")
        elif place == "tr":
            self._rows.setdefault(_row_of(paragraph), tag)

    def _opening(self, paragraph: Paragraph, tag: str, word: str, rest: str) -> dict[str, Names | None]:
        parsed = self._parse(paragraph, tag, f"{{% {word} {rest} %}}{{% {_OPENS[word]} %}}")
        if parsed is None:
            return {}
        statement = parsed.body[0]
        if isinstance(statement, nodes.With):
            for value in statement.values:
                self._check(paragraph, value)
            named = zip(statement.targets, statement.values, strict=True)
            return {target.name: self._resolve(value) for target, value in named if isinstance(target, nodes.Name)}
        if not isinstance(statement, nodes.For):
            self._check(paragraph, statement)
            return {}
        self._check(paragraph, statement.iter)
        held = self._resolve(statement.iter)
        if isinstance(held, Names) and not held.is_list:
            self._note(paragraph, f"{tag} lặp trên một trường không phải danh sách", "Hãy lặp trên một danh sách.")
        targets = [target.name for target in statement.target.find_all(nodes.Name)] or [
            statement.target.name if isinstance(statement.target, nodes.Name) else ""
        ]
        return dict.fromkeys(targets, held.item if isinstance(held, Names) else None)

    def _expression(self, paragraph: Paragraph, tag: str, text: str) -> None:
        parsed = self._parse(paragraph, tag, f"{{{{ {text} }}}}")
        if parsed is not None:
            self._check(paragraph, parsed)

    def _parse(self, paragraph: Paragraph, tag: str, source: str) -> nodes.Template | None:
        try:
            return self._environment.parse(source)
        except TemplateSyntaxError as error:
            said = in_vietnamese(error.message or "")
            self._note(paragraph, f"thẻ {tag} sai cú pháp ({said})", _syntax_remedy(tag))
        except (RecursionError, ValueError):  # brackets without end, a number of thousands of digits
            self._note(paragraph, f"thẻ {tag[:40]}… quá phức tạp", "Hãy viết biểu thức ngắn lại.")
        return None

    def _check(self, paragraph: Paragraph, node: nodes.Node) -> None:
        """Check every name in an expression, with its dotted fields."""
        if isinstance(node, nodes.Name | nodes.Getattr):
            self._resolve(node, paragraph)
            return
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr in _METHODS:
            self._check(paragraph, node.node.node)
            for argument in node.args:
                self._check(paragraph, argument)
            return
        if isinstance(node, nodes.Filter) and node.name not in self._environment.filters:
            near = difflib.get_close_matches(node.name, self._filters, n=1)
            hint = f', có phải là "{near[0]}" không' if near else ""
            remedy = f"Các bộ lọc thường dùng: {', '.join(FILTERS)}, join, upper, default."
            self._note(paragraph, f'không có bộ lọc "{node.name}"{hint}', remedy)
        if isinstance(node, nodes.Filter | nodes.Test) and node.name in ("default", "d", "defined", "undefined"):
            return  # these ask whether it exists
        for inner in node.iter_child_nodes():
            self._check(paragraph, inner)

    def _resolve(self, node: nodes.Node, paragraph: Paragraph | None = None) -> Names | None:
        """The names inside what a chain of names refers to.

        Notes the first unknown name, when a paragraph is given.
        """
        steps: list[str] = []
        while isinstance(node, nodes.Getattr):
            steps.insert(0, node.attr)
            node = node.node
        if not isinstance(node, nodes.Name) or self._root is None or node.name in _GLOBALS:
            return None
        held = self._named(node.name, paragraph)
        for step in steps:
            if held is None:
                return None
            if step not in held.fields:
                self._unknown(paragraph, step, held.fields)
                return None
            held = held.fields[step]
        return held

    def _named(self, name: str, paragraph: Paragraph | None) -> Names | None:
        for _, _, scope in reversed(self._open):
            if name in scope:
                return scope[name]
        if name in self._set:
            return self._set[name]
        assert self._root is not None
        self.used.add(name)
        if name not in self._root.fields:
            self._unknown(paragraph, name, self._root.fields)
            return None
        return self._root.fields[name]

    def _unknown(self, paragraph: Paragraph | None, name: str, known: Mapping[str, object]) -> None:
        if paragraph is not None:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f', có phải là "{near[0]}" không' if near else ""
            what = f'dữ liệu không có trường "{name}"{hint}'
            self._note(paragraph, what, "Hãy sửa tên trong thẻ, hoặc thêm vào schema.")
