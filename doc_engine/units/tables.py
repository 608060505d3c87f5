"""The tables of units that come with the program: data/units.

Source of the lists of the last day before the reform, of those since, and of the successors: vietnamadminunits (MIT;
its notice is beside the data). The states of 2019 to 2025 are facts of the resolutions of the Standing Committee of the
National Assembly that they name, with the codes of the General Statistics Office; see data/units/README.md.
"""

import csv
import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files

from ..vietnamese import normalize
from .model import LAST_DAY_BEFORE, REFORM, AdminUnit, Kind, Level

_KINDS = {kind.value: kind for kind in Kind}
_LEVELS = {level.value: level for level in Level}
_NOUNS = re.compile("(" + "|".join(_KINDS) + r")\s+(.+)", re.IGNORECASE)


def before_reform() -> dict[str, list[AdminUnit]]:
    """The states of each code from 2019 to the reform, the oldest first."""
    found = {row["code"]: [_unit(row, None, LAST_DAY_BEFORE)] for row in _rows("before_2025-07-01.csv")}
    dated: dict[str, list[AdminUnit]] = {}
    for row in _rows("states_2019-01-01_to_2025-06-30.csv"):
        dated.setdefault(row["code"], []).append(_dated(row))
    return found | dated


def since_reform() -> dict[str, list[AdminUnit]]:
    """The state of each code since the reform."""
    return {row["code"]: [_unit(row, REFORM, None)] for row in _rows("from_2025-07-01.csv")}


def reform_successors() -> Iterator[tuple[str, str, bool]]:
    """The old and new code of each succession of the reform; whether it was whole."""
    for row in _rows("successors_2025-07-01.csv"):
        yield row["old_code"], row["new_code"], row["extent"] == "whole"


def heirs() -> Iterator[tuple[str, str]]:
    """The codes of the communes that ended before the reform, and of their main heirs."""
    for row in _rows("states_2019-01-01_to_2025-06-30.csv"):
        if row["heir_code"] and row["level"] == Level.COMMUNE.value:
            yield row["code"], row["heir_code"]


def kind_and_name(written: str) -> tuple[Kind, str] | None:
    """The kind and the proper name in "Xã Cẩm Giàng"; None without a kind."""
    found = _NOUNS.fullmatch(normalize(written))  # the data writes "Thị Trấn" here and there
    return (_KINDS[found[1].lower()], found[2]) if found else None


def _dated(row: dict[str, str]) -> AdminUnit:
    unit = _unit(row, _day(row["valid_from"]), _day(row["valid_to"]))
    return AdminUnit(
        unit.code, unit.kind, unit.proper_name, unit.level, unit.parent_code, unit.valid_from, unit.valid_to,
        row["begun_by"], row["ended_by"], bool(row["from_unsure"]), bool(row["to_unsure"]),
    )  # fmt: skip


def _unit(row: dict[str, str], first: date | None, last: date | None) -> AdminUnit:
    named = kind_and_name(row["name"])
    if named is None:
        raise ValueError(f"{row['code']}: {row['name']!r} begins with no kind of unit")
    return AdminUnit(row["code"], *named, _LEVELS[row["level"]], row["parent_code"], first, last)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("doc_engine") / "data" / "units" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
