"""The register of outgoing documents: its print, its unused and paper numbers.

Source: NĐ 30/2020/NĐ-CP, Điều 16.2; Phụ lục IV, Mục I.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from archive import unused_numbers
from archive.keys import AgencyKey
from archive.ledger import Action, AuditEvent
from archive.metadata import DocumentRecord
from archive.paper_numbers import PaperNumbers
from archive.paper_numbers import read as read_paper_numbers
from archive.paper_numbers import write as write_paper_numbers
from archive.register import SHARED, NumberRequest, TakenNumber
from archive.unused_numbers import UnusedNumber
from doc_engine.document import DocumentCode, short_day_text
from doc_engine.document_types import DocumentType
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.nd30.lists import OUTGOING_REGISTER
from doc_engine.remedies import RemedyAction
from doc_engine.units import units

from ..office import Office
from ..settings import SeriesPolicy
from ..user_files import spreadsheet_text
from .batch_in_hand import refuse_later_date
from .drafting import draft_of_list
from .planning import series
from .relations import backlink_sentences


class NothingRegistered(VanthuError):
    code = "SO-05"
    exit_code = ExitCode.NOT_FOUND
    message = "Sổ không có văn bản nào của {agency} năm {year} trong khoảng đã chọn."
    remedy = f"Hãy kiểm tra mã cơ quan ({RemedyAction.LIST_NUMBERS}) và các ngày."


class NumberNotFree(VanthuError):
    code = "SO-08"
    exit_code = ExitCode.REFUSED
    message = "Không hủy được số {code} năm {year} của {agency}: sổ không giữ số này, hoặc số đã có văn bản."
    remedy = f"Xem các số đang giữ: {RemedyAction.LIST_PENDING_NUMBERS}. Văn bản đã ban hành thì thu hồi, không hủy số."


class DayOutOfPlace(VanthuError):
    code = "SO-07"
    exit_code = ExitCode.REFUSED
    message = "Ngày {day:%d/%m/%Y} chưa đến."
    remedy = "Hãy ghi ngày của văn bản cuối cùng đã cấp số ở sổ giấy."


def begin_after(office: Office, agency: str, series: str, last: int, day: date) -> PaperNumbers:
    """Continue a series after the paper numbers 01 to `last`. `agency`: "063/HĐXD".

    Raises UnitNotFound, DayOutOfPlace, SeriesBegun or SeriesChanged; nothing is then written.
    """
    units().at(AgencyKey.parse(agency).unit_code, day)
    if day > office.clock().date():
        raise DayOutOfPlace(day=day)
    paper = PaperNumbers(agency, day.year, series, last, day)
    with office.change():
        office.register.refuse_begun(paper)
        known = read_paper_numbers(office.store.root)
        # The archive first: after an interruption `recover` and `rebuild` read them from there.
        if paper not in known:
            write_paper_numbers(office.store.root, [*known, paper])
            office.enter([AuditEvent(Action.BEGUN, paper.name)])
        office.catalogue.put_back_numbers(office.store)
    return paper


def outgoing(office: Office, agency: str, year: int, first: date | None, last: date | None, volume: int) -> bytes:
    """The register of an agency and year as .docx, with its cover.

    Days are inclusive. Raises NothingRegistered.
    """
    lines = _lines(office, agency, year, first, last)
    data = {
        "co_quan": [lines[0].agency_name.upper()],
        "nam": year,
        "tu_ngay": short_day_text(lines[0].issued_on),
        "den_ngay": short_day_text(lines[-1].issued_on),
        "tu_so": lines[0].cells["so_ky_hieu"],
        "den_so": lines[-1].cells["so_ky_hieu"],
        "quyen": f"{volume:02}",
        "cac_dong": [line.cells for line in lines],
    }
    return draft_of_list(OUTGOING_REGISTER, data, "sổ đăng ký", office.clock().date())


def outgoing_workbook(office: Office, agency: str, year: int, first: date | None, last: date | None) -> bytes:
    """The same ten columns as .xlsx, one row a number. Raises NothingRegistered."""
    lines = _lines(office, agency, year, first, last)
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Sổ đăng ký văn bản đi"
    page.append([heading for _, heading, _ in OUTGOING_REGISTER.columns])
    for number, (_, _, width) in enumerate(OUTGOING_REGISTER.columns, start=1):
        page.cell(1, number).font = Font(bold=True)
        page.column_dimensions[get_column_letter(number)].width = int(width.rstrip("c")) / 2  # mm, about two a letter
    for line in lines:
        page.append([spreadsheet_text(line.cells.get(field, "")) for field, _, _ in OUTGOING_REGISTER.columns])
    page.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Line:
    """One number of the register.

    `cells`: by column, without those filled in by hand on paper (copies, delivery, signature).
    """

    issued_on: date
    series: str
    number: int
    agency_name: str
    cells: dict[str, str]


def _lines(office: Office, agency: str, year: int, first: date | None, last: date | None) -> list[_Line]:
    """The documents, and unused numbers with their reasons, by day, series and number."""
    targets = office.catalogue.targets()
    records = office.catalogue.of_agency(agency, year)
    lines = [
        _of_record(
            record, backlink_sentences(office.catalogue.backlinks(record.path)) if record.path in targets else ()
        )
        for record in records
    ]
    name = lines[0].agency_name if lines else agency
    entries = office.register.entries(year, agency)
    lines += [_of_number(one, name) for one in entries if one.void or (one.reserved and not one.issued)]
    lines = [
        one for one in lines if (first is None or one.issued_on >= first) and (last is None or one.issued_on <= last)
    ]
    if not lines:
        raise NothingRegistered(agency=agency, year=year)
    return sorted(lines, key=lambda one: (one.issued_on, one.series, one.number))


def _of_record(record: DocumentRecord, became: Sequence[str]) -> _Line:
    cells = {
        "so_ky_hieu": str(record.code),
        "ngay": short_day_text(record.issued_on),
        "trich_yeu": f"{record.type_title} {record.subject[:1].lower()}{record.subject[1:]}",
        "nguoi_ky": record.signer_name,
        "noi_nhan": "; ".join(record.recipients),
        "ban_luu": "Văn thư",
        "ghi_chu": "; ".join([*became, *([record.destroyed] if record.destroyed else [])]),
    }
    return _Line(record.issued_on, record.series, record.number, record.agency_name, cells)


def _of_number(one: TakenNumber, agency_name: str) -> _Line:
    why = f"Số đã hủy: {one.void}" if one.void else f"Số giữ cho văn bản làm ở ngoài: {one.reserved}"
    cells = {"so_ky_hieu": str(one.code), "ngay": short_day_text(one.issued_on), "trich_yeu": why}
    return _Line(one.issued_on, one.series, one.number, agency_name, cells)


def void(office: Office, agency: str, year: int, code: DocumentCode, reason: str) -> TakenNumber:
    """Void a pending or reserved number; it stays in the register with the reason.

    Raises NumberNotFree, also for one whose document has been issued: that one is recalled, not voided.
    """
    with office.change():
        found = [one for one in office.register.at(agency, year, code) if not one.issued and not one.void]
        if len(found) != 1:
            raise NumberNotFree(code=code, agency=agency, year=year)
        return _unused(office, found[0], Action.VOIDED, void=reason)


class SeriesTypeWrong(VanthuError):
    """A type where one series runs through all, or none where each type has its own."""

    code = "SO-10"
    exit_code = ExitCode.USAGE
    message = "Văn phòng chia dãy số {how}."
    remedy = "{remedy}"


def series_of(office: Office, kind: DocumentType | None) -> str:
    """The series that a clerk means by a type, or by none. Raises SeriesTypeWrong."""
    if office.settings.series is SeriesPolicy.BY_TYPE:
        if kind is None:
            remedy = f"Hãy ghi loại văn bản: {RemedyAction.NAME_TYPE}."
            raise SeriesTypeWrong(how="theo từng loại văn bản", remedy=remedy)
        return series(kind, office.settings.series)
    if kind is not None:
        raise SeriesTypeWrong(how="chung cho mọi loại văn bản", remedy=f"Hãy bỏ {RemedyAction.NAME_TYPE}.")
    return SHARED


def agencies(office: Office) -> frozenset[AgencyKey]:
    """The agencies that have numbers in the register."""
    return frozenset(AgencyKey.parse(one.agency) for one in office.register.entries())


def reserve(office: Office, request: NumberRequest, reason: str) -> TakenNumber:
    """Take the next number for a document that is made elsewhere.

    Raises what `take` raises, or DayOutOfPlace.
    """
    if request.issued_on > office.clock().date():
        raise DayOutOfPlace(day=request.issued_on)
    with office.change():
        refuse_later_date(office, request)
        (taken,) = office.register.preview([request])
        return _unused(office, taken, Action.RESERVED, reserved=reason)


def _unused(office: Office, taken: TakenNumber, action: Action, **why: str) -> TakenNumber:
    """Enter an unused number in archive, ledger and register.

    The archive first: after an interruption `recover` and `rebuild` read it from there.
    """
    entry = UnusedNumber(taken.agency, taken.year, taken.series, taken.number, taken.symbol, taken.issued_on, **why)
    unused_numbers.write(office.store.root, entry)
    office.enter([AuditEvent(action, entry.name, note=f"số {taken.code}: {''.join(why.values())}")])
    office.catalogue.put_back_numbers(office.store)
    return office.register.find([entry.identity])[entry.identity]
