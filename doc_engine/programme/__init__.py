"""An evaluation programme as data: criteria, points, rules, deadlines, texts.

model.py    what a programme is
reading.py  the file (TOML), with every mistake at once; lookups.py finds them
figures.py  figures that an office confirms from its own copy of the law
"""

from .figures import ConfirmedFigure, with_confirmed
from .model import (
    AreaKind,
    Condition,
    Criterion,
    Deadline,
    Figure,
    FiguresUnconfirmed,
    Judging,
    Measure,
    Programme,
    Rules,
    SubCriterion,
)
from .reading import ProgrammeUnreadable, find, load, mistakes, shipped, start

__all__ = [
    "AreaKind",
    "Condition",
    "ConfirmedFigure",
    "Criterion",
    "Deadline",
    "Figure",
    "FiguresUnconfirmed",
    "Judging",
    "Measure",
    "Programme",
    "ProgrammeUnreadable",
    "Rules",
    "SubCriterion",
    "find",
    "load",
    "mistakes",
    "shipped",
    "start",
    "with_confirmed",
]
