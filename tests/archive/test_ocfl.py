"""The archive's objects against the stock OCFL validator and planted faults."""

import hashlib
import json
import os
import re
import tarfile
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import ocfl
from archive.store import ArchiveStore, NewObject, ObjectConflict, StoreMissing
from tests.conftest import ROOT
from tests.support.archives import VERSION, judged

PATH = "2024/02008-xa-cam-giang/bc-00001-ubnd"
FILES = {"van-ban.docx": b"PK docx", "metadata.json": b"{}\n", "data.json": b"{}"}


@pytest.fixture
def store(tmp_path: Path) -> ArchiveStore:
    return ArchiveStore.create(tmp_path / "kho", tmp_path / "dang-xu-ly")


def new(path: str = PATH, **files: bytes) -> NewObject:
    return NewObject(path, files or FILES, VERSION)


def test_what_is_put_is_given_back(store: ArchiveStore) -> None:
    store.put([new()])
    assert store.read(PATH) == FILES
    assert list(store.paths()) == [PATH]


def test_the_stock_validator_finds_no_error_and_no_warning(store: ArchiveStore) -> None:
    paths = [f"2024/02008-xa-cam-giang/bc-{number:05}-ubnd" for number in range(1, 6)]
    store.put([new(path) for path in [*paths, "2025/063-huyen-bach-thong/ttr-00001-hdxd"]])
    assert judged(store) == ([], 6)


def test_an_object_written_by_us_is_whole_by_our_own_verifier(store: ArchiveStore) -> None:
    store.put([new()])
    assert dict(store.verify()) == {PATH: ()}


def test_the_same_content_twice_in_an_object_is_kept_once(store: ArchiveStore) -> None:
    store.put([new(PATH, **{"a.json": b"{}", "b.json": b"{}"})])
    assert store.read(PATH) == {"a.json": b"{}", "b.json": b"{}"}
    assert judged(store) == ([], 1)


def test_putting_the_same_again_changes_nothing(store: ArchiveStore) -> None:
    store.put([new()])
    before = (store.root / PATH / ocfl.INVENTORY).stat().st_mtime_ns
    store.put([new(), new("2024/063-huyen-bach-thong/qd-00001-ubnd")])
    assert (store.root / PATH / ocfl.INVENTORY).stat().st_mtime_ns == before
    assert len(list(store.paths())) == 2


def test_other_content_at_the_same_place_is_refused_and_nothing_is_written(store: ArchiveStore) -> None:
    store.put([new()])
    with pytest.raises(ObjectConflict):
        store.put([new("2024/063-huyen-bach-thong/qd-00001-ubnd"), new(PATH, **{"van-ban.docx": b"khac"})])
    assert list(store.paths()) == [PATH]
    assert store.read(PATH) == FILES


def test_nothing_is_left_in_the_staging_folder(store: ArchiveStore, tmp_path: Path) -> None:
    store.put([new()])
    assert list((tmp_path / "dang-xu-ly").iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_archived_files_are_read_only(store: ArchiveStore) -> None:
    store.put([new()])
    assert {path.stat().st_mode & 0o777 for path in (store.root / PATH).rglob("*") if path.is_file()} == {0o444}


def test_a_folder_that_is_no_archive_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        ArchiveStore(tmp_path, tmp_path)


def flip(path: Path) -> None:
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def overwrite(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


def empty(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a bit flipped": (lambda o: flip(o / "v1/content/van-ban.docx"), "v1/content/van-ban.docx"),
    "a file cut short": (lambda o: overwrite(o / "v1/content/van-ban.docx", b"PK"), "v1/content/van-ban.docx"),
    "a file gone": (lambda o: (o / "v1/content/data.json").unlink(), "v1/content/data.json"),
    "a file too many": (lambda o: (o / "v1/content/la.txt").write_bytes(b"x"), "v1/content/la.txt"),
    "Thumbs.db": (lambda o: (o / "Thumbs.db").write_bytes(b"x"), "Thumbs.db"),
    "the inventory edited": (
        lambda o: overwrite(o / ocfl.INVENTORY, (o / ocfl.INVENTORY).read_bytes().replace(b"Ban h", b"ban h")),
        ocfl.SIDECAR,
    ),
    "the inventory gone": (lambda o: (o / ocfl.INVENTORY).unlink(), ocfl.INVENTORY),
    "the inventory no JSON": (lambda o: overwrite(o / ocfl.INVENTORY, b"{"), ocfl.INVENTORY),
    "the inventory a list": (lambda o: overwrite(o / ocfl.INVENTORY, b"[]"), ocfl.INVENTORY),
    "the manifest a number": (
        lambda o: overwrite(o / ocfl.INVENTORY, b'{"id":"x","head":"v1","manifest":5,"versions":{}}'),
        ocfl.INVENTORY,
    ),
    "the inventory with a name twice": (
        lambda o: overwrite(o / ocfl.INVENTORY, (o / ocfl.INVENTORY).read_bytes().replace(b"{", b'{"id":"x",', 1)),
        ocfl.INVENTORY,
    ),
    "the mark of another standard": (
        lambda o: (o / ocfl.OBJECT_MARK).rename(o / "0=ocfl_object_9.9"),
        "0=ocfl_object_9.9",
    ),
    "what the mark says": (lambda o: overwrite(o / ocfl.OBJECT_MARK, b"x\n"), ocfl.OBJECT_MARK),
    "a second mark": (lambda o: (o / "0=ocfl_object_1.0").write_bytes(b"ocfl_object_1.0\n"), "0=ocfl_object_1.0"),
    "a folder too many": (lambda o: (o / "cu").mkdir(), "cu"),
    "a version too many": (lambda o: (o / "v2").mkdir(), "v2"),
    "a file beside the content": (lambda o: (o / "v1" / "ghi-chu.txt").write_bytes(b"x"), "v1/ghi-chu.txt"),
    "the version's inventory another": (
        lambda o: overwrite(o / "v1" / ocfl.INVENTORY, b"{}"),
        f"v1/{ocfl.INVENTORY}",
    ),
    "the sidecar no sidecar": (lambda o: overwrite(o / ocfl.SIDECAR, b"\xff"), ocfl.SIDECAR),
    "the sidecar gone": (lambda o: (o / ocfl.SIDECAR).unlink(), ocfl.SIDECAR),
    "the version's inventory gone": (lambda o: (o / "v1" / ocfl.INVENTORY).unlink(), f"v1/{ocfl.INVENTORY}"),
    "the mark gone": (lambda o: (o / ocfl.OBJECT_MARK).unlink(), ocfl.OBJECT_MARK),
    "the object renamed": (lambda o: o.rename(o.with_name("bc-00002-ubnd")), ocfl.INVENTORY),
    "the object emptied": (empty, ocfl.INVENTORY),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_at_its_file(store: ArchiveStore, fault: str) -> None:
    store.put([new(), new("2024/063-huyen-bach-thong/qd-00001-ubnd")])
    plant, file = FAULTS[fault]
    plant(store.root / PATH)
    found = {path: [one.file for one in faults] for path, faults in store.verify() if faults}
    assert len(found) == 1
    assert file in next(iter(found.values()))


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_in_the_place_of_a_file_is_found(store: ArchiveStore, tmp_path: Path) -> None:
    store.put([new()])
    target = store.root / PATH / "v1/content/van-ban.docx"
    (tmp_path / "elsewhere").write_bytes(target.read_bytes())
    target.unlink()
    target.symlink_to(tmp_path / "elsewhere")
    assert "liên kết" in dict(store.verify())[PATH][0].reason


@pytest.mark.parametrize("stray", ["2024/Thumbs.db", "2024/02008-xa-cam-giang/~$a.docx"])
def test_a_strange_file_between_the_objects_is_found(store: ArchiveStore, stray: str) -> None:
    store.put([new()])
    (store.root / stray).write_bytes(b"x")
    assert [path for path, faults in store.verify() if faults] == [stray]


def test_cleaning_removes_what_an_interruption_left_and_nothing_else(store: ArchiveStore, tmp_path: Path) -> None:
    store.put([new()])
    (tmp_path / "dang-xu-ly/abc/v1").mkdir(parents=True)
    (store.root / "2025/063-huyen-bach-thong").mkdir(parents=True)
    store.clean()
    assert list((tmp_path / "dang-xu-ly").iterdir()) == []
    assert [entry.name for entry in store.root.iterdir() if entry.is_dir()] == ["2024"]
    assert dict(store.verify()) == {PATH: ()}


@pytest.mark.skipif(os.name != "posix", reason="limits of file size are POSIX's")
def test_a_write_that_fails_halfway_leaves_the_archive_as_it_was(store: ArchiveStore, tmp_path: Path) -> None:
    """A file that may not grow, as on a full disk, in the middle of a document."""
    import resource

    store.put([new()])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    other = "2024/063-huyen-bach-thong/qd-00001-ubnd"
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
        with pytest.raises(OSError, match="File too large"):
            store.put([new(other, **{"van-ban.docx": b"x" * 300_000})])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert dict(store.verify()) == {PATH: ()}
    assert list((tmp_path / "dang-xu-ly").iterdir()) == []
    store.put([new(other)])
    assert len(list(store.paths())) == 2


NAMES = st.text("abcdefghijklmnopqrstuvwxyz0123456789.-", min_size=1, max_size=20).filter(lambda n: n.strip("."))


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(NAMES, st.binary(max_size=50), min_size=1, max_size=5))
def test_any_files_make_an_object_that_gives_them_back(files: dict[str, bytes]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        store = ArchiveStore.create(Path(folder) / "kho", Path(folder) / "tam")
        store.put([NewObject(PATH, files, VERSION)])
        assert store.read(PATH) == files
        assert dict(store.verify()) == {PATH: ()}


def test_names_that_one_system_tells_apart_and_another_does_not_are_reported(store: ArchiveStore) -> None:
    """A case on which OCFL is silent: macOS and Windows would lose one of the two."""
    twins = {unicodedata.normalize(form, "biên bản.txt"): form.encode() for form in ("NFC", "NFD")}
    store.put([NewObject(PATH, {**FILES, **twins}, VERSION)])
    (faults,) = (faults for _, faults in store.verify())
    assert [fault.reason for fault in faults] == ["hai tệp có tên chỉ khác nhau ở cách gõ dấu hoặc chữ hoa"] * 2


LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
JSON = st.recursive(LEAVES, lambda one: st.lists(one) | st.dictionaries(st.text(max_size=2), one), max_leaves=4)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_inventory_however_broken_stops_the_verifier(data: st.DataObject) -> None:
    """Any JSON in place of any part of it: a reported fault, never an error of ours."""
    with tempfile.TemporaryDirectory() as place:
        store = ArchiveStore.create(Path(place) / "kho", Path(place) / "dang-xu-ly")
        store.put([new()])
        file = store.root / PATH / ocfl.INVENTORY
        inventory = json.loads(file.read_bytes())
        node, key = inventory, data.draw(st.sampled_from(sorted(inventory)))
        inside = [key]
        while isinstance(node[key], dict | list) and node[key] and data.draw(st.booleans()):
            node = node[key]
            inside.append(key)
            key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        before = node[key]
        node[key] = data.draw(JSON)
        text = json.dumps(inventory).encode()
        for name in ("", "v1/"):
            overwrite(store.root / PATH / name / ocfl.INVENTORY, text)
            sidecar = f"{hashlib.sha512(text).hexdigest()} {ocfl.INVENTORY}\n".encode()
            overwrite(store.root / PATH / name / ocfl.SIDECAR, sidecar)
        faults = ocfl.verify(store.root / PATH)
        harmless = {"message", "created", "address", "name", "user", "id"}
        renamed = "state" in inside and isinstance(before, str)  # any logical path is as good as another
        assert faults or node[key] == before or key in harmless or renamed


FIXTURES = ROOT.parent / "shared" / "fixtures" / "ocfl-fixtures.tar.gz"


@pytest.mark.skipif(not FIXTURES.exists(), reason="the specification's own objects (OCFL/fixtures) are not here")
def test_our_verifier_agrees_with_the_specification_on_all_its_objects(tmp_path: Path) -> None:
    """156 valid, doubtful and invalid objects of OCFL 1.0 and 1.1.

    An invalid one is reported with the code in its name, or one of them.
    """
    with tarfile.open(FIXTURES) as archive:
        archive.extractall(tmp_path, filter="data")
    seen = 0
    for folder in sorted(tmp_path.glob("1.[01]/*-objects/*")):
        found = {fault.code for fault in ocfl.verify(folder) if fault.code.startswith("E")}
        wanted = set(re.findall(r"E\d{3}", folder.name)) if folder.parent.name == "bad-objects" else set()
        assert bool(found) == bool(wanted), folder.name
        assert not wanted or wanted & found, folder.name
        seen += 1
    assert seen == 156
