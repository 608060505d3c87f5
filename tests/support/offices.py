"""Offices as the tests open them: with an actor, and a fixed time where needed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from archive.ledger import Actor
from office.integrity import restore, verification
from office.integrity.replicas import ReplicaReport
from office.office import VIETNAM, Office, create, find, now

NOON = datetime(2024, 12, 2, 12, 0, tzinfo=VIETNAM)
CLERK = Actor("van-thu", "may-1")


def open_office(
    folder: Path,
    clock: Callable[[], datetime] = now,
    actor: Actor = CLERK,
    environment: Mapping[str, str] | None = None,
) -> Office:
    return Office(folder, actor, clock, environment or {})


def create_office(
    folder: Path,
    name: str = "UBND huyện Bạch Thông",
    engine: str = "tantivy",
    environment: Mapping[str, str] | None = None,
) -> Office:
    return create(folder, name, CLERK, engine, environment=environment or {})


def find_office(given: Path | None, start: Path) -> Office:
    return find(given, start, CLERK)


def restore_office(source: Path, folder: Path) -> ReplicaReport:
    return restore.restore(source, folder, CLERK)


def faults(office: Office) -> list[object]:
    return [fault for one in verification.verify(office) for fault in one.faults]
