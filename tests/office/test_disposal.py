"""Destruction: after the period, by a decision, with a tombstone.

Completed after any crash.
"""

import re
import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from archive.casefile import CONTENT, Destruction, FileState, to_json
from archive.ledger import Action
from archive.metadata import Relation
from archive.retention import FILE
from cli.main import run
from doc_engine.docx_text import plain_text
from doc_engine.pdf import find_libreoffice
from doc_engine.workbook import Reading
from office.export import dossier
from office.export.rendition import DocumentDamaged
from office.integrity import replicas, verification
from office.issue import batch, drafts, single_documents
from office.issue.planning import Choice
from office.issue.relations import RelationRefused
from office.office import VIETNAM, Office
from office.records import case_files, disposal
from office.records.case_files import CaseFileSettled, Wanted
from office.records.disposal import DestructionRefused
from office.search import finding
from office.state import issued as issued_documents
from office.state.issued import DocumentDestroyed
from tests.conftest import require
from tests.support.archives import judged
from tests.support.documents import DECISION, LETTER, NOTICE, drafted
from tests.support.killing import killed_at_each_step
from tests.support.offices import NOON, faults, open_office, restore_office
from tests.support.spoiling import flip, spoil

LATER = datetime(2027, 1, 1, 8, tzinfo=VIETNAM)
WANTED = Wanted("01.VX", 2024)
BY = ("5/QĐ-UBND", date(2026, 12, 30), "UBND huyện Bạch Thông")
WORDS = "khẩn trương hoàn thành hạng mục"


def confirm(office: Office, *, period: str = "1 năm") -> None:
    """Set the retention period of outgoing documents, as confirmed by the office."""
    table = office.folder / FILE
    before, after = ('thoi_han = "50 năm"', "xac_nhan = false"), (f'thoi_han = "{period}"', "xac_nhan = true")
    table.write_text(table.read_text("utf-8").replace("\n".join(before), "\n".join(after)), "utf-8")


@pytest.fixture
def closed(office: Office) -> Office:
    """An office whose closed file, a letter and a decision, is past its period."""
    paths = [
        single_documents.issue(office, drafted(office, kind, noi_dung=[WORDS])).path for kind in (LETTER, DECISION)
    ]
    case_files.open_all(office, [case_files.new(office, "063", 2024, "01.VX", "Việc cũ", "1 năm")])
    case_files.add(office, WANTED, paths)
    case_files.close(office, [WANTED], date(2024, 11, 30))
    confirm(office)
    office.close()
    return open_office(office.folder, clock=lambda: LATER)


def letter(office: Office) -> str:
    return next(record.path for record in office.catalogue.everything() if record.type_title == "Công văn")


def destroy(office: Office) -> disposal.Due:
    return disposal.destroy(office, WANTED, *BY)


def test_what_is_over_goes_and_what_is_not_stays(closed: Office) -> None:
    (due,) = disposal.due(closed, LATER.date())
    assert [record.type_title for record in due.going] == ["Công văn"]
    assert [(one.record.type_title, "quyet-dinh-quy-dinh" in one.why) for one in due.staying] == [("Quyết định", True)]
    assert disposal.due(closed, date(2025, 12, 31)) == []
    gone = letter(closed)
    destroy(closed)
    assert set(closed.store.read(gone)) == {"metadata.json", "da-huy.json"}
    record = closed.catalogue.by_path(gone)
    assert record is not None
    assert record.destroyed == "Đã hủy theo Quyết định số 05/QĐ-UBND ngày 30/12/2026 của UBND huyện Bạch Thông"
    with pytest.raises(DocumentDestroyed):
        issued_documents.original(closed, record)
    assert faults(closed) == []
    assert judged(closed.store) == ([], 3)


def test_nothing_in_the_office_still_has_the_words(closed: Office) -> None:
    gone = letter(closed)
    text = finding.show(closed, gone)[0][1]
    assert WORDS in text
    assert finding.search(closed, f'"{WORDS}"').total == 2
    destroy(closed)
    assert finding.search(closed, f'"{WORDS}"').total == 1  # the decision's
    assert not any(one.path == gone for one in drafts.everything(closed))
    closed.close()
    for file in closed.folder.rglob("*"):
        if file.is_file() and "qd-" not in str(file) and file.suffix == ".docx":
            assert "du-thao" in str(file), file  # the decision's own draft


def test_the_number_stays_taken_and_in_the_register(closed: Office) -> None:
    before = closed.register.entries()
    destroy(closed)
    assert closed.register.entries() == before
    closed.close()
    shutil.rmtree(closed.folder / "so")
    reopened = open_office(closed.folder, clock=lambda: LATER)
    verification.rebuild(reopened)
    assert reopened.register.entries() == before
    assert [bool(one.destroyed) for one in reopened.catalogue.everything()].count(True) == 1
    assert faults(reopened) == []
    reopened.close()


def test_the_ledger_has_the_decision_before_and_each_document_after(closed: Office) -> None:
    gone = letter(closed)
    destroy(closed)
    said = [(one.action, one.path) for one in closed.ledger.entries()][-4:]
    assert said == [
        (Action.DECIDED, ""),
        (Action.ANNOUNCED, "ho-so/2024/063-01-vx"),
        (Action.CASE_CHANGED, "ho-so/2024/063-01-vx"),
        (Action.DESTROYED, gone),
    ]


def test_what_was_corrected_keeps_what_corrects_it(closed: Office) -> None:
    gone = letter(closed)
    single_documents.issue(closed, drafted(closed, LETTER, (Relation.CORRECTS, gone), ngay="2026-11-05"))
    destroy(closed)
    assert set(closed.store.read(gone)) == {"metadata.json", "da-huy.json", "quan-he.json"}
    with closed.change():
        pass
    assert faults(closed) == []


def test_what_lies_in_another_living_file_stays(closed: Office) -> None:
    case_files.open_all(closed, [case_files.new(closed, "02008", 2026, "02.VX", "Việc khác", "")])
    case_files.add(closed, Wanted("02.VX", 2026), [letter(closed)])
    found = destroy(closed)
    assert found.going == ()
    assert {one.why for one in found.staying} >= {"còn nằm trong hồ sơ 02.VX năm 2026"}


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        ("chưa được xác nhận", {}),
        ("thời hạn bảo quản 50 năm", {"period": "50 năm"}),
        ("thời hạn bảo quản vĩnh viễn", {"period": "vĩnh viễn"}),
    ],
)
def test_a_document_stays_until_the_period_of_its_kind_is_over_and_confirmed(
    closed: Office, reason: str, change: dict[str, str]
) -> None:
    from archive.retention import text

    (closed.folder / FILE).write_text(text(), "utf-8")
    if change:
        confirm(closed, **change)
    (due,) = disposal.due(closed, LATER.date())
    assert due.going == ()
    assert any(reason in one.why for one in due.staying)


def test_a_hold_stops_it(closed: Office) -> None:
    case_files.hold(closed, WANTED, "thanh tra tỉnh")
    with pytest.raises(DestructionRefused, match="thanh tra tỉnh"):
        destroy(closed)
    case_files.release(closed, WANTED, "đã kết luận")
    assert destroy(closed).file.state is FileState.DESTROYED


def test_what_may_not_go_is_refused_and_nothing_is_touched(closed: Office) -> None:
    before = list(closed.ledger.entries())
    early = open_office(closed.folder, clock=lambda: NOON)
    with pytest.raises(DestructionRefused, match="đến hết năm 2025"):
        disposal.destroy(early, WANTED, "5/QĐ-UBND", NOON.date(), "x")
    with pytest.raises(DestructionRefused, match="chưa đến"):
        disposal.destroy(closed, WANTED, "5/QĐ-UBND", date(2027, 1, 2), "x")
    early.close()
    assert list(closed.ledger.entries()) == before
    case_files.open_all(closed, [case_files.new(closed, "063", 2024, "02.VX", "Mãi", "vĩnh viễn")])
    case_files.add(closed, Wanted("02.VX", 2024), [letter(closed)])
    with pytest.raises(DestructionRefused, match="chưa kết thúc"):
        disposal.destroy(closed, Wanted("02.VX", 2024), *BY)
    case_files.close(closed, [Wanted("02.VX", 2024)])
    with pytest.raises(DestructionRefused, match="vĩnh viễn"):
        disposal.destroy(closed, Wanted("02.VX", 2024), *BY)


def test_what_was_destroyed_is_not_destroyed_held_or_opened_again(closed: Office) -> None:
    destroy(closed)
    with pytest.raises(DestructionRefused):
        destroy(closed)
    with pytest.raises(CaseFileSettled):
        case_files.hold(closed, WANTED, "x")
    assert disposal.due(closed, LATER.date()) == []


def test_killed_at_any_step_a_destruction_that_was_decided_is_carried_through(closed: Office) -> None:
    gone = letter(closed)
    closed.close()
    program = "disposal.destroy(office, Wanted('01.VX', 2024), '5/QĐ-UBND', date(2026, 12, 30), 'x')"
    done = []
    for folder in killed_at_each_step(closed.folder, program, LATER):
        after = open_office(folder, clock=lambda: LATER)
        with after.change():
            pass
        assert faults(after) == []
        files = set(after.store.read(gone))
        record = after.catalogue.by_path(gone)
        state = case_files.get(after, WANTED).file.state
        assert record is not None
        assert ("van-ban.docx" in files) == (not record.destroyed) == (state is FileState.CLOSED)
        done.append(bool(record.destroyed))
        assert list((after.folder / "dang-xu-ly").iterdir()) == []
        after.close()
    assert done == sorted(done)  # from some step on always
    assert len(done) > 20


def test_killed_while_burying_a_document_its_number_survives_the_loss_of_the_registry(closed: Office) -> None:
    """The registry database rebuilt from the archive alone, after a crash at any step."""
    before = [(one.number, one.agency) for one in closed.register.entries()]
    closed.close()
    program = "disposal.destroy(office, Wanted('01.VX', 2024), '5/QĐ-UBND', date(2026, 12, 30), 'x')"
    for folder in killed_at_each_step(closed.folder, program, LATER):
        shutil.rmtree(folder / "so")
        after = open_office(folder, clock=lambda: LATER)
        verification.rebuild(after)
        assert [(one.number, one.agency) for one in after.register.entries()] == before
        assert faults(after) == []
        after.close()


def test_a_held_automatic_file_protects_what_joined_it_later(office: Office, reading: Reading) -> None:
    batch.issue(office, reading, Choice(frozenset({"ke-hoach-huyen", "ke-hoach-xa"})))
    case_files.hold(office, Wanted("02008.dg", 2024), "thanh tra")
    batch.issue(office, reading, Choice(frozenset({"bb-hop-xa", "to-trinh-de-nghi-xa", "qd-thanh-lap-hoi-dong-xa"})))
    later = [path for path in office.catalogue.paths() if path.startswith("2024/02008-") and "/kh-" not in path]
    assert later
    case_files.open_all(office, [case_files.new(office, "02008", 2024, "50.X", "Việc", "1 năm")])
    case_files.add(office, Wanted("50.X", 2024), later)
    case_files.close(office, [Wanted("50.X", 2024)])
    confirm(office)
    after = open_office(office.folder, clock=lambda: LATER)
    found = disposal.destroy(after, Wanted("50.X", 2024), *BY)
    assert found.going == ()
    assert all("còn nằm trong hồ sơ 02008.ĐG" in one.why for one in found.staying)
    after.close()


def test_a_damaged_document_is_not_buried_with_its_evidence(closed: Office) -> None:
    spoil(closed.store.root / letter(closed) / "v1/content/van-ban.docx", flip)
    with pytest.raises(DocumentDamaged):
        destroy(closed)
    assert faults(closed) != []
    assert case_files.get(closed, WANTED).file.state is FileState.CLOSED


def test_while_a_file_concerned_is_not_what_the_ledger_has_nothing_is_destroyed(closed: Office) -> None:
    case_files.open_all(closed, [case_files.new(closed, "02008", 2026, "02.VX", "Việc khác", "vĩnh viễn")])
    case_files.add(closed, Wanted("02.VX", 2026), [letter(closed)])
    other = case_files.get(closed, Wanted("02.VX", 2026)).file
    forged = replace(other, destroyed=Destruction("1/QĐ-UBND", date(2026, 1, 1), "giả", {}))
    closed.store.add_version(other.path, {CONTENT: to_json(forged)}, issued_documents.version(closed, "giả"))
    verification.rebuild(closed)
    found = destroy(closed)  # the forged claim is not believed: the file still holds the letter
    assert found.going == ()


def test_a_decision_names_who_made_it_and_came_after_the_period(closed: Office) -> None:
    for on, by, why in ((date(1950, 1, 1), "x", "trước khi hết thời hạn"), (BY[1], "  ", "chưa ghi cơ quan")):
        with pytest.raises(DestructionRefused, match=why):
            disposal.destroy(closed, WANTED, "5/QĐ-UBND", on, by)


def test_drafts_and_what_was_set_aside_are_forgotten_with_it(closed: Office) -> None:
    gone, record = letter(closed), closed.catalogue.by_path(letter(closed))
    assert record is not None
    draft = closed.folder / "du-thao" / "2024" / gone.split("/")[1] / f"{record.template_id}.docx"
    kept = closed.folder / "hong" / "20250101-000000-ab" / gone / "v1"
    for folder in (draft.parent, kept):
        folder.mkdir(parents=True)
    draft.write_bytes(b"x")
    (kept / "van-ban.docx").write_bytes(b"x")
    destroy(closed)
    assert not draft.exists()
    assert not kept.exists()


def test_a_package_of_destroyed_documents_lists_them_without_a_page(office: Office, tmp_path: Path) -> None:
    require(find_libreoffice(), "LibreOffice")
    path = single_documents.issue(office, drafted(office, LETTER)).path
    case_files.open_all(office, [case_files.new(office, "02008", 2024, "01.VX", "Việc cũ", "1 năm")])
    case_files.add(office, WANTED, [path])
    case_files.close(office, [WANTED], date(2024, 11, 30))
    confirm(office)
    after = open_office(office.folder, clock=lambda: LATER)
    disposal.destroy(after, WANTED, *BY)
    (made,) = dossier.pack(after, ["02008"], 2024, tmp_path / "goi")
    assert (made.documents, made.pages) == (1, 0)
    assert "Đã hủy theo Quyết định" in plain_text((made.folder / "data" / "muc-luc-van-ban.docx").read_bytes())
    after.close()


def test_packages_that_were_ordered_go_with_a_destroyed_document(closed: Office) -> None:
    closed.files.packages.mkdir()
    (closed.files.packages / "thanh-tra-2024-02008.zip").write_bytes(b"PK")
    destroy(closed)
    assert not closed.files.packages.exists()


def test_a_destroyed_document_is_not_recalled(closed: Office) -> None:
    gone = letter(closed)
    destroy(closed)
    with pytest.raises(RelationRefused, match="đã hủy"):
        drafted(closed, NOTICE, (Relation.RECALLS, gone), ngay="2026-12-31")


def test_when_the_ledger_is_lost_in_the_middle_it_is_reported(closed: Office) -> None:
    """A file that claims its destruction: its document exists, no decision does."""
    file = case_files.get(closed, WANTED).file
    gone = {letter(closed): closed.ledger.documents()[letter(closed)].inventory}
    forged = replace(file, destroyed=Destruction("5/QĐ-UBND", BY[1], "x", gone))
    closed.store.add_version(file.path, {CONTENT: to_json(forged)}, issued_documents.version(closed, "x"))
    shutil.rmtree(closed.folder / "nhat-ky")
    verification.accept_ledger(closed, "mất đĩa")
    verification.rebuild(closed)
    assert "van-ban.docx" in closed.store.read(letter(closed))
    assert any("không có quyết định" in str(fault) for fault in faults(closed))


def test_a_file_that_merely_says_it_is_destroyed_destroys_nothing(closed: Office) -> None:
    """A forger who can write into the archive and the registry, past the program."""
    file = case_files.get(closed, WANTED).file
    gone = {path: entry.inventory for path, entry in closed.ledger.documents().items() if path in file.documents}
    forged = replace(file, destroyed=Destruction("1/QĐ-UBND", date(2026, 1, 1), "giả", gone))
    closed.store.add_version(file.path, {CONTENT: to_json(forged)}, issued_documents.version(closed, "giả"))
    closed.filed.doubt([file])
    with closed.change():
        pass
    assert all("van-ban.docx" in closed.store.read(path) for path in file.documents)
    assert any("khác với nhật ký" in str(fault) for fault in faults(closed))


def test_a_replica_follows_at_its_next_sync(closed: Office, tmp_path: Path) -> None:
    gone = letter(closed)
    folder = replicas.add(closed, tmp_path / "usb")
    (one,) = replicas.chosen(closed, folder)
    replicas.sync(closed, one)
    destroy(closed)
    sentence = {fault.path: fault.reason for fault in replicas.verify(closed, one).faults}
    assert "bản sao còn nội dung" in sentence[gone]
    assert set(replicas.sync(closed, one).copied) == {"ho-so/2024/063-01-vx", gone}
    assert "van-ban.docx" not in one.store.read(gone)
    assert replicas.verify(closed, one).faults == []
    restored = tmp_path / "moi"
    assert restore_office(one.folder, restored).faults == []
    reopened = open_office(restored, clock=lambda: LATER)
    assert faults(reopened) == []
    assert reopened.catalogue.by_path(gone).destroyed  # type: ignore[union-attr]
    assert (restored / FILE).read_text("utf-8") == (closed.folder / FILE).read_text("utf-8")
    reopened.close()


def test_the_commands_ask_before_and_name_what_stays(closed: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office = ["--office", str(closed.folder)]
    closed.close()
    assert run([*office, "retention", "due", "--on", "2027-01-01"]) == 0
    assert "1 văn bản\t1 văn bản" in capsys.readouterr().out
    assert run([*office, "retention", "table"]) == 0
    assert "van-ban-di-khac\tVăn bản đi khác trong tập lưu\t01 năm\tđã xác nhận" in capsys.readouterr().out
    asked = ["retention", "destroy", "01.vx", "--year", "2024", "--decision", BY[0], "--by", BY[2]]
    assert run([*office, *asked, "--decided-on", "2026-01-02", "--dry-run"]) == 0  # by this machine's clock it is over
    shown = capsys.readouterr().out
    assert re.search("^hủy\t01/UBND-VX\t", shown, re.MULTILINE)
    assert re.search("^giữ\t01/QĐ-UBND.*vĩnh viễn|^giữ\t01/QĐ-UBND.*chưa được xác nhận", shown, re.MULTILINE)
    assert run([*office, *asked, "--decided-on", "2026-01-02", "--yes"]) == 0
    assert "Đã hủy hồ sơ 01.VX năm 2024 (Việc cũ): 1 văn bản." in capsys.readouterr().out


def test_case_files_are_written_before_their_rows(closed: Office) -> None:
    """A doubted row is read again from the archive; without a case file it is removed."""
    new = case_files.new(closed, "02008", 2026, "09.VX", "x", "5")
    closed.filed.doubt([new])
    with closed.change():
        pass
    assert closed.filed.by_path(new.path) is None
