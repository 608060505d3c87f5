from dataclasses import asdict

import click

from vanthu.archive.store import StoreFault
from vanthu.doc_engine.errors import ExitCode
from vanthu.office import checking

from .. import console
from .common import json_option, the_office


@click.command()
@json_option()
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """Kiểm tra kho lưu trữ: mất, hỏng, bị sửa; so với danh mục."""
    count = 0
    found: list[StoreFault] = []
    for _, faults in checking.verify(the_office(ctx, without_books=True)):
        count += 1
        found += faults
    if as_json:
        console.out_json({"documents": count, "faults": [asdict(fault) for fault in found]})
    elif found:
        console.out_table(("Văn bản", "Tệp", "Lỗi"), [(fault.path, fault.file, fault.reason) for fault in found])
    if found:
        console.tell(f"Kho có {len(found)} lỗi. Không sửa bằng tay; hãy khôi phục các văn bản trên từ bản sao lưu.")
        return ExitCode.STORE
    console.tell(f"Đã kiểm tra {count} văn bản trong kho: không có lỗi.")
    return ExitCode.DONE
