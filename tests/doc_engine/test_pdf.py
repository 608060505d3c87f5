"""PDF by the real LibreOffice: PDF/A validated by Preflight, text in NFC.

One bad file does not affect the others.
"""

import io
import os
import select
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from doc_engine import pdf
from doc_engine.docx_text import paragraphs
from doc_engine.errors import DiskRefused, MissingTool
from doc_engine.ooxml.residue import Kind
from doc_engine.opc_guard import UnsafePackage
from doc_engine.pdf import (
    Conversion,
    ConversionFailed,
    Flavour,
    FontWithoutVietnamese,
    convert,
    find_libreoffice,
)
from doc_engine.render import Properties, Renderer
from doc_engine.template import Template
from tests.conftest import require
from tests.doc_engine.corpus.papers import PAPERS
from tests.doc_engine.corpus.writing import WAYS, write
from tests.support.word_files import with_residue

JARS = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api")
JAVA = Path("/usr/share/java")


@pytest.fixture
def decision(templates: Mapping[str, Template], tmp_path: Path) -> Path:
    one = templates["qd-cong-nhan"]
    target = tmp_path / "qd.docx"
    target.write_bytes(
        Renderer(one.docx, one.id).render(one.sample, Properties("Về việc công nhận", "UBND", date(2024, 11, 22)))
    )
    return target


def made(*sources: Path, flavour: Flavour = Flavour.A1B) -> list[Path]:
    require(find_libreoffice(), "LibreOffice")
    jobs = [Conversion(source, source.with_suffix(".pdf")) for source in sources]
    assert convert(jobs, flavour) == {}
    return [job.target for job in jobs]


def test_pdf_a_1b_is_valid_by_preflight(decision: Path) -> None:
    jars = [JAVA / f"{name}.jar" for name in JARS]
    require(shutil.which("java") and all(jar.exists() for jar in jars), "PDFBox Preflight")
    (pdf,) = made(decision)
    command = ["java", "-cp", ":".join(map(str, jars)), "org.apache.pdfbox.preflight.Validator_A1b", str(pdf)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert "is a valid PDF/A-1b file" in done.stdout, done.stdout + done.stderr
    (plain,) = made(decision, flavour=Flavour.PLAIN)  # which Preflight must reject
    done = subprocess.run([*command[:-1], str(plain)], check=False, capture_output=True, text=True)
    assert "is a valid PDF/A-1b file" not in done.stdout


@pytest.mark.parametrize(("flavour", "part"), [(Flavour.A1B, "1"), (Flavour.A2B, "2")])
def test_text_fonts_and_metadata_are_as_they_should_be(decision: Path, flavour: Flavour, part: str) -> None:
    (pdf,) = made(decision, flavour=flavour)
    reader = PdfReader(pdf)
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert unicodedata.is_normalized("NFC", text)
    words = "".join(text.split())
    for paragraph in paragraphs(decision.read_bytes()):
        assert "".join(paragraph.split()) in words or len(paragraph) > 90  # a page number may split a long one
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Về việc công nhận", "UBND")
    assert f"<pdfaid:part>{part}</pdfaid:part>" in pdf.read_bytes().decode("latin-1")
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)


def test_one_bad_file_is_reported_and_the_others_are_made(tmp_path: Path) -> None:
    require(find_libreoffice(), "LibreOffice")
    jobs = []
    for number, paper in enumerate(PAPERS[:3]):
        folder = tmp_path / f"{number}"  # all with one file name
        folder.mkdir()
        (folder / "vb.docx").write_bytes(write(paper(), WAYS[0]))
        jobs.append(Conversion(folder / "vb.docx", tmp_path / "pdf" / f"{number}.pdf"))
    broken = tmp_path / "hong.docx"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<không phải XML")
    broken.write_bytes(out.getvalue())
    outside = tmp_path / "ngoai.docx"
    with zipfile.ZipFile(outside, "w") as package:
        package.writestr("word/_rels/x.rels", '<Relationship Type="image" TargetMode="External" Target="http://x/y"/>')
    gone = tmp_path / "khong-co.docx"
    bad = [Conversion(file, tmp_path / "pdf" / f"{file.stem}.pdf") for file in (broken, outside, gone)]
    errors = convert([*jobs[:1], *bad, *jobs[1:]], Flavour.A1B)
    assert {source.name: type(error) for source, error in errors.items()} == {
        "hong.docx": ConversionFailed,
        "ngoai.docx": UnsafePackage,
        "khong-co.docx": DiskRefused,
    }
    assert sorted(file.name for file in (tmp_path / "pdf").iterdir()) == ["0.pdf", "1.pdf", "2.pdf"]


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    file.chmod(0o755)


def test_without_libreoffice_the_remedy_is_named(
    decision: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingTool, match="LibreOffice"):
        convert([Conversion(decision, tmp_path / "x.pdf")], Flavour.A1B)


def test_a_font_without_vietnamese_letters_is_reported_before_anything_is_made(
    decision: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require(find_libreoffice(), "LibreOffice")
    folder = tmp_path / "bin"
    folder.mkdir()
    program(folder, "fc-match", "printf 'Old Serif\\ten|fr'")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(FontWithoutVietnamese, match="Old Serif"):
        convert([Conversion(decision, tmp_path / "x.pdf")], Flavour.A1B)
    assert not (tmp_path / "x.pdf").exists()


def test_a_target_that_cannot_be_written_is_reported_and_the_others_are_made(decision: Path, tmp_path: Path) -> None:
    require(find_libreoffice(), "LibreOffice")
    taken = tmp_path / "la-tep"
    taken.write_text("một tệp, không phải thư mục", "utf-8")
    other = shutil.copyfile(decision, tmp_path / "khac.docx")
    errors = convert([Conversion(decision, taken / "x.pdf"), Conversion(other, tmp_path / "khac.pdf")], Flavour.A1B)
    assert {source: type(error) for source, error in errors.items()} == {decision: DiskRefused}
    assert (tmp_path / "khac.pdf").exists()
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands for LibreOffice")
def test_what_hangs_is_ended_with_all_that_it_started(
    decision: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two attempts at a file that wait for something that never comes.

    Each process keeps a pipe open: it ends when all have ended.
    """
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("never", "held"):
        os.mkfifo(tmp_path / name)
    held = os.open(tmp_path / "held", os.O_RDONLY | os.O_NONBLOCK)
    program(folder, "soffice", f"exec 3>{tmp_path}/held; echo x >&3; cat {tmp_path}/never & cat {tmp_path}/never")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(pdf, "_SECONDS_TO_START", 0.3)
    monkeypatch.setattr(pdf, "_SECONDS_A_FILE", 0)
    errors = convert([Conversion(decision, tmp_path / "x.pdf")], Flavour.A1B)
    assert [type(error) for error in errors.values()] == [ConversionFailed]
    seen = b""
    while select.select([held], [], [], 20)[0] and (read := os.read(held, 100)):
        seen += read
    assert seen == b"x\nx\n"
    assert select.select([held], [], [], 0)[0], "something still holds the pipe"


def test_deleted_words_and_comments_are_not_on_the_paper(tmp_path: Path) -> None:
    """Search and text leave them out; a struck-through word would be a leak."""
    for kind in (Kind.TRACKED, Kind.HIDDEN, Kind.COMMENT):
        (tmp_path / f"{kind.name}.docx").write_bytes(with_residue(kind))
    before = {file: file.read_bytes() for file in tmp_path.glob("*.docx")}
    for one in made(*before):
        text = " ".join(page.extract_text() for page in PdfReader(one).pages)
        assert "THÔNG BÁO" in unicodedata.normalize("NFC", text)
        assert "XYZ" not in text
    assert {file: file.read_bytes() for file in before} == before
