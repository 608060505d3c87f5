"""Purge of a destroyed document's other copies: drafts and damaged objects."""

import json
import shutil
from collections.abc import Iterable
from contextlib import suppress

from archive.keys import DocumentPath
from archive.metadata import DocumentRecord

from ..stores import Stores


def forget(office: Stores, records: Iterable[DocumentRecord]) -> None:
    """Delete drafts, packages and evidence of destroyed documents. Idempotent."""
    known = {record.path: record for record in records}
    for draft in list(office.files.existing_drafts()):
        with suppress(OSError, ValueError, KeyError, TypeError):  # unreadable drafts are reported where listed
            if json.loads(draft.facts.read_bytes())["path"] in known:
                shutil.rmtree(draft.folder)
    for path, record in known.items():
        unit = DocumentPath.parse(path).unit
        for file in office.files.drafts.glob(f"*/{unit}/{record.template_id}.*"):
            file.unlink()
        shutil.rmtree(office.files.packages, ignore_errors=True)  # any of them may have it
        for kept in office.files.evidence.glob(f"*/{path}"):
            shutil.rmtree(kept)
