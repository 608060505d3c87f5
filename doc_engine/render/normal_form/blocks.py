"""Statements alone in paragraphs or rows, as docxtpl's {%p %} and {%tr %}.

An author writes {% if … %} in a paragraph of its own and does not expect that paragraph in the document. docxtpl keeps
it, as an empty line, unless the tag says {%p if … %}. The tag is rewritten where all tags of its block stand so; else
a block would begin outside of a paragraph and end within one.
"""

from collections import Counter
from copy import deepcopy

from lxml import etree

from ...ooxml.xml import Element, W
from .tags import Block, Tag, blocks, is_only_tags, statements, text_of

_NOT_DOCXTPLS = ("%", "}")  # its pattern of {%p … %} ends at them
_MARKS = {f"{W}bookmarkStart", f"{W}bookmarkEnd"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def settle(root: Element) -> bool:
    """Rewrite the plain tags of a part that stand alone; return whether any did."""
    alone = {paragraph: statements(paragraph) for paragraph in root.iter(f"{W}p") if is_only_tags(paragraph)}
    whole = [block for block in blocks(root) if all(_is_plain(tag) and tag.paragraph in alone for tag in block.tags)]
    sets = [Block([tag]) for tags in alone.values() for tag in tags if _is_plain(tag) and _needs_no_end(tag)]
    paragraphs = _agreed([*(block for block in whole if _are_beside_each_other(block)), *sets], alone)
    rows = _agreed([block for block in whole if _are_rows_of_one_table(block)], alone)
    comments = [paragraph for paragraph, tags in alone.items() if not tags and _may_go(paragraph)]
    for paragraph in [*paragraphs, *comments]:
        _replace(paragraph, "p", alone[paragraph])
    for paragraph in rows:
        _replace_row(paragraph, alone[paragraph])
    return bool(paragraphs or comments or rows)


def _is_plain(tag: Tag) -> bool:
    return not tag.place and not any(sign in tag.inside for sign in _NOT_DOCXTPLS)


def _needs_no_end(tag: Tag) -> bool:
    return tag.word == "set" and "=" in tag.inside


def _are_beside_each_other(block: Block) -> bool:
    return len({tag.paragraph.getparent() for tag in block.tags}) == 1


def _are_rows_of_one_table(block: Block) -> bool:
    rows = [_row_of(tag.paragraph) for tag in block.tags]
    return None not in rows and len(set(rows)) == len(rows) and len({_parent(row) for row in rows}) == 1


def _row_of(paragraph: Element) -> Element | None:
    """The table row in which a paragraph is the only one with text."""
    row = next(paragraph.iterancestors(f"{W}tr"), None)
    if row is None:
        return None
    return row if all(one is paragraph or not text_of(one) for one in row.iter(f"{W}p")) else None


def _parent(element: Element | None) -> Element | None:
    return None if element is None else element.getparent()


def _may_go(paragraph: Element) -> bool:
    """Whether a paragraph can be left out; the last of a cell must stay."""
    following = paragraph.getnext()
    return following is not None and following.tag == f"{W}p"


def _agreed(candidates: list[Block], alone: dict[Element, list[Tag]]) -> list[Element]:
    """The paragraphs all of whose tags may be rewritten, with their whole blocks."""
    while True:
        tags = Counter(tag.paragraph for block in candidates for tag in block.tags)
        left = [one for one in candidates if all(tags[tag.paragraph] == len(alone[tag.paragraph]) for tag in one.tags)]
        if len(left) == len(candidates):
            return list(tags)
        candidates = left


def _replace(paragraph: Element, place: str, tags: list[Tag]) -> None:
    """Put a paragraph for each tag, with {%p … %}, in the place of one."""
    parent = paragraph.getparent()
    assert parent is not None
    at = parent.index(paragraph)
    kept = [one for one in paragraph.iter() if one.tag in _MARKS]
    made = [*kept, *(_paragraph(place, tag) for tag in tags)]
    for number, one in enumerate(made):
        parent.insert(at + number, one)
    parent.remove(paragraph)


def _replace_row(paragraph: Element, tags: list[Tag]) -> None:
    """Put a row for each tag, with {%tr … %}, in the place of one."""
    row = next(paragraph.iterancestors(f"{W}tr"))
    table, cell = row.getparent(), paragraph.getparent()
    assert table is not None
    assert cell is not None
    at = table.index(row)
    index, inside = list(row.iter(f"{W}tc")).index(cell), cell.index(paragraph)
    for number, tag in enumerate(tags):
        made = deepcopy(row)
        home = list(made.iter(f"{W}tc"))[index]
        home[inside] = _paragraph("tr", tag)
        table.insert(at + number, made)
    table.remove(row)


def _paragraph(place: str, tag: Tag) -> Element:
    made = etree.Element(f"{W}p")
    text = etree.SubElement(etree.SubElement(made, f"{W}r"), f"{W}t")
    text.text = f"{{%{place} {tag.inside} %}}"
    text.set(_SPACE, "preserve")
    return made
