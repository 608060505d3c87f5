"""Quốc hiệu, Tiêu ngữ, agency, number, place and day, tên loại, trích yếu.

Source: Phụ lục I, Phần I, Mục II.1 to II.5.
"""

import re
from collections.abc import Iterator
from datetime import date

from ....document_types import COPIES, WITHOUT_SUBJECT, DocumentType
from ....ooxml import edit
from ....ooxml.story import Area
from ....vietnamese import nfc
from ... import layout
from ..components import MOTTO, NATIONAL_NAME, Components, paragraphs_after
from ..pieces import Piece, is_capitals, pieces
from ..rule import Fault, Repair, checks

_CODE = re.compile(r"Số:\s?(?P<number>\d+)?\s*/(?P<symbol>\S+)")
_SYMBOL = re.compile(r"[A-ZĐ][A-Za-zĐđ0-9]*(?:[-.&][A-ZĐ0-9][A-Za-zĐđ0-9.&]*)*")
# A draft may leave out the figures.
_PLACE = re.compile(
    r"(?P<place>[^,]+), ngày(?: (?P<day>\d{1,2}))? tháng(?: (?P<month>\d{1,2}))? năm(?: (?P<year>\d{4}))?"
)
_KINDS = {kind.abbreviation: kind for kind in DocumentType if kind.abbreviation}


def issue_date(components: Components) -> date | None:
    """The issue date on the page; None for a draft, or where it cannot be read."""
    found = components.place_date and re.search(
        r"(?i)ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", components.place_date.text
    )
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


@checks("QH-01")
def national_name(components: Components) -> Iterator[Fault]:
    if components.kind in COPIES:
        return  # a copy's own head has none: it is below the document (Mẫu 3.1)
    if components.national_name is None and (components.code is not None or components.motto is not None):
        yield Fault(None, "không thấy Quốc hiệu.")


@checks("QH-02")
def national_name_words(components: Components) -> Iterator[Fault]:
    name = components.national_name
    spellings = (NATIONAL_NAME, NATIONAL_NAME.replace("HÒA", "HOÀ"))
    if name is not None and nfc(name.text).upper() not in spellings:
        yield Fault(name, "Quốc hiệu viết chưa đúng.")


@checks("QH-03")
def national_name_at_the_right(components: Components) -> Iterator[Fault]:
    name = components.national_name
    if name is not None and name.side == "left":
        yield Fault(name, "Quốc hiệu đang ở bên trái.")


@checks("TN-01")
def motto(components: Components) -> Iterator[Fault]:
    if components.motto is None and components.national_name is not None:
        yield Fault(components.national_name, "không thấy Tiêu ngữ.")


@checks("TN-02")
def motto_words(components: Components) -> Iterator[Fault]:
    found = components.motto
    if found is None or found.text == MOTTO or is_capitals(found.text):
        return
    raw = "".join(run.text for run in found.runs).strip()
    same_words = re.sub(r"[\s\-–—]+", " ", nfc(raw)) == re.sub(r"[\s\-]+", " ", MOTTO)
    repair = Repair(f"viết lại là {MOTTO}", lambda: edit.replace_text(found.runs, raw, MOTTO)) if same_words else None
    yield Fault(found, "Tiêu ngữ viết chưa đúng (dấu gạch nối, khoảng cách hoặc chữ hoa).", repair)


@checks("TN-03")
def motto_line(components: Components) -> Iterator[Fault]:
    if components.motto is not None and _line_under(components, components.motto) is None:
        yield Fault(components.motto, "không thấy đường kẻ ngang.")


@checks("TN-04")
def motto_line_length(components: Components) -> Iterator[Fault]:
    yield from _length(components, components.motto, 0.85, 1.2)


@checks("BH-01")
def agency(components: Components) -> Iterator[Fault]:
    if not components.agency and components.has_head:
        yield Fault(None, "không thấy tên cơ quan, tổ chức ban hành.")


@checks("BH-02")
def agency_line(components: Components) -> Iterator[Fault]:
    if components.agency and _line_under(components, components.agency[-1]) is None:
        yield Fault(components.agency[-1], "không thấy đường kẻ ngang.")


@checks("BH-03")
def agency_line_length(components: Components) -> Iterator[Fault]:
    yield from _length(components, components.agency[-1] if components.agency else None, 0.22, 0.62)


@checks("BH-04")
def agency_in_full(components: Components) -> Iterator[Fault]:
    for piece in components.agency[:1]:
        if re.match(r"(UBND|HĐND|MTTQ|SLĐ|SGD)\b", piece.text):
            yield Fault(piece, "tên cơ quan ban hành đang viết tắt.")


@checks("SK-01")
def code(components: Components) -> Iterator[Fault]:
    needless = components.attached is not None or components.kind is DocumentType.PUBLIC_LETTER
    if components.code is None and components.national_name is not None and not needless:
        yield Fault(None, "không thấy số, ký hiệu.")


@checks("SK-02")
def code_form(components: Components) -> Iterator[Fault]:
    found = components.code
    if found is None or found.has_blanks:
        return
    match = _CODE.fullmatch(found.text)
    if match is not None and _SYMBOL.fullmatch(match["symbol"]):
        return
    raw = "".join(run.text for run in found.runs).strip()
    normalized = re.sub(r"\s*([/\-])\s*", r"\1", re.sub(r"[–—]", "-", raw))
    normalized = re.sub(r"(?i)^số\s*[:.;]?\s*", "Số: ", normalized)
    normalized = re.sub(r"^Số: /", "Số:      /", normalized)
    again = _CODE.fullmatch(nfc(" ".join(normalized.split())))
    fits = again is not None and _SYMBOL.fullmatch(again["symbol"]) is not None
    repair = (
        Repair(f"viết lại là {normalized}", lambda: edit.replace_text(found.runs, raw, normalized))
        if fits and normalized != raw
        else None
    )
    yield Fault(found, "số, ký hiệu viết chưa đúng dạng.", repair)


@checks("SK-03")
def code_zero(components: Components) -> Iterator[Fault]:
    found = components.code
    match = re.match(r"(?i)(số\s*[:.;]?\s*)(\d)(\s*/)", found.text) if found is not None else None
    if found is not None and match and match[2] != "0":
        digit = match[2]

        def apply() -> bool:
            raw = "".join(run.text for run in found.runs)
            head = raw[: raw.index("/")]
            return edit.replace_text(found.runs, f"{head}/", f"{head.replace(digit, f'0{digit}', 1)}/")

        yield Fault(found, f"số {digit} thiếu số 0 phía trước.", Repair(f"số 0{digit}", apply))


@checks("SK-04")
def code_matches_type(components: Components) -> Iterator[Fault]:
    found, kind = components.code, components.kind
    if found is None or kind is None or found.has_blanks:
        return
    symbol = found.text.partition("/")[2].strip()
    first = re.split(r"[\s\-–]", symbol)[0]
    if first and first != kind.abbreviation:
        yield Fault(found, f'văn bản là {kind.title} ({kind.abbreviation}) nhưng ký hiệu ghi "{first}".')


@checks("SK-05")
def letter_code(components: Components) -> Iterator[Fault]:
    found = components.code
    if found is None or not components.is_letter or components.kind is not None:
        return
    first = re.split(r"[\s\-–]", found.text.partition("/")[2].strip())[0]
    initials = "".join(word[0] for piece in components.agency for word in piece.text.split())
    if first == "CV" or (first in _KINDS and first not in initials):  # CT is chỉ thị, and Cục Thuế
        yield Fault(found, f'công văn nhưng ký hiệu bắt đầu bằng "{first}".')


@checks("DD-01")
def place_date(components: Components) -> Iterator[Fault]:
    if components.place_date is None and components.code is not None and components.kind is not DocumentType.MINUTES:
        yield Fault(components.code, "không thấy địa danh, ngày tháng năm.")


@checks("DD-02")
def place_date_form(components: Components) -> Iterator[Fault]:
    found = components.place_date
    if found is None or found.has_blanks or _PLACE.fullmatch(re.sub(r"\s+", " ", found.text)):
        return
    raw = "".join(run.text for run in found.runs).strip()
    better = re.sub(r"\s*,?\s*[Nn]gày\s+", ", ngày ", nfc(raw), count=1)
    better = re.sub(r"\s+[Tt]háng\s+", " tháng ", re.sub(r"\s+[Nn]ăm\s+", " năm ", better)).rstrip(".")
    good = better != raw and _PLACE.fullmatch(better)
    repair = Repair(f"viết lại là {better}", lambda: edit.replace_text(found.runs, raw, better)) if good else None
    yield Fault(found, "địa danh, ngày viết chưa đúng dạng.", repair)


@checks("DD-03")
def place_date_zeros(components: Components) -> Iterator[Fault]:
    found = components.place_date
    match = found and re.search(r"(ngày\s*)(\d{1,2})(\s*tháng\s*)(\d{1,2})(\s*năm)", found.text)
    if found is None or not match:
        return
    day, month = match[2], match[4]
    right_day, right_month = f"{int(day):02}", f"{int(month):02}" if int(month) < 3 else f"{int(month)}"
    if (day, month) == (right_day, right_month):
        return

    def apply() -> bool:
        raw = "".join(run.text for run in found.runs)
        here = re.search(r"(ng\S+\s*)(\d{1,2})(\s*th\S+\s*)(\d{1,2})(\s*n)", raw)
        if here is None:
            return False
        return edit.replace_text(found.runs, here[0], f"{here[1]}{right_day}{here[3]}{right_month}{here[5]}")

    repair = Repair(f"ngày {right_day} tháng {right_month}", apply)
    yield Fault(found, f"đang viết ngày {day} tháng {month}.", repair)


@checks("DD-04")
def place_date_exists(components: Components) -> Iterator[Fault]:
    found = components.place_date
    if (
        found is not None
        and re.search(r"ngày\s*\d+\s*tháng\s*\d+\s*năm\s*\d{4}", found.text)
        and issue_date(components) is None
    ):
        yield Fault(found, "không có ngày này trong lịch.")


@checks("DD-05")
def minutes_without_date(components: Components) -> Iterator[Fault]:
    if components.kind is DocumentType.MINUTES and components.place_date is not None:
        yield Fault(components.place_date, "biên bản có dòng địa danh, ngày tháng năm.")


@checks("DD-06")
def place_capitals(components: Components) -> Iterator[Fault]:
    found = components.place_date
    match = _PLACE.fullmatch(found.text) if found is not None else None
    if found is None or match is None or found.has_blanks:
        return
    # The first letter of each word, without the kind of unit: "Cư M'gar", "Thành phố Hồ Chí Minh".
    name = re.sub(r"^(Thành phố|Thị xã|Thị trấn|Đặc khu)\s", "", match["place"])
    if any(word[0].islower() for word in name.split()):
        yield Fault(found, f'địa danh "{match["place"]}" chưa viết hoa.')


@checks("TL-01")
def known_type(components: Components) -> Iterator[Fault]:
    if components.title is None and not components.is_letter and (components.has_head or not components.appendices):
        yield Fault(None, "không nhận ra loại văn bản, nên chưa kiểm tra được những gì tùy theo loại.")


@checks("TL-02")
def nothing_beyond(components: Components) -> Iterator[Fault]:
    if components.beyond:
        count = len(components.beyond)
        yield Fault(components.beyond[0], f"từ đây có {count} đoạn sau phần ký mà không có tiêu đề, nên chưa kiểm tra.")


@checks("TY-01")
def subject(components: Components) -> Iterator[Fault]:
    if components.title is not None and not components.subject and components.kind not in WITHOUT_SUBJECT:
        yield Fault(components.title, "không thấy trích yếu nội dung.")


@checks("TY-02")
def subject_line(components: Components) -> Iterator[Fault]:
    # In a document issued with another one the line is below "(Kèm theo …)".
    ends = [piece for piece in (*components.subject[-1:], components.attached) if piece is not None]
    if components.subject and all(_line_under(components, piece) is None for piece in ends):
        yield Fault(components.subject[-1], "không thấy đường kẻ ngang dưới trích yếu.")


@checks("TY-03")
def subject_line_length(components: Components) -> Iterator[Fault]:
    if len(components.subject) == 1 and len(components.subject[0].text) < 60 and components.attached is None:
        yield from _length(components, components.subject[0], 0.22, 0.62, room=420)


@checks("TY-04")
def no_letter_subject(components: Components) -> Iterator[Fault]:
    if components.title is not None:
        for piece in [*components.subject[:1], *components.letter_subject[:1]]:
            if re.match(r"(?i)v\s*/\s*v", piece.text):
                yield Fault(piece, "văn bản có tên loại mà trích yếu ghi V/v.")


@checks("TY-05")
def letter_subject(components: Components) -> Iterator[Fault]:
    if not components.is_letter or not components.has_head:
        return
    if not components.letter_subject:
        yield Fault(components.code, "công văn không có trích yếu V/v dưới số, ký hiệu.")
    elif not re.match(r"V/v\b", components.letter_subject[0].text):
        yield Fault(components.letter_subject[0], "trích yếu công văn chưa bắt đầu bằng V/v.")


@checks("TY-06")
def subject_end(components: Components) -> Iterator[Fault]:
    for piece in [*components.subject[-1:], *components.letter_subject[-1:]]:
        if re.search(r"[^.…\s]\s*[.;:]$", piece.text):
            mark = piece.text[-1]

            def apply(one: Piece = piece, mark: str = mark) -> bool:
                return edit.replace_text(one.runs, mark, "", last=True)

            yield Fault(piece, f'trích yếu kết thúc bằng dấu "{mark}".', Repair("bỏ dấu ở cuối trích yếu", apply))


def _line_under(components: Components, piece: Piece) -> float | None:
    """The length in points of the line under a piece; 0: unmeasurable, None: no line.

    Lines anchored anywhere in the same column of the head count: Word anchors a drawn line to any paragraph.
    """
    paragraph = piece.paragraph
    if paragraph.drawn:
        return paragraph.drawn[0]
    if paragraph.format.line_below or all(run.format.underlined for run in piece.inked):
        return 0
    for after in paragraphs_after(components, piece):
        own = list(pieces([after]))
        if after.drawn:
            return after.drawn[0]
        rules = sorted((one for one in own if one.is_rule), key=lambda one: one.side != piece.side)
        if rules:
            return _rule_length(rules[0])
        if after.format.line_below:
            return 0
        if any(not one.is_empty for one in own) or after.number > paragraph.number + 4:
            break
    return _elsewhere_in_the_head(components, piece)


def _rule_length(piece: Piece) -> float:
    """The length in points of underscores or underlined blanks; 0: unmeasurable."""
    raw = "".join(run.text for run in piece.runs).strip(" \t")
    size = piece.runs[0].format.size if piece.runs else 0
    if set(raw) == {"_"}:
        return len(raw) * size * (0.5 if not piece.runs[0].format.raised else 0.33)
    return len(raw) * size * 0.25 if raw and not raw.strip("\N{NO-BREAK SPACE}") else 0


def _elsewhere_in_the_head(components: Components, piece: Piece) -> float | None:
    """Return 0 where a line drawn elsewhere in the head may be under this piece.

    The length of such a line says nothing. None where there is none.
    """
    if piece in components.subject:
        return None
    last = components.place_date or components.code or components.motto
    reach = last.paragraph.number + 1 if last is not None else 0
    here = components.story.paragraphs[:reach]
    lines = [one for one in here if one.drawn]
    # With a line for the agency and one for the motto in the head, each is assumed to be in its place.
    wanted = sum(len(one.drawn) for one in lines)
    return 0 if wanted >= 2 or (lines and piece.side == "" and piece.paragraph.area is Area.BODY) else None


def _length(
    components: Components, piece: Piece | None, least: float, most: float, room: float = 240
) -> Iterator[Fault]:
    """Report a line whose length is not `least` to `most` times that of the text.

    `room`: the width in points from which a text wraps, so that its width is no longer that of one line.
    """
    length = _line_under(components, piece) if piece is not None else None
    if piece is None or not length or piece.has_blanks:
        return
    size = max((run.format.size for run in piece.inked), default=12)
    width = layout.bold_width_pt(piece.text, size)
    if width < room and not least * width <= length <= most * width:
        yield Fault(piece, f"đường kẻ dài khoảng {length / width:.0%} dòng chữ.")
