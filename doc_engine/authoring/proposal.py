"""A template proposed from a Word file with tags, and nothing else.

The tags say which data there are. The number and the day, where the author has put tags into their places in the head,
become blanks: they are given at issue.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..data_form import Kind
from ..document_types import DocumentType
from ..manifest import Filling
from ..ooxml.edit import replace_text
from ..ooxml.package import DocxPackage
from ..ooxml.story import Paragraph, read
from ..recognition import recognise
from ..render.environment import TemplateEnvironment
from ..render.normal_form import normal_form
from ..render.normal_form.tags import ANY
from ..render.prepared import prepare, refuse_stray_tags
from ..vietnamese import capitalised, normalize
from .inference import Inference, Wanted
from .tags import TagReader
from .verdict import Mistake

_TAG = r"\{\{[^{}]*\}\}"
_NUMBER = re.compile(rf"^\s*Số\s*:?\s*(?P<tag>{_TAG})\s*/")
_DAY = re.compile(rf",\s*ngày\s*({_TAG})\s*tháng\s*({_TAG})\s*năm\s*({_TAG}|\d{{4}})")
_HEAD_LINES = 25  # paragraphs, those of the head's table included
_LONGEST_TITLE = 60
_BLANK = "     "
_PERSONS = {"ho_ten", "ten", "nguoi_ky", "nguoi_nhan"}
# Names that nearly every template has, with their diacritics; an author may change the title in schema.json.
_USUAL = {
    "ho_ten": "Họ và tên",
    "chuc_vu": "Chức vụ",
    "nguoi_ky": "Họ và tên người ký",
    "don_vi": "Đơn vị",
    "dia_chi": "Địa chỉ",
    "dia_diem": "Địa điểm",
    "thoi_gian": "Thời gian",
    "noi_dung": "Nội dung",
    "trich_yeu": "Trích yếu",
    "kinh_gui": "Kính gửi",
    "so_tien": "Số tiền",
    "ngay": "Ngày",
    "ghi_chu": "Ghi chú",
}
_PIXEL = (  # a white point
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4//8/AwAI/AL+p5qgoAAAAABJ"
    "RU5ErkJggg=="
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A template proposed.

    `mistakes`: those of the tags; with any, nothing else is set. `remarks`: what was changed of the author's file.
    """

    mistakes: tuple[Mistake, ...]
    docx: bytes = b""
    manifest: str = ""
    schema: str = ""
    sample: str = ""
    remarks: tuple[str, ...] = ()


def propose(docx: bytes, id_: str, title: str, kind: DocumentType | None = None) -> Proposal:
    """A template from a .docx with tags.

    `kind`: None for what the page says, an official letter where it says nothing. Raises UnsafePackage,
    UnreadableDocument or TemplateRejected.
    """
    refuse_stray_tags(docx, id_)
    taken = normal_form(docx, id_)
    package = DocxPackage(taken.docx, id_)
    story = read(package)
    paragraphs = [*story.paragraphs, *(one for listed in story.headers.values() for one in listed)]
    reader = TagReader(None)
    for one in paragraphs:
        reader.paragraph(one)
    mistakes = reader.finish()
    if not any(ANY.search(one.text) for one in paragraphs):
        mistakes.append(Mistake(0, "", "tệp không có thẻ nào", "Hãy viết thẻ như {{ ho_ten }} ở chỗ cần điền."))
    if mistakes:
        return Proposal(tuple(mistakes))
    blanked = list(_blank(story.paragraphs[:_HEAD_LINES]))
    if blanked:
        package.change(package.main)
    made = package.save() if package.changed else taken.docx
    wanted = _wanted(made)
    titles = _titles(paragraphs)
    kind = kind or recognise(made, id_).kind or DocumentType.OFFICIAL_LETTER
    return Proposal(
        (),
        made,
        _manifest(id_, title, kind),
        _json({"$schema": "https://json-schema.org/draft/2020-12/schema", **_schema(wanted, titles, "")}),
        _json(_sample(wanted, titles, "")),
        (*taken.remarks, *blanked),
    )


def _blank(head: list[Paragraph]) -> Iterator[str]:
    """Put blanks in the places of number and day; yield what was done."""
    for paragraph in head:
        number, day = _NUMBER.search(paragraph.text), _DAY.search(paragraph.text)
        tags = [number["tag"]] if number else [tag for tag in day.groups() if tag.startswith("{")] if day else []
        done = [replace_text(paragraph.runs, tag, _BLANK) for tag in tags]
        if any(done):
            yield "số để trống, phần mềm cấp khi ban hành" if number else "ngày để trống, phần mềm ghi khi ban hành"


def _wanted(docx: bytes) -> Wanted:
    environment, inference = TemplateEnvironment(), Inference()
    for part in prepare(docx).parts:
        inference.read(environment.parse(part.source))
    return inference.root


def _titles(paragraphs: list[Paragraph]) -> dict[str, str]:
    """The words before a tag, by its name: "Kính gửi" for {{ noi_gui }}."""
    titles: dict[str, str] = {}
    for paragraph in paragraphs:
        for match in re.finditer(r"\{\{\s*([\w.]+)[^{}]*\}\}", paragraph.text):
            before = re.split(r"[.;!?]\s+|[}\n]", paragraph.text[: match.start()])[-1]
            said = normalize(before).strip()
            label = said.rstrip(":").lstrip("-–+0123456789.)( ").strip() if said.endswith(":") else ""
            titles.setdefault(match[1].rpartition(".")[2], capitalised(label) if len(label) <= _LONGEST_TITLE else "")
    return titles


def _title(one: Wanted, titles: Mapping[str, str]) -> str:
    return titles.get(one.name) or _USUAL.get(one.name) or capitalised(one.name.replace("_", " "))


def _schema(one: Wanted, titles: Mapping[str, str], name: str) -> dict[str, Any]:
    title = {"title": _title(one, titles)} if name else {}
    match one.kind:
        case Kind.RECORD:
            parts = {key: _schema(part, titles, key) for key, part in one.parts.items()}
            required = [key for key, part in one.parts.items() if not part.optional and part.kind is not Kind.YES_NO]
            return {
                **title,
                "type": "object",
                "additionalProperties": False,
                "properties": parts,
                **({"required": required} if required else {}),
            }
        case Kind.LIST:
            return {**title, "type": "array", "items": _schema(one.item or Wanted(one.name), titles, "")}
        case Kind.YES_NO:
            return {**title, "type": "boolean"}
        case Kind.WHOLE:
            return {**title, "type": "integer"}
        case _:
            kept = {} if one.optional else {"minLength": 1}
            return {**title, "type": "string", **kept, **({"format": "anh"} if one.is_picture else {})}


def _sample(one: Wanted, titles: Mapping[str, str], name: str) -> Any:
    match one.kind:
        case Kind.RECORD:
            return {key: _sample(part, titles, key) for key, part in one.parts.items()}
        case Kind.LIST:
            entry = _sample(one.item or Wanted(one.name), titles, one.name)
            return [entry, entry]
        case Kind.YES_NO:
            return True
        case Kind.WHOLE:
            return 1
        case _:
            if one.name in _PERSONS:
                return "Nguyễn Văn A"
            return _PIXEL if one.is_picture else f"({_title(one, titles).lower()})"


def _manifest(id_: str, title: str, kind: DocumentType) -> str:
    """The text of mau.toml; a JSON string of such letters is a TOML string, too."""
    quoted = {key: json.dumps(value, ensure_ascii=False) for key, value in (("ma", id_), ("ten", title))}
    return f'[mau]\nma = {quoted["ma"]}\nten = {quoted["ten"]}\nloai = "{kind.title}"\ndu_lieu = "{Filling.OWN.value}"'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
