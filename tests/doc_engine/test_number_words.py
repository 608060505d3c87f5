"""Numbers in words: the practice of accounting papers, and no two numbers alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doc_engine.number_words import LARGEST, grouped, in_words, money_in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (110, "một trăm mười"),
        (205, "hai trăm linh năm"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (1015, "một nghìn không trăm mười lăm"),
        (1_200_000, "một triệu hai trăm nghìn"),
        (1_050_000, "một triệu không trăm năm mươi nghìn"),
        (1_000_001, "một triệu không trăm linh một"),
        (2_005_000_015, "hai tỷ không trăm linh năm triệu không trăm mười lăm"),
        (10**12, "một nghìn tỷ"),
        (10**15, "một triệu tỷ"),
        (-21, "âm hai mươi mốt"),
    ],
)
def test_a_number_is_said_as_accounting_papers_say_it(number: int, words: str) -> None:
    assert in_words(number) == words


@given(st.integers(0, LARGEST), st.integers(0, LARGEST))
def test_no_two_numbers_are_said_alike(one: int, other: int) -> None:
    assert (in_words(one) == in_words(other)) == (one == other)


@given(st.integers(1, 999_999_999))
def test_billions_are_said_as_a_number_of_their_own(count: int) -> None:
    assert in_words(count * 10**9) == f"{in_words(count)} tỷ"


def test_a_sum_is_said_in_dong() -> None:
    assert money_in_words(1_200_000) == "Một triệu hai trăm nghìn đồng"
    assert grouped(1_234_567) == "1.234.567"
    with pytest.raises(ValueError, match="vượt quá"):
        in_words(LARGEST + 1)
