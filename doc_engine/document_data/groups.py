"""The groups of data that templates ask for: the cycle's, and one commune's.

The names are those that a clerk reads in Word (`{{ ky.huyen }}`), documented by the titles in the templates' schemas.
All values are texts, whole numbers, truth values and lists, ready to print: nothing is computed in a template.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import cached_property
from typing import Any

from .. import evaluation
from ..cycle import CommuneEntry, Council, CouncilMember, CouncilRole, Cycle
from ..document import LegalBasis, day_text, head_of, short_day_text
from ..errors import ExitCode, VanthuError
from ..evaluation import Assessment, Summary
from ..programme import AreaKind, Criterion
from ..template import Template
from ..units import AdminUnit, Kind, Level
from ..vietnamese import capitalised, listed, number_text

Data = dict[str, Any]

_KIND_ORDER = (Kind.COMMUNE, Kind.WARD, Kind.TOWNSHIP, Kind.SPECIAL_ZONE)


# Headings of the tables of results, by what a programme counts.
_POINTS_HEADINGS = {
    "phai_dat": "Mức điểm phải đạt",
    "tu_cham": "Điểm tự chấm",
    "tham_dinh": "Điểm thẩm định",
    "tong": "Tổng điểm",
}
_VERDICT_HEADINGS = {
    "phai_dat": "Số tiêu chí phải đạt",
    "tu_cham": "Số tiêu chí tự đánh giá đạt",
    "tham_dinh": "Số tiêu chí thẩm định đạt",
    "tong": "Số tiêu chí đạt",
}
# The parts of a commune: thôn in a xã, tổ dân phố in a phường and a thị trấn (Luật Tổ chức chính quyền địa phương).
_NEIGHBOURHOODS = {kind: "tổ dân phố" for kind in Kind} | {Kind.COMMUNE: "thôn"}
_HEADS_OF_NEIGHBOURHOODS = {kind: "tổ trưởng tổ dân phố" for kind in Kind} | {Kind.COMMUNE: "trưởng thôn"}


class DataMissing(VanthuError):
    """Data that a document needs and the workbook lacks."""

    code = "DL-02"
    exit_code = ExitCode.INPUT
    message = "Chưa làm được văn bản {template} của {unit}: {what}."
    remedy = "Hãy bổ sung trong tệp dữ liệu rồi chạy lại."


class Groups:
    """The data of a cycle, in groups; those of the cycle itself are computed once."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle
        self._of_cycle: dict[str, Callable[[], Data]] = {
            "ky": lambda: self.period,
            "phan_cong": lambda: self.assignments,
            "hoi_dong": lambda: self.council,
            "lich_hop": lambda: self.appointment,
            "hop": lambda: self.meeting,
            "ket_qua": lambda: self.result,
        }
        self._of_commune: dict[str, Callable[[CommuneEntry], Data]] = {
            "xa": self._commune,
            "tu_danh_gia": self._self_assessment,
            "hoi_dong_xa": self._own_council,
            "hop_xa": self._own_meeting,
        }

    def asked_for(self, template: Template, unit: AdminUnit) -> Data:
        """The groups that the template's schema names, for a document of that unit.

        Raises DataMissing, FiguresUnconfirmed.
        """
        data: Data = {}
        for group in template.groups:
            if group in self._of_cycle:
                data[group] = self._of_cycle[group]()
            elif group in self._of_commune:
                data[group] = self._of_commune[group](self.cycle.commune[unit.code])
        return data

    @cached_property
    def kinds(self) -> str:
        """The kinds of communes in the cycle: "xã, thị trấn"."""
        present = {unit.kind for unit in self.cycle.listed}
        return ", ".join(kind.value for kind in _KIND_ORDER if kind in present)

    @cached_property
    def period(self) -> Data:
        cycle = self.cycle
        plan = cycle.superior_plan
        return {
            "nam": cycle.year,
            "cac_xa": self.kinds,
            "cac_xa_hoa": capitalised(self.kinds),
            "cap_huyen": cycle.lead.kind.value,
            "huyen": cycle.lead.name,
            "huyen_hoa": cycle.lead.name.upper(),
            "tinh": cycle.province.name,
            "cac_phong": "sở" if cycle.lead.level is Level.PROVINCE else "phòng",
            "muc_tieu": number_text(cycle.target_percent),
            "ten_hoi_dong": cycle.council.name,
            "ke_hoach_tren": {
                "loai": plan.type_name,
                "so_ky_hieu": plan.code,
                "ngay": _short(plan),
                "ngay_dai": day_text(plan.issued_on) if plan.issued_on else "",
                "co_quan": plan.body,
                "trich_yeu": plan.subject,
            },
            "han": {
                "bao_cao_xa": short_day_text(cycle.self_report_due),
                "bao_cao_xa_dai": day_text(cycle.self_report_due).removeprefix("ngày "),
                "quyet_dinh": short_day_text(cycle.decision_due),
                "quyet_dinh_dai": day_text(cycle.decision_due).removeprefix("ngày "),
                "ket_qua": short_day_text(cycle.result_due),
            },
            "thuong_truc": {
                "ten": cycle.standing_office.name,
                "viet_tat": cycle.standing_office.abbreviation,
                "dung_dau": head_of(cycle.standing_office.name),
            },
            "van_phong": f"Chánh Văn phòng {self._office_name}",
            "bao_cao_gui": cycle.report_to,
            **self._programme,
        }

    @cached_property
    def _programme(self) -> Data:
        """What the programme gives to the group of the period."""
        programme = self.cycle.programme
        full_title, basis = f"{self.kinds} {programme.title}", programme.basis
        return {
            "danh_hieu": programme.title,
            "danh_hieu_day_du": full_title,
            "danh_hieu_day_du_hoa": full_title.upper(),
            "dat_chuan": self._said(programme.standard),
            "so_tieu_chi": len(programme.criteria),
            "cham_diem": programme.by_points,
            "cot": _POINTS_HEADINGS if programme.by_points else _VERDICT_HEADINGS,
            "tat_ca_dat": programme.rules.all_met,
            "khong_0_diem": programme.rules.none_zero,
            "dieu_kien": [one.text for one in programme.conditions],
            "van_de": self._said(programme.subject_matter),
            "giai_phap": [
                {
                    "tt": number,
                    "tieu_de": self._said(one.heading),
                    "noi_dung": "\n".join(self._said(text) for text in one.paragraphs),
                    "noi_lien": one.joined,
                }
                for number, one in enumerate(programme.measures, start=1)
            ],
            "tt_kiem_tra": len(programme.measures) + 1,
            "quy_dinh": {
                "ngan": basis.short,
                "ngay": _short(basis),
                "co_quan": basis.body,
                "trich_yeu": basis.subject,
                "day_du": _cited(basis),
            },
            "tieu_chi": [{"so": c.id, "ten": c.name, "co_quan": self._offices(c)} for c in programme.criteria],
        }

    def _offices(self, criterion: Criterion) -> str:
        """Who guides a criterion: as the programme says, else as the workbook assigns it."""
        assigned = [one.office for one in self.cycle.assignments if criterion.id in one.criteria]
        return listed(list(criterion.lead_offices) or assigned) or "Cơ quan được phân công"

    def _said(self, text: str, unit: str = "") -> str:
        """A text of the programme with its placeholders filled; `unit`: for {đơn vị}."""
        programme, cycle = self.cycle.programme, self.cycle
        basis = programme.basis
        values = {
            "{đơn vị}": unit or self.kinds,
            "{danh hiệu}": programme.title,
            "{các xã}": self.kinds,
            "{danh hiệu đầy đủ}": f"{self.kinds} {programme.title}",
            "{quy định}": basis.short,
            "{quy định đầy đủ}": f"{basis.short} ngày {_short(basis)} của {basis.body} {basis.subject}",
            "{cấp}": cycle.lead.kind.value,
            "{năm}": str(cycle.year),
        }
        for placeholder, value in values.items():
            text = text.replace(placeholder, value)
        return text

    @property
    def _office_name(self) -> str:
        """The name of the lead unit's office.

        A district had one office for council and committee; a province's committee has its own.
        """
        kind = self.cycle.lead.kind.value
        joint = "Hội đồng nhân dân và " if self.cycle.lead.level is not Level.PROVINCE else ""
        return f"{joint}Ủy ban nhân dân {kind}"

    @cached_property
    def assignments(self) -> Data:
        """The assignments of the plan: the standing office's first, the communes' last.

        The others keep their order.
        """
        standing = self.cycle.standing_office.name
        own = [entry for entry in self.cycle.assignments if entry.office == standing]
        others = [entry for entry in self.cycle.assignments if entry.office != standing]
        return {
            "thuong_truc": {"ten": standing, "tieu_chi": _criteria_text(own[0].criteria if own else ())},
            "don_vi": [
                {
                    "tt": number,
                    "ten": entry.office,
                    "nhiem_vu": entry.task.replace("{tiêu chí}", _criteria_text(entry.criteria)),
                }
                for number, entry in enumerate(others, start=2)
            ],
            "tt_xa": len(others) + 2,
        }

    @cached_property
    def council(self) -> Data:
        return self._council(self.cycle.council, self.cycle.lead)

    def _own_council(self, entry: CommuneEntry) -> Data:
        return self._council(self.cycle.council_of(entry.unit), entry.unit)

    def _council(self, council: Council, unit: AdminUnit) -> Data:
        """A council as it is set up; its meeting is another group."""
        chair, secretary = council.holder(CouncilRole.CHAIR), council.holder(CouncilRole.SECRETARY)
        if chair is None or secretary is None:
            raise self._missing("Hội đồng cần có Chủ tịch và Thư ký", unit)
        return {
            "ten": council.name,
            "so_thanh_vien": len(council.members),
            "thanh_vien": [{"tt": number, **_member(member)} for number, member in enumerate(council.members, start=1)],
            "chu_tri": _member(chair),
            "thu_ky": _member(secretary),
        }

    @cached_property
    def appointment(self) -> Data:
        """The time and place of the council's meeting; who came is another group."""
        council = self.cycle.council
        if council.met_on is None or not (council.began_at and council.place):
            raise self._missing("chưa có đủ ngày, giờ, địa điểm họp Hội đồng")
        return {
            "ngay_dai": day_text(council.met_on),
            "bat_dau": council.began_at,
            "dia_diem": council.place,
        }

    @cached_property
    def meeting(self) -> Data:
        return self._meeting(self.cycle.council, self.cycle.lead)

    def _own_meeting(self, entry: CommuneEntry) -> Data:
        """The meeting of a commune's council, with its vote.

        Raises DataMissing unless more than half of those present voted in favour.
        """
        council, vote = self.cycle.council_of(entry.unit), entry.own_vote
        meeting = self._meeting(council, entry.unit)
        if vote is None or 2 * vote.in_favour <= len(council.present):
            raise self._missing("kết quả tự đánh giá chưa được quá nửa số thành viên có mặt tán thành", entry.unit)
        return {**meeting, "phieu_thuan": vote.in_favour, "phieu_chong": vote.against}

    def _meeting(self, council: Council, unit: AdminUnit) -> Data:
        facts = (council.began_at, council.ended_at, council.place)
        if council.met_on is None or not all(facts) or any(member.present is None for member in council.members):
            raise self._missing("chưa có đủ ngày, giờ, địa điểm họp Hội đồng và cột Dự họp", unit)
        return {
            "so_co_mat": len(council.present),
            "thanh_vien": [
                {"tt": number, "du_hop": "Có mặt" if member.present else "Vắng", **_member(member)}
                for number, member in enumerate(council.members, start=1)
            ],
            "ngay": short_day_text(council.met_on),
            "ngay_dai": day_text(council.met_on),
            "bat_dau": council.began_at,
            "ket_thuc": council.ended_at,
            "dia_diem": council.place,
        }

    def _missing(self, what: str, unit: AdminUnit | None = None) -> DataMissing:
        return DataMissing(template="của Hội đồng", unit=(unit or self.cycle.lead).name, what=what)

    @cached_property
    def summary(self) -> Summary:
        """The assessments of all communes. Raises FiguresUnconfirmed."""
        programme = self.cycle.programme
        return Summary(
            tuple(
                evaluation.assess(programme, entry.unit, entry.area, entry.self_points, entry.points, entry.conditions)
                for entry in self.cycle.communes
            )
        )

    @cached_property
    def result(self) -> Data:
        summary = self.summary
        self._check_votes(summary)
        reached = summary.exceeds(self.cycle.target_percent)
        return {
            "so_xa": len(summary.assessments),
            "so_dat": len(summary.recognised),
            "so_khong_dat": len(summary.refused),
            "ty_le": number_text(summary.share),
            "so_voi_muc_tieu": "đạt mục tiêu đề ra" if reached else "chưa đạt mục tiêu đề ra",
            "cac_xa": self._rows(summary.assessments),
            "duoc_cong_nhan": self._rows(summary.recognised),
            "khong_dat": self._rows(summary.refused),
        }

    def _check_votes(self, summary: Summary) -> None:
        """Raise DataMissing where the council's majority contradicts the rules.

        The program prefers neither.
        """
        present = len(self.cycle.council.present)
        against = [
            one.unit.name
            for one in summary.assessments
            if (vote := self.cycle.commune[one.unit.code].vote) and one.recognised != (2 * vote.in_favour > present)
        ]
        if against:
            raise self._missing(f"phiếu của Hội đồng trái với kết quả chấm điểm đối với {', '.join(against)}")

    def _rows(self, assessments: tuple[Assessment, ...]) -> list[Data]:
        return [
            {
                "tt": number,
                "ten": one.unit.name,
                "ten_hoa": capitalised(one.unit.name),
                "khu_vuc": capitalised(one.area.name) or "Không phân khu vực",
                "muc_diem": self._least(one.area),
                "tu_cham": number_text(one.self_total),
                "tong": number_text(one.total),
                "chenh_lech": number_text(one.total - one.self_total),
                "ket_qua": "Đạt" if one.recognised else "Chưa đạt",
                "phieu_thuan": vote.in_favour if (vote := self.cycle.commune[one.unit.code].vote) else 0,
                "phieu_chong": vote.against if vote else 0,
                "ly_do": "; ".join(one.reasons),
            }
            for number, one in enumerate(assessments, start=1)
        ]

    def _commune(self, entry: CommuneEntry) -> Data:
        self.cycle.programme.require([entry.area.min_total])
        return {
            "ten": entry.unit.name,
            "ten_hoa": capitalised(entry.unit.name),
            "cap": entry.unit.kind.value,
            "khu_vuc": entry.area.name,
            "muc_diem": self._least(entry.area),
            "dat_chuan": self._said(self.cycle.programme.standard, entry.unit.kind.value),
            "thon": _NEIGHBOURHOODS[entry.unit.kind],
            "truong_thon": _HEADS_OF_NEIGHBOURHOODS[entry.unit.kind],
        }

    def _least(self, area: AreaKind) -> str:
        """What recognition requires: a total of points, or so many criteria."""
        programme = self.cycle.programme
        return number_text(area.min_total.value or Decimal(0) if programme.by_points else len(programme.criteria))

    def _self_assessment(self, entry: CommuneEntry) -> Data:
        """The commune's self-assessment: the same rules on its own points."""
        programme = self.cycle.programme
        own = evaluation.assess(programme, entry.unit, entry.area, entry.self_points, entry.self_points)
        maxima = [criterion.max_points.value or Decimal(0) for criterion in programme.criteria]
        rows: list[Data] = []
        for score, maximum in zip(own.scores, maxima, strict=True):
            rows.append(
                {
                    "so": str(score.criterion.id),
                    "ten": score.criterion.name,
                    "toi_da": number_text(maximum),
                    "tu_cham": number_text(score.points),
                    "ket_qua": "Đạt" if score.met else "Chưa đạt",
                }
            )
            rows += self._parts(entry, score.criterion)
        return {
            "tieu_chi": rows,
            "tong": number_text(own.total),
            "tong_toi_da": number_text(sum(maxima, Decimal(0))),
            "dat": own.recognised,
            "quy_tac": [
                {"ten": outcome.rule, "ket_qua": "đáp ứng" if outcome.kept else "chưa đáp ứng", "ly_do": outcome.reason}
                for outcome in own.outcomes
            ],
        }

    def _parts(self, entry: CommuneEntry, criterion: Criterion) -> list[Data]:
        """The parts of a criterion for which the commune gave points or verdicts."""
        by_points = self.cycle.programme.by_points
        found = []
        for part in criterion.parts:
            points = entry.self_parts.get(part.id)
            if points is not None:
                most = number_text(part.max_points.value) if part.max_points and part.max_points.value else ""
                shown = number_text(points) if by_points else ("Đạt" if points else "Chưa đạt")
                verdict = "" if by_points else shown
                found.append({"so": part.id, "ten": part.name, "toi_da": most, "tu_cham": shown, "ket_qua": verdict})
        return found


def _member(member: CouncilMember) -> Data:
    return {"ho_ten": member.full_name, "chuc_vu": member.position, "vai_tro": member.role.value}


def _criteria_text(criteria: tuple[int, ...]) -> str:
    return f"Tiêu chí {', '.join(map(str, criteria))}" if criteria else "các tiêu chí được giao"


def _cited(basis: LegalBasis) -> str:
    """A document of the law by its own title, as a text cites it first.

    Source: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.6.b.
    """
    day = f" {day_text(basis.issued_on)}" if basis.issued_on else ""
    return f"{basis.short}{day} của {basis.body} {basis.subject}"


def _short(basis: LegalBasis) -> str:
    return short_day_text(basis.issued_on) if basis.issued_on else ""
