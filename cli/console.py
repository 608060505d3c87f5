"""Output: results to stdout, messages to stderr.

Flags decide what is printed, the tty only how.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from types import FrameType
from typing import Any

import click

from doc_engine.errors import Problem
from doc_engine.problem_groups import grouped
from office import jobs

from .remedies import worded

_SHOWN_PROBLEMS = 50


def use_utf8() -> None:
    """Make stdout and stderr UTF-8, also where Windows has a legacy code page.

    A closed stream (">&-", a program without a window) is replaced by the null device.
    """
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # open until the end
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def tell(text: str) -> None:
    """Write a message to stderr, unless its reader has closed it ("2>&1 | head")."""
    with suppress(BrokenPipeError):
        sys.stderr.write(f"{worded(text)}\n")


def out(text: str) -> None:
    """Write a result to stdout.

    Where the reader has closed it ("| head"), the command still ends as it would have.
    """
    try:
        sys.stdout.write(f"{worded(text)}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # open until the process ends


def out_json(data: Any) -> None:
    """Write one JSON document, the same at a terminal and in a pipe."""
    out(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def out_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table: ruled at a terminal, tab-separated text elsewhere."""
    texts = [[worded(str(cell)) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in [list(headings), *texts]:
            out("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row))
        return
    from rich.console import Console  # only at a terminal: it takes a while to load
    from rich.table import Table
    from rich.text import Text

    table = Table(*headings)
    for row in texts:
        table.add_row(*map(Text, row))
    Console().print(table)


def tell_problems(problems: Sequence[Problem]) -> None:
    groups = grouped(problems)
    for group in groups[:_SHOWN_PROBLEMS]:
        tell(f"  {group}")
    rest = sum(len(group.problems) for group in groups[_SHOWN_PROBLEMS:])
    if rest:
        tell(f"  … và {rest} lỗi nữa (xem tất cả: vanthu workbook check --json).")


def confirm(question: str) -> bool:
    """Ask at the terminal; no answer is "không"."""
    answer: str = click.prompt(f"{question} (c = có, k = không)", default="k", show_default=False, err=True)
    return answer.strip().lower() in ("c", "có", "co", "y")


def highlights() -> tuple[str, str]:
    """The texts around a highlighted word: bold at a terminal, brackets elsewhere."""
    return ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("[", "]")


@contextmanager
def job(*, stoppable: bool = False) -> Iterator[jobs.Job]:
    """A job with a bar on stderr: item, count, time left; none without a terminal.

    `stoppable`: the work has safe places; Ctrl-C asks it to stop at the next one, a second Ctrl-C ends the program at
    once, which loses nothing either. Elsewhere the first one does.
    """
    with _bar() if sys.stderr.isatty() else nullcontext(_unseen) as observe:
        one = jobs.Job(observe)
        with _stopped_by_interrupt(one) if stoppable else nullcontext():
            yield one


@contextmanager
def _stopped_by_interrupt(one: jobs.Job) -> Iterator[None]:
    """Turn Ctrl-C into a stop.

    Not in a thread, nor where whoever started the program handles it otherwise.
    """
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return

    def interrupted(number: int, frame: FrameType | None) -> None:
        if one.is_stopping:
            raise KeyboardInterrupt
        one.stop()
        tell("Đang dừng ở chỗ an toàn gần nhất… (bấm Ctrl-C lần nữa để dừng ngay)")

    signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _unseen(_: jobs.Progress) -> None:
    pass


@contextmanager
def _bar() -> Iterator[Callable[[jobs.Progress], None]]:
    from rich import progress
    from rich.console import Console

    columns = (
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(),
        progress.TextColumn("{task.description}"),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def seen(now: jobs.Progress) -> None:
            bar.update(task, completed=now.done, total=now.total, description=now.item)

        yield seen
