"""One contract for every engine: same documents, same questions, same answers."""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from index.engine import Facet, IndexedDocument, SearchEngine
from index.engines import NAMES, OPENSEARCH, IndexBroken, open_engine
from index.filters import Filters, State
from index.query import Sort, parse
from index.ranges import Between
from index.snippet import snippet

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


Opener = Callable[..., SearchEngine]
_offices = count()


@pytest.fixture
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """A function that opens the index of an engine in a folder of the test's own.

    The same folder gives the same index again.
    """
    engines: list[SearchEngine] = []
    names: dict[str, str] = {}

    def open_(name: str, folder: str = "chi-muc") -> SearchEngine:
        cluster = None
        if name == OPENSEARCH:
            office = names.setdefault(folder, f"thu_{next(_offices)}")
            cluster = request.getfixturevalue("servers").of(office)
        engines.append(open_engine(name, tmp_path / name / folder, cluster))
        return engines[-1]

    yield open_
    for engine in engines:
        engine.drop()
        engine.close()


@pytest.fixture
def engine(name: str, opened: Opener) -> SearchEngine:
    engine = opened(name)
    engine.add(DOCUMENTS)
    return engine


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
    ("văn -bàn", ["ban"]),
    ("van -ban", []),
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
        (Filters(year=(Between(2022, 2022),)), ["bc0"]),
        (Filters(units=frozenset({"02008"})), ["ban", "bc0", "kh1"]),
        (Filters(units=frozenset({"02008", "01975"}), types=frozenset({"BC"})), ["bc0", "bc1"]),
        (Filters(year=(Between(2024, 2024),), types=frozenset({"BC", "KH"})), ["bc1", "kh1"]),
        (Filters(year=(Between(1999, 1999),)), []),
        (Filters(year=(Between(1999, 2001), Between(2022, 2022))), ["bc0"]),
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
    assert snippet(hit.text, parse("hòa giải").runs).highlighted("[", "]") == (
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


def test_an_index_is_rebuilt_from_nothing_and_from_something(engine: SearchEngine, name: str, opened: Opener) -> None:
    engine.rebuild(iter(DOCUMENTS[:2]))
    assert engine.ids() == {"qd7", "kh1"}
    assert found(engine, "vi huong") == []
    engine.rebuild([])
    assert engine.is_current()
    assert engine.ids() == set()
    assert found(engine, "xã") == []
    engine.add(DOCUMENTS)
    assert found(engine, "vi huong") == found(opened(name), "vi huong") == ["bc1"]


def test_what_searches_meanwhile_sees_the_old_index_until_the_new_one_is_there(
    engine: SearchEngine, name: str, opened: Opener
) -> None:
    reader, seen = opened(name), []

    def documents() -> Iterator[IndexedDocument]:
        for number in range(3):
            seen.append(found(reader, "vi huong"))
            yield replace(DOCUMENTS[2], id=f"moi{number}")

    engine.rebuild(documents())
    assert seen == [["bc1"]] * 3
    assert sorted(found(reader, "vi huong")) == ["moi0", "moi1", "moi2"]
    assert reader.ids() == {"moi0", "moi1", "moi2"}


def test_a_rebuilding_that_fails_leaves_the_old_index(engine: SearchEngine, name: str, opened: Opener) -> None:
    def documents() -> Iterator[IndexedDocument]:
        yield replace(DOCUMENTS[0], id="moi")
        raise InterruptedError

    with pytest.raises((InterruptedError, IndexBroken)):
        engine.rebuild(documents())
    for one in (engine, opened(name)):
        assert one.ids() == {document.id for document in DOCUMENTS}
    engine.add([replace(DOCUMENTS[2], id="sau")])
    assert sorted(found(opened(name), "vi huong")) == ["bc1", "sau"]
    engine.rebuild(DOCUMENTS)
    assert engine.ids() == {document.id for document in DOCUMENTS}


def test_an_index_that_is_dropped_is_gone_until_it_is_made(engine: SearchEngine, name: str, opened: Opener) -> None:
    engine.drop()
    assert not engine.is_current()
    assert not opened(name).is_current()
    engine.drop()
    engine.rebuild(DOCUMENTS)
    assert found(engine, "vi huong") == ["bc1"]


def test_what_was_added_is_there_after_opening_again(engine: SearchEngine, name: str, opened: Opener) -> None:
    engine.close()
    again = opened(name)
    assert again.is_current()
    assert found(again, "vi huong") == ["bc1"]


def test_an_open_index_sees_what_another_one_adds(engine: SearchEngine, name: str, opened: Opener) -> None:
    opened(name).add([IndexedDocument("moi", "Nghị quyết 01/NQ-HĐND", "mới tinh", 2024, "063", "NQ")])
    assert found(engine, "mới tinh") == ["moi"]


IN_FOLDERS = [name for name in NAMES if name != OPENSEARCH]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh drops the file it cannot read
@pytest.mark.parametrize("name", IN_FOLDERS)
def test_a_folder_that_holds_something_else_is_reported(name: str, tmp_path: Path) -> None:
    engine = open_engine(name, tmp_path)
    engine.add(DOCUMENTS)
    engine.close()
    generation = tmp_path / (tmp_path / "hien-hanh").read_text().split()[1]
    for path in generation.iterdir():
        if path.suffix in (".json", ".toc") or path.name.startswith("_MAIN"):
            path.write_bytes(b"khong phai chi muc")
    with pytest.raises(IndexBroken):
        open_engine(name, tmp_path).search(parse("xã"))


@pytest.mark.parametrize("name", IN_FOLDERS)
def test_an_index_whose_files_are_gone_is_none_and_never_an_empty_one(name: str, tmp_path: Path) -> None:
    engine = open_engine(name, tmp_path)
    engine.add(DOCUMENTS)
    engine.close()
    generation = tmp_path / "1"
    for path in generation.iterdir():
        path.unlink()
    with pytest.raises(IndexBroken):
        open_engine(name, tmp_path).search(parse("xã"))
    generation.rmdir()
    assert not open_engine(name, tmp_path).is_current()
    again = open_engine(name, tmp_path)
    again.rebuild(DOCUMENTS)
    assert len(again.ids()) == len(DOCUMENTS)
    again.close()


@pytest.mark.parametrize("name", IN_FOLDERS)
def test_files_that_nobody_needs_do_not_pile_up(name: str, tmp_path: Path) -> None:
    engine = open_engine(name, tmp_path)
    engine.add(DOCUMENTS)
    few = sum(1 for path in tmp_path.rglob("*") if path.is_file())
    for again in range(40):
        engine.add([replace(DOCUMENTS[again % 5], text=f"lần {again}")])
        if again % 10 == 0:
            engine.rebuild(DOCUMENTS)
    engine.close()
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["5"]
    assert sum(1 for path in tmp_path.rglob("*") if path.is_file()) < few + 100


def test_all_engines_answer_alike(opened: Opener) -> None:
    engines = [opened(name) for name in NAMES]
    for engine in engines:
        engine.add(DOCUMENTS)
    for typed in [typed for typed, _ in QUESTIONS] + ["xã", "bao cao", "2024 -xa", ""]:
        first, *others = [set(found(engine, typed)) for engine in engines]
        assert all(other == first for other in others), typed
        in_order = [found(engine, f"{typed} xếp:mới") for engine in engines]
        assert all(order == in_order[0] for order in in_order), typed


def test_what_passes_a_filter_can_be_left_out(name: str, opened: Opener) -> None:
    engine = opened(name)
    engine.add(RICH)
    assert set(found(engine, "-năm:2023")) == {"a", "b"}
    assert set(found(engine, 'ubnd -loại:KH -ký:"Nguyễn Văn B"')) == {"a"}
    assert set(found(engine, '-ký:"Nguyễn Thị"')) == {"a", "b", "c"}


def test_documents_of_units_that_come_first_come_first(name: str, opened: Opener) -> None:
    engine = opened(name)
    engine.add(RICH)
    assert found(engine, "") == ["a", "b", "c"]
    for typed in ("", "ubnd", "-x"):
        query = replace(parse(typed), first=frozenset({"02008"}))
        assert [hit.id for hit in engine.search(query).hits][-1] == "a"
        assert engine.search(query).total == 3


def test_all_engines_find_and_count_alike_among_many(opened: Opener) -> None:
    chance = random.Random(3)
    words = ["a", "b", "c", "kĩ", "ủy", "bản", "bàn", "UBND", "năm", "khoản 1 Điều 5"]

    def said(most: int) -> str:
        return " ".join(chance.choices(words, k=chance.randrange(most)))

    documents = [
        replace(DOCUMENTS[0], id=f"{place}", head=said(3), text=said(9), year=2022 + place % 3) for place in range(150)
    ]
    engines = [opened(name) for name in NAMES]
    for engine in engines:
        engine.add(documents)
    for _ in range(40):
        query = parse(f"{said(4)} {chance.choice(['', '-c', 'năm:2024', 'số:1..20', chr(34) + said(3) + chr(34)])}")
        query = replace(
            query, all_words=chance.random() < 0.7, prefix=chance.random() < 0.3, fuzzy=chance.random() < 0.3
        )
        everything = [{hit.id for hit in engine.search(replace(query, limit=1000)).hits} for engine in engines]
        totals = [engine.search(replace(query, limit=3)).total for engine in engines]
        assert everything == [everything[0]] * len(engines), query.text
        assert totals == [len(everything[0])] * len(engines), query.text


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
def rich(name: str, opened: Opener) -> SearchEngine:
    engine = opened(name, "day-du")
    engine.add(RICH)
    return engine


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


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Thôn 2 Đông Hà", "thon 2 dong ha"), ("Kế hoạch 2024 Đông Bắc", "ke hoach 2024 dong bac"),
        ("chi 1.500.000 VNĐ", "1.500.000 vnđ"), ("theo Điều\u00a05 khoản 2", "khoan 2 dieu 5"),
        ("Điều 1.Ban hành", "điều 1"),
        ("từ 01/11/2024-22/11/2024", "22/11/2024"), ("đạt 90-95%", "95%"), ("mức 1.500.000đ/người", "1.500.000đ"),
        ("Điều 5 của Luật", "điều 05"), ("ký 2024-11-22", "22/11/2024"),
    ],
)  # fmt: skip
def test_what_a_text_says_is_found_as_it_is_said(name: str, opened: Opener, text: str, typed: str) -> None:
    engine = opened(name)
    engine.add([replace(SAME[0], id="x", head="Văn bản", text=text), replace(SAME[0], id="y", text="khác hẳn")])
    assert found(engine, typed) == ["x"]


def test_what_was_typed_literally_ranks_above_what_it_stands_for(rich: SearchEngine) -> None:
    rich.add(
        [
            replace(RICH[0], id="d", head="Văn bản", text="ủy ban nhân dân"),
            replace(RICH[0], id="e", head="Văn bản", text="UBND"),
            *(replace(RICH[0], id=f"khac/{number}", head="Văn bản", text="khác") for number in range(9)),
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
    assert rich.search(replace(parse(typed), fuzzy=True)).total == 1


def test_an_index_of_another_version_is_rebuilt(name: str, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("generations", OPENSEARCH):
        monkeypatch.setattr(f"index.engines.{module}.VERSION", "1")
    opened(name).add(RICH)
    monkeypatch.undo()
    engine = opened(name)
    assert not engine.is_current()
    engine.rebuild(DOCUMENTS)
    assert engine.is_current()
    assert engine.ids() == opened(name).ids() == {document.id for document in DOCUMENTS}


SAME = [
    IndexedDocument(f"2024/{place:03}", "Thông báo", "giống nhau", 2024, "063", "TB", place % 7, 20240101 + place % 5)
    for place in range(120)
]


def test_each_of_very_many_equally_good_answers_stands_on_one_page(
    name: str, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More equally good answers than an engine reads at once."""
    monkeypatch.setattr("index.engine.MOST_TIED", 100)
    engine = opened(name)
    one = IndexedDocument("", "Thông báo", "nội dung", 2024, "063", "TB")
    engine.rebuild(replace(one, id=f"{number}", day=20240101 + number * 7 % 300) for number in range(900))
    engine.add([replace(one, id="hay nhất", head="Thông báo nội dung")])
    for limit in (30, 70, 400):
        pages = [
            engine.search(parse(f"noi dung trang:{page}", limit=limit)).hits for page in range(1, 902 // limit + 2)
        ]
        listed = [hit.id for page in pages for hit in page]
        assert (len(listed), len(set(listed)), listed[0]) == (901, 901, "hay nhất")


def test_answers_that_are_equally_good_come_by_day_the_latest_first(name: str, opened: Opener) -> None:
    engine = opened(name)
    engine.add(SAME)
    ordered = [one.id for one in sorted(SAME, key=lambda one: -one.order)]
    assert [one.day for one in SAME if one.id in ordered[:24]] == [20240105] * 24
    for typed in ("thong bao", "", "xếp:mới", "giong xếp:mới"):
        pages = [[hit.id for hit in engine.search(parse(f"{typed} trang:{page}", limit=50)).hits] for page in (1, 2, 3)]
        assert [len(page) for page in pages] == [50, 50, 20], typed
        assert [id_ for page in pages for id_ in page] == ordered, typed
    oldest = engine.search(parse("giống xếp:cũ", limit=200))
    assert [hit.id for hit in oldest.hits] == ordered[::-1]
    for late in ("thông báo trang:9", "trang:999999", "thông báo trang:999999", "xếp:cũ trang:999999"):
        assert (engine.search(parse(late)).hits, engine.search(parse(late)).total) == ((), 120)
    assert engine.search(parse("thông báo", limit=0)).total == 120


def test_a_limit_of_none_only_counts(rich: SearchEngine) -> None:
    for typed in ("", "ubnd", "ubnd xếp:cũ"):
        hits = rich.search(parse(typed, limit=0))
        assert (hits.total, hits.hits) == (3, ())


NAMED = replace(
    RICH[0], id="n", signer_title="Phó Chủ tịch", recipients="Sở Nội vụ\nUBND xã Vi Hương",
    subject="Về việc khen thưởng", symbol="QĐ-UBND",
)  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    ['chức-vụ:"phó chủ tịch"', 'nơi-nhận:"Sở Nội vụ"', "trích-yếu:khen", "ký-hiệu:qd-ubnd", 'cơ-quan:"ubnd huyện"',
     "chương-trình:tre-em", "recipients:vi"],
)  # fmt: skip
def test_what_is_known_of_a_document_can_be_asked_for(rich: SearchEngine, typed: str) -> None:
    rich.add([NAMED])
    query = parse(f"{typed} xếp:mới")
    assert query.words == ()
    assert "n" in [hit.id for hit in rich.search(query).hits]
    assert found(rich, f"{typed} ký:khôngai") == []


@pytest.mark.parametrize(
    ("typed", "answers"), [("công nhậ", "a"), ("tri", "b"), ("ke h", "b"), ("k", "b"), ("xyz", ""), ("quy", "a")]
)
def test_the_last_word_may_be_a_prefix(rich: SearchEngine, typed: str, answers: str) -> None:
    assert sorted(hit.id for hit in rich.search(replace(parse(typed), prefix=True)).hits) == sorted(answers)


def test_how_many_documents_have_a_word(engine: SearchEngine) -> None:
    assert engine.frequencies(["giang", "huong", "khong-co"]) == {"giang": 4, "huong": 1, "khong-co": 0}
    assert engine.frequencies([]) == {}


def test_the_words_of_a_query_are_those_of_its_documents_in_order(name: str, opened: Opener) -> None:
    """Better answers first, whatever their days."""
    engine = opened(name)
    engine.add(
        [replace(SAME[0], id=f"{place}", text="giống " * place + "khác " * (9 - place)) for place in range(1, 9)]
    )
    assert [hit.id for hit in engine.search(parse("giống", limit=3)).hits] == ["8", "7", "6"]
    assert engine.search(parse("giống", limit=3)).hits[0].score > 0
    assert [hit.id for hit in engine.search(replace(parse("giống"), sort=Sort.OLDEST, limit=3)).hits] != ["8", "7", "6"]


def test_a_damaged_file_is_named(opened: Opener, tmp_path: Path) -> None:
    engine = opened("whoosh")
    engine.add(DOCUMENTS)
    engine.add([replace(DOCUMENTS[0], id="thêm")])
    assert engine.damaged() == []
    segments = sorted((tmp_path / "whoosh").rglob("*.seg"))
    content = bytearray(segments[-1].read_bytes())
    content[len(content) // 2] ^= 0x55
    segments[-1].write_bytes(content)
    assert engine.damaged() == [segments[-1].name]
    segments[-1].unlink()
    assert engine.damaged() == [segments[-1].name]


_ASKED = """
import random, sys
from contextlib import suppress
from pathlib import Path
from index.engines import IndexBroken, open_engine
from index.query import parse

folder, chance = Path(sys.argv[1]), random.Random(5)
(segment,) = folder.rglob("*.seg")
sound = segment.read_bytes()
for _ in range(40):
    segment.write_bytes(bytes(chance.randrange(256) if chance.random() < 0.15 else one for one in sound))
    engine = open_engine("whoosh", folder)
    for question in (lambda: engine.search(parse("cam giang")), lambda: engine.facets(parse("")), engine.ids):
        with suppress(IndexBroken):
            question()
"""


def test_whatever_a_damaged_index_makes_a_library_raise_is_reported(opened: Opener, tmp_path: Path) -> None:
    """In a child process, as the library leaves damaged files open."""
    opened("whoosh").add(DOCUMENTS)
    folder = str(tmp_path / "whoosh" / "chi-muc")
    done = subprocess.run([sys.executable, "-c", _ASKED, folder], capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")


def test_a_library_that_does_not_run_here_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "index.engines.tantivy", None)
    with pytest.raises(IndexBroken, match='cong_cu = "whoosh"'):
        open_engine("tantivy", tmp_path)
