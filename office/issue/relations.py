"""The rules of replacing, correcting and recalling: nothing issued is edited.

Source: NĐ 30/2020/NĐ-CP, Điều 18.3 (errors of content: replaced by a document of equal form; errors of form or
procedure: corrected by an official letter of the issuing agency), Điều 18.4 (recall), Phụ lục VI, Phần I,
Mục III.8 (what is recalled is frozen).
"""

import re
from collections.abc import Sequence

from archive.keys import AgencyKey
from archive.metadata import DONE_TO, DocumentRecord, Relation
from doc_engine.document_types import DocumentType
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.remedies import RemedyAction
from doc_engine.units import units
from doc_engine.vietnamese import visible

from ..office import Office

NAMES = {Relation.REPLACES: "thay thế", Relation.CORRECTS: "đính chính", Relation.RECALLS: "thu hồi"}


class RelationRefused(VanthuError):
    code = "QH-01"
    exit_code = ExitCode.REFUSED
    message = "Không {what} được văn bản {code}: {why}."
    remedy = "{how}"


def refuse_wrong(office: Office, new: DocumentRecord, text: str | None, reason: str = "") -> None:
    """Raise RelationRefused, with the rule, where a document's relation is forbidden.

    `text`: of the new document, which must name its target; None while it is not written yet. `reason`: why a
    successor acts on a document of its predecessor.
    """
    if new.relation is None or new.target is None:
        return
    relation, target = new.relation, office.catalogue.by_path(new.target)
    if target is None:
        _refuse(relation, new.target, "trong kho không có văn bản này", f"Hãy tìm bằng {RemedyAction.SEARCH}.")
        return
    code = str(target.code)
    if target.destroyed:
        _refuse(relation, code, "nội dung văn bản đã hủy", "Văn bản đã hủy theo quyết định thì giữ nguyên như vậy.")
    for earlier in office.catalogue.backlinks(target.path):
        if earlier.identity != new.identity and earlier.relation in (Relation.RECALLS, Relation.REPLACES):
            why = f"văn bản đã {became(earlier)} bởi {earlier.type_title} số {earlier.code}"
            _refuse(relation, code, why, "Văn bản đã thu hồi, thay thế thì giữ nguyên (Phụ lục VI, Phần I, Mục III.8).")
    if not _answers_for(new, target):
        why = f"văn bản do {target.agency_name} ban hành"
        _refuse(relation, code, why, "Chỉ cơ quan ban hành, hoặc đơn vị kế thừa, được làm việc này (Điều 18).")
    if new.agency != target.agency and not reason:
        why = f"văn bản do {target.agency_name} ban hành, đơn vị nay là kế thừa"
        how = (
            f"Hãy ghi căn cứ để đơn vị kế thừa làm việc này ({RemedyAction.GIVE_REASON}); lý do được lưu cùng văn bản."
        )
        _refuse(relation, code, why, how)
    if relation is Relation.REPLACES and new.type_title != target.type_title:
        why = f"văn bản đó là {target.type_title.lower()}"
        _refuse(relation, code, why, "Văn bản thay thế phải có hình thức tương đương (Điều 18 khoản 3).")
    if relation is Relation.CORRECTS and new.type_title.lower() != DocumentType.OFFICIAL_LETTER.title:
        _refuse(relation, code, "đính chính phải bằng công văn", "Hãy soạn công văn đính chính (Điều 18 khoản 3).")
    if text is not None and not _names(text, code):
        why = "văn bản mới không nhắc đến số, ký hiệu ấy"
        _refuse(relation, code, why, f"Hãy ghi rõ trong văn bản: {target.type_title} số {code}.")
    if new.issued_on < target.issued_on:
        why = f"văn bản đó ban hành sau, ngày {target.issued_on:%d/%m/%Y}"
        _refuse(relation, code, why, "Hãy sửa ngày ban hành.")


def backlink_sentences(backlinks: Sequence[DocumentRecord]) -> list[str]:
    """The backlinks of a document, as sentences."""
    return [f"Đã {became(one)} bởi {one.type_title} số {one.code} ngày {one.issued_on:%d/%m/%Y}" for one in backlinks]


def became_of(office: Office, record: DocumentRecord) -> list[str]:
    """The backlinks of a document and the decision that destroyed it, as sentences."""
    gone = [record.destroyed] if record.destroyed else []
    return [*backlink_sentences(office.catalogue.backlinks(record.path)), *gone]


def became(new: DocumentRecord) -> str:
    """The state that a document gives its target: "được thay thế"."""
    assert new.relation is not None, "it does something to another document"
    return DONE_TO[new.relation]


def _answers_for(new: DocumentRecord, target: DocumentRecord) -> bool:
    """Return whether the new document's agency is the target's or its successor.

    The successor is the same body of a unit that the target's unit became part of.
    """
    if new.agency == target.agency:
        return True
    heirs = {one.code for one in units().heirs(target.unit_code)}
    return new.unit_code in heirs and AgencyKey.parse(new.agency).body == AgencyKey.parse(target.agency).body


def _names(text: str, code: str) -> bool:
    """Whether a text names a document's number and symbol, however they are spaced."""
    number, _, symbol = code.partition("/")
    spaced = r"\s*".join(re.escape(part) for part in re.split(r"([/-])", f"/{symbol}") if part)
    return re.search(rf"(?<!\d)0*{int(number)}\s*{spaced}(?![\w-])", visible(text)) is not None


def _refuse(relation: Relation, code: str, why: str, how: str) -> None:
    raise RelationRefused(what=NAMES[relation], code=code, why=why, how=how)
