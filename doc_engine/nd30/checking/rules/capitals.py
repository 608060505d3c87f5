"""Capital letters (Phụ lục II), as far as the words alone decide them."""

import re
from collections.abc import Iterator

from ..components import Components
from ..pieces import SMALL, Piece, is_capitals
from ..rule import Fault, checks

# Xã, phường, quận, thôn named after a person or an event keep their capital (III.1.b): words alone do not decide.
_UNITS = "Tỉnh|Huyện|Thị xã|Thị trấn"
_WORD = rf"[^\W\d_{SMALL}][^\W\d_]*"
# In the middle of a sentence: after a small letter and a space.
_UNIT_CAPITAL = re.compile(rf"(?<=[{SMALL}]\s)({_UNITS})\s(?=(?:{_WORD})\s?)(?!\d)")
_NAMED_UNITS = re.compile(rf"(?<=[{SMALL},]\s)(quận|phường)\s(\d+)\b")
_PARTS = re.compile(
    rf"(?<![\w])(điều)\s+(\d+)|(?<=[{SMALL}]\s)(Khoản|Điểm)\s+(\d+|[a-zđ])(?=\s+(Điều|điều|khoản|Khoản))"
)
_TYPE_BEFORE_NUMBER = re.compile(
    r"(?<![\w])(nghị quyết|nghị định|quyết định|thông tư|chỉ thị|kế hoạch|công văn|tờ trình|báo cáo|thông báo|"
    r"hướng dẫn)\s+số\s*\d"
)
_FESTIVALS = re.compile(r"(?i)\btết (nguyên đán|trung thu|đoan ngọ)")
_DAYS = re.compile(r"(?<![\w])(thứ)\s(hai|ba|tư|năm|sáu|bảy)(?=,?\s+(ngày|hàng tuần|hằng tuần|tuần)|\))")
_MONTHS = re.compile(
    r"(?<![\w])tháng\s(giêng|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|chạp)(?=\s+(năm\s\d|âm lịch|hàng năm|hằng năm))"
)


def _texts(components: Components) -> Iterator[Piece]:
    for piece in [*components.bases, *components.body, *components.recipients]:
        if not is_capitals(piece.text):
            yield piece


@checks("VH-01")
def unit_nouns(components: Components) -> Iterator[Fault]:
    for piece in _texts(components):
        for match in _UNIT_CAPITAL.finditer(piece.text):
            rest = piece.text[match.end() :]
            yield Fault(piece, f'"{match[0].strip()} {rest.split()[0]}" giữa câu đang viết hoa danh từ chung.')


@checks("VH-02")
def unit_with_number(components: Components) -> Iterator[Fault]:
    for piece in _texts(components):
        for match in _NAMED_UNITS.finditer(piece.text):
            yield Fault(piece, f'"{match[0]}" phải viết hoa "{match[1].capitalize()}".')


@checks("VH-03")
def special_places(components: Components) -> Iterator[Fault]:
    for piece in _texts(components):
        for match in re.finditer(r"\b(thủ đô Hà Nội|thành phố Hồ Chí Minh)\b", piece.text):
            yield Fault(piece, f'"{match[0]}" phải viết hoa chữ đầu.')


@checks("VH-04")
def cited_parts(components: Components) -> Iterator[Fault]:
    for piece in _texts(components):
        for match in _PARTS.finditer(piece.text):
            if match[1] or match.start() > 0:
                yield Fault(piece, f'"{match[0]}" viết hoa chưa đúng.')


@checks("VH-05")
def named_types(components: Components) -> Iterator[Fault]:
    for piece in _texts(components):
        for match in _TYPE_BEFORE_NUMBER.finditer(piece.text):
            yield Fault(piece, f'"{match[0]}…" phải viết hoa "{match[1].capitalize()}".')


@checks("VH-06")
def festivals(components: Components) -> Iterator[Fault]:
    for piece in _texts(components):
        for match in _FESTIVALS.finditer(piece.text):
            begins = match.start() == 0 or re.search(r"[.:!?]\s+$", piece.text[: match.start()])
            name = match[1].capitalize()
            if match[0] == f"tết {name}" or (begins and match[0] == f"Tết {name}"):
                continue
            yield Fault(piece, f'"{match[0]}" viết hoa chưa đúng.')


@checks("VH-07")
def week_days(components: Components) -> Iterator[Fault]:
    for piece in _texts(components):
        for match in [*_DAYS.finditer(piece.text), *_MONTHS.finditer(piece.text)]:
            yield Fault(piece, f'"{match[0]}" chưa viết hoa.')


@checks("VH-08")
def the_state(components: Components) -> Iterator[Fault]:
    """Check "Nhà nước" only where it is a noun of its own.

    The decree writes "cơ quan nhà nước" in lower case. For "nhân dân" words alone do not decide.
    """
    for piece in _texts(components):
        for match in re.finditer(r"\bĐảng(,| và)? nhà nước\b|\bnhà nước (ta|Việt Nam|Cộng hòa)\b", piece.text):
            yield Fault(piece, f'"{match[0]}" chưa viết hoa Nhà nước.')


@checks("VH-09")
def sentence_starts(components: Components) -> Iterator[Fault]:
    for piece in components.body:
        listed = re.match(rf"(?:\d{{1,2}}|[IVX]+)\.\s+([{SMALL}]{{2,}})", piece.text)
        if listed:
            yield Fault(piece, f'sau số thứ tự, "{listed[1]}" chưa viết hoa.')
        for match in re.finditer(rf"[{SMALL}]{{2,}}[.?!]\s+([{SMALL}]{{2,}})", piece.text):
            before = piece.text[: match.start() + 8]
            if not re.search(r"(?i)\b(tr|tp|đ|v|tt|st)\.\s*\w*$", before):
                yield Fault(piece, f'sau dấu chấm câu, "{match[1]}" chưa viết hoa.')
                break
