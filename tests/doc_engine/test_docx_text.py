"""The text of a .docx as a person reads it."""

import io
import unicodedata
import zipfile

import pytest

from doc_engine.docx_text import plain_text

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(runs: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        xml = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r>{runs}</w:r></w:p></w:body></w:document>'
        package.writestr("word/document.xml", xml)
    return out.getvalue()


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ("<w:t>02/QĐ</w:t><w:noBreakHyphen/><w:t>UBND</w:t>", "02/QĐ-UBND"),
        ("<w:t>một</w:t><w:cr/><w:t>dòng</w:t><w:br/><w:t>hai</w:t><w:tab/><w:t>ba</w:t>", "một dòng hai ba"),
        ("<w:t>mới</w:t></w:r><w:del><w:r><w:noBreakHyphen/><w:delText>cũ</w:delText></w:r></w:del><w:r>", "mới"),
        ("<w:t>quy</w:t><w:softHyphen/><w:t>ết</w:t>", "quyết"),
        (f"<w:t>{unicodedata.normalize('NFD', 'Ủy ban nhân dân')}</w:t>", "Ủy ban nhân dân"),
    ],
)
def test_signs_that_word_keeps_apart_are_read(runs: str, text: str) -> None:
    assert plain_text(docx(runs)) == text
