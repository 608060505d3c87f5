import click

from doc_engine.errors import ExitCode
from office import json_shapes, unit_lookup

from .. import console
from .common import json_option


@click.command()
@click.argument("name", metavar="TÊN|MÃ", nargs=-1, required=True)
@click.option("--year", type=click.IntRange(1945, 2200), help="Chỉ đơn vị có trong năm này.")
@json_option()
def command(name: tuple[str, ...], year: int | None, as_json: bool) -> int:
    """Tra tỉnh, huyện, xã theo tên (không dấu cũng được) hoặc mã: cấp trên, thời gian tồn tại."""
    found = unit_lookup.named(" ".join(name), year)
    if as_json:
        console.out_json([json_shapes.unit(one, unit_lookup.above(one)) for one in found])
    elif found:
        console.out_table(
            ("Mã", "Đơn vị", "Thuộc", "Từ ngày", "Đến hết ngày"),
            [
                (
                    one.code,
                    one.name,
                    ", ".join(parent.name for parent in unit_lookup.above(one)),
                    f"{one.valid_from:%d/%m/%Y}" if one.valid_from else "",
                    f"{one.valid_to:%d/%m/%Y}" if one.valid_to else "",
                )
                for one in found
            ],
        )
    else:
        console.tell("Không có đơn vị nào tên hoặc mã như vậy.")
    return ExitCode.DONE if found else ExitCode.NOT_FOUND
