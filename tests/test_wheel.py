"""An installed wheel: one name in site-packages.

Everything works from there, in its child processes, too.
"""

import re
import subprocess
import sys
import sysconfig
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from pypdf import PdfWriter

from tests.conftest import EXAMPLE, ROOT

SCRIPTS = Path(sysconfig.get_path("scripts")).name  # "bin", on Windows "Scripts"
PACKAGES = ("doc_engine", "archive", "index", "office", "cli", "web", "vn_admin")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel and this one's libraries, not its checkout."""
    folder = tmp_path_factory.mktemp("banh-xe")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", folder / "env"], check=True)
    python: Path = folder / "env" / SCRIPTS / "python"
    install: list[str | Path] = [python, "-m", "pip", "install", "-q", "--no-index", "--no-deps", wheel]
    subprocess.run(install, check=True)
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(subprocess.run([python, "-c", ask], check=True, capture_output=True, text=True).stdout.strip())
    # A folder named in a .pth file is searched for modules, but its own .pth files (the checkout's) are not read.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    assert sorted(one.name for one in site.iterdir() if one.name.startswith("vanthu")) == ["vanthu", site_info(site)]
    assert not [name for name in PACKAGES if (site / name).exists()]
    return folder / "env"


def site_info(site: Path) -> str:
    return next(site.glob("vanthu-*.dist-info")).name


def vanthu(environment: Path, *arguments: str | Path) -> str:
    program = environment / SCRIPTS / "vanthu"
    done = subprocess.run(
        [program, *arguments], cwd=environment, capture_output=True, encoding="utf-8", check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_installed_wheel_makes_an_office_issues_searches_and_reads_a_foreign_pdf(
    environment: Path, tmp_path: Path
) -> None:
    scan = PdfWriter()
    scan.add_blank_page(595, 842)
    scan.write(tmp_path / "ban-quet.pdf")
    vanthu(environment, "init", "vp", "--name", "UBND huyện Bạch Thông")
    issued = vanthu(environment, "--office", "vp", "batch", EXAMPLE, "--issue")
    assert len(issued.splitlines()) == 1 + 80  # a heading, then a line for each document
    assert "Cẩm Giàng" in vanthu(environment, "--office", "vp", "search", "cam giang")
    attached = vanthu(
        environment, "--office", "vp", "document", "attach", issued.split()[-1], tmp_path / "ban-quet.pdf"
    )
    assert "1 trang" in attached


def test_an_installed_package_is_a_program_of_a_known_version(environment: Path) -> None:
    python = environment / SCRIPTS / "python"
    ask = "import vanthu; print(vanthu.__version__)"
    version = subprocess.run([python, "-c", ask], check=True, capture_output=True, text=True).stdout.strip()
    started = subprocess.run([python, "-m", "vanthu", "--version"], check=True, capture_output=True, text=True).stdout
    assert started.split() == ["vanthu", version]
    assert vanthu(environment, "--version").split() == ["vanthu", version]


def test_no_library_has_the_name_of_one_of_our_packages() -> None:
    lock = (ROOT / "requirements-dev.lock").read_text("utf-8")
    locked = {name.replace("_", "-").lower() for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    there = packages_distributions()
    assert locked & {name.lower() for names in there.values() for name in names}
    assert not {name: there[name] for name in PACKAGES if name in there}
