from pathlib import Path

import click

from office import dossier

from .. import console
from .common import the_office
from .search import TYPE


@click.command()
@click.option("--year", required=True, type=click.IntRange(1945, 2200), help="Năm.")
@click.option(
    "--commune", "communes", multiple=True, help="Xã: tên (không dấu cũng được) hoặc mã; có thể ghi nhiều lần."
)
@click.option("--all", "everything", is_flag=True, help="Mọi xã có văn bản trong năm, mỗi xã một gói.")
@click.option("--type", "types", multiple=True, type=TYPE, help="Chỉ loại này, theo chữ viết tắt: QĐ, KH, BC...")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Thư mục để ghi các gói.")
@click.pass_context
def command(
    ctx: click.Context, year: int, communes: tuple[str, ...], everything: bool, types: tuple[str, ...], out: Path
) -> None:
    """Kết xuất hồ sơ cho kiểm tra, thanh tra: mọi văn bản của một xã trong một năm, trong một gói kiểm chứng được.

    Gồm cả văn bản của huyện, tỉnh có nêu tên xã, và của đơn vị trước, sau sắp xếp.
    """
    if bool(communes) == everything:
        raise click.UsageError("Hãy ghi --commune tên xã, hoặc --all.")
    with console.job() as job:
        packages = dossier.pack(the_office(ctx), communes, year, out, types, job)
    for one in packages:
        console.out(f"{one.folder}: {one.documents} văn bản, {one.pages} trang")
    console.tell("Cách kiểm tra gói: xem tệp data/DOC-TRUOC.txt. Mã của từng gói đã ghi vào nhật ký.")
