"""A power cut at a chosen moment: what was acknowledged safe is stored, complete.

Three mutants that sync less fail. The archive is on an ext4 image inside btrfs; a reflink of the image under the
mounted file system is the disk as a power cut would leave it. Each is mounted, which replays its journal, and checked.
Needs root, loop devices and btrfs-progs; skipped elsewhere.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from archive.store import ArchiveStore
from office.integrity import verification
from tests.conftest import ROOT, require
from tests.support.archives import can_mount, document
from tests.support.offices import NOON, create_office, open_office
from tests.support.power import issue_one

# After how many documents the power is cut; more cuts in `make torture`.
CUTS = (1, 3, 8, *range(9, 9 + 2 * (int(os.environ.get("VANTHU_TORTURE", "1")) - 1), 2))


def system(*command: object) -> None:
    subprocess.run(list(map(str, command)), check=True, capture_output=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """An ext4 file system that a reflink copies: its image and its mount point."""
    tools = can_mount() and Path("/dev/loop-control").exists() and shutil.which("mkfs.btrfs")
    require(tools, "root, loop devices and btrfs-progs")
    outer, inner = tmp_path / "ngoai", tmp_path / "trong"
    with ExitStack() as stack:
        for folder, image, size, make in (
            (outer, tmp_path / "btrfs.img", "2G", ("mkfs.btrfs", "-q")),
            (inner, outer / "ext4.img", "256M", ("mkfs.ext4", "-q", "-F")),
        ):
            folder.mkdir()
            system("truncate", "-s", size, image)
            system(*make, image)
            system("mount", "-o", "loop", image, folder)
            stack.callback(system, "umount", folder)
        yield outer / "ext4.img", inner


def cut_off(disk: tuple[Path, Path], what: str) -> dict[int, Path]:
    """Return images of the disk, by the number of documents acknowledged safe so far.

    The writer waits during each copy. `what`: as `power` takes it.
    """
    image, folder = disk
    system("sync", "-f", folder)
    command = [sys.executable, "-m", "tests.support.power", str(folder), what]
    cuts: dict[int, Path] = {}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        while len(cuts) < len(CUTS):
            acknowledged = int(writer.stdout.readline())
            if acknowledged in CUTS:
                cuts[acknowledged] = image.with_name(f"cat-{acknowledged}.img")
                system("cp", "--reflink=always", image, cuts[acknowledged])
            writer.stdin.write("\n")
            writer.stdin.flush()
        writer.kill()
    return cuts


@contextmanager
def power_back(cut: Path, folder: Path) -> Iterator[None]:
    folder.mkdir()
    system("mount", "-o", "loop", cut, folder)
    try:
        yield
    finally:
        system("umount", folder)


def lost(disk: tuple[Path, Path], tmp_path: Path, mutant: str) -> list[str]:
    """Return the documents acknowledged safe that a cut lost or damaged."""
    ArchiveStore.create(disk[1] / "kho", disk[1] / "dang-xu-ly")
    cuts = cut_off(disk, mutant)
    return [
        fault
        for acknowledged, cut in cuts.items()
        for fault in _after(cut, acknowledged, tmp_path / f"sau-{acknowledged}")
    ]


def _after(cut: Path, acknowledged: int, folder: Path) -> list[str]:
    with power_back(cut, folder):
        store = ArchiveStore(folder / "kho", folder / "dang-xu-ly")
        store.clean()
        there = set(store.paths())
        found = []
        for number in range(1, acknowledged + 1):
            path = document(number).path
            if path not in there:
                found.append(f"{acknowledged}: {number} lost")
            elif store.faults(path):
                found.append(f"{acknowledged}: {number} damaged")
        strange = [path for path, faults in store.verify() if faults]
        return found + [f"{acknowledged}: {path} not whole" for path in strange]


def test_what_was_acknowledged_survives_a_power_cut(disk: tuple[Path, Path], tmp_path: Path) -> None:
    assert lost(disk, tmp_path, "none") == []


@pytest.mark.parametrize("mutant", ["files", "parents", "any"])
def test_an_archive_that_syncs_less_is_found_out(disk: tuple[Path, Path], tmp_path: Path, mutant: str) -> None:
    assert lost(disk, tmp_path, mutant) != []


def test_no_number_is_lost_and_none_given_twice_when_the_power_goes(disk: tuple[Path, Path], tmp_path: Path) -> None:
    """Numbers, archive, ledger, catalogue and index together.

    What was acknowledged issued is stored, and the next number follows.
    """
    create_office(disk[1] / "vp", "UBND xã").close()
    for acknowledged, cut in cut_off(disk, "office").items():
        with power_back(cut, tmp_path / f"sau-{acknowledged}"):  # an open office would keep it from being unmounted
            shutil.copytree(tmp_path / f"sau-{acknowledged}" / "vp", tmp_path / f"vp-{acknowledged}")
        office = open_office(tmp_path / f"vp-{acknowledged}", clock=lambda: NOON)
        following = issue_one(office, "sau")
        numbers = [one.number for one in office.register.entries() if one.issued]
        assert numbers == list(range(1, len(numbers) + 1))
        assert following > acknowledged
        assert [fault for one in verification.verify(office) for fault in one.faults] == []
        office.close()
