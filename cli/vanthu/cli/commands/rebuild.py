import click

from vanthu.office import checking

from .. import console
from .common import the_office


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Làm lại sổ, danh mục và chỉ mục tìm kiếm từ kho lưu trữ."""
    with console.progress() as progress:
        count = checking.rebuild(the_office(ctx, without_books=True), progress)
    console.out(f"Đã làm lại sổ, danh mục và chỉ mục từ {count} văn bản trong kho.")
