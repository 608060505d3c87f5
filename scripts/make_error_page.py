"""Write docs/vi/errors.md from the errors that the program defines.

A test compares the page with them.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

from cli.remedies import worded
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.units.own import UnitFault
from doc_engine.workbook.faults import Fault, Notice

PAGE = Path(__file__).parents[1] / "docs" / "vi" / "errors.md"
ROOMS = ("doc_engine", "archive", "index", "office", "cli")
DESK = "web.faults"  # the pages themselves need a configured Django
EXITS = {
    ExitCode.DONE: "xong",
    ExitCode.UNEXPECTED: "lỗi ngoài dự kiến",
    ExitCode.USAGE: "gõ sai lệnh",
    ExitCode.INPUT: "dữ liệu có lỗi, chưa ghi gì",
    ExitCode.PARTIAL: "xong, nhưng còn văn bản chưa làm được hoặc có cảnh báo",
    ExitCode.NOT_FOUND: "không tìm thấy",
    ExitCode.REFUSED: "quy tắc không cho phép: thẩm quyền, số, ngày",
    ExitCode.STORE: "kho bị khóa hoặc hỏng, không ghi được đĩa",
    ExitCode.MISSING_TOOL: "thiếu phần mềm",
    ExitCode.INTERRUPTED: "bị ngắt; chạy lại để làm tiếp",
}


def page() -> str:
    exits = "\n".join(f"| {code.value} | {text} |" for code, text in EXITS.items())
    errors = "\n".join(
        f"| {one.code} | {one.exit_code.value} | {_shown(one.message)} | {_shown(one.remedy)} |" for one in _errors()
    )
    faults = "\n".join(f"| {code} | {_shown(reason)} | {_shown(remedy)} |" for code, reason, remedy in _faults())
    return f"""# Mã lỗi

Trang này do `scripts/make_error_page.py` viết ra từ chính chương trình. Chữ trong ⟨ ⟩ được thay bằng giá trị cụ thể.

## Mã kết thúc của lệnh

| mã | nghĩa |
|---|---|
{exits}

## Lỗi của lệnh

| mã | kết thúc | thông báo | cách sửa |
|---|---|---|---|
{errors}

## Lỗi trong tệp dữ liệu

Mỗi lỗi nêu tệp, trang, dòng, cột và giá trị; tất cả các lỗi được nêu cùng một lúc, lỗi giống nhau được gộp lại.
SL-89 đến SL-94 là điều nên xem lại: ô vẫn được đọc. DV là lỗi của tệp don-vi.xlsx.

| mã | lỗi | cách sửa |
|---|---|---|
{faults}
| DL-04 | biểu mẫu dữ liệu có dòng, cột không thuộc trường nào, hoặc một trường ghi hai lần | Hãy sửa dòng được nêu. |
| DL-01 | trường dữ liệu của một văn bản thiếu, thừa hoặc sai kiểu | Hãy sửa trường được nêu; xem sample.json của mẫu. |
"""


def _errors() -> list[type[VanthuError]]:
    importlib.import_module(DESK)
    for room in ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in module.name:
                importlib.import_module(module.name)
    return sorted(_below(VanthuError), key=lambda one: one.code)


def _below(base: type[VanthuError]) -> Iterator[type[VanthuError]]:
    for one in base.__subclasses__():
        yield one
        yield from _below(one)


def _faults() -> list[tuple[str, str, str]]:
    return [one.value for one in (*Fault, *Notice, *UnitFault)]


def _shown(text: str) -> str:
    """Placeholders as ⟨name⟩, and nothing that would end a table's cell."""
    text = worded(text)
    return re.sub(r"\{(\w+)[^}]*\}", lambda found: "" if found[1] == "hint" else f"⟨{found[1]}⟩", text).replace(
        "|", "/"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
