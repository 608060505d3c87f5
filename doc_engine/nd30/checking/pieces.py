"""Pieces of text: whole paragraphs, or the columns made by tabs or cells.

Head and foot of a page are laid out in such columns.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...ooxml.story import Area, Paragraph, Run
from ...vietnamese import nfc, normalize, without_marks

_COLUMN = re.compile(r"\t+| {4,}")
_RULE = re.compile(r"[_\-–—=*~.\s\u00a0]{3,}")
# The small letters of Vietnamese, for character classes: in Unicode they are interleaved with the capitals.
_BARE = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SMALL = "".join(
    dict.fromkeys(
        one for letter in _BARE for tone in _TONES if len(one := unicodedata.normalize("NFC", letter + tone)) == 1
    )
)
_BEFORE_BLANK = re.compile(r"(?i)(\bs[ốô]\s*[:.;]?|\bngày|\btháng|\bnăm)\s*$")
_AFTER_BLANK = re.compile(r"(?i)/|tháng\b|năm\b|của\b|\d")
_FOLDED = 120
_LONG = 60
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """Reduce a text to a-z and 0-9: for recognition, never for judging."""
    return _NOT_A_LETTER.sub("", without_marks(text).lower())


@dataclass(frozen=True, eq=False)
class Piece:
    """A paragraph, or the part of it left or right of a tab.

    `side`: "left", "right", or "" across the page.
    """

    paragraph: Paragraph
    runs: tuple[Run, ...]
    side: str

    @cached_property
    def text(self) -> str:
        """The visible text, normalized, without note marks.

        Includes the list label when the piece is a whole paragraph.
        """
        seen = [run for run in self.runs if not run.format.hidden]
        plain = [run for run in seen if not run.format.raised] or seen
        label = self.paragraph.label if self.is_whole else ""
        return normalize(f"{label} {''.join(run.text for run in plain)}")

    @cached_property
    def folded(self) -> str:
        return folded(self.text[:_FOLDED])  # what is recognised by its words is short

    @property
    def is_whole(self) -> bool:
        return len(self.runs) == len(self.paragraph.runs)

    @property
    def is_empty(self) -> bool:
        return not self.text

    @property
    def is_rule(self) -> bool:
        """Whether this is a line made of characters: underscores, or underlined blanks."""
        raw = "".join(run.text for run in self.runs)
        underlined = bool(self.runs) and all(run.format.underlined for run in self.runs) and not raw.strip()
        return underlined or (bool(raw.strip()) and _RULE.fullmatch(raw) is not None and "." not in raw)

    @property
    def has_blanks(self) -> bool:
        """Whether there are dots to fill in, as in a form or a draft.

        "…" in a long sentence does not count.
        """
        return re.search(r"…{2,}|\.{4,}" if len(self.text) > _LONG else r"…|\.{3,}", self.text) is not None

    @property
    def says_something(self) -> bool:
        """Whether there is a letter or a digit: "./." on its own line has none."""
        return any(letter.isalnum() for letter in self.text)

    @cached_property
    def inked(self) -> tuple[Run, ...]:
        """The runs with visible text, note marks left out."""
        shown = [run for run in self.runs if run.text.strip() and not run.format.hidden]
        return tuple(run for run in shown if not run.format.raised) or tuple(shown)


def pieces(paragraphs: Sequence[Paragraph]) -> Iterator[Piece]:
    """Every piece, in reading order."""
    for paragraph in paragraphs:
        if paragraph.area is Area.BODY:
            yield from _columns(paragraph)
        else:
            yield whole(paragraph)


def _columns(paragraph: Paragraph) -> Iterator[Piece]:
    """Split a paragraph at the first tab or wide gap that separates two texts.

    A tab before all text only moves it to the right.
    """
    text = "".join(run.text for run in paragraph.runs)
    gaps = [match for match in _COLUMN.finditer(text) if text[match.end() :].strip() and not _is_blank(text, match)]
    if not gaps or len(text) > 250:
        yield whole(paragraph)
        return
    cut = next((gap for gap in gaps if text[: gap.start()].strip()), None)
    if cut is None:
        yield Piece(paragraph, tuple(paragraph.runs), "right")
        return
    left: list[Run] = []
    right: list[Run] = []
    at = 0
    for run in paragraph.runs:
        start, at = at, at + len(run.text)
        if start < cut.start():
            left.append(Run(run.text[: cut.start() - start], run.format, run.element, run.offset))
        if at > cut.end():
            skipped = max(cut.end() - start, 0)
            right.append(Run(run.text[skipped:], run.format, run.element, run.offset + skipped))
    yield Piece(paragraph, tuple(left), "left")
    yield Piece(paragraph, tuple(right), "right")


def _is_blank(text: str, gap: re.Match[str]) -> bool:
    """Whether a gap is the blank of a number or a day: "Số:      /QĐ-UBND"."""
    if "\t" in gap[0]:
        return False
    before, after = nfc(text[: gap.start()]), nfc(text[gap.end() :])
    return _BEFORE_BLANK.search(before) is not None and _AFTER_BLANK.match(after) is not None


def whole(paragraph: Paragraph) -> Piece:
    """A paragraph as one piece, whatever tabs it has."""
    cell = paragraph.cell
    side = "" if cell is None or cell.columns < 2 else "left" if cell.column == 0 else "right"
    return Piece(paragraph, tuple(paragraph.runs), side)


def is_capitals(text: str) -> bool:
    """Whether the text has letters, and all are in upper case."""
    return nfc(text).isupper()
