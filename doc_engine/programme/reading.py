"""The file of a programme, TOML: every mistake at once, each with its key.

TOML has no null, so that an unknown figure is one without `gia_tri`. docs/vi/chuong-trinh.md explains every key.
"""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

from ..document import LegalBasis
from ..errors import ExitCode, VanthuError, unread_reason
from ..vietnamese import nfc, number_text, slug
from .lookups import Lookups
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


DEADLINES = ("bao_cao_tu_danh_gia", "cong_nhan", "bao_cao_ket_qua")  # in the order of a cycle


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
    """What cannot be right together in a programme, as mistakes with their keys."""
    found = []
    first, last = programme.years
    if first is not None and last is not None and last < first:
        found.append("khóa chuong_trinh.den_nam nhỏ hơn tu_nam")
    taken = {str(one.id) for one in programme.criteria} | {part.id for one in programme.criteria for part in one.parts}
    found += [
        f"khóa khu_vuc.ma {area.id} trùng với số của một tiêu chí, chỉ tiêu"
        for area in programme.areas
        if area.id in taken
    ]
    days = [programme.deadlines[key] for key in DEADLINES if key in programme.deadlines]
    if any(one.of(2023) > following.of(2023) for one, following in pairwise(days)):
        found.append(f"các ngày trong thoi_han phải theo thứ tự: {', '.join(DEADLINES)}")
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


class _Reader(Lookups):
    """The programme in a parsed file."""

    def __init__(self, data: dict[str, Any], file: str) -> None:
        super().__init__()
        self._data, self._file = data, file

    def programme(self) -> Programme | None:
        """The programme; None, or nonsense in places, where there are mistakes."""
        data = self._data
        self.keys(data, "", "")
        head, rules = self.table(data, "chuong_trinh"), self.table(data, "quy_tac")
        texts = self.table(data, "loi_van") if "loi_van" in data else {}
        self.keys(head, "chuong_trinh", "chuong_trinh")
        self.keys(rules, "quy_tac", "quy_tac")
        self.keys(texts, "loi_van", "loi_van")
        judging = self._judging(head)
        criteria = tuple(self._criteria(judging, rules))
        areas = tuple(self._areas(judging))
        self.unique("tieu_chi.so", [one.id for one in criteria])
        self.unique("khu_vuc.ma", [one.id for one in areas])
        self.unique("chi_tieu.so", [part.id for one in criteria for part in one.parts])
        programme = Programme(
            id=self._id(head),
            title=self.filled(head, "chuong_trinh", "danh_hieu"),
            file=self._file,
            illustrative=self.flag(head, "chuong_trinh", "minh_hoa"),
            basis=self._basis(self.table(head, "quy_dinh", "chuong_trinh."), "chuong_trinh.quy_dinh"),
            rules=Rules(
                self.flag(rules, "quy_tac", "tat_ca_tieu_chi_dat"),
                self.flag(rules, "quy_tac", "khong_tieu_chi_nao_0_diem"),
            ),
            areas=areas,
            criteria=criteria,
            deadlines=dict(self._deadlines(self.table(data, "thoi_han"))),
            judging=judging,
            standard=self._said(head, "chuong_trinh", "dat_chuan") or Programme.standard,
            subject_matter=self._said(texts, "loi_van", "tuyen_truyen"),
            further_bases=tuple(
                self._basis(one, f"chuong_trinh.quy_dinh_khac.{number}")
                for number, one in enumerate(self.tables(head, "quy_dinh_khac", must=False), start=1)
            ),
            conditions=tuple(self._conditions()),
            measures=tuple(self._measures(texts)),
            years=(self._year(head, "tu_nam"), self._year(head, "den_nam")),
        )
        self.mistakes += _contradictions(programme) if not self.mistakes else []
        return None if self.mistakes else programme

    def _deadlines(self, table: Mapping[str, Any]) -> Iterator[tuple[str, Deadline]]:
        """Yield the days by their keys.

        A template may use one of another key; a slip is no other key.
        """
        for key, day in table.items():
            near = get_close_matches(key, DEADLINES, 1, cutoff=0.8) if key not in DEADLINES else []
            if near:
                self.mistakes.append(f"có khóa lạ thoi_han.{key}, có phải là {near[0]} không")
            yield key, self.deadline(key, day)

    def _criteria(self, judging: Judging, rules: Mapping[str, Any]) -> Iterator[Criterion]:
        rate = self.figure(rules, "ty_le_dat", "quy_tac") if "ty_le_dat" in rules else None
        for entry in self.tables(self._data, "tieu_chi"):
            name = f"tieu_chi.{entry.get('so')}"
            self.keys(entry, "tieu_chi", name)
            rate_of_this = rate if "diem_dat" not in entry and judging is Judging.POINTS else None
            if judging is Judging.PASS_FAIL:
                for key in entry.keys() & {"diem_toi_da", "diem_dat"}:
                    self.wrong(f"{name}.{key}", 'chỉ dùng khi cham_theo = "diem"', plain=True)
                most = passed = Figure(f"{name}.dat", Decimal(1), "đạt hoặc không đạt", True)
            else:
                most = self.figure(entry, "diem_toi_da", name)
                passed = share(most, rate_of_this) if rate_of_this else self.figure(entry, "diem_dat", name)
            yield Criterion(
                id=self.whole(entry, name, "so"),
                name=self.filled(entry, name, "ten"),
                max_points=most,
                pass_points=passed,
                lead_offices=self._offices(entry, name, "co_quan_chu_tri"),
                provincial_offices=self._offices(entry, name, "co_quan_cap_tinh"),
                parts=tuple(self._parts(entry, name)),
                pass_share=rate_of_this,
            )

    def _parts(self, entry: Mapping[str, Any], name: str) -> Iterator[SubCriterion]:
        parts = self.tables(entry, "chi_tieu", f"{name}.", must=False)
        for part in parts:
            where = f"chi_tieu.{part.get('so')}"
            self.keys(part, "chi_tieu", where)
            figure = self.figure(part, "diem_toi_da", where) if "diem_toi_da" in part else None
            yield SubCriterion(self.filled(part, where, "so"), self.filled(part, where, "ten"), figure)

    def _areas(self, judging: Judging) -> Iterator[AreaKind]:
        for area in self.tables(self._data, "khu_vuc", must=judging is Judging.POINTS):
            name = f"khu_vuc.{area.get('ma')}"
            self.keys(area, "khu_vuc", name)
            if judging is Judging.POINTS:
                total = self.figure(area, "tong_diem", name)
            else:
                total = Figure(f"{name}.tong_diem", Decimal(0), "không tính tổng", True)
            texts = [self.filled(area, name, key) for key in ("ma", "ten")]
            yield AreaKind(texts[0], texts[1], total, self.text(area, name, "ten_hai_cap"))
        if judging is Judging.PASS_FAIL and not self._data.get("khu_vuc"):
            yield AreaKind("", "", Figure("khu_vuc", Decimal(0), "không phân khu vực", True))

    def _conditions(self) -> Iterator[Condition]:
        found = self.tables(self._data, "dieu_kien", must=False)
        self.unique("dieu_kien.ma", [one.get("ma") for one in found])
        for one in found:
            name = f"dieu_kien.{one.get('ma')}"
            self.keys(one, "dieu_kien", name)
            yield Condition(self.filled(one, name, "ma"), self.filled(one, name, "noi_dung"))

    def _measures(self, texts: Mapping[str, Any]) -> Iterator[Measure]:
        for number, one in enumerate(self.tables(texts, "giai_phap", "loi_van.", must=False), start=1):
            name = f"loi_van.giai_phap.{number}"
            self.keys(one, "giai_phap", name)
            paragraphs = one.get("noi_dung", [])
            if not isinstance(paragraphs, list) or not all(isinstance(text, str) for text in paragraphs):
                self.wrong(f"{name}.noi_dung", 'danh sách đoạn văn, viết như ["- …", "- …"]')
                paragraphs = []
            for text in paragraphs:
                self._placeholders(text, f"{name}.noi_dung")
            heading = self._said(one, name, "tieu_de")
            yield Measure(heading, tuple(paragraphs), self.flag(one, name, "noi_lien"))

    def _basis(self, basis: Mapping[str, Any], name: str) -> LegalBasis:
        self.keys(basis, "quy_dinh", name)
        texts = [self.filled(basis, name, key) for key in ("loai", "so_ky_hieu", "co_quan", "trich_yeu")]
        return LegalBasis(texts[0], texts[1], texts[2], self.day(basis, name), texts[3])

    def _offices(self, entry: Mapping[str, Any], name: str, key: str) -> tuple[str, ...]:
        offices = entry.get(key, [])
        listed = [offices] if isinstance(offices, str) else offices
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            self.wrong(f"{name}.{key}", 'tên cơ quan, hoặc danh sách tên như ["…", "…"]')
            return ()
        return tuple(one for one in listed if one)

    def _id(self, head: Mapping[str, Any]) -> str:
        """The programme's id, which is the name of a file, too."""
        text = self.filled(head, "chuong_trinh", "ma")
        if text.strip() and not slug(text):
            self.wrong("chuong_trinh.ma", "chữ và số, như nong-thon-moi-2021")
        return text

    def _said(self, data: Mapping[str, Any], name: str, key: str) -> str:
        """A text with placeholders."""
        text = self.text(data, name, key)
        self._placeholders(text, f"{name}.{key}")
        return text

    def _placeholders(self, text: str, key: str) -> None:
        for one in {part.partition("}")[0] for part in text.split("{")[1:]}:
            if f"{{{one}}}" not in PLACEHOLDERS:
                self.wrong(key, f"có chỗ thay {{{one}}} không có; dùng được: {', '.join(PLACEHOLDERS)}", plain=True)

    def _year(self, head: Mapping[str, Any], key: str) -> int | None:
        return self.whole(head, "chuong_trinh", key) if key in head else None

    def _judging(self, head: Mapping[str, Any]) -> Judging:
        try:
            return Judging(head.get("cham_theo", Judging.POINTS.value))
        except ValueError:
            self.wrong("chuong_trinh.cham_theo", 'một trong: "diem", "dat"')
            return Judging.POINTS
