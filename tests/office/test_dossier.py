"""The inspector's package: complete, readable, checkable with common tools."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import bagit
import pytest
from lxml import etree
from openpyxl import load_workbook
from pypdf import PdfReader

from archive.ledger import Action
from cli.main import run
from doc_engine.document_types import DocumentType
from doc_engine.docx_text import paragraphs
from doc_engine.pdf import find_libreoffice
from doc_engine.units import units
from office.export import collection, dossier
from office.export.collection import UnitUnclear
from office.export.dossier import NothingCollected, PackageExists
from office.export.rendition import DocumentDamaged
from office.issue import single_documents
from office.office import Office
from tests.conftest import require
from tests.support.documents import data, head_of
from tests.support.offices import NOON, open_office
from tests.support.spoiling import flip, spoil

COMMUNE = "02008"


@pytest.fixture(scope="module")
def packed(whole_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of one commune, made once."""
    require(find_libreoffice(), "LibreOffice")
    office = open_office(whole_office, clock=lambda: NOON)
    (made,) = dossier.pack(office, ["cam giang"], 2024, tmp_path_factory.mktemp("goi"))
    office.close()
    return made.folder


def test_the_package_holds_what_the_commune_issued_and_what_the_district_said_of_it(packed: Path) -> None:
    found = sorted(
        path.parent.relative_to(packed / "data/van-ban/2024").as_posix() for path in packed.rglob("van-ban.docx")
    )
    own = [
        f"02008-xa-cam-giang/{name}" for name in ("bb-00001-hdtdg", "bc-00001-ubnd", "kh-00001-ubnd", "qd-00001-ubnd")
    ]
    assert found[:4] == own
    assert "063-huyen-bach-thong/qd-00002-ubnd" in found  # the decision that recognises it
    assert "063-huyen-bach-thong/kh-00001-ubnd" not in found  # the plan names no commune
    assert len(found) == 11


def test_the_originals_are_the_archives_own_bytes(whole_office: Path, packed: Path) -> None:
    for file in (packed / "data" / "van-ban").rglob("v*.docx"):
        path = file.parent.relative_to(packed / "data" / "van-ban")
        assert file.read_bytes() == (whole_office / "kho" / path / "v1" / "content" / file.name).read_bytes()


def test_bagit_and_sha512sum_confirm_it_without_our_program(packed: Path) -> None:
    assert bagit.Bag(str(packed)).validate()
    for manifest in ("manifest-sha512.txt", "tagmanifest-sha512.txt"):
        done = subprocess.run(["sha512sum", "-c", "--quiet", "--strict", manifest], cwd=packed, check=False)
        assert done.returncode == 0


def test_a_package_that_was_tampered_with_is_reported(packed: Path, tmp_path: Path) -> None:
    shutil.copytree(packed, tmp_path / "goi")
    spoil(tmp_path / "goi" / "data" / "sieu-du-lieu.xml", flip)
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(tmp_path / "goi")).validate()


def test_the_ledger_of_the_office_knows_the_package(whole_office: Path, packed: Path) -> None:
    office = open_office(whole_office, clock=lambda: NOON)
    entry = list(office.ledger.entries())[-1]
    office.close()
    digest = subprocess.run(
        ["sha512sum", packed / "tagmanifest-sha512.txt"], capture_output=True, text=True, check=True
    )
    assert entry.action is Action.PACKED
    assert digest.stdout.split()[0] in entry.note


def test_the_reading_copy_has_links_bookmarks_and_labels(packed: Path) -> None:
    reader = PdfReader(packed / "data" / "tap-van-ban.pdf")
    titles = [str(one["/Title"]) for one in reader.outline if not isinstance(one, list)]
    assert len(titles) == 11
    assert titles[0].startswith("01/KH-UBND 12/4/2024 Kế hoạch: ")
    front = next(number for number, label in enumerate(reader.page_labels) if label == "1")
    assert reader.page_labels[:2] == ["i", "ii"]
    links = [
        reader.get_page_number(target["/Dest"][0].get_object()) or 0
        for page in reader.pages[:front]
        for annotation in page.get("/Annots", [])
        if (target := annotation.get_object()).get("/Subtype") == "/Link"
    ]
    starts = [reader.get_destination_page_number(one) for one in reader.outline if not isinstance(one, list)]
    assert sorted(links) == starts
    assert "Số: 01/KH-UBND" in reader.pages[front].extract_text()
    text = "\n".join(page.extract_text() for page in reader.pages[:front])
    assert "XÃ CẨM GIÀNG" in text
    assert "11 văn bản, từ ngày 12/4/2024 đến ngày 28/11/2024" in text


def test_qpdf_finds_no_fault_with_the_reading_copy(packed: Path) -> None:
    qpdf = shutil.which("qpdf")
    require(qpdf, "qpdf")
    assert qpdf is not None
    done = subprocess.run([qpdf, "--check", packed / "data" / "tap-van-ban.pdf"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_metadata_and_contents_say_the_same_as_the_archive(packed: Path) -> None:
    page = load_workbook(packed / "data" / "sieu-du-lieu.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert rows[0][:4] == ["01", "KH-UBND", "2024-04-12", "Kế hoạch"]
    assert rows[-1][-2] == "huyện Bạch Thông ban hành, có nêu xã Cẩm Giàng"
    tree = etree.parse(packed / "data" / "sieu-du-lieu.xml")
    assert [one.findtext("CodeNotation") for one in tree.getroot()] == [row[1] for row in rows]
    assert tree.getroot()[0].findtext("SignerInfo/FullName") == rows[0][6]
    shown = paragraphs((packed / "data" / "muc-luc-van-ban.docx").read_bytes())
    assert [text for text in shown if text.endswith("-UBND")][:2] == ["01/KH-UBND", "01/QĐ-UBND"]
    lines = (packed / "data" / "nhat-ky.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["path"] for line in lines} >= {row[-1] for row in rows}


def test_the_unit_that_a_commune_became_part_of_is_not_the_one_whose_name_it_took(issued: Office) -> None:
    """Nguyên Phúc, now part of the new Cẩm Giàng; the old one was its neighbour."""
    found = collection.collect(issued, collection.unit_of("01999", 2024, ()), 2024)
    assert {one.record.unit_name for one in found} == {"xã Nguyên Phúc", "huyện Bạch Thông"}


def test_a_commune_that_the_reform_left_alone_is_itself_before_and_after() -> None:
    alone = next(
        unit
        for unit in units().communes(date(2025, 6, 30))
        if [one.new.name for one in units().successors(unit.code)] == [unit.name]
        and units().successors(unit.code)[0].new.code == unit.code
        and len(units().predecessors(unit.code)) == 1
    )
    for day in (date(2025, 6, 30), date(2025, 7, 1)):
        assert {why for _, why in collection.kin(units().at(alone.code, day))} == {"của đơn vị"}


def test_every_commune_in_one_command(issued: Office, tmp_path: Path) -> None:
    require(find_libreoffice(), "LibreOffice")
    packages = dossier.pack(issued, (), 2024, tmp_path / "goi", {"KH"})
    assert [(one.unit.code, one.documents) for one in packages][:2] == [("01969", 1), ("01975", 1)]
    assert len(packages) == 14
    assert all(bagit.Bag(str(one.folder)).is_valid() for one in packages)
    assert [entry.action for entry in issued.ledger.entries()][-14:] == [Action.PACKED] * 14


def test_a_damaged_document_is_neither_left_out_nor_given_out(issued: Office, tmp_path: Path) -> None:
    spoil(issued.store.root / "2024/02008-xa-cam-giang/kh-00001-ubnd/v1/content/van-ban.docx", flip)
    with pytest.raises(DocumentDamaged):
        dossier.pack(issued, [COMMUNE], 2024, tmp_path / "goi")
    assert not (tmp_path / "goi").exists()


def test_what_is_not_there_or_not_clear_is_reported(issued: Office, tmp_path: Path) -> None:
    with pytest.raises(NothingCollected):
        dossier.pack(issued, [COMMUNE], 2023, tmp_path)
    with pytest.raises(UnitUnclear, match="10888 thị trấn Cẩm Giang"):
        collection.unit_of("cam giang", 2024, ())
    with pytest.raises(UnitUnclear):
        collection.unit_of("Không Có Xã Này", 2024, ())
    (tmp_path / "2024-02008-xa-cam-giang").mkdir()
    with pytest.raises(PackageExists):
        dossier.pack(issued, [COMMUNE], 2024, tmp_path)


def test_a_year_of_the_reform_brings_the_units_before_and_after_said_clearly(
    make_office: Callable[..., Office],
) -> None:
    office = make_office()
    days = (datetime(2025, 3, 1, 12, tzinfo=NOON.tzinfo), datetime(2025, 8, 1, 12, tzinfo=NOON.tzinfo))
    for day, code, of in (
        *((days[0], "01999", ""), (days[0], "02008", ""), (days[0], "01975", ""), (days[1], "02008", "")),
        *((days[0], "063", "xã Quân Hà"), (days[0], "063", "xã Vi Hương"), (days[1], "19", "xã Quân Hà")),
    ):
        there = open_office(office.folder, clock=lambda day=day: day)  # type: ignore[misc]
        one = data(DocumentType.NOTICE, ngay=f"{day:%Y-%m-%d}", trich_yeu=f"Về việc của {of}")
        if of:  # the sample speaks of Cẩm Giàng
            one = json.loads(re.sub("(?i)cẩm giàng", "Ngân Sơn", json.dumps(one, ensure_ascii=False)))
        one |= head_of(code, day.date())
        single_documents.issue(there, single_documents.new(there, DocumentType.NOTICE, one, "x", code).id)
        there.close()
    unit = collection.unit_of("Cẩm Giàng", 2025, {"02008"})
    assert [(one.record.unit_name, one.why) for one in collection.collect(office, unit, 2025)] == [
        ("xã Nguyên Phúc", "đơn vị trước sắp xếp: xã Nguyên Phúc"),
        ("xã Cẩm Giàng", "đơn vị trước sắp xếp: xã Cẩm Giàng"),
        ("huyện Bạch Thông", "huyện Bạch Thông ban hành, có nêu xã Quân Hà"),
        ("xã Cẩm Giàng", "của đơn vị"),
    ]
    before = collection.unit_of("01999", 2025, ())  # whose year it still was
    assert [one.why for one in collection.collect(office, before, 2025)] == [
        *("của đơn vị", "đơn vị sau sắp xếp: xã Cẩm Giàng")
    ]


def test_an_inspector_gets_the_package_by_one_command(
    issued: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    require(find_libreoffice(), "LibreOffice")
    command = ["--office", str(issued.folder), "dossier", "--year", "2024", "--out", str(tmp_path / "goi")]
    assert run([*command]) == 2
    assert run([*command, "--commune", "Cẩm Giàng", "--type", "qđ"]) == 0
    assert "2024-02008-xa-cam-giang: 2 văn bản" in capsys.readouterr().out
    assert run([*command, "--commune", "Cẩm Giàng"]) == 6
