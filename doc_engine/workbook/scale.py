"""The sheet "Thang điểm": figures of the law that an office confirms."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from ..programme import ConfirmedFigure, Figure, Programme
from . import form
from .book import Book
from .faults import Fault
from .rows import Row

SHARE = "Tỷ lệ đạt (%)"
_MOST, _PASSED = "Điểm tối đa", "Điểm đạt"


def figures_of(programme: Programme) -> dict[str, tuple[str, Figure | None, Figure | None]]:
    """The rows of the sheet, by their first column.

    Each: name, most points, points to be reached.
    """
    found: dict[str, tuple[str, Figure | None, Figure | None]] = {}
    for one in programme.criteria if programme.by_points else ():
        found[str(one.id)] = (one.name, one.max_points, None if one.pass_share else one.pass_points)
        for part in one.parts:
            found[part.id] = (part.name, part.figure, None)
    shares = [one.pass_share for one in programme.criteria if one.pass_share]
    if shares:
        found[SHARE] = ("Từng tiêu chí phải đạt bấy nhiêu phần trăm điểm tối đa", None, shares[0])
    for area in programme.areas if programme.by_points else ():
        found[area.id] = (area.name, None, area.min_total)
    return found


def lines(
    programme: Programme, confirmed: Mapping[str, ConfirmedFigure]
) -> Iterator[dict[str, str | int | date | Decimal]]:
    """The rows to fill in, with what is known."""
    for id_, (name, most, passed) in figures_of(programme).items():
        line: dict[str, str | int | date | Decimal] = {"Tiêu chí": id_, "Nội dung": name}
        for heading, figure in ((_MOST, most), (_PASSED, passed)):
            given = confirmed.get(figure.key) if figure is not None else None
            if given is not None:
                line |= {heading: given.value, "Nguồn": given.source, "Người xác nhận": given.person}
            elif figure is not None and figure.confirmed and figure.value is not None:
                line[heading] = figure.value
                line.setdefault("Nguồn", figure.source)
        yield line


def read_scale(book: Book, programme: Programme | None) -> dict[str, ConfirmedFigure]:
    """The figures that the office confirms, by their keys in the programme."""
    sheet = book.sheet(form.SCALE)
    known = figures_of(programme) if programme else {}
    found: dict[str, ConfirmedFigure] = {}
    seen: dict[str, int] = {}
    for row in sheet.rows() if sheet and programme else ():
        id_ = row.choice("Tiêu chí", known)
        if id_ in seen:
            row.note(Fault.TWICE, "Tiêu chí", first=seen[id_])
        elif id_:
            seen[id_] = row.number
            _, most, passed = known[id_]
            given = {figure.key: value for figure, value in _given(row, most, passed)}
            if given:
                found |= _confirmed(row, given)
    return found


def _given(row: Row, most: Figure | None, passed: Figure | None) -> Iterator[tuple[Figure, Decimal]]:
    """The figures of a row that the programme has not confirmed itself."""
    highest = row.number_in(_MOST)
    for heading, figure in ((_MOST, most), (_PASSED, passed)):
        value = row.number_in(heading)
        if value is None:
            continue
        if figure is None:
            row.note(Fault.FIGURE_OUT_OF_PLACE, heading)
        elif value < 0:
            row.note(Fault.POINTS_NEGATIVE, heading)
        elif heading == _PASSED and highest is not None and value > highest:
            row.note(Fault.WRONG_RANGE, heading, least=0, most=highest)
        elif figure.confirmed and figure.value != value:
            row.note(Fault.FIGURE_DIFFERS, heading, known=figure.value)
        elif not figure.confirmed:
            yield figure, value


def _confirmed(row: Row, given: Mapping[str, Decimal]) -> dict[str, ConfirmedFigure]:
    """The figures with source and person, both of which must be there."""
    source, person = row.text("Nguồn"), row.text("Người xác nhận")
    for heading, text in (("Nguồn", source), ("Người xác nhận", person)):
        if not text:
            row.note(Fault.FIGURE_UNSIGNED, heading)
    return {key: ConfirmedFigure(value, source, person) for key, value in given.items()} if source and person else {}
