"""Time and memory of issuing, by number of communes.

Issuing is render, number, archive with sync, index.

    .venv/bin/python -m bench.batch [--communes 100 1000 3321] [--folder DIR] [--json]

A synthetic cycle of N communes (of all 3,321 since July 2025), each with its plan and its self-assessment report, for
two years: 4 documents a commune. Every size runs in a process of its own, so that the peak memory is its own.
Beside it, the cost of writing and syncing the same bytes: one file a document, one sync a file, nothing else.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from archive.durable import sync_file
from doc_engine import template
from doc_engine.cycle import CommuneEntry, Cycle, Vote
from doc_engine.document import Signer, SigningAuthority
from doc_engine.units import units
from doc_engine.workbook import Reading, read
from office.issue import batch
from office.issue.planning import Choice
from tests.support.offices import create_office

EXAMPLE = Path(__file__).parents[1] / "examples" / "bach-thong-2024" / "danh-gia-2024.xlsx"
DAY = date(2025, 7, 1)
DOCUMENTS = Choice(frozenset({"ke-hoach-huyen", "ke-hoach-xa", "bao-cao-tu-danh-gia-xa"}))


def cycles(count: int) -> list[Cycle]:
    known = {id_: template.load(folder) for id_, folder in template.installed().items()}
    example = read(EXAMPLE, known).cycle
    assert example is not None
    communes = units().communes(DAY)[:count]
    area = example.programme.area["mien-nui"]
    points = {one.id: (one.max_points.value or Decimal(0)) - 1 for one in example.programme.criteria}
    entries = tuple(CommuneEntry(unit, area, unit.proper_name, points, points, Vote(8, 0)) for unit in communes)
    chair = (Signer("Nguyễn Văn A", "Chủ tịch", SigningAuthority.DIRECT),)
    signers = {**example.signers, **{unit.code: chair for unit in communes}}
    whole = replace(example, communes=entries, listed=communes, signers=signers)
    first = tuple(replace(facts, issued_on=facts.issued_on.replace(year=2022)) for facts in example.documents)
    plan = replace(whole.superior_plan, issued_on=date(2022, 3, 11))
    return [replace(whole, year=2022, documents=first, superior_plan=plan), whole]


def measure(count: int, folder: Path) -> dict[str, float]:
    """Measure one size; to be run in a process of its own."""
    made = cycles(count)
    office = create_office(folder / "vp", "Đo tốc độ")
    for one in office.templates.values():
        office.renderer(one)
    before = peak_memory()
    start = time.perf_counter()
    reports = [batch.issue(office, Reading(cycle, ()), DOCUMENTS) for cycle in made]
    seconds = time.perf_counter() - start
    documents = sum(len(report.made) for report in reports)
    assert not any(report.failed for report in reports)
    peak = peak_memory()
    size = sum(file.stat().st_size for file in office.store.root.rglob("*") if file.is_file())
    office.close()
    floor = write_and_sync(folder / "san", documents, size // documents)
    return {
        "communes": count,
        "documents": documents,
        "seconds": seconds,
        "documents_per_second": documents / seconds,
        "floor_documents_per_second": documents / floor,
        "peak_mb": peak,
        "peak_before_mb": before,
        "kb_per_document": size / documents / 1024,
    }


def write_and_sync(folder: Path, count: int, size: int) -> float:
    """The seconds to write `count` files of `size` bytes, each synced: the least cost."""
    folder.mkdir()
    content = os.urandom(size)
    start = time.perf_counter()
    for number in range(count):
        path = folder / f"{number}"
        path.write_bytes(content)
        sync_file(path)
    return time.perf_counter() - start


def peak_memory() -> float:
    """Return the peak memory of this process in MiB (on Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--communes", type=int, nargs="+", default=[100, 1000, 3321])
    parser.add_argument("--folder", type=Path, help="where to write; its disk is what is measured")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one, arguments.folder)))
        return
    results = []
    for count in arguments.communes:
        folder = Path(tempfile.mkdtemp(dir=arguments.folder))
        try:
            command = [sys.executable, "-m", "bench.batch", "--one", str(count), "--folder", str(folder)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            results.append(json.loads(done.stdout))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    if arguments.json:
        print(json.dumps(results, indent=2))
        return
    print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs")
    print(f"{'communes':>9}{'documents':>11}{'seconds':>9}{'docs/s':>8}{'write+sync/s':>14}", end="")
    print(f"{'peak MB':>9}{'(before)':>9}{'KB/doc':>8}")
    for one in results:
        print(
            f"{one['communes']:>9.0f}{one['documents']:>11.0f}{one['seconds']:>9.1f}{one['documents_per_second']:>8.0f}"
            f"{one['floor_documents_per_second']:>14.0f}{one['peak_mb']:>9.0f}{one['peak_before_mb']:>9.0f}"
            f"{one['kb_per_document']:>8.1f}"
        )


if __name__ == "__main__":
    main()
