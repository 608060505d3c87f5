"""Pictures of a PDF's pages, with their words and places.

A PDF may come from outside. It is parsed in a process of its own with limits (child.py), which is kept for the next
page: starting it costs more than drawing. A page that takes too long, or kills the process, is refused; the next one
gets a new process.
"""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer
from typing import Any

from .. import child_process
from ..errors import ExitCode, VanthuError

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
        self._seconds = seconds
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def draw(self, file: Path, page: int, width: int) -> PagePicture:
        """Return page `page`, 1-based, drawn `width` pixels wide. Raises PageNotDrawn."""
        with self._lock:
            answer = self._asked(json.dumps([str(file), page, width]).encode() + b"\n")
        if answer is None:
            raise PageNotDrawn(file=file.name, page=page)
        head, png = answer
        words = tuple(Word(*one) for one in head["words"])
        return PagePicture(png, head["width"], head["height"], head["pages"], words)

    def close(self) -> None:
        with self._lock:
            self._end()

    def _asked(self, request: bytes) -> tuple[dict[str, Any], bytes] | None:
        child = self._running()
        assert child.stdin is not None, "its streams are pipes"
        assert child.stdout is not None, "its streams are pipes"
        guard = Timer(self._seconds, child.kill)
        guard.start()
        try:
            child.stdin.write(request)
            child.stdin.flush()
            line = child.stdout.readline()
            head = json.loads(line) if line else None
            if head is not None and "png" in head:
                png = child.stdout.read(head["png"])
                if len(png) == head["png"]:
                    return head, png
        except (OSError, ValueError):
            head = None
        finally:
            guard.cancel()
        if head is None:
            self._end()
        return None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            quiet = subprocess.DEVNULL
            pipe = subprocess.PIPE
            command = child_process.command(f"{__name__}.child")
            self._child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=quiet, start_new_session=True)
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None
