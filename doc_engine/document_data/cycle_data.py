"""The data of one document of a cycle, under the names of its template's schema.

`groups` makes what the schema names; this module adds the head and foot of the page: agency, number, date, Nơi nhận,
signature, and the documents that are cited.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateError, TemplateSyntaxError

from ..cycle import CouncilMember, CouncilRole, Cycle
from ..document import (
    DocumentCode,
    IssuingBody,
    Signature,
    Signer,
    SigningAuthority,
    day_text,
    office,
    sign,
)
from ..evaluation import Summary
from ..manifest import Issuer, IssuingLevel, Power
from ..nd30 import layout
from ..render import RenderFailed
from ..render.environment import MissingValue, TemplateEnvironment
from ..template import Template
from ..units import AdminUnit
from ..vietnamese import capitalised
from .groups import Data, DataMissing, Groups

ILLUSTRATIVE_MARKING = "TÀI LIỆU MINH HỌA"

_BARE_SUBJECTS = ("kết quả",)  # nouns: "Báo cáo số … về kết quả …"
_TITLE_IN_SENTENCE = {"CHỦ TỊCH": "Chủ tịch"}


@dataclass(frozen=True, slots=True)
class Cited:
    """A document of the cycle as another one cites it. `code.number`: None in a draft."""

    template: Template
    code: DocumentCode
    issued_on: date
    body: str  # who issued, as in a sentence
    subject: str


@dataclass(frozen=True, slots=True)
class DocumentData:
    """The data of one document without its number, for rendering and the register."""

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


def standing_office(cycle: Cycle) -> IssuingBody:
    """The standing office as an issuing body.

    Raises DataMissing where its name does not say who heads it.
    """
    given = cycle.standing_office
    name = given.name.removesuffix(f" {cycle.lead.kind.value}")
    try:
        return office(cycle.lead.name, cycle.lead.code, name, given.abbreviation)
    except KeyError:
        what = f"không biết chức danh người đứng đầu của {given.name}"
        raise DataMissing(template="của cơ quan thường trực", unit=cycle.lead.name, what=what) from None


class CycleData:
    """The data of a cycle's documents. What all communes share is computed once."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle
        self._environment = TemplateEnvironment()
        self._subjects: dict[str, JinjaTemplate] = {}
        self._groups = Groups(cycle)

    @property
    def summary(self) -> Summary:
        """The district's result. Raises FiguresUnconfirmed."""
        return self._groups.summary

    def body(self, template: Template, unit: AdminUnit) -> IssuingBody:
        """The issuing body of a unit's document by that template. Raises DataMissing."""
        if template.manifest.issuer is Issuer.COMMITTEE:
            return committee(unit)
        if template.manifest.issuer is Issuer.OFFICE:
            return standing_office(self.cycle)
        council = self.cycle.council_of(unit)
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
        """The data of one document without its number. `cited`: by template id.

        Raises DataMissing, AuthorityConflict, FiguresUnconfirmed, RenderFailed.
        """
        manifest = template.manifest
        data = self._groups.asked_for(template, unit)
        if manifest.cites:
            data["vien_dan"] = {id_.replace("-", "_"): _citation(cited[id_]) for id_ in manifest.cites}
        subject = self._text(manifest.subject, data)
        body = self.body(template, unit)
        signer, signature, secretary = self._signatures(template, unit, body, signer_name)
        place = self.cycle.place if manifest.level is IssuingLevel.LEAD else self.cycle.commune[unit.code].place
        page: Data = {
            "co_quan_chu_quan": body.parent_name,
            "co_quan": list(body.name_lines),
            "gach_co_quan": layout.agency_line(body.name_lines[-1]),
            "dia_danh": place,
            "ngay_thang": day_text(issued_on),
            "trich_yeu": subject,
            "gach_trich_yeu": layout.subject_line(subject),
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
        return self._text(template.manifest.subject, self._groups.asked_for(template, unit))

    def _text(self, source: str, data: Data) -> str:
        """Return a short text of the manifest, filled, without XML escaping.

        Raises RenderFailed.
        """
        if source not in self._subjects:
            try:
                self._subjects[source] = self._environment.overlay(autoescape=False).from_string(source)
            except TemplateSyntaxError as error:
                raise RenderFailed(template=f'có trích yếu "{source}"', where="", why=error) from error
        self._environment.begin()
        try:
            return self._subjects[source].render(data)
        except (TemplateError, MissingValue) as error:
            raise RenderFailed(template=f'có trích yếu "{source}"', where="", why=error) from error

    def _signatures(
        self, template: Template, unit: AdminUnit, body: IssuingBody, name: str
    ) -> tuple[Signer, Signature, Signature | None]:
        manifest = template.manifest
        if manifest.issuer is not Issuer.COUNCIL:
            signer = self.cycle.signer(body.key, name)
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
        member = self.cycle.council_of(unit).holder(role)
        if member is None:
            raise DataMissing(template=template.id, unit=unit.name, what=f"Hội đồng chưa có {role.value}")
        return member

    def _recipients(self, template: Template, unit: AdminUnit) -> list[str]:
        """The lines of Nơi nhận: "-" before each, ";" after each, "." after the last.

        Source: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.9.
        """
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


def with_code(document: DocumentData, code: DocumentCode) -> Data:
    """The complete data of a document that bears `code`; a draft's code has no number."""
    return {**document.data, "van_ban": {**document.data["van_ban"], "so_ky_hieu": str(code)}}


def issuer_in_words(template: Template, body: IssuingBody) -> str:
    """Return who issues, as in a sentence.

    "Chủ tịch Ủy ban nhân dân huyện Bạch Thông" where the power is the head's, else the body's name.
    """
    head = template.manifest.power is Power.HEAD and template.manifest.issuer is Issuer.COMMITTEE
    return f"{_TITLE_IN_SENTENCE[body.head_title]} {body.full_name}" if head else body.full_name


def _citation(cited: Cited) -> Data:
    kind = capitalised(cited.template.manifest.document_type.title)
    subject = cited.subject[:1].lower() + cited.subject[1:]
    if subject.startswith(_BARE_SUBJECTS):
        subject = f"về {subject}"
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
