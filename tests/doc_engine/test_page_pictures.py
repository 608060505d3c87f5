"""Pictures of pages: what they show, where words are, files made to break it."""

import io
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from doc_engine import pdf
from doc_engine.page_pictures import PageDrawer, PageNotDrawn
from doc_engine.template import Template
from tests.conftest import require


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory, templates: dict[str, Template]) -> Path:
    """A shipped template's page as PDF."""
    require(pdf.find_libreoffice(), "LibreOffice")
    folder = tmp_path_factory.mktemp("trang")
    (folder / "van-ban.docx").write_bytes(templates["qd-cong-nhan"].docx)
    (made,) = pdf.to_pdf([folder / "van-ban.docx"], folder)
    return made


@pytest.fixture
def drawer() -> Iterator[PageDrawer]:
    one = PageDrawer(seconds=10)
    yield one
    one.close()


def test_a_page_is_drawn_as_wide_as_asked_for(drawer: PageDrawer, document: Path) -> None:
    page = drawer.draw(document, 1, 600)
    picture = Image.open(io.BytesIO(page.png))
    assert picture.width == 600
    assert abs(picture.height / picture.width - page.height / page.width) < 0.01


def test_words_lie_where_their_ink_is(drawer: PageDrawer, document: Path) -> None:
    page = drawer.draw(document, 1, 1200)
    picture = Image.open(io.BytesIO(page.png)).convert("L")
    scale = picture.width / page.width
    for text in ("CỘNG", "HÒA", "QUYẾT"):
        word = next(one for one in page.words if one.text == text)
        box = (word.x, word.y, word.x + word.width, word.y + word.height)
        left, top, right, bottom = (round(side * scale) for side in box)
        shades = picture.crop((left, top, right, bottom)).tobytes()
        assert (min(shades) < 100, max(shades) > 200) == (True, True), text


def test_a_page_that_is_not_there_is_refused_and_the_next_one_drawn(drawer: PageDrawer, document: Path) -> None:
    for number in (0, -1, 10_000):
        with pytest.raises(PageNotDrawn):
            drawer.draw(document, number, 600)
    assert drawer.draw(document, 1, 600).pages >= 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"x" * 1000, b"%PDF-1.7\n" + b"<<" * 100_000])
def test_what_is_no_pdf_is_refused(drawer: PageDrawer, document: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.pdf").write_bytes(content)
    with pytest.raises(PageNotDrawn, match=r"x\.pdf"):
        drawer.draw(tmp_path / "x.pdf", 1, 600)
    assert drawer.draw(document, 1, 600).words


def test_a_page_of_any_size_is_drawn_within_bounds(drawer: PageDrawer, tmp_path: Path) -> None:
    made = pikepdf.new()
    made.add_blank_page(page_size=(10, 14_400))
    made.save(tmp_path / "dai.pdf")
    picture = Image.open(io.BytesIO(drawer.draw(tmp_path / "dai.pdf", 1, 3000).png))
    assert picture.width * picture.height < 40_000_000


def test_a_process_that_was_killed_is_replaced(drawer: PageDrawer, document: Path) -> None:
    drawer.draw(document, 1, 100)
    assert drawer.pid is not None
    os.kill(drawer.pid, signal.SIGKILL)
    assert drawer.draw(document, 1, 100).words


def test_a_page_that_takes_too_long_is_refused(document: Path) -> None:
    hurried = PageDrawer(seconds=0.001)
    with pytest.raises(PageNotDrawn):
        hurried.draw(document, 1, 3000)
    hurried.close()
