"""Every kind of the cycle's documents laid out over the range of its lengths.

No page is without text, no signature stands alone, no heading ends a page, no name is broken over two lines.
"""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pytest

from doc_engine.docx_text import plain_text
from doc_engine.pdf import find_libreoffice, to_pdf
from doc_engine.render import Properties, Renderer
from doc_engine.template import Template
from tests.conftest import require
from tests.support.lengths import Length, Page, broken_names, pages, stretched

PROPERTIES = Properties("x", "y", date(2024, 11, 5))
USUAL = [Length(communes, recipients) for communes in (1, 3, 14, 40, 120) for recipients in (0, 4, 8, 12)]
OTHER_NAMES = [
    Length(communes, recipients, names=names)
    for names in ("short", "long")
    for communes in (1, 14)
    for recipients in (0, 9)
]
NEAR_THE_END = [Length(3, recipients, bases) for bases in range(1, 5) for recipients in range(13)]
LONGEST_WITH_NOUN = 24  # letters: of a longer name "huyện" may end a line
HEADING = re.compile(r"(Điều \d+\.|[IVX]+\.|\d+\.|Phụ lục)( [^.;,]*)?:?")


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A document and its pages."""

    length: Length
    signer: str
    paragraphs: list[str]
    pages: list[Page]


def lengths(template: Template) -> list[Length]:
    return [*USUAL, *OTHER_NAMES, *(NEAR_THE_END if template.manifest.legal_bases else [])]


@pytest.fixture(scope="module")
def laid_out(
    templates: Mapping[str, Template], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Sequence[LaidOut]]:
    """The documents of each kind, by the id of its template."""
    require(find_libreoffice() and shutil.which("pdftotext"), "LibreOffice with pdftotext")
    folder = tmp_path_factory.mktemp("do-dai")
    made = {}
    for template in (one for one in templates.values() if one.manifest.of_a_cycle):
        renderer = Renderer(template.docx, template.id, binds_names=True)
        for number, length in enumerate(lengths(template)):
            data = stretched(template.sample, length)
            file = folder / f"{template.id}-{number}.docx"
            file.write_bytes(renderer.render(data, PROPERTIES))
            made[file] = (template.id, length, data["van_ban"]["ky"]["ho_ten"])
    found: dict[str, list[LaidOut]] = {}
    for pdf in to_pdf(list(made), folder):
        file = pdf.with_suffix(".docx")
        id_, length, signer = made[file]
        one = LaidOut(length, signer, plain_text(file.read_bytes()).splitlines(), pages(pdf))
        found.setdefault(id_, []).append(one)
    return found


def is_alone(page: Page, signer: str) -> bool:
    """Whether a signature stands on a page without any line of the text."""
    beside = ("Nơi nhận:", signer)
    of_the_text = (line for line in page.lines if line != line.upper() and line not in beside)
    signed = any(line.endswith(signer) for line in page.lines)
    return signed and all(line.startswith("- ") for line in of_the_text)


def ends_in_a_heading(page: Page) -> bool:
    last = page.lines[-1]
    return HEADING.fullmatch(last) is not None or last.endswith((" như sau:", " lý do:"))


def faults(document: LaidOut) -> Iterator[str]:
    proper = document.length.proper_names
    names = [*(name for name in (*proper, document.signer) if " " in name.strip())]
    units = (f"{noun} {name}" for noun in ("xã", "huyện", "tỉnh") for name in proper)
    names += [" ".join(one.split()[:2]) for one in units if len(one) <= LONGEST_WITH_NOUN]
    for number, page in enumerate(document.pages, start=1):
        where = f"{document.length}, page {number} of {len(document.pages)}"
        if not page.lines:
            yield f"{where}: empty"
            continue
        if is_alone(page, document.signer):
            yield f"{where}: the signature stands alone"
        if number < len(document.pages) and ends_in_a_heading(page):
            yield f"{where}: ends in {page.lines[-1]!r}"
        for broken in broken_names(page, names):
            if broken.replace(" / ", " ") not in document.paragraphs:  # a cell with nothing but the name
                yield f"{where}: breaks {broken!r}"


def test_every_kind_is_laid_out_well_over_its_lengths(laid_out: Mapping[str, Sequence[LaidOut]]) -> None:
    assert len(laid_out) == 15
    bad = {id_: [fault for one in documents for fault in faults(one)] for id_, documents in laid_out.items()}
    assert {id_: found for id_, found in bad.items() if found} == {}
