"""The decree's checker: reads a document as it was found, says what is against the decree and by which clause.

pieces.py        text as head and foot lay it out: paragraphs, tab columns, cells
components.py    which piece is which component (ô số 1 to 14)
rule.py          rules, faults, repairs, and the list of all rules
looks.py         size, weight, slant, case and place of each component, as a table
rules/           the checks of all other rules, one file a part of the page
checker.py       check, fix, annotate
"""

from .checker import Checked, Fixed, annotate, check, fix
from .rule import RULES, Finding, Rule, Severity

__all__ = ["RULES", "Checked", "Finding", "Fixed", "Rule", "Severity", "annotate", "check", "fix"]
