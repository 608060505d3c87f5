"""The checker: reports every planted defect and no other; repairs keep the words."""

import io
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from doc_engine.docx_text import paragraphs
from doc_engine.nd30.checking import RULES, Severity, annotate, check, fix
from doc_engine.nd30.checking.rule import without_check
from doc_engine.ooxml.package import UnreadableDocument
from doc_engine.opc_guard import UnsafePackage
from doc_engine.pdf import find_libreoffice
from doc_engine.render import Properties, Renderer
from doc_engine.template import Template
from tests.conftest import require
from tests.doc_engine.corpus.defects import DEFECTS, LIBREOFFICE, Defect
from tests.doc_engine.corpus.official import forms
from tests.doc_engine.corpus.paper import Paper
from tests.doc_engine.corpus.papers import PAPERS, decision, letter, plan
from tests.doc_engine.corpus.writing import WAYS, Way, write
from tests.support.packages import body_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
# Forms are to be filled in, and their titles are no types.
OF_A_FORM = {"CH-06", "TL-01"}
# Faults of the official forms themselves by the text of the decree.
ERRATA = {
    ("Mẫu 1.1", "CH-07"): "the forms write a blank before the semicolon of an empty basis",
    ("Mẫu 1.9", "ND-11"): "the last characters of the minutes are in Calibri 11",
    ("Mẫu 1.9", "TR-07"): "the last characters of the minutes are in Calibri 11",
    ("Mẫu 1.10", "QY-15"): "the authority line is justified",
}


def codes(docx: bytes) -> set[str]:
    return {finding.rule.code for finding in check(docx, "vb.docx").findings}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("paper", PAPERS)
def test_right_documents_have_no_finding(paper: object, way: Way) -> None:
    assert callable(paper)
    assert check(write(paper(), way), "vb.docx").findings == ()


@pytest.mark.parametrize("number", range(len(DEFECTS)), ids=lambda n: f"{n}-{DEFECTS[n].code}")
def test_each_defect_is_reported_and_nothing_else(number: int) -> None:
    defect = DEFECTS[number]
    for way in WAYS:
        if way.name not in defect.not_in:
            found = codes(write(defect.broken(), way))
            assert defect.code in found, way.name
            assert found - {defect.code} - defect.also == set(), way.name


def test_every_rule_has_a_planted_defect() -> None:
    planted = {defect.code for defect in DEFECTS} | {"CH-08", "CH-09"}  # these two have tests of their own below
    assert set(RULES) - planted == set()
    assert without_check() == set()


def test_many_defects_at_once_are_all_reported() -> None:
    """As many as one paper can have: one for each role of a line, none of the page."""
    paper = decision()
    chosen: list[Defect] = []
    for defect in DEFECTS:
        apart = defect.code[-2:] in ("11", "12", "13") and defect.paper is decision
        if apart and defect.code[:2] not in {one.code[:2] for one in chosen} | {"CO"}:
            defect.breaks(paper)
            chosen.append(defect)
    assert len(chosen) >= 12
    found = codes(write(paper, WAYS[0]))
    assert {defect.code for defect in chosen} - found == set()


@pytest.mark.parametrize("name", forms())
def test_the_official_forms_raise_no_alarm(name: str) -> None:
    found = codes(forms()[name]) - OF_A_FORM
    assert found == {code for form, code in ERRATA if form == name}


def test_every_shipped_template_makes_documents_without_a_finding(templates: Mapping[str, Template]) -> None:
    for one in templates.values():
        docx = Renderer(one.docx, one.id).render(one.sample, Properties("x", "y", date(2024, 1, 1)))
        reported = check(docx, one.id).of(Severity.ERROR, Severity.WARNING, Severity.UNSURE)
        # The published plan cites its province's plan without a subject (VD-02), and we do not make one up.
        assert [str(one) for one in reported if "134/KH-UBND" not in one.fault.detail] == []


def test_documents_that_went_through_libreoffice_are_read_alike(tmp_path: Path) -> None:
    require(find_libreoffice(), "LibreOffice")
    kept = [defect for defect in DEFECTS if LIBREOFFICE not in defect.not_in]
    planted = {f"loi-{n}": (defect.broken(), WAYS[0], defect) for n, defect in enumerate(kept) if n % 6 == 0}
    right = {f"dung-{p.__name__}-{n}": (p(), way, None) for p in PAPERS for n, way in enumerate(WAYS)}
    cases: dict[str, tuple[Paper, Way, Defect | None]] = {**planted, **right}
    source, made = tmp_path / "vao", tmp_path / "ra"
    source.mkdir()
    for name, (paper, way, _) in cases.items():
        (source / f"{name}.docx").write_bytes(write(paper, way))
    command = [
        *(str(find_libreoffice()), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made)),
    ]
    # LibreOffice may stop in the middle of many files: the missing ones are converted again.
    for _ in range(3):
        todo = [file for file in sorted(source.iterdir()) if not (made / file.name).exists()]
        if todo:
            subprocess.run([*command, *map(str, todo)], check=False, capture_output=True, timeout=300)
    for name, (_, _, defect) in cases.items():
        found = codes((made / f"{name}.docx").read_bytes())
        wanted = {defect.code} if defect else set()
        assert wanted <= found <= wanted | (defect.also if defect else set()), name


@pytest.mark.parametrize("defect", [one for one in DEFECTS if RULES[one.code][0].repairable], ids=lambda one: one.code)
def test_what_a_rule_can_repair_is_repaired_and_reported(defect: Defect) -> None:
    docx = write(defect.broken(), WAYS[0])
    repairable = {f.rule.code for f in check(docx, "vb.docx").findings if f.fault.repair is not None}
    done = fix(docx, "vb.docx")
    assert repairable.isdisjoint(codes(done.docx))
    assert bool(done.changes) == bool(repairable)
    assert {one.rule.code for one in done.left} == codes(done.docx)


def test_of_a_line_in_two_columns_only_the_faulty_one_is_repaired() -> None:
    """A recipient and a signer on one line, both with the same last letter."""
    broken = plan()
    last = broken.recipients[-1]
    broken.recipients[-1:] = [replace(last, text="- UBND các xã;"), replace(last, text="- Đài huyện"), last]
    broken.signature[-1].text = "Nguyễn Văn An"
    tabs = next(way for way in WAYS if way.head == "tabs")
    done = fix(write(broken, tabs), "vb.docx", only=("NN-03",))
    assert paragraphs(done.docx)[-2].strip() == "- Đài huyện;\tNguyễn Văn An"


@pytest.mark.parametrize(
    "defect", [one for one in DEFECTS if RULES[one.code][0].repairable][::5], ids=lambda one: one.code
)
def test_nothing_is_reported_as_repaired_twice_or_in_vain(defect: Defect) -> None:
    done = fix(write(defect.broken(), WAYS[2]), "vb.docx")
    places = [(change.partition('"')[0], change.rpartition("[")[2]) for change in done.changes]
    assert len(places) == len(set(places))
    assert {f"{one.rule.code}]" for one in done.left if one.fault.repair}.isdisjoint(code for _, code in places)


def letters(docx: bytes) -> list[str]:
    """Return the letters of each paragraph, without signs, spaces, digits and case."""
    texts = ("".join(ch for ch in text if ch.isalpha()).casefold() for text in paragraphs(docx))
    return [text for text in texts if text]


def test_repairing_everything_leaves_every_word() -> None:
    for defect in DEFECTS:
        if defect.code != "CH-01":  # which is about how the same letters are encoded
            docx = write(defect.broken(), WAYS[1])
            assert letters(fix(docx, "vb.docx").docx) == letters(docx), defect.code


def test_a_right_document_is_given_back_byte_for_byte() -> None:
    docx = write(decision(), WAYS[0])
    done = fix(docx, "vb.docx")
    assert (done.docx, done.changes, done.left) == (docx, (), ())


def test_a_repaired_document_is_valid_open_xml(tmp_path: Path) -> None:
    paper = decision()
    for defect in DEFECTS:
        if defect.paper is decision and RULES[defect.code][0].repairable and defect.code[-2:] in ("11", "12", "15"):
            defect.breaks(paper)
    target = tmp_path / "vb.docx"
    target.write_bytes(write(paper, WAYS[0]))
    before = [str(error.description) for error in OpenXmlValidator().validate(target).errors]
    target.write_bytes(fix(target.read_bytes(), "vb.docx").docx)
    after = [str(error.description) for error in OpenXmlValidator().validate(target).errors]
    assert set(after) <= set(before)


def add_parts(docx: bytes, **parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def test_what_is_not_understood_comes_through_unharmed() -> None:
    broken = plan()
    broken.first("ND").look.size = 16
    strange = {"word/vbaProject.bin": b"\x00macro", "word/media/image1.png": b"\x89PNG", "word/footnotes.xml": b"<x/>"}
    done = fix(add_parts(write(broken, WAYS[0]), **strange), "vb.docx")
    with zipfile.ZipFile(io.BytesIO(done.docx)) as package:
        assert {name: package.read(name) for name in strange} == strange


def test_tracked_changes_are_reported_and_read_as_accepted() -> None:
    inserted = '<w:ins w:id="1" w:author="x"><w:r><w:t>QUYẾT NGHỊ</w:t></w:r></w:ins>'
    deleted = '<w:del w:id="2" w:author="x"><w:r><w:delText>KẾ HOẠCH</w:delText></w:r></w:del>'
    docx = write(plan(), WAYS[0])
    found = codes(body_of(docx, "<w:sectPr>", f"<w:p>{deleted}</w:p><w:sectPr>"))
    assert found == {"CH-08"}
    assert "CH-08" in codes(body_of(docx, "<w:sectPr>", f"<w:p>{inserted}</w:p><w:sectPr>"))


def test_comments_are_information() -> None:
    mark = '<w:p><w:r><w:commentReference w:id="0"/></w:r></w:p><w:sectPr>'
    findings = check(body_of(write(plan(), WAYS[0]), "<w:sectPr>", mark), "vb.docx").findings
    assert [(one.rule.code, one.rule.severity) for one in findings] == [("CH-09", Severity.INFO)]


def test_comments_are_laid_at_the_very_place() -> None:
    broken = plan()
    broken.first("SK").text = "Số: 5/KH-UBND"
    marked = annotate(write(broken, WAYS[0]), "vb.docx")
    with zipfile.ZipFile(io.BytesIO(marked)) as package:
        body = package.read("word/document.xml").decode()
        comments = package.read("word/comments.xml").decode()
        types = package.read("[Content_Types].xml").decode()
    start, end = body.index("commentRangeStart"), body.index("commentRangeEnd")
    assert "5/KH-UBND" in "".join(part.split("<")[0] for part in body[start:end].split(">"))
    assert "SK-03" in comments
    assert "Mục II.3.c" in comments
    assert "/word/comments.xml" in types
    assert codes(marked) == {"SK-03", "CH-09"}
    again = annotate(marked, "vb.docx")  # beside the existing comments
    with zipfile.ZipFile(io.BytesIO(again)) as package:
        assert package.read("word/comments.xml").decode().count("<w:comment ") == 3


def test_a_right_document_gets_no_comment() -> None:
    docx = write(letter(), WAYS[0])
    assert annotate(docx, "vb.docx") == docx


def test_a_draft_may_leave_number_and_day_empty() -> None:
    draft = plan()
    draft.first("SK").text = "Số:      /KH-UBND"
    draft.first("DD").text = "Bạch Thông, ngày    tháng 3 năm 2024"
    assert codes(write(draft, WAYS[0])) == set()


@pytest.mark.parametrize("place", ["Cư M'gar", "Ea H'leo", "Bà Rịa - Vũng Tàu", "Phường 1", "Thành phố Hồ Chí Minh"])
def test_places_of_every_form_are_right(place: str) -> None:
    paper = plan()
    paper.first("DD").text = f"{place}, ngày 28 tháng 3 năm 2024"
    assert codes(write(paper, WAYS[0])) == set()


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("QH", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("QY", "TM. UỶ BAN NHÂN DÂN"),
        ("BH", "UỶ BAN NHÂN DÂN"),
    ],
)
def test_both_tone_placements_are_right(role: str, text: str) -> None:
    paper = plan()
    paper.first(role).text = text
    assert codes(write(paper, WAYS[0])) == set()


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_document_however_mutilated_stops_the_checker(data: st.DataObject) -> None:
    """Lines lost, doubled, swapped, cut short or filled with anything."""
    paper = data.draw(st.sampled_from(PAPERS))()
    for column in paper.columns():
        for _ in range(data.draw(st.integers(0, 3))):
            if not column:
                break
            at = data.draw(st.integers(0, len(column) - 1))
            match data.draw(st.sampled_from(("drop", "double", "swap", "cut", "fill"))):
                case "drop":
                    del column[at]
                case "double":
                    column.insert(at, column[at])
                case "swap":
                    column.append(column.pop(at))
                case "cut":
                    column[at].text = column[at].text[: data.draw(st.integers(0, 10))]
                case "fill":
                    column[at].text = data.draw(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
    docx = write(paper, data.draw(st.sampled_from(WAYS)))
    done = fix(docx, "vb.docx")
    assert {one.rule.code for one in done.left} == codes(done.docx)
    annotate(docx, "vb.docx")


@pytest.mark.parametrize("data", [b"", b"khong phai zip", b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1")])
def test_what_is_no_document_is_reported(data: bytes) -> None:
    with pytest.raises(UnsafePackage):
        check(data, "vb.docx")


def test_a_package_without_a_document_is_reported() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("x.txt", "x")
    with pytest.raises(UnreadableDocument):
        check(out.getvalue(), "vb.docx")
    with pytest.raises(UnreadableDocument):
        check(body_of(write(plan(), WAYS[0]), "</w:body>", "</w:bdy>"), "vb.docx")
