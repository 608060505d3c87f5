"""A page by the decree, composed from a plain outline.

One line per paragraph, blocks for what the decree lays out as tables. A reader compares the outline with a document;
a clerk edits the .docx made of it in Word.

    # a comment
    ten-loai: KẾ HOẠCH              a paragraph in one of the styles below
    noi-dung: Chữ **đậm**, *nghiêng*.
    {%p for x in cac_xa %}          a template tag in a paragraph of its own
    @dau-trang [khong-ngay] [khong-so] [cong-van] [khan]
                                    agency, Quốc hiệu, số, địa danh (ô 11, 1, 2, 3, 4; 5b and 10b where asked for)
    @ky [nguoi-soan] [lien-he]      Nơi nhận and the signature (ô 9b, 7; 12 and 13 where asked for)
    @ky-bien-ban                    secretary left, chair right, Nơi nhận below (Mẫu 1.9)
    @ky-hai-ben                     two parties side by side, Nơi nhận below
    @ky-giao-nhan                   two parties, no Nơi nhận (Phụ lục V, Mục V)
    @ky-phai                        place, day and one signature at the right (Phụ lục V, Mục III)
    @ban-sao SAO Y                  head of a copy, under a line across the page (Mẫu 3.1)
    @phu-luc [ngang]                a new section with page numbers of its own; "ngang": landscape
    @ngang                          the first section in landscape
    @bang 10 80c 30c                a table: column widths in mm, c = centred
    | STT | Tên | Điểm              its heading row, repeated on each page
    || (1) | (2) | (3)              one more heading row
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
    "phan": "PhanChuong", "tieu-de": "TieuDePhan", "noi-gui": "NoiGui", "kinh-gui-nhieu": "KinhGuiNhieu",
    "ten-so": "TenSo", "bia": "Bia", "kem-theo": "KemTheo", "chi-dan": "ChiDan", "sau-bang": "SauBang",
    "dan-nhap": "DanNhap", "noi-dung-tiep": "NoiDungTiep",
}  # fmt: skip
_EMPHASIS = re.compile(r"(\*\*.+?\*\*|\*.+?\*|\[\[.+?\]\])")


class OutlineError(ValueError):
    """An unreadable line of an outline; the message names the line (1-based)."""


def compose(outline: str) -> bytes:
    """The .docx of an outline, reproducible byte for byte. Raises OutlineError."""
    return docx(_Body(outline).xml())


class _Body:
    def __init__(self, outline: str) -> None:
        self._lines = list(enumerate(outline.splitlines(), start=1))
        self._at = 0
        self._xml: list[str] = []
        self._sections = 1
        self._landscape = False

    def xml(self) -> str:
        while self._at < len(self._lines):
            number, line = self._lines[self._at]
            self._at += 1
            if line.strip() and not line.startswith("#"):
                self._block(number, line.strip())
        return "".join(self._xml) + self._section(last=True)

    def _section(self, *, last: bool) -> str:
        return section(last=last, own_numbering=self._sections > 1, landscape=self._landscape)

    def _end_section(self) -> None:
        """End a section, after a block of signatures in the small paragraph there.

        A paragraph of its own would begin another page where that block ends one.
        """
        ended = self._section(last=False)
        if self._xml and self._xml[-1].endswith(_AFTER_SIGNATURE):
            style = '<w:pStyle w:val="SauChuKy"/>'
            self._xml[-1] = self._xml[-1].removesuffix(_AFTER_SIGNATURE)
            ended = ended.replace("<w:pPr>", f"<w:pPr>{style}", 1)
        self._xml.append(ended)
        self._sections += 1

    def _block(self, number: int, line: str) -> None:
        name, _, rest = line.partition(" ")
        match name:
            case "@dau-trang":
                self._xml.append(_head(frozenset(rest.split())))
            case "@ky":
                self._xml.append(_foot(frozenset(rest.split())))
            case "@ky-bien-ban":
                self._xml.append(_two_signatures("van_ban.thu_ky", "van_ban.ky"))
            case "@ky-hai-ben":
                self._xml.append(_two_signatures("van_ban.ben_a", "van_ban.ben_b"))
            case "@ky-giao-nhan":
                self._xml.append(_two_signatures("van_ban.ben_a", "van_ban.ben_b", recipients=False))
            case "@ky-phai":
                self._xml.append(_right_signature())
            case "@ban-sao":
                self._xml.append(_copy_head(rest))
            case "@phu-luc":
                self._end_section()
                self._landscape = rest == "ngang"
            case "@ngang":
                self._landscape = True
            case "@bang":
                self._xml.append(self._table(number, rest))
            case _ if line.startswith("{%p "):
                self._xml.append(_paragraph("NoiDung", line))
            case _:
                style, colon, text = line.partition(":")
                if style not in _STYLES or not colon:
                    raise OutlineError(f"line {number}: {line[:40]!r} begins with no known style or block")
                leads = style == "noi-dung" and text.endswith(":")
                self._xml.append(_paragraph(_STYLES["noi-dung-tiep" if leads else style], text.strip()))

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
                again = line.startswith("||")
                cells = [cell.strip() for cell in re.split(r" \|(?: |$)", line.lstrip("|"))]
                if len(cells) != len(widths):
                    raise OutlineError(f"line {self._at}: {len(cells)} cells in a table of {len(widths)} columns")
                used = ["TieuDeBang" if heading else "OBangGiua"] * len(widths) if heading or again else styles
                made = zip(widths, used, cells, strict=True)
                rows.append(_row([_cell(w, _paragraph(s, c)) for w, s, c in made], heading or again))
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


_AFTER_SIGNATURE = _paragraph("SauChuKy", "")


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


def _head(options: frozenset[str]) -> str:
    motto = "Độc lập - Tự do - Hạnh phúc"
    state = (
        _paragraph("QuocHieu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        + _paragraph("TieuNgu", motto)
        + _line(layout.motto_line(motto))
    )
    below = _paragraph("SoKyHieu", "" if "khong-so" in options else "Số: {{ van_ban.so_ky_hieu }}")
    if "cong-van" in options:
        below += _paragraph("TrichYeuCongVan", "V/v {{ van_ban.trich_yeu }}")
    if "khan" in options:
        below += _when("van_ban.khan", "MucDoKhan", "{{ van_ban.khan }}")
    date = "" if "khong-ngay" in options else "{{ van_ban.dia_danh }}, {{ van_ban.ngay_thang }}"
    marking = _when("van_ban.chi_dan", "ChiDan", "{{ van_ban.chi_dan }}")
    return marking + _head_table(_agency(), state, below, date)


def _copy_head(form: str) -> str:
    """The head of a copy (Mẫu 3.1): below the copied text, under a full-width line."""
    head = _head_table(
        _agency(),
        _paragraph("TenLoai", form),
        _paragraph("SoKyHieu", "Số: {{ van_ban.so_ky_hieu }}"),
        "{{ van_ban.dia_danh }}, {{ van_ban.ngay_thang }}",
    )
    return _paragraph("KeNgang", "") + head + _paragraph("SauBang", "")


def _head_table(agency: str, state: str, below: str, date: str) -> str:
    left, right = layout.HEAD_COLUMNS_MM
    rows = [
        _row([_cell(left, agency), _cell(right, state)]),
        _row([_cell(left, below), _cell(right, _paragraph("DiaDanhNgay", date))]),
    ]
    return _table(layout.HEAD_COLUMNS_MM, rows, bordered=False)


def _agency() -> str:
    return (
        _when("van_ban.co_quan_chu_quan", "CoQuanChuQuan", "{{ van_ban.co_quan_chu_quan }}", tag="CoQuanBanHanh")
        + _each("dong", "van_ban.co_quan", "CoQuanBanHanh", "{{ dong }}")
        + _line("{{ van_ban.gach_co_quan }}")
    )


def _when(condition: str, style: str, text: str, tag: str = "") -> str:
    """A paragraph that is printed only when the data give something.

    `tag`: the style of the tags' own paragraphs.
    """
    around = tag or style
    return _paragraph(around, f"{{%p if {condition} %}}") + _paragraph(style, text) + _paragraph(around, "{%p endif %}")


def _each(name: str, items: str, style: str, text: str) -> str:
    return (
        _paragraph(style, f"{{%p for {name} in {items} %}}")
        + _paragraph(style, text)
        + _paragraph(style, "{%p endfor %}")
    )


def _recipients() -> str:
    return _paragraph("NoiNhan", "Nơi nhận:") + _each("dong", "van_ban.noi_nhan", "DanhSachNoiNhan", "{{ dong }}")


def _signature(of: str) -> str:
    return (
        _each("dong", f"{of}.quyen_han", "QuyenHan", "{{ dong }}")
        + _paragraph("ChoKy", "") * 4
        + _when(f"{of}.chuc_vu_khac", "HoTen", f"{{{{ {of}.chuc_vu_khac }}}}")
        + _paragraph("HoTen", f"{{{{ {of}.ho_ten }}}}")
    )


def _foot(options: frozenset[str]) -> str:
    left, right = layout.FOOT_COLUMNS_MM
    recipients = _recipients()
    if "nguoi-soan" in options:
        recipients += _when("van_ban.nguoi_soan", "NguoiSoan", "{{ van_ban.nguoi_soan }}")
    row = _row([_cell(left, recipients), _cell(right, _signature("van_ban.ky"))])
    contact = ""
    if "lien-he" in options:
        contact = _when("van_ban.lien_he", "KeNgang", "") + _each("dong", "van_ban.lien_he", "LienHe", "{{ dong }}")
    return _table(layout.FOOT_COLUMNS_MM, [row], bordered=False) + _AFTER_SIGNATURE + contact


def _right_signature() -> str:
    left, right = layout.FOOT_COLUMNS_MM
    date = _paragraph("DiaDanhNgay", "{{ van_ban.dia_danh }}, {{ van_ban.ngay_thang }}")
    row = _row([_cell(left, _paragraph("OBang", "")), _cell(right, date + _signature("van_ban.ky"))])
    return _table(layout.FOOT_COLUMNS_MM, [row], bordered=False) + _AFTER_SIGNATURE


def _two_signatures(left_of: str, right_of: str, *, recipients: bool = True) -> str:
    left, right = layout.FOOT_COLUMNS_MM
    rows = [_row([_cell(left, _signature(left_of)), _cell(right, _signature(right_of))])]
    if recipients:
        rows.append(_row([_cell(left, _recipients()), _cell(right, _paragraph("DanhSachNoiNhan", ""))]))
    return _table(layout.FOOT_COLUMNS_MM, rows, bordered=False) + _AFTER_SIGNATURE
