from datetime import datetime

import click

from archive.store import StoreFault
from doc_engine.errors import ExitCode
from office import json_shapes, verification

from .. import console
from .common import DAY, json_option, the_office


@click.command()
@click.option("--quick", is_flag=True, help="Chỉ so tên tệp, danh mục và nhật ký; không đọc nội dung từng tệp.")
@click.option("--sample", type=click.IntRange(0, 100), help="Chỉ đọc nội dung của chừng ấy phần trăm văn bản.")
@click.option("--since", type=DAY, help="Chỉ đọc nội dung văn bản ban hành từ ngày này.")
@click.option("--resume", is_flag=True, help="Làm tiếp lần kiểm tra bị ngắt.")
@json_option()
@click.pass_context
def command(
    ctx: click.Context, quick: bool, sample: int | None, since: datetime | None, resume: bool, as_json: bool
) -> int:
    """Kiểm tra kho lưu trữ: mất, hỏng, bị sửa, bị tráo; so với danh mục và nhật ký.

    Không thêm gì thì đọc lại toàn bộ nội dung.
    """
    extent = verification.Extent(0 if quick else 100 if sample is None else sample, since.date() if since else None)
    count = 0
    found: list[StoreFault] = []
    with console.job(stoppable=True) as job:
        for checked in verification.verify(the_office(ctx, without_registry=True), extent, resume=resume):
            count = checked.total
            found += checked.faults
            job.step(checked.done, checked.total, checked.path)
    if as_json:
        console.out_json(json_shapes.verification(count, found))
    elif found:
        rows = [(fault.path, fault.file, fault.reason, fault.remedy) for fault in found]
        console.out_table(("Văn bản", "Tệp", "Lỗi", "Việc cần làm"), rows)
    if found:
        console.tell(f"Kho có {len(found)} lỗi. Không sửa bằng tay; làm theo cột cuối.")
        return ExitCode.STORE
    console.tell(f"Đã kiểm tra {count} văn bản và hồ sơ trong kho: không có lỗi.")
    return ExitCode.DONE
