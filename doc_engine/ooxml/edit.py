"""Small changes to a document's trees: formatting and single characters, no words.

Elements keep the schema's order.
"""

from collections.abc import Iterable

from lxml import etree

from ..vietnamese import nfc
from .story import Paragraph, Run, texts
from .xml import Element, W, attribute, child

_RUN_ORDER = [
    *(
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "smallCaps",
        "strike",
        "dstrike",
        "outline",
        "shadow",
        "emboss",
    ),
    *(
        "imprint",
        "noProof",
        "snapToGrid",
        "vanish",
        "webHidden",
        "color",
        "spacing",
        "w",
        "kern",
        "position",
        "sz",
        "szCs",
    ),
    *("highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign"),
]
_PARAGRAPH_ORDER = [
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers"),
    *("pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct"),
    *("autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing"),
    *("mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl"),
    *("divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
]
_SECTION_ORDER = [
    *(
        "headerReference",
        "footerReference",
        "footnotePr",
        "endnotePr",
        "type",
        "pgSz",
        "pgMar",
        "paperSrc",
        "pgBorders",
    ),
    *("lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi"),
    *("rtlGutter", "docGrid", "printerSettings", "sectPrChange"),
]
_LOGICAL = {"left": "start", "right": "end"}
_TWIPS_A_MM = 1440 / 25.4


def set_size(runs: Iterable[Run], points: float) -> None:
    for run in runs:
        for name in ("sz", "szCs"):
            _run_property(run, name).set(f"{W}val", f"{round(points * 2)}")


def set_switch(runs: Iterable[Run], name: str, on: bool) -> None:
    """Set an on-off property of runs; `name`: "b", "i" or "caps"."""
    for run in runs:
        for one in (name, f"{name}Cs") if name != "caps" else (name,):
            _run_property(run, one).set(f"{W}val", "1" if on else "0")


def switch_on(run: Element, name: str) -> None:
    """Switch a property of a w:r on; `name`: "b", "i" or "u" (a single line)."""
    for one in (name, f"{name}Cs") if name != "u" else (name,):
        _property_of(run, one).set(f"{W}val", "single" if name == "u" else "1")


def set_list(paragraph: Element, number: str, level: str, indents: Element | None) -> None:
    """Name in a w:p itself the list that its style names.

    `indents`: the style's own, which a list named in the paragraph would override.
    """
    properties = _properties(paragraph)
    listed = _in_order(properties, "numPr", _PARAGRAPH_ORDER)
    for name, text in (("ilvl", level), ("numId", number)):
        etree.SubElement(listed, f"{W}{name}", {f"{W}val": text})
    if indents is not None and child(properties, "ind") is None:
        for name, text in indents.attrib.items():
            _in_order(properties, "ind", _PARAGRAPH_ORDER).set(name, text)


def set_font(runs: Iterable[Run], font: str) -> None:
    for run in runs:
        fonts = _run_property(run, "rFonts")
        for name in list(fonts.attrib):
            if str(name).endswith("Theme"):
                del fonts.attrib[name]
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(f"{W}{script}", font)


def set_colour(runs: Iterable[Run], colour: str) -> None:
    """Set the colour of runs: six hexadecimal digits."""
    for run in runs:
        element = _run_property(run, "color")
        element.attrib.clear()
        element.set(f"{W}val", colour)


def set_align(paragraph: Paragraph, align: str) -> None:
    """Set the alignment (w:jc): "left", "center", "right" or "both"."""
    _paragraph_property(paragraph, "jc").set(f"{W}val", align)


def set_first_line(paragraph: Paragraph, mm: float) -> None:
    """Set the first-line indent; a hanging indent is removed."""
    indents = _paragraph_property(paragraph, "ind")
    _drop(indents, f"{W}hanging")
    indents.set(f"{W}firstLine", f"{round(mm * _TWIPS_A_MM)}")


def set_gap_after(paragraph: Paragraph, points: float) -> None:
    """Set the gap after a paragraph; automatic and contextual spacing are removed."""
    spacing = _paragraph_property(paragraph, "spacing")
    _drop(spacing, f"{W}afterAutospacing")
    spacing.set(f"{W}after", f"{round(points * 20)}")
    for contextual in paragraph.element.iterfind(f"{W}pPr/{W}contextualSpacing"):
        contextual.set(f"{W}val", "0")


def set_lines(paragraph: Paragraph, lines: float) -> None:
    """Set the line spacing in multiples of a single line."""
    spacing = _paragraph_property(paragraph, "spacing")
    spacing.set(f"{W}line", f"{round(lines * 240)}")
    spacing.set(f"{W}lineRule", "auto")


def set_measures(section: Element, name: str, values: dict[str, float]) -> None:
    """Set measures of a section in mm; `name`: "pgSz" or "pgMar".

    Missing margins are written as 0, as Word reads them.
    """
    element = _in_order(section, name, _SECTION_ORDER)
    if name == "pgMar":
        for side in ("top", "right", "bottom", "left", "header", "footer", "gutter"):
            if attribute(element, side, _LOGICAL.get(side, side)) is None:
                element.set(f"{W}{side}", "0")
    for side, mm in values.items():
        element.set(f"{W}{side}", f"{round(mm * _TWIPS_A_MM)}")
        if side in _LOGICAL:
            _drop(element, f"{W}{_LOGICAL[side]}")


def set_title_page(section: Element) -> None:
    """Give the first page of a section its own header, empty unless one is named."""
    _in_order(section, "titlePg", _SECTION_ORDER).set(f"{W}val", "1")


def replace_text(runs: Iterable[Run], old: str, new: str, last: bool = False) -> bool:
    """Replace the first (or last) `old` in these runs; False where it is not found.

    `old` is compared as stored, not normalized, and may span several runs. Nothing outside the runs is touched: of a
    line in two columns only the one that they belong to. Text that remains stays in its run.
    """
    stored = list(runs)
    whole = stored_text(stored)
    start = whole.rfind(old) if last else whole.find(old)
    if start < 0 or not old:
        return False
    replace_span(stored, start, start + len(old), new)
    return True


def stored_text(runs: Iterable[Run]) -> str:
    """The letters of runs as they are stored, without tabs and breaks."""
    return "".join((text.text or "")[at] for run in runs for text, at in _letters(run))


def replace_span(runs: Iterable[Run], start: int, end: int, new: str) -> None:
    """Replace the letters of `stored_text` from start to end, end exclusive.

    An empty span inserts before the letter at `start`, or behind the last one. The new text has the format of the first
    letter that it replaces. Text that remains stays in its run.
    """
    letters = [letter for run in runs for letter in _letters(run)]
    touched = letters[start:end] or letters[start : start + 1] or letters[-1:]
    kept = {id(text): list(text.text or "") for text, _ in touched}
    first, place = touched[0]
    if start < end:
        for text, at in touched:
            kept[id(text)][at] = ""
        kept[id(first)][place] = new
    else:
        letter = kept[id(first)][place]
        kept[id(first)][place] = f"{new}{letter}" if start < len(letters) else f"{letter}{new}"
    for text, _ in touched:
        text.text = "".join(kept[id(text)])
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _letters(run: Run) -> list[tuple[Element, int]]:
    """The letters of a run, each as its w:t and the index in it."""
    found: list[tuple[Element, int]] = []
    position = -run.offset
    for element, written in texts(run.element):
        if element.tag == f"{W}t":
            found += [(element, at) for at in range(len(written)) if 0 <= position + at < len(run.text)]
        position += len(written)
    return found


def normalise(paragraph: Paragraph) -> None:
    """Convert the text of each run to NFC."""
    for run in paragraph.runs:
        for text in run.element.iterfind(f"{W}t"):
            text.text = nfc(text.text or "")


def _drop(element: Element, attribute: str) -> None:
    if attribute in element.attrib:
        del element.attrib[attribute]


def _run_property(run: Run, name: str) -> Element:
    return _property_of(run.element, name)


def _property_of(run: Element, name: str) -> Element:
    properties = child(run, "rPr")
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    return _in_order(properties, name, _RUN_ORDER)


def _paragraph_property(paragraph: Paragraph, name: str) -> Element:
    return _in_order(_properties(paragraph.element), name, _PARAGRAPH_ORDER)


def _properties(paragraph: Element) -> Element:
    properties = child(paragraph, "pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    return properties


def _in_order(parent: Element, name: str, order: list[str]) -> Element:
    """Return the child of that name, inserted in the order of the schema if missing."""
    found = child(parent, name)
    if found is not None:
        return found
    made = etree.Element(f"{W}{name}")
    rank = order.index(name)
    later = {f"{W}{other}" for other in order[rank + 1 :]}
    before = next((one for one in parent if one.tag in later), None)
    parent.insert(len(parent) if before is None else parent.index(before), made)
    return made
