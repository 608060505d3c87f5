"""Changes to an office, killed without warning at each of their steps in turn.

A step is whatever a crash can fall between: a sync, a rename, a registry write. One process loads the program once and
forks for each step, so that sixty deaths take seconds.

    python -m tests.support.killing FOLDER PROGRAM TIME     (run by `killed_at_each_step`)
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from archive import durable
from office.issue import single_documents
from office.records import case_files, disposal
from office.records.case_files import Wanted
from tests.support.offices import NOON, open_office

_KILLED = 9


def killed_at_each_step(folder: Path, program: str, time: datetime = NOON) -> Iterator[Path]:
    """Yield copies of an office, each killed at the next step of `program`.

    In the last copy it finished. `program`: Python statements over `office`. `time`: of its clock.
    """
    command = [sys.executable, "-m", "tests.support.killing", str(folder), program, time.isoformat()]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    for number in range(1, int(done.stdout) + 1):
        copy = _copy(folder, number)
        yield copy
        shutil.rmtree(copy)


def _copy(folder: Path, number: int) -> Path:
    return folder.with_name(f"{folder.name}-{number}")


def _main(folder: Path, program: str, time: datetime) -> None:
    number = 0
    while True:
        number += 1
        shutil.copytree(folder, _copy(folder, number))
        child = os.fork()
        if not child:
            _run(_copy(folder, number), program, number, time)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status != _KILLED:
            break
    sys.stdout.write(str(number))
    sys.exit(status)


def _run(folder: Path, program: str, last: int, time: datetime) -> None:
    steps = 0

    def counted(function: Callable[..., Any]) -> Any:
        def step(*arguments: Any, **named: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps == last:
                os._exit(_KILLED)
            return function(*arguments, **named)

        return step

    durable.sync_handle = counted(durable.sync_handle)
    Path.rename, Path.replace = counted(Path.rename), counted(Path.replace)  # type: ignore[method-assign]
    office = open_office(folder, clock=lambda: time)
    for owner, name in (
        (office.filed, "put"),
        (office.catalogue, "add"),
        (office.catalogue, "mark_destroyed"),
        (office.catalogue, "remember_ledger"),
    ):
        setattr(owner, name, counted(getattr(owner, name)))
    names = {
        "case_files": case_files,
        "single_documents": single_documents,
        "disposal": disposal,
        "Wanted": Wanted,
        "date": date,
    }
    try:
        exec(program, {"office": office, **names})
        office.close()
        os._exit(0)
    except BaseException as error:
        sys.stderr.write(repr(error))
        os._exit(1)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3]))
