"""Results to stdout, all that is said to the person to stderr. Flags decide what is printed, the tty only how."""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import Any, Protocol

from doc_engine.errors import Problem

_SHOWN_PROBLEMS = 50


class Progress(Protocol):
    def __call__(self, done: int, total: int, label: str) -> None: ...


def use_utf8() -> None:
    """Vietnamese on every terminal, also where Windows redirects output in a legacy code page. A stream that is closed
    (">&-", a program without a window) is one that nobody reads."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # open until the process ends
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def tell(text: str) -> None:
    """A sentence for the person, if anybody listens ("2>&1 | head")."""
    with suppress(BrokenPipeError):
        sys.stderr.write(f"{text}\n")


def out(text: str) -> None:
    """A result. Whoever read it may have read enough ("| head"): the command still ends as it would have."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # open until the process ends


def out_json(data: Any) -> None:
    """One JSON document, the same whether a person or a program reads it."""
    out(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def out_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table with lines for a person at a terminal, tab-separated text for a program."""
    texts = [[str(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in [list(headings), *texts]:
            out("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row))
        return
    from rich.console import Console  # only where it is seen: it takes a while to load
    from rich.table import Table
    from rich.text import Text

    table = Table(*headings)
    for row in texts:
        table.add_row(*map(Text, row))
    Console().print(table)


def tell_problems(problems: Sequence[Problem]) -> None:
    for problem in problems[:_SHOWN_PROBLEMS]:
        tell(f"  {problem}")
    if len(problems) > _SHOWN_PROBLEMS:
        tell(f"  … và {len(problems) - _SHOWN_PROBLEMS} lỗi nữa (xem tất cả: vanthu workbook check --json).")


def marks() -> tuple[str, str]:
    """What stands around a word that was found: bold at a terminal, brackets elsewhere."""
    return ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("[", "]")


def progress() -> AbstractContextManager[Progress | None]:
    """A bar on stderr with item, count and time left; nothing where stderr is no terminal."""
    return _Bar() if sys.stderr.isatty() else nullcontext(None)


class _Bar(AbstractContextManager[Progress]):
    def __enter__(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        self._task = self._bar.add_task("", total=None)
        return self._step

    def _step(self, done: int, total: int, label: str) -> None:
        self._bar.update(self._task, completed=done, total=total, description=label)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()
