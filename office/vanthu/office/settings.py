"""What an office has decided: vanthu.toml in its folder. Unknown keys are errors, with the nearest known one."""

import difflib
import json
import re
import tomllib
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from vanthu.doc_engine.errors import ExitCode, VanthuError
from vanthu.doc_engine.pdf import Flavour
from vanthu.index import engines

FILE = "vanthu.toml"


class SettingsWrong(VanthuError):
    code = "CD-01"
    exit_code = ExitCode.INPUT
    message = "Tệp cài đặt {file} sai: {why}."
    remedy = "Hãy sửa tệp cài đặt bằng Notepad rồi chạy lại."


class SeriesPolicy(Enum):
    """How administrative numbers are cut, which the head of the agency decides.

    Source: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.3.
    """

    BY_TYPE = "theo-loai"
    SHARED = "chung"


@dataclass(frozen=True, slots=True)
class Settings:
    name: str
    series: SeriesPolicy
    engine: str
    pdf: Flavour
    books: str = ""  # the URL of a PostgreSQL server; "" for SQLite in the office's folder
    four_eyes: bool = False  # nobody approves what he has drafted, and only what was approved is issued


TEXT = """\
# Cài đặt của văn phòng. Sửa bằng Notepad; dòng bắt đầu bằng dấu # là lời giải thích.

[van_phong]
ten = {name}

[so_van_ban]
# "theo-loai": mỗi loại văn bản một dãy số riêng; "chung": một dãy số cho mọi loại.
# Người đứng đầu cơ quan quyết định.
day_so = "theo-loai"

[quy_trinh]
# true: văn bản lẻ phải được người khác duyệt rồi mới ban hành; false: không bắt buộc.
hai_nguoi = false

[co_so_du_lieu]
# Để trống: sổ nằm trong thư mục văn phòng. Văn phòng có máy chủ PostgreSQL: "postgresql://tên@máy/cơ_sở_dữ_liệu".
dia_chi = ""

[tim_kiem]
# "tantivy" (nhanh), hoặc "whoosh" cho máy không chạy được tantivy. Đổi xong hãy chạy: vanthu rebuild
cong_cu = "{engine}"

[pdf]
# "PDF/A-1b" hoặc "PDF/A-2b" để lưu trữ lâu dài; "thường" cho tệp nhỏ hơn.
chuan = "PDF/A-1b"
"""


def text(name: str, engine: str) -> str:
    """The settings of a new office. A JSON text is a TOML text, too."""
    return TEXT.format(name=json.dumps(name, ensure_ascii=False), engine=engine)


_KNOWN = {
    "van_phong": {"ten"},
    "so_van_ban": {"day_so"},
    "co_so_du_lieu": {"dia_chi"},
    "tim_kiem": {"cong_cu"},
    "pdf": {"chuan"},
    "quy_trinh": {"hai_nguoi"},
}


def load(folder: Path) -> Settings:
    """Raises SettingsWrong."""
    file = folder / FILE
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise SettingsWrong(file=file, why=error) from error
    _refuse_unknown(file, data)
    return Settings(
        name=_text(file, data, "van_phong", "ten", ()),
        series=SeriesPolicy(_text(file, data, "so_van_ban", "day_so", tuple(one.value for one in SeriesPolicy))),
        engine=_text(file, data, "tim_kiem", "cong_cu", engines.NAMES),
        pdf=Flavour(_text(file, data, "pdf", "chuan", tuple(one.value for one in Flavour), Flavour.A1B.value)),
        books=_text(file, data, "co_so_du_lieu", "dia_chi", (), ""),
        four_eyes=_yes_no(file, data, "quy_trinh", "hai_nguoi"),
    )


def without_server(text: str) -> str:
    """The same settings with the books in the office's folder."""
    return re.sub(r"(?m)^(\s*dia_chi\s*=).*$", r'\1 ""', text)


def _refuse_unknown(file: Path, data: dict[str, Any]) -> None:
    for section, content in data.items():
        keys = [(section, _KNOWN)] if section not in _KNOWN else [(key, _KNOWN[section]) for key in content]
        for key, known in keys:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                hint = f', có phải là "{near[0]}" không?' if near else ""
                raise SettingsWrong(file=file, why=f'không có mục "{key}"{hint}')


def _yes_no(file: Path, data: dict[str, Any], section: str, key: str) -> bool:
    """False where an older file lacks it."""
    value = data.get(section, {}).get(key, False)
    if not isinstance(value, bool):
        raise SettingsWrong(file=file, why=f"[{section}] {key} phải là true hoặc false")
    return value


def _text(
    file: Path, data: dict[str, Any], section: str, key: str, choices: tuple[str, ...], default: str | None = None
) -> str:
    """`default`: for settings that older files lack."""
    value = data.get(section, {}).get(key, default)
    if not isinstance(value, str) or (choices and value not in choices):
        expected = f"là một trong: {', '.join(choices)}" if choices else "là chữ"
        raise SettingsWrong(file=file, why=f"[{section}] {key} phải {expected}")
    return value
