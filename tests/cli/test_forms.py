"""vanthu draft --type and vanthu template new: documents of any type."""

import json
from pathlib import Path

import pytest

from cli.main import run
from doc_engine.document_types import DocumentType
from doc_engine.docx_text import plain_text
from doc_engine.nd30 import forms


@pytest.mark.parametrize("kind", ["QĐ", "cong van", "BB", "sao y"])
def test_a_draft_of_a_type_needs_no_template(tmp_path: Path, kind: str) -> None:
    data, target = tmp_path / "d.json", tmp_path / "v.docx"
    data.write_text(json.dumps({**forms.sample(DocumentType.named(kind)), "so": 9}), "utf-8")
    assert run(["draft", "--type", kind, "--data", str(data), "-o", str(target)]) == 0
    assert "Số: /" in plain_text(target.read_bytes())  # a draft has no number
    assert run(["check", str(target)]) == 0


def test_what_is_missing_is_reported_all_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "d.json"
    data.write_text('{"co_quan": ["A"], "la": 1, "ky": {"ho_ten": "B"}}', "utf-8")
    assert run(["draft", "--type", "TB", "--data", str(data), "-o", str(tmp_path / "v.docx")]) == 3
    said = capsys.readouterr().err
    for field in ("trich_yeu", "noi_dung", "dia_danh", "ky.chuc_vu"):
        assert f'trường "{field}": còn thiếu' in said
    assert "trường lạ: la" in said
    assert not (tmp_path / "v.docx").exists()


def test_a_new_template_drafts_what_its_sample_says(tmp_path: Path) -> None:
    office, folder = tmp_path / "vp", tmp_path / "vp" / "mau" / "thong-bao"
    assert run(["init", str(office), "--name", "UBND xã"]) == 0
    assert run(["template", "new", str(folder), "--type", "TB", "--agency", "PHÒNG NỘI VỤ"]) == 0
    assert run(["template", "new", str(folder), "--type", "TB"]) == 6  # it exists already
    target = tmp_path / "v.docx"
    sample = str(folder / "sample.json")
    assert run(["--office", str(office), "draft", "thong-bao", "--data", sample, "-o", str(target)]) == 0
    assert "PHÒNG NỘI VỤ" in plain_text(target.read_bytes())
    assert run(["check", str(target)]) == 0
    assert run(["--office", str(office), "template", "show", "thong-bao"]) == 0
    assert run(["--office", str(office), "template", "list"]) == 0


@pytest.mark.parametrize("arguments", [["--type", "nghị định"], [], ["mau", "--type", "QĐ"]])
def test_a_wrong_choice_of_type_or_template_is_a_usage_error(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "d.json").write_text("{}", "utf-8")
    command = ["draft", *arguments, "--data", str(tmp_path / "d.json"), "-o", str(tmp_path / "v.docx")]
    assert run(command) == 2
