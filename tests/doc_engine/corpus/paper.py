"""A document as a value: lines with roles and formatting, each breakable alone."""

from copy import deepcopy
from dataclasses import dataclass, field


@dataclass
class Look:
    """The formatting of a line; `size` in points, `line` in lines."""

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
    """A line of text.

    `rule`: the length of the line drawn under it, as a share of the text's; None: no line.
    """

    role: str
    text: str
    look: Look
    rule: float | None = None


@dataclass
class Page:
    """The page size and margins, in mm."""

    width: float = 210
    height: float = 297
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 20


@dataclass
class Numbers:
    """The page numbers: their place and formatting."""

    present: bool = True
    on_top: bool = True
    look: Look = field(default_factory=lambda: Look(13, align="center"))
    not_on_first: bool = True
    before: str = ""
    form: str = ""


@dataclass
class Paper:
    """A document: head (`left`, `right`), body, foot (`recipients`, `signature`).

    `appendices`: each in a section of its own.
    """

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
        """Return every list of lines, in the order of the page."""
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
