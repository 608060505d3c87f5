"""Keys as values: agencies, documents of a cycle, paths in the archive.

Their texts are formats. Whoever needs a part of a key asks the value; nobody else takes a text apart.
"""

from dataclasses import dataclass
from typing import Self

OUTGOING = "tap-luu-van-ban-di"  # the entry of the retention table, too


@dataclass(frozen=True, slots=True)
class AgencyKey:
    """The owner of a number series: "063", a unit's committee, or "063/HĐXD".

    `body`: abbreviation of another body of the unit, "" for the committee.
    """

    unit_code: str
    body: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        unit_code, _, body = text.partition("/")
        return cls(unit_code, body)

    def __str__(self) -> str:
        return f"{self.unit_code}/{self.body}" if self.body else self.unit_code


@dataclass(frozen=True, slots=True)
class CycleIdentity:
    """The identity of a document of an evaluation cycle, whatever its number.

    The same plan gives the same identities: "xa-phu-hop-tre-em:2024:063:ke-hoach-xa:02008". A programme's id may itself
    have colons; the other parts have none.
    """

    programme: str
    year: int
    lead: str  # code of the unit that leads the cycle
    template: str
    unit: str  # code of the issuing unit

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The identity; None for that of a document of no cycle."""
        parts = text.rsplit(":", 4)
        if len(parts) != 5 or not parts[1].isdecimal():
            return None
        programme, year, lead, template, unit = parts
        return cls(programme, int(year), lead, template, unit)

    def __str__(self) -> str:
        return f"{self.programme}:{self.year}:{self.lead}:{self.template}:{self.unit}"


@dataclass(frozen=True, slots=True)
class DocumentPath:
    """Where a document lies in the archive: "2024/063-huyen-bach-thong/qd-00002-ubnd"."""

    year: int
    unit: str  # "063-huyen-bach-thong"
    name: str  # "qd-00002-ubnd"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError for the path of anything else."""
        year, unit, name = text.split("/")
        return cls(int(year), unit, name)

    def __str__(self) -> str:
        return f"{self.year}/{self.unit}/{self.name}"


@dataclass(frozen=True, slots=True)
class CycleRule:
    """The rule of a case file with one unit's documents of a cycle.

    Those of the unit that leads the cycle belong to it as well.
    """

    programme: str
    year: int
    lead: str
    unit: str

    def __str__(self) -> str:
        return f"{self.programme}:{self.year}:{self.lead}:{self.unit}"


@dataclass(frozen=True, slots=True)
class OutgoingRule:
    """The rule of a case file with all outgoing documents of a unit and year.

    Tập lưu văn bản đi.
    """

    unit: str
    year: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The rule; None for every other."""
        name, _, rest = text.partition(":")
        unit, _, year = rest.partition(":")
        return cls(unit, int(year)) if name == OUTGOING and year.isdecimal() else None

    def __str__(self) -> str:
        return f"{OUTGOING}:{self.unit}:{self.year}"
