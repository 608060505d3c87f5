"""What else says what a destroyed document said: its drafts, and what was set aside of it as damaged."""

import json
import shutil
from collections.abc import Iterable
from contextlib import suppress

from archive.metadata import DocumentRecord

from ..office import Office


def forget(office: Office, records: Iterable[DocumentRecord]) -> None:
    """Removes all of it. Repeated, it does nothing."""
    known = {record.path: record for record in records}
    for facts in (office.folder / "du-thao").glob("*/ho-so.json"):
        with suppress(OSError, ValueError, KeyError, TypeError):  # an unreadable draft is told where drafts are listed
            if json.loads(facts.read_bytes())["path"] in known:
                shutil.rmtree(facts.parent)
    for path, record in known.items():
        unit = path.split("/")[1]
        for draft in (office.folder / "du-thao").glob(f"*/{unit}/{record.template_id}.*"):
            draft.unlink()
        for kept in (office.folder / "hong").glob(f"*/{path}"):
            shutil.rmtree(kept)
