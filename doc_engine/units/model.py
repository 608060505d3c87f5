"""What a unit is: a code, a name and a kind, during one period."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from ..errors import ExitCode, VanthuError
from ..vietnamese import slug

REFORM = date(2025, 7, 1)
LAST_DAY_BEFORE = date(2025, 6, 30)
SURE_FROM = date(2019, 1, 1)  # what was so before is in no data that could be had


class UnitNotFound(VanthuError):
    code = "DV-01"
    exit_code = ExitCode.NOT_FOUND
    message = 'Không có đơn vị hành chính mã "{code}" vào ngày {on:%d/%m/%Y}{unsure}.'
    remedy = "Hãy kiểm tra mã theo danh mục của Tổng cục Thống kê và ngày của văn bản."

    def __init__(self, code: str, on: date) -> None:
        super().__init__(code=code, on=on, unsure=f" ({unsure_words()})" if on < SURE_FROM else "")


def unsure_words() -> str:
    """The sentence on days of which nothing is known for certain."""
    return f"dữ liệu đơn vị chỉ chắc từ ngày {SURE_FROM:%d/%m/%Y}; văn phòng bổ sung trong tệp don-vi.xlsx"


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
    """One unit during one period; both ends are included, None is an open end.

    Without `valid_from` the unit was there on SURE_FROM already.
    """

    code: str  # 2 digits a province, 3 a district, 5 a commune
    kind: Kind
    proper_name: str  # "Cẩm Giàng"
    level: Level
    parent_code: str  # "" for a province
    valid_from: date | None
    valid_to: date | None
    begun_by: str = ""  # number and symbol of the resolution, where it is known
    ended_by: str = ""
    from_is_unsure: bool = False  # nobody found the day in an official text
    to_is_unsure: bool = False

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
    def since_reform(self) -> bool:
        """Whether it is a unit of the order since 1 July 2025."""
        return self.valid_from is not None and self.valid_from >= REFORM

    @property
    def key(self) -> str:
        """The unit's identity, unlike its code never reused by another order.

        "01969" until 30 June 2025, "01969/2025" since. The states of a code before the reform share a key: a commune
        that became a ward is the same agency.
        """
        return f"{self.code}/{self.valid_from.year}" if self.valid_from and self.since_reform else self.code

    @property
    def slug(self) -> str:
        """The name in ASCII: "xa-cam-giang"."""
        return slug(f"{self.kind.value} {self.proper_name}")

    @property
    def a_day(self) -> date:
        """A day on which the unit is there: its last, else its first."""
        return self.valid_to or self.valid_from or REFORM

    def valid_on(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    def valid_within(self, first: date, last: date) -> bool:
        """Whether it is there on any day from `first` to `last`."""
        begins, ends = self.valid_from or date.min, self.valid_to or date.max
        return begins <= last and first <= ends


@dataclass(frozen=True, slots=True)
class Succession:
    """One commune that ended, and one that took it over, whole or in part.

    `on`: the first day of the new one. Of those before the reform only the main heir is known.
    """

    old: AdminUnit
    new: AdminUnit
    whole: bool
    on: date
