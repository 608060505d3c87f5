"""How a clerk wants doubtful cells to be read."""

from dataclasses import dataclass
from enum import Enum


class HiddenCells(Enum):
    """What becomes of hidden sheets, rows and columns that have content."""

    REPORT = "report"  # as faults: the clerk decides
    READ = "read"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """`convert`: read TCVN3 and VNI text as Unicode, where it is a fault otherwise."""

    hidden: HiddenCells = HiddenCells.REPORT
    convert: bool = False
