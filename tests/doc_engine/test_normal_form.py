"""Templates as authors save them: Word's own parts, tags alone, lists in loops."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from doc_engine import template
from doc_engine.authoring import examine
from doc_engine.ooxml.package import DocxPackage
from doc_engine.ooxml.story import read
from doc_engine.opc_guard import UnsafePackage
from doc_engine.render import Mode, Properties, Renderer, verified
from doc_engine.render.normal_form import normal_form
from doc_engine.render.verify import differing_parts, parts_by_docxtpl
from tests.conftest import ROOT
from tests.support.templates import R, Relation, W, listed, paragraph, relationships, table, word_file

PROPERTIES = Properties("", "", date(2024, 1, 1))
FAULTS = ROOT.parent / "shared" / "fixtures" / "faults"
GROUPS = {"ds": [{"ten": "A"}, {"ten": "B"}, {"ten": "C"}], "co": False}


def shown(docx: bytes, data: dict[str, Any]) -> list[str]:
    """The paragraphs of a filled template, the same by both ways of rendering."""
    made = Renderer(docx, "thu").render(data, PROPERTIES)
    assert differing_parts(made, parts_by_docxtpl(docx, data)) == ()
    story = read(DocxPackage(made, "thu"))
    return [one.text for one in story.paragraphs]


def loop(*inside: str, of: str = "x in ds", place: str = "p ") -> str:
    return paragraph(f"{{%{place}for {of} %}}") + "".join(inside) + paragraph(f"{{%{place}endfor %}}")


def test_a_list_below_a_heading_restarts_in_each_round() -> None:
    body = loop(paragraph("Nhóm {{ x.ten }}"), listed("một"), listed("hai")) + paragraph("hết")
    found = ["Nhóm A", "1. một", "2. hai", "Nhóm B", "1. một", "2. hai", "Nhóm C", "1. một", "2. hai", "hết"]
    assert shown(word_file(body), GROUPS) == found


def test_a_list_that_is_the_loop_counts_on() -> None:
    assert shown(word_file(loop(listed("{{ x.ten }}"))), GROUPS) == ["1. A", "2. B", "3. C"]
    with_text = loop(listed("{{ x.ten }}"), paragraph("nội dung"))
    assert shown(word_file(with_text), GROUPS)[::2] == ["1. A", "2. B", "3. C"]


def test_a_list_of_an_inner_loop_restarts_with_the_outer_one() -> None:
    inner = loop(listed("{{ y }}"), of="y in x.viec")
    data = {"ds": [{"ten": "A", "viec": ["a", "b"]}, {"ten": "B", "viec": ["c", "d"]}]}
    found = ["Nhóm A", "1. a", "2. b", "Nhóm B", "1. c", "2. d"]
    assert shown(word_file(loop(paragraph("Nhóm {{ x.ten }}"), inner)), data) == found


def test_a_list_that_a_style_names_restarts_and_keeps_its_indent() -> None:
    styled = paragraph("{{ x.ten }}", '<w:pStyle w:val="so"/>')
    docx = word_file(loop(paragraph("Nhóm"), styled))
    assert shown(docx, GROUPS)[1::2] == ["1. A", "1. B", "1. C"]
    story = read(DocxPackage(Renderer(docx, "thu").render(GROUPS, PROPERTIES), "thu"))
    assert {round(one.format.left, 1) for one in story.paragraphs[1::2]} == {12.7}


def test_a_list_in_a_repeated_row_restarts() -> None:
    rows = table(("{%tr for x in ds %}", ""), ("{{ x.ten }}", listed("một")), ("{%tr endfor %}", ""))
    assert shown(word_file(rows + paragraph("")), GROUPS)[:6] == ["A", "1. một", "B", "1. một", "C", "1. một"]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (paragraph("{% if co %}") + paragraph("mất") + paragraph("{% endif %}") + paragraph("sau"), ["sau"]),
        (paragraph(" {%- if not co -%} ") + paragraph("còn") + paragraph("{% endif %}"), ["còn"]),
        (
            paragraph("{% if co %}")
            + paragraph("a")
            + paragraph("{% else %}")
            + paragraph("b")
            + paragraph("{% endif %}"),
            ["b"],
        ),
        (loop(paragraph("{{ x.ten }}"), place=""), ["A", "B", "C"]),
        (loop(paragraph("{% if loop.first %}"), paragraph("đầu"), paragraph("{% endif %}"), place=""), ["đầu"]),
        (
            paragraph("{% for x in ds %}{% if loop.last %}") + paragraph("cuối") + paragraph("{% endif %}{% endfor %}"),
            ["cuối"],
        ),
        (paragraph("{% set t = ds|length %}") + paragraph("{{ t }}"), ["3"]),
        (paragraph("{# ghi chú #}") + paragraph("sau"), ["sau"]),
        (table(("{% for x in ds %}", ""), ("{{ x.ten }}", "z"), ("{% endfor %}", "")), ["A", "z", "B", "z", "C", "z"]),
        (table((loop(paragraph("{{ x.ten }}"), place=""),)), ["A", "B", "C"]),
    ],
)
def test_a_statement_alone_leaves_no_line(body: str, lines: list[str]) -> None:
    assert shown(word_file(body + paragraph("")), GROUPS)[:-1] == lines


def test_what_is_within_a_paragraph_stays_there() -> None:
    body = paragraph("{% if co %}mất{% endif %}trước") + paragraph("{% if not co %}") + paragraph("còn{% endif %}")
    assert shown(word_file(body), GROUPS) == ["trước", "", "còn"]


def test_an_ampersand_in_a_tag_is_one() -> None:
    body = paragraph('{{ "A &amp; B" }}|{% if ten == "P&amp;Q" %}đúng{% endif %}')
    assert shown(word_file(body), {"ten": "P&Q"}) == ["A & B|đúng"]
    assert shown(word_file(body), {"ten": "P&amp;Q"}) == ["A & B|"]


TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"


@pytest.mark.parametrize("made", [{"main": "word/document2.xml"}, {"content_type": TEMPLATE}])
def test_the_main_part_of_sharepoint_and_of_a_dotx_is_an_ordinary_one(made: dict[str, str]) -> None:
    docx = word_file(paragraph("{{ a }}"), **made)  # type: ignore[arg-type]  # its names are those of the parameters
    filled = Renderer(docx, "thu").render({"a": "x"}, PROPERTIES)
    with zipfile.ZipFile(io.BytesIO(filled)) as package:
        assert "word/document.xml" in package.namelist()
        assert b"template.main" not in package.read("[Content_Types].xml")
    assert [one.text for one in read(DocxPackage(filled, "x")).paragraphs] == ["x"]


def with_settings(inside: str, *relations: Relation) -> bytes:
    settings = f'<w:settings xmlns:w="{W}" xmlns:r="{R}">{inside}</w:settings>'
    parts = {"word/settings.xml": settings, "word/_rels/settings.xml.rels": relationships(*relations)}
    return word_file(paragraph("{{ a }}"), ("settings", "settings.xml", False), parts=parts)


def with_chart() -> bytes:
    chart = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    space = f'<c:chartSpace xmlns:c="{chart}" xmlns:r="{R}"><c:chart/><c:externalData r:id="rId1"/></c:chartSpace>'
    parts = {
        "word/charts/chart1.xml": space,
        "word/charts/_rels/chart1.xml.rels": relationships(("package", "../embeddings/a.xlsx", False)),
        "word/embeddings/a.xlsx": "PK",
    }
    return word_file(paragraph("{{ a }}"), ("chart", "charts/chart1.xml", False), parts=parts)


def with_object() -> bytes:
    ole = '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="rId3"/>'
    body = f"{paragraph('{{ a }}')}<w:p><w:r><w:object>{ole}</w:object></w:r></w:p>"
    relation = ("oleObject", "embeddings/oleObject1.bin", False)
    return word_file(body, relation, parts={"word/embeddings/oleObject1.bin": "x"})


def with_deleted_tag() -> bytes:
    deleted = "<w:p><w:del><w:r><w:delText>{{ b }}</w:delText></w:r></w:del></w:p>"
    return word_file(paragraph("{{ a }}") + deleted)


SERVER = ("attachedTemplate", "https://may-chu/x.dotm", True)
MERGED = ("mailMergeSource", "file:///D:/ds.xlsx", True)


@pytest.mark.parametrize(
    ("docx", "said"),
    [
        (with_settings('<w:attachedTemplate r:id="rId1"/>', SERVER), "Attached template"),
        (with_settings("<w:mailMerge/>", MERGED), "Mail Merge"),
        (with_chart(), "biểu đồ vẫn hiện"),
        (with_object(), "OLE"),
        (with_deleted_tag(), "Track Changes"),
    ],
    ids=["attached template", "mail merge", "chart", "OLE", "tracked"],
)
def test_what_a_document_has_no_use_for_is_dropped_with_a_word(docx: bytes, said: str) -> None:
    found = normal_form(docx, "thu")
    assert any(said in remark for remark in found.remarks)
    assert shown(docx, {"a": "x"})[0] == "x"
    assert normal_form(found.docx, "thu").remarks == ()


def test_printer_settings_are_dropped() -> None:
    relation = ("printerSettings", "printerSettings/printerSettings1.bin", False)
    docx = word_file(paragraph("{{ a }}"), relation, parts={"word/printerSettings/printerSettings1.bin": "x"})
    with zipfile.ZipFile(io.BytesIO(Renderer(docx, "thu").render({"a": "x"}, PROPERTIES))) as package:
        assert not [name for name in package.namelist() if name.endswith(".bin")]


def test_a_macro_is_refused_with_what_a_clerk_can_do() -> None:
    with pytest.raises(UnsafePackage) as error:
        Renderer(word_file(paragraph("x"), parts={"word/vbaProject.bin": "x"}), "thu")
    assert "Word Document (*.docx)" in error.value.remedy_text


def test_nothing_to_change_gives_the_very_bytes(tmp_path: Path) -> None:
    for folder in template.installed().values():
        docx = template.load(folder).docx
        assert normal_form(docx, "x").docx is docx


@pytest.mark.parametrize("name", ["strict.docx", "attached-template.docx", "tracked.docx"])
def test_word_files_of_other_makers_are_rendered(name: str) -> None:
    docx = (FAULTS / "word" / name).read_bytes()
    made = Renderer(docx, name).render({}, PROPERTIES)
    assert any("QUYẾT ĐỊNH" in one.text for one in read(DocxPackage(made, name)).paragraphs)


@pytest.mark.parametrize("name", ["mau-d2", "numbered-list", "plain-if", "tk"])
def test_templates_that_failed_are_filled(name: str) -> None:
    one = template.load(FAULTS / "template" / name)
    verdict = examine(one)
    assert verdict.mode is Mode.COMPILED
    assert all("thể thức" in str(mistake) for mistake in verdict.mistakes)
    renderer = verified(one.docx, one.id, one.sample_for_rendering)
    made = renderer.render(one.sample_for_rendering, PROPERTIES)
    story = read(DocxPackage(made, name))
    labels = [one.label for one in story.paragraphs if "việc thứ" in one.text]
    assert labels == (["1.", "2."] * 3 if name == "numbered-list" else [])
    texts = [paragraph.text for paragraph in story.paragraphs]
    assert not [text for text in texts if "MẬT" in text]
    if name == "plain-if":
        assert texts[texts.index("SAU") - 1].strip() == ""  # the line below the subject, and nothing else
        assert texts[texts.index("SAU") - 2].startswith("Về việc")
