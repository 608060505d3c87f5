"""Repair of cells that an empty list left without a paragraph.

Word calls such a file damaged.
"""

import re

_ENDS_WITHOUT_PARAGRAPH = re.compile(rb"(<w:tc(?: [^>]*)?>|</w:tcPr>|<w:tcPr/>|</w:tbl>)</w:tc>|<w:tc/>")


def with_paragraphs(part: bytes) -> bytes:
    """The part with an empty paragraph at the end of each cell that has none.

    Source: ISO/IEC 29500-1, 17.4.65.
    """
    if part.count(b"</w:tc>") == part.count(b"</w:p></w:tc>") and b"<w:tc/>" not in part:
        return part
    return _ENDS_WITHOUT_PARAGRAPH.sub(lambda found: (found[1] or b"<w:tc>") + b"<w:p/></w:tc>", part)
