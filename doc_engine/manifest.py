"""The manifest of a template, mau.toml: what it is, who issues it, what fills it.

docs/vi/mau-van-ban.md explains every key to authors.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import Any, TypeVar

from .document_types import DocumentType


class Filling(Enum):
    """What fills a template.

    A cycle's workbook; the plain data of a document type (names and words); or data of its own, described by its own
    schema, in a page that the author has typed.
    """

    CYCLE = "ky"
    PLAIN = "thuong"
    OWN = "rieng"


class IssuingLevel(Enum):
    """The level that issues: the unit that leads the cycle, or each commune."""

    LEAD = "huyen"
    COMMUNE = "xa"


class Issuer(Enum):
    COMMITTEE = "ubnd"  # Ủy ban nhân dân of the unit
    COUNCIL = "hoi-dong"  # the advisory council of the cycle, with the committee's seal
    OFFICE = "thuong-truc"  # the standing office, below the committee


class Power(Enum):
    """The holder of the power that a document uses; decides the lines above the name."""

    COLLECTIVE = "tap-the"  # signed "TM."
    HEAD = "nguoi-dung-dau"
    CHAIR = "chu-toa"  # minutes: the secretary and the chair of the meeting


@dataclass(frozen=True, slots=True)
class UsualDay:
    """The usual day of a document: so many days before a deadline of the programme."""

    deadline: str  # a key of `Programme.deadlines`
    days_before: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """A template's manifest. All after `filling` is of a cycle's templates alone."""

    id: str
    title: str
    document_type: DocumentType
    filling: Filling = Filling.CYCLE
    level: IssuingLevel = IssuingLevel.LEAD
    issuer: Issuer = Issuer.COMMITTEE
    power: Power = Power.HEAD
    subject: str = ""  # trích yếu, as a Jinja text over the data
    rank: int = 0  # order among documents of one day
    cites: tuple[str, ...] = ()  # templates whose number and date it cites
    addressee: str = ""  # after "Kính gửi:", Jinja; "" for none
    first_recipient: str = ""  # "Như Điều 3"; "" for none
    filing: str = ""  # after "Lưu:"; "" for the usual
    legal_bases: bool = False
    usual_day: UsualDay | None = None  # of its issue; None: nobody said
    programmes: tuple[str, ...] = ()  # ids of the programmes that it serves; empty: every one

    @property
    def of_a_cycle(self) -> bool:
        return self.filling is Filling.CYCLE

    def serves(self, programme: str) -> bool:
        """Whether it is a template of the programme with that id."""
        return not self.programmes or programme in self.programmes

    @property
    def plain(self) -> bool:
        return self.filling is Filling.PLAIN


class ManifestWrong(ValueError):
    """A manifest with mistakes; the text names them all, in Vietnamese."""


# Keys of every template, and those of a cycle's; the value: whether it must be there.
COMMON = {"ma": True, "ten": True, "loai": True, "du_lieu": False}
OF_A_CYCLE = {
    "cap": True, "co_quan": True, "tham_quyen": True, "trich_yeu": True, "thu_tu": True, "vien_dan": True,
    "kinh_gui": False, "noi_nhan_dau": False, "luu": False, "can_cu": False, "ngay_thuong_le": False,
    "chuong_trinh": False,
}  # fmt: skip

_Choice = TypeVar("_Choice", bound=Enum)
_T = TypeVar("_T")


def read(data: Mapping[str, Any]) -> Manifest:
    """The manifest in a parsed mau.toml. Raises ManifestWrong with every mistake."""
    reader = _Reader(data.get("mau"))
    manifest = reader.manifest()
    if reader.mistakes:
        raise ManifestWrong("; ".join(reader.mistakes))
    return manifest


class _Reader:
    def __init__(self, data: object) -> None:
        self.mistakes: list[str] = [] if isinstance(data, Mapping) else ["mau.toml phải bắt đầu bằng dòng [mau]"]
        self._data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}

    def manifest(self) -> Manifest:
        filling = self._choice("du_lieu", Filling) if "du_lieu" in self._data else Filling.CYCLE
        known = COMMON | (OF_A_CYCLE if filling is Filling.CYCLE else {})
        self.mistakes += list(self._unknown(known)) if self._data else []
        common = (self._text("ma"), self._text("ten"), self._type())
        if filling is not Filling.CYCLE:
            return Manifest(*common, filling)
        return Manifest(
            *common,
            filling,
            level=self._choice("cap", IssuingLevel),
            issuer=self._choice("co_quan", Issuer),
            power=self._choice("tham_quyen", Power),
            subject=self._text("trich_yeu"),
            rank=self._value("thu_tu", int, 0, "số nguyên"),
            cites=self._ids("vien_dan", "mẫu"),
            addressee=self._text("kinh_gui"),
            first_recipient=self._text("noi_nhan_dau"),
            filing=self._text("luu"),
            legal_bases=self._value("can_cu", bool, False, "true hoặc false"),
            usual_day=self._usual_day(),
            programmes=self._ids("chuong_trinh", "chương trình"),
        )

    def _unknown(self, known: Mapping[str, bool]) -> Iterator[str]:
        for key in self._data.keys() - known.keys():
            near = get_close_matches(key, known, 1)
            yield f'mau.toml có khóa lạ "{key}"' + (f', có phải là "{near[0]}" không' if near else "")
        for key in [key for key, must in known.items() if must and key not in self._data]:
            yield f'mau.toml thiếu khóa "{key}"'

    def _value(self, key: str, kind: type[_T], default: _T, expected: str) -> _T:
        value = self._data.get(key, default)
        if type(value) is kind:
            return value
        self.mistakes.append(f'mau.toml: khóa "{key}" phải là {expected}')
        return default

    def _text(self, key: str) -> str:
        return self._value(key, str, "", "chữ trong dấu nháy")

    def _ids(self, key: str, of: str) -> tuple[str, ...]:
        return tuple(map(str, self._value(key, list, [], f"danh sách mã {of}, viết như []")))

    def _choice(self, key: str, choices: type[_Choice]) -> _Choice:
        return self._converted(key, choices, next(iter(choices)), ", ".join(f'"{one.value}"' for one in choices))

    def _type(self) -> DocumentType:
        expected = 'tên hoặc chữ viết tắt của một loại văn bản, ví dụ "thông báo", "TB"'
        return self._converted("loai", DocumentType.named, DocumentType.NOTICE, expected)

    def _converted(self, key: str, convert: Callable[[str], _T], default: _T, expected: str) -> _T:
        if key not in self._data:
            return default  # reported as missing where it must be there
        try:
            return convert(self._data[key])
        except (KeyError, ValueError, AttributeError, TypeError):
            self.mistakes.append(f'mau.toml: khóa "{key}" là "{self._data[key]}", phải là một trong: {expected}')
            return default

    def _usual_day(self) -> UsualDay | None:
        day = self._data.get("ngay_thuong_le")
        if day is None:
            return None
        if isinstance(day, Mapping) and isinstance(day.get("moc"), str) and type(day.get("truoc")) is int:
            return UsualDay(day["moc"], day["truoc"])
        self.mistakes.append('mau.toml: khóa "ngay_thuong_le" phải có dạng { moc = "cong_nhan", truoc = 3 }')
        return None
