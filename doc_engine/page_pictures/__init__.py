"""Pictures of a PDF's pages, with their words and places.

A PDF may come from outside. It is parsed in a process of its own with limits (child.py), which is kept for the next
page; a page that takes too long, or kills the process, is refused.
"""

from dataclasses import dataclass
from pathlib import Path

from .. import child_process
from ..errors import ExitCode, VanthuError
from ..kept_process import KeptProcess

_SECONDS = 20  # for one page


class PageNotDrawn(VanthuError):
    code = "PDF-04"
    exit_code = ExitCode.INPUT
    message = "Không vẽ được trang {page} của {file}."
    remedy = "Hãy tải tệp về và mở bằng phần mềm đọc PDF."


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box, in points from the page's top left corner. `text`: NFC."""

    text: str
    x: float
    y: float
    width: float
    height: float

    @property
    def baseline(self) -> float:
        """The base line of its letters, as far as the box tells it."""
        return self.y + self.height * 0.8


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page. `width`, `height`: in points; `pages`: of the whole PDF."""

    png: bytes
    width: float
    height: float
    pages: int
    words: tuple[Word, ...]


class PageDrawer:
    """A process that draws pages, one after the other; threads wait for their turn."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._process = KeptProcess(child_process.command(f"{__name__}.child"), seconds)

    def draw(self, file: Path, page: int, width: int) -> PagePicture:
        """Return page `page`, 1-based, drawn `width` pixels wide. Raises PageNotDrawn."""
        answer = self._process.ask([str(file.absolute()), page, width])
        if answer is None or not answer[1]:
            raise PageNotDrawn(file=file.name, page=page)
        head, png = answer
        words = tuple(Word(*one) for one in head["words"])
        return PagePicture(png, head["width"], head["height"], head["pages"], words)

    def close(self) -> None:
        self._process.close()

    @property
    def pid(self) -> int | None:
        """The process that draws, None for none."""
        return self._process.pid
