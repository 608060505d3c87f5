"""One rule for every command: what exists is not overwritten unless --force."""

import json
import shutil
from pathlib import Path

import click
import pytest

from cli.main import COMMANDS, cli, run
from doc_engine.pdf import find_libreoffice
from tests.conftest import EXAMPLE, require
from tests.support.documents import DECISION, data
from tests.support.word_files import made, written_by_hand

EDITED = b"edited in Word"
PLAN, LEAD = "batch ky-mau/danh-gia-2024.xlsx --only ke-hoach-huyen", "063-huyen-bach-thong"
# Every command that writes a file which the clerk names: what is typed ({} the output), and the output.
WRITING = {
    "workbook new": ("workbook new {} --unit 063 --year 2024", "ky.xlsx"),
    "programme new": ("programme new {}", "chuong-trinh.toml"),
    "units": ("units --form {}", "don-vi.xlsx"),
    "workbook check": ("workbook check hong.xlsx --annotate {}", "loi.xlsx"),
    "template show": ("template show --type QĐ --form {}", "bieu-mau.xlsx"),
    "draft": ("draft --type QĐ --data qd.json -o {}", "qd.docx"),
    "check --annotate": ("check tay.docx --annotate {}", "loi.docx"),
    "check --fix": ("check tay.docx --fix {}", "sua.docx"),
    "register print .docx": ("register print --agency 063 --year 2024 -o {}", "so.docx"),
    "register print .xlsx": ("register print --agency 063 --year 2024 -o {}", "so.xlsx"),
    "search": ("search kế hoạch -o {}", "kq.csv"),
    "casefile print": ("casefile print --year 2024 -o {}", "danh-muc.docx"),
    "casefile contents": ("casefile contents 02008.ĐG --year 2024 -o {}", "muc-luc.docx"),
    "batch": (f"{PLAN} --out {{folder}}", f"{LEAD}/ke-hoach-huyen.docx"),
    "batch --issue": (f"{PLAN} --issue --out {{folder}}", f"{LEAD}/kh-00001-ubnd.docx"),
}  # fmt: skip
PRINTING = {
    "pdf": ("pdf qd-san.docx --out {folder}", "qd-san.pdf"),
    "draft --pdf": ("draft --type QĐ --data qd.json -o {folder}/qd2.docx --pdf --force", "qd2.pdf"),
    "register print .pdf": ("register print --agency 063 --year 2024 -o {}", "so.pdf"),
}
# Those that write folders or nothing; a folder that exists is refused by its own rule (tests of office and archive).
OTHERS = {
    "init", "template new", "template check", "template list", "dossier", "casefile transfer", "restore",
    "replica add", "replica sync", "replica verify", "replica repair", "document change",
}  # fmt: skip


@pytest.fixture
def place(whole_office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder inside an office's copy, with the files that the commands read."""

    shutil.copytree(whole_office, tmp_path / "vp")
    here = tmp_path / "vp" / "viec"
    here.mkdir()
    shutil.copytree(EXAMPLE.parent, here / "ky-mau")
    (here / "qd.json").write_text(json.dumps(data(DECISION)), "utf-8")
    (here / "tay.docx").write_bytes(written_by_hand("Số:    /TB-UBND", "Cẩm Giàng, ngày    tháng    năm 2024"))
    (here / "qd-san.docx").write_bytes(made(DECISION))
    (here / "hong.xlsx").write_bytes(EXAMPLE.read_bytes())  # its programme is not beside it: a fault
    monkeypatch.chdir(here)
    return here


def tried(place: Path, typed: str, output: str) -> None:
    target = place / output
    arguments = typed.format(output, folder=".").split()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(EDITED)
    run(arguments)
    forced = "--force" in arguments
    assert forced or target.read_bytes() == EDITED
    if not forced:
        run([*arguments, "--force"])
    assert target.read_bytes() != EDITED


@pytest.mark.parametrize("name", WRITING)
def test_what_exists_stays_unless_the_clerk_says_otherwise(place: Path, name: str) -> None:
    tried(place, *WRITING[name])


@pytest.mark.parametrize("name", PRINTING)
def test_a_signed_scan_beside_a_document_stays(place: Path, name: str) -> None:
    require(find_libreoffice(), "LibreOffice")
    typed, output = PRINTING[name]
    (place / output).write_bytes(EDITED)
    run(typed.replace(" --force", "").format(output, folder=".").split())
    assert (place / output).read_bytes() == EDITED
    run([*typed.replace(" --force", "").format(output, folder=".").split(), "--force"])
    assert (place / output).read_bytes()[:5] == b"%PDF-"


def test_the_same_bytes_again_are_no_overwriting(place: Path) -> None:
    typed = ["draft", "--type", "QĐ", "--data", "qd.json", "-o", "qd.docx"]
    assert run(typed) == 0
    assert run(typed) == 0


def test_every_command_that_writes_a_named_file_is_tried() -> None:
    """Those with an option or argument for a path that need not exist."""
    found = set()
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        inner = command.commands if isinstance(command, click.Group) else {"": command}
        for sub, one in inner.items():
            paths = [param for param in one.params if isinstance(param.type, click.Path) and not param.type.exists]
            found |= {f"{name} {sub}".strip()} if paths else set()
    tried_ = {key.partition(" -")[0].partition(" .")[0] for key in (*WRITING, *PRINTING)}
    assert found <= tried_ | OTHERS
