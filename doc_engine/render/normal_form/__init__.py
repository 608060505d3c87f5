"""A template's .docx as its author saved it, in the form that is rendered.

    foreign_parts.py  what a document has no use for, or must not contain: dropped, and remarked
    blocks.py         {% if %} alone in a paragraph or a row removes that paragraph or row
    lists.py          numbered lists restart in each round of a loop

Text is in NFC, tracked changes are accepted, comments removed: no document may show what only the template's author
was to see.
"""

from dataclasses import dataclass

from ...ooxml.formatting import styles_of
from ...ooxml.package import DocxPackage
from ...ooxml.residue import cleaned, residue, text_parts
from ...opc_guard import open_package
from . import blocks, foreign_parts, lists
from .letters import composed

__all__ = ["NormalForm", "normal_form"]


@dataclass(frozen=True, slots=True)
class NormalForm:
    """A template's .docx to render.

    `remarks`: what was changed, in Vietnamese, for its author.
    """

    docx: bytes
    remarks: tuple[str, ...]


def normal_form(docx: bytes, name: str) -> NormalForm:
    """The normal form of a template, the very bytes given where nothing is to change.

    `name` is for messages. Raises UnsafePackage or UnreadableDocument.
    """
    open_package(docx, name, ".docx")
    docx = composed(docx)
    remarks = [f"đã bỏ {one} của mẫu" for one in residue(docx, name, keep_hidden=True)]
    package = DocxPackage(cleaned(docx, name, keep_hidden=True), name)
    remarks += foreign_parts.dropped(package)
    styles = styles_of(package.related_bytes("styles"), package.related_bytes("theme"))
    for part in text_parts(package):
        root = package.tree(part)
        if root is not None and (blocks.settle(root) | lists.mark(root, styles)):
            package.change(part)
    return NormalForm(package.save() if package.changed or remarks else docx, tuple(remarks))
