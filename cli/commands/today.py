import click

from doc_engine.errors import ExitCode
from office import worklist

from .. import console
from .common import the_office


@click.command()
@click.pass_context
def command(ctx: click.Context) -> int:
    """Việc đang chờ trong văn phòng; văn bản đã duyệt kèm hạn phát hành (Điều 18.1)."""
    found = worklist.worklist(the_office(ctx))
    rows = [
        (
            "phát hành",
            one.draft.id,
            one.draft.title,
            f"quá hạn {one.late} ngày làm việc" if one.late else f"hạn {one.due:%d/%m/%Y}",
        )
        for one in found.approved
    ]
    rows += [("duyệt", one.id, one.title, f"{one.steps[-1].who} trình") for one in found.submitted]
    rows += [("soạn tiếp", one.id, one.title, one.steps[-1].note) for one in found.unfinished]
    rows += [("dùng hoặc hủy số", str(one.code), one.agency, f"{one.issued_on:%d/%m/%Y}") for one in found.pending]
    rows += [
        ("cập nhật bản sao", "", str(one.folder), "chưa cắm" if one.behind is None else f"thiếu {one.behind} mục")
        for one in found.replicas
        if one.behind != 0
    ]
    if rows:
        console.out_table(("Việc", "Mã, số", "Văn bản", "Ghi chú"), rows)
    else:
        console.out("Không có việc nào đang chờ.")
    return ExitCode.DONE
