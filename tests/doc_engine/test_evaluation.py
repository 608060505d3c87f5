from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doc_engine.evaluation import Assessment, Summary, assess
from doc_engine.programme import find
from doc_engine.units import units
from tests.conftest import EXAMPLE

PROGRAMME = find("chuong-trinh-minh-hoa.toml", EXAMPLE.parent)
UNIT = units().at("02008", date(2024, 6, 30))
MAXIMA = {criterion.id: criterion.max_points.value or Decimal(0) for criterion in PROGRAMME.criteria}


def judged(area: str = "mien-nui", **changed: str) -> Assessment:
    """Assess full points but for the criteria given as c5="30"."""
    points = MAXIMA | {int(name[1:]): Decimal(value) for name, value in changed.items()}
    return assess(PROGRAMME, UNIT, PROGRAMME.area[area], MAXIMA, points)


def test_full_points_are_recognised_without_reasons() -> None:
    assert judged().recognised
    assert judged().total == 1000
    assert judged().reasons == ()


def test_one_criterion_below_its_mark_is_enough_to_refuse() -> None:
    assert judged(c5="37.5").recognised
    verdict = judged(c5="37")
    assert verdict.reasons == ("tiêu chí 5 được 37 điểm, dưới mức đạt 37,5 điểm",)


def test_a_criterion_with_no_points_breaks_two_rules() -> None:
    assert judged(c7="0").reasons == (
        "tiêu chí 7 được 0 điểm, dưới mức đạt 25 điểm",
        "tiêu chí 7 bị 0 điểm",
    )


@pytest.mark.parametrize(("area", "minimum"), [("mien-nui", 800), ("khac", 850), ("phuong", 900)])
def test_the_total_is_measured_by_the_kind_of_area(area: str, minimum: int) -> None:
    lost = {"c1": "50", "c6": "65"}  # 110 points less: 890
    verdict = judged(area, **lost)
    assert verdict.total == 890
    assert verdict.recognised == (minimum <= 890)
    if minimum > 890:
        name = PROGRAMME.area[area].name
        assert verdict.reasons == (f"tổng điểm 890, dưới mức 900 điểm đối với {name}",)


def test_exactly_the_threshold_is_enough() -> None:
    halves = {f"c{number}": str(value / 2) for number, value in MAXIMA.items() if number in (1, 2, 3, 4, 5)}
    verdict = judged(**halves)  # 212.5 less
    assert verdict.total == Decimal("787.5")
    assert not verdict.recognised
    assert judged(**(halves | {"c1": "62.5"})).recognised


@given(st.dictionaries(st.sampled_from(sorted(MAXIMA)), st.integers(0, 50).map(Decimal)))
def test_a_commune_is_recognised_just_when_no_rule_gives_a_reason(points: dict[int, Decimal]) -> None:
    verdict = assess(PROGRAMME, UNIT, PROGRAMME.area["mien-nui"], MAXIMA, MAXIMA | points)
    assert verdict.recognised == (not verdict.reasons)
    assert verdict.total == sum((MAXIMA | points).values())


@given(st.integers(0, 14), st.integers(0, 14))
def test_the_share_is_shown_rounded_but_compared_exactly(good: int, bad: int) -> None:
    summary = Summary((judged(),) * good + (judged(c7="0"),) * bad)
    assert len(summary.recognised) == good
    assert summary.exceeds(Decimal(50)) == (good > bad)
    assert abs(summary.share * (good + bad) - 100 * good) <= Decimal("0.05") * (good + bad)


def test_seven_of_fourteen_are_not_more_than_half() -> None:
    assert not Summary((judged(),) * 7 + (judged(c7="0"),) * 7).exceeds(Decimal(50))
    assert Summary((judged(),) * 8 + (judged(c7="0"),) * 6).exceeds(Decimal(50))
