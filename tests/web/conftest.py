"""Desks and browsers of the tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import require
from tests.support.desk import PASSWORD, Desk, staff
from tests.support.offices import create_office

# Chromium asks its maker's servers for this and that; a test has no network.
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def desk(whole_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The desk of an office that issued the example, with an account for each role."""
    folder = tmp_path_factory.mktemp("ban-lam-viec") / "vp"
    shutil.copytree(whole_office, folder)
    with Desk(folder) as running:
        staff(running)
        yield running


@pytest.fixture
def small_desk(tmp_path: Path) -> Iterator[Desk]:
    """The desk of a new office of one person."""
    create_office(tmp_path / "vp", "UBND xã Phủ Thông").close()
    with Desk(tmp_path / "vp") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    require(program, "Chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=_QUIET)
        yield running
        running.close()


def enter(page: Page, desk: Desk, login: str) -> None:
    """Come in as a person would."""
    page.goto(f"{desk.base}/vao")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Vào").click()
    page.wait_for_url("**/hom-nay")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a context of its own.

    What its console reports as an error fails the test.
    """
    context = browser.new_context(locale="vi-VN", viewport={"width": 1366, "height": 900}, accept_downloads=True)
    one, errors = context.new_page(), []
    one.on("pageerror", lambda error: errors.append(str(error)))
    one.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield one
    context.close()
    # The console reports pages that answer 4xx on purpose, and a desk that is still starting.
    expected = ("the server responded with a status of 4", "net::ERR_CONNECTION_REFUSED")
    assert [error for error in errors if not any(part in error for part in expected)] == []
