"""Figures that an office confirms from its own copy of the law.

A clerk enters them in a sheet of the workbook, with the source and the person who confirms.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from .model import Criterion, Figure, Programme, share


@dataclass(frozen=True, slots=True)
class ConfirmedFigure:
    """A figure of the law as the office has it. `person`: who confirms it."""

    value: Decimal
    source: str
    person: str


def with_confirmed(programme: Programme, confirmed: Mapping[str, ConfirmedFigure]) -> Programme:
    """The programme with an office's figures in the place of unconfirmed ones.

    `confirmed`: by key. What the file has confirmed stays.
    """

    def settled(figure: Figure) -> Figure:
        given = confirmed.get(figure.key)
        if given is None or figure.confirmed:
            return figure
        return Figure(figure.key, given.value, f"{given.source}; {given.person} xác nhận", True)

    def criterion(one: Criterion) -> Criterion:
        most = settled(one.max_points)
        rate = settled(one.pass_share) if one.pass_share else None
        passed = share(most, rate) if rate else settled(one.pass_points)
        parts = tuple(replace(part, max_points=settled(part.figure)) for part in one.parts)
        return replace(one, max_points=most, pass_points=passed, pass_share=rate, parts=parts)

    criteria = tuple(map(criterion, programme.criteria))
    areas = tuple(replace(area, min_total=settled(area.min_total)) for area in programme.areas)
    return replace(programme, criteria=criteria, areas=areas)
