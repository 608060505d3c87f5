"""vanthu pdf, and --pdf on draft and batch."""

import json
from pathlib import Path

import pytest

from cli.main import run
from doc_engine.document_types import DocumentType
from doc_engine.nd30 import forms
from doc_engine.pdf import find_libreoffice
from tests.conftest import EXAMPLE, require


def test_drafts_batches_and_the_whole_office_come_out_as_pdf(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    require(find_libreoffice(), "LibreOffice")
    data = tmp_path / "d.json"
    data.write_text(json.dumps(forms.sample(DocumentType.NOTICE)), "utf-8")
    assert run(["draft", "--type", "TB", "--data", str(data), "-o", str(tmp_path / "tb.docx"), "--pdf"]) == 0
    assert (tmp_path / "tb.pdf").exists()
    office, out = str(tmp_path / "vp"), tmp_path / "in"
    assert run(["init", office, "--name", "UBND"]) == 0
    only = ["--only", "ke-hoach-huyen"]
    assert run(["--office", office, "batch", str(EXAMPLE), *only, "--issue", "--out", str(out), "--pdf"]) == 0
    assert (out / "063-huyen-bach-thong" / "kh-00001-ubnd.pdf").exists()
    assert run(["--office", office, "pdf", "--office-documents"]) == 0
    assert (tmp_path / "vp" / "pdf" / "2024" / "063-huyen-bach-thong" / "kh-00001-ubnd.pdf").exists()
    assert "Đã chuyển 1 văn bản sang PDF/A-1b" in capsys.readouterr().err
    (tmp_path / "hong.docx").write_bytes(b"khong phai")
    assert run(["pdf", str(tmp_path / "hong.docx"), str(tmp_path / "tb.docx"), "--out", str(tmp_path / "o")]) == 4
    assert [file.name for file in (tmp_path / "o").iterdir()] == ["tb.pdf"]


def test_two_files_that_would_make_one_pdf_are_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "vb.docx").write_bytes(b"")
    both = [str(tmp_path / folder / "vb.docx") for folder in ("a", "b")]
    assert run(["pdf", *both, "--out", str(tmp_path / "o")]) == 2


@pytest.mark.parametrize(
    "arguments",
    [["pdf"], ["batch", str(EXAMPLE), "--issue", "--pdf"], ["batch", str(EXAMPLE), "--despite", "gấp"]],
)
def test_what_makes_no_sense_is_a_usage_error(arguments: list[str]) -> None:
    assert run(arguments) == 2
