import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import parse
from index.snippet import snippet

LONG = "Mở đầu không có gì. " * 40 + "Công nhận xã Cẩm Giàng phù hợp với trẻ em năm 2024. " + "Phần sau cũng dài. " * 40


def test_the_window_shows_where_the_words_stand_together() -> None:
    shown = snippet(LONG, parse("cam giang tre em").runs)
    assert "xã [Cẩm] [Giàng] phù hợp với [trẻ] [em]" in shown.highlighted("[", "]")
    assert shown.text.startswith("… ")
    assert shown.text.endswith(" …")
    assert len(shown.text) < 200


def test_parts_of_a_code_are_marked() -> None:
    assert snippet("Số: 07/QĐ-UBND", parse("07/qd-ubnd").runs).highlighted("[", "]") == "Số: [07]/[QĐ]-[UBND]"


@pytest.mark.parametrize(
    ("typed", "highlighted"),
    [
        ("22/11/2024", "Ký ngày [22 tháng 11 năm 2024], tức [22/11/2024], 22 hộ, theo điểm a khoản 1 Điều 5"),
        ("dieu 5", "Ký ngày 22 tháng 11 năm 2024, tức 22/11/2024, 22 hộ, theo [điểm a khoản 1 Điều 5]"),
        (
            "khoản 1 điều 5 22",
            "Ký ngày [22] tháng 11 năm 2024, tức [22]/11/2024, [22] hộ, theo [điểm a khoản 1 Điều 5]",
        ),
        ("khoản 1, khoản 2 điều 5", "Theo [điểm a khoản 1, khoản 2 Điều 5], điều 6"),
        ("05/11/2024", "Ngày [5, tháng 11, năm 2024], [05 / 11 / 2024], 01-[05/11/2024], 5 hộ"),
        ("khoản 2 điều 5", "Theo điểm a khoản 1 Điều 5"),
        ("tháng 11/2024", "Ngày [22/11/2024], [tháng 11 năm 2024], tháng 1/2024"),
        ("02/QĐ-UBND", "Số [02]/[QĐ]-[UBND], [02]/ [QĐ] – [UBND]; 06/QĐ-TTg, Điều 2, UBND"),
        ("qđ", "[QĐ] số 2: [Quyết] [định] công nhận, quy định, quyết tâm"),
        ('"quyết định"', "[Quyết] [định] công nhận, quy định"),
        ("11/2024", "Trong [tháng 11/2024] ([11]/[2024])"),
        ("02 / QĐ - UBND", "Số [02 / QĐ - UBND], số [02]/[QĐ]-[UBND]"),
        ("22/11", "Ngày [22]/[11]/2024, [22] [tháng] [11], 22 hộ"),
    ],
)
def test_a_key_marks_whatever_says_it(typed: str, highlighted: str) -> None:
    text = highlighted.replace("[", "").replace("]", "")
    assert snippet(text, parse(typed).runs).highlighted("[", "]") == highlighted


def test_a_word_typed_with_marks_marks_only_itself_where_it_stands() -> None:
    text = "Ủy ban nhân dân công nhận"
    assert snippet(text, parse("nhận").runs).highlighted("[", "]") == "Ủy ban nhân dân công [nhận]"
    assert snippet(text, parse("nhạn").runs).highlighted("[", "]") == "Ủy ban [nhân] dân công [nhận]"


def test_a_word_longer_than_the_window_breaks_nothing() -> None:
    line = "_" * 170
    assert "x x" in snippet("x " * 100 + line + " a", parse(line).runs).text


def test_a_hit_is_shown_among_lines_without_a_space() -> None:
    text = "Danh sách\n" + "\n".join(f"Người{place}" for place in range(100)) + "\nCẩm\nGiàng\nhết"
    assert "[Cẩm] [Giàng] hết" in snippet(text, parse("cẩm giàng").runs).highlighted("[", "]")


def test_without_a_word_the_beginning_is_shown() -> None:
    assert snippet(LONG, ()).text.startswith("Mở đầu")
    assert snippet(LONG, ()).highlights == ()


@given(st.text(), st.text(max_size=20))
def test_marks_stand_on_whole_words_inside_the_text(text: str, typed: str) -> None:
    import unicodedata

    shown = snippet(unicodedata.normalize("NFC", text), parse(typed).runs)
    assert all(0 <= start < stop <= len(shown.text) for start, stop in shown.highlights)
    assert shown.highlighted("", "") == shown.text
