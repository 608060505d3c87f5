"""Word files that an author of templates may bring."""

import io
import zipfile
from collections.abc import Mapping, Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE = f"{_PACKAGE}/relationships/metadata/core-properties"
_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LISTS = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:default="1" w:styleId="a"/>'
    '<w:style w:type="paragraph" w:styleId="so"><w:name w:val="so"/><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr>'
    '<w:ind w:left="720"/></w:pPr></w:style></w:styles>'
)
Relation = tuple[str, str, bool]  # kind, target, whether it is external


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def listed(text: str) -> str:
    """A paragraph of list 5."""
    return paragraph(text, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>')


def table(*rows: Sequence[str]) -> str:
    """A table; a cell is a text, or paragraphs."""
    grid = '<w:gridCol w:w="3000"/>' * max(map(len, rows))
    cells = ("".join(f"<w:tc>{one if one.startswith('<') else paragraph(one)}</w:tc>" for one in row) for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def relationships(*relations: Relation) -> str:
    outside = {True: 'TargetMode="External"', False: ""}
    listed_ = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{target}" {outside[external]}/>'
        for number, (kind, target, external) in enumerate(relations, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed_}</Relationships>'


def word_file(
    body: str,
    *relations: Relation,
    main: str = "word/document.xml",
    content_type: str = MAIN,
    parts: Mapping[str, str] | None = None,
) -> bytes:
    """A .docx with a body; the given relations are rId3 and following."""
    folder, _, name = main.rpartition("/")
    types = "".join(
        f'<Override PartName="/{part}" ContentType="{type_}"/>'
        for part, type_ in (
            (main, content_type),
            ("word/styles.xml", f"{_PART}.styles+xml"),
            ("word/numbering.xml", f"{_PART}.numbering+xml"),
            ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        )
    )
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    own = (("styles", "styles.xml", False), ("numbering", "numbering.xml", False))
    written = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{types}</Types>',
        "_rels/.rels": relationships(("officeDocument", main, False)).replace(
            "</Rel", f'<Relationship Id="rId9" Type="{_CORE}" Target="docProps/core.xml"/></Rel'
        ),
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"/>',
        main: f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}<w:sectPr/></w:body></w:document>',
        f"{folder}/_rels/{name}.rels": relationships(*own, *relations),
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _LISTS,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part, text in {**written, **(parts or {})}.items():
            package.writestr(part, text)
    return out.getvalue()
