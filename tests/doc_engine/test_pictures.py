"""First pages as pictures, compared with stored ones to detect layout shifts.

To accept a change: VANTHU_KEEP=1 make test ARGS="-k pictures", and look at tests/golden/hinh. The pictures are small
and gray, and a share of the ink may differ: fonts and LibreOffice are not the same on every machine.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

from doc_engine.document_types import DocumentType
from doc_engine.nd30 import forms
from doc_engine.nd30.compose import compose
from doc_engine.pdf import find_libreoffice, to_pdf
from doc_engine.render import Properties, Renderer
from doc_engine.template import Template
from tests.conftest import GOLDEN, require

KEPT = GOLDEN / "hinh"
DPI = 40
INK_THAT_MAY_DIFFER = 0.10
DAY = date(2024, 11, 5)
PROPERTIES = Properties("x", "y", DAY)
FORMS = (DocumentType.OFFICIAL_LETTER, DocumentType.MINUTES, DocumentType.CONTRACT, DocumentType.CERTIFIED_COPY)


@pytest.fixture(scope="module")
def pictures(templates: Mapping[str, Template], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Image.Image]:
    require(find_libreoffice() and shutil.which("pdftoppm"), "LibreOffice with pdftoppm")
    folder = tmp_path_factory.mktemp("hinh")
    documents = {id_: Renderer(one.docx, id_).render(one.sample, PROPERTIES) for id_, one in templates.items()}
    for kind in FORMS:
        data = forms.fill(kind, {**forms.sample(kind), "so": 7, "ngay": DAY.isoformat()}, DAY)
        name = kind.name.lower()
        documents[name] = Renderer(compose(forms.outline(kind)), name).render(data, PROPERTIES)
    sources = []
    for name, docx in documents.items():
        sources.append(folder / f"{name}.docx")
        sources[-1].write_bytes(docx)
    return {pdf.stem: first_page(pdf) for pdf in to_pdf(sources, folder)}


def first_page(pdf: Path) -> Image.Image:
    command = ["pdftoppm", "-r", str(DPI), "-gray", "-png", "-f", "1", "-l", "1", "-singlefile", str(pdf), str(pdf)]
    subprocess.run(command, check=True)
    return Image.open(f"{pdf}.png").convert("L")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the share of ink where the other picture has none, within 1 or 2 pixels."""
    blurred = [picture.filter(ImageFilter.GaussianBlur(2)) for picture in (one, other)]
    differing = sum(ImageChops.difference(*blurred).tobytes())
    ink = sum(255 - value for picture in blurred for value in picture.tobytes())
    return differing / ink


def test_the_pictures_are_as_a_person_last_saw_them(pictures: Mapping[str, Image.Image]) -> None:
    if os.environ.get("VANTHU_KEEP"):
        KEPT.mkdir(exist_ok=True)
        for name, picture in pictures.items():
            picture.save(KEPT / f"{name}.png", optimize=True)
    kept = {file.stem: Image.open(file).convert("L") for file in KEPT.glob("*.png")}
    assert kept.keys() == pictures.keys()
    assert {name: picture.size for name, picture in pictures.items()} == {name: one.size for name, one in kept.items()}
    far = {name: round(difference(kept[name], picture), 3) for name, picture in pictures.items()}
    far = {name: share for name, share in far.items() if share > INK_THAT_MAY_DIFFER}
    assert far == {}


def test_a_layout_that_slips_is_seen(pictures: Mapping[str, Image.Image]) -> None:
    """The measure itself: it detects a page moved by 3 mm, and another page."""
    page = pictures["qd-cong-nhan"]
    moved = ImageChops.offset(page, 0, round(3 / 25.4 * DPI))
    assert difference(page, moved) > INK_THAT_MAY_DIFFER
    assert difference(page, pictures["to-trinh-cong-nhan"]) > INK_THAT_MAY_DIFFER
    assert difference(page, page) == 0
