"""The parts of a .docx.

Unchanged parts are copied byte for byte: macros, pictures and footnotes are preserved.
"""

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from ..errors import ExitCode, VanthuError
from ..opc_guard import open_package
from .xml import RELATIONSHIP, WP, A, Element, parse

_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_STRICT = b"http://purl.oclc.org/ooxml/"
_HEAD = 4096
_NAMES = {
    _STRICT + b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    _STRICT + b"officeDocument/relationships": RELATIONSHIP.encode(),
    _STRICT + b"drawingml/wordprocessingDrawing": WP[1:-1].encode(),
    _STRICT + b"drawingml/main": A[1:-1].encode(),
    _STRICT + b"drawingml/picture": b"http://schemas.openxmlformats.org/drawingml/2006/picture",
}
_DATE = (1980, 1, 1, 0, 0, 0)


class UnreadableDocument(VanthuError):
    code = "TEP-03"
    exit_code = ExitCode.INPUT
    message = "Không đọc được văn bản {file}: {why}."
    remedy = "Hãy mở tệp bằng Word, lưu lại thành .docx rồi dùng tệp mới."


class DocxPackage:
    """The parts of a .docx as XML trees that can be changed and saved.

    The constructor raises UnsafePackage or UnreadableDocument.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        with open_package(data, file, ".docx") as package:
            try:
                self._parts = {entry.filename: package.read(entry) for entry in package.infolist()}
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
                raise UnreadableDocument(file=file, why="tệp hỏng") from error
        self._trees: dict[str, Element] = {}
        self._changed: set[str] = set()
        self._as_transitional()
        self.main = self._related("", "officeDocument") or ""
        if self.main not in self._parts:
            raise UnreadableDocument(file=file, why="tệp không phải văn bản Word")

    def _as_transitional(self) -> None:
        """Give the parts of a Strict file the names of Transitional, which are read here.

        Source: ISO/IEC 29500-1 and 29500-4.
        """
        self.was_strict = any(_STRICT in data[:_HEAD] for name, data in self._parts.items() if name.endswith(".xml"))
        if not self.was_strict:
            return
        for name, data in self._parts.items():
            if name.endswith((".xml", ".rels")):
                for strict, transitional in _NAMES.items():
                    data = data.replace(strict, transitional)
                self._parts[name] = data.replace(b' w:conformance="strict"', b"")

    def tree(self, part: str) -> Element | None:
        """The root of an XML part, always the same object; None for a missing part.

        Raises UnreadableDocument for malformed XML.
        """
        if part not in self._trees:
            if part not in self._parts:
                return None
            try:
                self._trees[part] = parse(self._parts[part])
            except etree.XMLSyntaxError as error:
                raise UnreadableDocument(file=self.file, why=f"phần {part} hỏng ({error.msg})") from error
        return self._trees[part]

    def related(self, kind: str) -> Element | None:
        """The root of the part related to the document as "styles", "comments" …; or None."""
        part = self._related(self.main, kind)
        return self.tree(part) if part else None

    def related_bytes(self, kind: str) -> bytes:
        """The stored bytes of a related part; b"" where there is none.

        Raises UnreadableDocument when the part is not XML.
        """
        return self._parts.get(self.part_of(kind), b"") if self.related(kind) is not None else b""

    def part_of(self, kind: str) -> str:
        """The name of the part that `related` returns; "" where there is none."""
        return self._related(self.main, kind) or ""

    def all_related(self, kind: str) -> list[str]:
        """The names of all parts related to the document as "header", "footer" …"""
        named = (target for _, type_, target in self._relationships(self.main) if type_ == kind)
        return list(dict.fromkeys(part for part in named if part in self._parts))

    def external_targets(self, part: str, kind: str) -> list[str]:
        """The external targets of a part's relationships of a kind, as written."""
        root = self.tree(_rels_of(part))
        return [
            one.get("Target", "")
            for one in (root if root is not None else ())
            if one.get("TargetMode") == "External" and one.get("Type", "").rpartition("/")[2] == kind
        ]

    def remove_related(self, part: str, kind: str) -> None:
        """Remove a part's relationships of a kind, and the parts behind them."""
        root = self.tree(_rels_of(part))
        behind = {target for _, type_, target in self._relationships(part) if type_ == kind}
        if root is not None:
            for one in [one for one in root if one.get("Type", "").rpartition("/")[2] == kind]:
                root.remove(one)
                self.change(_rels_of(part))
        types = self._must("[Content_Types].xml")
        for name in behind & self._parts.keys():
            for gone in (name, _rels_of(name)):
                self._parts.pop(gone, None)
                self._trees.pop(gone, None)
                self._changed.discard(gone)
            for one in [one for one in types if one.get("PartName") == f"/{name}"]:
                types.remove(one)
                self.change("[Content_Types].xml")

    def target(self, id_: str) -> str | None:
        """The part behind a relationship id of the document; None for an unknown id."""
        return next((target for rid, _, target in self._relationships(self.main) if rid == id_), None)

    def change(self, part: str) -> None:
        """Record that the tree of a part was changed, so that `save` rewrites it."""
        self._changed.add(part)

    def add(self, part: str, content_type: str, kind: str, root: Element) -> None:
        """Add a part, and a relationship of type `kind` from the document to it."""
        self._trees[part] = root
        self._parts[part] = b""
        self.change(part)
        types = self._must("[Content_Types].xml")
        etree.SubElement(types, f"{_TYPES}Override", PartName=f"/{part}", ContentType=content_type)
        self.change("[Content_Types].xml")
        rels = _rels_of(self.main)
        listed = self._must(rels)
        ids = {one.get("Id") for one in listed}
        free = next(id_ for id_ in (f"rId{n}" for n in range(1, len(ids) + 2)) if id_ not in ids)
        target = posixpath.relpath(part, posixpath.dirname(self.main))
        etree.SubElement(listed, f"{_PACKAGE}Relationship", Id=free, Type=f"{RELATIONSHIP}/{kind}", Target=target)
        self.change(rels)

    def save(self) -> bytes:
        """Return the package: the same parts in the same order, changed ones rewritten."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self._parts.items():
                entry = zipfile.ZipInfo(name, _DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(entry, self._written(name) if name in self._changed else data)
        return out.getvalue()

    def _written(self, name: str) -> bytes:
        written: bytes = etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
        return written

    def _must(self, part: str) -> Element:
        found = self.tree(part)
        if found is None:
            raise UnreadableDocument(file=self.file, why=f"thiếu phần {part}")
        return found

    def _related(self, part: str, kind: str) -> str | None:
        return next((target for _, type_, target in self._relationships(part) if type_ == kind), None)

    def _relationships(self, part: str) -> list[tuple[str, str, str]]:
        """The internal relationships: (id, last segment of the type, target part).

        Strict and Transitional OOXML differ only before that segment.
        """
        root = self.tree(_rels_of(part))
        found = []
        for one in root if root is not None else ():
            if one.tag == f"{_PACKAGE}Relationship" and one.get("TargetMode") != "External":
                target = one.get("Target", "")
                base = posixpath.dirname(part)
                name = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
                found.append((one.get("Id", ""), one.get("Type", "").rpartition("/")[2], name))
        return found


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
