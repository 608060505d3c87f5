"""Names and dates that no line may break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doc_engine.render.no_breaks import NO_BREAK, bound


def said(text: str) -> str:
    """The text of a run after binding, "~" for a no-break space."""
    made = bound(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>".encode()).decode()
    return made.removeprefix("<w:p><w:r><w:t>").removesuffix("</w:t></w:r></w:p>").replace(NO_BREAK, "~")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("của xã Đào Mỹ, huyện Lạng Giang.", "của xã~Đào~Mỹ, huyện~Lạng~Giang."),
        ("thị trấn Phủ Thông và Quận 1", "thị~trấn~Phủ~Thông và Quận~1"),
        ("- Bà Nguyễn Thị B, Phó Chủ tịch", "- Bà~Nguyễn~Thị~B, Phó~Chủ tịch"),
        ("ngày 05 tháng 11 năm 2024", "ngày~05 tháng~11 năm~2024"),
        ("trước ngày 15/11/2024.", "trước ngày~15/11/2024."),
        ("CỦA HUYỆN BẠCH THÔNG NĂM 2024", "CỦA HUYỆN~BẠCH~THÔNG NĂM~2024"),
        ("huyện Phan Rang Tháp Chàm xét", "huyện Phan~Rang~Tháp~Chàm xét"),
        ("Phan Rang, ngày 05 tháng 11 năm 2024", "Phan Rang, ngày 05 tháng 11 năm 2024"),
        ("Phan Rang Tháp Chàm, ngày 05 tháng 11 năm 2024", "Phan Rang Tháp Chàm, ngày~05~tháng~11~năm~2024"),
        ("xã, thị trấn phù hợp với trẻ em", "xã, thị trấn phù hợp với trẻ em"),
        ("Quyết định số 06/QĐ-TTg", "Quyết định số 06/QĐ-TTg"),
        ("Nguyễn Văn A", "Nguyễn Văn A"),
        ("Thị trấn Quảng Phú Cầu", "Thị trấn Quảng Phú Cầu"),
        ("ỦY BAN NHÂN DÂN", "ỦY BAN NHÂN DÂN"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Bạch Thông, ngày 05 tháng 11 năm 2024", "Bạch Thông, ngày 05 tháng 11 năm 2024"),
    ],
)
def test_what_belongs_together_is_bound(text: str, expected: str) -> None:
    assert said(text) == expected


@given(st.text(st.characters(exclude_characters="<>&", exclude_categories=("Cs", "Cc"))))
def test_only_spaces_change(text: str) -> None:
    assert said(text).replace("~", " ") == text.replace(NO_BREAK, " ").replace("~", " ")


def test_tags_and_their_attributes_stay() -> None:
    part = '<w:p w:author="Nguyễn Văn A của xã Đào Mỹ"><w:t xml:space="preserve"> xã Đào Mỹ </w:t><w:t/></w:p>'
    assert bound(part.encode()).decode() == part
    assert bound(b"<w:p/>") == b"<w:p/>"
