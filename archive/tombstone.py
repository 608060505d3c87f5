"""The tombstone of a destroyed document: its metadata and the decision.

The number stays assigned and the register complete; the content is gone. A tombstone is an OCFL object of its own with
the identifier of the document and one version, without any content file of the document.
"""

import json
from collections.abc import Mapping

from .casefile import CaseFile, Destruction

TOMBSTONE = "da-huy.json"


def files_of(kept: Mapping[str, bytes], case_file: CaseFile, inventory: str) -> dict[str, bytes]:
    """Return the files of a tombstone.

    `kept`: the document's files that stay; `inventory`: SHA-512 of its inventory.
    """
    assert case_file.destroyed is not None
    return {**kept, TOMBSTONE: to_json(case_file.destroyed, case_file.path, inventory)}


def to_json(one: Destruction, case_file: str, inventory: str) -> bytes:
    """Return da-huy.json in UTF-8; equal destructions give equal bytes."""
    said = {
        "decision": one.decision,
        "decided_on": one.decided_on.isoformat(),
        "by": one.by,
        "case_file": f"vb:{case_file}",
        "inventory": inventory,
        "told": one.sentence,
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def sentence(files: Mapping[str, bytes]) -> str | None:
    """Return the sentence on a document's destruction; None if it was not destroyed.

    Raises ValueError or KeyError where da-huy.json is damaged.
    """
    return str(json.loads(files[TOMBSTONE])["told"]) if TOMBSTONE in files else None
