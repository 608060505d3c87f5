"""The batch that is being issued, and the series that it still needs.

A batch commits group by group, in the order of its dates. Were a later date numbered in one of its series meanwhile,
the rest of the batch could get no number any more (NĐ 30/2020/NĐ-CP, Điều 15.1: consecutive, in the order of issue).
Therefore it announces, for each series, the last date that it is going to number; later ones wait.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date

from filelock import FileLock, Timeout

from archive.durable import write_text
from archive.register import NumberRequest
from doc_engine.errors import ExitCode, VanthuError

from ..office import Office
from ..stores import OfficeBusy

_WAIT = 60  # seconds


class SeriesInBatch(VanthuError):
    code = "BH-10"
    exit_code = ExitCode.STORE
    message = (
        "Dãy số {series} của {agency} đang được ban hành hàng loạt đến văn bản ngày {last:%d/%m/%Y}; "
        "văn bản ngày {day:%d/%m/%Y} chưa lấy số được."
    )
    remedy = "Hãy đợi đợt ban hành ấy xong rồi chạy lại."


@contextmanager
def batch_in_hand(office: Office) -> Iterator[None]:
    """Issue one batch at a time in an office. Raises OfficeBusy."""
    try:
        with FileLock(office.files.batch_lock, timeout=_WAIT):
            yield
            office.files.batch_series.unlink(missing_ok=True)
    except Timeout:
        raise OfficeBusy from None


def announce(office: Office, requests: Iterable[NumberRequest]) -> None:
    """Say which series the batch still needs, each until which date."""
    last: dict[tuple[str, int, str], date] = {}
    for one in requests:
        key = (one.agency, one.year, one.series)
        last[key] = max(last.get(key, one.issued_on), one.issued_on)
    lines = [[*key, day.isoformat()] for key, day in sorted(last.items())]
    write_text(office.files.batch_series, json.dumps(lines, ensure_ascii=False))


def refuse_later_date(office: Office, request: NumberRequest) -> None:
    """Raise SeriesInBatch where a batch still needs an earlier date of the series.

    What a batch left that was killed does not count. The caller is inside `office.change()`.
    """
    if not office.files.batch_series.exists():
        return
    with suppress(Timeout), FileLock(office.files.batch_lock, timeout=0):
        return  # nobody holds it: left over
    try:
        needed = json.loads(office.files.batch_series.read_bytes())
    except (OSError, ValueError):
        return  # the batch has just ended
    for agency, year, series, last in needed:
        same = (agency, year, series) == (request.agency, request.year, request.series)
        if same and request.issued_on > date.fromisoformat(last):
            raise SeriesInBatch(series=series, agency=agency, last=date.fromisoformat(last), day=request.issued_on)
