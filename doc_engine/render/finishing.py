"""The marks of a rendered package replaced by what they stand for.

Lists that restart get numbers of their own, marked text becomes runs, pictures get a part and a relationship. Both ways
of rendering end here, so that they can be compared.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from lxml import etree

from ..ooxml.edit import switch_on
from ..ooxml.xml import RELATIONSHIP, WP, A, Element, R, W, attribute, parse, value
from . import marks, values
from .values import Picture

_DOCUMENT = "word/document.xml"
_TYPES = "[Content_Types].xml"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MEDIA = {"png": "image/png", "jpg": "image/jpeg"}
_FILTERS = re.compile(rf"\|\s*(?:{'|'.join(values.FILTERS)})\b")
_FIRST_PICTURE_ID = 500_000  # above those that docxtpl gives
_EMPTY_RELS = f'<Relationships xmlns="{_RELS}"/>'.encode()


def is_needed(source: str) -> bool:
    """Whether a part's source may leave marks in a document."""
    return marks.BEGIN.decode() in source or _FILTERS.search(source) is not None


def rewritten(parts: Mapping[str, bytes], texts: Sequence[str]) -> dict[str, bytes]:
    """The parts that `finished` may rewrite beside these text parts, as they are."""
    names = [_TYPES, _numbering(parts), *map(_rels_of, texts)]
    return {name: parts.get(name, _EMPTY_RELS) for name in names if name}


def finished(parts: Mapping[str, bytes], pictures: Sequence[Picture]) -> dict[str, bytes]:
    """The parts with every mark replaced; parts without any are the very bytes given."""
    marked = [name for name, data in parts.items() if name.endswith(".xml") and marks.BEGIN in data]
    if not marked:
        return dict(parts)
    made = dict(parts)
    lists = _Lists(parts)
    for name in marked:
        root = parse(parts[name])
        lists.restart(root)
        placed = _place(root, pictures)
        if placed:
            _relate(made, name, {index: pictures[index] for index in placed})
        made[name] = _written(root)
    if lists.added:
        made[_numbering(parts)] = lists.written()
    return made


class _Lists:
    """The lists of a document; each restart gets one of its own."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        name = _numbering(parts)
        self._root = parse(parts[name]) if name else etree.Element(f"{W}numbering")
        self._lists = {attribute(one, "numId"): one for one in self._root.iterfind(f"{W}num")}
        self._next = 1 + max((int(number) for number in self._lists if number and number.isdigit()), default=0)
        self._now: dict[str, str] = {}
        self.added = False

    def restart(self, root: Element) -> None:
        """Give the paragraphs of each round the list of that round, and remove the marks."""
        for one in [one for one in root.iter() if one.tag == f"{W}numId" or _is_mark(one, marks.LIST)]:
            if one.tag == f"{W}numId":
                number = attribute(one, "val") or ""
                one.set(f"{W}val", self._now.get(number, number))
            else:
                number = (one.text or "").strip()
                self._now[number] = self._another(number) if number in self._now else number
                _remove(one)

    def written(self) -> bytes:
        return _written(self._root)

    def _another(self, number: str) -> str:
        """A new list of the same look as list `number`, that begins where the look says."""
        old = self._lists.get(number)
        if old is None:
            return number
        new, abstract = str(self._next), value(old, "abstractNumId")
        self._next += 1
        made = etree.Element(f"{W}num", {f"{W}numId": new})
        etree.SubElement(made, f"{W}abstractNumId", {f"{W}val": str(abstract)})
        looks = (one for one in self._root.iterfind(f"{W}abstractNum") if attribute(one, "abstractNumId") == abstract)
        for level in next(looks, etree.Element("none")).iterfind(f"{W}lvl"):
            override = etree.SubElement(made, f"{W}lvlOverride", {f"{W}ilvl": attribute(level, "ilvl") or "0"})
            etree.SubElement(override, f"{W}startOverride", {f"{W}val": value(level, "start") or "1"})
        list(self._root.iterfind(f"{W}num"))[-1].addnext(made)
        self.added = True
        return new


def _place(root: Element, pictures: Sequence[Picture]) -> list[int]:
    """Split the runs that have marks; return the indices of the pictures placed."""
    placed: list[int] = []
    runs = [one.getparent() for one in root.iter() if _is_mark(one, marks.RUN) or _is_mark(one, marks.PICTURE)]
    for text in dict.fromkeys(runs):
        run = text.getparent() if text is not None else None
        if run is None or text is None or run.tag != f"{W}r":
            continue
        made = list(_split(run, pictures, placed))
        for one in made:
            run.addprevious(one)
        _remove(run)
    return placed


def _split(run: Element, pictures: Sequence[Picture], placed: list[int]) -> Iterator[Element]:
    """The runs for a run with marks: its own format, and that of the marks."""
    formats = ""
    for child in run:
        if child.tag == f"{W}rPr":
            continue
        if child.tag != f"{W}t":
            yield _run(run, formats, deepcopy(child))
            continue
        yield from _texts(run, formats, child.text)
        for mark in child:
            if _is_mark(mark, marks.RUN):
                formats = (mark.text or "").strip("- ")
            elif _is_mark(mark, marks.PICTURE):
                index = int(mark.text or 0)
                placed.append(index)
                yield _run(run, "", _drawing(index, len(placed), pictures[index]))
            yield from _texts(run, formats, mark.tail)


def _texts(run: Element, formats: str, text: str | None) -> Iterator[Element]:
    if text:
        made = etree.Element(f"{W}t", {_SPACE: "preserve"})
        made.text = text
        yield _run(run, formats, made)


def _run(like: Element, formats: str, content: Element) -> Element:
    made = etree.Element(f"{W}r")
    properties = like.find(f"{W}rPr")
    if properties is not None:
        made.append(deepcopy(properties))
    for name in formats:
        switch_on(made, name)
    made.append(content)
    return made


def _drawing(index: int, count: int, picture: Picture) -> Element:
    """An inline picture. Source: ISO/IEC 29500-1, 20.4.2.8 and 20.2.2.5."""
    id_, name = str(_FIRST_PICTURE_ID + count), f"Hình {index + 1}"
    size = {"cx": str(picture.width), "cy": str(picture.height)}
    drawing = etree.Element(f"{W}drawing", nsmap={"wp": WP[1:-1], "a": A[1:-1], "pic": _PIC[1:-1], "r": R[1:-1]})
    inline = etree.SubElement(drawing, f"{WP}inline", dict.fromkeys(("distT", "distB", "distL", "distR"), "0"))
    etree.SubElement(inline, f"{WP}extent", size)
    etree.SubElement(inline, f"{WP}docPr", {"id": id_, "name": name})
    graphic = etree.SubElement(inline, f"{A}graphic")
    data = etree.SubElement(graphic, f"{A}graphicData", {"uri": _PIC[1:-1]})
    shown = etree.SubElement(data, f"{_PIC}pic")
    about = etree.SubElement(shown, f"{_PIC}nvPicPr")
    etree.SubElement(about, f"{_PIC}cNvPr", {"id": id_, "name": name})
    etree.SubElement(about, f"{_PIC}cNvPicPr")
    fill = etree.SubElement(shown, f"{_PIC}blipFill")
    etree.SubElement(fill, f"{A}blip", {f"{R}embed": _relation(index)})
    etree.SubElement(etree.SubElement(fill, f"{A}stretch"), f"{A}fillRect")
    shape = etree.SubElement(shown, f"{_PIC}spPr")
    frame = etree.SubElement(shape, f"{A}xfrm")
    etree.SubElement(frame, f"{A}off", {"x": "0", "y": "0"})
    etree.SubElement(frame, f"{A}ext", size)
    etree.SubElement(etree.SubElement(shape, f"{A}prstGeom", {"prst": "rect"}), f"{A}avLst")
    return drawing


def _relate(parts: dict[str, bytes], name: str, pictures: Mapping[int, Picture]) -> None:
    """Add the pictures of a part: their own parts, relationships and types."""
    rels, types = parse(parts.get(_rels_of(name), _EMPTY_RELS)), parse(parts[_TYPES])
    known = {one.get("Extension", "").lower() for one in types.iterfind(f"{_CONTENT}Default")}
    for index, picture in sorted(pictures.items()):
        target = f"media/vanthu-{index + 1}.{picture.ending}"
        parts[posixpath.join(posixpath.dirname(name), target)] = picture.data
        kind = f"{RELATIONSHIP}/image"
        etree.SubElement(rels, f"{{{_RELS}}}Relationship", Id=_relation(index), Type=kind, Target=target)
        if picture.ending not in known:
            known.add(picture.ending)
            types.insert(
                0, etree.Element(f"{_CONTENT}Default", Extension=picture.ending, ContentType=_MEDIA[picture.ending])
            )
    parts[_rels_of(name)], parts[_TYPES] = _written(rels), _written(types)


def _relation(index: int) -> str:
    return f"vanthu{index + 1}"


def _numbering(parts: Mapping[str, bytes]) -> str:
    """The name of the numbering part; "" where the document has no lists."""
    rels = parts.get(_rels_of(_DOCUMENT))
    for one in parse(rels) if rels else ():
        if one.get("Type", "").endswith("/numbering"):
            name = posixpath.normpath(posixpath.join("/word", one.get("Target", "")))
            return name.lstrip("/") if name.lstrip("/") in parts else ""
    return ""


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _is_mark(element: Element, kind: str) -> bool:
    return isinstance(element, etree._ProcessingInstruction) and element.target == kind


def _remove(element: Element) -> None:
    """Remove an element; the text behind it, which lxml removes with it, is none here."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _written(root: Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
