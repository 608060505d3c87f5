"""The form as a workbook: one sheet of fields, one more for each table.

Both are read back with the places of the fields.
"""

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..errors import ExitCode, InputRejected, Place, Problem, VanthuError
from ..remedies import RemedyAction
from ..spreadsheet import cells
from ..spreadsheet.cell import EMPTY, Cell, Look
from ..spreadsheet.cell_text import LAYER_NAMES, examine
from ..spreadsheet.table import Table, column_letter, same_name
from ..spreadsheet.tables import tables
from .filled import CODE, FilledForm, put_together
from .shape import Described, Kind, Shape, example, leaves, shape

MAIN = "Dữ liệu"
HEADINGS = ("Trường", "Ý nghĩa", "Giá trị", "Kiểu", "Ví dụ")
_WIDTHS = (24, 48, 70, 16, 40)
_VALUE = HEADINGS.index("Giá trị")
_ROWS_OF_A_LIST = 4
_FIRST_ENTRY = 3  # row of a table's first entry in the blank form: below the names and their meanings
_HEADING = PatternFill("solid", fgColor="DDE8F0")
_GREY = Font(color="666666", italic=True)
_LINE = Border(bottom=Side(style="thin", color="888888"))
_LONGEST_NAME = 31
_NAME = "ho_ten"  # the end of a field's path
_LONGEST_PERSON, _LONGEST_TEXT = 100, 20_000  # letters
_QUOTED = 60
_LONGEST_CHOICE = 255  # letters that Excel takes in a validation's own list
_CHOICES = "Danh sách chọn"
_WRAP = Alignment(wrap_text=True, vertical="top")


class FormTooDeep(VanthuError):
    """Records and lists inside a table's row, which no sheet has a place for."""

    code = "DL-05"
    exit_code = ExitCode.REFUSED
    message = "Biểu mẫu Excel không chứa được các trường nằm trong từng dòng của bảng: {fields}."
    remedy = f"Hãy dùng biểu mẫu dạng chữ: {RemedyAction.TEXT_FORM}."


def blank_workbook(described: Described) -> bytes:
    """The .xlsx to fill in.

    A list of texts has some rows; more may be added below, with an empty column A. Raises FormTooDeep.
    """
    whole, workbook = shape(described), Workbook()
    _refuse_deep(whole)
    page = workbook.worksheets[0]
    page.title = MAIN
    _head(page, HEADINGS, _WIDTHS)
    rows: list[tuple[str, Shape]] = []
    for path, one in _fields(whole):
        rows += [(path, one)] * (_ROWS_OF_A_LIST if path.endswith("[]") else 1)
    for row, (path, one) in enumerate(rows, start=2):
        first = row == 2 or rows[row - 3][0] != path
        kind = f"{one.kind_text}, bắt buộc" if one.must_be_filled else one.kind_text
        texts = (path, one.title, None, kind, example(described.sample, path)) if first else (path,)
        for column, text in enumerate(texts, start=1):
            cell = page.cell(row, column, text)
            cell.alignment = _WRAP
            cell.font = Font() if column == _VALUE + 1 else _GREY
        page.cell(row, _VALUE + 1).number_format = "@"
        page.cell(row, _VALUE + 1).alignment = _WRAP
        if one.choices:
            _choices(page, f"{column_letter(_VALUE)}{row}", one.choices)
    for name, _, table in _sheets(whole):
        _blank_table(workbook.create_sheet(name), table)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def read_workbook(file: Path, described: Described) -> FilledForm:
    """Read a filled-in workbook.

    Raises SourceUnreadable or UnsafePackage for what is no workbook, InputRejected with all cells that are no field.
    """
    reader = _Reader(file.name, shape(described), tables(file))
    reader.read()
    if reader.problems:
        raise InputRejected(file.name, tuple(reader.problems))
    return FilledForm(put_together(reader.shape, reader.given), reader.places)


class _Reader:
    """A reader that collects nested texts and the place of each field."""

    def __init__(self, file: str, whole: Shape, found: dict[str, Table]) -> None:
        self.shape = whole
        self.given: dict[str, Any] = {}
        self.places: dict[str, Place] = {}
        self.problems: list[Problem] = []
        self._file, self._found = file, found

    def read(self) -> None:
        main = self._sheet(MAIN)
        if main is None:
            self._note(Place(self._file, MAIN), "", "không có trang này.", "Hãy dùng biểu mẫu do phần mềm tạo.")
            return
        self._read_fields(main)
        for name, path, table in _sheets(self.shape):
            page = self._sheet(name)
            if page is None:
                self._note(Place(self._file, name), "", "không có trang này.", "Hãy tạo lại biểu mẫu.")
            else:
                self._read_table(page, path, table)

    def _sheet(self, name: str) -> Table | None:
        exact = self._found.get(name)
        return exact or next((table for found, table in self._found.items() if same_name(found, name)), None)

    def _read_fields(self, page: Table) -> None:
        known = dict(_fields(self.shape))
        headed = self._headed(page, {HEADINGS[0], HEADINGS[_VALUE]})
        if headed is None:
            return
        begins, columns = headed
        self._note_beside(page, begins)
        self._note_hidden(page, begins, columns.values())
        names, values = columns[HEADINGS[0]], columns[HEADINGS[_VALUE]]
        open_list = ""
        for row, cells_of_row in page.below(begins):
            path, value = cells.text(_at(cells_of_row, names)), _at(cells_of_row, values)
            place = Place(self._file, page.name, row, column_letter(values), path or open_list)
            value = self._noted(value, place)
            path = path or (open_list if value != EMPTY else "")
            if path in known:
                open_list = path if path.endswith("[]") else ""
                self._take(path, value, place)
            elif path or value != EMPTY:
                near = get_close_matches(path, known, 1)
                remedy = f'Có phải là "{near[0]}" không?' if near else "Hãy xóa dòng này, hoặc ghi đúng tên trường."
                reason = "không có trường này." if path else "không rõ giá trị này của trường nào."
                self._note(Place(self._file, page.name, row, column_letter(names)), path or value.shown, reason, remedy)

    def _take(self, path: str, value: Cell, place: Place) -> None:
        record, name = self._record(path.removesuffix("[]"))
        inside = path.removesuffix("[]")
        if path.endswith("[]"):
            entries = record.setdefault(name, [])
            self.places.setdefault(inside, place)
            if value != EMPTY:
                self.places[f"{inside}.{len(entries)}"] = place
                entries.append(value)
        elif record.get(name, EMPTY) != EMPTY:
            self._note(place, value.shown, "trường này đã ghi ở dòng trên.", "Hãy giữ lại một dòng.")
        else:
            record[name] = value
            self.places[inside] = place

    def _record(self, path: str) -> tuple[dict[str, Any], str]:
        """The record of the field, created if missing, and the field's name in it."""
        record, steps = self.given, path.split(".")
        for step in steps[:-1]:
            record = record.setdefault(step, {})
        return record, steps[-1]

    def _read_table(self, page: Table, path: str, table: Shape) -> None:
        record, name = self._record(path)
        known = {part.name: part for part in table.parts}
        headed = self._headed(page, set(known), some=True)
        if headed is None:
            return
        begins, columns = headed
        self._note_beside(page, begins)
        self._note_hidden(page, begins, columns.values())
        names = [cells.text(cell) for cell in page.row(begins)]
        self.places[path] = Place(self._file, page.name)
        for column, heading in enumerate(names):
            if heading and names.index(heading) < column:
                place = Place(self._file, page.name, begins, column_letter(column))
                self._note(place, heading, "cột này có hai lần.", "Hãy xóa một cột.")
            if heading and heading not in known:
                near = get_close_matches(heading, known, 1)
                remedy = f'Có phải là "{near[0]}" không?' if near else "Hãy xóa cột này."
                place = Place(self._file, page.name, begins, column_letter(column))
                self._note(place, heading, "không có cột này.", remedy)
        entries = record.setdefault(name, [])
        for row, cells_of_row in page.below(begins):
            typed = {heading: _at(cells_of_row, column) for column, heading in enumerate(names) if heading in known}
            if row == begins + 1 and _is_explanation(typed, known):
                continue
            at = {
                heading: Place(self._file, page.name, row, column_letter(column), heading)
                for column, heading in enumerate(names)
            }
            entry = {heading: self._noted(cell, at[heading]) for heading, cell in typed.items()}
            if any(value != EMPTY for value in entry.values()):
                self.places |= {f"{path}.{len(entries)}.{heading}": place for heading, place in at.items()}
                entries.append(entry)

    def _headed(self, page: Table, wanted: set[str], *, some: bool = False) -> tuple[int, dict[str, int]] | None:
        """The number of the headings' row (1-based), and the column of each heading.

        None, with a problem noted, when they are missing. `some`: one of them is enough.
        """
        for row, cells_of_row in page.rows.items():
            texts = [cells.text(cell) for cell in cells_of_row]
            found = wanted & set(texts)
            if found == wanted or (some and found):
                return row, {name: texts.index(name) for name in found}
        missing = ", ".join(sorted(wanted))
        self._note(Place(self._file, page.name), missing, "không có dòng tiêu đề này.", "Hãy tạo lại biểu mẫu.")
        return None

    def _note_beside(self, page: Table, begins: int) -> None:
        """Note the cells in columns without a heading, which are not read."""
        headings = [cells.text(cell) for cell in page.row(begins)]
        for row, cells_of_row in page.below(begins):
            for column, cell in enumerate(cells_of_row):
                if cell != EMPTY and not (column < len(headings) and headings[column]):
                    place = Place(self._file, page.name, row, column_letter(column))
                    self._note(
                        place,
                        cells.text(cell),
                        "cột này không có tiêu đề nên không được đọc.",
                        "Hãy chuyển sang đúng cột, hoặc xóa ô này.",
                    )

    def _note_hidden(self, page: Table, begins: int, columns: Collection[int]) -> None:
        """Note hidden rows and columns of the form: nobody sees what they would print."""
        remedy = "Hãy bỏ ẩn (Unhide) rồi xem lại."
        for row in sorted(page.hidden.rows):
            if row > begins:
                self._note(Place(self._file, page.name, row), "", "dòng này đang bị ẩn trong Excel.", remedy)
        for column in sorted(page.hidden.columns & set(columns)):
            place = Place(self._file, page.name, None, column_letter(column))
            self._note(place, "", "cột này đang bị ẩn trong Excel.", remedy)

    def _noted(self, cell: Cell, place: Place) -> Cell:
        """Return the cell as it is taken; note one in trouble, and what no text may hold."""
        if cell.look is Look.ERROR:
            self._note(place, cell.shown, "ô này đang báo lỗi của Excel.", "Hãy sửa công thức, hoặc gõ giá trị.")
            return EMPTY
        if cell.look is Look.UNSAVED:
            self._note(place, "", "công thức chưa được tính.", "Hãy mở bằng Excel, lưu lại, hoặc gõ giá trị.")
            return EMPTY
        if cell.look is Look.UNSURE:
            reason = "không rõ số này là bao nhiêu, vì dạng hiển thị của ô."
            self._note(place, cell.shown, reason, "Hãy để ô ở dạng số (General) rồi xem lại giá trị.")
        if not isinstance(cell.value, str) or not cell.value:
            return cell
        found = examine(cell.value)
        if found.forbidden:
            self._note(place, cell.shown, f"có ký tự {found.forbidden} không nhìn thấy.", "Hãy xóa ô và gõ lại.")
        if found.layer:
            reason = f'là chữ gõ bằng bảng mã {LAYER_NAMES[found.layer]}, đọc ra là "{found.text}".'
            self._note(place, cell.shown, reason, "Hãy gõ lại bằng Unicode.")
        self._note_length(found.text, place)
        return Cell(found.text, found.text)

    def _note_length(self, text: str, place: Place) -> None:
        """Note a text that was pasted by mistake, and a person's name in lower case."""
        is_name = place.heading.endswith(_NAME)
        longest = _LONGEST_PERSON if is_name else _LONGEST_TEXT
        if len(text) > longest:
            reason = f"dài {len(text)} chữ cái, nhiều hơn {longest}."
            self._note(place, f"{text[:_QUOTED]}…", reason, "Hãy xem lại: có thể đã dán nhầm.")
        elif is_name and any(word[:1].islower() for word in text.split()):
            remedy = "Hãy viết hoa chữ cái đầu mỗi âm tiết (Nghị định 30, Phụ lục II, Mục II.1)."
            self._note(place, text, "là tên người chưa viết hoa.", remedy)

    def _note(self, place: Place, value: str, reason: str, remedy: str) -> None:
        self.problems.append(Problem(CODE, place, value, reason, remedy))


def _fields(whole: Shape) -> Iterator[tuple[str, Shape]]:
    """The fields on the main sheet: all but those of tables' entries."""
    return ((path, one) for path, one in leaves(whole) if "[]." not in path)


def _tables(whole: Shape, path: str = "") -> Iterator[tuple[str, Shape]]:
    """The lists of records, each with the shape of its entries."""
    for part in whole.asked:
        inside = f"{path}.{part.name}" if path else part.name
        if part.kind is Kind.RECORD:
            yield from _tables(part, inside)
        elif part.entry is not None and part.entry.kind is Kind.RECORD:
            yield inside, part.entry


def _sheets(whole: Shape) -> Iterator[tuple[str, str, Shape]]:
    """The sheet of each table, its path and the shape of its entries.

    Excel allows 31 characters and ignores case; the end of a path is more specific than its beginning. Later sheets
    of the same name are numbered.
    """
    used = {MAIN.casefold()}
    for path, table in _tables(whole):
        name, count = path[-_LONGEST_NAME:], 1
        while name.casefold() in used:
            count += 1
            name = f"{path[-_LONGEST_NAME + 3 :]} {count}"
        used.add(name.casefold())
        yield name, path, table


def _refuse_deep(whole: Shape) -> None:
    """Raise FormTooDeep with every field that no sheet has a place for."""
    deep = [
        f"{path}[].{part.name}"
        for path, table in _tables(whole)
        for part in table.asked
        if part.kind in (Kind.RECORD, Kind.LIST)
    ]
    if deep:
        raise FormTooDeep(fields=", ".join(deep))


def _is_explanation(typed: Mapping[str, Cell], known: Mapping[str, Shape]) -> bool:
    """Whether the row is the blank form's own, which explains the columns."""
    return all(cell.shown in ("", known[name].title or known[name].kind_text) for name, cell in typed.items())


def _at(row: Sequence[Cell], column: int) -> Cell:
    return row[column] if column < len(row) else EMPTY


def _head(page: Worksheet, headings: Sequence[str], widths: Sequence[int]) -> None:
    page.freeze_panes = "A2"
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        cell = page.cell(1, column + 1, heading)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEADING, _LINE
        page.column_dimensions[column_letter(column)].width = width


def _blank_table(page: Worksheet, table: Shape) -> None:
    names = [part.name for part in table.asked]
    _head(page, names, [max(14, len(name) + 4) for name in names])
    page.freeze_panes = f"A{_FIRST_ENTRY}"
    for column, part in enumerate(table.asked, start=1):
        cell = page.cell(2, column, part.title or part.kind_text)
        cell.font, cell.alignment = _GREY, _WRAP
        page.column_dimensions[column_letter(column - 1)].number_format = "@"


def _choices(page: Worksheet, cells_: str, choices: Sequence[str]) -> None:
    validation = DataValidation("list", formula1=_choice_list(page, choices), allow_blank=True)
    validation.error = "Hãy chọn trong danh sách."
    page.add_data_validation(validation)
    validation.add(cells_)


def _choice_list(page: Worksheet, choices: Sequence[str]) -> str:
    """The choices for a validation: inline, or a column of a hidden sheet if too many."""
    offered = [one for one in choices if one]
    inline = f'"{",".join(offered)}"'
    if len(inline) <= _LONGEST_CHOICE and not any("," in one for one in offered):
        return inline
    workbook = page.parent
    assert workbook is not None
    listed = workbook[_CHOICES] if _CHOICES in workbook.sheetnames else workbook.create_sheet(_CHOICES)
    listed.sheet_state = "hidden"
    column = listed.max_column + 1 if listed["A1"].value is not None else 1
    for row, one in enumerate(offered, start=1):
        listed.cell(row, column, one)
    letter = column_letter(column - 1)
    return f"'{_CHOICES}'!${letter}$1:${letter}${len(offered)}"
