"""A batch at the desk: faults, preview, progress, stop, kill, result."""

import io
import json
import os
import re
import signal
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.conftest import EXAMPLE
from tests.support.desk import Desk, Visitor, entered
from tests.support.offices import create_office, faults, open_office

PROGRAMME = EXAMPLE.parent / "chuong-trinh-minh-hoa.toml"
WHOLE = 80  # documents of the example


@pytest.fixture
def district(tmp_path: Path) -> Iterator[Desk]:
    """The desk of the example's district, which has issued nothing."""
    create_office(tmp_path / "vp").close()
    with Desk(tmp_path / "vp") as running:
        yield running


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """The example with a score above the most that can be had."""
    book = openpyxl.load_workbook(EXAMPLE)
    book["Điểm thẩm định"]["C5"] = 500
    book.save(tmp_path / "sai.xlsx")
    return tmp_path / "sai.xlsx"


def uploaded(visitor: Visitor, content: bytes, name: str = "danh-gia-2024.xlsx") -> str:
    files = [("tep", (name, content)), ("tep", (PROGRAMME.name, PROGRAMME.read_bytes()))]
    answered = visitor.send_form("/hang-loat", files=files)
    assert answered.status_code == 302, answered.text
    return str(answered.headers["location"])


def finished(visitor: Visitor, batch: str) -> str:
    """The page of a batch when its job has ended."""
    while 'id="tien-do"' in (page := visitor.get(batch).text):
        pass
    return page


def issued(folder: Path) -> int:
    """How many documents an office has, each whole, each number taken once."""
    office = open_office(folder)
    try:
        assert faults(office) == []
        assert office.register.pending() == []
        return office.catalogue.count()
    finally:
        office.close()


def test_a_faulty_workbook_then_the_corrected_one(district: Desk, faulty: Path, page: Page) -> None:
    page.goto(district.entry)
    page.get_by_role("link", name="Làm hàng loạt").click()
    page.get_by_label("Tệp Excel (.xlsx)").set_input_files([faulty, PROGRAMME])
    page.get_by_role("button", name="Tải lên và kiểm tra").click()
    expect(page.get_by_role("heading", name="1 lỗi trong tệp")).to_be_visible()
    line = page.get_by_role("row").filter(has_text="500")
    expect(line.get_by_role("cell", name="C5", exact=True)).to_be_visible()
    with page.expect_download() as marked:
        page.get_by_role("link", name="Tải tệp có đánh dấu lỗi").click()
    assert marked.value.suggested_filename == "sai-danh-dau.xlsx"
    page.get_by_role("link", name="Tải tệp đã sửa lên").click()
    page.get_by_label("Tệp Excel (.xlsx)").set_input_files([EXAMPLE, PROGRAMME])
    page.get_by_role("button", name="Tải lên và kiểm tra").click()
    expect(page.get_by_text("Tệp không có lỗi.")).to_be_visible()
    page.get_by_role("link", name="Xem trước số sẽ cấp").click()
    expect(page.get_by_role("heading", name=f"{WHOLE} văn bản sẽ được ban hành")).to_be_visible()
    expect(page.get_by_role("cell", name="02/QĐ-UBND").first).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=f"Ban hành {WHOLE} văn bản").click()
    expect(page.get_by_role("heading", name=f"Đã ban hành: {WHOLE}")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="02/QĐ-UBND").first.click()
    expect(page.get_by_role("heading", name="Quyết định 02/QĐ-UBND")).to_be_visible()
    assert issued(district.folder) == WHOLE


def test_the_documents_come_as_one_file_byte_for_byte(district: Desk) -> None:
    with district.visitor() as visitor:
        visitor.enter_by(district.entry)
        batch = uploaded(visitor, EXAMPLE.read_bytes())
        visitor.send_form(f"{batch}/ban-hanh")
        finished(visitor, batch)
        packed = zipfile.ZipFile(io.BytesIO(visitor.get(f"{batch}/van-ban.zip").content))
        assert len(packed.namelist()) == WHOLE
        kept = district.folder / "kho" / "2024" / "063-huyen-bach-thong" / "qd-00002-ubnd" / "v1" / "content"
        assert packed.read("063-huyen-bach-thong/qd-00002-ubnd.docx") == (kept / "van-ban.docx").read_bytes()


def test_issuing_again_makes_nothing_twice(district: Desk) -> None:
    with district.visitor() as visitor:
        visitor.enter_by(district.entry)
        batch = uploaded(visitor, EXAMPLE.read_bytes())
        visitor.send_form(f"{batch}/ban-hanh")
        visitor.send_form(f"{batch}/ban-hanh")
        finished(visitor, batch)
        again = uploaded(visitor, EXAMPLE.read_bytes())
        visitor.send_form(f"{again}/ban-hanh")
        assert f"có từ trước {WHOLE}" in finished(visitor, again)
    district.stop()
    assert issued(district.folder) == WHOLE


def test_a_stopped_batch_goes_on_where_it_was(district: Desk) -> None:
    with district.visitor() as visitor:
        visitor.enter_by(district.entry)
        batch = uploaded(visitor, EXAMPLE.read_bytes())
        visitor.send_form(f"{batch}/ban-hanh")
        visitor.send_form(f"{batch}/dung")
        finished(visitor, batch)
        visitor.send_form(f"{batch}/ban-hanh")
        finished(visitor, batch)
    district.stop()
    assert issued(district.folder) == WHOLE


def workers(desk: Desk) -> list[int]:
    """The processes that the desk has started."""
    whole = Path(f"/proc/{desk.process.pid}/task")
    return [int(pid) for task in whole.iterdir() for pid in (task / "children").read_text().split()]


@pytest.mark.parametrize("also_the_worker", [False, True])
@pytest.mark.parametrize("seen", ["Đang chuẩn bị", " / "])
def test_a_killed_desk_goes_on_with_the_batch(district: Desk, *, seen: str, also_the_worker: bool) -> None:
    if not Path("/proc/self/task").is_dir():
        pytest.skip("the processes are found in /proc")
    with district.visitor() as visitor:
        visitor.enter_by(district.entry)
        batch = uploaded(visitor, EXAMPLE.read_bytes())
        visitor.send_form(f"{batch}/ban-hanh")
        while seen not in (page := visitor.get(batch).text) and 'id="tien-do"' in page:
            pass
        cookies = dict(visitor.cookies)
    children = workers(district)
    assert children
    district.kill()
    for child in children if also_the_worker else ():
        os.kill(child, signal.SIGKILL)
    with Desk(district.folder) as again:
        with again.visitor(cookies=cookies) as visitor:
            assert f"Đã ban hành: {WHOLE}" in finished(visitor, batch) or "có từ trước" in visitor.get(batch).text
        again.stop()
    assert issued(district.folder) == WHOLE


def test_a_reason_to_issue_despite_errors_goes_with_the_order(desk: Desk) -> None:
    with entered(desk, "clerk") as visitor:
        batch = uploaded(visitor, EXAMPLE.read_bytes())
        visitor.send_form(f"{batch}/ban-hanh", {"ly_do": "Sở đã duyệt mẫu"})
        finished(visitor, batch)
    with closing(sqlite3.connect(desk.folder / "so" / "ban-lam-viec.sqlite")) as tables:
        asked = tables.execute("SELECT options FROM jobs_job WHERE subject = ?", (batch.rpartition("/")[2],)).fetchone()
    assert json.loads(asked[0]) == {"override_reason": "Sở đã duyệt mẫu"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.xlsx", b""),
        ("x.xls", b"\xd0\xcf\x11\xe0"),
        ("x.xlsx", b"PK\x03\x04"),
        ("x.csv", b"a,b"),
        ("x.xlsx", b"x" * 99),
    ],
)
def test_what_is_no_workbook_is_refused_with_its_reason(desk: Desk, name: str, content: bytes) -> None:
    with entered(desk, "clerk") as visitor:
        answered = visitor.send_form("/hang-loat", files={"tep": (name, content)}, follow_redirects=True)
        assert 'role="alert"' in answered.text or "lỗi trong tệp" in answered.text
        assert "Traceback" not in answered.text


def test_a_file_name_leads_nowhere_and_runs_nothing(desk: Desk) -> None:
    with entered(desk, "clerk") as visitor:
        name = "../../<script>alert(1)</script>.xlsx"
        batch = uploaded(visitor, EXAMPLE.read_bytes(), name)
        assert "<script>alert(1)" not in visitor.get(batch).text
        assert sorted(file.name for file in (desk.folder / "du-thao" / "hang-loat").rglob("*.xlsx"))[0] == "tep.xlsx"


def test_the_ledger_names_who_ordered_the_batch(district: Desk) -> None:
    with district.visitor() as visitor:
        visitor.enter_by(district.entry)
        batch = uploaded(visitor, EXAMPLE.read_bytes())
        visitor.send_form(f"{batch}/ban-hanh")
        finished(visitor, batch)
    lines = [line for file in (district.folder / "nhat-ky").glob("*.jsonl") for line in file.read_text().splitlines()]
    deeds = [line for line in lines if '"action":"issued"' in line]
    assert len(deeds) == WHOLE
    assert all(re.search('"who":"mot-nguoi".*"address":"127.0.0.1"', line) for line in deeds)
