"""Assessments of communes with their reasons, and the district's summary.

Pure arithmetic on points; no law of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .programme import AreaKind, Criterion, Programme
from .units import AdminUnit
from .vietnamese import number_text


@dataclass(frozen=True, slots=True)
class Score:
    """Points for one criterion: the commune's own and, if any, the appraised ones."""

    criterion: Criterion
    self_points: Decimal
    points: Decimal
    met: bool


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One rule of recognition: kept or not, and why not in words ("" when kept)."""

    rule: str
    kept: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Assessment:
    unit: AdminUnit
    area: AreaKind
    scores: tuple[Score, ...]
    self_total: Decimal
    total: Decimal
    outcomes: tuple[RuleOutcome, ...]

    @property
    def recognised(self) -> bool:
        return all(outcome.kept for outcome in self.outcomes)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons against recognition; empty when recognised."""
        return tuple(outcome.reason for outcome in self.outcomes if not outcome.kept)


@dataclass(frozen=True, slots=True)
class Summary:
    """The district's result. `share` in percent, one decimal, half up."""

    assessments: tuple[Assessment, ...]

    @property
    def recognised(self) -> tuple[Assessment, ...]:
        return tuple(one for one in self.assessments if one.recognised)

    @property
    def refused(self) -> tuple[Assessment, ...]:
        return tuple(one for one in self.assessments if not one.recognised)

    @property
    def share(self) -> Decimal:
        if not self.assessments:
            return Decimal(0)
        exact = Decimal(100 * len(self.recognised)) / len(self.assessments)
        return exact.quantize(Decimal("0.1"), rounding="ROUND_HALF_UP")

    def exceeds(self, target_percent: Decimal) -> bool:
        """Return whether more than that percentage was recognised, unrounded.

        Of 100 per cent: whether all were.
        """
        share, wanted = 100 * len(self.recognised), target_percent * len(self.assessments)
        return share > wanted or (target_percent == 100 and share == wanted)


def require_figures(programme: Programme) -> None:
    """Raise FiguresUnconfirmed if an assessment needs unconfirmed figures."""
    programme.require(
        [criterion.max_points for criterion in programme.criteria]
        + [criterion.pass_points for criterion in programme.criteria]
        + [area.min_total for area in programme.areas]
    )


def assess(
    programme: Programme,
    unit: AdminUnit,
    area: AreaKind,
    self_points: Mapping[int, Decimal],
    points: Mapping[int, Decimal],
) -> Assessment:
    """The assessment of one commune. Both mappings have every criterion's id.

    Raises FiguresUnconfirmed.
    """
    require_figures(programme)
    scores = tuple(
        Score(criterion, self_points[criterion.id], points[criterion.id], points[criterion.id] >= _known(criterion))
        for criterion in programme.criteria
    )
    total = sum((score.points for score in scores), Decimal(0))
    outcomes = (
        *((_all_met(scores),) if programme.rules.all_met else ()),
        *((_none_zero(scores),) if programme.rules.none_zero else ()),
        _enough(total, area),
    )
    return Assessment(unit, area, scores, sum(self_points.values(), Decimal(0)), total, outcomes)


def _known(criterion: Criterion) -> Decimal:
    return criterion.pass_points.value or Decimal(0)


def _all_met(scores: tuple[Score, ...]) -> RuleOutcome:
    failed = [
        f"tiêu chí {score.criterion.id} được {number_text(score.points)} điểm, dưới mức đạt"
        f" {number_text(_known(score.criterion))} điểm"
        for score in scores
        if not score.met
    ]
    return RuleOutcome("Tất cả tiêu chí đều đạt", not failed, "; ".join(failed))


def _none_zero(scores: tuple[Score, ...]) -> RuleOutcome:
    zero = [f"tiêu chí {score.criterion.id} bị 0 điểm" for score in scores if score.points == 0]
    return RuleOutcome("Không có tiêu chí nào bị 0 điểm", not zero, "; ".join(zero))


def _enough(total: Decimal, area: AreaKind) -> RuleOutcome:
    minimum = area.min_total.value or Decimal(0)
    reason = f"tổng điểm {number_text(total)}, dưới mức {number_text(minimum)} điểm đối với {area.name}"
    kept = total >= minimum
    return RuleOutcome(f"Tổng điểm từ {number_text(minimum)} trở lên", kept, "" if kept else reason)
