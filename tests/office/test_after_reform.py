"""The same cycle since 1 July 2025: without districts, a province leads."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from archive import document_object
from doc_engine.docx_text import plain_text
from doc_engine.programme import load
from doc_engine.template import Template
from doc_engine.units import units
from doc_engine.vietnamese import capitalised
from doc_engine.workbook import blank, form, read
from office.issue import batch
from office.issue.planning import Choice
from office.office import VIETNAM, Office
from tests.conftest import EXAMPLE
from tests.support.offices import open_office

PROGRAMME = "chuong-trinh-minh-hoa.toml"
LEAD = "2025/19-tinh-thai-nguyen"
PROVINCE = "19"  # Thái Nguyên, with what was Bắc Kạn
DAY = date(2025, 12, 31)
POINTS = (95, 70, 90, 72, 70, 115, 48, 68, 70, 72, 45, 66, 46)
PERIOD: Mapping[str, str | int | date] = {
    "Địa danh": "Thái Nguyên",
    "Mục tiêu (%)": 50,
    "Kế hoạch cấp trên: số, ký hiệu": "10/KH-BYT",
    "Kế hoạch cấp trên: ngày": date(2025, 8, 1),
    "Kế hoạch cấp trên: cơ quan ban hành": "Bộ Y tế",
    "Báo cáo kết quả gửi": "Bộ Y tế",
    "Hạn xã gửi báo cáo": date(2025, 11, 10),
    "Hạn ký quyết định công nhận": date(2025, 11, 25),
    "Hạn báo cáo kết quả": date(2025, 12, 1),
    "Cơ quan thường trực": "Sở Y tế tỉnh",
    "Cơ quan thường trực: viết tắt": "SYT",
    "Hội đồng: tên": "Hội đồng xét duyệt",
    "Hội đồng: viết tắt": "HĐXD",
    "Hội đồng: ngày họp": date(2025, 11, 19),
    "Hội đồng: giờ bắt đầu": "08 giờ 00",
    "Hội đồng: giờ kết thúc": "11 giờ 30",
    "Hội đồng: địa điểm họp": "Phòng họp Ủy ban nhân dân tỉnh",
    "Hội đồng của xã: tên": "Hội đồng tự đánh giá",
    "Hội đồng của xã: viết tắt": "HĐTĐG",
}
DAYS = (
    ("ke-hoach-huyen", date(2025, 9, 5)),
    ("ke-hoach-xa", date(2025, 9, 12)),
    ("qd-thanh-lap-hoi-dong-xa", date(2025, 10, 15)),
    ("bien-ban-hop-hoi-dong-xa", date(2025, 11, 5)),
    ("bao-cao-tu-danh-gia-xa", date(2025, 11, 7)),
    ("to-trinh-de-nghi-xa", date(2025, 11, 7)),
    ("to-trinh-thanh-lap-hoi-dong", date(2025, 11, 10)),
    ("qd-thanh-lap-hoi-dong", date(2025, 11, 12)),
    ("giay-moi-hop", date(2025, 11, 14)),
    ("bao-cao-tham-dinh", date(2025, 11, 18)),
    ("bien-ban-hop-hoi-dong", date(2025, 11, 19)),
    ("to-trinh-cong-nhan", date(2025, 11, 20)),
    ("qd-cong-nhan", date(2025, 11, 21)),
    ("thong-bao-ket-qua", date(2025, 11, 26)),
    ("bao-cao-ket-qua", date(2025, 11, 28)),
)
COUNCIL = (
    ("Nguyễn Văn B", "Phó Chủ tịch Ủy ban nhân dân {cấp}", "Chủ tịch", "Có"),
    ("Nguyễn Văn C", "Chuyên viên", "Thư ký", "Có"),
    ("Nguyễn Thị D", "Bí thư Đoàn Thanh niên", "Ủy viên", "Có"),
)
BASES = (
    ("Luật", None, None, date(2025, 6, 16), "Tổ chức chính quyền địa phương"),
    ("Quyết định", "06/QĐ-TTg", "Thủ tướng Chính phủ", date(2019, 1, 3), "quy định tiêu chuẩn xã phù hợp với trẻ em"),
)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory, templates: Mapping[str, Template]) -> Path:
    """A filled workbook of the province with four of its communes."""
    folder = tmp_path_factory.mktemp("tinh")
    programme = (EXAMPLE.parent / PROGRAMME).read_text("utf-8")
    (folder / PROGRAMME).write_text(programme.replace(" huyện", " tỉnh"), "utf-8")  # the lead offices are data
    lead = units().at(PROVINCE, DAY)
    communes = units().children(PROVINCE, DAY)[:4]
    empty = blank(lead, communes, load(folder / PROGRAMME), PROGRAMME, 2025, templates)
    book = load_workbook(io.BytesIO(empty))
    period = book[form.PERIOD.name]
    for row in range(2, period.max_row + 1):
        name = period.cell(row, 1).value
        if isinstance(name, str) and name in PERIOD:
            period.cell(row, 2, PERIOD[name])
    sheets: dict[str, Sequence[Sequence[str | int | date | None]]] = {
        form.DOCUMENTS.name: [(id_, None, day) for id_, day in DAYS],
        form.SIGNERS.name: [
            (PROVINCE, "Nguyễn Văn A", "Phó Chủ tịch", "Ký thay (KT.)"),
            ("SYT", "Nguyễn Văn B", "Giám đốc", "Cấp trưởng"),
            *((unit.code, "Nguyễn Văn M", "Chủ tịch", "Cấp trưởng") for unit in communes),
        ],
        form.COMMUNES.name: [(unit.code, capitalised(unit.name), "mien-nui") for unit in communes],
        form.SELF_SCORES: [(None, None, *POINTS) for _ in communes],
        form.SCORES: [(None, None, *POINTS) for _ in communes],
        form.COUNCIL.name: [(name, post.format(cấp="tỉnh"), role, there) for name, post, role, there in COUNCIL],
        form.VOTES.name: [(None, None, 3, 0) for _ in communes],
        form.COMMUNE_COUNCILS.name: [
            (unit.code, capitalised(unit.name), name, post.format(cấp=unit.kind.value), role, there)
            for unit in communes
            for name, post, role, there in COUNCIL
        ],
        form.COMMUNE_MEETINGS.name: [
            (unit.code, capitalised(unit.name), date(2025, 11, 5), "14 giờ 00", "16 giờ 30", "Hội trường", 3, 0)
            for unit in communes
        ],
        form.LEGAL_BASES.name: [
            (id_, *basis)
            for id_ in ("qd-thanh-lap-hoi-dong-xa", "qd-thanh-lap-hoi-dong", "qd-cong-nhan")
            for basis in BASES
        ],
        form.RECIPIENTS.name: [(id_, "UBND các xã, phường") for id_, _ in DAYS],
        form.ASSIGNMENTS.name: [("Sở Y tế tỉnh", "1", "Triển khai {tiêu chí}.")],
    }
    for name, rows in sheets.items():
        for number, line in enumerate(rows, start=2):
            for column, value in enumerate(line, start=1):
                if value is not None:
                    book[name].cell(number, column, value)
    book.save(folder / "tinh-2025.xlsx")
    return folder / "tinh-2025.xlsx"


@pytest.fixture
def texts(workbook: Path, make_office: Callable[..., Office], templates: Mapping[str, Template]) -> dict[str, str]:
    """The text of each document of the cycle, by its path.

    Issued, so the checker has found no error in it.
    """
    reading = read(workbook, templates)
    assert [str(problem) for problem in reading.problems] == []
    office = open_office(make_office().folder, clock=lambda: datetime(2025, 12, 2, 12, tzinfo=VIETNAM))
    try:
        report = batch.issue(office, reading, Choice())
        assert [failure.reason for failure in report.failed] == []
        return {one.path: plain_text(office.store.read(one.path)[document_object.DOCX]) for one in report.made}
    finally:
        office.close()


def test_a_province_and_its_communes_issue_the_cycle(texts: Mapping[str, str]) -> None:
    assert len(texts) == 10 + 4 * 5
    decision = texts[f"{LEAD}/qd-00002-ubnd"]
    assert "ỦY BAN NHÂN DÂN\nTỈNH THÁI NGUYÊN\n" in decision
    assert "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNguyễn Văn A\n" in decision
    appraisal = texts[f"{LEAD}/bc-00001-syt"].splitlines()
    assert appraisal[1:3] == ["UBND TỈNH THÁI NGUYÊN", "SỞ Y TẾ"]
    assert appraisal[-2:] == ["GIÁM ĐỐC", "Nguyễn Văn B"]
    assert "Giám đốc Sở Y tế" in texts[f"{LEAD}/qd-00001-ubnd"]


def test_nothing_speaks_of_a_district(texts: Mapping[str, str]) -> None:
    for text in texts.values():
        assert "huyện" not in text.lower()
        assert "Trưởng Sở" not in text
