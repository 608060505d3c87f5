from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from doc_engine.errors import ExitCode
from doc_engine.pdf import Conversion, Flavour
from office import OfficeNotFound, printing

from .. import console
from .common import force_option, opened, the_office


@click.command()
@click.argument("files", metavar="[TỆP...]", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--office-documents", is_flag=True, help="Mọi văn bản đã ban hành trong văn phòng.")
@click.option("--year", type=int, help="Cùng --office-documents: chỉ năm này.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Thư mục để các tệp .pdf.")
@force_option()
@click.pass_context
def command(
    ctx: click.Context, files: Sequence[Path], office_documents: bool, year: int | None, out: Path | None, force: bool
) -> int:
    """Chuyển .docx sang PDF (PDF/A theo cài đặt của văn phòng) bằng LibreOffice."""
    if office_documents == bool(files):
        raise click.UsageError("Hãy ghi các tệp .docx, hoặc --office-documents.")
    if office_documents:
        office = the_office(ctx)
        target = out or office.folder / "pdf"
        jobs, flavour = printing.of_office(office, target, year), office.settings.pdf
    else:
        jobs = [Conversion(file, (out or file.parent) / f"{file.stem}.pdf") for file in files]
        flavour = flavour_of(ctx)
    clashing = [target for target, count in Counter(job.target for job in jobs).items() if count > 1]
    if clashing:
        raise click.UsageError(f"Nhiều tệp cùng thành {clashing[0]}. Hãy chuyển từng tệp, mỗi tệp một --out.")
    return convert(jobs, flavour, force=force)


def convert(conversions: Sequence[Conversion], flavour: Flavour, *, force: bool = False) -> int:
    """Convert with a progress bar, report errors, return the exit status."""
    with console.job() as job:
        errors = printing.convert(conversions, flavour, job, force=force)
    for one in conversions:
        if one.source not in errors:
            console.out(str(one.target))
    console.tell(f"Đã chuyển {len(conversions) - len(errors)} văn bản sang {flavour.value}.")
    for error in errors.values():
        console.tell(f"  {error} {error.remedy_text} [{error.code}]")
    return ExitCode.PARTIAL if errors else ExitCode.DONE


def flavour_of(ctx: click.Context) -> Flavour:
    """The PDF flavour of the office's settings; PDF/A-1b without an office."""
    try:
        return opened(ctx).settings.pdf
    except OfficeNotFound:
        return Flavour.A1B
