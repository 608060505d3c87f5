"""Parts of a Word file that a document has no use for.

Printer settings, the template that a file was made from, a mail merge's source, the workbook behind a chart: dropped,
the rest of the file stays as it is. What a drawing shows, the chart's picture and its last figures, stays, too.
"""

from collections.abc import Iterator

from ...ooxml.package import DocxPackage
from ...ooxml.residue import text_parts
from ...ooxml.xml import Element, R, W

_DOCUMENT = "word/document.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_EMBEDDED = ("oleObject", "package")
# Elements of the settings, with the kinds of their relationships.
_SETTINGS = {
    "attachedTemplate": ("attachedTemplate",),
    "mailMerge": ("mailMergeSource", "mailMergeHeaderSource"),
}
_SAID = {
    "attachedTemplate": "khuôn mẫu gắn kèm (Attached template)",
    "mailMerge": "nguồn trộn thư (Mail Merge); hãy dùng thẻ {{ … }} thay các trường trộn",
}


def dropped(package: DocxPackage) -> list[str]:
    """Drop what a document has no use for; return remarks for the author."""
    package.make_ordinary(_DOCUMENT, _TYPE)
    remarks = [f"đã bỏ {said}" for said in _settings(package)]
    for part in text_parts(package):
        if package.remove_related(part, "printerSettings"):
            _remove(package, part, f"{W}printerSettings")
        remarks += _objects(package, part)
    charts = [chart for part in text_parts(package) for chart in package.all_related("chart", part)]
    for chart in charts:
        if package.remove_related(chart, *_EMBEDDED):
            _remove(package, chart, f"{_CHART}externalData")
            remarks.append("đã bỏ bảng Excel nhúng sau biểu đồ, biểu đồ vẫn hiện số liệu cuối cùng")
    return remarks


def _settings(package: DocxPackage) -> Iterator[str]:
    part, settings = package.part_of("settings"), package.related("settings")
    for name, kinds in _SETTINGS.items() if settings is not None else ():
        related = package.remove_related(part, *kinds)
        if _remove(package, part, f"{W}{name}") or related:
            yield _SAID[name]


def _objects(package: DocxPackage, part: str) -> Iterator[str]:
    """Drop embedded objects; what shows them on the page stays as a picture."""
    gone = set(package.remove_related(part, *_EMBEDDED))
    root = package.tree(part)
    found = [one for one in root.iter(_OLE) if one.get(f"{R}id") in gone] if root is not None and gone else []
    for one in found:
        _drop(one)
        package.change(part)
    if found:
        yield f"đã bỏ {len(found)} đối tượng nhúng (OLE), chỉ giữ hình của chúng"


def _remove(package: DocxPackage, part: str, name: str) -> bool:
    root = package.tree(part)
    found = list(root.iter(name)) if root is not None else []
    for one in found:
        _drop(one)
        package.change(part)
    return bool(found)


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
