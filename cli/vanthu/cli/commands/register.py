from datetime import datetime
from pathlib import Path

import click

from vanthu.office import registers
from vanthu.office.files import write_document

from .. import console
from .common import json_option, the_office

_DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])


@click.group()
def command() -> None:
    """Sổ đăng ký văn bản đi."""


@command.command(name="list")
@click.option("--year", type=click.IntRange(1945, 2200), help="Chỉ năm này.")
@click.option("--agency", help="Chỉ cơ quan này: mã đơn vị, ví dụ 063.")
@json_option()
@click.pass_context
def list_(ctx: click.Context, year: int | None, agency: str | None, as_json: bool) -> None:
    """Các số đã cấp, theo cơ quan, năm và dãy số."""
    entries = the_office(ctx).register.entries(year, agency)
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
