import click

from archive.ledger import LABELS
from doc_engine.errors import ExitCode
from office import json_shapes, verification

from .. import console
from .common import json_option, the_office


@click.group()
def command() -> None:
    """Nhật ký: ai đã làm gì với văn bản nào, khi nào; kiểm tra nhật ký có bị sửa không."""


@command.command()
@click.argument("key", metavar="[ID]", default="")
@click.option("--last", type=click.IntRange(1), default=50, show_default=True, help="Số mục mới nhất được nêu.")
@json_option()
@click.pass_context
def show(ctx: click.Context, key: str, last: int, as_json: bool) -> None:
    """Các mục nhật ký, mới nhất ở cuối; của một văn bản thì ghi mã của nó trong kho."""
    wanted = key.strip().removeprefix("vb:")
    entries = [one for one in the_office(ctx).ledger.entries() if not wanted or one.path == wanted][-last:]
    if as_json:
        console.out_json([json_shapes.ledger_entry(one) for one in entries])
        return
    console.out_table(
        ("Mục", "Lúc", "Người làm", "Máy", "Việc", "Văn bản", "Ghi chú"),
        [(one.number, one.time, one.who, one.machine, LABELS[one.action], one.path, one.note) for one in entries],
    )


@command.command()
@json_option()
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> int:
    """Kiểm tra nhật ký: bị sửa, bị cắt, bị viết lại."""
    office = the_office(ctx)
    faults, head = verification.ledger_faults(office), office.ledger.head()
    if as_json:
        console.out_json(json_shapes.ledger_state(head, faults))
    elif faults:
        console.out_table(("Tệp", "Dòng", "Lỗi"), [(one.file, one.line or "", one.reason) for one in faults])
    if faults:
        console.tell(f"Nhật ký có {len(faults)} lỗi. Giữ nguyên làm bằng chứng, so với nhật ký trong bản sao.")
        return ExitCode.STORE
    console.tell(f"Nhật ký có {head.number} mục, không có lỗi. Mã của mục cuối: {head.digest}")
    return ExitCode.DONE


@command.command()
@click.option("--reason", required=True, help="Vì sao nhật ký bị thiếu, và vì sao không lấy lại được.")
@click.pass_context
def accept(ctx: click.Context, reason: str) -> None:
    """Làm tiếp với nhật ký bị thiếu mà không bản sao nào còn; việc này và lý do được ghi lại."""
    if not reason.strip():
        raise click.UsageError("--reason cần một lý do.")
    verification.accept_ledger(the_office(ctx), reason.strip())
    console.out("Đã ghi vào nhật ký.")
