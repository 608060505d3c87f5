"""The inspector's package.

One click, fetched when made, verified without the program.
"""

import os
import zipfile
from datetime import timedelta
from pathlib import Path

import bagit
import pytest
from playwright.sync_api import Page, expect

from office.export import package_orders
from tests.support.desk import Desk, entered
from tests.support.offices import create_office
from tests.web.conftest import enter


def test_an_inspector_gets_a_commune_and_year_with_one_click(desk: Desk, page: Page, tmp_path: Path) -> None:
    enter(page, desk, "inspector")
    page.get_by_role("link", name="Gói thanh tra").click()
    page.get_by_label("Xã và năm").select_option(label="xã Cẩm Giàng, năm 2024")
    page.get_by_role("button", name="Kết xuất").click()
    fetch = page.get_by_role("link", name="Tải gói về")
    expect(fetch).to_be_visible(timeout=120_000)
    with page.expect_download() as given:
        fetch.click()
    given.value.save_as(tmp_path / "goi.zip")
    zipfile.ZipFile(tmp_path / "goi.zip").extractall(tmp_path / "goi")
    (bag,) = (tmp_path / "goi").iterdir()
    assert bagit.Bag(str(bag)).is_valid()
    assert list(bag.rglob("*.docx"))
    ledger = "".join(file.read_text("utf-8") for file in (desk.folder / "nhat-ky").glob("*.jsonl"))
    assert '"who":"inspector"' in ledger
    assert '"action":"packed"' in ledger


@pytest.mark.parametrize("asked", ["2024:99999", "1999:02008", "x:y", "", "2024:../../kho", "2024:063"])
def test_what_has_no_documents_is_refused(desk: Desk, asked: str) -> None:
    with entered(desk, "inspector") as visitor:
        assert visitor.send_form("/ket-xuat", {"goi": asked}).status_code == 422


@pytest.mark.parametrize("address", ["/ket-xuat/2024-99999.zip", "/ket-xuat/2024-abc.zip", "/ket-xuat/2024-..%2f.zip"])
def test_no_address_fetches_anything_else(desk: Desk, address: str) -> None:
    with entered(desk, "inspector") as visitor:
        assert visitor.get(address).status_code == 404


def test_a_package_is_kept_for_a_week(tmp_path: Path) -> None:
    office = create_office(tmp_path / "vp")
    key = package_orders.subject(2024, "02008")
    office.files.packages.mkdir()
    file = package_orders.file_of(office, key)
    file.write_bytes(b"PK")
    assert package_orders.fetched(office, key) == file
    old = office.clock().timestamp() - timedelta(days=8).total_seconds()
    os.utime(file, (old, old))
    with pytest.raises(package_orders.PackageGone):
        package_orders.fetched(office, key)
    assert not file.exists()
    office.close()


def test_a_package_needs_a_right(desk: Desk) -> None:
    with entered(desk, "clerk") as visitor:
        assert visitor.send_form("/ket-xuat", {"goi": "2024:02008"}).status_code == 403
        assert visitor.get("/ket-xuat/2024-02008.zip").status_code == 403
