"""Sheets of an .xlsx, read by an XML parser, cell by cell.

Transitional and Strict files, of any producer: names are compared without their namespaces and prefixes, attributes in
any order. Blank cells are not kept, however far away; what is kept is counted before it is trusted.

Source: ECMA-376, Part 1, 18.2 (workbook), 18.3 (sheets), 18.4 (strings), 18.8 (formats).
"""

import datetime
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from .cell import EMPTY, Cell, Look, number_of
from .number_format import BUILT_IN, cell_with
from .table import MAX_COLUMNS, Hidden, Table, TooLarge, cell_name

MAX_CELLS = 400_000  # with content, in all sheets: 20,000 rows of 20 columns
_MAX_TEXTS = 20_000_000  # letters of all cells
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WORKBOOK = "xl/workbook.xml"


class NotAWorkbook(ValueError):
    """A package that has no workbook."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    hidden: bool


def read(package: zipfile.ZipFile) -> Iterator[Table]:
    """Yield the sheets of a workbook in their order.

    Raises NotAWorkbook, TooLarge, and what zipfile and lxml raise for damaged files (KeyError, ValueError,
    XMLSyntaxError, BadZipFile).
    """
    if _WORKBOOK not in package.namelist():
        raise NotAWorkbook
    workbook = _parsed(package, _WORKBOOK)
    properties = next((one for one in workbook if _local(one) == "workbookPr"), None)
    from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    targets = {str(one.get("Id")): str(one.get("Target")) for one in _parsed(package, "xl/_rels/workbook.xml.rels")}
    listed = [
        _Listed(
            str(one.get("name")),
            _part(targets[next(value for key, value in one.attrib.items() if etree.QName(str(key)).localname == "id")]),
            one.get("state", "visible") != "visible",
        )
        for one in workbook.iter()
        if _local(one) == "sheet"
    ]
    reader = _Reader(_shared_texts(package), _formats(package), from_1904=from_1904)
    for sheet in listed:
        yield reader.table(package, sheet)


class _Reader:
    """A reader of sheets that counts what it keeps."""

    def __init__(self, texts: Sequence[str], formats: Sequence[str], *, from_1904: bool) -> None:
        self._texts, self._formats, self._from_1904 = texts, formats, from_1904
        self._cells = self._letters = 0

    def table(self, package: zipfile.ZipFile, sheet: _Listed) -> Table:
        rows: dict[int, list[Cell]] = {}
        hidden_rows: set[int] = set()
        hidden_columns: set[int] = set()
        merged: list[str] = []
        number, default_hidden = 0, False
        with package.open(sheet.part) as stream:
            for event, element in _events(stream):
                name = _local(element)
                if event == "start":
                    if name == "row":
                        number = int(element.get("r") or number + 1)
                        if element.get("hidden", "1" if default_hidden else "0") in ("1", "true"):
                            hidden_rows.add(number)
                    continue
                if name == "row":
                    self._row(sheet.name, number, element, rows)
                elif name == "sheetFormatPr":
                    default_hidden = element.get("zeroHeight") in ("1", "true")
                elif name == "col" and element.get("hidden") in ("1", "true"):
                    first, last = int(element.get("min", "1")), int(element.get("max", "1"))
                    hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))
                elif name == "mergeCell":
                    merged.append(str(element.get("ref")))
                if name in ("row", "mergeCell", "col"):
                    _release(element)
        return Table(
            sheet.name,
            rows,
            tuple(merged),
            Hidden(sheet.hidden, frozenset(hidden_rows & rows.keys()), frozenset(hidden_columns)),
        )

    def _row(self, sheet: str, number: int, row: etree._Element, rows: dict[int, list[Cell]]) -> None:
        found: list[Cell] = []
        column = -1
        for element in row:
            if _local(element) != "c":
                continue
            column = _column(element.get("r"), column + 1)
            cell = self._cell(element)
            if cell == EMPTY:
                continue
            self._cells += 1
            self._letters += len(cell.shown)
            if column >= MAX_COLUMNS or self._cells > MAX_CELLS or self._letters > _MAX_TEXTS:
                raise TooLarge(sheet, cell_name(number - 1, column), far=column >= MAX_COLUMNS)
            found.extend([EMPTY] * (column - len(found)))
            found.append(cell)
        if found:
            rows[number] = found

    def _cell(self, element: etree._Element) -> Cell:
        kind, value, formula = element.get("t", "n"), None, False
        inline = ""
        for child in element:
            match _local(child):
                case "v":
                    value = child.text or ""
                case "f":
                    formula = True
                case "is":
                    inline = _text(child)
        if kind == "e":
            return Cell(value or "", value or "#", Look.ERROR)
        if formula and not value and kind != "str":
            return Cell("", "", Look.UNSAVED)  # a formula whose result is the empty text has the type "str"
        if kind == "inlineStr":
            return _text_cell(inline)
        if not value:
            return EMPTY
        match kind:
            case "s":
                return _text_cell(self._texts[int(value)])
            case "str":
                return _text_cell(_unescaped(value))
            case "b":
                return Cell(value in ("1", "true"), "Có" if value in ("1", "true") else "Không")
            case "d":
                moment = datetime.datetime.fromisoformat(value.removesuffix("Z"))
                return Cell(moment, f"{moment:%d/%m/%Y}")
            case _:
                style = int(element.get("s") or 0)
                code = self._formats[style] if style < len(self._formats) else "General"
                return cell_with(number_of(value), code, from_1904=self._from_1904)


def _text_cell(text: str) -> Cell:
    return Cell(text, text) if text else EMPTY


def _shared_texts(package: zipfile.ZipFile) -> list[str]:
    part = "xl/sharedStrings.xml"
    if part not in package.namelist():
        return []
    texts = []
    with package.open(part) as stream:
        for event, element in _events(stream):
            if event == "end" and _local(element) == "si":
                texts.append(_text(element))
                _release(element)
    return texts


def _text(item: etree._Element) -> str:
    """The text of a string item, without the readings that phonetic runs give (rPh)."""
    texts = []
    for child in item:
        if _local(child) == "t":
            texts.append(child.text or "")
        elif _local(child) == "r":
            texts += [one.text or "" for one in child if _local(one) == "t"]
    return _unescaped("".join(texts))


def _unescaped(text: str) -> str:
    """A text without escapes of characters that XML does not allow (22.9.2.19)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _formats(package: zipfile.ZipFile) -> list[str]:
    """The number format of each cell style (cellXfs)."""
    part = "xl/styles.xml"
    if part not in package.namelist():
        return []
    codes = dict(BUILT_IN)
    found: list[str] = []
    for group in _parsed(package, part):
        if _local(group) == "numFmts":
            codes |= {int(one.get("numFmtId", "0")): str(one.get("formatCode")) for one in group if _local(one)}
        elif _local(group) == "cellXfs":
            found = [codes.get(int(one.get("numFmtId") or 0), "General") for one in group if _local(one)]
    return found


def _column(reference: str | None, following: int) -> int:
    """The 0-based column of a cell; one without a reference follows the last one."""
    match = _REFERENCE.fullmatch(reference or "")
    if match is None:
        return following
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _parsed(package: zipfile.ZipFile, part: str) -> etree._Element:
    return etree.fromstring(package.read(part), etree.XMLParser(resolve_entities=False, no_network=True))


def _events(stream: object) -> Iterator[tuple[str, etree._Element]]:
    return iter(etree.iterparse(stream, events=("start", "end"), resolve_entities=False, no_network=True))  # type: ignore[call-overload]


def _release(element: etree._Element) -> None:
    """Free what was read, and the siblings before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""  # a comment has no name
