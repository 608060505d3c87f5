"""The number register: each number is assigned once, never twice, never lost.

Each agency, year and series counts from 01. A number is assigned together with the identity of its document, in one
transaction; the same identity gets the same number again. Several processes may assign numbers at once.

Source: NĐ 30/2020/NĐ-CP, Điều 15: consecutive from 01 on 1 January to 31 December, in the order of issue.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import BindParameter, Engine, and_, bindparam, func, select, tuple_, update
from sqlalchemy.engine import Connection

from doc_engine.document import DocumentCode
from doc_engine.errors import ExitCode, VanthuError

from .database import numbers, reading, series
from .paper_numbers import PaperNumbers
from .unused_numbers import UnusedNumber

_CHUNK = 300  # rows asked for in one query; SQLite takes at least 999 values

SHARED = "chung"  # the series that runs through all types
COPIES = "bản sao"  # which runs beside every other, however the others are divided

_Key = tuple[str, int, str]  # agency, year, series
_Item = TypeVar("_Item")


class DateRunsBackwards(VanthuError):
    """A date before the last number's; numbers follow the order of issue (Điều 15.1)."""

    code = "SO-02"
    exit_code = ExitCode.REFUSED
    message = "Không cấp số cho văn bản ngày {day:%d/%m/%Y}: sổ {series} của {agency} đã cấp đến ngày {last:%d/%m/%Y}."
    remedy = "Hãy sửa ngày ban hành từ ngày đó trở đi."


class NumberPendingForOtherDay(VanthuError):
    """An identity with a pending number, assigned for another day."""

    code = "SO-03"
    exit_code = ExitCode.REFUSED
    message = "Văn bản này đã giữ số {code} cho ngày {pending:%d/%m/%Y}, nay dữ liệu ghi ngày {day:%d/%m/%Y}."
    remedy = "Hãy để lại ngày {pending:%d/%m/%Y} trong tệp dữ liệu rồi chạy lại."


class SeriesChanged(VanthuError):
    """One year with both numbers across all types and numbers by type: they collide."""

    code = "SO-04"
    exit_code = ExitCode.REFUSED
    message = "Năm {year} {agency} đã cấp số theo cách khác; không đổi cách chia dãy số giữa năm."
    remedy = "Hãy trả mục day_so trong vanthu.toml về như cũ; đổi từ ngày 01 tháng 01 năm sau."


class SeriesBegun(VanthuError):
    """A series that already has numbers: its start can no longer be set."""

    code = "SO-06"
    exit_code = ExitCode.REFUSED
    message = "Dãy số {series} năm {year} của {agency} đã cấp đến số {last:02} ngày {day:%d/%m/%Y}."
    remedy = "Chỉ ghi được số đã cấp ở sổ giấy trước khi cấp số đầu tiên của dãy số đó bằng phần mềm."


@dataclass(frozen=True, slots=True)
class NumberRequest:
    agency: str
    year: int
    series: str
    symbol: str
    issued_on: date
    identity: str


@dataclass(frozen=True, slots=True)
class TakenNumber:
    """An assigned number with the identity of its document.

    `issued`: the document is in the archive. `void`, `reserved`: as in NumberWithoutDocument.
    """

    agency: str
    year: int
    series: str
    number: int
    symbol: str
    issued_on: date
    identity: str
    issued: bool
    void: str = ""
    reserved: str = ""

    @property
    def code(self) -> DocumentCode:
        return DocumentCode(self.number, self.symbol)


@dataclass(frozen=True, slots=True)
class SeriesBegan:
    """A number series of an agency and year that has numbers."""

    agency: str
    year: int
    series: str


class NumberRegister:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = reading(engine)

    def take(self, requests: Sequence[NumberRequest]) -> list[TakenNumber]:
        """Assign a number to each request, in their order; all of them or none.

        Raises DateRunsBackwards, NumberHeldForOtherDay or SeriesChanged. On return the numbers survive a power cut.
        """
        with self._engine.begin() as connection:
            return _take(connection, requests)

    def refuse_begun(self, paper: PaperNumbers) -> None:
        """Raise SeriesBegun when the series has begun otherwise; repeats are no fault.

        Raises SeriesChanged when the agency's year is divided into series otherwise.
        """
        key = (paper.agency, paper.year, paper.series)
        with self._engine.begin() as connection:
            last = _last_of(connection, {key}).get(key)
            if last is not None and last != (paper.last_number, paper.last_day):
                raise SeriesBegun(
                    series=paper.series,
                    year=paper.year,
                    agency=paper.agency,
                    last=last[0],
                    day=last[1],
                )
            _refuse_mixed(connection, [paper])

    def preview(self, requests: Sequence[NumberRequest]) -> list[TakenNumber]:
        """Return what `take` would assign now; nothing is assigned."""
        with self._engine.connect() as connection, connection.begin() as transaction:
            taken = _take(connection, requests)
            transaction.rollback()
        return taken

    def find(self, identities: Sequence[str]) -> dict[str, TakenNumber]:
        """Return the numbers assigned to those identities, by identity."""
        with self._reading.connect() as connection:
            return _held(connection, identities)

    def pending(self) -> list[TakenNumber]:
        """Return the pending numbers: assigned, their documents not archived yet."""
        waiting = (numbers.c.issued.is_(False), numbers.c.void == "", numbers.c.reserved == "")
        with self._reading.connect() as connection:
            rows = connection.execute(select(numbers).where(*waiting))
            return [TakenNumber(**row._mapping) for row in rows]

    def entries(self, year: int | None = None, agency: str | None = None) -> list[TakenNumber]:
        """Return the register, by agency, year, series and number."""
        query = select(numbers).order_by(numbers.c.agency, numbers.c.year, numbers.c.series, numbers.c.number)
        if year is not None:
            query = query.where(numbers.c.year == year)
        if agency is not None:
            query = query.where(numbers.c.agency == agency)
        with self._reading.connect() as connection:
            return [TakenNumber(**row._mapping) for row in connection.execute(query)]

    def series_begun(self) -> list[SeriesBegan]:
        """Return every series that has numbers: newest year first, then by agency."""
        order = (series.c.year.desc(), series.c.agency, series.c.series)
        with self._reading.connect() as connection:
            rows = connection.execute(select(series.c.agency, series.c.year, series.c.series).order_by(*order))
            return [SeriesBegan(*row) for row in rows]

    def page(self, one: SeriesBegan, limit: int, offset: int) -> tuple[int, list[TakenNumber]]:
        """Return how many numbers a series has, and a part of them, the newest first."""
        here = (numbers.c.agency == one.agency, numbers.c.year == one.year, numbers.c.series == one.series)
        with self._reading.connect() as connection:
            total = connection.scalar(select(func.count()).select_from(numbers).where(*here)) or 0
            part = select(numbers).where(*here).order_by(numbers.c.number.desc()).limit(limit).offset(offset)
            return total, [TakenNumber(**row._mapping) for row in connection.execute(part)]

    def at(self, agency: str, year: int, code: DocumentCode) -> list[TakenNumber]:
        """Return the numbers of an agency and year with that number and symbol.

        One in each series that has it.
        """
        here = (numbers.c.agency == agency, numbers.c.year == year)
        of_code = (numbers.c.number == code.number, numbers.c.symbol == code.symbol)
        with self._reading.connect() as connection:
            return [TakenNumber(**row._mapping) for row in connection.execute(select(numbers).where(*here, *of_code))]


def mark_issued(connection: Connection, identities: Iterable[str]) -> None:
    """Set the numbers of these identities to issued.

    Inside the caller's transaction, which also adds the documents to the catalogue.
    """
    connection.execute(update(numbers).where(numbers.c.identity.in_(list(identities))).values(issued=True))


def put_unused_numbers(connection: Connection, entries: Sequence[UnusedNumber]) -> None:
    """Enter the archive's unused numbers, inside the caller's transaction."""
    for one in entries:
        row = {name: getattr(one, name) for name in UnusedNumber.__slots__}
        row |= {"identity": one.identity, "issued": False}
        here = and_(*(numbers.c[name] == row[name] for name in ("agency", "year", "series", "number")))
        issued = connection.scalar(select(numbers.c.issued).where(here))
        if issued:
            continue  # an issued number is not changed
        if issued is None:
            connection.execute(numbers.insert().values(row))
        else:
            connection.execute(update(numbers).where(here).values(row))
        key = (one.agency, one.year, one.series)
        number, day = _last_of(connection, {key}).get(key, (0, one.issued_on))
        if number < one.number:
            _advance(connection, {key: (one.number, max(day, one.issued_on))}, {key} if number else set())


def refill(
    connection: Connection,
    taken: Sequence[TakenNumber],
    paper: Sequence[PaperNumbers],
    without: Sequence[UnusedNumber],
) -> None:
    """Replace the whole register by the archive's numbers.

    Inside the caller's transaction.
    """
    connection.execute(numbers.delete())
    connection.execute(series.delete())
    if taken:
        connection.execute(numbers.insert(), [_row(one) for one in taken])
        group = (numbers.c.agency, numbers.c.year, numbers.c.series)
        last = select(*group, func.max(numbers.c.number), func.max(numbers.c.issued_on)).group_by(*group)
        connection.execute(series.insert().from_select(list(series.c), last))
    put_unused_numbers(connection, without)
    put_paper_numbers(connection, paper)


def put_paper_numbers(connection: Connection, paper: Sequence[PaperNumbers]) -> None:
    """Start each series without numbers after its paper numbers.

    Inside the caller's transaction.
    """
    known = _last_of(connection, {(one.agency, one.year, one.series) for one in paper})
    for one in paper:
        key = (one.agency, one.year, one.series)
        if key not in known:
            _advance(connection, {key: (one.last_number, one.last_day)}, set())


def _row(taken: TakenNumber) -> dict[str, object]:
    return {name: getattr(taken, name) for name in TakenNumber.__slots__}


def _take(connection: Connection, requests: Sequence[NumberRequest]) -> list[TakenNumber]:
    pending = _held(connection, [request.identity for request in requests])
    known = _last_of(connection, {_key(request) for request in requests})
    last = dict(known)
    taken: list[TakenNumber] = []
    new: list[TakenNumber] = []
    for request in requests:
        one = pending.get(request.identity)
        if one is None:
            one = _next(request, last)
            pending[request.identity] = one
            new.append(one)
        elif one.issued_on != request.issued_on and not one.issued:
            raise NumberPendingForOtherDay(code=one.code, pending=one.issued_on, day=request.issued_on)
        taken.append(one)
    if new:
        _refuse_mixed(connection, new)
        connection.execute(numbers.insert(), [_row(one) for one in new])
        _advance(connection, {key: value for key, value in last.items() if known.get(key) != value}, set(known))
    return taken


def _next(request: NumberRequest, last: dict[_Key, tuple[int, date]]) -> TakenNumber:
    key = _key(request)
    number, day = last.get(key, (0, request.issued_on))
    if request.issued_on < day:
        raise DateRunsBackwards(day=request.issued_on, series=request.series, agency=request.agency, last=day)
    last[key] = (number + 1, request.issued_on)
    return TakenNumber(*key, number + 1, request.symbol, request.issued_on, request.identity, issued=False)


def _refuse_mixed(connection: Connection, new: Sequence[TakenNumber | PaperNumbers]) -> None:
    for agency, year in sorted({(one.agency, one.year) for one in new}):
        here = (series.c.agency == agency) & (series.c.year == year)
        known = set(connection.scalars(select(series.c.series).where(here))) - {COPIES}
        asked = {one.series for one in new if (one.agency, one.year) == (agency, year)} - {COPIES}
        if known and asked and (SHARED in known) != (SHARED in asked):
            raise SeriesChanged(agency=agency, year=year)


def _key(request: NumberRequest) -> _Key:
    return (request.agency, request.year, request.series)


def _held(connection: Connection, identities: Sequence[str]) -> dict[str, TakenNumber]:
    found: dict[str, TakenNumber] = {}
    for chunk in _chunks(identities):
        rows = connection.execute(select(numbers).where(numbers.c.identity.in_(chunk)))
        found |= {row.identity: TakenNumber(**row._mapping) for row in rows}
    return found


def _last_of(connection: Connection, keys: Iterable[_Key]) -> dict[_Key, tuple[int, date]]:
    # On PostgreSQL the row locks make others wait for this transaction; in SQLite BEGIN IMMEDIATE already does.
    found: dict[_Key, tuple[int, date]] = {}
    columns = tuple_(series.c.agency, series.c.year, series.c.series)
    for chunk in _chunks(sorted(keys)):
        for row in connection.execute(select(series).where(columns.in_(chunk)).with_for_update()):
            found[(row.agency, row.year, row.series)] = (row.last_number, row.last_day)
    return found


def _advance(connection: Connection, last: dict[_Key, tuple[int, date]], known: set[_Key]) -> None:
    def values(key: _Key) -> dict[str, object]:
        (agency, year, name), (number, day) = key, last[key]
        return {"of_agency": agency, "of_year": year, "of_series": name, "number": number, "day": day}

    moved, begun = [values(key) for key in last if key in known], [values(key) for key in last if key not in known]
    placed: dict[str, BindParameter[object]] = {"last_number": bindparam("number"), "last_day": bindparam("day")}
    of: dict[str, BindParameter[object]] = {name: bindparam(f"of_{name}") for name in ("agency", "year", "series")}
    if moved:
        here = and_(*(series.c[name] == parameter for name, parameter in of.items()))
        connection.execute(update(series).where(here).values(placed), moved)
    if begun:
        connection.execute(series.insert().values({**of, **placed}), begun)


def _chunks(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))
