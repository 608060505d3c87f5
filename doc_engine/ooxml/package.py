"""The parts of a .docx.

Unchanged parts are copied byte for byte: macros, pictures and footnotes are preserved.
"""

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from ..errors import ExitCode, VanthuError
from ..opc_guard import open_package
from .xml import RELATIONSHIP, Element, parse

_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_DASHED = {b"extendedProperties": b"extended-properties", b"customProperties": b"custom-properties"}
_HEAD = 4096
_DATE = (1980, 1, 1, 0, 0, 0)


class UnreadableDocument(VanthuError):
    code = "TEP-03"
    exit_code = ExitCode.INPUT
    message = "Không đọc được văn bản {file}: {why}."
    remedy = "Hãy mở tệp bằng Word, lưu lại thành .docx rồi dùng tệp mới."


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship of a part.

    `kind`: the last segment of its type, the same in Strict and Transitional files. `target`: the part's name; of an
    external one, as written.
    """

    id: str
    kind: str
    target: str
    external: bool


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
                data = _STRICT_NAME.sub(_transitional, data)
                for strict, transitional in _DASHED.items():  # at the end of a relationship's type
                    data = data.replace(b"/relationships/" + strict, b"/relationships/" + transitional)
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

    def all_related(self, kind: str, part: str = "") -> list[str]:
        """The parts related as "header", "chart" … to the document or another part."""
        of = self.relationships(part or self.main)
        named = (one.target for one in of if one.kind == kind and not one.external)
        return list(dict.fromkeys(name for name in named if name in self._parts))

    def external_targets(self, part: str, kind: str) -> list[str]:
        """The external targets of a part's relationships of a kind, as written."""
        return [one.target for one in self.relationships(part) if one.kind == kind and one.external]

    def remove_related(self, part: str, *kinds: str) -> list[str]:
        """Remove a part's relationships of some kinds, and the parts behind them.

        Returns the removed relationships' ids.
        """
        listed = self.tree(_rels_of(part))
        gone = {one.id: one for one in self.relationships(part) if one.kind in kinds}
        if listed is None or not gone:
            return []
        for element in [element for element in listed if element.get("Id") in gone]:
            listed.remove(element)
        self.change(_rels_of(part))
        for one in gone.values():
            if not one.external:
                self._remove(one.target)
        return list(gone)

    def _remove(self, part: str) -> None:
        if part not in self._parts:
            return
        for gone in (part, _rels_of(part)):
            self._parts.pop(gone, None)
            self._trees.pop(gone, None)
            self._changed.discard(gone)
        types = self._must("[Content_Types].xml")
        for one in [one for one in types if one.get("PartName") == f"/{part}"]:
            types.remove(one)
            self.change("[Content_Types].xml")

    def make_ordinary(self, name: str, content_type: str) -> None:
        """Give the document's part the usual name and type.

        Any other part of that name goes. SharePoint writes word/document2.xml, a .dotx has a type of its own.
        """
        types, old = self._must("[Content_Types].xml"), self.main
        if old != name and posixpath.dirname(old) == posixpath.dirname(name):
            self._remove(name)
            for before, after in ((old, name), (_rels_of(old), _rels_of(name))):
                self._parts = {after if key == before else key: data for key, data in self._parts.items()}
                if before in self._trees:
                    self._trees[after] = self._trees.pop(before)
                if before in self._changed:
                    self._changed.discard(before)
                    self._changed.add(after)
            for one in self._must("_rels/.rels"):
                if one.get("TargetMode") != "External" and _resolved("", one.get("Target", "")) == old:
                    one.set("Target", name)
            self.change("_rels/.rels")
            self.main = name
        typed = next((one for one in types if one.get("PartName") in (f"/{old}", f"/{self.main}")), None)
        if typed is None:
            typed = etree.SubElement(types, f"{_TYPES}Override")
        if typed.get("PartName") != f"/{self.main}" or typed.get("ContentType") != content_type:
            typed.set("PartName", f"/{self.main}")
            typed.set("ContentType", content_type)
            self.change("[Content_Types].xml")

    def target(self, id_: str) -> str | None:
        """The part behind a relationship id of the document; None for an unknown id."""
        return next((one.target for one in self.relationships(self.main) if one.id == id_ and not one.external), None)

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

    @property
    def changed(self) -> bool:
        """Whether `save` gives another package than was read."""
        return bool(self._changed) or self.was_strict

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
        found = (one.target for one in self.relationships(part) if one.kind == kind and not one.external)
        return next(found, None)

    def relationships(self, part: str) -> list[Relationship]:
        """The relationships of a part, of the package itself for ""."""
        root = self.tree(_rels_of(part))
        found = []
        for one in root if root is not None else ():
            if one.tag == f"{_PACKAGE}Relationship":
                external, target = one.get("TargetMode") == "External", one.get("Target", "")
                named = target if external else _resolved(part, target)
                found.append(Relationship(one.get("Id", ""), one.get("Type", "").rpartition("/")[2], named, external))
        return found


def _resolved(part: str, target: str) -> str:
    """The name of the part that a relationship of a part points at."""
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _transitional(name: re.Match[bytes]) -> bytes:
    """The Transitional name of a Strict namespace or type of relationship."""
    return b"http://schemas.openxmlformats.org/" + name[1] + b"/2006/" + _DASHED.get(name[2], name[2])


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
