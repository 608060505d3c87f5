from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.index.filters import Between, Filters, Name, State
from vanthu.index.query import Query, Term, parse


def folded(terms: tuple[Term, ...]) -> list[str]:
    return [term.folded for term in terms]


@pytest.mark.parametrize(
    ("typed", "words", "phrases", "excluded"),
    [
        ("Cẩm Giàng", ["cam", "giang"], [], []),
        ('"Cẩm Giàng" 2024', ["2024"], [["cam", "giang"]], []),
        ("kế hoạch -huyện", ["ke", "hoach"], [], [["huyen"]]),
        ('-"Cẩm Giàng" xã', ["xa"], [], [["cam", "giang"]]),
        ("giai đoạn 2020 –2024", ["giai", "doan", "2020", "2024"], [], []),
        ("báo cáo 2024 Đồng Phúc", ["bao", "cao", "2024", "dong", "phuc"], [], []),
        ("95% hộ", ["95-phan-tram", "ho"], [], []),
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
    typed: str, words: list[str], phrases: list[list[str]], excluded: list[list[str]]
) -> None:
    query = parse(typed)
    assert folded(query.words) == words
    assert [folded(phrase) for phrase in query.phrases] == phrases
    assert list(map(folded, query.excluded)) == excluded


@given(st.text())
def test_nothing_typed_is_a_syntax_error(typed: str) -> None:
    assert isinstance(parse(typed), Query)


def test_a_word_without_marks_asks_for_all_words_of_that_form() -> None:
    assert [term.is_marked for term in parse("bản ban").words] == [True, False]


def signer(*words: str) -> frozenset[tuple[Name, str]]:
    return frozenset((Name.SIGNER, word) for word in words)


FILTERS = [
    ("năm: 2024", Filters(year=Between(2024, 2024))),
    ("năm：２０２４", Filters(year=Between(2024, 2024))),
    ("loại:BC,QĐ", Filters(types=frozenset({"BC", "QĐ"}))),
    ("năm:2024", Filters(year=Between(2024, 2024))),
    ("nam:2020..2024", Filters(year=Between(2020, 2024))),
    ("NĂM:2020..", Filters(year=Between(2020, None))),
    ("năm:<2020", Filters(year=Between(None, 2019))),
    ('xã:"Cẩm Giàng"', Filters(unit_names=("Cẩm Giàng",))),
    ("xa:cam-giang don-vi:063", Filters(unit_names=("cam-giang", "063"))),
    ("loại:QĐ loai:bc", Filters(types=frozenset({"QĐ", "BC"}))),
    ("loại:HĐ", Filters(types=frozenset({"HĐ"}))),
    ('loại:"công văn"', Filters(types=frozenset({""}))),
    ('ký:"Nguyễn Văn A"', Filters(names=signer("nguyen", "van", "a"))),
    ("số:12", Filters(number=Between(12, 12))),
    ("ngày:>=2024-11-01", Filters(day=Between(20241101, None))),
    ("ngay:<01/03/2024", Filters(day=Between(None, 20240229))),
    ("ngày:22/11/2024", Filters(day=Between(20241122, 20241122))),
    ("trạng-thái:thu-hồi trang-thai:nguyen", Filters(states=frozenset({State.RECALLED, State.STANDS}))),
]


@pytest.mark.parametrize(("typed", "filters"), FILTERS)
def test_filters_are_typed_with_marks_or_without(typed: str, filters: Filters) -> None:
    query = parse(f"kế hoạch {typed}")
    assert query.filters == filters
    assert [term.folded for term in query.words] == ["ke", "hoach"]


NO_FILTERS = ["năm:abc", "nam:", "loại:lạ", "ngày:32/01/2024", "số:x", "abc:def", "ngày:..", "a:b:c", ":x"]


@pytest.mark.parametrize("typed", NO_FILTERS)
def test_a_filter_that_makes_no_sense_is_taken_for_words(typed: str) -> None:
    query = parse(typed)
    assert query.filters == Filters()
    assert query.words


def test_filters_that_are_typed_go_before_those_that_are_given() -> None:
    assert parse("năm:2023", Filters(year=Between(2024, 2024))).filters.year == Between(2023, 2023)


years, numbers = st.integers(1945, 2200), st.integers(0, 999_999)
days = st.dates(date(1945, 1, 1), date(2200, 12, 31)).map(lambda day: int(f"{day:%Y%m%d}"))
names = st.text("abcđêơ ẩ", min_size=1, max_size=9).map(str.strip).filter(bool)


def between(values: st.SearchStrategy[int]) -> st.SearchStrategy[Between | None]:
    ends = st.tuples(st.none() | values, st.none() | values).filter(any)
    return st.none() | ends.map(lambda pair: Between(*pair))


filters = st.builds(
    Filters,
    year=between(years),
    types=st.frozensets(st.sampled_from(["QĐ", "HĐ", "HD", "BC", ""])),
    day=between(days),
    number=between(numbers.filter(bool)),
    names=st.frozensets(st.tuples(st.sampled_from(Name), st.sampled_from(["nguyen", "van", "a"]))),
    states=st.frozensets(st.sampled_from(State)),
    unit_names=st.lists(names, unique=True, max_size=2).map(tuple),
    exact_unit_names=st.lists(names, unique=True, max_size=2).map(tuple),
)


SAID = st.lists(
    st.sampled_from(
        ["xếp:mới", "trang:3", "khoản 3", "Điều 18", "95%", "1,5 triệu đồng", "1.500.000đ", "năm:2024", 'đúng-xã:"A b"',
         "lớp-chữ:hong", '"a b"', "-x", "-95%", "kỹ", "ky", "Sỹ", "12/QĐ-UBND", "ngày 3 tháng 1 năm 2019", "03/01/2019",
         "2019-01-03", '"điều 18"', "%", "đ",
         "trang:0", "xep:", "xã:=x", "điểm a", "hội đồng", '-"điều 18"',
         "khoản 3, khoản 4", "và", ",",
         "2024-01-05/2", "22/11/2024đồng", "-22/11/20245đồng", "x/1500đ", "x/1-2-2024",
         '"1500đ"', "covid-19", "năm: 2023", "số: 1", "số：", "-năm:2023", "-loại:QĐ", '-xã:"A b"',
         "số:>999999", "năm:>9999", "năm:<1000", "năm:0999", "–2024", '-x:"khoản 3 điều 18"', '-"khoản 3, 4 Điều 18"']
    )
)  # fmt: skip


@given(SAID)
def test_whatever_is_said_reads_as_it_is_written(said: list[str]) -> None:
    query = parse(" ".join(said))
    assert parse(query.text) == query


@given(st.text('abc đêơ"-:.0123456789/', max_size=30), filters)
def test_a_query_reads_as_it_is_written(typed: str, given_filters: Filters) -> None:
    query = parse(typed, given_filters)
    assert parse(query.text) == query
