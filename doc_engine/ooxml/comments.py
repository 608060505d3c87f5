"""Word comments anchored to paragraphs, added to existing ones."""

from lxml import etree

from .package import DocxPackage
from .story import Paragraph
from .xml import Element, W, attribute, count

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_PART = "word/comments.xml"
_MOST = 2**30


def add(package: DocxPackage, notes: list[tuple[Paragraph, str]], author: str) -> None:
    """Add a comment over the whole paragraph for each (paragraph, text)."""
    if not notes:
        return
    comments = _comments(package)
    ids = [id_ for one in comments if (id_ := count(attribute(one, "id"), _MOST)) is not None]
    free = max(ids, default=-1) + 1
    for number, (paragraph, text) in enumerate(notes, start=free):
        comments.append(_comment(number, text, author))
        _anchor(paragraph.element, number)
        package.change(paragraph.part)


def _comments(package: DocxPackage) -> Element:
    found = package.related("comments")
    if found is None:
        found = etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
        package.add(_PART, _TYPE, "comments", found)
    else:
        package.change(package.part_of("comments"))
    return found


def _comment(number: int, text: str, author: str) -> Element:
    comment = etree.Element(
        f"{W}comment", {f"{W}id": str(number), f"{W}author": author, f"{W}initials": author[:2].upper()}
    )
    run = etree.SubElement(etree.SubElement(comment, f"{W}p"), f"{W}r")
    etree.SubElement(run, f"{W}t").text = text
    return comment


def _anchor(paragraph: Element, number: int) -> None:
    id_ = {f"{W}id": str(number)}
    start = etree.Element(f"{W}commentRangeStart", id_)
    has_properties = len(paragraph) > 0 and paragraph[0].tag == f"{W}pPr"
    paragraph.insert(1 if has_properties else 0, start)
    etree.SubElement(paragraph, f"{W}commentRangeEnd", id_)
    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(run, f"{W}commentReference", id_)
