"""Long work: its progress, its current item, and a request to stop.

A use case reports each document, and names its safe places by `checkpoint`. A request to stop takes effect at the next
one: what was reported as done stays done, nothing is left half-written, and the same call, repeated, continues.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from doc_engine.errors import ExitCode, VanthuError


class JobStopped(VanthuError):
    code = "VT-05"
    exit_code = ExitCode.INTERRUPTED
    message = "Đã dừng theo yêu cầu khi xong {done} trên {total}."
    remedy = "Chạy lại để làm tiếp; những gì đã xong được giữ nguyên."


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` items. `item`: the current one, as a person reads it."""

    done: int = 0
    total: int = 0
    item: str = ""


def _unobserved(_: Progress) -> None:
    pass


class Job:
    """A piece of long work.

    `observe` is called by the working thread; `stop` may be called by any other.
    """

    def __init__(self, observe: Callable[[Progress], None] = _unobserved) -> None:
        self.progress = Progress()
        self._observe = observe
        self._stop = Event()

    def report(self, done: int, total: int, item: str) -> None:
        """Report the progress: once for each document."""
        self.progress = Progress(done, total, item)
        self._observe(self.progress)

    def step(self, done: int, total: int, item: str) -> None:
        """Report from a safe place. Raises JobStopped as `checkpoint` does."""
        self.report(done, total, item)
        self.checkpoint()

    def stop(self) -> None:
        """Ask the work to end at its next safe place."""
        self._stop.set()

    @property
    def is_stopping(self) -> bool:
        return self._stop.is_set()

    def checkpoint(self) -> None:
        """Mark a safe place. Raises JobStopped after a request to stop."""
        if self.is_stopping:
            raise JobStopped(done=self.progress.done, total=self.progress.total)


UNOBSERVED = Job()
"""For whoever watches nothing; nobody stops it."""
