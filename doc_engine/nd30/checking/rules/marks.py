"""Punctuation at the ends of lines."""

from ....ooxml import edit
from ..pieces import Piece
from ..rule import Repair


def end_with(piece: Piece, wanted: str) -> Repair:
    """A repair that ends a piece with `wanted`, replacing wrong punctuation."""
    raw = "".join(run.text for run in piece.runs).rstrip()
    kept = raw.rstrip(".;,: ") if raw[-1:] in ".;,:" else raw
    tail = raw[len(kept) - 1 :]

    def apply() -> bool:
        return edit.replace_text(piece.runs, tail, f"{kept[-1:]}{wanted}", last=True)

    return Repair(f'dấu "{wanted}" ở cuối dòng', apply)
