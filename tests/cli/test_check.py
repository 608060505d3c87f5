"""vanthu check: its report, the files that it writes, its exit status."""

import json
from pathlib import Path

import pytest

from cli.main import run
from tests.doc_engine.corpus.papers import plan
from tests.doc_engine.corpus.writing import WAYS, write


def test_check_reports_annotates_and_repairs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = plan()
    paper.first("SK").text = "Số: 5/KH-UBND"
    bad, good = tmp_path / "sai.docx", tmp_path / "dung.docx"
    bad.write_bytes(write(paper, WAYS[0]))
    good.write_bytes(write(plan(), WAYS[0]))
    assert run(["check", str(good)]) == 0
    assert "không thấy gì phải sửa" in capsys.readouterr().err
    marked, repaired = tmp_path / "danh-dau.docx", tmp_path / "da-sua.docx"
    assert run(["check", str(bad), "--annotate", str(marked), "--fix", str(repaired)]) == 3
    reported = capsys.readouterr()
    assert 'đoạn 7 "Số: 5/KH-UBND": số 5 thiếu số 0 phía trước. Hãy thêm số 0. [SK-03, ' in reported.out
    assert "đã sửa: đoạn 7" in reported.err
    assert run(["check", str(repaired), str(marked)]) == 3
    assert run(["check", str(repaired)]) == 0
    capsys.readouterr()
    assert run(["check", "--json", str(bad), str(good)]) == 3
    first, second = json.loads(capsys.readouterr().out)
    assert (first["findings"][0]["code"], first["findings"][0]["fixable"], second["findings"]) == ("SK-03", True, [])
    assert run(["check", str(bad), str(good), "--fix", str(repaired)]) == 2


def test_check_ends_with_4_when_there_are_only_warnings(tmp_path: Path) -> None:
    paper = plan()
    paper.first("TY").text += "."
    (tmp_path / "vb.docx").write_bytes(write(paper, WAYS[0]))
    assert run(["check", str(tmp_path / "vb.docx")]) == 4


def test_a_file_that_cannot_be_read_does_not_keep_the_others_from_being_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, torn = tmp_path / "dung.docx", tmp_path / "hong.docx"
    good.write_bytes(write(plan(), WAYS[0]))
    torn.write_bytes(b"khong phai")
    assert run(["check", str(torn), str(good)]) == 3
    reported = capsys.readouterr().err
    assert "Không mở tệp hong.docx" in reported
    assert "dung.docx: không thấy gì phải sửa" in reported
    assert run(["check", "--json", str(torn), str(good)]) == 3
    first, second = json.loads(capsys.readouterr().out)
    assert (first["error"]["code"], second["findings"]) == ("TEP-01", [])
    assert run(["check", str(torn), "--fix", str(tmp_path / "sua.docx")]) == 3
    assert not (tmp_path / "sua.docx").exists()


@pytest.mark.parametrize("options", [["--fix", "vb.docx"], ["--annotate", "x.docx", "--fix", "./x.docx"]])
def test_no_file_is_written_over_another(tmp_path: Path, options: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    docx = write(plan(), WAYS[0])
    Path("vb.docx").write_bytes(docx)
    assert run(["check", "vb.docx", *options]) == 2
    assert Path("vb.docx").read_bytes() == docx
