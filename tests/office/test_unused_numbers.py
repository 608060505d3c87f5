"""Unused numbers: void or reserved with a reason.

In the register for good, whatever is lost.
"""

import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from archive import unused_numbers
from archive.ledger import Action
from archive.register import NumberRequest
from archive.unused_numbers import NumbersUnreadable
from cli.main import run
from doc_engine.document import DocumentCode
from doc_engine.docx_text import plain_text
from doc_engine.pdf import find_libreoffice
from doc_engine.workbook import Reading
from office.integrity import verification
from office.issue import batch, registers
from office.issue.planning import Choice
from office.issue.registers import DayOutOfPlace, NumberNotFree
from office.office import Office
from tests.conftest import require
from tests.support.offices import NOON, open_office

DECISIONS = Choice(frozenset({"ke-hoach-huyen", "qd-thanh-lap-hoi-dong"}))
DAY = date(2024, 3, 1)


def request(identity: str = "", day: date = DAY) -> NumberRequest:
    return NumberRequest("063", 2024, "QĐ", "QĐ-UBND", day, identity)


def book(office: Office) -> list[tuple[str, bool, str, str]]:
    return [(str(one.code), one.issued, one.void, one.reserved) for one in office.register.entries(2024, "063")]


def test_a_reserved_number_is_passed_over_and_stays_in_the_book(office: Office, reading: Reading) -> None:
    taken = registers.reserve(office, request(), "quyết định soạn tay")
    assert (str(taken.code), taken.reserved) == ("01/QĐ-UBND", "quyết định soạn tay")
    report = batch.issue(office, reading, DECISIONS)
    assert {one.code for one in report.made} == {"01/KH-UBND", "02/QĐ-UBND"}
    assert ("01/QĐ-UBND", False, "", "quyết định soạn tay") in book(office)


def test_a_voided_number_is_never_given_again(office: Office) -> None:
    (pending,) = office.register.take([request("a")])
    registers.void(office, "063", 2024, pending.code, "viết hỏng")
    assert book(office) == [("01/QĐ-UBND", False, "viết hỏng", "")]
    (again,) = office.register.take([request("a")])
    assert str(again.code) == "02/QĐ-UBND"
    assert [one.action for one in office.ledger.entries()] == [Action.VOIDED]


def test_the_registry_database_rebuilt_from_the_archive_is_the_same(office: Office, reading: Reading) -> None:
    registers.reserve(office, request(), "giữ")
    registers.void(office, "063", 2024, registers.reserve(office, request(), "giữ nữa").code, "không cần nữa")
    batch.issue(office, reading, DECISIONS)
    before = book(office)
    office.close()
    shutil.rmtree(office.folder / "so")
    reopened = open_office(office.folder, clock=lambda: NOON)
    verification.rebuild(reopened)
    assert book(reopened) == before
    (taken,) = reopened.register.take([request("moi", date(2024, 12, 1))])
    assert taken.code.number == 4
    reopened.close()


def test_what_has_a_document_or_was_never_given_is_not_voided(office: Office, reading: Reading) -> None:
    batch.issue(office, reading, DECISIONS)
    for number in (1, 9):
        with pytest.raises(NumberNotFree):
            registers.void(office, "063", 2024, DocumentCode(number, "QĐ-UBND"), "x")
    with pytest.raises(DayOutOfPlace):
        registers.reserve(office, request(day=date(2024, 12, 31)), "x")
    assert not (office.store.root / unused_numbers.FILE).exists()


def test_a_damaged_list_of_such_numbers_stops_new_ones(office: Office, reading: Reading) -> None:
    (office.store.root / unused_numbers.FILE).write_text("[{", encoding="utf-8")
    with pytest.raises(NumbersUnreadable):
        batch.issue(office, reading, DECISIONS)
    assert office.register.entries() == []


def test_a_clerk_reserves_voids_and_sees_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = ["--office", str(tmp_path / "vp")]
    assert run(["init", str(tmp_path / "vp"), "--name", "x"]) == 0
    place = ["--agency", "063"]
    asked = ["--type", "QĐ", "--symbol", "QĐ-UBND", "--day", "1/3/2024", "--reason", "soạn tay"]
    assert run([*office, "register", "reserve", *place, *asked]) == 0
    assert run([*office, "register", "void", "1/QĐ-UBND", *place, "--year", "2024", "--reason", " "]) == 2
    assert run([*office, "register", "void", "01/QĐ-UBND", *place, "--year", "2024", "--reason", "thôi"]) == 0
    assert run([*office, "register", "void", "01/QĐ-UBND", *place, "--year", "2024", "--reason", "thôi"]) == 6
    assert run([*office, "register", "list"]) == 0
    assert "đã hủy: thôi" in capsys.readouterr().out
    assert run([*office, "register", "list", "--missing", "--json"]) == 0
    assert capsys.readouterr().out.strip() == "[]"
    assert run([*office, "audit", "show"]) == 0
    assert "hủy số" in capsys.readouterr().out


def test_an_agency_typed_without_marks_is_the_one_in_the_book(office: Office, reading: Reading) -> None:
    batch.issue(office, reading, Choice())
    office.close()
    asked = ["--type", "TTr", "--symbol", "TTr-HĐXD", "--day", "30/11/2024", "--reason", "soạn tay"]
    command = ["--office", str(office.folder), "register", "reserve", "--agency", "063/HDXD", *asked]
    assert run(command) == 0
    (council,) = {one.agency for one in office.register.entries() if one.agency.startswith("063/H")}
    numbers = [one.number for one in office.register.entries(2024, council) if one.series == "TTr"]
    assert numbers == [1, 2]
    asked[3] = "tờ trình lạ/ 5"
    assert run([*command[:6], *asked]) != 0


def test_the_printed_register_shows_them_with_their_reason(
    office: Office, reading: Reading, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    require(find_libreoffice(), "LibreOffice")
    registers.void(office, "063", 2024, registers.reserve(office, request(), "giữ").code, "viết hỏng")
    registers.reserve(office, request(day=date(2024, 3, 2)), "quyết định soạn tay")
    batch.issue(office, reading, DECISIONS)
    office.close()
    command = ["--office", str(office.folder), "register", "print", "--agency", "063", "--year", "2024", "-o"]
    for kind in ("docx", "xlsx", "pdf"):
        assert run([*command, str(tmp_path / f"so.{kind}")]) == 0
    assert run([*command, str(tmp_path / "so.txt")]) == 2
    rows = [[cell.value for cell in row] for row in load_workbook(tmp_path / "so.xlsx").worksheets[0].iter_rows()]
    assert (len(rows[0]), [row[0] for row in rows[1:]]) == (
        10,
        ["01/QĐ-UBND", "02/QĐ-UBND", "01/KH-UBND", "03/QĐ-UBND"],
    )
    assert [row[2] for row in rows[1:3]] == [
        "Số đã hủy: viết hỏng",
        "Số giữ cho văn bản làm ở ngoài: quyết định soạn tay",
    ]
    shown = plain_text((tmp_path / "so.docx").read_bytes())
    printed = "".join(page.extract_text() for page in PdfReader(tmp_path / "so.pdf").pages)
    assert "Từ số 01/QĐ-UBND đến số 03/QĐ-UBND" in shown
    assert "Số đã hủy: viết hỏng" in shown
    assert "01/KH-UBND" in "".join(printed.split())
