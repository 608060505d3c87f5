"""A process for test_crash that issues the example and dies at the n-th disk step.

python -m tests.support.crash OFFICE WORKBOOK KIND N
"""

import json
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

KINDS = ("sync", "rename", "take", "catalogue", "index", "indexed")
PLANS = Choice(frozenset({"ke-hoach-huyen", "ke-hoach-xa"}))  # fifteen documents, two groups


def main(folder: Path, workbook: Path, kind: str, last: int) -> None:
    steps = dict.fromkeys(KINDS, 0)

    def counted(name: str, function: Any) -> Any:
        def step(*arguments: Any, **named: Any) -> Any:
            steps[name] += 1
            if (name, steps[name]) == (kind, last):
                os._exit(9)
            return function(*arguments, **named)

        return step

    batch.GROUP = 8
    indexing.INDEX_GROUP = 8
    # The steps between which a crash makes a difference: sync, rename, registry write, index commit.
    durable.sync_handle = counted("sync", durable.sync_handle)
    Path.rename = counted("rename", Path.rename)  # type: ignore[method-assign]
    TantivyEngine.add = counted("index", TantivyEngine.add)  # type: ignore[method-assign]
    office = open_office(folder)
    office.register.take = counted("take", office.register.take)  # type: ignore[method-assign]
    office.catalogue.add = counted("catalogue", office.catalogue.add)  # type: ignore[method-assign]
    office.catalogue.mark_indexed = counted("indexed", office.catalogue.mark_indexed)  # type: ignore[method-assign]
    batch.issue(office, read(workbook, office.templates), PLANS)
    office.close()
    sys.stdout.write(json.dumps(steps))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
