import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doc_engine.vietnamese import visible, without_marks
from index.analysis import LONGEST, canonical, fold, plain, spans, streams, words
from index.keys import is_day, spoken_of
from index.query import MOST_WORDS, parse

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


@pytest.mark.parametrize(
    ("one", "other"), [("Sỹ Bình", "Sĩ Bình"), ("kỹ thuật", "kĩ thuật"), ("QUÝ", "quí"), ("Vy", "vi"), ("tỷ", "tỉ")]
)
def test_names_with_i_and_with_y_are_one_when_folded(one: str, other: str) -> None:
    assert streams(one).folded == streams(other).folded
    assert streams(one).exact != streams(other).exact


@pytest.mark.parametrize("word", ["thúy", "tay", "yên", "huy", "hay", "y", "nhầy"])
def test_other_words_with_y_keep_it(word: str) -> None:
    assert "y" in streams(word).folded


KEYS = [
    ("khoản 3 Điều 18 Nghị định", "điều-18-khoản-3"),
    ("Điều 18, khoản 3", "điều-18-khoản-3"),
    ("điểm a khoản 1 Điều 5", "điều-5-khoản-1-điểm-a"),
    ("Điều 5 khoản 1 điểm a", "điều-5-khoản-1-điểm-a"),
    ("Điều 12a của Luật", "điều-12a"),
    ("khoản 1, khoản 2 Điều 5", "điều-5-khoản-1 điều-5-khoản-2"),
    ("các khoản 1, 3 và 4 Điều 5", "điều-5-khoản-1 điều-5-khoản-3 điều-5-khoản-4"),
    ("điểm a, b khoản 1 Điều 5", "điều-5-khoản-1-điểm-a điều-5-khoản-1-điểm-b"),
    ("điểm a khoản 1 và điểm đ khoản 2 Điều 5", "điều-5-khoản-1-điểm-a điều-5-khoản-2-điểm-đ"),
    ("khoản 2 của Điều 5", "điều-5-khoản-2"),
    ("khoản 2 của\nĐiều 5", "điều-5-khoản-2"),
    ("Điều \n5", "điều-5"),
    ("khoản 1,2 Điều 5", "điều-5-khoản-1 điều-5-khoản-2"),
    ("điểm a,b khoản 1 Điều 5", "điều-5-khoản-1-điểm-a điều-5-khoản-1-điểm-b"),
    ("khoản 1 Điều 5, khoản 2, 3 Điều 6", "điều-5-khoản-1 điều-6-khoản-2 điều-6-khoản-3"),
    ("điểm a khoản 1, điểm c, d khoản 2 Điều 5", "điều-5-khoản-1-điểm-a điều-5-khoản-2-điểm-c điều-5-khoản-2-điểm-d"),
    ("Điều 5 " + ", ".join(f"khoản {one}" for one in range(1, 13)), "điều-5-khoản-1 điều-5-khoản-12"),
    ("Điều 5 khoản 1, khoản 2, điểm c", "điều-5-khoản-1 điều-5-khoản-2-điểm-c"),
    ("kinh phí 1.500.000 đồng", "1500000-đồng"),
    ("kinh phí 1.500.000đ", "1500000-đồng"),
    ("khoảng 1,5 triệu đồng", "1500000-đồng"),
    ("hơn 2 tỷ đồng", "2000000000-đồng"),
    ("mức 50.000 đồng/người/tháng", "50000-đồng"),
    ("mức 50.000đ/người", "50000-đồng"),
    ("mức 50.000 đ", "50000-đồng"),
    ("kinh phí 1.5 triệu đồng", "1500000-đồng"),
    ("lãi 0,5%/tháng", "0-5-phần-trăm"),
    ("tổng 3 nghìn tỷ đồng", "3000000000000-đồng"),
    ("lẻ 1.001,50 đồng", "1001-5-đồng"),
    ("đạt 95% hộ", "95-phần-trăm"),
    ("đạt 95 % hộ", "95-phần-trăm"),
    ("đạt 95,50 phần trăm", "95-5-phần-trăm"),
    ("đạt 95.5%", "95-5-phần-trăm"),
    ("chi 12,5 tỷ cho", "12500000000-đồng"),
    ("1 tỷ 200 triệu đồng", "1200000000-đồng"),
    ("tháng 11 năm 2024", "2024-11"),
    ("tháng 11/2024", "2024-11"),
    ("ngày 3/1/19", "2019-01-03"),
    ("số 02 /QĐ-UBND", "2/qđ-ubnd"),
    ("số 02/ QĐ – UBND ngày", "2/qđ-ubnd"),
    ("số 5 / 2024 / NQ - HĐND", "5/2024 nq-hđnd"),
]


@pytest.mark.parametrize(("written", "keys"), KEYS)
def test_one_thing_said_in_many_ways_is_one_key(written: str, keys: str) -> None:
    for key in keys.split():
        assert key in streams(written).exact.split()
        assert key in words(written)
        assert fold(key) in map(fold, words(without_marks(written)))
        assert fold(key) in streams(without_marks(written)).folded.split()


@pytest.mark.parametrize(
    "written",
    [
        "điều chỉnh 18",
        "hội đồng 5",
        "mục 3.1.2 đồng ý",
        "Điều này",
        "5 d",
        "1,2,3 đồng",
        "điểm a và khoản",
        "Điều lệ 5",
        "năm 2024 đồng thời",
        "có 3 đồng chí",
        "xã 2024 Đồng Phúc",
        "năm 2024 tỷ lệ",
        "3 triệu tập",
        "quý 4 tháng 13 2024",
    ],
)
def test_what_only_looks_like_a_key_is_none(written: str) -> None:
    assert streams(written).exact.split() == list(words(written)) == [one for one in words(written) if "-" not in one]


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("từ 01/11/2024-22/11/2024", {"2024-11-01", "2024-11-22"}),
        ("từ 01-05/11/2024", {"2024-11-05"}),
        ("ký ngày 5, tháng 11, năm 2024", {"2024-11-05"}),
        ("ngày 05 / 11 / 2024", {"2024-11-05"}),
        ("(05/11/2024).", {"2024-11-05"}),
        ("họp ngày 05/11/ 2024", {"2024-11-05"}),
        ("họp ngày 05/11 /2024", {"2024-11-05"}),
        ("các ngày 4,5 tháng 11 năm 2024", {"2024-11-05"}),
        ("ngay 22 thang 11 nam 2024 “x”", {"2024-11-22"}),
        ("hop ngay 05 / 11 / 2024", {"2024-11-05"}),
        ("mục 3/11/2024/QĐ", set()),
        ("số 115/11/2024", set()),
    ],
)
def test_a_day_that_a_text_holds_is_known_however_it_is_written(written: str, days: set[str]) -> None:
    assert {key for key in streams(written).exact.split() if is_day(key)} == days


SAID = st.lists(
    st.sampled_from(
        ["Điều 18", "khoản 3", "điểm a", "điều", ",", "95", "%", "đồng", "1.500", ".000", "đ",
         "ngày 3 tháng 1 năm 2019", "3 tháng 1/2019",
         "03/01/2019", "/", "-", "triệu", "phần trăm", "12/QĐ-UBND", "hội đồng", " ", "1,5"]
    )
)  # fmt: skip


@given(SAID, st.sampled_from(["", " "]))
def test_every_key_that_is_typed_stands_in_what_is_stored(said: list[str], between: str) -> None:
    text = between.join(said)
    stored = streams(text).exact.split()
    assert [word for word in words(text) if word not in stored] == []


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("từ 15-20 triệu đồng", {"15000000-đồng", "20000000-đồng"}),
        ("khoản 3 95 triệu đồng", {"95000000-đồng"}),
        ("1 tỷ 200 triệu đồng", {"1200000000-đồng"}),
        ("từ 5 đến 7 triệu đồng", {"5000000-đồng", "7000000-đồng"}),
        ("10 - 15% số hộ", {"10-phần-trăm", "15-phần-trăm"}),
        ("ngày 8 và 9 tháng 1 năm 2025", {"2025-01-08", "2025-01-09", "2025-01"}),
        ("ký 05/11/2024", {"2024-11-05", "2024-11"}),
        ("Sở GD&ĐT", {"gd&đt", "gdđt"}),
        ("LĐ-TB&XH", {"lđ-tb&xh", "lđtbxh"}),
        ("Đắk R'Lấp, Cư M’gar", {"rlấp", "mgar"}),
    ],
)
def test_a_text_is_found_by_each_thing_it_says(written: str, keys: set[str]) -> None:
    assert keys <= set(streams(written).exact.split())


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Ƀuôn Hồ", "buon ho"),
        ("xã Ea Hô̆c", "hoc"),
        ("năm ２０２４, ＱĐ", "2024 qd"),
        ("diện tích 50 m²", "m2"),
        ("Cư M'gar", "mgar"),
        ("Cư M'gar", "m'gar"),
        ("x" * 300, "x" * 300),
    ],
)
def test_odd_letters_are_found_by_plain_ones(written: str, typed: str) -> None:
    stored = streams(written).folded.split()
    assert [word for word in map(fold, words(typed)) if word not in stored] == []
    assert max(map(len, stored)) <= LONGEST


def test_letters_that_nobody_sees_are_no_letters() -> None:
    assert streams(visible("quy\u00adết đị\u200bnh \ufb01le")) == streams("quyết định file")


def test_a_code_apart_is_typed_as_it_is_read() -> None:
    assert words("02 / QĐ - UBND") == words("02/QĐ-UBND") == words("02 QĐ UBND") == ("2/qđ-ubnd",)
    assert words("11/2024") == words("tháng 11 năm 2024") == ("2024-11",)
    assert words("quý 4/2024") == ("quý", "4/2024")
    assert words("22/11/24") == ("2024-11-22",)
    assert words("45/13/24") != ("2024-13-45",)


def test_an_article_is_found_by_each_of_its_parts() -> None:
    found = streams("theo điểm b khoản 2 Điều 7").exact.split()
    assert {"điều-7", "điều-7-khoản-2", "điều-7-khoản-2-điểm-b", "điều", "7", "khoản", "2"} <= set(found)


@pytest.mark.parametrize(("one", "other"), [("quý", "quy"), ("hoàn", "hòan"), ("bản", "bàn"), ("toán", "tóan")])
def test_what_is_different_stays_different(one: str, other: str) -> None:
    assert streams(one).exact != streams(other).exact


def test_folding_drops_every_mark_and_the_stroke_of_d() -> None:
    assert streams("Quyết định Đông Hưng").folded == "quyet dinh dong hung"


def test_a_code_is_one_token_and_its_parts() -> None:
    assert streams("số 07/QĐ-UBND ký").exact == "số 7 qđ ubnd ký 7/qđ-ubnd qđ-ubnd"
    assert streams("QĐ-UBND").exact == "qđ ubnd qđ-ubnd"


@pytest.mark.parametrize("written", ["03/01/2019", "3-1-2019", "3.1.2019", "ngày 3 tháng 1 năm 2019", "2019-01-03"])
def test_a_date_in_any_style_is_the_same_token(written: str) -> None:
    assert "2019-01-03" in streams(f"ký {written} tại").exact.split()
    assert "2019-01-03" in words(written)


def test_forgetting_pieces_loses_none_of_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"số {number}/QĐ-UBND ngày {number % 28 + 1}/11/2024 từ{number} từ{number + 1}" for number in range(60)]
    before = [streams(text) for text in texts]
    monkeypatch.setattr("index.analysis._REMEMBERED", 10)
    assert [streams(text) for text in texts] == before


def test_a_dotted_capital_keeps_its_length() -> None:
    for text in ("İ xã", "i̇ xã"):
        assert len(plain(text)) == len(unicodedata.normalize("NFC", text))


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


@pytest.mark.parametrize(
    "said",
    [
        "1.",
        "1,",
        "1đ",
        "khoản 1 và điểm a khoản 1, ",
        "diem a, b, ",
        "khoản 1, 2, ",
        "5 điều 5 ",
        "1 tháng ",
        "a",
        "_",
        "9",
        "a-",
        "a&",
        "a'",
        "1 / ",
        "1/a - ",
        "tháng 1 ",
        "1 tỷ 2 triệu ",
        "1 - 2 ",
        "1 và ",
        "\u0301",
    ],
)
def test_a_long_text_of_one_thing_said_again_and_again_takes_no_longer_than_others(said: str) -> None:
    """Linear time: a quadratic one would take minutes.

    Behind the text comes a sign that begins a key.
    """
    text = said * (100_000 // len(said))
    for behind in ("", "/", "-", " đồng", "%"):
        assert streams(text + behind)
    places = list(spoken_of(plain(text)))
    assert all(one[1] <= other[0] for one, other in pairwise(places))
    assert len(parse(text).words) <= MOST_WORDS


@given(VIETNAMESE)
def test_folding_twice_is_folding_once(text: str) -> None:
    folded = streams(text).folded
    assert fold(folded) == folded
