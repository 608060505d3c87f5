"""The register of units by code and day, with what an office adds to it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property

from ..vietnamese import slug
from . import tables
from .model import LAST_DAY_BEFORE, REFORM, AdminUnit, Kind, Level, Succession, UnitNotFound

_ONE = timedelta(days=1)
States = Mapping[str, Sequence[AdminUnit]]  # of each code, the oldest first
Own = Callable[[States], Iterable[AdminUnit]]


class Units:
    """The register of units. Loaded at first use; each lookup is by dictionary.

    `own`: a function that gives an office's own units, called once with the states of each code; what it raises, every
    method raises.
    """

    def __init__(self, own: Own | None = None) -> None:
        self.own = own

    @cached_property
    def states(self) -> States:
        """The states of each code, the oldest first."""
        found = tables.before_reform()
        for code, states in tables.since_reform().items():
            found.setdefault(code, []).extend(states)
        for unit in self.own(found) if self.own else ():
            found[unit.code] = sorted([*_around(found.get(unit.code, []), unit), unit], key=_begins)
        return found

    @cached_property
    def _children(self) -> Mapping[str, Sequence[AdminUnit]]:
        found: dict[str, list[AdminUnit]] = {}
        for code in sorted(self.states, key=lambda code: (len(code), code)):
            for unit in self.states[code]:
                found.setdefault(unit.parent_code, []).append(unit)
        return found

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[AdminUnit]]:
        found: dict[str, list[AdminUnit]] = {}
        for states in self.states.values():
            for unit in states:
                found.setdefault(slug(unit.proper_name), []).append(unit)
        return found

    @cached_property
    def _successions_of(self) -> tuple[Mapping[str, Sequence[Succession]], Mapping[str, Sequence[Succession]]]:
        """The successions by the old code, and by the key of the new unit."""
        by_old: dict[str, list[Succession]] = {}
        by_new: dict[str, list[Succession]] = {}
        for one in self._successions():
            by_old.setdefault(one.old.code, []).append(one)
            by_new.setdefault(one.new.key, []).append(one)
        return by_old, by_new

    def _successions(self) -> Iterator[Succession]:
        for old_code, new_code, whole in tables.reform_successors():
            old, new = self._on(old_code, LAST_DAY_BEFORE), self._on(new_code, REFORM)
            if old and new:
                yield Succession(old, new, whole, REFORM)
        for old_code, heir_code in tables.heirs():
            old = self._last_before(old_code)
            new = self._on(heir_code, old.valid_to + _ONE) if old and old.valid_to else None
            if old and new and new.valid_from != REFORM:
                yield Succession(old, new, True, (old.valid_to or LAST_DAY_BEFORE) + _ONE)

    def _on(self, code: str, on: date) -> AdminUnit | None:
        return next((unit for unit in self.states.get(code, ()) if unit.valid_on(on)), None)

    def _last_before(self, code: str) -> AdminUnit | None:
        return next((unit for unit in reversed(self.states.get(code, ())) if not unit.since_reform), None)

    def at(self, code: str, on: date) -> AdminUnit:
        """The unit that bore `code` on that day. Raises UnitNotFound."""
        found = self._on(code, on)
        if found is None:
            raise UnitNotFound(code, on)
        return found

    def by_key(self, key: str) -> AdminUnit | None:
        """The last state of the unit of that key (AdminUnit.key), None for none."""
        states = self.states.get(key.partition("/")[0], ())
        return next((unit for unit in reversed(states) if unit.key == key), None)

    def named(self, name: str, on: date, level: Level | None = None) -> tuple[AdminUnit, ...]:
        """The units of that name on that day, often more than one.

        The noun before the name is optional, diacritics too.
        """
        return tuple(unit for unit in self.ever(name) if unit.valid_on(on) and (level is None or unit.level is level))

    def ever(self, name_or_code: str) -> tuple[AdminUnit, ...]:
        """The states of all units of that name or code, at any time."""
        if name_or_code.isdecimal():
            return tuple(self.states.get(name_or_code, ()))
        wanted = slug(name_or_code)
        found = list(self._by_name.get(wanted, []))
        for kind in (kind for kind in Kind if wanted.startswith(slug(kind.value) + "-")):
            bare = wanted.removeprefix(slug(kind.value) + "-")
            found += [unit for unit in self._by_name.get(bare, []) if unit.kind is kind]
        return tuple(found)

    def children(self, code: str, on: date) -> tuple[AdminUnit, ...]:
        """The units directly below, in the order of their codes."""
        return tuple(unit for unit in self._children.get(code, ()) if unit.valid_on(on))

    def communes(self, on: date) -> tuple[AdminUnit, ...]:
        """Every commune of the country on that day, in the order of the codes."""
        found = (unit for states in self.states.values() for unit in states if unit.valid_on(on))
        return tuple(sorted((unit for unit in found if unit.level is Level.COMMUNE), key=lambda unit: unit.code))

    def successors(self, code: str) -> tuple[Succession, ...]:
        """The successors of the last commune that bore `code` before the reform.

        Several if it was divided.
        """
        return tuple(self._successions_of[0].get(code, ()))

    def heirs(self, code: str) -> tuple[AdminUnit, ...]:
        """The successors of a commune of before the reform, and theirs in turn."""
        found: dict[str, AdminUnit] = {}
        waiting = [one.new for one in self.successors(code)]
        while waiting:
            unit = waiting.pop(0)
            if unit.key not in found:
                found[unit.key] = unit
                waiting += [] if unit.since_reform else [one.new for one in self.successors(unit.code)]
        return tuple(found.values())

    def predecessors(self, code: str) -> tuple[Succession, ...]:
        """The predecessors in the reform of the commune that bears `code` since then.

        None for the five island zones (Bạch Long Vĩ, Cồn Cỏ, Hoàng Sa, Lý Sơn, Côn Đảo) that were districts without
        communes.
        """
        new = self._on(code, REFORM)
        return tuple(self._successions_of[1].get(new.key, ())) if new and new.since_reform else ()

    def origins(self, code: str) -> tuple[Succession, ...]:
        """The predecessors of such a commune, and theirs in turn, since 2019."""
        found: dict[str, Succession] = {}
        waiting = list(self.predecessors(code))
        while waiting:
            one = waiting.pop(0)
            if one.old.key not in found:
                found[one.old.key] = one
                waiting += self._successions_of[1].get(one.old.key, ())
        return tuple(found.values())


def _around(states: Sequence[AdminUnit], given: AdminUnit) -> Iterator[AdminUnit]:
    """What is left of the states of a code beside a given one."""
    for unit in states:
        first, last = given.valid_from or date.min, given.valid_to or date.max
        if not unit.valid_within(first, last):
            yield unit
            continue
        if given.valid_from and (unit.valid_from is None or unit.valid_from < given.valid_from):
            yield replace(unit, valid_to=given.valid_from - _ONE, ended_by=given.begun_by, to_is_unsure=False)
        if given.valid_to and (unit.valid_to is None or unit.valid_to > given.valid_to):
            yield replace(unit, valid_from=given.valid_to + _ONE, begun_by="", from_is_unsure=False)


def _begins(unit: AdminUnit) -> date:
    return unit.valid_from or date.min
