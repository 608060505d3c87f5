"""Mistakes in a template, all reported at once, each with its paragraph."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cli.main import run
from doc_engine import authoring, template
from doc_engine.authoring import Verdict
from doc_engine.document_types import DocumentType
from doc_engine.nd30.compose import compose
from doc_engine.render import Mode
from doc_engine.template import Template
from office.issue.drafting import new_template
from tests.conftest import ROOT
from tests.support.packages import body_of

ID = "to-trinh-cong-nhan"
OUTLINE = (ROOT / "templates" / "vn_admin" / ID / "mau.txt").read_text("utf-8")


def examined(templates: Mapping[str, Template], old: str, new: str, **changes: Any) -> Verdict:
    assert old in OUTLINE
    return authoring.examine(replace(templates[ID], docx=compose(OUTLINE.replace(old, new, 1)), **changes))


LAST = "cuoi: {{ hoi_dong.ten }}"


@pytest.mark.parametrize(
    ("old", "new", "reported"),
    [
        ("{{ van_ban.kinh_gui }}", "{{ van_ban.kinh_guy }}", 'không có trường "kinh_guy", có phải là "kinh_gui" không'),
        ("{{ hoi_dong.ten }} kính", "{{ hoidong.ten }} kính", 'không có trường "hoidong", có phải là "hoi_dong" không'),
        ("{{ dong.tong }}", "{{ dong.tongg }}", 'không có trường "tongg", có phải là "tong" không'),
        ("{{ ket_qua.so_dat }}", "{{ ket_qua.so_dat }", "sai cú pháp"),
        (LAST, "cuoi: }} {{ hoi_dong.ten }}", "không thành thẻ"),
        ("{{ ket_qua.so_dat }}", "{{ ket_qua.so_dat | }}", "sai cú pháp"),
        ("{{ ket_qua.so_dat }}", "{{ ket_qua.so_dat + “a” }}", "dấu nháy cong"),
        ("{%tr endfor %}\n", "", "vòng lặp không có {% endfor %}"),
        ("{%p endif %}\ncuoi", "cuoi", "điều kiện không có {% endif %}"),
        (LAST, "{%p endfor %}\n" + LAST, "không có chỗ mở tương ứng"),
        (LAST, "{%p else %}\n" + LAST, "đứng ngoài điều kiện"),
        (LAST, "{%p lap x %}\n" + LAST, 'không có lệnh "lap"'),
        (LAST, "noi-dung: {%p if ky.nam %} chữ bị mất\n{%p endif %}\n" + LAST, "sẽ mất"),
        (LAST, "noi-dung: {%tr for x in ket_qua.cac_xa %}\nnoi-dung: {%tr endfor %}\n" + LAST, "không nằm trong bảng"),
        ("{%tr for dong in ket_qua.duoc_cong_nhan %}", "{%tr for dong in ky %}", "không phải danh sách"),
        (
            "{%tr for dong in ket_qua.duoc_cong_nhan %}",
            "| {%tr for dong in ket_qua.duoc_cong_nhan %} | mất | x | x | x",
            '"mất" đứng cùng hàng với {%tr for',
        ),
        ("{{ dong.tong }}", "{% colspan dong.tongg %}{{ dong.tong }}", 'không có trường "tongg"'),
        (LAST, "noi-dung: {% vm %} x\n" + LAST, "không nằm trong bảng"),
        (LAST, "noi-dung: {% with a = ky.namm %}{{ a }}{% endwith %}\n" + LAST, 'không có trường "namm"'),
        (LAST, "noi-dung: {% filter upper %}{{ ky.nam }}\n" + LAST, "không có {% endfilter %}"),
        (LAST, "noi-dung: {{ ky.nam | tien_bang_chuu }}\n" + LAST, 'có phải là "tien_bang_chu" không'),
        (LAST, "noi-dung: {% if ky.nam %}\nnoi-dung: chữ {% endif %}\n" + LAST, "văn bản có dòng trống"),
        ("| {{ dong.tt }} |", "| {% for x in ket_qua.cac_xa %}{{ dong.tt }} | {% endfor %}", "ở một ô khác"),
        ("{{ ket_qua.so_dat }}", "{{ ket_qua.so_dat ) }}", 'dư dấu ")"'),
    ],
)
def test_each_mistake_is_reported_with_its_paragraph(
    templates: Mapping[str, Template], old: str, new: str, reported: str
) -> None:
    found = examined(templates, old, new).mistakes
    assert [one for one in found if reported in str(one)], [str(one) for one in found]
    assert all(one.paragraph and one.text for one in found)


@pytest.mark.parametrize(
    "right",
    [
        "{% set t = ket_qua.so_dat %}{{ t }}",
        "{% set t %}x{% endset %}{{ t }}",
        "{% for i in range(3) %}{{ loop.index }}{% endfor %}",
        "{% set n = namespace(x=0) %}{% for i in ket_qua.cac_xa %}{% set n.x = n.x + 1 %}{% endfor %}{{ n.x }}",
        "{% for k, v in ky.items() %}{% endfor %}",
        "{{ khong_co|default('x') }}{% if khong_co is defined %}y{% endif %}",
        "{{ '%02d' % ket_qua.so_dat }}",
        "{% with t = ket_qua %}{{ t.so_dat }}{% endwith %}",
        "{% filter upper %}{{ ket_qua.so_dat }}{% endfilter %}",
        "{% raw %}{{ khong_co }}{% endraw %}",
    ],
)
def test_what_is_right_is_no_mistake(templates: Mapping[str, Template], right: str) -> None:
    found = examined(templates, "{{ ket_qua.so_dat }}", right)
    assert [one for one in found.mistakes if "thể thức" not in one.what] == []


@pytest.mark.parametrize("tag", ["{% colspan 1 %}", "{% cellbg 'DDDDDD' %}", "{% hm %}", "{% vm %}"])
def test_docxtpls_commands_of_a_cell_are_known(templates: Mapping[str, Template], tag: str) -> None:
    found = examined(templates, "{{ dong.tong }}", f"{tag}{{{{ dong.tong }}}}")
    assert [one for one in found.mistakes if "lệnh" in one.what or "trong bảng" in one.what] == []


def test_all_mistakes_are_reported_at_once(templates: Mapping[str, Template]) -> None:
    broken = OUTLINE.replace("{{ van_ban.kinh_gui }}", "{{ van_ban.kinhgui }}").replace("so_khong_dat", "so_khong")
    found = authoring.examine(replace(templates[ID], docx=compose(broken))).mistakes
    assert [one.what.split('"')[1] for one in found] == ["kinhgui", "so_khong"]


def test_a_tag_cut_into_runs_is_read_whole(templates: Mapping[str, Template]) -> None:
    """A tag in two runs: Word splits text at any place."""
    one = templates[ID]
    cut = "{{ van_ban.trich</w:t></w:r><w:r><w:t>_yeu }}"
    assert authoring.examine(replace(one, docx=body_of(one.docx, "{{ van_ban.trich_yeu }}", cut))).mistakes == ()


def test_a_group_that_is_asked_for_and_never_printed_is_reported(templates: Mapping[str, Template]) -> None:
    schema = {**templates[ID].schema, "required": [*templates[ID].schema["required"], "phan_cong"]}
    found = authoring.examine(replace(templates[ID], schema=schema)).mistakes
    assert 'trường "phan_cong" được đòi hỏi mà mẫu không in' in str(found[0])


def test_what_comes_out_is_checked_against_the_decree(templates: Mapping[str, Template]) -> None:
    found = examined(templates, "xem xét, quyết định./.", "xem xét, quyết định.").mistakes
    assert ["ND-05" in str(one) for one in found] == [True]


def test_what_comes_out_is_checked_against_the_standard(templates: Mapping[str, Template]) -> None:
    """A table that loses its only row with an empty list, but not with the sample."""
    texts = ("{%tr for dong in ket_qua.duoc_cong_nhan %}", "{{ dong.tong }}", "{%tr endfor %}")
    rows = "".join(f"<w:tr><w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>" for text in texts)
    table = f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="5000"/></w:tblGrid>{rows}</w:tbl><w:p/>'
    docx = body_of(templates[ID].docx, "<w:sectPr", f"{table}<w:sectPr")
    reported = [mistake.what for mistake in authoring.examine(replace(templates[ID], docx=docx)).mistakes]
    assert any("với danh sách rỗng, tệp làm ra bị hỏng: bảng không có dòng nào" in one for one in reported)
    assert not any("với dữ liệu mẫu, tệp làm ra bị hỏng" in one for one in reported)


def test_a_sample_that_does_not_fit_is_reported_field_by_field(templates: Mapping[str, Template]) -> None:
    found = authoring.examine(replace(templates[ID], sample={"ky": {}})).mistakes
    assert len(found) > 10
    assert all("sample.json" in str(one) for one in found)


@pytest.mark.parametrize("kind", DocumentType)
def test_a_new_template_of_any_type_has_no_mistake(kind: DocumentType, tmp_path: Path) -> None:
    new_template(kind, tmp_path / "mau")
    verdict = authoring.examine(template.load(tmp_path / "mau"))
    assert ([str(one) for one in verdict.mistakes], verdict.mode) == ([], Mode.COMPILED)


def test_the_shipped_templates_have_no_mistake(templates: Mapping[str, Template]) -> None:
    assert {id_: authoring.examine(one).mistakes for id_, one in templates.items()} == dict.fromkeys(templates, ())


def test_the_command_ends_with_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_template(DocumentType.NOTICE, tmp_path / "mau")
    assert run(["template", "check", str(tmp_path / "mau")]) == 0
    outline = (tmp_path / "mau" / "mau.txt").read_text("utf-8").replace("{{ dong.chu }}", "{{ dong.chuu }}")
    (tmp_path / "mau" / "mau.docx").write_bytes(compose(outline))
    assert run(["template", "check", str(tmp_path / "mau")]) == 3
    assert 'có phải là "chu" không' in capsys.readouterr().out


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ 'x' * 10 ** 9 }}",
        "{{ 9 ** 9 ** 9 ** 9 }}",
        "{{ [1] * 999999999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '%999999999d'|format(1) }}",
        "{{ 'x'.ljust(999999999) }}",
        "{{ 'x'|center(999999999) }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ lipsum(999999999) }}",
        "{{ [1]|batch(999999999, 'x') }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ 1e308 * 10 ** 400 }}",
        f"{{{{ {'(' * 3000}1{')' * 3000} }}}}",
        f"{{{{ {'9' * 5000} }}}}",
        f"{{{{ {'-' * 3000}1 }}}}",
    ],
)
def test_no_tag_however_hostile_stops_the_examination(templates: Mapping[str, Template], hostile: str) -> None:
    """Tags that would take gigabytes of memory: each is refused before it is computed."""
    found = examined(templates, "{{ ket_qua.so_dat }}", hostile)
    assert found.mistakes


@pytest.mark.parametrize("schema", [{"$ref": "#/$defs/khong"}, {"$ref": "khong.json#/$defs/x"}, {"type": 3}])
def test_a_schema_that_is_none_is_reported(templates: Mapping[str, Template], schema: dict[str, Any]) -> None:
    one = templates[ID]
    wrong = {**one.schema, "properties": {**one.schema["properties"], "ky": schema}}
    (found,) = authoring.examine(replace(one, schema=wrong)).mistakes
    assert "schema.json" in found.what


def test_a_schema_that_holds_itself_is_reported(templates: Mapping[str, Template]) -> None:
    one = templates[ID]
    endless = {"type": "object", "properties": {"con": {"$ref": "#/$defs/nut"}}}
    wrong = {**one.schema, "$defs": {"nut": endless}, "properties": {"ky": {"$ref": "#/$defs/nut"}}}
    (found,) = authoring.examine(replace(one, schema=wrong)).mistakes
    assert "lặp không dứt" in found.what
