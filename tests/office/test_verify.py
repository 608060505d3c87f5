"""Verification: faults planted in an archive, each reported with its document."""

import json
import os
import shutil
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from archive import ocfl
from cli.main import run
from doc_engine.workbook import Reading
from office.integrity import verification
from office.integrity.verification import Extent
from office.issue import batch
from office.issue.planning import Choice
from tests.support.offices import NOON, create_office, open_office
from tests.support.spoiling import LEAD, OTHER, PLANS, content, edit_ledger, flip, found, put_a_link, spoil, swap


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, reading: Reading) -> Path:
    """An office with fifteen issued plans, made once; each test spoils a copy."""

    folder = tmp_path_factory.mktemp("vp") / "vp"
    create_office(folder, "UBND huyện Bạch Thông").close()
    office = open_office(folder, clock=lambda: NOON)
    assert len(batch.issue(office, reading, PLANS).made) == 15
    office.close()
    return folder


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "vp")
    return tmp_path / "vp"


def add_twin(folder: Path) -> None:
    """Add a version with two files whose names differ only in normal form."""
    target = folder / "kho" / LEAD
    twins = {unicodedata.normalize(form, "bản.txt"): form.encode() for form in ("NFC", "NFD")}
    name, written = ocfl.next_version(target, twins, ocfl.Version(NOON, "x", "y", "urn:z"))
    for file, text in {**written, ocfl.INVENTORY: written[f"{name}/{ocfl.INVENTORY}"]}.items():
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        (target / file).unlink(missing_ok=True)
        (target / file).write_bytes(text)
    (target / ocfl.SIDECAR).unlink()
    (target / ocfl.SIDECAR).write_bytes(written[f"{name}/{ocfl.SIDECAR}"])


FAULTS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a bit flipped": (lambda f: spoil(content(f), flip), LEAD, "nội dung đã bị thay đổi"),
    "cut off": (lambda f: spoil(content(f), lambda text: text[:100]), LEAD, "nội dung đã bị thay đổi"),
    "emptied": (lambda f: spoil(content(f), lambda _: b""), LEAD, "nội dung đã bị thay đổi"),
    "a file missing": (lambda f: content(f).unlink(), LEAD, "thiếu tệp này"),
    "a file too many": (lambda f: (content(f).parent / "la.txt").write_text("x"), LEAD, "tệp lạ"),
    "a lock file of Word": (lambda f: (f / "kho" / LEAD / "~$van-ban.docx").write_text("x"), LEAD, "tệp lạ"),
    "Thumbs.db in a year": (lambda f: (f / "kho/2024/Thumbs.db").write_text("x"), "2024/Thumbs.db", "lạ trong kho"),
    "an empty folder": (lambda f: (f / "kho/2024/rong").mkdir(), "2024/rong", "lạ trong kho"),
    "the mark missing": (lambda f: (f / "kho" / LEAD / ocfl.OBJECT_MARK).unlink(), LEAD, "thiếu tệp đánh dấu"),
    "the inventory missing": (lambda f: (f / "kho" / LEAD / ocfl.INVENTORY).unlink(), LEAD, "thiếu danh mục"),
    "the inventory broken": (
        lambda f: spoil(f / "kho" / LEAD / ocfl.INVENTORY, lambda _: b"{"),
        LEAD,
        "danh mục tệp hỏng",
    ),
    "the inventory edited": (
        lambda f: spoil(f / "kho" / LEAD / ocfl.INVENTORY, lambda text: text.replace(b"Ban h", b"Ban H")),
        LEAD,
        "không khớp",
    ),
    "the digest missing": (lambda f: (f / "kho" / LEAD / ocfl.SIDECAR).unlink(), LEAD, "thiếu tệp mã kiểm tra"),
    "the version's inventory missing": (
        lambda f: (f / "kho" / LEAD / "v1" / ocfl.INVENTORY).unlink(),
        LEAD,
        "thiếu danh mục",
    ),
    "a document removed": (lambda f: shutil.rmtree(f / "kho" / LEAD), LEAD, "đã mất khỏi kho"),
    "a commune removed": (lambda f: shutil.rmtree((f / "kho" / OTHER).parent), OTHER, "đã mất khỏi kho"),
    "a document swapped for another valid one": (swap, LEAD, "khác với nhật ký"),
    "a document renamed": (
        lambda f: (f / "kho" / LEAD).rename(f / "kho" / LEAD.replace("00001", "00009")),
        LEAD.replace("00001", "00009"),
        "đổi tên",
    ),
    "a document twice": (
        lambda f: shutil.copytree(f / "kho" / LEAD, f / "kho" / LEAD.replace("00001", "00009")),
        LEAD.replace("00001", "00009"),
        "đổi tên",
    ),
    "two documents exchanged": (
        lambda f: [
            (f / "kho" / LEAD).rename(f / "tam"),
            (f / "kho" / OTHER).rename(f / "kho" / LEAD),
            (f / "tam").rename(f / "kho" / OTHER),
        ],
        OTHER,
        "đổi tên",
    ),
    "a symbolic link": (
        lambda f: put_a_link(content(f), f / "ngoai.docx"),
        LEAD,
        "liên kết",
    ),
    "a hard link": (lambda f: os.link(content(f), f / "ngoai.docx"), LEAD, "liên kết cứng"),
    "a folder linked": (
        lambda f: put_a_link(f / "kho" / LEAD, f / "ngoai"),
        LEAD,
        "là liên kết, không phải thư mục",
    ),
    "twins of decomposed letters": (add_twin, LEAD, "chỉ khác nhau ở cách gõ dấu"),
    "a document put in past the program": (
        lambda f: shutil.copytree(f / "kho" / LEAD, f / "kho/2023/063-huyen-bach-thong/kh-00001-ubnd"),
        "2023/063-huyen-bach-thong/kh-00001-ubnd",
        "đổi tên",
    ),
    "the ledger cut off": (lambda f: edit_ledger(f, lambda lines: lines[:-1]), "nhat-ky", "bị cắt mất phần cuối"),
    "the ledger edited": (
        lambda f: edit_ledger(f, lambda lines: [lines[0].replace("issued", "marked"), *lines[1:]]),
        "nhat-ky/2024.jsonl",
        "không nối với mục trước",
    ),
    "the ledger gone": (lambda f: shutil.rmtree(f / "nhat-ky"), "nhat-ky", "bị cắt mất phần cuối"),
}


def test_what_is_whole_is_reported_whole(copy: Path) -> None:
    assert found(copy) == found(copy, Extent(sample=0)) == {}


@pytest.mark.parametrize("name", FAULTS)
def test_each_planted_fault_is_reported_with_its_document(copy: Path, name: str) -> None:
    plant, where, reported = FAULTS[name]
    plant(copy)
    faults = found(copy)
    assert reported in faults[where], faults


def test_a_quick_look_reads_no_content_and_finds_what_shows_without(copy: Path) -> None:
    spoil(content(copy), flip)
    assert found(copy, Extent(sample=0)) == {}
    content(copy, OTHER).unlink()
    assert list(found(copy, Extent(sample=0))) == [OTHER]


def test_a_sample_draws_others_on_other_days() -> None:
    days = [date(2024, 1, day) for day in range(1, 29)]
    drawn = {day: {path for path in map(str, range(400)) if Extent(10).reads(path, None, day)} for day in days}
    assert all(15 < len(paths) < 70 for paths in drawn.values())
    assert len(set.union(*drawn.values())) > 350


def test_only_what_is_newer_is_read_when_asked(copy: Path) -> None:
    spoil(content(copy), flip)  # of 28 March
    assert list(found(copy, Extent(since=date(2024, 3, 28)))) == [LEAD]
    assert found(copy, Extent(since=date(2024, 3, 29))) == {}


def test_an_interrupted_check_goes_on_with_what_it_had_found(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "_BETWEEN_NOTES", 3)
    spoil(content(copy, OTHER), flip)
    office = open_office(copy, clock=lambda: NOON)
    paths = list(office.store.paths())
    for one in verification.verify(office):
        if one.done == 14:
            break
    office.close()
    spoil(content(copy, paths[1]), flip)  # already checked: not read again
    assert set(found(copy, resume=True)) == {OTHER}
    assert set(found(copy)) == {OTHER, paths[1]}
    assert not (copy / "so" / "kiem-tra-do-dang.json").exists()


def test_a_note_that_cannot_be_read_begins_from_the_start(copy: Path) -> None:
    (copy / "so" / "kiem-tra-do-dang.json").write_text("{", "utf-8")
    spoil(content(copy), flip)
    assert set(found(copy, resume=True)) == {LEAD}


def test_a_check_raises_no_alarm_while_others_work(copy: Path, reading: Reading) -> None:
    office = open_office(copy, clock=lambda: NOON)
    checks = verification.verify(office)
    seen = [next(checks)]
    other = open_office(copy, clock=lambda: NOON)
    batch.issue(other, reading, Choice(frozenset({"qd-thanh-lap-hoi-dong"})))
    other.close()
    assert [one for one in (*seen, *checks) if one.faults] == []
    office.close()


def test_a_quick_check_that_was_interrupted_is_no_part_of_a_whole_one(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "_BETWEEN_NOTES", 1)
    office = open_office(copy, clock=lambda: NOON)
    paths = list(office.store.paths())
    for one in verification.verify(office, Extent(sample=0)):
        if one.done == 10:
            break
    office.close()
    spoil(content(copy, paths[2]), flip)
    assert set(found(copy, resume=True)) == {paths[2]}


def test_verifying_makes_no_empty_registry_database(copy: Path) -> None:
    shutil.rmtree(copy / "so")
    found(copy)
    assert run(["--office", str(copy), "register", "list"]) == 7


def test_the_command_says_what_to_do_and_how_it_ended(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--office", str(copy), "verify"]) == 0
    spoil(content(copy), flip)
    assert run(["--office", str(copy), "verify", "--json"]) == 7
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert (fault["path"], fault["file"]) == (LEAD, "v1/content/van-ban.docx")
    assert "vanthu replica repair" in fault["remedy"]
    assert run(["--office", str(copy), "audit", "verify"]) == 0
    edit_ledger(copy, lambda lines: lines[:-1])
    assert run(["--office", str(copy), "audit", "verify"]) == 7
