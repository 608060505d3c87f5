"""What is wrong with a template that somebody is writing: every mistake at once, each with its paragraph.

The tags are read as Word shows them, whatever runs they were cut into, and held against the schema: a name that the
data will not have is a mistake before anybody has data. Then the template is filled with its sample, with empty lists
and with hostile text, and what comes out is looked at.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from .data_form import endless, resolved
from .errors import VanthuError
from .nd30.checking import check
from .ooxml.package import DocxPackage
from .ooxml.story import Paragraph, read
from .render import Mode, Properties, verified
from .render.environment import TemplateEnvironment
from .template import Template, TemplateUnreadable

_TAG = re.compile(r"\{\{(?P<expression>.*?)\}\}|\{%(?P<statement>.*?)%\}|\{#.*?#\}", re.DOTALL)
_STRAY = re.compile(r"\{\{|\}\}|\{%|%\}")
_STATEMENT = re.compile(r"-?\s*(?P<place>(?:p|tr|tc|r)\s+)?(?P<word>\w+)\s*(?P<rest>.*?)\s*-?\s*$", re.DOTALL)
_CURLY_QUOTES = re.compile("[“”‘’]")
_OPENS = {"for": "endfor", "if": "endif"}
_CONTINUES = {"else": ("for", "if"), "elif": ("if",)}
_HOSTILE = "A & B <w:p/> \"'\n\t" + "\N{LATIN SMALL LETTER A}\N{COMBINING ACUTE ACCENT}" + " dài" * 75
_PROPERTIES = Properties("", "", date(2024, 1, 1))


@dataclass(frozen=True, slots=True)
class Mistake:
    """`paragraph`: its number, 0 for the template as a whole; `text`: how it reads."""

    paragraph: int
    text: str
    what: str
    remedy: str

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= 80 else f"{self.text[:80]}…"
        where = f'đoạn {self.paragraph} "{shown}"' if self.paragraph else "cả mẫu"
        return f"{where}: {self.what}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class Verdict:
    mistakes: tuple[Mistake, ...]
    mode: Mode | None  # None when it could not be filled at all


@dataclass(frozen=True, slots=True)
class Names:
    """What may be named: fields and what they hold; None for a value that holds nothing more."""

    fields: Mapping[str, "Names | None"]
    item: "Names | None" = None  # of a list
    is_list: bool = False


def examine(template: Template) -> Verdict:
    """Everything wrong with a template. Raises UnsafePackage or UnreadableDocument for a .docx that cannot be read."""
    story = read(DocxPackage(template.docx, template.id))
    paragraphs = [*story.paragraphs, *(one for listed in story.headers.values() for one in listed)]
    # Of a plain template the schema says what the clerk gives; what the tags get is made of it.
    plain = template.manifest.plain
    try:
        names = _names_in(template.sample_for_rendering) if plain else _names(template, template.schema)
    except (TemplateUnreadable, RecursionError) as error:
        told = error if isinstance(error, TemplateUnreadable) else endless(template)
        return Verdict((Mistake(0, "", str(told).rstrip("."), told.remedy_text),), None)
    reader = _Reader(names)
    for paragraph in paragraphs:
        reader.paragraph(paragraph)
    mistakes = reader.finish()
    if not mistakes:
        mistakes += _unused(template, reader.used)
        filled, mode = _filled(template)
        return Verdict(tuple(mistakes + filled), mode)
    return Verdict(tuple(mistakes), None)


class _Reader:
    """Goes through the paragraphs once, with the blocks that are open."""

    def __init__(self, names: Names | None) -> None:
        self._root = names
        self._environment = TemplateEnvironment()
        self._open: list[tuple[str, Paragraph, dict[str, Names | None]]] = []
        self._found: list[Mistake] = []
        self.used: set[str] = set()

    def paragraph(self, paragraph: Paragraph) -> None:
        text = paragraph.text
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
        for word, paragraph, _ in self._open:
            kind = "vòng lặp" if word == "for" else "điều kiện"
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
        if word in _OPENS:
            scope = self._opening(paragraph, tag, word, rest)
            self._open.append((word, paragraph, scope))
        elif word in _OPENS.values():
            if not self._open or _OPENS[self._open[-1][0]] != word:
                self._note(paragraph, f"{tag} không có chỗ mở tương ứng", "Hãy kiểm tra thứ tự các thẻ mở và đóng.")
            else:
                self._open.pop()
        elif word in _CONTINUES:
            if not self._open or self._open[-1][0] not in _CONTINUES[word]:
                self._note(paragraph, f"{tag} đứng ngoài điều kiện", "Hãy đặt thẻ giữa {% if %} và {% endif %}.")
            elif word == "elif":
                self._expression(paragraph, tag, rest)
        elif word != "set":
            self._note(paragraph, f'không có lệnh "{word}"', "Các lệnh dùng được: for, if, elif, else, set.")

    def _placed(self, paragraph: Paragraph, tag: str, place: str) -> None:
        """{%p %} takes its whole paragraph away, {%tr %} its row: what else stands there is lost."""
        alone = _TAG.sub("", paragraph.text).strip() == ""
        if place == "p" and not alone:
            self._note(paragraph, f"chữ đứng cùng đoạn với {tag} sẽ mất", "Hãy để thẻ này một mình một đoạn.")
        if place in ("tr", "tc") and paragraph.cell is None:
            self._note(paragraph, f"{tag} không nằm trong bảng", f"Hãy đặt thẻ trong ô của bảng, hoặc bỏ chữ {place}.")
        elif place == "tr" and not alone:
            self._note(paragraph, f"chữ đứng cùng hàng với {tag} sẽ mất", "Hãy để thẻ này một mình một hàng của bảng.")

    def _opening(self, paragraph: Paragraph, tag: str, word: str, rest: str) -> dict[str, Names | None]:
        parsed = self._parse(paragraph, tag, f"{{% {word} {rest} %}}{{% {_OPENS[word]} %}}")
        if parsed is None:
            return {}
        statement = parsed.body[0]
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
            self._note(paragraph, f"thẻ {tag} sai cú pháp ({error.message})", "Hãy xem lại cách viết thẻ.")
        except (RecursionError, ValueError):  # brackets without end, a number of thousands of digits
            self._note(paragraph, f"thẻ {tag[:40]}… quá phức tạp", "Hãy viết biểu thức ngắn lại.")
        return None

    def _check(self, paragraph: Paragraph, node: nodes.Node) -> None:
        """Every name in an expression, as far as its dots go."""
        if isinstance(node, nodes.Name | nodes.Getattr):
            self._resolve(node, paragraph)
            return
        for inner in node.iter_child_nodes():
            self._check(paragraph, inner)

    def _resolve(self, node: nodes.Node, paragraph: Paragraph | None = None) -> Names | None:
        """What a chain of names holds; tells the first name that is not there, when a paragraph is given."""
        steps: list[str] = []
        while isinstance(node, nodes.Getattr):
            steps.insert(0, node.attr)
            node = node.node
        if not isinstance(node, nodes.Name) or self._root is None or node.name == "loop":
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


def _names(template: Template, schema: Mapping[str, Any]) -> Names | None:
    """The names that a schema allows."""
    schema = resolved(template, schema)
    fields: dict[str, Names | None] = {}
    for part in schema.get("allOf", ()):
        inner = _names(template, part)
        _add(fields, inner.fields if inner is not None else {})
    _add(fields, {name: _names(template, one) for name, one in schema.get("properties", {}).items()})
    if schema.get("type") == "array":
        return Names({}, _names(template, schema.get("items", {})), is_list=True)
    return Names(fields) if fields else None


def _add(fields: dict[str, Names | None], more: Mapping[str, Names | None]) -> None:
    """One part of an allOf may only narrow what another describes: the fuller description counts."""
    for name, held in more.items():
        says_more = held is not None and (held.fields or held.item is not None)
        if says_more or fields.get(name) is None:
            fields[name] = held


def _names_in(value: Any) -> Names | None:
    """The names that some data have."""
    if isinstance(value, Mapping):
        return Names({name: _names_in(item) for name, item in value.items()})
    if isinstance(value, list):
        fields: dict[str, Names | None] = {}
        for item in value:
            inner = _names_in(item)
            fields |= inner.fields if inner is not None else {}
        return Names({}, Names(fields) if fields else None, is_list=True)
    return None


def _unused(template: Template, used: set[str]) -> Iterator[Mistake]:
    """Groups of data that are asked for and never printed: somebody fills them in for nothing."""
    for name in template.schema.get("required", ()) if not template.manifest.plain else ():
        if name not in used:
            yield Mistake(0, "", f'trường "{name}" được đòi hỏi mà mẫu không in', "Hãy in ra, hoặc bỏ khỏi schema.")


def _filled(template: Template) -> tuple[list[Mistake], Mode | None]:
    """What is wrong once it is filled: with the sample, and with what the worst data would bring."""
    found: list[Mistake] = []
    try:
        template.check(template.sample, "sample.json")
        sample = template.sample_for_rendering
        renderer = verified(template.docx, template.id, sample)
    except VanthuError as error:
        problems: Sequence[object] = getattr(error, "problems", ())
        told = [str(problem) for problem in problems] or [str(error)]
        return [Mistake(0, "", one.rstrip("."), "Hãy sửa sample.json hoặc mẫu.") for one in told], None
    docx = renderer.render(sample, _PROPERTIES)
    for finding in check(docx, template.id).errors:
        found.append(Mistake(0, "", f"văn bản làm ra sai thể thức: {finding}".rstrip("."), "Hãy sửa mẫu."))
    hostile = _replaced(sample, _HOSTILE)
    for name, data in (("chữ có & < > và xuống dòng", hostile), ("danh sách rỗng", _emptied(sample))):
        try:
            DocxPackage(renderer.render(data, _PROPERTIES), template.id).tree("word/document.xml")
        except VanthuError as error:
            found.append(Mistake(0, "", f"không điền được với {name}: {error}".rstrip("."), "Hãy sửa mẫu."))
    return found, renderer.mode


def _replaced(value: Any, text: str) -> Any:
    """Every text of some data with `text` behind it."""
    if isinstance(value, str):
        return value + text
    if isinstance(value, Mapping):
        return {key: _replaced(item, text) for key, item in value.items()}
    return [_replaced(item, text) for item in value] if isinstance(value, list) else value


def _emptied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _emptied(item) for key, item in value.items()}
    return [] if isinstance(value, list) else value
