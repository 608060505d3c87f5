"""List labels that Word generates: "1.", "Điều 2.", "a)"."""

from collections import defaultdict

from .xml import Element, W, attribute, count, value

_DEEPEST = 8  # ilvl, 0-based: Word has nine levels
_HIGHEST = 32_767  # the highest start value that Word accepts
_DASHES = ("-", "\N{EN DASH}", "\N{EM DASH}", "\uf02d")  # the last in the font Symbol
_ROMAN = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbering:
    """The counters of all lists; paragraphs must be read from top to bottom."""

    def __init__(self, numbering: Element | None) -> None:
        found = numbering if numbering is not None else ()
        abstract = {attribute(one, "abstractNumId"): one for one in found if one.tag == f"{W}abstractNum"}
        self._lists = {
            attribute(one, "numId"): abstract.get(value(one, "abstractNumId")) for one in found if one.tag == f"{W}num"
        }
        self._restarts = {
            (attribute(one, "numId"), attribute(level, "ilvl")): count(value(level, "startOverride"), _HIGHEST)
            for one in found
            if one.tag == f"{W}num"
            for level in one.iterfind(f"{W}lvlOverride")
        }
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def level(self, properties: Element | None) -> Element | None:
        """The w:lvl that a numPr names; None for none, or for a list removed (numId 0)."""
        found = self._lists.get(value(properties, "numId"))
        return self._level(found, count(value(properties, "ilvl"), _DEEPEST) or 0) if found is not None else None

    def next_label(self, properties: Element | None) -> str:
        """Advance the list of a numPr and return the label; "" for no list.

        A bullet is "-" for a dash, "•" for any other shape.
        """
        level = self.level(properties)
        if level is None:
            return ""
        list_ = level.getparent()
        assert list_ is not None
        depth = count(attribute(level, "ilvl"), _DEEPEST) or 0
        counts = self._counts[attribute(list_, "abstractNumId") or ""]
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        # A list that overrides a start begins there when it is first used, whatever other lists of its look counted.
        restart = self._restarts.pop((value(properties, "numId"), str(depth)), None)
        counts[depth] = counts.get(depth, _start(level) - 1) + 1 if restart is None else restart
        text = value(level, "lvlText") or ""
        if value(level, "numFmt") == "bullet":
            return "-" if text.strip() in _DASHES else "•" if text.strip() else ""
        for other in range(depth + 1):
            shown = self._level(list_, other)
            reached = counts.setdefault(other, _start(shown))
            text = text.replace(f"%{other + 1}", _written(reached, value(shown, "numFmt") or "decimal"))
        return text

    @staticmethod
    def _level(list_: Element, depth: int) -> Element | None:
        return next((one for one in list_.iterfind(f"{W}lvl") if attribute(one, "ilvl") == str(depth)), None)


def _start(level: Element | None) -> int:
    found = count(value(level, "start"), _HIGHEST)
    return 1 if found is None else found


def _written(which: int, form: str) -> str:
    match form:
        case "lowerLetter" | "upperLetter":
            text = chr(ord("a") + (which - 1) % 26) * ((which - 1) // 26 + 1)
        case "lowerRoman" | "upperRoman":
            text = _roman(which)
        case "decimalZero":
            text = f"{which:02}"
        case "none":
            text = ""
        case _:
            text = str(which)
    return text.upper() if form.startswith("upper") else text


def _roman(which: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        while which >= worth:
            text, which = text + letters, which - worth
    return text
