"""The reading of a file: a `Cycle`, or everything that is wrong with the file.

Faults in one commune's own rows are assigned to that commune and do not affect the others. Any other fault rejects the
whole file.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from ..cycle import CommuneEntry, Council, Cycle, StandingOffice, Vote
from ..errors import Problem
from ..programme import Programme, with_confirmed
from ..template import Template
from ..units import AdminUnit, Level
from . import form
from .book import Book
from .commune_councils import OwnCouncil, named, read_own_councils
from .communes import NO_POINTS, Listed, Points, read_communes, read_conditions, read_scores, read_votes
from .documents import read_assignments, read_documents, read_legal_bases, read_recipients, year_of_documents
from .options import ReadingOptions
from .people import read_council, read_signers
from .period import Period, read_period
from .scale import read_scale

_USUAL = ReadingOptions()


@dataclass(frozen=True, slots=True)
class Reading:
    """The contents of a file. `cycle` is None when it cannot be used at all.

    `problems` are in the order of the file; with a cycle, each names its commune. `cycle.communes` has those with data
    for at least one document; `Problem.stops` says which documents a problem prevents. `notices`: what was read, but
    should be looked at.
    """

    cycle: Cycle | None
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...] = ()

    @property
    def bad_units(self) -> dict[str, tuple[Problem, ...]]:
        """The problems of each commune's data, by unit code."""
        found: dict[str, list[Problem]] = defaultdict(list)
        for problem in self.problems:
            if problem.unit_code:
                found[problem.unit_code].append(problem)
        return {code: tuple(problems) for code, problems in found.items()}


def read(path: Path, templates: Mapping[str, Template], options: ReadingOptions = _USUAL) -> Reading:
    """Read a .xlsx, a .json or a folder of .csv.

    `templates`: those that the sheets may name, by id.
    Raises SourceUnreadable or UnsafePackage when there is nothing to read; all else is in the result.
    """
    book = Book(path, options)
    if not book.is_of_a_cycle():
        return Reading(None, tuple(book.faults.found))
    book.check_version()
    period_sheet = book.sheet(form.PERIOD)
    period = read_period(period_sheet, path.parent, year_of_documents(book)) if period_sheet else None
    programme = period.programme if period else None
    book.check_names(programme)
    confirmed = read_scale(book, programme)
    programme = with_confirmed(programme, confirmed) if programme else None
    if programme and period and period.lead and period.lead.level is Level.PROVINCE:
        programme = programme.led_by_a_province()
    listed = read_communes(book, period, programme)
    self_scores = read_scores(book, form.SELF_SCORES, programme, listed)
    scores = read_scores(book, form.SCORES, programme, listed)
    conditions = read_conditions(book, programme, listed)
    council, all_members = read_council(book, period)
    votes = read_votes(book, listed, council, all_present=all_members)
    commune_council = named(period)
    own_councils = read_own_councils(book, commune_council, listed)
    signers = read_signers(book, period, listed)
    met_on = {code: own.council.met_on for code, own in own_councils.items()}
    documents = read_documents(book, templates, period, listed, signers, met_on)
    bases = read_legal_bases(book, templates, documents)
    recipients = read_recipients(book, templates)
    assignments = read_assignments(book, programme, period.texts["Cơ quan thường trực"] if period else "")
    book.note_unread()
    book.notice_blank((form.DOCUMENTS, form.SIGNERS))
    problems, notices = tuple(book.faults.found), tuple(book.faults.notices)
    if period is None or programme is None or any(not problem.unit_code for problem in problems):
        return Reading(None, problems, notices)
    wholly_bad = {problem.unit_code for problem in problems if not problem.groups}
    entries = tuple(
        replace(
            _entry(row, programme, self_scores.get(code), scores.get(code), votes.get(code), own_councils.get(code)),
            conditions=conditions.get(code, {}),
        )
        for code, row in listed.items()
        if code not in wholly_bad
    )
    cycle = _cycle(period, programme, council, entries, tuple(row.unit for row in listed.values()))
    return Reading(
        cycle(
            commune_council=commune_council,
            confirmed=confirmed,
            documents=documents,
            signers=signers,
            legal_bases=bases,
            recipients=recipients,
            assignments=assignments,
        ),
        problems,
        notices,
    )


def _entry(
    row: Listed,
    programme: Programme,
    self_scores: Points | None,
    scores: Points | None,
    vote: Vote | None,
    own: OwnCouncil | None,
) -> CommuneEntry:
    council, own_vote = (own.council, own.vote) if own else (None, None)
    area = programme.area[row.area]
    assessed, appraised = self_scores or NO_POINTS, scores or NO_POINTS
    return CommuneEntry(
        row.unit,
        area,
        row.place,
        assessed.criteria,
        appraised.criteria,
        vote,
        council,
        own_vote,
        self_parts=assessed.parts,
    )


def _cycle(
    period: Period,
    programme: Programme,
    council: Council,
    communes: tuple[CommuneEntry, ...],
    listed: tuple[AdminUnit, ...],
) -> Callable[..., Cycle]:
    """A cycle with the first sheet's facts filled in.

    None is missing: each missing one was a problem.
    """
    assert period.year is not None
    assert period.lead is not None
    assert period.province is not None
    assert period.target_percent is not None
    return partial(
        Cycle,
        programme=programme,
        year=period.year,
        lead=period.lead,
        province=period.province,
        place=period.texts["Địa danh"],
        target_percent=period.target_percent,
        superior_plan=period.superior_plan,
        self_report_due=_known(period.days["Hạn xã gửi báo cáo"]),
        decision_due=_known(period.days["Hạn ký quyết định công nhận"]),
        result_due=_known(period.days["Hạn báo cáo kết quả"]),
        report_to=period.texts["Báo cáo kết quả gửi"],
        standing_office=StandingOffice(
            period.texts["Cơ quan thường trực"], period.texts["Cơ quan thường trực: viết tắt"]
        ),
        council=council,
        communes=communes,
        listed=listed,
    )


def _known(day: date | None) -> date:
    assert day is not None
    return day
