"""What is left in a Word file from its making.

Tracked changes, comments, hidden text, fields that were not updated, a template attached from elsewhere: they show on
some screens and papers, and not on others. Word prints deleted words struck through where another setting leaves them
out; a comment leaves the house with the file. A document is issued without them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from .package import DocxPackage
from .story import read
from .xml import Element, W, attribute, child, drop_fallback, switched

_INSERTED = {f"{W}{name}" for name in ("ins", "moveTo")}
_DELETED = {f"{W}{name}" for name in ("del", "moveFrom")}
_CHANGES = {
    f"{W}{name}Change" for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "trPr", "tcPr", "tblGrid", "numbering")
}  # fmt: skip
_CELLS = {f"{W}{name}" for name in ("cellIns", "cellDel", "cellMerge")}
_MOVES = {f"{W}move{side}Range{end}" for side in ("From", "To") for end in ("Start", "End")}
_BETWEEN = {f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd")}
_COMMENT_MARKS = {f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference")}
_COMMENT_PARTS = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people")
_OTHER_PARTS = ("header", "footer", "footnotes", "endnotes")
_ON = {"1", "true", "on"}
_BROKEN_FIELDS = ("Error!", "Lỗi!")
_ELSEWHERE = re.compile(r"(?i)https?:|ftp:|\\\\|file://[^/]")  # a server; a path on the PC is not opened by anybody
_QUOTED = 60


class Kind(Enum):
    """A kind of residue, as the clerk knows it."""

    TRACKED = "thay đổi đang theo dõi (Track Changes)"
    COMMENT = "lời bình luận (Comment)"
    HIDDEN = "chữ ẩn (Hidden)"
    FIELD = "trường chưa cập nhật (Field)"
    TEMPLATE = "khuôn mẫu gắn từ nơi khác (Attached template)"


@dataclass(frozen=True, slots=True)
class Residue:
    """The residue of one kind: how often, and the first text that has it."""

    kind: Kind
    count: int
    example: str

    def __str__(self) -> str:
        example = f', chẳng hạn "{self.example}"' if self.example else ""
        return f"{self.count} {self.kind.value}{example}"


def residue(docx: bytes, file: str, *, keep_hidden: bool = False) -> tuple[Residue, ...]:
    """The residue of a .docx, header, footer and notes included.

    `keep_hidden`: hidden text is none. Raises UnsafePackage or UnreadableDocument.
    """
    package = DocxPackage(docx, file)
    found: dict[Kind, list[str]] = {}
    for kind, text in _found(package, keep_hidden=keep_hidden):
        found.setdefault(kind, []).append(text)
    return tuple(
        Residue(kind, len(found[kind]), next((text for text in found[kind] if text), "")[:_QUOTED])
        for kind in Kind
        if kind in found
    )


def cleaned(docx: bytes, file: str, *, keep_hidden: bool = False) -> bytes:
    """Return the document with changes accepted, and without other residue.

    The very bytes given where there is none. A field whose result is an error stays: only a person knows what it was to
    say. `keep_hidden`: hidden text stays, too. Raises UnsafePackage or UnreadableDocument.
    """
    package = DocxPackage(docx, file)
    if not any(True for _ in _found(package, keep_hidden=keep_hidden)):
        return docx
    if not keep_hidden:
        _remove_hidden(package)
    for part in text_parts(package):
        root = package.tree(part)
        if root is not None:
            _accept(root)
            _remove_comments(root)
            for one in root.iter(f"{W}fldChar", f"{W}fldSimple"):
                one.attrib.pop(f"{W}dirty", None)
            package.change(part)
    package.remove_related(package.main, *_COMMENT_PARTS)
    settings = package.related("settings")
    if settings is not None:
        for name in ("updateFields", "attachedTemplate"):
            for one in settings.findall(f"{W}{name}"):
                settings.remove(one)
        package.change(package.part_of("settings"))
        package.remove_related(package.part_of("settings"), "attachedTemplate")
    return package.save()


def text_parts(package: DocxPackage) -> list[str]:
    """The parts of a package that have text: body, headers, footers, notes."""
    return [package.main, *(part for kind in _OTHER_PARTS for part in package.all_related(kind))]


def _found(package: DocxPackage, *, keep_hidden: bool) -> Iterator[tuple[Kind, str]]:
    for part in text_parts(package):
        root = package.tree(part)
        for one in root.iter() if root is not None else ():
            if one.tag in _INSERTED | _DELETED | _CHANGES | _CELLS:
                yield Kind.TRACKED, _text(one)
            elif one.tag == f"{W}commentReference":
                yield Kind.COMMENT, _comment(package, attribute(one, "id"))
            elif one.tag in (f"{W}fldChar", f"{W}fldSimple") and attribute(one, "dirty") in _ON:
                yield Kind.FIELD, ""
            elif one.tag == f"{W}t" and (one.text or "").startswith(_BROKEN_FIELDS):
                yield Kind.FIELD, one.text or ""
    for _, text in _hidden(package) if not keep_hidden else ():
        if text:
            yield Kind.HIDDEN, text
    settings = package.related("settings")
    update = child(settings, "updateFields")
    if update is not None and attribute(update, "val") not in ("0", "false", "off"):
        yield Kind.FIELD, ""
    for target in package.external_targets(package.part_of("settings"), "attachedTemplate"):
        if _ELSEWHERE.match(target):
            yield Kind.TEMPLATE, target


def _hidden(package: DocxPackage) -> Iterator[tuple[Element, str]]:
    """Yield hidden rows and runs with their texts.

    Hidden by themselves anywhere, in notes and in copies for older readers, too; hidden by a style in body and headers.
    """
    for part in text_parts(package):
        root = package.tree(part)
        for one in root.iter(f"{W}r", f"{W}tr") if root is not None else ():
            own, name = (child(one, "rPr"), "vanish") if one.tag == f"{W}r" else (child(one, "trPr"), "hidden")
            if switched(own, name):
                yield one, _text(one)
    story = read(package)
    for paragraph in [*story.paragraphs, *(one for header in story.headers.values() for one in header)]:
        for run in paragraph.runs:
            if run.format.hidden and run.text.strip():
                yield run.element, run.text


def _remove_hidden(package: DocxPackage) -> None:
    for element, _ in list(_hidden(package)):
        drop_fallback(element)
        _drop(element)


def _accept(root: Element) -> None:
    """Accept every tracked change of a part."""
    for row in [one for one in root.iter(f"{W}tr") if child(child(one, "trPr"), "del") is not None]:
        _drop(row)
    for cell in [one for one in root.iter(f"{W}tc") if child(child(one, "tcPr"), "cellDel") is not None]:
        _drop(cell)
    for row in [one for one in root.iter(f"{W}tr") if child(one, "tc") is None and one.find(f"{W}sdt") is None]:
        _drop(row)
    for table in [one for one in root.iter(f"{W}tbl") if not any(True for _ in one.iter(f"{W}tr"))]:
        _drop(table)
    marks = [one for one in root.iter(f"{W}p") if _mark_is_deleted(one)]
    for one in [one for one in root.iter() if one.tag in _DELETED | _CHANGES | _CELLS | _MOVES]:
        _drop(one)
    for one in [one for one in root.iter() if one.tag in _INSERTED]:
        _unwrap(one)
    for paragraph in marks:
        _join_with_next(paragraph)


def _mark_is_deleted(paragraph: Element) -> bool:
    mark = child(child(paragraph, "pPr"), "rPr")
    return mark is not None and any(one.tag in _DELETED for one in mark)


def _join_with_next(paragraph: Element) -> None:
    """Join a paragraph whose mark was deleted with the next, whose properties stay."""
    content = [one for one in paragraph if one.tag != f"{W}pPr"]
    following = paragraph.getnext()
    while following is not None and following.tag in _BETWEEN:
        following = following.getnext()
    if following is None or following.tag != f"{W}p":
        if not content and following is not None and following.tag == f"{W}tbl":
            _drop(paragraph)  # wholly deleted before a table; at the end of a cell Word keeps the mark
        return
    at = 1 if child(following, "pPr") is not None else 0
    for number, one in enumerate(content):
        following.insert(at + number, one)
    _drop(paragraph)


def _remove_comments(root: Element) -> None:
    for one in [one for one in root.iter() if one.tag in _COMMENT_MARKS]:
        run = one.getparent()
        _drop(one)
        if run is not None and run.tag == f"{W}r" and all(inner.tag == f"{W}rPr" for inner in run):
            _drop(run)


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Element) -> None:
    """Put the content of an element in its place; an insertion mark has none."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for number, one in enumerate(list(element)):
        parent.insert(at + number, one)
    parent.remove(element)


def _text(element: Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t", f"{W}delText")).strip()


def _comment(package: DocxPackage, id_: str | None) -> str:
    comments = package.related("comments")
    for one in comments if comments is not None else ():
        if attribute(one, "id") == id_:
            return _text(one)
    return ""
