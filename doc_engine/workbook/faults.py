"""The possible faults and notices of a workbook, and the lists that reading fills."""

from enum import Enum

from ..errors import Place, Problem
from ..remedies import RemedyAction

_QUOTED = 80  # letters


class Fault(Enum):
    """Code, reason, remedy: templates over the facts given when it is noted."""

    SHEET_MISSING = ("SL-01", "thiếu trang này{hint}.", f"Hãy lấy tệp trống bằng lệnh: {RemedyAction.BLANK_WORKBOOK}.")
    SHEET_UNKNOWN = (
        "SL-02",
        "là trang lạ{hint}.",
        'Hãy xóa trang, sửa lại tên, hoặc đặt tên bắt đầu bằng "Ghi chú" nếu là ghi chép riêng.',
    )
    COLUMN_MISSING = ("SL-03", "thiếu cột này{hint}.", "Hãy thêm cột với đúng tên ở dòng {row}.")
    COLUMN_UNKNOWN = ("SL-04", "là cột lạ{hint}.", "Hãy xóa cột hoặc sửa lại tên ở dòng {row}.")
    COLUMN_TWICE = ("SL-05", "là tên cột đã có ở cột {other}.", "Hãy xóa một trong hai cột.")
    MERGED = ("SL-06", "nằm trong các ô đã trộn {cells}.", "Hãy bỏ trộn ô (Unmerge Cells) và điền từng ô.")
    EMPTY = ("SL-07", "đang để trống.", "Hãy điền giá trị.")
    NOT_A_DATE = ("SL-08", "không phải là ngày hợp lệ.", "Hãy nhập ngày/tháng/năm, ví dụ 05/03/2024.")
    NOT_A_NUMBER = ("SL-09", "không phải là số hợp lệ.", "Hãy nhập số, ví dụ 7,5.")
    NOT_WHOLE = ("SL-10", "không phải là số nguyên không âm.", "Hãy nhập số nguyên, ví dụ 7.")
    NOT_A_CHOICE = ("SL-11", "không có trong danh sách{hint}.", "Hãy chọn một trong: {choices}.")
    UNIT_UNKNOWN = (
        "SL-12",
        "không phải là mã đơn vị hành chính vào ngày {on}.",
        "Hãy tra lại mã của Tổng cục Thống kê.",
    )
    UNIT_ELSEWHERE = ("SL-13", "không thuộc {lead}.", "Hãy xóa dòng, sửa mã, hoặc sửa Mã đơn vị chủ trì.")
    NAME_MISMATCH = ("SL-14", "không khớp với mã {code}, là {unit}.", "Hãy sửa tên hoặc sửa mã.")
    TWICE = ("SL-15", "đã có ở dòng {first}.", "Hãy giữ lại một dòng.")
    POINTS_TOO_HIGH = ("SL-16", "lớn hơn điểm tối đa {maximum} của tiêu chí {criterion}.", "Hãy sửa điểm.")
    POINTS_NEGATIVE = ("SL-17", "là điểm âm.", "Hãy nhập điểm từ 0 trở lên.")
    COMMUNE_NOT_LISTED = ("SL-18", "chưa có trong trang Các xã.", "Hãy thêm xã vào trang Các xã hoặc xóa dòng này.")
    COMMUNE_MISSING = ("SL-19", "thiếu dòng của {unit}.", "Hãy thêm dòng của xã này.")
    TOO_MANY_VOTES = (
        "SL-20",
        "cộng với số phiếu không tán thành là {votes}, nhiều hơn {present} thành viên có mặt.",
        "Hãy sửa số phiếu hoặc cột Dự họp của trang Hội đồng.",
    )
    FORMULA_UNSAVED = (
        "SL-21",
        "là công thức chưa có kết quả.",
        "Hãy mở tệp bằng Excel, chờ tính xong, bấm Lưu rồi chạy lại; hoặc dán giá trị thay công thức.",
    )
    CELL_ERROR = ("SL-22", "là ô báo lỗi của Excel.", "Hãy sửa công thức hoặc nhập giá trị.")
    TOO_MANY_ROWS = ("SL-23", "có hơn {limit} dòng.", "Hãy xóa các dòng thừa.")
    SIGNER_UNKNOWN = ("SL-24", "không có trong trang Người ký của đơn vị {unit}.", "Hãy thêm người ký hoặc sửa tên.")
    NO_SIGNER = ("SL-25", "chưa có người ký.", "Hãy thêm người ký của đơn vị {unit} vào trang Người ký.")
    AUTHORITY = ("SL-26", "không ký được theo cách này: {rule}.", "Hãy sửa Chức vụ hoặc Cách ký.")
    WRONG_VERSION = (
        "SL-27",
        "là phiên bản tệp mà phần mềm này không đọc được.",
        f"Hãy lấy tệp trống mới bằng lệnh: {RemedyAction.BLANK_WORKBOOK}.",
    )
    FIELD_MISSING = ("SL-28", "thiếu mục này{hint}.", "Hãy thêm một dòng với đúng tên mục ở cột A.")
    FIELD_UNKNOWN = ("SL-29", "là mục lạ{hint}.", "Hãy xóa dòng hoặc sửa lại tên mục.")
    NOT_A_CODE = ("SL-30", "không phải là số, ký hiệu văn bản.", "Hãy viết như 134/KH-UBND.")
    PROGRAMME = ("SL-31", "không dùng được: {why}", "Hãy sửa tên chương trình hoặc tệp chương trình.")
    COUNCIL_ROLE = ("SL-32", "hội đồng phải có đúng một {role}, trang này có {count}.", "Hãy sửa cột Vai trò.")
    COUNCIL_UNNAMED = (
        "SL-40",
        "hội đồng của xã chưa có tên và chữ viết tắt.",
        "Hãy điền hai mục Hội đồng của xã trong trang Kỳ đánh giá.",
    )
    MEETING_WITHOUT_COUNCIL = (
        "SL-41",
        "xã này họp mà chưa có thành viên hội đồng.",
        "Hãy điền trang Hội đồng của xã, hoặc xóa dòng này.",
    )
    CRITERION_UNKNOWN = (
        "SL-33",
        "không phải là số của tiêu chí.",
        "Hãy viết các số cách nhau dấu phẩy, ví dụ 1, 3, 5.",
    )
    CRITERION_TWICE = (
        "SL-34",
        "giao tiêu chí {criterion} cho hai cơ quan.",
        "Hãy để mỗi tiêu chí một cơ quan chủ trì.",
    )
    DATE_ORDER = ("SL-35", "không được trước ngày {other} {earlier}.", "Hãy sửa ngày ban hành.")
    WRONG_YEAR = ("SL-36", "không thuộc năm {year} của kỳ đánh giá.", "Hãy sửa ngày hoặc năm.")
    NO_COMMUNES = ("SL-38", "không có xã nào.", "Hãy điền các xã tham gia vào trang này.")
    WRONG_RANGE = ("SL-39", "không nằm trong khoảng {least} đến {most}.", "Hãy sửa giá trị.")
    PERCENTAGE = (
        "SL-42",
        "là tỷ lệ phần trăm, cột này cần một số: không rõ là điểm hay phần của điểm tối đa.",
        "Hãy để ô ở dạng số (General) và nhập số, ví dụ 95.",
    )
    UNSURE_FORMAT = (
        "SL-43",
        "là số mà dạng hiển thị của ô không cho biết chắc (phân số, rút gọn nghìn, lũy thừa, ẩn).",
        "Hãy để ô ở dạng số (General) rồi xem lại giá trị.",
    )
    FIGURE_OUT_OF_PLACE = ("SL-95", "không có số liệu này.", "Hãy xóa ô: dòng này không dùng cột này.")
    FIGURE_DIFFERS = (
        "SL-96",
        "khác với số {known} đã xác nhận trong chương trình.",
        "Hãy đối chiếu lại với văn bản; nếu chương trình sai, hãy dùng một tệp chương trình đã sửa.",
    )
    FIGURE_UNSIGNED = (
        "SL-97",
        "đang để trống mà dòng này có số liệu mới.",
        "Hãy ghi điều khoản của văn bản và người xác nhận.",
    )
    PARTS_DIFFER = (
        "SL-98",
        "khác với {sum} cộng (hoặc suy) từ các chỉ tiêu.",
        "Hãy để trống ô này, hoặc sửa điểm của chỉ tiêu.",
    )
    PART_TOO_HIGH = ("SL-99", "lớn hơn điểm tối đa {maximum} của chỉ tiêu {part}.", "Hãy sửa điểm.")
    TEMPLATE_OF_OTHERS = (
        "SL-100",
        "là mẫu của chương trình khác ({programmes}).",
        "Hãy xóa dòng này, hoặc sửa khóa chuong_trinh trong mau.toml của mẫu.",
    )
    HIDDEN = (
        "SL-44",
        "{what} đang bị ẩn trong Excel.",
        f"Hãy bỏ ẩn (Unhide) rồi xem lại, hoặc chọn đọc hay bỏ qua phần ẩn: {RemedyAction.HIDDEN_CELLS}.",
    )
    OLD_ENCODING = (
        "SL-45",
        'là chữ gõ bằng bảng mã {encoding}, đọc ra là "{text}".',
        f"Hãy gõ lại bằng Unicode, hoặc để phần mềm chuyển: {RemedyAction.CONVERT_TEXT}.",
    )
    FORBIDDEN_CHARACTER = (
        "SL-46",
        "có ký tự {character} không nhìn thấy, làm chữ in ra khác với chữ trên màn hình.",
        "Hãy xóa ô và gõ lại bằng bàn phím.",
    )
    TOO_LONG = ("SL-47", "dài {count} chữ cái, nhiều hơn {limit}.", "Hãy xem lại: có thể đã dán nhầm.")
    NAME_IN_LOWER_CASE = (
        "SL-48",
        "là tên người chưa viết hoa.",
        "Hãy viết hoa chữ cái đầu mỗi âm tiết (Nghị định 30, Phụ lục II, Mục II.1).",
    )
    TOO_MANY_MEMBERS = ("SL-49", "có {count} thành viên, nhiều hơn {limit}.", "Hãy xem lại: có thể đã dán nhầm.")
    YEAR_MISMATCH = (
        "SL-50",
        "là năm khác với năm của các ngày ban hành trong trang Văn bản, đều là {year}.",
        "Hãy sửa năm của kỳ đánh giá, hoặc sửa các ngày.",
    )
    NOT_A_TIME = ("SL-52", "không phải là giờ trong ngày.", "Hãy nhập giờ và phút, ví dụ 08:00 hoặc 08 giờ 00.")
    NOT_OF_A_CYCLE = (
        "SL-51",
        "không có trang nào của tệp dữ liệu kỳ đánh giá.",
        f"Hãy chọn đúng tệp; tệp trống lấy bằng lệnh: {RemedyAction.BLANK_WORKBOOK}.",
    )
    ROW_MISPLACED = ("SL-37", "mẫu này do {level} ban hành.", "Hãy sửa hoặc để trống Mã đơn vị.")


class Notice(Enum):
    """Code, reason, remedy of what was read, but should be looked at."""

    CLEANED = ("SL-90", "có ký tự không nhìn thấy; đã bỏ khi đọc.", "Nên gõ lại ô này.")
    CONVERTED = ("SL-91", 'gõ bằng bảng mã {encoding}; đã chuyển thành "{text}".', "Hãy xem lại chữ đã chuyển.")
    STRAY = ("SL-94", "nằm ở cột không có tiêu đề nên không được đọc.", "Hãy chuyển sang đúng cột, hoặc xóa ô này.")
    NO_ROWS = ("SL-93", "chưa có dòng nào.", "Hãy điền trang này trước khi làm văn bản.")
    LAW_REPLACED = (
        "SL-89",
        "đã được thay bằng {new} từ ngày {since}, trước ngày của văn bản.",
        "Hãy xem lại căn cứ này.",
    )
    ROUNDED = (
        "SL-92",
        "là số đang hiện tròn từ {stored}; được đọc như đang hiện.",
        "Nếu cần số lẻ, hãy tăng số chữ số thập phân của ô.",
    )


class Faults:
    """The faults and notices found so far.

    Never raises: reading continues and finds the rest.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Problem] = []
        self.notices: list[Problem] = []

    def note(
        self,
        fault: Fault,
        place: Place,
        value: object = "",
        unit_code: str = "",
        groups: tuple[str, ...] = (),
        **facts: object,
    ) -> None:
        code, reason, remedy = fault.value
        facts.setdefault("hint", "")
        self.found.append(
            Problem(code, place, _short(value), reason.format(**facts), remedy.format(**facts), unit_code, groups)
        )

    def notice(self, notice: Notice, place: Place, value: object = "", unit_code: str = "", **facts: object) -> None:
        code, reason, remedy = notice.value
        self.notices.append(
            Problem(code, place, _short(value), reason.format(**facts), remedy.format(**facts), unit_code)
        )


def _short(value: object) -> str:
    """A value as a message quotes it."""
    text = str(value)
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"
