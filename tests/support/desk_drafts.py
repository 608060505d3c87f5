"""A decision of a commune, as somebody types it into the desk's form."""

import re

from tests.support.desk import Visitor

SUBJECT = "Về việc kiện toàn Ban Bảo vệ trẻ em của xã"
BODY = "Điều 1. Kiện toàn Ban Bảo vệ trẻ em gồm các ông, bà có tên sau đây.\nĐiều 2. Quyết định có hiệu lực từ ngày ký."
FIELDS = {
    "don_vi": "xã Phủ Thông",
    "trich_yeu": SUBJECT,
    "co_quan": "ỦY BAN NHÂN DÂN\nXÃ PHỦ THÔNG",
    "ky_hieu": "UBND",
    "dia_danh": "Phủ Thông",
    "tham_quyen": "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ PHỦ THÔNG",
    "can_cu": "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
    "noi_dung": BODY,
    "noi_nhan": "Như Điều 2",
    "luu": "VT",
    "ky.ho_ten": "Nguyễn Văn A",
    "ky.chuc_vu": "Chủ tịch",
}


def begun(visitor: Visitor, source: str = "quyết định") -> str:
    return str(visitor.send_form("/soan/bat-dau", {"mau": source}).headers["location"])


def version_on(visitor: Visitor, form: str) -> str:
    found = re.search(r'id="ban" form="bieu-mau" value="(\d+)"', visitor.get(form).text)
    assert found is not None
    return found[1]


def drafted(visitor: Visitor, **changed: str) -> str:
    """The address of a draft that was made of a form."""
    form = begun(visitor)
    sent = {**FIELDS, **changed, "ban": version_on(visitor, form), "lam": "xong"}
    answered = visitor.send_form(form, sent)
    assert answered.status_code == 302, answered.text
    return str(answered.headers["location"])
