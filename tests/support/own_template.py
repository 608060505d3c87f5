"""A Word file with tags, as an author of an office types them."""

import copy
import io

from docx import Document

from doc_engine.document_types import DocumentType
from tests.support.word_files import made, reworded

# What the author types in the place of an invitation's own words.
TYPED = {
    "Số:      /": "Số: {{ so }}/",
    "08 giờ 00, ngày 05 tháng 11 năm 2024": "{{ thoi_gian }}",
    "ngày 05 tháng 11 năm 2024": "ngày {{ ngay }} tháng {{ thang }} năm {{ nam }}",
    "Về việc kiện toàn Ban Bảo vệ trẻ em của xã": "{{ trich_yeu }}",
    "- Các thành viên Ban Bảo vệ trẻ em xã;": "- {{ khach.ho_ten }}, {{ khach.chuc_vu }};",
    "- Trưởng các thôn.": "- Kinh phí: {{ kinh_phi | so }} đồng (bằng chữ: {{ kinh_phi | tien_bang_chu }}).",
    "Tới dự cuộc họp đánh giá": "Tới dự cuộc họp{% if la_hop_gap %} gấp{% endif %} đánh giá",
}


def invitation() -> bytes:
    """An invitation by the decree with tags, its guests a loop of plain tags."""
    docx = made(DocumentType.INVITATION)
    for old, new in TYPED.items():
        docx = reworded(docx, old, new)
    document = Document(io.BytesIO(docx))
    guest = next(one for one in document.paragraphs if "khach.ho_ten" in one.text)._p
    for text, put in (("{% for khach in khach_moi %}", guest.addprevious), ("{% endfor %}", guest.addnext)):
        tag = copy.deepcopy(guest)
        tag.r_lst[0].text = text
        put(tag)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
