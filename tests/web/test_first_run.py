"""No office yet: three questions in the browser make one; the example office."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.desk import Desk


def test_three_questions_make_an_office_and_open_it(tmp_path: Path, page: Page) -> None:
    with Desk(tmp_path / "vp") as desk:
        page.goto(desk.entry)
        page.get_by_label("1. Cơ quan nào?").fill("UBND xã Phủ Thông")
        page.get_by_label("Một dãy số chung cho mọi loại").check()
        page.get_by_label("3. Bản sao để ở đâu?").fill(str(tmp_path / "ban-sao"))
        page.get_by_role("button", name="Tạo văn phòng").click()
        expect(page.get_by_role("heading", name="Đã tạo văn phòng")).to_be_visible()
        page.wait_for_url("**/hom-nay", timeout=60_000)
        expect(page.get_by_text("UBND xã Phủ Thông")).to_be_visible()
        page.goto(f"{desk.base}/soan/moi")
        page.get_by_role("button", name="Quyết định QĐ").click()
        expect(page.get_by_label("Tên cơ quan ban hành")).to_have_value("ỦY BAN NHÂN DÂN\nXÃ PHỦ THÔNG")
        page.goto("about:blank")
    assert 'day_so = "chung"' in (tmp_path / "vp" / "vanthu.toml").read_text("utf-8")
    assert "ban-sao" in (tmp_path / "vp" / "ban-sao.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"ten": "UBND xã Không Có Thật"}, "Không Có Thật"),
        ({"ten": '"><script>alert(1)</script>'}, 'role=&quot;alert&quot;|role="alert"'),
        ({}, 'role="alert"'),
    ],
)
def test_a_wrong_answer_is_reported_and_nothing_is_made(tmp_path: Path, said: dict[str, str], reason: str) -> None:
    with Desk(tmp_path / "vp") as desk, desk.visitor() as visitor:
        answered = visitor.post(desk.entry, data={"day_so": "theo-loai", **said})
        assert answered.status_code == 422
        assert re.search(reason, answered.text)
        assert "<script>alert" not in answered.text
        assert not (tmp_path / "vp").exists()


def test_a_replica_that_cannot_be_made_leaves_no_office(tmp_path: Path) -> None:
    (tmp_path / "ban-sao").mkdir()
    (tmp_path / "ban-sao" / "khac.txt").write_text("x", "utf-8")
    with Desk(tmp_path / "vp") as desk, desk.visitor() as visitor:
        given = {"ten": "UBND xã Phủ Thông", "day_so": "chung", "ban_sao": str(tmp_path / "ban-sao")}
        assert visitor.post(desk.entry, data=given).status_code == 422
        assert not (tmp_path / "vp").exists()
        assert visitor.post(desk.entry, data={**given, "ban_sao": ""}).status_code == 200


def test_only_who_started_the_program_sees_the_questions(tmp_path: Path) -> None:
    with Desk(tmp_path / "vp") as desk, desk.visitor() as visitor:
        for address in ("/", "/bat-dau/", "/bat-dau/doan-mo", "/hom-nay"):
            assert visitor.get(address).status_code == 404
        assert visitor.post("/bat-dau/doan-mo", data={"ten": "UBND xã Phủ Thông"}).status_code == 404


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "anh.jpg").write_bytes(b"x")
    with Desk(tmp_path) as desk, desk.visitor() as visitor:
        answered = visitor.post(desk.entry, data={"ten": "UBND xã Phủ Thông", "day_so": "theo-loai"})
        assert answered.status_code == 422
        assert [file.name for file in tmp_path.iterdir()] == ["anh.jpg"]


def test_the_example_office_can_be_tried(tmp_path: Path) -> None:
    with Desk(tmp_path / "khong-can", "--demo") as desk, desk.visitor() as visitor:
        assert "dự thảo chờ duyệt" in visitor.enter_by(desk.entry).text
        assert "80 văn bản" in visitor.get("/tim").text
    assert not (tmp_path / "khong-can").exists()
