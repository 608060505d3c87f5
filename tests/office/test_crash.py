"""Issuing that dies at every kind of moment and is completed by the next run.

Nothing twice, nothing lost, no gap in the numbers.
"""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from doc_engine.workbook import read
from office.issue import batch
from office.office import Office
from office.search import finding
from tests.conftest import EXAMPLE, ROOT
from tests.support.crash import PLANS
from tests.support.offices import faults


def run(office: Office, kind: str, last: int) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tests.support.crash", str(office.folder), str(EXAMPLE), kind, str(last)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


# Before the n-th step of its kind: before the first number and between taking and archiving, among the syncs, between
# renames, before the catalogue, before the index, before it is noted as indexed; in the first group and in the second.
MOMENTS = [
    *(("take", n) for n in (1, 2)),
    *(("sync", n) for n in (1, 2, 5, 40, 85, 90, 92, 93, 94, 95, 140, 188)),
    *(("rename", n) for n in (1, 8, 9, 15)),
    *(("catalogue", n) for n in (3, 4)),  # recovery adds nothing, twice
    *(("index", n) for n in (1, 2)),
    *(("indexed", n) for n in (1, 2)),
]


@pytest.mark.parametrize(("kind", "last"), MOMENTS)
def test_a_crash_leaves_nothing_that_the_next_run_does_not_make_whole(
    make_office: Callable[..., Office], kind: str, last: int
) -> None:
    office = make_office()
    assert run(office, kind, last).returncode == 9
    report = batch.issue(office, read(EXAMPLE, office.templates), PLANS)
    assert report.failed == []
    assert len(report.made) + len(report.before) == 15
    entries = office.register.entries()
    assert len(entries) == 15
    assert all(entry.issued for entry in entries)
    groups: dict[tuple[str, str], list[int]] = {}
    for entry in entries:
        groups.setdefault((entry.agency, entry.series), []).append(entry.number)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in groups.values())
    assert faults(office) == []
    assert finding.search(office, "kế hoạch cẩm giàng").found[0].record.unit_code == "02008"
    assert office.index.ids() == office.catalogue.paths() == set(office.store.paths())
    assert list((office.folder / "dang-xu-ly").iterdir()) == []


def test_without_a_crash_the_steps_are_as_many_as_the_crashes_suppose(office: Office) -> None:
    """Choose new moments above once issuing takes fewer steps: the last never happen."""
    done = run(office, "none", 0)
    assert done.returncode == 0, done.stderr
    steps = json.loads(done.stdout)
    assert steps["take"] == 2  # groups
    assert all(last <= steps[kind] for kind, last in MOMENTS)
