"""Write the pictures of the desk into docs/hinh, from an example office.

make_screenshots.py
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from doc_engine import template
from doc_engine.workbook import read
from office.issue import batch
from office.issue.planning import Choice
from tests.conftest import EXAMPLE
from tests.support.desk import Desk
from tests.support.desk_drafts import FIELDS, drafted
from tests.support.offices import create_office

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "hinh"
DOCUMENT = "/van-ban/2024/063-huyen-bach-thong/qd-00002-ubnd?q=cong+nhan+xa"
PAGES = {
    "hom-nay": "/hom-nay",
    "tim-kiem": "/tim?q=cong+nhan+xa+phu+hop+tre+em",
    "van-ban": DOCUMENT,
    "so-van-ban-di": "/so?cq=063&nam=2024&so=Q%C4%90",
    "hop-duyet": "",
    "soan-van-ban": "",
    "hang-loat": "",
}


def main() -> int:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "vp"
        office = create_office(folder, "UBND huyện Bạch Thông")
        batch.issue(
            office, read(EXAMPLE, {id_: template.load(one) for id_, one in template.installed().items()}), Choice()
        )
        office.close()
        with Desk(folder, user="Nguyễn Thị B") as desk, sync_playwright() as playwright:
            program = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(locale="vi-VN", viewport={"width": 1366, "height": 900})
            page.goto(desk.entry)
            cookies = {one["name"]: one["value"] for one in page.context.cookies() if one["name"] == "phien"}
            with desk.visitor(cookies=cookies) as visitor:
                visitor.get("/hom-nay")
                waiting = drafted(visitor)
                visitor.send_form(f"{waiting}/trinh")
            _shots(page, desk.base, waiting)
            browser.close()
    return 0


def _shots(page: Page, base: str, waiting: str) -> None:
    for name, address in PAGES.items():
        match name:
            case "hop-duyet":
                page.goto(f"{base}{waiting.replace('/soan/', '/hop-duyet/')}")
            case "soan-van-ban":
                page.goto(f"{base}/soan/moi")
                page.get_by_role("button", name="Quyết định QĐ").click()
                page.locator('[name="trich_yeu"]').fill(FIELDS["trich_yeu"])
                page.locator('#ban[value="2"]').wait_for(state="attached")
            case "hang-loat":
                page.goto(f"{base}/hang-loat")
                programme = EXAMPLE.parent / "chuong-trinh-minh-hoa.toml"
                page.get_by_label("Tệp Excel (.xlsx)").set_input_files([EXAMPLE, programme])
                page.get_by_role("button", name="Tải lên và kiểm tra").click()
                page.get_by_role("link", name="Xem trước số sẽ cấp").click()
            case _:
                page.goto(f"{base}{address}")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=TARGET / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main())
