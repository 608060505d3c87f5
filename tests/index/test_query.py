from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import analysis
from index.filters import Filters, Name, Named, State
from index.query import MOST_LEFT_OUT, MOST_PHRASES, Query, Sort, parse
from index.ranges import Between
from index.terms import Term


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


def signer(*words: str) -> frozenset[Named]:
    return frozenset({Named(Name.SIGNER, words)})


def days_of(*ends: tuple[int | None, int | None]) -> Filters:
    return Filters(day=tuple(Between(*one) for one in ends))


FILTERS = [
    ("năm :2024", Filters(year=(Between(2024, 2024),))),
    ("năm:2022,2024", Filters(year=(Between(2022, 2022), Between(2024, 2024)))),
    ("năm:2022 năm:2024", Filters(year=(Between(2022, 2022), Between(2024, 2024)))),
    ("năm:>=2020 năm:<=2022", Filters(year=(Between(2020, 2022),))),
    ("năm:2020-2024", Filters(year=(Between(2020, 2024),))),
    ("năm: 2020 đến 2024", Filters(year=(Between(2020, 2024),))),
    ("ngày:> 01/11/2024", days_of((20241102, None))),
    ("ngày: >= 2024-11-20", days_of((20241120, None))),
    ("ngày:20/11/2024 .. 22/11/2024", days_of((20241120, 20241122))),
    ("ngày:20/11/2024-22/11/2024", days_of((20241120, 20241122))),
    ("ngày:2024-11-20-2024-11-22", days_of((20241120, 20241122))),
    ("ngày:22/11/24", days_of((20241122, 20241122))),
    ("ngày:11/2024", days_of((20241101, 20241130))),
    ("tháng:2024-02", days_of((20240201, 20240229))),
    ("ngày:>11/2024", days_of((20241201, None))),
    ("ngày:2024", days_of((20240101, 20241231))),
    ("năm: 2022, 2024", Filters(year=(Between(2022, 2022), Between(2024, 2024)))),
    ("năm:2018 năm:>=2020", Filters(year=(Between(2018, 2018), Between(2020, None)))),
    ("số: 1, 2", Filters(number=(Between(1, 1), Between(2, 2)))),
    ("loại: BC, KH", Filters(types=frozenset({"BC", "KH"}))),
    ("ngày: 2024-11-01 đến 2024-11-30", days_of((20241101, 20241130))),
    ("ngày: 01-11-2024 - 30-11-2024", days_of((20241101, 20241130))),
    ("tháng:10-12/2024", days_of((20241001, 20241231))),
    ('chức vụ: "Chủ tịch"', Filters(names=frozenset({Named(Name.SIGNER_TITLE, ("chủ", "tịch"))}))),
    ("đúng xã:“Phủ Thông”", Filters(exact_unit_names=("Phủ Thông",))),
    ('huyện:"Bạch Thông"', Filters(unit_names=("huyện Bạch Thông",))),
    ('xã:"Vi Hương, Tân Tú"', Filters(unit_names=("Vi Hương", "Tân Tú"))),
    ("tình-trạng:thu-hồi", Filters(states=frozenset({State.RECALLED}))),
    ('trạng thái:"đã bị thu hồi"', Filters(states=frozenset({State.RECALLED}))),
    ("trạng-thái:đã-hủy", Filters(states=frozenset({State.DESTROYED}))),
    ("loại:cv", Filters(types=frozenset({""}))),
    ("loại:hđ", Filters(types=frozenset({"HĐ"}))),
    ("năm: 2024", Filters(year=(Between(2024, 2024),))),
    ("năm：２０２４", Filters(year=(Between(2024, 2024),))),
    ("loại:BC,QĐ", Filters(types=frozenset({"BC", "QĐ"}))),
    ("năm:2024", Filters(year=(Between(2024, 2024),))),
    ("nam:2020..2024", Filters(year=(Between(2020, 2024),))),
    ("NĂM:2020..", Filters(year=(Between(2020, None),))),
    ("năm:<2020", Filters(year=(Between(None, 2019),))),
    ('xã:"Cẩm Giàng"', Filters(unit_names=("Cẩm Giàng",))),
    ("xa:cam-giang don-vi:063", Filters(unit_names=("cam-giang", "063"))),
    ("loại:QĐ loai:bc", Filters(types=frozenset({"QĐ", "BC"}))),
    ("loại:HĐ", Filters(types=frozenset({"HĐ"}))),
    ('loại:"công văn"', Filters(types=frozenset({""}))),
    ('ký:"Nguyễn Văn A"', Filters(names=signer("nguyễn", "văn", "a"))),
    ("số:12", Filters(number=(Between(12, 12),))),
    ("ngày:>=2024-11-01", Filters(day=(Between(20241101, None),))),
    ("ngay:<01/03/2024", Filters(day=(Between(None, 20240229),))),
    ("ngày:22/11/2024", Filters(day=(Between(20241122, 20241122),))),
    ("trạng-thái:thu-hồi trang-thai:nguyen", Filters(states=frozenset({State.RECALLED, State.STANDS}))),
]


@pytest.mark.parametrize(("typed", "filters"), FILTERS)
def test_filters_are_typed_with_marks_or_without(typed: str, filters: Filters) -> None:
    query = parse(f"kế hoạch {typed}")
    assert query.filters == filters
    assert [term.folded for term in query.words] == ["ke", "hoach"]


@pytest.mark.parametrize(
    ("typed", "unread"),
    [
        ("năm:abc", ("năm:abc",)),
        ("-năm:20233 quyết định", ("-năm:20233",)),
        ("trang:0", ("trang:0",)),
        ("loại:lạ ngày:32/01/2024", ("loại:lạ", "ngày:32/01/2024")),
        ("Số: 02/QĐ-UBND", ()),
        ("Kính gửi: ông", ()),
        ("năm:2024", ()),
    ],
)
def test_what_was_meant_as_a_filter_and_is_none_is_reported(typed: str, unread: tuple[str, ...]) -> None:
    assert parse(typed).unread == unread


def test_a_left_out_filter_that_makes_no_sense_leaves_out_nothing() -> None:
    query = parse("-năm:20233 quyết định")
    assert (query.excluded, query.without, folded(query.words)) == ((), (), ["quyet", "dinh"])


@pytest.mark.parametrize(
    "typed",
    [
        "Đơn vị: triệu đồng",
        "Địa phương: thực hiện tốt",
        "địa phương:tốt",
        "Cách tính: điểm",
        "Đơn vị tính: đồng",
        "người ký: Nguyễn Văn A",
        "chương trình: nông thôn mới",
        "xã: Cẩm Giàng",
        "Kính gửi: các phòng",
        "nắm: 2024",
    ],
)
def test_a_colon_makes_no_filter(typed: str) -> None:
    query = parse(typed)
    assert (query.filters, query.unread) == (Filters(), ())
    assert len(query.words) == len(set(analysis.simple_words(typed)))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ke hoach nam 2024 cua ubnd", ["ke", "hoach", "nam", "2024", "cua", "ubnd"]),
        ("kế hoạch 2024 do UBND", ["ke", "hoach", "2024", "do", "ubnd"]),
        ("02/QĐ-UBND - Ban hành", ["2/qd-ubnd", "ban", "hanh"]),
        ("02/QĐ-UBND - thu hồi", ["2/qd-ubnd", "thu", "hoi"]),
        ("02 ĐT UBND", ["2", "dt", "ubnd"]),
        ("02/QĐ - UBND", ["2/qd-ubnd"]),
        ("số 02 KH UBND", ["so", "2/kh-ubnd"]),
    ],
)
def test_what_stands_beside_a_code_is_no_part_of_it(typed: str, words: list[str]) -> None:
    assert folded(parse(typed).words) == words


def test_a_quarter_is_read_as_it_is_written() -> None:
    query = parse("quý 4/2024")
    assert (folded(query.words), query.phrases) == (["qui", "4/2024"], ())
    assert parse(query.text) == query


def test_how_answers_come_is_typed_in_everyday_ways() -> None:
    for typed in ('xếp:"mới nhất" trẻ em', "trẻ em xếp: mới", "trẻ em sắp xếp: mới"):
        query = parse(typed)
        assert (query.sort, folded(query.words)) == (Sort.NEWEST, ["tre", "em"]), typed
    assert parse("trẻ em trang: 2").page == 2


def test_words_before_a_field_stay_words() -> None:
    query = parse('dung xã:"Phủ Thông"')
    assert (folded(query.words), query.filters) == (["dung"], Filters(unit_names=("Phủ Thông",)))
    assert parse('dung xa:"phu thong"').filters == Filters(exact_unit_names=("phu thong",))
    assert parse("dung xa:phu-thong").filters == Filters(unit_names=("phu-thong",))


def test_quotation_marks_of_word_are_quotation_marks() -> None:
    assert parse("“trẻ em” -«xét duyệt» „phù hợp‟") == parse('"trẻ em" -"xét duyệt" "phù hợp"')


def test_the_number_behind_a_kind_is_that_of_a_document() -> None:
    def also(typed: str) -> set[tuple[str, ...]]:
        return {other.words for other in parse(typed).words[-1].also}

    assert ("qd-2",) in also("quyết định số 02")
    assert ("qd-2",) in also("qd 2")
    assert ("ttr-1",) in also("to trinh so 1")
    assert ("kh-5",) not in {other.words for term in parse("kế hoạch 5 năm").words for other in term.also}
    assert ("bc-2024",) not in also("báo cáo 2024")


def test_a_day_without_a_year_is_one_of_any_year() -> None:
    (term,) = parse("22/11").words
    assert {other.words for other in term.also} == {("22", "11"), ("22", "thang", "11")}


def test_names_with_abbreviations_are_found_by_what_they_stand_for() -> None:
    (named,) = parse('cơ-quan:"UBND TT Phủ Thông"').filters.names
    assert ("uy", "ban", "nhan", "dan", "thi", "tran", "phu", "thong") in named.also
    (named,) = parse('cơ-quan:"uy ban nhan dan xa Vi Huong"').filters.names
    assert ("ubnd", "xa", "vi", "huong") in named.also


def test_a_long_pasted_text_asks_for_no_more_than_engines_take() -> None:
    query = parse(" ".join(f'"a{one} b{one}" -c{one} -"d{one} e" -năm:{1000 + one}' for one in range(400)))
    assert len(query.phrases) <= MOST_PHRASES
    assert len(query.excluded) + len(query.without) <= 2 * MOST_LEFT_OUT


NO_FILTERS = ["năm:abc", "nam:", "loại:lạ", "ngày:32/01/2024", "số:x", "abc:def", "ngày:..", "a:b:c", ":x"]


@pytest.mark.parametrize("typed", NO_FILTERS)
def test_a_filter_that_makes_no_sense_is_taken_for_words(typed: str) -> None:
    query = parse(typed)
    assert query.filters == Filters()
    assert query.words


def test_filters_that_are_typed_go_before_those_that_are_given() -> None:
    assert parse("năm:2023", Filters(year=(Between(2024, 2024),))).filters.year == (Between(2023, 2023),)


years, numbers = st.integers(1945, 2200), st.integers(0, 999_999)
days = st.dates(date(1945, 1, 1), date(2200, 12, 31)).map(lambda day: int(f"{day:%Y%m%d}"))
names = st.text("abcđêơ ẩ", min_size=1, max_size=9).map(str.strip).filter(bool)


def between(values: st.SearchStrategy[int]) -> st.SearchStrategy[tuple[Between, ...]]:
    ends = st.tuples(st.none() | values, st.none() | values).filter(any)
    return st.lists(ends.map(lambda pair: Between(*pair)), max_size=2, unique=True).map(tuple)


filters = st.builds(
    Filters,
    year=between(years),
    types=st.frozensets(st.sampled_from(["QĐ", "HĐ", "HD", "BC", ""])),
    day=between(days),
    number=between(numbers.filter(bool)),
    names=st.frozensets(
        st.builds(Named, st.sampled_from(Name), st.sampled_from([("nguyen",), ("văn", "a"), ("ubnd", "xã")]))
    ),
    states=st.frozensets(st.sampled_from(State)),
    unit_names=st.lists(names, unique=True, max_size=2).map(tuple),
    exact_unit_names=st.lists(names, unique=True, max_size=2).map(tuple),
)


SAID = st.lists(
    st.sampled_from(
        ["xếp:mới", "trang:3", "khoản 3", "Điều 18", "95%", "1,5 triệu đồng", "1.500.000đ", "năm:2024", 'đúng-xã:"A b"',
         "lớp-chữ:hong", '"a b"', "-x", "-95%", "kỹ", "ky", "Sỹ", "12/QĐ-UBND", "ngày 3 tháng 1 năm 2019", "03/01/2019",
         "2019-01-03", '"điều 18"', "%", "đ",
         "trang:0", "22/11", "GD&ĐT", "1500000", "quyết định", "02 QĐ UBND", "số", "12", "tháng 11/2024", "“x y”",
         "loại:BC,QĐ", "năm:2022,2024",
         "quý", "4/2024", "Đơn vị:", "địa phương:", "- Ban hành",
         "ngày:11/2024", 'ký:"Nguyễn A"', "cơ quan:", "12,5 tỷ", "R'lấp", "-năm:abc",
         "xep:", "xã:=x", "điểm a", "hội đồng", '-"điều 18"',
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


@given(SAID)
def test_filters_read_as_they_are_written(said: list[str]) -> None:
    query = parse(" ".join(f"-{one}" if place % 2 else one for place, one in enumerate(said)))
    assert parse(query.text) == query
