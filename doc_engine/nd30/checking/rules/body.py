"""Bases, running text, the closing "./.", addressees.

Source: Phụ lục I, Phần I, Mục II.6 and II.9.
"""

import re
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from ....document_types import DocumentType
from ....ooxml import edit
from ....replaced_laws import replaced_in
from ....vietnamese import nfc
from ... import layout
from ..components import Components
from ..pieces import Piece, is_capitals
from ..rule import Fault, Repair, checks
from .head import issue_date
from .marks import end_with

_SLACK_MM = 0.35
_NUMBERED = re.compile(r"(?i)(phần|chương|mục|tiểu mục)\s+[ivxlc\d]+\b")
_LAW = re.compile(r"(?i)^(căn cứ|xét)\s+(bộ luật|luật|pháp lệnh|hiến pháp)\b")
_ACT = re.compile(
    r"(?i)^(căn cứ|theo|xét)\s.*?\b(nghị quyết|nghị định|quyết định|thông tư|chỉ thị|kế hoạch|công văn|tờ trình|"
    r"báo cáo|thông báo|hướng dẫn|biên bản)\b"
)
_CAPTION = re.compile(r"(?i)\(?(đơn vị|đvt|nguồn|bảng|biểu|ghi chú)\b")
_DECIDES = (DocumentType.DECISION, DocumentType.RESOLUTION)
_DAY = re.compile(r"(?i)ngày\s*\d{1,2}\s*(tháng|/|-|\.)")


@checks("CC-01")
def basis_semicolon(components: Components) -> Iterator[Fault]:
    for piece in components.bases[:-1]:
        if not piece.text.endswith(";"):
            yield Fault(piece, "căn cứ chưa kết thúc bằng dấu chấm phẩy.", end_with(piece, ";"))


@checks("CC-02")
def last_basis_stop(components: Components) -> Iterator[Fault]:
    for piece in components.bases[-1:]:
        if not piece.text.endswith("."):
            yield Fault(piece, "dòng căn cứ cuối cùng chưa kết thúc bằng dấu chấm.", end_with(piece, "."))


@checks("CC-03")
def basis_complete(components: Components) -> Iterator[Fault]:
    for piece in components.bases:
        if _LAW.match(piece.text) or not _ACT.match(piece.text) or "…" in piece.text or "..." in piece.text:
            continue
        missing = []
        if not re.search(r"\d+\s*/", piece.text):
            missing.append("số, ký hiệu")
        if not _DAY.search(piece.text):
            missing.append("ngày tháng năm")
        if not re.search(r"(?i)\bcủa\b|^theo đề nghị của", piece.text):
            missing.append("cơ quan ban hành")
        if missing and re.search(r"(?i)\bsố\b|\d/", piece.text):
            yield Fault(piece, f"căn cứ còn thiếu {', '.join(missing)}.")


@checks("CC-04")
def law_without_number(components: Components) -> Iterator[Fault]:
    for piece in components.bases:
        if _LAW.match(piece.text) and re.search(r"số\s*\d+/\d{4}/QH", piece.text):
            yield Fault(piece, "căn cứ là luật mà ghi số, ký hiệu.")


@checks("CC-05")
def has_bases(components: Components) -> Iterator[Fault]:
    if components.kind in _DECIDES and components.command is not None and not components.bases:
        yield Fault(components.command, "không thấy căn cứ ban hành.")


@checks("CC-06")
def basis_in_force(components: Components) -> Iterator[Fault]:
    issued_on = issue_date(components)
    for piece in components.bases:
        law = replaced_in(piece.text, issued_on) if issued_on is not None else None
        if law is not None:
            yield Fault(piece, f"luật này đã được thay bằng {law.new} từ ngày {law.since:%d/%m/%Y}.")


@checks("TQ-01")
def has_power(components: Components) -> Iterator[Fault]:
    if components.kind in _DECIDES and components.command is not None and not components.power:
        yield Fault(components.command, "không thấy dòng thẩm quyền ban hành.")


@checks("ML-01")
def has_command(components: Components) -> Iterator[Fault]:
    if components.kind in _DECIDES and components.title is not None and components.body and components.command is None:
        yield Fault(components.title, "không thấy lời quyết định sau các căn cứ.")
    wanted = (
        {DocumentType.DECISION: "quyetdinh", DocumentType.RESOLUTION: "quyetnghi"}.get(components.kind)
        if components.kind
        else None
    )
    if components.command is not None and wanted and components.command.folded != wanted:
        yield Fault(
            components.command, f"{components.kind.title if components.kind else ''} mà ghi {components.command.text}"
        )


@checks("ML-02")
def command_colon(components: Components) -> Iterator[Fault]:
    if components.command is not None and not components.command.text.endswith(":"):
        yield Fault(components.command, "thiếu dấu hai chấm.", end_with(components.command, ":"))


def _running(components: Components) -> Iterator[Piece]:
    """The running text without headings, table captions and blanks to fill in."""
    previous_heading = False
    for piece in components.body:
        heading = bool(_NUMBERED.fullmatch(piece.text)) or (
            previous_heading and (piece.paragraph.format.align == "center" or is_capitals(piece.text))
        )
        previous_heading = bool(_NUMBERED.fullmatch(piece.text))
        if not heading and not piece.has_blanks and piece.says_something and not _is_of_a_table(components, piece):
            yield piece


def _is_of_a_table(components: Components, piece: Piece) -> bool:
    """Whether a piece is "Đơn vị tính: đồng" above a table, or "Nguồn: …" below one."""
    if not _CAPTION.match(piece.text):
        return False
    story, at = components.story.paragraphs, piece.paragraph.number - 1
    for way in (story[at + 1 :], story[:at][::-1]):
        near = next((one for one in way if one.text.strip() and not _CAPTION.match(one.text)), None)
        if near is not None and near.cell is not None:
            return True
    return False


@checks("ND-01")
def justified(components: Components) -> Iterator[Fault]:
    for piece in _running(components):
        one_line = len(piece.text) < 60
        allowed = ("both", "left", "center") if one_line else ("both",)
        if piece.paragraph.format.align not in allowed:
            repair = Repair("canh đều hai lề", partial(edit.set_align, piece.paragraph, "both"))
            yield Fault(piece, "đoạn chưa canh đều hai lề.", repair)


@checks("ND-02")
def indented(components: Components) -> Iterator[Fault]:
    for piece in _running(components):
        form = piece.paragraph.format
        if form.align == "center" or form.align == "right" or piece.paragraph.label:
            continue
        first = form.first_line + form.left
        raw = "".join(run.text for run in piece.runs)
        if raw[:1] in "\t " and raw.strip() and first < 1:
            yield Fault(piece, "đoạn lùi vào bằng dấu cách hoặc phím Tab.", _indent(piece, raw))
        elif not any(abs(first - right) <= _SLACK_MM for right in (10, 12.7)):
            yield Fault(piece, f"chữ đầu dòng lùi vào {first / 10:.2f} cm.".replace(".", ",", 1), _indent(piece, raw))


def _indent(piece: Piece, raw: str) -> Repair:
    paragraph = piece.paragraph
    blanks = raw[: len(raw) - len(raw.lstrip(" "))]

    def apply() -> None:
        if blanks:
            edit.replace_text(paragraph.runs, blanks, "")
        edit.set_first_line(paragraph, layout.FIRST_LINE_MM - paragraph.format.left)

    return Repair("lùi đầu dòng 1,27 cm", apply)


@checks("ND-03")
def gaps(components: Components) -> Iterator[Fault]:
    running = list(_running(components))
    for piece, following in pairwise(running):
        first, second = piece.paragraph, following.paragraph
        if second.number != first.number + 1:
            continue  # an empty paragraph or a table is in between
        gap = components.story.gap(first, second)
        if gap < 6 - 0.05:
            repair = Repair("cách đoạn sau 6pt", partial(edit.set_gap_after, first, 6))
            yield Fault(piece, f"cách đoạn sau {gap:g}pt.", repair)


@checks("ND-04")
def line_spacing(components: Components) -> Iterator[Fault]:
    for piece in _running(components):
        form = piece.paragraph.format
        size = max((run.format.size for run in piece.inked), default=14)
        # A fixed height in points: a single line of Times New Roman is 1.15 times its size.
        lines = form.line / (size * 1.15) if form.exact else form.line
        if not 0.97 <= lines <= 1.53:
            wanted = 1.0 if lines < 1 else 1.5
            repair = Repair(f"khoảng cách dòng {wanted:g}", partial(edit.set_lines, piece.paragraph, wanted))
            yield Fault(piece, f"khoảng cách dòng đang là {lines:.2g}.", repair)


@checks("ND-05")
def endend_with(components: Components) -> Iterator[Fault]:
    last = components.last
    if last is None or components.recipients_heading is None:
        return
    texts = [
        piece.text
        for piece in components.all
        if piece.paragraph.number <= components.recipients_heading.paragraph.number
    ]
    if not any(re.search(r"\./\.$", text) for text in texts):
        yield Fault(last, "cuối nội dung chưa có dấu ./.", end_with(last, "./."))


# Two of these in a row are a slip; "ngày ngày", "từ từ", "song song" are words.
_NEVER_TWICE = {
    "của", "và", "các", "là", "cho", "với", "trong", "tại", "về", "đã", "sẽ", "để", "được", "do", "bởi", "khi", "nếu",
    "thì", "mà", "này", "những", "theo", "trên", "dưới", "đến", "không", "có", "phải", "việc", "năm", "tháng", "số",
    "điều", "khoản", "xã", "huyện", "tỉnh",
}  # fmt: skip
_TWO_WORDS = re.compile(r"\b(\w+\s\w+)\s\1\b")
_WORD_TWICE = re.compile(r"\b(\w+)\s\1\b")


@checks("ND-07")
def repeated_words(components: Components) -> Iterator[Fault]:
    """ "của của", "kết quả kết quả": left by typing or by texts put together."""
    for piece in (*components.subject, *components.letter_subject, *components.bases, *components.body):
        text = piece.text.lower()
        twice = (found[0] for found in _TWO_WORDS.finditer(text) if not any(map(str.isdigit, found[1])))
        once = (found[0] for found in _WORD_TWICE.finditer(text) if found[1] in _NEVER_TWICE)
        slip = next(twice, None) or next(once, None)
        if slip is not None:
            yield Fault(piece, f'gõ lặp "{slip}".')


@checks("ND-06")
def upright(components: Components) -> Iterator[Fault]:
    for piece in _running(components):
        slanted = [run for run in piece.inked if run.format.italic]
        if (
            slanted
            and len(slanted) == len(piece.inked)
            and len(piece.text) > 60
            and not piece.text.startswith(("(", "Ghi chú"))
        ):
            repair = Repair("chữ đứng", partial(edit.set_switch, slanted, "i", False))
            yield Fault(piece, "cả đoạn đang là chữ nghiêng.", repair)


@checks("KG-01")
def letter_addressees(components: Components) -> Iterator[Fault]:
    if components.is_letter and components.letter_subject and not components.addressees:
        yield Fault(components.letter_subject[0], "công văn không có Kính gửi.")


@checks("KG-02")
def as_above(components: Components) -> Iterator[Fault]:
    if components.addressees and components.recipients and "nhutren" not in components.recipients[0].folded:
        there = any("nhutren" in piece.folded for piece in components.recipients)
        what = (
            "Nơi nhận ghi “Như trên” không phải ở dòng đầu."
            if there
            else "có Kính gửi nhưng Nơi nhận không có “Như trên”."
        )
        yield Fault(components.recipients[0], what)


@checks("KG-03")
def nothing_above(components: Components) -> Iterator[Fault]:
    without = (DocumentType.INTRODUCTION,)  # Mẫu 1.8 itself has "Như trên" for the person introduced
    if not components.addressees and components.kind not in without:
        for piece in components.recipients:
            if piece.folded == "nhutren":
                yield Fault(piece, "Nơi nhận ghi “Như trên” nhưng không có Kính gửi.")


@checks("KG-04")
def addressees_colon(components: Components) -> Iterator[Fault]:
    for piece in components.addressees[:1]:
        if not re.match(r"(?i)kính gửi:", piece.text):
            raw = "".join(run.text for run in piece.runs)
            match = re.match(r"\s*([Kk]ính [Gg]ửi)\s*[.,;]?", nfc(raw))
            words = match[1] if match else ""

            def apply(one: Piece = piece, words: str = words) -> bool:
                return edit.replace_text(one.runs, words, f"{words}:")

            yield Fault(
                piece, "thiếu dấu hai chấm sau Kính gửi.", Repair("dấu hai chấm", apply) if words in raw else None
            )


@checks("KG-05")
def addressee_marks(components: Components) -> Iterator[Fault]:
    listed = components.addressees[1:]  # each with a dash of its own
    for piece in listed:
        wanted = "." if piece is listed[-1] else ";"
        if not piece.text.endswith(wanted):
            yield Fault(piece, f'dòng chưa kết thúc bằng dấu "{wanted}".', end_with(piece, wanted))
