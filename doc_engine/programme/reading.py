"""The file of a programme, TOML: every mistake at once, each with its key.

TOML has no null, so that an unknown figure is one without `gia_tri`. docs/vi/chuong-trinh.md explains every key.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from ..document import LegalBasis
from ..errors import ExitCode, VanthuError, unread_reason
from ..vietnamese import nfc, number_text, slug
from .model import (
    AreaKind,
    Condition,
    Criterion,
    Deadline,
    Figure,
    Judging,
    Measure,
    Programme,
    Rules,
    SubCriterion,
    share,
)

PLACEHOLDERS = (
    "{đơn vị}", "{danh hiệu}", "{các xã}", "{danh hiệu đầy đủ}", "{quy định}", "{quy định đầy đủ}", "{cấp}", "{năm}",
)  # fmt: skip
# The keys of each table, and whether each must be there.
KEYS: Mapping[str, Mapping[str, bool]] = {
    "": {
        "chuong_trinh": True, "quy_tac": True, "thoi_han": True, "khu_vuc": False, "tieu_chi": True,
        "dieu_kien": False, "loi_van": False,
    },
    "chuong_trinh": {
        "ma": True, "danh_hieu": True, "minh_hoa": False, "cham_theo": False, "dat_chuan": False, "tu_nam": False,
        "den_nam": False, "quy_dinh": True, "quy_dinh_khac": False,
    },
    "quy_dinh": {"loai": True, "so_ky_hieu": True, "co_quan": True, "ngay": True, "trich_yeu": True},
    "quy_tac": {"tat_ca_tieu_chi_dat": False, "khong_tieu_chi_nao_0_diem": False, "ty_le_dat": False},
    "khu_vuc": {"ma": True, "ten": True, "ten_hai_cap": False, "tong_diem": False},
    "tieu_chi": {
        "so": True, "ten": True, "co_quan_chu_tri": False, "co_quan_cap_tinh": False, "diem_toi_da": False,
        "diem_dat": False, "chi_tieu": False,
    },
    "chi_tieu": {"so": True, "ten": True, "diem_toi_da": False},
    "dieu_kien": {"ma": True, "noi_dung": True},
    "loi_van": {"tuyen_truyen": False, "giai_phap": False},
    "giai_phap": {"tieu_de": True, "noi_dung": True, "noi_lien": False},
    "so_lieu": {"gia_tri": False, "nguon": True, "xac_nhan": True},
}  # fmt: skip
_LATER = " năm sau"
_T = TypeVar("_T")


class ProgrammeUnreadable(VanthuError):
    code = "CT-01"
    exit_code = ExitCode.INPUT
    message = "Tệp chương trình {file} không dùng được: {why}."
    remedy = "Hãy sửa tệp; mọi khóa được giải thích trong docs/vi/chuong-trinh.md."


def load(path: Path) -> Programme:
    """The programme in a file.

    Raises ProgrammeUnreadable, which names every wrong key.
    """
    reader = _read(path)
    found = reader.programme()
    if found is None or reader.mistakes:
        raise ProgrammeUnreadable(file=path, why="; ".join(reader.mistakes))
    return found


def mistakes(path: Path) -> tuple[str, ...]:
    """Every mistake in a programme's file, each with its key.

    Raises ProgrammeUnreadable for a file that cannot be read at all.
    """
    reader = _read(path)
    reader.programme()
    return tuple(reader.mistakes)


def shipped() -> dict[str, Path]:
    """The programmes that come with the program, by id."""
    folder = Path(str(files("doc_engine") / "data" / "programmes"))
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def start(source: str = "") -> bytes:
    """The text of a file to begin a programme with.

    That of the shipped programme `source`, or an explained start. Raises ProgrammeUnreadable for a programme that is
    not there.
    """
    if not source:
        return Path(str(files("doc_engine") / "data" / "programme-start.toml")).read_bytes()
    known = shipped()
    if source not in known:
        why = f"không có chương trình mã {source}; có sẵn: {', '.join(known)}"
        raise ProgrammeUnreadable(file=source, why=why)
    return known[source].read_bytes()


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


def _contradictions(programme: Programme) -> list[str]:
    """The figures of a programme that cannot be right together, as mistakes with their keys."""
    found = []
    first, last = programme.years
    if first is not None and last is not None and last < first:
        found.append("khóa chuong_trinh.den_nam nhỏ hơn tu_nam")
    for one in programme.criteria:
        most, passed = one.max_points.value, one.pass_points.value
        if one.id < 1:
            found.append(f"khóa tieu_chi.{one.id}.so phải là số từ 1 trở lên")
        if most is not None and passed is not None and passed > most:
            found.append(
                f"khóa {one.pass_points.key} là {number_text(passed)}, lớn hơn điểm tối đa {number_text(most)}"
            )
        found += [
            f'khóa chi_tieu.{part.id}.so phải bắt đầu bằng số của tiêu chí, như "{one.id}.1"'
            for part in one.parts
            if not part.id.startswith(f"{one.id}.")
        ]
        parts = [part.figure.value for part in one.parts]
        known = sum(value for value in parts if value is not None)
        if most is not None and parts and (known > most or (None not in parts and known < most)):
            found.append(
                f"tổng điểm tối đa các chỉ tiêu của tiêu chí {one.id} là {number_text(known)}, khác với điểm tối đa "
                f"{number_text(most)} của tiêu chí"
            )
    return found


def _read(path: Path) -> "_Reader":
    try:
        return _Reader(tomllib.loads(nfc(path.read_text(encoding="utf-8-sig"))), path.name)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProgrammeUnreadable(file=path, why=unread_reason(error)) from error


class _Reader:
    """Typed look-ups in the parsed file; each failure is a mistake with its key."""

    def __init__(self, data: dict[str, Any], file: str) -> None:
        self.mistakes: list[str] = []
        self._data, self._file = data, file

    def programme(self) -> Programme | None:
        """The programme; None, or nonsense in places, where there are mistakes."""
        data = self._data
        self._keys(data, "", "")
        head, rules = self._table(data, "chuong_trinh"), self._table(data, "quy_tac")
        texts = self._table(data, "loi_van") if "loi_van" in data else {}
        self._keys(head, "chuong_trinh", "chuong_trinh")
        self._keys(rules, "quy_tac", "quy_tac")
        self._keys(texts, "loi_van", "loi_van")
        judging = self._choice(head, "chuong_trinh", "cham_theo", Judging) if "cham_theo" in head else Judging.POINTS
        criteria = tuple(self._criteria(judging, rules))
        areas = tuple(self._areas(judging))
        self._unique("tieu_chi.so", [one.id for one in criteria])
        self._unique("khu_vuc.ma", [one.id for one in areas])
        self._unique("chi_tieu.so", [part.id for one in criteria for part in one.parts])
        programme = Programme(
            id=self._id(head),
            title=self._filled(head, "chuong_trinh", "danh_hieu"),
            file=self._file,
            illustrative=self._flag(head, "chuong_trinh", "minh_hoa"),
            basis=self._basis(self._table(head, "quy_dinh", "chuong_trinh."), "chuong_trinh.quy_dinh"),
            rules=Rules(
                self._flag(rules, "quy_tac", "tat_ca_tieu_chi_dat"),
                self._flag(rules, "quy_tac", "khong_tieu_chi_nao_0_diem"),
            ),
            areas=areas,
            criteria=criteria,
            deadlines={key: self._deadline(key, day) for key, day in self._table(data, "thoi_han").items()},
            judging=judging,
            standard=self._said(head, "chuong_trinh", "dat_chuan") or Programme.standard,
            subject_matter=self._said(texts, "loi_van", "tuyen_truyen"),
            further_bases=tuple(
                self._basis(one, f"chuong_trinh.quy_dinh_khac.{number}")
                for number, one in enumerate(self._tables(head, "quy_dinh_khac", must=False), start=1)
            ),
            conditions=tuple(self._conditions()),
            measures=tuple(self._measures(texts)),
            years=(self._year(head, "tu_nam"), self._year(head, "den_nam")),
        )
        self.mistakes += _contradictions(programme) if not self.mistakes else []
        return None if self.mistakes else programme

    def _criteria(self, judging: Judging, rules: Mapping[str, Any]) -> Iterator[Criterion]:
        rate = self._figure(rules, "ty_le_dat", "quy_tac") if "ty_le_dat" in rules else None
        for entry in self._tables(self._data, "tieu_chi"):
            name = f"tieu_chi.{entry.get('so')}"
            self._keys(entry, "tieu_chi", name)
            rate_of_this = rate if "diem_dat" not in entry and judging is Judging.POINTS else None
            if judging is Judging.PASS_FAIL:
                for key in entry.keys() & {"diem_toi_da", "diem_dat"}:
                    self._wrong(f"{name}.{key}", 'chỉ dùng khi cham_theo = "diem"', plain=True)
                most = passed = Figure(f"{name}.dat", Decimal(1), "đạt hoặc không đạt", True)
            else:
                most = self._figure(entry, "diem_toi_da", name)
                passed = share(most, rate_of_this) if rate_of_this else self._figure(entry, "diem_dat", name)
            yield Criterion(
                id=self._whole(entry, name, "so"),
                name=self._filled(entry, name, "ten"),
                max_points=most,
                pass_points=passed,
                lead_offices=self._offices(entry, name, "co_quan_chu_tri"),
                provincial_offices=self._offices(entry, name, "co_quan_cap_tinh"),
                parts=tuple(self._parts(entry, name)),
                pass_share=rate_of_this,
            )

    def _parts(self, entry: Mapping[str, Any], name: str) -> Iterator[SubCriterion]:
        parts = self._tables(entry, "chi_tieu", f"{name}.", must=False)
        for part in parts:
            where = f"chi_tieu.{part.get('so')}"
            self._keys(part, "chi_tieu", where)
            figure = self._figure(part, "diem_toi_da", where) if "diem_toi_da" in part else None
            yield SubCriterion(self._filled(part, where, "so"), self._filled(part, where, "ten"), figure)

    def _areas(self, judging: Judging) -> Iterator[AreaKind]:
        for area in self._tables(self._data, "khu_vuc", must=judging is Judging.POINTS):
            name = f"khu_vuc.{area.get('ma')}"
            self._keys(area, "khu_vuc", name)
            if judging is Judging.POINTS:
                total = self._figure(area, "tong_diem", name)
            else:
                total = Figure(f"{name}.tong_diem", Decimal(0), "không tính tổng", True)
            texts = [self._filled(area, name, key) for key in ("ma", "ten")]
            yield AreaKind(texts[0], texts[1], total, self._text(area, name, "ten_hai_cap"))
        if judging is Judging.PASS_FAIL and not self._data.get("khu_vuc"):
            yield AreaKind("", "", Figure("khu_vuc", Decimal(0), "không phân khu vực", True))

    def _conditions(self) -> Iterator[Condition]:
        found = self._tables(self._data, "dieu_kien", must=False)
        self._unique("dieu_kien.ma", [one.get("ma") for one in found])
        for one in found:
            name = f"dieu_kien.{one.get('ma')}"
            self._keys(one, "dieu_kien", name)
            yield Condition(self._filled(one, name, "ma"), self._filled(one, name, "noi_dung"))

    def _measures(self, texts: Mapping[str, Any]) -> Iterator[Measure]:
        for number, one in enumerate(self._tables(texts, "giai_phap", "loi_van.", must=False), start=1):
            name = f"loi_van.giai_phap.{number}"
            self._keys(one, "giai_phap", name)
            paragraphs = one.get("noi_dung", [])
            if not isinstance(paragraphs, list) or not all(isinstance(text, str) for text in paragraphs):
                self._wrong(f"{name}.noi_dung", 'danh sách đoạn văn, viết như ["- …", "- …"]')
                paragraphs = []
            for text in paragraphs:
                self._placeholders(text, f"{name}.noi_dung")
            heading = self._said(one, name, "tieu_de")
            yield Measure(heading, tuple(paragraphs), self._flag(one, name, "noi_lien"))

    def _basis(self, basis: Mapping[str, Any], name: str) -> LegalBasis:
        self._keys(basis, "quy_dinh", name)
        texts = [self._filled(basis, name, key) for key in ("loai", "so_ky_hieu", "co_quan", "trich_yeu")]
        return LegalBasis(texts[0], texts[1], texts[2], self._day(basis, name), texts[3])

    def _offices(self, entry: Mapping[str, Any], name: str, key: str) -> tuple[str, ...]:
        offices = entry.get(key, [])
        listed = [offices] if isinstance(offices, str) else offices
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            self._wrong(f"{name}.{key}", 'tên cơ quan, hoặc danh sách tên như ["…", "…"]')
            return ()
        return tuple(one for one in listed if one)

    def _wrong(self, key: str, expected: str, *, plain: bool = False) -> None:
        self.mistakes.append(f"khóa {key} {expected}" if plain else f"khóa {key} phải là {expected}")

    def _keys(self, table: Mapping[str, Any], kind: str, name: str) -> None:
        """Report unknown keys, and missing ones that must be there."""
        known, before = KEYS[kind], f"{name}." if name else ""
        for key in sorted(table.keys() - known.keys()):
            near = get_close_matches(key, known, 1)
            self.mistakes.append(f"có khóa lạ {before}{key}" + (f", có phải là {near[0]} không" if near else ""))
        for key in (key for key, must in known.items() if must and key not in table and (table or not name)):
            self.mistakes.append(f"thiếu khóa {before}{key}")

    def _table(self, data: Mapping[str, Any], key: str, before: str = "") -> dict[str, Any]:
        found = data.get(key, {})
        if not isinstance(found, dict):
            self._wrong(before + key, "một bảng")
            return {}
        return dict(found)

    def _tables(
        self, data: Mapping[str, Any], key: str, before: str = "", *, must: bool = True
    ) -> list[dict[str, Any]]:
        found = data.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found) or (must and not found):
            self._wrong(before + key, "danh sách bảng [[...]] không rỗng")
            return []
        return list(found)

    def _typed(self, data: Mapping[str, Any], name: str, key: str, kind: type[_T], default: _T, expected: str) -> _T:
        value = data.get(key, default)
        if type(value) is kind:
            return value
        self._wrong(f"{name}.{key}", expected)
        return default

    def _text(self, data: Mapping[str, Any], name: str, key: str) -> str:
        return self._typed(data, name, key, str, "", "chữ")

    def _filled(self, data: Mapping[str, Any], name: str, key: str) -> str:
        """A text that must not be blank, where the key is there."""
        text = self._text(data, name, key)
        if isinstance(data.get(key), str) and not text.strip():
            self._wrong(f"{name}.{key}", "đang để trống", plain=True)
        return text

    def _id(self, head: Mapping[str, Any]) -> str:
        """The programme's id, which is the name of a file, too."""
        text = self._filled(head, "chuong_trinh", "ma")
        if text.strip() and text != slug(text):
            self._wrong("chuong_trinh.ma", "chữ thường không dấu và số, nối bằng gạch, như nong-thon-moi-2021")
        return text

    def _said(self, data: Mapping[str, Any], name: str, key: str) -> str:
        """A text with placeholders."""
        text = self._text(data, name, key)
        self._placeholders(text, f"{name}.{key}")
        return text

    def _placeholders(self, text: str, key: str) -> None:
        for one in {part.partition("}")[0] for part in text.split("{")[1:]}:
            if f"{{{one}}}" not in PLACEHOLDERS:
                self._wrong(key, f"có chỗ thay {{{one}}} không có; dùng được: {', '.join(PLACEHOLDERS)}", plain=True)

    def _flag(self, data: Mapping[str, Any], name: str, key: str) -> bool:
        return self._typed(data, name, key, bool, False, "true hoặc false")

    def _whole(self, data: Mapping[str, Any], name: str, key: str) -> int:
        return self._typed(data, name, key, int, 0, "số nguyên")

    def _year(self, head: Mapping[str, Any], key: str) -> int | None:
        return self._whole(head, "chuong_trinh", key) if key in head else None

    def _choice(self, data: Mapping[str, Any], name: str, key: str, choices: Callable[[Any], _T]) -> _T:
        try:
            return choices(data[key])
        except ValueError:
            self._wrong(f"{name}.{key}", 'một trong: "diem", "dat"')
            return choices("diem")

    def _day(self, data: Mapping[str, Any], name: str) -> date:
        return self._typed(data, name, "ngay", date, date(2000, 1, 1), "ngày, viết như 2019-01-03")

    def _deadline(self, key: str, value: object) -> Deadline:
        written = str(value)
        later = written.endswith(_LATER)
        try:
            day, month = (int(part) for part in written.removesuffix(_LATER).split("/"))
            date(2023 + later, month, day)
        except ValueError:
            self._wrong(f"thoi_han.{key}", 'ngày và tháng, viết như "15/11" hoặc "10/01 năm sau"')
            return Deadline(1, 1)
        return Deadline(day, month, int(later))

    def _figure(self, data: Mapping[str, Any], key: str, of: str) -> Figure:
        entry, name = data.get(key), f"{of}.{key}"
        unknown = Figure(f"{name}.gia_tri", None, "", False)
        if not isinstance(entry, dict) or entry.keys() - KEYS["so_lieu"]:
            self._wrong(name, 'dạng { gia_tri = 50, nguon = "...", xac_nhan = true }')
            return unknown
        value = entry.get("gia_tri")
        number = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9
        if value is not None and not number:
            self._wrong(f"{name}.gia_tri", "số từ 0 trở lên")
            return unknown
        amount = None if value is None else Decimal(str(value))
        return Figure(f"{name}.gia_tri", amount, self._text(entry, name, "nguon"), self._flag(entry, name, "xac_nhan"))

    def _unique(self, key: str, ids: list[Any]) -> None:
        twice = {str(one) for one in ids if ids.count(one) > 1}
        if twice:
            self.mistakes.append(f"khóa {key} có giá trị lặp lại: {', '.join(sorted(twice))}")
