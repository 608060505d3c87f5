"""Shared by all tests: the real example, the golden texts, and components that may be missing."""

import os
from pathlib import Path

import pytest

from vanthu.doc_engine import template
from vanthu.doc_engine.cycle import Cycle
from vanthu.doc_engine.template import Template
from vanthu.doc_engine.workbook import Reading, read

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "bach-thong-2024" / "danh-gia-2024.xlsx"
GOLDEN = ROOT / "tests" / "golden"


def require(found: object, component: str) -> None:
    """Skips a test whose component is not on this machine; fails it under VANTHU_REQUIRE=all."""
    if not found:
        if os.environ.get("VANTHU_REQUIRE") == "all":
            pytest.fail(f"{component} is required and is not here")
        pytest.skip(f"{component} is not here")


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
