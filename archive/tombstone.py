"""What stands in the place of a destroyed document: its metadata, and by whose decision it went.

The number stays taken and the register stays whole; the words are gone. A tombstone is an object of its own with the
identifier of the document, first version, without any file of what it said.
"""

import json
from collections.abc import Mapping

from .casefile import CaseFile, Destruction

TOMBSTONE = "da-huy.json"


def files_of(kept: Mapping[str, bytes], case_file: CaseFile, inventory: str) -> dict[str, bytes]:
    """The files of a tombstone. `kept`: the document's files that stay; `inventory`: SHA-512 of its inventory."""
    assert case_file.destroyed is not None
    return {**kept, TOMBSTONE: to_json(case_file.destroyed, case_file.path, inventory)}


def to_json(one: Destruction, case_file: str, inventory: str) -> bytes:
    """da-huy.json: UTF-8, the same destruction gives the same bytes."""
    said = {
        "decision": one.decision,
        "decided_on": one.decided_on.isoformat(),
        "by": one.by,
        "case_file": f"vb:{case_file}",
        "inventory": inventory,
        "told": one.told,
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def told(files: Mapping[str, bytes]) -> str:
    """A sentence on the destruction of a document with these files; "" for one that is there. Raises ValueError,
    KeyError."""
    return str(json.loads(files[TOMBSTONE])["told"]) if TOMBSTONE in files else ""
