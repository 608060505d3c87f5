"""Write examples/bach-thong-2024/danh-gia-2024.xlsx.

The plan of 2024 is real and published. Everything else (scores, council, dates of the other documents) is invented
to show the program; its people are "Nguyễn Văn A" and so on.
"""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from doc_engine import template
from doc_engine.programme import load
from doc_engine.units import AdminUnit, units
from doc_engine.vietnamese import capitalised
from doc_engine.workbook import blank, form

FOLDER = Path(__file__).parents[1] / "examples" / "bach-thong-2024"
PROGRAMME = "chuong-trinh-minh-hoa.toml"
DAY = date(2024, 6, 30)
DISTRICT = "063"

PERIOD: dict[str, str | int | date] = {
    "Mục tiêu (%)": 50,
    "Kế hoạch cấp trên: số, ký hiệu": "134/KH-UBND",
    "Kế hoạch cấp trên: ngày": date(2024, 3, 11),
    "Kế hoạch cấp trên: cơ quan ban hành": "Ủy ban nhân dân tỉnh Bắc Kạn",
    "Báo cáo kết quả gửi": "Ủy ban nhân dân tỉnh Bắc Kạn",
    "Cơ quan thường trực": "Phòng Lao động - Thương binh và Xã hội huyện",
    "Cơ quan thường trực: viết tắt": "LĐTBXH",
    "Hội đồng: tên": "Hội đồng xét duyệt",
    "Hội đồng: viết tắt": "HĐXD",
    "Hội đồng: ngày họp": date(2024, 11, 19),
    "Hội đồng: giờ bắt đầu": "08 giờ 00",
    "Hội đồng: giờ kết thúc": "11 giờ 30",
    "Hội đồng: địa điểm họp": "Phòng họp Ủy ban nhân dân huyện Bạch Thông",
    "Hội đồng của xã: tên": "Hội đồng tự đánh giá",
    "Hội đồng của xã: viết tắt": "HĐTĐG",
}
DOCUMENTS = [
    ("ke-hoach-huyen", "", date(2024, 3, 28), "Nguyễn Duy Luân"),
    ("ke-hoach-xa", "", date(2024, 4, 12), ""),
    ("qd-thanh-lap-hoi-dong-xa", "", date(2024, 10, 15), ""),
    ("bien-ban-hop-hoi-dong-xa", "", date(2024, 11, 5), ""),
    ("bao-cao-tu-danh-gia-xa", "", date(2024, 11, 8), ""),
    ("to-trinh-de-nghi-xa", "", date(2024, 11, 8), ""),
    ("to-trinh-thanh-lap-hoi-dong", "", date(2024, 11, 11), ""),
    ("qd-thanh-lap-hoi-dong", "", date(2024, 11, 12), ""),
    ("giay-moi-hop", "", date(2024, 11, 15), ""),
    ("bao-cao-tham-dinh", "", date(2024, 11, 18), ""),
    ("bien-ban-hop-hoi-dong", "", date(2024, 11, 19), ""),
    ("to-trinh-cong-nhan", "", date(2024, 11, 20), ""),
    ("qd-cong-nhan", "", date(2024, 11, 22), ""),
    ("thong-bao-ket-qua", "", date(2024, 11, 26), ""),
    ("bao-cao-ket-qua", "", date(2024, 11, 28), ""),
]
DISTRICT_SIGNERS = [
    (DISTRICT, "Nguyễn Văn A", "Chủ tịch", "Cấp trưởng"),
    (DISTRICT, "Nguyễn Duy Luân", "Phó Chủ tịch", "Ký thay (KT.)"),
    ("LĐTBXH", "Nguyễn Văn C", "Trưởng Phòng", "Cấp trưởng"),
]
COUNCIL = [
    ("Nguyễn Văn B", "Phó Chủ tịch Ủy ban nhân dân huyện", "Chủ tịch", "Có"),
    ("Nguyễn Văn C", "Trưởng Phòng Lao động - Thương binh và Xã hội", "Phó Chủ tịch", "Có"),
    ("Nguyễn Thị D", "Chuyên viên Phòng Lao động - Thương binh và Xã hội", "Thư ký", "Có"),
    ("Nguyễn Văn E", "Trưởng Phòng Giáo dục và Đào tạo", "Ủy viên", "Có"),
    ("Nguyễn Thị G", "Giám đốc Trung tâm Y tế", "Ủy viên", "Có"),
    ("Nguyễn Văn H", "Trưởng Phòng Tư pháp", "Ủy viên", "Có"),
    ("Nguyễn Văn I", "Phó Trưởng Công an huyện", "Ủy viên", "Vắng"),
    ("Nguyễn Thị K", "Trưởng Phòng Văn hóa và Thông tin", "Ủy viên", "Có"),
    ("Nguyễn Văn L", "Bí thư Huyện đoàn", "Ủy viên", "Có"),
]
COMMUNE_COUNCIL = [
    ("Nguyễn Thị B", "Phó Chủ tịch Ủy ban nhân dân {cấp}", "Chủ tịch", "Có"),
    ("Nguyễn Văn C", "Công chức Văn hóa - xã hội", "Thư ký", "Có"),
    ("Nguyễn Thị D", "Trạm trưởng Trạm Y tế", "Ủy viên", "Có"),
    ("Nguyễn Văn E", "Bí thư Đoàn Thanh niên", "Ủy viên", "Vắng"),
    ("Nguyễn Thị G", "Chủ tịch Hội Liên hiệp Phụ nữ", "Ủy viên", "Có"),
]
# Points by criterion 1-13, of 1000. Two communes do not reach recognition, each for another reason.
STRONG = (95, 70, 90, 72, 70, 115, 48, 68, 70, 72, 45, 66, 46)
SOLID = (88, 68, 85, 70, 66, 105, 46, 62, 66, 70, 42, 60, 44)
FAIR = (82, 66, 80, 66, 62, 100, 44, 58, 62, 66, 38, 55, 42)
WEAK_TOTAL = (70, 60, 70, 60, 55, 85, 40, 50, 55, 60, 32, 45, 38)
ONE_UNMET = (90, 70, 88, 72, 30, 115, 48, 66, 70, 72, 45, 64, 46)
SCORES = [
    STRONG, SOLID, FAIR, SOLID, WEAK_TOTAL, FAIR, SOLID, STRONG, FAIR, SOLID, STRONG, ONE_UNMET, FAIR, SOLID,
]  # fmt: skip

LEGAL_BASES = [
    ("Luật", "", "", date(2015, 6, 19), "Tổ chức chính quyền địa phương"),
    ("Luật", "", "", date(2016, 4, 5), "Trẻ em"),
    (
        "Quyết định",
        "06/QĐ-TTg",
        "Thủ tướng Chính phủ",
        date(2019, 1, 3),
        "quy định tiêu chuẩn, trình tự đánh giá và công nhận xã, phường, thị trấn phù hợp với trẻ em",
    ),
]
RECIPIENTS = {
    "ke-hoach-huyen": [
        "Gửi bản điện tử:",
        "CT, PCT UBND huyện",
        "Ủy ban MTTQ huyện",
        "Các phòng, ngành: VH-TT, GD&ĐT, Tư pháp, VH-TT&TT, LĐTBXH, Y tế, Công an huyện",
        "Huyện đoàn, Hội LHPN huyện",
        "UBND các xã, thị trấn",
        "Lưu: VT",
    ],
    "ke-hoach-xa": [
        "UBND huyện",
        "Phòng LĐTBXH huyện",
        "TT Đảng ủy, HĐND, UBMTTQ {cấp}",
        "Các đoàn thể, trường học, trạm y tế",
        "Các thôn, tổ dân phố",
    ],
    "qd-thanh-lap-hoi-dong-xa": ["UBND huyện (báo cáo)", "TT Đảng ủy, HĐND {cấp}"],
    "bao-cao-tu-danh-gia-xa": ["Phòng LĐTBXH huyện"],
    "to-trinh-de-nghi-xa": ["Phòng LĐTBXH huyện"],
    "to-trinh-thanh-lap-hoi-dong": ["CT, PCT UBND huyện"],
    "giay-moi-hop": ["UBND các xã, thị trấn"],
    "bao-cao-tham-dinh": ["Thành viên Hội đồng"],
    "qd-thanh-lap-hoi-dong": ["TT Huyện ủy, HĐND huyện (báo cáo)", "CT, PCT UBND huyện"],
    "to-trinh-cong-nhan": ["Thành viên Hội đồng"],
    "qd-cong-nhan": ["Sở LĐTBXH (báo cáo)", "TT Huyện ủy, HĐND huyện (báo cáo)", "UBND các xã, thị trấn"],
    "thong-bao-ket-qua": ["UBND các xã, thị trấn", "CT, PCT UBND huyện"],
    "bao-cao-ket-qua": ["Sở LĐTBXH", "TT Huyện ủy, HĐND huyện (báo cáo)"],
}
ASSIGNMENTS = [
    ("Phòng Lao động - Thương binh và Xã hội huyện", "1, 3, 5, 6, 11, 13", ""),
    (
        "Phòng Giáo dục và Đào tạo huyện",
        "10",
        "Thực hiện tốt việc huy động trẻ em đến nhà trẻ, mẫu giáo đúng độ tuổi quy định. Tổ chức triển khai thực hiện"
        " và kiểm tra, đánh giá {tiêu chí}. Phối hợp với Phòng Lao động - Thương binh và Xã hội thực hiện và đánh giá"
        " Tiêu chí 11.",
    ),
    (
        "Trung tâm Y tế huyện",
        "7, 8, 9",
        "Tổ chức triển khai thực hiện và kiểm tra, đánh giá {tiêu chí}. Tiếp tục thực hiện có hiệu quả chương trình"
        " tiêm chủng mở rộng, chương trình cải thiện tình trạng dinh dưỡng trẻ em, chương trình phòng chống tai nạn"
        " thương tích cho trẻ em, chỉ đạo các cơ sở y tế tổ chức khám sức khỏe định kỳ cho trẻ em. Phối hợp với Phòng"
        " Lao động - Thương binh và Xã hội đánh giá Tiêu chí 5.",
    ),
    (
        "Phòng Văn hóa và Thông tin huyện",
        "12",
        "Tổ chức triển khai thực hiện và kiểm tra, đánh giá {tiêu chí}. Tổ chức các hoạt động vui chơi, giải trí, văn"
        " hóa, thể dục, thể thao cho trẻ em nhân Ngày quốc tế thiếu nhi 1/6, Tháng hành động vì trẻ em, tết Trung"
        " thu...",
    ),
    (
        "Phòng Tư pháp huyện",
        "2",
        "Phối hợp với Phòng Lao động - Thương binh và Xã hội tổ chức triển khai thực hiện và kiểm tra đánh giá"
        " {tiêu chí}.",
    ),
    (
        "Trung tâm VH-TT&TT huyện",
        "",
        "Chỉ đạo các bộ phận chuyên môn đẩy mạnh các hoạt động truyền thông, giáo dục về chủ trương của Đảng, chính"
        " sách, pháp luật của Nhà nước về chăm sóc, giáo dục và bảo vệ trẻ em; các nội dung liên quan đến công tác xây"
        " dựng xã, thị trấn phù hợp với trẻ em.",
    ),
    (
        "Công an huyện",
        "4",
        "Tổ chức triển khai thực hiện và kiểm tra, đánh giá {tiêu chí}. Chỉ đạo thực hiện tốt công tác nắm tình hình,"
        " chủ động phòng ngừa, kịp thời phát hiện và xử lý nghiêm các hành vi xâm hại trẻ em. Phối hợp với Phòng Lao"
        " động - Thương binh và Xã hội đánh giá Tiêu chí 3.",
    ),
    (
        "Đề nghị Ủy ban Mặt trận Tổ quốc huyện",
        "",
        "Phối hợp với các phòng, ngành liên quan lồng ghép các chỉ tiêu xây dựng xã, thị trấn phù hợp với trẻ em vào"
        " nội dung cuộc vận động “Toàn dân đoàn kết xây dựng nông thôn mới, đô thị văn minh” để vận động nhân dân thực"
        " hiện. Phối hợp với các ngành thực hiện Quy định tiêu chuẩn xã, thị trấn phù hợp với trẻ em.",
    ),
    (
        "Đề nghị Huyện đoàn",
        "",
        "Phối hợp với các phòng, ngành và các địa phương thực hiện các tiêu chí xây dựng xã, thị trấn phù hợp với trẻ"
        " em có liên quan; tổ chức các hoạt động giáo dục trẻ em kỹ năng biết tự bảo vệ mình; phòng, tránh các nguy cơ"
        " bị xâm hại, bạo lực, bóc lột lao động, mắc các tệ nạn xã hội, tai nạn gây thương tích...; đẩy mạnh công tác"
        " xây dựng và quản lý các điểm vui chơi, tăng cường tổ chức các hoạt động vui chơi giải trí, văn hóa, văn nghệ,"
        " thể dục thể thao, tạo sân chơi an toàn, lành mạnh, bổ ích thu hút sự tham gia của trẻ em.",
    ),
    (
        "Đề nghị Hội Liên hiệp Phụ nữ huyện",
        "",
        "Phối hợp với các phòng, ngành và các địa phương thực hiện các tiêu chí xã, thị trấn phù hợp với trẻ em có liên"
        " quan; phối hợp với các cơ quan chức năng tổ chức diễn đàn, tọa đàm, nói chuyện chuyên đề về vai trò của người"
        " mẹ trong nuôi dạy con tốt; tổ chức tọa đàm để tìm giải pháp hỗ trợ đối với tình trạng trẻ em bỏ học và trẻ em"
        " có nguy cơ bị bạo lực gia đình; tổ chức các hoạt động truyền thông nhằm cung cấp các kiến thức và kỹ năng"
        " nuôi con bằng sữa mẹ, chăm sóc dinh dưỡng cho trẻ dưới 05 tuổi, phòng chống bạo lực, xâm hại trẻ em...",
    ),
]


def main() -> None:
    programme = load(FOLDER / PROGRAMME)
    lead = units().at(DISTRICT, DAY)
    communes = units().children(DISTRICT, DAY)
    templates = {id_: template.load(folder) for id_, folder in template.installed().items()}
    workbook = load_workbook(io.BytesIO(blank(lead, communes, programme, PROGRAMME, 2024, templates)))

    page = workbook[form.PERIOD.name]
    for row in range(2, page.max_row + 1):
        name = page.cell(row, 1).value
        if isinstance(name, str) and name in PERIOD:
            page.cell(row, 2, PERIOD[name])
    signers = [
        (unit.code, f"Nguyễn Văn {letter}", "Chủ tịch", "Cấp trưởng")
        for unit, letter in zip(communes, "MNOPQRSTUVXYAB", strict=True)
    ]
    areas = [(unit.code, capitalised(unit.name), "mien-nui", "") for unit in communes]
    votes = [
        (unit.code, None, 8 if sum(points) >= 800 and min(points) > 30 else 0)
        for unit, points in zip(communes, SCORES, strict=True)
    ]
    rows: dict[str, Sequence[Sequence[str | float | date | None]]] = {
        form.DOCUMENTS.name: DOCUMENTS,
        form.SIGNERS.name: [*DISTRICT_SIGNERS, *signers],
        form.COMMUNES.name: areas,
        form.SELF_SCORES: [(None, None, *(own(points))) for points in SCORES],
        form.SCORES: [(None, None, *points) for points in SCORES],
        form.COUNCIL.name: COUNCIL,
        form.COMMUNE_COUNCILS.name: [
            (unit.code, capitalised(unit.name), name, post.replace("{cấp}", unit.kind.value), role, there)
            for unit in communes
            for name, post, role, there in COMMUNE_COUNCIL
        ],
        form.COMMUNE_MEETINGS.name: [(unit.code, capitalised(unit.name), *own_meeting(unit)) for unit in communes],
        form.VOTES.name: [(None, None, yes, 8 - yes) for _, _, yes in votes],
        form.LEGAL_BASES.name: [
            (id_, *basis)
            for id_ in ("qd-thanh-lap-hoi-dong-xa", "qd-thanh-lap-hoi-dong", "qd-cong-nhan")
            for basis in LEGAL_BASES
        ],
        form.RECIPIENTS.name: [(id_, line) for id_, lines in RECIPIENTS.items() for line in lines],
        form.ASSIGNMENTS.name: ASSIGNMENTS,
    }
    for name, lines in rows.items():
        page = workbook[name]
        for row, line in enumerate(lines, start=2):
            for column, value in enumerate(line, start=1):
                if value not in (None, ""):
                    page.cell(row, column, value)
    workbook.properties.creator = "vanthu"
    workbook.save(FOLDER / "danh-gia-2024.xlsx")


def own_meeting(unit: AdminUnit) -> tuple[date, str, str, str, int, int]:
    """A commune council's meeting: day, hours, place, votes in favour and against."""
    return date(2024, 11, 5), "14 giờ 00", "16 giờ 30", f"Phòng họp Ủy ban nhân dân {unit.name}", 4, 0


def own(points: tuple[int, ...]) -> tuple[float, ...]:
    """A commune's own points: 0, 0.5 or 2 above the appraisal, within the maxima."""
    return tuple(
        value + (0.5 if number % 3 == 0 else 2 if number % 5 == 0 else 0) for number, value in enumerate(points)
    )


if __name__ == "__main__":
    main()
