"""Statement tags of a part by paragraph: {% for … %}, {%p if … %}, {% endif %}."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...ooxml.xml import Element, W

ANY = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_STATEMENT = re.compile(r"\{%-?\s*(?:(?P<place>p|tr|tc|r)\s+)?(?P<inside>(?P<word>\w+).*?)\s*-?%\}$", re.DOTALL)
_OPENS = {"for": "endfor", "if": "endif", "with": "endwith", "filter": "endfilter"}
_BETWEEN = {"else", "elif"}
# What a paragraph may hold beside its text and still be nothing but its tags.
_SILENT = {f"{W}{name}" for name in ("rPr", "proofErr", "lastRenderedPageBreak", "bookmarkStart", "bookmarkEnd")}
_CARRIERS = {f"{W}{name}" for name in ("r", "t", "hyperlink", "smartTag", "sdt", "sdtContent", "sdtPr")}


@dataclass(eq=False, slots=True)
class Tag:
    """A statement tag. `place`: "p", "tr", "tc", "r", or "" for a plain one."""

    place: str
    word: str
    inside: str  # "for x in ds"
    paragraph: Element


@dataclass(eq=False, slots=True)
class Block:
    """A block with the tags that open, divide and close it."""

    tags: list[Tag]


def text_of(paragraph: Element) -> str:
    """The text of a paragraph, without that of text boxes anchored in it."""
    return "".join(one.text or "" for one in paragraph.iter(f"{W}t") if _home(one) is paragraph)


def _home(text: Element) -> Element | None:
    return next(text.iterancestors(f"{W}p"), None)


def statements(paragraph: Element) -> list[Tag]:
    """The statement tags in a paragraph, in order."""
    found = (_STATEMENT.match(tag) for tag in ANY.findall(text_of(paragraph)))
    return [
        Tag(match["place"] or "", match["word"], match["inside"], paragraph) for match in found if match is not None
    ]


def is_only_tags(paragraph: Element) -> bool:
    """Whether a paragraph holds statements or comments and nothing else that prints."""
    text = text_of(paragraph)
    rest = ANY.sub(lambda tag: "" if tag[0].startswith(("{%", "{#")) else "x", text)
    if not text.strip() or rest.strip():
        return False
    properties = paragraph.find(f"{W}pPr")
    if properties is not None and properties.find(f"{W}sectPr") is not None:
        return False
    inside = (one for child in paragraph if child is not properties for one in child.iter())
    return all(one.tag in _SILENT | _CARRIERS or _is_property(one) for one in inside)


def _is_property(element: Element) -> bool:
    return next(element.iterancestors(f"{W}rPr", f"{W}sdtPr"), None) is not None


def blocks(root: Element) -> Iterator[Block]:
    """The blocks of a part that are closed, inner ones first."""
    open_: list[Block] = []
    for paragraph in root.iter(f"{W}p"):
        for tag in statements(paragraph):
            if tag.word in _OPENS:
                open_.append(Block([tag]))
            elif open_ and tag.word in _BETWEEN:
                open_[-1].tags.append(tag)
            elif open_ and tag.word == _OPENS[open_[-1].tags[0].word]:
                open_[-1].tags.append(tag)
                yield open_.pop()
