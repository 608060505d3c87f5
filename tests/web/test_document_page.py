"""The page of a document.

Pictures of its pages, its words marked, its files byte for byte.
"""

import re
from datetime import date
from pathlib import Path

import pytest

from archive.retention import FILE
from office.issue import single_documents
from office.records import case_files, disposal
from tests.support.desk import Desk, entered
from tests.support.documents import LETTER, drafted
from tests.support.offices import create_office

DOCUMENT = "/van-ban/2024/063-huyen-bach-thong/qd-00002-ubnd"


def test_the_page_is_a_picture_with_its_words_above_it(desk: Desk) -> None:
    with entered(desk, "inspector") as visitor:
        sheet = visitor.get(f"{DOCUMENT}/trang").text
        assert 'aria-label="Trang 1 của Quyết định 02/QĐ-UBND"' in sheet
        words = re.findall(r"<text [^>]*>([^<]+) </text>", sheet)
        assert "CỘNG" in words
        assert "nhận" in words
        picture = visitor.get(f"{DOCUMENT}/trang/1.png")
        assert picture.headers["content-type"] == "image/png"
        assert picture.content.startswith(b"\x89PNG")


def test_searched_words_are_marked_and_the_first_of_them_is_in_view(desk: Desk) -> None:
    with entered(desk, "inspector") as visitor:
        first = visitor.get(f"{DOCUMENT}/trang", params={"q": "cong nhan"}).text
        assert first.count('class="found"') > 10
        assert "trang 1 /" in first
        in_the_list = visitor.get(f"{DOCUMENT}/trang", params={"q": "danh sach kem theo cẩm giàng"}).text
        assert 'class="found"' in in_the_list
        none = visitor.get(f"{DOCUMENT}/trang", params={"q": "khongcogica"}).text
        assert "Trang này không có chữ đã tìm." in none


def test_with_scripts_off_the_page_is_drawn_by_a_link(desk: Desk) -> None:
    with entered(desk, "inspector") as visitor:
        assert visitor.get(DOCUMENT, params={"ve": "1", "trang": "2"}).text.count("<svg") == 1


def test_files_are_those_of_the_archive(desk: Desk) -> None:
    with entered(desk, "inspector") as visitor:
        given = visitor.get(f"{DOCUMENT}/tep/van-ban")
        kept = desk.folder / "kho" / "2024" / "063-huyen-bach-thong" / "qd-00002-ubnd" / "v1" / "content"
        assert given.content == (kept / "van-ban.docx").read_bytes()
        assert 'filename="qd-00002-ubnd-2024.docx"' in given.headers["content-disposition"]
        assert visitor.get(f"{DOCUMENT}/tep/pdf").content.startswith(b"%PDF-")
        assert visitor.get(f"{DOCUMENT}/tep/ban-ky").status_code == 404


def test_relations_are_links_both_ways(desk: Desk) -> None:
    with entered(desk, "inspector") as visitor:
        known = visitor.get(f"{DOCUMENT}/lien-quan").text
        assert "01/TTr-HĐXD" in known
        assert "Được nhắc trong" in known


def test_the_history_names_who_and_when(desk: Desk) -> None:
    with entered(desk, "inspector") as visitor:
        page = visitor.get(DOCUMENT).text
        assert re.search(r"Ban hành<small>02/12/2024 12:00, van-thu · mục \d+ của nhật ký", page)


@pytest.mark.parametrize(
    "path",
    [
        "/van-ban/2024/063-huyen-bach-thong/qd-00099-ubnd",
        "/van-ban/2024/../vanthu.toml",
        "/van-ban/2024/%2e%2e/so",
        "/van-ban/..%2f..%2fvanthu.toml",
        "/van-ban/2024/063-huyen-bach-thong/qd-00002-ubnd/tep/..%2f..",
        "/van-ban/2024/063-huyen-bach-thong/qd-00002-ubnd/trang/0.png",
        "/van-ban/2024/063-huyen-bach-thong/qd-00002-ubnd/trang/999.png",
        "/static/../vanthu.toml",
    ],
)
def test_no_address_leads_out_of_the_archive(desk: Desk, path: str) -> None:
    with entered(desk, "inspector") as visitor:
        answered = visitor.get(path)
        assert answered.status_code in (404, 422), path
        assert "hai_nguoi" not in answered.text


def test_of_a_destroyed_document_nothing_is_shown_but_the_decision(tmp_path: Path) -> None:
    office = create_office(tmp_path / "vp")
    path = single_documents.issue(office, drafted(office, LETTER)).path
    wanted = case_files.Wanted("01.VX", 2024)
    case_files.open_all(office, [case_files.new(office, "02008", 2024, "01.VX", "Việc cũ", "1 năm")])
    case_files.add(office, wanted, [path])
    case_files.close(office, [wanted], date(2024, 11, 30))
    table = office.folder / FILE
    table.write_text(
        table.read_text("utf-8").replace(
            'thoi_han = "50 năm"\nxac_nhan = false', 'thoi_han = "1 năm"\nxac_nhan = true'
        ),
        "utf-8",
    )
    with Desk(tmp_path / "vp") as desk, desk.visitor() as visitor:
        visitor.enter_by(desk.entry)
        assert "<svg" in visitor.get(f"/van-ban/{path}/trang").text
        disposal.destroy(office, wanted, "5/QĐ-UBND", date(2026, 1, 30), "UBND huyện Bạch Thông")
        page = visitor.get(f"/van-ban/{path}").text
        assert "Đã hủy theo Quyết định" in page
        for part in ("trang/1.png", "tep/van-ban", "tep/pdf"):
            refused = visitor.get(f"/van-ban/{path}/{part}")
            assert refused.status_code == 404, part
            assert "không còn" in refused.text
        assert "<svg" not in visitor.get(f"/van-ban/{path}/trang").text
    office.close()


def test_the_register_lists_each_number_with_its_document(desk: Desk) -> None:
    with entered(desk, "inspector") as visitor:
        page = visitor.get("/so", params={"cq": "063", "nam": "2024", "so": "QĐ"}).text
        assert re.search(r'<a href="/van-ban/2024/063-huyen-bach-thong/qd-00002-ubnd">02/QĐ-UBND</a>', page)
        printed = visitor.get("/so/in.docx", params={"cq": "063", "nam": "2024"})
        assert printed.content[:2] == b"PK"
        assert visitor.get("/so/in.pdf", params={"cq": "063", "nam": "2024"}).content.startswith(b"%PDF-")
        assert visitor.get("/so/in.docx", params={"cq": "063", "nam": "xx"}).status_code == 404
        assert visitor.get("/so/in.exe", params={"cq": "063", "nam": "2024"}).status_code == 404
        assert visitor.get("/so/in.docx", params={"cq": "063", "nam": "1999"}).status_code == 404


def test_a_damaged_document_says_so_and_stops_nothing_else(desk: Desk, tmp_path: Path) -> None:
    lost = desk.folder / "kho" / "2024" / "063-huyen-bach-thong" / "tb-00001-ubnd"
    aside = tmp_path / "tb"
    lost.rename(aside)
    try:
        with entered(desk, "inspector") as visitor:
            answered = visitor.get("/van-ban/2024/063-huyen-bach-thong/tb-00001-ubnd")
            assert answered.status_code == 503
            assert "bị hỏng" in answered.text
            assert visitor.get(DOCUMENT).status_code == 200
    finally:
        aside.rename(lost)
