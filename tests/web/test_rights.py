"""Roles × actions: a test a cell; and no address without a right."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.support.desk import ROLES, ROOT, Desk, entered
from web.people.rights import GRANTED, Action, Role

DOCUMENT = "2024/063-huyen-bach-thong/qd-00002-ubnd"

# An address for each action, as whoever may would ask for it.
ADDRESSES = {
    Action.ENTER: ["/hom-nay", "/phien", "/mat-khau"],
    Action.READ: ["/tim", f"/van-ban/{DOCUMENT}", f"/van-ban/{DOCUMENT}/tep/van-ban", f"/van-ban/{DOCUMENT}/lien-quan"],
    Action.READ_REGISTER: ["/so"],
    Action.EXPORT: ["/ket-xuat"],
    Action.DRAFT: ["/soan", "/soan/moi", "/soan/tu-word"],
    Action.APPROVE: ["/hop-duyet"],
    Action.PEOPLE: ["/nguoi-dung", "/nguoi-dung/them", "/nguoi-dung/clerk"],
}
# Changes, by POST: who may gets 404, for there is no such draft.
DEEDS = {
    Action.DRAFT: ["/soan/dt-000000/trinh", "/soan/dt-000000/bo", "/soan/dt-000000/rut-lai"],
    Action.APPROVE: ["/hop-duyet/dt-000000/quyet-dinh"],
    Action.ISSUE: ["/soan/dt-000000/phat-hanh"],
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_it_may_and_nothing_else(desk: Desk, role: str) -> None:
    with entered(desk, role) as visitor:
        for action, addresses in ADDRESSES.items():
            for address in addresses:
                expected = 200 if action in GRANTED[Role(role)] else 403
                assert visitor.get(address).status_code == expected, (role, action, address)


@pytest.mark.parametrize("role", ROLES)
def test_drafts_are_read_by_who_works_on_them(desk: Desk, role: str) -> None:
    with entered(desk, role) as visitor:
        for address in ("/soan/dt-000000", "/soan/dt-000000/van-ban.docx", "/soan/trang/0123/1.png"):
            expected = 404 if Action.READ_DRAFTS in GRANTED[Role(role)] else 403
            assert visitor.get(address).status_code == expected, (role, address)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_what_it_may_and_nothing_else(desk: Desk, role: str) -> None:
    with entered(desk, role) as visitor:
        for action, addresses in DEEDS.items():
            for address in addresses:
                expected = 404 if action in GRANTED[Role(role)] else 403
                assert visitor.send_form(address).status_code == expected, (role, action, address)


def test_a_refusal_says_who_may(desk: Desk) -> None:
    with entered(desk, "inspector") as visitor:
        refused = visitor.get("/soan").text
        assert "soạn, trình dự thảo" in refused
        assert "văn thư, chuyên viên" in refused


def test_nobody_opens_anything_before_coming_in(desk: Desk) -> None:
    with desk.visitor() as visitor:
        for addresses in ADDRESSES.values():
            for address in addresses:
                answered = visitor.get(address)
                assert answered.status_code == 302, address
                assert answered.headers["location"] == f"/vao?tiep={address}"


def test_every_address_of_the_desk_has_a_right(tmp_path: Path) -> None:
    """Deny by default: a view without a right is refused, so none may be without."""
    (tmp_path / "so").mkdir()
    script = f"""
import json, pathlib
place = pathlib.Path({str(tmp_path)!r}) / "so"
from django.conf import settings
from web.settings import Desk, django_settings
desk = Desk(place / "khoa", place / "x.sqlite", ("localhost",), "", "x", False)
settings.configure(**django_settings(desk))
import django; django.setup()
from web.urls import urlpatterns
print(json.dumps({{str(one.pattern): str(getattr(one.callback, "action", "")) or getattr(one.callback, "is_public", "")
                  for one in urlpatterns}}))
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, text=True)
    found = json.loads(done.stdout)
    assert {address for address, right in found.items() if right is True} == {"vao", "vao/<str:token>"}
    assert {address for address, right in found.items() if not right} == set()


def test_the_administrator_issues_nothing_and_reads_nothing() -> None:
    assert GRANTED[Role.ADMINISTRATOR] == {Action.ENTER, Action.PEOPLE}


def test_a_person_with_two_roles_has_the_rights_of_both(desk: Desk) -> None:
    with entered(desk, "administrator") as administrator:
        given = {"full_name": "Nguyễn Văn A", "post": "Phó Chủ tịch", "is_active": "on"}
        both = {**given, "roles": ["approver", "archivist"]}
        assert administrator.send_form("/nguoi-dung/approver", both).status_code == 302
        with entered(desk, "approver") as visitor:
            assert visitor.get("/hop-duyet").status_code == 200
            assert "lãnh đạo duyệt, lưu trữ" in visitor.get("/hom-nay").text
        administrator.send_form("/nguoi-dung/approver", {**given, "roles": ["approver"]})


def _refused(answer: httpx.Response) -> bool:
    return answer.status_code == 302 and answer.headers["location"].startswith("/vao")


def test_a_change_of_rights_ends_the_persons_sessions(desk: Desk) -> None:
    with entered(desk, "administrator") as administrator, entered(desk, "specialist") as visitor:
        given = {"full_name": "Trần Thị C", "post": "", "is_active": "on"}
        administrator.send_form("/nguoi-dung/specialist", {**given, "roles": ["specialist", "clerk"]})
        assert _refused(visitor.get("/soan"))
        administrator.send_form("/nguoi-dung/specialist", {**given, "roles": ["specialist"]})


def test_somebody_out_of_use_is_out_at_once_and_stays_out(desk: Desk) -> None:
    with entered(desk, "administrator") as administrator, entered(desk, "archivist") as visitor:
        given = {"full_name": "Lê Văn D", "post": "", "roles": ["archivist"]}
        administrator.send_form("/nguoi-dung/archivist", given)
        assert _refused(visitor.get("/tim"))
        assert visitor.enter("archivist").status_code == 422
        administrator.send_form("/nguoi-dung/archivist", {**given, "is_active": "on"})
        assert visitor.enter("archivist").status_code == 302


def test_the_last_administrator_stays(desk: Desk) -> None:
    with entered(desk, "administrator") as visitor:
        given = {"full_name": "Nguyễn Văn E", "post": "", "roles": ["clerk"], "is_active": "on"}
        refused = visitor.send_form("/nguoi-dung/administrator", given)
        assert refused.status_code == 422
        assert "ít nhất một người quản trị" in refused.text
