"""The settings of an office: vanthu.toml in its folder.

Unknown keys are errors that name the nearest known one.
"""

import difflib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from doc_engine.errors import ExitCode, VanthuError, unread_reason
from doc_engine.pdf import Flavour
from index import engines
from index.engines import Cluster
from index.engines.cluster import is_name, may_be_sent_passwords

from .folder import SETTINGS


class SettingsWrong(VanthuError):
    code = "CD-01"
    exit_code = ExitCode.INPUT
    message = "Tệp cài đặt {file} sai: {why}."
    remedy = "Hãy sửa tệp cài đặt bằng Notepad rồi chạy lại."


class SeriesPolicy(Enum):
    """The division of numbers into series, which the head of the agency decides.

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
    registry_url: str = ""  # the URL of a PostgreSQL server; "" for SQLite in the office's folder
    cluster: Cluster | None = None  # of OpenSearch, where that is the engine
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
# "tantivy" (nhanh), "whoosh" cho máy không chạy được tantivy, hoặc "opensearch" khi dùng máy chủ tìm kiếm.
cong_cu = "{engine}"
# Chỉ cho opensearch: địa chỉ các máy chủ, và tên riêng của văn phòng ở đó (chữ thường, số, dấu _; không trùng ai).
# Tên và mật khẩu đăng nhập không ghi ở đây mà ở biến môi trường VANTHU_OPENSEARCH_USER, VANTHU_OPENSEARCH_PASSWORD;
# chứng chỉ gốc của máy chủ, nếu máy này chưa tin, ở VANTHU_OPENSEARCH_CA.
may_chu = []
ten_chi_muc = ""

[pdf]
# "PDF/A-1b" hoặc "PDF/A-2b" để lưu trữ lâu dài; "thường" cho tệp nhỏ hơn.
chuan = "PDF/A-1b"
"""


def text(name: str, engine: str) -> str:
    """The settings of a new office. A JSON string is a TOML string, too."""
    return TEXT.format(name=json.dumps(name, ensure_ascii=False), engine=engine)


_KNOWN = {
    "van_phong": {"ten"},
    "so_van_ban": {"day_so"},
    "co_so_du_lieu": {"dia_chi"},
    "tim_kiem": {"cong_cu", "may_chu", "ten_chi_muc"},
    "pdf": {"chuan"},
    "quy_trinh": {"hai_nguoi"},
}


def load(folder: Path, environment: Mapping[str, str]) -> Settings:
    """Read the settings of an office. Raises SettingsWrong.

    `environment`: passwords of servers, by name.
    """
    file = folder / SETTINGS
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeError) as error:
        raise SettingsWrong(file=file, why=unread_reason(error)) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsWrong(file=file, why=_where(error)) from error
    _refuse_unknown(file, data)
    return Settings(
        name=_text(file, data, "van_phong", "ten", ()),
        series=SeriesPolicy(_text(file, data, "so_van_ban", "day_so", tuple(one.value for one in SeriesPolicy))),
        engine=_text(file, data, "tim_kiem", "cong_cu", engines.NAMES),
        pdf=Flavour(_text(file, data, "pdf", "chuan", tuple(one.value for one in Flavour), Flavour.A1B.value)),
        registry_url=_text(file, data, "co_so_du_lieu", "dia_chi", (), ""),
        cluster=_cluster(file, data, environment),
        four_eyes=_yes_no(file, data, "quy_trinh", "hai_nguoi"),
    )


def _where(error: tomllib.TOMLDecodeError) -> str:
    """The useful part of the parser's English message, in Vietnamese.

    "Invalid value (at line 31, column 5)".
    """
    place = re.search(r"at line (\d+), column (\d+)", str(error))
    there = f"dòng {place[1]}, chữ thứ {place[2]}" if place else "cuối tệp"
    return f"{there} viết không đúng; chữ phải nằm trong ngoặc kép, mỗi dòng một mục"


def _cluster(file: Path, data: dict[str, Any], environment: Mapping[str, str]) -> Cluster | None:
    section = data.get("tim_kiem", {})
    if section.get("cong_cu") != engines.OPENSEARCH:
        return None
    urls, name = section.get("may_chu", []), section.get("ten_chi_muc", "")
    if not isinstance(urls, list) or not urls or not all(isinstance(url, str) for url in urls):
        raise SettingsWrong(file=file, why='[tim_kiem] may_chu phải là danh sách địa chỉ: ["https://máy:9200"]')
    if not isinstance(name, str) or not is_name(name):
        why = "[tim_kiem] ten_chi_muc phải bắt đầu bằng chữ, chỉ gồm chữ thường không dấu, số và dấu _"
        raise SettingsWrong(file=file, why=why)
    if any("@" in url for url in urls):
        why = "[tim_kiem] may_chu không được chứa mật khẩu; hãy dùng VANTHU_OPENSEARCH_USER, VANTHU_OPENSEARCH_PASSWORD"
        raise SettingsWrong(file=file, why=why)
    wrong = [url for url in urls if not _is_address(url)]
    if wrong:
        raise SettingsWrong(file=file, why=f"[tim_kiem] may_chu có địa chỉ sai: {', '.join(wrong)}")
    unsafe = [url for url in urls if not may_be_sent_passwords(url)]
    if unsafe:
        raise SettingsWrong(file=file, why=f"[tim_kiem] may_chu phải bắt đầu bằng https://: {', '.join(unsafe)}")
    user, password, authority = (environment.get(f"VANTHU_OPENSEARCH_{one}", "") for one in ("USER", "PASSWORD", "CA"))
    return Cluster(tuple(urls), name, user, password, authority, owner=_text(file, data, "van_phong", "ten", ()))


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def without_server(text: str) -> str:
    """The settings with registry database and index in the office's folder.

    A restored office must not write to servers that its origin may still use. Raises SettingsWrong where the text is
    written so that this is not certain.
    """
    alone = text
    if _servers(text) != (False, False):
        alone = re.sub(r"""(?m)((?:^|[{,.])\s*"?dia_chi"?\s*=\s*)("(?:[^"\\\n]|\\.)*"|'[^'\n]*')""", r'\1""', alone)
        name = engines.OPENSEARCH
        alone = re.sub(rf"""(?m)((?:^|[{{,.])\s*"?cong_cu"?\s*=\s*)(["']){name}\2""", r'\1"tantivy"', alone)
    if _servers(alone) != (False, False):
        raise SettingsWrong(file=SETTINGS, why="dia_chi và cong_cu phải viết gọn trên một dòng, trong ngoặc kép")
    return alone


def _servers(text: str) -> tuple[bool, bool]:
    """Return whether registry database and index are on servers. Raises SettingsWrong."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsWrong(file=SETTINGS, why=_where(error)) from error
    _refuse_unknown(Path(SETTINGS), data)
    engine = data.get("tim_kiem", {}).get("cong_cu")
    return bool(data.get("co_so_du_lieu", {}).get("dia_chi")), engine == engines.OPENSEARCH


def _refuse_unknown(file: Path, data: dict[str, Any]) -> None:
    for section, content in data.items():
        if section in _KNOWN and not isinstance(content, dict):
            raise SettingsWrong(file=file, why=f'"{section}" phải là một nhóm: [{section}] trên một dòng riêng')
        keys = [(section, _KNOWN)] if section not in _KNOWN else [(key, _KNOWN[section]) for key in content]
        for key, known in keys:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                hint = f', có phải là "{near[0]}" không?' if near else ""
                raise SettingsWrong(file=file, why=f'không có mục "{key}"{hint}')


def _yes_no(file: Path, data: dict[str, Any], section: str, key: str) -> bool:
    """The setting, true or false; False where an older file lacks it."""
    value = data.get(section, {}).get(key, False)
    if not isinstance(value, bool):
        raise SettingsWrong(file=file, why=f"[{section}] {key} phải là true hoặc false")
    return value


def _text(
    file: Path, data: dict[str, Any], section: str, key: str, choices: tuple[str, ...], default: str | None = None
) -> str:
    """The setting, a text. `default`: for settings that older files lack."""
    value = data.get(section, {}).get(key, default)
    if not isinstance(value, str) or (choices and value not in choices):
        expected = f"là một trong: {', '.join(choices)}" if choices else "là chữ"
        raise SettingsWrong(file=file, why=f"[{section}] {key} phải {expected}")
    return value
