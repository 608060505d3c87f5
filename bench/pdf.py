"""Documents per second to PDF/A: many files a call, beside one call a document.

    .venv/bin/python -m bench.pdf [--documents 60] [--rounds 3] [--json]

The same documents by both, taking turns; every PDF must have pages.
"""

import argparse
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from doc_engine import template
from doc_engine.pdf import Conversion, Flavour, convert
from doc_engine.render import Properties, Renderer


def documents(folder: Path, count: int) -> list[Path]:
    one = template.find("qd-cong-nhan", template.installed())
    renderer = Renderer(one.docx, one.id)
    made = []
    for number in range(count):
        page = {**one.sample["van_ban"], "so_ky_hieu": f"{number + 1:02}/QĐ-UBND"}
        made.append(folder / f"{number}.docx")
        data = {**one.sample, "van_ban": page}
        made[-1].write_bytes(renderer.render(data, Properties("x", "y", template.SAMPLE_DAY)))
    return made


def together(sources: list[Path], out: Path) -> None:
    assert convert([Conversion(one, out / f"{one.stem}.pdf") for one in sources], Flavour.A1B) == {}


def one_by_one(sources: list[Path], out: Path) -> None:
    for one in sources:
        together([one], out)


def rate(way: Callable[[list[Path], Path], None], sources: list[Path], out: Path) -> float:
    """Return documents per second."""
    start = time.perf_counter()
    way(sources, out)
    return len(sources) / (time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        sources = documents(folder, arguments.documents)
        alone = sources[: max(arguments.documents // 10, 3)]  # one call a document takes its time
        ours, theirs = [], []
        for number in range(arguments.rounds):
            ours.append(rate(together, sources, folder / f"a{number}"))
            theirs.append(rate(one_by_one, alone, folder / f"b{number}"))
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    result = {
        "documents": arguments.documents,
        "together_per_second": statistics.median(ours),
        "one_call_each_per_second": statistics.median(theirs),
        "times": statistics.median(ratios),
        "times_range": [min(ratios), max(ratios)],
    }
    if arguments.json:
        print(json.dumps(result, indent=2))
        return
    print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs, {arguments.rounds} rounds, medians")
    together_, each = result["together_per_second"], result["one_call_each_per_second"]
    print(f"together {together_:.1f}/s, one call each {each:.2f}/s: ", end="")
    print(f"{result['times']:.1f} times ({min(ratios):.1f}-{max(ratios):.1f})")


if __name__ == "__main__":
    main()
