"""The published plan of Bạch Thông 2024, reproduced word for word from data."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from doc_engine.cycle import Assignment, Cycle, StandingOffice
from doc_engine.document import DocumentCode, Signer, SigningAuthority
from doc_engine.document_data.cycle_data import CycleData, with_code
from doc_engine.docx_text import plain_text
from doc_engine.render import Properties, Renderer
from doc_engine.template import Template
from doc_engine.units import units
from tests.conftest import GOLDEN

# Errors of the published text: (published, right, times, why). Nothing else may differ.
ERRATA = [
    ("Phần đầu đạt", "Phấn đấu đạt", 1, "misspelt"),
    ("đăng ký phần đầu", "đăng ký phấn đấu", 1, "misspelt"),
    ("tỉnh Bắc Kạn kế hoạch, Ủy ban", "tỉnh Bắc Kạn, Ủy ban", 1, "a stray word"),
    ("tổ chức tọa\nđàm", "tổ chức tọa đàm", 1, "a sentence broken by the end of a page"),
    ("VH_TT&TT", "VH-TT&TT", 1, "an underscore; the same office has a hyphen elsewhere in the text"),
    ("với phòng Lao động", "với Phòng Lao động", 2, "an agency's name begins with a capital (Phụ lục II)"),
    ("Phòng Văn hóa-TT huyện", "Phòng Văn hóa và Thông tin huyện", 1, "abbreviated halfway"),
    ("UBND cấp xã, thị trấn thường xuyên", "UBND các xã, thị trấn thường xuyên", 1, "two phrases run together"),
    (
        "công nhận xã, thị trấn phù hợp với trẻ em, qua đó",
        "công nhận xã, phường, thị trấn phù hợp với trẻ em, qua đó",
        1,
        "a document is cited by its own title (II.6.b)",
    ),
    (
        "công nhận xã, thị trấn phù hợp với trẻ em đến các cấp",
        "công nhận xã, phường, thị trấn phù hợp với trẻ em đến các cấp",
        1,
        "as above",
    ),
    ("họp hội đồng xét duyệt", "họp Hội đồng xét duyệt", 1, "an agency's name begins with a capital (Phụ lục II)"),
    ("Chính phủ về quy định tiêu chuẩn", "Chính phủ quy định tiêu chuẩn", 1, "cited as elsewhere in the text"),
    ("ngày 15 tháng 11 năm 2024", "ngày 15/11/2024", 1, "all other days of the text are written so"),
    ("**", "", 6, "marks of bold type in the stored copy"),
    ("“*Toàn", "“Toàn", 1, "marks of italic type in the stored copy"),
    ("minh*”", "minh”", 1, "marks of italic type in the stored copy"),
]


def plan_text(template: Template, cycle: Cycle) -> str:
    facts = cycle.facts(template.id, cycle.lead.code)
    assert facts is not None
    document = CycleData(cycle).document(template, cycle.lead, facts.issued_on, facts.signer_name, {})
    data = with_code(document, DocumentCode(None, "KH-UBND"))
    template.check(data, "plan")
    docx = Renderer(template.docx, template.id).render(data, Properties("", "", facts.issued_on))
    return plain_text(docx)


def published() -> list[str]:
    """Return the lines of the published plan, with its errata corrected."""
    lines = (GOLDEN / "ke-hoach-bach-thong-2024.txt").read_text("utf-8").splitlines()
    text = "\n".join(line.strip() for line in lines if line.strip())
    for wrong, right, times, why in ERRATA:
        assert text.count(wrong) == times, why
        text = text.replace(wrong, right)
    return text.splitlines()


def test_the_published_plan_is_reproduced_word_for_word(templates: Mapping[str, Template], cycle: Cycle) -> None:
    ours = plan_text(templates["ke-hoach-huyen"], cycle).splitlines()
    body = ours[ours.index("KẾ HOẠCH") :]
    assert body == published()


def test_above_the_title_stands_what_the_decree_asks_for(templates: Mapping[str, Template], cycle: Cycle) -> None:
    ours = plan_text(templates["ke-hoach-huyen"], cycle).splitlines()
    assert ours[: ours.index("KẾ HOẠCH")] == [
        "TÀI LIỆU MINH HỌA",
        "ỦY BAN NHÂN DÂN",
        "HUYỆN BẠCH THÔNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: /KH-UBND",
        "Bạch Thông, ngày 28 tháng 3 năm 2024",
    ]


@pytest.fixture
def elsewhere(cycle: Cycle) -> Cycle:
    """The cycle of an island district, Cô Tô: other year, offices and assignments."""
    on = date(2022, 6, 30)
    lead = units().at("207", on)
    return replace(
        cycle,
        year=2022,
        lead=lead,
        province=units().at(lead.parent_code, on),
        place="Cô Tô",
        target_percent=cycle.target_percent + 15,
        superior_plan=replace(
            cycle.superior_plan, code="77/KH-UBND", issued_on=date(2022, 2, 5), body="Ủy ban nhân dân tỉnh Quảng Ninh"
        ),
        self_report_due=date(2022, 11, 20),
        decision_due=date(2022, 12, 5),
        result_due=date(2022, 12, 20),
        standing_office=StandingOffice("Phòng Nội vụ - Xã hội huyện", "NVXH"),
        listed=units().children("207", on),
        assignments=(
            Assignment("Phòng Nội vụ - Xã hội huyện", (1, 2, 3), ""),
            Assignment("Trung tâm Y tế huyện", (4, 5), "Đánh giá {tiêu chí}."),
        ),
        signers={"207": (Signer("Nguyễn Văn A", "Chủ tịch", SigningAuthority.DIRECT),)},
        documents=tuple(
            replace(facts, signer_name="", issued_on=facts.issued_on.replace(year=2022)) for facts in cycle.documents
        ),
    )


def test_another_districts_data_give_its_own_right_plan(templates: Mapping[str, Template], elsewhere: Cycle) -> None:
    text = plan_text(templates["ke-hoach-huyen"], elsewhere)
    for said in (
        "HUYỆN CÔ TÔ",
        "Cô Tô, ngày 28 tháng 3 năm 2022",
        "Thực hiện Kế hoạch số 77/KH-UBND ngày 05/02/2022 của Ủy ban nhân dân tỉnh Quảng Ninh, Ủy ban",
        "- Phấn đấu đạt trên 65% xã, thị trấn đạt tiêu chuẩn",
        "1. Phòng Nội vụ - Xã hội huyện",
        "kiểm tra, đánh giá Tiêu chí 1, 2, 3.",
        "ký quyết định công nhận trước ngày 05/12/2022.",
        "2. Trung tâm Y tế huyện: Đánh giá Tiêu chí 4, 5.",
        "3. UBND các xã, thị trấn",
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn A",
    ):
        assert said in text
    for foreign in ("Bạch Thông", "Bắc Kạn", "Lao động", "2024", "KT."):
        assert foreign not in text
