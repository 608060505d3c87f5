import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.index.query import Query, Term, parse


def folded(terms: tuple[Term, ...]) -> list[str]:
    return [term.folded for term in terms]


@pytest.mark.parametrize(
    ("typed", "words", "phrases", "excluded"),
    [
        ("Cẩm Giàng", ["cam", "giang"], [], []),
        ('"Cẩm Giàng" 2024', ["2024"], [["cam", "giang"]], []),
        ("kế hoạch -huyện", ["ke", "hoach"], [], ["huyen"]),
        ('-"Cẩm Giàng" xã', ["xa"], [], ["cam", "giang"]),
        ('"chưa đóng', [], [["chua", "dong"]], []),
        ('"một"', ["mot"], [], []),
        ("12/QĐ-UBND", ["12/qd-ubnd"], [], []),
        ("h52.1 -", ["h52", "1"], [], []),
        ("trẻ em trẻ em", ["tre", "em"], [], []),
        ("ngày 3 tháng 1 năm 2019", ["ngay", "2019-01-03"], [], []),
        ("", [], [], []),
        ('" " - ( ) : * ?', [], [], []),
    ],
)
def test_what_a_person_types_is_understood(
    typed: str, words: list[str], phrases: list[list[str]], excluded: list[str]
) -> None:
    query = parse(typed)
    assert folded(query.words) == words
    assert [folded(phrase) for phrase in query.phrases] == phrases
    assert folded(query.excluded) == excluded


@given(st.text())
def test_nothing_typed_is_a_syntax_error(typed: str) -> None:
    assert isinstance(parse(typed), Query)


def test_a_word_without_marks_asks_for_all_words_of_that_form() -> None:
    assert [term.is_marked for term in parse("bản ban").words] == [True, False]
