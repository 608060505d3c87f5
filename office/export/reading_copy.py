"""The reading copy: PDFs bound into one, with linked contents and bookmarks."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.constants import PageLabelStyle
from pypdf.generic import Fit

_FIRST_COLUMN = 130.0  # points from the left edge: the row numbers of the contents are left of it
_ROW = (4.0, 12.0)  # points below and above the base line of a row's number


@dataclass(frozen=True, slots=True)
class Part:
    """A PDF to be bound. `title`: of its bookmark."""

    title: str
    file: Path


def starts_of(parts: Sequence[Part]) -> list[int]:
    """The first page of each part, 1-based, and the page after the last."""
    found = [1]
    for part in parts:
        found.append(found[-1] + len(PdfReader(part.file).pages))
    return found


def bind(front: Path, parts: Sequence[Part], rows: Sequence[int | None], target: Path, title: str) -> None:
    """Write all parts into one PDF after its front, whose pages have Roman numbers.

    Each part gets a bookmark; the rows of the front's table of contents (1, 2, 3 … in their first column) become links.
    `rows`: the page, 1-based, to which each links; None: no link.
    """
    writer, starts = PdfWriter(), starts_of(parts)
    before = _append(writer, front)
    for part, start in zip(parts, starts, strict=False):
        _append(writer, part.file)
        writer.add_outline_item(title=part.title, page_number=before + start - 1)
    writer.set_page_label(0, before - 1, style=PageLabelStyle.LOWERCASE_ROMAN)
    if parts:
        writer.set_page_label(before, before + starts[-1] - 2, style=PageLabelStyle.DECIMAL, start=1)
    _link_rows(writer, before, rows)
    writer.add_metadata({"/Title": title, "/Creator": "vanthu", "/Producer": "vanthu"})
    writer.page_mode = "/UseOutlines"
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    with target.open("wb") as file:
        writer.write(file)


def _append(writer: PdfWriter, file: Path) -> int:
    """Append the pages alone, and return their number.

    Named destinations and outlines of two documents could collide.
    """
    pages = PdfReader(file).pages
    for page in pages:
        writer.add_page(page)
    return len(pages)


def _link_rows(writer: PdfWriter, before: int, rows: Sequence[int | None]) -> None:
    wanted = 1
    for number in range(before):
        page = writer.pages[number]
        for text, height in _first_column(page):
            if text == str(wanted) and wanted <= len(rows):
                box = (40.0, height - _ROW[0], float(page.mediabox.width) - 40.0, height + _ROW[1])
                if (start := rows[wanted - 1]) is not None:
                    link = Link(rect=box, target_page_index=before + start - 1, fit=Fit.fit_horizontally())
                    writer.add_annotation(number, link)
                wanted += 1


def _first_column(page: PageObject) -> list[tuple[str, float]]:
    """The whole numbers at the left edge of a page, from top to bottom.

    Each with its height in points.
    """
    found: list[tuple[str, float]] = []

    def seen(text: str, _: Any, matrix: Sequence[float], *__: Any) -> None:
        if text.strip().isdecimal() and matrix[4] < _FIRST_COLUMN:
            found.append((text.strip(), matrix[5]))

    page.extract_text(visitor_text=seen)
    return sorted(found, key=lambda one: -one[1])
