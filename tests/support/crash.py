"""A process for test_crash that issues the example and dies at the n-th disk step.

python -m tests.support.crash OFFICE WORKBOOK N
"""

import os
import sys
from pathlib import Path
from typing import Any

from archive import durable
from doc_engine.workbook import read
from index.engines.tantivy import TantivyEngine
from office.issue import batch
from office.issue.planning import Choice
from office.state import indexing
from tests.support.offices import open_office


def main(folder: Path, workbook: Path, last: int) -> None:
    steps = 0

    def counted(function: Any) -> Any:
        def step(*arguments: Any, **named: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps == last:
                os._exit(9)
            return function(*arguments, **named)

        return step

    batch.GROUP = 8
    indexing.INDEX_GROUP = 16
    # The steps between which a crash makes a difference: sync, rename, registry write, index commit.
    durable.sync_handle = counted(durable.sync_handle)
    Path.rename = counted(Path.rename)  # type: ignore[method-assign]
    TantivyEngine.add = counted(TantivyEngine.add)  # type: ignore[method-assign]
    office = open_office(folder)
    office.register.take = counted(office.register.take)  # type: ignore[method-assign]
    office.catalogue.add = counted(office.catalogue.add)  # type: ignore[method-assign]
    office.catalogue.mark_indexed = counted(office.catalogue.mark_indexed)  # type: ignore[method-assign]
    report = batch.issue(office, read(workbook, office.templates), Choice())
    office.close()
    sys.stdout.write(f"{steps} {len(report.made)} {len(report.before)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
