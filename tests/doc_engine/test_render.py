"""The traps of rendering: values come out as given, or an error names the place.

Each was reproduced before it was fixed.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from doc_engine.docx_text import paragraphs
from doc_engine.nd30.compose import compose
from doc_engine.ooxml.validity import faults
from doc_engine.opc_guard import UnsafePackage
from doc_engine.render import Mode, Properties, Renderer, RenderFailed, TemplateRejected, verified
from doc_engine.render.verify import differing_parts, parts_by_docxtpl

PROPERTIES = Properties("Về việc A & B", "Ủy ban <nhân dân>", date(2024, 11, 22))


def fill(outline: str, data: dict[str, Any]) -> list[str]:
    """Return the paragraphs of an outline, filled in the mode that `verified` chooses."""
    docx = verified(compose(outline), "thu", data).render(data, PROPERTIES)
    return [text for text in paragraphs(docx) if text]


def word_docx(build: Callable[[Any], None]) -> bytes:
    """A .docx as python-docx writes it: another package, other styles."""
    document = Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rewritten(docx: bytes, **parts: bytes) -> bytes:
    """Return the package with parts replaced or added.

    In the names of `parts`, "/" is written as "__" and "." as "_0".
    """
    out = io.BytesIO()
    changed = {name.replace("__", "/").replace("_0", "."): content for name, content in parts.items()}
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, content in changed.items():
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "value", ["A & B <x> C", "</w:t></w:r></w:p>", "&amp;", "“ngoặc” ‘đơn’", "{{ 7*7 }}", "{% raw %}"]
)
def test_what_goes_in_comes_out(value: str) -> None:
    assert fill("noi-dung: [{{ a }}]\nnoi-dung: sau", {"a": value}) == [f"[{value}]", "sau"]


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")))
def test_any_printable_text_comes_out_in_normal_form(value: str) -> None:
    renderer = Renderer(compose("noi-dung: [{{ a }}]"), "thu")
    text = unicodedata.normalize("NFC", value).replace("{_{", "{{").replace("}_}", "}}").replace("{_%", "{%")
    assert paragraphs(renderer.render({"a": value}, PROPERTIES))[0] == f"[{text.replace('%_}', '%}')}]"


def test_a_line_break_in_a_value_is_a_line_break_in_word() -> None:
    assert fill("noi-dung: {{ a }}", {"a": "một\nhai\tba"}) == ["một\nhai\tba"]


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x0c", "\x07", "\x1f", "\ufffe", "\ud800"])
def test_a_character_that_no_document_can_hold_is_reported_with_its_field(character: str) -> None:
    renderer = Renderer(compose("noi-dung: {{ a.b[0] }}"), "thu")
    with pytest.raises(RenderFailed, match=rf"a\.b\.0 .*U\+{ord(character):04X}"):
        renderer.render({"a": {"b": [f"x{character}"]}}, PROPERTIES)


def test_decomposed_letters_are_composed_in_the_document() -> None:
    assert fill("noi-dung: {{ a }}", {"a": "Ca\u0302\u0309m Gia\u0300ng"}) == ["Cẩm Giàng"]


def test_a_template_typed_with_decomposed_letters_is_what_it_looks_like() -> None:
    outline = unicodedata.normalize("NFD", "noi-dung: Xã {{ tên }} phù hợp")
    assert fill(outline, {"tên": "Cẩm Giàng"}) == ["Xã Cẩm Giàng phù hợp"]
    assert verified(compose(outline), "thu", {"tên": "x"}).mode is Mode.COMPILED


def test_an_undefined_name_is_an_error_that_names_paragraph_and_field() -> None:
    renderer = Renderer(compose("noi-dung: Đoạn một\nnoi-dung: Kính gửi {{ xa.ten }}, {{ xa.tem }}"), "thu")
    with pytest.raises(RenderFailed, match=r"Kính gửi.*tem"):
        renderer.render({"xa": {"ten": "Cẩm Giàng"}}, PROPERTIES)


def test_a_misspelt_list_is_an_error_and_not_an_empty_section() -> None:
    renderer = Renderer(compose("{%p for x in cac_xa %}\nnoi-dung: {{ x }}\n{%p endfor %}"), "thu")
    with pytest.raises(RenderFailed, match="cac_xa"):
        renderer.render({"cac_xã": ["a"]}, PROPERTIES)


def test_an_empty_value_is_an_error_and_not_the_word_none() -> None:
    with pytest.raises(RenderFailed, match="còn trống"):
        Renderer(compose("noi-dung: {{ a }}"), "thu").render({"a": None}, PROPERTIES)


def test_a_field_named_like_a_method_is_the_field() -> None:
    assert fill("noi-dung: {{ d.items }} {{ d.values }}", {"d": {"items": "x", "values": "y"}}) == ["x y"]


def test_a_forgotten_endfor_names_the_place() -> None:
    with pytest.raises(TemplateRejected, match="endfor"):
        Renderer(compose("{%p for x in a %}\nnoi-dung: {{ x }}"), "thu")


@pytest.mark.parametrize(
    "tag",
    [
        "{{ cycler.__init__.__globals__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ a.append(1) }}",
        "{{ a.__class__ }}",
    ],
)
def test_a_template_reaches_nothing_but_its_data(tag: str) -> None:
    with pytest.raises(RenderFailed):
        Renderer(compose(f"noi-dung: {tag}"), "thu").render({"a": [1]}, PROPERTIES)


FOR = "{% for x in range(99999) %}"
DOUBLED = "{% set y = 'X' %}" + "{% set y = y ~ y %}" * 15
ENDLESS = [
    f"{FOR * 3}.{'{% endfor %}' * 3}",
    f"{FOR}{FOR}{{% endfor %}}{{% endfor %}}",
    f"{FOR}{{{{ range(99999)|list|length }}}}{{% endfor %}}",
    f"{FOR}{{% if 'x' in range(99999) %}}{{% endif %}}{{% endfor %}}",
    f"{FOR}{{{{ a|select('in', range(99999))|list|length }}}}{{% endfor %}}",
    f"{FOR}{{{{ lo.count('x') }}}}{{% endfor %}}",
    f"{FOR}{{{{ range(99999)[1:]|length }}}}{{% endfor %}}",
    f"{FOR}{{% for y in a|map('upper') if range(99999)|max %}}{{% endfor %}}{{% endfor %}}",
    "{% set y = 'x' %}" + "{% set y = y ~ y %}" * 50 + "{{ y }}",
    "{% set y = 'x' %}" + "{% set y = y + y %}" * 50 + "{{ y }}",
    "{% set y = 'x' %}" + "{% set y %}{{ y }}{{ y }}{% endset %}" * 50 + "{{ y }}",
    "{% set y = 9 %}" + "{% set y = y * y %}" * 50 + "{{ y }}",
    "{% set y = [1] %}" + "{% set y = [y, y] %}" * 50 + "{{ y == y }}",
    "{% set y = [1] %}" + "{% set y = y + y %}" * 50 + "{{ y|length }}",
    "{% set y = {} %}" + "{% set y = {'x': y, 'y': y} %}" * 50 + "{{ y }}",
    "{% set y = namespace() %}" + "{% set y = namespace(a=y, b=y) %}" * 50 + "{{ y ~ y }}",
    "{% set n = namespace(x='x') %}" + FOR + "{% set n.x = n.x ~ n.x %}{% endfor %}",
    "{% set y = 'xx' %}" + "{% set y = y|replace('x', y) %}" * 50 + "{{ y }}",
    "{% set y = 'xx' %}" + "{% set y = y|list|join(y) %}" * 50 + "{{ y }}",
    "{% set y = lo %}" + "{% set y = y|forceescape %}" * 50 + "{{ y }}",
    f"{{% set y = [1] %}}{FOR}{{% set y = a|sum(start=y) %}}{{% endfor %}}",
    "{% macro m(y) %}{{ m(y ~ 1) }}{{ m(y ~ 2) }}{% endmacro %}{{ m('x') }}",
    "{% for x in a recursive %}{{ loop(a) }}{{ loop(a) }}{% endfor %}",
    "{% filter replace('x', lo) %}" * 9 + "x" + "{% endfilter %}" * 9,
    "{{ (1).to_bytes(99999999999) }}",
    "{{ 1.5|round(999999999, 'ceil') }}",
    "{{ 'x'|wordwrap(1, wrapstring=lo) }}",
    "{{ cycler(1) }}",
    "{{ a }}",
    "{{ a|random }}",  # not endless, but never the same
    FOR + "{{ lo }}" + "{% endfor %}",
    f"{{% if ['abc']|map('$priced', -99999999999)|list %}}{{% endif %}}{FOR}{FOR}{{% endfor %}}{{% endfor %}}",
    "{{ range(99999)|map(attribute='zz', default=lo)|map('title')|map('length')|sum }}",
    "{% set y = 'x' %}" + "{% set y = range(2)|map(attribute='z', default=y)|list %}" * 40 + "{{ y|string|length }}",
    "{% set l = range(99999)|list %}{% set m = range(99999)|list %}"
    + FOR
    + "{% if l is eq(m) %}{% endif %}{% endfor %}",
    f"{DOUBLED}{FOR}{{% if y is upper %}}{{% endif %}}{{% endfor %}}",
    "{% for z in range(49) %}{% for x in range(99999) if not ("
    + " or ".join(["a"] * 900)
    + ") %}{% endfor %}{% endfor %}",
    f"{DOUBLED}{FOR}{{% set z %}}{'{{ y }}' * 20}{{% endset %}}{{% endfor %}}",
    DOUBLED
    + "".join(f"{{% set z{n} %}}{{% for x in range(950) %}}{{{{ y }}}}{{% endfor %}}{{% endset %}}" for n in range(30)),
    f"{DOUBLED}{{{{ 1 // (y|replace('X', 'f')|int(0, 16)) }}}}",
    f"{DOUBLED}{FOR}{{% if y.strip(y) %}}{{% endif %}}{{% endfor %}}",
    f"{DOUBLED}{FOR}{{% if y|title %}}{{% endif %}}{{% endfor %}}",
    "{{ 1 if 0x" + "f" * 50_000 + " // 0x" + "f" * 25_000 + " else 2 }}",
    "{{ 'x'.zfill(99999999999) }}",
    "{{ 'x'.center(99999999999) }}",
    "{{ '%99999999d' % 1 }}",
    "{{ '%*d' % (99999999, 1) }}",
    "{{ 'x' * 99999999999 }}",
    f"{FOR}{{{{ a|select('in', range(99999))|list|length }}}}{{% endfor %}}",
    "{{p a " * 20_000,
    "{% a " * 60_000,
]


@pytest.mark.parametrize("body", ENDLESS)
def test_no_template_takes_the_machine_s_time_or_memory(body: str) -> None:
    with pytest.raises((RenderFailed, TemplateRejected)):
        Renderer(compose(f"noi-dung: {body}"), "thu").render({"a": [1], "lo": "x" * 50_000}, PROPERTIES)


def test_all_parts_of_a_document_have_one_budget() -> None:
    def build(document: Any) -> None:
        for _ in range(30):
            section = document.add_section()
            for area in (section.header, section.footer):
                area.is_linked_to_previous = False
                area.paragraphs[0].text = "{% for x in range(9999) %}{% for y in range(99) %}{% endfor %}{% endfor %}"

    with pytest.raises(RenderFailed, match="lặp quá nhiều"):
        Renderer(word_docx(build), "thu").render({}, PROPERTIES)


def test_what_one_document_spends_is_not_the_next_one_s() -> None:
    renderer = Renderer(compose("noi-dung: {% for x in range(99999) %}{% if x == 1 %}{% endif %}{% endfor %}x"), "thu")
    for _ in range(8):
        assert renderer.render({}, PROPERTIES)


def test_a_table_of_every_commune_by_every_criterion_is_within_the_limits() -> None:
    row = "{% for d in xa.diem %}{{ d|string|trim ~ '; ' }}{% if d > 9 %}x{% endif %}{% endfor %}"
    communes = [{"diem": list(range(13))} for _ in range(3_321)]
    texts = fill(f"noi-dung: {{% for xa in cac_xa %}}{row}{{% endfor %}}", {"cac_xa": communes})
    assert "".join(texts).count("x") == 3 * 3_321


def test_the_usual_language_of_templates_is_there() -> None:
    data = {
        "ten": "xã A, B",
        "so": [3, 1, 2],
        "cac_xa": [{"ten": "Vi Hương", "dat": True}, {"ten": "<B>", "dat": False}],
    }
    for source, made in (
        ("{{ cac_xa|map(attribute='ten')|join(', ') }}", "Vi Hương, <B>"),
        ("{{ cac_xa|join('; ', attribute='ten') }}", "Vi Hương; <B>"),
        ("{{ cac_xa|selectattr('dat')|list|length }}/{{ cac_xa|length }}", "1/2"),
        ("{{ so|sum }} {{ so|sort|first }} {{ so|max }} {{ 2.345|round(1) }}", "6 1 3 2.3"),
        ("{{ ten.upper() }} {{ ten|replace('A', '<C>') }} {{ ten ~ (1 + 1) }}", "XÃ A, B xã <C>, B xã A, B2"),
        ("{% for xa in cac_xa %}{{ loop.index }}{{ ', ' if not loop.last }}{% endfor %}", "1, 2"),
        ("{% for k, v in cac_xa[0].items() %}{{ k }} {% endfor %}", "ten dat"),
        ("{% set n = namespace(x=0) %}{% for s in so %}{% set n.x = n.x + s %}{% endfor %}{{ n.x }}", "6"),
        ("{{ 'a' in ['a', 'b'] and ten.split(', ')[1:]|first }}", "B"),
        (
            "{{ [ten, so|first, 'x']|join('; ') }} {{ {'a': ten}.a }} {{ ten in (ten, 'y') }}",
            "xã A, B; 3; x xã A, B True",
        ),
        ("{{ '%02d/%02d' % (5, 11) }} {{ (7|string).zfill(2) }} {{ '.' * 5 }}", "05/11 07 ....."),
        ("{% for k, v in [('A', so|first), ('B', 2)] %}{{ k }}{{ v }} {% endfor %}", "A3 B2"),
        ("{% for g in cac_xa|groupby('dat') %}{{ g.grouper }}{{ g.list|length }} {% endfor %}", "False1 True1"),
        ("{{ (so + [9])|length }} {{ cac_xa|selectattr('ten', 'in', ['<B>'])|list|length }}", "4 1"),
        ("{{ khong|default('không có') }}", "không có"),
    ):
        assert " ".join(fill(f"noi-dung: {source}", data)[0].split()) == made


def test_the_same_data_give_the_same_bytes_and_other_data_others() -> None:
    renderer = Renderer(compose("noi-dung: {{ a }}"), "thu")
    again = Renderer(compose("noi-dung: {{ a }}"), "thu")
    first = renderer.render({"a": "x"}, PROPERTIES)
    assert renderer.render({"a": "y"}, PROPERTIES) != first
    assert again.render({"a": "x"}, PROPERTIES) == first


def test_word_shows_the_documents_own_properties_unescaped_once() -> None:
    docx = Renderer(compose("noi-dung: x"), "thu").render({}, PROPERTIES)
    properties = Document(io.BytesIO(docx)).core_properties
    assert (properties.title, properties.author) == ("Về việc A & B", "Ủy ban <nhân dân>")
    assert properties.created is not None
    assert properties.created.date() == date(2024, 11, 22)


def test_a_title_longer_than_python_docx_allows_is_kept() -> None:
    docx = Renderer(compose("noi-dung: x"), "thu").render({}, Properties("a" * 400, "b", date(2024, 1, 1)))
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        assert b"a" * 400 in package.read("docProps/core.xml")


def test_tags_split_over_runs_as_word_does_are_read() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph()
        for piece in ("Xã {", "{ te", "n }", "}."):
            paragraph.add_run(piece).bold = piece == "n }"

    docx = word_docx(build)
    renderer = verified(docx, "thu", {"ten": "Cẩm Giàng"})
    assert renderer.mode is Mode.COMPILED
    assert "Xã Cẩm Giàng." in paragraphs(renderer.render({"ten": "Cẩm Giàng"}, PROPERTIES))


def test_tags_in_headers_and_footers_are_filled() -> None:
    def build(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Đầu {{ a }}"
        document.sections[0].footer.paragraphs[0].text = "Cuối {{ a }}"

    docx = word_docx(build)
    rendered = verified(docx, "thu", {"a": "x & y"}).render({"a": "x & y"}, PROPERTIES)
    section = Document(io.BytesIO(rendered)).sections[0]
    assert section.header.paragraphs[0].text == "Đầu x & y"
    assert section.footer.paragraphs[0].text == "Cuối x & y"


def build_growing_table(document: Any) -> None:
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("{%tc for x in a %}", "{{ x }}", "{%tc endfor %}"), strict=True):
        cell.text = text


def test_a_table_whose_columns_the_data_decide_is_corrected_as_docxtpl_does() -> None:
    docx = word_docx(build_growing_table)
    data = {"a": ["một", "hai", "ba", "bốn", "năm"]}
    renderer = verified(docx, "thu", data)
    assert renderer.mode is Mode.COMPILED_WITH_TREE
    rendered = renderer.render(data, PROPERTIES)
    assert differing_parts(rendered, parts_by_docxtpl(docx, data)) == ()
    assert [cell.text for cell in Document(io.BytesIO(rendered)).tables[0].rows[0].cells] == data["a"]


def test_a_table_that_can_lose_all_its_rows_is_not_taken_for_regular() -> None:
    def build(document: Any) -> None:
        table = document.add_table(rows=3, cols=2)
        for row, text in zip(table.rows, ("{%tr for x in a %}", "{{ x }}", "{%tr endfor %}"), strict=True):
            row.cells[0].text = text

    docx = word_docx(build)
    renderer = verified(docx, "thu", {"a": ["x"]})
    assert renderer.mode is not Mode.COMPILED
    assert differing_parts(renderer.render({"a": []}, PROPERTIES), parts_by_docxtpl(docx, {"a": []})) == ()


FOOTNOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/'
    'wordprocessingml/2006/main"><w:footnote w:id="1"><w:p><w:r><w:t>Chú {{ a }}</w:t></w:r></w:p></w:footnote>'
    "</w:footnotes>"
).encode()


def with_footnotes(docx: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        types = package.read("[Content_Types].xml").decode()
        relations = package.read("word/_rels/document.xml.rels").decode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    types = types.replace("</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>')
    relations = relations.replace(
        "</Relationships>", f'<Relationship Id="rId99" Type="{link}" Target="footnotes.xml"/></Relationships>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            changed = {"[Content_Types].xml": types, "word/_rels/document.xml.rels": relations}.get(name)
            new.writestr(name, changed if changed else old.read(name))
        new.writestr("word/footnotes.xml", FOOTNOTES)
    return out.getvalue()


CELL_THAT_CAN_BE_EMPTY = (
    "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='5000'/></w:tblGrid><w:tr><w:tc>{properties}"
    "<w:p><w:r><w:t>{{%p for x in a %}}</w:t></w:r></w:p><w:p><w:r><w:t>{{{{ x }}}}</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>{{%p endfor %}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)


@pytest.mark.parametrize("properties", ["", "<w:tcPr/>", "<w:tcPr><w:tcW w:w='5000' w:type='dxa'/></w:tcPr>"])
@pytest.mark.parametrize("force_docxtpl", [False, True])
def test_a_cell_that_loses_all_its_paragraphs_keeps_an_empty_one(properties: str, force_docxtpl: bool) -> None:
    """A cell without a paragraph: Word calls the whole file damaged."""
    table = CELL_THAT_CAN_BE_EMPTY.format(properties=properties)
    plain = compose("noi-dung: x")
    with zipfile.ZipFile(io.BytesIO(plain)) as package:
        xml = package.read("word/document.xml").decode()
    docx = rewritten(plain, word__document_0xml=re.sub("<w:p>.*</w:p>", f"{table}<w:p/>", xml).encode())
    made = Renderer(docx, "thu", force_docxtpl=force_docxtpl).render({"a": []}, PROPERTIES)
    assert faults(made, "thu.docx") <= faults(docx, "thu.docx")
    assert verified(docx, "thu", {"a": ["x"]}).mode is not Mode.DOCXTPL


def test_tags_in_footnotes_take_docxtpls_own_way() -> None:
    docx = with_footnotes(compose("noi-dung: {{ a }}"))
    renderer = verified(docx, "thu", {"a": "x"})
    assert renderer.mode is Mode.DOCXTPL
    rendered = renderer.render({"a": "tá"}, PROPERTIES)
    assert rendered == renderer.render({"a": "tá"}, PROPERTIES)
    with zipfile.ZipFile(io.BytesIO(rendered)) as package:
        assert "Chú tá".encode() in package.read("word/footnotes.xml")


def test_a_value_in_a_footnote_is_never_run_as_a_template() -> None:
    """Footnotes in a document of two sections: docxtpl renders them once for each.

    The second time, the data would be run.
    """
    docx = with_footnotes(compose("noi-dung: {{ a }}\n@phu-luc\nnoi-dung: x"))
    with pytest.raises(TemplateRejected, match="cước chú"):
        Renderer(docx, "thu")


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"word__vbaProject_0bin": b"x"}, "macro"),
        ({"word__embeddings__a_0docx": b"x"}, "nhúng"),
        ({"word__styles_0xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'}, "DOCTYPE"),
        (
            {"word___rels__document_0xml_0rels": b'<Relationship Type="http://x/image" TargetMode="External" Id="a"/>'},
            "bên ngoài",
        ),
        ({"word__big_0xml": b"a" * 30_000_000}, "nén bất thường"),
        ({"_0_0__a_0xml": b"x"}, "trỏ ra ngoài"),
    ],
)
def test_a_package_that_is_dangerous_is_refused_before_it_is_parsed(parts: dict[str, bytes], why: str) -> None:
    with pytest.raises(UnsafePackage, match=why):
        Renderer(rewritten(compose("noi-dung: x"), **parts), "thu")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600])
def test_what_is_no_docx_is_reported(content: bytes) -> None:
    with pytest.raises(UnsafePackage):
        Renderer(content, "thu")
