from contextlib import suppress
from datetime import date
from pathlib import Path

import click

from doc_engine.errors import ExitCode
from doc_engine.units import SURE_FROM, AdminUnit, own, own_form, units, unsure_words, use
from office import OfficeNotFound, json_shapes, unit_lookup, user_files

from .. import console
from .common import force_option, json_option, opened


@click.command()
@click.argument("name", metavar="[TÊN|MÃ]", nargs=-1)
@click.option("--year", type=click.IntRange(1945, 2200), help="Chỉ đơn vị có trong năm này.")
@click.option(
    "--form", type=click.Path(dir_okay=False, path_type=Path), help="Ghi tệp Excel trống để văn phòng khai đơn vị."
)
@click.option(
    "--check", "checked", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Kiểm tra tệp đã khai."
)
@force_option()
@json_option()
@click.pass_context
def command(
    ctx: click.Context,
    name: tuple[str, ...],
    year: int | None,
    form: Path | None,
    checked: Path | None,
    force: bool,
    as_json: bool,
) -> int:
    """Tra tỉnh, huyện, xã theo tên (không dấu cũng được) hoặc mã: cấp trên, thời gian tồn tại.

    Đơn vị mà phần mềm chưa biết, hoặc biết sai ngày: khai trong tệp don-vi.xlsx ở thư mục văn phòng.
    """
    if bool(name) + bool(form) + bool(checked) != 1:
        raise click.UsageError("Ghi tên hoặc mã đơn vị, hoặc --form TỆP.xlsx, hoặc --check TỆP.xlsx.")
    if form is not None:
        user_files.write_output(form, own_form.blank(), force=force)
        console.out(f"Đã tạo {form}. Điền, kiểm tra bằng --check, rồi để vào thư mục văn phòng, tên don-vi.xlsx.")
        return ExitCode.DONE
    if checked is not None:
        found = own.read(checked, units().states)
        use(own.own_file(checked))  # a row may name another one as its parent
        console.out_table(_HEADINGS, [_row(one) for one in found])
        return ExitCode.DONE
    return _look_up(ctx, " ".join(name), year, as_json=as_json)


_HEADINGS = ("Mã", "Đơn vị", "Thuộc", "Từ ngày", "Đến hết ngày")


def _look_up(ctx: click.Context, name: str, year: int | None, *, as_json: bool) -> int:
    with suppress(OfficeNotFound):
        opened(ctx)  # the office's own units count
    found = unit_lookup.named(name, year)
    if as_json:
        console.out_json([json_shapes.unit(one, unit_lookup.above(one)) for one in found])
    elif found:
        console.out_table(_HEADINGS, [_row(one) for one in found])
    else:
        console.tell("Không có đơn vị nào tên hoặc mã như vậy.")
    if year is not None and year < SURE_FROM.year:
        console.tell(f"Năm {year}: {unsure_words()}.")
    return ExitCode.DONE if found else ExitCode.NOT_FOUND


def _row(one: AdminUnit) -> tuple[str, ...]:
    above = ", ".join(parent.name for parent in unit_lookup.above(one))
    first = _end(one.valid_from, one.begun_by, unsure=one.from_is_unsure)
    last = _end(one.valid_to, one.ended_by, unsure=one.to_is_unsure)
    return (one.code, one.name, above, first, last)


def _end(day: date | None, resolution: str, *, unsure: bool) -> str:
    """A day of beginning or end, with the resolution, and a word where the day is not sure."""
    if day is None:
        return ""
    notes = [resolution] if resolution else []
    notes += ["ngày chưa chắc"] if unsure else []
    return f"{day:%d/%m/%Y}" + (f" ({'; '.join(notes)})" if notes else "")
