"""The number and the day of a document, put in their places; all else stays.

Source: NĐ 30/2020/NĐ-CP, Điều 15 (a draft has no number); Phụ lục I, Phần I, Mục II.3 (số của văn bản) and II.4 (thời
gian ban hành: days below 10 and the months 1 and 2 have a zero in front).
"""

import re
from datetime import date

from ..document import day_text
from ..errors import ExitCode, VanthuError
from ..nd30.checking.components import Components
from ..nd30.checking.locate import locate
from ..nd30.checking.pieces import Piece
from ..ooxml.edit import replace_span, stored_text
from ..ooxml.package import DocxPackage
from ..ooxml.story import read
from ..vietnamese import normalize
from .facts import BLANK, CODE, DAY, WITHOUT_DAY, WITHOUT_NUMBER

_SPACES = "      "  # of a number that is still to be given


class PlaceMissing(VanthuError):
    code = "VB-03"
    exit_code = ExitCode.INPUT
    message = "Văn bản {file} không có chỗ ghi {what}."
    remedy = "Hãy thêm dòng ấy theo Nghị định 30, Phụ lục I, rồi làm lại."


def as_transitional(docx: bytes, file: str) -> bytes:
    """Return a Strict document as Word usually saves it; any other byte for byte.

    Raises UnsafePackage or UnreadableDocument.
    """
    package = DocxPackage(docx, file)
    return package.save() if package.was_strict else docx


def filled_in(docx: bytes, file: str, number: int, day: date) -> bytes:
    """Return the document with its number and day.

    Raises PlaceMissing, UnsafePackage or UnreadableDocument.
    """
    _, day_digits, month, year = _parts(day)
    return _changed(docx, file, f" {number:02}", (f" {day_digits} ", f" {month} ", f" {year}"))


def blanked(docx: bytes, file: str) -> bytes:
    """Return the document as a draft: without number, day and month.

    Raises PlaceMissing, UnsafePackage or UnreadableDocument.
    """
    return _changed(docx, file, _SPACES, (_SPACES, _SPACES, None))


def _parts(day: date) -> tuple[str, str, str, str]:
    """The words of a day: "ngày", "05", "11", "2024"."""
    words = day_text(day).split()
    return words[0], words[1], words[3], words[5]


def _changed(docx: bytes, file: str, number: str, day: tuple[str, str, str | None]) -> bytes:
    package = DocxPackage(docx, file)
    found = locate(read(package))
    wanted = {at: text for at, text in zip((2, 4, 6), day, strict=True) if text is not None}
    for piece, pattern, groups, without, what in (
        (found.code, CODE, {2: number}, WITHOUT_NUMBER, "số, ký hiệu"),
        (found.place_date, DAY, wanted, WITHOUT_DAY, "ngày, tháng, năm"),
    ):
        if piece is None and found.kind in without:
            continue
        if piece is None or not _put(piece, pattern, groups):
            raise PlaceMissing(file=file, what=what)
        package.change(piece.paragraph.part)
    own = _own_code(found)
    for note in found.notes if own is not None else ():
        # An annex names the document that it belongs to: "(Kèm theo Quyết định số      /QĐ-UBND ngày …)".
        if own is not None and _put(note, own, {2: number}):
            _put(note, DAY, wanted)
            package.change(note.paragraph.part)
    return package.save()


def _own_code(found: Components) -> re.Pattern[str] | None:
    """The pattern of the document's own number and symbol in a sentence."""
    match = CODE.match(normalize(found.code.text)) if found.code is not None else None
    if match is None:
        return None
    symbol = r"\s*".join(map(re.escape, re.split(r"\s*([/-])\s*", match[4].strip())))
    return re.compile(rf"(?i)(s[ốô]\s*:?)({BLANK}\d*{BLANK})(/)\s*{symbol}(?![\w-])")


def _put(piece: Piece, pattern: re.Pattern[str], groups: dict[int, str]) -> bool:
    """Replace groups of a pattern in a piece; False where it does not match."""
    match = pattern.search(stored_text(piece.runs))
    if match is None:
        return False
    for group, text in sorted(groups.items(), reverse=True):
        if match[group].strip() != text.strip() or not text.strip():
            replace_span(piece.runs, match.start(group), match.end(group), text)
    return True
