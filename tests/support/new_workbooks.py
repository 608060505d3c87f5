"""A new workbook filled in as a clerk does it: what `workbook new` leaves open.

Of two out of three communes everything is good; every third fails one criterion. Points of criteria are
shares of the most that the sheet "Thang điểm" or the programme gives.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from doc_engine.programme import Programme

PEOPLE = (
    ("Nguyễn Văn A", "Phó Chủ tịch Ủy ban nhân dân", "Chủ tịch"),
    ("Nguyễn Văn B", "Trưởng ban", "Phó Chủ tịch"),
    ("Nguyễn Văn C", "Chuyên viên", "Thư ký"),
)
MOST, PASSED = 70, 35  # of each criterion whose figures nobody has confirmed
FAILS_EVERY = 3


def fields(year: int, *, province: bool) -> dict[str, Any]:
    """What the first sheet asks for, of a district or a province."""
    above = "Bộ Y tế" if province else "Ủy ban nhân dân tỉnh Bắc Kạn"
    office = ("Sở Tư pháp tỉnh", "STP") if province else ("Phòng Tư pháp huyện", "TP")
    return {
        "Mục tiêu (%)": 0.5,
        "Kế hoạch cấp trên: số, ký hiệu": "120/KH-BYT" if province else "120/KH-UBND",
        "Kế hoạch cấp trên: ngày": date(year, 1, 10),
        "Kế hoạch cấp trên: cơ quan ban hành": above,
        "Báo cáo kết quả gửi": above,
        "Cơ quan thường trực": office[0],
        "Cơ quan thường trực: viết tắt": office[1],
        "Hội đồng: tên": "Hội đồng xét duyệt",
        "Hội đồng: viết tắt": "HĐXD",
        "Hội đồng: giờ bắt đầu": "8h00",
        "Hội đồng: giờ kết thúc": "11:30",
        "Hội đồng: địa điểm họp": "Phòng họp Ủy ban nhân dân",
        "Hội đồng của xã: tên": "Hội đồng tự đánh giá",
        "Hội đồng của xã: viết tắt": "HĐTĐG",
    }


def fill_in(file: Path, programme: Programme, *, province: bool = False) -> None:
    """Fill in a new workbook in its place."""
    workbook = load_workbook(file)
    days = {str(row[0].value): row[2].value for row in workbook["Văn bản"].iter_rows(min_row=2)}
    met, own_met = _day(days["bien-ban-hop-hoi-dong"]), _day(days["bien-ban-hop-hoi-dong-xa"])
    known = fields(_year(workbook["Kỳ đánh giá"]), province=province)
    _period(workbook["Kỳ đánh giá"], {**known, "Hội đồng: ngày họp": met})
    communes = [(str(row[0].value), str(row[1].value)) for row in workbook["Các xã"].iter_rows(min_row=2)]
    area = next((one.id for one in programme.areas if one.id == "mien-nui"), programme.areas[0].id)
    for row in range(2, len(communes) + 2):
        workbook["Các xã"].cell(row, 3).value = area or None
    for row in range(2, len(communes) + 3):
        workbook["Người ký"].cell(row, 2).value = "Nguyễn Văn A"
    workbook["Người ký"].append(
        [
            known["Cơ quan thường trực: viết tắt"],
            "Nguyễn Văn B",
            "Giám đốc" if province else "Trưởng Phòng",
            "Cấp trưởng",
        ]
    )
    if "Thang điểm" in workbook.sheetnames:
        _scale(workbook["Thang điểm"], programme)
    for number in range(len(communes)):
        _judge(workbook, number + 2, programme, passes=bool(number % FAILS_EVERY))
    for person in PEOPLE:
        workbook["Hội đồng"].append([*person, "Có"])
    for code, name in communes:
        for person in PEOPLE:
            workbook["Hội đồng của xã"].append([code, name, *person, "Có"])
        workbook["Họp của xã"].append([code, name, own_met, "14h00", "16:00", "Trụ sở", 3, 0])
    for id_ in ("ke-hoach-huyen", "ke-hoach-xa", "qd-cong-nhan", "thong-bao-ket-qua", "bao-cao-ket-qua"):
        workbook["Nơi nhận"].append([id_, "- UBND các xã;"])
    workbook.save(file)


def _year(page: Worksheet) -> int:
    return next(int(str(row[1].value)) for row in page.iter_rows(min_row=2) if row[0].value == "Năm")


def _day(value: object) -> date:
    assert isinstance(value, date)
    return date(value.year, value.month, value.day)


def _period(page: Worksheet, known: Mapping[str, Any]) -> None:
    for row in range(2, page.max_row + 1):
        name = str(page.cell(row, 1).value)
        if name in known:
            page.cell(row, 2).value = known[name]
            if name == "Mục tiêu (%)":
                page.cell(row, 2).number_format = "0%"


def _scale(page: Worksheet, programme: Programme) -> None:
    """Enter the figures that the programme lacks, but those of parts."""
    by_share = any(one.pass_share for one in programme.criteria)
    for row in range(2, page.max_row + 1):
        if not str(page.cell(row, 1).value).isdecimal():
            continue
        if page.cell(row, 3).value is None:
            page.cell(row, 3).value = MOST
        if page.cell(row, 4).value is None and not by_share:
            page.cell(row, 4).value = PASSED
        page.cell(row, 5).value, page.cell(row, 6).value = "Phụ lục của Quyết định", "Nguyễn Văn A"


def _judge(workbook: Workbook, row: int, programme: Programme, *, passes: bool) -> None:
    for sheet in ("Điểm tự chấm", "Điểm thẩm định"):
        page = workbook[sheet]
        for column, heading in enumerate([cell.value for cell in page[1]], start=1):
            criterion = next((one for one in programme.criteria if heading == f"Tiêu chí {one.id}"), None)
            if criterion is None:
                continue
            fails = not passes and criterion.id == 5
            if programme.by_points:
                most = criterion.max_points.value or Decimal(MOST)
                page.cell(row, column).value = 8 if fails else int(most * Decimal("0.9"))
            else:
                page.cell(row, column).value = "Không đạt" if fails else "Đạt"
    if "Điều kiện" in workbook.sheetnames:
        for column in range(3, workbook["Điều kiện"].max_column + 1):
            workbook["Điều kiện"].cell(row, column).value = "Đạt"
    workbook["Biểu quyết"].cell(row, 3).value = 3 if passes else 0
    workbook["Biểu quyết"].cell(row, 4).value = 0 if passes else 3
