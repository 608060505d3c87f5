"""From a cycle to the data of one document: what its template's schema asks for, in the template's own names.

The names are those that a clerk reads in Word (`{{ ky.huyen }}`); they are documented by the titles in the schemas.
All values are texts, whole numbers, truth values and lists, ready to print: nothing is computed in a template.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from jinja2 import Template as JinjaTemplate

from . import evaluation
from .cycle import CommuneEntry, CouncilMember, CouncilRole, Cycle
from .document import (
    DocumentCode,
    IssuingBody,
    LegalBasis,
    Signature,
    Signer,
    SigningAuthority,
    day_text,
    short_day_text,
    sign,
)
from .errors import ExitCode, VanthuError
from .evaluation import Assessment, Summary
from .nd30 import layout
from .render.environment import TemplateEnvironment
from .template import Issuer, IssuingLevel, Power, Template
from .units import AdminUnit, Kind
from .vietnamese import capitalised, number_text

ILLUSTRATIVE_MARKING = "TÀI LIỆU MINH HỌA"
_KIND_ORDER = (Kind.COMMUNE, Kind.WARD, Kind.TOWNSHIP, Kind.SPECIAL_ZONE)

_TITLE_IN_SENTENCE = {"CHỦ TỊCH": "Chủ tịch"}

Data = dict[str, Any]


class DataMissing(VanthuError):
    """The workbook lacks what a document needs."""

    code = "DL-02"
    exit_code = ExitCode.INPUT
    message = "Chưa làm được văn bản {template} của {unit}: {what}."
    remedy = "Hãy bổ sung trong tệp dữ liệu rồi chạy lại."


@dataclass(frozen=True, slots=True)
class Cited:
    """A document of the cycle as another one cites it: its code (number None while a draft) and its day."""

    template: Template
    code: DocumentCode
    issued_on: date
    body: str  # who issued, as in a sentence
    subject: str


@dataclass(frozen=True, slots=True)
class DocumentData:
    """Everything about one document but its number: ready for rendering and for the register."""

    template: Template
    unit: AdminUnit
    body: IssuingBody
    issued_on: date
    subject: str
    signer: Signer
    data: Data


def committee(unit: AdminUnit) -> IssuingBody:
    """Ủy ban nhân dân of a unit. It has no line of a parent body above its name."""
    return IssuingBody(
        key=unit.code,
        parent_name="",
        name_lines=("ỦY BAN NHÂN DÂN", unit.name.upper()),
        collective="ỦY BAN NHÂN DÂN",
        head_title="CHỦ TỊCH",
        abbreviation="UBND",
        full_name=f"Ủy ban nhân dân {unit.name}",
    )


class CycleData:
    """The data of a cycle's documents. What all communes share is computed once."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle
        self._environment = TemplateEnvironment()
        self._subjects: dict[str, JinjaTemplate] = {}
        # One way to each group that a schema may name; those of one commune take its code.
        self._of_cycle: dict[str, Callable[[], Data]] = {
            "ky": lambda: self.period,
            "phan_cong": lambda: self.assignments,
            "hoi_dong": lambda: self.council,
            "ket_qua": lambda: self.result,
        }
        self._of_commune: dict[str, Callable[[CommuneEntry], Data]] = {
            "xa": self._commune,
            "tu_danh_gia": self._self_assessment,
        }

    def body(self, template: Template, unit: AdminUnit) -> IssuingBody:
        if template.manifest.issuer is Issuer.COMMITTEE:
            return committee(unit)
        council = self.cycle.council
        return IssuingBody(
            key=f"{unit.code}/{council.abbreviation}",
            parent_name=f"UBND {unit.name.upper()}",
            name_lines=(council.name.upper(),),
            collective="HỘI ĐỒNG",
            head_title="CHỦ TỊCH",
            abbreviation=council.abbreviation,
            full_name=council.name,
        )

    def document(
        self, template: Template, unit: AdminUnit, issued_on: date, signer_name: str, cited: Mapping[str, Cited]
    ) -> DocumentData:
        """The data of one document, without its number. `cited`: what it cites, by template id.

        Raises DataMissing, AuthorityConflict, FiguresUnconfirmed.
        """
        manifest = template.manifest
        data = self._groups(template, unit)
        if manifest.cites:
            data["vien_dan"] = {id_.replace("-", "_"): _citation(cited[id_]) for id_ in manifest.cites}
        subject = self._text(manifest.subject, data)
        body = self.body(template, unit)
        signer, signature, secretary = self._signatures(template, unit, body, signer_name)
        place = self.cycle.place if manifest.level is IssuingLevel.LEAD else self.cycle.commune[unit.code].place
        page: Data = {
            "co_quan_chu_quan": body.parent_name,
            "co_quan": list(body.name_lines),
            "gach_co_quan": layout.rule(body.name_lines[-1], 12, 0.5),
            "dia_danh": place,
            "ngay_thang": day_text(issued_on),
            "trich_yeu": subject,
            "gach_trich_yeu": layout.rule(subject, 14, 0.4),
            "chi_dan": ILLUSTRATIVE_MARKING if self.cycle.programme.illustrative else "",
            "noi_nhan": self._recipients(template, unit),
            "ky": _block(signature),
            "nguoi_ban_hanh": issuer_in_words(template, body),
            "tham_quyen": issuer_in_words(template, body).upper(),
        }
        if secretary:
            page["thu_ky"] = _block(secretary)
        if manifest.addressee:
            page["kinh_gui"] = self._text(manifest.addressee, data)
        if manifest.legal_bases:
            page["can_cu"] = [basis.full for basis in self.cycle.legal_bases.get(template.id, ())]
        data["van_ban"] = page
        return DocumentData(template, unit, body, issued_on, subject, signer, data)

    def subject(self, template: Template, unit: AdminUnit) -> str:
        """The trích yếu of a unit's document. Raises as `document` does."""
        return self._text(template.manifest.subject, self._groups(template, unit))

    def _groups(self, template: Template, unit: AdminUnit) -> Data:
        data: Data = {}
        for group in template.groups:
            if group in self._of_cycle:
                data[group] = self._of_cycle[group]()
            elif group in self._of_commune:
                data[group] = self._of_commune[group](self.cycle.commune[unit.code])
        return data

    def _text(self, source: str, data: Data) -> str:
        """A short text of the manifest, filled. Plain text: undo the escaping that XML would need."""
        if source not in self._subjects:
            self._subjects[source] = self._environment.overlay(autoescape=False).from_string(source)
        return self._subjects[source].render(data)

    def _signatures(
        self, template: Template, unit: AdminUnit, body: IssuingBody, name: str
    ) -> tuple[Signer, Signature, Signature | None]:
        manifest = template.manifest
        if manifest.issuer is Issuer.COMMITTEE:
            signer = self.cycle.signer(unit.code, name)
            if signer is None:
                raise DataMissing(template=template.id, unit=unit.name, what="chưa có người ký trong trang Người ký")
            return signer, sign(body, signer, on_behalf=manifest.power is Power.COLLECTIVE), None
        chair = self._holder(CouncilRole.CHAIR, template, unit)
        signer = Signer(chair.full_name, CouncilRole.CHAIR.value, SigningAuthority.DIRECT)
        if manifest.power is not Power.CHAIR:
            return signer, sign(body, signer, on_behalf=True, other_title=chair.position), None
        secretary = self._holder(CouncilRole.SECRETARY, template, unit)
        return (
            signer,
            Signature(("CHỦ TỌA",), chair.position, chair.full_name),
            Signature(("THƯ KÝ",), "", secretary.full_name),
        )

    def _holder(self, role: CouncilRole, template: Template, unit: AdminUnit) -> CouncilMember:
        member = self.cycle.council.holder(role)
        if member is None:
            raise DataMissing(template=template.id, unit=unit.name, what=f"Hội đồng chưa có {role.value}")
        return member

    def _recipients(self, template: Template, unit: AdminUnit) -> list[str]:
        """Lines of Nơi nhận. Source: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.9: "-" before, ";" after, last "."."""
        manifest = template.manifest
        rows = [manifest.first_recipient] if manifest.first_recipient else []
        rows += [
            row.replace("{đơn vị}", unit.name).replace("{cấp}", unit.kind.value)
            for row in self.cycle.recipients.get(template.id, ())
        ]
        filing = [row for row in rows if row.startswith("Lưu:")]
        lines = [row if row.endswith(":") else f"- {row};" for row in rows if row not in filing]
        if not filing:
            drafter = self.cycle.standing_office.abbreviation if manifest.level is IssuingLevel.LEAD else ""
            filing = [f"Lưu: {manifest.filing or ', '.join(part for part in ('VT', drafter) if part)}"]
        return [*lines, f"- {filing[0]}."]

    @cached_property
    def kinds(self) -> str:
        """ "xã, thị trấn": the kinds of communes that the cycle has."""
        present = {unit.kind for unit in self.cycle.listed}
        return ", ".join(kind.value for kind in _KIND_ORDER if kind in present)

    @cached_property
    def period(self) -> Data:
        cycle = self.cycle
        programme = cycle.programme
        full_title = f"{self.kinds} {programme.title}"
        plan = cycle.superior_plan
        return {
            "nam": cycle.year,
            "danh_hieu": programme.title,
            "cac_xa": self.kinds,
            "cac_xa_hoa": capitalised(self.kinds),
            "danh_hieu_day_du": full_title,
            "danh_hieu_day_du_hoa": full_title.upper(),
            "cap_huyen": cycle.lead.kind.value,
            "huyen": cycle.lead.name,
            "huyen_hoa": cycle.lead.name.upper(),
            "tinh": cycle.province.name,
            "so_tieu_chi": len(programme.criteria),
            "muc_tieu": number_text(cycle.target_percent),
            "tat_ca_dat": programme.rules.all_met,
            "khong_0_diem": programme.rules.none_zero,
            "quy_dinh": {
                "ngan": programme.basis.short,
                "ngay": _short(programme.basis),
                "co_quan": programme.basis.body,
                "trich_yeu": programme.basis.subject,
            },
            "ke_hoach_tren": {
                "loai": plan.type_name,
                "so_ky_hieu": plan.code,
                "ngay": _short(plan),
                "co_quan": plan.body,
                "trich_yeu": plan.subject,
            },
            "han": {
                "bao_cao_xa": short_day_text(cycle.self_report_due),
                "bao_cao_xa_dai": day_text(cycle.self_report_due).removeprefix("ngày "),
                "quyet_dinh": short_day_text(cycle.decision_due),
                "ket_qua": short_day_text(cycle.result_due),
            },
            "thuong_truc": {"ten": cycle.standing_office.name, "viet_tat": cycle.standing_office.abbreviation},
            "bao_cao_gui": cycle.report_to,
            "tieu_chi": [{"so": c.id, "ten": c.name, "co_quan": c.lead_office} for c in programme.criteria],
        }

    @cached_property
    def assignments(self) -> Data:
        """The standing office's part stands first in the plan, the communes' last; the others keep their order."""
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
        council = self.cycle.council
        chair, secretary = council.holder(CouncilRole.CHAIR), council.holder(CouncilRole.SECRETARY)
        if chair is None or secretary is None or council.met_on is None:
            what = "Hội đồng cần có Chủ tịch, Thư ký và ngày họp"
            raise DataMissing(template="của Hội đồng", unit=self.cycle.lead.name, what=what)
        return {
            "ten": council.name,
            "so_thanh_vien": len(council.members),
            "so_co_mat": len(council.present),
            "thanh_vien": [
                {"tt": number, "du_hop": "Có mặt" if member.present else "Vắng", **_member(member)}
                for number, member in enumerate(council.members, start=1)
            ],
            "chu_tri": _member(chair),
            "thu_ky": _member(secretary),
            "ngay_hop": short_day_text(council.met_on),
            "ngay_hop_dai": day_text(council.met_on),
            "bat_dau": council.began_at,
            "ket_thuc": council.ended_at,
            "dia_diem": council.place,
        }

    @cached_property
    def summary(self) -> Summary:
        """Raises FiguresUnconfirmed."""
        programme = self.cycle.programme
        return Summary(
            tuple(
                evaluation.assess(programme, entry.unit, entry.area, entry.self_points, entry.points)
                for entry in self.cycle.communes
            )
        )

    @cached_property
    def result(self) -> Data:
        summary = self.summary
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

    def _rows(self, assessments: tuple[Assessment, ...]) -> list[Data]:
        return [
            {
                "tt": number,
                "ten": one.unit.name,
                "ten_hoa": capitalised(one.unit.name),
                "khu_vuc": capitalised(one.area.name),
                "muc_diem": number_text(one.area.min_total.value or Decimal(0)),
                "tu_cham": number_text(one.self_total),
                "tong": number_text(one.total),
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
            "muc_diem": number_text(entry.area.min_total.value or Decimal(0)),
        }

    def _self_assessment(self, entry: CommuneEntry) -> Data:
        """The commune's own view: the same rules on its own points."""
        programme = self.cycle.programme
        own = evaluation.assess(programme, entry.unit, entry.area, entry.self_points, entry.self_points)
        maxima = [criterion.max_points.value or Decimal(0) for criterion in programme.criteria]
        return {
            "tieu_chi": [
                {
                    "so": score.criterion.id,
                    "ten": score.criterion.name,
                    "toi_da": number_text(maximum),
                    "tu_cham": number_text(score.points),
                    "ket_qua": "Đạt" if score.met else "Chưa đạt",
                }
                for score, maximum in zip(own.scores, maxima, strict=True)
            ],
            "tong": number_text(own.total),
            "tong_toi_da": number_text(sum(maxima, Decimal(0))),
            "dat": own.recognised,
            "quy_tac": [
                {"ten": outcome.rule, "ket_qua": "đạt" if outcome.kept else "chưa đạt", "ly_do": outcome.reason}
                for outcome in own.outcomes
            ],
        }


def with_code(document: DocumentData, code: DocumentCode) -> Data:
    """The complete data of a document that bears `code`; a draft's code has no number."""
    return {**document.data, "van_ban": {**document.data["van_ban"], "so_ky_hieu": str(code)}}


def issuer_in_words(template: Template, body: IssuingBody) -> str:
    """ "Chủ tịch Ủy ban nhân dân huyện Bạch Thông" where the power is the head's, else the body's name."""
    head = template.manifest.power is Power.HEAD
    return f"{_TITLE_IN_SENTENCE[body.head_title]} {body.full_name}" if head else body.full_name


def _citation(cited: Cited) -> Data:
    kind = capitalised(cited.template.manifest.document_type.title)
    subject = cited.subject[:1].lower() + cited.subject[1:]
    short = f"{kind} số {cited.code}"
    return {
        "ngan": short,
        "day_du": f"{short} {day_text(cited.issued_on)} của {cited.body} {subject}",
        "ngay": day_text(cited.issued_on),
        "trich_yeu": subject,
        "nguoi_ban_hanh": cited.body,
    }


def _block(signature: Signature) -> Data:
    return {
        "quyen_han": list(signature.lines),
        "chuc_vu_khac": signature.other_title,
        "ho_ten": signature.full_name,
    }


def _member(member: CouncilMember) -> Data:
    return {"ho_ten": member.full_name, "chuc_vu": member.position, "vai_tro": member.role.value}


def _criteria_text(criteria: tuple[int, ...]) -> str:
    return f"Tiêu chí {', '.join(map(str, criteria))}" if criteria else "các tiêu chí được giao"


def _short(basis: LegalBasis) -> str:
    return short_day_text(basis.issued_on) if basis.issued_on else ""
