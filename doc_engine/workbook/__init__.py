"""The workbook of a cycle: blank ones, their reading, and annotated copies.

`read` gives a `Cycle` or every error; `blank` and `annotated` write. The sheets and columns are defined in `form`.
"""

from .annotate import annotated
from .blank import blank
from .options import HiddenCells, ReadingOptions
from .reader import Reading, read
from .suggestions import NOTHING_KNOWN, figures_of, suggestions

__all__ = [
    "NOTHING_KNOWN",
    "HiddenCells",
    "Reading",
    "ReadingOptions",
    "annotated",
    "blank",
    "figures_of",
    "read",
    "suggestions",
]
