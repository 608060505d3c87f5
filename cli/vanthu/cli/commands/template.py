from pathlib import Path

import click

from vanthu.doc_engine import template
from vanthu.doc_engine.authoring import examine
from vanthu.doc_engine.errors import ExitCode
from vanthu.doc_engine.render import verified
from vanthu.doc_engine.template import IssuingLevel, Template
from vanthu.doc_engine.template_fields import fields
from vanthu.office.drafting import new_template

from .. import console
from .common import document_type, json_option, known_templates


@click.group()
def command() -> None:
    """Các mẫu văn bản: danh sách, chi tiết."""


@command.command(name="list")
@json_option()
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """Danh sách các mẫu."""
    known = [template.load(folder) for folder in known_templates(ctx).values()]
    rows = [_row(one) for one in sorted(known, key=lambda one: one.manifest.rank)]
    if as_json:
        console.out_json([dict(zip(("id", "title", "type", "level"), row, strict=True)) for row in rows])
    else:
        console.out_table(("Mã mẫu", "Tên", "Loại", "Cấp ban hành"), rows)


@command.command()
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(file_okay=False, path_type=Path))
@click.option("--type", "type_", required=True, help="Loại văn bản: tên hoặc chữ viết tắt (QĐ, TTr, công văn, SY …).")
@click.option("--agency", default="", help='Tên cơ quan, các dòng cách nhau dấu /: "ỦY BAN NHÂN DÂN/XÃ CẨM GIÀNG".')
def new(folder: Path, type_: str, agency: str) -> None:
    """Tạo một mẫu mới theo mẫu của Nghị định 30, để sửa tiếp bằng Word."""
    kind = document_type(type_)
    new_template(kind, folder, [line.strip() for line in agency.split("/") if line.strip()])
    console.out(f"Đã tạo mẫu {kind.title}. Hãy mở {folder / 'mau.docx'} bằng Word, sửa lời văn, giữ các thẻ.")
    console.out(f"Để trong thư mục mau của văn phòng, rồi: vanthu draft {folder.name} --data tệp.json -o du-thao.docx")


@command.command()
@click.argument("id_", metavar="MẪU")
@json_option()
@click.pass_context
def show(ctx: click.Context, id_: str, as_json: bool) -> None:
    """Chi tiết một mẫu: nơi để tệp, các trường dữ liệu, cách điền."""
    folders = known_templates(ctx)
    one = template.find(id_, folders)
    renderer = verified(one.docx, one.id, one.sample_for_rendering)
    described = list(fields(one))
    if as_json:
        row = dict(zip(("id", "title", "type", "level"), _row(one), strict=True))
        listed = [
            {"field": one.path, "kind": one.kind, "title": one.title, "example": one.example} for one in described
        ]
        console.out_json(
            {**row, "folder": folders[id_], "digest": one.digest, "mode": renderer.mode.name, "fields": listed}
        )
        return
    console.out(f"{one.id}: {one.manifest.title}")
    console.out(f"Thư mục: {folders[id_]}")
    console.out(f"Cách điền: {renderer.mode.value}")
    console.out(f"Dẫn số của: {', '.join(one.manifest.cites) or 'không'}")
    console.out_table(
        ("Trường", "Kiểu", "Ý nghĩa", "Ví dụ"),
        [(one.path, one.kind, one.title, _short(one.example)) for one in described],
    )


@command.command()
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path) -> int:
    """Kiểm tra một mẫu đang soạn: thẻ, tên trường, thể thức; nêu mọi lỗi cùng một lúc."""
    verdict = examine(template.load(folder))
    for mistake in verdict.mistakes:
        console.out(str(mistake))
    if verdict.mistakes:
        console.tell(f"Mẫu {folder.name} có {len(verdict.mistakes)} lỗi.")
        return ExitCode.INPUT
    console.tell(f"Mẫu {folder.name} dùng được. Cách điền: {verdict.mode.value if verdict.mode else ''}.")
    return ExitCode.DONE


def _row(one: Template) -> tuple[str, str, str, str]:
    level = "xã" if one.manifest.level is IssuingLevel.COMMUNE else "đơn vị chủ trì"
    level = "bất kỳ" if one.manifest.plain else level
    return (one.id, one.manifest.title, one.manifest.document_type.title, level)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 50 else f"{line[:50]}…"
