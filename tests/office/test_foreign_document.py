"""A foreign PDF with its text and metadata, in archive, search and exports."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from archive.document_object import DOCX, PDF, TEXT, NewDocument, NoOriginal, original_name
from archive.ledger import Action
from archive.metadata import DocumentRecord
from archive.store import NewObject
from doc_engine.pdf import find_libreoffice
from office.export import dossier
from office.integrity import verification
from office.issue import single_documents
from office.office import Office
from office.search import finding
from office.state import issued
from tests.conftest import require
from tests.support.documents import DECISION, drafted
from tests.support.offices import faults
from tests.support.pdfs import sealed
from tests.support.spoiling import spoil

WORDS = "bàn giao ruộng lúa cho hợp tác xã Nà Phặc"


@pytest.fixture
def scan(tmp_path: Path) -> bytes:
    return sealed(tmp_path / "ban-quet.pdf").read_bytes()


def taken_in(office: Office, content: bytes) -> DocumentRecord:
    """Archive a scan of 2019: an object, its record, an entry of the ledger."""
    like = single_documents.issue(office, drafted(office, DECISION))
    record = replace(
        like,
        path="2019/02008-xa-cam-giang/qd-00017-ubnd",
        year=2019,
        number=17,
        issued_on=date(2019, 5, 6),
        subject="Về việc bàn giao đất",
        identity="nhap:1",
        template_id="",
        template_digest="",
    )
    document = NewDocument(record, PDF, content, text=f"QUYẾT ĐỊNH\n{WORDS}\n")
    with office.change():
        office.store.put([NewObject(record.path, document.files(), issued.version(office, "Nhập"))])
        issued.enter_objects(office, Action.ADOPTED, [record.path])
        office.catalogue.add([record])
    return record


def test_a_foreign_pdf_is_found_by_its_text_shown_and_verified(office: Office, scan: bytes) -> None:
    record = taken_in(office, scan)
    assert [one.record for one in finding.search(office, "ruong lua na phac").found] == [record]
    assert WORDS in finding.show(office, record.path)[0][1]
    assert issued.original(office, record) == scan
    assert faults(office) == []


def test_a_foreign_pdf_comes_back_when_registry_and_index_are_rebuilt(office: Office, scan: bytes) -> None:
    record = taken_in(office, scan)
    verification.rebuild(office)
    assert office.catalogue.by_path(record.path) == record
    assert finding.search(office, f'"{WORDS}"').total == 1
    assert faults(office) == []


def test_a_foreign_pdf_goes_into_a_dossier_without_being_converted(office: Office, scan: bytes, tmp_path: Path) -> None:
    require(find_libreoffice(), "LibreOffice")  # for the cover
    taken_in(office, scan)
    (package,) = dossier.pack(office, ["02008"], 2019, tmp_path / "goi")
    files = {file.name: file for file in package.folder.rglob("*") if file.is_file()}
    assert files[PDF].read_bytes() == scan
    with pikepdf.open(files["tap-van-ban.pdf"]) as bound:
        assert len(bound.pages) >= 2


def test_an_original_needs_its_text_unless_it_is_a_docx(scan: bytes, office: Office) -> None:
    record = single_documents.issue(office, drafted(office, DECISION))
    for name, text in ((PDF, None), (DOCX, "chữ"), ("van-ban.xls", "chữ")):
        with pytest.raises(ValueError, match="original"):
            NewDocument(record, name, scan, text=text).files()
    with pytest.raises(NoOriginal):
        original_name({"metadata.json": b""})


def test_a_damaged_text_of_a_foreign_pdf_is_reported_and_stops_no_search(office: Office, scan: bytes) -> None:
    record = taken_in(office, scan)
    spoil(office.store.root / record.path / "v1" / "content" / TEXT, lambda text: text[:5] + b"\xff\xfe" + text[5:])
    verification.rebuild(office)
    assert finding.search(office, "ban giao dat").found[0].record == record  # by its subject
    assert faults(office) != []
