from pathlib import Path

import pytest

from index import abbreviations
from index.abbreviations import FILE, AbbreviationsWrong
from index.query import parse
from index.terms import Synonym


def also(typed: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    return {term.folded: tuple(other.words for other in term.also) for term in parse(typed).words}


def test_an_abbreviation_is_found_by_what_it_stands_for_and_the_other_way() -> None:
    assert also("UBND")["ubnd"] == (("uy", "ban", "nhan", "dan"),)
    assert also("uỷ ban nhân dân") == {word: (("ubnd",),) for word in ("uy", "ban", "nhan", "dan")}
    assert ("quyet", "dinh") in also("qd")["qd"]  # a type of the decree
    assert also("quyết định 2024")["2024"] == ()


def test_the_offices_own_list_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("\ufeff# của ta\nABC = an bình cường\n\n", "utf-8")
    own = abbreviations.load(tmp_path)
    assert own.meanings["abc"] == (("an", "binh", "cuong"),)
    assert "ubnd" not in own.meanings
    assert "qd" in own.meanings  # the decree's types stay
    assert [term.also for term in parse("an bình cường", abbreviations=own).words] == [(Synonym(("abc",), 3),)] * 3


@pytest.mark.parametrize("wrong", ["UBND", "= ủy ban", "UBND =", "hai chữ = x"])
def test_a_line_that_says_nothing_is_reported_with_its_number(tmp_path: Path, wrong: str) -> None:
    (tmp_path / FILE).write_text(f"# x\n{wrong}\nABC = an bình\n", "utf-8")
    own = abbreviations.load(tmp_path)
    (fault,) = own.faults
    assert "dòng 2" in fault
    assert wrong in fault
    assert own.meanings["abc"] == (("an", "binh"),)


def test_a_list_that_is_no_text_is_reported(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("UBND = ủy ban nhân dân", "utf-16")
    with pytest.raises(AbbreviationsWrong):
        abbreviations.load(tmp_path)


def test_an_abbreviation_may_have_signs(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("LĐ-TB&XH = lao động thương binh và xã hội\nVH-TT = văn hóa", "utf-8")
    own = abbreviations.load(tmp_path)
    for typed in ("LĐ-TB&XH", "ld-tb&xh", "LĐTB&XH", "ldtbxh"):
        (term,) = parse(typed, abbreviations=own).words
        assert Synonym(("lao", "dong", "thuong", "binh", "va", "xa", "hoi")) in term.also
    assert Synonym(("van", "hoa")) in parse("vhtt", abbreviations=own).words[0].also
