"""PDFs with a red seal, and how much red a page shows."""

import subprocess
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

_BOX = Array([100, 100, 200, 200])


def sealed(file: Path, *, signed: bool = True) -> Path:
    """Write a page with a red seal: the appearance of a signature field.

    As a signing program leaves it. `signed`: whether the field has a signature.
    """
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 300))
        look = pdf.make_stream(b"1 0 0 rg 0 0 100 100 re f")
        look.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 100]), Length=24)
        facts = {"/Type": Name.Annot, "/Subtype": Name.Widget, "/FT": Name.Sig, "/T": "Con dau", "/F": 132}
        field = pdf.make_indirect(Dictionary({**facts, "/Rect": _BOX, "/AP": Dictionary(N=look)}))
        if signed:
            field["/V"] = pdf.make_indirect(Dictionary(Type=Name.Sig, Contents=b"x", ByteRange=Array([0, 1, 2, 3])))
        pdf.pages[0].Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
        pdf.save(file)
    return file


def with_remark(file: Path, kind: str) -> Path:
    """Add a comment, an attached file or another remark to the first page of a PDF."""
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=_BOX, Contents="xem lại")
        pdf.pages[0].Annots = Array([*pdf.pages[0].get("/Annots", []), pdf.make_indirect(note)])
        pdf.save(file)
    return file


def red_share(file: Path, folder: Path) -> float:
    """Return the share of red pixels in the first page, as poppler draws it."""
    subprocess.run(["pdftoppm", "-r", "36", "-png", "-singlefile", file, folder / "trang"], check=True)
    with Image.open(folder / "trang.png") as picture:
        raw = picture.convert("RGB").tobytes()
    pixels = list(zip(raw[::3], raw[1::3], raw[2::3], strict=True))
    return sum(1 for red, green, blue in pixels if red > 200 and green < 60 and blue < 60) / len(pixels)
