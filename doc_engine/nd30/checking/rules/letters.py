"""Unicode (Mục I.4), legacy encodings, unfilled tags, tracked changes, comments."""

import re
import unicodedata
from collections.abc import Iterator
from functools import partial

from ....ooxml import edit
from ....ooxml.story import Paragraph
from ....vietnamese import nfc
from ..components import Components
from ..pieces import Piece
from ..rule import Fault, Repair, checks

_LEGACY_FONT = (".vn", "vni-", "vni ")
# TCVN3 and VNI text without its font: letters that Vietnamese does not use, between Latin ones.
_TCVN3 = re.compile(r"[¸µ¶·¹¨»¾¼½Æ©ÊÇÈÉËÐÌÎÏÑªÓÔÖÕ×ÝØÜÞ®]")
_NEVER = re.compile(r"[¸µ¶·¹¨»¾¼½ÆÇËÐÎÏÑªÖÜÞ]")  # without © and ®, which occur in names
_VNI = re.compile(r"[A-Za-z](?:aù|aø|aû|aõ|aï|eä|oâ|öô|ôù|eà)|[ÑñÖö][A-Za-zôöâäûøï]{1,3}\b")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\{|\}\}|\{%|«[^»]+»|\[\[|\]\]|<<[^>]+>>")
_DOTS = re.compile(r"…{1,}|\.{4,}|_{4,}")


@checks("CH-01")
def composed(components: Components) -> Iterator[Fault]:
    for paragraph in components.story.paragraphs:
        if any(not unicodedata.is_normalized("NFC", run.text) for run in paragraph.runs):
            yield Fault(
                paragraph, "có chữ Unicode tổ hợp.", Repair("Unicode dựng sẵn", partial(edit.normalise, paragraph))
            )


@checks("CH-02")
def legacy_font(components: Components) -> Iterator[Fault]:
    for paragraph in components.story.paragraphs:
        fonts = {font for run in paragraph.runs if run.text.strip() for font in run.format.fonts}
        legacy = sorted(font for font in fonts if font.lower().startswith(_LEGACY_FONT))
        if legacy:
            yield Fault(paragraph, f"đang dùng phông {', '.join(legacy)}.")


@checks("CH-03")
def legacy_text(components: Components) -> Iterator[Fault]:
    for paragraph in components.story.paragraphs:
        text = paragraph.text
        if _NEVER.search(text) and len(_TCVN3.findall(text)) >= 2 and any(map(_is_tcvn3, text.split())):
            yield Fault(paragraph, "có chữ như của bảng mã TCVN3.")
        elif len(_VNI.findall(text)) >= 2:
            yield Fault(paragraph, "có chữ như của bảng mã VNI.")


def _is_tcvn3(word: str) -> bool:
    """Whether a word has small letters, and TCVN3 letters that Vietnamese never uses."""
    return _NEVER.search(word) is not None and re.search(r"[a-z]", word) is not None


@checks("CH-04")
def converted_wrong(components: Components) -> Iterator[Fault]:
    for paragraph in components.story.paragraphs:
        if re.search(r"\bHÕA\b|\bhõa\b|\bHõa\b", nfc(paragraph.text)):
            yield Fault(paragraph, "có chữ HÕA, sai do chuyển phông.")


@checks("CH-05")
def unfilled_tag(components: Components) -> Iterator[Fault]:
    for paragraph in _everywhere(components):
        match = _TAG.search(paragraph.text)
        if match:
            yield Fault(paragraph, f'còn thẻ "{match[0][:40]}".')


@checks("CH-06")
def unfilled_dots(components: Components) -> Iterator[Fault]:
    head = {id(piece.paragraph) for piece in (components.code, components.place_date) if piece is not None}
    reported: set[int] = set()
    blank = [one.heading for one in components.appendices if any("mau" in title.folded for title in one.title)]
    form = min((heading.paragraph.number for heading in blank), default=len(components.story.paragraphs) + 1)
    for piece in components.all:
        # A draft may leave number and day empty, and a form in an appendix is filled in by others.
        if piece.is_rule or id(piece.paragraph) in head | reported or piece.paragraph.number >= form:
            continue
        match = _DOTS.search(piece.text)
        # "trường học, trạm y tế, …": one ellipsis at the end of a list means "and others".
        and_others = match and match[0] == "…" and re.search(r"[\w,;]\s?…[\s.;,)”\"/]*$", piece.text)
        if match and not and_others:
            reported.add(id(piece.paragraph))
            yield Fault(piece, "còn chỗ trống chưa điền.")


@checks("CH-07")
def space_before_mark(components: Components) -> Iterator[Fault]:
    for piece in [*components.bases, *components.body, *components.recipients]:
        match = re.search(r"[^\W\d_] +([,;:.])(?=\s|$)", piece.text)
        if match and not re.search(r"[….]{2,}", piece.text):
            mark = match[1]

            def apply(one: Piece = piece, mark: str = mark) -> None:
                while edit.replace_text(one.runs, f" {mark}", mark):
                    pass

            yield Fault(piece, f'có dấu cách trước dấu "{mark}".', Repair("bỏ dấu cách thừa", apply))


@checks("CH-08")
def tracked(components: Components) -> Iterator[Fault]:
    if components.story.tracked:
        yield Fault(None, "còn sửa đổi chưa chấp nhận; phần chữ thêm được coi là có, phần chữ xóa được coi là không.")


@checks("CH-09")
def commented(components: Components) -> Iterator[Fault]:
    if components.story.comments:
        yield Fault(None, "còn bình luận.")


def _everywhere(components: Components) -> Iterator[Paragraph]:
    yield from components.story.paragraphs
    for paragraphs in components.story.headers.values():
        yield from paragraphs
