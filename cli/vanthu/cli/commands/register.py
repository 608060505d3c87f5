import click

from .. import console
from .common import json_option, the_office


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
