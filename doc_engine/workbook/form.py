"""The form of a cycle's workbook: sheets, columns, and their help for the clerk."""

from dataclasses import dataclass
from enum import Enum

from ..programme import Programme

VERSION = "1"
MAX_ROWS = 50_000
MOST_MEMBERS = 100  # of a council
NOTE_PREFIX = "Ghi chú"  # sheets of the clerk's own begin so and are not read


class Content(Enum):
    """The content of a column; decides how its cells are parsed and formatted."""

    TEXT = "text"
    CODE = "code"  # text of digits; zeros in front count
    DATE = "date"
    NUMBER = "number"
    WHOLE = "whole"
    CHOICE = "choice"
    NAME = "name"  # of a person
    TIME = "time"  # of a day; other text is kept
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    content: Content = Content.TEXT
    required: bool = True
    choices: tuple[str, ...] = ()
    width: int = 20
    longest: int = 1000  # letters; what is longer was pasted by mistake


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    columns: tuple[Column, ...]
    help: str
    optional: bool = False  # may be missing, or stay empty

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)


@dataclass(frozen=True, slots=True)
class PeriodField:
    """One line of the first sheet, which is read by its name in column A."""

    name: str
    content: Content
    help: str
    required: bool = True


UNIT = Column("Mã đơn vị", Content.CODE, required=False, width=12)
COMMUNE = Column("Mã xã", Content.CODE, width=10)
COMMUNE_NAME = Column("Tên xã", width=24)
TEMPLATE = Column("Mẫu", Content.CHOICE, width=26)

PERIOD = Sheet(
    "Kỳ đánh giá",
    (Column("Mục", width=44), Column("Giá trị", width=60), Column("Giải thích", required=False, width=70)),
    "Thông tin chung của kỳ đánh giá.",
)
PERIOD_FIELDS = (
    PeriodField("Chương trình", Content.TEXT, "Mã chương trình có sẵn, hoặc tên tệp .toml đặt cạnh tệp này"),
    PeriodField("Năm", Content.WHOLE, "Năm của kỳ đánh giá"),
    PeriodField("Mã đơn vị chủ trì", Content.CODE, "Mã đơn vị hành chính của huyện (3 chữ số) hoặc tỉnh (2 chữ số)"),
    PeriodField("Đơn vị hành chính tính đến ngày", Content.DATE, "Để trống: ngày 31/12 của năm đánh giá", False),
    PeriodField("Địa danh", Content.TEXT, "Ghi trước ngày tháng trên văn bản của đơn vị chủ trì, ví dụ: Bạch Thông"),
    PeriodField("Mục tiêu (%)", Content.PERCENT, "Tỷ lệ xã phấn đấu đạt trên mức này"),
    PeriodField("Kế hoạch cấp trên: số, ký hiệu", Content.TEXT, "Ví dụ: 134/KH-UBND"),
    PeriodField("Kế hoạch cấp trên: ngày", Content.DATE, "Ví dụ: 11/03/2024"),
    PeriodField("Kế hoạch cấp trên: cơ quan ban hành", Content.TEXT, "Ví dụ: Ủy ban nhân dân tỉnh Bắc Kạn"),
    PeriodField("Kế hoạch cấp trên: trích yếu", Content.TEXT, "Có thể để trống", False),
    PeriodField("Hạn xã gửi báo cáo", Content.DATE, "Ghi trong kế hoạch"),
    PeriodField("Hạn ký quyết định công nhận", Content.DATE, "Ghi trong kế hoạch"),
    PeriodField("Hạn báo cáo kết quả", Content.DATE, "Ghi trong kế hoạch"),
    PeriodField("Báo cáo kết quả gửi", Content.TEXT, "Nơi ghi sau Kính gửi của báo cáo kết quả"),
    PeriodField("Cơ quan thường trực", Content.TEXT, "Ví dụ: Phòng Lao động - Thương binh và Xã hội huyện"),
    PeriodField("Cơ quan thường trực: viết tắt", Content.TEXT, "Ghi ở dòng Lưu, ví dụ: LĐTBXH"),
    PeriodField("Hội đồng: tên", Content.TEXT, "Ví dụ: Hội đồng xét duyệt"),
    PeriodField("Hội đồng: viết tắt", Content.TEXT, "Ghi trong ký hiệu văn bản, ví dụ: HĐXD"),
    PeriodField("Hội đồng: ngày họp", Content.DATE, "Để trống khi chưa họp", False),
    PeriodField("Hội đồng: giờ bắt đầu", Content.TIME, "Ví dụ: 08 giờ 00", False),
    PeriodField("Hội đồng: giờ kết thúc", Content.TIME, "Ví dụ: 11 giờ 30", False),
    PeriodField("Hội đồng: địa điểm họp", Content.TEXT, "Nơi họp", False),
    PeriodField("Hội đồng của xã: tên", Content.TEXT, "Ví dụ: Hội đồng tự đánh giá; có thể để trống", False),
    PeriodField("Hội đồng của xã: viết tắt", Content.TEXT, "Ghi trong ký hiệu văn bản, ví dụ: HĐTĐG", False),
)

DOCUMENTS = Sheet(
    "Văn bản",
    (
        TEMPLATE,
        UNIT,
        Column("Ngày ban hành", Content.DATE, width=16),
        Column("Người ký", Content.NAME, required=False, width=28, longest=100),
    ),
    "Mỗi dòng một văn bản. Để trống Mã đơn vị: đơn vị chủ trì, hoặc mọi xã nếu là mẫu của xã.",
)
SIGNERS = Sheet(
    "Người ký",
    (
        Column("Mã đơn vị", Content.CODE, width=12),
        Column("Họ và tên", Content.NAME, width=28, longest=100),
        Column("Chức vụ", width=24),
        Column("Cách ký", Content.CHOICE, width=22),
    ),
    "Người đầu tiên của mỗi đơn vị là người ký thường xuyên. Cơ quan thường trực: ghi chữ viết tắt thay cho mã đơn vị.",
)
COMMUNES = Sheet(
    "Các xã",
    (
        COMMUNE,
        COMMUNE_NAME,
        Column("Khu vực", Content.CHOICE, width=16),
        Column("Địa danh", required=False, width=20),
    ),
    "Các xã tham gia kỳ đánh giá.",
)
COUNCIL = Sheet(
    "Hội đồng",
    (
        Column("Họ và tên", Content.NAME, width=28, longest=100),
        Column("Chức vụ", width=48),
        Column("Vai trò", Content.CHOICE, choices=("Chủ tịch", "Phó Chủ tịch", "Thư ký", "Ủy viên"), width=16),
        Column("Dự họp", Content.CHOICE, required=False, choices=("Có", "Vắng"), width=12),
    ),
    "Thành viên hội đồng và sự có mặt tại cuộc họp.",
)
COMMUNE_COUNCILS = Sheet(
    "Hội đồng của xã",
    (COMMUNE, COMMUNE_NAME, *COUNCIL.columns),
    "Thành viên hội đồng tự đánh giá của từng xã, mỗi người một dòng. Để trống trang này khi các xã không lập.",
    optional=True,
)
COMMUNE_MEETINGS = Sheet(
    "Họp của xã",
    (
        COMMUNE,
        COMMUNE_NAME,
        Column("Ngày họp", Content.DATE, width=16),
        Column("Giờ bắt đầu", Content.TIME, width=14),
        Column("Giờ kết thúc", Content.TIME, width=14),
        Column("Địa điểm", width=44),
        Column("Tán thành", Content.WHOLE, width=12),
        Column("Không tán thành", Content.WHOLE, width=16),
    ),
    "Cuộc họp của hội đồng tự đánh giá của từng xã và số phiếu thông qua kết quả. Để trống khi chưa họp.",
    optional=True,
)
VOTES = Sheet(
    "Biểu quyết",
    (
        COMMUNE,
        COMMUNE_NAME,
        Column("Tán thành", Content.WHOLE, width=12),
        Column("Không tán thành", Content.WHOLE, width=16),
    ),
    "Số phiếu của hội đồng đối với từng xã. Để trống trang này khi chưa họp.",
)
LEGAL_BASES = Sheet(
    "Căn cứ",
    (
        TEMPLATE,
        Column("Tên loại", width=18),
        Column("Số, ký hiệu", required=False, width=18),
        Column("Cơ quan ban hành", required=False, width=30),
        Column("Ngày ban hành", Content.DATE, required=False, width=16),
        Column("Trích yếu", width=70),
    ),
    "Các căn cứ pháp lý của từng mẫu. Luật, pháp lệnh không ghi số và cơ quan ban hành.",
)
RECIPIENTS = Sheet(
    "Nơi nhận",
    (TEMPLATE, Column("Nơi nhận", width=70)),
    "Mỗi dòng một nơi nhận; không ghi dấu gạch và dấu chấm phẩy. Có thể dùng {đơn vị} và {cấp}.",
)
ASSIGNMENTS = Sheet(
    "Phân công",
    (
        Column("Cơ quan, đơn vị", width=44),
        Column("Tiêu chí", required=False, width=20),
        Column("Nhiệm vụ", required=False, width=90),
    ),
    "Các cơ quan trong kế hoạch huyện. Tiêu chí viết cách nhau dấu phẩy; {tiêu chí} trong Nhiệm vụ được thay bằng số.",
)
SCALE = Sheet(
    "Thang điểm",
    (
        Column("Tiêu chí", width=14),
        Column("Nội dung", required=False, width=70),
        Column("Điểm tối đa", Content.NUMBER, required=False, width=14),
        Column("Điểm đạt", Content.NUMBER, required=False, width=14),
        Column("Nguồn", required=False, width=50),
        Column("Người xác nhận", Content.NAME, required=False, width=28, longest=100),
    ),
    "Số liệu của văn bản quy định mà chương trình chưa có: điền theo bản giấy của văn phòng, kèm điều khoản và người "
    "xác nhận. Điểm của chỉ tiêu có thể để trống. Dòng khu vực: tổng điểm phải đạt ghi ở cột Điểm đạt.",
    optional=True,
)
CONDITIONS = "Điều kiện"
VERDICTS = ("Đạt", "Không đạt")
SELF_SCORES = "Điểm tự chấm"
SCORES = "Điểm thẩm định"
VERSION_SHEET = "Phiên bản"
LISTS = f"{NOTE_PREFIX} danh sách"  # the lists to choose from, hidden; not read


def score_sheet(name: str, programme: Programme | None) -> Sheet:
    """A sheet of points or verdicts, a row a commune.

    Of a criterion with parts (chỉ tiêu) either may be given.
    """
    by_points = programme is None or programme.by_points
    content, choices = (Content.NUMBER, ()) if by_points else (Content.CHOICE, VERDICTS)
    columns = []
    for criterion in programme.criteria if programme else ():
        parts = [Column(part_heading(part.id), content, False, choices, width=12) for part in criterion.parts]
        columns += [Column(criterion_heading(criterion.id), content, not parts, choices, width=12), *parts]
    help_ = "Điểm của từng tiêu chí, có thể có phần thập phân." if by_points else "Từng tiêu chí: Đạt hoặc Không đạt."
    return Sheet(name, (COMMUNE, COMMUNE_NAME, *columns), help_)


def conditions_sheet(programme: Programme) -> Sheet:
    """The sheet of the conditions that are no criteria: one row a commune."""
    columns = (
        Column(condition_heading(one.id), Content.CHOICE, choices=VERDICTS, width=16) for one in programme.conditions
    )
    return Sheet(CONDITIONS, (COMMUNE, COMMUNE_NAME, *columns), "Điều kiện công nhận ngoài các tiêu chí.")


def criterion_heading(number: int) -> str:
    return f"Tiêu chí {number}"


def part_heading(id_: str) -> str:
    return f"Chỉ tiêu {id_}"


def condition_heading(id_: str) -> str:
    return f"Điều kiện {id_}"


def all_sheets(programme: Programme | None) -> tuple[Sheet, ...]:
    """Every sheet in the order in which a clerk fills them."""
    return (
        PERIOD,
        SCALE,
        DOCUMENTS,
        SIGNERS,
        COMMUNES,
        score_sheet(SELF_SCORES, programme),
        score_sheet(SCORES, programme),
        *((conditions_sheet(programme),) if programme and programme.conditions else ()),
        COUNCIL,
        VOTES,
        COMMUNE_COUNCILS,
        COMMUNE_MEETINGS,
        LEGAL_BASES,
        RECIPIENTS,
        ASSIGNMENTS,
    )
