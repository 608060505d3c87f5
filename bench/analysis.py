"""The speed of the analysis: documents of 600 words a second, on one core.

    .venv/bin/python -m bench.analysis [--documents N] [--rounds N]

The texts are lines of the shipped templates, drawn at random, with numbers and dates between them as in documents.
In the same run, the least that any analysis must do: one pass of str.lower and str.split.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from doc_engine.docx_text import plain_text
from index.analysis import streams

WORDS = 600
SOURCES = Path(__file__).parents[1] / "templates" / "vn_admin"


def texts(count: int) -> Iterator[str]:
    """Documents of 600 words from the shipped templates, with numbers and dates."""
    known = [line for file in sorted(SOURCES.rglob("mau.docx")) for line in plain_text(file.read_bytes()).splitlines()]
    chance = random.Random(1)
    for number in range(count):
        words: list[str] = []
        while len(words) < WORDS:
            for _ in range(5):
                words += chance.choice(known).split()
            words += [f"số {number % 400:02}/QĐ-UBND", f"ngày {number % 28 + 1} tháng {number % 12 + 1} năm 2024"]
        yield " ".join(" ".join(words).split()[:WORDS])


def rate(work: Callable[[str], object], documents: Sequence[str]) -> float:
    """Return documents per second."""
    begin = time.perf_counter()
    for document in documents:
        work(document)
    return len(documents) / (time.perf_counter() - begin)


def main(count: int, rounds: int) -> None:
    documents = list(texts(count))
    ours, least = [], []
    for _ in range(rounds):
        ours.append(rate(streams, documents))
        least.append(rate(lambda text: text.lower().split(), documents))
    print(f"{count} documents of {WORDS} words, {rounds} rounds; documents a second, median (least - most)")
    print(f"analysis        {statistics.median(ours):7,.0f}   ({min(ours):,.0f} - {max(ours):,.0f})")
    print(f"lower and split {statistics.median(least):7,.0f}   ({min(least):,.0f} - {max(least):,.0f})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    main(arguments.documents, arguments.rounds)
