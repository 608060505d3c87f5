"""The example office: a district's cycle issued, and one draft that waits."""

from collections.abc import Mapping
from pathlib import Path

from archive.ledger import Actor
from doc_engine.document_types import DocumentType
from doc_engine.nd30 import forms
from doc_engine.workbook import read
from office import Office, batch, create, drafts, planning, single_documents

NAME = "UBND huyện Bạch Thông (thử)"
_PLACES = (Path(__file__).parent / "example", Path(__file__).parents[1] / "examples" / "bach-thong-2024")


def workbook() -> Path:
    """The workbook of the example.

    In an installed wheel beside this file, else in the project's examples.
    """
    return next(place for place in _PLACES if place.is_dir()) / "danh-gia-2024.xlsx"


def make(folder: Path, actor: Actor, environment: Mapping[str, str]) -> Office:
    """Make the example office in an empty or new folder."""
    office = create(folder, NAME, actor, environment=environment)
    batch.issue(office, read(workbook(), office.templates), planning.Choice())
    kind = DocumentType.DECISION
    data = {**forms.sample(kind), "co_quan": ["ỦY BAN NHÂN DÂN", "XÃ PHỦ THÔNG"], "dia_danh": "Phủ Thông"}
    data["tham_quyen"] = "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ PHỦ THÔNG"
    data["can_cu"] = ["Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"]
    waiting = single_documents.new(office, kind, data, "ví dụ", "01969")
    single_documents.move(office, waiting.id, drafts.State.SUBMITTED)
    return office
