"""An office that begins in the middle of a year, after its paper numbers.

Its numbers follow them, whatever is lost.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from archive import paper_numbers
from archive.paper_numbers import EarlierNumbersUnreadable, PaperNumbers
from archive.register import SHARED, DateRunsBackwards, SeriesBegun, SeriesChanged
from cli.main import run
from doc_engine.units import UnitNotFound
from doc_engine.workbook import Reading
from office.integrity import verification
from office.issue import batch, registers
from office.issue.planning import Choice
from office.issue.registers import DayOutOfPlace
from office.office import Office
from tests.support.offices import NOON, open_office

JUNE = date(2024, 6, 30)
DECISIONS = Choice(frozenset({"ke-hoach-huyen", "qd-thanh-lap-hoi-dong"}))


def codes(office: Office, reading: Reading) -> set[str]:
    report = batch.issue(office, reading, DECISIONS)
    assert report.failed == []
    return {one.code for one in (*report.made, *report.before)}


def begun(office: Office, series: str = "QĐ", last: int = 57) -> PaperNumbers:
    return registers.begin_after(office, "063", series, last, JUNE)


def test_numbers_go_on_after_those_of_the_paper_book(office: Office, reading: Reading) -> None:
    begun(office)
    assert codes(office, reading) == {"01/KH-UBND", "58/QĐ-UBND"}  # each type has a series of its own


def test_a_registry_database_rebuilt_from_the_archive_knows_it(office: Office, reading: Reading) -> None:
    begun(office)
    office.close()
    for file in (office.folder / "so").glob("vanthu.sqlite*"):
        file.unlink()
    again = open_office(office.folder, clock=lambda: NOON)
    verification.rebuild(again)
    assert "58/QĐ-UBND" in codes(again, reading)
    verification.rebuild(again)
    assert [one.number for one in again.register.entries(2024, "063") if one.series == "QĐ"] == [58]
    again.close()


def test_what_the_archive_knows_before_the_registry_database_is_put_there(office: Office, reading: Reading) -> None:
    """The state after a power cut between the writes to archive and registry."""
    paper_numbers.write(office.store.root, [PaperNumbers("063", 2024, "QĐ", 57, JUNE)])
    assert "58/QĐ-UBND" in codes(office, reading)


def test_the_same_may_be_said_again_and_nothing_else(office: Office) -> None:
    begun(office)
    begun(office)
    with pytest.raises(SeriesBegun, match="đã cấp đến số 57 ngày 30/06/2024"):
        begun(office, last=58)
    assert paper_numbers.read(office.store.root) == [PaperNumbers("063", 2024, "QĐ", 57, JUNE)]


def test_a_series_that_has_begun_cannot_begin_elsewhere(office: Office, reading: Reading) -> None:
    codes(office, reading)
    with pytest.raises(SeriesBegun, match="số 01"):
        begun(office)
    assert paper_numbers.read(office.store.root) == []


def test_the_way_of_cutting_series_is_the_same_for_the_whole_year(office: Office) -> None:
    begun(office)
    with pytest.raises(SeriesChanged):
        begun(office, series=SHARED)


def test_one_series_for_all_types_goes_on_as_one(make_office: Callable[..., Office], reading: Reading) -> None:
    office = make_office("chung")
    settings = office.folder / "vanthu.toml"
    settings.write_text(settings.read_text("utf-8").replace('"theo-loai"', '"chung"'), "utf-8")
    office = open_office(office.folder, clock=lambda: NOON)
    assert registers.begin_after(office, "063", SHARED, 30, date(2024, 3, 27)).series == SHARED
    assert codes(office, reading) == {"31/KH-UBND", "32/QĐ-UBND"}
    office.close()


def test_a_day_before_the_last_one_on_paper_gets_no_number(office: Office, reading: Reading) -> None:
    registers.begin_after(office, "063", "KH", 9, JUNE)
    report = batch.issue(office, reading, Choice(frozenset({"ke-hoach-huyen"})))
    assert report.made == []
    assert DateRunsBackwards.code == "SO-02"
    assert "đã cấp đến ngày 30/06/2024" in report.failed[0].reason


def test_what_cannot_be_is_refused(office: Office) -> None:
    with pytest.raises(UnitNotFound):
        registers.begin_after(office, "999", "QĐ", 1, JUNE)
    with pytest.raises(DayOutOfPlace):
        registers.begin_after(office, "063", "QĐ", 1, date(2024, 12, 31))
    assert paper_numbers.read(office.store.root) == []


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'[{"agency": "063"}]'])
def test_no_number_is_given_while_the_file_cannot_be_read(office: Office, reading: Reading, content: bytes) -> None:
    (office.store.root / paper_numbers.FILE).write_bytes(content)
    for work in (lambda: codes(office, reading), lambda: verification.rebuild(office), lambda: begun(office)):
        with pytest.raises(EarlierNumbersUnreadable):
            work()
    assert office.register.entries() == []


def test_the_archive_stays_whole_by_the_stock_rules(office: Office, reading: Reading) -> None:
    begun(office)
    codes(office, reading)
    assert [one for one in verification.verify(office) if one.faults] == []


def test_the_command_says_what_comes_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "vp")
    assert run(["init", folder]) == 0
    command = ["--office", folder, "register", "start", "--agency", "063", "--last", "57", "--day", "30/06/2024"]
    assert run(command) == 2
    capsys.readouterr()
    assert run([*command, "--type", "quyết định"]) == 0
    assert "Dãy số QĐ năm 2024 của 063: số tiếp theo là 58." in capsys.readouterr().out
    assert run(["--office", folder, "register", "list", "--missing"]) == 0
