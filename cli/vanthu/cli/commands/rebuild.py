import click

from vanthu.doc_engine.errors import ExitCode
from vanthu.office import checking

from .. import console
from .common import the_office


@click.command()
@click.pass_context
def command(ctx: click.Context) -> int:
    """Làm lại sổ, danh mục và chỉ mục tìm kiếm từ kho lưu trữ."""
    rebuilt = checking.rebuild(the_office(ctx))
    console.out(f"Đã làm lại sổ, danh mục và chỉ mục từ {rebuilt.documents} văn bản trong kho.")
    for path in rebuilt.unreadable:
        console.tell(f"  Không đọc được {path}")
    if rebuilt.unreadable:
        console.tell("Hãy chạy vanthu verify để biết các văn bản trên hỏng chỗ nào.")
    return ExitCode.STORE if rebuilt.unreadable else ExitCode.DONE
