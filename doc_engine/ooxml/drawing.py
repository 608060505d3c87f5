"""Horizontal lines drawn in a paragraph: DrawingML, VML, and thin rectangles."""

import re
from collections.abc import Iterator

from .xml import WP, A, Element, V, number

_EMU_A_POINT = 12_700
_THIN = 3.0  # points: a shape flatter than this is a line
_STYLE = re.compile(r"(width|height)\s*:\s*(\d+(?:\.\d+)?)(pt|in|mm|cm|px)?")
_POINT = re.compile(r"(-?\d+(?:\.\d+)?)(pt|in|mm|cm|px)?")
_POINTS = {"pt": 1.0, "in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "px": 0.75, None: 0.75}


def widths(element: Element) -> Iterator[float]:
    """The lengths, in points, of the horizontal lines below an element."""
    for frame in element.iter(f"{WP}inline", f"{WP}anchor"):
        extent = frame.find(f"{WP}extent")
        width, height = (number(extent.get(side)) or 0.0 for side in ("cx", "cy")) if extent is not None else (0, 0)
        if frame.find(f".//{A}prstGeom") is not None and width > 0 and height <= _THIN * _EMU_A_POINT:
            yield width / _EMU_A_POINT
    for line in element.iter(f"{V}line"):
        ends = [_point(line.get(name, "")) for name in ("from", "to")]
        if abs(ends[0][1] - ends[1][1]) <= _THIN:
            yield abs(ends[1][0] - ends[0][0])
    for shape in element.iter(f"{V}shape", f"{V}rect"):
        sides = {
            name: float(size) * _POINTS[unit or None] for name, size, unit in _STYLE.findall(shape.get("style", ""))
        }
        if sides.get("width", 0) > 0 and sides.get("height", _THIN + 1) <= _THIN:
            yield sides["width"]


def _point(text: str) -> tuple[float, float]:
    found = [float(size) * _POINTS[unit or None] for size, unit in _POINT.findall(text)]
    return (found[0], found[1]) if len(found) >= 2 else (0.0, 0.0)
