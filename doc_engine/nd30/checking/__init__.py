"""The checker: finds violations of the decree in a document, each with its clause.

pieces.py        text as head and foot lay it out: paragraphs, tab columns, cells
components.py    the components of a page (ô số 1 to 14)
locate.py        recognition of the components among the pieces
rule.py          rules, faults, repairs, and the registry of all rules
looks.py         size, weight, slant, case and alignment of each component, as a table
rules/           the checks of all other rules, one file per part of the page
checker.py       check, fix, annotate
"""

from .checker import Checked, Fixed, annotate, check, fix
from .rule import RULES, Finding, Rule, Severity

__all__ = ["RULES", "Checked", "Finding", "Fixed", "Rule", "Severity", "annotate", "check", "fix"]
