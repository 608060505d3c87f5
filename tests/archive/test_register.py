"""Numbers assigned once, never lost: by one clerk, many at once, one killed."""

import multiprocessing
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, make_url

from archive.database import DatabaseUnsafe, connect, numbers
from archive.register import DateRunsBackwards, NumberPendingForOtherDay, NumberRegister, NumberRequest

DAY = date(2024, 11, 22)


def ask(identity: str, day: date = DAY, agency: str = "063", series: str = "QĐ") -> NumberRequest:
    return NumberRequest(agency, day.year, series, f"{series}-UBND", day, identity)


@pytest.fixture
def register(where: Path | str) -> Iterator[NumberRegister]:
    engine = connect(where)
    yield NumberRegister(engine)
    engine.dispose()


def test_numbers_begin_at_one_and_follow_each_other(register: NumberRegister) -> None:
    assert [str(one.code) for one in register.take([ask("a"), ask("b")])] == ["01/QĐ-UBND", "02/QĐ-UBND"]
    assert [one.number for one in register.take([ask("c")])] == [3]


def test_each_agency_year_and_series_has_its_own(register: NumberRegister) -> None:
    next_year = date(2025, 1, 2)
    taken = register.take(
        [ask("a"), ask("b", agency="02008"), ask("c", series="KH"), ask("d", next_year), ask("e", next_year)]
    )
    assert [one.number for one in taken] == [1, 1, 1, 1, 2]


def test_the_same_document_gets_the_same_number_again(register: NumberRegister) -> None:
    first = register.take([ask("a"), ask("b")])
    assert register.take([ask("b"), ask("a"), ask("c")]) == [first[1], first[0], *register.take([ask("c")])]
    assert len(register.entries()) == 3


def test_a_date_before_the_last_one_gets_no_number_and_takes_none(register: NumberRegister) -> None:
    register.take([ask("a")])
    with pytest.raises(DateRunsBackwards):
        register.take([ask("b"), ask("c", DAY - timedelta(days=1))])
    assert [one.identity for one in register.entries()] == ["a"]
    assert [one.number for one in register.take([ask("b")])] == [2]


def test_a_pending_number_stays_with_its_day(register: NumberRegister) -> None:
    register.take([ask("a")])
    with pytest.raises(NumberPendingForOtherDay, match="22/11/2024"):
        register.take([ask("a", DAY + timedelta(days=1))])


def test_a_preview_reports_the_numbers_and_takes_none(register: NumberRegister) -> None:
    register.take([ask("a")])
    assert [one.number for one in register.preview([ask("b"), ask("c")])] == [2, 3]
    assert [one.number for one in register.take([ask("c")])] == [2]


def test_the_book_can_be_read_by_year_and_agency(register: NumberRegister) -> None:
    register.take([ask("a"), ask("b", agency="02008"), ask("c", date(2025, 1, 2))])
    assert [one.identity for one in register.entries(year=2024)] == ["b", "a"]
    assert [one.identity for one in register.entries(agency="063")] == ["a", "c"]


def test_reading_does_not_wait_for_a_writer(where: Path | str, register: NumberRegister) -> None:
    register.take([ask("a")])
    engine = connect(where)
    with engine.connect() as writer, writer.begin() as transaction:
        writer.execute(numbers.delete())
        assert len(register.entries()) == 1
        transaction.rollback()
    engine.dispose()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["KH", "QĐ"]), st.integers(0, 30)), max_size=25))
def test_whatever_is_asked_each_series_is_whole_and_its_days_never_run_backwards(
    asked: list[tuple[str, str, int]],
) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        engine = connect(Path(folder) / "so.sqlite")
        register = NumberRegister(engine)
        for number, (agency, series, day) in enumerate(asked):
            try:
                register.take([ask(f"{number}", date(2024, 1, 1) + timedelta(days=day), agency, series)])
            except DateRunsBackwards:
                continue
        groups: dict[tuple[str, str], list[tuple[int, date]]] = {}
        for one in register.entries():
            groups.setdefault((one.agency, one.series), []).append((one.number, one.issued_on))
        engine.dispose()
    for entries in groups.values():
        assert [number for number, _ in entries] == list(range(1, len(entries) + 1))
        assert sorted(day for _, day in entries) == [day for _, day in entries]


def take_many(where: Path | str, worker: int, count: int) -> None:
    engine = connect(where)
    register = NumberRegister(engine)
    for number in range(count):
        register.take([ask(f"{worker}-{number}"), ask(f"shared-{number}")])
    engine.dispose()


def test_four_processes_at_once_leave_no_gap_and_no_double(where: Path | str) -> None:
    connect(where).dispose()
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=take_many, args=(where, worker, 15)) for worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0]
    engine = connect(where)
    entries = NumberRegister(engine).entries()
    engine.dispose()
    assert [one.number for one in entries] == list(range(1, 4 * 15 + 15 + 1))
    assert len({one.identity for one in entries}) == len(entries)


def test_a_killed_clerk_leaves_a_whole_registry_database(where: Path | str) -> None:
    connect(where).dispose()
    context = multiprocessing.get_context("spawn")
    worker = context.Process(target=take_many, args=(where, 0, 10_000))
    worker.start()
    engine = connect(where)
    register = NumberRegister(engine)
    while len(register.entries()) < 20:
        assert worker.is_alive()
    worker.kill()
    worker.join()
    numbers = [one.number for one in register.entries()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert register.take([ask("after")])[0].number == len(numbers) + 1
    engine.dispose()


def test_a_registry_database_of_a_newer_program_is_refused(where: Path | str) -> None:
    engine = connect(where)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(DatabaseUnsafe, match="mới hơn"):
        connect(where)


@pytest.mark.parametrize("setting", ["synchronous_commit = off"])
def test_a_server_that_would_lose_numbers_is_refused(postgres: str, setting: str) -> None:
    from tests.support.postgres import emptied

    emptied(postgres)
    engine = create_engine(make_url(postgres).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE vanthu SET {setting}")
        try:
            with pytest.raises(DatabaseUnsafe, match=setting.replace(" ", "")):
                connect(postgres)
        finally:
            connection.exec_driver_sql("ALTER DATABASE vanthu RESET ALL")
    engine.dispose()


@pytest.mark.parametrize(
    "wrong",
    [
        "postgresql://u:mat-khau@host:abc/db",
        "postgresql://[::1",
        "mysql://u:mat-khau@h/db",
        "http://x?password=mat-khau",
    ],
)
def test_an_address_of_something_else_is_reported_without_its_password(wrong: str) -> None:
    with pytest.raises(DatabaseUnsafe, match="dia_chi") as refused:
        connect(wrong)
    assert "mat-khau" not in f"{refused.value}{refused.value.__cause__}"


def test_a_server_that_is_not_there_is_reported_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnsafe) as refused:
        connect(f"postgresql://ai:mat-khau@/vanthu?host={tmp_path}&password=mat-khau")
    assert "không kết nối được" in str(refused.value)
    assert "mat-khau" not in str(refused.value)


def test_the_registry_database_has_the_settings_that_survive_a_power_cut(tmp_path: Path) -> None:
    engine = connect(tmp_path / "so.sqlite")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    engine.dispose()
