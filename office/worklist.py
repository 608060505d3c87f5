"""What is to be done in the office now, and by which day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from archive.register import TakenNumber

from .integrity import replicas
from .issue import drafts
from .issue.drafts import Draft, State
from .office import Office
from .working_days import days_off, next_working_day, working_days_between


@dataclass(frozen=True, slots=True)
class Waiting:
    """An approved draft that is not issued.

    `due`: the working day after its approval at the latest (NĐ 30/2020/NĐ-CP, Điều 18.1); `late`: working days since.
    """

    draft: Draft
    approved_on: date
    due: date
    late: int


@dataclass(frozen=True, slots=True)
class ReplicaState:
    """A replica. `behind`: entries of the ledger that it lacks.

    None where it is not plugged in.
    """

    folder: Path
    behind: int | None


@dataclass(frozen=True, slots=True)
class Worklist:
    unfinished: Sequence[Draft]
    submitted: Sequence[Draft]
    approved: Sequence[Waiting]
    pending: Sequence[TakenNumber]
    replicas: Sequence[ReplicaState]

    @property
    def late(self) -> Sequence[Waiting]:
        return [one for one in self.approved if one.late]


def worklist(office: Office) -> Worklist:
    """Return what waits in the office. Raises DraftUnreadable or DaysOffWrong."""
    found = drafts.everything(office)
    in_state = {state: [one for one in found if one.state is state] for state in State}
    off, today = days_off(office.files), office.clock().date()
    approved = [_waiting(one, off, today) for one in in_state[State.APPROVED]]
    return Worklist(
        in_state[State.DRAFT],
        in_state[State.SUBMITTED],
        sorted(approved, key=lambda one: (one.due, one.draft.id)),
        office.register.pending(),
        _replicas(office),
    )


def _waiting(one: Draft, off: frozenset[date], today: date) -> Waiting:
    approved_on = datetime.fromisoformat(one.steps[-1].time).date()
    due = next_working_day(approved_on, off)
    return Waiting(one, approved_on, due, working_days_between(due, today, off))


def _replicas(office: Office) -> list[ReplicaState]:
    now = office.ledger.head().number
    known = {one.folder: one.facts for one in replicas.mounted(office)}
    found = []
    for folder in replicas.listed(office):
        facts = known.get(folder)
        found.append(ReplicaState(folder, max(0, now - facts.head.number) if facts else None))
    return found
