"""Each shipped programme from a new workbook to the last document of its cycle."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from archive import document_object
from cli.main import run
from doc_engine import programme
from doc_engine.docx_text import plain_text
from doc_engine.workbook import ReadingOptions, read, scale
from doc_engine.workbook.book import Book
from office.issue import batch
from office.issue.planning import Choice
from office.office import VIETNAM, Office
from tests.support.new_workbooks import MOST, PASSED, fill_in
from tests.support.offices import create_office, faults, open_office

DISTRICT = ("064", 2023, ("Bằng Lũng", "Bằng Phúc", "Bản Thi"))  # Chợ Đồn; a township and two communes
PROVINCE = ("19", 2026, ("01969", "02008", "02014"))  # Thái Nguyên
WORDS = {  # what the documents of each programme say, and those of no other
    "xa-phu-hop-tre-em": "phù hợp với trẻ em",
    "tiep-can-phap-luat-2021": "đạt chuẩn tiếp cận pháp luật",
    "nong-thon-moi-2021": "đạt chuẩn nông thôn mới",
}
Cycle = tuple[str, int, tuple[str, ...]]  # lead unit, year, communes
Made = Callable[[str, Cycle], Path]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """A function that makes a workbook as a clerk does, and fills it in."""

    def workbook(id_: str, of: Cycle) -> Path:
        unit, year, communes = of
        file = tmp_path / f"{id_}-{year}.xlsx"
        typed = ["workbook", "new", str(file), "--unit", unit, "--year", str(year), "--programme", id_]
        assert run([*typed, *(part for one in communes for part in ("--commune", one))]) == 0
        fill_in(file, programme.load(programme.shipped()[id_]), province=of is PROVINCE)
        return file

    return workbook


def texts(office: Office) -> dict[str, str]:
    """The text of each document, by its path."""
    return {path: plain_text(office.store.read(path)[document_object.DOCX]) for path in office.catalogue.paths()}


@pytest.mark.parametrize("of", [DISTRICT, PROVINCE], ids=["2023", "2026"])
@pytest.mark.parametrize("id_", WORDS)
def test_a_programme_goes_from_a_new_workbook_to_recognition(
    id_: str, of: Cycle, made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = made(id_, of)
    assert run(["workbook", "check", str(file)]) == 0
    assert "25 văn bản làm được ngay" in capsys.readouterr().err
    create_office(tmp_path / "vp").close()
    office = open_office(tmp_path / "vp", clock=lambda: datetime(2027, 3, 1, 9, tzinfo=VIETNAM))
    assert batch.issue(office, read(file, office.templates), Choice()).failed == []
    found = texts(office)
    assert len(found) == 25
    assert faults(office) == []
    whole = "\n".join(found.values())
    for other, said in WORDS.items():
        assert (said in whole) == (other == id_)
    for said in ("trẻ em", "BVCSTE"):
        assert (said in whole) == (id_ == "xa-phu-hop-tre-em")
    own_title = "xã, phường, thị trấn"  # of the programmes' decisions, and of a law that they name
    for said in ("huyện", "thị trấn") if of is PROVINCE else ("Sở Tư pháp", "Công an tỉnh"):
        assert said not in whole.replace(own_title, "")
    office.close()


def test_what_an_office_confirmed_is_in_the_workbook_of_its_next_year(made: Made, tmp_path: Path) -> None:
    file = made("xa-phu-hop-tre-em", DISTRICT)
    create_office(tmp_path / "vp").close()
    assert run(["--office", str(tmp_path / "vp"), "batch", str(file), "--issue"]) == 0
    following = tmp_path / "vp" / "2024.xlsx"
    typed = ["workbook", "new", str(following), "--unit", "064", "--year", "2024"]
    assert run(["--office", str(tmp_path / "vp"), *typed]) == 0
    scale = {
        str(row[0]): row[2:] for row in load_workbook(following)["Thang điểm"].iter_rows(min_row=2, values_only=True)
    }
    assert scale["2"] == (MOST, PASSED, "Phụ lục của Quyết định", "Nguyễn Văn A")
    assert scale["1"][:2] == (100, PASSED)
    again = tmp_path / "2024-tu-2023.xlsx"  # without the office: from last year's workbook
    assert run(["workbook", "new", str(again), *typed[3:], "--from", str(file)]) == 0
    assert load_workbook(again)["Thang điểm"]["C6"].value == load_workbook(following)["Thang điểm"]["C6"].value


def test_a_new_workbook_says_what_its_programme_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["workbook", "new", str(tmp_path / "a.xlsx"), "--unit", "064", "--year", "2023"]) == 0
    said = capsys.readouterr().out
    assert "còn 23 số liệu chưa được xác nhận" in said
    assert "Thang điểm" in said
    typed = ["--unit", "064", "--year", "2026", "--programme", "nong-thon-moi-2021"]
    assert run(["workbook", "new", str(tmp_path / "b.xlsx"), *["--unit", "19", *typed[2:]]]) == 0
    said = capsys.readouterr().out
    assert "dùng cho các năm 2021-2025, không phải 2026" in said
    assert "chưa được xác nhận" not in said
    assert "Thang điểm" not in load_workbook(tmp_path / "b.xlsx").sheetnames


def test_a_workbook_whose_scale_is_left_empty_issues_what_needs_no_points(made: Made, tmp_path: Path) -> None:
    file = made("xa-phu-hop-tre-em", DISTRICT)
    workbook = load_workbook(file)
    del workbook["Thang điểm"]
    workbook.save(file)
    create_office(tmp_path / "vp").close()
    office = open_office(tmp_path / "vp")
    report = batch.issue(office, read(file, office.templates), Choice())
    reasons = {one.label.partition(",")[0]: one.reason for one in report.failed}
    assert "tieu_chi.2.diem_toi_da.gia_tri" in reasons["Báo cáo thẩm định hồ sơ các xã"]
    assert "trang Thang điểm" in reasons["Báo cáo thẩm định hồ sơ các xã"]
    made_of = {one.path.rpartition("/")[2] for one in report.made}
    assert made_of == {"kh-00001-ubnd", "qd-00001-ubnd", "ttr-00001-tp", "gm-00001-ubnd"}
    office.close()


def test_a_share_that_nobody_confirmed_is_entered_in_the_scale(tmp_path: Path) -> None:
    (tmp_path / "moi.toml").write_bytes(programme.start())
    one = programme.load(tmp_path / "moi.toml")
    assert "quy_tac.ty_le_dat.gia_tri" in {figure.key for figure in one.unconfirmed}
    file = tmp_path / "ky.xlsx"
    typed = ["workbook", "new", str(file), "--unit", "19", "--year", "2026", "--programme", "moi.toml"]
    assert run([*typed, "--commune", "02008"]) == 0
    workbook = load_workbook(file)
    figures = {"1": (100, None), "1.1": (60, None), "1.2": (40, None), scale.SHARE: (None, 50), "tat-ca": (None, 80)}
    for row in workbook["Thang điểm"].iter_rows(min_row=2):
        for cell, value in zip(row[2:], (*figures[str(row[0].value)], "Điều 4", "Nguyễn Văn A"), strict=True):
            cell.value = value
    workbook.save(file)
    found = scale.read_scale(Book(file, ReadingOptions()), one)
    assert programme.with_confirmed(one, found).unconfirmed == ()


def test_another_programmes_workbook_gives_no_bases_tasks_or_figures(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = made("tiep-can-phap-luat-2021", DISTRICT)
    capsys.readouterr()
    following = tmp_path / "sau.xlsx"
    typed = ["workbook", "new", str(following), "--unit", "064", "--year", "2024", "--from", str(file)]
    assert run(typed) == 0
    assert "còn 23 số liệu chưa được xác nhận" in capsys.readouterr().out
    workbook = load_workbook(following)
    assert {row[2] for row in workbook["Căn cứ"].iter_rows(min_row=2, values_only=True)} == {"06/QĐ-TTg"}
    assert "Phòng Giáo dục và Đào tạo" in [row[0] for row in workbook["Phân công"].iter_rows(values_only=True)]
    assert "Nguyễn Văn B" in [row[1] for row in workbook["Người ký"].iter_rows(values_only=True)]
    province = tmp_path / "tinh.xlsx"
    typed = ["workbook", "new", str(province), "--unit", "19", "--year", "2026", "--commune", "02008"]
    assert run([*typed, "--programme", "tiep-can-phap-luat-2021", "--from", str(file)]) == 0
    offices = [row[0] for row in load_workbook(province)["Phân công"].iter_rows(min_row=2, values_only=True)]
    assert offices == ["Sở Tư pháp", "Công an tỉnh"]
