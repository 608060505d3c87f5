"""Issuing that dies at every kind of moment and is completed by the next run.

Nothing twice, nothing lost, no gap in the numbers.
"""

import subprocess
import sys
from collections.abc import Callable

import pytest

from doc_engine.workbook import read
from office.integrity import verification
from office.issue import batch
from office.issue.planning import Choice
from office.office import Office
from office.search import finding
from tests.conftest import EXAMPLE, ROOT


def run(office: Office, last: int) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tests.support.crash", str(office.folder), str(EXAMPLE), str(last)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


# The first group's steps one by one would be some hundred; these represent each kind, early and late:
# before the first number, between taking and archiving, among the syncs, between renames, before the catalogue,
# before the index, before it is noted as indexed, and in later groups.
@pytest.mark.parametrize("last", [1, 2, 5, 40, 79, 80, 81, 85, 90, 95, 97, 98, 99, 100, 101, 102, 150, 250, 333, 404])
def test_a_crash_leaves_nothing_that_the_next_run_does_not_make_whole(
    make_office: Callable[..., Office], last: int
) -> None:
    office = make_office()
    assert run(office, last).returncode == 9
    report = batch.issue(office, read(EXAMPLE, office.templates), Choice())
    assert report.failed == []
    assert len(report.made) + len(report.before) == 80
    entries = office.register.entries()
    assert len(entries) == 80
    assert all(entry.issued for entry in entries)
    groups: dict[tuple[str, str], list[int]] = {}
    for entry in entries:
        groups.setdefault((entry.agency, entry.series), []).append(entry.number)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in groups.values())
    assert [fault for one in verification.verify(office) for fault in one.faults] == []
    assert finding.search(office, "quyết định công nhận").found[0].record.type_abbreviation == "QĐ"
    assert office.index.ids() == office.catalogue.paths() == set(office.store.paths())
    assert list((office.folder / "dang-xu-ly").iterdir()) == []


def test_without_a_crash_the_steps_are_as_many_as_the_crashes_suppose(office: Office) -> None:
    """Choose new crashes above once issuing takes fewer steps: the last never happen."""
    done = run(office, 0)
    assert done.returncode == 0, done.stderr
    steps, made, _ = map(int, done.stdout.split())
    assert (made, steps > 404) == (80, True)
