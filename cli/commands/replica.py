from collections.abc import Callable
from pathlib import Path

import click

from archive.replica import Replica
from doc_engine.errors import ExitCode
from office import Office, jobs, replicas

from .. import console
from .common import the_office

_FOLDER = click.argument("folder", metavar="[THƯ_MỤC]", required=False, type=click.Path(path_type=Path))


@click.group()
def command() -> None:
    """Bản sao của văn phòng trên ổ đĩa khác: thêm, cập nhật, kiểm tra, dùng để sửa kho."""


@command.command()
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(file_okay=False, path_type=Path))
@click.pass_context
def add(ctx: click.Context, folder: Path) -> int:
    """Thêm một bản sao trong thư mục trống ở ổ đĩa khác, và chép toàn bộ sang."""
    office = the_office(ctx)
    made = replicas.add(office, folder)
    return _each(office, made, replicas.sync, "Đã cập nhật")


@command.command()
@_FOLDER
@click.pass_context
def sync(ctx: click.Context, folder: Path | None) -> int:
    """Cập nhật các bản sao: văn bản mới, nhật ký, sổ, cài đặt."""
    return _each(the_office(ctx), folder, replicas.sync, "Đã cập nhật")


@command.command()
@_FOLDER
@click.pass_context
def verify(ctx: click.Context, folder: Path | None) -> int:
    """Đọc lại từng văn bản trong bản sao, so với nhật ký của văn phòng."""
    return _each(the_office(ctx), folder, replicas.verify, "Đã kiểm tra")


@command.command()
@_FOLDER
@click.pass_context
def repair(ctx: click.Context, folder: Path | None) -> int:
    """Lấy văn bản còn tốt từ bản sao thay cho văn bản hỏng, mất trong kho; và ngược lại."""
    return _each(the_office(ctx, without_registry=True), folder, replicas.repair, "Đã sửa")


def _each(
    office: Office,
    folder: Path | None,
    work: Callable[[Office, Replica, jobs.Job], replicas.ReplicaReport],
    done: str,
) -> int:
    reports = []
    for one in replicas.chosen(office, folder):
        with console.job(stoppable=True) as job:
            reports.append(work(office, one, job))
        tell(reports[-1], done)
    return ExitCode.STORE if any(report.faults for report in reports) else ExitCode.DONE


def tell(report: replicas.ReplicaReport, done: str) -> None:
    """Print the faults that are left, and how many documents were copied or repaired."""
    for fault in report.faults:
        console.out(f"{fault.path}\t{fault.file}\t{fault.reason}")
    said = [f"{done} {report.folder}: {report.documents} văn bản"]
    said += [f"chép sang bản sao {len(report.copied)}"] if report.copied else []
    said += [f"khôi phục vào kho {len(report.repaired)}"] if report.repaired else []
    said += [f"còn {len(report.faults)} lỗi"] if report.faults else []
    console.tell(", ".join(said) + ".")
