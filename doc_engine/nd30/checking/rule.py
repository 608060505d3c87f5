"""Rules, what breaks them, and the list of all of them.

What a rule says stands in catalogue.toml; its check is a function over the components of a document that yields the
faults. The table of looks.py enters its rules itself. `docs/quy-tac.md` is made from all of them.
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
    """ERROR: against the words of the decree. WARNING: against them in most cases, or a likely slip.

    INFO: practice that the decree does not know. UNSURE: the checker cannot tell, and says so.
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
    mends: bool  # whether --fix can put it right


@dataclass(frozen=True, slots=True)
class Repair:
    """`describes` tells the change, `apply` makes it in the document's trees; it returns False when the place is no
    longer as it was found, because another repair has changed it."""

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
        """Where, as a reader finds it: the number of the paragraph and how it begins."""
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
    """Enters the check of a rule of the catalogue. Raises KeyError when the catalogue lacks it."""
    entry = _CATALOGUE[code]
    severity = Severity(entry["muc"])
    return enter(
        Rule(code, entry["can_cu"], severity, entry["quy_dinh"], entry["cach_sua"], entry.get("tu_sua", False))
    )


def enter(rule: Rule) -> Callable[[Check], Check]:
    """Enters a rule with its check."""

    def take(check: Check) -> Check:
        if rule.code in RULES:
            raise ValueError(f"two rules have the code {rule.code}")
        RULES[rule.code] = (rule, check)
        return check

    return take


def without_check() -> set[str]:
    """Codes of the catalogue that nothing checks."""
    return set(_CATALOGUE) - set(RULES)
