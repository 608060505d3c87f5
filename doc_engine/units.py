"""Administrative units of Vietnam by code and date, and the reform of 1 July 2025.

A unit is never found by its name alone: "Bạch Thông" was a district of Bắc Kạn until 30 June 2025 and is a commune of
Thái Nguyên since. Codes too are used again (01969 was the township Phủ Thông and is now the commune Phủ Thông), so that
a unit is a code *and* a date.

The data are two states of the country, on the last day before the reform and since. When a unit was founded within
the first period is not in the data, therefore `valid_from` of the old units is None. Changes after 1 July 2025 are
not in the data either.

Source: vietnamadminunits (MIT; its notice is beside the data). Law: Nghị quyết 202/2025/QH15;
Quyết định 19/2025/QĐ-TTg (codes).
"""

import csv
import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache, cached_property
from importlib.resources import files

from .errors import ExitCode, VanthuError
from .vietnamese import normalize, slug

REFORM = date(2025, 7, 1)
LAST_DAY_BEFORE = date(2025, 6, 30)


class UnitNotFound(VanthuError):
    code = "DV-01"
    exit_code = ExitCode.NOT_FOUND
    message = 'Không có đơn vị hành chính mã "{code}" vào ngày {on:%d/%m/%Y}.'
    remedy = "Hãy kiểm tra mã theo danh mục của Tổng cục Thống kê và ngày của văn bản."


class Level(Enum):
    PROVINCE = "province"  # tỉnh, thành phố trực thuộc trung ương
    DISTRICT = "district"  # huyện, quận, thị xã, thành phố thuộc tỉnh: until 30 June 2025
    COMMUNE = "commune"  # xã, phường, thị trấn, đặc khu


class Kind(Enum):
    """The common noun before a unit's name.

    Longer nouns first, "Thị trấn" before "Thị xã": so no wrong prefix is read.
    """

    TOWNSHIP = "thị trấn"
    TOWN = "thị xã"
    SPECIAL_ZONE = "đặc khu"
    CITY = "thành phố"
    WARD = "phường"
    COMMUNE = "xã"
    DISTRICT = "huyện"
    URBAN_DISTRICT = "quận"
    PROVINCE = "tỉnh"


@dataclass(frozen=True, slots=True)
class AdminUnit:
    """One unit during one period; both ends are included, None is an open end."""

    code: str  # 2 digits a province, 3 a district, 5 a commune
    kind: Kind
    proper_name: str  # "Cẩm Giàng"
    level: Level
    parent_code: str  # "" for a province
    valid_from: date | None
    valid_to: date | None

    @property
    def name(self) -> str:
        """The name in a sentence: "xã Cẩm Giàng", "Quận 1", "Thành phố Hồ Chí Minh".

        Source: NĐ 30/2020/NĐ-CP, Phụ lục II, Mục III.1: the common noun in lower case, but with a capital before a
        number and for Hồ Chí Minh. Names after a person or an event take a capital too; the data does not say which.
        """
        capital = self.proper_name[:1].isdigit() or (self.kind is Kind.CITY and self.proper_name == "Hồ Chí Minh")
        noun = self.kind.value
        return f"{noun[:1].upper() + noun[1:] if capital else noun} {self.proper_name}"

    @property
    def key(self) -> str:
        """The unit's identity, unlike its code never reused.

        "01969" until 30 June 2025, "01969/2025" since.
        """
        return f"{self.code}/{self.valid_from.year}" if self.valid_from else self.code

    @property
    def slug(self) -> str:
        """The name in ASCII: "xa-cam-giang"."""
        return slug(f"{self.kind.value} {self.proper_name}")

    def valid_on(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Succession:
    """One commune of before the reform, and one that took it over, whole or in part."""

    old: AdminUnit
    new: AdminUnit
    whole: bool


class Units:
    """The register of units. Loaded at first use; each lookup is by dictionary."""

    @cached_property
    def _periods(self) -> tuple[dict[str, AdminUnit], dict[str, AdminUnit]]:
        before = _read("before_2025-07-01.csv", None, LAST_DAY_BEFORE)
        since = _read("from_2025-07-01.csv", REFORM, None)
        return before, since

    @cached_property
    def _children(self) -> tuple[dict[str, list[AdminUnit]], dict[str, list[AdminUnit]]]:
        result: tuple[dict[str, list[AdminUnit]], dict[str, list[AdminUnit]]] = ({}, {})
        for period, found in zip(self._periods, result, strict=True):
            for unit in period.values():
                found.setdefault(unit.parent_code, []).append(unit)
        return result

    @cached_property
    def _by_name(self) -> tuple[dict[str, list[AdminUnit]], dict[str, list[AdminUnit]]]:
        result: tuple[dict[str, list[AdminUnit]], dict[str, list[AdminUnit]]] = ({}, {})
        for period, found in zip(self._periods, result, strict=True):
            for unit in period.values():
                found.setdefault(slug(unit.proper_name), []).append(unit)
        return result

    @cached_property
    def _successions(self) -> tuple[Succession, ...]:
        before, since = self._periods
        return tuple(
            Succession(before[row["old_code"]], since[row["new_code"]], row["extent"] == "whole")
            for row in _rows("successors_2025-07-01.csv")
            if row["old_code"] in before and row["new_code"] in since
        )

    @cached_property
    def _successions_of(self) -> tuple[dict[str, list[Succession]], dict[str, list[Succession]]]:
        by_old: dict[str, list[Succession]] = {}
        by_new: dict[str, list[Succession]] = {}
        for succession in self._successions:
            by_old.setdefault(succession.old.code, []).append(succession)
            by_new.setdefault(succession.new.code, []).append(succession)
        return by_old, by_new

    def at(self, code: str, on: date) -> AdminUnit:
        """The unit that bore `code` on that day. Raises UnitNotFound."""
        found = self._periods[on >= REFORM].get(code)
        if found is None:
            raise UnitNotFound(code=code, on=on)
        return found

    def by_key(self, key: str) -> AdminUnit | None:
        """The unit of that key (AdminUnit.key), None where there is none."""
        code, _, year = key.partition("/")
        found = self._periods[bool(year)].get(code)
        return found if found and found.key == key else None

    def named(self, name: str, on: date, level: Level | None = None) -> tuple[AdminUnit, ...]:
        """The units of that name on that day, often more than one.

        The noun before the name is optional, diacritics too.
        """
        wanted = slug(name)
        nouns = [kind for kind in Kind if wanted.startswith(slug(kind.value) + "-")]
        candidates = list(self._by_name[on >= REFORM].get(wanted, []))
        for kind in nouns:
            bare = wanted.removeprefix(slug(kind.value) + "-")
            candidates += [unit for unit in self._by_name[on >= REFORM].get(bare, []) if unit.kind is kind]
        return tuple(unit for unit in candidates if level is None or unit.level is level)

    def children(self, code: str, on: date) -> tuple[AdminUnit, ...]:
        """The units directly below, in the order of their codes."""
        return tuple(self._children[on >= REFORM].get(code, ()))

    def communes(self, on: date) -> tuple[AdminUnit, ...]:
        """Every commune of the country on that day, in the order of the codes."""
        return tuple(unit for unit in self._periods[on >= REFORM].values() if unit.level is Level.COMMUNE)

    def successors(self, code: str) -> tuple[Succession, ...]:
        """The successors of the commune that bore `code` until 30 June 2025.

        Several if it was divided.
        """
        return tuple(self._successions_of[0].get(code, ()))

    def predecessors(self, code: str) -> tuple[Succession, ...]:
        """The predecessors of the commune that bears `code` since 1 July 2025.

        None for the five island zones (Bạch Long Vĩ, Cồn Cỏ, Hoàng Sa, Lý Sơn, Côn Đảo) that were districts without
        communes.
        """
        return tuple(self._successions_of[1].get(code, ()))


@cache
def units() -> Units:
    """The one register of this process: the data never changes while it runs."""
    return Units()


def _rows(name: str) -> list[dict[str, str]]:
    text = (files(__package__) / "data" / "units" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


_NOUNS = re.compile("(" + "|".join(kind.value for kind in Kind) + r")\s+(.+)", re.IGNORECASE)


def _read(name: str, valid_from: date | None, valid_to: date | None) -> dict[str, AdminUnit]:
    kinds = {kind.value: kind for kind in Kind}
    levels = {level.value: level for level in Level}
    found: dict[str, AdminUnit] = {}
    for row in _rows(name):
        match = _NOUNS.fullmatch(normalize(row["name"]))
        if match is None:
            raise ValueError(f"{name}: {row['name']!r} begins with no kind of unit")
        kind = kinds[match[1].lower()]  # the data writes "Thị Trấn" here and there
        code = row["code"]
        found[code] = AdminUnit(code, kind, match[2], levels[row["level"]], row["parent_code"], valid_from, valid_to)
    return found
