"""What the text of a cell may hold, and what is taken off it.

Zero-width characters and soft hyphens come with text copied from web pages and PDF files; nobody sees them, and a code
with one is another code. Letters of TCVN3 or VNI fonts are other letters in Unicode. Characters that turn the direction
of a text make paper and screen differ.
"""

import unicodedata
from dataclasses import dataclass

from ..legacy_text import Layer, readable
from ..vietnamese import nfc, visible

_TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
_LINE_SPACE = {"\t", "\n", "\r"}
LAYER_NAMES = {Layer.TCVN3: "TCVN3 (ABC)", Layer.VNI: "VNI"}


@dataclass(frozen=True, slots=True)
class CellText:
    """A text as it was examined.

    `text`: without invisible characters, and in Unicode. `was_cleaned`: it had such characters. `layer`: the encoding
    that it was typed in, else None. `forbidden`: a character that no document may have, "U+202E".
    """

    text: str
    was_cleaned: bool
    layer: Layer | None
    forbidden: str


def examine(written: str) -> CellText:
    """Examine the text of a cell."""
    forbidden = next((f"U+{ord(one):04X}" for one in written if _is_forbidden(one)), "")
    found = readable(written)
    layer = next((one for one in (Layer.TCVN3, Layer.VNI) if one in found.layers), None)
    clean = visible(written)
    return CellText(found.text if layer else clean, clean != nfc(written) and layer is None, layer, forbidden)


def _is_forbidden(letter: str) -> bool:
    if letter.isalnum() or letter in _LINE_SPACE:
        return False
    unprintable = unicodedata.category(letter) in ("Cc", "Co", "Cn", "Cs")
    return unprintable or letter == "\ufffd" or ord(letter) in _TURNING
