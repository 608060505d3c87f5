"""The desk's words for what a person can do about an error."""

from doc_engine import remedies
from doc_engine.remedies import RemedyAction

_ADMINISTRATOR = "nhờ người phụ trách máy chủ"

WORDS = {
    RemedyAction.CREATE_OFFICE: "tạo văn phòng mới",
    RemedyAction.CHOOSE_OFFICE: "thư mục văn phòng khi mở bàn làm việc",
    RemedyAction.VERIFY: f"kiểm tra kho ({_ADMINISTRATOR})",
    RemedyAction.REBUILD: f"làm lại sổ từ kho ({_ADMINISTRATOR})",
    RemedyAction.ADD_REPLICA: f"thêm bản sao ({_ADMINISTRATOR})",
    RemedyAction.SYNC_REPLICA: f"cập nhật bản sao ({_ADMINISTRATOR})",
    RemedyAction.REPAIR_FROM_REPLICA: f"khôi phục từ bản sao ({_ADMINISTRATOR})",
    RemedyAction.RESTORE_ELSEWHERE: f"dựng lại văn phòng từ bản sao ({_ADMINISTRATOR})",
    RemedyAction.VERIFY_LEDGER: f"kiểm tra nhật ký ({_ADMINISTRATOR})",
    RemedyAction.ACCEPT_LEDGER: f"nhận nhật ký bị thiếu, có ghi lý do ({_ADMINISTRATOR})",
    RemedyAction.BLANK_WORKBOOK: f"tệp Excel trống của chương trình ({_ADMINISTRATOR})",
    RemedyAction.HIDDEN_CELLS: "chọn cách đọc trang, dòng, cột đang ẩn khi tải tệp lên",
    RemedyAction.CONVERT_TEXT: "chọn “chuyển chữ TCVN3, VNI sang Unicode” khi tải tệp lên",
    RemedyAction.BLANK_FORM: "biểu mẫu ở trang Soạn văn bản",
    RemedyAction.TEXT_FORM: "biểu mẫu ở trang Soạn văn bản",
    RemedyAction.SEARCH: "ô tìm ở đầu trang",
    RemedyAction.SEARCH_UNIT: "trang Tìm kiếm, lọc theo xã và năm",
    RemedyAction.LIST_UNITS: f"tra mã đơn vị ({_ADMINISTRATOR})",
    RemedyAction.UNITS_FORM: f"tệp don-vi.xlsx của văn phòng ({_ADMINISTRATOR})",
    RemedyAction.LIST_NUMBERS: "trang Sổ văn bản",
    RemedyAction.LIST_PENDING_NUMBERS: "trang Sổ văn bản, các số đang giữ",
    RemedyAction.VOID_NUMBER: f"hủy số, có ghi lý do ({_ADMINISTRATOR})",
    RemedyAction.LIST_DRAFTS: "trang Soạn văn bản",
    RemedyAction.DRAFT_STEPS: "các nút ở trang của dự thảo",
    RemedyAction.CHANGE_DATA: "lưu lại biểu mẫu của dự thảo {}",
    RemedyAction.TAKE_DOCX: "“Nhận tệp Word đã sửa” ở trang của dự thảo {}",
    RemedyAction.DROP_EDIT: f"bỏ bản sửa trong thư mục du-thao/{{}} ({_ADMINISTRATOR})",
    RemedyAction.RETURN_DRAFT: "nút “Trả lại” của dự thảo {}",
    RemedyAction.CLEAN_DOCX: "đánh dấu “chấp nhận mọi thay đổi, bỏ lời bình luận” khi đưa tệp lên",
    RemedyAction.CORRECT_FACT: "các ô loại, ký hiệu, trích yếu, ngày, người ký cạnh tệp Word",
    RemedyAction.GIVE_REASON: f"ghi căn cứ để làm thay ({_ADMINISTRATOR})",
    RemedyAction.OVERWRITE: "chọn ghi đè",
    RemedyAction.OVERRIDE: "ghi lý do vào ô “vẫn ban hành”",
    RemedyAction.LIST_CASE_FILES: "danh sách hồ sơ năm {}",
    RemedyAction.SHOW_CASE_FILE: "trang của hồ sơ",
    RemedyAction.OPEN_CASE_FILE: "mở hồ sơ",
    RemedyAction.FILL_CASE_FILE: "thêm văn bản vào hồ sơ",
    RemedyAction.CLOSE_CASE_FILE: "kết thúc hồ sơ",
    RemedyAction.NAME_TYPE: "chọn loại văn bản",
    RemedyAction.NAME_AGENCY: "chọn cơ quan",
    RemedyAction.GIVE_PERIOD: "ghi thời hạn bảo quản",
    RemedyAction.RELEASE_HOLD: "bỏ lệnh giữ hồ sơ",
    RemedyAction.NAME_DECIDER: "ghi người quyết định",
}


def worded(text: str) -> str:
    """A text of the office as a person at the desk reads it."""
    return remedies.worded(text, WORDS)
