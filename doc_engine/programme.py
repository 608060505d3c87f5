"""An evaluation programme as data: criteria, points, thresholds, rules, deadlines.

Every figure carries where it comes from and whether somebody has confirmed it against the legal text. What is not
confirmed is not law: an assessment that needs such a figure stops and names the file and the key to fill in, unless
the whole programme is marked illustrative, in which case its documents are marked so too.

The file is TOML; TOML has no null, so that an unknown figure is one without `gia_tri`.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from .document import LegalBasis
from .errors import ExitCode, VanthuError, unread_reason
from .vietnamese import nfc


class ProgrammeUnreadable(VanthuError):
    code = "CT-01"
    exit_code = ExitCode.INPUT
    message = "Tệp chương trình {file} không đọc được: {why}."
    remedy = "Hãy sửa tệp theo mẫu trong docs/vi/huong-dan.md, mục Chương trình đánh giá."


class FiguresUnconfirmed(VanthuError):
    """Figures that an assessment needs and nobody has confirmed."""

    code = "CT-02"
    exit_code = ExitCode.REFUSED
    message = "Chưa đánh giá được: tệp chương trình {file} còn số liệu chưa được xác nhận: {keys}."
    remedy = (
        "Hãy tra văn bản quy định, điền gia_tri và nguon cho từng khóa trong tệp đó, rồi đặt xac_nhan = true. "
        "Phần mềm không tự đặt ra số liệu pháp lý."
    )

    def __init__(self, file: str, keys: tuple[str, ...]) -> None:
        super().__init__(file=file, keys=", ".join(keys))
        self.keys = keys


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its source. `value`: None while unknown.

    `key`: its place in the programme's file.
    """

    key: str
    value: Decimal | None
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Criterion:
    id: int
    name: str
    max_points: Figure
    pass_points: Figure  # fewer points than this: the criterion is not met
    lead_office: str


@dataclass(frozen=True, slots=True)
class AreaKind:
    """A kind of area with the total that recognition requires there."""

    id: str
    name: str
    min_total: Figure


@dataclass(frozen=True, slots=True)
class Rules:
    all_met: bool
    none_zero: bool


@dataclass(frozen=True)
class Programme:
    id: str
    title: str  # follows the communes: "phù hợp với trẻ em"
    file: str  # named in messages
    illustrative: bool
    basis: LegalBasis
    rules: Rules
    areas: tuple[AreaKind, ...]
    criteria: tuple[Criterion, ...]
    deadlines: Mapping[str, tuple[int, int]]  # "bao_cao_tu_danh_gia" → (day, month) of the cycle's year

    @cached_property
    def area(self) -> dict[str, AreaKind]:
        return {area.id: area for area in self.areas}

    def require(self, figures: Iterable[Figure]) -> None:
        """Raise FiguresUnconfirmed with the keys of all unconfirmed figures.

        In an illustrative programme a value is enough.
        """
        missing = [
            figure.key for figure in figures if figure.value is None or not (figure.confirmed or self.illustrative)
        ]
        if missing:
            raise FiguresUnconfirmed(self.file, tuple(dict.fromkeys(missing)))


def load(path: Path) -> Programme:
    """The programme in a file. Raises ProgrammeUnreadable, which names the key."""
    try:
        return _programme(tomllib.loads(nfc(path.read_text(encoding="utf-8-sig"))), path.name)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProgrammeUnreadable(file=path, why=unread_reason(error)) from error


def shipped() -> dict[str, Path]:
    """The programmes that come with the program, by id."""
    folder = Path(str(files(__package__) / "data" / "programmes"))
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def find(reference: str, beside: Path) -> Programme:
    """The shipped programme with that id, or that of a .toml file in `beside`.

    Raises ProgrammeUnreadable.
    """
    known = shipped()
    if reference in known:
        return load(known[reference])
    if reference.endswith(".toml"):
        return load(beside / reference)
    why = f"không có chương trình mã {reference}; có sẵn: {', '.join(known)}"
    raise ProgrammeUnreadable(file=reference, why=why)


def _unique(file: str, key: str, ids: list[object]) -> None:
    twice = {str(one) for one in ids if ids.count(one) > 1}
    if twice:
        raise ProgrammeUnreadable(file=file, why=f"khóa {key} có giá trị lặp lại: {', '.join(sorted(twice))}")


def _programme(data: dict[str, Any], file: str) -> Programme:
    reader = _Reader(file)
    head = reader.table(data, "chuong_trinh")
    basis = reader.table(head, "quy_dinh")
    rules = reader.table(data, "quy_tac")
    _unique(file, "tieu_chi.so", [entry.get("so") for entry in reader.tables(data, "tieu_chi")])
    _unique(file, "khu_vuc.ma", [entry.get("ma") for entry in reader.tables(data, "khu_vuc")])
    return Programme(
        id=reader.text(head, "ma"),
        title=reader.text(head, "danh_hieu"),
        file=file,
        illustrative=reader.flag(head, "minh_hoa"),
        basis=LegalBasis(
            reader.text(basis, "loai"),
            reader.text(basis, "so_ky_hieu"),
            reader.text(basis, "co_quan"),
            reader.day(basis, "ngay"),
            reader.text(basis, "trich_yeu"),
        ),
        rules=Rules(reader.flag(rules, "tat_ca_tieu_chi_dat"), reader.flag(rules, "khong_tieu_chi_nao_0_diem")),
        areas=tuple(
            AreaKind(
                reader.text(area, "ma"),
                reader.text(area, "ten"),
                reader.figure(area, "tong_diem", f"khu_vuc.{area.get('ma')}"),
            )
            for area in reader.tables(data, "khu_vuc")
        ),
        criteria=tuple(
            Criterion(
                reader.whole(entry, "so"),
                reader.text(entry, "ten"),
                reader.figure(entry, "diem_toi_da", f"tieu_chi.{entry.get('so')}"),
                reader.figure(entry, "diem_dat", f"tieu_chi.{entry.get('so')}"),
                reader.text(entry, "co_quan_chu_tri"),
            )
            for entry in reader.tables(data, "tieu_chi")
        ),
        deadlines={key: reader.day_month(key, value) for key, value in reader.table(data, "thoi_han").items()},
    )


class _Reader:
    """Typed look-ups in the parsed file; each failure names the key."""

    def __init__(self, file: str) -> None:
        self._file = file

    def _wrong(self, key: str, expected: str) -> ProgrammeUnreadable:
        return ProgrammeUnreadable(file=self._file, why=f"khóa {key} phải là {expected}")

    def table(self, data: Mapping[str, Any], key: str) -> dict[str, Any]:
        if not isinstance(data.get(key), dict):
            raise self._wrong(key, "một bảng")
        return dict(data[key])

    def tables(self, data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        entries = data.get(key)
        if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
            raise self._wrong(key, "danh sách bảng [[...]] không rỗng")
        return list(entries)

    def text(self, data: Mapping[str, Any], key: str) -> str:
        if not isinstance(data.get(key), str):
            raise self._wrong(key, "chữ")
        return str(data[key])

    def flag(self, data: Mapping[str, Any], key: str) -> bool:
        if not isinstance(data.get(key), bool):
            raise self._wrong(key, "true hoặc false")
        return bool(data[key])

    def whole(self, data: Mapping[str, Any], key: str) -> int:
        if type(data.get(key)) is not int:
            raise self._wrong(key, "số nguyên")
        return int(data[key])

    def day(self, data: Mapping[str, Any], key: str) -> date:
        if type(data.get(key)) is not date:
            raise self._wrong(key, "ngày, viết như 2019-01-03")
        return date.fromisoformat(str(data[key]))

    def day_month(self, key: str, value: object) -> tuple[int, int]:
        try:
            day, month = (int(part) for part in str(value).split("/"))
            date(2024, month, day)
        except ValueError:
            raise self._wrong(f"thoi_han.{key}", 'ngày và tháng, viết như "15/11"') from None
        return day, month

    def figure(self, data: Mapping[str, Any], key: str, of: str) -> Figure:
        entry = data.get(key)
        name = f"{of}.{key}"
        if not isinstance(entry, dict) or entry.keys() - {"gia_tri", "nguon", "xac_nhan"}:
            raise self._wrong(name, 'dạng { gia_tri = 50, nguon = "...", xac_nhan = true }')
        value = entry.get("gia_tri")
        if value is not None and (
            isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9
        ):
            raise self._wrong(f"{name}.gia_tri", "số từ 0 trở lên")
        amount = None if value is None else Decimal(str(value))
        return Figure(f"{name}.gia_tri", amount, self.text(entry, "nguon"), self.flag(entry, "xac_nhan"))
