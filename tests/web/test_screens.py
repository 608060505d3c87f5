"""Every screen: accessible, on a telephone, by keyboard, without another host."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.support.desk import Desk
from tests.web.conftest import enter

DOCUMENT = "/van-ban/2024/063-huyen-bach-thong/qd-00002-ubnd?q=cong+nhan"
SCREENS = {
    "clerk": [
        "/hom-nay",
        "/soan",
        "/soan/moi",
        "/soan/tu-word",
        "/tim?q=tre+em",
        "/tim?q=khongcogica",
        "/so",
        DOCUMENT,
    ],
    "approver": ["/hom-nay", "/hop-duyet", "/phien", "/mat-khau"],
    "inspector": ["/hom-nay", "/ket-xuat"],
    "administrator": ["/hom-nay", "/nguoi-dung", "/nguoi-dung/them", "/nguoi-dung/clerk", "/soan"],
}


@pytest.fixture(params=SCREENS)
def person(request: pytest.FixtureRequest, desk: Desk, page: Page) -> tuple[str, Page]:
    enter(page, desk, request.param)
    return request.param, page


def test_axe_finds_nothing_serious_on_any_screen(person: tuple[str, Page], desk: Desk) -> None:
    login, page = person
    for address in SCREENS[login]:
        page.goto(f"{desk.base}{address}")
        page.wait_for_load_state("networkidle")
        found = Axe().run(page).response["violations"]
        serious = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
        assert serious == [], address


def test_every_screen_fits_a_telephone(person: tuple[str, Page], desk: Desk) -> None:
    login, page = person
    page.set_viewport_size({"width": 360, "height": 740})
    for address in SCREENS[login]:
        page.goto(f"{desk.base}{address}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


def test_nothing_is_asked_of_another_host(person: tuple[str, Page], desk: Desk) -> None:
    login, page = person
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in SCREENS[login]:
        page.goto(f"{desk.base}{address}")
        page.wait_for_load_state("networkidle")
    assert asked
    assert [url for url in asked if not url.startswith((desk.base, "data:"))] == []


# Words of English that are names, or Vietnamese by now.
_ALLOWED = {
    "word",
    "excel",
    "pdf",
    "docx",
    "xlsx",
    "csv",
    "ctrl",
    "enter",
    "cookie",
    "notepad",
    "vanthu",
    "serve",
    "a4",
}
_ENGLISH = re.compile(
    r"\b(?:the|and|of|for|with|this|that|please|error|page|search|save|delete|cancel|submit|password|login|logout"
    r"|username|settings|next|previous|loading|home|user|file|upload|download|required|invalid|field|enter)\b",
    re.I,
)


def test_no_english_word_on_any_screen(person: tuple[str, Page], desk: Desk) -> None:
    login, page = person
    for address in SCREENS[login]:
        page.goto(f"{desk.base}{address}")
        page.wait_for_load_state("networkidle")
        texts = page.locator("body").inner_text() + page.title()
        placeholders = " ".join(page.locator("[placeholder]").evaluate_all("all => all.map(one => one.placeholder)"))
        found = {word.lower() for word in _ENGLISH.findall(texts + placeholders)} - _ALLOWED
        assert found == set(), address


def test_the_search_answers_while_one_types(desk: Desk, page: Page) -> None:
    enter(page, desk, "clerk")
    page.goto(f"{desk.base}/tim")
    page.get_by_label("Tìm văn bản").fill("cong nhan xa")
    expect(page.locator("article.hit mark").first).to_be_visible()
    expect(page).to_have_url(re.compile("q=cong"))
    page.get_by_label("Tìm văn bản").fill("02/QĐ-UBND")
    expect(page.locator("article.hit").first).to_contain_text("02/QĐ-UBND")
    expect(page.get_by_role("heading", name="Tìm kiếm")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Quyết định 02/QĐ-UBND")).to_be_visible()


def test_the_keyboard_alone_finds_and_opens_a_document(desk: Desk, page: Page) -> None:
    enter(page, desk, "clerk")
    page.goto(f"{desk.base}/hom-nay")
    page.keyboard.press("/")
    expect(page.get_by_label("Tìm văn bản")).to_be_focused()
    page.keyboard.type("ket qua danh gia huyen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim?**")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("article.hit h3 a").nth(1)
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/van-ban/**")
    expect(page.locator("rect.found").first).to_be_visible()


def test_the_first_key_on_each_page_leads_past_the_menu(desk: Desk, page: Page) -> None:
    enter(page, desk, "clerk")
    page.goto(f"{desk.base}/so")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung")).to_be_focused()


def test_pages_can_be_printed_without_their_frame(desk: Desk, page: Page) -> None:
    enter(page, desk, "clerk")
    page.goto(f"{desk.base}/so")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Chính")).to_be_hidden()
    expect(page.get_by_role("heading", name="Sổ văn bản đi")).to_be_visible()


def test_a_first_page_is_light(desk: Desk, browser: Browser) -> None:
    page = browser.new_context().new_page()
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    enter(page, desk, "clerk")
    page.wait_for_load_state("networkidle")
    assert sum(sizes) < 150_000
    page.context.close()
