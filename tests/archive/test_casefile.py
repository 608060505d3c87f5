"""A case file as a value: its code, its fields, its periods."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.casefile import (
    CaseFile,
    Destruction,
    FileCode,
    FileCodeWrong,
    FileState,
    Hold,
    Transfer,
    from_json,
    to_json,
)
from archive.retention import (
    PERMANENT,
    PeriodWrong,
    RetentionPeriod,
    RetentionTableWrong,
    load,
    text,
)
from doc_engine.vietnamese import without_marks

days = st.dates(date(1946, 1, 1), date(2199, 12, 31))
codes = st.builds(
    FileCode,
    st.integers(0, 999_999).map(lambda number: f"{number:02}"),
    st.lists(st.text("ABCĐÊƠƯ", min_size=1, max_size=4), min_size=1, max_size=3).map("-".join),
).filter(lambda code: len(str(code)) <= 20)
periods = st.one_of(st.just(PERMANENT), st.integers(1, 999).map(RetentionPeriod))
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)
files = st.builds(
    CaseFile,
    agency=st.sampled_from(["063", "02008"]),
    year=st.integers(1946, 2199),
    code=codes,
    title=words,
    retention=st.none() | periods,
    creator=words,
    opened_on=days,
    rule=st.sampled_from(["", "x:2024:063:02008"]),
    documents=st.lists(st.sampled_from(["2024/a/b", "2024/a/c"]), unique=True).map(tuple),
    closed_on=st.none() | days,
    note=words,
    holds=st.lists(st.builds(Hold, words, days), max_size=2).map(tuple),
    transferred=st.none() | st.builds(Transfer, words, days),
    destroyed=st.none() | st.builds(Destruction, words, days, words, st.dictionaries(words, words, max_size=2)),
)


@given(codes)
def test_a_code_reads_as_it_is_written(code: FileCode) -> None:
    assert FileCode.parse(str(code)) == code
    assert FileCode.parse(f" {str(code).lower()} ") == code


@pytest.mark.parametrize(
    ("typed", "meant"), [("1.tccb", "01.TCCB"), ("12.vx-đg", "12.VX-ĐG"), ("01969.ĐG", "01969.ĐG")]
)
def test_a_code_typed_in_a_hurry_gets_its_form(typed: str, meant: str) -> None:
    assert str(FileCode.parse(typed)) == meant


def test_codes_that_differ_in_zeros_or_case_share_a_key() -> None:
    assert len({FileCode.parse(typed).key for typed in ("1.vx", "01.VX", "001.vx")}) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        "٠١.ĐG",
        "07.中",
        "1.ABCDEFGHIJKLMNOPQR",
        "",
        "TCCB",
        "01TCCB",
        "01.",
        "01.T CB",
        "01.TC/CB",
        "1234567.A",
        "01." + "A" * 20,
    ],
)
def test_what_is_no_code_is_reported(wrong: str) -> None:
    with pytest.raises(FileCodeWrong):
        FileCode.parse(wrong)


@given(files)
def test_a_file_comes_back_from_its_json_as_it_was(one: CaseFile) -> None:
    assert from_json(to_json(one)) == one


def test_the_fields_are_those_of_the_annex() -> None:
    code, opened = FileCode.parse("01.VX"), date(2024, 1, 2)
    one = CaseFile("063", 2024, code, "Kế hoạch", PERMANENT, "A", opened, closed_on=date(2025, 3, 4))
    said = json.loads(to_json(one))
    assert {name: said[name] for name in said if name != "vanthu"} == {
        "FileCode": {"OrganId": None, "FileCatalog": 2024, "FileNotation": "01.VX"},
        "Title": "Kế hoạch",
        "Maintenance": "Vĩnh viễn",
        "Rights": None,
        "Creator": "A",
        "Language": "Tiếng Việt",
        "StartDate": "2024-01-02",
        "EndDate": "2025-03-04",
        "DocTotal": 0,
        "PageTotal": None,
        "Description": None,
    }


@given(periods)
def test_a_period_reads_as_it_is_written(period: RetentionPeriod) -> None:
    assert RetentionPeriod.parse(str(period)) == period
    assert RetentionPeriod.parse(without_marks(str(period)).lower()) == period


@given(periods, periods)
def test_periods_are_compared_by_length(one: RetentionPeriod, other: RetentionPeriod) -> None:
    lengths = [float("inf") if period.years is None else period.years for period in (one, other)]
    assert (one < other) == (lengths[0] < lengths[1])
    assert max(one, other).years == (None if None in (one.years, other.years) else max(lengths))


@pytest.mark.parametrize("wrong", ["", "0", "0 năm", "mãi mãi", "20 tháng", "-5", "1000"])
def test_what_is_no_period_is_reported(wrong: str) -> None:
    with pytest.raises(PeriodWrong):
        RetentionPeriod.parse(wrong)


@given(days, st.integers(1, 99))
def test_a_period_counts_from_the_year_in_which_the_work_ended(ended: date, years: int) -> None:
    over = RetentionPeriod(years).over_on(ended)
    assert over == date(ended.year + years + 1, 1, 1)
    assert RetentionPeriod(years).over_on(date(ended.year, 1, 1)) == over
    assert PERMANENT.over_on(ended) is None


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, FileState.OPEN),
        ({"closed_on": date(2025, 1, 1)}, FileState.CLOSED),
        ({"closed_on": date(2025, 1, 1), "transferred": Transfer("x", date(2026, 1, 1))}, FileState.TRANSFERRED),
    ],
)
def test_what_was_done_says_the_state(change: dict[str, object], state: FileState) -> None:
    facts = {"agency": "063", "year": 2024, "code": FileCode("01", "A"), "title": "", "retention": None}
    one = CaseFile(**{**facts, "creator": "", "opened_on": date(2024, 1, 1), **change})  # type: ignore[arg-type]
    assert one.state is state


def test_nothing_in_the_shipped_table_claims_to_be_confirmed(tmp_path: Path) -> None:
    entries = load(tmp_path).entries.values()
    assert entries
    assert not any(entry.confirmed for entry in entries)
    assert all(entry.source for entry in entries)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('thoi_han = "50 năm"', 'thoi_han = "lâu"', '"lâu" không phải là thời hạn'),
        ("xac_nhan = false", "xac_nhan = 1", "true hoặc false"),
        ('ma = "tap-luu-van-ban-di"', 'ma = "khac"', "thiếu mục tap-luu-van-ban-di"),
        ("[[muc]]", "[[muc", "thoi-han.toml sai: "),
        ("ten = ", "ten_goi = ", "ten_goi"),
        ('loai = ["QĐ", "QyĐ", "QC"]', 'loai = "KH"', "danh sách"),
        ('loai = ["QĐ", "QyĐ", "QC"]', 'loai = ["QĐ", "KH"]', "loại KH có ở hai mục"),
        ('ma = "van-ban-di-khac"', 'ma = "tap-luu-van-ban-di"', "mã tap-luu-van-ban-di có ở hai mục"),
        ('thoi_han = "50 năm"', "thoi_han = 50", 'thoi_han = "50"'),
        ('ma = "tap-luu-van-ban-di"', 'ma = ["a"]', "ma phải là chữ"),
        ("xac_nhan = false\n", "", "thiếu"),
    ],
)
def test_a_table_edited_wrongly_is_reported(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "thoi-han.toml").write_text(text().replace(old, new, 1), "utf-8")
    with pytest.raises(RetentionTableWrong, match=said):
        load(tmp_path)


@pytest.mark.parametrize("wrong", ["[muc]\nma = 'x'", 'muc = "x"', 'muc = ["a"]', "", "\ufffe"])
def test_a_table_that_is_none_is_reported(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "thoi-han.toml").write_text(wrong, "utf-16" if wrong == "\ufffe" else "utf-8")
    with pytest.raises(RetentionTableWrong):
        load(tmp_path)
