"""One contract for every engine: the same documents and questions, the same answers."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from vanthu.index.engine import Facet, IndexedDocument, SearchEngine
from vanthu.index.engines import NAMES, IndexBroken, is_current, open_engine
from vanthu.index.filters import Between, Filters, State
from vanthu.index.query import parse
from vanthu.index.snippet import snippet

DOCUMENTS = [
    IndexedDocument(
        "qd7",
        "Quyết định 07/QĐ-UBND Về việc công nhận xã phù hợp với trẻ em",
        "Công nhận xã Cẩm Giàng năm 2024.",
        2024,
        "063",
        "QĐ",
    ),
    IndexedDocument(
        "kh1",
        "Kế hoạch 01/KH-UBND Triển khai đánh giá",
        "Xã Cẩm Giàng triển khai kế hoạch hoà giải.",
        2024,
        "02008",
        "KH",
    ),
    IndexedDocument(
        "bc1",
        "Báo cáo 01/BC-UBND Kết quả tự đánh giá",
        "Xã Vi Hương báo cáo ngày 05 tháng 11 năm 2024.",
        2024,
        "01975",
        "BC",
    ),
    IndexedDocument(
        "bc0",
        "Báo cáo 03/BC-UBND Kết quả năm trước",
        "Xã Cẩm Giàng báo cáo năm 2022. Cái bàn gỗ.",
        2022,
        "02008",
        "BC",
    ),
    IndexedDocument(
        "ban", "Thông báo 02/TB-UBND", "Văn bản cam giang không dấu, của ban chỉ đạo.", 2024, "02008", "TB"
    ),
]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def engine(name: str, tmp_path: Path) -> Iterator[SearchEngine]:
    engine = open_engine(name, tmp_path / "chi-muc")
    engine.add(DOCUMENTS)
    yield engine
    engine.close()


def found(engine: SearchEngine, typed: str, filters: Filters | None = None) -> list[str]:
    return [hit.id for hit in engine.search(parse(typed, filters)).hits]


QUESTIONS = [
    ("cong nhan tre em", ["qd7"]),
    ("CÔNG NHẬN", ["qd7"]),
    ("07/QĐ-UBND", ["qd7"]),
    ("7/qd-ubnd", ["qd7"]),
    ("vi huong", ["bc1"]),
    ("05/11/2024", ["bc1"]),
    ("hòa giải", ["kh1"]),
    ('"ke hoach hoa giai"', ["kh1"]),
    ('"hoạch kế"', []),
    ('"quyết định 07/QĐ-UBND về việc"', ["qd7"]),
    ('"05 tháng 11"', ["bc1"]),
    ('"cẩm giàng" -2022 -kế', ["qd7", "ban"]),
    ("không có từ này", []),
    ("dong hung", []),
]


@pytest.mark.parametrize(("typed", "answers"), QUESTIONS)
def test_a_question_has_its_answers(engine: SearchEngine, typed: str, answers: list[str]) -> None:
    assert sorted(found(engine, typed)) == sorted(answers)


def test_exact_diacritics_rank_above_folded_matches(engine: SearchEngine) -> None:
    assert found(engine, "cẩm giàng")[-1] == "ban"
    assert set(found(engine, "cam giang")) == {"qd7", "kh1", "bc0", "ban"}
    assert found(engine, "bàn")[0] == "bc0"
    assert found(engine, "bản")[0] == "ban"


def test_a_word_in_the_head_weighs_more_than_one_in_the_text(engine: SearchEngine) -> None:
    assert found(engine, "ke hoach")[0] == "kh1"


@pytest.mark.parametrize(
    ("filters", "answers"),
    [
        (Filters(year=Between(2022, 2022)), ["bc0"]),
        (Filters(units=frozenset({"02008"})), ["ban", "bc0", "kh1"]),
        (Filters(units=frozenset({"02008", "01975"}), types=frozenset({"BC"})), ["bc0", "bc1"]),
        (Filters(year=Between(2024, 2024), types=frozenset({"BC", "KH"})), ["bc1", "kh1"]),
        (Filters(year=Between(1999, 1999)), []),
    ],
)
def test_filters_narrow_with_words_and_without(engine: SearchEngine, filters: Filters, answers: list[str]) -> None:
    assert sorted(found(engine, "", filters)) == answers
    assert sorted(found(engine, "xã", filters)) == [id_ for id_ in answers if id_ != "ban"]


def test_any_words_rank_those_with_most_of_them_first(engine: SearchEngine) -> None:
    query = replace(parse("hòa giải vi hương báo cáo"), all_words=False)
    assert engine.search(query).hits[0].id == "bc1"


def test_a_limit_limits_the_hits_and_not_the_count(engine: SearchEngine) -> None:
    hits = engine.search(parse("xã", limit=2))
    assert (hits.total, len(hits.hits)) == (4, 2)


def test_a_hit_gives_the_text_back(engine: SearchEngine) -> None:
    hit = engine.search(parse("hòa giải")).hits[0]
    assert hit.text == "Xã Cẩm Giàng triển khai kế hoạch hoà giải."
    assert snippet(hit.text, parse("hòa giải").terms).marked("[", "]") == (
        "Xã Cẩm Giàng triển khai kế hoạch [hoà] [giải]."
    )


def test_the_same_id_again_replaces(engine: SearchEngine) -> None:
    engine.add([replace(DOCUMENTS[0], text="Văn bản đã đổi.")])
    assert found(engine, '"công nhận xã cẩm giàng"') == []
    assert found(engine, "đã đổi") == ["qd7"]
    assert engine.ids() == {document.id for document in DOCUMENTS}


def test_what_is_removed_is_not_found_and_a_stranger_is_passed_over(engine: SearchEngine) -> None:
    engine.remove(["qd7", "khong-co"])
    assert found(engine, "cong nhan") == []
    assert len(engine.ids()) == 4


def test_clearing_leaves_an_empty_index_that_can_be_filled_again(engine: SearchEngine) -> None:
    engine.clear()
    assert engine.ids() == set()
    assert found(engine, "xã") == []
    engine.add(DOCUMENTS)
    assert found(engine, "vi huong") == ["bc1"]


def test_what_was_added_is_there_after_opening_again(engine: SearchEngine, name: str, tmp_path: Path) -> None:
    engine.close()
    again = open_engine(name, tmp_path / "chi-muc")
    assert found(again, "vi huong") == ["bc1"]
    again.close()


def test_an_open_index_sees_what_another_one_adds(engine: SearchEngine, name: str, tmp_path: Path) -> None:
    other = open_engine(name, tmp_path / "chi-muc")
    other.add([IndexedDocument("moi", "Nghị quyết 01/NQ-HĐND", "mới tinh", 2024, "063", "NQ")])
    assert found(engine, "mới tinh") == ["moi"]
    other.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh drops the file it cannot read
def test_a_folder_that_holds_something_else_is_told(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "chi-muc"
    engine = open_engine(name, folder)
    engine.add(DOCUMENTS)
    engine.close()
    for path in folder.iterdir():
        if path.suffix in (".json", ".toc") or path.name.startswith("_MAIN"):
            path.write_bytes(b"khong phai chi muc")
    with pytest.raises(IndexBroken):
        open_engine(name, folder)


def test_all_engines_answer_alike(tmp_path: Path) -> None:
    engines = [open_engine(name, tmp_path / name) for name in NAMES]
    for engine in engines:
        engine.add(DOCUMENTS)
    for typed in [typed for typed, _ in QUESTIONS] + ["xã", "bao cao", "2024 -xa", ""]:
        first, *others = [set(found(engine, typed)) for engine in engines]
        assert all(other == first for other in others), typed
    for engine in engines:
        engine.close()


RICH = [
    IndexedDocument(
        "a", "Quyết định 02/QĐ-UBND", "Ủy ban nhân dân công nhận xã Cẩm Giàng.", 2024, "063", "QĐ", 2, 20241122,
        "Nguyễn Văn A", "UBND huyện", "tre-em", State.STANDS,
    ),
    IndexedDocument(
        "b", "Kế hoạch 01/KH-UBND", "UBND xã triển khai.", 2024, "02008", "KH", 1, 20240328, "Trần Thị B", "UBND xã",
        "tre-em", State.RECALLED,
    ),
    IndexedDocument(
        "c", "15/UBND-VP", "Công văn đính chính.", 2023, "02008", "", 15, 20230105, "Nguyễn Văn B", "UBND xã", "",
        State.CORRECTED,
    ),
]  # fmt: skip


@pytest.fixture
def rich(name: str, tmp_path: Path) -> Iterator[SearchEngine]:
    engine = open_engine(name, tmp_path / "day-du")
    engine.add(RICH)
    yield engine
    engine.close()


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("năm:2024", "ab"),
        ("nam:..2023", "c"),
        ("ngày:>=2024-03-28", "ab"),
        ("ngày:2024-03-28..2024-11-21", "b"),
        ("ngày:>22/11/2024", ""),
        ("số:2", "a"),
        ("số:2..20", "ac"),
        ("loại:qđ", "a"),
        ('loại:"công văn"', "c"),
        ('ký:"nguyễn văn"', "ac"),
        ('ký:"van a"', "a"),
        ("trạng-thái:thu-hồi", "b"),
        ("trạng-thái:nguyên trạng-thái:đính-chính", "ac"),
        ("năm:2024 loại:kh công nhận", ""),
        ("năm:2024 cong nhan", "a"),
        ("ubnd", "abc"),
        ("ủy ban nhân dân", "abc"),
        ("qd", "a"),
        ("coong nhaajn", "a"),
        ("co6ng nha65n", "a"),
    ],
)
def test_filters_abbreviations_and_remnants(rich: SearchEngine, typed: str, answers: str) -> None:
    assert sorted(found(rich, typed)) == sorted(answers)


def test_what_was_typed_literally_ranks_above_what_it_stands_for(rich: SearchEngine) -> None:
    rich.add(
        [
            replace(RICH[0], id="d", head="Văn bản", text="ủy ban nhân dân"),
            replace(RICH[0], id="e", head="Văn bản", text="UBND"),
        ]
    )
    ranked = found(rich, "ubnd")
    assert ranked.index("e") < ranked.index("d")


def test_counts_are_of_all_answers(rich: SearchEngine) -> None:
    counts = rich.facets(parse("", limit=1))
    assert counts == {
        Facet.YEAR: {"2024": 2, "2023": 1},
        Facet.UNIT: {"02008": 2, "063": 1},
        Facet.TYPE: {"": 1, "KH": 1, "QĐ": 1},
        Facet.AGENCY: {"UBND xã": 2, "UBND huyện": 1},
        Facet.SIGNER: {"Nguyễn Văn A": 1, "Nguyễn Văn B": 1, "Trần Thị B": 1},
        Facet.PROGRAMME: {"tre-em": 2},
        Facet.STATE: {"dinh-chinh": 1, "nguyen": 1, "thu-hoi": 1},
    }
    assert rich.facets(parse("năm:2023"))[Facet.TYPE] == {"": 1}
    assert rich.facets(parse("khong co tu nay"))[Facet.YEAR] == {}


@pytest.mark.parametrize("typed", ["cong nhann", "cng nhan", "cong nahn", "cogn nhan", "tirển khai"])
def test_a_word_with_one_slip_is_found_when_asked_to(rich: SearchEngine, typed: str) -> None:
    assert found(rich, typed) == []
    assert rich.search(replace(parse(typed), near=True)).total == 1


def test_an_index_of_another_version_is_made_anew(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "cu"
    engine = open_engine(name, folder)
    engine.add(RICH)
    engine.close()
    assert is_current(folder)
    (folder / "phien-ban-chi-muc").write_text("1", "ascii")
    assert not is_current(folder)
    again = open_engine(name, folder)
    assert again.ids() == set()
    assert is_current(folder)
    again.close()
