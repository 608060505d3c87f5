"""The effective formatting of runs and paragraphs, merged from all their sources.

Order, later over earlier: document defaults, table style, paragraph style (with all that it is based on), numbering
level, character style, direct formatting. On-off properties of styles (bold, italic, capitals) cancel each other
between table, paragraph and character style instead (ISO/IEC 29500-1, 17.7.3). Sizes and gaps are in points, widths in
mm.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree

from .xml import A, Element, W, attribute, child, number, parse, switched, value

_TOGGLES = ("b", "i", "caps", "vanish")
_ALIGN = {"start": "left", "end": "right", "distribute": "both"}
_TWIPS_A_MM = 1440 / 25.4
_DEFAULT_FONT = "Times New Roman"
_DEFAULT_HALF_POINTS = 20


@dataclass(frozen=True, slots=True)
class RunFormat:
    fonts: tuple[str, ...]  # w:ascii, and w:hAnsi where it differs: ASCII and other Latin letters
    size: float
    bold: bool
    italic: bool
    underlined: bool
    capitals: bool
    colour: str  # "000000", or "auto"
    hidden: bool
    raised: bool  # superscript or subscript


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    align: str = "left"  # left, center, right, both
    first_line: float = 0  # mm; negative for a hanging indent
    left: float = 0
    right: float = 0
    before: float = 0  # points
    after: float = 0
    line: float = 1.0  # lines; where `exact`, points
    exact: bool = False
    line_below: bool = False  # a border under the paragraph
    contextual: bool = False  # no gap between paragraphs of one style
    keep_next: bool = False


class Styles:
    """The styles and the defaults of a document."""

    def __init__(self, styles: Element | None, theme: Element | None) -> None:
        self._by_id: dict[str, Element] = {}
        self._default_id: dict[str, str] = {}
        for style in styles.iterfind(f"{W}style") if styles is not None else ():
            id_, kind = attribute(style, "styleId") or "", attribute(style, "type") or "paragraph"
            self._by_id[id_] = style
            if attribute(style, "default") in {"1", "true", "on"}:
                self._default_id[kind] = id_
        defaults = child(styles, "docDefaults")
        self._run_defaults = child(child(defaults, "rPrDefault"), "rPr")
        self._paragraph_defaults = child(child(defaults, "pPrDefault"), "pPr")
        self._theme = _theme_fonts(theme)
        self._chains: dict[str, tuple[Element, ...]] = {}
        self._numberings: dict[str, Element | None] = {}
        # A document has many runs and few distinct formats: each is computed once.
        self._run_formats: dict[tuple[bytes, str, str], RunFormat] = {}
        self._paragraph_formats: dict[tuple[bytes, str, str, bytes], ParagraphFormat] = {}

    def paragraph_style(self, properties: Element | None) -> str:
        """The style id that a w:pPr names, or the default one; "" for none."""
        return value(properties, "pStyle") or self._default_id.get("paragraph", "")

    def numbering(self, style: str) -> Element | None:
        """The numPr of a paragraph style, its own or inherited."""
        if style not in self._numberings:
            found = (child(child(one, "pPr"), "numPr") for one in self._chain(style))
            self._numberings[style] = next((one for one in found if one is not None), None)
        return self._numberings[style]

    def indents(self, style: str) -> Element | None:
        """The w:ind that a paragraph style or its nearest ancestor sets."""
        found = (child(child(one, "pPr"), "ind") for one in self._chain(style))
        return next((one for one in found if one is not None), None)

    def run(self, direct: Element | None, style: str, table_style: str) -> RunFormat:
        """The effective format of a run; `direct`: its w:rPr, styles by id."""
        key = (_written(direct), style, table_style)
        if key not in self._run_formats:
            self._run_formats[key] = self._run(direct, style, table_style)
        return self._run_formats[key]

    def _run(self, direct: Element | None, style: str, table_style: str) -> RunFormat:
        character = value(direct, "rStyle") or ""
        levels = [self._merged(id_) for id_ in (table_style, style, character)]
        found = self._values(self._run_defaults)
        toggled = {name: bool(found.get(name)) for name in _TOGGLES}
        for name in _TOGGLES:
            odd = sum(bool(level.get(name)) for level in levels) % 2 == 1
            toggled[name] = toggled[name] or odd
        for level in levels:
            found |= level
        found |= toggled
        found |= self._values(direct)
        ascii_font = str(found.get("ascii", _DEFAULT_FONT))
        return RunFormat(
            fonts=tuple(dict.fromkeys((ascii_font, str(found.get("hAnsi", ascii_font))))),
            size=float(str(found.get("sz", _DEFAULT_HALF_POINTS))) / 2,
            bold=bool(found["b"]),
            italic=bool(found["i"]),
            underlined=found.get("u", "none") != "none",
            capitals=bool(found["caps"]),
            colour=str(found.get("color", "auto")).upper().replace("AUTO", "auto"),
            hidden=bool(found["vanish"]),
            raised=found.get("vertAlign", "baseline") != "baseline",
        )

    def paragraph(
        self, direct: Element | None, style: str, table_style: str, numbering: Element | None
    ) -> ParagraphFormat:
        """The effective format of a paragraph; `direct`: its w:pPr, styles by id.

        `numbering`: the w:pPr of its list level.
        """
        key = (_written(direct), style, table_style, _written(numbering))
        if key not in self._paragraph_formats:
            self._paragraph_formats[key] = self._paragraph(direct, style, table_style, numbering)
        return self._paragraph_formats[key]

    def _paragraph(
        self, direct: Element | None, style: str, table_style: str, numbering: Element | None
    ) -> ParagraphFormat:
        sources = [self._paragraph_defaults]
        sources += [child(one, "pPr") for one in reversed(list(self._chain(table_style)))]
        inherited = [child(one, "pPr") for one in reversed(list(self._chain(style)))]
        # The style's own indents override a numbering that the style names; a numbering named directly overrides them.
        direct_number = child(direct, "numPr") is not None
        sources += [*inherited, numbering] if direct_number else [numbering, *inherited]
        result = ParagraphFormat()
        for source in [*sources, direct]:
            result = _laid_over(result, source)
        return result

    def _chain(self, id_: str) -> tuple[Element, ...]:
        """A style and its basedOn ancestors, nearest first; a cycle ends where it closes."""
        if id_ not in self._chains:
            self._chains[id_] = tuple(self._ancestry(id_))
        return self._chains[id_]

    def _ancestry(self, id_: str) -> Iterator[Element]:
        seen: set[str] = set()
        while id_ in self._by_id and id_ not in seen:
            seen.add(id_)
            yield self._by_id[id_]
            id_ = value(self._by_id[id_], "basedOn") or ""

    def _merged(self, id_: str) -> dict[str, object]:
        merged: dict[str, object] = {}
        for style in reversed(self._chain(id_)):
            merged |= self._values(child(style, "rPr"))
        return merged

    def _values(self, properties: Element | None) -> dict[str, object]:
        """The properties that a w:rPr sets, by element name; fonts by attribute name."""
        if properties is None:
            return {}
        found: dict[str, object] = {name: on for name in _TOGGLES if (on := switched(properties, name)) is not None}
        for name in ("u", "color", "vertAlign"):
            if (text := value(properties, name)) is not None:
                found[name] = text
        if (size := number(value(properties, "sz"))) is not None:
            found["sz"] = size
        fonts = child(properties, "rFonts")
        for name in ("ascii", "hAnsi"):
            font = self._theme.get(attribute(fonts, f"{name}Theme") or "") or attribute(fonts, name)
            if font:
                found[name] = font
        return found


@lru_cache(maxsize=8)
def styles_of(styles: bytes, theme: bytes) -> Styles:
    """The styles of two raw parts, b"" where a part is missing.

    Cached: documents of one template share them.
    """
    return Styles(parse(styles) if styles else None, parse(theme) if theme else None)


def _written(element: Element | None) -> bytes:
    return b"" if element is None else etree.tostring(element, with_tail=False)


def _laid_over(base: ParagraphFormat, properties: Element | None) -> ParagraphFormat:
    if properties is None:
        return base
    changes: dict[str, object] = {}
    align = value(properties, "jc")
    if align:
        changes["align"] = _ALIGN.get(align, align)
    changes |= _indents(child(properties, "ind"))
    changes |= _gaps(child(properties, "spacing"), base.exact)
    for name, field in (("contextualSpacing", "contextual"), ("keepNext", "keep_next")):
        if (on := switched(properties, name)) is not None:
            changes[field] = on
    bottom = child(child(properties, "pBdr"), "bottom")
    if bottom is not None:
        changes["line_below"] = attribute(bottom, "val") not in {"none", "nil"}
    return replace(base, **changes)  # type: ignore[arg-type]  # the names above are those of the fields


def _indents(indents: Element | None) -> dict[str, object]:
    found: dict[str, object] = {}
    for field, names in (("left", ("start", "left")), ("right", ("end", "right"))):
        if (twips := number(attribute(indents, *names))) is not None:
            found[field] = twips / _TWIPS_A_MM
    if (twips := number(attribute(indents, "firstLine"))) is not None:
        found["first_line"] = twips / _TWIPS_A_MM
    if twips := number(attribute(indents, "hanging")):
        found["first_line"] = -twips / _TWIPS_A_MM
    return found


def _gaps(spacing: Element | None, exact: bool) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in ("before", "after"):
        if (twips := number(attribute(spacing, name))) is not None:
            found[name] = twips / 20
        if attribute(spacing, f"{name}Autospacing") in {"1", "true", "on"}:
            found[name] = 14.0  # what Word uses for "automatic"
    rule = attribute(spacing, "lineRule")
    if rule is not None:
        exact = rule in {"exact", "atLeast"}
        found["exact"] = exact
    if (line := number(attribute(spacing, "line"))) is not None:
        found["line"] = line / 20 if exact else line / 240
    return found


def _theme_fonts(theme: Element | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in ("major", "minor"):
        latin = theme.find(f".//{A}{kind}Font/{A}latin") if theme is not None else None
        if latin is not None:
            found |= {f"{kind}{script}": latin.get("typeface", "") for script in ("HAnsi", "Ascii")}
    return found
