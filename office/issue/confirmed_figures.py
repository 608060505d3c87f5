"""Figures of a programme that the office has confirmed, kept for its next cycles.

A workbook whose documents are issued says them; the workbook of the next year begins with them.
"""

import json
from decimal import Decimal, InvalidOperation

from archive.durable import write_text
from doc_engine.cycle import Cycle
from doc_engine.programme import ConfirmedFigure

from ..office import Office


def kept(office: Office, programme_id: str) -> dict[str, ConfirmedFigure]:
    """The figures that were confirmed before, by key; none where the file is spoilt."""
    try:
        found = json.loads(office.files.confirmed_figures(programme_id).read_text("utf-8"))
        return {key: ConfirmedFigure(Decimal(one["gia_tri"]), one["nguon"], one["nguoi"]) for key, one in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, InvalidOperation):
        return {}


def keep(office: Office, cycle: Cycle) -> None:
    """Keep the figures that a cycle's workbook confirms, with those known before."""
    if not cycle.confirmed:
        return
    known = {**kept(office, cycle.programme.id), **cycle.confirmed}
    values = {key: {"gia_tri": str(one.value), "nguon": one.source, "nguoi": one.person} for key, one in known.items()}
    file = office.files.confirmed_figures(cycle.programme.id)
    file.parent.mkdir(exist_ok=True)
    write_text(file, json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
