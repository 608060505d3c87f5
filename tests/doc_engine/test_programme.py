from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from doc_engine.evaluation import require_figures
from doc_engine.programme import (
    ConfirmedFigure,
    FiguresUnconfirmed,
    ProgrammeUnreadable,
    find,
    load,
    mistakes,
    shipped,
    start,
    with_confirmed,
)
from doc_engine.programme.lookups import KEYS
from doc_engine.programme.reading import PLACEHOLDERS
from tests.conftest import EXAMPLE, ROOT

SECOND = """
[chuong_trinh]
ma = "tiep-can-phap-luat"
danh_hieu = "đạt chuẩn tiếp cận pháp luật"
minh_hoa = true
[chuong_trinh.quy_dinh]
loai = "Quyết định"
so_ky_hieu = "25/2021/QĐ-TTg"
co_quan = "Thủ tướng Chính phủ"
ngay = 2021-07-22
trich_yeu = "về xã, phường, thị trấn đạt chuẩn tiếp cận pháp luật"
[quy_tac]
tat_ca_tieu_chi_dat = false
khong_tieu_chi_nao_0_diem = true
[thoi_han]
cong_nhan = "20/12"
[[khu_vuc]]
ma = "tat-ca"
ten = "mọi xã"
tong_diem = { gia_tri = 12.5, nguon = "minh họa", xac_nhan = false }
"""
CRITERION = """
[[tieu_chi]]
so = {number}
ten = "Tiêu chí thứ {number}"
co_quan_chu_tri = "Phòng Tư pháp"
diem_toi_da = {{ gia_tri = 10, nguon = "minh họa", xac_nhan = false }}
diem_dat = {{ gia_tri = 5, nguon = "minh họa", xac_nhan = false }}
"""


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """Another programme: another name, two criteria, another rule."""
    path = tmp_path / "hai-tieu-chi.toml"
    path.write_text(SECOND + CRITERION.format(number=1) + CRITERION.format(number=2), encoding="utf-8")
    return path


def test_the_shipped_programme_has_the_decisions_thirteen_criteria_and_thresholds() -> None:
    programme = load(shipped()["xa-phu-hop-tre-em"])
    assert [criterion.id for criterion in programme.criteria] == list(range(1, 14))
    minima = {area.id: area.min_total.value for area in programme.areas}
    assert minima == {"phuong": 900, "mien-nui": 800, "khac": 850}
    assert programme.rules.all_met
    assert programme.rules.none_zero


def test_a_figure_nobody_confirmed_is_unknown_and_not_invented() -> None:
    programme = load(shipped()["xa-phu-hop-tre-em"])
    known = {c.id: c.max_points.value for c in programme.criteria if c.max_points.confirmed}
    assert known == {1: 100, 6: 125, 7: 50}
    assert all(c.max_points.value is None for c in programme.criteria if not c.max_points.confirmed)
    assert all(c.pass_points.value is None for c in programme.criteria)


def test_an_assessment_by_unconfirmed_figures_names_the_file_and_every_key() -> None:
    with pytest.raises(FiguresUnconfirmed) as caught:
        require_figures(load(shipped()["xa-phu-hop-tre-em"]))
    assert "xa-phu-hop-tre-em.toml" in str(caught.value)
    assert len(caught.value.keys) == 10 + 13
    assert "tieu_chi.2.diem_toi_da.gia_tri" in caught.value.keys


def test_an_illustrative_programme_needs_values_not_confirmation() -> None:
    programme = find("chuong-trinh-minh-hoa.toml", EXAMPLE.parent)
    require_figures(programme)
    assert programme.illustrative
    assert sum(c.max_points.value or 0 for c in programme.criteria) == 1000


def test_a_value_alone_is_not_confirmation(second: Path) -> None:
    second.write_text(second.read_text("utf-8").replace("minh_hoa = true", "minh_hoa = false"), encoding="utf-8")
    with pytest.raises(FiguresUnconfirmed):
        require_figures(load(second))


def test_a_second_programme_needs_no_code(second: Path) -> None:
    programme = load(second)
    assert (programme.title, len(programme.criteria)) == ("đạt chuẩn tiếp cận pháp luật", 2)
    assert programme.area["tat-ca"].min_total.value == Decimal("12.5")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('ma = "tiep-can', "ma = 5 # ", "ma"),
        ("ngay = 2021-07-22", 'ngay = "22/7/2021"', "ngay"),
        ("so = 1", 'so = "một"', "so"),
        ("gia_tri = 12.5", 'gia_tri = "12,5"', "khu_vuc.tat-ca.tong_diem.gia_tri"),
        ("xac_nhan = false }\n\n", "xac_nhan = false, ghi_chu = 1 }\n\n", "khu_vuc.tat-ca.tong_diem"),
        ('cong_nhan = "20/12"', 'cong_nhan = "31/02"', "thoi_han.cong_nhan"),
        ("[quy_tac]", "[quytac]", "quy_tac"),
        ("so = 2", "so = 1", "tieu_chi.so"),
        ("gia_tri = 12.5", "gia_tri = -5", "khu_vuc.tat-ca.tong_diem.gia_tri"),
        ("gia_tri = 12.5", "gia_tri = nan", "khu_vuc.tat-ca.tong_diem.gia_tri"),
        ("minh_hoa = true", "minh_hoa = ", "sai cú pháp ở dòng"),
    ],
)
def test_a_programme_file_that_is_wrong_names_the_key(second: Path, old: str, new: str, key: str) -> None:
    text = second.read_text("utf-8")
    assert old in text
    second.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProgrammeUnreadable, match=key):
        load(second)


def test_an_unknown_programme_is_reported_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(ProgrammeUnreadable, match="xa-phu-hop-tre-em"):
        find("khong-co", tmp_path)
    with pytest.raises(ProgrammeUnreadable):
        find("khong-co.toml", tmp_path)


def test_every_key_is_on_the_page_of_programmes() -> None:
    page = (ROOT / "docs" / "vi" / "chuong-trinh.md").read_text("utf-8")
    for table, keys in KEYS.items():
        for key in keys:
            written = f"`{table}.{key}`" if table else f"[{key}]"
            assert written in page, written
    for one in PLACEHOLDERS:
        assert f"| `{one}` |" in page


@pytest.mark.parametrize("id_", shipped())
def test_a_shipped_programme_has_no_mistake(id_: str) -> None:
    assert mistakes(shipped()[id_]) == ()
    assert load(shipped()[id_]).id == id_


@pytest.mark.parametrize("source", ["", *shipped()])
def test_what_a_new_programme_starts_with_has_no_mistake(source: str, tmp_path: Path) -> None:
    path = tmp_path / "moi.toml"
    path.write_bytes(start(source))
    assert mistakes(path) == ()


def test_access_to_law_has_the_decisions_criteria_with_their_parts() -> None:
    programme = load(shipped()["tiep-can-phap-luat-2021"])
    assert [len(one.parts) for one in programme.criteria] == [2, 6, 3, 5, 4]
    assert {one.pass_share.value for one in programme.criteria if one.pass_share} == {50}
    assert programme.areas[0].min_total.value == 80
    assert programme.criteria[4].lead_offices == ("Phòng Tư pháp", "Công an huyện")
    assert programme.led_by_a_province().criteria[4].lead_offices == ("Sở Tư pháp", "Công an tỉnh")
    assert programme.led_by_a_province().areas[0].name == "xã, phường"
    assert programme.deadlines["cong_nhan"].of(2023) == date(2024, 2, 10)
    assert (programme.serves(2021), programme.serves(2022), programme.serves(2026)) == (False, True, False)


def test_new_countryside_is_judged_by_nineteen_verdicts_and_three_conditions() -> None:
    programme = load(shipped()["nong-thon-moi-2021"])
    assert [one.id for one in programme.criteria] == list(range(1, 20))
    assert not programme.by_points
    assert programme.unconfirmed == ()
    assert len(programme.conditions) == 3


WRONG = """
[chuong_trinh]
ma = "moi"
danh_hieu = "đạt chuẩn {xa}"
cham_theo = "sao"
nam = 2026
[chuong_trinh.quy_dinh]
loai = "Quyết định"
so_ky_hieu = "25/2021/QĐ-TTg"
co_quan = "Thủ tướng Chính phủ"
ngay = "22/7/2021"
[quy_tac]
tat_ca_tieu_chi_dat = "có"
[thoi_han]
cong_nhan = "31/02"
[loi_van]
tuyen_truyen = "về {xa}"
[[khu_vuc]]
ma = "tat-ca"
ten = "mọi xã"
tong_diem = 80
[[tieu_chi]]
so = 1
ten = "Một"
co_quan_chu_tri = 7
diem_toi_da = { gia_tri = -1, xac_nhan = true }
diem_dat = { gia_tri = 5, nguon = "x", xac_nhan = true, ghi_chu = "" }
[[tieu_chi]]
so = 1
"""


def test_every_mistake_of_a_file_is_reported_at_once(tmp_path: Path) -> None:
    path = tmp_path / "sai.toml"
    path.write_text(WRONG, "utf-8")
    found = "\n".join(mistakes(path))
    for key in (
        "khóa lạ chuong_trinh.nam", "cham_theo", "quy_dinh.ngay", "thiếu khóa chuong_trinh.quy_dinh.trich_yeu",
        "quy_tac.tat_ca_tieu_chi_dat", "thoi_han.cong_nhan", "loi_van.tuyen_truyen có chỗ thay {xa}",
        "khu_vuc.tat-ca.tong_diem", "tieu_chi.1.co_quan_chu_tri", "tieu_chi.1.diem_toi_da.gia_tri",
        "có khóa lạ tieu_chi.1.diem_dat.ghi_chu", "thiếu khóa tieu_chi.1.diem_toi_da.nguon",
        "thiếu khóa tieu_chi.1.ten", "tieu_chi.so có giá trị lặp lại: 1",
    ):  # fmt: skip
        assert key in found
    with pytest.raises(ProgrammeUnreadable) as caught:
        load(path)
    assert "tieu_chi.so" in str(caught.value)


CONTRADICTIONS = [
    ('ma = "tiep-can-phap-luat"', 'ma = "../.."', "chuong_trinh.ma phải là chữ và số"),
    ('danh_hieu = "đạt chuẩn tiếp cận pháp luật"', 'danh_hieu = " "', "chuong_trinh.danh_hieu đang để trống"),
    ("minh_hoa = true", "minh_hoa = true\ntu_nam = 2026\nden_nam = 2025", "den_nam nhỏ hơn tu_nam"),
    ("gia_tri = 5,", "gia_tri = 11,", "tieu_chi.1.diem_dat.gia_tri là 11, lớn hơn điểm tối đa 10"),
    ("so = 1\n", "so = 0\n", "tieu_chi.0.so"),
    ('ma = "tat-ca"', 'ma = "2"', "khu_vuc.ma 2 trùng với số của một tiêu chí"),
    ('cong_nhan = "20/12"', 'cong_nhann = "20/12"', "có khóa lạ thoi_han.cong_nhann, có phải là cong_nhan không"),
    ('cong_nhan = "20/12"', 'cong_nhan = "20/12"\nbao_cao_ket_qua = "01/12"', "thoi_han phải theo thứ tự"),
    ('ten = "Tiêu chí thứ 1"', 'ten = ""', "tieu_chi.1.ten đang để trống"),
]
PART = """
[[tieu_chi.chi_tieu]]
so = "{so}"
ten = "Chỉ tiêu"
diem_toi_da = {{ gia_tri = {most}, nguon = "minh họa", xac_nhan = false }}
"""


@pytest.mark.parametrize(("old", "new", "said"), CONTRADICTIONS)
def test_figures_and_texts_that_cannot_be_right_are_mistakes(old: str, new: str, said: str, second: Path) -> None:
    text = second.read_text("utf-8")
    assert old in text
    second.write_text(text.replace(old, new, 1), "utf-8")
    (found,) = mistakes(second)
    assert said in found


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([("2.1", 4), ("2.2", 6)], ""),
        ([("2.1", 4), ("2.2", 7)], "tổng điểm tối đa các chỉ tiêu của tiêu chí 2 là 11"),
        ([("2.1", 4), ("2.2", 5)], "tổng điểm tối đa các chỉ tiêu của tiêu chí 2 là 9"),
        ([("2.1", 4), ("1.2", 6)], "chi_tieu.1.2.so phải bắt đầu bằng số của tiêu chí"),
        ([("2.1", 4), ("2.1", 6)], "chi_tieu.so có giá trị lặp lại: 2.1"),
    ],
)
def test_parts_belong_to_their_criterion_and_add_up(parts: list[tuple[str, int]], said: str, second: Path) -> None:
    text = "".join(PART.format(so=so, most=most) for so, most in parts)
    second.write_text(second.read_text("utf-8") + text, "utf-8")
    found = mistakes(second)
    assert [one for one in found if said not in one] == []
    assert bool(found) == bool(said)


@pytest.mark.parametrize("text", ["", "chuong_trinh = 1", "[[chuong_trinh]]", "tieu_chi = [1]", 'loi_van = "x"'])
def test_a_file_of_another_shape_is_a_list_of_mistakes(text: str, tmp_path: Path) -> None:
    path = tmp_path / "la.toml"
    path.write_text(text, "utf-8")
    assert len(mistakes(path)) > 3


def test_what_was_confirmed_stays_and_what_was_not_is_the_offices() -> None:
    programme = load(shipped()["xa-phu-hop-tre-em"])
    mine = ConfirmedFigure(Decimal(75), "Phụ lục", "Nguyễn Văn A")
    settled = with_confirmed(programme, {one.key: mine for one in programme.figures})
    assert settled.unconfirmed == ()
    assert [one.max_points.value for one in settled.criteria][:2] == [100, 75]
    assert {area.min_total.value for area in settled.areas} == {900, 800, 850}
