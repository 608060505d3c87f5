"""Every shipped template: complete, made from its outline, right by the decree.

Both ways of rendering give the same.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from doc_engine import template
from doc_engine.docx_text import paragraphs, plain_text
from doc_engine.errors import InputRejected
from doc_engine.nd30.compose import OutlineError, compose
from doc_engine.pdf import find_libreoffice, to_pdf
from doc_engine.render import Mode, Properties, Renderer, verified
from doc_engine.render.verify import differing_parts, parts_by_docxtpl
from doc_engine.template import Template, TemplateNotFound, TemplateUnreadable
from tests.conftest import GOLDEN, ROOT, require

IDS = [
    "bao-cao-ket-qua",
    "bao-cao-tham-dinh",
    "bao-cao-tu-danh-gia-xa",
    "bien-ban-hop-hoi-dong",
    "bien-ban-hop-hoi-dong-xa",
    "giay-moi-hop",
    "ke-hoach-huyen",
    "ke-hoach-xa",
    "qd-cong-nhan",
    "qd-thanh-lap-hoi-dong",
    "qd-thanh-lap-hoi-dong-xa",
    "thong-bao-ket-qua",
    "to-trinh-cong-nhan",
    "to-trinh-de-nghi-xa",
    "to-trinh-thanh-lap-hoi-dong",
]
PROPERTIES = Properties("Trích yếu", "Ủy ban nhân dân huyện Bạch Thông", date(2024, 11, 22))


@pytest.fixture(params=IDS)
def one(request: pytest.FixtureRequest, templates: Mapping[str, Template]) -> Template:
    return templates[request.param]


def sample_docx(one: Template) -> bytes:
    return Renderer(one.docx, one.id).render(one.sample, PROPERTIES)


def test_the_pack_has_these_templates(templates: Mapping[str, Template]) -> None:
    assert sorted(templates) == IDS


def test_the_sample_passes_its_own_schema(one: Template) -> None:
    one.check(one.sample, "sample.json")


def test_the_docx_is_made_of_its_outline(one: Template) -> None:
    outline = ROOT / "templates" / "vn_admin" / one.id / "mau.txt"
    made = compose(outline.read_text("utf-8"))
    with zipfile.ZipFile(io.BytesIO(made)) as ours, zipfile.ZipFile(io.BytesIO(one.docx)) as kept:
        assert {name: ours.read(name) for name in ours.namelist()} == {n: kept.read(n) for n in kept.namelist()}


def test_the_compiled_way_gives_what_docxtpl_gives(one: Template) -> None:
    assert verified(one.docx, one.id, one.sample).mode is Mode.COMPILED
    assert differing_parts(sample_docx(one), parts_by_docxtpl(one.docx, one.sample)) == ()


def test_the_text_is_as_a_person_last_read_it(one: Template) -> None:
    """Overwrite tests/golden/mau/<id>.txt to accept a change; read the diff."""
    assert plain_text(sample_docx(one)) == (GOLDEN / "mau" / f"{one.id}.txt").read_text("utf-8").rstrip("\n")


def test_the_package_is_valid_open_xml(one: Template, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(sample_docx(one))
    result = OpenXmlValidator().validate(path)
    # A theme is optional by the standard (ISO/IEC 29500-1, 11.3); fonts and colours are set in the styles.
    assert [str(error) for error in result.errors if "relationships/theme" not in str(error)] == []


def test_it_ends_as_the_decree_ends_a_text(one: Template) -> None:
    assert sum(text.endswith("./.") for text in paragraphs(sample_docx(one))) == (2 if one.id == "qd-cong-nhan" else 1)


def test_no_tag_is_left(one: Template) -> None:
    assert not any(mark in plain_text(sample_docx(one)) for mark in ("{{", "{%", "}}", "%}"))


def test_a_missing_field_is_reported_by_its_path_and_all_of_them_at_once(templates: Mapping[str, Template]) -> None:
    data = json.loads(json.dumps(templates["qd-cong-nhan"].sample))
    del data["ky"]["huyen"]
    data["van_ban"]["so_ky_hieu"] = "12-QĐ"
    data["ket_qua"]["so_xa"] = "mười bốn"
    with pytest.raises(InputRejected) as caught:
        templates["qd-cong-nhan"].check(data, "data.json")
    assert {problem.place.heading for problem in caught.value.problems} == {
        "ky.huyen",
        "van_ban.so_ky_hieu",
        "ket_qua.so_xa",
    }


def test_a_strange_group_of_data_is_reported(templates: Mapping[str, Template]) -> None:
    with pytest.raises(InputRejected, match="1 lỗi"):
        templates["qd-cong-nhan"].check({**templates["qd-cong-nhan"].sample, "la": 1}, "data.json")


def test_an_unknown_template_is_reported_with_those_that_are_known() -> None:
    with pytest.raises(TemplateNotFound) as caught:
        template.find("khong-co", template.installed())
    assert "qd-cong-nhan" in caught.value.remedy_text


@pytest.mark.parametrize("broken", ["mau.toml", "schema.json", "sample.json", "mau.docx"])
def test_a_folder_that_is_no_template_is_reported(
    tmp_path: Path, broken: str, templates: Mapping[str, Template]
) -> None:
    source = ROOT / "templates" / "vn_admin" / "ke-hoach-xa"
    for name in ("mau.toml", "schema.json", "sample.json", "mau.docx"):
        if name != broken:
            (tmp_path / name).write_bytes((source / name).read_bytes())
    with pytest.raises(TemplateUnreadable):
        template.load(tmp_path)


@pytest.mark.parametrize(
    ("outline", "line"),
    [
        ("la: x", "line 1"),
        ("noi-dung: a\nkhong phai", "line 2"),
        ("@bang 10 20\n| a", "line 2"),
        ("@bang 10\n| a", "line 1"),
    ],
)
def test_an_outline_that_cannot_be_read_names_the_line(outline: str, line: str) -> None:
    with pytest.raises(OutlineError, match=line):
        compose(outline)


def test_libreoffice_shows_every_template_as_pages(templates: Mapping[str, Template], tmp_path: Path) -> None:
    require(find_libreoffice(), "LibreOffice")
    from pypdf import PdfReader

    sources = []
    for id_ in IDS:
        sources.append(tmp_path / f"{id_}.docx")
        sources[-1].write_bytes(sample_docx(templates[id_]))
    for pdf in to_pdf(sources, tmp_path):
        pages = [page.extract_text() for page in PdfReader(pdf).pages]
        assert 1 <= len(pages) <= 5
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in pages[0]
        assert all(page.strip().startswith("2") for page in pages[1:2])  # the number on top, from the second page
        assert not pages[0].strip().startswith("1\n")
