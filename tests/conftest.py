"""Fixtures of all tests: the real example, shipped templates, temporary offices."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from doc_engine import template
from doc_engine.cycle import Cycle
from doc_engine.template import Template
from doc_engine.units import use
from doc_engine.workbook import Reading, read
from office.issue import batch
from office.issue.planning import Choice
from office.office import Office
from tests.support.offices import NOON, create_office, open_office

if TYPE_CHECKING:
    from tests.support.opensearch import Servers

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "bach-thong-2024" / "danh-gia-2024.xlsx"
GOLDEN = ROOT / "tests" / "golden"


def require(found: object, component: str) -> None:
    """Skip a test whose component is missing here; fail it under VANTHU_REQUIRE=all."""
    if not found:
        if os.environ.get("VANTHU_REQUIRE") == "all":
            pytest.fail(f"{component} is required and is not here")
        pytest.skip(f"{component} is not here")


@pytest.fixture(autouse=True)
def shipped_units() -> Iterator[None]:
    """The shipped register of units after each test, whatever office was opened."""
    yield
    use(None)


@pytest.fixture(scope="session")
def templates() -> dict[str, Template]:
    return {id_: template.load(folder) for id_, folder in template.installed().items()}


@pytest.fixture(scope="session")
def reading(templates: dict[str, Template]) -> Reading:
    return read(EXAMPLE, templates)


@pytest.fixture(scope="session")
def cycle(reading: Reading) -> Cycle:
    assert reading.cycle is not None
    return reading.cycle


@pytest.fixture(scope="session")
def whole_office(tmp_path_factory: pytest.TempPathFactory, reading: Reading) -> Path:
    """The folder of an office that issued the whole example.

    Shared: a test that changes it works on a copy (`issued`).
    """
    folder = tmp_path_factory.mktemp("ca-ky") / "vp"
    create_office(folder, "UBND huyện Bạch Thông").close()
    office = open_office(folder, clock=lambda: NOON)
    batch.issue(office, reading, Choice())
    office.close()
    return folder


@pytest.fixture
def issued(whole_office: Path, tmp_path: Path) -> Iterator[Office]:
    """An office of a test's own that issued the whole example."""
    shutil.copytree(whole_office, tmp_path / "vp")
    office = open_office(tmp_path / "vp", clock=lambda: NOON)
    yield office
    office.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server of the tests' own."""
    from tests.support.postgres import is_installed, started

    require(is_installed(), "PostgreSQL")
    with started() as url:
        yield url


@pytest.fixture(scope="session")
def servers() -> Iterator["Servers"]:
    """An OpenSearch cluster of the tests' own."""
    from tests.support.opensearch import is_installed, started

    require(is_installed(), "OpenSearch")
    with started() as servers:
        yield servers


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """The path or URL of a new registry database: the contract holds on both kinds."""
    if request.param == "sqlite":
        return tmp_path / "so.sqlite"
    from tests.support.postgres import emptied

    return emptied(str(request.getfixturevalue("postgres")))


@pytest.fixture
def make_office(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """A function that makes offices with a fixed clock; closed when the test ends."""
    made: list[Office] = []

    def make(name: str = "vp", engine: str = "tantivy") -> Office:
        create_office(tmp_path / name, "UBND huyện Bạch Thông", engine).close()
        made.append(open_office(tmp_path / name, clock=lambda: NOON))
        return made[-1]

    yield make
    for office in made:
        office.close()


@pytest.fixture
def office(make_office: Callable[..., Office]) -> Office:
    return make_office()
