"""A document from nothing to its number, as people click it.

What two of them do at once; Word in and out.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Dialog, Page, expect

from office.issue import drafting
from tests.support.desk import Desk, entered, staff
from tests.support.desk_drafts import FIELDS, SUBJECT, begun, drafted, version_on
from tests.support.offices import create_office
from tests.support.own_template import invitation
from tests.web.conftest import enter


@pytest.fixture
def commune(tmp_path: Path) -> Iterator[Desk]:
    """The desk of a commune's office, for one person."""
    create_office(tmp_path / "vp", "UBND xã Phủ Thông").close()
    with Desk(tmp_path / "vp") as running:
        yield running


def test_a_decision_from_nothing_to_its_number(commune: Desk, page: Page) -> None:
    page.goto(commune.entry)
    page.get_by_role("link", name="Soạn văn bản").click()
    page.get_by_role("link", name="Soạn văn bản mới").click()
    page.get_by_label("Tìm loại, mẫu").fill("quyet dinh")
    expect(page.get_by_role("button", name="Biên bản")).to_have_count(0)
    page.get_by_role("button", name="Quyết định QĐ").click()
    # The office's name says which agency it is.
    expect(page.get_by_label("Tên cơ quan ban hành")).to_have_value("ỦY BAN NHÂN DÂN\nXÃ PHỦ THÔNG")
    page.get_by_label("Trích yếu nội dung").fill(SUBJECT)
    expect(page.get_by_role("img", name="Trang 1 của dự thảo")).to_be_visible()
    page.get_by_role("button", name="Lập dự thảo").click()
    # Everything that is missing, at once, with the way to it.
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Nội dung").click()
    expect(page.get_by_label("Nội dung", exact=True)).to_be_focused()
    for name in ("tham_quyen", "can_cu", "noi_dung", "noi_nhan", "luu", "ky.ho_ten", "ky.chuc_vu"):
        page.locator(f'[name="{name}"]').fill(FIELDS[name])
    expect(page.get_by_text("đúng thể thức")).to_be_visible()
    page.get_by_role("button", name="Lập dự thảo").click()
    expect(page.get_by_text("Đã lập dự thảo.")).to_be_visible()
    page.get_by_role("button", name="Trình duyệt").click()
    page.get_by_role("link", name="Đọc và duyệt").click()
    page.get_by_label("Ý kiến").press("Control+Enter")
    expect(page.get_by_text("Không có dự thảo nào chờ duyệt.")).to_be_visible()
    page.get_by_role("link", name="Hôm nay").click()
    page.get_by_role("link", name="Cấp số, phát hành").click()
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.once("dialog", agree)
    page.get_by_role("button", name="Cấp số 01/QĐ-UBND, phát hành").click()
    expect(page.get_by_role("heading", name="Quyết định 01/QĐ-UBND")).to_be_visible()
    assert asked == [f"Cấp số 01/QĐ-UBND và ban hành “{SUBJECT}”? Sau đó văn bản không sửa được nữa."]
    page.keyboard.press("/")
    page.keyboard.type("kien toan ban bao ve")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=SUBJECT).click()
    expect(page.locator("rect.found").first).to_be_visible()


def test_rows_are_pasted_from_excel_into_a_template_of_ones_own(tmp_path: Path, page: Page) -> None:
    folder = tmp_path / "vp"
    create_office(folder, "UBND xã Phủ Thông").close()
    (tmp_path / "Thư mời họp.docx").write_bytes(invitation())
    drafting.template_from_word(tmp_path / "Thư mời họp.docx", folder / "mau" / "thu-moi-hop")
    with Desk(folder) as desk:
        page.goto(desk.entry)
        page.goto(f"{desk.base}/soan/moi?chon=thu+moi")
        page.get_by_role("button", name="Thư mời họp").click()
        page.get_by_label("Đơn vị của cơ quan ban hành").fill("02008")
        for name, value in (("trich_yeu", "Về việc họp sơ kết"), ("thoi_gian", "14 giờ 00"), ("kinh_phi", "1250000")):
            page.locator(f'[name="{name}"]').fill(value)
        page.locator('[name="khach_moi.0.chuc_vu"]').wait_for()
        names = [box.get_attribute("name") for box in page.locator('[name^="khach_moi.0."]').all()]
        rows = "Nguyễn Văn B\tTrưởng thôn\nNguyễn Thị C\tHiệu trưởng\n"
        page.locator(f'[name="{names[0]}"]').evaluate(
            """(box, rows) => {
                const data = new DataTransfer();
                data.setData("text/plain", rows);
                box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
            }""",
            rows,
        )
        expect(page.locator('[name="khach_moi.1.chuc_vu"]')).to_have_value("Hiệu trưởng")
        page.get_by_role("button", name="Thêm dòng").click()
        page.locator('[name="khach_moi.2.ho_ten"]').fill("Trần Văn D")
        page.locator('[name="khach_moi.2.chuc_vu"]').fill("Bí thư chi bộ")
        page.get_by_role("button", name="Lập dự thảo").click()
        expect(page.get_by_text("Đã lập dự thảo.")).to_be_visible()
        for words in ("Hiệu", "Bí"):
            expect(page.locator("svg text", has_text=words).first).to_be_attached()
        page.goto("about:blank")


def test_what_is_typed_is_saved_by_itself(commune: Desk, page: Page) -> None:
    page.goto(commune.entry)
    page.goto(f"{commune.base}/soan/moi")
    page.get_by_role("button", name="Thông báo TB").click()
    page.get_by_label("Trích yếu nội dung").fill("Lịch tiếp công dân")
    expect(page.locator("#ban")).to_have_value("2")
    page.goto(f"{commune.base}/soan")
    page.get_by_role("link", name="Thông báo").click()
    expect(page.get_by_label("Trích yếu nội dung")).to_have_value("Lịch tiếp công dân")


def test_findings_stand_beside_the_field_that_they_concern(commune: Desk, page: Page) -> None:
    page.goto(commune.entry)
    page.goto(f"{commune.base}/soan/moi")
    page.get_by_role("button", name="Quyết định QĐ").click()
    for name, value in FIELDS.items():
        page.locator(f'[name="{name}"]').fill(value)
    page.locator('[name="ngay"]').fill("01/12/2025")
    page.locator('[name="can_cu"]').fill("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015")
    finding = page.locator("#ben-canh .notice").filter(has_text="luật này đã được thay")
    finding.get_by_role("link", name="Căn cứ ban hành").click()
    expect(page.locator('[name="can_cu"]')).to_be_focused()


def test_a_faulty_day_and_choice_are_reported_beside_their_fields(commune: Desk) -> None:
    with commune.visitor() as visitor:
        visitor.enter_by(commune.entry)
        form = begun(visitor)
        wrong = {**FIELDS, "ngay": "31/02/2026", "ky.cach_ky": "KT", "ban": version_on(visitor, form), "lam": "xong"}
        answered = visitor.send_form(form, wrong)
        assert answered.status_code == 422
        assert re.search(r'id="o-ngay"[^>]*value="31/02/2026"[^>]*aria-invalid="true"', answered.text)
        assert 'href="#o-ky-cach_ky"' in answered.text


def test_two_people_on_one_form_lose_nothing_silently(desk: Desk) -> None:
    with entered(desk, "clerk") as one, entered(desk, "specialist") as other:
        form = begun(one)
        version = version_on(one, form)
        assert "lưu biểu mẫu này lần cuối" in other.get(form).text
        one.send_form(form, {"trich_yeu": "của người thứ nhất", "ban": version, "lam": "luu"})
        refused = other.send_form(form, {"trich_yeu": "của người thứ hai", "ban": version, "lam": "luu"})
        assert refused.status_code == 422
        assert "clerk đã lưu biểu mẫu này" in refused.text
        assert 'value="của người thứ hai"' in refused.text  # nothing typed is lost
        again = re.search(r'id="ban" form="bieu-mau" value="(\d+)"', refused.text)
        assert again is not None
        insisted = other.send_form(form, {"trich_yeu": "của người thứ hai", "ban": again[1], "lam": "luu"})
        assert insisted.status_code == 422
        assert "của người thứ nhất" in one.get(form).text


def test_the_next_document_begins_with_what_the_last_one_had(commune: Desk) -> None:
    with commune.visitor() as visitor:
        visitor.enter_by(commune.entry)
        drafted(visitor)
        again = visitor.get(begun(visitor)).text
        assert 'value="Nguyễn Văn A"' in again
        assert re.search(r'name="trich_yeu" value=""', again)


def test_what_is_approved_is_what_was_shown(desk: Desk) -> None:
    with entered(desk, "clerk") as clerk, entered(desk, "approver") as approver:
        draft = drafted(clerk)
        clerk.send_form(f"{draft}/trinh")
        page = approver.get(draft.replace("/soan/", "/hop-duyet/")).text
        digest = re.search(r'name="ban" value="([0-9a-f]{64})"', page)
        assert digest is not None
        clerk.send_form(f"{draft}/rut-lai")
        form = str(clerk.send_form(f"{draft}/bieu-mau").headers["location"])
        changed = {**FIELDS, "trich_yeu": "Về việc khác", "ban": version_on(clerk, form), "lam": "xong"}
        assert clerk.send_form(form, changed).status_code == 302
        clerk.send_form(f"{draft}/trinh")
        decide = draft.replace("/soan/", "/hop-duyet/") + "/quyet-dinh"
        approver.send_form(decide, {"lam": "duyet", "ban": digest[1]})
        assert "đã thay đổi sau khi trang này mở ra" in approver.get(draft.replace("/soan/", "/hop-duyet/")).text
        assert "đã trình" in clerk.get(draft).text


def test_a_return_needs_a_remark_and_shows_it_to_the_drafter(desk: Desk) -> None:
    with entered(desk, "specialist") as drafter, entered(desk, "approver") as approver:
        draft = drafted(drafter)
        drafter.send_form(f"{draft}/trinh")
        decide = draft.replace("/soan/", "/hop-duyet/") + "/quyet-dinh"
        approver.send_form(decide, {"lam": "tra", "y_kien": " "})
        assert "đã trình" in drafter.get(draft).text
        approver.send_form(decide, {"lam": "tra", "y_kien": "Thiếu căn cứ Luật Trẻ em"})
        assert "Thiếu căn cứ Luật Trẻ em" in drafter.get("/hom-nay").text
        drafter.send_form(f"{draft}/bo")


def test_two_clerks_issue_one_draft_once(desk: Desk) -> None:
    with entered(desk, "clerk") as one, entered(desk, "clerk") as other:
        draft = drafted(one)
        first, second = one.send_form(f"{draft}/phat-hanh"), other.send_form(f"{draft}/phat-hanh")
        assert first.status_code == second.status_code == 302
        assert first.headers["location"] == second.headers["location"]


def test_the_ledger_has_person_machine_and_address(desk: Desk) -> None:
    with entered(desk, "clerk") as clerk:
        issued = clerk.send_form(f"{drafted(clerk)}/phat-hanh").headers["location"]
        last = (desk.folder / "nhat-ky").glob("*.jsonl")
        lines = [line for file in last for line in file.read_text("utf-8").splitlines()]
        deed = next(line for line in reversed(lines) if issued.removeprefix("/van-ban/") in line)
        assert '"who":"clerk"' in deed
        assert '"address":"127.0.0.1"' in deed


def test_word_out_and_in_again(desk: Desk) -> None:
    with entered(desk, "clerk") as clerk:
        draft = drafted(clerk)
        document = Document(io.BytesIO(clerk.get(f"{draft}/van-ban.docx").content))
        for paragraph in document.paragraphs:
            for run in paragraph.runs:
                run.text = run.text.replace("gồm các ông, bà có tên", "gồm bảy ông, bà có tên")
        changed = io.BytesIO()
        document.save(changed)
        taken = clerk.send_form(f"{draft}/nhan-word", files={"tep": ("sua.docx", changed.getvalue())})
        assert taken.headers["location"] == draft
        assert clerk.send_form(f"{draft}/bieu-mau").status_code == 409  # a form would overwrite what Word wrote
        issued = clerk.send_form(f"{draft}/phat-hanh").headers["location"]
        given = Document(io.BytesIO(clerk.get(f"{issued}/tep/van-ban").content))
        assert any("gồm bảy ông, bà" in paragraph.text for paragraph in given.paragraphs)


def test_a_word_file_of_ones_own_becomes_a_draft(desk: Desk) -> None:
    with entered(desk, "clerk") as clerk:
        written = clerk.get(f"{drafted(clerk)}/van-ban.docx").content
        made = clerk.send_form("/soan/tu-word", {"don_vi": "xã Phủ Thông"}, files={"tep": ("cua-toi.docx", written)})
        assert made.status_code == 302
        page = clerk.get(made.headers["location"]).text
        assert SUBJECT in page
        assert "Nguyễn Văn A, Chủ tịch" in page


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.4", b"x" * 100])
def test_what_is_no_word_file_is_refused_with_its_reason(desk: Desk, content: bytes) -> None:
    with entered(desk, "clerk") as clerk:
        refused = clerk.send_form("/soan/tu-word", {"don_vi": "xã Phủ Thông"}, files={"tep": ("x.docx", content)})
        assert refused.status_code == 422
        assert 'role="alert"' in refused.text


def test_nothing_is_missing_where_scripts_are_off(commune: Desk, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(commune.entry)
    page.goto(f"{commune.base}/soan/moi?chon=quyet+dinh")
    page.get_by_role("button", name="Quyết định QĐ").click()
    for name, value in FIELDS.items():
        page.locator(f'[name="{name}"]').fill(value)
    page.get_by_role("button", name="Lưu và xem trang").click()
    expect(page.get_by_role("img", name="Trang 1 của dự thảo")).to_be_visible()
    page.get_by_role("button", name="Lập dự thảo").click()
    page.get_by_role("button", name="Trình duyệt").click()
    page.get_by_role("link", name="Đọc và duyệt").click()
    page.get_by_role("button", name="Duyệt", exact=True).click()
    page.get_by_role("link", name="Hôm nay").click()
    page.get_by_role("link", name="Cấp số, phát hành").click()
    page.get_by_role("button", name="phát hành").click()
    page.get_by_role("link", name="Xem trang văn bản").click()
    expect(page.get_by_role("img", name="Trang 1 của Quyết định 01/QĐ-UBND")).to_be_visible()
    context.close()


def test_roles_pass_a_document_on_to_each_other(desk: Desk, browser: Browser) -> None:
    def as_person(login: str) -> Page:
        one = browser.new_context(locale="vi-VN").new_page()
        enter(one, desk, login)
        return one

    with entered(desk, "specialist") as visitor:
        draft = drafted(visitor, trich_yeu="Về việc phân công trực")
    drafter, approver, clerk = as_person("specialist"), as_person("approver"), as_person("clerk")
    drafter.goto(f"{desk.base}{draft}")
    expect(drafter.get_by_role("button", name="phát hành")).to_have_count(0)
    drafter.get_by_role("button", name="Trình duyệt").click()
    approver.get_by_role("link", name="dự thảo chờ duyệt").click()
    approver.get_by_role("link", name="Về việc phân công trực").click()
    approver.get_by_role("button", name="Duyệt", exact=True).click()
    clerk.reload()
    clerk.get_by_role("link", name="Về việc phân công trực").click()
    clerk.once("dialog", lambda dialog: dialog.accept())
    clerk.get_by_role("button", name="phát hành").click()
    expect(clerk.get_by_text("Đã ban hành Quyết định số")).to_be_visible()
    for one in (drafter, approver, clerk):
        one.context.close()


def test_four_eyes_refuse_ones_own_draft(tmp_path: Path) -> None:
    create_office(tmp_path / "vp", "UBND xã Phủ Thông").close()
    settings = tmp_path / "vp" / "vanthu.toml"
    settings.write_text(settings.read_text("utf-8").replace("hai_nguoi = false", "hai_nguoi = true"), "utf-8")
    with Desk(tmp_path / "vp") as running:
        staff(running)
        with entered(running, "administrator") as administrator:
            both = {"full_name": "X", "post": "", "roles": ["clerk", "approver"], "is_active": "on"}
            administrator.send_form("/nguoi-dung/clerk", both)
        with entered(running, "clerk") as clerk, entered(running, "approver") as approver:
            draft = drafted(clerk)
            clerk.send_form(f"{draft}/trinh")
            address = draft.replace("/soan/", "/hop-duyet/")
            page = clerk.get(address).text
            assert "cần người khác duyệt" in page
            digest = re.search(r'name="ban" value="([0-9a-f]{64})"', page)
            assert digest is not None
            refused = clerk.send_form(f"{address}/quyet-dinh", {"lam": "duyet", "ban": digest[1]})
            assert refused.status_code == 409
            assert "đã soạn dự thảo" in refused.text
            assert clerk.send_form(f"{draft}/phat-hanh").status_code == 409
            assert approver.send_form(f"{address}/quyet-dinh", {"lam": "duyet", "ban": digest[1]}).status_code == 302
            assert clerk.send_form(f"{draft}/phat-hanh").status_code == 302
