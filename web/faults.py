"""The errors of the desk itself; all others are the office's."""

from doc_engine.errors import ExitCode, VanthuError


class NobodyMayEnter(VanthuError):
    """Other machines could enter, and nobody has a password."""

    code = "WEB-01"
    exit_code = ExitCode.REFUSED
    message = "Chưa có tài khoản nào, nên chưa mở bàn làm việc cho máy khác."
    remedy = "Hãy chạy vanthu serve ở chính máy này, vào trang Người dùng, thêm người quản trị, rồi chạy lại."


class NotEncrypted(VanthuError):
    """Passwords would cross the network in clear (QCVN 12:2026/BCA, 2.2.16.2.3.1)."""

    code = "WEB-02"
    exit_code = ExitCode.REFUSED
    message = "Máy khác vào qua {address} phải qua đường truyền mã hóa."
    remedy = "Hãy chạy với --tls; phần mềm tự lập chứng chỉ của văn phòng và nói cách để các máy tin chứng chỉ ấy."


class PortTaken(VanthuError):
    code = "WEB-03"
    exit_code = ExitCode.STORE
    message = "Không mở được cổng {port} của {address}: {why}."
    remedy = "Có thể bàn làm việc đang chạy rồi. Nếu không, hãy chọn cổng khác bằng --port."


class AccountUnknown(VanthuError):
    code = "WEB-04"
    exit_code = ExitCode.NOT_FOUND
    message = 'Không có tài khoản "{login}" đang dùng.'
    remedy = "Xem các tài khoản ở trang Người dùng."


class UploadMissing(VanthuError):
    code = "WEB-05"
    exit_code = ExitCode.INPUT
    message = "Chưa chọn tệp nào."
    remedy = "Hãy chọn tệp rồi gửi lại."


class UploadTooLarge(VanthuError):
    code = "WEB-06"
    exit_code = ExitCode.INPUT
    message = "Tệp {name} lớn hơn {most} MB."
    remedy = "Hãy giảm cỡ ảnh trong tệp, hoặc tách phụ lục ra tệp riêng."
