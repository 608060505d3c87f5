"""Sheets of an .xlsx, read by an XML parser, cell by cell.

Transitional and Strict files, of any producer: names are compared without their namespaces and prefixes, attributes in
any order. Blank cells are not kept, however far away; what is kept is counted before it is trusted.

Source: ECMA-376, Part 1, 18.2 (workbook), 18.3 (sheets), 18.4 (strings), 18.8 (formats).
"""

import datetime
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from .cell import EMPTY, Cell, Look, number_of
from .number_format import BUILT_IN, cell_with
from .table import MAX_COLUMNS, Hidden, Table, TooLarge, cell_name

MAX_CELLS = 400_000  # with content, in all sheets: 20,000 rows of 20 columns
_MAX_PLACES = 4_000_000  # of rows as they are kept, blanks between filled cells included
_MAX_TEXTS = 20_000_000  # letters of all cells
_MAX_MERGED = 10_000
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HEAD = 4096
_YES = ("1", "true")


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

    Raises NotAWorkbook, TooLarge, and what zipfile, lxml and wrong references raise for damaged files (LookupError,
    ValueError, ArithmeticError, XMLSyntaxError, BadZipFile).
    """
    main = next(iter(_related(package, "", "officeDocument").values()), "xl/workbook.xml")
    if main not in package.namelist() or _local(workbook := _parsed(package, main)) != "workbook":
        raise NotAWorkbook
    properties = next((one for one in workbook if _local(one) == "workbookPr"), None)
    from_1904 = properties is not None and properties.get("date1904") in _YES
    sheets = _related(package, main, "worksheet")
    listed = [
        _Listed(str(one.get("name")), sheets[_relation(one)], one.get("state", "visible") != "visible")
        for one in workbook.iter()
        if _local(one) == "sheet" and _relation(one) in sheets  # else a chart or a dialog
    ]
    if not listed:
        raise LookupError("no sheet has a part")
    texts = [
        text for part in _related(package, main, "sharedStrings").values() for text in _shared_texts(package, part)
    ]
    formats = [code for part in _related(package, main, "styles").values() for code in _formats(package, part)]
    reader = _Reader(texts, formats, from_1904=from_1904)
    for sheet in listed:
        yield reader.table(package, sheet)


class _Reader:
    """A reader of sheets that counts what it keeps, and keeps no element."""

    def __init__(self, texts: Sequence[str], formats: Sequence[str], *, from_1904: bool) -> None:
        self._texts, self._formats, self._from_1904 = texts, formats, from_1904
        self._cells = self._letters = self._places = 0

    def table(self, package: zipfile.ZipFile, sheet: _Listed) -> Table:
        rows: dict[int, list[Cell]] = {}
        hidden_rows: set[int] = set()
        hidden_columns: set[int] = set()
        merged: list[str] = []
        found: dict[int, Cell] = {}  # the cells of the row in hand, by column
        number, column, is_hidden, all_hidden, in_cell = 0, -1, False, False, False
        for event, element in _events(package, sheet.part):
            name = _local(element)
            if event == "start":
                if name == "row":
                    number, column, found = int(element.get("r") or number + 1), -1, {}
                    is_hidden = element.get("hidden", "1" if all_hidden else "0") in _YES or _is_zero(element.get("ht"))
                elif name == "c":
                    in_cell = True
                continue
            if name == "c":
                column, in_cell = _column(element.get("r"), column + 1), False
                self._take(sheet.name, number, column, self._cell(element), found)
            elif name == "row" and found:
                self._keep(sheet.name, number, found, rows)
                hidden_rows |= {number} if is_hidden else set()
            elif name == "sheetFormatPr":
                all_hidden = element.get("zeroHeight") in _YES
            elif name == "col" and (element.get("hidden") in _YES or _is_zero(element.get("width"))):
                first, last = int(element.get("min", "1")), int(element.get("max", "1"))
                hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))
            elif name == "mergeCell":
                merged.append(str(element.get("ref")))
                if len(merged) > _MAX_MERGED:
                    raise TooLarge(sheet.name, str(element.get("ref")), far=False)
            if not in_cell:
                _release(element)
        hidden = Hidden(sheet.hidden, frozenset(hidden_rows), frozenset(hidden_columns))
        return Table(sheet.name, dict(sorted(rows.items())), tuple(merged), hidden)

    def _take(self, sheet: str, number: int, column: int, cell: Cell, found: dict[int, Cell]) -> None:
        """Take a cell with content. Raises TooLarge."""
        if cell == EMPTY:
            return
        self._cells += 1
        self._letters += len(cell.shown)
        if column >= MAX_COLUMNS or self._cells > MAX_CELLS or self._letters > _MAX_TEXTS:
            raise TooLarge(sheet, cell_name(number - 1, column), far=column >= MAX_COLUMNS)
        found[column] = cell

    def _keep(self, sheet: str, number: int, found: Mapping[int, Cell], rows: dict[int, list[Cell]]) -> None:
        """Keep a row up to its last filled cell. Raises TooLarge."""
        last = max(found)
        self._places += last + 1
        if self._places > _MAX_PLACES:
            raise TooLarge(sheet, cell_name(number - 1, last), far=True)
        earlier = rows.get(number, [])
        width = max(last + 1, len(earlier))
        rows[number] = [found.get(at) or (earlier[at] if at < len(earlier) else EMPTY) for at in range(width)]

    def _cell(self, element: etree._Element) -> Cell:
        kind, value, formula = element.get("t", "n"), "", False
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
            return Cell(value, value or "#", Look.ERROR)
        if formula and not value and kind != "str":
            return Cell("", "", Look.UNSAVED)  # a formula whose result is the empty text has the type "str"
        if kind == "inlineStr":
            return _text_cell(inline)
        if not value:
            return EMPTY
        match kind:
            case "s":
                return _text_cell(self._texts[_index(value)])
            case "str":
                return _text_cell(_unescaped(value))
            case "b":
                return Cell(value in _YES, "Có" if value in _YES else "Không")
            case "d":
                return _day_cell(value)
            case _:
                style = element.get("s")
                code = self._formats[_index(style)] if style and self._formats else "General"
                return cell_with(number_of(value), code, from_1904=self._from_1904)


def _index(text: str) -> int:
    """An index into a list of the file. Raises ValueError for a negative one."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _is_zero(measure: str | None) -> bool:
    try:
        return measure is not None and float(measure) == 0
    except ValueError:
        return False


def _day_cell(value: str) -> Cell:
    """A cell of the type "d" (ISO 8601), which Strict files may have."""
    written = value.removesuffix("Z")
    if re.fullmatch(r"\d{2}:\d{2}(:\d{2}(\.\d+)?)?", written):
        time = datetime.time.fromisoformat(written)
        return Cell(time, f"{time:%H:%M}", Look.TIME)
    moment = datetime.datetime.fromisoformat(written)
    return Cell(moment, f"{moment:%d/%m/%Y %H:%M}" if moment.time() != datetime.time() else f"{moment:%d/%m/%Y}")


def _text_cell(text: str) -> Cell:
    return Cell(text, text) if text else EMPTY


def _shared_texts(package: zipfile.ZipFile, part: str) -> list[str]:
    texts: list[str] = []
    letters = 0
    depth = 0
    for event, element in _events(package, part):
        is_item = _local(element) == "si"
        depth += (1 if event == "start" else -1) if is_item else 0
        if event == "end" and is_item:
            texts.append(_text(element))
            letters += len(texts[-1])
            if letters > _MAX_TEXTS or len(texts) > 2 * MAX_CELLS:
                raise TooLarge("", "", far=False)
        if event == "end" and not depth:
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


def _formats(package: zipfile.ZipFile, part: str) -> list[str]:
    """The number format of each cell style (cellXfs)."""
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


def _relation(element: etree._Element) -> str:
    """The relationship id of an element, whatever the prefix; "" for none."""
    return next((value for key, value in element.attrib.items() if etree.QName(str(key)).localname == "id"), "")


def _related(package: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """The parts related to a part as a kind ("worksheet"), by relationship id."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in package.namelist():
        return {}
    found = {}
    for one in _parsed(package, rels):
        if str(one.get("Type", "")).rpartition("/")[2] == kind and one.get("TargetMode") != "External":
            target = str(one.get("Target", ""))
            joined = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            found[str(one.get("Id"))] = posixpath.normpath(joined)
    return found


def _parsed(package: zipfile.ZipFile, part: str) -> etree._Element:
    _refuse_doctype(package, part)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(package.read(part), parser)


def _events(package: zipfile.ZipFile, part: str) -> Iterator[tuple[str, etree._Element]]:
    """Yield the starts and ends of a part's elements, read little by little."""
    _refuse_doctype(package, part)
    with package.open(part) as stream:
        yield from etree.iterparse(
            stream,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )


def _refuse_doctype(package: zipfile.ZipFile, part: str) -> None:
    """Raise ValueError for a part with entities of its own, which no program writes."""
    with package.open(part) as stream:
        head = stream.read(_HEAD)
    if b"<!DOCTYPE" in head.replace(b"\0", b""):
        raise ValueError(part)


def _release(element: etree._Element) -> None:
    """Free what was read, and the siblings before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""  # a comment has no name
