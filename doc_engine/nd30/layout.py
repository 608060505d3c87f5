"""The page layout that the decree prescribes, as values for styles and checks.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I; each value cites its clause. Where the decree allows a range, the value is
what our own pages use; the chosen sizes go up or down together, as the note of Mục V requires.
"""

import unicodedata
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right", "both"]

PAGE_WIDTH_MM = 210  # Mục I.1
PAGE_HEIGHT_MM = 297
MARGIN_TOP_MM = 20  # Mục I.3: 20-25
MARGIN_BOTTOM_MM = 20  # 20-25
MARGIN_LEFT_MM = 30  # 30-35
MARGIN_RIGHT_MM = 15  # 15-20
TEXT_WIDTH_MM = PAGE_WIDTH_MM - MARGIN_LEFT_MM - MARGIN_RIGHT_MM
FONT = "Times New Roman"  # Mục I.4
FIRST_LINE_MM = 12.7  # Mục II.6 đ: 1 cm or 1.27 cm
PARAGRAPH_GAP_PT = 6  # Mục II.6 đ: at least 6 pt
LINE_SPACING = 1.1  # Mục II.6 đ: single to 1.5 lines
HEAD_COLUMNS_MM = (68, 97)  # agency | Quốc hiệu
HEADER_DISTANCE_MM = 10  # from the edge of the page to the page number
DEFAULT_TAB_MM = FIRST_LINE_MM
FOOT_COLUMNS_MM = (77, 88)  # Nơi nhận | signature


@dataclass(frozen=True, slots=True)
class Style:
    """The formatting of one component.

    `size`, `before`, `after` in points; `indent`: first line in mm, negative for a hanging indent.
    """

    id: str
    name: str  # what Word shows
    size: float
    align: Align = "left"
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    indent: float = 0
    before: float = 0
    after: float = 0
    line: float = 1.0  # times the font's own height
    height: float = 0  # of a line, in points, whatever is in it; 0: `line` counts
    keep_next: bool = False
    boxed: bool = False
    ruled: bool = False  # a line across the page above it
    colour: str = ""
    left: float = 0  # mm
    right: float = 0  # mm


STYLES: tuple[Style, ...] = (
    Style("QuocHieu", "Quốc hiệu", 12, "center", bold=True, capitals=True),  # ô 1, Mục II.1
    Style("TieuNgu", "Tiêu ngữ", 13, "center", bold=True),  # ô 1
    Style("CoQuanChuQuan", "Cơ quan chủ quản", 12, "center", capitals=True),  # ô 2, Mục II.2
    Style("CoQuanBanHanh", "Cơ quan ban hành", 12, "center", bold=True, capitals=True),  # ô 2
    Style("SoKyHieu", "Số, ký hiệu", 13, "center", before=6),  # ô 3, Mục II.3
    Style("DiaDanhNgay", "Địa danh và thời gian", 13, "center", italic=True, before=6),  # ô 4, Mục II.4
    Style("GachNgang", "Đường kẻ ngang", 6, "center", bold=True, after=6),  # the lines of ô 1, 2 and 5a
    Style(
        "TenLoai", "Tên loại văn bản", 14, "center", bold=True, capitals=True, before=12, keep_next=True
    ),  # ô 5a, II.5
    Style("TrichYeu", "Trích yếu nội dung", 14, "center", bold=True, keep_next=True, left=12, right=12),  # ô 5a
    Style(
        "ThamQuyen", "Thẩm quyền ban hành", 14, "center", bold=True, capitals=True, before=12, after=6, keep_next=True
    ),
    Style(
        "CanCu", "Căn cứ ban hành", 14, "both", italic=True, indent=FIRST_LINE_MM, after=6, line=LINE_SPACING
    ),  # II.6
    Style("MenhLenh", "Quyết định:", 14, "center", bold=True, capitals=True, before=6, after=6, keep_next=True),
    Style(
        "NoiDung", "Nội dung", 14, "both", indent=FIRST_LINE_MM, after=PARAGRAPH_GAP_PT, line=LINE_SPACING
    ),  # ô 6, II.6
    Style(
        "NoiDungTiep",
        "Nội dung, liền đoạn sau",
        14,
        "both",
        indent=FIRST_LINE_MM,
        after=PARAGRAPH_GAP_PT,
        line=LINE_SPACING,
        keep_next=True,
    ),  # what ends in a colon stays with what follows
    Style("PhanChuong", "Phần, Chương, Mục", 14, "center", bold=True, before=6, keep_next=True),  # II.6 đ
    Style("TieuDePhan", "Tiêu đề phần, chương, mục", 14, "center", bold=True, capitals=True, after=6, keep_next=True),
    Style(
        "Muc",
        "Mục I.",
        14,
        "both",
        bold=True,
        capitals=True,
        indent=FIRST_LINE_MM,
        after=6,
        line=LINE_SPACING,
        keep_next=True,
    ),
    Style(
        "Khoan",
        "Khoản có tiêu đề 1.",
        14,
        "both",
        bold=True,
        indent=FIRST_LINE_MM,
        after=6,
        line=LINE_SPACING,
        keep_next=True,
    ),
    Style(
        "CuoiNoiDung",
        "Đoạn cuối nội dung",
        14,
        "both",
        indent=FIRST_LINE_MM,
        after=12,
        line=LINE_SPACING,
        keep_next=True,
    ),
    Style("TrichYeuCongVan", "Trích yếu công văn", 12, "center", before=6),  # ô 5b: 6pt below the number
    # Ô 9a, several addressees: the dashes are below the colon of "Kính gửi:", which is 17.4 mm wide.
    Style("KinhGuiNhieu", "Kính gửi nhiều nơi", 14, "left", left=40, before=12, after=PARAGRAPH_GAP_PT),
    Style("NoiGui", "Nơi gửi", 14, "both", left=60.4, indent=-3, after=PARAGRAPH_GAP_PT),
    Style("KinhGui", "Kính gửi", 14, "center", before=12, after=12),  # ô 9a, Mục II.9
    Style("DanNhap", "Dẫn nhập", 14, "center", before=6, after=PARAGRAPH_GAP_PT),  # Mẫu 1.6, 1.8
    Style("OBang", "Ô bảng", 13, "left"),
    Style("OBangGiua", "Ô bảng, giữa", 13, "center"),
    Style("TieuDeBang", "Tiêu đề bảng", 13, "center", bold=True, keep_next=True),
    Style("SauBang", "Khoảng trống sau bảng", 6),
    Style("NoiNhan", "Nơi nhận", 12, bold=True, italic=True, keep_next=True),  # ô 9b, Mục II.9
    Style("DanhSachNoiNhan", "Danh sách nơi nhận", 11, keep_next=True),  # ô 9b
    Style("NguoiSoan", "Ký hiệu người soạn thảo", 11, keep_next=True),  # ô 12, Mục III.3
    Style("LienHe", "Địa chỉ, điện thoại, thư điện tử", 11, "center"),  # ô 13, Mục III.4
    Style("KeNgang", "Đường kẻ hết chiều ngang", 6, ruled=True, before=12),
    Style("QuyenHan", "Quyền hạn, chức vụ", 14, "center", bold=True, capitals=True, keep_next=True),  # ô 7a, II.7
    Style("ChoKy", "Chỗ ký", 14, "center", keep_next=True),  # ô 7c
    Style("HoTen", "Chức vụ khác, họ tên người ký", 14, "center", bold=True, keep_next=True),  # ô 7b
    Style("SauChuKy", "Sau khối chữ ký", 1, height=0.1),  # ends a table of signatures; must fit where that fits
    Style(
        "ChiDan", "Chỉ dẫn phạm vi lưu hành", 13, "center", bold=True, capitals=True, boxed=True, left=103, after=12
    ),  # ô 11
    Style(
        "MucDoKhan",
        "Mức độ khẩn",
        13,
        "center",
        bold=True,
        capitals=True,
        boxed=True,
        before=6,
        left=18,
        right=18,
        colour="FF0000",
    ),  # ô 10b, Mục III.2.b
    Style("Bia", "Bìa sổ", 14, "center", before=12),  # Phụ lục IV
    Style("TenSo", "Tên sổ", 20, "center", bold=True, capitals=True, before=140, after=24),
    Style("PhuLuc", "Phụ lục", 14, "center", bold=True, keep_next=True),  # Mục III.1
    Style("TenPhuLuc", "Tên phụ lục", 14, "center", bold=True, capitals=True, keep_next=True),
    Style("KemTheo", "Kèm theo văn bản", 14, "center", italic=True, after=6, keep_next=True),
    Style("SoTrang", "Số trang", 13, "center"),  # Mục I.7
)

# Advance widths of Times New Roman Bold in thousandths of the size; letters with diacritics are as wide as without,
# but for ơ and ư. Needed only to draw lines of the prescribed length under a text.
_BOLD_WIDTHS = {
    250: " .,", 278: "/'il", 333: "-;:()fjt", 389: "Is", 444: "cerz", 500: "0123456789Jagovxy", 554: "ơ", 555: '"',
    556: "Sbdhknpquđ", 600: "ư", 611: "FP", 667: "BELTZ", 722: "ACDNRUVXYwĐ", 778: "GHKOQƠ", 796: "Ư", 833: "&m",
    944: "M", 1000: "W",
}  # fmt: skip
_WIDTH = {letter: width for width, letters in _BOLD_WIDTHS.items() for letter in letters}
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_LINE_SIZE_PT = 6
_SIZES = {style.id: style.size for style in STYLES}


def bold_width_pt(text: str, size: float) -> float:
    """The width of `text` in Times New Roman Bold of that size, in points."""
    return sum(_WIDTH.get(letter) or _WIDTH.get(_bare(letter), 500) for letter in text) * size / 1000


def motto_line(motto: str) -> str:
    """The line below the Tiêu ngữ, as long as it (ô 1, Mục II.1.b)."""
    return _line(motto, "TieuNgu", 1)


def agency_line(name: str) -> str:
    """The line below the agency's name: a third to a half of it (Mục II.2.b)."""
    return _line(name.upper(), "CoQuanBanHanh", 0.5)


def title_line(title: str) -> str:
    """The line below a title without a subject (Mục II.5.b).

    A third to a half of it.
    """
    return _line(title.upper()[:30], "TenLoai", 0.45)


def subject_line(subject: str) -> str:
    """The line below the subject: a third to a half of it (Mục II.5.b)."""
    return _line(subject, "TrichYeu", 0.4)


def _line(text: str, style: str, share: float) -> str:
    """A line `share` as long as `text`: no-break spaces to underline, style GachNgang.

    A line made of text follows a name of any length, and a clerk can still change the template in Word; a drawn shape
    has one length for all. Texts wider than a column wrap, so the width is capped at 240 pt.
    """
    width = min(bold_width_pt(text, _SIZES[style]), 240) * share
    return _NO_BREAK_SPACE * round(width / (0.25 * _LINE_SIZE_PT))


def _bare(letter: str) -> str:
    for horned in "ơƯƠư":
        if unicodedata.normalize("NFD", letter).startswith(unicodedata.normalize("NFD", horned)):
            return horned
    return unicodedata.normalize("NFD", letter)[0]
