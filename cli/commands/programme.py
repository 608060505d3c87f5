from pathlib import Path

import click

from doc_engine import programme
from doc_engine.errors import ExitCode
from office import user_files

from .. import console
from .common import force_option, json_option


@click.group()
def command() -> None:
    """Chương trình đánh giá: danh sách, tạo tệp mới, kiểm tra tệp."""


@command.command(name="list")
@json_option()
def list_(as_json: bool) -> None:
    """Các chương trình có sẵn, và số liệu chưa được xác nhận của từng chương trình."""
    found = [programme.load(path) for path in programme.shipped().values()]
    rows = [(one.id, one.title, _years(one), len(one.criteria), len(one.unconfirmed)) for one in found]
    if as_json:
        keys = ("id", "title", "years", "criteria", "unconfirmed")
        console.out_json([dict(zip(keys, row, strict=True)) for row in rows])
    else:
        table = [tuple(map(str, row)) for row in rows]
        console.out_table(("Mã", "Danh hiệu", "Năm đánh giá", "Tiêu chí", "Số liệu chưa xác nhận"), table)


@command.command()
@click.argument("file", metavar="TỆP.toml", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--from", "source", default="", help="Mã một chương trình có sẵn để chép; không ghi: tệp khung có giải thích."
)
@force_option()
def new(file: Path, source: str, force: bool) -> None:
    """Tạo tệp của một chương trình để sửa tiếp."""
    if file.suffix.lower() != ".toml":
        raise click.UsageError("Tệp chương trình có đuôi .toml.")
    user_files.write_output(file, programme.start(source), force=force)
    console.out(f"Đã tạo {file}. Sửa bằng Notepad, kiểm tra: vanthu programme check {file}")
    console.out(f"Dùng: để cạnh tệp Excel, rồi vanthu workbook new … --programme {file.name}")


@command.command()
@click.argument("file", metavar="TỆP.toml", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> int:
    """Kiểm tra tệp chương trình: nêu mọi lỗi cùng một lúc, và số liệu chưa xác nhận."""
    found = programme.mistakes(file)
    for mistake in found:
        console.out(f"{file.name}: {mistake}.")
    if found:
        console.tell(f"Tệp {file.name} có {len(found)} lỗi. Mọi khóa được giải thích trong docs/vi/chuong-trinh.md.")
        return ExitCode.INPUT
    one = programme.load(file)
    for figure in one.unconfirmed:
        console.out(f"Chưa xác nhận: {figure.key}. Nguồn: {figure.source}.")
    parts = sum(len(criterion.parts) for criterion in one.criteria)
    console.tell(f"Tệp {file.name} dùng được: {len(one.criteria)} tiêu chí, {parts} chỉ tiêu.")
    return ExitCode.DONE


def _years(one: programme.Programme) -> str:
    first, last = (str(year or "") for year in one.years)
    return f"{first}-{last}".strip("-")
