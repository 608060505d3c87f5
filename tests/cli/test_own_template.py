"""An author's way: a Word file with tags, a form in Excel, an issued document."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image

from cli.main import run
from doc_engine.docx_text import paragraphs
from doc_engine.errors import ExitCode
from tests.support.own_template import invitation
from tests.support.templates import paragraph, word_file

Said = Callable[..., str]


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """A function that runs a command in a new office and returns what it wrote."""
    assert run(["init", str(tmp_path / "vp")]) == 0
    monkeypatch.chdir(tmp_path / "vp")

    def run_it(*typed: str, status: ExitCode = ExitCode.DONE) -> str:
        capsys.readouterr()
        found = run(list(typed))
        told = capsys.readouterr()
        assert found == status, told
        return told.out + told.err

    return run_it


def test_a_word_file_with_tags_becomes_a_template_and_an_issued_document(said: Said, tmp_path: Path) -> None:
    Path("Thư mời họp.docx").write_bytes(invitation())
    told = said("template", "new", "Thư mời họp.docx")
    assert "giấy mời" in told
    assert "số để trống" in told
    assert "ngày để trống" in told
    assert "thu-moi-hop" in said("template", "list")

    said("template", "show", "thu-moi-hop", "--form", "dl.xlsx")
    book = load_workbook("dl.xlsx")
    page = book["Dữ liệu"]
    asked = {page.cell(row, 1).value: row for row in range(2, page.max_row + 1)}
    assert asked.keys() == {"trich_yeu", "thoi_gian", "kinh_phi", "la_hop_gap"}
    answers: dict[str, str | int] = {
        "trich_yeu": "Về việc họp sơ kết",
        "thoi_gian": "14 giờ 00, ngày 12/11",
        "kinh_phi": 1_250_000,
    }
    for name, value in answers.items():
        page.cell(asked[name], 3).value = value
    book["khach_moi"].append(["Nguyễn Văn B", "Trưởng thôn"])
    book["khach_moi"].append(["Nguyễn Thị C", "Hiệu trưởng"])
    book.save("dl.xlsx")

    said("draft", "thu-moi-hop", "--data", "dl.xlsx", "-o", "dt.docx")
    told = said("document", "new", "thu-moi-hop", "--data", "dl.xlsx", "--unit", "02008")
    id_ = told.split("dự thảo ")[1].split(":")[0]
    said("document", "issue", id_)
    issued = next((tmp_path / "vp").rglob("v1/content/*.docx"))
    texts = paragraphs(issued.read_bytes())
    assert "Số: 01/GM-UBND" in texts
    at = texts.index("- Nguyễn Văn B, Trưởng thôn;")
    assert texts[at + 1 : at + 3] == [
        "- Nguyễn Thị C, Hiệu trưởng;",
        "- Kinh phí: 1.250.000 đồng (bằng chữ: Một triệu hai trăm năm mươi nghìn đồng).",
    ]
    assert any(text.startswith("Tới dự cuộc họp đánh giá") for text in texts)
    assert "GM-UBND" in said("search", "hop so ket")


def test_what_is_wrong_in_the_tags_is_reported_at_once_and_nothing_is_made(said: Said) -> None:
    body = paragraph("{{ Họ tên }}") + paragraph("{% for x in ds %}") + paragraph("{{ a | bang_chuu }}")
    Path("x.docx").write_bytes(word_file(body))
    told = said("template", "new", "x.docx", status=ExitCode.INPUT)
    assert "ho_ten" in told
    assert "{% endfor %}" in told
    assert 'có phải là "bang_chu" không' in told
    assert not list(Path("mau").glob("*"))
    Path("y.docx").write_bytes(word_file(paragraph("không có thẻ")))
    assert "không có thẻ nào" in said("template", "new", "y.docx", status=ExitCode.INPUT)


def test_a_picture_beside_the_data_file_gets_into_the_document(said: Said) -> None:
    Path("the.docx").write_bytes(word_file(paragraph("{{ ho_ten }} {{ anh_the | anh(20) }}")))
    said("template", "new", "the.docx")
    Path("a.yaml").write_text("ho_ten: Nguyễn Văn A\nanh_the: a.png\n", "utf-8")
    told = said("draft", "the", "--data", "a.yaml", "-o", "a.docx", status=ExitCode.INPUT)
    assert "a.png" in told
    assert "cạnh tệp dữ liệu" in told
    Image.new("RGB", (30, 40), (0, 0, 200)).save("a.png")
    said("draft", "the", "--data", "a.yaml", "-o", "a.docx")
    assert len(Document("a.docx").inline_shapes) == 1
    Path("b.yaml").write_text("ho_ten: Nguyễn Văn A\nanh_the: ../a.png\n", "utf-8")
    assert "không phải tên một tệp" in said("draft", "the", "--data", "b.yaml", "-o", "b.docx", status=ExitCode.INPUT)


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("mau.toml", 'ma = "x"', "phải bắt đầu bằng dòng [mau]"),
        ("mau.toml", "[mau]\nma = x\n", "sai cú pháp ở dòng 2"),
        ("mau.toml", '[mau]\nma = "x"\ntenn = "y"', 'thiếu khóa "ten"'),
        ("mau.toml", '[mau]\nma = "x"\ntenn = "y"', 'có phải là "ten" không'),
        ("mau.toml", '[mau]\nma = "x"\nten = "y"\nloai = "zz"\ndu_lieu = "rieng"', 'khóa "loai" là "zz"'),
        ("mau.toml", '[mau]\nma = "x"\nten = "y"\nloai = "TB"\ncap = "tinh"', '"huyen", "xa"'),
        ("mau.toml", None, "thiếu tệp mau.toml"),
        ("schema.json", "{", "tệp schema.json: sai cú pháp ở dòng 1"),
        ("schema.json", "{}", 'không có "properties"'),
        ("sample.json", "[]", "sample.json phải là"),
        ("mau.docx", None, "thiếu tệp mau.docx"),
    ],
)
def test_a_template_s_files_are_reported_in_plain_words(said: Said, file: str, text: str | None, told: str) -> None:
    Path("x.docx").write_bytes(word_file(paragraph("{{ a }}")))
    said("template", "new", "x.docx", "--folder", "ngoai/x")
    path = Path("ngoai/x") / file
    if text is None:
        path.unlink()
    else:
        path.write_text(text, "utf-8")
    shown = said("template", "check", "ngoai/x", status=ExitCode.INPUT)
    assert told in shown
    assert "Error" not in shown
