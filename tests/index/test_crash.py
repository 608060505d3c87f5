"""The index, killed at random moments of writing while others search."""

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from index.engine import IndexBroken
from index.engines import NAMES, OPENSEARCH, open_engine
from index.query import parse
from tests.conftest import ROOT
from tests.support.indexing import PER_GROUP, group

KILLS = 12
IN_FOLDERS = [name for name in NAMES if name != OPENSEARCH]


def killed(name: str, folder: Path, how: str, chance: random.Random) -> int:
    """Kill the process some time after it has reported some groups.

    Returns the last number that it reported, -1 if none.
    """
    command = [sys.executable, "-m", "tests.support.indexing", name, str(folder), *([how] if how else [])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        for _ in range(chance.randrange(1, 4)):
            line = process.stdout.readline()
        # At some moment of the next write: the delay is counted in turns of a loop, not in seconds.
        for _ in range(chance.randrange(400_000)):
            pass
        process.kill()
        rest = [line, *process.stdout.read().splitlines()]
    said = [int(text) for text in rest if text.strip().isdecimal()]
    return max(said, default=-1)


@pytest.mark.parametrize("how", ["", "rebuild"])
@pytest.mark.parametrize("name", IN_FOLDERS)
def test_what_was_said_to_be_in_is_in_after_every_kill(name: str, how: str, tmp_path: Path) -> None:
    chance, last = random.Random(f"{name}{how}"), -1
    for _ in range(KILLS):
        last = max(last, killed(name, tmp_path, how, chance))
        engine = open_engine(name, tmp_path)
        if not engine.is_current():
            assert last == -1
            continue
        there = engine.ids()
        groups = len(there) // PER_GROUP
        assert groups in (last + 1, last + 2)  # the last write may be complete without a report
        assert there == {one.id for number in range(groups) for one in group(number)}
        assert engine.search(parse("thong bao")).total == len(there)
        last = groups - 1
        engine.close()
    assert last >= KILLS // 2
    engine = open_engine(name, tmp_path)
    engine.rebuild(group(0))
    assert len(engine.ids()) == PER_GROUP
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1
    engine.close()


@pytest.mark.parametrize("how", ["", "rebuild"])
@pytest.mark.parametrize("name", IN_FOLDERS)
def test_who_searches_meanwhile_sees_whole_groups_and_never_an_error(name: str, how: str, tmp_path: Path) -> None:
    engine = open_engine(name, tmp_path)
    engine.rebuild(group(0))
    engine.close()
    wrong: list[object] = []
    searched = 0
    stop = threading.Event()

    def search() -> None:
        nonlocal searched
        reader = open_engine(name, tmp_path)
        while not stop.is_set():
            try:
                total = reader.search(parse("thong bao")).total
            except IndexBroken as error:
                wrong.append(error)
                break
            if total == 0 or total % PER_GROUP:
                wrong.append(total)
            searched += 1
        reader.close()

    readers = [threading.Thread(target=search) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for number in range(1, 5):
            killed(name, tmp_path, how, random.Random(number))
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert wrong == []
    assert searched > 20
