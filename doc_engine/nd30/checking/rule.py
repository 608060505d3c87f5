"""Rules, their faults and repairs, and the registry of all rules.

catalogue.toml holds the text of a rule; its check is a function over the components of a document that yields the
faults. looks.py registers the rules of its table itself. `docs/vi/quy-tac.md` is generated from all of them.
"""

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from ...ooxml.story import Paragraph
from .components import Components
from .pieces import Piece


class Severity(Enum):
    """The severity of a rule.

    ERROR: violates the wording of the decree. WARNING: violates it in most cases, or is a likely typo.

    INFO: practice that the decree does not regulate. UNSURE: the checker cannot decide, and says so.
    """

    ERROR = "lỗi"
    WARNING = "nên sửa"
    INFO = "thông tin"
    UNSURE = "không rõ"


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    clause: str  # of NĐ 30/2020/NĐ-CP
    severity: Severity
    title: str  # what is required
    remedy: str
    repairable: bool  # whether --fix can repair it


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair; `describes` names the change, `apply` makes it in the trees.

    `apply` returns False when another repair has changed the place since it was found.
    """

    describes: str
    apply: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where a rule is broken. `at` None: the document as a whole."""

    at: Piece | Paragraph | None
    detail: str
    repair: Repair | None = None

    @property
    def paragraph(self) -> Paragraph | None:
        return self.at.paragraph if isinstance(self.at, Piece) else self.at


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule broken at a place."""

    rule: Rule
    fault: Fault

    @property
    def place(self) -> str:
        """The place as a reader finds it: paragraph number and opening words."""
        paragraph = self.fault.paragraph
        if paragraph is None:
            return "Cả văn bản"
        at = self.fault.at
        text = at.text if isinstance(at, Piece) else paragraph.text
        shown = " ".join(text.split())
        excerpt = f' "{shown[:60]}{"…" if len(shown) > 60 else ""}"' if shown else ""
        where = "đầu trang, đoạn" if paragraph.area.name == "HEADER" else "đoạn"
        return f"{where} {paragraph.number}{excerpt}"

    def __str__(self) -> str:
        return f"{self.place}: {self.fault.detail} {self.rule.remedy} [{self.rule.code}, {self.rule.clause}]"


Check = Callable[[Components], Iterable[Fault]]
RULES: dict[str, tuple[Rule, Check]] = {}
_CATALOGUE = tomllib.loads((Path(__file__).parent / "catalogue.toml").read_text(encoding="utf-8"))


def checks(code: str) -> Callable[[Check], Check]:
    """Register the check of a catalogue rule. Raises KeyError for an unknown code."""
    entry = _CATALOGUE[code]
    severity = Severity(entry["muc"])
    return enter(
        Rule(code, entry["can_cu"], severity, entry["quy_dinh"], entry["cach_sua"], entry.get("tu_sua", False))
    )


def enter(rule: Rule) -> Callable[[Check], Check]:
    """Register a rule with its check. Raises ValueError for a code already in use."""

    def take(check: Check) -> Check:
        if rule.code in RULES:
            raise ValueError(f"two rules have the code {rule.code}")
        RULES[rule.code] = (rule, check)
        return check

    return take


def without_check() -> set[str]:
    """The codes of the catalogue that have no check."""
    return set(_CATALOGUE) - set(RULES)
