"""The structure: a public surface, no import circle, short functions."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import grimp
import pytest

import office
from tests.conftest import ROOT

PACKAGES = ("vanthu", "doc_engine", "archive", "index", "office", "web", "cli", "vn_admin")
LONGEST = 60  # lines of a function


def source_files() -> Iterator[Path]:
    for package in PACKAGES:
        folder = ROOT / "templates" if package == "vn_admin" else ROOT
        yield from sorted((folder / package).rglob("*.py"))


def circles(arrows: Iterable[tuple[str, str]]) -> list[set[str]]:
    """The groups of modules that import each other, directly or not."""
    below: dict[str, set[str]] = {}
    for one, other in arrows:
        below.setdefault(one, set()).add(other)
        below.setdefault(other, set())

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            new = below[waiting.pop()] - seen
            seen |= new
            waiting += new
        return seen

    reach = {one: reached(one) for one in below}
    found = {frozenset(other for other in reach[one] if one in reach[other]) for one in below if one in reach[one]}
    return [set(one) for one in found]


def imports() -> list[tuple[str, str]]:
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    return [(one, other) for one in graph.modules for other in graph.find_modules_directly_imported_by(one)]


def test_no_module_imports_itself_by_way_of_others() -> None:
    arrows = imports()
    assert len(arrows) > 1000
    assert circles(arrows) == []


def test_a_circle_that_is_planted_is_found() -> None:
    arrows = imports()
    assert ("office.issue.issuing", "office.state.issued") in arrows
    planted = circles([*arrows, ("office.state.issued", "office.issue.issuing")])
    assert any({"office.state.issued", "office.issue.issuing"} <= one for one in planted)


def test_what_the_office_exports_exists_and_is_listed_once() -> None:
    assert sorted(set(office.__all__)) == sorted(office.__all__)
    for name in office.__all__:
        assert getattr(office, name) is not None
    with pytest.raises(AttributeError):
        getattr(office, "khong-co")


@pytest.mark.parametrize(
    "file",
    [*sorted((ROOT / "cli").rglob("*.py")), *sorted((ROOT / "web").rglob("*.py"))],
    ids=lambda file: str(file.relative_to(ROOT)),
)
def test_a_front_end_calls_the_public_surface_alone(file: Path) -> None:
    """By `from office import …`, and of these modules no private name."""
    modules = set()
    tree = ast.parse(file.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "office":
            assert node.module == "office", f"line {node.lineno}: {node.module}"
            names = {alias.name for alias in node.names}
            assert names <= set(office.__all__)
            modules |= {alias.asname or alias.name for alias in node.names}
        if isinstance(node, ast.Import):
            assert not [alias.name for alias in node.names if alias.name.partition(".")[0] == "office"]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            assert not node.attr.startswith("_"), f"line {node.lineno}: {node.value.id}.{node.attr}"


@pytest.mark.parametrize("package", ["doc_engine", "archive", "index", "office"])
def test_nothing_below_the_command_line_reads_the_environment(package: str) -> None:
    for file in (ROOT / package).rglob("*.py"):
        text = file.read_text("utf-8")
        assert not [name for name in ("os.environ", "getenv", "getpass", "platform.node") if name in text], file


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
        for file in source_files()
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or 0) - node.lineno >= LONGEST
    ]
    assert long == []


def test_no_test_leans_on_another_test() -> None:
    """What several need is in tests/support."""
    found = [
        f"{file.relative_to(ROOT)}: {line}"
        for file in (ROOT / "tests").rglob("*.py")
        for line in file.read_text("utf-8").splitlines()
        if line.startswith(("from tests.", "import tests.")) and ".test_" in line.split()[1]
    ]
    assert found == []
