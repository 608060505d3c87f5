"""Registers and lists of Phụ lục IV and V: prescribed columns, repeated headings.

Refused where a field is missing.
"""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from cli.main import run
from doc_engine.docx_text import paragraphs, plain_text
from doc_engine.errors import InputRejected
from doc_engine.nd30 import lists
from doc_engine.nd30.checking import Severity, check
from doc_engine.nd30.lists import ListForm
from doc_engine.ooxml.package import DocxPackage
from doc_engine.ooxml.story import read
from doc_engine.workbook import Reading
from office.issue import batch, registers
from office.issue.drafting import draft_of_list
from office.issue.planning import Choice
from office.issue.registers import NothingRegistered
from office.office import Office
from tests.conftest import EXAMPLE

TODAY = date(2024, 12, 31)
COLUMNS = {"sổ đăng ký văn bản đi": 10, "danh mục hồ sơ": 5, "mục lục hồ sơ, tài liệu nộp lưu": 7,
           "mục lục văn bản, tài liệu": 7, "biên bản giao nhận hồ sơ, tài liệu": 0}  # fmt: skip


@pytest.mark.parametrize("form", lists.FORMS, ids=lambda form: form.file)
def test_every_prescribed_column_is_there_and_its_heading_repeats(form: ListForm) -> None:
    docx = draft_of_list(form, lists.sample(form), "mau", TODAY)
    assert len(form.columns) == COLUMNS[form.name]
    shown = paragraphs(docx)
    for number, (_, heading, _) in enumerate(form.columns, start=1):
        assert heading in shown
        assert f"({number})" in shown
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        body = package.read("word/document.xml").decode()
    assert body.count("<w:tblHeader/>") == (2 if form.columns else 0)


@pytest.mark.parametrize("form", lists.FORMS, ids=lambda form: form.file)
def test_a_list_lacking_a_field_is_refused_with_its_path(form: ListForm) -> None:
    data = lists.sample(form)
    for name in ("co_quan", form.fields[0][0]):
        lacking = {key: value for key, value in data.items() if key != name}
        with pytest.raises(InputRejected) as refused:
            draft_of_list(form, lacking, "mau", TODAY)
        assert [problem.place.heading for problem in refused.value.problems] == [name]


@pytest.mark.parametrize("form", lists.FORMS, ids=lambda form: form.name)
def test_the_checker_finds_no_fault_with_a_form_of_the_annexes(form: ListForm) -> None:
    """A form of a kind unknown to the checker, which still checks its page."""
    filled = json.loads(json.dumps(lists.sample(form)).replace("\\u2026", "x"))
    docx = draft_of_list(form, filled, "mau", TODAY)
    assert check(docx, "mau.docx").of(Severity.ERROR, Severity.WARNING) == ()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as package, zipfile.ZipFile(out, "w") as narrow:
        for name in package.namelist():
            narrow.writestr(name, package.read(name).replace(b'="11906"', b'="10000"'))
    assert {one.rule.code for one in check(out.getvalue(), "mau.docx").errors} >= {"TR-01"}


def test_the_register_is_landscape_behind_an_upright_cover(office: Office, reading: Reading) -> None:
    batch.issue(office, reading, Choice())
    docx = registers.outgoing(office, "063", 2024, None, None, 1)
    cover, book = read(DocxPackage(docx, "so.docx")).sections
    assert (cover.width < cover.height, book.width > book.height) == (True, True)
    text = plain_text(docx)
    assert "Từ ngày 28/3/2024 đến ngày 28/11/2024\nTừ số 01/KH-UBND đến số 01/BC-UBND\nQuyển số: 01" in text
    rows = [line for line in text.splitlines() if line.endswith(("-UBND", "/KH-UBND")) and line[0].isdigit()]
    assert rows == ["01/KH-UBND", "01/QĐ-UBND", "01/GM-UBND", "02/QĐ-UBND", "01/TB-UBND", "01/BC-UBND"]
    assert "Quyết định về việc công nhận xã, thị trấn phù hợp với trẻ em năm 2024 của huyện Bạch Thông" in text


def test_the_register_of_some_days(office: Office, reading: Reading) -> None:
    batch.issue(office, reading, Choice())
    text = plain_text(registers.outgoing(office, "063", 2024, date(2024, 11, 12), date(2024, 11, 22), 2))
    assert "Từ số 01/QĐ-UBND đến số 02/QĐ-UBND\nQuyển số: 02" in text
    with pytest.raises(NothingRegistered):
        registers.outgoing(office, "063", 2024, date(2024, 12, 1), None, 1)


def test_the_commands(tmp_path: Path) -> None:
    office = str(tmp_path / "vp")
    assert run(["init", office, "--name", "UBND"]) == 0
    assert run(["--office", office, "batch", str(EXAMPLE), "--only", "ke-hoach-huyen", "--issue"]) == 0
    target = tmp_path / "so.docx"
    command = ["--office", office, "register", "print", "--agency", "063", "--year", "2024", "-o", str(target)]
    assert run([*command, "--from", "28/03/2024"]) == 0
    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐI" in plain_text(target.read_bytes())
    assert run([*command, "--to", "2024-01-01"]) == 5
    (tmp_path / "d.json").write_text(json.dumps(lists.sample(lists.CONTENTS) | {"ky_hieu": "01.NV"}), "utf-8")
    draft = ["draft", "--type", "muc luc van ban", "--data", str(tmp_path / "d.json"), "-o", str(tmp_path / "m.docx")]
    assert run(draft) == 0
    assert "Số, ký hiệu hồ sơ: 01.NV" in plain_text((tmp_path / "m.docx").read_bytes())
