"""Typed look-ups in a programme's parsed file; each failure is a mistake."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, TypeVar

from .model import Deadline, Figure

# The keys of each table, and whether each must be there.
KEYS: Mapping[str, Mapping[str, bool]] = {
    "": {
        "chuong_trinh": True, "quy_tac": True, "thoi_han": True, "khu_vuc": False, "tieu_chi": True,
        "dieu_kien": False, "loi_van": False,
    },
    "chuong_trinh": {
        "ma": True, "danh_hieu": True, "minh_hoa": False, "cham_theo": False, "dat_chuan": False, "tu_nam": False,
        "den_nam": False, "quy_dinh": True, "quy_dinh_khac": False,
    },
    "quy_dinh": {"loai": True, "so_ky_hieu": True, "co_quan": True, "ngay": True, "trich_yeu": True},
    "quy_tac": {"tat_ca_tieu_chi_dat": False, "khong_tieu_chi_nao_0_diem": False, "ty_le_dat": False},
    "khu_vuc": {"ma": True, "ten": True, "ten_hai_cap": False, "tong_diem": False},
    "tieu_chi": {
        "so": True, "ten": True, "co_quan_chu_tri": False, "co_quan_cap_tinh": False, "diem_toi_da": False,
        "diem_dat": False, "chi_tieu": False,
    },
    "chi_tieu": {"so": True, "ten": True, "diem_toi_da": False},
    "dieu_kien": {"ma": True, "noi_dung": True},
    "loi_van": {"tuyen_truyen": False, "giai_phap": False},
    "giai_phap": {"tieu_de": True, "noi_dung": True, "noi_lien": False},
    "so_lieu": {"gia_tri": False, "nguon": True, "xac_nhan": True},
}  # fmt: skip
_LATER = " năm sau"
_T = TypeVar("_T")


class Lookups:
    """The mistakes found so far, and the look-ups that find them."""

    def __init__(self) -> None:
        self.mistakes: list[str] = []

    def wrong(self, key: str, expected: str, *, plain: bool = False) -> None:
        self.mistakes.append(f"khóa {key} {expected}" if plain else f"khóa {key} phải là {expected}")

    def keys(self, table: Mapping[str, Any], kind: str, name: str) -> None:
        """Report unknown keys, and missing ones that must be there."""
        known, before = KEYS[kind], f"{name}." if name else ""
        for key in sorted(table.keys() - known.keys()):
            near = get_close_matches(key, known, 1)
            self.mistakes.append(f"có khóa lạ {before}{key}" + (f", có phải là {near[0]} không" if near else ""))
        for key in (key for key, must in known.items() if must and key not in table and (table or not name)):
            self.mistakes.append(f"thiếu khóa {before}{key}")

    def table(self, data: Mapping[str, Any], key: str, before: str = "") -> dict[str, Any]:
        found = data.get(key, {})
        if not isinstance(found, dict):
            self.wrong(before + key, "một bảng")
            return {}
        return dict(found)

    def tables(self, data: Mapping[str, Any], key: str, before: str = "", *, must: bool = True) -> list[dict[str, Any]]:
        found = data.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found) or (must and not found):
            if f"thiếu khóa {before}{key}" not in self.mistakes:
                self.wrong(before + key, "danh sách bảng [[...]] không rỗng")
            return []
        return list(found)

    def typed(self, data: Mapping[str, Any], name: str, key: str, kind: type[_T], default: _T, expected: str) -> _T:
        value = data.get(key, default)
        if type(value) is kind:
            return value
        self.wrong(f"{name}.{key}", expected)
        return default

    def text(self, data: Mapping[str, Any], name: str, key: str) -> str:
        return self.typed(data, name, key, str, "", "chữ")

    def filled(self, data: Mapping[str, Any], name: str, key: str) -> str:
        """A text that must not be blank, where the key is there."""
        text = self.text(data, name, key)
        if isinstance(data.get(key), str) and not text.strip():
            self.wrong(f"{name}.{key}", "đang để trống", plain=True)
        return text

    def flag(self, data: Mapping[str, Any], name: str, key: str) -> bool:
        return self.typed(data, name, key, bool, False, "true hoặc false")

    def whole(self, data: Mapping[str, Any], name: str, key: str) -> int:
        return self.typed(data, name, key, int, 0, "số nguyên")

    def day(self, data: Mapping[str, Any], name: str) -> date:
        return self.typed(data, name, "ngay", date, date(2000, 1, 1), "ngày, viết như 2019-01-03")

    def deadline(self, key: str, value: object) -> Deadline:
        written = str(value)
        later = written.endswith(_LATER)
        try:
            day, month = (int(part) for part in written.removesuffix(_LATER).split("/"))
            date(2023 + later, month, day)
        except ValueError:
            self.wrong(f"thoi_han.{key}", 'ngày và tháng, viết như "15/11" hoặc "10/01 năm sau"')
            return Deadline(1, 1)
        return Deadline(day, month, int(later))

    def figure(self, data: Mapping[str, Any], key: str, of: str) -> Figure:
        entry, name = data.get(key), f"{of}.{key}"
        unknown = Figure(f"{name}.gia_tri", None, "", False)
        if not isinstance(entry, dict) or not entry:
            self.wrong(name, 'dạng { gia_tri = 50, nguon = "...", xac_nhan = true }')
            return unknown
        self.keys(entry, "so_lieu", name)
        value = entry.get("gia_tri")
        number = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9
        if value is not None and not number:
            self.wrong(f"{name}.gia_tri", "số từ 0 trở lên")
            return unknown
        amount = None if value is None else Decimal(str(value))
        return Figure(f"{name}.gia_tri", amount, self.text(entry, name, "nguon"), self.flag(entry, name, "xac_nhan"))

    def unique(self, key: str, ids: list[Any]) -> None:
        twice = {str(one) for one in ids if ids.count(one) > 1}
        if twice:
            self.mistakes.append(f"khóa {key} có giá trị lặp lại: {', '.join(sorted(twice))}")
