"""Documents per second, against docxtpl: same templates and data, taking turns.

    .venv/bin/python -m bench.render [--rounds 7] [--json]

docxtpl gets a fresh object for each document, as its users do, with escaping on. Before anything is timed, every part
of a document is compared (canonical XML) between the two. Each is timed twice: to bytes in memory, and to new files in
a folder of the disk, where the file system's own cost is added to both. Also timed, as the limit: deflating, checking
and writing the same bytes and nothing else.
"""

import argparse
import io
import json
import os
import platform
import shutil
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from doc_engine import template
from doc_engine.render import Properties, Renderer, verified
from doc_engine.render.verify import differing_parts, parts_by_docxtpl
from doc_engine.render.zipping import ZipForm
from doc_engine.template import Template

TEMPLATES = ("qd-cong-nhan", "ke-hoach-huyen")
PROPERTIES = Properties("Trích yếu", "Ủy ban nhân dân huyện Bạch Thông", date(2024, 11, 22))


@dataclass(frozen=True, slots=True)
class Result:
    """Medians over the rounds, in documents per second, and the ratio's range."""

    template: str
    target: str
    mode: str
    ours: float
    docxtpl: float
    limit: float
    ratio: float
    ratio_min: float
    ratio_max: float
    share_of_limit: float


def data_of(one: Template, number: int) -> dict[str, Any]:
    """Another document each time, with the characters that need escaping."""
    page = {**one.sample["van_ban"], "dia_danh": f"Xã & <{number}>", "so_ky_hieu": f"{number + 1:02}/QĐ-UBND"}
    return {**one.sample, "van_ban": page}


def rate(make: Callable[[int], bytes], count: int, folder: Path | None) -> float:
    """Return documents per second, written to new files if a folder is given."""
    target = Path(tempfile.mkdtemp(dir=folder)) if folder else None
    start = time.perf_counter()
    for number in range(count):
        docx = make(number)
        if target:
            with (target / f"{number}.docx").open("xb", buffering=0) as file:
                file.write(docx)
    seconds = time.perf_counter() - start
    if target:
        shutil.rmtree(target)
    return count / seconds


def fresh(one: Template, number: int) -> bytes:
    document = DocxTemplate(io.BytesIO(one.docx))
    document.render(data_of(one, number), autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def measure(one: Template, rounds: int, folder: Path | None) -> Result:
    renderer = verified(one.docx, one.id, one.sample, binds_names=True)
    sample = data_of(one, 0)
    differing = differing_parts(renderer.render(sample, PROPERTIES), parts_by_docxtpl(one.docx, sample))
    if differing:
        raise SystemExit(f"{one.id}: these parts differ from docxtpl's: {differing}")
    changing = {"word/document.xml": document_xml(renderer, sample), "docProps/core.xml": PROPERTIES.xml()}
    form = ZipForm({})
    rates: list[tuple[float, float, float]] = []
    for _ in range(rounds):
        ours = rate(lambda number: renderer.render(data_of(one, number), PROPERTIES), 1000, folder)
        theirs = rate(lambda number: fresh(one, number), 20, folder)
        limit = rate(lambda _: form.complete(changing), 1000, folder)
        rates.append((ours, theirs, limit))
    ratios = [ours / theirs for ours, theirs, _ in rates]
    ours, theirs, limit = (statistics.median(column) for column in zip(*rates, strict=True))
    return Result(
        template=one.id,
        target="disk" if folder else "memory",
        mode=renderer.mode.name,
        ours=ours,
        docxtpl=theirs,
        limit=limit,
        ratio=statistics.median(ratios),
        ratio_min=min(ratios),
        ratio_max=max(ratios),
        share_of_limit=ours / limit,
    )


def document_xml(renderer: Renderer, data: dict[str, Any]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(renderer.render(data, PROPERTIES))) as package:
        return package.read("word/document.xml")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    known = template.installed()
    with tempfile.TemporaryDirectory() as folder:
        results = [
            measure(template.load(known[id_]), arguments.rounds, target)
            for id_ in TEMPLATES
            for target in (None, Path(folder))
        ]
    if arguments.json:
        print(json.dumps([asdict(result) for result in results], indent=2))
        return
    print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs, {arguments.rounds} rounds, medians; parts equal")
    print(f"{'template':<18}{'to':<8}{'ours/s':>9}{'docxtpl/s':>11}{'times':>8}  {'(range)':<12}", end="")
    print(f"{'limit/s':>9}{'of it':>7}")
    for one in results:
        spread = f"({one.ratio_min:.0f}-{one.ratio_max:.0f})"
        print(
            f"{one.template:<18}{one.target:<8}{one.ours:>9.0f}{one.docxtpl:>11.1f}{one.ratio:>8.0f}  {spread:<12}"
            f"{one.limit:>9.0f}{one.share_of_limit:>7.0%}"
        )


if __name__ == "__main__":
    main()
