import os
from pathlib import Path

import click

from index.engines import NAMES
from office import create

from .. import console
from .common import current_actor


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", default="Văn phòng", show_default=True, help="Tên văn phòng, ví dụ: UBND huyện Bạch Thông.")
@click.option("--engine", type=click.Choice(NAMES), default="tantivy", show_default=True, help="Công cụ tìm kiếm.")
def command(folder: Path, name: str, engine: str) -> None:
    create(folder, name, current_actor(), engine, environment=os.environ).close()
    console.out(f"Đã tạo văn phòng tại {folder}.")
    console.out(f"Tiếp theo: vanthu --office {folder} workbook new --unit 063 --year 2024 danh-gia.xlsx")
