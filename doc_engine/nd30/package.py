"""The .docx around a body: styles from `layout`, page number header, settings.

Nothing that Word does not need.
"""

import io
import zipfile
from xml.sax.saxutils import escape

from . import layout
from .layout import STYLES, Style

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)  # same input, same bytes


def twips(mm: float) -> int:
    return round(mm / 25.4 * 1440)


def section(*, last: bool, own_numbering: bool = False, landscape: bool = False) -> str:
    """Section properties: A4, margins, page number on top from page 2 (Mục I).

    Landscape is for tables in the document itself (Mục I.2).
    """
    width, height = layout.PAGE_WIDTH_MM, layout.PAGE_HEIGHT_MM
    edge = twips(layout.HEADER_DISTANCE_MM)
    size = (
        f'w:w="{twips(height)}" w:h="{twips(width)}" w:orient="landscape"'
        if landscape
        else f'w:w="{twips(width)}" w:h="{twips(height)}"'
    )
    numbering = '<w:pgNumType w:start="1"/>' if own_numbering else ""
    properties = (
        f'<w:sectPr><w:headerReference w:type="default" r:id="rId3"/>'
        f"<w:pgSz {size}/>"
        f'<w:pgMar w:top="{twips(layout.MARGIN_TOP_MM)}" w:right="{twips(layout.MARGIN_RIGHT_MM)}"'
        f' w:bottom="{twips(layout.MARGIN_BOTTOM_MM)}" w:left="{twips(layout.MARGIN_LEFT_MM)}"'
        f' w:header="{edge}" w:footer="{edge}" w:gutter="0"/>{numbering}<w:titlePg/></w:sectPr>'
    )
    return properties if last else f"<w:p><w:pPr>{properties}</w:pPr></w:p>"


def docx(body: str) -> bytes:
    """A complete .docx; `body`: the inner XML of w:body, section properties included."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            ("rId1", f"{R}/officeDocument", "word/document.xml"),
            (
                "rId2",
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                "docProps/core.xml",
            ),
        ),
        "docProps/core.xml": _DECLARATION
        + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title></dc:title></cp:coreProperties>',
        "word/document.xml": f'{_DECLARATION}<w:document xmlns:w="{W}" xmlns:r="{R}">'
        f"<w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships(
            ("rId1", f"{R}/styles", "styles.xml"),
            ("rId2", f"{R}/settings", "settings.xml"),
            ("rId3", f"{R}/header", "header1.xml"),
            ("rId4", f"{R}/fontTable", "fontTable.xml"),
        ),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _fonts(),
        "word/header1.xml": _page_number(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, text.encode())
    return out.getvalue()


def _content_types() -> str:
    overrides = {
        "/word/document.xml": f"{_OFFICE}.document.main+xml",
        "/word/styles.xml": f"{_OFFICE}.styles+xml",
        "/word/settings.xml": f"{_OFFICE}.settings+xml",
        "/word/fontTable.xml": f"{_OFFICE}.fontTable+xml",
        "/word/header1.xml": f"{_OFFICE}.header+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        f'{_DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relationships(*targets: tuple[str, str, str]) -> str:
    listed = "".join(f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/>' for id_, kind, target in targets)
    return (
        f'{_DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{listed}</Relationships>"
    )


def _settings() -> str:
    return (
        f'{_DECLARATION}<w:settings xmlns:w="{W}"><w:defaultTabStop w:val="{twips(layout.DEFAULT_TAB_MM)}"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="vi-VN"/></w:settings>'
    )


def _fonts() -> str:
    return (
        f'{_DECLARATION}<w:fonts xmlns:w="{W}"><w:font w:name="{layout.FONT}"><w:panose1 w:val="02020603050405020304"/>'
        '<w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def _page_number() -> str:
    return (
        f'{_DECLARATION}<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="SoTrang"/></w:pPr>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>'
    )


def _styles() -> str:
    fonts = (
        f'<w:rFonts w:ascii="{layout.FONT}" w:hAnsi="{layout.FONT}" w:eastAsia="{layout.FONT}" w:cs="{layout.FONT}"/>'
    )
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/>'
        '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    base = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="character" w:customStyle="1" w:styleId="Gach"><w:name w:val="Gạch"/>'
        '<w:rPr><w:u w:val="single"/></w:rPr></w:style>'
    )
    return f'{_DECLARATION}<w:styles xmlns:w="{W}">{defaults}{base}{"".join(map(_style, STYLES))}</w:styles>'


def _style(style: Style) -> str:
    box = "".join(
        f'<w:{side} w:val="single" w:sz="8" w:space="4" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right")
    )
    first_line = "w:firstLine" if style.indent >= 0 else "w:hanging"
    rule = '<w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/>'
    paragraph = "".join(
        (
            "<w:keepNext/>" if style.keep_next else "",
            f"<w:pBdr>{box}</w:pBdr>" if style.boxed else "",
            f"<w:pBdr>{rule}</w:pBdr>" if style.ruled else "",
            f'<w:spacing w:before="{round(style.before * 20)}" w:after="{round(style.after * 20)}"'
            f' w:line="{round(style.height * 20 or style.line * 240)}"'
            f' w:lineRule="{"exact" if style.height else "auto"}"/>',
            f'<w:ind w:left="{twips(style.left)}" w:right="{twips(style.right)}" '
            f'{first_line}="{twips(abs(style.indent))}"/>',
            f'<w:jc w:val="{style.align}"/>',
        )
    )
    half_points = round(style.size * 2)
    run = "".join(
        (
            "<w:b/><w:bCs/>" if style.bold else "",
            "<w:i/><w:iCs/>" if style.italic else "",
            f'<w:color w:val="{style.colour}"/>' if style.colour else "",
            f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>',
        )
    )
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style.id}"><w:name w:val="{escape(style.name)}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )
