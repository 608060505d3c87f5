"""Plain paragraphs → kinds, by how they begin; the fixed sentences of the forms."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ...document_types import DocumentType

Line = dict[str, str]

_DIVISION = re.compile(r"((?i:phần|chương)\s+[IVXLC]+|(?i:mục|tiểu mục)\s+\d+)(?=[.:\s]|$)([.:]?)\s*(.*)")
_ROMAN = re.compile(r"([IVXLC]+)\.\s+(?!\w{1,2}\.\s)")  # "I. V. Lênin" is a name
_NUMERALS = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
    "XVIII", "XIX", "XX",
)  # fmt: skip
_ARTICLE = re.compile(r"(Điều\s+\d+\.)\s*(.*)")
_CLAUSE = re.compile(r"\d+\.\s")
_ENDS = ".;:,…"
_TITLE_LENGTH = 110


def lines(paragraphs: Sequence[str]) -> list[Line]:
    """Each paragraph as {kieu, so, chu}.

    `kieu`: phan, tieu-de, muc, dam (a titled điều or khoản), dieu (with so), thuong. The last one is "cuoi" or
    "dieu-cuoi", and ends in "./." as every form does (Phụ lục III, Mẫu 1.1 to 1.10).
    """
    sections = _sections(paragraphs)
    found = [
        line for paragraph in paragraphs for line in _line(paragraph.strip(), is_section=paragraph.strip() in sections)
    ]
    if found:
        last = _ending(found[-1])
        kind = "dieu-cuoi" if last["kieu"] == "dieu" else "cuoi"
        found[-1] = {**last, "kieu": kind, "chu": f"{last['chu'].removesuffix('./.').rstrip(' .;,')}./."}
    return found


def _sections(paragraphs: Sequence[str]) -> set[str]:
    """The paragraphs that a Roman numeral begins in its turn.

    "I." begins anew, every other one follows the one before: "C. Mác", "V. Hugo" are names.
    """
    found, last = set(), 0
    for text in map(str.strip, paragraphs):
        match = _ROMAN.match(text)
        number = _NUMERALS.index(match[1]) + 1 if match and match[1] in _NUMERALS else 0
        if number and number in (1, last + 1):
            found.add(text)
            last = number
    return found


def _line(text: str, *, is_section: bool) -> list[Line]:
    division = _DIVISION.fullmatch(text)
    # "Chương I. Quy định chung" is a heading, "Chương I của Quy chế này …" a sentence.
    if division and (division[2] or not division[3] or division[3].isupper()):
        heading = _as("phan", division[1])
        return [heading, _as("tieu-de", division[3].upper())] if division[3] else [heading]
    if is_section:
        return [_as("muc", text)]
    if text.isupper() and len(text) > 3:
        return [_as("tieu-de", text)]
    is_title = text[-1:] not in _ENDS and len(text) <= _TITLE_LENGTH
    if article := _ARTICLE.match(text):
        return [_as("dam", text) if is_title else _as("dieu", article[2], article[1])]
    return [_as("dam" if _CLAUSE.match(text) and is_title else "thuong", text)]


def _ending(line: Line) -> Line:
    """Turn a titled article that ends the text into an article of one sentence.

    Nothing follows below it, so it is not a heading.
    """
    article = _ARTICLE.match(line["chu"])
    return _as("dieu", article[2], article[1]) if line["kieu"] == "dam" and article else line


def _as(kind: str, text: str, number: str = "") -> Line:
    return {"kieu": kind, "so": number, "chu": text}


def sentences(kind: DocumentType, data: Mapping[str, Any], issuer: str) -> list[str]:
    """The body with the sentences that the form of a type prints around it."""
    own = _FORMS.get(kind)
    body = list(data.get("noi_dung", ()))
    return own(data, issuer, body) if own else body


def _invitation(data: Mapping[str, Any], issuer: str, body: list[str]) -> list[str]:
    guests = data["kinh_moi"]
    opening = f"{issuer} trân trọng kính mời:"
    named = [f"{opening} {guests[0]}."] if len(guests) == 1 else [opening, *_listed(guests)]
    return [
        *named,
        f"Tới dự {data['toi_du']}.",
        f"Chủ trì: {data['chu_tri']}.",
        f"Thời gian: {data['thoi_gian']}.",
        f"Địa điểm: {data['dia_diem']}.",
        *body,
    ]


def _introduction(data: Mapping[str, Any], issuer: str, body: list[str]) -> list[str]:
    return [
        f"{issuer} trân trọng giới thiệu:",
        f"Ông (bà): {data['ong_ba']}.",
        f"Chức vụ: {data['chuc_vu']}.",
        f"Được cử đến: {data['cu_den']}.",
        f"Về việc: {data['ve_viec']}.",
        *body,
        "Đề nghị Quý cơ quan tạo điều kiện để ông (bà) có tên ở trên hoàn thành nhiệm vụ.",
        f"Giấy này có giá trị đến hết ngày {data['het_ngay']}.",
    ]


def _leave(data: Mapping[str, Any], issuer: str, body: list[str]) -> list[str]:
    return [
        f"Xét Đơn đề nghị nghỉ phép ngày {data['don_ngay']} của ông (bà) {data['ong_ba']},",
        f"{issuer} cấp cho:",
        f"Ông (bà): {data['ong_ba']}.",
        f"Chức vụ: {data['chuc_vu']}.",
        f"Được nghỉ phép trong thời gian {data['thoi_gian']}, kể từ ngày {data['tu_ngay']} đến hết ngày "
        f"{data['den_ngay']} tại {data['noi_nghi']}.",
        *body,
        f"Số ngày nghỉ phép nêu trên được tính vào thời gian {data['tinh_vao']}.",
    ]


def _minutes(data: Mapping[str, Any], issuer: str, body: list[str]) -> list[str]:
    return [
        f"Thời gian bắt đầu: {data['bat_dau']}.",
        f"Địa điểm: {data['dia_diem']}.",
        "Thành phần tham dự:",
        *_listed(data["thanh_phan"]),
        f"Chủ trì (chủ tọa): {data['chu_tri']}.",
        f"Thư ký (người ghi biên bản): {data['thu_ky_hop']}.",
        "Nội dung (theo diễn biến cuộc họp):",
        *body,
        f"Cuộc họp kết thúc vào {data['ket_thuc']}.",
    ]


def _listed(names: Sequence[str]) -> list[str]:
    return [f"- {name}{'.' if number == len(names) else ';'}" for number, name in enumerate(names, start=1)]


_FORMS = {
    DocumentType.INVITATION: _invitation,  # Mẫu 1.7
    DocumentType.INTRODUCTION: _introduction,  # Mẫu 1.8
    DocumentType.MINUTES: _minutes,  # Mẫu 1.9
    DocumentType.LEAVE: _leave,  # Mẫu 1.10
}
