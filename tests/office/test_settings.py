import re
import tomllib
from pathlib import Path

import pytest

from doc_engine.pdf import Flavour
from office import settings
from office.folder import SETTINGS
from office.office import OfficeExists, OfficeNotFound
from office.settings import SeriesPolicy, SettingsWrong
from tests.support.offices import create_office, find_office


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_office(tmp_path / "vp", 'Văn phòng "Một"').close()
    return tmp_path / "vp"


def test_a_new_office_has_settings_that_can_be_read(folder: Path) -> None:
    found = settings.load(folder, {})
    assert found == settings.Settings('Văn phòng "Một"', SeriesPolicy.BY_TYPE, "tantivy", Flavour.A1B)


def test_an_office_from_before_there_was_pdf_makes_pdf_a_1b(folder: Path) -> None:
    file = folder / SETTINGS
    file.write_text(file.read_text("utf-8").partition("[pdf]")[0], encoding="utf-8")
    assert settings.load(folder, {}).pdf is Flavour.A1B


@pytest.mark.parametrize(
    ("old", "new", "reported"),
    [
        ("day_so", "day_soo", 'có phải là "day_so" không'),
        ("[tim_kiem]", "[tim_kem]", 'có phải là "tim_kiem" không'),
        ('"theo-loai"', '"theo loại"', "theo-loai, chung"),
        ('"tantivy"', '"lucene"', "tantivy, whoosh"),
        ('ten = "', "ten = ", "sai"),
        ("hai_nguoi = false", "hai_nguoi = 1", "true hoặc false"),
        ('"PDF/A-1b"', '"PDF/A-3"', "thường, PDF/A-1b, PDF/A-2b"),
    ],
)
def test_a_wrong_setting_is_reported_with_what_is_right(folder: Path, old: str, new: str, reported: str) -> None:
    file = folder / SETTINGS
    text = file.read_text("utf-8")
    where = text.rindex(old)
    file.write_text(text[:where] + new + text[where + len(old) :], encoding="utf-8")
    with pytest.raises(SettingsWrong, match=reported):
        settings.load(folder, {})


def test_a_setting_in_the_place_of_a_group_is_reported(folder: Path) -> None:
    (folder / SETTINGS).write_text("van_phong = 5\n", encoding="utf-8")
    with pytest.raises(SettingsWrong, match=re.escape("[van_phong] trên một dòng riêng")):
        settings.load(folder, {})


def test_an_office_is_found_from_any_folder_inside_it(folder: Path) -> None:
    assert find_office(None, folder / "kho").folder == folder
    assert find_office(folder, Path("/")).folder == folder


def test_where_there_is_no_office_it_is_reported(tmp_path: Path) -> None:
    with pytest.raises(OfficeNotFound):
        find_office(None, tmp_path)
    with pytest.raises(OfficeNotFound):
        find_office(tmp_path / "khong-co", tmp_path)


def test_a_folder_with_something_in_it_is_not_made_an_office(folder: Path) -> None:
    with pytest.raises(OfficeExists):
        create_office(folder, "x")


CLUSTER = '[tim_kiem]\ncong_cu = "opensearch"\n'


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ('ten_chi_muc = "xa_a"', "may_chu phải là danh sách"),
        ('may_chu = "https://a:9200"\nten_chi_muc = "xa_a"', "may_chu phải là danh sách"),
        ('may_chu = ["https://a:9200"]', "ten_chi_muc phải bắt đầu bằng chữ"),
        ('may_chu = ["https://a:9200"]\nten_chi_muc = "xã-a"', "ten_chi_muc phải bắt đầu bằng chữ"),
        ('may_chu = ["http://a:9200"]\nten_chi_muc = "xa_a"', "phải bắt đầu bằng https://"),
        ('may_chu = ["http://127.0.0.1.a.vn"]\nten_chi_muc = "xa_a"', "phải bắt đầu bằng https://"),
        ('may_chu = ["http://toi:mat-khau@a:9200"]\nten_chi_muc = "xa_a"', "không được chứa mật khẩu"),
        ('may_chu = ["https://toi:mat-khau@a:9200"]\nten_chi_muc = "xa_a"', "không được chứa mật khẩu"),
    ],
)
def test_servers_that_are_written_wrong_are_reported(tmp_path: Path, written: str, why: str) -> None:
    text = settings.text("Văn phòng", "tantivy").split("[tim_kiem]")[0] + CLUSTER + written + "\n"
    (tmp_path / SETTINGS).write_text(text, "utf-8")
    with pytest.raises(SettingsWrong, match=re.escape(why)) as caught:
        settings.load(tmp_path, {})
    assert "mat-khau" not in str(caught.value)


def test_servers_are_asked_by_who_the_environment_says(tmp_path: Path) -> None:
    written = 'may_chu = ["https://a:9200", "http://localhost:9200"]\nten_chi_muc = "xa_a"\n'
    text = settings.text("Văn phòng", "tantivy").split("[tim_kiem]")[0] + CLUSTER + written
    (tmp_path / SETTINGS).write_text(text, "utf-8")
    environment = {"VANTHU_OPENSEARCH_USER": "toi", "VANTHU_OPENSEARCH_PASSWORD": "mat-khau"}
    found = settings.load(tmp_path, environment).cluster
    assert found is not None
    assert (found.urls, found.name) == (("https://a:9200", "http://localhost:9200"), "xa_a")
    assert (found.user, found.password) == ("toi", "mat-khau")
    assert "mat-khau" not in repr(settings.load(tmp_path, environment))
    alone = settings.without_server(text)
    assert 'cong_cu = "tantivy"' in alone
    (tmp_path / SETTINGS).write_text(alone, "utf-8")
    assert settings.load(tmp_path, {}).cluster is None


@pytest.mark.parametrize(
    "written",
    [
        "[co_so_du_lieu]\ndia_chi = 'postgresql://a@b/c'\n[tim_kiem]\ncong_cu = 'opensearch'\n",
        'co_so_du_lieu.dia_chi = "postgresql://a@b/c"\ntim_kiem.cong_cu = "opensearch"\n',
        'co_so_du_lieu = { dia_chi = "postgresql://a@b/c" }\ntim_kiem = { cong_cu="opensearch", may_chu = [] }\n',
    ],
)
def test_a_restored_office_has_no_server_however_it_was_written(written: str) -> None:
    alone = tomllib.loads(settings.without_server(written))
    assert (alone["co_so_du_lieu"]["dia_chi"], alone["tim_kiem"]["cong_cu"]) == ("", "tantivy")


@pytest.mark.parametrize(
    "written", ['[tim_kiem]\ncong_cu = """opensearch"""\n', "co_so_du_lieu = 'x'\n", "x = = 3\n", "[van_phong"]
)
def test_a_server_that_cannot_be_taken_out_is_not_kept(written: str) -> None:
    with pytest.raises(SettingsWrong):
        settings.without_server(written)


def test_a_name_that_reads_as_a_setting_stays_a_name() -> None:
    text = """[van_phong]\nten = "Cơ quan; cong_cu = 'opensearch'"\n"""
    assert settings.without_server(text) == text


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (b"x = = 3\n", "dòng 1, chữ thứ 5 viết không đúng"),
        (b"[van_phong", "viết không đúng"),
        ("[van_phong]\n".encode("utf-16"), "không phải chữ dạng UTF-8"),
    ],
)
def test_settings_that_cannot_be_read_are_reported_in_vietnamese(tmp_path: Path, written: bytes, why: str) -> None:
    (tmp_path / SETTINGS).write_bytes(written)
    with pytest.raises(SettingsWrong, match=re.escape(why)):
        settings.load(tmp_path, {})
