"""A paper as .docx, in the ways in which real documents are laid out.

Each way differs from the others in one thing at least: head by table, tabs or text boxes; lines as underscores,
DrawingML, VML, borders or underlined blanks; formatting given directly, or inherited through three styles.
"""

import io
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from .paper import Line, Look, Numbers, Page, Paper

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_WIDTH = 7.2  # points: a bold capital of size 12, near enough for the length of a line


@dataclass(frozen=True)
class Way:
    name: str
    head: str  # table, tabs, boxes
    rules: str  # underscores, drawing, vml, border, border below, blanks
    inherited: bool = False


WAYS = (
    Way("bảng, gạch dưới, định dạng trực tiếp", "table", "underscores"),
    Way("bảng, đường vẽ DrawingML, kế thừa ba tầng", "table", "drawing", inherited=True),
    Way("tab, viền đoạn", "tabs", "border"),
    Way("bảng, đường vẽ VML", "table", "vml"),
    Way("bảng, viền của đoạn trống", "table", "border below"),
    Way("hộp chữ, khoảng trắng gạch chân", "boxes", "blanks", inherited=True),
)


def write(paper: Paper, way: Way) -> bytes:
    """Return the paper as .docx, laid out in that way."""
    return _Writer(paper, way).docx()


@dataclass
class _Writer:
    paper: Paper
    way: Way
    styles: list[Look] = field(default_factory=list)

    def docx(self) -> bytes:
        paper = self.paper
        body = (
            "".join(map(self._line, paper.top))
            + self._head()
            + "".join(self._line(line) for line in paper.body)
            + self._foot()
        )
        sections = 1
        for appendix in paper.appendices:
            body += f"<w:p><w:pPr>{self._section(sections)}</w:pPr></w:p>"
            sections += 1
            body += "".join(self._line(line) for line in appendix) + self._table(paper.table)
        body += self._section(sections)
        document = f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>"
        parts = {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _rels([("rId1", "officeDocument", "word/document.xml")]),
            "word/document.xml": document,
            "word/_rels/document.xml.rels": _rels(
                [("rId1", "styles", "styles.xml"), ("rId2", "header", "header1.xml"), ("rId3", "footer", "footer1.xml")]
            ),
            "word/styles.xml": self._styles(),
            "word/header1.xml": f"<w:hdr {_NAMES}>{_page_number(paper.numbers, paper.numbers.on_top)}</w:hdr>",
            "word/footer1.xml": f"<w:ftr {_NAMES}>{_page_number(paper.numbers, not paper.numbers.on_top)}</w:ftr>",
        }
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, text in parts.items():
                package.writestr(zipfile.ZipInfo(name), f'<?xml version="1.0" encoding="UTF-8"?>{text}')
        return out.getvalue()

    # Head and foot

    def _head(self) -> str:
        left, right = self.paper.left, self.paper.right
        if self.way.head == "tabs":
            return self._tabbed(left, right)
        if self.way.head == "boxes":
            return self._box(left) + self._box(right)
        cut = next((n for n, line in enumerate(left) if line.role == "SK"), len(left))
        place = [line for line in right if line.role == "DD"]
        above = [line for line in right if line.role != "DD"]
        return self._grid([(left[:cut], above), (left[cut:], place)])

    def _foot(self) -> str:
        paper = self.paper
        if paper.recipients_below:
            signers = self._grid([(paper.secretary, paper.signature)])
            return signers + "".join(map(self._line, paper.recipients))
        if paper.secretary:
            return self._grid([(paper.secretary, paper.signature), (paper.recipients, [])])
        if self.way.head == "tabs":
            return self._tabbed(paper.recipients, paper.signature)
        return self._grid([(paper.recipients, paper.signature)])

    def _tabbed(self, left: list[Line], right: list[Line]) -> str:
        xml = ""
        for number in range(max(len(left), len(right))):
            pair = [column[number] if number < len(column) else None for column in (left, right)]
            runs = "".join(
                f"{'<w:r><w:tab/></w:r>' if at else ''}{self._run(line) if line and line.text else ''}"
                for at, line in enumerate(pair)
            )
            border = any(line is not None and line.rule is not None for line in pair)
            bottom = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>' if border else ""
            xml += f'<w:p><w:pPr>{bottom}<w:tabs><w:tab w:val="center" w:pos="6800"/></w:tabs></w:pPr>{runs}</w:p>'
        return xml

    def _box(self, lines: list[Line]) -> str:
        inside = "".join(self._line(line) for line in lines)
        shape = (
            '<wp:anchor><wp:extent cx="2500000" cy="900000"/><wp:docPr id="1" name="b"/><a:graphic><a:graphicData '
            'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>'
            f"<w:txbxContent>{inside}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        )
        fallback = f"<w:pict><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></w:pict>"
        return (
            '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
            f"{shape}</w:drawing></mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )

    def _grid(self, rows: list[tuple[list[Line], list[Line]]]) -> str:
        grid = '<w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="5300"/></w:tblGrid>'
        xml = f'<w:tbl><w:tblPr><w:tblW w:w="9300" w:type="dxa"/></w:tblPr>{grid}'
        for row in rows:
            cells = "".join(f"<w:tc><w:tcPr/>{''.join(map(self._line, column)) or '<w:p/>'}</w:tc>" for column in row)
            xml += f"<w:tr>{cells}</w:tr>"
        return f"{xml}</w:tbl><w:p/>"

    def _table(self, rows: list[list[str]]) -> str:
        if not rows:
            return ""
        look = Look(13)
        xml = "<w:tbl><w:tblPr/><w:tblGrid>" + '<w:gridCol w:w="3000"/>' * len(rows[0]) + "</w:tblGrid>"
        for row in rows:
            xml += (
                "<w:tr>"
                + "".join(f"<w:tc><w:tcPr/>{self._line(Line('', cell, look))}</w:tc>" for cell in row)
                + "</w:tr>"
            )
        return f"{xml}</w:tbl>"

    # Lines

    def _line(self, line: Line) -> str:
        after = self._rule_after(line)
        return f"<w:p>{self._paragraph_properties(line)}{self._run(line)}{self._rule_inside(line)}</w:p>{after}"

    def _rule_inside(self, line: Line) -> str:
        if line.rule is None or self.way.rules not in ("drawing", "vml"):
            return ""
        points = len(line.text) * _WIDTH * line.look.size / 12 * line.rule * 0.85
        if self.way.rules == "drawing":
            return f"<w:r><w:drawing>{_drawn_line(round(points * 12700))}</w:drawing></w:r>"
        return f'<w:r><w:pict><v:line from="10pt,20pt" to="{10 + points:.1f}pt,20pt"/></w:pict></w:r>'

    def _rule_after(self, line: Line) -> str:
        if line.rule is None or self.way.rules not in ("underscores", "blanks", "border below"):
            return ""
        if self.way.rules == "border below":
            return (
                '<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>'
                '<w:ind w:left="1200" w:right="1200"/></w:pPr></w:p>'
            )
        if self.way.rules == "blanks":
            count = round(len(line.text) * _WIDTH * line.look.size / 12 * line.rule * 0.85 / 1.5)
            return (
                '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:u w:val="single"/><w:sz w:val="12"/></w:rPr>'
                f'<w:t xml:space="preserve">{chr(160) * count}</w:t></w:r></w:p>'
            )
        count = max(round(len(line.text) * _WIDTH * line.look.size / 12 * line.rule * 0.85 / 6), 1)
        return (
            '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="Times New Roman" '
            f'w:hAnsi="Times New Roman"/><w:sz w:val="24"/></w:rPr><w:t>{"_" * count}</w:t></w:r></w:p>'
        )

    def _paragraph_properties(self, line: Line) -> str:
        if self.way.inherited:
            return f'<w:pPr><w:pStyle w:val="{self._style(line.look)}"/></w:pPr>'
        border = ""
        if line.rule is not None and self.way.rules == "border":
            border = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>'
        return f"<w:pPr>{border}{_paragraph_look(line.look)}</w:pPr>"

    def _run(self, line: Line) -> str:
        properties = "" if self.way.inherited else f"<w:rPr>{_run_look(line.look)}</w:rPr>"
        half = len(line.text) // 2  # Word splits text into runs at any place
        pieces = (line.text[:half], line.text[half:]) if half > 8 else (line.text,)
        return "".join(f'<w:r>{properties}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece in pieces)

    def _style(self, look: Look) -> str:
        if look not in self.styles:
            self.styles.append(look)
        return f"S{self.styles.index(look)}"

    def _styles(self) -> str:
        """Return styles.xml, with each formatting as a chain of three styles.

        Size and font, then weight and slant, then the paragraph.
        """
        xml = (
            '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
            '<w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        )
        for look in self.styles:
            id_ = self._style(look)
            letters = f'{_fonts(look)}<w:sz w:val="{round(look.size * 2)}"/>'
            weight = f'<w:b w:val="{int(look.bold)}"/><w:i w:val="{int(look.italic)}"/>'
            colour = f'<w:color w:val="{look.colour}"/>' if look.colour else ""
            xml += _style(f"{id_}a", "Normal", f"<w:rPr>{letters}</w:rPr>")
            xml += _style(f"{id_}b", f"{id_}a", f"<w:rPr>{weight}{colour}</w:rPr>")
            xml += _style(id_, f"{id_}b", f"<w:pPr>{_paragraph_look(look)}</w:pPr>")
        return f"<w:styles {_NAMES}>{xml}</w:styles>"

    def _section(self, number: int) -> str:
        page, numbers = self.paper.page, self.paper.numbers
        form = f' w:fmt="{numbers.form}"' if numbers.form else ""
        start = ' w:start="1"' if number > 1 and self.paper.restarts else ""
        counted = f"<w:pgNumType{form}{start}/>" if form or start else ""
        title = "<w:titlePg/>" if numbers.not_on_first else ""
        references = (
            '<w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/>'
        )
        return f"<w:sectPr>{references}{_measures(page)}{counted}{title}</w:sectPr>"


def _style(id_: str, based_on: str, properties: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{id_}"/><w:basedOn w:val="{based_on}"/>'
        f"{properties}</w:style>"
    )


def _drawn_line(length: int) -> str:
    """A straight line as Word writes it, anchored in the paragraph; `length` in EMU."""
    return (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">'
        "<wp:posOffset>0</wp:posOffset></wp:positionH>"
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>220000</wp:posOffset>'
        f'</wp:positionV><wp:extent cx="{length}" cy="0"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        '<wp:docPr id="9" name="l"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvCnPr/><wps:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{length}" cy="0"/></a:xfrm>'
        '<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        '<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:anchor>"
    )


def _measures(page: Page) -> str:
    def twips(mm: float) -> int:
        return round(mm / 25.4 * 1440)

    return (
        f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"/>'
        f'<w:pgMar w:top="{twips(page.top)}" w:bottom="{twips(page.bottom)}" w:left="{twips(page.left)}" '
        f'w:right="{twips(page.right)}" w:header="500" w:footer="500" w:gutter="0"/>'
    )


def _paragraph_look(look: Look) -> str:
    after, line = round(look.after * 20), round(look.line * 240)
    return (
        f'<w:spacing w:before="0" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'
        f'<w:ind w:firstLine="{round(look.first_line / 25.4 * 1440)}"/><w:jc w:val="{look.align}"/>'
    )


def _run_look(look: Look) -> str:
    colour = f'<w:color w:val="{look.colour}"/>' if look.colour else ""
    weight = f"{'<w:b/>' if look.bold else ''}{'<w:i/>' if look.italic else ''}"
    return f'{_fonts(look)}{weight}{colour}<w:sz w:val="{round(look.size * 2)}"/>'


def _fonts(look: Look) -> str:
    return f'<w:rFonts w:ascii="{look.font}" w:hAnsi="{look.font}"/>'


def _page_number(numbers: Numbers, here: bool) -> str:
    if not (numbers.present and here):
        return "<w:p/>"
    look = _run_look(numbers.look)
    before = f"<w:r><w:rPr>{look}</w:rPr><w:t>{numbers.before}</w:t></w:r>" if numbers.before else ""
    field_ = "".join(
        f"<w:r><w:rPr>{look}</w:rPr>{inside}</w:r>"
        for inside in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>2</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return f"<w:p><w:pPr>{_paragraph_look(numbers.look)}</w:pPr>{before}{field_}</w:p>"


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for name, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("header1", "header"),
            ("footer1", "footer"),
        )
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _rels(targets: list[tuple[str, str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{id_}" Type="{_R}/{kind}" Target="{target}"/>' for id_, kind, target in targets
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'
    )
