"""The register of outgoing documents, read page by page.

Each number with its document, or why it has none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.metadata import DocumentRecord
from archive.paper_numbers import PaperNumbers
from archive.paper_numbers import read as read_paper_numbers
from archive.register import SeriesBegan, TakenNumber

from ..office import Office
from .relations import became_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A number of the register.

    `record`: None for one without a document; `notes` says why.
    """

    number: TakenNumber
    record: DocumentRecord | None
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A part of a series, the newest number first.

    `paper`: the numbers before it that a paper register has.
    """

    series: SeriesBegan
    total: int
    lines: Sequence[RegisterLine]
    paper: PaperNumbers | None


def page(office: Office, series: SeriesBegan, number: int = 1) -> RegisterPage:
    """Return page `number`, 1-based, of `PAGE` lines."""
    total, taken = office.register.page(series, PAGE, (max(number, 1) - 1) * PAGE)
    records = office.catalogue.by_identity([one.identity for one in taken])
    lines = [_line(office, one, records.get(one.identity)) for one in taken]
    here = (series.agency, series.year, series.series)
    paper = [one for one in read_paper_numbers(office.store.root) if (one.agency, one.year, one.series) == here]
    return RegisterPage(series, total, lines, paper[0] if paper else None)


def _line(office: Office, one: TakenNumber, record: DocumentRecord | None) -> RegisterLine:
    if record is not None:
        return RegisterLine(one, record, became_of(office, record))
    if one.void:
        return RegisterLine(one, None, [f"Số đã hủy: {one.void}"])
    if one.reserved:
        return RegisterLine(one, None, [f"Số giữ cho văn bản làm ở ngoài: {one.reserved}"])
    return RegisterLine(one, None, ["Số đang giữ: lần ban hành trước bị ngắt; ban hành lại thì dùng tiếp số này."])
