"""The signed PDF of a document: byte for byte, once, intact after any crash.

Its seal is shown in the package.
"""

import hashlib
from pathlib import Path

import pikepdf
import pytest

from archive import document_object
from archive.ledger import Action
from archive.metadata import DocumentRecord, Relation
from archive.ocfl import Version
from cli.main import run
from doc_engine.external_pdf import PdfRefused
from doc_engine.pdf import find_libreoffice
from office.export import dossier
from office.issue import signed_copies, single_documents
from office.issue.signed_copies import OtherDocument, RemarksLeft, SignedCopyExists
from office.office import Office
from tests.conftest import require
from tests.support.archives import judged
from tests.support.documents import DECISION, NOTICE, drafted
from tests.support.killing import killed_at_each_step
from tests.support.offices import NOON, faults, open_office
from tests.support.pdfs import red_share, sealed, with_remark

SIGNED = document_object.SIGNED_COPY


@pytest.fixture
def issued(office: Office) -> DocumentRecord:
    return single_documents.issue(office, drafted(office, DECISION))


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    return sealed(tmp_path / "ban-ky.pdf")


def printed(file: Path, text: str) -> Path:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Contents = pdf.make_stream(f"BT /F1 12 Tf 20 20 Td ({text}) Tj ET".encode())
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        pdf.save(file)
    return file


def test_it_lies_there_byte_for_byte_and_no_file_of_the_first_version_is_changed(
    office: Office, issued: DocumentRecord, scan: Path
) -> None:
    first = office.store.root / issued.path / "v1"
    before = {file: file.read_bytes() for file in first.rglob("*") if file.is_file()}
    signed_copies.attach(office, issued, scan)
    assert office.store.read(issued.path)[SIGNED] == scan.read_bytes()
    assert {file: file.read_bytes() for file in first.rglob("*") if file.is_file()} == before
    assert [entry.action for entry in office.ledger.entries()][-2:] == [Action.ANNOUNCED, Action.SIGNED]
    assert faults(office) == []
    assert judged(office.store) == ([], 1)


def test_there_is_one_and_it_stays(office: Office, issued: DocumentRecord, scan: Path) -> None:
    signed_copies.attach(office, issued, scan)
    with pytest.raises(SignedCopyExists):
        signed_copies.attach(office, issued, scan)


def test_a_file_that_is_visibly_another_document_is_refused(
    office: Office, issued: DocumentRecord, tmp_path: Path
) -> None:
    other = printed(tmp_path / "khac.pdf", "So: 09/KH-UBND")
    with pytest.raises(OtherDocument):
        signed_copies.attach(office, issued, other)
    signed_copies.attach(office, issued, printed(tmp_path / "dung.pdf", f"So: {issued.number:02}/QD-UBND"))


@pytest.mark.parametrize("kind", ["Text", "Highlight", "StrikeOut", "FileAttachment"])
def test_a_file_with_remarks_is_refused_until_somebody_answers_for_them(
    office: Office, issued: DocumentRecord, scan: Path, kind: str
) -> None:
    with_remark(scan, kind)
    with pytest.raises(RemarksLeft):
        signed_copies.attach(office, issued, scan)
    assert SIGNED not in office.store.read(issued.path)
    assert signed_copies.attach(office, issued, scan, override=True).remarks == 1


def test_the_marks_of_signing_are_no_remarks(office: Office, issued: DocumentRecord, scan: Path) -> None:
    for kind in ("Stamp", "FreeText"):
        with_remark(scan, kind)
    facts = signed_copies.attach(office, issued, scan)
    assert (facts.signatures, facts.remarks) == (1, 0)


def test_what_is_no_pdf_is_refused_and_nothing_is_entered(
    office: Office, issued: DocumentRecord, tmp_path: Path
) -> None:
    (tmp_path / "x.pdf").write_bytes(b"khong phai")
    before = list(office.ledger.entries())
    with pytest.raises(PdfRefused):
        signed_copies.attach(office, issued, tmp_path / "x.pdf")
    assert list(office.ledger.entries()) == before


def test_a_recalled_document_keeps_it(office: Office, issued: DocumentRecord, scan: Path) -> None:
    signed_copies.attach(office, issued, scan)
    single_documents.issue(office, drafted(office, NOTICE, (Relation.RECALLS, issued.path)))
    assert {SIGNED, "quan-he.json", "van-ban.docx"} <= set(office.store.read(issued.path))
    assert faults(office) == []


def test_killed_at_any_step_it_is_there_and_entered_or_not_there(
    office: Office, issued: DocumentRecord, scan: Path
) -> None:
    office.close()
    program = f"""
from pathlib import Path
from office.issue import signed_copies
signed_copies.attach(office, office.catalogue.by_path({issued.path!r}), Path({str(scan)!r}))
"""
    there = []
    for folder in killed_at_each_step(office.folder, program):
        after = open_office(folder, clock=lambda: NOON)
        with after.change():
            pass
        assert faults(after) == []
        there.append(SIGNED in after.store.read(issued.path))
        after.close()
    assert there == sorted(there)
    assert (there[0], there[-1]) == (False, True)
    assert len(there) > 10


def test_one_that_nobody_announced_is_reported_and_not_entered(
    office: Office, issued: DocumentRecord, scan: Path
) -> None:
    version = Version(NOON, "giả", "x", "urn:x")
    office.store.add_version(issued.path, {SIGNED: scan.read_bytes()}, version)
    with office.change():
        pass
    assert any("khác với nhật ký" in str(fault) for fault in faults(office))


def test_another_than_was_announced_is_reported(office: Office, issued: DocumentRecord, scan: Path) -> None:
    from archive.ledger import AuditEvent

    office.enter([AuditEvent(Action.ANNOUNCED, issued.path, note=hashlib.sha256(b"khac").hexdigest())])
    office.store.add_version(issued.path, {SIGNED: scan.read_bytes()}, Version(NOON, "giả", "x", "urn:x"))
    with office.change():
        pass
    assert any("khác với nhật ký" in str(fault) for fault in faults(office))


def test_the_package_shows_the_seal_and_has_the_signed_file_itself(
    office: Office, issued: DocumentRecord, scan: Path, tmp_path: Path
) -> None:
    require(find_libreoffice(), "LibreOffice")
    signed_copies.attach(office, issued, scan)
    (made,) = dossier.pack(office, ["02008"], 2024, tmp_path / "goi")
    originals = list((made.folder / "data" / "van-ban").rglob(SIGNED))
    assert [file.read_bytes() for file in originals] == [scan.read_bytes()]
    alone = tmp_path / "trang.pdf"
    with pikepdf.open(made.folder / "data" / "tap-van-ban.pdf") as whole, pikepdf.new() as last:
        last.pages.append(whole.pages[-1])
        last.save(alone)
    assert red_share(alone, tmp_path) == pytest.approx(red_share(scan, tmp_path), rel=0.05)


def test_the_command_says_what_it_kept(
    office: Office, issued: DocumentRecord, scan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office.close()
    command = ["--office", str(office.folder), "document", "attach", "01/qđ-ubnd", str(scan)]
    assert run(command) == 0
    assert "1 trang, 1 chữ ký số (chưa kiểm tra chữ ký)" in capsys.readouterr().out
    assert run(command) == 6
    assert "BK-01" in capsys.readouterr().err
