import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doc_engine import legacy_text as legacy
from doc_engine.legacy_text import Layer, readable
from tests.conftest import GOLDEN

# Text of the fonts .VnTime and VNI-Times, as a cell copied from an old file contains it.
OLD = [
    ("QuyÕt ®Þnh vÒ viÖc c«ng nhËn x· phï hîp víi trÎ em", Layer.TCVN3,
     "Quyết định về việc công nhận xã phù hợp với trẻ em"),
    ("Uû ban nh©n d©n huyÖn B¹ch Th«ng", Layer.TCVN3, "Uỷ ban nhân dân huyện Bạch Thông"),
    ("C¨n cø LuËt Tæ chøc chÝnh quyÒn ®Þa ph­¬ng", Layer.TCVN3, "Căn cứ Luật Tổ chức chính quyền địa phương"),
    ("Quyeát ñònh veà vieäc coâng nhaän xaõ phuø hôïp vôùi treû em", Layer.VNI,
     "Quyết định về việc công nhận xã phù hợp với trẻ em"),
    ("Uûy ban nhaân daân huyeän Baïch Thoâng", Layer.VNI, "Ủy ban nhân dân huyện Bạch Thông"),
    ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", Layer.VNI, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("Caên cöù Luaät Toå chöùc chính quyeàn ñòa phöông", Layer.VNI, "Căn cứ Luật Tổ chức chính quyền địa phương"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "layer", "meant"), OLD)
def test_text_of_before_unicode_is_understood(old: str, layer: Layer, meant: str) -> None:
    found = readable(old)
    assert found == legacy.Readable(meant, frozenset({layer}))


def test_each_line_is_read_by_itself() -> None:
    found = readable(f"Kế hoạch\n{OLD[0][0]}\n{OLD[3][0]}")
    assert found.text == f"Kế hoạch\n{OLD[0][2]}\n{OLD[3][2]}"
    assert found.layers == {Layer.UNICODE, Layer.TCVN3, Layer.VNI}


@pytest.mark.parametrize(
    "text",
    [
        "Ông Müller, Công ty São Paulo, ngày 5 tháng 11", "1.500 m², 20 °C ± 2 %, «trích» § 5", "Đoàn Thị Bích Loan",
        "thép Ø16", "Bê tông ø", "Bù Đăng ×", "ông ·", "· Hà Nội", "Bụi PM ≤ 2,5 µm", "10 µm", "cỡ µ", "100 ¥",
        "5 £", "¶",
        "Hội đồng nhân dân xã Yên Bái khóa XXI", "naïve façade Ærø", "Cộng hòa, thuở, khuya, quýnh, nghoèo, uỵch",
    ],
)  # fmt: skip
def test_unicode_stays_what_it_is(text: str) -> None:
    assert readable(text).text == text
    assert readable(text).layers == {Layer.UNICODE}


def test_no_line_of_our_own_documents_is_taken_for_old() -> None:
    lines = [line for file in sorted(GOLDEN.rglob("*.txt")) for line in file.read_text("utf-8").splitlines()]
    assert len(lines) > 1000
    assert [line for line in lines if readable(line).text != unicodedata.normalize("NFC", line)] == []


def test_a_damaged_layer_is_reported_and_not_read() -> None:
    damaged = "".join(chr(0x04A4 + number % 80) for number in range(200)) + " Số: 12/QĐ-UBND"
    assert readable(damaged) == legacy.Readable("", frozenset({Layer.DAMAGED}))
    assert readable("Một chữ ѠѢѤ lạ trong câu").layers == {Layer.UNICODE}


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    assert readable(text).text.count("\n") in (text.count("\n"), 0)


@given(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạắằẳẵặấầẩẫậ ÀÁÂ"))
def test_reading_twice_is_reading_once(text: str) -> None:
    once = readable(text).text
    assert readable(once).text == once
