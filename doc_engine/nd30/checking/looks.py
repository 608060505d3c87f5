"""The formatting of each component: table of Phụ lục I, Phần I, Mục V as rules.

One rule per prescribed property; the last two digits of its code name it: 11 size, 12 weight, 13 slant, 14 case, 15
centring.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ...ooxml import edit
from ...ooxml.story import Area
from .components import Components
from .pieces import Piece, is_capitals
from .rule import Fault, Repair, Rule, Severity, enter

Find = Callable[[Components], Sequence[Piece]]


@dataclass(frozen=True, slots=True)
class Look:
    """The formatting prescribed for one component; None: not prescribed.

    Sizes in points, least and most.
    """

    prefix: str
    name: str
    clause: str
    find: Find
    sizes: tuple[float, float] | None = None
    bold: bool | None = None
    italic: bool | None = None
    capitals: bool | None = None
    centred: Literal["", "page", "column"] = ""  # on the page, or in its column of head or foot


def _one(piece: Piece | None) -> list[Piece]:
    return [] if piece is None else [piece]


_ANNEX = "Phụ lục I, Phần I"
_STAMP = "II.8.b; Phần II, Mục I.3.c"
_FORMS = "Phụ lục III, Mẫu 1.1 đến 1.3"

# code, name, clause, pieces, sizes, bold, italic, capitals, centred on
LOOKS = (
    Look("QH", "Quốc hiệu", "II.1.a", lambda c: _one(c.national_name), (12, 13), True, False, True, "column"),
    Look("TN", "Tiêu ngữ", "II.1.b", lambda c: _one(c.motto), (13, 14), True, False, False, "column"),
    Look("CQ", "Tên cơ quan chủ quản", "II.2.b", lambda c: c.parent, (12, 13), False, False, True, "column"),
    Look("BH", "Tên cơ quan ban hành", "II.2.b", lambda c: c.agency, (12, 13), True, False, True, "column"),
    Look("SK", "Số, ký hiệu", "II.3.c", lambda c: _one(c.code), (13, 13), False, False, None, "column"),
    Look("DD", "Địa danh và thời gian", "II.4.c", lambda c: _one(c.place_date), (13, 14), False, True, False, "column"),
    Look("TL", "Tên loại văn bản", "II.5.b", lambda c: _one(c.title), (13, 14), True, False, True, "page"),
    Look("TY", "Trích yếu nội dung", "II.5.b", lambda c: c.subject, (13, 14), True, False, False, "page"),
    Look("VV", "Trích yếu công văn", "II.5.b", lambda c: c.letter_subject, (12, 13), False, False, False, "column"),
    Look("TQ", "Thẩm quyền ban hành", _FORMS, lambda c: c.power, (13, 14), True, False, True, "page"),
    Look("ML", "Lời quyết định", _FORMS, lambda c: _one(c.command), (13, 14), True, False, True, "page"),
    Look("CC", "Căn cứ ban hành", "II.6.a", lambda c: c.bases, (13, 14), False, True),
    Look("ND", "Nội dung", "II.6.e", lambda c: c.body, (13, 14)),
    Look("KG", "Kính gửi", "II.9.d", lambda c: c.addressees, (13, 14), False, False, False),
    Look("NN", "Từ “Nơi nhận”", "II.9.d", lambda c: _one(c.recipients_heading), (12, 12), True, True, False),
    Look("DS", "Danh sách nơi nhận", "II.9.d", lambda c: c.recipients, (11, 11), False, False, False),
    Look(
        "QY", "Quyền hạn, chức vụ của người ký", "II.7.đ", lambda c: c.authority, (13, 14), True, False, True, "column"
    ),
    Look(
        "HT", "Họ tên, chức vụ khác của người ký", "II.7.đ", lambda c: c.names, (13, 14), True, False, False, "column"
    ),
    Look("PL", "Từ “Phụ lục”", "III.1.b", lambda c: c.appendix_headings, (14, 14), True, False, False, "page"),
    Look("TP", "Tên phụ lục", "III.1.b", lambda c: c.appendix_titles, (13, 14), True, False, True, "page"),
    Look("KT", "Chỉ dẫn kèm theo văn bản", "III.1.c", lambda c: c.appendix_notes, (13, 14), None, True, False, "page"),
    Look("CS", "Thông tin chữ ký số của cơ quan", _STAMP, lambda c: _one(c.stamp), (10, 10), False, False, False),
    Look("DK", "Dấu mức độ khẩn, phạm vi lưu hành", "III.2", lambda c: c.marks, (13, 14), True, False, True),
)


def _enter(look: Look) -> None:
    clause = look.clause if look.clause == _FORMS else f"{_ANNEX}, Mục {look.clause}"

    def add(number: int, title: str, remedy: str, check: Callable[[Piece], Fault | None], repairable: bool) -> None:
        code = f"{look.prefix}-{number}"

        @enter(Rule(code, clause, Severity.ERROR, f"{look.name}: {title}.", remedy, repairable))
        def _(components: Components) -> Iterator[Fault]:
            return (fault for piece in look.find(components) if (fault := check(piece)) is not None)

    if look.sizes:
        least, most = look.sizes
        wanted = f"cỡ chữ {least:g}" if least == most else f"cỡ chữ từ {least:g} đến {most:g}"
        add(11, wanted, f"Hãy đặt {wanted}.", lambda piece: _size(look, piece), True)
    if look.bold is not None:
        wanted = "chữ đậm" if look.bold else "chữ không đậm"
        add(12, wanted, f"Hãy đặt {wanted}.", lambda piece: _switch(look.bold, "b", piece), True)
    if look.italic is not None:
        wanted = "chữ nghiêng" if look.italic else "chữ đứng"
        add(13, wanted, f"Hãy đặt {wanted}.", lambda piece: _switch(look.italic, "i", piece), True)
    if look.capitals:
        add(14, "chữ in hoa", "Hãy viết bằng chữ in hoa.", _capitals, True)
    elif look.capitals is False:
        add(14, "chữ in thường", "Hãy viết bằng chữ in thường.", _small, False)
    if look.centred:
        add(15, "canh giữa", "Hãy canh giữa dòng này.", lambda piece: _centred(look, piece), True)


def _size(look: Look, piece: Piece) -> Fault | None:
    assert look.sizes is not None
    least, most = look.sizes
    if not piece.says_something:
        return None
    wrong = [run for run in piece.inked if not least <= run.format.size <= most]
    if not wrong:
        return None
    sizes = ", ".join(f"{size:g}" for size in sorted({run.format.size for run in wrong}))
    right = [run.format.size for run in piece.inked if run not in wrong]
    chosen = right[0] if right else least if wrong[0].format.size < least else most
    repair = Repair(f"cỡ chữ {sizes} thành {chosen:g}", lambda: edit.set_size(wrong, chosen))
    return Fault(piece, f"cỡ chữ đang là {sizes}.", repair)


def _switch(wanted: bool | None, name: str, piece: Piece) -> Fault | None:
    def is_on(run_format: object) -> bool:
        return bool(getattr(run_format, "bold" if name == "b" else "italic"))

    wrong = [run for run in piece.inked if is_on(run.format) != wanted and any(ch.isalnum() for ch in run.text)]
    if not wrong:
        return None
    words = {"b": ("đang đậm", "đang không đậm"), "i": ("đang nghiêng", "đang đứng")}[name][0 if not wanted else 1]
    made = {"b": ("đậm", "không đậm"), "i": ("nghiêng", "đứng")}[name][0 if wanted else 1]
    part = "" if len(wrong) == len(piece.inked) else f' ở "{"".join(run.text for run in wrong).strip()[:40]}"'
    repair = Repair(f"chữ {made}", lambda: edit.set_switch(wrong, name, bool(wanted)))
    return Fault(piece, f"chữ {words}{part}.", repair)


def _capitals(piece: Piece) -> Fault | None:
    written = "".join(run.text for run in piece.inked if not run.format.capitals)
    if is_capitals(written) or not any(letter.isalpha() for letter in written):
        return None
    wrong = list(piece.inked)
    return Fault(piece, "có chữ in thường.", Repair("chữ in hoa", lambda: edit.set_switch(wrong, "caps", True)))


def _small(piece: Piece) -> Fault | None:
    letters = sum(letter.isalpha() for letter in piece.text)
    shouts = letters > 4 and (is_capitals(piece.text) or all(run.format.capitals for run in piece.inked))
    return Fault(piece, "đang viết toàn chữ in hoa.") if shouts and " " in piece.text else None


def _centred(look: Look, piece: Piece) -> Fault | None:
    """Check whole paragraphs only, and in a column only those in a cell or a box.

    Text moved by a tab is where the tab puts it.
    """
    paragraph = piece.paragraph
    in_column = paragraph.area is not Area.BODY
    if not piece.is_whole or paragraph.format.align == "center" or (look.centred == "column" and not in_column):
        return None
    return Fault(piece, "chưa canh giữa.", Repair("canh giữa", lambda: edit.set_align(paragraph, "center")))


for _look in LOOKS:
    _enter(_look)
