from pathlib import Path

import click

from vanthu.doc_engine import template
from vanthu.office.batch import write_document
from vanthu.office.drafting import draft, read_data
from vanthu.office.office import now

from .. import console
from .common import known_templates


@click.command()
@click.argument("id_", metavar="MẪU")
@click.option("--data", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Tệp JSON.")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Tệp .docx.")
@click.pass_context
def command(ctx: click.Context, id_: str, data: Path, output: Path) -> None:
    """Làm một văn bản dự thảo (chưa có số) từ mẫu và tệp dữ liệu."""
    one = template.find(id_, known_templates(ctx))
    write_document(output, draft(one, read_data(data), data.name, now().date()))
    console.out(f"Đã ghi dự thảo {output}.")
