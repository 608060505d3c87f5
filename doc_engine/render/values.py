"""Filters for values beyond text: formats, pictures, QR codes, boxes, sums.

    {{ noi_dung | dinh_dang }}    **bold**, *italic*, __underlined__ in the data
    {{ chu_ky | anh(40) }}        a PNG or JPEG from a data URI, 40 mm wide
    {{ dia_chi | qr(25) }}        a text as a QR code, 25 mm wide
    {{ dong_y | o_danh_dau }}     ☒ or ☐
    {{ so_tien | tien_bang_chu }} "Một triệu hai trăm nghìn đồng"; bang_chu: without "đồng"
    {{ so_tien | so }}            1.200.000

The values are data as all others: escaped, bounded, and an error where they do not fit.
"""

import base64
import binascii
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import segno
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image
from jinja2 import Undefined
from jinja2.utils import pass_environment
from markupsafe import Markup, escape

from .. import number_words
from . import marks

MOST_PICTURE_BYTES = 8 * 1024 * 1024
MOST_QR_LETTERS = 1_000
WIDEST_MM = 170.0  # of an A4 page between the decree's margins
_NARROWEST_MM = 3.0
_DATA_URI = re.compile(r"data:image/(?:png|jpe?g);base64,(?P<data>[A-Za-z0-9+/=\s]+)$")
_EMU_A_MM = 36_000
_EMU_AN_INCH = 914_400
_DELIMITER = re.compile(r"\\([\\*_])|\*\*|__|\*")
_FORMATS = {"**": "b", "*": "i", "__": "u"}
_PICTURES = {"image/png": "png", "image/jpeg": "jpg"}


class BadValue(ValueError):
    """A value that a filter cannot print; the text says why, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a document.

    `width`, `height`: on the page, in EMU (360,000 a centimetre).
    """

    data: bytes
    ending: str  # "png" or "jpg"
    width: int
    height: int


class PicturePlaces(Protocol):
    """The environment that keeps the pictures of the document being rendered."""

    def placed(self, picture: Picture) -> Markup: ...


def formatted(value: Any) -> Markup:
    """A text with marks of bold, italic and underlined, as marked runs."""
    text = _text(value)
    pieces = (f"<?{marks.RUN} {formats or '-'}?>{escape(piece)}" for piece, formats in _pieces(text))
    return Markup(f"{''.join(pieces)}<?{marks.RUN} -?>")


@pass_environment
def picture(environment: PicturePlaces, value: Any, width_mm: float = 0) -> Markup:
    """A picture from a data URI.

    `width_mm`: 0 for its own size, no wider than the page.
    """
    match = _DATA_URI.match(_text(value))
    if match is None:
        raise BadValue("ảnh phải là tệp PNG hoặc JPEG, ghi tên tệp để cạnh tệp dữ liệu, hoặc data:image/png;base64,…")
    if len(match["data"]) > MOST_PICTURE_BYTES * 4 // 3:
        raise BadValue(f"ảnh lớn quá {MOST_PICTURE_BYTES // 1024 // 1024} MB")
    try:
        data = base64.b64decode(match["data"], validate=False)
        image = Image.from_blob(data)
        ending = _PICTURES[image.content_type]
    except (binascii.Error, KeyError, InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError) as e:
        raise BadValue("ảnh hỏng, hoặc không phải PNG, JPEG") from e
    if not (image.px_width and image.px_height):
        raise BadValue("ảnh không có kích thước")
    natural = image.px_width / (image.horz_dpi or 96) * 25.4
    return environment.placed(_sized(data, ending, width_mm or min(natural, WIDEST_MM), image))


def is_picture(text: str) -> bool:
    """Whether a text is the data URI of a picture."""
    return text.startswith("data:image/")


def _sized(data: bytes, ending: str, width_mm: float, image: Any) -> Picture:
    _check_width(width_mm)
    width = round(width_mm * _EMU_A_MM)
    across, down = image.px_width / (image.horz_dpi or 96), image.px_height / (image.vert_dpi or 96)
    return Picture(data, ending, width, round(width * down / across))


@pass_environment
def qr_code(environment: PicturePlaces, value: Any, width_mm: float = 25) -> Markup:
    """A text as a QR code, error correction M."""
    text = _text(value)
    if not 0 < len(text) <= MOST_QR_LETTERS:
        raise BadValue(f"mã QR chứa từ 1 đến {MOST_QR_LETTERS} chữ cái")
    _check_width(width_mm)
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=8, border=2)
    side = round(width_mm * _EMU_A_MM)
    return environment.placed(Picture(out.getvalue(), "png", side, side))


def check_box(value: Any) -> str:
    """A box, checked or not, for a true or false value."""
    if not isinstance(value, bool):
        raise BadValue("ô đánh dấu cần giá trị đúng hoặc sai (true, false)")
    return "\N{BALLOT BOX WITH X}" if value else "\N{BALLOT BOX}"


def in_words(value: Any) -> str:
    """A whole number in words."""
    return number_words.in_words(_whole(value))


def money_in_words(value: Any) -> str:
    """A sum of đồng in words, as a paper states it."""
    return number_words.money_in_words(_whole(value))


def grouped(value: Any) -> str:
    """A whole number with the points of thousands."""
    return number_words.grouped(_whole(value))


FILTERS = {
    "dinh_dang": formatted,
    "anh": picture,
    "qr": qr_code,
    "o_danh_dau": check_box,
    "bang_chu": in_words,
    "tien_bang_chu": money_in_words,
    "so": grouped,
}


def _text(value: Any) -> str:
    if isinstance(value, Undefined):
        return str(value)  # raises the error that names the field
    if not isinstance(value, str | int | float):
        raise BadValue("giá trị phải là chữ")
    return str(value)


def _whole(value: Any) -> int:
    """A whole number, also one written as text with points: "1.200.000"."""
    if isinstance(value, Undefined):
        str(value)  # raises the error that names the field
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,3}(\.\d{3}){0,6}|-?\d{1,18}", value.strip()):
        value = int(value.replace(".", ""))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > number_words.LARGEST:
        raise BadValue(f'"{str(value)[:40]}" không phải số nguyên')
    return value


def _check_width(width_mm: Any) -> None:
    if not isinstance(width_mm, int | float) or not _NARROWEST_MM <= width_mm <= WIDEST_MM:
        raise BadValue(f"bề rộng của ảnh phải từ {_NARROWEST_MM:g} đến {WIDEST_MM:g} mm")


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The pieces of a text, each with the letters of its formats: ("đậm", "b").

    A mark without a partner is a letter; a backslash before a mark makes it one.
    """
    tokens = list(_DELIMITER.finditer(text))
    paired = _paired(text, tokens)
    at, formats = 0, ""
    for number, token in enumerate(tokens):
        letter = token[1] or ("" if number in paired else token[0])
        yield text[at : token.start()] + letter, formats
        if number in paired:
            changed = _FORMATS[token[0]]
            formats = formats.replace(changed, "") if changed in formats else formats + changed
        at = token.end()
    yield text[at:], formats


def _paired(text: str, tokens: list[re.Match[str]]) -> set[int]:
    """The numbers of the tokens that open or close a stretch of formatted text."""
    open_: list[int] = []
    paired: set[int] = set()
    for number, token in enumerate(tokens):
        before, after = text[max(token.start() - 1, 0) : token.start()], text[token.end() : token.end() + 1]
        same = next((one for one in reversed(open_) if tokens[one][0] == token[0]), None)
        if token[1]:
            continue
        if same is not None and before.strip() and not (token[0] == "*" and after.isalnum()):
            paired |= {same, number}
            del open_[open_.index(same) :]
        elif same is None and after.strip() and not (token[0] == "*" and before.isalnum()):
            open_.append(number)
    return paired
