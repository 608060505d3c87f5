"""What is issued is what people read: Word files brought, drafts changed in Word."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive import document_object
from archive.ledger import Action, Actor
from archive.metadata import Relation
from cli.main import run
from doc_engine.document_types import DocumentType
from doc_engine.docx_text import plain_text
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.ooxml.residue import Kind
from doc_engine.opc_guard import UnsafePackage
from doc_engine.recognition import RecognisedDocument, recognise
from doc_engine.units import units
from office.integrity import verification
from office.issue import agency_match, drafts, single_documents, word_drafts
from office.issue.agency_match import AgencyMismatch
from office.issue.draft_documents import (
    CorrectionRefused,
    DayPartial,
    NotRecognised,
    NumberWritten,
    ResidueLeft,
    SymbolWrong,
)  # fmt: skip
from office.issue.drafts import Draft, DraftChanged, Meant, Origin, State, StepRefused
from office.issue.relations import RelationRefused
from office.issue.single_documents import NotApproved
from office.office import Office
from office.search import finding
from tests.support.archives import judged
from tests.support.documents import COMMUNE, DECISION, LETTER, NOTICE, data, drafted
from tests.support.killing import killed_at_each_step
from tests.support.offices import NOON, faults, open_office
from tests.support.word_files import made, reworded, with_residue, written_by_hand, xml_changed

WORDS = ("Công tác chỉ đạo", "Công tác kiểm tra")


def brought(office: Office, docx: bytes | None = None, **corrections: str) -> Draft:
    return word_drafts.new(office, made(NOTICE) if docx is None else docx, COMMUNE, corrections)


def edit_in_word(office: Office, one: Draft, old: str = WORDS[0], new: str = WORDS[1]) -> None:
    file = drafts.document_of(office, one)
    file.write_bytes(reworded(file.read_bytes(), old, new))


def text_of(office: Office, path: str) -> str:
    return plain_text(office.store.read(path)[document_object.DOCX])


def making(office: Office, path: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(office.store.read(path)["metadata.json"])["vanthu"]
    return found


def four_eyes(office: Office) -> tuple[Office, Office]:
    settings = office.folder / "vanthu.toml"
    settings.write_text(settings.read_text("utf-8").replace("hai_nguoi = false", "hai_nguoi = true"), "utf-8")
    return (
        open_office(office.folder, clock=lambda: NOON, actor=Actor("thu", "may-1")),
        open_office(office.folder, clock=lambda: NOON, actor=Actor("truong", "may-2")),
    )


def test_a_document_written_in_word_is_issued_with_nothing_changed_but_number_and_day(office: Office) -> None:
    docx = made(NOTICE)
    record = single_documents.issue(office, brought(office, docx).id)
    assert (str(record.code), record.subject, record.signer_name) == (
        "01/TB-UBND", "Về việc kiện toàn Ban Bảo vệ trẻ em của xã", "Nguyễn Văn A",
    )  # fmt: skip
    assert (record.agency_name, record.recipients[0]) == ("Ủy ban nhân dân xã Cẩm Giàng", "TT Đảng ủy, HĐND xã")
    assert text_of(office, record.path) == plain_text(docx).replace("Số: /TB-UBND", "Số: 01/TB-UBND")
    assert making(office, record.path)["origin"] == "word"
    assert document_object.DATA not in office.store.read(record.path)
    assert finding.search(office, "kien toan ban bao ve").found[0].record == record
    assert faults(office) == []
    verification.rebuild(office)
    assert office.catalogue.by_path(record.path) == record


def test_a_document_without_a_day_gets_the_day_of_its_issue(office: Office) -> None:
    docx = written_by_hand("Số: …/TB-UBND", "Cẩm Giàng, ngày … tháng … năm 2024")
    record = single_documents.issue(office, brought(office, docx).id, "mẫu cũ của xã")
    assert record.issued_on == NOON.date()
    assert "Cẩm Giàng, ngày 02 tháng 12 năm 2024" in text_of(office, record.path)


def test_what_the_clerk_corrects_is_what_the_register_says(office: Office) -> None:
    one = brought(office, trich_yeu="Về việc khác", ho_ten="Trần Văn B", chuc_vu="Phó Chủ tịch")
    record = single_documents.issue(office, one.id)
    assert (record.subject, record.signer_name, record.signer_title) == ("Về việc khác", "Trần Văn B", "Phó Chủ tịch")


REFUSED: list[tuple[Callable[[bytes], bytes], type[VanthuError]]] = [
    (lambda docx: reworded(docx, "Số:      /", "Số: 12/"), NumberWritten),
    (lambda docx: reworded(docx, "ngày 05 tháng 11", "ngày 31 tháng 02"), DayPartial),
    (lambda docx: reworded(docx, "ngày 05 tháng 11", "ngày 05 tháng "), DayPartial),
    (lambda docx: reworded(docx, "Số:      /TB-UBND", ""), NotRecognised),
    (lambda docx: reworded(docx, "XÃ CẨM GIÀNG", "XÃ QUÂN HÀ"), AgencyMismatch),
    (lambda docx: reworded(docx, "Cẩm Giàng, ngày", "Quân Hà, ngày"), AgencyMismatch),
    (lambda docx: reworded(docx, "TM. ỦY BAN NHÂN DÂN", "TM. HỘI ĐỒNG NHÂN DÂN"), AgencyMismatch),
    (lambda docx: reworded(docx, "/TB-UBND", "/TB-HĐND"), AgencyMismatch),
    (lambda docx: reworded(docx, "/TB-UBND", "/QĐ-UBND"), SymbolWrong),
    (
        lambda docx: xml_changed(docx, lambda text: text.replace("<w:document", "<!DOCTYPE x><w:document")),
        UnsafePackage,
    ),
]


@pytest.mark.parametrize(("change", "error"), REFUSED)
def test_a_document_that_cannot_be_numbered_is_refused_before_anything_is_written(
    office: Office, change: Callable[[bytes], bytes], error: type[VanthuError]
) -> None:
    with pytest.raises(error):
        brought(office, change(made(NOTICE)))
    assert drafts.everything(office) == []
    assert office.register.entries() == []


def test_data_of_another_commune_take_no_number_of_this_one(office: Office) -> None:
    with pytest.raises(AgencyMismatch, match="QUÂN HÀ"):
        single_documents.new(office, DECISION, data(DECISION, co_quan=["ỦY BAN NHÂN DÂN", "XÃ QUÂN HÀ"]), "x", COMMUNE)
    with pytest.raises(AgencyMismatch, match="của xã Quân Hà"):
        single_documents.new(office, DECISION, data(DECISION, dia_danh="Quân Hà"), "x", COMMUNE)
    assert drafts.everything(office) == []


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.APPROVED])
def test_an_edit_in_word_is_noticed_at_the_next_step_whatever_the_step(office: Office, state: State) -> None:
    id_ = drafted(office)
    for step in (State.SUBMITTED, State.APPROVED):
        if drafts.get(office, id_).state is not state:
            single_documents.move(office, id_, step)
    edit_in_word(office, drafts.get(office, id_), "Ban Bảo vệ trẻ em", "Ban Chăm sóc trẻ em")
    with pytest.raises(DraftChanged, match=r"van-ban\.docx"):
        single_documents.issue(office, id_)
    if state is State.DRAFT:
        with pytest.raises(DraftChanged):
            single_documents.move(office, id_, State.SUBMITTED)
    if state is State.SUBMITTED:
        with pytest.raises(DraftChanged):
            single_documents.move(office, id_, State.APPROVED)
    assert office.register.entries() == []


def test_an_edit_in_word_is_taken_as_the_document_and_issued(office: Office) -> None:
    id_ = drafted(office, NOTICE)
    edit_in_word(office, drafts.get(office, id_))
    with pytest.raises(DraftChanged):
        single_documents.change(office, id_, data(NOTICE), "x")
    one = word_drafts.take_docx(office, id_, None, {})
    assert (one.origin, one.drafters) == (Origin.EDITED, {"van-thu"})
    record = single_documents.issue(office, id_)
    assert WORDS[1] in text_of(office, record.path)
    assert making(office, record.path)["origin"] == "edited"
    assert faults(office) == []


def test_an_edit_in_word_is_dropped_only_where_the_clerk_says_so(office: Office) -> None:
    id_ = drafted(office, NOTICE)
    edit_in_word(office, drafts.get(office, id_))
    single_documents.change(office, id_, data(NOTICE), "x", force=True)
    record = single_documents.issue(office, id_)
    assert WORDS[0] in text_of(office, record.path)
    assert "origin" not in making(office, record.path)


def test_an_edit_after_submission_is_taken_once_the_draft_was_returned(office: Office) -> None:
    id_ = drafted(office, NOTICE)
    single_documents.move(office, id_, State.SUBMITTED)
    edit_in_word(office, drafts.get(office, id_))
    with pytest.raises(StepRefused):
        word_drafts.take_docx(office, id_, None, {})
    single_documents.move(office, id_, State.DRAFT, "đã sửa trong Word")
    word_drafts.take_docx(office, id_, None, {})
    single_documents.move(office, id_, State.SUBMITTED)
    single_documents.move(office, id_, State.APPROVED)
    assert WORDS[1] in text_of(office, single_documents.issue(office, id_).path)


def test_data_changed_after_approval_are_not_issued(office: Office) -> None:
    clerk, head = four_eyes(office)
    id_ = drafted(clerk)
    single_documents.move(clerk, id_, State.SUBMITTED)
    single_documents.move(head, id_, State.APPROVED)
    file = clerk.files.draft(id_).data
    file.write_text(file.read_text("utf-8").replace("Nguyễn Văn A", "Trần Văn B"), "utf-8")
    with pytest.raises(DraftChanged, match=r"du-lieu\.json"):
        single_documents.issue(clerk, id_)
    clerk.close()
    head.close()


def test_an_approval_that_the_ledger_does_not_have_is_none(office: Office) -> None:
    """Steps, data and digests rewritten by hand: the ledger knows what was approved."""
    clerk, head = four_eyes(office)
    id_ = drafted(clerk)
    single_documents.move(clerk, id_, State.SUBMITTED)
    single_documents.move(head, id_, State.APPROVED)
    approved = json.loads(clerk.files.draft(id_).facts.read_bytes())
    single_documents.move(head, id_, State.DRAFT, "còn thiếu")
    single_documents.change(clerk, id_, data(DECISION, trich_yeu="Việc khác"), "x")
    facts = json.loads(clerk.files.draft(id_).facts.read_bytes())
    already = [*facts["steps"], {**facts["steps"][-1], "state": "issued"}]
    for steps, error in ((approved["steps"], NotApproved), (already, StepRefused)):
        clerk.files.draft(id_).facts.write_text(json.dumps({**facts, "steps": steps}), "utf-8")
        with pytest.raises(error):
            single_documents.issue(clerk, id_)
    assert clerk.register.entries() == []
    clerk.close()
    head.close()


def test_submissions_approvals_and_returns_are_in_the_ledger(office: Office) -> None:
    id_ = drafted(office)
    one = single_documents.move(office, id_, State.SUBMITTED)
    single_documents.move(office, id_, State.DRAFT, "thiếu căn cứ")
    single_documents.move(office, id_, State.SUBMITTED)
    single_documents.move(office, id_, State.APPROVED)
    entered = [(entry.action, entry.note) for entry in office.ledger.entries() if entry.path == one.identity]
    assert entered == [
        (Action.SUBMITTED, one.digest),
        (Action.RETURNED, "thiếu căn cứ"),
        (Action.SUBMITTED, one.digest),
        (Action.APPROVED, one.digest),
    ]
    record = single_documents.issue(office, id_)
    assert making(office, record.path)["approved_digest"] == one.digest
    assert faults(office) == []


def test_a_draft_of_an_earlier_version_goes_on(office: Office) -> None:
    """One whose facts have no digests, no origin."""
    id_ = drafted(office)
    file = office.files.draft(id_).facts
    new = ("origin", "reason", "cleaned", "docx_digest", "data_digest")
    kept = {name: value for name, value in json.loads(file.read_bytes()).items() if name not in new}
    file.write_text(json.dumps(kept), "utf-8")
    single_documents.move(office, id_, State.SUBMITTED)
    edit_in_word(office, drafts.get(office, id_), "Ban Bảo vệ trẻ em", "Ban Chăm sóc trẻ em")
    with pytest.raises(DraftChanged):
        single_documents.move(office, id_, State.APPROVED)


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.name)
def test_a_document_with_residue_is_neither_submitted_nor_issued_until_it_is_cleaned(
    office: Office, kind: Kind
) -> None:
    if kind is Kind.TEMPLATE:
        with pytest.raises(UnsafePackage):
            brought(office, with_residue(kind))
        return
    one = brought(office, with_residue(kind))
    with pytest.raises(ResidueLeft):
        single_documents.move(office, one.id, State.SUBMITTED)
    with pytest.raises(ResidueLeft):
        single_documents.issue(office, one.id)
    assert office.register.entries() == []
    word_drafts.take_docx(office, one.id, None, {}, clean=True)
    record = single_documents.issue(office, one.id)
    assert kind.value in making(office, record.path)["cleaned"]
    assert b"XYZ" not in office.store.read(record.path)[document_object.DOCX]


def test_a_relation_that_the_text_does_not_name_is_refused(office: Office) -> None:
    old = single_documents.issue(office, drafted(office))
    meant = Meant(Relation.RECALLS, old.path)
    with pytest.raises(RelationRefused, match="không nhắc đến"):
        word_drafts.new(office, made(NOTICE), COMMUNE, {}, meant)
    for other in ("11/QĐ-UBND", "01/QĐ-UBND-VX", "01/QĐ-HĐND"):
        named = reworded(made(NOTICE), WORDS[0], f"Thu hồi văn bản số {other}")
        with pytest.raises(RelationRefused, match="không nhắc đến"):
            word_drafts.new(office, named, COMMUNE, {}, meant)
    for spaced in ("01/QĐ-UBND", "1/QĐ-UBND", "01 / QĐ - UBND"):
        named = reworded(made(NOTICE), WORDS[0], f"Thu hồi văn bản số {spaced} của xã")
        assert word_drafts.new(office, named, COMMUNE, {}, meant).target == old.path


def test_a_document_of_a_cycle_is_replaced_with_its_table_and_its_annex(issued: Office) -> None:
    old = next(one for one in issued.catalogue.everything() if one.template_id == "qd-cong-nhan")
    meant = Meant(Relation.REPLACES, old.path)
    one = word_drafts.new_from_issued(issued, old, meant, old.unit_code)
    with pytest.raises(RelationRefused, match="không nhắc đến"):
        single_documents.issue(issued, one.id)
    citation = f"{old.type_title} số {old.code} ngày 22 tháng 11 năm 2024 của Ủy ban nhân dân huyện Bạch Thông"
    edit_in_word(issued, one, "có hiệu lực", f"thay thế {citation} {old.subject.lower()} và có hiệu lực")
    edit_in_word(issued, one, "Cẩm Giàng", "Cẩm Giàng (sửa)")
    word_drafts.take_docx(issued, one.id, None, {})
    new = single_documents.issue(issued, one.id, "thử")
    assert (str(new.code), new.target) == ("03/QĐ-UBND", old.path)
    text = text_of(issued, new.path)
    assert "Số: 03/QĐ-UBND" in text
    assert f"thay thế {citation}" in text
    assert text.count("Cẩm Giàng (sửa)") >= 1
    assert len(text) > 0.9 * len(text_of(issued, old.path))
    assert faults(issued) == []


def test_a_killed_issue_of_a_word_file_goes_on_with_the_same_number(office: Office) -> None:
    id_ = brought(office, written_by_hand("Số:    /TB-UBND", "Cẩm Giàng, ngày    tháng    năm 2024")).id
    office.close()
    for folder in killed_at_each_step(office.folder, f"single_documents.issue(office, '{id_}', 'x')"):
        after = open_office(folder, clock=lambda: NOON)
        record = single_documents.issue(after, id_, "x")
        assert (str(record.code), len(after.register.entries())) == ("01/TB-UBND", 1)
        assert "Số: 01/TB-UBND" in text_of(after, record.path)
        assert faults(after) == []
        assert judged(after.store) == ([], 1)
        after.close()


def test_a_preview_takes_nothing_and_shows_what_would_be_issued(office: Office) -> None:
    one = brought(office, written_by_hand("Số:    /TB-UBND", "Cẩm Giàng, ngày    tháng    năm 2024"))
    found = single_documents.preview(office, one.id)
    assert (str(found.record.code), found.record.path) == ("01/TB-UBND", "2024/02008-xa-cam-giang/tb-00001-ubnd")
    assert found.checked.errors
    assert office.register.entries() == []


def test_a_clerk_brings_a_word_file_and_takes_it_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "vp"
    assert run(["init", str(folder), "--name", "x"]) == 0
    (tmp_path / "cv.docx").write_bytes(made(LETTER))

    def document(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        status = run(["--office", str(folder), "document", *arguments])
        said = capsys.readouterr()
        return status, said.out + said.err

    status, told = document("new", "--docx", str(tmp_path / "cv.docx"), "--unit", COMMUNE)
    assert status == 0
    for said in ("Loại: công văn", "Ký hiệu: UBND-VX", "số 01/UBND-VX"):
        assert said in told
    id_ = told.split("dự thảo ")[1].split(":")[0]
    file = folder / "du-thao" / id_ / "van-ban.docx"
    file.write_bytes(reworded(file.read_bytes(), WORDS[0], WORDS[1]))
    assert document("issue", id_) == (6, document("issue", id_)[1])
    assert "đã bị sửa sau khi lập" in document("submit", id_)[1]
    assert document("change", id_, "--docx")[0] == 0
    assert document("issue", id_, "--dry-run")[0] == 0
    assert document("change", id_, "--docx", str(tmp_path / "cv.docx"), "--subject", "việc khác")[0] == 0
    status, told = document("issue", id_)
    assert (status, "01/UBND-VX" in told) == (0, True)
    assert DocumentType.OFFICIAL_LETTER.title in told.lower()


@pytest.mark.parametrize(("answer", "status"), [("n", ExitCode.INTERRUPTED), ("c", ExitCode.DONE)])
def test_issuing_without_approval_asks_once_at_a_terminal(
    office: Office, monkeypatch: pytest.MonkeyPatch, answer: str, status: ExitCode
) -> None:
    id_ = drafted(office)
    asked: list[str] = []

    def answered(question: str) -> str:
        asked.append(question)
        return answer

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", answered)
    assert run(["--office", str(office.folder), "document", "issue", id_]) == status
    assert len(asked) == 1
    assert len(office.register.entries()) == (status is ExitCode.DONE)


def test_what_is_approved_is_issued_without_a_question(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = drafted(office)
    single_documents.move(office, id_, State.SUBMITTED)
    single_documents.move(office, id_, State.APPROVED)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    assert run(["--office", str(office.folder), "document", "issue", id_]) == ExitCode.DONE


_NOTICE = recognise(made(NOTICE), "x.docx")


def page(*agency: str, parent: tuple[str, ...] = (), **facts: Any) -> RecognisedDocument:
    """Return the facts of a page, as they are held against a unit."""

    return replace(_NOTICE, agency=agency, parent=parent, place="", **facts)


GOOD = [
    ("063", page("PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", parent=("UBND HUYỆN BẠCH THÔNG",), symbol="TB-LĐTBXH")),
    ("063", page("BAN CHỈ HUY QUÂN SỰ", parent=("HUYỆN BẠCH THÔNG",), symbol="TB-BCH")),
    ("063", page("BẢO HIỂM XÃ HỘI HUYỆN BẠCH THÔNG", symbol="TB-BHXH")),
    ("063", page("BAN QUẢN LÝ DỰ ÁN", parent=("UBND HUYỆN BẠCH THÔNG",), symbol="TB-BQLDA")),
    ("02008", page("BAN CHỈ HUY QUÂN SỰ XÃ CẨM GIÀNG", symbol="TB-BCH")),
    ("02008", page("ỦY BAN NHÂN DÂN XÃ CẨM GIÀNG", parent=("HUYỆN BẠCH THÔNG",))),
    ("02008", page("ỦY BAN NHÂN DÂN", "XÃ CẨM GIÀNG", "HUYỆN BẠCH THÔNG")),
    ("02008", page("UBND XÃ CẨM GIÀNG", parent=("UBND HUYỆN BẠCH THÔNG",))),
    ("06", page("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", parent=("UBND TỈNH BẮC KẠN",), symbol="TB-SLĐTBXH")),
    ("06", page("SỞ NỘI VỤ", parent=("UBND T. BẮC KẠN",), symbol="TB-SNV")),
    ("02008", page("HỘI ĐỒNG NHÂN DÂN", "XÃ CẨM GIÀNG", symbol="TB-HĐND", authority=("TM. HỘI ĐỒNG NHÂN DÂN",))),
]  # fmt: skip
BAD = [
    ("02008", page("ỦY BAN NHÂN DÂN", "HUYỆN CẨM GIÀNG")),
    ("06", page("ỦY BAN NHÂN DÂN", "THÀNH PHỐ BẮC KẠN")),
    ("02008", page("UBND XÃ CẨM GIÀNG", parent=("UBND HUYỆN NGÂN SƠN",))),
    ("02008", page("ỦY BAN NHÂN DÂN")),
    ("02008", page("ỦY BAN NHÂN DÂN", "HUYỆN BẠCH THÔNG")),
    ("02008", page("ỦY BAN NHÂN DÂN", "XÃ CẨM GIÀNG", authority=("TM. ỦY BAN NHÂN DÂN HUYỆN BẠCH THÔNG",))),
    ("02008", page("ỦY BAN NHÂN DÂN", "XÃ CẨM GIÀNG", power=("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ QUÂN HÀ",))),
    ("063", page("PHÒNG NỘI VỤ", parent=("UBND HUYỆN BẠCH THÔNG",), symbol="TB-UBND")),
    ("063", page("PHÒNG NỘI VỤ", parent=("UBND HUYỆN BẠCH THÔNG",), symbol="TB-PNV")),  # signed TM. ỦY BAN NHÂN DÂN
]  # fmt: skip
DAY = date(2024, 11, 5)


@pytest.mark.parametrize(("code", "stated"), GOOD)
def test_the_heads_of_real_offices_are_their_units(code: str, stated: RecognisedDocument) -> None:
    signed = stated.authority if "UBND" in stated.symbol or "HĐND" in stated.symbol else ("TRƯỞNG PHÒNG",)
    agency_match.refuse_mismatch(replace(stated, authority=signed), units().at(code, DAY), DAY)


@pytest.mark.parametrize(("code", "stated"), BAD)
def test_the_head_of_another_unit_or_body_takes_no_number(code: str, stated: RecognisedDocument) -> None:
    with pytest.raises(AgencyMismatch):
        agency_match.refuse_mismatch(stated, units().at(code, DAY), DAY)


@pytest.mark.parametrize("symbol", ["QĐ-UBND", "DT-UBND", "2024/TB-UBND", "TB", "UBND"])
def test_a_symbol_of_another_type_opens_no_book_of_its_own(office: Office, symbol: str) -> None:
    with pytest.raises(SymbolWrong):
        brought(office, reworded(made(NOTICE), "/TB-UBND", f"/{symbol}"))


@pytest.mark.parametrize("symbol", ["TB–UBND", "TB\u2011UBND", "TB - UBND"])
def test_a_symbol_is_the_same_however_its_dash_is_typed(office: Office, symbol: str) -> None:
    record = single_documents.issue(office, brought(office, reworded(made(NOTICE), "/TB-UBND", f"/{symbol}")).id, "x")
    assert (str(record.code), record.agency) == ("01/TB-UBND", COMMUNE)


def test_what_the_page_states_is_not_corrected(office: Office) -> None:
    for correction in ({"ky_hieu": "TB-PNV"}, {"loai": "quyết định"}):
        with pytest.raises(CorrectionRefused):
            word_drafts.new(office, made(NOTICE), COMMUNE, correction)


def test_another_file_drops_the_corrections_of_the_one_before(office: Office) -> None:
    one = brought(office, trich_yeu="Cũ")
    assert word_drafts.facts(office, word_drafts.take_docx(office, one.id, None, {})).subject == "Cũ"
    taken = word_drafts.take_docx(office, one.id, made(NOTICE, trich_yeu="Về việc mới"), {})
    assert word_drafts.facts(office, taken).subject == "Về việc mới"


def test_a_copy_issued_unchanged_does_not_name_its_target_by_its_own_number(make_office: Callable[..., Office]) -> None:
    before = make_office()
    old = single_documents.issue(before, drafted(before, DECISION, ngay="2023-11-06"))
    one = word_drafts.new_from_issued(before, old, Meant(Relation.REPLACES, old.path), COMMUNE)
    with pytest.raises(RelationRefused, match="không nhắc đến"):
        single_documents.issue(before, one.id, "x")


@pytest.mark.parametrize("spoilt", ["[]", "x{", "null"])
def test_spoilt_facts_of_a_word_draft_are_said_in_vietnamese(office: Office, spoilt: str) -> None:
    one = brought(office)
    office.files.draft(one.id).data.write_text(spoilt, "utf-8")
    with pytest.raises(DraftChanged, match=r"du-lieu\.json"):
        single_documents.issue(office, one.id)
    word_drafts.take_docx(office, one.id, None, {})
    assert single_documents.issue(office, one.id).number == 1


@pytest.mark.parametrize("on", [date(2024, 11, 5), date(2025, 9, 1)])
def test_every_unit_of_the_country_may_take_its_own_numbers(on: date) -> None:
    """Also "THỊ XÃ NGHĨA LỘ", though there is a xã Nghĩa Lộ, and "QUẬN 1"."""
    communes = units().communes(on)
    above = {commune.parent_code: units().at(commune.parent_code, on) for commune in communes}
    for unit in (*communes[::7], *above.values()):
        for lines in (("ỦY BAN NHÂN DÂN", unit.name.upper()), (f"UBND {unit.name.upper()}",)):
            agency_match.refuse_mismatch(replace(page(*lines), place=unit.proper_name), unit, on)
