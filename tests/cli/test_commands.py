"""The commands as a clerk meets them: output, streams, exit status."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from openpyxl import load_workbook

from cli.main import COMMANDS, cli, run
from doc_engine.docx_text import plain_text
from doc_engine.nd30.compose import compose
from tests.conftest import EXAMPLE, ROOT

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def vanthu(capsys: pytest.CaptureFixture[str]) -> Run:
    """A function that runs a command in this process: exit status, stdout, stderr."""

    def run_it(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run_it


@pytest.fixture
def folder(vanthu: Run, tmp_path: Path) -> Path:
    assert vanthu("init", tmp_path / "vp", "--name", "UBND huyện Bạch Thông")[0] == 0
    return tmp_path / "vp"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The example with one commune's score too high, and nothing else wrong."""
    workbook = load_workbook(EXAMPLE)
    workbook["Điểm thẩm định"]["C5"] = 500
    programme = "chuong-trinh-minh-hoa.toml"
    (tmp_path / programme).write_bytes((EXAMPLE.parent / programme).read_bytes())
    workbook.save(tmp_path / "hong.xlsx")
    return tmp_path / "hong.xlsx"


def all_commands() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        inner = command.commands if isinstance(command, click.Group) else {}
        found += [(name, sub) for sub in inner] or [(name,)]
    return found


@pytest.mark.parametrize("command", all_commands(), ids=" ".join)
def test_every_command_explains_itself_in_vietnamese(vanthu: Run, command: tuple[str, ...]) -> None:
    status, out, _ = vanthu(*command, "--help")
    assert status == 0
    assert out.startswith(f"Cách dùng: vanthu {' '.join(command)} [TÙY CHỌN]")
    for english in ("Options", "Usage", "Show this", "default:", "Error"):
        assert english not in out


def test_the_names_that_scripts_rely_on_are_there() -> None:
    assert {" ".join(command) for command in all_commands()} == {
        "init", "programme list", "programme new", "programme check",
        "workbook new", "workbook check", "assess", "template list", "template new", "template check",
        "template show", "draft", "check", "batch", "pdf", "register list", "register start", "register print",
        "register reserve", "register void", "search", "show", "units", "verify", "rebuild",
        "audit show", "audit verify", "audit accept",
        *(f"document {step}" for step in ("new", "list", "show", "change", "submit", "approve", "return", "withdraw")),
        "document issue", "document attach", "restore",
        *(f"replica {step}" for step in ("add", "sync", "verify", "repair")),
        "dossier", "serve", "today",
        *(f"casefile {step}" for step in ("list", "show", "open", "plan", "print", "add", "remove", "close")),
        "casefile contents", "casefile transfer",
        *(f"retention {step}" for step in ("table", "due", "hold", "release", "destroy")),
    }  # fmt: skip


def test_a_whole_cycle_from_an_empty_folder(vanthu: Run, folder: Path) -> None:
    office = ("--office", folder)
    status, out, err = vanthu(*office, "batch", EXAMPLE, "--issue")
    assert (status, "80 văn bản đã được ban hành và lưu trữ." in err) == (0, True)
    assert out.splitlines()[0] == "Số, ký hiệu\tVăn bản\tNơi lưu"
    assert len(out.splitlines()) == 81
    status, out, _ = vanthu(*office, "search", "qd cong nhan xa phu hop tre em 2024", "--type", "QĐ", "--year", 2024)
    assert out.startswith("02/QĐ-UBND  22/11/2024  Ủy ban nhân dân huyện Bạch Thông\n    Về việc công nhận xã")
    status, out, _ = vanthu(*office, "search", "tự đánh giá", "đúng-xã:cam-giang", "--json")
    own = ("kh-00001-ubnd", "qd-00001-ubnd", "bb-00001-hdtdg", "bc-00001-ubnd", "ttr-00001-ubnd")
    assert {one["id"] for one in json.loads(out)["results"]} == {f"2024/02008-xa-cam-giang/{name}" for name in own}
    status, out, _ = vanthu(*office, "show", "02/qđ-ubnd".upper())
    assert out.startswith("Quyết định số 02/QĐ-UBND, ngày 22/11/2024, Ủy ban nhân dân huyện Bạch Thông")
    status, out, err = vanthu(*office, "show", "01/BC-UBND")
    assert (status, "Có 15 văn bản cùng số" in err) == (0, True)
    status, out, _ = vanthu(*office, "register", "list", "--agency", "063", "--json")
    codes = ["01/BC-UBND", "01/GM-UBND", "01/KH-UBND", "01/QĐ-UBND", "02/QĐ-UBND", "01/TB-UBND"]
    assert [one["code"] for one in json.loads(out)] == codes
    assert vanthu(*office, "verify")[::2] == (0, "Đã kiểm tra 80 văn bản và hồ sơ trong kho: không có lỗi.\n")
    assert vanthu(*office, "rebuild")[0] == 0


def test_a_dry_run_shows_the_numbers(vanthu: Run, folder: Path) -> None:
    status, out, err = vanthu("--office", folder, "batch", EXAMPLE, "--dry-run", "--json")
    assert status == 0
    assert len(json.loads(out)["made"]) == 80
    assert "80 văn bản sẽ được ban hành." in err
    assert vanthu("--office", folder, "register", "list")[1].count("\n") == 1


def test_drafts_go_to_the_folder_asked_for(vanthu: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "ra"
    command = ("--office", folder, "batch", EXAMPLE, "--out", out, "--only", "ke-hoach-xa", "--commune", "mỹ thanh")
    assert vanthu(*command)[0] == 0
    (docx,) = out.rglob("*.docx")
    assert "Số: /KH-UBND" in plain_text(docx.read_bytes())


def test_a_bad_commune_ends_with_what_failed_and_status_four(vanthu: Run, folder: Path, broken: Path) -> None:
    status, _, err = vanthu("--office", folder, "batch", broken, "--issue")
    assert status == 4
    assert "74 văn bản đã được ban hành" in err
    assert "6 văn bản chưa làm được:" in err
    assert "dữ liệu của xã Vũ Muộn còn lỗi" in err


def test_an_unusable_workbook_is_reported_and_nothing_is_written(vanthu: Run, folder: Path, broken: Path) -> None:
    workbook = load_workbook(broken)
    workbook["Văn bản"]["C2"] = "31/02/2024"
    workbook.save(broken)
    status, out, err = vanthu("--office", folder, "batch", broken, "--issue")
    assert (status, out) == (3, "")
    assert '"31/02/2024" không phải là ngày hợp lệ' in err
    assert "lớn hơn điểm tối đa" in err
    assert not list((folder / "kho").glob("2*"))


def test_checking_a_workbook_marks_a_copy(vanthu: Run, broken: Path, tmp_path: Path) -> None:
    status, _, err = vanthu("workbook", "check", broken, "--annotate", tmp_path / "ra.xlsx")
    assert (status, "1 lỗi" in err) == (3, True)
    assert load_workbook(tmp_path / "ra.xlsx")["Điểm thẩm định"]["C5"].comment is not None
    status, out, _ = vanthu("workbook", "check", broken, "--json")
    assert (status, json.loads(out)[0]["code"]) == (3, "SL-16")
    assert vanthu("workbook", "check", EXAMPLE)[::2] == (
        0,
        "Tệp danh-gia-2024.xlsx không có lỗi; 80 văn bản làm được ngay.\n",
    )


def test_a_new_workbook_lists_the_districts_communes(vanthu: Run, tmp_path: Path) -> None:
    target = tmp_path / "moi.xlsx"
    assert vanthu("workbook", "new", target, "--unit", "063", "--year", 2024)[0] == 0
    assert load_workbook(target)["Các xã"].max_row >= 15
    target.unlink()
    assert vanthu("workbook", "new", target, "--unit", "063", "--year", 2024, "--commune", "02008")[0] == 0
    assert [row[0].value for row in load_workbook(target)["Các xã"].iter_rows(min_row=2) if row[0].value] == ["02008"]
    status, _, err = vanthu("workbook", "new", target, "--unit", "063", "--year", 2024, "--commune", "00001")
    assert (status, "Không phải xã của huyện Bạch Thông: 00001" in err) == (2, True)
    status, _, err = vanthu("workbook", "new", target, "--unit", "063", "--year", 2025)
    assert (status, 'mã "063" vào ngày 31/12/2025' in err) == (5, True)
    target.unlink()
    assert vanthu("workbook", "new", target, "--unit", "19", "--year", 2025)[0] == 0
    assert sum(bool(row[0].value) for row in load_workbook(target)["Các xã"].iter_rows(min_row=2)) == 92


def test_an_assessment_comes_with_reasons(vanthu: Run) -> None:
    status, out, err = vanthu("assess", EXAMPLE, "--json")
    found = json.loads(out)
    assert (status, found["recognised"], found["total"], found["share_percent"]) == (0, 12, 14, "85.7")
    refused = [one for one in found["communes"] if not one["recognised"]]
    assert [one["name"] for one in refused] == ["xã Đôn Phong", "xã Mỹ Thanh"]
    assert "12/14 đơn vị đạt (85,7%), vượt mục tiêu 50%." in vanthu("assess", EXAMPLE)[2]
    assert err == ""


def test_an_assessment_by_unconfirmed_figures_is_refused(vanthu: Run, tmp_path: Path) -> None:
    workbook = load_workbook(EXAMPLE)
    workbook["Kỳ đánh giá"]["B2"] = "xa-phu-hop-tre-em"
    workbook.save(tmp_path / "that.xlsx")
    status, _, err = vanthu("assess", tmp_path / "that.xlsx")
    assert status == 6
    assert "xa-phu-hop-tre-em.toml" in err
    assert "tieu_chi.13.diem_dat.gia_tri" in err


def test_a_draft_never_has_a_number(vanthu: Run, tmp_path: Path) -> None:
    sample = ROOT / "templates/vn_admin/qd-cong-nhan/sample.json"
    target = tmp_path / "qd.docx"
    assert vanthu("draft", "qd-cong-nhan", "--data", sample, "-o", target)[0] == 0
    assert "Số: /QĐ-UBND" in plain_text(target.read_bytes())
    data = json.loads(sample.read_text("utf-8"))
    del data["van_ban"]["gach_co_quan"], data["van_ban"]["so_ky_hieu"], data["ky"]["nam"]
    (tmp_path / "thieu.json").write_text(json.dumps(data), encoding="utf-8")
    status, _, err = vanthu("draft", "qd-cong-nhan", "--data", tmp_path / "thieu.json", "-o", tmp_path / "b.docx")
    assert (status, 'Tệp thieu.json · trường "ky.nam": còn thiếu.' in err) == (3, True)
    assert not (tmp_path / "b.docx").exists()


def test_an_offices_own_template_replaces_the_shipped_one(vanthu: Run, folder: Path, tmp_path: Path) -> None:
    source = ROOT / "templates/vn_admin/ke-hoach-xa"
    own = folder / "mau" / "ke-hoach-xa"
    shutil.copytree(source, own)
    outline = (source / "mau.txt").read_text("utf-8").replace("I. MỤC ĐÍCH, YÊU CẦU", "I. MỤC ĐÍCH RIÊNG")
    (own / "mau.docx").write_bytes(compose(outline))
    target = tmp_path / "kh.docx"
    draft = ("draft", "ke-hoach-xa", "--data", source / "sample.json", "-o", target)
    assert vanthu("--office", folder, *draft)[0] == 0
    assert "I. MỤC ĐÍCH RIÊNG" in plain_text(target.read_bytes())
    assert vanthu(*draft)[0] == 6
    assert vanthu(*draft, "--force")[0] == 0
    assert "I. MỤC ĐÍCH, YÊU CẦU" in plain_text(target.read_bytes())
    assert json.loads(vanthu("--office", folder, "template", "show", "ke-hoach-xa", "--json")[1])["folder"] == str(own)


@pytest.mark.parametrize(
    ("old", "new", "status", "said"),
    [
        ('vien_dan = ["ke-hoach-huyen"]', 'vien_dan = ["ke-hoach-tinh"]', 3, "ke-hoach-tinh"),
        ("{{ ky.nam }} của", "{{ ky.namm }} của", 4, "namm"),
        ("{{ ky.nam }} của", "{{ ky.nam của", 4, "trích yếu"),
        ("thu_tu = 20", "thu_tu = []", 3, ""),
        ('cap = "xa"', "cap = 5", 3, "MAU-04"),
    ],
)
def test_a_fault_in_an_offices_own_manifest_is_reported(
    vanthu: Run, folder: Path, old: str, new: str, status: int, said: str
) -> None:
    own = folder / "mau" / "ke-hoach-xa"
    shutil.copytree(ROOT / "templates/vn_admin/ke-hoach-xa", own)
    manifest = (own / "mau.toml").read_text("utf-8")
    assert old in manifest
    (own / "mau.toml").write_text(manifest.replace(old, new), encoding="utf-8")
    found, _, err = vanthu("--office", folder, "batch", EXAMPLE, "--dry-run")
    assert (found, said in err) == (status, True), err


def test_what_the_disk_refuses_is_reported_with_status_seven(vanthu: Run, folder: Path) -> None:
    """A file in place of the staging folder: the disk refuses what the program needs."""
    (folder / "dang-xu-ly").rmdir()
    (folder / "dang-xu-ly").write_bytes(b"")
    status, _, err = vanthu("--office", folder, "batch", EXAMPLE, "--issue")
    assert (status, "dang-xu-ly" in err, "chỗ trống trên đĩa" in err) == (7, True, True)


def test_a_template_shows_how_it_is_filled(vanthu: Run) -> None:
    listed = json.loads(vanthu("template", "list", "--json")[1])
    assert len(listed) == 15
    assert {"id": "ke-hoach-xa", "title": "Kế hoạch triển khai của xã", "type": "kế hoạch", "level": "xã"} in listed
    shown = json.loads(vanthu("template", "show", "ke-hoach-xa", "--json")[1])
    assert shown["mode"] == "COMPILED"
    described = {field.pop("field"): field for field in shown["fields"]}
    assert described["ky.nam"] == {"kind": "số nguyên", "title": "Kỳ đánh giá: Năm", "example": "2024"}
    assert described["ky.tieu_chi[].ten"]["example"].startswith("Nguồn lực")
    assert described["vien_dan.ke_hoach_huyen.day_du"]["title"] == "Văn bản được dẫn: Dẫn đầy đủ"
    assert "biên dịch sẵn" in vanthu("template", "show", "ke-hoach-xa")[1]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["khong-co"], 2, "Không có lệnh"),
        (["batch"], 2, "Thiếu tham số"),
        (["batch", "khong-co.xlsx"], 2, "không có"),
        (["batch", str(EXAMPLE), "--la"], 2, "Không có tùy chọn"),
        (["search", "-o"], 2, "Tùy chọn '-o' cần một giá trị"),
        (["search", "--count=3"], 2, "Tùy chọn '--count' không có giá trị"),
        (["search", "x", "--limit", "0"], 2, "không nằm trong khoảng"),
        (["template", "show", "khong-co"], 5, "Không có mẫu khong-co"),
        (["batch", str(EXAMPLE), "--only", "la"], 2, "Không có mẫu la"),
        (["batch", str(EXAMPLE), "--commune", "Cẩm Giàn"], 2, "Kỳ đánh giá không có xã"),
        (["search", "xyz"], 5, "Không tìm thấy văn bản nào."),
        (["search", "x", "--commune", "Không Có"], 5, "Không có xã, phường"),
        (["show", "99/QĐ-UBND"], 5, "Không có văn bản"),
        (["assess", str(ROOT / "README.md")], 3, "không phải tệp .xlsx"),
    ],
)
def test_a_mistake_is_reported_in_vietnamese_with_its_status(
    vanthu: Run, folder: Path, arguments: list[str], status: int, said: str
) -> None:
    found, _, err = vanthu("--office", folder, *arguments)
    assert (found, said in err) == (status, True), err


def test_without_an_office_the_way_to_one_is_named(vanthu: Run, tmp_path: Path) -> None:
    status, _, err = vanthu("--office", tmp_path / "khong-co", "verify")
    assert status == 5
    assert "vanthu init" in err


def test_damage_ends_with_status_seven_and_names_the_file(vanthu: Run, folder: Path) -> None:
    vanthu("--office", folder, "batch", EXAMPLE, "--issue", "--only", "ke-hoach-huyen")
    target = folder / "kho/2024/063-huyen-bach-thong/kh-00001-ubnd/v1/content/van-ban.docx"
    target.chmod(0o644)
    target.write_bytes(b"x")
    status, out, _ = vanthu("--office", folder, "verify")
    assert status == 7
    assert "2024/063-huyen-bach-thong/kh-00001-ubnd\tv1/content/van-ban.docx\tnội dung đã bị thay đổi" in out


def test_the_installed_command_speaks_utf8_into_a_pipe_of_any_code_page(folder: Path) -> None:
    program = Path(sys.executable).with_name("vanthu")
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "VANTHU_OFFICE": str(folder), "LANG": "C"}
    done = subprocess.run([program, "search", "không", "có"], capture_output=True, env=environment, check=False)
    assert done.returncode == 5
    assert "Không tìm thấy văn bản nào." in done.stderr.decode("utf-8")


def test_a_reader_who_has_read_enough_changes_nothing(folder: Path) -> None:
    program = Path(sys.executable).with_name("vanthu")
    command: list[str | Path] = [program, "--office", folder, "batch", EXAMPLE, "--dry-run"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read().decode("utf-8")
    assert (running.returncode, said) == (0, "80 văn bản sẽ được ban hành.\n")


def test_a_stream_that_is_closed_is_one_that_nobody_reads(folder: Path) -> None:
    program = Path(sys.executable).with_name("vanthu")
    for closed in (">&-", "2>&-", ">&- 2>&-"):
        done = subprocess.run(
            ["sh", "-c", f'"$0" --office "$1" search khong co {closed}', program, folder], check=False
        )
        assert done.returncode == 5, closed


@pytest.mark.parametrize("times", [1, 2])
def test_an_interruption_is_reported_with_status_130(folder: Path, times: int) -> None:
    """One interruption: the group is finished and listed. Two: an immediate end.

    Nothing is lost either way.
    """
    code = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it\n"
        "from archive.store import ArchiveStore\n"
        "from office.issue import batch\n"
        "batch.GROUP = 8\n"
        "put = ArchiveStore.put\n"
        "def interrupted(*a):\n"
        f"    put(*a); [os.kill(os.getpid(), signal.SIGINT) for _ in range({times})]\n"
        "ArchiveStore.put = interrupted\n"
        "from cli.main import main\n"
        f"main(['--office', {str(folder)!r}, 'batch', {str(EXAMPLE)!r}, '--issue'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 130
    assert "Chạy lại lệnh để làm tiếp" in done.stderr.decode("utf-8")
    assert len(done.stdout.splitlines()) == (1 + 8 if times == 1 else 0)
    again = subprocess.run(
        [Path(sys.executable).with_name("vanthu"), "--office", folder, "batch", EXAMPLE, "--issue"],
        capture_output=True,
        check=False,
    )
    assert again.returncode == 0
    assert len(again.stdout.splitlines()) == 1 + 72


def test_nothing_that_a_clerk_filled_in_is_written_over(vanthu: Run, tmp_path: Path) -> None:
    kept = tmp_path / "da-dien.xlsx"
    kept.write_bytes(EXAMPLE.read_bytes())
    for command in (
        ("workbook", "new", kept, "--unit", "063", "--year", "2024"),
        ("template", "show", "--type", "tờ trình", "--form", kept),
        ("workbook", "check", kept, "--annotate", kept),
        ("draft", "--type", "tờ trình", "--data", kept, "-o", kept),
    ):
        status, _, err = vanthu(*command)
        assert (status in (2, 6), "ghi đè" in err) == (True, True)
        assert kept.read_bytes() == EXAMPLE.read_bytes()


def test_a_type_is_meant_by_its_whole_name(vanthu: Run) -> None:
    _, out, _ = vanthu("template", "show", "--type", "biên bản")
    assert "thanh_phan" in out  # of minutes, not of the transfer of files
    assert "ben_giao" in vanthu("template", "show", "--type", "biên bản giao nhận")[1]


def test_a_commune_with_a_wrong_mark_is_another_one(vanthu: Run, tmp_path: Path) -> None:
    batch_of = ("batch", EXAMPLE, "--out", tmp_path / "ra", "--only", "ke-hoach-xa", "--commune")
    for name, status in (("cam giang", 0), ("CẨM GIÀNG", 0), ("xã Cẩm Giàng", 0), ("Cẩm Giằng", 2)):
        assert vanthu("--office", tmp_path, *batch_of, name)[0] in (status, 5)


def test_numbers_are_found_as_they_are_typed(vanthu: Run, folder: Path) -> None:
    assert vanthu("--office", folder, "batch", EXAMPLE, "--issue", "--only", "ke-hoach-huyen")[0] == 0
    for typed in ("01/KH-UBND", "1/kh-ubnd", "01/kh-ubnd"):
        assert vanthu("--office", folder, "show", typed)[0] == 0
    assert vanthu("--office", folder, "show", "1/kh")[0] == 5


def test_lost_documents_and_a_lost_registry_database_are_reported(vanthu: Run, folder: Path) -> None:
    assert vanthu("--office", folder, "batch", EXAMPLE, "--issue", "--only", "ke-hoach-huyen,ke-hoach-xa")[0] == 0
    commune = folder / "kho" / "2024" / "02008-xa-cam-giang"
    commune.rename(folder / "cat-di")
    status, _, err = vanthu("--office", folder, "rebuild")
    assert (status, "2024/02008-xa-cam-giang/kh-00001-ubnd" in err) == (7, True)
    (folder / "cat-di").rename(commune)
    assert vanthu("--office", folder, "rebuild")[0] == 0
    for file in (folder / "so").glob("vanthu.sqlite*"):
        file.unlink()
    for command in (("register", "list"), ("search", "kế hoạch"), ("show", "01/KH-UBND")):
        assert vanthu("--office", folder, *command)[0] == 7
    assert vanthu("--office", folder, "rebuild")[0] == 0
    assert vanthu("--office", folder, "show", "01/KH-UBND")[0] == 0


def test_despite_needs_a_reason(vanthu: Run, folder: Path) -> None:
    assert vanthu("--office", folder, "batch", EXAMPLE, "--issue", "--despite", " ")[0] == 2
