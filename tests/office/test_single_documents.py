"""Single documents: every step reversible before issue, no edit after it."""

import json
import shutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from archive import document_object, durable, ocfl
from archive.document_object import BACKLINKS as MARKS
from archive.ledger import Action, Actor
from archive.metadata import Relation
from archive.register import DateRunsBackwards, NumberRequest
from cli.main import run
from doc_engine.document_types import DocumentType
from doc_engine.docx_text import plain_text
from doc_engine.errors import InputRejected
from doc_engine.nd30 import forms
from office.integrity import verification
from office.issue import drafts, registers, single_documents
from office.issue.drafts import DraftNotFound, DraftUnreadable, Meant, NumberPending, State, StepRefused
from office.issue.issuing import DayNotCome, NotByDecree
from office.issue.relations import RelationRefused
from office.issue.single_documents import OwnDraft
from office.office import Office
from office.search import finding
from tests.support.archives import judged
from tests.support.documents import COMMUNE, DECISION, LETTER, NOTICE, data, drafted, head_of, issued
from tests.support.killing import killed_at_each_step
from tests.support.offices import NOON, faults, open_office

OF_THE_COUNCIL = {
    "ky_hieu": "HĐND",
    "co_quan": ["HỘI ĐỒNG NHÂN DÂN", "XÃ CẨM GIÀNG"],
    "ky": {"ho_ten": "Nguyễn Văn A", "chuc_vu": "Chủ tịch", "tap_the": "Hội đồng nhân dân"},
}


def two_people(office: Office) -> tuple[Office, Office]:
    """Open the office as clerk and as head, where nobody approves his own draft."""
    settings = office.folder / "vanthu.toml"
    settings.write_text(settings.read_text("utf-8").replace("hai_nguoi = false", "hai_nguoi = true"), "utf-8")
    return (
        open_office(office.folder, clock=lambda: NOON, actor=Actor("thu", "may-1")),
        open_office(office.folder, clock=lambda: NOON, actor=Actor("truong", "may-2")),
    )


def made_of(office: Office, path: str) -> Mapping[str, str]:
    """What the metadata of a document say of its making."""
    found: Mapping[str, str] = json.loads(office.store.read(path)["metadata.json"])["vanthu"]
    return found


def marks(office: Office, path: str) -> list[Mapping[str, str]]:
    found: list[Mapping[str, str]] = json.loads(office.store.read(path)[MARKS])
    return found


def test_a_document_of_a_type_is_issued_numbered_archived_and_found(office: Office) -> None:
    record = issued(office)
    assert (str(record.code), record.path) == ("01/QĐ-UBND", "2024/02008-xa-cam-giang/qd-00001-ubnd")
    text = plain_text(office.store.read(record.path)[document_object.DOCX])
    assert "Số: 01/QĐ-UBND" in text
    assert "ngày 05 tháng 11 năm 2024" in text
    assert finding.search(office, record.subject).found[0].record == record
    assert office.catalogue.by_path(record.path) == record
    assert faults(office) == []


def test_every_step_is_kept_with_who_and_when_and_can_be_undone(office: Office) -> None:
    id_ = drafted(office)
    for to in (State.SUBMITTED, State.DRAFT, State.SUBMITTED, State.APPROVED, State.DRAFT):
        assert single_documents.move(office, id_, to, "vì sao").state is to
    with pytest.raises(StepRefused):
        single_documents.move(office, id_, State.APPROVED)
    single_documents.change(office, id_, data(DECISION, trich_yeu="Về việc khác"), "x.json")
    assert "Về việc khác" in plain_text(drafts.document_of(office, drafts.get(office, id_)).read_bytes())
    assert len(drafts.get(office, id_).steps) == 7
    assert drafts.get(office, id_).steps[1].note == "vì sao"
    single_documents.withdraw(office, id_)
    with pytest.raises(DraftNotFound):
        drafts.get(office, id_)
    assert office.register.entries() == []


def test_what_was_submitted_is_not_changed(office: Office) -> None:
    id_ = drafted(office)
    single_documents.move(office, id_, State.SUBMITTED)
    with pytest.raises(StepRefused):
        single_documents.change(office, id_, data(DECISION), "x.json")


def test_with_four_eyes_nobody_approves_his_own_and_only_the_approved_is_issued(
    make_office: Callable[..., Office],
) -> None:
    clerk, head = two_people(make_office())
    id_ = drafted(clerk)
    with pytest.raises(StepRefused):
        single_documents.issue(clerk, id_)
    single_documents.move(clerk, id_, State.SUBMITTED)
    with pytest.raises(OwnDraft):
        single_documents.move(clerk, id_, State.APPROVED)
    single_documents.move(head, id_, State.APPROVED)
    assert str(single_documents.issue(clerk, id_).code) == "01/QĐ-UBND"
    assert [step.who for step in drafts.get(clerk, id_).steps] == ["thu", "thu", "truong", "thu"]
    clerk.close()
    head.close()


def test_a_head_who_returned_a_draft_may_approve_it_later(make_office: Callable[..., Office]) -> None:
    clerk, head = two_people(make_office())
    id_ = drafted(clerk)
    single_documents.move(clerk, id_, State.SUBMITTED)
    single_documents.move(head, id_, State.DRAFT, "thiếu căn cứ")
    single_documents.change(clerk, id_, data(DECISION), "x")
    single_documents.move(clerk, id_, State.SUBMITTED)
    assert single_documents.move(head, id_, State.APPROVED).drafters == {"thu"}
    clerk.close()
    head.close()


def test_what_was_returned_while_others_waited_is_not_issued(make_office: Callable[..., Office]) -> None:
    """A clerk who waits for the draft's lock while the head returns the draft."""
    clerk, head = two_people(make_office())
    id_ = drafted(clerk)
    single_documents.move(clerk, id_, State.SUBMITTED)
    single_documents.move(head, id_, State.APPROVED)
    reported: list[str] = []

    def issues() -> None:
        try:
            single_documents.issue(clerk, id_)
        except StepRefused as error:
            reported.append(str(error))

    waiting = threading.Thread(target=issues)
    facts = clerk.folder / "du-thao" / id_ / "ho-so.json"
    with FileLock(clerk.files.draft(id_).lock):  # as in the midst of `single_documents.move(head, id_, State.DRAFT)`
        waiting.start()
        returned = json.loads(facts.read_text("utf-8"))
        returned["steps"].append({**returned["steps"][-1], "state": "draft", "note": "chờ đã"})
        durable.write_text(facts, json.dumps(returned))  # who waits may read it at any moment
    waiting.join()
    assert reported != []
    assert clerk.register.entries() == []
    clerk.close()
    head.close()


def test_what_an_interruption_left_pending_yesterday_is_issued_with_yesterdays_day(
    make_office: Callable[..., Office],
) -> None:
    office = make_office()
    plain = {name: value for name, value in forms.sample(DECISION).items() if name != "ngay"}
    id_ = single_documents.new(office, DECISION, plain, "x", COMMUNE).id
    _held(office, id_, NOON.date())
    later = open_office(office.folder, clock=lambda: NOON + timedelta(days=1))
    record = single_documents.issue(later, id_)
    assert (str(record.code), record.issued_on) == ("01/QĐ-UBND", NOON.date())
    later.close()


def test_after_issue_nothing_is_undone_and_issuing_again_gives_the_same(office: Office) -> None:
    id_ = drafted(office)
    first = single_documents.issue(office, id_)
    assert single_documents.issue(office, id_) == first
    assert len(office.register.entries()) == 1
    for undo in (
        lambda: single_documents.withdraw(office, id_),
        lambda: single_documents.move(office, id_, State.DRAFT),
    ):
        with pytest.raises(StepRefused):
            undo()


def test_wrong_data_a_day_to_come_and_a_fault_of_form_take_no_number(office: Office) -> None:
    with pytest.raises(InputRejected):
        drafted(office, trich_yeu=5)
    with pytest.raises(DayNotCome):
        issued(office, ngay="2024-12-31")
    id_ = drafted(office, noi_dung=["Điều 1. Quyết định này có hiệu lực từ ngày 31 tháng 02 năm 2024."])
    with pytest.raises(NotByDecree):
        single_documents.issue(office, id_)
    assert office.register.entries() == []
    assert single_documents.issue(office, id_, "theo chỉ đạo").override_reason == "theo chỉ đạo"


def test_without_a_day_it_is_issued_today(office: Office) -> None:
    plain = {name: value for name, value in forms.sample(DECISION).items() if name != "ngay"}
    record = single_documents.issue(office, single_documents.new(office, DECISION, plain, "x", COMMUNE).id)
    assert record.issued_on == NOON.date()


def test_all_copies_share_one_series_and_letters_have_their_own(office: Office) -> None:
    kinds = (DocumentType.CERTIFIED_COPY, LETTER, DocumentType.EXTRACT_COPY, NOTICE, DocumentType.RECOPY)
    assert [str(issued(office, kind).code) for kind in kinds] == [
        *("01/SY-UBND", "01/UBND-VX", "02/TrS-UBND", "01/TB-UBND", "03/SL-UBND")
    ]


@pytest.mark.parametrize(
    ("relation", "kind"),
    [(Relation.REPLACES, DECISION), (Relation.CORRECTS, LETTER), (Relation.RECALLS, NOTICE)],
)
def test_what_is_done_to_a_document_is_linked_both_ways_and_changes_no_file_of_it(
    office: Office, relation: Relation, kind: DocumentType
) -> None:
    old = issued(office)
    before = office.store.read(old.path)
    new = issued(office, kind, (relation, old.path))
    assert (new.relation, new.target) == (relation, old.path)
    after = office.store.read(old.path)
    assert {name: after[name] for name in before} == before
    assert [(one["relation"], one["by"]) for one in marks(office, old.path)] == [(relation, f"vb:{new.path}")]
    assert [one.path for one in office.catalogue.backlinks(old.path)] == [new.path]
    assert judged(office.store) == ([], 2)
    assert faults(office) == []
    assert [one.action for one in office.ledger.entries()][-2:] == [Action.ISSUED, Action.BACKLINKED]


def test_what_was_recalled_is_frozen(office: Office) -> None:
    old = issued(office)
    issued(office, NOTICE, (Relation.RECALLS, old.path))
    for relation, kind in ((Relation.REPLACES, DECISION), (Relation.RECALLS, NOTICE), (Relation.CORRECTS, LETTER)):
        with pytest.raises(RelationRefused, match="đã bị thu hồi"):
            drafted(office, kind, (relation, old.path))


def test_a_document_may_be_corrected_more_than_once(office: Office) -> None:
    old = issued(office)
    for _ in range(2):
        issued(office, LETTER, (Relation.CORRECTS, old.path))
    assert [one["code"] for one in marks(office, old.path)] == ["01/UBND-VX", "02/UBND-VX"]
    assert office.store.head(old.path) == "v3"
    assert faults(office) == []


@pytest.mark.parametrize(
    ("relation", "kind", "changes", "why"),
    [
        (Relation.REPLACES, NOTICE, {}, "văn bản đó là quyết định"),
        (Relation.CORRECTS, NOTICE, {}, "đính chính phải bằng công văn"),
        (Relation.RECALLS, NOTICE, {"ngay": "2024-11-04"}, "ban hành sau"),
        (Relation.RECALLS, NOTICE, OF_THE_COUNCIL, "do Ủy ban nhân dân xã Cẩm Giàng ban hành"),
    ],
)
def test_what_the_decree_does_not_allow_is_refused_with_the_rule(
    office: Office, relation: Relation, kind: DocumentType, changes: dict[str, Any], why: str
) -> None:
    old = issued(office)
    with pytest.raises(RelationRefused, match=why):
        drafted(office, kind, (relation, old.path), **changes)
    with pytest.raises(RelationRefused, match="không có văn bản này"):
        drafted(office, kind, (relation, "2024/khong/co"))


def test_the_unit_that_a_commune_became_part_of_answers_for_its_documents(make_office: Callable[..., Office]) -> None:
    before = make_office()
    first = single_documents.new(
        before, DECISION, data(DECISION, **head_of("01999", decides=True)), "x", "01999"
    )  # Nguyên Phúc
    old = single_documents.issue(before, first.id)
    later = datetime(2025, 8, 1, 12, tzinfo=NOON.tzinfo)
    after = open_office(before.folder, clock=lambda: later)
    recall = data(NOTICE, ngay="2025-08-01", noi_dung=["Thu hồi văn bản số 01/QĐ-UBND của xã Nguyên Phúc."])
    meant = Meant(Relation.RECALLS, old.path, "Nghị quyết số 1684/NQ-UBTVQH15")
    elsewhere = {**recall, **head_of("01969", later.date())}
    with pytest.raises(RelationRefused):  # Phủ Thông is not its successor
        single_documents.new(after, NOTICE, elsewhere, "x", "01969", meant)
    with pytest.raises(RelationRefused, match="kế thừa"):
        single_documents.new(after, NOTICE, recall, "x", COMMUNE, replace(meant, reason=""))
    new = single_documents.issue(after, single_documents.new(after, NOTICE, recall, "x", COMMUNE, meant).id)
    assert marks(after, old.path)[0]["by"] == f"vb:{new.path}"
    assert made_of(after, new.path)["reason"] == "Nghị quyết số 1684/NQ-UBTVQH15"
    after.close()


def test_the_links_come_again_from_the_archive_alone(office: Office) -> None:
    old = issued(office)
    new = issued(office, NOTICE, (Relation.RECALLS, old.path))
    verification.rebuild(office)
    assert office.catalogue.backlinks(old.path) == [new]


def test_what_somebody_adds_to_a_marked_document_does_not_get_into_the_ledger(office: Office) -> None:
    old = issued(office)
    issued(office, LETTER, (Relation.CORRECTS, old.path))
    office.store.add_version(old.path, {document_object.DOCX: b"gia"}, ocfl.Version(NOON, "x", "y", "urn:z"))
    issued(office, NOTICE)  # the next run completes what was interrupted, and nothing else
    assert [str(fault) for fault in faults(office) if "khác với nhật ký" in str(fault)] != []


def test_a_document_that_is_damaged_when_it_is_recalled_is_marked_once_it_is_whole(office: Office) -> None:
    old = issued(office)
    inventory = office.store.root / old.path / ocfl.INVENTORY
    kept = inventory.read_bytes()
    inventory.chmod(0o644)
    inventory.write_bytes(b"{")
    new = issued(office, NOTICE, (Relation.RECALLS, old.path))
    inventory.write_bytes(kept)
    issued(office, LETTER)
    assert [one["by"] for one in marks(office, old.path)] == [f"vb:{new.path}"]
    assert faults(office) == []


def test_killed_at_any_step_a_recall_is_carried_through_with_the_same_number(office: Office) -> None:
    """Every sync and rename of issuing a recall in turn, until it is issued."""
    old = issued(office)
    id_ = drafted(office, NOTICE, (Relation.RECALLS, old.path))
    office.close()
    count = 0
    for folder in killed_at_each_step(office.folder, f"single_documents.issue(office, '{id_}')"):
        after, count = open_office(folder, clock=lambda: NOON), count + 1
        new = single_documents.issue(after, id_)
        assert (str(new.code), len(after.register.entries())) == ("01/TB-UBND", 2)
        assert [one["by"] for one in marks(after, old.path)] == [f"vb:{new.path}"]
        assert faults(after) == []
        assert judged(after.store) == ([], 2)
        assert list((after.folder / "dang-xu-ly").iterdir()) == []
        after.close()
    assert count > 20


def _held(office: Office, id_: str, day: date) -> None:
    """Take the draft's number without archiving anything, as an interruption does."""
    office.register.take([NumberRequest(COMMUNE, 2024, "QĐ", "QĐ-UBND", day, f"du-thao:{id_}")])


def test_a_number_pending_after_an_interruption_keeps_its_draft_until_it_is_voided(office: Office) -> None:
    id_ = drafted(office)
    _held(office, id_, date(2024, 11, 5))
    for undo in (
        lambda: single_documents.withdraw(office, id_),
        lambda: single_documents.change(office, id_, data(DECISION), "x"),
    ):
        with pytest.raises(NumberPending):
            undo()
    (pending,) = office.register.pending()
    registers.void(office, COMMUNE, 2024, pending.code, "không ban hành nữa")
    single_documents.withdraw(office, id_)
    assert [one.void for one in office.register.entries()] == ["không ban hành nữa"]


def test_a_spoiled_draft_is_reported_and_leaves_its_id_to_no_path(office: Office, tmp_path: Path) -> None:
    id_ = drafted(office)
    (office.folder / "du-thao" / id_ / "ho-so.json").write_text('{"id": 1}', "utf-8")
    with pytest.raises(DraftUnreadable):
        drafts.everything(office)
    for strange in ("../../so", "dt-1/../../kho", "", "."):
        with pytest.raises(DraftNotFound):
            drafts.get(office, strange)


def test_days_do_not_run_backwards_when_the_clock_is_set_back(make_office: Callable[..., Office]) -> None:
    office = make_office()
    plain = {name: value for name, value in forms.sample(DECISION).items() if name != "ngay"}
    single_documents.issue(office, single_documents.new(office, DECISION, plain, "x", COMMUNE).id)
    early = open_office(office.folder, clock=lambda: NOON - timedelta(days=3))
    id_ = single_documents.new(early, DECISION, plain, "x", COMMUNE).id
    with pytest.raises(DateRunsBackwards):
        single_documents.issue(early, id_)
    early.close()
    new_year = open_office(office.folder, clock=lambda: datetime(2025, 1, 1, 0, 0, 1, tzinfo=NOON.tzinfo))
    assert str(single_documents.issue(new_year, id_).code) == "01/QĐ-UBND"
    assert faults(new_year) == []
    new_year.close()


def test_a_clerk_goes_the_whole_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = ["--office", str(tmp_path / "vp")]
    assert run(["init", str(tmp_path / "vp"), "--name", "x"]) == 0
    for kind in (DECISION, NOTICE):
        (tmp_path / f"{kind.abbreviation}.json").write_text(json.dumps(data(kind)), "utf-8")

    def document(*arguments: str) -> str:
        capsys.readouterr()
        assert run([*office, "document", *arguments]) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    new = ("new", "--unit", COMMUNE, "--data")
    id_ = document(*new, str(tmp_path / "QĐ.json"), "--type", "QĐ").split()[4].rstrip(":")
    document("submit", id_)
    assert "đã trình" in document("list")
    document("approve", id_)
    assert "01/QĐ-UBND" in document("issue", id_)
    assert document("list", "--json").strip() == "[]"
    named = data(NOTICE, noi_dung=["Thu hồi văn bản số 01/QĐ-UBND ngày 05 tháng 11 năm 2024."])
    (tmp_path / "TB.json").write_text(json.dumps(named), "utf-8")
    recall = document(*new, str(tmp_path / "TB.json"), "--type", "TB", "--recalls", "01/QĐ-UBND").split()[4].rstrip(":")
    assert "bị thu hồi" in document("issue", recall)
    assert run([*office, "show", "01/QĐ-UBND"]) == 0
    assert "Đã bị thu hồi bởi Thông báo số 01/TB-UBND ngày 05/11/2024." in capsys.readouterr().out
    assert run([*office, "document", "submit", "dt-000000"]) == 5
    assert run([*office, "document", *new, str(tmp_path / "TB.json"), "--type", "TB", "--recalls", "01/QĐ-UBND"]) == 6


def test_a_document_is_issued_though_the_index_cannot_take_it(office: Office) -> None:
    """A disposable index: the next search rebuilds it with that document."""
    issued(office)
    shutil.rmtree(office.index_folder)
    office.index_folder.write_bytes(b"")  # a file where the folder should be
    office.close()
    record = issued(office, trich_yeu="Việc thứ hai")
    assert (str(record.code), faults(office)) == ("02/QĐ-UBND", [])
    assert [one.record for one in finding.search(office, "viec thu hai").found] == [record]
