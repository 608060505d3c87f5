"""A process, to be killed, that adds documents to an index and reports each group.

python -m tests.support.indexing ENGINE FOLDER [rebuild]
"""

import sys
from pathlib import Path

from index.engine import IndexedDocument
from index.engines import open_engine

PER_GROUP = 5


def group(number: int) -> list[IndexedDocument]:
    return [
        IndexedDocument(f"2024/{number}-{place}", f"Thông báo {number}", f"nhóm {number} " * 50, 2024, "063", "TB")
        for place in range(PER_GROUP)
    ]


def main(name: str, folder: str, how: str = "") -> None:
    engine = open_engine(name, Path(folder))
    known = engine.ids() if engine.is_current() else set()
    number = len(known) // PER_GROUP
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    while True:
        if how == "rebuild":
            engine.rebuild(one for made in range(number + 1) for one in group(made))
        else:
            engine.add(group(number))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        number += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
