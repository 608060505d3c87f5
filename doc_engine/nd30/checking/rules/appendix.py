"""Phụ lục (Phụ lục I, Phần I, Mục III.1)."""

import re
from collections.abc import Iterator

from ..components import Appendix, Components
from ..pieces import Piece
from ..rule import Fault, checks
from .numbering import roman_value

_MENTION = re.compile(r"(?i)\bphụ lục\b(?:\s+(?:số\s+)?([ivx]+|\d+)\b)?")
_OF_ANOTHER = re.compile(
    r"(?i)\s*(ban hành )?(kèm theo|của) (nghị định|thông tư|quyết định số|công văn|nghị quyết|luật)"
)


def _own(components: Components) -> Iterator[tuple[Piece, str]]:
    """The mentions of the document's own appendices: (piece, number or "").

    Mentions of another document's appendix are left out.
    """
    for piece in [*components.body, *(piece for part in components.attachments for piece in part.body)]:
        for match in _MENTION.finditer(piece.text):
            if not _OF_ANOTHER.match(piece.text, match.end()):
                yield piece, (match[1] or "").upper()


def _number(appendix: Appendix) -> str:
    match = re.search(r"(?i)phụ lục\s+(?:số\s+)?([ivxlc]+|\d+)\b", appendix.heading.text)
    return match[1].upper() if match else ""


@checks("PL-01")
def mentioned(components: Components) -> Iterator[Fault]:
    if components.appendices and components.body and not any(True for _ in _own(components)):
        yield Fault(components.appendices[0].heading, "nội dung văn bản không nhắc đến Phụ lục.")


@checks("PL-02")
def present(components: Components) -> Iterator[Fault]:
    numbers = {_number(one) for one in components.appendices}
    for piece, wanted in _own(components):
        if not components.appendices and components.recipients_heading is not None:
            yield Fault(piece, "nội dung nhắc đến Phụ lục nhưng trong tệp không có.")
            return
        if len(numbers) > 1 and roman_value(wanted) and wanted not in numbers:
            yield Fault(piece, f"nhắc đến Phụ lục {wanted} nhưng không có Phụ lục này.")


@checks("PL-03")
def numbered(components: Components) -> Iterator[Fault]:
    several = len(components.appendices) > 1
    for expected, one in enumerate(components.appendices, start=1):
        number = _number(one)
        if (several and roman_value(number) != expected) or (number.isdigit()):
            yield Fault(
                one.heading,
                f"Phụ lục thứ {expected} đang ghi số “{number}”." if number else f"Phụ lục thứ {expected} chưa có số.",
            )


@checks("PL-04")
def note(components: Components) -> Iterator[Fault]:
    for one in components.appendices:
        if not one.note:
            yield Fault(one.heading, "không thấy dòng (Kèm theo …).")


@checks("PL-05")
def note_agrees(components: Components) -> Iterator[Fault]:
    own = re.search(r"(\d+)\s*/\s*([^\s;,]+)", components.code.text) if components.code is not None else None
    for piece in components.notes:
        named = re.search(r"số\s*:?\s*(\d+)\s*/\s*([^\s;,)]+)", piece.text)
        if own and named and (int(own[1]), own[2]) != (int(named[1]), named[2]):
            yield Fault(piece, f"đang ghi số {named[1]}/{named[2]}, văn bản là {own[1]}/{own[2]}.")


@checks("PL-06")
def own_pages(components: Components) -> Iterator[Fault]:
    sections = components.story.sections
    for one in components.appendices if components.has_head else []:
        section = sections[min(one.heading.paragraph.section, len(sections) - 1)]
        if one.heading.paragraph.section == 0 or section.starts_at != 1:
            yield Fault(one.heading, "số trang của Phụ lục không đánh lại từ 1.")
