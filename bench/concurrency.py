"""How long a single document takes while another process issues a batch.

    .venv/bin/python -m bench.concurrency [--communes 1000] [--folder DIR] [--json]

A synthetic cycle of N communes (bench/batch.py: 4 documents a commune) is issued by one process. Another issues a
notice again and again as long as the batch runs, then in the idle office; each time is that of the call alone,
drafting and starting not counted. The ratio of the medians is what the batch costs others.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.batch import DOCUMENTS, cycles
from doc_engine.document_types import DocumentType
from doc_engine.nd30 import forms
from doc_engine.workbook import Reading
from office.issue import batch, single_documents
from office.office import Office
from tests.support.offices import create_office, open_office

UNIT = "02014"  # xã Bạch Thông, since 2025
AT_LEAST = 20


def issue_all(folder: Path, communes: int) -> None:
    """Issue the batch; to be run in a process of its own. Prints how many documents."""
    office = open_office(folder)
    reports = [batch.issue(office, Reading(cycle, ()), DOCUMENTS) for cycle in cycles(communes)]
    sys.stdout.write(f"{sum(len(report.made) for report in reports)}\n")
    office.close()


def seconds_of_one(office: Office, number: int) -> float:
    data = {**forms.sample(DocumentType.NOTICE), "trich_yeu": f"Về việc thứ {number}"}
    draft = single_documents.new(office, DocumentType.NOTICE, data, "x.json", UNIT)
    start = time.perf_counter()
    single_documents.issue(office, draft.id)
    return time.perf_counter() - start


def measured(office: Office, goes_on: Callable[[int], bool]) -> list[float]:
    times: list[float] = []
    while goes_on(len(times)):
        times.append(seconds_of_one(office, len(times)))
    return times


def shown(times: list[float]) -> dict[str, float]:
    return {"documents": len(times), "median_ms": statistics.median(times) * 1000, "slowest_ms": max(times) * 1000}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--communes", type=int, default=1000)
    parser.add_argument("--folder", type=Path, help="where to write; its disk is what is measured")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--batch", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.batch:
        issue_all(arguments.batch, arguments.communes)
        return
    with tempfile.TemporaryDirectory(dir=arguments.folder) as place:
        folder = Path(place) / "vp"
        office = create_office(folder, "Đo cùng lúc")
        seconds_of_one(office, -1)  # what is loaded once
        command = [sys.executable, "-m", "bench.concurrency", "--batch", str(folder), "--communes"]
        running = subprocess.Popen([*command, str(arguments.communes)], stdout=subprocess.PIPE, text=True)
        busy = measured(office, lambda _: running.poll() is None)
        issued = int(running.communicate()[0])
        idle = measured(office, lambda done: done < max(AT_LEAST, len(busy) // 2))
        office.close()
    result = {"batch_documents": issued, "while_it_runs": shown(busy), "idle": shown(idle)}
    ratio = statistics.median(busy) / statistics.median(idle)
    if arguments.json:
        print(json.dumps({**result, "ratio": ratio}, indent=1))
        return
    print(f"a batch of {issued} documents; a single document meanwhile, and in the idle office:")
    for name in ("while_it_runs", "idle"):
        one = result[name]
        assert isinstance(one, dict)
        print(f"{name:>14}: {one['documents']} issued; ms: median {one['median_ms']:.0f}, most {one['slowest_ms']:.0f}")
    print(f"ratio of the medians: {ratio:.1f}")


if __name__ == "__main__":
    main()
