"""Passwords, sessions and forms: what a stranger, a thief or a forged page tries."""

import hashlib

import pytest

from tests.support.desk import FIRST, PASSWORD, Desk, Visitor, entered


def _is_out(visitor: Visitor) -> bool:
    return visitor.get("/hom-nay").status_code == 302


def test_a_wrong_password_says_nothing_about_the_account(desk: Desk) -> None:
    with desk.visitor() as visitor:
        wrong, unknown = visitor.enter("inspector", "sai"), visitor.enter("khong-ai-ca", "sai")
        assert wrong.status_code == unknown.status_code == 422
        for answered in (wrong, unknown):
            assert "Tên đăng nhập hoặc mật khẩu không đúng." in answered.text


def test_an_account_is_locked_after_five_wrong_passwords_from_an_address(desk: Desk) -> None:
    with desk.visitor() as visitor:
        answers = [visitor.enter("bi-khoa", "sai").status_code for _ in range(6)]
        assert answers[-1] == 429
        assert "15 phút" in visitor.enter("bi-khoa", "sai").text
        assert visitor.enter("clerk").status_code == 302  # others are not


def test_the_session_after_login_is_another_one(desk: Desk) -> None:
    with desk.visitor(cookies={"phien": "mot-ma-co-dinh-cua-ke-khac"}) as visitor:
        visitor.enter("clerk")
        values = [one.value for one in visitor.cookies.jar if one.name == "phien" and one.value]
        assert "mot-ma-co-dinh-cua-ke-khac" not in values[-1:]


def test_a_stolen_cookie_is_worthless_after_logout(desk: Desk) -> None:
    with entered(desk, "clerk") as visitor:
        stolen = visitor.cookies["phien"]
        visitor.send_form("/ra")
        assert _is_out(visitor)
    with desk.visitor(cookies={"phien": stolen}) as thief:
        assert _is_out(thief)


def test_the_database_holds_no_cookie(desk: Desk) -> None:
    with entered(desk, "clerk") as visitor:
        cookie = visitor.cookies["phien"].encode()
        for file in (desk.folder / "so").glob("ban-lam-viec.sqlite*"):
            assert cookie not in file.read_bytes()


def test_logging_out_everywhere_ends_every_session(desk: Desk) -> None:
    with entered(desk, "inspector") as here, entered(desk, "inspector") as there:
        assert "máy này" in here.get("/phien").text
        here.send_form("/phien", {"phien": "tat-ca"})
        assert _is_out(here)
        assert _is_out(there)


def test_a_person_ends_only_own_sessions(desk: Desk) -> None:
    with entered(desk, "inspector") as one, entered(desk, "archivist") as other:
        one.send_form("/phien", {"phien": hashlib.sha256(other.cookies["phien"].encode()).hexdigest()})
        assert not _is_out(other)


def test_a_first_password_opens_nothing_but_its_own_change(desk: Desk) -> None:
    with entered(desk, "administrator") as administrator:
        given = {"full_name": "Trần Văn F", "login": "moi", "post": "", "roles": ["clerk"], "password": FIRST}
        administrator.send_form("/nguoi-dung/them", given)
    with desk.visitor() as visitor:
        visitor.enter("moi", FIRST)
        assert visitor.get("/hom-nay").headers["location"] == "/mat-khau"
        assert visitor.get("/mat-khau").status_code == 200
        short = visitor.send_form("/mat-khau", {"old": FIRST, "new": "ngan", "again": "ngan"})
        assert short.status_code == 422
        other = visitor.send_form("/mat-khau", {"old": FIRST, "new": PASSWORD, "again": "khac-hoan-toan"})
        assert "không giống nhau" in other.text
        visitor.send_form("/mat-khau", {"old": FIRST, "new": PASSWORD, "again": PASSWORD})
        assert visitor.get("/hom-nay").status_code == 200


@pytest.mark.parametrize("login", ["Nguyễn", "a b", "-a", "a" * 80, "a\nb"])
def test_a_login_that_the_ledger_could_not_hold_is_refused(desk: Desk, login: str) -> None:
    with entered(desk, "administrator") as visitor:
        given = {"full_name": "X", "login": login, "post": "", "roles": ["clerk"], "password": FIRST}
        assert visitor.send_form("/nguoi-dung/them", given).status_code == 422


def test_a_login_is_never_given_twice(desk: Desk) -> None:
    with entered(desk, "administrator") as visitor:
        given = {"full_name": "X", "login": "clerk", "post": "", "roles": ["clerk"], "password": FIRST}
        assert "mỗi tên chỉ của một người" in visitor.send_form("/nguoi-dung/them", given).text


def test_a_forged_form_is_refused(desk: Desk) -> None:
    with entered(desk, "clerk") as visitor:
        token = visitor.cookies["bieu_mau"]
        assert visitor.post("/soan/bat-dau", data={"mau": "quyết định"}).status_code == 403
        forged = {"csrfmiddlewaretoken": token, "mau": "quyết định"}
        answered = visitor.post("/soan/bat-dau", data=forged, headers={"Origin": "http://ke-gian.vn"})
        assert answered.status_code == 403
        assert "Biểu mẫu này không gửi từ bàn làm việc" in answered.text


@pytest.mark.parametrize("away", ["//ke-gian.vn", "https://ke-gian.vn/", "/\\ke-gian.vn", "javascript:alert(1)"])
def test_coming_in_leads_to_no_other_host(desk: Desk, away: str) -> None:
    with desk.visitor() as visitor:
        visitor.get("/vao", params={"tiep": away})
        answered = visitor.send_form("/vao", {"login": "clerk", "password": PASSWORD, "tiep": away})
        assert answered.headers["location"] == "/"


def test_coming_in_leads_to_the_page_that_was_asked_for(desk: Desk) -> None:
    with desk.visitor() as visitor:
        visitor.get("/so")
        answered = visitor.send_form("/vao", {"login": "clerk", "password": PASSWORD, "tiep": "/so?nam=2024"})
        assert answered.headers["location"] == "/so?nam=2024"


def test_every_page_says_what_a_browser_may_do_with_it(desk: Desk) -> None:
    with entered(desk, "clerk") as visitor:
        headers = visitor.get("/hom-nay").headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        for part in ("object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
            assert part in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "server" not in headers


def test_the_administrator_sees_who_came_in_and_who_was_refused(desk: Desk) -> None:
    with desk.visitor() as visitor:
        visitor.enter("archivist", "sai-mat-khau")
    with entered(desk, "administrator") as administrator:
        page = administrator.get("/nguoi-dung").text
        assert "bị từ chối" in page
        assert "127.0.0.1" in page
