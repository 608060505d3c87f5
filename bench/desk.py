"""How the desk answers while people search, draft and issue at once.

    .venv/bin/python -m bench.desk [--seconds 60] [--pause 3]

Writes for each kind of request how many were answered, the median and the 95th percentile in milliseconds, and the
errors; then the time from start to the first answer, and the memory of the desk's processes. `--pause`: seconds that
each person waits between two rounds. The clients run on the same machine and take their share of it.
"""

import argparse
import platform
import statistics
import subprocess
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import httpx

from doc_engine import template
from doc_engine.workbook import read
from office.issue import batch
from office.issue.planning import Choice
from tests.conftest import EXAMPLE
from tests.support.desk import Desk, Visitor, staff
from tests.support.desk_drafts import FIELDS, begun, drafted, version_on
from tests.support.offices import create_office

SEARCHES = ("cong nhan xa", "ket qua danh gia", "hoi dong xet duyet", "ke hoach trien khai", "to trinh de nghi")
DOCUMENT = "/van-ban/2024/063-huyen-bach-thong/qd-00002-ubnd"


class Measured:
    """The times of all clients, by kind, and what was no answer."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self.errors: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()

    def timed(self, kind: str, ask: Callable[[], int]) -> None:
        begin = time.perf_counter()
        try:
            status = ask()
        except httpx.HTTPError:
            status = 0
        spent = time.perf_counter() - begin
        with self._lock:
            self.times[kind].append(spent * 1000)
            self.errors[kind] += not 200 <= status < 400


def search(visitor: Visitor, measured: Measured, turn: int) -> None:
    words = SEARCHES[turn % len(SEARCHES)]
    measured.timed("search", lambda: visitor.get("/tim", params={"q": words}).status_code)
    measured.timed("document", lambda: visitor.get(DOCUMENT, params={"q": words}).status_code)
    measured.timed("register", lambda: visitor.get("/so").status_code)


def draft(visitor: Visitor, measured: Measured, turn: int) -> None:
    form = begun(visitor)
    sent = {**FIELDS, "ban": version_on(visitor, form), "trang_soan": f"{id(visitor)}"}
    for part in range(3):
        sent["trich_yeu"] = f"Về việc thử lần {turn} phần {part} của {id(visitor)}"
        measured.timed("preview", lambda: visitor.send_form(form, sent).status_code)
    visitor.send_form(f"{form}/bo")


def issue(visitor: Visitor, measured: Measured, turn: int) -> None:
    made = drafted(visitor, trich_yeu=f"Về việc số {turn} của {id(visitor)}")
    measured.timed("issue", lambda: visitor.send_form(f"{made}/phat-hanh").status_code)


def loaded(desk: Desk, seconds: float, pause: float) -> Measured:
    """Let fifty people search, ten draft and five issue, for so long."""
    measured, ends, over = Measured(), time.monotonic() + seconds, threading.Event()

    def person(login: str, work: Callable[[Visitor, Measured, int], None]) -> None:
        with desk.visitor() as visitor:
            visitor.enter(login)
            turn = 0
            while time.monotonic() < ends:
                work(visitor, measured, turn)
                turn += 1
                over.wait(pause)

    people = [("inspector", search)] * 50 + [("specialist", draft)] * 10 + [("clerk", issue)] * 5
    threads = [threading.Thread(target=person, args=one) for one in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return measured


def memory(desk: Desk) -> str:
    """The resident memory of the desk and of each process that it started, in MB."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid,rss"], capture_output=True, check=True, text=True).stdout
    rows = [tuple(map(int, line.split())) for line in listed.splitlines()[1:]]
    own = [rss for pid, parent, rss in rows if desk.process.pid in (pid, parent)]
    return ", ".join(f"{rss // 1024}" for rss in own)


def main() -> None:
    parser = argparse.ArgumentParser(prog="desk.py", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=3)
    asked = parser.parse_args()
    seconds, pause = asked.seconds, asked.pause
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "vp"
        office = create_office(folder)
        templates = {id_: template.load(one) for id_, one in template.installed().items()}
        batch.issue(office, read(EXAMPLE, templates), Choice())
        office.close()
        begin = time.perf_counter()
        with Desk(folder) as desk:
            with desk.visitor() as visitor:
                visitor.get("/vao")
            started = time.perf_counter() - begin
            staff(desk)
            measured = loaded(desk, seconds, pause)
            machine = f"Python {platform.python_version()}, {platform.machine()}"
            print(f"{machine}; {seconds:.0f} s, pauses of {pause:g} s; first answer after {started:.2f} s")
            for kind, times in sorted(measured.times.items()):
                slow = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
                print(
                    f"{kind:10} {len(times):6} answers, median {statistics.median(times):7.1f} ms, "
                    f"p95 {slow:7.1f} ms, errors {measured.errors[kind]}"
                )
            print(f"memory of the desk's processes: {memory(desk)} MB")


if __name__ == "__main__":
    main()
