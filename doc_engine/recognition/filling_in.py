"""The number and the day of a document, put in their places; all else stays.

Source: NĐ 30/2020/NĐ-CP, Điều 15 (a draft has no number); Phụ lục I, Phần I, Mục II.3 (số của văn bản) and II.4 (thời
gian ban hành: days below 10 and the months 1 and 2 have a zero in front).
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from ..document import day_text
from ..errors import ExitCode, VanthuError
from ..nd30.checking.locate import locate
from ..ooxml.edit import normalise, replace_span, stored_text
from ..ooxml.package import DocxPackage
from ..ooxml.story import Paragraph, Run, read
from ..ooxml.xml import drop_fallback
from ..vietnamese import nfc, normalize
from .facts import BLANK, CODE, DAY, WITHOUT_DAY, WITHOUT_NUMBER

_SPACES = "      "  # of a number that is still to be given
_ATTACHED = re.compile(r"(?i)kèm theo")
_DAY_IN_FIGURES = re.compile(rf"(?i)(ngày)({BLANK}\d{{0,2}}{BLANK})(/)({BLANK}\d{{0,2}}{BLANK})(/)({BLANK}\d{{0,4}})")


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
    """Return the document with its number and day, in annexes' notes as well.

    Raises PlaceMissing, UnsafePackage or UnreadableDocument.
    """
    _, day_digits, month, year = _parts(day)
    return _Page(docx, file).with_texts(f" {number:02}", (day_digits, month, year), only_blank_notes=True)


def blanked(docx: bytes, file: str) -> bytes:
    """Return the document as a draft: without number, day and month.

    Raises PlaceMissing, UnsafePackage or UnreadableDocument.
    """
    return _Page(docx, file).with_texts(_SPACES, ("", "", None), only_blank_notes=False)


def _parts(day: date) -> tuple[str, str, str, str]:
    """The words of a day: "ngày", "05", "11", "2024"."""
    words = day_text(day).split()
    return words[0], words[1], words[3], words[5]


Day = tuple[str, str, str | None]  # day, month and year; "" blanks a part, None leaves it


class _Page:
    """A page whose number and day are put in their places."""

    def __init__(self, docx: bytes, file: str) -> None:
        self._file = file
        self._package = DocxPackage(docx, file)
        self._found = locate(read(self._package))

    def with_texts(self, number: str, day: Day, *, only_blank_notes: bool) -> bytes:
        found, own, own_number = self._found, None, ""
        if found.code is not None or found.kind not in WITHOUT_NUMBER:
            own = self._own_code()
            if found.code is None or own is None:
                raise PlaceMissing(file=self._file, what="số, ký hiệu")
            before = CODE.search(self._letters(found.code.paragraph, found.code.runs))
            own_number = _digits(before[2]) if before is not None else ""
            self._put(found.code.paragraph, found.code.runs, CODE, {2: number})
        dated = found.place_date
        has_day = dated is not None and self._put_day(dated.paragraph, dated.runs, day)
        if not has_day and (dated is not None or found.kind not in WITHOUT_DAY):
            raise PlaceMissing(file=self._file, what="ngày, tháng, năm")
        if own is not None and found.code is not None:
            for paragraph in found.story.paragraphs:
                if paragraph is not found.code.paragraph and _ATTACHED.search(paragraph.text):
                    self._put_note(paragraph, own, number, day, "" if only_blank_notes else own_number)
        return self._package.save()

    def _put_note(self, paragraph: Paragraph, own: re.Pattern[str], number: str, day: Day, now: str) -> None:
        """Put number and day into an annex's note: "(Kèm theo Quyết định số …)".

        A note with another number names another document. `now`: the digits that the note must have, "" for a blank.
        """
        match = own.search(self._letters(paragraph, paragraph.runs))
        if match is None or _digits(match[2]).lstrip("0") != now.lstrip("0"):
            return
        self._put(paragraph, paragraph.runs, own, {2: number})
        self._put_day(paragraph, paragraph.runs, day, after=match.start())

    def _own_code(self) -> re.Pattern[str] | None:
        """The pattern of the document's own number and symbol in a sentence."""
        code = self._found.code
        match = CODE.match(normalize(code.text)) if code is not None else None
        if match is None:
            return None
        symbol = re.sub(r"\s*([/-])\s*", r"\1", match[4]).split(" ")[0]
        spaced = r"\s*".join(map(re.escape, re.split(r"([/-])", symbol)))
        return re.compile(rf"(?i)(s[ốô]\s*:?)({BLANK}\d*{BLANK})(/)\s*{spaced}(?![\w-])")

    def _put_day(self, paragraph: Paragraph, runs: Sequence[Run], day: Day, after: int = 0) -> bool:
        """Put the parts of a day, in words or "ngày …/…/2024"; written parts stay."""
        for pattern in (DAY, _DAY_IN_FIGURES):
            match = pattern.search(self._letters(paragraph, runs), after)
            if match is not None:
                texts = {2: day[0], 4: day[1], 6: day[2]}
                groups = {
                    at: self._beside(match, at, text) for at, text in texts.items() if text is not None
                    and (not text or not _digits(match[at]) or at == 6)
                }  # fmt: skip
                self._put(paragraph, runs, pattern, groups, after)
                return True
        return False

    @staticmethod
    def _beside(match: re.Match[str], group: int, text: str) -> str:
        """A part of a day with its blanks: none at a slash, one before the next word."""
        if match.re is _DAY_IN_FIGURES:
            return f" {text}" if group == 2 else text
        if not text:
            return _SPACES
        follows = match.string[match.end(group) :]
        return f" {text} " if group != 6 or (match[group][-1:].isspace() and follows[:1].isalnum()) else f" {text}"

    def _put(
        self,
        paragraph: Paragraph,
        runs: Sequence[Run],
        pattern: re.Pattern[str],
        groups: dict[int, str],
        after: int = 0,
    ) -> None:
        match = pattern.search(self._letters(paragraph, runs), after)
        if match is None:
            return
        for group, text in sorted(groups.items(), reverse=True):
            if match[group].strip() != text.strip() or not text.strip():
                replace_span(runs, match.start(group), match.end(group), text)
        drop_fallback(paragraph.element)
        self._package.change(paragraph.part)

    def _letters(self, paragraph: Paragraph, runs: Sequence[Run]) -> str:
        """The stored letters, in NFC: patterns are."""
        text = stored_text(runs)
        if not unicodedata.is_normalized("NFC", text):
            normalise(paragraph)
            for run in paragraph.runs:
                run.text = nfc(run.text)
            text = stored_text(runs)
        return text


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))
