from collections.abc import Sequence
from pathlib import Path

import click

from doc_engine.errors import ExitCode, VanthuError
from doc_engine.nd30.checking import Checked, Severity, annotate, check, fix
from office import json_shapes, user_files

from .. import console
from .common import force_option, json_option

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("files", metavar="TỆP...", type=_FILE, nargs=-1, required=True)
@click.option("--annotate", "annotated", type=_OUT, help="Ghi bản sao .docx có lời bình luận ở từng chỗ.")
@click.option("--fix", "fixed", type=_OUT, help="Ghi bản sao .docx đã sửa những gì máy sửa được; không sửa lời văn.")
@force_option()
@json_option()
def command(files: Sequence[Path], annotated: Path | None, fixed: Path | None, force: bool, as_json: bool) -> int:
    """Kiểm tra thể thức văn bản .docx theo Nghị định 30/2020/NĐ-CP, nêu điều khoản và cách sửa.

    Kết thúc bằng 0 khi không có gì phải sửa, 3 khi có lỗi, 4 khi chỉ có điều nên sửa hoặc không rõ.
    """
    if len(files) > 1 and (annotated or fixed):
        raise click.UsageError("Chỉ ghi bản đánh dấu hay bản sửa cho từng tệp một.")
    named = [path.resolve() for path in (files[0], annotated, fixed) if path]
    if len(set(named)) < len(named):
        raise click.UsageError("Bản đánh dấu, bản sửa và tệp đưa vào phải là những tệp khác nhau.")
    results = {file: _checked(file) for file in files}
    if as_json:
        console.out_json([json_shapes.checked(file, one) for file, one in results.items()])
    else:
        for file, one in results.items():
            _show(file, one)
    if isinstance(results[files[0]], Checked):
        if annotated:
            marked = annotate(user_files.read_document(files[0]), files[0].name)
            user_files.write_output(annotated, marked, force=force)
            console.tell(f"Đã ghi bản có lời bình luận: {annotated}")
        if fixed:
            _fix(files[0], fixed, force=force)
    return _status(list(results.values()))


def _checked(file: Path) -> Checked | VanthuError:
    """Return what was found, or the error where the file cannot be read.

    The other files are checked all the same.
    """
    try:
        return check(user_files.read_document(file), file.name)
    except VanthuError as error:
        return error


def _show(file: Path, checked: Checked | VanthuError) -> None:
    if isinstance(checked, VanthuError):
        console.tell(f"{checked} {checked.remedy_text} [{checked.code}]")
        return
    for finding in checked.findings:
        console.out(f"{file.name}: {finding.rule.severity.value}: {finding}")
    counts = {severity: len(checked.of(severity)) for severity in Severity}
    counted = ", ".join(f"{count} {severity.value}" for severity, count in counts.items() if count)
    console.tell(f"{file.name}: {counted or 'không thấy gì phải sửa'}.")


def _fix(file: Path, target: Path, *, force: bool) -> None:
    done = fix(user_files.read_document(file), file.name)
    user_files.write_output(target, done.docx, force=force)
    for change in done.changes:
        console.tell(f"  đã sửa: {change}")
    console.tell(f"Đã ghi bản sửa {target}: {len(done.changes)} chỗ đã sửa, còn {len(done.left)} điều cần người xem.")


def _status(results: Sequence[Checked | VanthuError]) -> int:
    unread = [one.exit_code for one in results if isinstance(one, VanthuError)]
    checked = [one for one in results if isinstance(one, Checked)]
    if unread or any(one.errors for one in checked):
        return max(unread, default=ExitCode.INPUT)
    return ExitCode.PARTIAL if any(one.of(Severity.WARNING, Severity.UNSURE) for one in checked) else ExitCode.DONE
