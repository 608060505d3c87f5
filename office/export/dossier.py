"""The inspector's dossier: all documents of one unit and year, in one package.

Readable at once, and verifiable without this program.

    <out>/<year>-<unit>/              a BagIt bag (RFC 8493)
        data/DOC-TRUOC.txt            the contents of the package, and how to verify it
        data/tap-van-ban.pdf          reading copy: cover, linked contents, every document, bookmarks, page labels
        data/muc-luc-van-ban.docx     list of documents (NĐ 30/2020/NĐ-CP, Phụ lục V, Mục IV)
        data/sieu-du-lieu.xlsx, .xml  the fields of Phụ lục VI of each document
        data/nhat-ky.jsonl            the ledger's entries of these documents
        data/van-ban/<path>/          the originals, byte for byte, with the inventories in the ledger

Atomic: written aside and renamed. The digest of its tag manifest is entered in the office's ledger.
"""

import json
import shutil
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from archive import bag, ocfl
from archive.document_object import METADATA
from archive.ledger import Action, AuditEvent, as_json
from doc_engine import pdf
from doc_engine.document import short_day_text
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.nd30.lists import COLLECTION, CONTENTS
from doc_engine.remedies import RemedyAction
from doc_engine.units import AdminUnit

from ..issue.drafting import draft_of_list
from ..jobs import UNOBSERVED, Job
from ..office import Office
from . import collection, rendition
from .collection import Collected
from .metadata_tables import as_workbook, as_xml
from .reading_copy import Part, bind, starts_of
from .rendition import pages_told

_READ_ME = """\
TẬP VĂN BẢN CỦA {unit}, NĂM {year}
{office} kết xuất ngày {day}: {count} văn bản.

tap-van-ban.pdf          bản để đọc, có mục lục bấm được
muc-luc-van-ban.docx     mục lục văn bản theo Phụ lục V Nghị định 30/2020/NĐ-CP
sieu-du-lieu.xlsx, .xml  các trường của Phụ lục VI Nghị định 30/2020/NĐ-CP
nhat-ky.jsonl            các mục nhật ký của những văn bản này
van-ban                  văn bản gốc, nguyên từng byte

Kiểm tra gói này còn nguyên, không cần phần mềm nào của văn phòng, trong thư mục chứa tệp bagit.txt:
    Linux, macOS:  sha512sum -c manifest-sha512.txt
    Windows:       certutil -hashfile TỆP SHA512, rồi so với dòng của tệp trong manifest-sha512.txt
Văn phòng giữ mã của tệp tagmanifest-sha512.txt trong nhật ký; mã ấy chứng tỏ gói không bị làm lại.
"""


class NothingCollected(VanthuError):
    code = "KX-02"
    exit_code = ExitCode.NOT_FOUND
    message = "Kho không có văn bản nào của {unit} năm {year}."
    remedy = f"Hãy kiểm tra tên, mã đơn vị và năm: {RemedyAction.SEARCH_UNIT}."


class PackageExists(VanthuError):
    code = "KX-03"
    exit_code = ExitCode.REFUSED
    message = "Đã có gói {folder}; không ghi đè lên."
    remedy = "Hãy chọn thư mục khác, hoặc dời gói cũ đi."


@dataclass(frozen=True, slots=True)
class Package:
    """A dossier. `digest`: of its tag manifest, as in the ledger; `pages`: in all."""

    folder: Path
    unit: AdminUnit
    documents: int
    pages: int
    digest: str


def pack(
    office: Office,
    names: Sequence[str],
    year: int,
    out: Path,
    types: Collection[str] = (),
    job: Job = UNOBSERVED,
) -> list[Package]:
    """Write a package of each commune, by name or code.

    No names: of every commune with documents in that year. Each document is converted once, however many packages
    contain it. Raises UnitUnclear, NothingCollected, PackageExists or DocumentDamaged before anything is written, and
    MissingTool without LibreOffice.
    """
    known = _communes_with_documents(office, year)
    communes = [collection.unit_of(name, year, known) for name in names or known]
    collected = {unit.code: (unit, collection.collect(office, unit, year, types)) for unit in communes}
    for unit, found in collected.values():
        if not found:
            raise NothingCollected(unit=unit.name, year=year)
        if _folder(out, unit, year).exists():
            raise PackageExists(folder=_folder(out, unit, year))
    records = {one.record.path: one.record for _, found in collected.values() for one in found}
    rendition.refuse_damaged(office, records)
    with tempfile.TemporaryDirectory() as place:
        pages = rendition.converted(office, records.values(), Path(place), job)
        contents = [_Contents(office, unit, year, found, pages) for unit, found in collected.values()]
        fronts = _fronts(office, contents, Path(place))
        packages = [_pack(office, one, front, out) for one, front in zip(contents, fronts, strict=True)]
    with office.locked():
        office.enter(
            [
                AuditEvent(Action.PACKED, note=f"{one.unit.name} năm {year}: {one.documents} văn bản, {one.digest}")
                for one in packages
            ]
        )
    return packages


def _communes_with_documents(office: Office, year: int) -> list[str]:
    return sorted({record.unit_code for record in office.catalogue.of_year(year) if len(record.unit_code) == 5})


def _folder(out: Path, unit: AdminUnit, year: int) -> Path:
    return out / f"{year}-{unit.code}-{unit.slug}"


class _Contents:
    """The documents of one package, and their pages in its reading copy."""

    def __init__(
        self, office: Office, unit: AdminUnit, year: int, found: Sequence[Collected], pages: dict[str, Path]
    ) -> None:
        self.unit, self.year, self.found = unit, year, found
        self.agency, self.today = [office.settings.name], office.clock().date()
        there = [one for one in found if not one.record.destroyed]
        self.parts = [Part(_label(one), pages[one.record.path]) for one in there]
        starts = starts_of(self.parts)
        spans = {one.record.path: span for one, span in zip(there, pairwise(starts), strict=True)}
        self.pages, self.rows = starts[-1] - 1, _rows(found, spans)
        self.links = [spans[one.record.path][0] if one.record.path in spans else None for one in found]

    def list_of_documents(self) -> bytes:
        data = {"co_quan": self.agency, "nam": self.year, "ky_hieu": f"{self.year}/{self.unit.code}"}
        return draft_of_list(CONTENTS, {**data, "cac_dong": self.rows}, "mục lục văn bản", self.today)

    def front(self) -> bytes:
        """Cover and contents of the reading copy, as .docx."""
        data = {
            "co_quan": self.agency,
            "don_vi": self.unit.name.upper(),
            "nam": self.year,
            "so_van_ban": len(self.found),
            "tu_ngay": short_day_text(self.found[0].record.issued_on),
            "den_ngay": short_day_text(self.found[-1].record.issued_on),
            "ngay_ket_xuat": short_day_text(self.today),
            "cac_dong": self.rows,
        }
        return draft_of_list(COLLECTION, data, "tập văn bản", self.today)


def _fronts(office: Office, contents: Sequence[_Contents], place: Path) -> list[Path]:
    """The PDF of each package's front, all by one call of LibreOffice."""
    files = [place / f"bia-{number}.docx" for number in range(len(contents))]
    for file, one in zip(files, contents, strict=True):
        file.write_bytes(one.front())
    return pdf.to_pdf(files, place, office.settings.pdf)


def _pack(office: Office, contents: _Contents, front: Path, out: Path) -> Package:
    unit, year, found, today = contents.unit, contents.year, contents.found, contents.today
    target = _folder(out, unit, year)
    aside = out / f".{target.name}.tmp"
    shutil.rmtree(aside, ignore_errors=True)
    data = aside / "data"
    data.mkdir(parents=True)
    try:
        bind(front, contents.parts, contents.links, data / "tap-van-ban.pdf", f"Tập văn bản của {unit.name} năm {year}")
        (data / "muc-luc-van-ban.docx").write_bytes(contents.list_of_documents())
        _originals(office, found, data / "van-ban")
        _ledger(office, found, data / "nhat-ky.jsonl")
        records = [(one, json.loads(office.store.read(one.record.path)[METADATA])) for one in found]
        (data / "sieu-du-lieu.xlsx").write_bytes(as_workbook(records))
        (data / "sieu-du-lieu.xml").write_bytes(as_xml(records))
        facts = {"unit": unit.name.upper(), "year": year, "office": office.settings.name, "count": len(found)}
        (data / "DOC-TRUOC.txt").write_text(
            _READ_ME.format(**facts, day=short_day_text(today)), encoding="utf-8-sig", newline="\r\n"
        )
        head = office.ledger.head()
        info = {
            "Source-Organization": office.settings.name,
            "External-Identifier": f"{year}/{unit.code}-{unit.slug}",
            "External-Description": f"Văn bản của {unit.name} năm {year}",
            "Bagging-Date": today.isoformat(),
            "Vanthu-Ledger-Head": f"{head.number} {head.digest}",
        }
        digest = bag.close(aside, info)
        aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Package(target, unit, len(found), contents.pages, digest)


def _label(one: Collected) -> str:
    record = one.record
    return f"{record.code} {short_day_text(record.issued_on)} {record.type_title}: {record.subject}"


def _rows(found: Sequence[Collected], spans: Mapping[str, tuple[int, int]]) -> list[dict[str, str | int]]:
    """The rows of the list of documents.

    `spans`: first page of each document, and the page after its last; none for a destroyed one.
    """
    return [
        {
            "tt": number,
            "so_ky_hieu": str(one.record.code),
            "ngay": short_day_text(one.record.issued_on),
            "trich_yeu": f"{one.record.type_title}: {one.record.subject}",
            "tac_gia": one.record.agency_name,
            "to_so": pages_told(spans.get(one.record.path)),
            "ghi_chu": one.record.destroyed or one.note,
        }
        for number, one in enumerate(found, start=1)
    ]


def _originals(office: Office, found: Sequence[Collected], folder: Path) -> None:
    for one in found:
        place = folder / one.record.path
        place.mkdir(parents=True)
        for name, file in ocfl.version_files(office.store.root / one.record.path).items():
            shutil.copyfile(file, place / name)
        shutil.copyfile(office.store.root / one.record.path / ocfl.INVENTORY, place / ocfl.INVENTORY)


def _ledger(office: Office, found: Sequence[Collected], file: Path) -> None:
    paths = {one.record.path for one in found}
    lines = [json.dumps(as_json(one), ensure_ascii=False) for one in office.ledger.entries() if one.path in paths]
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
