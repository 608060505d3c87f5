"""Case files: automatic, opened by a plan, filled, closed; intact after any crash."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive import casefile
from archive.casefile import CONTENT, FileState
from archive.ledger import Action
from archive.metadata import DocumentRecord, Relation
from archive.ocfl import Version
from archive.retention import FILE, PERMANENT, RetentionPeriod
from archive.store import NewObject
from cli.main import run
from doc_engine.data_form import FilledForm
from doc_engine.errors import InputRejected
from doc_engine.nd30 import lists
from doc_engine.workbook import read
from office.integrity import verification
from office.issue import batch, single_documents
from office.issue.planning import Choice
from office.office import Office
from office.records import case_files, file_plan
from office.records.case_files import (
    CaseFileEmpty,
    CaseFileExists,
    CaseFileNotFound,
    CaseFileSettled,
    CloseDayNotCome,
    CloseDayTooEarly,
    PeriodMissing,
    TitleWrong,
    Wanted,
)
from tests.conftest import EXAMPLE
from tests.support.archives import judged
from tests.support.documents import DECISION, LETTER, drafted
from tests.support.killing import killed_at_each_step
from tests.support.offices import NOON, faults, open_office

LEAD, COMMUNE = "2024/063-huyen-bach-thong", "2024/02008-xa-cam-giang"
PLAN, DECISION_PATH = f"{LEAD}/kh-00001-ubnd", f"{LEAD}/qd-00002-ubnd"
BY_HAND = Wanted("01.VX", 2024)


def codes(office: Office, year: int = 2024, agency: str = "") -> list[str]:
    return [str(one.file.code) for one in case_files.listed(office, year, agency)]


def opened(office: Office, code: str = "01.VX", retention: str = "10 năm") -> Wanted:
    case_files.open_all(office, [case_files.new(office, "063", 2024, code, "Kế hoạch trẻ em", retention)])
    return Wanted(code, 2024)


def records(office: Office, wanted: Wanted) -> list[DocumentRecord]:
    return case_files.documents_of(office, case_files.get(office, wanted).file)


def test_the_cycle_of_each_commune_is_a_file_by_itself(issued: Office) -> None:
    found = [one for one in case_files.listed(issued, 2024, "063") if "ĐG" in one.file.code.symbol]
    assert len(found) == 15  # and the district's own
    one = case_files.get(issued, Wanted("02008.dg", 2024)).file
    assert one.title == "Hồ sơ đánh giá, công nhận xã Cẩm Giàng phù hợp với trẻ em năm 2024"
    units = {path.split("/")[1] for path in one.documents}
    assert units == {"063-huyen-bach-thong", "02008-xa-cam-giang"}
    days = [record.issued_on for record in case_files.documents_of(issued, one)]
    assert days == sorted(days)
    assert sum(path.startswith(COMMUNE) for path in one.documents) == 5
    assert list(issued.store.case_files()) == []  # nothing was stored for it


def test_one_document_lies_in_several_files_and_once_in_the_archive(issued: Office) -> None:
    case_files.close(issued, [Wanted("02008.dg", 2024), Wanted("01969.dg", 2024)], None, "10 năm")
    assert len(issued.filed.holding([DECISION_PATH])[DECISION_PATH]) == 2
    for path in issued.store.case_files():
        assert set(issued.store.read(path)) == {CONTENT}


def test_the_outgoing_documents_of_a_unit_are_a_file_that_names_what_it_lacks(issued: Office) -> None:
    from archive.register import NumberRequest
    from office.issue import registers

    registers.reserve(issued, NumberRequest("02008", 2024, "BC", "BC-UBND", date(2024, 11, 20), ""), "giữ")
    one = case_files.get(issued, Wanted("02008.vbd", 2024)).file
    assert (one.agency, len(one.documents)) == ("02008", 5)
    assert "BC-UBND: 01 đến 02, khuyết 02" in one.note


def test_what_is_done_to_a_document_later_lies_in_its_cycle_too(issued: Office) -> None:
    target = issued.catalogue.by_path(f"{COMMUNE}/qd-00001-ubnd")
    assert target is not None
    before = len(records(issued, Wanted("02008.dg", 2024)))
    single_documents.issue(issued, drafted(issued, LETTER, (Relation.CORRECTS, target.path)))
    assert len(records(issued, Wanted("02008.dg", 2024))) == before + 1


def test_a_file_is_opened_filled_and_closed(issued: Office) -> None:
    wanted = opened(issued)
    case_files.add(issued, wanted, [DECISION_PATH, PLAN])
    assert [record.path for record in records(issued, wanted)] == [PLAN, DECISION_PATH]  # in the order of time
    case_files.remove(issued, wanted, [DECISION_PATH])
    (closed,) = case_files.close(issued, [wanted], date(2024, 11, 30))
    assert (closed.state, closed.over_on) == (FileState.CLOSED, date(2035, 1, 1))
    with pytest.raises(CaseFileSettled):
        case_files.add(issued, wanted, [DECISION_PATH])
    assert faults(issued) == []
    assert judged(issued.store) == ([], 81)
    assert len(issued.ledger.documents()) == 81


def test_closing_settles_what_has_gathered_itself(issued: Office) -> None:
    (closed,) = case_files.close(issued, [Wanted("02008.vbd", 2024)], None, "vĩnh viễn")
    single_documents.issue(issued, drafted(issued, DECISION))  # of the same commune, the same year
    listed = case_files.get(issued, Wanted("02008.vbd", 2024))
    assert (listed.written, listed.file.documents) == (True, closed.documents)


def test_an_automatic_file_goes_on_gathering_while_it_is_held(issued: Office) -> None:
    wanted = Wanted("02008.vbd", 2024)
    case_files.hold(issued, wanted, "thanh tra")
    before = len(records(issued, wanted))
    single_documents.issue(issued, drafted(issued, DECISION))
    assert len(records(issued, wanted)) == before + 1


@pytest.mark.parametrize("do", [case_files.add, case_files.remove])
def test_nobody_puts_by_hand_into_a_file_that_gathers_itself(issued: Office, do: Callable[..., object]) -> None:
    with pytest.raises(CaseFileSettled, match="tự gom"):
        do(issued, Wanted("02008.dg", 2024), [PLAN])


def test_the_period_is_said_at_the_latest_when_a_file_is_closed(issued: Office) -> None:
    with pytest.raises(PeriodMissing):  # the table knows none
        case_files.close(issued, [Wanted("02008.dg", 2024)])
    with pytest.raises(PeriodMissing):  # the table has one that nobody has confirmed
        case_files.close(issued, [Wanted("02008.vbd", 2024)])
    table = issued.folder / FILE
    table.write_text(table.read_text("utf-8").replace("xac_nhan = false", "xac_nhan = true"), "utf-8")
    (closed,) = case_files.close(issued, [Wanted("02008.vbd", 2024)])
    assert closed.retention == PERMANENT


def test_all_or_none_are_closed(issued: Office) -> None:
    with pytest.raises(CaseFileEmpty):
        case_files.close(issued, [Wanted("02008.dg", 2024), opened(issued)], None, "5 năm")
    with pytest.raises(CloseDayNotCome):
        case_files.close(issued, [Wanted("02008.dg", 2024)], date(2025, 1, 1), "5 năm")
    assert not case_files.get(issued, Wanted("02008.dg", 2024)).written


def test_what_is_there_is_not_opened_again(issued: Office) -> None:
    opened(issued)
    for code in ("01.vx", "02008.ĐG-XPHTEMH"):
        with pytest.raises(CaseFileExists):
            opened(issued, code)


def test_a_file_of_several_units_with_one_code_asks_which(issued: Office) -> None:
    opened(issued)
    case_files.open_all(issued, [case_files.new(issued, "02008", 2024, "01.VX", "Của xã", "5")])
    with pytest.raises(CaseFileNotFound, match="nhiều đơn vị"):
        case_files.get(issued, BY_HAND)
    assert case_files.get(issued, Wanted("01.vx", 2024, "02008")).file.title == "Của xã"


def plan_form(*rows: Mapping[str, object]) -> FilledForm:
    data = {**lists.sample(lists.FILE_LIST), "nam": 2024, "cac_dong": list(rows)}
    return FilledForm(data)


def row(code: str, title: str = "x", period: str = "5 năm") -> dict[str, object]:
    return {"ky_hieu": code, "tieu_de": title, "thoi_han": period, "nguoi_lap": "Nguyễn Văn A", "ghi_chu": ""}


def test_a_plan_opens_all_its_files_and_passes_over_headings(issued: Office) -> None:
    heading = {"ky_hieu": "", "tieu_de": "I. VĂN XÃ", "thoi_han": "", "nguoi_lap": "", "ghi_chu": ""}
    files = file_plan.files_of(issued, "063", plan_form(heading, row("01.VX", "Trẻ em"), row("2.vx")), "dm.xlsx")
    case_files.open_all(issued, files)
    assert {"01.VX", "02.VX"} <= set(codes(issued, 2024, "063"))
    assert faults(issued) == []


def test_everything_wrong_in_a_plan_is_reported_at_once(issued: Office) -> None:
    opened(issued)
    form = plan_form(row("01.VX"), row("VX"), row("03.VX", period="lâu"), row("04.VX"), row("4.vx"))
    with pytest.raises(InputRejected) as rejected:
        file_plan.files_of(issued, "063", form, "dm.xlsx")
    said = [(one.code, one.place.heading) for one in rejected.value.problems]
    assert said == [
        ("HS-03", "cac_dong.0.ky_hieu"),
        ("HS-01", "cac_dong.1.ky_hieu"),
        ("TH-01", "cac_dong.2.thoi_han"),
        ("HS-03", "cac_dong.4.ky_hieu"),
    ]


def test_files_come_back_from_the_archive_alone(issued: Office) -> None:
    wanted = opened(issued)
    case_files.add(issued, wanted, [PLAN])
    case_files.hold(issued, wanted, "khiếu nại")
    before = case_files.listed(issued, 2024)
    issued.close()
    shutil.rmtree(issued.folder / "so")
    reopened = open_office(issued.folder, clock=lambda: NOON)
    verification.rebuild(reopened)
    assert case_files.listed(reopened, 2024) == before
    assert faults(reopened) == []
    reopened.close()


def test_a_lost_file_is_reported_and_holds_up_no_number(issued: Office) -> None:
    opened(issued)
    shutil.rmtree(issued.store.root / "ho-so")
    assert any("mất khỏi kho" in str(fault) for fault in faults(issued))
    single_documents.issue(issued, drafted(issued, DECISION))
    assert any("mất khỏi kho" in str(fault) for fault in faults(issued))


def test_a_file_changed_behind_the_program_is_reported_and_not_taken_up(issued: Office) -> None:
    wanted = opened(issued)
    path = case_files.get(issued, wanted).file.path
    forged = json.loads(issued.store.read(path)[CONTENT])
    forged["Title"] = "giả"
    issued.store.add_version(path, {CONTENT: json.dumps(forged).encode()}, Version(NOON, "x", "y", "urn:z"))
    with issued.change():
        pass
    assert any("khác với nhật ký" in str(fault) for fault in faults(issued))
    assert case_files.get(issued, wanted).file.title == "Kế hoạch trẻ em"


def planted(office: Office, path: str, **changes: object) -> None:
    """Add a valid version of a case file with changed fields, past the program.

    As somebody can who may write into the archive and knows its rules.
    """
    said = casefile.from_json(office.store.read(path)[CONTENT])
    forged = casefile.to_json(replace(said, **changes))  # type: ignore[arg-type]
    office.store.add_version(path, {CONTENT: forged}, Version(NOON, "giả", "x", "urn:x"))


@pytest.mark.parametrize("lose_books", [False, True])
def test_rebuilding_takes_up_no_version_that_somebody_else_wrote(issued: Office, lose_books: bool) -> None:
    """A forged version without hold or long period would let the file be destroyed."""
    wanted = opened(issued, retention="20 năm")
    case_files.hold(issued, wanted, "thanh tra")
    before = case_files.get(issued, wanted).file
    planted(issued, before.path, holds=(), retention=RetentionPeriod(1))
    issued.close()
    if lose_books:
        shutil.rmtree(issued.folder / "so")
    reopened = open_office(issued.folder, clock=lambda: NOON)
    verification.rebuild(reopened)
    assert case_files.get(reopened, wanted).file == before
    assert any("khác với nhật ký" in str(fault) for fault in faults(reopened))
    reopened.close()


def test_a_planted_file_is_reported_and_never_listed(issued: Office) -> None:
    one = case_files.new(issued, "063", 2024, "99.GIA", "Giả", "1")
    issued.store.put([NewObject(one.path, {CONTENT: casefile.to_json(one)}, Version(NOON, "x", "y", "urn:z"))])
    verification.rebuild(issued)
    assert "99.GIA" not in codes(issued)
    assert any("không có trong nhật ký" in str(fault) for fault in faults(issued))


def test_what_came_to_a_closed_cycle_is_a_file_of_its_own(issued: Office) -> None:
    case_files.close(issued, [Wanted("02008.vbd", 2024)], None, "5 năm")
    record = single_documents.issue(issued, drafted(issued, DECISION))
    later = case_files.get(issued, Wanted("02008.VBĐ-BS", 2024)).file
    assert (later.documents, later.title.endswith("(bổ sung)")) == ((record.path,), True)
    case_files.close(issued, [Wanted("02008.VBĐ-BS", 2024)], None, "5 năm")
    again = single_documents.issue(issued, drafted(issued, DECISION))
    assert case_files.get(issued, Wanted("02008.VBĐ-BSS", 2024)).file.documents == (again.path,)
    assert faults(issued) == []


def test_a_file_opened_by_hand_under_the_code_of_a_gathered_one_keeps_what_was_put_in(office: Office) -> None:
    case_files.open_all(office, [case_files.new(office, "02008", 2024, "02008.VBĐ", "Của ta", "5")])
    record = single_documents.issue(office, drafted(office, DECISION))
    assert case_files.get(office, Wanted("02008.VBĐ", 2024)).file.documents == ()
    assert case_files.get(office, Wanted("02008.VBĐ-BS", 2024)).file.documents == (record.path,)


def test_a_cycle_is_listed_though_something_of_it_was_recalled_after_the_district_had_ended(issued: Office) -> None:
    target = issued.catalogue.by_path(f"{COMMUNE}/qd-00001-ubnd")
    assert target is not None
    issued.close()
    later = open_office(issued.folder, clock=lambda: NOON.replace(year=2026))
    single_documents.issue(later, drafted(later, LETTER, (Relation.CORRECTS, target.path), ngay="2026-11-05"))
    assert len(records(later, Wanted("02008.dg", 2024))) == 16
    assert len(codes(later)) == 30
    later.close()


def test_a_unit_of_half_a_year_opens_files_in_it(issued: Office) -> None:
    for agency in ("063", "01849"):  # until June, and as another unit since July
        case_files.open_all(issued, [case_files.new(issued, agency, 2025, "01.VX", "x", "5")])


def test_the_same_file_named_twice_is_done_once(issued: Office) -> None:
    wanted = opened(issued)
    case_files.add(issued, wanted, [PLAN])
    assert len(case_files.close(issued, [wanted, Wanted("1.vx", 2024)], None, "5")) == 1
    assert faults(issued) == []


def test_a_file_is_not_closed_before_its_newest_document(issued: Office) -> None:
    wanted = opened(issued)
    case_files.add(issued, wanted, [DECISION_PATH])
    with pytest.raises(CloseDayTooEarly, match="22/11/2024"):
        case_files.close(issued, [wanted], date(2024, 11, 21))


@pytest.mark.parametrize("title", ["", "  ", "a\x00b", "x\x07y"])
def test_a_title_has_words_and_no_control_letters(office: Office, title: str) -> None:
    with pytest.raises(TitleWrong):
        case_files.new(office, "063", 2024, "01.VX", title)


@pytest.mark.parametrize("year", ["abc", "2024.0", "0", "1890", "99999", ""])
def test_a_plan_of_no_year_is_reported(issued: Office, year: str) -> None:
    form = FilledForm({**plan_form(row("01.VX")).data, "nam": year})
    with pytest.raises(InputRejected):
        file_plan.files_of(issued, "063", form, "dm.xlsx")


def test_killed_at_any_step_a_file_is_as_before_or_as_meant(office: Office) -> None:
    """Every sync, rename and registry write of opening a file and adding a document."""
    path = single_documents.issue(office, drafted(office)).path
    office.close()
    program = f"""
case_files.open_all(office, [case_files.new(office, "063", 2024, "01.VX", "x", "5")])
case_files.add(office, Wanted("01.VX", 2024), ["{path}"])
"""
    found = []
    for folder in killed_at_each_step(office.folder, program):
        after = open_office(folder, clock=lambda: NOON)
        with after.change():
            pass
        assert faults(after) == []
        assert len(after.ledger.documents()) == sum(1 for _ in after.store.paths())
        found.append([one.file.documents for one in case_files.listed(after, 2024) if one.file.title == "x"])
        after.close()
    assert [one for number, one in enumerate(found) if number == 0 or one != found[number - 1]] == [[], [()], [(path,)]]
    assert len(found) > 20


def test_the_commands_speak_to_a_clerk(issued: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office = ["--office", str(issued.folder)]
    issued.close()
    assert run([*office, "casefile", "open", "1.vx", "--year", "2024", "--agency", "063", "--title", "Trẻ em"]) == 0
    assert run([*office, "casefile", "add", "01.vx", "01/kh-ubnd", "--year", "2024"]) == 0  # of 15, the unit's own
    assert run([*office, "casefile", "show", "01.vx", "--year", "2024"]) == 0
    shown = capsys.readouterr().out
    assert "Đã mở hồ sơ 01.VX năm 2024: Trẻ em" in shown
    assert "1\t01/KH-UBND\t28/03/2024\tKế hoạch: Triển khai đánh giá" in shown
    assert "đang mở. Thời hạn bảo quản: chưa xác định" in shown
    assert run([*office, "casefile", "close", "01.vx", "--year", "2024"]) == 6
    assert "HS-05" in capsys.readouterr().err
    assert run([*office, "casefile", "close", "--gathered", "--year", "2024", "--retention", "20"]) == 0
    assert capsys.readouterr().out.count("Đã kết thúc hồ sơ") == 30
    assert run([*office, "casefile", "list", "--year", "2024", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {one["state"] for one in listed} == {"open", "closed"}
    assert run([*office, "casefile", "show", "99.x", "--year", "2024"]) == 5


def test_the_ledger_says_who_did_what_to_a_file(issued: Office) -> None:
    wanted = opened(issued)
    case_files.hold(issued, wanted, "thanh tra")
    case_files.release(issued, wanted, "đã có kết luận")
    said = [(one.action, one.note) for one in issued.ledger.entries() if one.path.startswith("ho-so/") and one.version]
    assert said == [
        (Action.CASE_OPENED, ""),
        (Action.CASE_CHANGED, "Giữ lại: thanh tra"),
        (Action.CASE_CHANGED, "Thôi giữ lại: đã có kết luận"),
    ]
    assert issued.store.head(case_files.get(issued, wanted).file.path) == "v3"
    assert faults(issued) == []
    assert judged(issued.store) == ([], 81)


def test_a_programme_whose_id_has_a_colon_has_its_case_files(office: Office, tmp_path: Path) -> None:
    """They were lost silently when the identity was split at each colon."""
    source = EXAMPLE.parent
    shutil.copytree(source, tmp_path / "ky")
    programme = tmp_path / "ky" / "chuong-trinh-minh-hoa.toml"
    text = programme.read_text("utf-8")
    programme.write_text(text.replace('"xa-phu-hop-tre-em-minh-hoa"', '"tre-em:minh-hoa"'), "utf-8")
    reading = read(tmp_path / "ky" / EXAMPLE.name, office.templates)
    assert len(batch.issue(office, reading, Choice(frozenset({"ke-hoach-huyen"}))).made) == 1
    assert len(batch.issue(office, reading, Choice(frozenset({"ke-hoach-xa"}))).made) == 14
    cycles = [one for one in case_files.listed(office, 2024) if "Hồ sơ đánh giá" in one.file.title]
    assert len(cycles) == 15
