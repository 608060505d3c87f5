"""One .xlsx describes a cycle: blank workbooks out, a `Cycle` or every error in, marked copies back.

`read` is the door for input, `blank` and `annotated` for output. What the sheets and columns are stands in `form`.
"""

from .annotate import annotated
from .blank import blank
from .reader import Reading, read

__all__ = ["Reading", "annotated", "blank", "read"]
