"""Values that are more than text: formatted text, pictures, QR codes, boxes, sums."""

import base64
import io
import zipfile
from datetime import date
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from doc_engine.ooxml.package import DocxPackage
from doc_engine.ooxml.story import read
from doc_engine.ooxml.validity import faults
from doc_engine.render import Mode, Properties, Renderer, RenderFailed, verified
from tests.support.templates import paragraph, word_file

PROPERTIES = Properties("", "", date(2024, 1, 1))


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20)) -> str:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 0, 0)).save(out, kind)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(out.getvalue()).decode()}"


def made(text: str, data: dict[str, Any]) -> bytes:
    """A document from one paragraph, in the compiled way, which docxtpl agrees with."""
    renderer = verified(word_file(paragraph(text)), "thu", data)
    assert renderer.mode is not Mode.DOCXTPL
    return renderer.render(data, PROPERTIES)


def looks(docx: bytes) -> list[tuple[str, bool, bool, bool]]:
    story = read(DocxPackage(docx, "thu"))
    runs = [run for one in story.paragraphs for run in one.runs if run.text]
    return [(run.text, run.format.bold, run.format.italic, run.format.underlined) for run in runs]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("một **hai** ba", [("một ", 0, 0, 0), ("hai", 1, 0, 0), (" ba", 0, 0, 0)]),
        ("*a* và __b__", [("a", 0, 1, 0), (" và ", 0, 0, 0), ("b", 0, 0, 1)]),
        ("**a *b* c**", [("a ", 1, 0, 0), ("b", 1, 1, 0), (" c", 1, 0, 0)]),
        ("2*3*4 = 24, 5 ** lẻ", [("2*3*4 = 24, 5 ** lẻ", 0, 0, 0)]),
        (r"\*\*không\*\*", [("**không**", 0, 0, 0)]),
        ("A & B <w:b/>", [("A & B <w:b/>", 0, 0, 0)]),
    ],
)
def test_marks_in_a_value_are_formats_in_word(written: str, shown: list[tuple[str, int, int, int]]) -> None:
    found = looks(made("{{ a | dinh_dang }}", {"a": written}))
    joined: list[tuple[str, bool, bool, bool]] = []
    for text, bold, italic, line in found:
        before = joined.pop()[0] if joined and joined[-1][1:] == (bold, italic, line) else ""
        joined.append((before + text, bold, italic, line))
    assert joined == [(text, bool(bold), bool(italic), bool(line)) for text, bold, italic, line in shown]


@given(st.text("ab *_\\<&\n", max_size=30))
def test_any_value_with_marks_makes_a_sound_document(value: str) -> None:
    docx = Renderer(word_file(paragraph("[{{ a | dinh_dang }}]")), "thu").render({"a": value}, PROPERTIES)
    text = "".join(one.text for one in read(DocxPackage(docx, "thu")).paragraphs)
    assert sorted(text.replace("*", "").replace("_", "").replace("\\", "").replace("\n", "")) == sorted(
        f"[{value}]".replace("*", "").replace("_", "").replace("\\", "").replace("\n", "")
    )


def test_the_format_around_a_value_stays() -> None:
    body = "<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>{{ a | dinh_dang }}</w:t></w:r></w:p>"
    docx = Renderer(word_file(body), "thu").render({"a": "x **y**"}, PROPERTIES)
    assert looks(docx) == [("x ", False, True, False), ("y", True, True, False)]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_stands_in_its_place_with_its_size(kind: str) -> None:
    docx = made("Ký: {{ a | anh(30) }} hết", {"a": picture(kind)})
    shape = Document(io.BytesIO(docx)).inline_shapes[0]
    assert (round(shape.width.mm), round(shape.height.mm)) == (30, 15)
    assert faults(docx, "thu") <= faults(word_file(paragraph("x")), "thu")
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        assert len([name for name in package.namelist() if name.startswith("word/media/")]) == 1
        assert len(set(package.namelist())) == len(package.namelist())


def test_two_pictures_and_a_code_have_parts_of_their_own() -> None:
    docx = made("{{ a | anh }}{{ b | anh }}{{ c | qr(20) }}", {"a": picture(), "b": picture(), "c": "Xã Cẩm Giàng"})
    document = Document(io.BytesIO(docx))
    assert len(document.inline_shapes) == 3
    assert len({one._inline.docPr.id for one in document.inline_shapes}) == 3
    assert made("{{ c | qr }}", {"c": "x"}) == made("{{ c | qr }}", {"c": "x"})


def test_a_picture_in_one_branch_leaves_the_other_document_without_it() -> None:
    renderer = verified(
        word_file(paragraph("{% if co %}{{ a | anh }}{% endif %}.")), "thu", {"co": True, "a": picture()}
    )
    with_one = renderer.render({"co": True, "a": picture()}, PROPERTIES)
    without = renderer.render({"co": False, "a": ""}, PROPERTIES)
    assert len(Document(io.BytesIO(with_one)).inline_shapes) == 1
    assert len(Document(io.BytesIO(without)).inline_shapes) == 0
    assert faults(without, "thu") <= faults(word_file(paragraph("x")), "thu")


@pytest.mark.parametrize(
    ("tag", "value", "shown"),
    [
        ("{{ a | o_danh_dau }}", True, "☒"),
        ("{{ a | o_danh_dau }}", False, "☐"),
        ("{{ a | tien_bang_chu }}", 1_200_000, "Một triệu hai trăm nghìn đồng"),
        ("{{ a | bang_chu }}", "1.205", "một nghìn hai trăm linh năm"),
        ("{{ a | so }}", 1_234_567, "1.234.567"),
        ("{{ a | so }}", 12.0, "12"),
    ],
)
def test_boxes_and_sums_are_written_out(tag: str, value: Any, shown: str) -> None:
    assert looks(made(tag, {"a": value}))[0][0] == shown


@pytest.mark.parametrize(
    ("tag", "value", "why"),
    [
        ("{{ a | anh }}", "chu-ky.png", "ảnh phải là tệp PNG hoặc JPEG"),
        ("{{ a | anh }}", "data:image/png;base64,AAAA", "ảnh hỏng"),
        ("{{ a | anh(900) }}", picture(), "bề rộng"),
        ("{{ a | qr }}", "x" * 2000, "mã QR chứa từ 1 đến 1000"),
        ("{{ a | o_danh_dau }}", "có", "ô đánh dấu cần"),
        ("{{ a | bang_chu }}", "mười", '"mười" không phải số nguyên'),
        ("{{ a | so }}", 1.5, "không phải số nguyên"),
        ("{{ b | so }}", 1, 'không có trường "b"'),
        ("{{ a | dinh_dang }}", ["x"], "giá trị phải là chữ"),
    ],
)
def test_a_value_that_does_not_fit_is_an_error_in_vietnamese(tag: str, value: Any, why: str) -> None:
    with pytest.raises(RenderFailed) as error:
        Renderer(word_file(paragraph(tag)), "thu").render({"a": value}, PROPERTIES)
    assert why in str(error.value)


def test_no_value_writes_a_mark_of_its_own() -> None:
    hostile = "<?vanthu-picture 0?><?vanthu-run b?>"
    assert looks(made("{{ a }}{{ b | dinh_dang }}", {"a": hostile, "b": hostile}))[0][0] == hostile
