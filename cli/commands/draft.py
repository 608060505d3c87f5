from pathlib import Path

import click

from doc_engine.errors import ExitCode
from doc_engine.pdf import Conversion
from office import drafting, now, user_files

from .. import console
from .common import force_option, refuse_same, source_of
from .pdf import convert, flavour_of


@click.command()
@click.argument("id_", metavar="[MẪU]", default="")
@click.option("--type", "type_", default="", help="Loại văn bản (QĐ, công văn, danh mục hồ sơ …), không dùng mẫu.")
@click.option(
    "--data",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Tệp .xlsx, .yaml (biểu mẫu của vanthu template show --form) hoặc .json.",
)
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Tệp .docx.")
@click.option("--pdf", is_flag=True, help="Thêm một bản .pdf bên cạnh.")
@force_option()
@click.pass_context
def command(ctx: click.Context, id_: str, type_: str, data: Path, output: Path, pdf: bool, force: bool) -> int:
    """Làm một văn bản dự thảo (chưa có số) từ mẫu, hoặc từ loại văn bản, và tệp dữ liệu."""
    refuse_same(data, output)
    source = source_of(ctx, id_, type_)
    form = drafting.read_data(data, drafting.data_of(source))
    with form.locating_problems():
        docx = drafting.draft(source, form.data, data.name, now().date())
    user_files.write_output(output, docx, force=force)
    console.out(f"Đã ghi dự thảo {output}.")
    printed = [Conversion(output, output.with_suffix(".pdf"))] if pdf else []
    return convert(printed, flavour_of(ctx), force=force) if printed else ExitCode.DONE
