"""What habits add is taken off, once and for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doc_engine.document_types import DocumentType
from doc_engine.docx_text import plain_text
from doc_engine.nd30 import habits
from tests.support.word_files import made

NOISE = st.sampled_from(
    ["V/v ", "v/v: ", "Về việc ", "- ", "– ", "Căn cứ ", "Lưu: ", ";", ".", " ", "mời họp", "UBND xã"]
)


@pytest.mark.parametrize(
    ("typed", "letter", "other"),
    [
        ("V/v V/v mời họp", "mời họp", "Về việc mời họp"),
        ("V/v Về việc mời họp.", "mời họp", "Về việc mời họp"),
        ("về việc mời họp", "mời họp", "Về việc mời họp"),
        ("Ban hành Quy chế;", "Ban hành Quy chế", "Ban hành Quy chế"),
    ],
)
def test_a_subject_begins_once(typed: str, letter: str, other: str) -> None:
    assert (habits.subject_of_letter(typed), habits.subject(typed)) == (letter, other)


@pytest.mark.parametrize(
    ("typed", "bare"),
    [("- - UBND xã;;", "UBND xã"), ("– Như trên;", "Như trên"), ("Gửi để biết :", "Gửi để biết:"), ("-", "")],
)
def test_a_recipient_is_its_name(typed: str, bare: str) -> None:
    assert habits.recipient(typed) == bare


def test_the_historical_archive_is_a_recipient() -> None:
    assert not habits.is_filing("- Lưu trữ lịch sử tỉnh;")
    assert all(map(habits.is_filing, ("- Lưu: VT.", "Lưu VT, VX", "lưu : VT")))


def test_a_base_begins_and_ends_once() -> None:
    assert habits.basis("- Căn cứ căn cứ Luật Trẻ em;;") == "Căn cứ Luật Trẻ em"
    assert habits.basis("Theo đề nghị của Trưởng phòng.") == "Theo đề nghị của Trưởng phòng"
    assert habits.part_of_basis("Căn cứ luật") == "Luật"
    assert habits.part_of_basis("Tổ chức chính quyền địa phương;") == "Tổ chức chính quyền địa phương"


@given(st.lists(NOISE, max_size=8).map("".join))
def test_what_is_taken_off_once_is_off(typed: str) -> None:
    for bare in (habits.subject, habits.subject_of_letter, habits.recipient, habits.basis, habits.filing):
        assert bare(bare(typed)) == bare(typed)


def test_a_document_has_each_habit_once() -> None:
    letter = plain_text(
        made(
            DocumentType.OFFICIAL_LETTER,
            trich_yeu="V/v V/v mời họp",
            can_cu=["Căn cứ Căn cứ Luật Trẻ em ngày 05 tháng 4 năm 2016;"],
            noi_nhan=["- - Như trên;", "Lưu: VT, VX.", "Như trên"],
            luu="Lưu: VT, VX",
        )
    )
    assert "V/v mời họp" in letter
    for doubled in ("V/v V/v", "- -", "Căn cứ Căn cứ"):
        assert doubled not in letter
    assert (letter.count("Lưu:"), letter.count("Như trên")) == (1, 1)
