"""A page by the decree from a plain outline: one line a paragraph, blocks for what the decree lays out as tables.

An outline is what a reader can compare with a document; the .docx made of it is what a clerk changes in Word.

    # a comment
    ten-loai: KẾ HOẠCH              a paragraph in one of the styles below
    noi-dung: Chữ **đậm**, *nghiêng*.
    {%p for x in cac_xa %}          a template tag that stands for a paragraph
    @dau-trang [khong-ngay]         agency, Quốc hiệu, số, địa danh (ô 11, 1, 2, 3, 4)
    @ky                             Nơi nhận and the signature (ô 9b, 7)
    @ky-bien-ban                    secretary left, chair right, Nơi nhận below (Mẫu 1.9)
    @phu-luc                        a new section with page numbers of its own
    @bang 10 80c 30c                a table: column widths in mm, c = centred
    | STT | Tên | Điểm              its heading row, repeated on each page
    {%tr for x in cac_xa %}
    | {{ x.tt }} | {{ x.ten }} | {{ x.diem }}
    {%tr endfor %}
    @het-bang
"""

import re
from xml.sax.saxutils import escape

from . import layout
from .package import docx, section, twips

_STYLES = {
    "ten-loai": "TenLoai", "trich-yeu": "TrichYeu", "tham-quyen": "ThamQuyen", "can-cu": "CanCu",
    "menh-lenh": "MenhLenh", "noi-dung": "NoiDung", "muc": "Muc", "khoan": "Khoan", "cuoi": "CuoiNoiDung",
    "kinh-gui": "KinhGui", "gach": "GachNgang", "phu-luc": "PhuLuc", "ten-phu-luc": "TenPhuLuc",
    "kem-theo": "KemTheo", "chi-dan": "ChiDan", "sau-bang": "SauBang",
}  # fmt: skip
_EMPHASIS = re.compile(r"(\*\*.+?\*\*|\*.+?\*|\[\[.+?\]\])")


class OutlineError(ValueError):
    """A line of an outline cannot be read; the message names the line (1-based)."""


def compose(outline: str) -> bytes:
    """The .docx of an outline. Raises OutlineError. The same outline gives the same bytes."""
    return docx(_Body(outline).xml())


class _Body:
    def __init__(self, outline: str) -> None:
        self._lines = list(enumerate(outline.splitlines(), start=1))
        self._at = 0
        self._xml: list[str] = []
        self._sections = 1

    def xml(self) -> str:
        while self._at < len(self._lines):
            number, line = self._lines[self._at]
            self._at += 1
            if line.strip() and not line.startswith("#"):
                self._block(number, line.strip())
        return "".join(self._xml) + section(last=True, own_numbering=self._sections > 1)

    def _block(self, number: int, line: str) -> None:
        name, _, rest = line.partition(" ")
        match name:
            case "@dau-trang":
                self._xml.append(_head(with_date=rest != "khong-ngay"))
            case "@ky":
                self._xml.append(_foot())
            case "@ky-bien-ban":
                self._xml.append(_minutes_foot())
            case "@phu-luc":
                self._xml.append(section(last=False, own_numbering=self._sections > 1))
                self._sections += 1
            case "@bang":
                self._xml.append(self._table(number, rest))
            case _ if line.startswith("{%p "):
                self._xml.append(_paragraph("NoiDung", line))
            case _:
                style, colon, text = line.partition(":")
                if style not in _STYLES or not colon:
                    raise OutlineError(f"line {number}: {line[:40]!r} begins with no known style or block")
                self._xml.append(_paragraph(_STYLES[style], text.strip()))

    def _table(self, number: int, columns: str) -> str:
        widths = [float(column.rstrip("c")) for column in columns.split()]
        styles = ["OBangGiua" if column.endswith("c") else "OBang" for column in columns.split()]
        rows: list[str] = []
        heading = True
        while self._at < len(self._lines):
            _, line = self._lines[self._at]
            self._at += 1
            if line.strip() == "@het-bang":
                return _table(widths, rows) + _paragraph("SauBang", "")
            if line.startswith("{%tr "):
                rows.append(_row([_cell(widths[0], _paragraph("OBang", line.strip()))]))
            elif line.startswith("|"):
                cells = [cell.strip() for cell in re.split(r" \|(?: |$)", line[1:])]
                if len(cells) != len(widths):
                    raise OutlineError(f"line {self._at}: {len(cells)} cells in a table of {len(widths)} columns")
                used = ["TieuDeBang"] * len(widths) if heading else styles
                made = zip(widths, used, cells, strict=True)
                rows.append(_row([_cell(w, _paragraph(s, c)) for w, s, c in made], heading))
                heading = False
        raise OutlineError(f"line {number}: the table never ends")


def _paragraph(style: str, text: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_runs(text)}</w:p>'


def _runs(text: str) -> str:
    runs = []
    for piece in _EMPHASIS.split(text):
        if not piece:
            continue
        properties = ""
        if piece.startswith("[["):
            piece, properties = piece[2:-2], '<w:rPr><w:rStyle w:val="Gach"/></w:rPr>'
        elif piece.startswith("**"):
            piece, properties = piece[2:-2], "<w:rPr><w:b/><w:bCs/></w:rPr>"
        elif piece.startswith("*"):
            piece, properties = piece[1:-1], "<w:rPr><w:i/><w:iCs/></w:rPr>"
        runs.append(f'<w:r>{properties}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>')
    return "".join(runs)


def _cell(width_mm: float, content: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width_mm)}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _row(cells: list[str], heading: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if heading else ''}</w:trPr>{''.join(cells)}</w:tr>"


def _table(widths: list[float] | tuple[float, ...], rows: list[str], bordered: bool = True) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    borders = f"<w:tblBorders>{lines}</w:tblBorders>" if bordered else ""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/><w:jc w:val="center"/>{borders}'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _line(text: str) -> str:
    return _paragraph("GachNgang", f"[[{text}]]")


def _head(with_date: bool) -> str:
    left, right = layout.HEAD_COLUMNS_MM
    motto = "Độc lập - Tự do - Hạnh phúc"
    agency = (
        _paragraph("CoQuanBanHanh", "{%p if van_ban.co_quan_chu_quan %}")
        + _paragraph("CoQuanChuQuan", "{{ van_ban.co_quan_chu_quan }}")
        + _paragraph("CoQuanBanHanh", "{%p endif %}")
        + _paragraph("CoQuanBanHanh", "{%p for dong in van_ban.co_quan %}")
        + _paragraph("CoQuanBanHanh", "{{ dong }}")
        + _paragraph("CoQuanBanHanh", "{%p endfor %}")
        + _line("{{ van_ban.gach_co_quan }}")
    )
    state = (
        _paragraph("QuocHieu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        + _paragraph("TieuNgu", motto)
        + _line(layout.rule(motto, 13, 1))
    )
    date = "{{ van_ban.dia_danh }}, {{ van_ban.ngay_thang }}" if with_date else ""
    rows = [
        _row([_cell(left, agency), _cell(right, state)]),
        _row(
            [
                _cell(left, _paragraph("SoKyHieu", "Số: {{ van_ban.so_ky_hieu }}")),
                _cell(right, _paragraph("DiaDanhNgay", date)),
            ]
        ),
    ]
    marking = (
        _paragraph("ChiDan", "{%p if van_ban.chi_dan %}")
        + _paragraph("ChiDan", "{{ van_ban.chi_dan }}")
        + _paragraph("ChiDan", "{%p endif %}")
    )
    return marking + _table(layout.HEAD_COLUMNS_MM, rows, bordered=False)


def _recipients() -> str:
    return (
        _paragraph("NoiNhan", "Nơi nhận:")
        + _paragraph("DanhSachNoiNhan", "{%p for dong in van_ban.noi_nhan %}")
        + _paragraph("DanhSachNoiNhan", "{{ dong }}")
        + _paragraph("DanhSachNoiNhan", "{%p endfor %}")
    )


def _signature(of: str) -> str:
    return (
        _paragraph("QuyenHan", f"{{%p for dong in {of}.quyen_han %}}")
        + _paragraph("QuyenHan", "{{ dong }}")
        + _paragraph("QuyenHan", "{%p endfor %}")
        + _paragraph("ChoKy", "") * 4
        + _paragraph("HoTen", f"{{%p if {of}.chuc_vu_khac %}}")
        + _paragraph("HoTen", f"{{{{ {of}.chuc_vu_khac }}}}")
        + _paragraph("HoTen", "{%p endif %}")
        + _paragraph("HoTen", f"{{{{ {of}.ho_ten }}}}")
    )


def _foot() -> str:
    left, right = layout.FOOT_COLUMNS_MM
    row = _row([_cell(left, _recipients()), _cell(right, _signature("van_ban.ky"))])
    return _table(layout.FOOT_COLUMNS_MM, [row], bordered=False) + _paragraph("SauBang", "")


def _minutes_foot() -> str:
    left, right = layout.FOOT_COLUMNS_MM
    rows = [
        _row([_cell(left, _signature("van_ban.thu_ky")), _cell(right, _signature("van_ban.ky"))]),
        _row([_cell(left, _recipients()), _cell(right, _paragraph("DanhSachNoiNhan", ""))]),
    ]
    return _table(layout.FOOT_COLUMNS_MM, rows, bordered=False) + _paragraph("SauBang", "")
