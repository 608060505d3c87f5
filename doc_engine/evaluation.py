"""Assessments of communes with their reasons, and the district's summary.

Pure arithmetic on points; no law of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .programme import AreaKind, Condition, Criterion, Programme
from .units import AdminUnit
from .vietnamese import capitalised, number_text


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
    def met(self) -> int:
        """How many criteria are met."""
        return sum(score.met for score in self.scores)

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
    programme.require(programme.figures)


def assess(
    programme: Programme,
    unit: AdminUnit,
    area: AreaKind,
    self_points: Mapping[int, Decimal],
    points: Mapping[int, Decimal],
    conditions: Mapping[str, bool] | None = None,
) -> Assessment:
    """The assessment of one commune. Both mappings have every criterion's id.

    `conditions`: those of the programme, by id; None where they are not judged, as in a self-assessment. A verdict is 1
    or 0 point. Raises FiguresUnconfirmed.
    """
    require_figures(programme)
    scores = tuple(
        Score(criterion, self_points[criterion.id], points[criterion.id], points[criterion.id] >= _known(criterion))
        for criterion in programme.criteria
    )
    total = sum((score.points for score in scores), Decimal(0))
    outcomes = (
        *((_all_met(programme, scores),) if programme.rules.all_met else ()),
        *((_none_zero(scores),) if programme.rules.none_zero else ()),
        *((_enough(total, area),) if programme.by_points else ()),
        *(_condition(one, conditions[one.id]) for one in programme.conditions if conditions is not None),
    )
    return Assessment(unit, area, scores, sum(self_points.values(), Decimal(0)), total, outcomes)


def _known(criterion: Criterion) -> Decimal:
    return criterion.pass_points.value or Decimal(0)


def _all_met(programme: Programme, scores: tuple[Score, ...]) -> RuleOutcome:
    failed = [_unmet(programme, score) for score in scores if not score.met]
    shares = {one.pass_share.value for one in programme.criteria if one.pass_share and one.pass_share.value}
    rule = "Tất cả tiêu chí đều đạt"
    if len(shares) == 1:
        rule = f"Từng tiêu chí đạt từ {number_text(shares.pop())}% số điểm tối đa trở lên"
    return RuleOutcome(rule, not failed, "; ".join(failed))


def _unmet(programme: Programme, score: Score) -> str:
    if not programme.by_points:
        return f"tiêu chí {score.criterion.id} chưa đạt"
    points, least = number_text(score.points), number_text(_known(score.criterion))
    return f"tiêu chí {score.criterion.id} được {points} điểm, dưới mức đạt {least} điểm"


def _condition(condition: Condition, kept: bool) -> RuleOutcome:
    return RuleOutcome(capitalised(condition.text), kept, "" if kept else f"không bảo đảm điều kiện: {condition.text}")


def _none_zero(scores: tuple[Score, ...]) -> RuleOutcome:
    zero = [f"tiêu chí {score.criterion.id} bị 0 điểm" for score in scores if score.points == 0]
    return RuleOutcome("Không có tiêu chí nào bị 0 điểm", not zero, "; ".join(zero))


def _enough(total: Decimal, area: AreaKind) -> RuleOutcome:
    minimum = area.min_total.value or Decimal(0)
    reason = f"tổng điểm {number_text(total)}, dưới mức {number_text(minimum)} điểm" + (
        f" đối với {area.name}" if area.name else ""
    )
    kept = total >= minimum
    return RuleOutcome(f"Tổng điểm từ {number_text(minimum)} trở lên", kept, "" if kept else reason)
