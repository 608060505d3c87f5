"""Problems as a person reads them: equal ones once, with all their cells.

One cause can make hundreds of cells wrong, and a new workbook is empty everywhere. What is still to be filled in is one
group for each sheet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .errors import Problem

_ALONE = 2  # problems: as few are told one by one
_EXAMPLES = 3
_RANGES = 8
_EMPTY = "SL-07"


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems of one sheet that differ in nothing but the cell; at least one."""

    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        first = self.problems[0]
        if len(self.problems) == 1:
            return str(first)
        if not first.place.sheet:
            said = f"{first.reason} {first.remedy} [{first.code}]"
            return f"{first.place}: {len(self.problems)} văn bản ({self._values}): {said}"
        place = replace(first.place, row=None, column="", heading=self._heading)
        what = "ô" if first.place.column else "dòng"
        count = f"{len(self.problems)} {what} ({self._cells})"
        if first.code == _EMPTY:
            return f"{place}: còn {count} chưa điền. {first.remedy} [{first.code}]"
        shown = f"{self._values} " if self._values else ""
        return f"{place} · {count}: {shown}{first.reason} {first.remedy} [{first.code}]"

    @property
    def _values(self) -> str:
        values = list(dict.fromkeys(f'"{one.value}"' for one in self.problems if one.value))
        return ", ".join(values[:_EXAMPLES]) + (", …" if len(values) > _EXAMPLES else "")

    @property
    def _heading(self) -> str:
        headings = {one.place.heading for one in self.problems}
        return self.problems[0].place.heading if len(headings) == 1 else ""

    @property
    def _cells(self) -> str:
        """The cells, neighbours as a range: "C2:O15, D17"."""
        rows: dict[str, list[int]] = {}
        for one in self.problems:
            rows.setdefault(one.place.column, []).append(one.place.row or 0)
        ranges: list[str] = []
        columns = sorted(rows, key=lambda column: (len(column), column))  # A to Z, then AA
        start = 0
        for at in range(1, len(columns) + 1):
            before = columns[at - 1]
            if at == len(columns) or columns[at] != _next(before) or rows[columns[at]] != rows[before]:
                ranges += _ranges(columns[start], before, sorted(rows[before]))
                start = at
        more = f" và {len(ranges) - _RANGES} chỗ khác" if len(ranges) > _RANGES else ""
        return f"{', '.join(ranges[:_RANGES])}{more}"


def grouped(problems: Sequence[Problem]) -> list[ProblemGroup]:
    """The problems in groups, in the order of their first ones."""
    found: dict[tuple[str, ...], list[Problem]] = {}
    for number, one in enumerate(problems):
        found.setdefault(_key(one, number), []).append(one)
    groups: list[tuple[Problem, ...]] = []
    for members in found.values():
        groups += [tuple(members)] if len(members) > _ALONE else [(one,) for one in members]
    order = {id(one): number for number, one in enumerate(problems)}
    return [ProblemGroup(group) for group in sorted(groups, key=lambda group: order[id(group[0])])]


def _key(one: Problem, number: int) -> tuple[str, ...]:
    place = one.place
    if not place.sheet and not place.heading:
        return (one.code, place.file, one.reason, one.remedy)  # of a document
    if place.row is None or not place.sheet:
        return (str(number),)  # of a whole sheet, or of one document's data
    if one.code == _EMPTY:
        return (one.code, place.file, place.sheet)
    return (one.code, place.file, place.sheet, place.heading, one.reason, one.remedy)


def _next(column: str) -> str:
    """The letter of the following column: "C" → "D", "AZ" → "BA"."""
    head, last = column[:-1], column[-1:]
    return f"{head}{chr(ord(last) + 1)}" if last != "Z" else f"{_next(head) if head else 'A'}A"


def _ranges(column: str, last_column: str, rows: list[int]) -> Iterator[str]:
    """Yield the ranges of these rows in neighbouring columns."""
    start = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at] > rows[at - 1] + 1:
            first, last = f"{column}{rows[start]}", f"{last_column}{rows[at - 1]}"
            yield first if first == last else f"{first}:{last}"
            start = at
