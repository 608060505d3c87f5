"""The speed of archiving, of verifying, and of rebuilding the registry database.

    .venv/bin/python -m bench.archive [--objects N] [--single N] [--folder DIR]

A document is a .docx of 40 KB and a metadata file, as OCFL object: seven files in three folders, all synced. Beside it
in the same run, taking turns: the same bytes in one file, synced (the disk's limit); reading by sha512sum. `--objects`
grows the archive by groups of 128 and reports the rate of the first and the last tenth: the same, if time is linear.
"""

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from statistics import median

from archive.catalogue import Catalogue
from archive.database import connect
from archive.metadata import DocumentRecord, to_json
from archive.ocfl import Version
from archive.store import ArchiveStore, NewObject

GROUP = 128
ROUNDS = 7
VERSION = Version(datetime(2024, 11, 5, tzinfo=UTC), "Ban hành", "UBND", "urn:vanthu:do")


def document(number: int) -> NewObject:
    path = f"2024/{number % 1000:05}-xa-thu/qd-{number:06}-ubnd"
    record = DocumentRecord(
        path, 2024, f"{number % 1000:05}", "QĐ", number, "QĐ-UBND", "QĐ", "Quyết định", f"Về việc thứ {number}",
        date(2024, 11, 5), f"{number % 1000:05}", "xã Thử", "Ủy ban nhân dân xã Thử", "Nguyễn Văn A", "Chủ tịch", (),
        f"do:{number}", "", "", "", "",
    )  # fmt: skip
    docx = os.urandom(64) * 640
    return NewObject(path, {"van-ban.docx": docx, "metadata.json": to_json(record)}, VERSION)


def each(work: Callable[[NewObject], object], documents: Sequence[NewObject]) -> None:
    for one in documents:
        work(one)


def one_file(folder: Path, one: NewObject) -> None:
    with (folder / one.path.replace("/", "-")).open("wb") as file:
        file.write(b"".join(one.files.values()))
        file.flush()
        os.fsync(file.fileno())
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def rate(count: int, work: Callable[[], object]) -> float:
    """Return `count` divided by the seconds that `work` takes."""
    begin = time.perf_counter()
    work()
    return count / (time.perf_counter() - begin)


def groups(first: int, last: int) -> Iterator[list[NewObject]]:
    for start in range(first, last, GROUP):
        yield [document(number) for number in range(start, min(start + GROUP, last))]


def putting(folder: Path, single: int) -> None:
    store = ArchiveStore.create(folder / "kho", folder / "dang-xu-ly")
    (folder / "mot-tep").mkdir()
    rates: dict[str, list[float]] = {"one at a time": [], f"{GROUP} at a time": [], "one file, synced": []}
    for turn in range(ROUNDS):
        alone = [document(turn * 10_000 + one) for one in range(single)]
        batch = [document(turn * 10_000 + single + one) for one in range(GROUP)]
        rates["one at a time"].append(rate(single, partial(each, lambda one: store.put([one]), alone)))
        rates[f"{GROUP} at a time"].append(rate(GROUP, partial(store.put, batch)))
        rates["one file, synced"].append(rate(single, partial(each, partial(one_file, folder / "mot-tep"), alone)))
    limit = rates["one file, synced"]
    print("| putting | documents/s, median (range) | of one file, synced |\n|---|---|---|")
    for name, found in rates.items():
        share = median(one / other for one, other in zip(found, limit, strict=True))
        print(f"| {name} | {median(found):,.0f} ({min(found):,.0f}-{max(found):,.0f}) | {share:.0%} |")


def growing(folder: Path, objects: int) -> None:
    store = ArchiveStore.create(folder / "kho", folder / "dang-xu-ly")
    marks = []
    begin = time.perf_counter()
    for group in groups(0, objects):
        store.put(group)
        marks.append((time.perf_counter() - begin, len(group)))
    tenth = max(len(marks) // 10, 1)
    first = sum(count for _, count in marks[:tenth]) / marks[tenth - 1][0]
    last = sum(count for _, count in marks[-tenth:]) / (marks[-1][0] - marks[-tenth - 1][0])
    whole = objects / marks[-1][0]
    print(
        f"\n{objects:,} documents, {GROUP} at a time: {whole:,.0f} a second; first tenth {first:,.0f}, last {last:,.0f}"
    )
    size = sum(file.stat().st_size for file in (folder / "kho").rglob("*") if file.is_file()) / 1e6
    paths = list(store.paths())
    ours = rate(int(size), lambda: [store.faults(path) for path in paths])
    names = rate(objects, lambda: [store.faults(path, deep=False) for path in paths])
    theirs = rate(int(size), lambda: _sha512sum(folder / "kho"))
    print(f"verify: {ours:,.0f} MB/s, sha512sum {theirs:,.0f} MB/s ({ours / theirs:.0%})")
    print(f"verify, names alone: {names:,.0f} documents/s")
    catalogue = Catalogue(connect(folder / "so.sqlite"))
    print(f"rebuild of the registry database: {rate(objects, lambda: catalogue.rebuild(store)):,.0f} documents/s")


def _sha512sum(folder: Path) -> None:
    command = "find . -type f -print0 | xargs -0 sha512sum > /dev/null"
    subprocess.run(["sh", "-c", command], cwd=folder, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=10_000)
    parser.add_argument("--single", type=int, default=60)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as place:
        (Path(place) / "a").mkdir()
        (Path(place) / "b").mkdir()
        putting(Path(place) / "a", given.single)
        growing(Path(place) / "b", given.objects)


if __name__ == "__main__":
    main()
