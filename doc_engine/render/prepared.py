"""A template as docxtpl prepares it, once: the only module with its inner methods.

docxtpl spends almost all its time on what is the same for every document: opening the package, some thirty regular
expressions over its XML, compiling Jinja, writing the unchanged parts. Here each is done once. docxtpl is called,
never copied; the methods used are not documented, therefore the version is pinned and `verify` compares results.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from itertools import pairwise

from docxtpl import DocxTemplate
from lxml import etree

from . import finishing
from .errors import TemplateRejected

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_ELEMENT = re.compile(r"<[^<>]*>")
_BRACES = re.compile(r"\{[{%#]|[}%#]\}")
_OPENING = {"{{", "{%", "{#"}
_MOST_TAGS = 40_000
_MOST_UNCLOSED = 50
_TAG_IN_MARKUP = re.compile(r"<[^<>]*\{[{%#]")
_BLOCK_BEGINS = re.compile(r"\{%-?\s*(for|if|with|filter|call|set\b(?![^%]*=)|macro|autoescape|block)\b")
_BLOCK_ENDS = re.compile(r"\{%-?\s*end")
_BODY_START = re.compile(r"<w:body[^>]*>")
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


class OurDocxTemplate(DocxTemplate):  # type: ignore[misc]  # docxtpl ships no types
    """docxtpl with the "&" of a tag's text as the author typed it.

    docxtpl replaces the other characters that XML escapes, so that `{{ "A & B" }}` alone would print "A &amp; B".
    """

    def patch_xml(self, src_xml: str) -> str:
        return _TAG.sub(lambda tag: tag[0].replace("&amp;", "&"), str(super().patch_xml(src_xml)))


@dataclass(frozen=True, slots=True)
class PreparedPart:
    """One part with tags. `source` is Jinja; `before` and `after` enclose its output."""

    name: str  # "word/document.xml"
    source: str
    before: bytes
    after: bytes
    needs_tree: bool  # docxtpl's corrections of tables and picture ids may have something to do


@dataclass(frozen=True, slots=True)
class PreparedTemplate:
    parts: tuple[PreparedPart, ...]
    fixed: dict[str, bytes] = field(repr=False)  # name → bytes, as docxtpl writes them
    rewritten: dict[str, bytes] = field(repr=False)  # those that finishing may change; empty where it never does
    only_docxtpl: bool  # tags that the compiled way does not render: in footnotes
    sections: int


def refuse_stray_tags(docx: bytes, name: str) -> None:
    """Raise TemplateRejected for tags by the thousand, or dozens never closed.

    docxtpl's expressions, and later searches for tags, go over the rest of the text once for each.
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        for part in package.namelist():
            if part.endswith(".xml"):
                text = _ELEMENT.sub("", package.read(part).decode("utf-8", "replace"))
                opened = [match[0] for match in _BRACES.finditer(text)]
                unclosed = sum(one in _OPENING and after in _OPENING for one, after in pairwise([*opened, "{{"]))
                if len(opened) > _MOST_TAGS or unclosed > _MOST_UNCLOSED:
                    raise TemplateRejected(template=name, where="", why="có quá nhiều thẻ, hoặc thẻ không đóng")


def prepare(docx: bytes) -> PreparedTemplate:
    """Everything about the template that no data can change."""
    template = OurDocxTemplate(io.BytesIO(docx))
    template.render_init()
    body = template.patch_xml(template.get_xml())
    root = etree.tostring(template.docx._element, encoding="unicode").partition("<w:body")[0]
    declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    # The body repeats the root's namespace declarations; inside the root they are redundant.
    parts = [
        PreparedPart(
            "word/document.xml",
            _BODY_START.sub("<w:body>", body, count=1),
            (declared + root).encode(),
            b"</w:document>",
            not _tables_are_regular(body) or "<wp:docPr" in body,
        )
    ]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            source = template.patch_xml(template.get_part_xml(part))
            if _TAG.search(source):
                parts.append(PreparedPart(str(part.partname).lstrip("/"), source, declared.encode(), b"", False))
    fixed = _written_parts(docx)
    for part in parts:
        del fixed[part.name]
    fixed.pop("docProps/core.xml", None)
    marked = [part.name for part in parts if finishing.is_needed(part.source)]
    rewritten = finishing.rewritten(fixed, marked) if marked else {}
    for name in rewritten:
        fixed.pop(name, None)
    return PreparedTemplate(
        tuple(parts), fixed, rewritten, _has_tagged_footnotes(template), len(template.docx.sections)
    )


def _written_parts(docx: bytes) -> dict[str, bytes]:
    out = io.BytesIO()
    DocxTemplate(io.BytesIO(docx)).save(out)
    with zipfile.ZipFile(out) as package:
        return {name: package.read(name) for name in package.namelist()}


def _has_tagged_footnotes(template: DocxTemplate) -> bool:
    return any(
        part.content_type == FOOTNOTES and (b"{{" in part.blob or b"{%" in part.blob)
        for part in template.docx.part.package.parts
    )


def _tables_are_regular(source: str) -> bool:
    """Return whether no data can give a table rows that do not fit its grid.

    Then docxtpl's `fix_tables` does nothing. Proved on the source: no tag inside markup; in each table every row spans
    the whole grid, no tag is between cells, no table is in a table, and at least one row is in no block.
    """
    if _TAG_IN_MARKUP.search(source):
        return False
    marked = _TAG.sub(lambda tag: f"<?tag {tag[0].replace('?>', '')}?>", source)
    try:
        tree = etree.fromstring(marked, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return False
    return all(_is_regular(table) for table in tree.iter(f"{{{_W}}}tbl"))


def _is_regular(table: etree._Element) -> bool:
    columns = len(table.findall(f"{{{_W}}}tblGrid/{{{_W}}}gridCol"))
    depth = 0
    always = 0
    for child in table:
        if isinstance(child, etree._ProcessingInstruction):
            tag = child.text or ""
            depth += bool(_BLOCK_BEGINS.search(tag)) - bool(_BLOCK_ENDS.search(tag))
        elif child.tag == f"{{{_W}}}tr":
            if any(isinstance(cell, etree._ProcessingInstruction) for cell in child):
                return False
            if sum(_span(cell) for cell in child.findall(f"{{{_W}}}tc")) != columns:
                return False
            always += depth == 0
    return always > 0 and table.find(f".//{{{_W}}}tc//{{{_W}}}tbl") is None


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{{{_W}}}tcPr/{{{_W}}}gridSpan")
    return 1 if span is None else int(span.get(f"{{{_W}}}val", "1"))
