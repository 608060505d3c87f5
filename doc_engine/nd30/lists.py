"""Registers and lists as printable documents: Phụ lục IV and V of the decree.

Each is an outline with tags (list_outlines/), the names of its fields, and the columns that the decree prescribes.
Registered data must be printable with all of them (Điều 16.2, 22.2); columns without data are empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from ..document import day_text
from ..vietnamese import slug
from . import layout


@dataclass(frozen=True, slots=True)
class ListForm:
    """The form of a register or list.

    `columns`: field, heading, width in mm ("c": centred). `fields`: the other fields, with their meaning.

    `file`: its outline, with @cac-cot in place of the columns.
    """

    name: str
    source: str
    file: str
    columns: tuple[tuple[str, str, str], ...]
    fields: tuple[tuple[str, str], ...]
    has_date: bool = False

    @property
    def outline(self) -> str:
        text = files(__package__).joinpath("list_outlines", f"{self.file}.txt").read_text(encoding="utf-8")
        return text.replace("@cac-cot\n", _table(self.columns) if self.columns else "")


def _table(columns: tuple[tuple[str, str, str], ...]) -> str:
    widths = " ".join(width for _, _, width in columns)
    headings = " | ".join(heading for _, heading, _ in columns)
    numbers = " | ".join(f"({number})" for number in range(1, len(columns) + 1))
    cells = " | ".join(f"{{{{ dong.{field} }}}}" for field, _, _ in columns)
    return (
        f"@bang {widths}\n| {headings}\n|| {numbers}\n{{%tr for dong in cac_dong %}}\n| {cells}\n"
        "{%tr endfor %}\n@het-bang\n"
    )


_OUTGOING = (
    ("so_ky_hieu", "Số, ký hiệu văn bản", "26"),
    ("ngay", "Ngày tháng văn bản", "27c"),
    ("trich_yeu", "Tên loại và trích yếu nội dung văn bản", "50"),
    ("nguoi_ky", "Người ký", "26"),
    ("noi_nhan", "Nơi nhận văn bản", "33"),
    ("ban_luu", "Đơn vị, người nhận bản lưu", "22"),
    ("so_ban", "Số lượng bản", "19c"),
    ("ngay_chuyen", "Ngày chuyển", "20c"),
    ("ky_nhan", "Ký nhận", "15"),
    ("ghi_chu", "Ghi chú", "14"),
)
_FILES = (
    ("ky_hieu", "Số và ký hiệu hồ sơ", "27"),
    ("tieu_de", "Tên đề mục và tiêu đề hồ sơ", "68"),
    ("thoi_han", "Thời hạn bảo quản", "25c"),
    ("nguoi_lap", "Người lập hồ sơ", "27"),
    ("ghi_chu", "Ghi chú", "18"),
)
_TRANSFER = (
    ("tt", "Số TT", "11c"),
    ("ky_hieu", "Số, ký hiệu hồ sơ", "28"),
    ("tieu_de", "Tiêu đề hồ sơ", "46"),
    ("thoi_gian", "Thời gian tài liệu", "28c"),
    ("thoi_han", "Thời hạn bảo quản", "20c"),
    ("so_to", "Số tờ/ Số trang", "17c"),
    ("ghi_chu", "Ghi chú", "15"),
)
_CONTENTS = (
    ("tt", "STT", "13c"),
    ("so_ky_hieu", "Số, ký hiệu văn bản", "25"),
    ("ngay", "Ngày tháng năm văn bản", "27c"),
    ("trich_yeu", "Tên loại và trích yếu nội dung văn bản", "42"),
    ("tac_gia", "Tác giả văn bản", "23"),
    ("to_so", "Tờ số/ Trang số", "18c"),
    ("ghi_chu", "Ghi chú", "17"),
)

OUTGOING_REGISTER = ListForm(
    "sổ đăng ký văn bản đi",
    "Phụ lục IV, Mục I",
    "so-dang-ky-van-ban-di",
    _OUTGOING,
    (
        ("nam", "Năm"),
        ("tu_ngay", "Từ ngày"),
        ("den_ngay", "Đến ngày"),
        ("tu_so", "Từ số"),
        ("den_so", "Đến số"),
        ("quyen", "Quyển số"),
    ),
)
FILE_LIST = ListForm(
    "danh mục hồ sơ",
    "Phụ lục V, Mục II",
    "danh-muc-ho-so",
    _FILES,
    (
        ("nam", "Năm"),
        ("kem_theo", "Quyết định ban hành: Quyết định số … ngày … của …"),
        ("tong", "Tổng số hồ sơ"),
        ("vinh_vien", "Số hồ sơ vĩnh viễn"),
        ("co_thoi_han", "Số hồ sơ có thời hạn"),
    ),
)
TRANSFER_LIST = ListForm(
    "mục lục hồ sơ, tài liệu nộp lưu",
    "Phụ lục V, Mục III",
    "muc-luc-ho-so-nop-luu",
    _TRANSFER,
    (
        ("nam", "Năm"),
        ("tong", "Tổng số hồ sơ"),
        ("bang_chu", "Tổng số hồ sơ, viết bằng chữ"),
        ("nguoi_lap", "Người lập"),
    ),
    has_date=True,
)
CONTENTS = ListForm(
    "mục lục văn bản, tài liệu",
    "Phụ lục V, Mục IV",
    "muc-luc-van-ban",
    _CONTENTS,
    (
        ("nam", "Năm"),
        ("ky_hieu", "Số, ký hiệu hồ sơ"),
    ),
)
HANDOVER = ListForm(
    "biên bản giao nhận hồ sơ, tài liệu",
    "Phụ lục V, Mục V",
    "bien-ban-giao-nhan",
    (),
    (
        ("can_cu", "Danh mục hồ sơ năm …, Kế hoạch thu thập tài liệu …"),
        ("ben_giao", "Bên giao"),
        ("nguoi_giao", "Họ tên người giao"),
        ("chuc_vu_giao", "Chức vụ người giao"),
        ("ben_nhan", "Bên nhận"),
        ("nguoi_nhan", "Họ tên người nhận"),
        ("chuc_vu_nhan", "Chức vụ người nhận"),
        ("khoi", "Tên khối tài liệu"),
        ("thoi_gian", "Thời gian của tài liệu"),
        ("so_hop", "Số hộp (cặp)"),
        ("so_ho_so", "Số hồ sơ giấy"),
        ("so_met", "Mét giá"),
        ("so_ho_so_dien_tu", "Số hồ sơ điện tử"),
        ("so_tep", "Số tệp tin"),
        ("tinh_trang", "Tình trạng tài liệu"),
    ),
    has_date=True,
)
# Not in the annexes: the documents for an inspection, with the columns of the list of contents.
COLLECTION = ListForm(
    "tập văn bản",
    "Phụ lục V, Mục IV",
    "tap-van-ban",
    _CONTENTS,
    (
        ("don_vi", "Đơn vị"),
        ("nam", "Năm"),
        ("so_van_ban", "Số văn bản"),
        ("tu_ngay", "Từ ngày"),
        ("den_ngay", "Đến ngày"),
        ("ngay_ket_xuat", "Ngày kết xuất"),
    ),
)

FORMS = (OUTGOING_REGISTER, FILE_LIST, TRANSFER_LIST, CONTENTS, HANDOVER)


def named(text: str) -> ListForm:
    """The only form whose name begins with `text`, compared as slugs, or KeyError."""
    found = [form for form in FORMS if slug(text) and slug(form.name).startswith(slug(text))]
    if len(found) != 1:
        raise KeyError(text)
    return found[0]


def schema(form: ListForm) -> dict[str, Any]:
    """The JSON Schema of the data of a list."""

    def text(title: str) -> dict[str, Any]:
        return {"type": ["string", "integer"], "title": title}

    properties: dict[str, Any] = {
        "co_quan_chu_quan": text("Cơ quan chủ quản; để trống nếu không có"),
        "co_quan": {"type": "array", "minItems": 1, "title": "Tên cơ quan, đơn vị", "items": text("Dòng")},
        **{name: text(title) for name, title in form.fields},
    }
    required = ["co_quan", *(name for name, _ in form.fields)]
    if form.has_date:
        properties["dia_danh"] = text("Địa danh")
        properties["ngay"] = {"type": "string", "format": "date", "title": "Ngày lập"}
        required += ["dia_danh", "ngay"]
    if form.columns:
        row = {name: text(heading) for name, heading, _ in form.columns}
        items = {"type": "object", "additionalProperties": False, "properties": row}
        properties["cac_dong"] = {"type": "array", "title": "Các dòng", "items": items}
        required.append("cac_dong")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Dữ liệu của {form.name}",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": required,
    }


def fill(form: ListForm, data: Mapping[str, Any]) -> dict[str, Any]:
    """The values for the tags of the outline; missing columns of a row are empty."""
    agency = [str(line).upper() for line in data["co_quan"]]
    day = data.get("ngay")
    page = {
        "co_quan_chu_quan": str(data.get("co_quan_chu_quan", "")).upper(),
        "co_quan": agency,
        "gach_co_quan": layout.agency_line(agency[-1]),
        "gach_ten_loai": layout.title_line(form.name),
        "chi_dan": "",
        "trich_yeu": form.name.capitalize(),
        "dia_danh": data.get("dia_danh", ""),
        "ngay_thang": day_text(date.fromisoformat(day)) if day else "",
        "ky": _block("Người lập", data.get("nguoi_lap", "")),
        "ben_a": _block("Đại diện bên giao", data.get("nguoi_giao", "")),
        "ben_b": _block("Đại diện bên nhận", data.get("nguoi_nhan", "")),
    }
    rows = [{name: row.get(name, "") for name, _, _ in form.columns} for row in data.get("cac_dong", ())]
    return {"van_ban": page, "cac_dong": rows, **{name: data[name] for name, _ in form.fields}}


def sample(form: ListForm) -> dict[str, Any]:
    """Sample data that fill a list."""
    found: dict[str, Any] = {"co_quan": ["ỦY BAN NHÂN DÂN", "XÃ CẨM GIÀNG"], **{name: "…" for name, _ in form.fields}}
    found |= {"nam": 2024} if "nam" in found else {}
    if form.has_date:
        found |= {"dia_danh": "Cẩm Giàng", "ngay": "2024-12-31"}
    if form.columns:
        found["cac_dong"] = [{name: heading for name, heading, _ in form.columns}]
    return found


def _block(title: str, name: str) -> dict[str, Any]:
    return {"quyen_han": [title.upper()], "chuc_vu_khac": "", "ho_ten": name}
