"""Replicas: synchronized, verified, used to repair and to restore a whole office."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from archive import replica
from archive.catalogue import ArchiveUnreadable
from archive.ledger import Action, AuditEvent
from archive.register import NumberRequest
from archive.replica import LedgersDiffer, NoReplica, Replica
from archive.unused_numbers import NumbersUnreadable
from cli.main import run
from doc_engine.workbook import Reading
from office.integrity import replicas, verification
from office.integrity.replicas import NoReplicaYet, ReplicaInside
from office.issue import batch, registers
from office.issue.planning import Choice
from office.office import Office, OfficeExists
from office.search import finding
from office.state.recovery import NumbersLost, RegistryDiffers
from office.stores import LedgerCut
from tests.support.archives import judged
from tests.support.offices import NOON, open_office, restore_office
from tests.support.spoiling import LEAD, OTHER, PLANS, content, edit_ledger, flip, found, put_a_link, spoil, swap

ALL = Choice()


@pytest.fixture
def issued(office: Office, reading: Reading) -> Office:
    batch.issue(office, reading, PLANS)
    return office


@pytest.fixture
def copy(issued: Office, tmp_path: Path) -> Replica:
    made = Replica(replicas.add(issued, tmp_path / "ban-sao"))
    assert replicas.sync(issued, made).faults == []
    return made


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_replica_has_every_byte_and_is_an_archive_by_itself(issued: Office, copy: Replica) -> None:
    assert tree(copy.store.root) == tree(issued.store.root)
    assert judged(copy.store) == ([], 15)
    assert replicas.verify(issued, copy).faults == []
    assert (copy.facts.documents, copy.facts.head) == (15, issued.ledger.head())


def test_only_what_is_new_is_copied(issued: Office, copy: Replica, reading: Reading) -> None:
    assert replicas.sync(issued, copy).copied == []
    more = batch.issue(issued, reading, ALL)
    assert sorted(replicas.sync(issued, copy).copied) == sorted(one.path for one in more.made)
    assert tree(copy.store.root) == tree(issued.store.root)


def test_a_damaged_document_is_not_copied_over_a_good_one(issued: Office, copy: Replica) -> None:
    good = content(copy.folder).read_bytes()
    swap(issued.folder)
    spoil(content(issued.folder, OTHER), flip)
    shutil.rmtree(copy.store.root / OTHER)
    report = replicas.sync(issued, copy)
    assert {fault.path for fault in report.faults} == {OTHER}
    assert content(copy.folder).read_bytes() == good


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a bit flipped": lambda folder: spoil(content(folder), flip),
    "emptied": lambda folder: spoil(content(folder), lambda _: b""),
    "a file missing": lambda folder: content(folder).unlink(),
    "removed": lambda folder: shutil.rmtree(folder / "kho" / LEAD),
    "the whole commune removed": lambda folder: shutil.rmtree(folder / "kho" / "2024"),
    "swapped for another valid one": swap,
    "a link": lambda folder: put_a_link(folder / "kho" / LEAD, folder.parent / "ngoai"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_document_comes_back_byte_for_byte(issued: Office, copy: Replica, name: str) -> None:
    before = tree(issued.store.root)
    DAMAGES[name](issued.folder)
    assert found(issued.folder) != {}
    report = replicas.repair(issued, copy)
    assert (LEAD in report.repaired, report.faults) == (True, [])
    assert tree(issued.store.root) == before
    assert found(issued.folder) == {}
    assert judged(issued.store) == ([], 15)
    assert Action.REPAIRED in {one.action for one in issued.ledger.entries()}


def test_what_was_damaged_is_kept_as_evidence(issued: Office, copy: Replica) -> None:
    spoil(content(issued.folder), lambda _: b"gia")
    replicas.repair(issued, copy)
    (kept,) = (issued.folder / "hong").glob(f"*/{LEAD}/v1/content/van-ban.docx")
    assert kept.read_bytes() == b"gia"


def test_a_replica_is_repaired_from_the_office(issued: Office, copy: Replica) -> None:
    spoil(content(copy.folder), flip)
    spoil(content(copy.folder, OTHER), lambda _: b"")
    assert {fault.path for fault in replicas.verify(issued, copy).faults} == {LEAD, OTHER}
    report = replicas.repair(issued, copy)
    assert (sorted(report.copied), report.faults) == (sorted([LEAD, OTHER]), [])
    assert tree(copy.store.root) == tree(issued.store.root)


def test_what_is_damaged_in_both_is_reported_and_left(issued: Office, copy: Replica) -> None:
    for folder in (issued.folder, copy.folder):
        spoil(content(folder), flip)
    report = replicas.repair(issued, copy)
    assert ({fault.path for fault in report.faults}, report.repaired) == ({LEAD}, [])
    assert content(issued.folder).exists()


def test_a_ledger_that_lost_its_end_comes_back(issued: Office, copy: Replica) -> None:
    shutil.rmtree(issued.folder / "nhat-ky")
    assert "nhat-ky" in found(issued.folder)
    replicas.repair(issued, copy)
    assert found(issued.folder) == {}


def test_a_ledger_with_a_spoiled_entry_is_repaired_and_what_came_since_is_kept(
    issued: Office, copy: Replica, reading: Reading
) -> None:
    batch.issue(issued, reading, Choice(frozenset({"qd-thanh-lap-hoi-dong"})))
    edit_ledger(issued.folder, lambda lines: [*lines[:3], lines[3].replace("issued", "marked"), *lines[4:]])
    before = issued.ledger.head().number
    assert replicas.repair(issued, copy).faults == []
    assert found(issued.folder) == {}
    assert issued.ledger.head().number == before + 1
    assert list((issued.folder / "hong").glob("*/nhat-ky/2024.jsonl"))


def test_behind_a_cut_ledger_nothing_is_entered_until_it_is_back_or_somebody_says_why(
    issued: Office, copy: Replica, reading: Reading
) -> None:
    edit_ledger(issued.folder, lambda lines: lines[:5])
    for work in (
        lambda: batch.issue(issued, reading, ALL),
        lambda: verification.rebuild(issued),
        lambda: replicas.sync(issued, copy),
    ):
        with pytest.raises(LedgerCut):
            work()
    assert len(list(issued.ledger.entries())) == 5
    verification.accept_ledger(issued, "cháy")
    assert "mục 16" in list(issued.ledger.entries())[-1].note
    assert len(batch.issue(issued, reading, ALL).made) == 65


def test_numbers_without_a_document_come_back_and_are_never_given_again_meanwhile(
    issued: Office, copy: Replica, reading: Reading
) -> None:
    registers.reserve(issued, NumberRequest("063", 2024, "TB", "TB-UBND", NOON.date(), ""), "giữ")
    replicas.sync(issued, copy)
    file = issued.store.root / "SO-GIU-HUY.json"
    for spoiled in (None, "[]", "[{"):
        file.unlink() if spoiled is None else file.write_text(spoiled, "utf-8")
        assert "kho" in found(issued.folder)
        with pytest.raises((NumbersLost, NumbersUnreadable)):
            batch.issue(issued, reading, ALL)
        with pytest.raises((NumbersLost, NumbersUnreadable)):
            verification.rebuild(issued)
        replicas.repair(issued, copy)
        assert found(issued.folder) == {}
    assert tree(copy.store.root) == tree(issued.store.root)


def test_a_lost_document_is_known_by_the_ledger_when_the_registry_database_is_lost_too(
    issued: Office, copy: Replica, reading: Reading
) -> None:
    shutil.rmtree(issued.store.root / LEAD)
    issued.close()
    shutil.rmtree(issued.folder / "so")
    reopened = open_office(issued.folder, clock=lambda: NOON)
    with pytest.raises(ArchiveUnreadable):
        verification.rebuild(reopened)
    replicas.repair(reopened, copy)
    assert verification.rebuild(reopened) == 15
    reopened.close()


def test_an_interrupted_sync_leaves_a_replica_from_which_everything_comes_back(
    issued: Office, copy: Replica, reading: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sync that dies halfway: what was copied is kept.

    It is reported where the replica's ledger lags behind.
    """
    batch.issue(issued, reading, ALL)

    def dies(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("archive.replica.copy_ledger", dies)
        with pytest.raises(OSError, match="No space"):
            replicas.sync(issued, copy)
    report = restore_office(copy.folder, tmp_path / "moi")
    assert len(report.repaired) == 80
    assert len(report.faults) == 65
    assert all("khác với nhật ký" in fault.reason for fault in report.faults)


def test_a_copy_that_fails_leaves_the_good_one(
    issued: Office, copy: Replica, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = tree(copy.store.root)
    entry = issued.ledger.documents()[LEAD]
    staging = copy.folder / "dang-xu-ly"
    assert replica.copy(LEAD, issued.store, copy.store, staging, "0" * 128) != ()
    assert tree(copy.store.root) == good
    renames = 0

    def second_fails(source: Path, target: Path, rename: Callable[..., Path] = Path.rename) -> Path:
        nonlocal renames
        renames += 1
        if renames == 2:
            raise OSError(5, "Input/output error")
        return rename(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", second_fails)
        with pytest.raises(OSError, match="Input"):
            replica.copy(LEAD, issued.store, copy.store, staging, entry.inventory)
    assert tree(copy.store.root) == good


RUINS: dict[str, Callable[[Path], object]] = {
    "its ledger edited": lambda f: edit_ledger(f, lambda lines: [*lines[:3], lines[3].replace("v1", "v2"), *lines[4:]]),
    "its registry database damaged": lambda f: spoil(f / "so" / "vanthu.sqlite", lambda text: text[:5000]),
    "a document too many": lambda f: shutil.copytree(f / "kho" / LEAD, f / "kho" / LEAD.replace("00001", "00099")),
}


@pytest.mark.parametrize("name", RUINS)
def test_a_ruined_replica_is_reported(issued: Office, copy: Replica, tmp_path: Path, name: str) -> None:
    RUINS[name](copy.folder)
    assert replicas.verify(issued, copy).faults != []
    assert restore_office(copy.folder, tmp_path / "moi").faults != []


def test_a_replica_that_lost_its_own_facts_hides_nothing_of_the_office(issued: Office, copy: Replica) -> None:
    spoil(content(issued.folder), flip)
    (copy.folder / "BAN-SAO.json").write_text("", "utf-8")
    assert LEAD in found(issued.folder)
    with pytest.raises(NoReplica):
        replicas.sync(issued, copy)


def test_a_rewritten_ledger_is_reported_by_the_replica_and_not_copied(issued: Office, copy: Replica) -> None:
    """A forger with all rights of the office who rewrites ledger and registry."""
    kept = tree(copy.folder / "nhat-ky")
    (issued.folder / "nhat-ky" / "2024.jsonl").unlink()
    issued.catalogue.remember_ledger(issued.ledger.head())
    with issued.change():
        issued.enter([AuditEvent(Action.PACKED), AuditEvent(Action.PACKED)])
    assert "đã bị viết lại" in found(issued.folder)["nhat-ky"]
    for work in (replicas.sync, replicas.verify, replicas.repair):
        with pytest.raises(LedgersDiffer):
            work(issued, copy)
    assert tree(copy.folder / "nhat-ky") == kept


def test_the_drill_a_whole_office_comes_back_from_one_replica(
    issued: Office, copy: Replica, reading: Reading, tmp_path: Path
) -> None:
    day = reading.cycle.facts("ke-hoach-huyen", "063").issued_on  # type: ignore[union-attr]
    registers.reserve(issued, NumberRequest("063", 2024, "TB", "TB-UBND", day, ""), "giữ")
    replicas.sync(issued, copy)
    entries, archive = issued.register.entries(), tree(issued.store.root)
    issued.close()
    shutil.rmtree(issued.folder)
    report = restore_office(copy.folder, tmp_path / "moi")
    assert (report.documents, report.faults) == (15, [])
    reopened = open_office(tmp_path / "moi", clock=lambda: NOON)
    assert (reopened.register.entries(), tree(reopened.store.root)) == (entries, archive)
    assert found(reopened.folder) == {}
    assert finding.search(reopened, 'kế hoạch đúng-xã:"Cẩm Giàng"').total == 1
    assert len(batch.issue(reopened, reading, ALL).made) == 65
    assert [one.action for one in reopened.ledger.entries()][16:19][-1] is Action.RESTORED
    reopened.close()


def test_what_is_damaged_in_the_replica_is_reported_and_stops_new_numbers(
    issued: Office, copy: Replica, reading: Reading, tmp_path: Path
) -> None:
    spoil(content(copy.folder), flip)
    report = restore_office(copy.folder, tmp_path / "moi")
    assert {fault.path for fault in report.faults} == {LEAD}
    reopened = open_office(tmp_path / "moi", clock=lambda: NOON)
    with pytest.raises(RegistryDiffers):
        batch.issue(reopened, reading, ALL)
    reopened.close()


def test_what_is_no_place_for_a_replica_is_refused(issued: Office, tmp_path: Path) -> None:
    with pytest.raises(NoReplicaYet):
        replicas.chosen(issued, None)
    with pytest.raises(ReplicaInside):
        replicas.add(issued, issued.folder / "ban-sao")
    (tmp_path / "day").mkdir()
    (tmp_path / "day" / "tep.txt").write_text("x")
    with pytest.raises(OfficeExists):
        replicas.add(issued, tmp_path / "day")
    with pytest.raises(NoReplica):
        replicas.chosen(issued, tmp_path / "khong")
    assert replicas.listed(issued) == []


def test_the_replica_of_another_office_is_not_written_to(
    issued: Office, copy: Replica, make_office: Callable[..., Office], reading: Reading
) -> None:
    other = make_office("khac")
    batch.issue(other, reading, Choice(frozenset({"ke-hoach-huyen"})))
    with pytest.raises(LedgersDiffer):
        replicas.add(other, copy.folder)


def test_an_interrupted_copy_is_completed_by_the_next(
    issued: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The medium pulled out at every rename, one after the other."""
    for last in range(1, 20):
        made = Replica(replicas.add(issued, tmp_path / f"ban-sao-{last}"))
        steps = 0

        def pulled(source: Path, target: Path, rename: Callable[..., Path] = Path.rename, last: int = last) -> Path:
            nonlocal steps
            steps += 1
            if steps == last:
                raise OSError(5, "Input/output error")
            return rename(source, target)

        with monkeypatch.context() as patched:
            patched.setattr(Path, "rename", pulled)
            if last <= 15:
                with pytest.raises(OSError, match="Input"):
                    replicas.sync(issued, made)
        assert replicas.sync(issued, made).faults == []
        assert tree(made.store.root) == tree(issued.store.root)
        assert list((made.folder / "dang-xu-ly").iterdir()) == []


def test_a_clerk_keeps_a_replica(issued: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office, where = ["--office", str(issued.folder)], str(tmp_path / "usb")
    assert run([*office, "replica", "sync"]) == 5
    assert run([*office, "replica", "add", where]) == 0
    assert run([*office, "replica", "verify"]) == 0
    spoil(content(issued.folder), flip)
    assert run([*office, "verify"]) == 7
    assert run([*office, "replica", "repair"]) == 0
    assert "khôi phục vào kho 1" in capsys.readouterr().err
    assert run([*office, "verify"]) == 0
    assert run(["restore", where, str(tmp_path / "moi")]) == 0
    assert run(["--office", str(tmp_path / "moi"), "verify"]) == 0
    assert run(["restore", where, str(tmp_path / "moi")]) == 6
    edit_ledger(issued.folder, lambda lines: lines[:-2])
    assert run([*office, "replica", "sync"]) == 7
    assert json.loads((issued.folder / "ban-sao.json").read_text("utf-8")) == [where]
