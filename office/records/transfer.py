"""Nộp lưu: the transfer of closed files to an archive.

With the papers of Phụ lục V and a package of each file.

Source: NĐ 30/2020/NĐ-CP, Điều 30.3 (two copies each of the list and of the minutes); Phụ lục V, Mục III and V. The
package: archive.ingest_package, which says what rests on a third party's reading.
"""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archive import ingest_package
from archive.casefile import CaseFile, FileState, Transfer
from archive.ingest_package import Ingest, PackedDocument
from archive.keys import DocumentPath
from archive.ledger import Action
from archive.metadata import DocumentRecord
from doc_engine.document import short_day_text
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.nd30.lists import HANDOVER, TRANSFER_LIST
from doc_engine.number_words import in_words
from doc_engine.remedies import RemedyAction
from doc_engine.vietnamese import capitalised

from ..export import rendition
from ..issue.drafting import draft_of_list
from ..jobs import UNOBSERVED, Job
from ..office import Office
from ..state import issued
from . import case_files
from .case_files import Wanted

INVENTORY, MINUTES = "muc-luc-ho-so-nop-luu.docx", "bien-ban-giao-nhan.docx"


class HandoverExists(VanthuError):
    code = "HS-08"
    exit_code = ExitCode.REFUSED
    message = "Thư mục {folder} đã có dữ liệu; không ghi đè lên."
    remedy = "Hãy chọn thư mục khác."


@dataclass(frozen=True, slots=True)
class Party:
    """The giver or the receiver in the minutes; dotted lines are filled in by hand."""

    name: str
    person: str = "……………………"
    position: str = "……………………"


@dataclass(frozen=True, slots=True)
class Handover:
    """The facts of a transfer.

    `plan`: its basis ("Danh mục hồ sơ năm 2024"). `fonds`: mã phông, "" where unknown.
    """

    giver: Party
    receiver: Party
    place: str
    plan: str
    fonds: str = ""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A transferred file. `pages`: of its documents; `files`: how many they have."""

    file: CaseFile
    pages: int
    files: int
    package: Path


def hand_over(
    office: Office,
    wanted: Sequence[Wanted],
    handover: Handover,
    out: Path,
    *,
    enter: bool = True,
    job: Job = UNOBSERVED,
) -> list[HandedOver]:
    """Write papers and packages into a new folder, and enter the transfer.

    All or nothing. `enter` False: only the folder. Raises CaseFileNotFound, CaseFileSettled for one that is not closed,
    CaseFileEmpty, DocumentDamaged, HandoverExists, and MissingTool without LibreOffice.
    """
    if out.exists() and any(out.iterdir()):
        raise HandoverExists(folder=out)
    files = list({one.path: one for one in (case_files.get(office, it).file for it in wanted)}.values())
    for one in files:
        case_files.refuse_state(
            one, (FileState.CLOSED,), "nộp lưu", f"Hãy kết thúc hồ sơ trước: {RemedyAction.CLOSE_CASE_FILE}."
        )
    documents = {one.path: case_files.documents_of(office, one) for one in files}
    for one in files:
        if all(record.destroyed for record in documents[one.path]):
            raise case_files.CaseFileEmpty(code=one.code, year=one.year)
    rendition.refuse_damaged(office, {record.path for found in documents.values() for record in found})
    aside = out.with_name(f".{out.name}.tmp")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        with tempfile.TemporaryDirectory() as place:
            every = [record for found in documents.values() for record in found]
            pdfs = rendition.converted(office, every, Path(place), job)
            made = [_packed(office, one, documents[one.path], pdfs, handover, aside) for one in files]
        _papers(office, made, documents, handover, aside)
        if enter:  # somebody else may have transferred one meanwhile: then no folder is left
            _enter(office, wanted, handover.receiver.name)
        if out.exists():
            out.rmdir()
        aside.rename(out)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return [replace(one, package=out / one.package.name) for one in made]


def _enter(office: Office, wanted: Sequence[Wanted], to: str) -> None:
    today = office.clock().date()

    def moved(one: CaseFile) -> CaseFile:
        case_files.refuse_state(one, (FileState.CLOSED,), "nộp lưu", "")
        return replace(one, transferred=Transfer(to, today))

    case_files.revise(office, wanted, moved, Action.TRANSFERRED, f"Nộp lưu cho {to}")


def _packed(
    office: Office,
    one: CaseFile,
    records: Sequence[DocumentRecord],
    pdfs: dict[str, Path],
    handover: Handover,
    folder: Path,
) -> HandedOver:
    there = [record for record in records if not record.destroyed]
    spans = dict(zip([r.path for r in there], rendition.page_spans([pdfs[r.path] for r in there]), strict=True))
    pages = {path: end - begin for path, (begin, end) in spans.items()}
    code = f"{handover.fonds}.{one.year}.{one.code}" if handover.fonds else f"{one.year}.{one.code}"
    documents = [
        PackedDocument(
            name := f"{number:03}-{DocumentPath.parse(record.path).name}",
            f"{record.type_title} số {record.code}: {record.subject}",
            _document_fields(code, name, number, record, pages[record.path], office),
            _pdf(office, record, pdfs[record.path]),
            issued.original(office, record),
        )
        for number, record in enumerate(there, start=1)
    ]
    total = sum(pages.values())
    package = Ingest(
        f"vb:{one.path}",
        handover.fonds,
        office.settings.name,
        _file_fields(code, one, len(there), total, office),
        documents,
        office.clock(),
    )
    return HandedOver(one, total, 2 * len(there), ingest_package.write(package, folder))


def _pdf(office: Office, record: DocumentRecord, converted: Path) -> bytes:
    """The signed copy byte for byte, where there is one; else the conversion."""
    return (rendition.signed_copy(office, record.path) or converted).read_bytes()


def _file_fields(code: str, one: CaseFile, documents: int, pages: int, office: Office) -> dict[str, str]:
    return {
        "arcFileCode": code,
        "title": one.title,
        "maintenance": str(one.retention),
        "language": "Tiếng Việt",
        "startDate": one.opened_on.isoformat(),
        "endDate": one.closed_on.isoformat() if one.closed_on else "",
        "totalDoc": str(documents),
        "numberOfPage": str(pages),
        "format": office.settings.pdf.value,
        "description": one.note,
    }


def _document_fields(
    code: str, name: str, number: int, record: DocumentRecord, pages: int, office: Office
) -> dict[str, str]:
    return {
        "arcFileCode": code,
        "language": "Tiếng Việt",
        "numberOfPage": str(pages),
        "format": office.settings.pdf.value,
        "docCode": f"{code}.{number:03}",
        "docOrdinal": str(number),
        "typeName": record.type_title,
        "codeNumber": f"{record.number:02}",
        "codeNotation": record.symbol,
        "issuedDate": record.issued_on.isoformat(),
        "organName": record.agency_name,
        "subject": record.subject,
        "inforSign": "Có bản ký" if rendition.signed_copy(office, record.path) else "",
        "description": name,
    }


def _papers(
    office: Office,
    made: Sequence[HandedOver],
    documents: dict[str, list[DocumentRecord]],
    handover: Handover,
    folder: Path,
) -> None:
    today = office.clock().date()
    head = {"co_quan": [office.settings.name], "dia_danh": handover.place, "ngay": today.isoformat()}
    days = [record.issued_on for found in documents.values() for record in found]
    span = f"{short_day_text(min(days))} đến {short_day_text(max(days))}"
    rows = [
        {
            "tt": number,
            "ky_hieu": str(one.file.code),
            "tieu_de": one.file.title,
            "thoi_gian": _time_of(documents[one.file.path]),
            "thoi_han": str(one.file.retention),
            "so_to": str(one.pages),
        }
        for number, one in enumerate(made, start=1)
    ]
    years = sorted({one.file.year for one in made})
    inventory = {
        **head,
        "nam": ", ".join(map(str, years)),
        "tong": len(made),
        "bang_chu": capitalised(in_words(len(made))),
        "nguoi_lap": handover.giver.person,
        "cac_dong": rows,
    }
    minutes = {
        **head,
        "can_cu": handover.plan,
        "ben_giao": handover.giver.name,
        "nguoi_giao": handover.giver.person,
        "chuc_vu_giao": handover.giver.position,
        "ben_nhan": handover.receiver.name,
        "nguoi_nhan": handover.receiver.person,
        "chuc_vu_nhan": handover.receiver.position,
        "khoi": f"Hồ sơ năm {', '.join(map(str, years))} của {office.settings.name}",
        "thoi_gian": span,
        "so_hop": 0,
        "so_ho_so": 0,
        "so_met": 0,
        "so_ho_so_dien_tu": len(made),
        "so_tep": sum(one.files for one in made),
        "tinh_trang": _state_of(documents),
    }
    (folder / INVENTORY).write_bytes(draft_of_list(TRANSFER_LIST, inventory, "mục lục", today))
    (folder / MINUTES).write_bytes(draft_of_list(HANDOVER, minutes, "biên bản", today))


def _state_of(documents: Mapping[str, Sequence[DocumentRecord]]) -> str:
    gone = sum(1 for found in documents.values() for record in found if record.destroyed)
    checked = "đọc được, đã kiểm tra từng tệp với nhật ký"
    return f"{checked}; {gone} văn bản đã hủy theo quyết định" if gone else f"đủ văn bản, {checked}"


def _time_of(records: Sequence[DocumentRecord]) -> str:
    begin, end = min(one.issued_on for one in records), max(one.issued_on for one in records)
    return f"{short_day_text(begin)} - {short_day_text(end)}"
