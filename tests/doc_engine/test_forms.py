"""A document of every type from plain data, complete and in the decree's form.

Refused where the data contradict it.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.main import run
from doc_engine.document import AuthorityConflict
from doc_engine.document_types import DocumentType
from doc_engine.docx_text import plain_text
from doc_engine.nd30 import forms
from doc_engine.nd30.checking import Severity, check
from doc_engine.nd30.compose import compose
from doc_engine.nd30.forms.text import lines
from doc_engine.ooxml.package import DocxPackage
from doc_engine.ooxml.story import read
from doc_engine.render import Mode, Properties, Renderer, verified
from tests.conftest import GOLDEN

TODAY = date(2024, 11, 5)
ISSUED = {"so": 7, "ngay": "2024-11-05"}


def docx(kind: DocumentType, **changes: Any) -> bytes:
    data = {**forms.sample(kind), **ISSUED, **changes}
    jsonschema_rs.Draft202012Validator(forms.schema(kind)).validate(data)
    renderer = Renderer(compose(forms.outline(kind)), kind.title)
    return renderer.render(forms.fill(kind, data, TODAY), Properties("x", "y", TODAY))


def text(kind: DocumentType, **changes: Any) -> str:
    return plain_text(docx(kind, **changes))


def reported(content: bytes) -> list[str]:
    found = check(content, "vb.docx").of(Severity.ERROR, Severity.WARNING, Severity.UNSURE)
    return [str(finding) for finding in found]


@pytest.mark.parametrize("kind", DocumentType)
def test_every_type_comes_out_without_a_finding(kind: DocumentType) -> None:
    assert reported(docx(kind)) == []


@pytest.mark.parametrize("kind", DocumentType)
def test_a_draft_of_every_type_is_right_without_number_and_day(kind: DocumentType) -> None:
    renderer = Renderer(compose(forms.outline(kind)), kind.title)
    filled = forms.fill(kind, forms.sample(kind), TODAY)
    assert reported(renderer.render(filled, Properties("x", "y", TODAY))) == []


@pytest.mark.parametrize("kind", DocumentType)
def test_every_form_is_filled_as_docxtpl_fills_it(kind: DocumentType) -> None:
    filled = forms.fill(kind, {**forms.sample(kind), **ISSUED}, TODAY)
    assert verified(compose(forms.outline(kind)), kind.title, filled).mode is Mode.COMPILED


@pytest.mark.parametrize(
    "kind",
    [
        *(DocumentType.DECISION, DocumentType.OFFICIAL_LETTER, DocumentType.MINUTES, DocumentType.INVITATION),
        *(DocumentType.TELEGRAM, DocumentType.LEAVE, DocumentType.CONTRACT, DocumentType.CERTIFIED_COPY),
    ],
)
def test_the_text_is_as_a_person_last_read_it(kind: DocumentType) -> None:
    """Overwrite tests/golden/the-thuc/<type>.txt to accept a change; read the diff."""
    kept: Path = GOLDEN / "the-thuc" / f"{kind.name.lower()}.txt"
    assert text(kind) == kept.read_text("utf-8").rstrip("\n")


@pytest.mark.parametrize("kind", [DocumentType.OFFICIAL_LETTER, DocumentType.SUBMISSION])
def test_addressees_stand_before_the_bases(kind: DocumentType) -> None:
    """Mẫu 1.5: box 9a is above box 6."""
    bases = ["Luật Trẻ em ngày 05 tháng 4 năm 2016"]
    said = text(kind, can_cu=bases)
    assert said.index("Kính gửi") < said.index("Căn cứ Luật Trẻ em")


@pytest.mark.parametrize(
    ("kind", "said"),
    [(DocumentType.TELEGRAM, " điện:"), (DocumentType.INTRODUCTION, " trân trọng giới thiệu:")],
)
def test_an_introduction_is_centred(kind: DocumentType, said: str) -> None:
    """Mẫu 1.6 and 1.8."""
    (found,) = [one for one in read(DocxPackage(docx(kind), "x.docx")).paragraphs if one.text.endswith(said)]
    assert found.format.align == "center"


def test_initials_and_numbers_of_sentences_are_no_headings() -> None:
    for text in (
        "I. V. Lênin viết về việc này.", "C. Mác và Ph. Ăngghen cũng vậy.", "V. Hugo đã viết.", "V.I. Lênin đã nói.",
        "1.500.000 đồng được cấp cho mỗi thôn.", "5.12.2024 là ngày hoàn thành.", "Phần I của kế hoạch đã xong.",
        "Điều kiện thực hiện như sau:", "Khoản 1. của quyết định cũ hết hiệu lực.",
    ):  # fmt: skip
        assert [line["kieu"] for line in lines([text, "Kết thúc."])] == ["thuong", "cuoi"], text
    sections = ["I. Mục đích", "Nội dung.", "II. YÊU CẦU", "III. V. Hugo", "IV. Tổ chức", "I. Phần sau", "Hết."]
    assert [line["kieu"] for line in lines(sections)] == ["muc", "thuong", "muc", "thuong", "thuong", "muc", "cuoi"]


def test_a_titled_article_that_stands_last_is_an_article_of_one_sentence() -> None:
    for body in (["Điều 1. Giao Phòng Nội vụ thực hiện"], ["Điều 1. Phạm vi", "Quy định này …", "Điều 2. Thi hành"]):
        assert [line["kieu"] for line in lines(body)][-1] == "dieu-cuoi"
    assert reported(docx(DocumentType.DECISION, noi_dung=["Điều 1. Giao Phòng Nội vụ"], noi_nhan=["Như Điều 1"])) == []


def test_all_boxes_of_the_diagram_are_there_when_asked_for() -> None:
    content = docx(
        DocumentType.OFFICIAL_LETTER,
        khan="HỎA TỐC",
        luu_hanh="Lưu hành nội bộ",
        nguoi_soan="NVA.(20)",
        lien_he=["Số 1 đường A, xã Cẩm Giàng", "ĐT: 0209 000 000"],
        co_quan_chu_quan="UBND huyện Bạch Thông",
        co_quan=["PHÒNG NỘI VỤ"],
        ky_hieu="NV",
        ky={"ho_ten": "Nguyễn Văn A", "chuc_vu": "Trưởng Phòng"},
    )
    shown = plain_text(content)
    for line in ("HỎA TỐC", "LƯU HÀNH NỘI BỘ", "NVA.(20)", "ĐT: 0209 000 000", "UBND HUYỆN BẠCH THÔNG"):
        assert line in shown.splitlines()
    assert reported(content) == []


def test_one_addressee_stands_on_the_line_and_several_below_it() -> None:
    one = text(DocumentType.SUBMISSION, kinh_gui=["Ủy ban nhân dân huyện"])
    assert "Kính gửi: Ủy ban nhân dân huyện\n" in one
    several = text(DocumentType.SUBMISSION, kinh_gui=["Sở A;", "Sở B"])
    assert "Kính gửi:\n- Sở A;\n- Sở B.\n" in several


@pytest.mark.parametrize(
    ("ky", "expected"),
    [
        ({"chuc_vu": "Chủ tịch"}, "CHỦ TỊCH"),
        ({"chuc_vu": "Chủ tịch", "tap_the": "Ủy ban nhân dân"}, "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"),
        (
            {"chuc_vu": "Phó Chủ tịch", "cach_ky": "KT.", "nguoi_dung_dau": "Chủ tịch", "tap_the": "Ủy ban nhân dân"},
            "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
        ),
        (
            {"chuc_vu": "Chánh Văn phòng", "cach_ky": "TL.", "nguoi_dung_dau": "Chủ tịch"},
            "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG",
        ),
        ({"chuc_vu": "Chủ tịch", "cach_ky": "Q.", "nguoi_dung_dau": "Chủ tịch"}, "Q. CHỦ TỊCH"),
    ],
)
def test_the_lines_of_authority_are_computed(ky: dict[str, str], expected: str) -> None:
    shown = text(DocumentType.NOTICE, ky={"ho_ten": "Nguyễn Văn A", **ky})
    assert f"{expected}\nNguyễn Văn A" in shown


def test_a_signer_who_may_not_sign_so_is_refused_with_the_rule() -> None:
    wrong = {"ho_ten": "A", "chuc_vu": "Kế toán", "cach_ky": "KT.", "nguoi_dung_dau": "Chủ tịch"}
    with pytest.raises(AuthorityConflict, match="chỉ cấp phó được ký thay"):
        docx(DocumentType.NOTICE, ky=wrong)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Chương I", ["phan"]),
        ("Chương I. Quy định chung", ["phan", "tieu-de"]),
        ("CHƯƠNG II QUY ĐỊNH CHUNG", ["phan", "tieu-de"]),
        ("Mục 1: Tiếp nhận", ["phan", "tieu-de"]),
        ("Mục 1 của Chương này áp dụng đối với các xã.", ["thuong"]),
        ("Chương III của Quy chế này có hiệu lực từ ngày ký.", ["thuong"]),
        ("Phần lớn các xã đã nộp hồ sơ.", ["thuong"]),
        ("Phần cứng do xã mua.", ["thuong"]),
    ],
)
def test_only_headings_are_taken_for_headings(text: str, kinds: list[str]) -> None:
    assert [line["kieu"] for line in lines([text, "Hết."])][:-1] == kinds


def test_a_list_may_say_the_same_twice() -> None:
    data = forms.sample(DocumentType.DECISION)
    filled = forms.fill(
        DocumentType.DECISION, {**data, "can_cu": ["Căn cứ A", "Căn cứ B", "Căn cứ A"]}, date(2024, 1, 1)
    )
    assert filled["van_ban"]["can_cu"] == ["Căn cứ A;", "Căn cứ B;", "Căn cứ A."]


def test_a_day_that_does_not_exist_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "d.json"
    file.write_text(json.dumps({**forms.sample(DocumentType.NOTICE), "ngay": "2024-02-31"}), "utf-8")
    assert run(["draft", "--type", "TB", "--data", str(file), "-o", str(tmp_path / "tb.docx")]) == 3
    assert "không phải một ngày có thật" in capsys.readouterr().err
    assert not (tmp_path / "tb.docx").exists()


def test_paragraphs_are_known_by_how_they_begin() -> None:
    given = [
        "Chương I. Quy định chung",
        "Mục 1",
        "TIẾP NHẬN",
        "I. KẾT QUẢ",
        "Điều 1. Phạm vi",
        "Điều 2. Quy chế này có hiệu lực từ ngày ký.",
        "1. Khoản có tiêu đề",
        "2. Khoản không có tiêu đề.",
        "a) Điểm;",
        "Điều 3. Hết;",
    ]
    assert [(line["kieu"], line.get("so", ""), line["chu"]) for line in lines(given)] == [
        ("phan", "", "Chương I"),
        ("tieu-de", "", "QUY ĐỊNH CHUNG"),
        ("phan", "", "Mục 1"),
        ("tieu-de", "", "TIẾP NHẬN"),
        ("muc", "", "I. KẾT QUẢ"),
        ("dam", "", "Điều 1. Phạm vi"),
        ("dieu", "Điều 2.", "Quy chế này có hiệu lực từ ngày ký."),
        ("dam", "", "1. Khoản có tiêu đề"),
        ("thuong", "", "2. Khoản không có tiêu đề."),
        ("thuong", "", "a) Điểm;"),
        ("dieu-cuoi", "Điều 3.", "Hết./."),
    ]


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip), min_size=1))
def test_no_word_is_lost_and_the_end_is_marked_once(paragraphs: list[str]) -> None:
    made = lines(paragraphs)
    assert made[-1]["chu"].endswith("./.")
    assert not made[-1]["chu"].endswith("././.")
    words = "".join(ch for line in made for ch in line.get("so", "") + line["chu"] if ch.isalnum()).casefold()
    assert words == "".join(ch for text in paragraphs for ch in text.strip() if ch.isalnum()).casefold() or any(
        text.upper() != text.upper().casefold().upper() for text in paragraphs
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("QĐ", DocumentType.DECISION),
        ("qd", DocumentType.DECISION),
        ("quyet dinh", DocumentType.DECISION),
        ("Công văn", DocumentType.OFFICIAL_LETTER),
        ("HĐ", DocumentType.CONTRACT),
        ("HD", DocumentType.GUIDANCE),
        ("sao y", DocumentType.CERTIFIED_COPY),
        ("TrS", DocumentType.EXTRACT_COPY),
    ],
)
def test_a_type_is_known_as_a_clerk_names_it(text: str, kind: DocumentType) -> None:
    assert DocumentType.named(text) is kind


@pytest.mark.parametrize("text", ["hd", "da", "", "nghị định"])
def test_an_unknown_or_ambiguous_type_is_refused(text: str) -> None:
    with pytest.raises(KeyError):
        DocumentType.named(text)
