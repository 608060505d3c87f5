from decimal import Decimal
from pathlib import Path

import pytest

from doc_engine.evaluation import require_figures
from doc_engine.programme import FiguresUnconfirmed, ProgrammeUnreadable, find, load, shipped
from tests.conftest import EXAMPLE

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
