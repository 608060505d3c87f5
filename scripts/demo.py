"""A whole cycle in a fresh office, by the commands of a clerk (`make demo`).

demo.py FOLDER
"""

import shutil
import stat
import sys
from pathlib import Path

from cli.commands.common import current_actor
from cli.main import run
from office.folder import SETTINGS
from office.office import Office

WORKBOOK = Path("examples") / "bach-thong-2024" / "danh-gia-2024.xlsx"  # from the project's folder
SEARCHES = (
    ("quyết định công nhận", "--type", "QĐ", "--limit", "2"),
    ("bao cao tu danh gia", "--commune", "cam giang", "--limit", "2"),
    ("01/TTr-HĐXD", "--limit", "1"),
)


def main(folder: Path) -> int:
    remove(folder)
    office = ("--office", str(folder))
    vanthu("init", str(folder), "--name", "UBND huyện Bạch Thông")
    vanthu(*office, "assess", str(WORKBOOK))
    vanthu(*office, "batch", str(WORKBOOK), "--issue")
    for search in SEARCHES:
        vanthu(*office, "search", *search)
    vanthu(*office, "verify")
    summary(folder)
    return 0


def vanthu(*arguments: str) -> None:
    """Print and run a command; exit with its status if that is not 0."""
    shown = " ".join(f'"{one}"' if " " in one else one for one in arguments)
    print(f"\n$ vanthu {shown}", flush=True)
    status = run(list(arguments))
    if status:
        sys.exit(status)


def summary(folder: Path) -> None:
    opened = Office(folder, current_actor())
    count = len(opened.catalogue.paths())
    units = len({path.split("/")[1] for path in opened.catalogue.paths()})
    opened.close()
    example = "2024/063-huyen-bach-thong/qd-00002-ubnd/v1/content/van-ban.docx"
    print(
        f"""
Xong: {count} văn bản của {units} đơn vị đã được cấp số, lưu trữ và lập chỉ mục.
Văn bản nằm trong {folder / "kho"}, mỗi văn bản một thư mục. Mở thử bằng Word:
    {folder / "kho" / example}
Gõ tiếp:
    .venv/bin/vanthu --office {folder} search "cam giang 2024"
    .venv/bin/vanthu --office {folder} show 02/QĐ-UBND
    .venv/bin/vanthu --office {folder} register list
    .venv/bin/vanthu --office {folder} audit show --last 5
    .venv/bin/vanthu --office {folder} dossier --year 2024 --commune "cam giang" --out {folder}-thanh-tra
    .venv/bin/vanthu --help
Hoặc mở cả văn phòng trong trình duyệt:
    .venv/bin/vanthu --office {folder} serve"""
    )


def remove(folder: Path) -> None:
    """Remove an office or an empty folder; exit for any other folder.

    Archived files are read-only; Windows does not remove them so.
    """
    if not folder.exists():
        return
    if any(folder.iterdir()) and not (folder / SETTINGS).exists():
        sys.exit(f"{folder} is not an office; nothing was removed.")
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(stat.S_IWRITE | stat.S_IREAD)
    shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
