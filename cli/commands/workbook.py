from datetime import date
from pathlib import Path

import click

from doc_engine import programme, template
from doc_engine.errors import ExitCode, InputRejected
from doc_engine.units import SURE_FROM, Level, units, unsure_words
from doc_engine.workbook import NOTHING_KNOWN, ReadingOptions, annotated, blank, figures_of, read, suggestions
from office import OfficeNotFound, confirmed_figures, cycle_check, json_shapes, unit_lookup, user_files

from .. import console
from ..remedies import worded_problem
from .common import (
    force_option,
    json_option,
    known_templates,
    opened,
    reading_options,
    refuse_same,
    told,
    workbook_argument,
)


@click.group()
def command() -> None:
    """Tệp Excel của kỳ đánh giá: tạo tệp trống, kiểm tra."""


@command.command()
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@click.option("--unit", required=True, help="Đơn vị chủ trì: tên hoặc mã của huyện, tỉnh.")
@click.option("--year", required=True, type=click.IntRange(2000, 2100), help="Năm của kỳ đánh giá.")
@click.option(
    "--commune", "communes", multiple=True, help="Tên hoặc mã xã; ghi nhiều lần được. Không ghi: tất cả các xã."
)
@click.option("--programme", "reference", default="xa-phu-hop-tre-em", show_default=True, help="Chương trình đánh giá.")
@click.option(
    "--from",
    "last_year",
    type=click.Path(exists=True, path_type=Path),
    help="Tệp của năm trước: lấy lại người ký, căn cứ, nơi nhận, phân công, hội đồng.",
)
@click.option("--empty", is_flag=True, help="Để trống cả những gì đã biết.")
@force_option()
@click.pass_context
def new(
    ctx: click.Context,
    file: Path,
    unit: str,
    year: int,
    communes: tuple[str, ...],
    reference: str,
    last_year: Path | None,
    empty: bool,
    force: bool,
) -> None:
    """Tạo tệp Excel của một kỳ, điền sẵn những gì đã biết: văn bản và ngày thường lệ, đơn vị, căn cứ, phân công."""
    on = date(year, 12, 31)
    known = template.of_the_cycle(known_templates(ctx))
    lead = unit_lookup.unit_on(unit, on, levels=(Level.DISTRICT, Level.PROVINCE))
    below = units().children(lead.code, on)
    if below and below[0].level is Level.DISTRICT:
        below = tuple(commune for district in below for commune in units().children(district.code, on))
    if not below:
        raise click.UsageError(f"Không có xã nào của {lead.name} vào ngày {on:%d/%m/%Y}.")
    named = [unit_lookup.the_one_of(name, below) for name in communes]
    strange = [name for name, one in zip(communes, named, strict=True) if one is None]
    if strange:
        raise click.UsageError(f"Không phải xã của {lead.name}: {', '.join(strange)}.")
    chosen = [one for one in below if one in named] if communes else list(below)
    found = programme.find(reference, file.parent)
    if lead.level is Level.PROVINCE:
        found = found.led_by_a_province()
    confirmed = _confirmed(ctx, found.id)
    if last_year is not None:
        confirmed = {**confirmed, **figures_of(last_year, found)}
    settled = programme.with_confirmed(found, confirmed)
    filled = suggestions(lead, chosen, found, year, known, last_year, confirmed) if not empty else NOTHING_KNOWN
    content = blank(lead, chosen, found, reference, year, known, filled)
    user_files.write_output(file, content, force=force)
    console.out(f"Đã tạo {file}: {len(chosen)} xã của {lead.name}.")
    if on < SURE_FROM:
        console.out(f"Lưu ý: {unsure_words()}. Hãy xem lại trang Các xã.")
    _tell_programme(settled, year)
    console.out(f"Hãy điền bằng Excel, lưu lại, rồi chạy: vanthu workbook check {file}")


def _confirmed(ctx: click.Context, programme_id: str) -> dict[str, programme.ConfirmedFigure]:
    """The figures that the office has confirmed before; none without an office."""
    try:
        return confirmed_figures.kept(opened(ctx), programme_id)
    except OfficeNotFound:
        return {}


def _tell_programme(one: programme.Programme, year: int) -> None:
    """Say at once what the programme lacks, before anybody fills in points."""
    if not one.serves(year):
        first, last = (str(number or "…") for number in one.years)
        console.out(f"Lưu ý: chương trình {one.id} dùng cho các năm {first}-{last}, không phải {year}.")
    if one.unconfirmed and not one.illustrative:
        console.out(
            f"Lưu ý: chương trình {one.id} còn {len(one.unconfirmed)} số liệu chưa được xác nhận. Hãy điền trang Thang "
            "điểm theo văn bản quy định, kèm nguồn và người xác nhận: chưa có thì không đánh giá, công nhận được."
        )


@command.command()
@workbook_argument()
@click.option("--annotate", type=click.Path(path_type=Path), help="Ghi bản sao .xlsx có tô màu các ô lỗi.")
@reading_options()
@force_option()
@json_option()
@click.pass_context
def check(
    ctx: click.Context, file: Path, annotate: Path | None, force: bool, options: ReadingOptions, as_json: bool
) -> int:
    """Kiểm tra tệp dữ liệu: từng ô, rồi chương trình, mẫu và thể thức của mọi văn bản đã có ngày.

    Kết thúc bằng 3 khi có lỗi trong tệp, 4 khi tệp không có lỗi mà có văn bản chưa làm được.
    """
    known = template.of_the_cycle(known_templates(ctx))
    reading = told(read(file, known, options))
    tried = cycle_check.tried(file.name, reading, known)
    if as_json:
        console.out_json([json_shapes.problem(one) for one in (*reading.problems, *tried.problems)])
    if annotate:
        if file.suffix.lower() != ".xlsx":
            raise click.UsageError("Chỉ đánh dấu được trên tệp .xlsx.")
        refuse_same(file, annotate)
        marked = annotated(file.read_bytes(), [*map(worded_problem, reading.problems)])
        user_files.write_output(annotate, marked, force=force)
        console.tell(f"Đã ghi bản đánh dấu lỗi: {annotate}")
    if tried.problems and not as_json:
        console.tell("Các văn bản sau đủ dữ liệu mà chưa làm được:")
        console.tell_problems(tried.problems)
    if not reading.problems:
        console.tell(f"Tệp {file.name} không có lỗi; {tried.possible} văn bản làm được ngay.")
        return ExitCode.PARTIAL if tried.problems else ExitCode.DONE
    if as_json:
        return ExitCode.INPUT
    raise InputRejected(file.name, reading.problems)
