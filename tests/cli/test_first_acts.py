"""Whatever somebody does first in an empty office, the office works afterwards."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from cli.main import COMMANDS, cli, run
from doc_engine.errors import ExitCode
from doc_engine.nd30 import lists
from doc_engine.nd30.compose import compose
from doc_engine.nd30.forms import outline
from tests.conftest import EXAMPLE
from tests.support.documents import DECISION, data

Said = Callable[..., tuple[int, str]]
DRAFT = "dt-000000"
# Every command, as somebody may type it first; its exit status in an office that holds nothing.
FIRST: dict[str, tuple[str, ExitCode]] = {
    "init": ("init van-phong-khac --name UBND", ExitCode.DONE),
    "workbook check": ("workbook check ky.xlsx", ExitCode.DONE),
    "workbook new": ("workbook new moi.xlsx --unit 063 --year 2023", ExitCode.DONE),
    "assess": ("assess ky.xlsx", ExitCode.DONE),
    "template check": ("template check mau-moi", ExitCode.DONE),
    "template list": ("template list", ExitCode.DONE),
    "template new": ("template new mau/khac --type QĐ", ExitCode.DONE),
    "template show": ("template show qd-cong-nhan", ExitCode.DONE),
    "draft": ("draft --type QĐ --data qd.json -o qd.docx", ExitCode.DONE),
    "check": ("check van-ban.docx", ExitCode.INPUT),
    "batch": ("batch ky.xlsx --dry-run", ExitCode.DONE),
    "today": ("today", ExitCode.DONE),
    "serve": ("serve --address 0.0.0.0", ExitCode.REFUSED),
    "document approve": (f"document approve {DRAFT}", ExitCode.NOT_FOUND),
    "document attach": ("document attach 01/QĐ-UBND ban-ky.pdf", ExitCode.NOT_FOUND),
    "document change": (f"document change {DRAFT} --data qd.json", ExitCode.NOT_FOUND),
    "document issue": (f"document issue {DRAFT}", ExitCode.NOT_FOUND),
    "document list": ("document list", ExitCode.DONE),
    "document new": ("document new --type QĐ --data qd.json --unit 02008", ExitCode.DONE),
    "document return": (f"document return {DRAFT} --reason sai", ExitCode.NOT_FOUND),
    "document show": (f"document show {DRAFT}", ExitCode.NOT_FOUND),
    "document submit": (f"document submit {DRAFT}", ExitCode.NOT_FOUND),
    "document withdraw": (f"document withdraw {DRAFT}", ExitCode.NOT_FOUND),
    "pdf": ("pdf khong-co.docx", ExitCode.USAGE),
    "register list": ("register list", ExitCode.DONE),
    "register print": ("register print --agency 02008 --year 2024 -o so.docx", ExitCode.NOT_FOUND),
    "register reserve": (
        "register reserve --agency 02008 --type QĐ --symbol QĐ-UBND --day 2024-01-05 --reason giữ",
        ExitCode.DONE,
    ),
    "register start": ("register start --agency 02008 --type QĐ --last 7 --day 2024-01-05", ExitCode.DONE),
    "register void": ("register void 01/QĐ-UBND --agency 02008 --year 2024 --reason bỏ", ExitCode.REFUSED),
    "search": ("search kế hoạch", ExitCode.NOT_FOUND),
    "show": ("show 01/QĐ-UBND", ExitCode.NOT_FOUND),
    "casefile add": ("casefile add 01.VX 01/QĐ-UBND --year 2024", ExitCode.NOT_FOUND),
    "casefile close": ("casefile close 01.VX --year 2024", ExitCode.NOT_FOUND),
    "casefile contents": ("casefile contents 01.VX --year 2024 -o ml.docx", ExitCode.NOT_FOUND),
    "casefile list": ("casefile list --year 2024", ExitCode.DONE),
    "casefile open": ("casefile open 01.VX --year 2024 --agency 02008 --title Việc", ExitCode.DONE),
    "casefile plan": ("casefile plan danh-muc.json --agency 02008", ExitCode.DONE),
    "casefile print": ("casefile print --year 2024 -o dm.docx", ExitCode.DONE),
    "casefile remove": ("casefile remove 01.VX 01/QĐ-UBND --year 2024", ExitCode.NOT_FOUND),
    "casefile show": ("casefile show 01.VX --year 2024", ExitCode.NOT_FOUND),
    "casefile transfer": (
        "casefile transfer 01.VX --year 2024 --to Lưu-trữ --place Bạch-Thông --out giao",
        ExitCode.NOT_FOUND,
    ),
    "programme check": ("programme check chuong-trinh-minh-hoa.toml", ExitCode.DONE),
    "programme list": ("programme list", ExitCode.DONE),
    "programme new": ("programme new chuong-trinh.toml", ExitCode.DONE),
    "retention destroy": (
        "retention destroy 01.VX --year 2024 --decision 05/QĐ-UBND --decided-on 2024-06-30 --by UBND",
        ExitCode.NOT_FOUND,
    ),
    "retention due": ("retention due", ExitCode.DONE),
    "retention hold": ("retention hold 01.VX --year 2024 --reason thanh-tra", ExitCode.NOT_FOUND),
    "retention release": ("retention release 01.VX --year 2024 --reason xong", ExitCode.NOT_FOUND),
    "retention table": ("retention table", ExitCode.DONE),
    "dossier": ("dossier --commune 02008 --year 2024 --out ho-so", ExitCode.NOT_FOUND),
    "units": ("units 02008", ExitCode.DONE),
    "verify": ("verify", ExitCode.DONE),
    "audit accept": ("audit accept --reason mất", ExitCode.DONE),
    "audit show": ("audit show", ExitCode.DONE),
    "audit verify": ("audit verify", ExitCode.DONE),
    "replica add": ("replica add ../ban-sao", ExitCode.DONE),
    "replica repair": ("replica repair", ExitCode.NOT_FOUND),
    "replica sync": ("replica sync", ExitCode.NOT_FOUND),
    "replica verify": ("replica verify", ExitCode.NOT_FOUND),
    "restore": ("restore khong-co noi-khac", ExitCode.USAGE),
    "rebuild": ("rebuild", ExitCode.DONE),
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty office, and beside it the files that the commands name."""
    root = tmp_path_factory.mktemp("dau-tien")
    assert run(["init", str(root / "vp"), "--name", "UBND xã Cẩm Giàng"]) == 0
    shutil.copy(EXAMPLE, root / "vp" / "ky.xlsx")
    shutil.copy(EXAMPLE.parent / "chuong-trinh-minh-hoa.toml", root / "vp")
    assert run(["template", "new", str(root / "vp" / "mau-moi"), "--type", "QĐ"]) == 0
    (root / "vp" / "qd.json").write_text(json.dumps(data(DECISION)), "utf-8")
    plan = dict(lists.sample(lists.named("danh mục hồ sơ")))
    heading = {"ky_hieu": "01.VX", "tieu_de": "Hồ sơ trẻ em", "nguoi_lap": "Nguyễn Văn A", "ghi_chu": ""}
    plan |= {"nam": 2024, "cac_dong": [{**heading, "thoi_han": "10 năm"}]}
    (root / "vp" / "danh-muc.json").write_text(json.dumps(plan), "utf-8")
    (root / "vp" / "van-ban.docx").write_bytes(compose(outline(DECISION)))
    (root / "vp" / "ban-ky.pdf").write_bytes(b"%PDF-1.7")
    return root / "vp"


@pytest.fixture
def said(empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """A function that runs a command in a copy of the empty office."""
    shutil.copytree(empty, tmp_path / "vp")
    monkeypatch.chdir(tmp_path / "vp")

    def run_it(typed: str) -> tuple[int, str]:
        capsys.readouterr()
        status = run(typed.split())
        told = capsys.readouterr()
        return status, told.out + told.err

    return run_it


def test_every_command_is_tried_first() -> None:
    leaves = set()
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        inner = command.commands if isinstance(command, click.Group) else {"": command}
        leaves |= {f"{name} {sub}".strip() for sub in inner}
    assert FIRST.keys() == leaves


@pytest.mark.parametrize("name", FIRST)
def test_an_office_works_whatever_came_first(name: str, said: Said) -> None:
    typed, status = FIRST[name]
    done = said(typed)
    assert done[0] == status, done
    assert said("register list")[0] == ExitCode.DONE
    made = said("document new --type QĐ --data qd.json --unit 02008")
    assert made[0] == ExitCode.DONE, made
    id_ = made[1].split("dự thảo ")[1].split(":")[0]
    issued = said(f"document issue {id_}")
    assert issued[0] == ExitCode.DONE, issued
    assert said("verify")[0] == ExitCode.DONE
    assert said("rebuild")[0] == ExitCode.DONE
    assert "QĐ-UBND" in said("search quyết định")[1]
    assert said("casefile list --year 2024")[0] == ExitCode.DONE
