"""A child process that is kept for the next request.

Starting it costs more than its work.

It reads one request a line, JSON, and answers with one line of JSON, followed by as many bytes as "bytes" says. A
process that takes too long, dies or answers nonsense is ended; the next request gets a new one.
"""

import json
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Timer
from typing import Any


class KeptProcess:
    """One process; threads wait for their turn.

    `seconds`: for one request; `most`: requests before a new process.
    """

    def __init__(self, command: Sequence[str], seconds: float, most: int = 10_000) -> None:
        self._command = command
        self._seconds = seconds
        self._most = most
        self._asked = 0
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def ask(self, request: Any) -> tuple[dict[str, Any], bytes] | None:
        """Return the answer to a request; None where there is none.

        A process that had died before is replaced, and asked again; one that takes too long is not.
        """
        line = json.dumps(request, default=str).encode() + b"\n"
        with self._lock:
            for is_new in (self._child is None, True):
                late = Event()
                found = self._answer(line, late)
                if found is not None:
                    return found
                self._end()
                if is_new or late.is_set():
                    break
            return None

    def close(self) -> None:
        with self._lock:
            self._end()

    @property
    def pid(self) -> int | None:
        """The process that is running, None for none."""
        return self._child.pid if self._child is not None and self._child.poll() is None else None

    def _answer(self, line: bytes, late: Event) -> tuple[dict[str, Any], bytes] | None:
        """Ask once. `late` is set where the process took too long."""
        child = self._running()
        assert child.stdin is not None, "its streams are pipes"
        assert child.stdout is not None, "its streams are pipes"

        def cut_off() -> None:
            late.set()
            child.kill()

        guard = Timer(self._seconds, cut_off)
        guard.start()
        try:
            child.stdin.write(line)
            child.stdin.flush()
            head = json.loads(child.stdout.readline() or b"null")
            if isinstance(head, dict):
                size = int(head.get("bytes", 0))
                content = child.stdout.read(size)
                return (head, content) if len(content) == size else None
        except (OSError, ValueError):
            return None
        finally:
            guard.cancel()
        return None

    def _running(self) -> subprocess.Popen[bytes]:
        self._asked += 1
        if self.pid is None or self._asked > self._most:
            self._end()
            self._asked = 1
            pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
            self._child = subprocess.Popen(
                self._command,
                stdin=pipe,
                stdout=pipe,
                stderr=quiet,
                start_new_session=True,
                cwd=Path(self._command[0]).anchor or None,
            )
        assert self._child is not None, "it was just started"
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            with suppress(OSError, ValueError):
                self._child.communicate()
            self._child = None
