import click

from office import finding, verification

from .. import console
from .common import the_office


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Làm lại sổ, danh mục và chỉ mục tìm kiếm từ kho lưu trữ."""
    office = the_office(ctx, without_registry=True)
    with console.job(stoppable=True) as job:
        count = verification.rebuild(office, job)
    console.out(f"Đã làm lại sổ, danh mục và chỉ mục từ {count} văn bản trong kho.")
    if damaged := finding.damaged_texts(office):
        console.tell(
            f"{damaged} văn bản có lớp chữ hỏng, chỉ tìm được theo số, trích yếu, người ký; "
            "xem: vanthu search lớp-chữ:hỏng"
        )
