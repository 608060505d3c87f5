"""Transfer to the archive (nộp lưu): papers by the annex, correct packages.

Every reference and digest is right; nothing is half done.
"""

import hashlib
import shutil
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader

from archive.casefile import FileState
from archive.ingest_package import DOCUMENT_FIELDS, FILE_FIELDS
from archive.ledger import Action
from cli.main import run
from doc_engine.docx_text import plain_text
from doc_engine.pdf import find_libreoffice
from office.export.rendition import DocumentDamaged
from office.records import case_files, file_plan, transfer
from office.records.case_files import CaseFileSettled, Wanted
from office.records.transfer import Handover, HandoverExists, Party
from tests.conftest import require
from tests.support.offices import NOON, faults, open_office
from tests.support.spoiling import flip, spoil

FILES = [Wanted("02008.dg", 2024), Wanted("01969.dg", 2024)]
HANDOVER = Handover(
    Party("UBND huyện Bạch Thông", "Nguyễn Văn A", "Công chức văn thư"),
    Party("Lưu trữ cơ quan", "Nguyễn Văn B", "Lưu trữ viên"),
    "Bạch Thông",
    "Danh mục hồ sơ năm 2024",
    "000.00.15.H03",
)
METS, XLINK = "{http://www.loc.gov/METS/}", "{http://www.w3.org/1999/xlink}"


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory, whole_office: Path) -> Path:
    """Two communes' cycles, closed."""
    require(find_libreoffice(), "LibreOffice")
    folder = tmp_path_factory.mktemp("vp") / "vp"
    shutil.copytree(whole_office, folder)
    office = open_office(folder, clock=lambda: NOON)
    case_files.close(office, FILES, None, "20 năm")
    office.close()
    return folder


@pytest.fixture(scope="module")
def handed_over(closed: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The office after the transfer of its files, and the folder that was written."""
    folder, out = tmp_path_factory.mktemp("sau") / "vp", tmp_path_factory.mktemp("nop") / "nop"
    shutil.copytree(closed, folder)
    office = open_office(folder, clock=lambda: NOON)
    transfer.hand_over(office, FILES, HANDOVER, out)
    office.close()
    return folder, out


def packages(out: Path) -> list[Path]:
    return sorted(one for one in out.iterdir() if one.is_dir())


def test_the_papers_are_those_of_the_annex(handed_over: tuple[Path, Path]) -> None:
    _, out = handed_over
    listed = plain_text((out / transfer.INVENTORY).read_bytes())
    assert "MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU" in listed
    assert "Mục lục này gồm: 2 hồ sơ" in listed
    assert "Viết bằng chữ: Hai hồ sơ" in listed
    assert "02008.ĐG-XPHTEMH" in listed
    assert "20 năm" in listed
    minutes = plain_text((out / transfer.MINUTES).read_bytes())
    assert "BÊN GIAO: UBND huyện Bạch Thông" in minutes
    assert "BÊN NHẬN: Lưu trữ cơ quan" in minutes
    assert "Tổng số hồ sơ: 2" in minutes
    assert "tệp tin trong hồ sơ: 60" in minutes


def test_every_reference_in_a_package_leads_to_a_file_with_that_digest(handed_over: tuple[Path, Path]) -> None:
    _, out = handed_over
    for package in packages(out):
        seen = {package / "METS.xml"}
        for mets in (package / "METS.xml", package / "representations/rep1/METS.xml"):
            for element in etree.parse(mets).iter(f"{METS}mdRef", f"{METS}file"):
                located = element if element.tag == f"{METS}mdRef" else element.find(f"{METS}FLocat")
                assert located is not None
                file = mets.parent / str(located.get(f"{XLINK}href"))
                assert hashlib.sha256(file.read_bytes()).hexdigest() == element.get("CHECKSUM")
                assert str(file.stat().st_size) == element.get("SIZE")
                seen.add(file)
        assert seen == {file for file in package.rglob("*") if file.is_file()}  # and there is no other file


def test_identifiers_are_one_of_a_kind_and_every_pointer_meets_one(handed_over: tuple[Path, Path]) -> None:
    _, out = handed_over
    for mets in out.rglob("METS.xml"):
        root = etree.parse(mets).getroot()
        ids = [str(element.get("ID")) for element in root.iter() if element.get("ID")]
        assert len(ids) == len(set(ids))
        pointed = {element.get(name) for element in root.iter() for name in ("FILEID", "DMDID", "ADMID")} - {None}
        assert pointed
        assert pointed <= set(ids)
        assert mets.parent.name == "rep1" or root.get("OBJID", "").replace(":", "_") == mets.parent.name


def test_the_fields_are_those_of_the_profile_and_say_what_the_archive_knows(handed_over: tuple[Path, Path]) -> None:
    _, out = handed_over
    (package,) = [one for one in packages(out) if "Cẩm Giàng" in (one / "METS.xml").read_text("utf-8")]
    said = {one.tag: one.text or "" for one in etree.parse(package / "metadata/descriptive/EAD.xml").getroot()}
    assert tuple(said) == FILE_FIELDS
    assert said["arcFileCode"] == "000.00.15.H03.2024.02008.ĐG-XPHTEMH"
    assert (said["totalDoc"], said["maintenance"], said["startDate"]) == ("15", "20 năm", "2024-03-28")
    described = sorted((package / "representations/rep1/metadata/descriptive").iterdir())
    first = {one.tag: one.text or "" for one in etree.parse(described[0]).getroot()}
    assert tuple(first) == DOCUMENT_FIELDS
    assert (first["docOrdinal"], first["codeNumber"], first["codeNotation"]) == ("1", "01", "KH-UBND")
    pages = sum(len(PdfReader(file).pages) for file in package.rglob("*.pdf"))
    assert said["numberOfPage"] == str(pages)


def test_the_documents_in_a_package_are_the_archives_own(handed_over: tuple[Path, Path]) -> None:
    folder, out = handed_over
    office = open_office(folder, clock=lambda: NOON)
    issued = {office.store.read(path)["van-ban.docx"] for path in office.catalogue.paths()}
    given = [file.read_bytes() for package in packages(out) for file in package.rglob("*.docx")]
    assert len(given) == 30
    assert set(given) <= issued
    office.close()


def test_what_was_handed_over_is_noted_once(handed_over: tuple[Path, Path], tmp_path: Path) -> None:
    folder, _ = handed_over
    office = open_office(folder, clock=lambda: NOON)
    file = case_files.get(office, FILES[0]).file
    assert file.transferred is not None
    assert file.state is FileState.TRANSFERRED
    assert (file.transferred.to, file.transferred.on) == ("Lưu trữ cơ quan", NOON.date())
    assert [one.action for one in office.ledger.entries()][-2:] == [Action.TRANSFERRED] * 2
    with pytest.raises(CaseFileSettled):
        transfer.hand_over(office, FILES, HANDOVER, tmp_path / "nua")
    assert not (tmp_path / "nua").exists()
    assert faults(office) == []
    office.close()


def test_a_trial_writes_the_same_and_notes_nothing(closed: Path, tmp_path: Path) -> None:
    office = open_office(closed, clock=lambda: NOON)
    before = list(office.ledger.entries())
    made = transfer.hand_over(office, FILES[:1], HANDOVER, tmp_path / "thu", enter=False)
    assert made[0].package.is_dir()
    assert list(office.ledger.entries()) == before
    office.close()


def test_what_is_open_damaged_or_in_the_way_is_refused_and_nothing_is_left(closed: Path, tmp_path: Path) -> None:
    shutil.copytree(closed, tmp_path / "vp")
    office, out = open_office(tmp_path / "vp", clock=lambda: NOON), tmp_path / "nop"
    with pytest.raises(CaseFileSettled):
        transfer.hand_over(office, [*FILES, Wanted("01975.dg", 2024)], HANDOVER, out)
    spoil(office.store.root / "2024/02008-xa-cam-giang/kh-00001-ubnd/v1/content/van-ban.docx", flip)
    with pytest.raises(DocumentDamaged):
        transfer.hand_over(office, FILES, HANDOVER, out)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["vp"]
    out.mkdir()
    (out / "x").write_text("", "utf-8")
    with pytest.raises(HandoverExists):
        transfer.hand_over(office, FILES, HANDOVER, out)
    office.close()


def test_the_list_of_documents_has_their_pages(closed: Path) -> None:
    office = open_office(closed, clock=lambda: NOON)
    text = plain_text(file_plan.contents(office, case_files.get(office, FILES[0]).file))
    assert "MỤC LỤC VĂN BẢN, TÀI LIỆU" in text
    assert "Số, ký hiệu hồ sơ: 02008.ĐG-XPHTEMH" in text
    assert "1-5" in text  # the plan's
    listed = case_files.listed(office, 2024, "063")
    printed = plain_text(file_plan.printed(office, 2024, "063", "Quyết định số …", listed))
    assert "Danh mục hồ sơ này có 16 hồ sơ" in printed
    assert "1 hồ sơ bảo quản vĩnh viễn" in printed
    office.close()


def test_the_command_names_what_it_wrote(closed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["casefile", "transfer", "02008.dg", "--year", "2024", "--to", "Lưu trữ cơ quan", "--place", "Bạch Thông"]
    assert run(["--office", str(closed), *asked, "--out", str(tmp_path / "nop"), "--dry-run"]) == 0
    shown = capsys.readouterr()
    assert "hồ sơ 02008.ĐG-XPHTEMH, 15 văn bản, 34 trang" in shown.out
    assert "bản xem trước" in shown.err
