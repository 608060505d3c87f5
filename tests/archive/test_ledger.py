"""The ledger's chained entries: it reports edits, removals, cuts and insertions."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ledger import EMPTY, Action, Actor, AuditEvent, Ledger
from tests.support.offices import NOON

ME = Actor("thu", "may-1")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path / "nhat-ky")
    for number in range(1, 6):
        made.append([AuditEvent(Action.ISSUED, f"2024/x/{number}", "v1", f"{number:0128}")], ME, NOON)
    return made


def lines(ledger: Ledger) -> list[bytes]:
    return (ledger.folder / "2024.jsonl").read_bytes().splitlines(keepends=True)


def write(ledger: Ledger, kept: list[bytes]) -> None:
    (ledger.folder / "2024.jsonl").write_bytes(b"".join(kept))


def test_what_was_entered_is_read_back_in_its_order(ledger: Ledger) -> None:
    assert [(one.number, one.path, one.who, one.machine) for one in ledger.entries()] == [
        (number, f"2024/x/{number}", "thu", "may-1") for number in range(1, 6)
    ]
    assert (ledger.faults([ledger.head()]), ledger.head().number) == ([], 5)
    assert Ledger(ledger.folder / "khong-co").head() == EMPTY


def test_the_newest_entry_of_a_document_counts(ledger: Ledger) -> None:
    ledger.append(
        [AuditEvent(Action.BACKLINKED, "2024/x/1", "v2", "f" * 128), AuditEvent(Action.VOIDED, note="hủy")], ME, NOON
    )
    assert {path: one.version for path, one in ledger.documents().items()}["2024/x/1"] == "v2"


@pytest.mark.parametrize(
    ("change", "reported"),
    [
        (lambda kept: [kept[0].replace(b"thu", b"khac"), *kept[1:]], "không nối với mục trước"),
        (lambda kept: [*kept[:2], *kept[3:]], "đúng ra là mục 3"),
        (lambda kept: [kept[1], kept[0], *kept[2:]], "đúng ra là mục 1"),
        (lambda kept: [*kept[:2], b"xx\n", *kept[3:]], "không đọc được"),
        (lambda kept: [*kept[:2], kept[1], *kept[2:]], "đúng ra là mục 3"),
        (lambda kept: kept[:3], "bị cắt mất phần cuối"),
        (lambda kept: [*kept[:4], kept[4].replace(b"thu", b"khac")], "đã bị viết lại"),
        (lambda kept: [], "bị cắt mất phần cuối"),
    ],
)
def test_every_change_is_reported(ledger: Ledger, change: Callable[[list[bytes]], list[bytes]], reported: str) -> None:
    head = ledger.head()
    write(ledger, change(lines(ledger)))
    assert reported in " ".join(one.reason for one in ledger.faults([head]))


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0), flip=st.integers(1, 255))
def test_no_byte_can_be_changed_unreported(place: int, flip: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    ledger = Ledger(tmp_path_factory.mktemp("nhat-ky"))
    head = ledger.append([AuditEvent(Action.ISSUED, note=str(number)) for number in range(3)], ME, NOON)
    content = bytearray((ledger.folder / "2024.jsonl").read_bytes())
    content[place % len(content)] ^= flip
    (ledger.folder / "2024.jsonl").write_bytes(content)
    # Only the last line break does not count: without it the entry is still complete.
    assert ledger.faults([head]) or place % len(content) == len(content) - 1


def test_the_chain_goes_on_over_the_year_and_a_clock_set_back(ledger: Ledger) -> None:
    for days in (60, -400):
        head = ledger.append([AuditEvent(Action.ISSUED)], ME, NOON + timedelta(days=days))
        assert ledger.faults([head]) == []
    assert sorted(file.name for file in ledger.folder.iterdir()) == ["2024.jsonl", "2025.jsonl"]
    assert [one.number for one in ledger.entries()] == list(range(1, 8))


def test_a_half_written_entry_is_taken_off_and_that_is_entered(ledger: Ledger) -> None:
    kept = lines(ledger)
    write(ledger, [*kept[:4], kept[4][:30]])
    head = ledger.append([AuditEvent(Action.ISSUED, "2024/x/9")], ME, NOON)
    assert ledger.faults([head]) == []
    assert [one.action for one in ledger.entries()][-2:] == [Action.TRUNCATED, Action.ISSUED]


def test_an_entry_that_lacks_but_its_line_break_gets_it(ledger: Ledger) -> None:
    kept = lines(ledger)
    write(ledger, [*kept[:4], kept[4].rstrip(b"\n")])
    head = ledger.head()
    assert ledger.append([AuditEvent(Action.ISSUED)], ME, NOON).number == 6
    assert ledger.faults([head]) == []
    write(ledger, [*kept[:3], kept[4].rstrip(b"\n")])  # complete, but not the next of the chain: half-written
    assert ledger.repair() == len(kept[4]) - 1


def test_behind_an_entry_that_somebody_spoiled_the_ledger_goes_on_and_still_reports_it(ledger: Ledger) -> None:
    write(ledger, [*lines(ledger)[:4], b"{}\n"])
    assert ledger.append([AuditEvent(Action.ISSUED)], ME, NOON).number == 6
    assert next(one.reason for one in ledger.faults()) == "không đọc được"
