"""The search page: as a form, as an address, as a list.

What is typed is never taken for anything else.
"""

import csv
import io
import re

import pytest

from tests.support.desk import Desk, entered


def _hits(page: str) -> list[str]:
    return re.findall(r'<article class="hit"><h3><a href="([^"?]+)', page)


def test_words_without_marks_are_found_and_marked(desk: Desk) -> None:
    with entered(desk, "inspector") as visitor:
        page = visitor.get("/tim", params={"q": "ket qua danh gia"}).text
        assert _hits(page)
        assert "<mark>" in page


def test_a_number_and_symbol_opens_the_document(desk: Desk) -> None:
    with entered(desk, "inspector") as visitor:
        answered = visitor.get("/tim", params={"q": "2/qd-ubnd"})
        assert answered.headers["location"] == "/van-ban/2024/063-huyen-bach-thong/qd-00002-ubnd"
        several = visitor.get("/tim", params={"q": "01/TTr-UBND"})
        assert several.status_code == 200
        assert len(_hits(several.text)) > 10


def test_facets_narrow_and_are_taken_back(desk: Desk) -> None:
    with entered(desk, "inspector") as visitor:
        everything = visitor.get("/tim", params={"q": "tre em"}).text
        narrower = re.search(r'<a href="(\?[^"]*loai=BC[^"]*)">Báo cáo<span>(\d+)</span>', everything)
        assert narrower is not None
        page = visitor.get(f"/tim{narrower[1].replace('&amp;', '&')}").text
        assert f'<p class="sub">{narrower[2]} văn bản.' in page
        assert re.search(r'aria-current="true">Báo cáo<span>bỏ lọc', page)


def test_every_state_of_the_page_is_an_address(desk: Desk) -> None:
    with entered(desk, "inspector") as visitor:
        page = visitor.get("/tim", params={"q": "tre em", "nam": "2024", "trang": "2", "xep": "cu"}).text
        assert "trang 2 /" in page
        assert "<b>cũ nhất</b>" in page


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", '"><img src=x>', "h52.1 -", '"', "a" * 5000, "\ufdd0search\ufdd1", "{{ 7 }}", "năm:"],
)
def test_whatever_is_typed_is_shown_as_text(desk: Desk, typed: str) -> None:
    with entered(desk, "inspector") as visitor:
        answered = visitor.get("/tim", params={"q": typed})
        assert answered.status_code == 200
        assert "<script>alert" not in answered.text
        assert "<img src=x" not in answered.text


@pytest.mark.parametrize("name", ["nam", "xa", "loai", "ky", "tt", "xep", "trang"])
def test_whatever_an_address_says_is_answered(desk: Desk, name: str) -> None:
    with entered(desk, "inspector") as visitor:
        for value in ("", "-1", "9" * 30, "<b>", "năm", "'\"", "\x00"):
            assert visitor.get("/tim", params={"q": "tre em", name: value}).status_code == 200, value


def test_the_list_of_all_results_is_a_file(desk: Desk) -> None:
    with entered(desk, "inspector") as visitor:
        listed = visitor.get("/tim/danh-sach.csv", params={"q": "tre em", "loai": "QĐ"})
        assert "attachment" in listed.headers["content-disposition"]
        rows = list(csv.reader(io.StringIO(listed.content.decode("utf-8-sig"))))
        assert rows[0][:2] == ["Số, ký hiệu", "Ngày"]
        assert len(rows) > 10
        assert visitor.get("/tim/danh-sach.xlsx", params={"q": "tre em"}).content[:2] == b"PK"
        none = visitor.get("/tim/danh-sach.csv", params={"q": "khongcogica"}, follow_redirects=True)
        assert "Không có văn bản nào để ghi" in none.text
        unknown = visitor.get("/tim/danh-sach.exe", params={"q": "tre em"})
        assert unknown.status_code == 400


def test_a_search_is_saved_under_a_name_and_forgotten(desk: Desk) -> None:
    with entered(desk, "inspector") as visitor:
        saved = visitor.send_form("/tim/luu", {"cau": "?q=tre+em&nam=2024", "ten": "trẻ em năm 2024"})
        assert saved.headers["location"] == "/tim?q=tre+em&nam=2024"
        page = visitor.get("/tim").text
        assert "trẻ em năm 2024" in page
        assert (desk.folder / "cau-tim.txt").read_text("utf-8").rstrip().endswith("trẻ em năm 2024 = tre em năm:2024")
        visitor.send_form("/tim/luu", {"bo": "trẻ em năm 2024"})
        assert "trẻ em năm 2024 =" not in (desk.folder / "cau-tim.txt").read_text("utf-8")
