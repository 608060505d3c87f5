"""The documentation against the program: errors, rules, commands, settings, links."""

import ast
import re
import subprocess
import sys
from collections.abc import Sequence

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from cli.main import COMMANDS, cli
from doc_engine import manifest
from doc_engine.render import values
from doc_engine.workbook import form
from office import settings
from scripts import make_rule_page
from scripts.make_error_page import PAGE, page
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "vi" / "huong-dan.md").read_text("utf-8")


def test_the_page_of_errors_is_what_the_program_defines() -> None:
    """Run .venv/bin/python scripts/make_error_page.py if this fails; read the diff."""
    assert PAGE.read_text("utf-8") == page()


def test_no_two_errors_share_a_code() -> None:
    codes = re.findall(r"^\| ([A-Z]+-\d+) \|", page(), re.MULTILINE)
    assert len(codes) == len(set(codes)) > 60


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_clerks_guide(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    inner = list(command.commands) if isinstance(command, click.Group) else []
    for words in [f"vanthu {name} {sub}" for sub in inner] or [f"vanthu {name}"]:
        assert words in GUIDE


def test_every_sheet_and_setting_is_in_the_clerks_guide() -> None:
    names = [*(sheet.name for sheet in form.all_sheets(None)), form.CONDITIONS]
    for name in names:
        assert f"**{name}**" in GUIDE
    for key in ("ten", "day_so", "cong_cu", "chuan"):
        assert f"`{key}`" in GUIDE
        assert f"\n{key} = " in settings.TEXT


def test_every_key_of_a_manifest_and_every_filter_is_in_the_page_of_templates() -> None:
    page = (ROOT / "docs" / "vi" / "mau-van-ban.md").read_text("utf-8")
    for key in manifest.COMMON | manifest.OF_A_CYCLE:
        assert f"| `{key}` |" in page
    for name in values.FILTERS:
        assert f"\\| {name}" in page


def test_every_dependency_is_justified() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    listed = text.split("dependencies = [")[1].split("]")[0]
    decisions = (ROOT / "docs" / "en" / "decisions.md").read_text("utf-8").lower()
    for name in re.findall(r'"([a-z0-9-]+)', listed):
        assert f"**{name}**" in decisions, name


def test_every_link_in_the_documents_leads_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_translation_of_clicks_sentences_is_compiled_from_its_source() -> None:
    """Run pybabel compile -i messages.po -o messages.mo -l vi if this fails."""
    folder = ROOT / "cli" / "locale" / "vi" / "LC_MESSAGES"

    def sentences(catalogue: Catalog) -> dict[str, list[str]]:
        def forms(text: str | Sequence[str] | None) -> list[str]:
            return [text] if isinstance(text, str) else list(text or ())

        return {forms(message.id)[0]: forms(message.string) for message in catalogue if message.id}

    with (folder / "messages.po").open("rb") as source, (folder / "messages.mo").open("rb") as compiled:
        assert sentences(read_mo(compiled)) == sentences(read_po(source))


def test_the_page_of_rules_is_what_the_checker_has() -> None:
    """Run .venv/bin/python scripts/make_rule_page.py if this fails; read the diff."""
    assert make_rule_page.PAGE.read_text("utf-8") == make_rule_page.page()


def test_every_guarantee_names_a_test_that_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "vi" / "dam-bao.md").read_text("utf-8")))
    there = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", file.read_text("utf-8"))
    }
    assert named - there == set()
    assert len(named) > 25


@pytest.mark.parametrize("name", sorted(file.stem for file in (ROOT / "bench").glob("*.py")))
def test_a_benchmark_starts_by_the_command_that_its_docstring_names(name: str) -> None:
    """As a module: for a script, `archive` would be bench/archive.py."""
    assert f".venv/bin/python -m bench.{name}" in (ROOT / "bench" / f"{name}.py").read_text("utf-8")
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{name}", "--help"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    assert (done.returncode, f"{name}.py" in done.stdout) == (0, True), done.stderr


def test_the_first_line_of_a_docstring_has_at_most_80_letters() -> None:
    """Those of commands are help texts in Vietnamese; migrations do not change."""
    long = []
    for file in ROOT.rglob("*.py"):
        inside = file.relative_to(ROOT).parts
        if inside[0].startswith(".") or "migrations" in inside or inside[:2] == ("cli", "commands"):
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                first = (ast.get_docstring(node) or "").partition("\n")[0]
                long += [f"{file.relative_to(ROOT)}: {first}"] if len(first) > 80 else []
    assert long == []
