"""Nơi nhận and signature (Điều 13; Phụ lục I, Phần I, Mục II.7 and II.9)."""

import re
from collections.abc import Iterator
from functools import partial

from ....document_types import DocumentType
from ....ooxml import edit
from ....vietnamese import nfc
from ..components import Components
from ..pieces import Piece, is_capitals
from ..rule import Fault, Repair, checks
from .marks import end_with

_LINE = re.compile(r"(?P<prefix>TM|KT|TL|TUQ|Q)(?P<stop>\.?)(?P<space>\s*)(?P<rest>.*)")
_WRONG_PREFIX = re.compile(r"(?i)(T\s*/\s*M|K\s*/\s*T|T\s*/\s*L|TƯQ|T\.M|K\.T|T\.L|TUQ\s*:|TM\s*:|KT\s*:)")
_DEGREE = re.compile(
    r"(?i)^(GS|PGS|TS|ThS|BS|KS|CN|NGƯT|NGND|TTƯT)\b\.?|^(Tiến sĩ|Thạc sĩ|Giáo sư|Phó Giáo sư|Bác sĩ|Kỹ sư|Cử nhân)\b"
)
_COLLECTIVE_TYPES = (DocumentType.PLAN, DocumentType.REPORT, DocumentType.SUBMISSION, DocumentType.RESOLUTION)
_WITHOUT = (DocumentType.CONTRACT, DocumentType.AGREEMENT, DocumentType.MEMORANDUM)
_FILED = re.compile(r"[-–—]?\s*Lưu\b")
_DEPUTY = ("PHÓ", "THỨ TRƯỞNG", "QUYỀN HẠN")


@checks("NN-01")
def recipients(components: Components) -> Iterator[Fault]:
    if (
        components.recipients_heading is None
        and components.has_head
        and components.attached is None
        and components.kind not in _WITHOUT
    ):
        yield Fault(None, "không thấy Nơi nhận.")


@checks("NN-02")
def heading_colon(components: Components) -> Iterator[Fault]:
    heading = components.recipients_heading
    if heading is not None and not nfc(heading.text).startswith("Nơi nhận:"):
        simple = re.fullmatch(r"Nơi nhận\s*[.;,]?", heading.text)
        yield Fault(
            heading, "thiếu dấu hai chấm hoặc viết khác “Nơi nhận:”.", end_with(heading, ":") if simple else None
        )


@checks("NN-03")
def recipient_marks(components: Components) -> Iterator[Fault]:
    lines = _joined(components.recipients)
    filed = any(_FILED.match(line[0].text) for line in lines)
    for line in lines:
        wanted = "." if line is lines[-1] else ";"
        last = line[-1]
        if last.text.endswith(":") or _is_initials(last) or last.has_blanks:
            continue
        if not last.text.endswith(wanted):
            unfinished = line is lines[-1] and not filed  # "Lưu: VT" is still missing below it
            repair = None if unfinished else end_with(last, wanted)
            yield Fault(last, f'dòng chưa kết thúc bằng dấu "{wanted}".', repair)


@checks("NN-04")
def filing(components: Components) -> Iterator[Fault]:
    if components.recipients_heading is None:
        return
    lines = [line for line in _joined(components.recipients) if not _is_initials(line[0])]
    if not any(_FILED.match(line[0].text) for line in lines):
        yield Fault(components.recipients_heading, "Nơi nhận không có dòng Lưu.")
    elif not _FILED.match(lines[-1][0].text):
        yield Fault(lines[-1][0], "dòng Lưu không phải dòng cuối cùng.")


@checks("NN-05")
def filing_form(components: Components) -> Iterator[Fault]:
    for piece in components.recipients:
        match = re.match(r"[-–—]?\s*Lưu\b(:?)\s*(.*)", piece.text)
        if match and (not match[1] or not re.match(r"VT\b", match[2])) and not piece.has_blanks:
            repair = None
            if not match[1] and re.match(r"VT\b", match[2]):
                repair = Repair("Lưu:", partial(edit.replace_text, piece.runs, "Lưu", "Lưu:"))
            yield Fault(piece, "dòng lưu viết chưa đúng dạng.", repair)


@checks("NN-08")
def article_of_recipients(components: Components) -> Iterator[Fault]:
    for piece in components.recipients:
        match = re.match(r"(?i)[-–—\s]*như điều\s+(\d+)", piece.text)
        if match is None or components.kind is None:
            continue
        article = re.compile(rf"(?i)\s*điều\s+{match[1]}\b")
        if not any(article.match(paragraph.text) for paragraph in components.story.paragraphs):
            yield Fault(piece, f"văn bản không có Điều {match[1]}.")


@checks("NN-09")
def recipient_twice(components: Components) -> Iterator[Fault]:
    seen: set[str] = set()
    for line in _joined(components.recipients):
        text = " ".join(piece.text for piece in line)
        is_filed = _FILED.match(text) is not None
        key = "luu" if is_filed else "".join(piece.folded for piece in line)
        if key and key in seen:
            yield Fault(line[0], "dòng Lưu có hai lần." if is_filed else "nơi nhận này đã ghi ở trên.")
        seen.add(key)


@checks("NN-06")
def recipient_dash(components: Components) -> Iterator[Fault]:
    for line in _joined(components.recipients):
        first = line[0]
        if not re.match(r"-", first.text) and not first.text.endswith(":") and not _is_initials(first):
            yield Fault(first, "nơi nhận không có gạch đầu dòng.")


@checks("NN-07")
def electronic_copies(components: Components) -> Iterator[Fault]:
    for piece in components.recipients:
        if re.match(r"(?i)[-*]?\s*gửi bản (điện tử|giấy)", piece.text):
            yield Fault(piece, "dòng này không có trong Nghị định.")


def _joined(pieces: list[Piece]) -> list[list[Piece]]:
    """The recipients as lines, each of one or more paragraphs.

    A paragraph without a dash continues one without closing punctuation.
    """
    lines: list[list[Piece]] = []
    for piece in pieces:
        goes_on = (
            lines
            and not re.match(r"[-–—+•*]", piece.text)
            and lines[-1][-1].text[-1:] not in ".;:"
            and not _is_initials(piece)
        )
        if goes_on and re.match(r"[-–—+•*]", lines[-1][0].text):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def _is_initials(piece: Piece) -> bool:
    """Whether a piece is ô 12, below the list: "PL.(300)"."""
    return bool(re.fullmatch(r"[A-ZĐ]{1,6}[.,]?\s*\(?\d*\)?\.?", piece.text))


@checks("QY-01")
def signature(components: Components) -> Iterator[Fault]:
    if components.recipients_heading is not None and not components.authority:
        yield Fault(components.recipients_heading, "không thấy quyền hạn, chức vụ của người ký.")


@checks("QY-02")
def prefix_form(components: Components) -> Iterator[Fault]:
    for piece in components.authority:
        raw = "".join(run.text for run in piece.runs)
        wrong = _WRONG_PREFIX.match(raw.strip())
        match = _LINE.match(raw.strip())
        if wrong:
            yield Fault(piece, f'"{wrong[0]}" viết chưa đúng.')
        elif (
            match and match["rest"] and (not match["stop"] or not match["space"]) and (match["stop"] or match["space"])
        ):
            old, new = f"{match['prefix']}{match['stop']}{match['space']}", f"{match['prefix']}. "

            def apply(one: Piece = piece, old: str = old, new: str = new) -> bool:
                return edit.replace_text(one.runs, old, new)

            yield Fault(piece, f'"{old.strip()}" thiếu dấu chấm hoặc dấu cách.', Repair(new.strip(), apply))


def _prefixes(components: Components) -> list[str]:
    return [
        match["prefix"] if (match := _LINE.match(piece.text.upper())) and (match["stop"] or match["space"]) else ""
        for piece in components.authority
    ]


@checks("QY-03")
def own_title(components: Components) -> Iterator[Fault]:
    prefixes = _prefixes(components)
    for at, prefix in enumerate(prefixes):
        if prefix in ("KT", "TL", "TUQ") and (at + 1 >= len(prefixes) or prefixes[at + 1] == "TM"):
            yield Fault(components.authority[at], "dòng dưới không có chức vụ của người ký.")


@checks("QY-04")
def deputy(components: Components) -> Iterator[Fault]:
    prefixes = _prefixes(components)
    for at, prefix in enumerate(prefixes):
        if prefix == "KT" and at + 1 < len(prefixes):
            title = components.authority[at + 1].text.upper()
            if not title.startswith(_DEPUTY) and "…" not in title:
                yield Fault(components.authority[at + 1], "người ký thay không phải cấp phó.")


@checks("QY-05")
def head_signs_alone(components: Components) -> Iterator[Fault]:
    post = any(
        re.match(
            r"(CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|BỘ TRƯỞNG|HIỆU TRƯỞNG|TỔNG GIÁM ĐỐC)\b",
            piece.text.upper(),
        )
        for piece in components.power
    )
    if post and "TM" in _prefixes(components):
        yield Fault(components.authority[0], "thẩm quyền ban hành là của người đứng đầu mà ký TM.")


@checks("QY-06")
def collective_signs(components: Components) -> Iterator[Fault]:
    names = [piece.text.upper() for piece in components.power]
    collective = any(re.match(r"(ỦY BAN|UỶ BAN|HỘI ĐỒNG)\b", name) for name in names)
    prefixes = _prefixes(components)
    by_order = any(prefix in ("TL", "TUQ") for prefix in prefixes)
    if collective and components.authority and "TM" not in prefixes and not by_order:
        yield Fault(components.authority[0], "thẩm quyền ban hành là của tập thể mà không ký TM.")


@checks("QY-07")
def plans_are_collective(components: Components) -> Iterator[Fault]:
    name = components.agency[0].folded if components.agency else ""
    prefixes = _prefixes(components)
    by_order = any(prefix in ("TL", "TUQ") for prefix in prefixes)
    if (
        name.startswith(("uybannhandan", "hoidongnhandan"))
        and components.kind in _COLLECTIVE_TYPES
        and components.authority
        and "TM" not in prefixes
        and not by_order
    ):
        yield Fault(components.authority[0], "văn bản của tập thể mà không có dòng TM.")


@checks("QY-08")
def prefix_order(components: Components) -> Iterator[Fault]:
    prefixes = [prefix for prefix in _prefixes(components) if prefix]
    if "TM" in prefixes[1:]:
        yield Fault(components.authority[0], "dòng TM. không đứng đầu.")
    if "TM" in prefixes and {"TL", "TUQ"} & set(prefixes):
        yield Fault(components.authority[0], "TM. đi cùng TL. hoặc TUQ.")


@checks("HT-01")
def signer(components: Components) -> Iterator[Fault]:
    if components.authority and components.signer is None:
        yield Fault(components.authority[-1], "không thấy họ tên người ký.")


@checks("HT-02")
def no_degrees(components: Components) -> Iterator[Fault]:
    if components.signer is not None and _DEGREE.match(components.signer.text):
        yield Fault(components.signer, "trước họ tên có học hàm, học vị.")


@checks("HT-03")
def minutes_signatures(components: Components) -> Iterator[Fault]:
    if components.kind is not DocumentType.MINUTES or not components.authority:
        return
    if not any("thuky" in piece.folded for piece in components.secretary):
        yield Fault(components.authority[0], "không thấy phần ký của thư ký ở bên trái.")


@checks("HT-04")
def name_capitals(components: Components) -> Iterator[Fault]:
    name = components.signer
    if name is not None and not is_capitals(name.text) and not _DEGREE.match(name.text):
        words = re.findall(r"[^\W\d_]+", name.text)
        if any(word[0].islower() for word in words) and len(words) <= 6 and name.text != "Họ và tên":
            yield Fault(name, "họ tên chưa viết hoa đủ.")
