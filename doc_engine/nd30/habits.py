"""What habits add to the parts of a document, taken off: the form adds it once.

A clerk types "V/v Về việc …" where the form prints "V/v", "- UBND xã;" where it prints dash and semicolon, "Căn cứ"
where it prints "Căn cứ". Each part is brought to its bare words here, and nowhere else.
"""

import re

from ..vietnamese import capitalised, normalize

_ABOUT = re.compile(r"(?i)^[\s;:.,\-–]*(?:(?:v\s*/\s*v|về\s+việc)[\s:.,;\-–]*)+")
_DASH = re.compile(r"^[\s\-–—+•*·;:.,]+")
_FILED = re.compile(r"(?i)^(?:[\s;:.,\-–]*lưu\s*(?::|(?=VT\b))[\s;:.,\-–]*)+")  # "Lưu trữ lịch sử" is a recipient
_BASIS = re.compile(r"(?i)^[\s;:.,\-–]*(?:căn\s+cứ\s*:?\s*)+")
_ENDS = " ;.,:-–"


def subject_of_letter(text: str) -> str:
    """A subject for the line of "V/v": "V/v Về việc mời họp" gives "mời họp".

    Source: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.5.
    """
    return _ABOUT.sub("", normalize(text)).strip(_ENDS)


def subject(text: str) -> str:
    """A subject below a title: "V/v V/v mời họp" gives "Về việc mời họp".

    One that does not begin so stays: "Ban hành Quy chế …".
    """
    bare = normalize(text)
    match = _ABOUT.match(bare)
    return (f"Về việc {bare[match.end() :]}" if match else bare).strip(_ENDS)


def recipient(text: str) -> str:
    """A line of Nơi nhận without dashes and end marks.

    "- - UBND xã;;" gives "UBND xã". The colon of a group's heading stays.
    """
    bare = _DASH.sub("", normalize(text)).rstrip(" ;.,")
    return f"{bare.rstrip(_ENDS)}:" if bare.endswith(":") else bare


def filing(text: str) -> str:
    """What is filed, without "Lưu:": "- Lưu: VT, VX." gives "VT, VX"."""
    return _FILED.sub("", recipient(text)).strip(_ENDS)


def is_filing(text: str) -> bool:
    """Return whether a line of Nơi nhận is the one of "Lưu"."""
    return _FILED.match(_DASH.sub("", normalize(text))) is not None


def basis(text: str) -> str:
    """A base without its end mark, and with "Căn cứ" once.

    "- Căn cứ Căn cứ Luật …;" gives "Căn cứ Luật …".
    """
    bare = _DASH.sub("", normalize(text)).rstrip(_ENDS)
    match = _BASIS.match(bare)
    return f"Căn cứ {bare[match.end() :]}" if match else bare


def part_of_basis(text: str) -> str:
    """A part of a base, without end marks or "Căn cứ" in front."""
    return capitalised(_BASIS.sub("", normalize(text)).rstrip(_ENDS)) if _BASIS.match(text) else text.rstrip(_ENDS)
