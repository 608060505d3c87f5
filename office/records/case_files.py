"""Case files (hồ sơ), manual and automatic: opened, filled, closed.

Two kinds are automatic, and stored only once somebody changes them: the cycle of each commune and year (its own
documents, and those of the unit that leads the cycle), and the outgoing documents of each unit and year (tập lưu văn
bản đi).

Source: NĐ 30/2020/NĐ-CP, Điều 29 (opening, filling, closing), Điều 30.2 (when a file is transferred).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from archive.casefile import STATE_NAMES, CaseFile, FileCode, FileCodeWrong, FileState, Hold
from archive.keys import OUTGOING, OutgoingRule
from archive.ledger import Action
from archive.metadata import DocumentRecord
from archive.retention import CYCLE, RetentionPeriod, RetentionTable, load
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.remedies import RemedyAction
from doc_engine.units import UnitNotFound, units
from doc_engine.vietnamese import normalize, slug

from ..office import Office
from ..state import case_file_storage
from . import automatic_files


class CaseFileNotFound(VanthuError):
    code = "HS-02"
    exit_code = ExitCode.NOT_FOUND
    message = 'Năm {year} không có hồ sơ "{key}"{more}.'
    remedy = f"Xem các hồ sơ: {RemedyAction.LIST_CASE_FILES.of('{year}')}."


class CaseFileExists(VanthuError):
    code = "HS-03"
    exit_code = ExitCode.REFUSED
    message = "Đã có hồ sơ {code} năm {year} của đơn vị {agency}: {title}."
    remedy = "Hãy chọn số, ký hiệu khác."


class CaseFileSettled(VanthuError):
    code = "HS-04"
    exit_code = ExitCode.REFUSED
    message = "Hồ sơ {code} năm {year} {state}: không {what} được."
    remedy = "{how}"


class PeriodMissing(VanthuError):
    code = "HS-05"
    exit_code = ExitCode.REFUSED
    message = "Hồ sơ {code} năm {year} chưa có thời hạn bảo quản đã xác nhận."
    remedy = (
        f"Hãy {RemedyAction.GIVE_PERIOD} (vĩnh viễn hoặc số năm), hoặc điền và xác nhận trong thoi-han.toml. "
        "Khi kết thúc phải xác "
        "định lại thời hạn bảo quản (Nghị định 30, Điều 29)."
    )


class CaseFileEmpty(VanthuError):
    code = "HS-06"
    exit_code = ExitCode.REFUSED
    message = "Hồ sơ {code} năm {year} không có văn bản nào."
    remedy = f"Hãy đưa văn bản vào hồ sơ: {RemedyAction.FILL_CASE_FILE}."


class CloseDayNotCome(VanthuError):
    code = "HS-07"
    exit_code = ExitCode.REFUSED
    message = "Ngày kết thúc {day:%d/%m/%Y} chưa đến."
    remedy = "Hãy ghi ngày công việc đã giải quyết xong."


class CloseDayTooEarly(VanthuError):
    code = "HS-09"
    exit_code = ExitCode.REFUSED
    message = "Hồ sơ {code} năm {year} có văn bản ngày {newest:%d/%m/%Y}, sau ngày kết thúc {day:%d/%m/%Y}."
    remedy = "Hãy ghi ngày công việc đã giải quyết xong, hoặc rút văn bản đó ra."


class TitleWrong(VanthuError):
    code = "HS-10"
    exit_code = ExitCode.INPUT
    message = 'Tiêu đề, người lập hoặc ghi chú của hồ sơ không dùng được: "{title}".'
    remedy = "Tiêu đề phải có chữ, và không có ký tự điều khiển."


@dataclass(frozen=True, slots=True)
class Wanted:
    """The case file that a clerk asks for.

    `key`: its code, diacritics optional. `agency`: its unit, where several have that code.
    """

    key: str
    year: int
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A case file as of today. `written`: stored in the archive; else automatic."""

    file: CaseFile
    written: bool


def listed(office: Office, year: int, agency: str = "") -> list[Listed]:
    """The case files of a year, by agency and code, automatic ones included.

    New documents of a closed automatic file form a further file.
    """
    written = {one.path: one for one in office.filed.of_year(year, agency)}
    found: dict[str, Listed] = {path: Listed(one, True) for path, one in written.items()}
    for one in automatic_files.of_year(office, year):
        if agency in ("", one.agency):
            rest = _not_filed_yet(one, written)
            if rest.documents:
                found[rest.path] = Listed(rest, rest.path in written)
    return sorted(found.values(), key=lambda one: (one.file.agency, one.file.code.symbol, int(one.file.code.number)))


def _not_filed_yet(one: CaseFile, written: Mapping[str, CaseFile]) -> CaseFile:
    """An automatic file as of today: the stored one, while that is open.

    Else a supplement ("bổ sung") with the documents that the closed ones lack.
    """
    documents, number = one.documents, 0
    while True:
        suffix = f"-B{'S' * number}" if number else ""
        code = FileCode(one.code.number, f"{one.code.symbol}{suffix}")
        title = f"{one.title} (bổ sung)" if number else one.title
        here = replace(one, code=code, title=title, documents=documents)
        known = written.get(here.path)
        if known is None:
            return here
        if known.rule == one.rule:  # else somebody opened a file of that code by hand
            if known.state is FileState.OPEN:
                return known.with_documents(documents)
            documents = tuple(path for path in documents if path not in set(known.documents))
        number += 1


def get(office: Office, wanted: Wanted, among: Sequence[Listed] | None = None) -> Listed:
    """Return the file of that code, or the only one whose code begins so: "01969.dg".

    `among`: the files of that year and unit, when known. Raises CaseFileNotFound, also where several units have one.
    """
    known = listed(office, wanted.year, wanted.agency) if among is None else among
    try:
        key = FileCode.parse(wanted.key).key
        found = [one for one in known if one.file.code.key == key]
    except FileCodeWrong:
        found = []
    begins = f"{slug(wanted.key)}-"
    found = found or [one for one in known if one.file.code.slug.startswith(begins)]
    if len(found) > 1 and len({one.file.agency for one in found}) == 1:  # a file and its supplements
        found = [one for one in found if not one.file.title.endswith("(bổ sung)")]
    if len(found) != 1:
        kept = ", ".join(one.file.agency for one in found)
        more = f"; nhiều đơn vị cùng có ({kept}), hãy {RemedyAction.NAME_AGENCY}" if found else ""
        raise CaseFileNotFound(key=wanted.key, year=wanted.year, more=more)
    return found[0]


def documents_of(office: Office, one: CaseFile) -> list[DocumentRecord]:
    """The file's documents in order; a lost one is left out (`verify` reports it)."""
    return [record for path in one.documents if (record := office.catalogue.by_path(path)) is not None]


def new(
    office: Office,
    agency: str,
    year: int,
    code: str,
    title: str,
    retention: str = "",
    creator: str = "",
    note: str = "",
) -> CaseFile:
    """A file to be opened today. Raises FileCodeWrong, TitleWrong or PeriodWrong."""
    period = RetentionPeriod.parse(retention) if retention else None
    texts = [normalize(text) for text in (title, creator, note)]
    if not texts[0] or not all(text.isprintable() for text in texts):
        raise TitleWrong(title=ascii(title)[1:-1])
    today = office.clock().date()
    return CaseFile(agency, year, FileCode.parse(code), texts[0], period, texts[1], today, note=texts[2])


def open_all(office: Office, files: Sequence[CaseFile]) -> None:
    """Open files, all or none. Raises UnitNotFound or CaseFileExists."""
    for one in files:
        _refuse_unknown_unit(one)
    with office.change():
        refuse_known(office, files)
        case_file_storage.write(office, files, Action.CASE_OPENED, "Mở hồ sơ")


def _refuse_unknown_unit(one: CaseFile) -> None:
    """Raise UnitNotFound unless the unit existed at the start or the end of the year."""
    try:
        units().at(one.agency, date(one.year, 1, 1))
    except UnitNotFound:
        units().at(one.agency, date(one.year, 12, 31))


def refuse_known(office: Office, files: Sequence[CaseFile]) -> None:
    """Raise CaseFileExists for the first that exists already, or twice among them."""
    for year in sorted({one.year for one in files}):
        known = {(one.file.agency, one.file.code.key): one.file for one in listed(office, year)}
        for one in files:
            if one.year == year:
                other = known.setdefault((one.agency, one.code.key), one)
                if other is not one:
                    raise CaseFileExists(code=one.code, year=year, agency=one.agency, title=other.title)


def add(office: Office, wanted: Wanted, paths: Collection[str]) -> CaseFile:
    """Add documents to an open file; those already in it stay.

    Raises CaseFileNotFound or CaseFileSettled.
    """
    return _refilled(office, wanted, "đưa văn bản vào", lambda known: known | set(paths))


def remove(office: Office, wanted: Wanted, paths: Collection[str]) -> CaseFile:
    """Remove documents from an open file; they stay in the archive.

    Raises CaseFileNotFound or CaseFileSettled.
    """
    return _refilled(office, wanted, "rút văn bản ra", lambda known: known - set(paths))


def _refilled(office: Office, wanted: Wanted, what: str, change: Callable[[set[str]], set[str]]) -> CaseFile:
    def changed(one: CaseFile) -> CaseFile:
        refuse_state(one, (FileState.OPEN,), what, "Chỉ hồ sơ đang mở mới thay đổi được văn bản bên trong.")
        if one.rule:
            _refuse(one, "tự gom văn bản theo năm", what, f"Hãy mở một hồ sơ khác bằng {RemedyAction.OPEN_CASE_FILE}.")
        return one.with_documents(in_order(office, change(set(one.documents))))

    return revise(office, [wanted], changed, Action.CASE_CHANGED, what.capitalize())[0]


def in_order(office: Office, paths: Collection[str]) -> tuple[str, ...]:
    """The paths by day, agency, series and number: the course of events (Điều 29.1.b)."""
    records = [record for path in paths if (record := office.catalogue.by_path(path)) is not None]
    return tuple(one.path for one in sorted(records, key=lambda r: (r.issued_on, r.agency, r.series, r.number)))


def close(office: Office, wanted: Sequence[Wanted], day: date | None = None, retention: str = "") -> list[CaseFile]:
    """Close files, all or none, on the day on which the work ended, or today.

    Their documents are then fixed. A period given now replaces the former one (Điều 29.4.b); the ledger has both.
    Raises CaseFileNotFound, CaseFileSettled, CaseFileEmpty, PeriodMissing, PeriodWrong, CloseDayNotCome or
    CloseDayTooEarly.
    """
    period, today = RetentionPeriod.parse(retention) if retention else None, office.clock().date()
    table = load(office.folder)
    if day is not None and day > today:
        raise CloseDayNotCome(day=day)

    def closed(one: CaseFile) -> CaseFile:
        refuse_state(one, (FileState.OPEN,), "kết thúc", "")
        newest = max((record.issued_on for record in documents_of(office, one)), default=None)
        if newest is None:
            raise CaseFileEmpty(code=one.code, year=one.year)
        if newest > (day or today):
            raise CloseDayTooEarly(code=one.code, year=one.year, day=day or today, newest=newest)
        if period is None and (one.retention is None or not _is_confirmed(table, one)):
            raise PeriodMissing(code=one.code, year=one.year)
        return replace(one, closed_on=day or today, retention=period or one.retention)

    said = f"; thời hạn bảo quản {period}" if period else ""
    return revise(office, wanted, closed, Action.CASE_CHANGED, f"Kết thúc hồ sơ{said}")


def _is_confirmed(table: RetentionTable, one: CaseFile) -> bool:
    """Return whether a file's period is confirmed: by a person, or in the table.

    That of an automatic file comes from the table.
    """
    entry = table.entries[OUTGOING if OutgoingRule.parse(one.rule) else CYCLE]
    return not one.rule or entry.confirmed


def hold(office: Office, wanted: Wanted, reason: str) -> CaseFile:
    """Hold a file: nothing of it can be destroyed until it is released.

    Raises CaseFileNotFound or CaseFileSettled.
    """

    def held(one: CaseFile) -> CaseFile:
        refuse_state(one, _ALIVE, "giữ lại", "")
        return replace(one, holds=(*one.holds, Hold(reason, office.clock().date())))

    return revise(office, [wanted], held, Action.CASE_CHANGED, f"Giữ lại: {reason}")[0]


def release(office: Office, wanted: Wanted, reason: str) -> CaseFile:
    """End every hold of a file; the reason is entered in the ledger.

    Raises CaseFileNotFound or CaseFileSettled.
    """

    def released(one: CaseFile) -> CaseFile:
        if not one.holds:
            _refuse(one, "không bị giữ lại", "thôi giữ lại", "")
        return replace(one, holds=())

    return revise(office, [wanted], released, Action.CASE_CHANGED, f"Thôi giữ lại: {reason}")[0]


_ALIVE = (FileState.OPEN, FileState.CLOSED, FileState.TRANSFERRED)


def revise(
    office: Office, wanted: Sequence[Wanted], change: Callable[[CaseFile], CaseFile], action: Action, message: str
) -> list[CaseFile]:
    """Change files, all or none; an automatic one is thereby stored in the archive."""
    with office.change():
        listings = {(one.year, one.agency): listed(office, one.year, one.agency) for one in wanted}
        found = {one.path: one for one in (get(office, it, listings[it.year, it.agency]).file for it in wanted)}
        changed = [change(one) for one in found.values()]
        case_file_storage.write(office, changed, action, message, message)
    return changed


def refuse_state(one: CaseFile, allowed: Collection[FileState], what: str, how: str) -> None:
    """Raise CaseFileSettled unless the file is in one of the states."""
    if one.state not in allowed:
        _refuse(one, STATE_NAMES[one.state], what, how)


def _refuse(one: CaseFile, state: str, what: str, how: str) -> None:
    how = how or f"Xem hồ sơ: {RemedyAction.SHOW_CASE_FILE}."
    raise CaseFileSettled(code=one.code, year=one.year, state=state, what=what, how=how)
