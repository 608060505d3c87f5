from datetime import datetime

import click

from archive.retention import load
from office import case_files, disposal, json_shapes

from .. import console
from .casefile import CODE, YEAR, agency_option, in_words, wanted_file
from .common import DAY, json_option, the_office


@click.group()
def command() -> None:
    """Thời hạn bảo quản: bảng thời hạn, hồ sơ hết hạn, giữ lại, hủy theo quyết định."""


@command.command()
@json_option()
@click.pass_context
def table(ctx: click.Context, as_json: bool) -> None:
    """Bảng thời hạn bảo quản của văn phòng; sửa trong tệp thoi-han.toml."""
    entries = load(the_office(ctx).folder).entries.values()
    if as_json:
        console.out_json(
            [
                {
                    "id": one.id,
                    "title": one.title,
                    "types": list(one.types),
                    "retention": str(one.period) if one.period else None,
                    "confirmed": one.confirmed,
                    "source": one.source,
                }
                for one in entries
            ]
        )
        return
    console.out_table(
        ("Mã", "Nội dung", "Thời hạn", "Xác nhận", "Nguồn"),
        [
            (one.id, one.title, one.period or "chưa biết", "đã xác nhận" if one.confirmed else "CHƯA", one.source)
            for one in entries
        ],
    )


@command.command()
@click.option("--on", type=DAY, help="Tính đến ngày này; không ghi thì hôm nay.")
@json_option()
@click.pass_context
def due(ctx: click.Context, on: datetime | None, as_json: bool) -> None:
    """Hồ sơ đã kết thúc và hết thời hạn bảo quản."""
    office = the_office(ctx)
    found = disposal.due(office, on.date() if on else office.clock().date())
    if as_json:
        console.out_json([json_shapes.due(one) for one in found])
        return
    console.out_table(
        ("Hồ sơ", "Thời hạn", "Hết hạn từ", "Hủy được", "Còn phải giữ", "Giữ lại"),
        [
            (
                in_words(one.file),
                one.file.retention or "",
                f"{one.file.over_on:%d/%m/%Y}" if one.file.over_on else "",
                f"{len(one.going)} văn bản",
                f"{len(one.staying)} văn bản",
                "; ".join(hold.reason for hold in one.file.holds),
            )
            for one in found
        ],
    )


_REASON = click.option("--reason", required=True, help="Lý do, ghi vào nhật ký.")


@command.command()
@CODE
@YEAR
@agency_option()
@_REASON
@click.pass_context
def hold(ctx: click.Context, code: str, year: int, agency: str, reason: str) -> None:
    """Giữ lại một hồ sơ (thanh tra, khiếu nại): không hủy được cho đến khi thôi giữ."""
    one = case_files.hold(the_office(ctx), wanted_file(code, year, agency), _said(reason))
    console.out(f"Đã giữ lại hồ sơ {in_words(one)}.")


@command.command()
@CODE
@YEAR
@agency_option()
@_REASON
@click.pass_context
def release(ctx: click.Context, code: str, year: int, agency: str, reason: str) -> None:
    """Thôi giữ lại một hồ sơ."""
    one = case_files.release(the_office(ctx), wanted_file(code, year, agency), _said(reason))
    console.out(f"Đã thôi giữ lại hồ sơ {in_words(one)}.")


def _said(reason: str) -> str:
    if not reason.strip():
        raise click.UsageError("--reason cần một lý do.")
    return reason.strip()


@command.command()
@CODE
@YEAR
@agency_option()
@click.option("--decision", required=True, help="Số, ký hiệu quyết định hủy, ví dụ 15/QĐ-UBND.")
@click.option("--decided-on", required=True, type=DAY, help="Ngày của quyết định.")
@click.option("--by", required=True, help="Cơ quan ban hành quyết định.")
@click.option("--dry-run", is_flag=True, help="Chỉ nêu văn bản nào sẽ hủy, văn bản nào còn giữ.")
@click.option("--yes", is_flag=True, help="Không hỏi lại.")
@click.pass_context
def destroy(
    ctx: click.Context,
    code: str,
    year: int,
    agency: str,
    decision: str,
    decided_on: datetime,
    by: str,
    dry_run: bool,
    yes: bool,
) -> None:
    """Hủy một hồ sơ hết thời hạn, theo quyết định đã có. Không lấy lại được.

    Văn bản còn nằm trong hồ sơ khác, hoặc chưa hết thời hạn của loại văn bản, thì ở lại. Số và siêu dữ liệu còn mãi.
    """
    office, wanted = the_office(ctx), wanted_file(code, year, agency)
    _tell(disposal.preview(office, case_files.get(office, wanted).file))
    if dry_run:
        return
    if not yes:
        click.confirm("Hủy các văn bản trên?", abort=True, err=True)
    found = disposal.destroy(office, wanted, decision, decided_on.date(), by)
    console.out(f"Đã hủy hồ sơ {in_words(found.file)}: {len(found.going)} văn bản.")
    console.tell("Bản sao trên ổ khác cũng hủy theo khi cập nhật: vanthu replica sync.")


def _tell(found: disposal.Due) -> None:
    for record in found.going:
        console.out(f"hủy\t{record.code}\t{record.issued_on:%d/%m/%Y}\t{record.path}")
    for staying in found.staying:
        console.out(f"giữ\t{staying.record.code}\t{staying.record.issued_on:%d/%m/%Y}\t{staying.why}")
