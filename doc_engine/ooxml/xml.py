"""XML names of WordprocessingML, and shared readers of its elements."""

from collections.abc import Iterator

from lxml import etree

Element = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LARGEST = 1e9  # about 28 m in EMU, the smallest unit
_OFF = {"0", "false", "off", "none"}


def parse(data: bytes) -> Element:
    """Parse XML without entities or network access. Raises etree.XMLSyntaxError."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def child(element: Element | None, name: str) -> Element | None:
    """The first w: child of that name; None where there is none."""
    return None if element is None else element.find(f"{W}{name}")


def attribute(element: Element | None, *names: str) -> str | None:
    """The first of these w: attributes that is set ("start" is the newer "left")."""
    if element is not None:
        for name in names:
            value = element.get(f"{W}{name}")
            if value is not None:
                return value
    return None


def value(parent: Element | None, name: str) -> str | None:
    """The w:val of the first w: child of that name; None where there is none."""
    return attribute(child(parent, name), "val")


def switched(parent: Element | None, name: str) -> bool | None:
    """The value of an on-off property; None where it is not set."""
    found = child(parent, name)
    return None if found is None else attribute(found, "val") not in _OFF


def number(text: str | None) -> float | None:
    """A measure as a number; None for other text, and for one larger than any page.

    Word ignores such values, and also reads "240.0".
    """
    try:
        found = None if text is None else float(text)
    except ValueError:
        return None
    return found if found is not None and abs(found) <= _LARGEST else None


def count(text: str | None, most: int) -> int | None:
    """A whole number from 0 to `most`; None for anything else."""
    found = number(text)
    return int(found) if found is not None and 0 <= found <= most else None


def drop_fallback(element: Element) -> None:
    """Remove the copies for older readers of what an element stands in.

    A text box is stored twice; after a change of one copy the other would say something else.
    """
    parent = element.getparent()
    while parent is not None:
        if parent.tag == f"{MC}AlternateContent":
            for fallback in parent.findall(f"{MC}Fallback"):
                parent.remove(fallback)
        parent = parent.getparent()


def before_fallback(element: Element) -> Iterator[Element]:
    """The children as Word reads them: of mc:AlternateContent the mc:Choice.

    The mc:Fallback for older readers is read only where there is no choice.
    """
    for inner in element:
        if inner.tag == f"{MC}AlternateContent":
            choice = inner.find(f"{MC}Choice")
            shown = choice if choice is not None else inner.find(f"{MC}Fallback")
            if shown is not None:
                yield from before_fallback(shown)
        elif isinstance(inner.tag, str):
            yield inner
