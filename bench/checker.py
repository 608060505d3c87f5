"""Accuracy and speed of the checker, on planted defects and on right documents.

    .venv/bin/python -m bench.checker [--json]

The corpus is in tests/doc_engine/corpus: right papers of several kinds and ways of breaking them, each in every
layout. The last lines are the same documents after LibreOffice opened and saved them, and the decree's own forms.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from doc_engine.nd30.checking import check
from doc_engine.pdf import find_libreoffice
from tests.doc_engine.corpus.defects import DEFECTS, LIBREOFFICE, Defect
from tests.doc_engine.corpus.official import forms
from tests.doc_engine.corpus.papers import PAPERS
from tests.doc_engine.corpus.writing import WAYS, write


@dataclass
class Line:
    """The counts for one layout. `alarms`: findings on right documents.

    `further`: findings on broken documents that the defect does not explain.
    """

    layout: str
    right: int = 0
    alarms: int = 0
    planted: int = 0
    reported: int = 0
    further: int = 0
    missed: list[str] = field(default_factory=list)

    def take(self, docx: bytes, defect: Defect | None) -> None:
        found = {finding.rule.code for finding in check(docx, "vb.docx").findings}
        if defect is None:
            self.right += 1
            self.alarms += len(found)
            return
        self.planted += 1
        self.reported += defect.code in found
        if defect.code not in found:
            self.missed.append(f"{defect.code} in {defect.paper.__name__}")
        self.further += len(found - {defect.code} - defect.also)


def cases(way: int) -> Iterator[tuple[bytes, Defect | None]]:
    for paper in PAPERS:
        yield write(paper(), WAYS[way]), None
    for defect in DEFECTS:
        if WAYS[way].name not in defect.not_in:
            yield write(defect.broken(), WAYS[way]), defect


def by_layout() -> Iterator[Line]:
    for number, way in enumerate(WAYS):
        line = Line(way.name)
        for docx, defect in cases(number):
            line.take(docx, defect)
        yield line
    program = find_libreoffice()
    if program is not None:
        yield through_libreoffice(program)


def through_libreoffice(program: str) -> Line:
    line = Line("bảng, gạch dưới; sau khi LibreOffice mở và lưu lại")
    with tempfile.TemporaryDirectory() as place:
        source, made = Path(place) / "vao", Path(place) / "ra"
        source.mkdir()
        all_cases = enumerate(cases(0))
        wanted = {n: case for n, case in all_cases if case[1] is None or LIBREOFFICE not in case[1].not_in}
        for number, (docx, _) in wanted.items():
            (source / f"{number:04}.docx").write_bytes(docx)
        command = [program, f"-env:UserInstallation={(Path(place) / 'ho-so').as_uri()}", "--headless", "--convert-to"]
        for _ in range(5):  # it may give up in the middle of many files
            todo = [str(file) for file in sorted(source.iterdir()) if not (made / file.name).exists()]
            if todo:
                rest = ["docx:MS Word 2007 XML", "--outdir", str(made), *todo]
                subprocess.run([*command, *rest], check=False, capture_output=True)
        for number, (_, defect) in wanted.items():
            line.take((made / f"{number:04}.docx").read_bytes(), defect)
    return line


def milliseconds() -> float:
    """Return the median time a document."""
    documents = [write(paper(), WAYS[0]) for paper in PAPERS]
    for docx in documents:
        check(docx, "vb.docx")
    times = []
    for _ in range(7):
        start = time.perf_counter()
        for docx in documents:
            check(docx, "vb.docx")
        times.append((time.perf_counter() - start) / len(documents) * 1000)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    lines = list(by_layout())
    official = {name: sorted({f.rule.code for f in check(docx, name).findings}) for name, docx in forms().items()}
    result = {
        "layouts": [asdict(line) for line in lines],
        "official_forms": official,
        "milliseconds_a_document": milliseconds(),
    }
    if arguments.json:
        print(json.dumps(result, indent=2, ensure_ascii=False))
        return
    rules = len({defect.code for defect in DEFECTS})
    print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs; {rules} rules, ", end="")
    print(f"{len(DEFECTS)} defects, {result['milliseconds_a_document']:.1f} ms a document")
    print("| layout | right | false alarms | planted | reported | further findings |\n|---|---|---|---|---|---|")
    for line in lines:
        print(f"| {line.layout} | {line.right} | {line.alarms} | {line.planted} | {line.reported} | {line.further} |")
    for line in lines:
        for missed in line.missed:
            print(f"not reported in {line.layout}: {missed}")
    for name, codes in official.items():
        print(f"{name}: {', '.join(codes) or 'nothing'}")


if __name__ == "__main__":
    main()
