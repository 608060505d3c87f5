"""A document as a value: lines with roles and looks, so that one thing at a time can be broken."""

from copy import deepcopy
from dataclasses import dataclass, field


@dataclass
class Look:
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: str = "left"
    first_line: float = 0  # mm
    after: float = 0  # points
    line: float = 1.0
    font: str = "Times New Roman"
    colour: str = ""


@dataclass
class Line:
    """`rule`: whether a line is drawn under it, and how long, as a share of its text."""

    role: str
    text: str
    look: Look
    rule: float | None = None


@dataclass
class Page:
    width: float = 210
    height: float = 297
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 20


@dataclass
class Numbers:
    """Page numbers: where, and their look."""

    present: bool = True
    on_top: bool = True
    look: Look = field(default_factory=lambda: Look(13, align="center"))
    not_on_first: bool = True
    before: str = ""
    form: str = ""


@dataclass
class Paper:
    """`head` and `foot` have two columns; `appendices` stand in sections of their own."""

    name: str
    left: list[Line]
    right: list[Line]
    body: list[Line]
    recipients: list[Line]
    signature: list[Line]
    appendices: list[list[Line]] = field(default_factory=list)
    secretary: list[Line] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)
    page: Page = field(default_factory=Page)
    numbers: Numbers = field(default_factory=Numbers)
    top: list[Line] = field(default_factory=list)  # above the head
    restarts: bool = True  # page numbers of appendices
    recipients_below: bool = False  # in paragraphs of their own, not beside who signs

    def copy(self) -> "Paper":
        return deepcopy(self)

    def columns(self) -> tuple[list[Line], ...]:
        """Every list of lines, in the order of the page."""
        return (
            *(self.top, self.left, self.right, self.body, self.recipients, self.signature, self.secretary),
            *self.appendices,
        )

    def all(self, role: str) -> list[Line]:
        return [line for column in self.columns() for line in column if line.role == role]

    def first(self, role: str) -> Line:
        return self.all(role)[0]

    def remove(self, role: str) -> None:
        for column in self.columns():
            column[:] = [line for line in column if line.role != role]
