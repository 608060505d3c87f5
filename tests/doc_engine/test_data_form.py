"""Forms for the data of one document, made from its schema.

Filled in with Excel or as text, read back as meant.
"""

import io
import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cli.main import run
from doc_engine.data_form import (
    DataUnreadable,
    Described,
    FormTooDeep,
    PlainData,
    blank_text,
    blank_workbook,
    read_text,
    read_workbook,
)
from doc_engine.document_types import DocumentType
from doc_engine.errors import InputRejected
from doc_engine.nd30 import lists
from doc_engine.template import Template, check_data, validator
from office.issue.drafting import data_of
from tests.conftest import ROOT, require

KINDS = list(DocumentType)
NUMBERS = ROOT.parent / "shared" / "fixtures" / "faults" / "workbook" / "tb-so.xlsx"
LISTS = [lists.named(name) for name in ("danh mục hồ sơ", "mục lục văn bản", "biên bản giao nhận")]
SUBMISSION = data_of(DocumentType.SUBMISSION)


def at(data: Any, path: str) -> Any:
    for step in path.split("."):
        data = data.get(step) if isinstance(data, Mapping) else None
    return data


def filled_workbook(described: Described, data: Mapping[str, Any]) -> bytes:
    """Return the blank form with the data filled in; long lists get more rows."""
    book = load_workbook(io.BytesIO(blank_workbook(described)))
    main = book["Dữ liệu"]
    rows = [(main.cell(row, 1).value, row) for row in range(2, main.max_row + 1)]
    for path in dict(rows):
        value = at(data, str(path).removesuffix("[]"))
        places = [row for name, row in rows if name == path]
        if isinstance(value, list):
            _put_list(main, str(path), places, value)
        elif value is not None:
            main.cell(places[0], 3, value)
        rows = [(main.cell(row, 1).value, row) for row in range(2, main.max_row + 1)]
    for page in book.worksheets[1:]:
        _put_table(page, next(found for path, found in _all_lists(data) if path.endswith(page.title)))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put_list(page: Worksheet, path: str, places: list[int], values: list[Any]) -> None:
    if len(values) > len(places):
        page.insert_rows(places[-1] + 1, len(values) - len(places))
    for row, value in enumerate(values, start=places[0]):
        page.cell(row, 3, value)


def _put_table(page: Worksheet, entries: list[Mapping[str, Any]]) -> None:
    names = [cell.value for cell in page[1]]
    for row, entry in enumerate(entries, start=3):
        for column, name in enumerate(names, start=1):
            page.cell(row, column, entry.get(str(name)))


def _all_lists(data: Any, path: str = "") -> list[tuple[str, Any]]:
    if isinstance(data, list):
        return [(path, data)]
    parts = data.items() if isinstance(data, Mapping) else ()
    return [one for name, inner in parts for one in _all_lists(inner, f"{path}.{name}".lstrip("."))]


def without_blanks(value: Any) -> Any:
    """Return the data without empty texts: in a form, "" is an empty cell."""
    if isinstance(value, Mapping):
        return {name: without_blanks(one) for name, one in value.items() if one not in ("", None, [])}
    return [without_blanks(one) for one in value] if isinstance(value, list) else value


def described(named: str, templates: Mapping[str, Template]) -> Described:
    return templates[named] if named in templates else data_of(DocumentType.named(named))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.title)
def test_what_is_typed_into_the_form_of_a_type_is_read_back(kind: DocumentType, tmp_path: Path) -> None:
    form = data_of(kind)
    (tmp_path / "a.xlsx").write_bytes(filled_workbook(form, form.sample))
    assert read_workbook(tmp_path / "a.xlsx", form).data == form.sample


@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.name)
def test_what_is_typed_into_the_form_of_a_list_is_read_back(one: lists.ListForm, tmp_path: Path) -> None:
    form = data_of(one)
    (tmp_path / "a.xlsx").write_bytes(filled_workbook(form, form.sample))
    read = read_workbook(tmp_path / "a.xlsx", form).data
    assert read.pop("nam", "2024") == "2024"  # which these schemas allow as a number, too
    assert without_blanks(read) == {k: v for k, v in without_blanks(form.sample).items() if k != "nam"}


def test_what_is_typed_into_the_form_of_a_template_is_read_back(
    templates: Mapping[str, Template], tmp_path: Path
) -> None:
    for one in templates.values():
        (tmp_path / "a.xlsx").write_bytes(filled_workbook(one, one.sample))
        read = read_workbook(tmp_path / "a.xlsx", one).data
        made = {"gach_co_quan", "gach_trich_yeu"} & one.sample["van_ban"].keys()  # which no form asks for
        wanted = {**one.sample, "van_ban": {k: v for k, v in one.sample["van_ban"].items() if k not in made}}
        assert without_blanks(read) == without_blanks(wanted)
        one.check({**read, "van_ban": {**read["van_ban"], **{k: "_" for k in made}}}, "a.xlsx")


def test_the_text_form_of_everything_is_read_back(templates: Mapping[str, Template], tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    for one in (*templates.values(), *(data_of(kind) for kind in KINDS), *(data_of(form) for form in LISTS)):
        asked = yaml.safe_load(blank_text(one))
        assert list(asked) == list(one.schema["properties"])
        file.write_text(yaml.safe_dump(dict(one.sample), allow_unicode=True), "utf-8")
        wanted = without_blanks(one.sample)
        if isinstance(wanted.get("nam"), int):
            wanted["nam"] = str(wanted["nam"])
        assert without_blanks(read_text(file, one).data) == wanted


def changed(tmp_path: Path, change: Callable[[Any], object], described: Described = SUBMISSION) -> Path:
    book = load_workbook(io.BytesIO(filled_workbook(described, described.sample)))
    change(book)
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def row_of(book: Any, path: str) -> int:
    page = book["Dữ liệu"]
    return next(row for row in range(2, page.max_row + 1) if page.cell(row, 1).value == path)


def put(path: str, value: object, column: int = 3) -> Callable[[Any], object]:
    return lambda book: book["Dữ liệu"].cell(row_of(book, path), column, value)


def reported(file: Path) -> list[str]:
    with pytest.raises(InputRejected) as rejected:
        read_workbook(file, SUBMISSION)
    return [f"{one.place.row}{one.place.column}: {one.reason} {one.remedy}" for one in rejected.value.problems]


def test_days_and_numbers_are_as_the_schema_wants_them(tmp_path: Path) -> None:
    for written in (date(2024, 11, 5), "05/11/2024", "ngày 5 tháng 11 năm 2024", "2024-11-05"):
        assert read_workbook(changed(tmp_path, put("ngay", written)), SUBMISSION).data["ngay"] == "2024-11-05"
    assert read_workbook(changed(tmp_path, put("so", 12.0)), SUBMISSION).data["so"] == 12
    assert read_workbook(changed(tmp_path, put("trich_yeu", 2024)), SUBMISSION).data["trich_yeu"] == "2024"


def test_what_the_form_does_not_know_is_reported_with_its_place(tmp_path: Path) -> None:
    (problem,) = reported(changed(tmp_path, put("dia_danh", "dia_dan", column=1)))
    assert problem.endswith('A: không có trường này. Có phải là "dia_danh" không?')

    def stray(book: Any) -> None:
        book["Dữ liệu"].insert_rows(row_of(book, "dia_danh") + 1)
        book["Dữ liệu"].cell(row_of(book, "dia_danh") + 1, 3, "lạc chỗ")

    (problem,) = reported(changed(tmp_path, stray))
    assert "không rõ giá trị này của trường nào" in problem

    def twice(book: Any) -> None:
        book["Dữ liệu"].append(("dia_danh", None, "Phủ Thông"))

    (problem,) = reported(changed(tmp_path, twice))
    assert "đã ghi ở dòng trên" in problem


def test_a_column_that_a_table_does_not_have_is_reported(tmp_path: Path) -> None:
    form = data_of(lists.named("danh mục hồ sơ"))

    def wrong(book: Any) -> None:
        book.worksheets[1].cell(1, 1, "tieu_dee")

    with pytest.raises(InputRejected) as rejected:
        read_workbook(changed(tmp_path, wrong, form), form)
    (problem,) = rejected.value.problems
    assert (problem.place.row, problem.place.column, problem.reason) == (1, "A", "không có cột này.")


def test_a_value_beside_the_columns_is_reported(tmp_path: Path) -> None:
    form = data_of(lists.named("danh mục hồ sơ"))

    def beside(book: Any) -> None:
        book.worksheets[1].cell(4, 30, "lạc cột")
        book["Dữ liệu"].cell(3, 9, "lạc cột")

    with pytest.raises(InputRejected) as rejected:
        read_workbook(changed(tmp_path, beside, form), form)
    assert [(one.place.row, one.place.column) for one in rejected.value.problems] == [(3, "I"), (4, "AD")]
    assert "không được đọc" in rejected.value.problems[0].reason


TEXT = {"type": "string"}


def record_of(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields}


def rows_of(**fields: Any) -> dict[str, Any]:
    return {"type": "array", "items": record_of(**fields)}


def test_two_tables_whose_shortened_names_are_the_same_have_sheets_of_their_own(tmp_path: Path) -> None:
    table = rows_of(ten=TEXT)
    long = "danh_sach_cac_thanh_vien_du_hop"
    form = PlainData("x", record_of(a=record_of(**{long: table}), b=record_of(**{long.upper(): table})), {})
    book = load_workbook(io.BytesIO(blank_workbook(form)))
    for page, name in zip(book.worksheets[1:], ("một", "hai"), strict=True):
        page.cell(3, 1, name)
    book.save(tmp_path / "a.xlsx")
    data = read_workbook(tmp_path / "a.xlsx", form).data
    assert data == {"a": {long: [{"ten": "một"}]}, "b": {long.upper(): [{"ten": "hai"}]}}


def test_a_long_list_of_choices_lies_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    choices = [f"Lựa chọn thứ {number}, dài" for number in range(30)]
    form = PlainData("x", record_of(chon={"enum": choices}, khac={"enum": choices[:20]}), {})
    book = load_workbook(io.BytesIO(blank_workbook(form)))
    formulas = [one.formula1 for one in book["Dữ liệu"].data_validations.dataValidation]
    assert formulas == ["'Danh sách chọn'!$A$1:$A$30", "'Danh sách chọn'!$B$1:$B$20"]
    assert [cell.value for cell in book["Danh sách chọn"]["A"]] == choices
    book["Dữ liệu"].cell(2, 3, choices[7])
    book.save(tmp_path / "a.xlsx")
    assert read_workbook(tmp_path / "a.xlsx", form).data == {"chon": choices[7]}


def test_a_list_inside_a_row_is_reported_and_has_its_place_in_the_text_form(tmp_path: Path) -> None:
    form = PlainData("x", record_of(xa=rows_of(ten=TEXT, thon={"type": "array", "items": TEXT})), {})
    with pytest.raises(FormTooDeep, match=re.escape("xa[].thon")):
        blank_workbook(form)
    (tmp_path / "a.yaml").write_text(blank_text(form).replace('""', '"Nà Hin"'), "utf-8")
    assert read_text(tmp_path / "a.yaml", form).data == {"xa": [{"ten": "Nà Hin", "thon": ["Nà Hin"]}]}


@pytest.mark.parametrize("formula", ['="1. "&A1', "#REF!"])
def test_a_cell_that_shows_something_and_holds_nothing_is_reported(tmp_path: Path, formula: str) -> None:
    def broken(book: Any) -> None:
        cell = book["Dữ liệu"].cell(row_of(book, "noi_dung[]"), 3, formula)
        cell.data_type = "e" if formula.startswith("#") else "f"

    (problem,) = reported(changed(tmp_path, broken))
    assert "C: " in problem
    assert "công thức" in problem


def test_columns_are_found_by_their_headings(tmp_path: Path) -> None:
    def moved(book: Any) -> None:
        book["Dữ liệu"].insert_cols(1, 2)
        book["Dữ liệu"].insert_rows(1)
        book["Dữ liệu"].cell(1, 1, "Biểu mẫu của tôi")

    assert read_workbook(changed(tmp_path, moved), SUBMISSION).data == SUBMISSION.sample
    (problem,) = reported(changed(tmp_path, lambda book: book["Dữ liệu"].delete_cols(3)))
    assert "không có dòng tiêu đề này" in problem


def test_a_table_is_never_dropped_in_silence(tmp_path: Path) -> None:
    form = data_of(lists.named("danh mục hồ sơ"))

    def renamed(book: Any) -> None:
        book.worksheets[1].title = "khác"

    with pytest.raises(InputRejected, match="1 lỗi"):
        read_workbook(changed(tmp_path, renamed, form), form)
    for name, row in (("delete_rows", 2), ("insert_rows", 1)):

        def change(book: Any, name: str = name, row: int = row) -> None:
            book.worksheets[1].cell(3, 1, "Hồ sơ có thật")
            getattr(book.worksheets[1], name)(row)

        assert len(read_workbook(changed(tmp_path, change, form), form).data["cac_dong"]) == 1


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("kinh_gui: Sở Nội vụ", "kinh_gui"),
        ("ky: Nguyễn Văn A", "ky"),
        ("ky: {ho_ten: A, chuc_vu: B, cach_ki: KT.}", "ky"),
        ("trich_yeu: [a, b]", "trich_yeu"),
        ("noi_dung: [{a: b}]", "noi_dung.0"),
    ],
)
def test_what_is_not_of_its_kind_is_left_for_the_schema_to_report(text: str, field: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    data = {**SUBMISSION.sample, **read_text(tmp_path / "a.yaml", SUBMISSION).data}
    problems = []
    try:
        check_data(validator(SUBMISSION.schema), data, "a.yaml")
    except InputRejected as rejected:
        problems = [one.place.heading for one in rejected.problems]
    assert field in problems


def test_a_workbook_that_is_no_form_is_reported(tmp_path: Path) -> None:
    def renamed(book: Any) -> None:
        book["Dữ liệu"].title = "Khác"

    (problem,) = reported(changed(tmp_path, renamed))
    assert "không có trang này" in problem


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: &x [1]\nb: [*x, *x]", "dấu *, dòng 2"),
        ("a: [", "dòng 1"),
        ("- a", "không chứa các trường"),
        ("dia_danh: a\ndia_danh: b", 'trường "dia_danh" ghi hai lần, dòng 2'),
        ("a: " + "[" * 5000, "lồng nhau quá sâu"),
        ("\x00", "ký tự U+0000"),
    ],
)
def test_a_text_that_is_no_form_is_reported(text: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    with pytest.raises(DataUnreadable, match=re.escape(why)):
        read_text(tmp_path / "a.yaml", SUBMISSION)


def test_texts_are_taken_as_they_are_written(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("dia_danh: no\nluu: 08\nso: 12\nky: {ho_ten: 2024-11-05}\nthua: x", "utf-8")
    data = read_text(tmp_path / "a.yaml", SUBMISSION).data
    assert (data["dia_danh"], data["luu"], data["so"], data["ky"]["ho_ten"]) == ("no", "08", 12, "2024-11-05")
    assert data["thua"] == "x"  # for the schema to report


def test_a_clerk_asks_for_a_form_fills_it_and_gets_the_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, out = tmp_path / "a.xlsx", tmp_path / "a.docx"
    assert run(["template", "show", "--type", "tờ trình", "--form", str(form)]) == 0
    draft = ["draft", "--type", "tờ trình", "--data", str(form), "-o", str(out)]
    capsys.readouterr()
    assert (run(draft), out.exists()) == (3, False)
    err = capsys.readouterr().err
    assert 'trang "Dữ liệu" · dòng 2 · cột C' not in err  # co_quan_chu_quan may stay empty
    assert 'dòng 3 · cột C "co_quan[]": cần ít nhất một phần tử' in err
    form.write_bytes(filled_workbook(SUBMISSION, SUBMISSION.sample))
    assert (run(draft), out.exists()) == (0, True)
    assert run(["template", "show", "ke-hoach-xa", "--form", str(tmp_path / "a.txt")]) == 2


def test_the_fields_of_a_type_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["template", "show", "--type", "giấy giới thiệu", "--json"]) == 0
    shown = {one["field"] for one in json.loads(capsys.readouterr().out)}
    assert {"ong_ba", "het_ngay", "ky.ho_ten"} <= shown
    assert not shown & {"ket_thuc", "lien_he", "ben_a.ben"}


def test_a_cell_is_read_as_excel_shows_it() -> None:
    require(NUMBERS.is_file(), "the form that failed")
    read = read_workbook(NUMBERS, data_of(DocumentType.NOTICE)).data
    assert read["ngay"] == "2024-11-05"
    assert read["noi_dung"] == [
        "1.234.567,8", "85%", "0,3", "0,0000001", "7:30", "05/11/2024 7:30", "Có", "0987654321", "1.500.000 đồng",
        "2024", "1000000000000000", "khoảng trắng\xa0\xa0 ẩn 😀 <b>&amp; ‘’ “” – — …", "25:00", "dòng 1\ndòng 2",
    ]  # fmt: skip


def test_what_a_text_may_not_hold_is_reported_with_its_cell(tmp_path: Path) -> None:
    book = load_workbook(NUMBERS)
    main = book["Dữ liệu"]
    main["C9"], main["C12"] = "VÒ viÖc hç trî kinh phÝ", "Nội dung\u202e ngược"
    main["C13"].value, main["C13"].number_format = 0.5, "# ?/?"
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(InputRejected) as error:
        read_workbook(tmp_path / "x.xlsx", data_of(DocumentType.NOTICE))
    told = [(one.place.row, one.reason) for one in error.value.problems]
    assert [row for row, _ in told] == [9, 12, 13]
    assert "Về việc hỗ trợ kinh phí" in told[0][1]
    assert "U+202E" in told[1][1]


def test_a_name_is_a_name_and_a_text_has_an_end(tmp_path: Path) -> None:
    book = load_workbook(NUMBERS)
    main = book["Dữ liệu"]
    row = next(row for row in range(2, main.max_row + 1) if main.cell(row, 1).value == "ky.ho_ten")
    main["C12"] = "dài " * 10_000
    for name, said in (("nguyễn văn a", "chưa viết hoa"), ("Nguyễn " * 5000, "nhiều hơn 100")):
        main.cell(row, 3).value = name
        book.save(tmp_path / "x.xlsx")
        with pytest.raises(InputRejected) as error:
            read_workbook(tmp_path / "x.xlsx", data_of(DocumentType.NOTICE))
        told = {one.place.row: one.reason for one in error.value.problems}
        assert said in told[row]
        assert "nhiều hơn 20000" in told[12]
        assert all(len(one.value) < 100 for one in error.value.problems if one.place.row == row or one.place.row == 12)
