"""Comparison of compiled rendering with docxtpl's, once a template.

The data are made to show the differences.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lxml import etree

from ..errors import VanthuError
from .environment import TemplateEnvironment
from .finishing import finished
from .no_breaks import NO_BREAK
from .normal_form import normal_form
from .prepared import OurDocxTemplate
from .renderer import Mode, Properties, Renderer
from .table_cells import with_paragraphs
from .values import is_picture

_PROPERTIES = Properties("", "", date(2020, 1, 1))
# Ours by design: the document's own title, agency and day instead of the template's.
_OURS = {"docProps/core.xml"}


def verified(docx: bytes, name: str, sample: Mapping[str, Any], *, binds_names: bool = False) -> Renderer:
    """A renderer compared with docxtpl; where they differ, one that uses docxtpl.

    Every part is compared, as canonical XML, for the sample, for the sample with empty lists, and with line breaks,
    tabs and markup characters in every text. Raises as Renderer does; also when the sample itself does not fill the
    template.
    """
    renderer = Renderer(docx, name, binds_names=binds_names)
    renderer.render(sample, _PROPERTIES)
    if renderer.mode is not Mode.DOCXTPL and not all(_same(renderer, docx, data) for data in _variants(sample)):
        return Renderer(docx, name, force_docxtpl=True, binds_names=binds_names)
    return renderer


def parts_by_docxtpl(docx: bytes, data: Mapping[str, Any]) -> dict[str, bytes]:
    """Every part as docxtpl itself writes it, in our environment.

    Cells without a paragraph get one.
    """
    template = OurDocxTemplate(io.BytesIO(normal_form(docx, "docxtpl").docx))
    environment = TemplateEnvironment()
    template.render(dict(data), environment)
    out = io.BytesIO()
    template.save(out)
    parts = {name: with_paragraphs(part) for name, part in _parts(out.getvalue()).items()}
    return finished(parts, environment.pictures)


def differing_parts(ours: bytes, theirs: Mapping[str, bytes]) -> tuple[str, ...]:
    """Names of the parts that differ as canonical XML, our own property part aside."""
    mine = _parts(ours)
    names = (mine.keys() | theirs.keys()) - _OURS
    return tuple(sorted(n for n in names if _canonical(mine.get(n, b"")) != _canonical(theirs.get(n, b""))))


def _same(renderer: Renderer, docx: bytes, data: Mapping[str, Any]) -> bool:
    try:
        ours = renderer.render(data, _PROPERTIES)
    except VanthuError:
        ours = None
    try:
        theirs = parts_by_docxtpl(docx, data)
    except Exception:  # docxtpl raises what Jinja, lxml and python-docx raise: any failure is "it does not render"
        return ours is None
    return ours is not None and not differing_parts(ours, theirs)


def _variants(sample: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield sample
    yield _changed(sample, text=lambda text: text, items=lambda _: [])
    yield _changed(sample, text=lambda text: f"{text}\nhai <dòng> &\tthẻ", items=lambda items: items)


def _changed(value: Any, text: Any, items: Any) -> Any:
    if isinstance(value, str):
        return value if is_picture(value) else text(value)
    if isinstance(value, Mapping):
        return {key: _changed(item, text, items) for key, item in value.items()}
    if isinstance(value, list):
        return items([_changed(item, text, items) for item in value])
    return value


def _parts(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _canonical(part: bytes) -> bytes:
    try:
        canonical = bytes(etree.tostring(etree.fromstring(part), method="c14n2"))
    except etree.XMLSyntaxError:
        return part
    return canonical.replace(NO_BREAK.encode(), b" ")  # ours alone binds names
