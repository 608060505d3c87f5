from pathlib import Path

import click

from doc_engine.errors import ExitCode
from doc_engine.workbook import Reading, ReadingOptions, read
from office import batch, batch_report, json_shapes, planning

from .. import console
from .common import force_option, json_option, reading_options, the_office, told, usable, workbook_argument
from .pdf import convert


@click.command()
@workbook_argument()
@reading_options()
@force_option()
@click.option("--only", default="", help="Chỉ các mẫu này, cách nhau dấu phẩy.")
@click.option("--commune", "communes", multiple=True, help="Chỉ xã này (mã hoặc tên); ghi nhiều lần được.")
@click.option("--dry-run", is_flag=True, help="Không ghi gì; chỉ cho biết các số sẽ được cấp.")
@click.option("--issue", is_flag=True, help="Ban hành: cấp số, lưu trữ, lập chỉ mục. Không ghi: chỉ làm dự thảo.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Thư mục để các tệp .docx.")
@click.option("--pdf", is_flag=True, help="Thêm một bản .pdf của mỗi tệp .docx (cần --out khi ban hành).")
@click.option(
    "--despite",
    "override_reason",
    default=None,
    metavar="LÝ_DO",
    help="Vẫn ban hành văn bản còn lỗi thể thức, vì lý do này.",
)
@json_option()
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    only: str,
    communes: tuple[str, ...],
    dry_run: bool,
    issue: bool,
    out: Path | None,
    pdf: bool,
    override_reason: str | None,
    options: ReadingOptions,
    force: bool,
    as_json: bool,
) -> int:
    """Làm hàng loạt văn bản của cả kỳ: dự thảo, xem trước số, hoặc ban hành."""
    if pdf and (dry_run or (issue and out is None)):
        raise click.UsageError("--pdf cần một thư mục để ghi: thêm --out, và không dùng cùng --dry-run.")
    if override_reason is not None and not override_reason.strip():
        raise click.UsageError("--despite cần một lý do.")
    override_reason = (override_reason or "").strip()
    if override_reason and not (issue or dry_run):
        raise click.UsageError("--despite chỉ dùng khi ban hành: thêm --issue hoặc --dry-run.")
    office = the_office(ctx)
    reading = told(read(file, office.templates, options))
    cycle = usable(reading, file)
    wanted = [part.strip() for part in only.split(",") if part.strip()]
    choice = planning.choice(cycle, office.templates, wanted, communes)
    if reading.problems:
        _tell_waiting(reading, *batch.waiting(office, reading, choice))
    if dry_run:
        report, done = batch.preview(office, reading, choice, override_reason), "sẽ được ban hành"
    elif issue:
        with console.job(stoppable=True) as job:
            report = batch.issue(office, reading, choice, job, out, override_reason, force=force)
        done = "đã được ban hành và lưu trữ"
    else:
        folder = out or office.files.drafts / str(cycle.year)
        with console.job(stoppable=True) as job:
            report = batch.draft(office, reading, folder, choice, job, force=force)
        done = f"đã được ghi thành dự thảo trong {folder}"
    _tell(report, done, as_json)
    if report.stopped:
        console.tell("Đã dừng theo yêu cầu. Chạy lại lệnh để làm tiếp; văn bản đã ban hành không bị làm lại.")
        return ExitCode.INTERRUPTED
    status = ExitCode.PARTIAL if report.failed else ExitCode.DONE
    if not pdf:
        return status
    return convert(batch.printed(report, out if issue else None), office.settings.pdf, force=force) or status


def _tell_waiting(reading: Reading, count: int, held: list[batch_report.Failure]) -> None:
    """Tell, before anything is made, what becomes of the rows with faults."""
    console.tell(
        f"Tệp dữ liệu còn {len(reading.problems)} lỗi, trong các dòng của {len(reading.bad_units)} đơn vị. Làm {count} "
        f"văn bản đủ dữ liệu; để lại {len(held)} văn bản đến khi sửa xong và chạy lại:"
    )
    console.tell_problems(reading.problems)


def _tell(report: batch_report.BatchReport, done: str, as_json: bool) -> None:
    if as_json:
        console.out_json(json_shapes.batch(report))
    else:
        console.out_table(
            ("Số, ký hiệu", "Văn bản", "Nơi lưu"), [(one.code, one.label, one.path) for one in report.made]
        )
    console.tell(f"{len(report.made)} văn bản {done}.")
    if report.before:
        console.tell(f"{len(report.before)} văn bản đã ban hành từ trước, giữ nguyên.")
    if report.failed:
        console.tell(f"{len(report.failed)} văn bản chưa làm được:")
        for failure in report.failed:
            console.tell(f"  {failure.label}: {failure.reason}")
