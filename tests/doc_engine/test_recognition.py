"""A document that somebody wrote: recognised, numbered in its place, cleaned."""

import io
import unicodedata
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from doc_engine.document_types import COPIES, DocumentType
from doc_engine.docx_text import plain_text
from doc_engine.nd30 import forms
from doc_engine.ooxml.residue import Kind
from doc_engine.recognition import PlaceMissing, blanked, cleaned, filled_in, recognise, residue
from doc_engine.recognition.facts import WITHOUT_DAY, WITHOUT_NUMBER
from tests.conftest import ROOT, require
from tests.support.word_files import TODAY, made, reworded, with_residue, written_by_hand, xml_changed

FIXTURES = ROOT.parent / "shared" / "fixtures" / "faults" / "word"
SIGNED = [kind for kind in DocumentType if kind not in COPIES]


def fixture(name: str) -> bytes:
    require((FIXTURES / name).is_file(), "the Word files that failed")
    return (FIXTURES / name).read_bytes()


@pytest.mark.parametrize("kind", SIGNED, ids=lambda kind: kind.name)
def test_the_facts_of_every_type_are_recognised(kind: DocumentType) -> None:
    data = {**forms.sample(kind), "ngay": "2024-11-05"}
    found = recognise(made(kind, so=7), "x.docx")
    symbol = "-".join(part for part in (kind.abbreviation, data["ky_hieu"]) if part)
    assert (found.kind, found.agency, found.missing) == (kind, tuple(data["co_quan"]), ())
    assert (found.number, found.symbol) == ((None, "") if kind in WITHOUT_NUMBER else (7, symbol))
    day = (None, "") if kind in WITHOUT_DAY else (date(2024, 11, 5), data["dia_danh"])
    assert (found.day, found.place) == day
    if "trich_yeu" in data and kind is not DocumentType.TELEGRAM:
        assert found.subject == data["trich_yeu"]
    if "ky" in data:
        title = "Chủ tọa" if kind is DocumentType.MINUTES else data["ky"]["chuc_vu"]
        assert (found.signer_name, found.signer_title) == (data["ky"]["ho_ten"], title)


@pytest.mark.parametrize("kind", SIGNED, ids=lambda kind: kind.name)
def test_number_and_day_are_put_in_their_places_and_nothing_else_changes(kind: DocumentType) -> None:
    draft, issued = made(kind), made(kind, so=7)
    assert recognise(draft, "x.docx").number is None
    assert plain_text(filled_in(draft, "x.docx", 7, TODAY)) == plain_text(issued)
    blank = blanked(issued, "x.docx")
    found = recognise(blank, "x.docx")
    assert (found.number, found.day, found.is_day_partial) == (None, None, False)
    assert plain_text(filled_in(blank, "x.docx", 7, TODAY)) == plain_text(issued)


@pytest.mark.parametrize(
    ("number", "numbered"),
    [
        ("Số:      /TB-UBND", "Số: 07/TB-UBND"),
        ("Số: …/TB-UBND", "Số: 07/TB-UBND"),
        ("Số: ......../TB-UBND", "Số: 07/TB-UBND"),
        ("Số:/TB-UBND", "Số: 07/TB-UBND"),
        ("Số ____/TB-UBND", "Số 07/TB-UBND"),
        ("Số:\u00a0\u200b \u00a0/TB-UBND", "Số: 07/TB-UBND"),
    ],
)
@pytest.mark.parametrize(
    "day",
    [
        "Cẩm Giàng, ngày      tháng      năm 2024",
        "Cẩm Giàng, ngày … tháng … năm 2024",
        "Cẩm Giàng, ngày ..... tháng ..... năm 2024",
        "Cẩm Giàng, ngày 05 tháng 11 năm 2024",
        "Cẩm Giàng, ngày    tháng    năm 202…",
        "Cẩm Giàng, ngày   tháng 11 năm 2024",
    ],
)
def test_the_places_are_found_however_they_were_left_blank(number: str, numbered: str, day: str) -> None:
    text = plain_text(filled_in(written_by_hand(number, day), "x.docx", 7, TODAY))
    assert numbered in text
    assert "Cẩm Giàng, ngày 05 tháng 11 năm 2024" in text
    assert "nghỉ Tết như sau: từ ngày 28./." in text


def test_a_document_without_a_place_for_its_number_is_refused() -> None:
    document = Document()
    document.add_paragraph("Chỉ có một câu.")
    out = io.BytesIO()
    document.save(out)
    assert "số, ký hiệu" in " ".join(recognise(out.getvalue(), "x.docx").missing)
    with pytest.raises(PlaceMissing):
        filled_in(out.getvalue(), "x.docx", 7, TODAY)


@pytest.mark.parametrize("name", ["strict.docx", "zwsp.docx", "attached-template.docx", "tracked.docx"])
def test_files_of_other_makers_are_recognised(name: str) -> None:
    found = recognise(fixture(name), name)
    assert (found.number, found.symbol, found.day) == (2, "QĐ-UBND", date(2024, 11, 22))
    assert found.signer_name == "Nguyễn Văn A"
    assert found.missing == ()


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.name)
def test_residue_is_found_and_removed(kind: Kind) -> None:
    left = with_residue(kind)
    assert kind in {one.kind for one in residue(left, "x.docx")}
    clean = cleaned(left, "x.docx")
    assert residue(clean, "x.docx") == ()
    with zipfile.ZipFile(io.BytesIO(clean)) as package:
        assert not any(b"XYZ" in package.read(name) for name in package.namelist())
    assert plain_text(clean) == plain_text(made(DocumentType.NOTICE))


def test_a_clean_document_stays_byte_for_byte() -> None:
    plain = made(DocumentType.NOTICE)
    assert residue(plain, "x.docx") == ()
    assert cleaned(plain, "x.docx") is plain


def test_changes_are_accepted_as_word_does() -> None:
    """Insertions stay, deletions go, a deleted mark joins, moved text stands once."""
    body = (
        "<w:p><w:r><w:t>A</w:t></w:r><w:ins w:id='1' w:author='a'><w:r><w:t>B</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='a'><w:r><w:delText>C</w:delText></w:r></w:del></w:p>"
        "<w:p><w:pPr><w:rPr><w:del w:id='3' w:author='a'/></w:rPr></w:pPr><w:r><w:t>D</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>E</w:t></w:r></w:p>"
        "<w:p><w:moveFrom w:id='4' w:author='a'><w:r><w:t>F</w:t></w:r></w:moveFrom></w:p>"
        "<w:p><w:moveTo w:id='5' w:author='a'><w:r><w:t>F</w:t></w:r></w:moveTo></w:p>"
        "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:trPr><w:del w:id='6' w:author='a'/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:rPr><w:b/><w:rPrChange w:id='7' w:author='a'><w:rPr/></w:rPrChange></w:rPr>"
        "<w:t>G</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    start = made(DocumentType.NOTICE)
    whole = xml_changed(start, lambda text: text.replace("<w:body>", f"<w:body>{body}", 1))
    clean = cleaned(whole, "x.docx")
    assert plain_text(clean).startswith("AB\nDE\n\nF\nG\n") or plain_text(clean).startswith("AB\nDE\nF\nG\n")
    assert residue(clean, "x.docx") == ()


def annexed(note: str) -> bytes:
    """Return a decision with an annex below its foot."""
    document = Document(io.BytesIO(made(DocumentType.DECISION)))
    for line in ("PHỤ LỤC", "DANH SÁCH", note):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("note", "filled"),
    [
        (
            "(Kèm theo Quyết định số      /QĐ-UBND ngày     tháng     năm 2024 của UBND xã)",
            "(Kèm theo Quyết định số 07/QĐ-UBND ngày 05 tháng 11 năm 2024 của UBND xã)",
        ),
        (
            "(Ban hành kèm theo Quyết định số …/QĐ-UBND ngày …/…/2024 của UBND xã)",
            "(Ban hành kèm theo Quyết định số 07/QĐ-UBND ngày 05/11/2024 của UBND xã)",
        ),
        (
            "(Kèm theo Quyết định số .../QĐ-UBND ngày … tháng … năm … của UBND xã)",
            "(Kèm theo Quyết định số 07/QĐ-UBND ngày 05 tháng 11 năm 2024 của UBND xã)",
        ),
        (
            "(Kèm theo Quyết định số 1500/QĐ-UBND ngày 05 tháng 01 năm 2023 của UBND huyện)",
            "(Kèm theo Quyết định số 1500/QĐ-UBND ngày 05 tháng 01 năm 2023 của UBND huyện)",
        ),
        ("(Kèm theo Tờ trình số …/TTr-UBND ngày …/…/2024)", "(Kèm theo Tờ trình số …/TTr-UBND ngày …/…/2024)"),
    ],
)
def test_an_annex_names_its_own_document_and_others_stay(note: str, filled: str) -> None:
    assert filled in plain_text(filled_in(annexed(note), "x.docx", 7, TODAY))


def test_a_blanked_document_blanks_its_annex_and_no_other_number() -> None:
    own = filled_in(annexed("(Kèm theo Quyết định số …/QĐ-UBND ngày …/…/2024)"), "x.docx", 7, TODAY)
    assert "số /QĐ-UBND" in plain_text(blanked(own, "x.docx"))
    other = filled_in(annexed("(Kèm theo Quyết định số 1500/QĐ-UBND ngày 05/01/2023)"), "x.docx", 7, TODAY)
    assert "số 1500/QĐ-UBND ngày 05/01/2023" in plain_text(blanked(other, "x.docx"))


def test_a_head_set_with_tabs_keeps_the_blank_of_its_number() -> None:
    document = Document()
    for line in (
        "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "XÃ CẨM GIÀNG\tĐộc lập - Tự do - Hạnh phúc",
        "Số:      /QĐ-UBND\tCẩm Giàng, ngày      tháng      năm 2024", "QUYẾT ĐỊNH", "Về việc nghỉ Tết",
        "Điều 1. Nghỉ Tết./.", "Nơi nhận:\tCHỦ TỊCH", "- Lưu: VT.\tNguyễn Văn A",
    ):  # fmt: skip
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    text = plain_text(filled_in(out.getvalue(), "x.docx", 7, TODAY))
    assert "Số: 07/QĐ-UBND" in text
    assert "Cẩm Giàng, ngày 05 tháng 11 năm 2024" in text


def test_a_letter_with_its_subject_below_the_number_in_one_paragraph_is_recognised() -> None:
    long = "V/v báo cáo số liệu thực hiện các tiêu chí về xã phù hợp với trẻ em năm 2024 của xã"
    docx = written_by_hand(f"Số:      /UBND-VP\n{long}", "Cẩm Giàng, ngày     tháng     năm 2024")
    found = recognise(
        reworded(reworded(docx, "THÔNG BÁO", "Kính gửi: Ủy ban nhân dân huyện"), "Về việc nghỉ Tết", ""), "x"
    )
    assert (found.kind, found.symbol) == (DocumentType.OFFICIAL_LETTER, "UBND-VP")
    assert found.subject == long.removeprefix("V/v ")


def test_decomposed_letters_are_numbered_too() -> None:
    docx = xml_changed(made(DocumentType.NOTICE), lambda text: unicodedata.normalize("NFD", text))
    assert "Số: 07/TB-UBND" in unicodedata.normalize("NFC", plain_text(filled_in(docx, "x.docx", 7, TODAY)))


def test_hidden_rows_and_copies_for_older_readers_are_cleaned() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>XYZ</w:t></w:r>"
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
        f'Requires="wps"><w:drawing/></mc:Choice><mc:Fallback><w:pict><w:p>{hidden}</w:p></w:pict></mc:Fallback>'
        "</mc:AlternateContent></w:r>"
    )
    row = (
        "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p><w:r><w:t>XYZ</w:t></w:r></w:p>"
        "</w:tc></w:tr></w:tbl>"
    )
    for mark, where in ((box, "</w:p>"), (row, "<w:body>")):
        put = f"{mark}{where}" if where == "</w:p>" else f"{where}{mark}"
        docx = xml_changed(made(DocumentType.NOTICE), lambda text, put=put, where=where: text.replace(where, put, 1))  # type: ignore[misc]
        assert Kind.HIDDEN in {one.kind for one in residue(docx, "x.docx")}
        clean = cleaned(docx, "x.docx")
        assert residue(clean, "x.docx") == ()
        with zipfile.ZipFile(io.BytesIO(clean)) as package:
            assert b"XYZ" not in package.read("word/document.xml")


def test_a_table_whose_rows_were_all_deleted_goes_as_a_whole() -> None:
    table = (
        '<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:trPr><w:del w:id="1" w:author="a"/></w:trPr><w:tc><w:p/></w:tc></w:tr>'
        "</w:tbl>"
    )
    docx = xml_changed(made(DocumentType.NOTICE), lambda text: text.replace("<w:body>", f"<w:body>{table}", 1))
    with zipfile.ZipFile(io.BytesIO(cleaned(docx, "x.docx"))) as package:
        xml = package.read("word/document.xml").decode()
    assert xml.count("<w:tbl>") == made_tables()


def made_tables() -> int:
    with zipfile.ZipFile(io.BytesIO(made(DocumentType.NOTICE))) as package:
        return package.read("word/document.xml").decode().count("<w:tbl>")
