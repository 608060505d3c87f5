"""One template, ready to be filled any number of times."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import Template, TemplateError, UndefinedError
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from lxml import etree

from ..opc_guard import open_package, refuse_active_content
from ..vietnamese import nfc, normalize
from .environment import MissingValue, TemplateEnvironment
from .errors import RenderFailed, TemplateRejected
from .finishing import finished
from .no_breaks import bound
from .normal_form import normal_form
from .prepared import OurDocxTemplate, PreparedPart, prepare, refuse_stray_tags
from .table_cells import with_paragraphs
from .values import BadValue
from .words import in_vietnamese
from .zipping import ZipForm

_FORBIDDEN_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LISTING = re.compile("[\n\t]")
_CONTROL = bytes(range(0x20))
_RARE = (b"{", b"}", b"\xef")  # in docxtpl's escaped braces; in U+FFFE and U+FFFF
_PARAGRAPH = re.compile(r"<w:p(?=[ >])")
_MARKUP = re.compile(r"<[^>]+>")
_TEMPLATE_FRAME = "<template>"


class Mode(Enum):
    """The way documents are made from a template; shown by `vanthu template show`."""

    COMPILED = "biên dịch sẵn"
    COMPILED_WITH_TREE = "biên dịch sẵn, chỉnh bảng sau khi điền"
    DOCXTPL = "docxtpl"


@dataclass(frozen=True, slots=True)
class Properties:
    """The file's properties in Word; the template's own are never copied."""

    title: str
    creator: str
    created: date

    def xml(self) -> bytes:
        day = f"{self.created.isoformat()}T00:00:00Z"
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
            ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(self.title)}</dc:title><dc:creator>{escape(self.creator)}</dc:creator>"
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
            f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified></cp:coreProperties>'
        ).encode()


_ERRORS_OF_DATA = (TemplateError, MissingValue, TypeError, ValueError, ArithmeticError, RecursionError, MemoryError)


class Renderer:
    """A compiled template, for one thread at a time; rendering does not change it.

    `name` is for messages. `binds_names`: no line ends within a name or a date. Raises UnsafePackage or
    TemplateRejected at once, and RenderFailed when data does not fit.
    """

    def __init__(self, docx: bytes, name: str, *, force_docxtpl: bool = False, binds_names: bool = False) -> None:
        with open_package(docx, name, ".docx"):
            refuse_stray_tags(docx, name)
        docx = normal_form(docx, name).docx
        refuse_active_content(open_package(docx, name, ".docx"), name)
        self.name = name
        self._docx = docx
        self._bound = bound if binds_names else _as_it_is
        self._prepared = prepare(docx)
        if self._prepared.only_docxtpl and self._prepared.sections > 1:
            # docxtpl renders footnotes once for each section, the second time what the data put there.
            why = "có thẻ trong cước chú của văn bản nhiều phần (section)"
            raise TemplateRejected(template=name, where="", why=why)
        self._docxtpl = OurDocxTemplate(io.BytesIO(docx))
        self._environment = TemplateEnvironment()
        self._parts = [(part, self._compiled(part)) for part in self._prepared.parts]
        self._zip = ZipForm(self._prepared.fixed)
        if force_docxtpl or self._prepared.only_docxtpl:
            self.mode = Mode.DOCXTPL
        elif any(part.needs_tree for part in self._prepared.parts):
            self.mode = Mode.COMPILED_WITH_TREE
        else:
            self.mode = Mode.COMPILED

    def render(self, data: Mapping[str, Any], properties: Properties) -> bytes:
        """Return the .docx; the same data and properties give the same bytes.

        Raises RenderFailed.
        """
        self._environment.begin()
        if self.mode is Mode.DOCXTPL:
            return self._render_by_docxtpl(data, properties)
        changing = {part.name: self._part(part, compiled, data) for part, compiled in self._parts}
        if self._prepared.rewritten:
            changing = finished({**self._prepared.rewritten, **changing}, self._environment.pictures)
        changing["docProps/core.xml"] = properties.xml()
        return self._zip.complete(changing)

    def _compiled(self, part: PreparedPart) -> Template:
        try:
            return self._environment.from_string(part.source)
        except TemplateSyntaxError as error:
            lines = _PARAGRAPH.sub("\n<w:p", part.source)
            where = ""
            try:
                self._environment.from_string(lines)
            except TemplateSyntaxError as again:
                where = _near(lines, again.lineno)
            why = in_vietnamese(error.message or "")
            raise TemplateRejected(template=self.name, where=where, why=why) from None
        except (RecursionError, ValueError):
            why = "có thẻ lồng nhau hoặc dài quá mức"
            raise TemplateRejected(template=self.name, where="", why=why) from None

    def _part(self, part: PreparedPart, compiled: Template, data: Mapping[str, Any]) -> bytes:
        text = self._filled(part, compiled, data)
        if nfc(text) is not text:
            text = self._filled(part, compiled, _normalised(data))
        try:
            encoded = text.encode()
        except UnicodeEncodeError:  # a lone surrogate
            raise RenderFailed(template=self.name, where="", why=_forbidden(data, "")) from None
        # Searched in bytes, and one byte at a time, which is many times faster; most documents have none of them.
        if any(byte in encoded for byte in _RARE) or len(encoded.translate(None, _CONTROL)) < len(encoded):
            encoded = self._with_rarities(text, data).encode()
        if part.needs_tree:
            encoded = self._fixed(part, encoded.decode()).encode()
        return b"".join((part.before, with_paragraphs(self._bound(encoded)), part.after))

    def _with_rarities(self, text: str, data: Mapping[str, Any]) -> str:
        """Return the text with line breaks, tabs and escaped braces in final form.

        Raises RenderFailed for a character that XML forbids.
        """
        if _FORBIDDEN_IN_XML.search(text):
            raise RenderFailed(template=self.name, where="", why=_forbidden(data, ""))
        for written, meant in (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}")):
            text = text.replace(written, meant)
        return str(self._docxtpl.resolve_listing(text)) if _LISTING.search(text) else text

    def _filled(self, part: PreparedPart, compiled: Template, data: Mapping[str, Any]) -> str:
        try:
            return compiled.render(data)
        except _ERRORS_OF_DATA as error:
            raise self._located(part, data, error) from error

    def _located(self, part: PreparedPart, data: Mapping[str, Any], error: Exception) -> RenderFailed:
        """The error with its paragraph: rendered again with one paragraph a line."""
        lines = _PARAGRAPH.sub("\n<w:p", part.source)
        where = ""
        self._environment.begin()
        try:
            self._environment.from_string(lines).render(data)
        except Exception as again:  # whatever it is, it is the error being reported
            frame = again.__traceback__
            while frame is not None:
                if frame.tb_frame.f_code.co_filename == _TEMPLATE_FRAME:
                    where = _near(lines, frame.tb_lineno)
                frame = frame.tb_next
        return RenderFailed(template=self.name, where=where, why=_in_words(error))

    def _fixed(self, part: PreparedPart, text: str) -> str:
        before = part.before.decode()
        tree = self._docxtpl.fix_tables(f"{before[before.index('<w:document') :]}{text}{part.after.decode()}")
        self._docxtpl.docx_ids_index = 1000
        self._docxtpl.fix_docpr_ids(tree)
        body = etree.tostring(tree[0], encoding="unicode")
        return re.sub(r"<w:body[^>]*>", "<w:body>", body, count=1)

    @cached_property
    def _memoised(self) -> "MemoisedDocxTemplate":
        return MemoisedDocxTemplate(self._docx)

    def _render_by_docxtpl(self, data: Mapping[str, Any], properties: Properties) -> bytes:
        template = self._memoised
        try:
            template.render(_normalised(data), self._environment)
        except _ERRORS_OF_DATA as error:
            raise RenderFailed(template=self.name, where="", why=_in_words(error)) from error
        out = io.BytesIO()
        template.save(out)
        with zipfile.ZipFile(out) as package:
            parts = {name: with_paragraphs(package.read(name)) for name in package.namelist()}
        parts |= {part.name: self._bound(parts[part.name]) for part in self._prepared.parts}
        parts = finished(parts, self._environment.pictures)
        parts["docProps/core.xml"] = properties.xml()
        return ZipForm({}).complete(parts)


def _as_it_is(part: bytes) -> bytes:
    return part


class MemoisedDocxTemplate(OurDocxTemplate):
    """docxtpl itself with cached results, for templates that cannot be compiled."""

    def __init__(self, docx: bytes) -> None:
        super().__init__(io.BytesIO(docx))
        self._patched: dict[str, str] = {}

    def patch_xml(self, src_xml: str) -> str:
        if src_xml not in self._patched:
            self._patched[src_xml] = super().patch_xml(src_xml)
        return self._patched[src_xml]

    def resolve_listing(self, xml: str) -> str:
        return str(super().resolve_listing(xml)) if re.search("[\n\t\a\f]", xml) else xml


def _near(lines: str, number: int | None) -> str:
    """The text of a line of the template, as the place of an error."""
    if not number:
        return ""
    text = normalize(_MARKUP.sub("", lines.splitlines()[number - 1]))
    return f' ở đoạn "{text[:120]}"' if text else ""


def _in_words(error: Exception) -> str:
    if isinstance(error, MissingValue):
        return "một trường còn trống"
    if isinstance(error, BadValue):
        return str(error)
    if isinstance(error, UndefinedError):
        return in_vietnamese(error.message or "")
    if isinstance(error, SecurityError):
        return f"mẫu dùng lệnh không được phép ({in_vietnamese(error.message or '')})"
    return f"biểu thức không tính được ({in_vietnamese(str(error))})"


def _normalised(value: Any) -> Any:
    """The same data with every text in NFC."""
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, Mapping):
        return {nfc(key): _normalised(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_normalised(item) for item in value]
    return value


def _forbidden(value: Any, path: str) -> str:
    """The field with a character that XML forbids, in words; "" for none."""
    if isinstance(value, str):
        found = _FORBIDDEN_IN_XML.search(value)
        return f"trường {path} có ký tự điều khiển U+{ord(found[0]):04X}" if found else ""
    children = (
        value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list | tuple) else ()
    )
    inside = (_forbidden(item, f"{path}.{key}" if path else str(key)) for key, item in children)
    return next((text for text in inside if text), "" if path else "mẫu có ký tự điều khiển")
