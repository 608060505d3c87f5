"""The time of the inspector's packages, against merging their PDFs alone.

    .venv/bin/python -m bench.dossier [--rounds 3]

Issues the example (80 documents), makes the packages of all 14 communes in one command, and in the same run converts
the same documents alone, and binds the same PDFs alone with pypdf, without contents, links or bookmarks.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pypdf import PdfWriter

from archive import document_object
from doc_engine import pdf
from doc_engine.pdf import Conversion
from doc_engine.workbook import read
from office.export import collection, dossier
from office.issue import batch
from office.issue.planning import Choice
from tests.support.offices import create_office, open_office

WORKBOOK = Path(__file__).parents[1] / "examples" / "bach-thong-2024" / "danh-gia-2024.xlsx"
YEAR = 2024


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that `work` takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        create_office(folder / "vp", "UBND huyện Bạch Thông").close()
        office = open_office(folder / "vp")
        batch.issue(office, read(WORKBOOK, office.templates), Choice())
        codes = sorted({one.unit_code for one in office.catalogue.everything() if len(one.unit_code) == 5})
        collected = [collection.collect(office, collection.unit_of(code, YEAR, codes), YEAR) for code in codes]
        paths = sorted({one.record.path for found in collected for one in found})
        pdfs = {path: folder / "pdf" / f"{path}.pdf" for path in paths}
        jobs = [Conversion(office.store.file(path, document_object.DOCX), target) for path, target in pdfs.items()]
        totals: dict[str, list[float]] = {"convert": [], "merge": [], "pack": []}
        for number in range(rounds):
            totals["convert"].append(timed(lambda: pdf.convert(jobs, office.settings.pdf, None)))
            bound = [[pdfs[one.record.path] for one in found] for found in collected]
            totals["merge"].append(timed(lambda bound=bound: merge(bound, folder / "tap.pdf")))  # type: ignore[misc]
            out = folder / f"goi-{number}"
            totals["pack"].append(timed(lambda out=out: dossier.pack(office, [], YEAR, out)))  # type: ignore[misc]
        office.close()
    count = sum(len(found) for found in collected)
    print(f"{len(codes)} packages, {count} documents in them, {len(paths)} different; {rounds} rounds; seconds, median")
    for name, times in totals.items():
        print(f"{name:8} {statistics.median(times):6.2f}   ({min(times):.2f}-{max(times):.2f})")
    rest = [pack - convert for pack, convert in zip(totals["pack"], totals["convert"], strict=True)]
    ratio = statistics.median(rest) / statistics.median(totals["merge"])
    print(f"packing without converting: {statistics.median(rest):.2f}, {ratio:.1f} x merging alone")


def merge(collections: list[list[Path]], target: Path) -> None:
    for files in collections:
        writer = PdfWriter()
        for file in files:
            writer.append(file, import_outline=False)
        writer.write(target)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    main(parser.parse_args().rounds)
