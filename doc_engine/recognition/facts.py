"""The facts of a document, as its page states them."""

import re
from dataclasses import dataclass
from datetime import date

from ..document_types import DocumentType
from ..nd30.checking.components import Components
from ..nd30.checking.locate import locate
from ..nd30.checking.pieces import Piece
from ..ooxml.package import DocxPackage
from ..ooxml.story import read
from ..vietnamese import capitalised, normalize, visible

_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # characters that nobody sees, of copied text
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # characters that nobody sees, of copied text
BLANK = rf"[\s.…_{_UNSEEN}]*"
CODE = re.compile(rf"(?i)(s[ốô](?:[\s{_UNSEEN}]*[:;])?)((?:[\s.…_{_UNSEEN}]|\d)*)(/)\s*(.*)")
DAY = re.compile(rf"(?i)(ngày)({BLANK}\d{{0,2}}{BLANK})(tháng)({BLANK}\d{{0,2}}{BLANK})(năm)({BLANK}\d{{0,4}}{BLANK})")
WITHOUT_NUMBER = (DocumentType.PUBLIC_LETTER,)  # on its page (Phụ lục III)
WITHOUT_DAY = (DocumentType.MINUTES,)  # in its head (Phụ lục III, Mẫu 1.9)
_YEAR_DIGITS = 4
_ABOUT_INSIDE = re.compile(r"(?i)\bv\s*/\s*v\b.*")  # behind the number, on a line of its own paragraph
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_ABOUT = re.compile(r"(?i)^v\s*/\s*v:?\s*")
_CAPACITY = re.compile(r"(?i)^(TM|KT|TL|TUQ|Q)\s*\.\s*")


@dataclass(frozen=True, slots=True)
class RecognisedDocument:
    """What the page of a document states; "" or None for what it does not.

    `number`, `day`: None where their places are blank. `is_day_partial`: only a part of the day is filled in. `agency`:
    the lines of the issuing agency, `parent`: those above it; both as written. `authority`: the lines above the
    signature. `power`: who decides, above the bases. `signer_title`: as in a sentence, "Phó Chủ tịch". Source of the
    components: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II and IV.
    """

    kind: DocumentType | None
    number: int | None
    symbol: str
    parent: tuple[str, ...]
    agency: tuple[str, ...]
    place: str
    day: date | None
    is_day_partial: bool
    subject: str
    bases: tuple[str, ...]
    addressees: tuple[str, ...]
    recipients: tuple[str, ...]
    authority: tuple[str, ...]
    power: tuple[str, ...]
    signer_name: str
    signer_title: str

    @property
    def missing(self) -> tuple[str, ...]:
        """The components that the page lacks, and without which nothing is issued."""
        needed = {
            "tên loại, hoặc dòng V/v của công văn": self.kind,
            "số, ký hiệu (Số:      /QĐ-UBND)": self.symbol or self.kind in WITHOUT_NUMBER,
            "tên cơ quan ban hành": self.agency,
            "địa danh và ngày tháng năm": self.place or self.kind in WITHOUT_DAY,
            "trích yếu": self.subject,
            "họ tên người ký": self.signer_name,
        }
        return tuple(name for name, found in needed.items() if not found)


def recognise(docx: bytes, file: str) -> RecognisedDocument:
    """Recognise the facts of a .docx. Raises UnsafePackage or UnreadableDocument."""
    found = locate(read(DocxPackage(docx, file)))
    number, symbol = _code(found.code)
    day, partial = _day(found.place_date)
    about = _ABOUT_INSIDE.search(_seen(found.code))
    letter = found.is_letter or (found.title is None and about is not None)
    kind = found.kind or (DocumentType.OFFICIAL_LETTER if letter else None)
    return RecognisedDocument(
        kind=kind,
        number=number,
        symbol=symbol,
        parent=_texts(found.parent),
        agency=_texts(found.agency),
        place=_seen(found.place_date).partition(",")[0].strip(),
        day=day,
        is_day_partial=partial,
        subject=_subject(found, kind) or (_ABOUT.sub("", about[0]) if about is not None else ""),
        bases=tuple(text.rstrip(";.,") for text in _texts(found.bases)),
        addressees=_texts(found.addressees),
        recipients=_texts(found.recipients),
        authority=_texts(found.authority),
        power=_texts(found.power),
        signer_name=_seen(found.signer),
        signer_title=_title(_texts(found.authority)),
    )


def _texts(pieces: list[Piece]) -> tuple[str, ...]:
    return tuple(_seen(piece) for piece in pieces if piece.says_something)


def _seen(piece: Piece | None) -> str:
    return normalize(visible(piece.text)) if piece is not None else ""


def _code(piece: Piece | None) -> tuple[int | None, str]:
    match = CODE.match(_seen(piece))
    if match is None:
        return None, ""
    digits = "".join(letter for letter in match[2] if letter.isdecimal())
    written = _ABOUT_INSIDE.sub("", match[4].translate(_DASHES)).strip(" .…_")
    symbol = re.sub(r"\s*([/-])\s*", r"\1", written).partition(" ")[0]
    return (int(digits) if digits else None), symbol


def _day(piece: Piece | None) -> tuple[date | None, bool]:
    match = DAY.search(_seen(piece))
    if match is None:
        return None, False
    day, month, year = ("".join(filter(str.isdecimal, match[at])) for at in (2, 4, 6))
    if not (day and month and len(year) == _YEAR_DIGITS):
        return None, bool(day or month)
    try:
        return date(int(year), int(month), int(day)), False
    except ValueError:
        return None, True


def _subject(found: Components, kind: DocumentType | None) -> str:
    if found.subject:
        return " ".join(_texts(found.subject))
    if found.letter_subject:
        return _ABOUT.sub("", " ".join(_texts(found.letter_subject)))
    if found.attached is None and kind is not None and found.title is not None:
        return kind.title.capitalize()  # a type without a subject: Giấy mời, Thư công
    return ""


def _title(authority: tuple[str, ...]) -> str:
    """The signer's post, from the last line above the signature."""
    if not authority:
        return ""
    title = _CAPACITY.sub("", authority[-1]).lower()
    deputy = title.startswith("phó ")
    return f"Phó {capitalised(title[4:])}" if deputy else capitalised(title)
