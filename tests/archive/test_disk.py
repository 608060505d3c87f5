"""Disks out of space, out of inodes or read-only: reported, the archive intact.

Needs root and mounts; skipped elsewhere.
"""

import errno
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.store import ArchiveStore
from cli.main import run
from tests.conftest import EXAMPLE, require
from tests.support.archives import SIZE, can_mount, document, judged

Mount = Callable[[str], Path]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """A function that mounts a tmpfs with the given options."""
    require(can_mount(), "the right to mount (root)")
    folder = tmp_path / "o-dia"
    folder.mkdir()

    def mounted(options: str) -> Path:
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
        return folder

    yield mounted
    subprocess.run(["umount", folder], check=False)


def filled(store: ArchiveStore) -> tuple[list[str], OSError]:
    """Put documents until the disk refuses; return their paths and its error."""
    put: list[str] = []
    for number in range(1, 10_000):
        try:
            store.put([document(number)])
        except OSError as error:
            return put, error
        put.append(document(number).path)
    raise AssertionError("the disk never refused")


@pytest.mark.parametrize("options", ["size=3m", "size=64m,nr_inodes=300"], ids=["bytes", "files"])
def test_a_full_disk_is_reported_and_what_was_put_stays_whole(mount: Mount, options: str) -> None:
    disk = mount(options)
    ballast = disk / "vat-nang"
    ballast.mkdir()
    for number in range(20):
        (ballast / str(number)).write_bytes(bytes(SIZE))
    store = ArchiveStore.create(disk / "kho", disk / "dang-xu-ly")
    put, error = filled(store)
    assert error.errno == errno.ENOSPC
    assert len(put) > 10
    store.clean()
    assert list(store.paths()) == put
    assert judged(store) == ([], len(put))
    shutil.rmtree(ballast)  # with room again, writing continues
    store.put([document(len(put) + 1)])
    assert judged(store) == ([], len(put) + 1)


def test_a_disk_that_may_only_be_read_refuses_writing_and_still_reads(mount: Mount) -> None:
    disk = mount("size=8m")
    store = ArchiveStore.create(disk / "kho", disk / "dang-xu-ly")
    store.put([document(1)])
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    with pytest.raises(OSError, match="Read-only") as refused:
        store.put([document(2)])
    assert refused.value.errno == errno.EROFS
    assert [faults for _, faults in store.verify()] == [()]
    assert store.read(document(1).path)["metadata.json"] == b"1"


def test_a_clerk_whose_disk_is_full_reads_a_sentence_and_goes_on_when_there_is_room(
    mount: Mount, capsys: pytest.CaptureFixture[str]
) -> None:
    disk = mount("size=3m")
    office = ["--office", str(disk / "vp")]
    assert run(["init", str(disk / "vp"), "--name", "x"]) == 0
    assert run([*office, "batch", str(EXAMPLE), "--issue"]) == 7
    said = capsys.readouterr().err
    assert "đĩa đã đầy" in said
    assert "Lỗi ngoài dự kiến" not in said
    subprocess.run(["mount", "-o", "remount,size=200m", disk], check=True)
    assert run([*office, "batch", str(EXAMPLE), "--issue"]) == 0
    assert run([*office, "verify"]) == 0
    assert run([*office, "register", "list", "--missing", "--json"]) == 0
    assert capsys.readouterr().out.strip().endswith("[]")
