"""The command line words every remedy; below it nobody knows a command."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli.main import cli
from cli.remedies import WORDS, worded
from doc_engine.remedies import RemedyAction, actions
from tests.conftest import ROOT

BELOW = ("doc_engine", "archive", "index", "office")
# A command or an option of ours; LibreOffice's own options, in pdf.py, are not.
_NAMES = "|".join(map(re.escape, cli.list_commands(click.Context(cli))))
_COMMAND = re.compile(rf"\bvanthu ({_NAMES})\b|(?<![\w-])--[a-z]{{2}}")
_NOT_OURS = {"--headless", "--convert-to", "--outdir", "--version"}


def texts(file: Path) -> Iterator[str]:
    """The string literals of a module, without its docstrings."""
    tree = ast.parse(file.read_text("utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


@pytest.mark.parametrize("action", RemedyAction)
def test_the_command_line_has_words_for_every_action(action: RemedyAction) -> None:
    said = worded(f"Hãy làm: {action.of('2024')}.")
    assert WORDS[action]
    assert said.isprintable()
    assert actions(str(action)) == [action]


@pytest.mark.parametrize("action", RemedyAction)
def test_every_action_is_named_by_a_remedy(action: RemedyAction) -> None:
    source = "".join(file.read_text("utf-8") for package in BELOW for file in (ROOT / package).rglob("*.py"))
    assert f"RemedyAction.{action.name}" in source


def test_every_command_that_the_words_name_exists() -> None:
    for words in WORDS.values():
        for name in re.findall(r"^vanthu ([a-z]+)", words):
            assert cli.get_command(click.Context(cli), name), words


@pytest.mark.parametrize("package", BELOW)
def test_below_the_command_line_nobody_names_a_command_or_an_option(package: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}: {text}"
        for file in (ROOT / package).rglob("*.py")
        for text in texts(file)
        if _COMMAND.search(text) and text not in _NOT_OURS
    ]
    assert found == []


def test_what_a_document_says_is_never_taken_for_a_marker() -> None:
    marker = str(RemedyAction.VERIFY)
    for text in ("⟦verify⟧", marker[0] + "khong-co" + marker[-1], marker[0], "{0} {}"):
        assert worded(text) == text
