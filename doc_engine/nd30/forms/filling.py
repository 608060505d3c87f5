"""Plain data → the values for the tags of a form.

The clerk gives names and words; this module adds the form that the decree prescribes.
"""

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from ...document import DocumentCode, IssuingBody, Signature, Signer, SigningAuthority, day_text, sign
from ...document_types import COPIES, DocumentType
from .. import habits, layout
from .outlines import PARTIES
from .text import lines, sentences

# How a base may begin (Mẫu 1.1, 1.2); "Luật Trẻ em …" alone gets the first.
_BASES = ("Căn cứ", "Theo", "Thực hiện", "Xét", "Sau khi", "Trên cơ sở", "Để ")
_CAPACITIES = {
    "": SigningAuthority.DIRECT,
    "KT.": SigningAuthority.DEPUTY,
    "TL.": SigningAuthority.BY_ORDER,
    "TUQ.": SigningAuthority.AUTHORISED,
    "Q.": SigningAuthority.ACTING,
}
_COMMON = ("co_quan", "ky_hieu", "dia_danh", "noi_nhan", "ky")
_OWN = {
    DocumentType.DECISION: ("trich_yeu", "tham_quyen", "can_cu", "noi_dung"),
    DocumentType.RESOLUTION: ("trich_yeu", "tham_quyen", "can_cu", "noi_dung"),
    DocumentType.OFFICIAL_LETTER: ("trich_yeu", "kinh_gui", "noi_dung"),
    DocumentType.SUBMISSION: ("trich_yeu", "kinh_gui", "noi_dung"),
    DocumentType.TELEGRAM: ("ten_co_quan", "trich_yeu", "gui_dien", "noi_dung"),
    DocumentType.INVITATION: ("ten_co_quan", "trich_yeu", "kinh_moi", "toi_du", "chu_tri", "thoi_gian", "dia_diem"),
    DocumentType.INTRODUCTION: ("ten_co_quan", "ong_ba", "chuc_vu", "cu_den", "ve_viec", "het_ngay"),
    DocumentType.MINUTES: ("trich_yeu", "bat_dau", "dia_diem", "thanh_phan", "chu_tri", "thu_ky_hop", "thu_ky",
                           "noi_dung", "ket_thuc"),
    DocumentType.LEAVE: ("ten_co_quan", "ong_ba", "chuc_vu", "don_ngay", "thoi_gian", "tu_ngay", "den_ngay", "noi_nghi",
                         "tinh_vao"),
    DocumentType.PUBLIC_LETTER: ("noi_dung",),
    DocumentType.CONTRACT: ("trich_yeu", "noi_dung", "ben_a", "ben_b"),
    DocumentType.AGREEMENT: ("trich_yeu", "noi_dung", "ben_a", "ben_b"),
    DocumentType.MEMORANDUM: ("trich_yeu", "noi_dung", "ben_a", "ben_b"),
    DocumentType.CERTIFIED_COPY: (),
    DocumentType.EXTRACT_COPY: (),
    DocumentType.RECOPY: (),
}  # fmt: skip


@cache
def _file() -> dict[str, Any]:
    text = files(__package__).joinpath("plain.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def required(kind: DocumentType) -> tuple[str, ...]:
    """The fields that a document of that type requires."""
    common = _COMMON[:4] if kind in PARTIES else _COMMON
    return (*common, *_OWN.get(kind, ("trich_yeu", "noi_dung")))


def optional(kind: DocumentType) -> tuple[str, ...]:
    """The fields that its form also prints when they are given."""
    if kind in COPIES:
        return ("co_quan_chu_quan", "so", "ngay", "luu")
    found = ["co_quan_chu_quan", "so", "ngay", "luu", "khan", "luu_hanh", "can_cu", "noi_dung"]
    if kind is not DocumentType.TELEGRAM:
        found.append("kinh_gui")
    if kind not in (*PARTIES, DocumentType.MINUTES):
        found.append("nguoi_soan")
    if kind is DocumentType.OFFICIAL_LETTER:
        found.append("lien_he")
    return tuple(found)


def schema(kind: DocumentType) -> dict[str, Any]:
    """The self-contained JSON Schema of a type's data: only what its form prints."""
    whole = deepcopy(_file())
    del whole["vi_du"]
    printed = {*required(kind), *optional(kind)}
    fields = {name: field for name, field in whole["properties"].items() if name in printed}
    return {**whole, "title": f"Dữ liệu của {kind.title}", "required": list(required(kind)), "properties": fields}


def sample(kind: DocumentType) -> dict[str, Any]:
    """Sample data for the form of a type: the required fields, and the usual ones."""
    examples = _file()["vi_du"]
    found = {name: deepcopy(examples[name]) for name in required(kind)}
    if "noi_dung" in found and kind not in (DocumentType.DECISION, DocumentType.RESOLUTION, DocumentType.REGULATIONS):
        found["noi_dung"] = deepcopy(examples["noi_dung_thuong"])
    if kind is DocumentType.OFFICIAL_LETTER:
        found |= {"ky_hieu": "UBND-VX", "trich_yeu": examples["trich_yeu_cong_van"]}
    if kind in (DocumentType.OFFICIAL_LETTER, DocumentType.SUBMISSION):
        found["noi_nhan"] = ["Như trên", *found["noi_nhan"]]
    if kind in (DocumentType.DECISION, DocumentType.RESOLUTION):
        found["noi_nhan"] = ["Như Điều 3", *found["noi_nhan"]]
    if kind is DocumentType.RESOLUTION:
        found["co_quan"], found["ky_hieu"] = ["HỘI ĐỒNG NHÂN DÂN", "XÃ CẨM GIÀNG"], "HĐND"
        found["tham_quyen"] = "HỘI ĐỒNG NHÂN DÂN XÃ CẨM GIÀNG"
        found["ky"] = {**found["ky"], "tap_the": "Hội đồng nhân dân"}
    if kind is DocumentType.REGULATIONS:
        found["noi_dung"][-1] = found["noi_dung"][-1].replace("Quyết định này", "Quy chế này")
    if kind is DocumentType.LEAVE:
        found["thoi_gian"] = examples["thoi_gian_nghi"]
    if kind in (DocumentType.DECISION, DocumentType.INTRODUCTION, DocumentType.LEAVE):
        found["ky"] = {name: value for name, value in found["ky"].items() if name != "tap_the"}
    return found


def subject_of(kind: DocumentType, data: Mapping[str, Any]) -> str:
    """The subject as the form prints it; the title of a type without one."""
    given = str(data.get("trich_yeu") or kind.title.capitalize())
    return habits.subject_of_letter(given) if kind is DocumentType.OFFICIAL_LETTER else habits.subject(given)


def fill(kind: DocumentType, data: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The values for the tags of the form's outline. Raises AuthorityConflict.

    `data` has passed the schema. Without `so` the document is a draft and has no number; without `ngay` its day is left
    blank.
    """
    agency = list(data["co_quan"])
    issuer = data.get("ten_co_quan", "")
    subject = subject_of(kind, data)
    day = data.get("ngay")
    code = DocumentCode(data.get("so"), "-".join(part for part in (kind.abbreviation, data["ky_hieu"]) if part))
    parent = data.get("co_quan_chu_quan", "")
    page: dict[str, Any] = {
        "co_quan_chu_quan": parent.upper(),
        "co_quan": [line.upper() for line in agency],
        "gach_co_quan": layout.agency_line(agency[-1]),
        "so_ky_hieu": str(code),
        "dia_danh": data["dia_danh"],
        "ngay_thang": day_text(date.fromisoformat(day)) if day else f"ngày      tháng      năm {today.year}",
        "trich_yeu": subject,
        "gach_trich_yeu": layout.subject_line(subject),
        "gach_ten_loai": layout.title_line(kind.title),
        "chi_dan": data.get("luu_hanh", "").upper(),
        "khan": data.get("khan", "").upper(),
        "tham_quyen": data.get("tham_quyen", "").upper(),
        "nguoi_ban_hanh": issuer,
        "can_cu": _bases(data.get("can_cu", ())),
        "kinh_gui": _addressed(data.get("kinh_gui", ())),
        "cac_noi_gui": _several(data.get("kinh_gui", ())),
        "gui_dien": _several(data.get("gui_dien", ()), even_one=True),
        "noi_nhan": _recipients(data["noi_nhan"], data.get("luu", "")),
        "nguoi_soan": data.get("nguoi_soan", ""),
        "lien_he": list(data.get("lien_he", ())),
    }
    for field in ("ky", "thu_ky", "ben_a", "ben_b"):
        if field in data:
            page[field] = _signature(field, data[field])
    if kind is DocumentType.MINUTES:
        page["ky"] = _block(Signature(("CHỦ TỌA",), data["ky"]["chuc_vu"], data["ky"]["ho_ten"]))
    body = lines(sentences(kind, data, issuer))
    if kind is DocumentType.INTRODUCTION:  # Mẫu 1.8: "… trân trọng giới thiệu:" is centred
        body[0] = {**body[0], "kieu": "dan-nhap"}
    return {"van_ban": page, "noi_dung": body}


def _bases(given: list[str]) -> list[str]:
    """The bases, each with a semicolon, the last with a full stop.

    Source: Phụ lục I, Phần I, Mục II.6.a.
    """
    texts = [bare for text in given if (bare := habits.basis(text))]
    texts = [text if text.startswith(_BASES) else f"Căn cứ {text}" for text in texts]
    return [f"{text}{'.' if number == len(texts) else ';'}" for number, text in enumerate(texts, start=1)]


def _addressed(names: list[str]) -> str:
    """The only addressee, for the line of "Kính gửi"; "" for several (Mục II.9.d)."""
    return habits.recipient(names[0]) if len(names) == 1 else ""


def _several(names: list[str], *, even_one: bool = False) -> list[str]:
    if len(names) < 2 and not even_one:
        return []
    texts = [habits.recipient(name) for name in names]
    return [f"- {text}{'.' if number == len(texts) else ';'}" for number, text in enumerate(texts, start=1)]


def _recipients(names: list[str], filing: str) -> list[str]:
    """The lines of Nơi nhận, that of "Lưu" once and last (Mục II.9.d)."""
    filed = [habits.filing(one) for one in (filing, *(name for name in names if habits.is_filing(name))) if one]
    texts = [bare for name in names if not habits.is_filing(name) and (bare := habits.recipient(name))]
    texts = list(dict.fromkeys(texts))
    lines = [text if text.endswith(":") else f"- {text};" for text in texts]
    return [*lines, f"- Lưu: {filed[0] if filed else 'VT'}."]


def _signature(field: str, given: Mapping[str, str]) -> dict[str, Any]:
    if field in ("thu_ky", "ben_a", "ben_b"):
        title = "THƯ KÝ" if field == "thu_ky" else given["chuc_vu"].upper()
        above = [] if field == "thu_ky" else [f"ĐẠI DIỆN {given['ben'].upper()}"]
        return _block(Signature((*above, title), given.get("chuc_vu_khac", ""), given["ho_ten"]))
    head = given.get("nguoi_dung_dau", given["chuc_vu"])
    collective = given.get("tap_the", "").upper()
    body = IssuingBody("", "", (), collective, head.upper(), "", "")
    signer = Signer(given["ho_ten"], given["chuc_vu"], _CAPACITIES[given.get("cach_ky", "")])
    return _block(sign(body, signer, on_behalf=bool(collective), other_title=given.get("chuc_vu_khac", "")))


def _block(signature: Signature) -> dict[str, Any]:
    return {
        "quyen_han": list(signature.lines),
        "chuc_vu_khac": signature.other_title,
        "ho_ten": signature.full_name,
    }
