"""Data of one template in many lengths, and the pages of what is made of them."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from lxml import etree

_PERSON = "Nguyễn Văn"
_SHORT = {
    "Bạch Thông": "Mỹ",
    "Cẩm Giàng": "Bo",
    "Phủ Thông": "Ái",
    "Vi Hương": "Ia",
    "Bắc Kạn": "Hà",
    _PERSON: "Lê",
}
_LONG = {
    "Bạch Thông": "Phan Rang Tháp Chàm", "Cẩm Giàng": "Trần Phú Đông", "Phủ Thông": "Quảng Phú Cầu Hạ",
    "Vi Hương": "Thượng Hà Tây Sơn", "Đôn Phong": "Hương Sơn Thượng", "Bắc Kạn": "Thừa Thiên Huế",
    _PERSON: "Nguyễn Hoàng Phương Thảo",
}  # fmt: skip
NAMES: dict[str, Mapping[str, str]] = {"usual": {}, "short": _SHORT, "long": _LONG}
_OF_COMMUNES = ("cac_xa", "duoc_cong_nhan", "khong_dat")
_OF_MEMBERS = ("thanh_vien", "don_vi")
_MEMBERS = 20  # no council has more
_XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True, slots=True)
class Length:
    """A length: numbers of communes, recipients and bases, and how long names are."""

    communes: int
    recipients: int
    bases: int = 3
    names: str = "usual"

    @property
    def proper_names(self) -> list[str]:
        """The names of units in the data of this length."""
        names = NAMES[self.names] or {name: name for name in _LONG}
        return [new for old, new in names.items() if old != _PERSON]


def stretched(sample: Mapping[str, Any], length: Length) -> dict[str, Any]:
    """The data of a sample in a length."""
    return {key: _stretched(key, value, length) for key, value in sample.items()}


def _stretched(key: str, value: Any, length: Length) -> Any:
    match value:
        case str():
            for old, new in NAMES[length.names].items():
                value = value.replace(old, new)
            return value
        case dict():
            return {name: _stretched(name, item, length) for name, item in value.items()}
        case [*items] if key in _OF_COMMUNES and items:
            count = length.communes
        case [*items] if key in _OF_MEMBERS and items:
            count = min(length.communes, _MEMBERS)
        case [*items] if key == "noi_nhan":
            last = [one for one in items if "Lưu" in one]
            return [f"- Cơ quan thứ {number} của huyện;" for number in range(1, length.recipients + 1)] + last
        case [*items] if key == "can_cu" and items:
            return [_stretched("", items[number % len(items)], length) for number in range(length.bases)]
        case [*items]:
            return [_stretched("", item, length) for item in items]
        case _:
            return value
    return [{**_stretched("", items[number % len(items)], length), "tt": number + 1} for number in range(count)]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a PDF: its lines by block of text, without the page number."""

    blocks: tuple[tuple[str, ...], ...]

    @property
    def lines(self) -> list[str]:
        return [line for block in self.blocks for line in block]


def pages(pdf: Path) -> list[Page]:
    """The pages of a PDF, as pdftotext reads them."""
    done = subprocess.run(["pdftotext", "-bbox-layout", str(pdf), "-"], capture_output=True, check=True)
    root = etree.fromstring(done.stdout, etree.XMLParser(recover=True))
    return [Page(tuple(_blocks(page))) for page in root.iter(f"{_XHTML}page")]


def _blocks(page: Any) -> Iterator[tuple[str, ...]]:
    for block in page.iter(f"{_XHTML}block"):
        lines = [_text(line) for line in block.iter(f"{_XHTML}line")]
        found = tuple(line for line in lines if line and not re.fullmatch(r"\d+", line))
        if found:
            yield found


def _text(line: Any) -> str:
    return " ".join(word.text or "" for word in line.iter(f"{_XHTML}word")).replace("\xa0", " ").strip()


def broken_names(page: Page, names: list[str]) -> Iterator[str]:
    """The names that two lines of a page share: "xã Đào / Mỹ"."""
    for block in page.blocks:
        for line, following in pairwise(block):
            for name in names:
                words = name.split()
                for cut in range(1, len(words)):
                    first, rest = " ".join(words[:cut]), " ".join(words[cut:])
                    if f" {line}".endswith(f" {first}") and re.match(rf"{re.escape(rest)}(?!\w)", following):
                        yield f"{line} / {following}"
