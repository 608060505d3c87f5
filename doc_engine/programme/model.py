"""An evaluation programme: criteria, points, thresholds, rules, deadlines, texts.

Every figure carries where it comes from and whether somebody has confirmed it against the legal text. What is not
confirmed is not law: an assessment that needs such a figure stops and names the file and the key to fill in, unless
the whole programme is marked illustrative, in which case its documents are marked so too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property

from ..document import LegalBasis
from ..errors import ExitCode, VanthuError


class FiguresUnconfirmed(VanthuError):
    """Figures that an assessment needs and nobody has confirmed."""

    code = "CT-02"
    exit_code = ExitCode.REFUSED
    message = "Chưa đánh giá được: chương trình {file} còn số liệu chưa được xác nhận: {keys}."
    remedy = (
        "Hãy điền trang Thang điểm của tệp Excel theo văn bản quy định, kèm nguồn và người xác nhận. "
        "Phần mềm không tự đặt ra số liệu pháp lý."
    )

    def __init__(self, file: str, keys: tuple[str, ...]) -> None:
        super().__init__(file=file, keys=", ".join(keys))
        self.keys = keys


class Judging(Enum):
    """The way a criterion is judged."""

    POINTS = "diem"
    PASS_FAIL = "dat"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its source. `value`: None while unknown.

    `key`: its place in the programme's file.
    """

    key: str
    value: Decimal | None
    source: str
    confirmed: bool


def share(most: Figure, rate: Figure) -> Figure:
    """The points that are `rate` per cent of `most`, under the key of what is missing."""
    known = most.value is not None and rate.value is not None
    value = (most.value or Decimal(0)) * (rate.value or Decimal(0)) / 100 if known else None
    missing = most if most.value is None or not most.confirmed else rate
    return Figure(missing.key, value, rate.source, most.confirmed and rate.confirmed)


@dataclass(frozen=True, slots=True)
class SubCriterion:
    """A part of a criterion (chỉ tiêu). `max_points`: None without a figure."""

    id: str  # "1.2"
    name: str
    max_points: Figure | None = None

    @property
    def figure(self) -> Figure:
        """Its points, unknown where the file gives none."""
        return self.max_points or Figure(f"chi_tieu.{self.id}.diem_toi_da.gia_tri", None, "", False)


@dataclass(frozen=True, slots=True)
class Criterion:
    id: int
    name: str
    max_points: Figure
    pass_points: Figure  # fewer points than this: the criterion is not met
    lead_offices: tuple[str, ...]  # of a district
    parts: tuple[SubCriterion, ...] = ()
    provincial_offices: tuple[str, ...] = ()  # where a province leads; empty: nobody said
    pass_share: Figure | None = None  # in per cent of the most, where `pass_points` is so computed


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of recognition that is no criterion: it holds, or it does not."""

    id: str
    text: str  # "không có nợ đọng xây dựng cơ bản"


@dataclass(frozen=True, slots=True)
class AreaKind:
    """A kind of area with the total that recognition requires there."""

    id: str
    name: str
    min_total: Figure
    two_tier_name: str = ""  # since 1 July 2025, where it differs


@dataclass(frozen=True, slots=True)
class Rules:
    all_met: bool
    none_zero: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day of each cycle. `years_later`: 1 for a day of the year after the cycle's."""

    day: int
    month: int
    years_later: int = 0

    def of(self, year: int) -> date:
        """The deadline of the cycle of that year."""
        return date(year + self.years_later, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Measure:
    """A task of the plan. `joined`: its heading and text are one paragraph."""

    heading: str
    paragraphs: tuple[str, ...]
    joined: bool = False


@dataclass(frozen=True)
class Programme:
    """A programme. Its texts have the placeholders of `reading.PLACEHOLDERS`."""

    id: str
    title: str  # follows the communes: "phù hợp với trẻ em"
    file: str  # named in messages
    illustrative: bool
    basis: LegalBasis
    rules: Rules
    areas: tuple[AreaKind, ...]
    criteria: tuple[Criterion, ...]
    deadlines: Mapping[str, Deadline]  # by its key: "bao_cao_tu_danh_gia"
    judging: Judging = Judging.POINTS
    standard: str = "đạt tiêu chuẩn {đơn vị} {danh hiệu}"  # what a commune is recognised as having reached
    subject_matter: str = ""  # what the communes spread word about: "quyền trẻ em"
    further_bases: tuple[LegalBasis, ...] = ()
    conditions: tuple[Condition, ...] = ()
    measures: tuple[Measure, ...] = ()
    years: tuple[int | None, int | None] = field(default=(None, None))  # first and last year it is used for

    @cached_property
    def area(self) -> dict[str, AreaKind]:
        return {area.id: area for area in self.areas}

    @property
    def by_points(self) -> bool:
        return self.judging is Judging.POINTS

    @property
    def last_years_later(self) -> int:
        """How many years after the cycle's its last documents may be issued."""
        return max((one.years_later for one in self.deadlines.values()), default=0)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that an assessment needs."""
        criteria = [figure for one in self.criteria for figure in (one.max_points, one.pass_points)]
        shares = [one.pass_share for one in self.criteria if one.pass_share]
        return (*criteria, *shares, *(area.min_total for area in self.areas))

    @property
    def unconfirmed(self) -> tuple[Figure, ...]:
        """The figures that an assessment needs and that nobody has confirmed."""
        missing = (one for one in self.figures if one.value is None or not (one.confirmed or self.illustrative))
        return tuple({one.key: one for one in missing}.values())

    def led_by_a_province(self) -> "Programme":
        """The programme as it is used since 1 July 2025: without districts and townships."""
        criteria = tuple(replace(one, lead_offices=one.provincial_offices or one.lead_offices) for one in self.criteria)
        areas = tuple(replace(area, name=area.two_tier_name or area.name) for area in self.areas)
        return replace(self, criteria=criteria, areas=areas)

    def serves(self, year: int) -> bool:
        """Whether the programme is for that year."""
        first, last = self.years
        return (first is None or first <= year) and (last is None or year <= last)

    def require(self, figures: Iterable[Figure]) -> None:
        """Raise FiguresUnconfirmed with the keys of all unconfirmed figures.

        In an illustrative programme a value is enough.
        """
        unconfirmed = {figure.key for figure in self.unconfirmed}
        missing = [figure.key for figure in figures if figure.key in unconfirmed]
        if missing:
            raise FiguresUnconfirmed(self.file, tuple(dict.fromkeys(missing)))
