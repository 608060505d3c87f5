"""Hostile and clumsy workbooks: all faults reported at once, each with its place.

Never a traceback.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from doc_engine import programme, template
from doc_engine.cycle import Cycle
from doc_engine.document import DocumentCode
from doc_engine.document_data.cycle_data import CycleData, with_code
from doc_engine.docx_text import plain_text
from doc_engine.errors import Place, Problem, VanthuError
from doc_engine.opc_guard import UnsafePackage
from doc_engine.problem_groups import grouped
from doc_engine.render import Properties, Renderer
from doc_engine.spreadsheet.tables import SourceUnreadable
from doc_engine.template import Template
from doc_engine.units import units
from doc_engine.workbook import HiddenCells, Reading, ReadingOptions, annotated, blank, form, read
from doc_engine.workbook.faults import Fault
from tests.conftest import EXAMPLE, ROOT, require

PROGRAMME = EXAMPLE.parent / "chuong-trinh-minh-hoa.toml"
KNOWN = {id_: template.load(folder) for id_, folder in template.installed().items()}
Change = Callable[[Workbook], None]


@pytest.fixture
def changed(tmp_path: Path, templates: Mapping[str, Template]) -> Callable[[Change], Reading]:
    """A function that reads the example after a change to it."""
    (tmp_path / PROGRAMME.name).write_bytes(PROGRAMME.read_bytes())

    def reading(change: Change) -> Reading:
        workbook = load_workbook(EXAMPLE)
        change(workbook)
        workbook.save(tmp_path / "thu.xlsx")
        return read(tmp_path / "thu.xlsx", templates)

    return reading


def put(sheet: str, cell: str, value: Any) -> Change:
    def change(workbook: Workbook) -> None:
        workbook[sheet][cell] = value

    return change


def formatted(sheet: str, cell: str, value: Any, number_format: str) -> Change:
    def change(workbook: Workbook) -> None:
        workbook[sheet][cell].value = value
        workbook[sheet][cell].number_format = number_format

    return change


def hidden_rows(sheet: str, *rows: int) -> Change:
    def change(workbook: Workbook) -> None:
        for row in rows:
            workbook[sheet].row_dimensions[row].hidden = True

    return change


def many_members(workbook: Workbook) -> None:
    for _ in range(200):
        workbook["Hội đồng"].append(["Nguyễn Văn A", "Công chức", "Ủy viên", "Có"])


def only_notes(workbook: Workbook) -> None:
    for number, name in enumerate(workbook.sheetnames):
        workbook[name].title = f"Ghi chú {number}"


def reported(problem: Problem) -> tuple[str, str, int | None, str]:
    return (problem.code, problem.place.sheet, problem.place.row, problem.place.column)


def test_the_example_has_no_fault(reading: Reading) -> None:
    assert reading.problems == ()
    assert reading.cycle is not None


def test_what_the_example_says_is_read(cycle: Cycle) -> None:
    assert (cycle.year, cycle.lead.name, cycle.province.name) == (2024, "huyện Bạch Thông", "tỉnh Bắc Kạn")
    assert len(cycle.communes) == len(cycle.listed) == 14
    assert cycle.superior_plan.code == "134/KH-UBND"
    assert (cycle.self_report_due, cycle.decision_due, cycle.result_due) == (
        date(2024, 11, 15),
        date(2024, 11, 25),
        date(2024, 11, 30),
    )
    assert sorted(number for entry in cycle.assignments for number in entry.criteria) == list(range(1, 14))
    assert len(cycle.council.present) == 8


FAULTS: list[tuple[Change, str, str, int | None, str]] = [
    (lambda book: book.remove(book["Nơi nhận"]), "SL-01", "Nơi nhận", None, ""),
    (lambda book: book.create_sheet("Các xả"), "SL-02", "Các xả", None, ""),
    (put("Các xã", "C1", "Khu vựcc"), "SL-03", "Các xã", 1, ""),
    (put("Các xã", "F1", "Màu cờ"), "SL-04", "Các xã", 1, "F"),
    (put("Các xã", "F1", "mã xã"), "SL-05", "Các xã", 1, "F"),
    (lambda book: book["Hội đồng"].merge_cells("A3:A4"), "SL-06", "Hội đồng", None, ""),
    (put("Hội đồng", "B3", None), "SL-07", "Hội đồng", 3, "B"),
    (put("Văn bản", "C2", "31/02/2024"), "SL-08", "Văn bản", 2, "C"),
    (put("Kỳ đánh giá", "B4", "hai nghìn"), "SL-10", "Kỳ đánh giá", 3, "B"),
    (put("Hội đồng", "C3", "Trưởng ban"), "SL-11", "Hội đồng", 3, "C"),
    (put("Các xã", "A2", "99999"), "SL-12", "Các xã", 2, "A"),
    (put("Các xã", "A2", "00001"), "SL-13", "Các xã", 2, "A"),
    (put("Các xã", "A3", "01969"), "SL-15", "Các xã", 3, "A"),
    (put("Văn bản", "D2", "Nguyễn Văn Z"), "SL-24", "Văn bản", 2, "D"),
    (put("Người ký", "D3", "Cấp trưởng"), "SL-26", "Người ký", 3, "D"),
    (put("Phiên bản", "A1", "99"), "SL-27", "Phiên bản", 1, "A"),
    (put("Kỳ đánh giá", "A2", None), "SL-28", "Kỳ đánh giá", None, "A"),
    (put("Kỳ đánh giá", "A2", "Chương trinh"), "SL-29", "Kỳ đánh giá", 2, "A"),
    (put("Kỳ đánh giá", "B8", "KH 134"), "SL-30", "Kỳ đánh giá", 8, "B"),
    (put("Kỳ đánh giá", "B2", "khong-co.toml"), "SL-31", "Kỳ đánh giá", 2, "B"),
    (put("Hội đồng", "C3", "Chủ tịch"), "SL-32", "Hội đồng", None, ""),
    (put("Phân công", "B3", "10, 14"), "SL-33", "Phân công", 3, "B"),
    (put("Phân công", "B3", "10, 1"), "SL-34", "Phân công", 3, "B"),
    (put("Văn bản", "C3", date(2024, 3, 1)), "SL-35", "Văn bản", 3, "C"),
    (put("Kỳ đánh giá", "B20", date(2024, 11, 20)), "SL-35", "Văn bản", 12, "C"),
    (lambda book: book["Các xã"].delete_rows(2, 20), "SL-38", "Các xã", None, ""),
    (put("Kỳ đánh giá", "B3", 24), "SL-39", "Kỳ đánh giá", 3, "B"),
    (put("Kỳ đánh giá", "B7", 0.5), "SL-39", "Kỳ đánh giá", 7, "B"),
    (put("Văn bản", "C2", date(2023, 3, 28)), "SL-36", "Văn bản", 2, "C"),
    (put("Văn bản", "B3", "063"), "SL-37", "Văn bản", 3, "B"),
    (formatted("Kỳ đánh giá", "B7", 8, "# ?/?"), "SL-43", "Kỳ đánh giá", 7, "B"),
    (hidden_rows("Các xã", 4), "SL-44", "Các xã", 4, ""),
    (put("Kỳ đánh giá", "B10", "Uû ban nh©n d©n tØnh B¾c K¹n"), "SL-45", "Kỳ đánh giá", 10, "B"),
    (put("Hội đồng", "A3", "Nguyễn\u202e Văn A"), "SL-46", "Hội đồng", 3, "A"),
    (put("Hội đồng", "A3", "Nguyễn" * 5000), "SL-47", "Hội đồng", 3, "A"),
    (put("Hội đồng", "A3", "nguyễn văn a"), "SL-48", "Hội đồng", 3, "A"),
    (many_members, "SL-49", "Hội đồng", None, ""),
    (put("Kỳ đánh giá", "B3", 2034), "SL-50", "Kỳ đánh giá", 3, "B"),
    (only_notes, "SL-51", "", None, ""),
    (put("Kỳ đánh giá", "B21", 0.3125), "SL-52", "Kỳ đánh giá", 21, "B"),
    (put("Kỳ đánh giá", "B21", "25 giờ 99"), "SL-52", "Kỳ đánh giá", 21, "B"),
    (put("Phân công", "B2", 3.1), "SL-33", "Phân công", 2, "B"),
]


@pytest.mark.parametrize(("change", "code", "sheet", "row", "column"), FAULTS, ids=[fault[1] for fault in FAULTS])
def test_a_fault_of_the_whole_is_reported_with_its_place(
    changed: Callable[[Change], Reading], change: Change, code: str, sheet: str, row: int | None, column: str
) -> None:
    if code == "SL-10":
        row = 3
        change = put("Kỳ đánh giá", "B3", "hai nghìn")
    reading = changed(change)
    assert (code, sheet, row, column) in [reported(problem) for problem in reading.problems]
    assert reading.cycle is None


COMMUNE_FAULTS: list[tuple[Change, str, str, int | None, str]] = [
    (put("Điểm thẩm định", "C5", None), "SL-07", "Điểm thẩm định", 5, "C"),
    (put("Điểm thẩm định", "C5", "bảy"), "SL-09", "Điểm thẩm định", 5, "C"),
    (put("Điểm thẩm định", "C5", "1.000"), "SL-09", "Điểm thẩm định", 5, "C"),
    (put("Điểm thẩm định", "C5", 101), "SL-16", "Điểm thẩm định", 5, "C"),
    (put("Điểm tự chấm", "D5", -1), "SL-17", "Điểm tự chấm", 5, "D"),
    (put("Biểu quyết", "C5", 9), "SL-20", "Biểu quyết", 5, "C"),
    (put("Biểu quyết", "D5", "1,5"), "SL-10", "Biểu quyết", 5, "D"),
    (put("Điểm thẩm định", "E5", "=1+1"), "SL-21", "Điểm thẩm định", 5, "E"),
    (lambda book: book["Biểu quyết"].delete_rows(5), "SL-19", "Biểu quyết", None, "A"),
    (put("Biểu quyết", "B5", "Xã Vi Hương"), "SL-14", "Biểu quyết", 5, "B"),
    (formatted("Điểm thẩm định", "C5", 0.95, "0%"), "SL-42", "Điểm thẩm định", 5, "C"),
    (put("Điểm thẩm định", "C5", "95%"), "SL-42", "Điểm thẩm định", 5, "C"),
    (formatted("Điểm thẩm định", "C5", 45419, "dd/mm/yyyy"), "SL-09", "Điểm thẩm định", 5, "C"),
]


@pytest.mark.parametrize(
    ("change", "code", "sheet", "row", "column"), COMMUNE_FAULTS, ids=[fault[1] for fault in COMMUNE_FAULTS]
)
def test_a_fault_in_one_communes_rows_is_laid_to_that_commune_alone(
    changed: Callable[[Change], Reading], change: Change, code: str, sheet: str, row: int | None, column: str
) -> None:
    reading = changed(change)
    assert [reported(problem) for problem in reading.problems] == [(code, sheet, row, column)]
    assert list(reading.bad_units) == ["01981"]  # xã Vũ Muộn, in row 5
    assert reading.cycle is not None
    assert len(reading.cycle.communes) == len(reading.cycle.listed) == 14
    (problem,) = reading.problems
    assert problem.stops(("ky", "ket_qua"))
    assert not problem.stops(("ky", "xa"))
    assert problem.stops(("tu_danh_gia",)) == (sheet == "Điểm tự chấm")


WHOLLY: list[tuple[Change, str, str, str]] = [
    (put("Các xã", "C5", "mien nui"), "SL-11", "Các xã", "C"),
    (put("Các xã", "B5", "Xã Vi Hương"), "SL-14", "Các xã", "B"),
    (lambda book: book["Người ký"].delete_rows(8), "SL-25", "Văn bản", "D"),
]


@pytest.mark.parametrize(("change", "code", "sheet", "column"), WHOLLY, ids=[fault[1] for fault in WHOLLY])
def test_what_is_wrong_with_a_commune_itself_stops_all_its_documents_and_no_others(
    changed: Callable[[Change], Reading], change: Change, code: str, sheet: str, column: str
) -> None:
    reading = changed(change)
    assert {(problem.code, problem.place.sheet, problem.place.column) for problem in reading.problems} == {
        (code, sheet, column)
    }
    assert list(reading.bad_units) == ["01981"]
    assert reading.cycle is not None
    assert "01981" not in reading.cycle.commune
    assert len(reading.cycle.listed) == 14


def test_a_row_of_a_commune_that_is_not_listed_is_reported(changed: Callable[[Change], Reading]) -> None:
    reading = changed(put("Biểu quyết", "A5", "02059"))
    assert ("SL-18", "Biểu quyết", 5, "A") in [reported(problem) for problem in reading.problems]


def test_a_cell_that_shows_an_error_is_reported(changed: Callable[[Change], Reading]) -> None:
    def change(workbook: Workbook) -> None:
        cell = workbook["Điểm thẩm định"]["E5"]
        cell.value = "#N/A"
        cell.data_type = "e"

    assert [reported(problem) for problem in changed(change).problems] == [("SL-22", "Điểm thẩm định", 5, "E")]


def test_every_kind_of_fault_has_a_test() -> None:
    tested = {fault[1] for fault in FAULTS + COMMUNE_FAULTS} | {"SL-18", "SL-22", "SL-23", "SL-25"}
    tested |= {f"SL-{number}" for number in range(95, 101)}  # tests/doc_engine/test_scale.py
    tested |= {"SL-40", "SL-41"}  # of the communes' own councils: tests/office/test_whole_chain.py
    assert {fault.value[0] for fault in Fault} == tested


def test_all_faults_are_reported_at_once_in_the_order_of_the_file(changed: Callable[[Change], Reading]) -> None:
    def change(workbook: Workbook) -> None:
        workbook["Văn bản"]["C2"] = "hôm nay"
        workbook["Các xã"]["A4"] = "xx"
        workbook["Điểm thẩm định"]["C3"] = 500
        workbook["Hội đồng"]["C4"] = "Trưởng ban"

    found = [reported(problem) for problem in changed(change).problems]
    for expected in [
        ("SL-12", "Các xã", 4, "A"),
        ("SL-16", "Điểm thẩm định", 3, "C"),
        ("SL-11", "Hội đồng", 4, "C"),
        ("SL-08", "Văn bản", 2, "C"),
    ]:
        assert expected in found


def test_a_message_has_file_sheet_row_column_value_reason_and_remedy(changed: Callable[[Change], Reading]) -> None:
    problem = changed(put("Văn bản", "C2", "31/02/2024")).problems[0]
    assert str(problem) == (
        'Tệp thu.xlsx · trang "Văn bản" · dòng 2 · cột C "Ngày ban hành": "31/02/2024" không phải là ngày hợp lệ. '
        "Hãy nhập ngày/tháng/năm, ví dụ 05/03/2024. [SL-08]"
    )


def test_a_near_miss_gets_a_suggestion(changed: Callable[[Change], Reading]) -> None:
    reading = changed(put("Các xã", "C1", "Khu vựcc"))
    assert any('có phải là "Khu vực" không' in problem.reason for problem in reading.problems)


GENTLE: list[Change] = [
    put("Điểm thẩm định", "C2", "95"),
    put("Điểm thẩm định", "C2", "95,0"),
    put("Điểm thẩm định", "C2", " 95.0 "),
    put("Văn bản", "C2", "28/3/2024"),
    put("Văn bản", "C2", "28-03-2024"),
    put("Văn bản", "C2", "28.3.2024"),
    put("Văn bản", "C2", "ngày 28 tháng 3 năm 2024"),
    put("Văn bản", "C2", "2024-03-28"),
    put("Các xã", "A2", 1969),
    put("Các xã", "B2", "Thi\u0323 tra\u0302\u0301n Phu\u0309 Tho\u0302ng  "),
    put("Các xã", "B4", "Sỹ Bình"),
    put("Các xã", "C2", "MIEN-NUI"),
    put("Nơi nhận", "B3", "- CT, PCT UBND huyện;"),
    lambda book: book["Các xã"].insert_rows(5),
    lambda book: book["Các xã"].move_range("A1:B15", cols=6),
    lambda book: book.create_sheet("Ghi chú của Hoa"),
]


@pytest.mark.parametrize("change", GENTLE)
def test_clumsiness_that_leaves_no_doubt_is_forgiven(
    changed: Callable[[Change], Reading], cycle: Cycle, change: Change
) -> None:
    reading = changed(change)
    assert reading.problems == ()
    assert reading.cycle is not None
    assert reading.cycle.communes == cycle.communes
    assert reading.cycle.documents == cycle.documents
    assert reading.cycle.recipients == cycle.recipients


def test_a_table_that_does_not_begin_in_the_corner_keeps_excels_row_numbers(
    changed: Callable[[Change], Reading],
) -> None:
    reading = changed(lambda book: book["Các xã"].move_range("A1:D15", rows=2))
    assert {problem.place.row for problem in reading.problems if problem.place.sheet == "Các xã"} <= {1, None}


def test_other_shapes_of_the_same_data_give_the_same_cycle(
    tmp_path: Path, templates: Mapping[str, Template], cycle: Cycle
) -> None:
    workbook = load_workbook(EXAMPLE)
    (tmp_path / PROGRAMME.name).write_bytes(PROGRAMME.read_bytes())
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / PROGRAMME.name).write_bytes(PROGRAMME.read_bytes())
    data: dict[str, Any] = {}
    for page in workbook.worksheets:
        rows = [
            ["" if v is None else v.strftime("%d/%m/%Y") if hasattr(v, "strftime") else v for v in row]
            for row in page.values
        ]
        if page.title != form.VERSION_SHEET:
            data[page.title] = [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]
            text = "\n".join(";".join('"' + str(v).replace('"', '""') + '"' for v in row) for row in rows)
            (folder / f"{page.title}.csv").write_text("\ufeff" + text, encoding="utf-8")
    (tmp_path / "thu.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    for path in (tmp_path / "thu.json", folder):
        found = read(path, templates)
        assert found.problems == ()
        assert found.cycle is not None
        assert found.cycle.communes == cycle.communes
        assert found.cycle.documents == cycle.documents
        assert found.cycle.council == cycle.council


def zipped(**parts: bytes) -> bytes:
    """Return a zip; in the names, "/" is written as "__" and "." as "_0"."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_0", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "không phải tệp .xlsx"),
        (b"chu khong phai so", "không phải tệp .xlsx"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "kiểu cũ"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (zipped(word__document_0xml=b"<a/>"), "không phải tệp Excel"),
        (zipped(xl__workbook_0xml=b"<a/>", xl__a_0xml=b"0" * 60_000_000), "nén bất thường"),
        (zipped(**{f"a{number}": b"" for number in range(2_100)}), "quá lớn"),
        (zipped(xl__workbook_0xml=b"<a", xl___rels__workbook_0xml_0rels=b"<b"), "hỏng"),
    ],
)
def test_a_file_that_is_no_workbook_is_reported(
    tmp_path: Path, templates: Mapping[str, Template], content: bytes, why: str
) -> None:
    path = tmp_path / "thu.xlsx"
    path.write_bytes(content)
    with pytest.raises((UnsafePackage, SourceUnreadable), match=why):
        read(path, templates)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"Các xã": 5}', '{"Các xã": [5]}', "[" * 100_000])
def test_json_of_another_shape_is_reported(tmp_path: Path, templates: Mapping[str, Template], text: str) -> None:
    path = tmp_path / "thu.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceUnreadable):
        read(path, templates)


def test_twenty_thousand_rows_are_read_and_every_fault_is_reported(
    tmp_path: Path, templates: Mapping[str, Template]
) -> None:
    (tmp_path / PROGRAMME.name).write_bytes(PROGRAMME.read_bytes())
    workbook = load_workbook(EXAMPLE)
    page = workbook["Các xã"]
    for number in range(20_000):
        page.append([f"{90_000 + number % 9_000}", "Xã Không Có", "khac"])
    workbook.save(tmp_path / "thu.xlsx")
    assert sum(problem.code == "SL-12" for problem in read(tmp_path / "thu.xlsx", templates).problems) == 20_000


def test_more_rows_than_anyone_can_mean_are_reported_and_not_read(
    tmp_path: Path, templates: Mapping[str, Template]
) -> None:
    rows = [{"Mã xã": "01969"}] * (form.MAX_ROWS + 5)
    (tmp_path / "thu.json").write_text(json.dumps({"Các xã": rows}), encoding="utf-8")
    assert any(problem.code == "SL-23" for problem in read(tmp_path / "thu.json", templates).problems)


CELLS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.just("01969"))
PERIOD = st.fixed_dictionaries(
    {field.name: CELLS for field in form.PERIOD_FIELDS}
    | {"Chương trình": st.just(PROGRAMME.name), "Năm": st.sampled_from([2024, 0, 10**9, "x"])}
)
ROWS = {
    sheet.name: st.lists(st.fixed_dictionaries(dict.fromkeys(sheet.headings, CELLS)), max_size=2)
    for sheet in form.all_sheets(programme.load(PROGRAMME))[1:]
}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.fixed_dictionaries({form.PERIOD.name: PERIOD, **ROWS}))
def test_whatever_is_in_the_cells_reading_ends_with_problems_and_never_otherwise(
    content: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / PROGRAMME.name).write_bytes(PROGRAMME.read_bytes())
    path = tmp_path / "thu.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    try:
        reading = read(path, KNOWN)
    except VanthuError:
        return
    assert reading.cycle is None
    assert reading.problems


def test_a_blank_workbook_is_ready_to_be_filled(templates: Mapping[str, Template], tmp_path: Path) -> None:
    on = date(2024, 6, 30)
    lead, communes = units().at("063", on), units().children("063", on)
    one = programme.load(PROGRAMME)
    content = blank(lead, communes, one, PROGRAMME.name, 2024, templates)
    book = load_workbook(io.BytesIO(content))
    sheets = [sheet.name for sheet in form.all_sheets(one) if sheet is not form.SCALE]
    assert book.sheetnames == [*sheets, form.LISTS, form.VERSION_SHEET]
    assert {book[name].sheet_state for name in (form.LISTS, form.VERSION_SHEET)} == {"hidden"}
    page = book["Các xã"]
    assert [page.cell(row, 1).value for row in (2, 3)] == ["01969", "01975"]
    assert page["A2"].number_format == "@"
    assert page.freeze_panes == "C2"
    lists = {str(validation.sqref): validation.formula1 for validation in page.data_validations.dataValidation}
    assert str(lists["C2:C1000"]).startswith(f"'{form.LISTS}'!")
    assert "mien-nui" in [cell.value for column in book[form.LISTS].iter_cols() for cell in column]
    (tmp_path / PROGRAMME.name).write_bytes(PROGRAMME.read_bytes())
    (tmp_path / "trong.xlsx").write_bytes(content)
    codes = {problem.code for problem in read(tmp_path / "trong.xlsx", templates).problems}
    assert codes == {"SL-07"}  # nothing wrong with it but that it is empty


def test_the_clerks_copy_shows_each_fault_at_its_cell(changed: Callable[[Change], Reading], tmp_path: Path) -> None:
    reading = changed(put("Văn bản", "C2", "=hôm nay"))
    source = (tmp_path / "thu.xlsx").read_bytes()
    book = load_workbook(io.BytesIO(annotated(source, reading.problems)))
    assert book.sheetnames[0] == "Ghi chú lỗi"
    cell = book["Văn bản"]["C2"]
    assert cell.fill.fgColor.rgb == "00FFC7CE"
    assert cell.comment is not None
    assert [value for value in next(iter(book["Ghi chú lỗi"].iter_rows(min_row=2, values_only=True)))][:3] == [
        "Văn bản",
        2,
        "C Ngày ban hành",
    ]


def test_a_copy_marked_before_can_be_read_and_marked_again(
    changed: Callable[[Change], Reading], tmp_path: Path, templates: Mapping[str, Template]
) -> None:
    reading = changed(put("Văn bản", "C2", "hôm nay"))
    first = annotated((tmp_path / "thu.xlsx").read_bytes(), reading.problems)
    (tmp_path / "hai.xlsx").write_bytes(first)
    again = read(tmp_path / "hai.xlsx", templates)
    assert [reported(problem) for problem in again.problems] == [reported(problem) for problem in reading.problems]
    second = load_workbook(io.BytesIO(annotated(first, again.problems)))
    assert second.sheetnames.count("Ghi chú lỗi") == 1


FIXTURES = ROOT.parent / "shared" / "fixtures" / "faults" / "workbook"


def same_cycle(found: Cycle | None, cycle: Cycle) -> bool:
    """Whether two cycles have the same data; the texts of their programmes may differ."""
    return found is not None and replace(found, programme=cycle.programme) == cycle


def read_fixture(name: str, options: ReadingOptions = ReadingOptions()) -> Reading:  # noqa: B008  # a frozen value
    require((FIXTURES / name).is_file(), "the workbooks that failed")
    return read(FIXTURES / name, KNOWN, options)


def test_times_are_read_as_documents_write_them() -> None:
    cycle = read_fixture("01-time-cells.xlsx").cycle
    assert cycle is not None
    assert (cycle.council.began_at, cycle.council.ended_at) == ("07 giờ 30", "11 giờ 00")


def test_a_goal_of_100_percent_is_100() -> None:
    cycle = read_fixture("03-percent-100.xlsx").cycle
    assert cycle is not None
    assert cycle.target_percent == 100
    (plan,) = [one for one in KNOWN.values() if one.id == "ke-hoach-huyen"]
    document = CycleData(cycle).document(plan, cycle.lead, date(2024, 3, 28), "", {})
    properties = Properties(document.subject, "UBND", date(2024, 3, 28))
    text = plain_text(Renderer(plan.docx, plan.id).render(with_code(document, DocumentCode(1, "KH-UBND")), properties))
    assert "Phấn đấu đạt 100% xã" in text


@pytest.mark.parametrize("name", ["18-strict.xlsx", "20-title-row-above.xlsx"])
def test_a_workbook_of_another_producer_is_read(name: str, cycle: Cycle) -> None:
    assert same_cycle(read_fixture(name).cycle, cycle)


@pytest.mark.parametrize("name", ["17a-error-cells.xlsx", "17b-error-cells-prefixed.xlsx"])
def test_cells_that_show_an_error_are_reported_in_optional_fields_too(name: str) -> None:
    found = [reported(problem) for problem in read_fixture(name).problems]
    assert found == [("SL-22", "Kỳ đánh giá", 11, "B"), ("SL-22", "Các xã", 2, "D")]


def test_hidden_cells_are_reported_read_or_skipped_as_the_clerk_says(cycle: Cycle) -> None:
    reported_ = read_fixture("04-hidden.xlsx")
    assert [(one.code, one.place.row, one.place.column) for one in reported_.problems] == [
        ("SL-44", 4, ""), ("SL-44", 5, ""), ("SL-44", 6, ""), ("SL-44", None, "C"),
    ]  # fmt: skip
    assert same_cycle(read_fixture("04-hidden.xlsx", ReadingOptions(HiddenCells.READ)).cycle, cycle)
    skipped = read_fixture("04-hidden.xlsx", ReadingOptions(HiddenCells.SKIP))
    missing = {one.value for one in skipped.problems if one.code == "SL-19"}
    assert missing == {"01978", "01981", "01984"}
    assert {one.place.column for one in skipped.problems if one.code == "SL-07"} == {"C"}


def test_a_strict_workbook_can_be_marked(tmp_path: Path) -> None:
    require((FIXTURES / "18-strict.xlsx").is_file(), "the workbooks that failed")
    problem = Problem("SL-09", Place("x.xlsx", "Điểm thẩm định", 5, "C"), "bảy", "không phải số.", "Hãy sửa.")
    (tmp_path / "x.xlsx").write_bytes(annotated((FIXTURES / "18-strict.xlsx").read_bytes(), [problem]))
    marked = load_workbook(tmp_path / "x.xlsx")
    assert marked["Điểm thẩm định"]["C5"].comment is not None
    assert marked["Các xã"]["A2"].value == "01969"


def test_one_root_is_one_fault(changed: Callable[[Change], Reading]) -> None:
    """A wrong year, code or heading makes much wrong that is not."""
    roots: list[tuple[Change, list[str]]] = [
        (put("Kỳ đánh giá", "B3", 2034), ["SL-50"]),
        (put("Kỳ đánh giá", "B4", "999"), ["SL-12"]),
        (put("Các xã", "A5", "99999"), ["SL-12"]),
        (put("Các xã", "A1", "Mã của xã"), ["SL-04", "SL-03"]),
        (put("Hội đồng", "C1", "Vai"), ["SL-04", "SL-03"]),
        (put("Hội đồng của xã", "E1", "Vai"), ["SL-04", "SL-03"]),
        (put("Biểu quyết", "A1", "Mã"), ["SL-04", "SL-03"]),
    ]
    for change, codes in roots:
        assert [problem.code for problem in changed(change).problems] == codes


def test_equal_faults_are_told_once_with_their_cells(changed: Callable[[Change], Reading]) -> None:
    def change(workbook: Workbook) -> None:
        for row in (3, 4, 5, 9):
            workbook["Điểm thẩm định"][f"C{row}"] = "bảy"
        for row in (3, 4):
            workbook["Điểm tự chấm"][f"D{row}"] = None
            workbook["Điểm tự chấm"][f"E{row}"] = None

    told = [str(group) for group in grouped(changed(change).problems)]
    assert len(told) == 2
    assert 'trang "Điểm tự chấm": còn 4 ô (D3:E4) chưa điền' in told[0]
    assert 'cột "Tiêu chí 1" · 4 ô (C3:C5, C9): "bảy" không phải là số hợp lệ.' in told[1]


def test_what_remains_in_a_new_workbook_is_told_sheet_by_sheet(
    templates: Mapping[str, Template], tmp_path: Path
) -> None:
    on = date(2024, 12, 31)
    lead = units().at("063", on)
    known = {id_: one for id_, one in templates.items() if one.manifest.of_a_cycle}
    program = programme.find("xa-phu-hop-tre-em", tmp_path)
    (tmp_path / "moi.xlsx").write_bytes(blank(lead, units().children("063", on), program, program.id, 2024, known))
    reading = read(tmp_path / "moi.xlsx", templates)
    assert {problem.code for problem in reading.problems} == {"SL-07"}
    told = [group.problems[0].place.sheet for group in grouped(reading.problems)]
    assert len(told) == len(set(told))


def test_what_nobody_sees_is_cleaned_and_told(changed: Callable[[Change], Reading], cycle: Cycle) -> None:
    def change(workbook: Workbook) -> None:
        workbook["Các xã"]["A2"] = "\u200b" + workbook["Các xã"]["A2"].value
        workbook["Điểm thẩm định"]["C2"].number_format = "0"
        workbook["Điểm thẩm định"]["C2"] = float(workbook["Điểm thẩm định"]["C2"].value) - 0.25

    reading = changed(change)
    assert reading.problems == ()
    assert [reported(notice) for notice in reading.notices] == [
        ("SL-90", "Các xã", 2, "A"),
        ("SL-92", "Điểm thẩm định", 2, "C"),
    ]
    assert same_cycle(reading.cycle, cycle)


def test_old_encodings_are_converted_where_the_clerk_wants_it(
    tmp_path: Path, templates: Mapping[str, Template]
) -> None:
    workbook = load_workbook(EXAMPLE)
    workbook["Hội đồng"]["B3"] = "Phã Chñ tÞch Uû ban nh©n d©n huyÖn"
    (tmp_path / PROGRAMME.name).write_bytes(PROGRAMME.read_bytes())
    workbook.save(tmp_path / "x.xlsx")
    reading = read(tmp_path / "x.xlsx", templates, ReadingOptions(convert=True))
    assert reading.cycle is not None
    assert reading.cycle.council.members[1].position == "Phó Chủ tịch Uỷ ban nhân dân huyện"
    assert [notice.code for notice in reading.notices] == ["SL-91"]


def test_what_was_cleaned_is_what_is_read(changed: Callable[[Change], Reading], cycle: Cycle) -> None:
    def change(workbook: Workbook) -> None:
        workbook["Kỳ đánh giá"]["B21"] = "08 giờ 00\u200b"
        workbook["Văn bản"]["C2"] = "28/03/2024\u200b"
        points = workbook["Điểm thẩm định"]["C2"]
        points.value = f"{points.value}\u200b"

    reading = changed(change)
    assert same_cycle(reading.cycle, cycle)
    assert {notice.code for notice in reading.notices} == {"SL-90"}


def test_a_hidden_sheet_is_skipped_too(tmp_path: Path, templates: Mapping[str, Template]) -> None:
    workbook = load_workbook(EXAMPLE)
    workbook["Hội đồng của xã"].sheet_state = "hidden"
    workbook["Họp của xã"].sheet_state = "hidden"
    (tmp_path / PROGRAMME.name).write_bytes(PROGRAMME.read_bytes())
    workbook.save(tmp_path / "x.xlsx")
    reading = read(tmp_path / "x.xlsx", templates, ReadingOptions(HiddenCells.SKIP))
    assert reading.cycle is not None
    assert all(entry.own_council is None for entry in reading.cycle.communes)


def test_a_hidden_commune_that_is_skipped_is_no_fault_of_other_sheets(
    tmp_path: Path, templates: Mapping[str, Template]
) -> None:
    workbook = load_workbook(EXAMPLE)
    workbook["Các xã"].row_dimensions[5].hidden = True
    (tmp_path / PROGRAMME.name).write_bytes(PROGRAMME.read_bytes())
    workbook.save(tmp_path / "x.xlsx")
    assert read(tmp_path / "x.xlsx", templates, ReadingOptions(HiddenCells.SKIP)).problems == ()


def test_cells_beside_the_table_are_told_and_make_no_row(changed: Callable[[Change], Reading], cycle: Cycle) -> None:
    def change(workbook: Workbook) -> None:
        workbook["Điểm thẩm định"]["T5"] = "xem lại"
        workbook["Điểm thẩm định"]["T40"] = "cộng"

    reading = changed(change)
    assert (reading.problems, reading.cycle) == ((), cycle)
    assert [reported(one) for one in reading.notices] == [
        ("SL-94", "Điểm thẩm định", 5, "T"),
        ("SL-94", "Điểm thẩm định", 40, "T"),
    ]


def test_more_roots_are_one_fault(changed: Callable[[Change], Reading]) -> None:
    for change, told in (
        (put("Kỳ đánh giá", "B2", "khong-co.toml"), ["SL-31"]),
        (lambda book: book["Người ký"].merge_cells("A2:A3"), ["SL-06", "SL-07"]),
    ):
        assert [problem.code for problem in changed(change).problems] == told
    elsewhere = changed(put("Kỳ đánh giá", "B4", "060"))
    assert len([one for one in grouped(elsewhere.problems) if one.problems[0].code == "SL-13"]) == 1


def test_a_rounded_percentage_is_told(changed: Callable[[Change], Reading]) -> None:
    reading = changed(formatted("Kỳ đánh giá", "B7", 0.854, "0%"))
    assert reading.cycle is not None
    assert reading.cycle.target_percent == 85
    assert [(notice.code, "85,4" in notice.reason) for notice in reading.notices] == [("SL-92", True)]


def test_a_fault_with_control_characters_can_be_marked(tmp_path: Path) -> None:
    problem = Problem("SL-46", Place("x.xlsx", "Các xã", 2, "D"), "a\x01b", "có ký tự.", "Hãy xóa.")
    (tmp_path / "x.xlsx").write_bytes(annotated(EXAMPLE.read_bytes(), [problem]))
    assert load_workbook(tmp_path / "x.xlsx").worksheets[0]["D2"].value == "a\ufffdb"
