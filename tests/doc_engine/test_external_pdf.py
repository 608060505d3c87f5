"""External PDFs: facts of valid ones, refusal of others; their seals are kept.

Memory stays within bounds.
"""

import resource
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from pypdf import PdfReader, PdfWriter

from doc_engine import external_pdf
from doc_engine.external_pdf import PdfRefused
from tests.conftest import require
from tests.support.pdfs import red_share, sealed


def test_a_good_file_is_described(tmp_path: Path) -> None:
    facts = external_pdf.look(sealed(tmp_path / "a.pdf"))
    assert (facts.pages, facts.signatures, facts.text.strip()) == (1, 1, "")
    assert external_pdf.look(sealed(tmp_path / "b.pdf", signed=False)).signatures == 0


def test_a_seal_is_drawn_into_the_page_and_survives_binding(tmp_path: Path) -> None:
    require(Path("/usr/bin/pdftoppm").exists(), "poppler")
    source, flat, bound = sealed(tmp_path / "a.pdf"), tmp_path / "phang.pdf", tmp_path / "tap.pdf"
    external_pdf.flatten(source, flat)
    with pikepdf.open(flat) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert "/Annots" not in pdf.pages[0]
    writer = PdfWriter()
    for page in PdfReader(flat).pages:
        writer.add_page(page)
    writer.write(bound)
    share = red_share(source, tmp_path)
    assert share > 0.05
    assert red_share(bound, tmp_path) == pytest.approx(share, rel=0.05)


def _encrypted(file: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))


def _for_owners_only(file: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(file, encryption=pikepdf.Encryption(owner="a", user=""))


def _cut(file: Path) -> None:
    sealed(file)
    file.write_bytes(file.read_bytes()[:200])


def _bomb(file: Path) -> None:
    """Write a PDF whose only page unpacks to 4 GB."""
    packed = zlib.compress(zlib.compress(b"\0" * (64 << 20), 9) * 60, 9)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        stream = pdf.make_stream(packed)
        stream.stream_dict = Dictionary(Length=len(packed))
        pdf.pages[0].Contents = stream
        pdf.pages[0].Contents.write(packed, filter=Array([Name.FlateDecode, Name.FlateDecode]))
        pdf.save(file, compress_streams=False)


def _pages_in_a_circle(file: Path) -> None:
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
    file.write_bytes(body)


def _no_pages(file: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.save(file)


def _nested(file: Path) -> None:
    file.write_bytes(b"%PDF-1.4\n1 0 obj" + b"[" * 2_000_000 + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF")


def _word(file: Path) -> None:
    file.write_bytes(b"PK\x03\x04" + b"\0" * 2000)


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _lying_length(file: Path) -> None:
    file.write_bytes(b"%PDF-1.4\n1 0 obj<</Length 99999999999999>>stream\nx\nendstream endobj\n%%EOF")


HOSTILE = (
    _encrypted, _for_owners_only, _cut, _pages_in_a_circle, _no_pages, _nested, _word, _empty, _lying_length,
)  # fmt: skip


@pytest.mark.parametrize("make", HOSTILE, ids=[one.__name__.strip("_") for one in HOSTILE])
def test_what_cannot_be_kept_is_refused_in_a_sentence(make: Callable[[Path], None], tmp_path: Path) -> None:
    file = tmp_path / "la.pdf"
    make(file)
    with pytest.raises(PdfRefused, match=r"Không nhận tệp la\.pdf: "):
        external_pdf.look(file)


def test_a_bomb_does_not_reach_this_process(tmp_path: Path) -> None:
    """Refusal, or a look without unpacking: the program's memory stays what it was."""
    _bomb(tmp_path / "bom.pdf")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with suppress(PdfRefused):
        assert external_pdf.look(tmp_path / "bom.pdf").pages == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # KB


def test_a_file_beyond_all_measure_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = sealed(tmp_path / "to.pdf")
    monkeypatch.setattr(external_pdf, "LARGEST", 100)
    with pytest.raises(PdfRefused, match="lớn hơn"):
        external_pdf.look(file)
