"""Our bags checked by bagit, itself checked by the BagIt conformance suite."""

import tarfile
from collections.abc import Iterator
from pathlib import Path

import bagit
import pytest

from archive import bag
from tests.conftest import ROOT

SUITE = ROOT.parent / "shared" / "fixtures" / "bagit-conformance-suite.tar.gz"
# bagit 1.9 accepts white space where version 1.0 forbids it. Our bags have none.
PASSED_OVER = {"v1.0/invalid/bagit-with-invalid-whitespace"}

suite = pytest.mark.skipif(not SUITE.exists(), reason="the BagIt conformance suite is not here")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("suite")
    with tarfile.open(SUITE) as packed:
        packed.extractall(folder, filter="data")
    return folder


def bags(folder: Path, kind: str) -> Iterator[tuple[str, Path]]:
    """Yield name and folder of the suite's bags; `kind`: "valid" or "invalid"."""
    for found in sorted(folder.glob(f"**/{kind}/*/bagit.txt")):
        yield found.parent.relative_to(folder).as_posix(), found.parent


def accepted(folder: Path) -> bool:
    try:
        bagit.Bag(str(folder)).validate()
    except (bagit.BagError, OSError, ValueError, LookupError):
        return False
    return True


@suite
def test_the_judge_accepts_every_good_bag_and_no_bad_one(unpacked: Path) -> None:
    good, bad = dict(bags(unpacked, "valid")), dict(bags(unpacked, "invalid"))
    assert len(good) > 20
    assert len(bad) > 10
    assert [name for name, folder in good.items() if not accepted(folder)] == []
    assert {name for name, folder in bad.items() if accepted(folder)} <= PASSED_OVER


# Not with a percent sign: RFC 8493 writes it %25, which we do and bagit does not read; our names have none.
@pytest.mark.parametrize("name", ["thường.txt", "một hai.txt", "a\nb.txt", "Cẩm Giàng/quyết định.docx"])
def test_whatever_a_file_is_called_the_bag_is_good_and_a_changed_byte_is_reported(name: str, tmp_path: Path) -> None:
    file = tmp_path / "goi" / "data" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(b"noi dung")
    digest = bag.close(tmp_path / "goi", {"Source-Organization": "UBND\nxã", "Bagging-Date": "2024-12-02"})
    assert len(digest) == 128
    assert accepted(tmp_path / "goi")
    file.write_bytes(b"noi dunG")
    assert not accepted(tmp_path / "goi")


def test_what_is_added_or_taken_away_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "goi"
    (folder / "data").mkdir(parents=True)
    for name in ("a", "b"):
        (folder / "data" / name).write_bytes(name.encode())
    bag.close(folder, {})
    (folder / "data" / "c").write_bytes(b"c")
    assert not accepted(folder)
    (folder / "data" / "c").unlink()
    assert accepted(folder)
    (folder / "data" / "b").unlink()
    assert not accepted(folder)
