"""The register of outgoing documents, printed: what the books know, in the decree's ten columns.

Source: NĐ 30/2020/NĐ-CP, Điều 16.2; Phụ lục IV, Mục I.
"""

from collections.abc import Sequence
from datetime import date

from vanthu.archive.earlier import EarlierNumbers
from vanthu.archive.earlier import read as read_earlier
from vanthu.archive.earlier import write as write_earlier
from vanthu.archive.metadata import DocumentRecord
from vanthu.archive.register import SHARED
from vanthu.doc_engine.document import short_day_text
from vanthu.doc_engine.document_types import DocumentType
from vanthu.doc_engine.errors import ExitCode, VanthuError
from vanthu.doc_engine.nd30.lists import OUTGOING_REGISTER
from vanthu.doc_engine.units import units

from .drafting import draft_of_list
from .office import Office


class NothingRegistered(VanthuError):
    code = "SO-05"
    exit_code = ExitCode.NOT_FOUND
    message = "Sổ không có văn bản nào của {agency} năm {year} trong khoảng đã chọn."
    remedy = "Hãy kiểm tra mã cơ quan (vanthu register list) và các ngày."


class DayOutOfPlace(VanthuError):
    code = "SO-07"
    exit_code = ExitCode.REFUSED
    message = "Ngày {day:%d/%m/%Y} chưa đến."
    remedy = "Hãy ghi ngày của văn bản cuối cùng đã cấp số ở sổ giấy."


def begin_after(office: Office, agency: str, kind: DocumentType | None, last: int, day: date) -> EarlierNumbers:
    """Lets a series go on after the numbers 01 to `last` of the paper book. `agency`: "063", "063/HDXD"; `kind` None
    where one series runs through all types.

    Raises UnitNotFound, DayOutOfPlace, SeriesBegun or SeriesChanged; nothing is then written.
    """
    units().at(agency.partition("/")[0], day)
    if day > office.clock().date():
        raise DayOutOfPlace(day=day)
    earlier = EarlierNumbers(agency, day.year, kind.abbreviation if kind else SHARED, last, day)
    with office.writing():
        office.register.refuse_begun(earlier)
        known = read_earlier(office.store.root)
        # The archive first: whatever happens before the books know, `recover` and `rebuild` take it from there.
        if earlier not in known:
            write_earlier(office.store.root, [*known, earlier])
        office.catalogue.put_back_earlier(office.store)
    return earlier


def outgoing(office: Office, agency: str, year: int, first: date | None, last: date | None, volume: int) -> bytes:
    """The register of an agency and year as .docx, cover and all. Days are inclusive. Raises NothingRegistered."""
    records = [
        record
        for record in office.catalogue.of_agency(agency, year)
        if (first is None or record.issued_on >= first) and (last is None or record.issued_on <= last)
    ]
    if not records:
        raise NothingRegistered(agency=agency, year=year)
    numbers = [str(record.code) for record in records]
    data = {
        "co_quan": [records[0].agency_name.upper()],
        "nam": year,
        "tu_ngay": short_day_text(records[0].issued_on),
        "den_ngay": short_day_text(records[-1].issued_on),
        "tu_so": numbers[0],
        "den_so": numbers[-1],
        "quyen": f"{volume:02}",
        "cac_dong": _rows(records),
    }
    return draft_of_list(OUTGOING_REGISTER, data, "sổ đăng ký", office.clock().date())


def _rows(records: Sequence[DocumentRecord]) -> list[dict[str, str]]:
    """What is written by hand on paper (copies, handing over, signature) stays empty."""
    return [
        {
            "so_ky_hieu": str(record.code),
            "ngay": short_day_text(record.issued_on),
            "trich_yeu": f"{record.type_title} {record.subject[:1].lower()}{record.subject[1:]}",
            "nguoi_ky": record.signer_name,
            "noi_nhan": "; ".join(record.recipients),
            "ban_luu": "Văn thư",
        }
        for record in records
    ]
