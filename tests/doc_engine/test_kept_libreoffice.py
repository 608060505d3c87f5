"""LibreOffice kept running.

The same pages, documents it must not open, a process that dies.
"""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from doc_engine import pdf
from doc_engine.errors import VanthuError
from doc_engine.kept_libreoffice import KeptLibreOffice
from doc_engine.page_pictures import PageDrawer
from doc_engine.template import Template
from tests.conftest import require


@pytest.fixture
def kept() -> Iterator[KeptLibreOffice]:
    one = KeptLibreOffice()
    require(one.is_kept, "LibreOffice with LibreOfficeKit")
    yield one
    one.close()


def test_its_pages_are_those_of_the_usual_way(
    kept: KeptLibreOffice, templates: dict[str, Template], tmp_path: Path
) -> None:
    docx, drawer = templates["qd-cong-nhan"].docx, PageDrawer()
    kept.to_pdf(docx, tmp_path / "a.pdf")
    (tmp_path / "b.docx").write_bytes(docx)
    (usual,) = pdf.to_pdf([tmp_path / "b.docx"], tmp_path / "b")
    for page in (1, 2):
        one, other = drawer.draw(tmp_path / "a.pdf", page, 900), drawer.draw(usual, page, 900)
        assert one == other
    drawer.close()


def test_the_process_serves_many_documents(
    kept: KeptLibreOffice, templates: dict[str, Template], tmp_path: Path
) -> None:
    kept.to_pdf(templates["qd-cong-nhan"].docx, tmp_path / "0.pdf")
    first = kept.pid
    for number, template in enumerate(templates.values(), start=1):
        kept.to_pdf(template.docx, tmp_path / f"{number}.pdf")
        assert pdf.has_pages(tmp_path / f"{number}.pdf")
    assert kept.pid == first


def test_a_killed_process_is_replaced(kept: KeptLibreOffice, templates: dict[str, Template], tmp_path: Path) -> None:
    docx = templates["qd-cong-nhan"].docx
    kept.to_pdf(docx, tmp_path / "a.pdf")
    assert kept.pid is not None
    os.kill(kept.pid, signal.SIGKILL)
    kept.to_pdf(docx, tmp_path / "b.pdf")
    assert pdf.has_pages(tmp_path / "b.pdf")


def test_where_it_takes_too_long_the_usual_way_is_taken(templates: dict[str, Template], tmp_path: Path) -> None:
    require(pdf.find_libreoffice(), "LibreOffice")
    hurried = KeptLibreOffice(seconds=0.001)
    hurried.to_pdf(templates["qd-cong-nhan"].docx, tmp_path / "a.pdf")
    assert pdf.has_pages(tmp_path / "a.pdf")
    hurried.close()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"{\\rtf1 x}"])
def test_what_is_no_word_file_never_reaches_it(kept: KeptLibreOffice, tmp_path: Path, content: bytes) -> None:
    with pytest.raises(VanthuError):
        kept.to_pdf(content, tmp_path / "a.pdf")
    assert kept.pid is None
