"""The page content of a .docx in reading order: paragraphs, sections, headers.

Runs carry their effective formatting. Tracked insertions are included, tracked deletions left out. A text box follows
the paragraph that anchors it. Fields show their last result. Text is in NFC in `text`, and as stored in the file in the
runs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from ..vietnamese import nfc
from . import drawing
from .formatting import ParagraphFormat, RunFormat, styles_of
from .numbering import Numbering
from .package import DocxPackage, UnreadableDocument
from .xml import Element, R, W, attribute, before_fallback, child, count, number, switched, value

_TWIPS_A_MM = 1440 / 25.4
_LAST_PAGE = 2**31 - 1
_INSIDE = {
    f"{W}{name}" for name in ("ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "sdt", "sdtContent", "customXml")
}
_TEXTS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}sym": "\N{REPLACEMENT CHARACTER}"}


class Area(Enum):
    """The area of the page that a paragraph belongs to."""

    BODY = "thân"
    CELL = "ô bảng"
    BOX = "hộp chữ"
    HEADER = "đầu trang"


@dataclass(frozen=True, slots=True)
class Cell:
    """A position in a table, 0-based; `columns`: how many cells the row has.

    Tables are numbered through the document.
    """

    table: int
    row: int
    column: int
    columns: int


@dataclass(eq=False)
class Run:
    """A stretch of text in one format; `element`: the w:r, `offset`: where it begins."""

    text: str
    format: RunFormat
    element: Element
    offset: int = 0


@dataclass(eq=False)
class Paragraph:
    """A paragraph with its effective formatting.

    `number`: 1-based position in its story. `label`: the list label that Word generates, or "". `drawn`: lengths in
    points of lines drawn in it.
    """

    number: int
    element: Element
    part: str
    area: Area
    cell: Cell | None
    section: int
    style: str
    label: str
    format: ParagraphFormat
    runs: list[Run] = field(default_factory=list)
    drawn: list[float] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)  # names of fields: "PAGE"
    page_break: bool = False

    @cached_property
    def text(self) -> str:
        """The visible text with the list label, in NFC."""
        written = "".join(run.text for run in self.runs if not run.format.hidden)
        return nfc(f"{self.label} {written}" if self.label else written)


@dataclass(frozen=True)
class Section:
    """A section, measures in mm; `left` includes the gutter.

    `headers`, `footers`: part names by type ("default", "first", "even").
    """

    element: Element
    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    header: float
    headers: dict[str, str]
    footers: dict[str, str]
    first_differs: bool
    starts_at: int | None  # page number where numbering restarts; None: it continues
    page_format: str


@dataclass
class Story:
    package: DocxPackage
    paragraphs: list[Paragraph]
    sections: list[Section]
    headers: dict[str, list[Paragraph]]  # by part name, headers and footers
    tracked: bool  # changes not yet accepted
    comments: bool
    gaps_add: bool  # gaps are added up, a setting from before Word 2000

    def gap(self, first: Paragraph, second: Paragraph) -> float:
        """The gap in points between consecutive paragraphs: the larger of their two gaps.

        Source: ISO/IEC 29500-1, 17.3.1.33. Contextual spacing between paragraphs of one style removes only the part of
        the paragraph that sets it.
        """
        same = first.style == second.style
        after, before = first.format.after, second.format.before
        beyond = before if self.gaps_add else max(before - after, 0)
        return (0 if first.format.contextual and same else after) + (0 if second.format.contextual and same else beyond)


def read(package: DocxPackage) -> Story:
    """Read the story of a package. Raises UnreadableDocument."""
    return _Reader(package).story()


class _Reader:
    def __init__(self, package: DocxPackage) -> None:
        self._package = package
        self._styles = styles_of(package.related_bytes("styles"), package.related_bytes("theme"))
        self._numbering = Numbering(package.related("numbering"))
        self._part = package.main
        self._found: list[Paragraph] = []
        self._sections: list[Section] = []
        self._tables = 0

    def story(self) -> Story:
        root = self._package.tree(self._package.main)
        body = child(root, "body")
        if root is not None and body is not None:
            self._blocks(body, Area.BODY, None, "")
        if root is None or body is None or not self._found:
            raise UnreadableDocument(file=self._package.file, why="tệp không có nội dung")
        last = child(body, "sectPr")
        if last is not None or not self._sections:
            self._sections.append(self._section(last if last is not None else body))
        paragraphs, headers = self._found, {}
        for section in self._sections:
            for part in (*section.headers.values(), *section.footers.values()):
                tree = self._package.tree(part)
                if part not in headers and tree is not None:
                    self._found, self._part = [], part
                    self._blocks(tree, Area.HEADER, None, "")
                    headers[part] = self._found
        tracked = any(True for _ in root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"))
        comments = any(True for _ in root.iter(f"{W}commentReference"))
        gaps_add = bool(
            switched(child(self._package.related("settings"), "compat"), "doNotUseHTMLParagraphAutoSpacing")
        )
        return Story(self._package, paragraphs, self._sections, headers, tracked, comments, gaps_add)

    def _blocks(self, parent: Element, area: Area, cell: Cell | None, table_style: str) -> None:
        for element in before_fallback(parent):
            if element.tag == f"{W}p":
                self._paragraph(element, area, cell, table_style)
            elif element.tag == f"{W}tbl":
                self._table(element, area)
            elif element.tag in _INSIDE:
                self._blocks(element, area, cell, table_style)

    def _table(self, table: Element, area: Area) -> None:
        number_, style = self._tables, value(child(table, "tblPr"), "tblStyle") or ""
        self._tables += 1
        for row_number, row in enumerate(_below(table, "tr")):
            cells = list(_below(row, "tc"))
            for column, cell in enumerate(cells):
                inside = area if area is Area.HEADER else Area.CELL
                self._blocks(cell, inside, Cell(number_, row_number, column, len(cells)), style)

    def _paragraph(self, element: Element, area: Area, cell: Cell | None, table_style: str) -> None:
        direct = child(element, "pPr")
        style = self._styles.paragraph_style(direct)
        own = child(direct, "numPr")
        numbered = own if own is not None else self._styles.numbering(style)
        level = self._numbering.level(numbered)
        paragraph = Paragraph(
            number=len(self._found) + 1,
            element=element,
            part=self._part,
            area=area,
            cell=cell,
            section=len(self._sections),
            style=style,
            label=self._numbering.next_label(numbered),
            format=self._styles.paragraph(direct, style, table_style, child(level, "pPr")),
        )
        self._found.append(paragraph)
        self._runs(element, paragraph, table_style)
        boundary = child(direct, "sectPr")
        if boundary is not None:
            self._sections.append(self._section(boundary))

    def _runs(self, parent: Element, paragraph: Paragraph, table_style: str) -> None:
        for element in before_fallback(parent):
            if element.tag == f"{W}r":
                self._run(element, paragraph, table_style)
            elif element.tag in _INSIDE:
                if element.tag == f"{W}fldSimple":
                    paragraph.fields.append(_field_name(attribute(element, "instr") or ""))
                self._runs(element, paragraph, table_style)

    def _run(self, element: Element, paragraph: Paragraph, table_style: str) -> None:
        text = ""
        boxes: list[Element] = []
        for inner, written in texts(element):
            text += written
            if inner.tag == f"{W}br":
                paragraph.page_break |= not written
            elif inner.tag == f"{W}instrText":
                if name := _field_name(inner.text or ""):
                    paragraph.fields.append(name)
            elif inner.tag in {f"{W}drawing", f"{W}pict", f"{W}object"}:
                paragraph.drawn += drawing.widths(inner)
                boxes += _outermost(inner, f"{W}txbxContent")
        if text:
            look = self._styles.run(child(element, "rPr"), paragraph.style, table_style)
            paragraph.runs.append(Run(text, look, element))
        for box in boxes:
            self._blocks(box, paragraph.area if paragraph.area is Area.HEADER else Area.BOX, None, "")

    def _section(self, properties: Element) -> Section:
        size, margins, numbers = (child(properties, name) for name in ("pgSz", "pgMar", "pgNumType"))

        def mm(element: Element | None, *names: str) -> float:
            return abs(number(attribute(element, *names)) or 0) / _TWIPS_A_MM

        parts = {}
        for kind in ("headerReference", "footerReference"):
            inherited = {} if not self._sections else getattr(self._sections[-1], f"{kind[:6]}s")
            own = {
                attribute(one, "type") or "default": target
                for one in properties.iterfind(f"{W}{kind}")
                if (target := self._package.target(one.get(f"{R}id", "")))
            }
            parts[kind] = {**inherited, **own}
        gutter = mm(margins, "gutter")
        return Section(
            element=properties,
            width=mm(size, "w"),
            height=mm(size, "h"),
            top=mm(margins, "top"),
            bottom=mm(margins, "bottom"),
            left=mm(margins, "left", "start") + gutter,
            right=mm(margins, "right", "end"),
            header=mm(margins, "header"),
            headers=parts["headerReference"],
            footers=parts["footerReference"],
            first_differs=bool(switched(properties, "titlePg")),
            starts_at=count(attribute(numbers, "start"), _LAST_PAGE),
            page_format=attribute(numbers, "fmt") or "decimal",
        )


def texts(run: Element) -> Iterator[tuple[Element, str]]:
    """The children of a w:r, each with its text: "" for a drawing or a page break."""
    for inner in before_fallback(run):
        if inner.tag == f"{W}t":
            yield inner, inner.text or ""
        elif inner.tag == f"{W}br":
            yield inner, "" if attribute(inner, "type") in {"page", "column"} else "\n"
        else:
            yield inner, _TEXTS.get(str(inner.tag), "")


def _outermost(parent: Element, tag: str) -> Iterator[Element]:
    """The elements of this tag that are not nested in another one.

    Nested ones are read with the one that contains them.
    """
    for element in before_fallback(parent):
        if element.tag == tag:
            yield element
        else:
            yield from _outermost(element, tag)


def _below(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, without deleted rows.

    Includes those inside content controls and tracked insertions.
    """
    for element in before_fallback(parent):
        if element.tag == f"{W}{name}":
            if child(child(element, "trPr"), "del") is None:
                yield element
        elif element.tag in _INSIDE:
            yield from _below(element, name)


def _field_name(instruction: str) -> str:
    words = instruction.split()
    return words[0].upper() if words else ""
