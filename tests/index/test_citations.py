from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.citations import citations


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Căn cứ Quyết định số 06/QĐ-TTg ngày 03 tháng 01 năm 2019 của Thủ tướng", [("06/QĐ-TTg", date(2019, 1, 3))]),
        ("Kế hoạch số 134/KH-UBND ngày 11/3/2024;", [("134/KH-UBND", date(2024, 3, 11))]),
        ("Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020", [("30/2020/NĐ-CP", date(2020, 3, 5))]),
        ("Tờ trình số 1/TTr-HĐXD, ngày 20-11-2024", [("01/TTr-HĐXD", date(2024, 11, 20))]),
        ("số 02/QĐ-UBND và 03/QĐ-UBND", [("02/QĐ-UBND", None), ("03/QĐ-UBND", None)]),
        ("số 02/QĐ-UBND, lại số 02/QĐ-UBND", [("02/QĐ-UBND", None)]),
        ("02/QĐ-UBND ngày 31 tháng 02 năm 2024", [("02/QĐ-UBND", None)]),
        ("số 02/QĐ‑UBND ngày 22/11/2024", [("02/QĐ-UBND", date(2024, 11, 22))]),
        ("12/TB-KT&HT ngày 1/2/2024", [("12/TB-KT&HT", date(2024, 2, 1))]),
        ("02/QĐ-UBND, ngày 22, tháng 11, năm 2024", [("02/QĐ-UBND", date(2024, 11, 22))]),
        ("QUYẾT ĐỊNH SỐ 02/QĐ-UBND NGÀY 22 THÁNG 11 NĂM 2024", [("02/QĐ-UBND", date(2024, 11, 22))]),
        ("số 02/QĐ-UBND (ngày 05 / 11 / 2024)", [("02/QĐ-UBND", date(2024, 11, 5))]),
        ("02 / QĐ - UBND ngày22 tháng11 năm 2024", [("02/QĐ-UBND", date(2024, 11, 22))]),
        (
            "Nghị quyết 18-NQ/TW, Kết luận số 127-KL/TW ngày 28/2/2025",
            [("18-NQ/TW", None), ("127-KL/TW", date(2025, 2, 28))],
        ),
        ("số 02/QĐ-UBND\n- Căn cứ Luật; 02/QĐ-UBND - Công an xã", [("02/QĐ-UBND", None)]),
        ("01/TTr-HĐXD - Lưu: VT; 03/QĐ-UBND & Kế hoạch", [("01/TTr-HĐXD", None), ("03/QĐ-UBND", None)]),
        ("QCVN 01:2021/BXD", []),
        ("số:02/QĐ-UBND", [("02/QĐ-UBND", None)]),
        ("ngày 22/11/2024, 3/4 số hộ, 1/2", []),
    ],
)
def test_documents_that_a_text_names(text: str, found: list[tuple[str, date | None]]) -> None:
    assert [(str(one.code), one.day) for one in citations(text)] == found


def test_a_year_alone_may_be_named() -> None:
    (one,) = citations("Quyết định số 05/QĐ-UBND năm 2023 của Ủy ban nhân dân huyện")
    assert (one.day, one.year, one.behind) == (None, 2023, " của Ủy ban nhân dân huyện")


def test_what_stands_behind_may_name_the_body() -> None:
    (one,) = citations("số 01/KH-UBND ngày 28/3/2024 của Ủy ban nhân dân huyện Bạch Thông về\nviệc khác")
    assert one.behind == " của Ủy ban nhân dân huyện Bạch Thông về"


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    citations(text)
