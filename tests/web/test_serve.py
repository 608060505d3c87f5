"""`vanthu serve`: who can reach the desk, and how the first person comes in."""

import shutil
import socket
import ssl
from pathlib import Path

import httpx
import pytest

from doc_engine.errors import ExitCode
from tests.support.desk import Desk, DeskRefused, add_person, entered, raw, staff
from tests.support.offices import create_office


def test_the_link_lets_the_one_person_in_once(small_desk: Desk) -> None:
    with small_desk.visitor() as first, small_desk.visitor() as second:
        assert "Hôm nay" in first.enter_by(small_desk.entry).text
        refused = second.enter_by(small_desk.entry)
        assert refused.status_code == 410
        assert "dùng một lần" in refused.text
        assert second.get("/hom-nay").headers["location"] == "/vao?tiep=/hom-nay"


def test_the_one_person_has_every_right(small_desk: Desk) -> None:
    with small_desk.visitor() as one:
        one.enter_by(small_desk.entry)
        for address in ("/soan", "/hop-duyet", "/tim", "/so", "/nguoi-dung"):
            assert one.get(address).status_code == 200, address


def test_the_first_account_is_an_administrator_and_turns_passwords_on(small_desk: Desk) -> None:
    with small_desk.visitor() as one:
        one.enter_by(small_desk.entry)
        given = {"full_name": "Nguyễn Thị B", "login": "b", "post": "", "roles": ["clerk"], "password": "mat-khau-dai"}
        refused = one.send_form("/nguoi-dung/them", {**given, "login": "b.nguyen"})
        assert refused.status_code == 422
        assert "phải có vai trò quản trị" in refused.text
        add_person(one, "quan.tri", ["administrator"])
    small_desk.stop()
    with Desk(small_desk.folder) as again:
        assert again.entry == f"{again.base}/"
        with again.visitor() as visitor:
            assert visitor.enter("quan.tri").status_code == 302


def test_other_machines_enter_only_with_accounts(tmp_path: Path) -> None:
    create_office(tmp_path / "vp").close()
    with pytest.raises(DeskRefused) as refused:
        Desk(tmp_path / "vp", "--address", "0.0.0.0", "--tls")
    assert refused.value.status == ExitCode.REFUSED
    assert "Chưa có tài khoản nào" in refused.value.said
    assert "WEB-01" in refused.value.said


def test_other_machines_enter_only_encrypted(small_desk: Desk) -> None:
    staff(small_desk)
    small_desk.stop()
    with pytest.raises(DeskRefused) as refused:
        Desk(small_desk.folder, "--address", "0.0.0.0")
    assert refused.value.status == ExitCode.REFUSED
    assert "WEB-02" in refused.value.said


def test_the_offices_own_certificate_is_trusted_by_whoever_has_its_authority(small_desk: Desk) -> None:
    staff(small_desk)
    small_desk.stop()
    with Desk(small_desk.folder, "--address", "127.0.0.1", "--tls") as running:
        assert running.base.startswith("https://")
        authority = ssl.create_default_context(cafile=str(small_desk.folder / "chung-chi" / "goc.crt"))
        with running.visitor(verify=authority) as visitor:
            answered = visitor.enter("clerk")
            cookie = answered.headers["set-cookie"]
            assert "Secure" in cookie
            assert "HttpOnly" in cookie
            assert "max-age=31536000" in visitor.get("/hom-nay").headers["strict-transport-security"]
        with httpx.Client(base_url=running.base) as stranger, pytest.raises(httpx.ConnectError):
            stranger.get("/vao")
    for secret in ("goc.khoa", "may-chu.khoa"):
        assert (small_desk.folder / "chung-chi" / secret).stat().st_mode & 0o077 == 0


def test_whoever_has_the_offices_folder_lets_a_person_in_who_forgot_the_password(small_desk: Desk) -> None:
    staff(small_desk)
    small_desk.stop()
    with Desk(small_desk.folder, "--login", "clerk") as running, running.visitor() as visitor:
        assert "CLERK" in visitor.enter_by(running.entry).text
    with pytest.raises(DeskRefused) as refused:
        Desk(small_desk.folder, "--login", "khong-ai")
    assert refused.value.status == ExitCode.NOT_FOUND


def test_a_taken_port_is_reported(small_desk: Desk) -> None:
    port = small_desk.base.rpartition(":")[2]
    with pytest.raises(DeskRefused) as refused:
        Desk(small_desk.folder, "--port", port)
    assert refused.value.status == ExitCode.STORE
    assert "WEB-03" in refused.value.said


def test_a_request_for_another_host_is_refused(small_desk: Desk) -> None:
    with small_desk.visitor() as visitor:
        assert visitor.get("/vao", headers={"Host": "noi-khac.vn"}).status_code == 400


def test_a_body_that_is_too_large_is_refused_before_it_is_read(small_desk: Desk) -> None:
    request = b"POST /vao HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\nx"
    assert "413" in raw(small_desk, request)
    chunk = b"%x\r\n" % (1 << 20) + b"x" * (1 << 20) + b"\r\n"
    growing = b"POST /vao HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk * 65
    assert "413" in raw(small_desk, growing)


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 4\r\nContent-Length: 5\r\n",
        b"Content-Length: +4\r\n",
        b"X: a\x00b\r\n",
        b"X: " + b"a" * 100_000 + b"\r\n",
    ],
)
def test_a_request_that_two_servers_would_read_in_two_ways_is_refused(small_desk: Desk, head: bytes) -> None:
    answered = raw(small_desk, b"POST /vao HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\nabcde")
    assert answered.split()[1] in ("400", "403", "431"), answered


def test_slow_clients_keep_nobody_waiting(small_desk: Desk) -> None:
    host, port = small_desk.base.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port))) for _ in range(100)]
    for number, one in enumerate(slow):
        if number % 2:
            one.sendall(b"POST /vao HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nx")
        else:
            one.sendall(b"GET /vao HTTP/1.1\r\nHost: loc")
    with small_desk.visitor() as visitor:
        assert visitor.get("/vao").status_code == 200
    for one in slow:
        one.close()


def test_a_desk_that_ends_leaves_no_page_behind(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tam").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tam"))
    shutil.copytree(desk.folder, tmp_path / "vp")
    with Desk(tmp_path / "vp") as running, entered(running, "clerk") as visitor:
        assert "<svg" in visitor.get("/van-ban/2024/063-huyen-bach-thong/qd-00002-ubnd/trang").text
        assert list((tmp_path / "tam").rglob("*.pdf"))
    assert list((tmp_path / "tam").rglob("*.pdf")) == []
    assert list((tmp_path / "tam").glob("vanthu-*")) == []


def test_accounts_and_sessions_outlive_a_killed_server(small_desk: Desk) -> None:
    staff(small_desk)
    with small_desk.visitor() as visitor:
        visitor.enter("clerk")
        cookies = dict(visitor.cookies)
    port = small_desk.base.rpartition(":")[2]
    small_desk.kill()
    with Desk(small_desk.folder, "--port", port) as again, again.visitor(cookies=cookies) as visitor:
        assert visitor.get("/hom-nay").status_code == 200
