"""Numbered lists that restart in each round of a loop.

Word numbers every paragraph of one list through, also those that a loop repeats: "Nhóm A: 1, 2; Nhóm B: 3, 4". A list
whose first paragraph follows other text of the loop's body begins anew in each round; one that is itself repeated
counts on. The place is marked by a processing instruction, which the loop repeats; `finishing` gives each round a list
of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ...ooxml.edit import set_list
from ...ooxml.formatting import Styles
from ...ooxml.xml import Element, W, child, value
from ..marks import LIST
from .tags import ANY, statements, text_of

_REPEATED = {"p": f"{W}p", "tr": f"{W}tr"}


@dataclass(eq=False, slots=True)
class _Numbered:
    """A paragraph of a list.

    `style`: the style that names the list; "" where the paragraph does.
    """

    element: Element
    number: str  # w:numId
    level: str
    style: str


def mark(root: Element, styles: Styles) -> bool:
    """Mark the restarts of a part's lists; return whether there are any."""
    restarting: set[Element] = set()
    for opening, body in list(_loops(root)):
        texts = [one for element in body for one in element.iter(f"{W}p") if _says(one)]
        found = [_numbered(one, styles) for one in texts]
        for number in dict.fromkeys(one.number for one in found if one and one.element not in restarting):
            of_list = [one for one in found if one and one.number == number and one.element not in restarting]
            if of_list[0].element is texts[0]:
                continue
            opening.addnext(etree.ProcessingInstruction(LIST, number))
            for one in of_list:
                restarting.add(one.element)
                if one.style:
                    set_list(one.element, one.number, one.level, styles.indents(one.style))
    return bool(restarting)


def _says(paragraph: Element) -> bool:
    """Whether a paragraph prints anything but statements."""
    return bool(ANY.sub(lambda tag: "" if tag[0].startswith(("{%", "{#")) else "x", text_of(paragraph)).strip())


def _numbered(paragraph: Element, styles: Styles) -> _Numbered | None:
    direct = child(paragraph, "pPr")
    own, style = child(direct, "numPr"), styles.paragraph_style(direct)
    properties = own if own is not None else styles.numbering(style)
    number = value(properties, "numId")
    if properties is None or number in (None, "0"):
        return None
    return _Numbered(paragraph, str(number), value(properties, "ilvl") or "0", "" if own is not None else style)


def _loops(root: Element) -> Iterator[tuple[Element, list[Element]]]:
    """The loops over paragraphs or rows with what they repeat, inner ones first."""
    parents = dict.fromkeys(one.getparent() for name in _REPEATED.values() for one in root.iter(name))
    for parent in parents:
        open_: list[int] = []
        children = list(parent) if parent is not None else []
        for at, element in enumerate(children):
            for word in _loop_words(element):
                if word == "for":
                    open_.append(at)
                elif open_:
                    begins = open_.pop()
                    yield children[begins], children[begins + 1 : at]


def _loop_words(element: Element) -> list[str]:
    """The "for" and "endfor" of docxtpl's tags that stand for this paragraph or row."""
    return [
        tag.word
        for paragraph in ([element] if element.tag == f"{W}p" else element.iter(f"{W}p"))
        for tag in statements(paragraph)
        if _REPEATED.get(tag.place) == element.tag and tag.word in ("for", "endfor")
    ]
