from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doc_engine.document import (
    AuthorityConflict,
    DocumentCode,
    LegalBasis,
    Signer,
    SigningAuthority,
    WrongCode,
    day_text,
    short_day_text,
    sign,
)
from doc_engine.document_data.cycle_data import committee
from doc_engine.document_types import DocumentType
from doc_engine.units import units

DISTRICT = committee(units().at("063", date(2024, 6, 30)))


@given(st.integers(1, 99_999), st.sampled_from(["KH-UBND", "QĐ-UBND", "TTr-HĐXD", "QyĐ-UBND", "UBND-VX", "GM-TT&TT"]))
def test_a_code_is_read_back_as_it_was_written(number: int, symbol: str) -> None:
    code = DocumentCode(number, symbol)
    assert DocumentCode.parse(str(code)) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [("5/KH-UBND", "05/KH-UBND"), (" 134 / KH - UBND ", "134/KH-UBND"), ("06/QĐ-TTg", "06/QĐ-TTg")],
)
def test_a_code_written_carelessly_is_put_right(written: str, code: str) -> None:
    assert str(DocumentCode.parse(written)) == code


@pytest.mark.parametrize("written", ["", "KH-UBND", "0/KH-UBND", "12", "12/", "12/12", "mười/KH-UBND"])
def test_what_is_no_code_is_refused(written: str) -> None:
    with pytest.raises(WrongCode):
        DocumentCode.parse(written)


def test_a_draft_has_room_for_its_number() -> None:
    assert str(DocumentCode(None, "KH-UBND")) == "     /KH-UBND"


def test_the_place_in_the_archive_is_ascii_and_sorts_by_number() -> None:
    assert DocumentCode(145, "QĐ-UBND").slug == "qd-00145-ubnd"


@pytest.mark.parametrize(
    ("on", "long", "short"),
    [
        (date(2024, 2, 5), "ngày 05 tháng 02 năm 2024", "05/02/2024"),
        (date(2024, 3, 11), "ngày 11 tháng 3 năm 2024", "11/3/2024"),
        (date(2024, 11, 25), "ngày 25 tháng 11 năm 2024", "25/11/2024"),
    ],
)
def test_days_below_ten_and_the_first_two_months_get_a_zero(on: date, long: str, short: str) -> None:
    assert (day_text(on), short_day_text(on)) == (long, short)


@pytest.mark.parametrize(
    ("title", "capacity", "on_behalf", "lines"),
    [
        ("Chủ tịch", SigningAuthority.DIRECT, True, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("Chủ tịch", SigningAuthority.DIRECT, False, ("CHỦ TỊCH",)),
        ("Phó Chủ tịch", SigningAuthority.DEPUTY, True, ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("Phó Chủ tịch", SigningAuthority.DEPUTY, False, ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("Chánh Văn phòng", SigningAuthority.BY_ORDER, True, ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        ("Trưởng phòng", SigningAuthority.AUTHORISED, False, ("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG")),
        ("Quyền Chủ tịch", SigningAuthority.ACTING, True, ("TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH")),
    ],
)
def test_the_lines_of_authority_follow_from_who_signs_for_whom(
    title: str, capacity: SigningAuthority, on_behalf: bool, lines: tuple[str, ...]
) -> None:
    assert sign(DISTRICT, Signer("Nguyễn Văn A", title, capacity), on_behalf=on_behalf).lines == lines


@pytest.mark.parametrize(
    ("title", "capacity"),
    [
        ("Phó Chủ tịch", SigningAuthority.DIRECT),
        ("Chủ tịch", SigningAuthority.DEPUTY),
        ("Chánh Văn phòng", SigningAuthority.DEPUTY),
        ("Chủ tịch", SigningAuthority.BY_ORDER),
    ],
)
def test_who_cannot_sign_in_that_capacity_is_reported_with_the_rule(title: str, capacity: SigningAuthority) -> None:
    with pytest.raises(AuthorityConflict) as caught:
        sign(DISTRICT, Signer("Nguyễn Văn A", title, capacity), on_behalf=True)
    assert caught.value.facts["rule"]


def test_a_law_is_cited_without_number_and_body() -> None:
    law = LegalBasis("Luật", "", "", date(2016, 4, 5), "Trẻ em")
    assert law.full == "Luật Trẻ em ngày 05 tháng 4 năm 2016"


def test_another_document_is_cited_in_full() -> None:
    basis = LegalBasis("Quyết định", "06/QĐ-TTg", "Thủ tướng Chính phủ", date(2019, 1, 3), "quy định tiêu chuẩn")
    assert basis.full == "Quyết định số 06/QĐ-TTg ngày 03 tháng 01 năm 2019 của Thủ tướng Chính phủ quy định tiêu chuẩn"
    assert basis.short == "Quyết định số 06/QĐ-TTg"


def test_the_decree_knows_twenty_nine_kinds_and_three_copies() -> None:
    copies = {DocumentType.CERTIFIED_COPY, DocumentType.EXTRACT_COPY, DocumentType.RECOPY}
    assert len(set(DocumentType) - copies) == 29
    abbreviations = [kind.abbreviation for kind in DocumentType if kind.abbreviation]
    assert len(abbreviations) == len(set(abbreviations)) == 30
