"""Laws that another law has replaced: data/replaced-laws.toml."""

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files

from .document import LegalBasis, day_text
from .vietnamese import slug


@dataclass(frozen=True, slots=True)
class Replacement:
    """A law and what replaced it. `since`: the day on which the new law took effect."""

    title: str  # "Tổ chức chính quyền địa phương"
    code: str  # "77/2015/QH13"
    issued_on: date
    new_code: str
    new_issued_on: date
    since: date

    @property
    def new(self) -> str:
        """The new law, as a basis names it."""
        return f"Luật {self.title} {day_text(self.new_issued_on)}"

    def is_of(self, title: str, written_code: str, day: date | None) -> bool:
        """Whether the old law is meant: by its number, or by its title and day."""
        return written_code == self.code or (day == self.issued_on and slug(title) == slug(self.title))


@cache
def replacements() -> tuple[Replacement, ...]:
    """All replacements, in the order of their days."""
    found = tomllib.loads((files("doc_engine") / "data" / "replaced-laws.toml").read_text("utf-8"))["thay_the"]
    listed = [
        Replacement(
            one["ten"], one["cu"]["so"], one["cu"]["ngay"], one["moi"]["so"], one["moi"]["ngay"], one["tu_ngay"]
        )
        for one in found
    ]
    return tuple(sorted(listed, key=lambda one: one.since))


def replaced(basis: LegalBasis, on: date) -> Replacement | None:
    """The newest law that had replaced a basis by that day; None for what is in force.

    Its `title`, `code` and `issued_on` are those of the law that `basis` names or that replaced it first.
    """
    found = None
    title, code, day = basis.subject, basis.code, basis.issued_on
    for one in replacements():
        if one.since <= on and one.is_of(title, code, day):
            found, title, code, day = one, one.title, one.new_code, one.new_issued_on
    return found


def in_force(basis: LegalBasis, on: date) -> LegalBasis:
    """The basis, or the law that had replaced it by that day."""
    found = replaced(basis, on)
    if found is None:
        return basis
    return replace(basis, code=found.new_code if basis.code else "", issued_on=found.new_issued_on)


def replaced_in(text: str, on: date) -> Replacement | None:
    """The replacement of a law that a line of text cites; None where there is none."""
    folded = slug(text)
    for one in replacements():
        day = rf"(ngay-0?{one.issued_on.day}-(thang-)?0?{one.issued_on.month}-)?(nam-)?{one.issued_on.year}"
        numbered = re.search(rf"(?<!\d){re.escape(one.code)}(?!\w)", text, re.IGNORECASE)
        if numbered or re.search(rf"{slug(one.title)}-{day}\b", folded):
            return replaced(LegalBasis("Luật", one.code, "", one.issued_on, one.title), on)
    return None
