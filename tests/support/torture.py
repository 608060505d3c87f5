"""A process for test_torture that issues decisions and reports each.

    python -m tests.support.torture OFFICE NAME COUNT

Each line on stdout: the path and code of an issued document, or "!" and the error ("!!": an unforeseen one); written at
once, so that the reader has it even when the process is then killed.
"""

import os
import sys
from pathlib import Path

from doc_engine.errors import VanthuError
from office.issue import single_documents
from tests.support.documents import DECISION, drafted
from tests.support.offices import NOON, open_office


def main(folder: Path, name: str, count: int) -> None:
    for number in range(count):
        try:
            office = open_office(folder, clock=lambda: NOON)
            record = single_documents.issue(office, drafted(office, DECISION, trich_yeu=f"Việc {name} {number}"))
            said = f"{record.path} {record.code}"
            office.close()
        except (VanthuError, OSError) as error:  # both are reported to a clerk in a sentence
            said = f"! {type(error).__name__} {' '.join(str(error).split())[:200]}"
        except Exception as error:
            said = f"!! {type(error).__name__} {' '.join(str(error).split())[:200]}"
        say(said)


def say(line: str) -> None:
    """Write a line to stdout; repeat it on an error: only the office's disk may fail."""
    while True:
        try:
            os.write(1, f"{line}\n".encode())
            return
        except OSError:
            continue


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
