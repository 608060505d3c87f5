import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doc_engine.vietnamese import listed, nfc, normalize, number_text, slug, without_marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã Cẩm Giàng", "xa-cam-giang"),
        ("QĐ-UBND", "qd-ubnd"),
        ("Đông Hưng", "dong-hung"),
        ("  ", ""),
        ("Thị trấn N'Thol Hạ", "thi-tran-n-thol-ha"),
    ],
)
def test_a_slug_is_ascii_words_joined_by_hyphens(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_d_with_stroke_is_a_letter_not_a_mark_and_is_folded_all_the_same() -> None:
    assert without_marks("Đường đi") == "Duong di"


@given(st.text())
def test_text_behind_the_border_is_in_normal_form_c(text: str) -> None:
    assert unicodedata.is_normalized("NFC", nfc(text))
    assert unicodedata.is_normalized("NFC", normalize(text))


def test_no_break_spaces_are_tidied_away() -> None:
    assert normalize("  Cẩm\u00a0 Giàng\n") == "Cẩm Giàng"


@pytest.mark.parametrize(
    ("value", "text"), [(Decimal("7.50"), "7,5"), (Decimal("100"), "100"), (Decimal("1E+2"), "100"), (Decimal(0), "0")]
)
def test_numbers_are_written_with_a_comma_and_no_needless_zeros(value: Decimal, text: str) -> None:
    assert number_text(value) == text


def test_a_list_ends_with_and() -> None:
    assert listed(["a", "b", "c"]) == "a, b và c"
    assert listed(["a"]) == "a"
