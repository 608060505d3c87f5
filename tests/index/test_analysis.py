import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.index.analysis import canonical, fold, plain, spans, streams, words

LETTERS = "abcdeghiklmnopqrstuvxyàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
VIETNAMESE = st.text(f"{LETTERS}{LETTERS.upper()} 0123456789/-.")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa bình", "hoà bình"),
        ("Thúy", "THUÝ"),
        ("ủy ban", "uỷ ban"),
        ("khỏe", "khoẻ"),
        ("Cẩm Giàng", unicodedata.normalize("NFD", "CẨM GIÀNG")),
        ("Độc lập – Tự do", "Độc lập - Tự do"),
        ("05/QĐ-UBND", "5/qđ-ubnd"),
        ("ngày 3 tháng 1 năm 2019", "ngày 03 tháng 01 năm 2019"),
    ],
)
def test_two_spellings_of_one_thing_are_one(one: str, other: str) -> None:
    assert streams(one) == streams(other)


@pytest.mark.parametrize(("one", "other"), [("quý", "quy"), ("hoàn", "hòan"), ("bản", "bàn"), ("toán", "tóan")])
def test_what_is_different_stays_different(one: str, other: str) -> None:
    assert streams(one).exact != streams(other).exact


def test_folding_drops_every_mark_and_the_stroke_of_d() -> None:
    assert streams("Quyết định Đông Hưng").folded == "quyet dinh dong hung"


def test_a_code_is_one_token_and_its_parts() -> None:
    assert streams("số 07/QĐ-UBND ký").exact == "số 7 qđ ubnd ký 7/qđ-ubnd qđ-ubnd"
    assert streams("QĐ-UBND").exact == "qđ ubnd qđ-ubnd"


@pytest.mark.parametrize("written", ["03/01/2019", "3-1-2019", "3.1.2019", "ngày 3 tháng 1 năm 2019"])
def test_a_date_in_any_style_is_the_same_token(written: str) -> None:
    assert "2019-01-03" in streams(f"ký {written} tại").exact.split()
    assert "2019-01-03" in words(written)


def test_a_typed_code_is_one_word() -> None:
    assert words("qd 07/QĐ-UBND") == ("qd", "7/qđ-ubnd")


@given(VIETNAMESE)
def test_offsets_stay_right_because_lengths_are_kept(text: str) -> None:
    normal = unicodedata.normalize("NFC", text)
    assert len(plain(text)) == len(canonical(plain(text))) == len(fold(plain(text))) == len(normal)
    for start, stop, _ in spans(normal):
        assert normal[start:stop].strip() == normal[start:stop] != ""


@given(VIETNAMESE)
def test_what_is_typed_is_found_in_what_is_stored(text: str) -> None:
    stored = streams(text).exact.split()
    assert all(word in stored for word in words(text))


@given(st.text())
def test_no_text_breaks_the_analysis(text: str) -> None:
    found = streams(text)
    assert len(found.exact.split(" ")) == len(found.folded.split(" "))


@given(VIETNAMESE)
def test_folding_twice_is_folding_once(text: str) -> None:
    folded = streams(text).folded
    assert fold(folded) == folded
