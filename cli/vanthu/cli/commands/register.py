from datetime import datetime
from pathlib import Path

import click

from vanthu.office import registers
from vanthu.office.files import write_document
from vanthu.office.settings import SeriesPolicy

from .. import console
from .common import document_type, json_option, the_office

_DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])


@click.group()
def command() -> None:
    """Sổ đăng ký văn bản đi."""


@command.command(name="list")
@click.option("--year", type=click.IntRange(1945, 2200), help="Chỉ năm này.")
@click.option("--agency", help="Chỉ cơ quan này: mã đơn vị, ví dụ 063.")
@click.option("--missing", is_flag=True, help="Chỉ các số đang giữ mà chưa có văn bản.")
@json_option()
@click.pass_context
def list_(ctx: click.Context, year: int | None, agency: str | None, missing: bool, as_json: bool) -> None:
    """Các số đã cấp, theo cơ quan, năm và dãy số."""
    entries = [one for one in the_office(ctx).register.entries(year, agency) if not (missing and one.issued)]
    if as_json:
        console.out_json(
            [
                {
                    "agency": one.agency,
                    "year": one.year,
                    "series": one.series,
                    "code": str(one.code),
                    "issued_on": one.issued_on,
                    "issued": one.issued,
                    "identity": one.identity,
                }
                for one in entries
            ]
        )
        return
    console.out_table(
        ("Cơ quan", "Năm", "Dãy số", "Số, ký hiệu", "Ngày", "Tình trạng"),
        [
            (
                one.agency,
                one.year,
                one.series,
                one.code,
                f"{one.issued_on:%d/%m/%Y}",
                "đã ban hành" if one.issued else "đang giữ số",
            )
            for one in entries
        ],
    )


@command.command()
@click.option("--agency", required=True, help="Cơ quan: mã đơn vị, ví dụ 063; hội đồng: 063/HDXD.")
@click.option("--type", "type_", default="", help="Loại văn bản, khi mỗi loại một dãy số.")
@click.option("--last", required=True, type=click.IntRange(1, 99_999), help="Số cuối cùng đã cấp ở sổ giấy.")
@click.option("--day", required=True, type=_DAY, help="Ngày của số đó (2024-06-30 hoặc 30/06/2024).")
@click.pass_context
def start(ctx: click.Context, agency: str, type_: str, last: int, day: datetime) -> None:
    """Bắt đầu dùng giữa năm: ghi số cuối cùng đã cấp ở sổ giấy, số sau được cấp tiếp theo."""
    office = the_office(ctx)
    by_type = office.settings.series is SeriesPolicy.BY_TYPE
    if by_type != bool(type_):
        wrong = "Hãy ghi --type: mỗi loại văn bản một dãy số." if by_type else "Văn phòng dùng một dãy số: bỏ --type."
        raise click.UsageError(wrong)
    kind = document_type(type_) if type_ else None
    if kind is not None and not kind.abbreviation:
        raise click.UsageError(f"{kind.title.capitalize()} không có chữ viết tắt, không có dãy số riêng.")
    earlier = registers.begin_after(office, agency, kind, last, day.date())
    series_ = kind.abbreviation if kind else "chung"
    console.out(f"Dãy số {series_} năm {earlier.year} của {agency}: số tiếp theo là {last + 1:02}.")


@command.command(name="print")
@click.option("--agency", required=True, help="Cơ quan: mã đơn vị, ví dụ 063 (xem vanthu register list).")
@click.option("--year", required=True, type=click.IntRange(1945, 2200), help="Năm.")
@click.option("--from", "first", type=_DAY, help="Từ ngày (2024-03-28 hoặc 28/03/2024).")
@click.option("--to", "last", type=_DAY, help="Đến hết ngày.")
@click.option("--volume", type=click.IntRange(1), default=1, show_default=True, help="Quyển số.")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Tệp .docx.")
@click.pass_context
def print_(
    ctx: click.Context,
    agency: str,
    year: int,
    first: datetime | None,
    last: datetime | None,
    volume: int,
    output: Path,
) -> None:
    """In sổ đăng ký văn bản đi: bìa và mười cột, khổ A4 nằm ngang (Phụ lục IV)."""
    days = (first.date() if first else None, last.date() if last else None)
    write_document(output, registers.outgoing(the_office(ctx), agency, year, *days, volume))
    console.out(f"Đã ghi sổ đăng ký văn bản đi: {output}.")
