"""Effective formatting: styles, numbering, theme and direct formatting combined."""

import io
import math
import zipfile

import pytest

from doc_engine.ooxml import edit
from doc_engine.ooxml.package import DocxPackage, UnreadableDocument
from doc_engine.ooxml.story import Area, Run, Story, read

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_R}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def package(body: str, styles: str = "", numbering: str = "", theme: str = "", settings: str = "") -> DocxPackage:
    parts = {
        "styles": f"<w:styles {_NAMES}>{styles}</w:styles>",
        "numbering": f"<w:numbering {_NAMES}>{numbering}</w:numbering>",
        "theme": f"<a:theme {_NAMES}>{theme}</a:theme>",
        "settings": f"<w:settings {_NAMES}>{settings}</w:settings>",
    }
    rels = "".join(f'<Relationship Id="{name}" Type="{_R}/{name}" Target="{name}.xml"/>' for name in parts)
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{namespace}"><Relationship Id="a" Type="{_R}/officeDocument" Target="word/d.xml"/>'
            "</Relationships>",
        )
        made.writestr("word/_rels/d.xml.rels", f'<Relationships xmlns="{namespace}">{rels}</Relationships>')
        made.writestr("word/d.xml", f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            made.writestr(f"word/{name}.xml", text)
    return DocxPackage(out.getvalue(), "vb.docx")


def story(body: str, styles: str = "", numbering: str = "", theme: str = "") -> Story:
    return read(package(body, styles, numbering, theme))


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def style(id_: str, properties: str, based_on: str = "", kind: str = "paragraph") -> str:
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{id_}">{based}{properties}</w:style>'


def test_bold_of_paragraph_and_character_style_cancel_each_other() -> None:
    styles = style("P", "<w:rPr><w:b/></w:rPr>") + style("C", "<w:rPr><w:b/></w:rPr>", kind="character")
    body = paragraph("x", '<w:pStyle w:val="P"/>', '<w:rStyle w:val="C"/>')
    body += paragraph("y", '<w:pStyle w:val="P"/>', '<w:rStyle w:val="C"/><w:b/>')
    assert [one.runs[0].format.bold for one in story(body, styles).paragraphs] == [False, True]


def test_a_style_inherits_through_any_number_of_styles_even_in_a_circle() -> None:
    styles = (
        style("A", '<w:rPr><w:sz w:val="26"/></w:rPr>', "C")
        + style("B", "<w:rPr><w:i/></w:rPr>", "A")
        + style("C", '<w:pPr><w:jc w:val="center"/></w:pPr>', "B")
    )
    (one,) = story(paragraph("x", '<w:pStyle w:val="C"/>'), styles).paragraphs
    assert (one.runs[0].format.size, one.runs[0].format.italic, one.format.align) == (13, True, "center")


def test_fonts_come_from_the_theme_where_it_is_named() -> None:
    theme = '<a:minorFont><a:latin typeface="Calibri"/></a:minorFont>'
    run = '<w:rFonts w:ascii="Times New Roman" w:asciiTheme="minorHAnsi" w:hAnsi="Times New Roman"/>'
    (one,) = story(paragraph("x", run=run), theme=theme).paragraphs
    assert one.runs[0].format.fonts == ("Calibri", "Times New Roman")
    edit.set_font(one.runs, "Times New Roman")
    assert read(package(paragraph("x"), theme=theme)).paragraphs[0].runs[0].format.fonts == ("Times New Roman",)


def test_what_nothing_says_is_as_word_begins_with() -> None:
    (one,) = story(paragraph("x")).paragraphs
    look = one.runs[0].format
    assert (look.size, look.bold, look.fonts, one.format.align, one.format.line) == (
        10,
        False,
        ("Times New Roman",),
        "left",
        1,
    )


def test_labels_that_word_makes_are_counted() -> None:
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Điều %1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1.%3"/></w:lvl>'
        '<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="5">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    )
    numbered = [0, 1, 1, 0, 1, 2, 3]
    body = "".join(
        paragraph("x", f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>') for level in numbered
    )
    body += paragraph("x", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>')
    labels = [one.label for one in story(body, numbering=numbering).paragraphs]
    assert labels == ["Điều 1.", "a)", "b)", "Điều 2.", "a)", "2.I", "-", ""]


def test_the_fallback_of_older_readers_is_not_read_twice() -> None:
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:t>mới</w:t></mc:Choice>"
        "<mc:Fallback><w:t>cũ</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert [one.text for one in story(body).paragraphs] == ["mới"]


def test_places_and_sections() -> None:
    section = '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/><w:pgMar w:start="1701" w:gutter="100"/></w:sectPr>'
    table = f"<w:tbl><w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>"
    inside = f"<w:txbxContent>{paragraph('trong hộp')}</w:txbxContent>"
    box = f"<w:p><w:r><w:pict><v:textbox>{inside}</v:textbox></w:pict></w:r></w:p>"
    found = story(table + box + f"<w:p><w:pPr>{section}</w:pPr></w:p>" + paragraph("c"))
    assert [(one.text, one.area, one.section) for one in found.paragraphs] == [
        ("a", Area.CELL, 0),
        ("b", Area.CELL, 0),
        ("", Area.BODY, 0),
        ("trong hộp", Area.BOX, 0),
        ("", Area.BODY, 0),
        ("c", Area.BODY, 1),
    ]
    first = found.sections[0]
    assert (round(first.width), round(first.height), round(first.left, 1)) == (297, 210, 31.8)


def test_text_is_changed_across_runs_and_only_there() -> None:
    middle = "<w:r><w:rPr><w:b/></w:rPr><w:t>5 /KH - UB</w:t></w:r>"
    body = f"<w:p><w:r><w:t>Số: 3</w:t></w:r>{middle}<w:r><w:t>ND</w:t></w:r></w:p>"
    one = package(body)
    (found,) = read(one).paragraphs
    assert edit.replace_text(found.runs, "35 /KH - UBND", "35/KH-UBND")
    assert not edit.replace_text(found.runs, "không có", "x")
    one.change(one.main)
    again = read(DocxPackage(one.save(), "vb.docx")).paragraphs[0]
    assert again.text == "Số: 35/KH-UBND"
    assert [run.format.bold for run in again.runs] == [False]


def test_properties_are_put_where_the_schema_wants_them() -> None:
    (one,) = story(paragraph("x", '<w:keepNext/><w:jc w:val="left"/>', '<w:u w:val="single"/>')).paragraphs
    edit.set_first_line(one, 12.7)
    edit.set_switch(one.runs, "b", True)
    edit.set_size(one.runs, 14)
    names = [
        [str(child.tag).rpartition("}")[2] for child in element] for element in (one.element[0], one.runs[0].element[0])
    ]
    assert names == [["keepNext", "ind", "jc"], ["b", "bCs", "sz", "szCs", "u"]]


def test_of_a_line_in_two_columns_only_the_runs_given_are_changed() -> None:
    """The same word before and after a tab and after a break, in two runs."""
    body = "<w:p><w:r><w:t>huyện</w:t><w:tab/><w:t>huyện</w:t><w:br/></w:r><w:r><w:t>huyện</w:t></w:r></w:p>"
    one = package(body)
    (found,) = read(one).paragraphs
    first, _ = found.runs
    left = Run("huyện", first.format, first.element)
    right = Run("huyện", first.format, first.element, offset=len("huyện\t"))
    assert edit.replace_text([left], "n", "n;", last=True)
    assert read(one).paragraphs[0].text == "huyện;\thuyện\nhuyện"
    right.offset += 1
    assert edit.replace_text([right], "n", "n.", last=True)
    assert read(one).paragraphs[0].text == "huyện;\thuyện.\nhuyện"


@pytest.mark.parametrize(
    ("settings", "looks", "gap"),
    [
        ("", ("", ""), 8),
        ("<w:compat><w:doNotUseHTMLParagraphAutoSpacing/></w:compat>", ("", ""), 14),
        ("", ("<w:contextualSpacing/>", ""), 2),
        ("", ("", "<w:contextualSpacing/>"), 6),
        ("", ("<w:contextualSpacing/>", "<w:contextualSpacing/>"), 0),
    ],
)
def test_the_gap_between_two_paragraphs_is_the_larger_one(settings: str, looks: tuple[str, str], gap: float) -> None:
    first = paragraph("x", f'<w:spacing w:before="0" w:after="120"/>{looks[0]}')
    second = paragraph("y", f'<w:spacing w:before="160" w:after="0"/>{looks[1]}')
    found = read(package(first + second, settings=settings))
    assert found.gap(*found.paragraphs) == gap


def test_text_boxes_in_text_boxes_are_read_once_each() -> None:
    """Twenty nested boxes: read twice at each level they would be a million."""
    inside = paragraph("trong cùng")
    for depth in range(20):
        box = f"<w:pict><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></w:pict>"
        inside = f"<w:p><w:r><w:t>{depth}</w:t></w:r><w:r>{box}</w:r></w:p>"
    assert [one.text for one in story(inside).paragraphs] == [*(str(n) for n in reversed(range(20))), "trong cùng"]


@pytest.mark.parametrize("wrong", ["nan", "inf", "-inf", "1e308", "9" * 5000, "1.2.3", "", "ba", "-5", "0x10"])
def test_measures_that_are_none_are_passed_over(wrong: str) -> None:
    level = f'<w:lvl w:ilvl="{wrong}"><w:start w:val="{wrong}"/><w:lvlText w:val="%1."/></w:lvl>'
    right = level.replace(f'w:ilvl="{wrong}"', 'w:ilvl="0"')
    numbering = f'<w:abstractNum w:abstractNumId="0">{right}{level}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    listed = f'<w:numPr><w:ilvl w:val="{wrong}"/><w:numId w:val="1"/></w:numPr><w:ind w:left="{wrong}"/>'
    line = f'<w:r><w:pict><v:line from="{wrong}pt,1pt" to="9pt,{wrong}pt"/></w:pict></w:r>'
    shape = f'<w:r><w:pict><v:rect style="width:{wrong}pt;height:{wrong}pt"/></w:pict></w:r>'
    size = f'<w:spacing w:after="{wrong}"/><w:sz w:val="{wrong}"/>'
    page = f'<w:sectPr><w:pgSz w:w="{wrong}"/><w:pgNumType w:start="{wrong}"/></w:sectPr>'
    body = paragraph("x", listed, size) + f"<w:p>{line}{shape}</w:p>{page}"
    found = story(body, numbering=numbering)
    assert found.paragraphs[0].label == "1."
    assert found.sections[0].starts_at is None
    assert all(math.isfinite(length) for length in found.paragraphs[1].drawn)


def test_a_body_without_a_paragraph_is_no_document() -> None:
    with pytest.raises(UnreadableDocument):
        story("<w:sectPr/>")
