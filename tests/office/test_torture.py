"""Many writers killed at random, and a disk that fails now and then.

Nothing acknowledged is lost or doubled. `make torture` runs this and the power cut many times, with other chances each
time; here once, in short.
"""

import os
import random
import shutil
import subprocess
import sys

import pytest

from office.office import Office
from tests.conftest import ROOT, require
from tests.support.archives import judged
from tests.support.offices import NOON, faults, open_office

ROUNDS = int(os.environ.get("VANTHU_TORTURE", "1"))
WRITERS, ACKNOWLEDGED, BETWEEN_KILLS = 8, 40, 4
MANY = 10_000

# What fails, how often, and with which error: libfiu's own names.
FAILING = {
    "synchronising": ["posix/io/sync/fsync,probability=0.02,failinfo=5"],
    "writing": ["posix/io/rw/write,probability=0.05,failinfo=28"],
    "renaming": ["posix/io/dir/rename,probability=0.05,failinfo=5"],
    "writing at a place": ["posix/io/rw/pwrite,probability=0.02,failinfo=28"],
}


def command(office: Office, name: str, count: int) -> list[str]:
    return [sys.executable, "-m", "tests.support.torture", str(office.folder), name, str(count)]


def whole(office: Office, acknowledged: list[str]) -> None:
    """Assert that recovery kept every acknowledged document under its number.

    None twice, and no number without a document.
    """
    after = open_office(office.folder, clock=lambda: NOON)
    with after.change():
        pass
    assert faults(after) == []
    there = {record.path: str(record.code) for record in after.catalogue.everything()}
    said = dict(line.split(" ", 1) for line in acknowledged)
    assert len(said) == len(acknowledged)
    assert {path: there.get(path) for path in said} == said
    entries = after.register.entries()
    assert [one.number for one in entries] == list(range(1, len(entries) + 1))
    assert judged(after.store) == ([], len(there))
    after.close()


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_eight_writers_killed_at_random_lose_and_double_nothing(office: Office, round_: int) -> None:
    chance = random.Random(round_)
    listen, speak = os.pipe()
    running = [subprocess.Popen(command(office, str(name), MANY), stdout=speak, cwd=ROOT) for name in range(WRITERS)]
    said: list[str] = []
    killed = 0
    try:
        with os.fdopen(listen) as lines:
            while len(said) < ACKNOWLEDGED:
                said.append(lines.readline().strip())
                if len(said) % BETWEEN_KILLS == 0:
                    place = chance.randrange(WRITERS)
                    running[place].kill()
                    running[place].wait()
                    killed += 1
                    running[place] = subprocess.Popen(
                        command(office, f"{WRITERS + killed}", MANY), stdout=speak, cwd=ROOT
                    )
            for one in running:
                one.kill()
                one.wait()
            os.close(speak)
            said += [line.strip() for line in lines]
    finally:
        for one in running:
            one.kill()
            one.wait()
    assert [line for line in said if line.startswith("!")] == []
    assert killed >= ACKNOWLEDGED // BETWEEN_KILLS
    whole(office, said)


@pytest.mark.parametrize("what", FAILING)
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_failing_disk_is_reported_and_loses_nothing_that_was_acknowledged(
    office: Office, what: str, round_: int
) -> None:
    require(shutil.which("fiu-run"), "libfiu")
    chances = [part for chance in FAILING[what] for part in ("-c", f"enable_random name={chance}")]
    done = subprocess.run(
        ["fiu-run", "-x", *chances, *command(office, f"{round_}", 25)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    said = done.stdout.splitlines()
    refused = [line for line in said if line.startswith("!")]
    assert [line for line in refused if line.startswith("!!")] == []
    assert 0 < len(refused) < len(said)  # it failed now and then, and continued
    whole(office, [line for line in said if not line.startswith("!")])
