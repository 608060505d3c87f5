from pathlib import Path

import click

from doc_engine.errors import ExitCode
from office import restore

from .. import console
from .common import current_actor
from .replica import tell


@click.command()
@click.argument("source", metavar="BẢN_SAO", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("folder", metavar="THƯ_MỤC_MỚI", type=click.Path(file_okay=False, path_type=Path))
def command(source: Path, folder: Path) -> int:
    """Dựng lại cả văn phòng từ một bản sao, trong một thư mục trống."""
    report = restore.restore(source, folder, current_actor())
    tell(report, "Đã dựng lại văn phòng từ")
    if report.faults:
        console.tell("Văn phòng mới chưa cấp số được: hãy lấy các văn bản trên từ một bản sao khác (vanthu replica).")
        return ExitCode.STORE
    return ExitCode.DONE
