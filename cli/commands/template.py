from collections.abc import Sequence
from pathlib import Path

import click

from doc_engine import template
from doc_engine.authoring import Verdict, examine
from doc_engine.data_form import Field, fields
from doc_engine.document_types import DocumentType
from doc_engine.errors import ExitCode
from doc_engine.render import verified
from doc_engine.template import Template
from doc_engine.vietnamese import slug
from office import drafting, json_shapes

from .. import console
from .common import document_type, force_option, json_option, known_templates, own_templates, source_of


@click.group()
def command() -> None:
    """Các mẫu văn bản: danh sách, chi tiết."""


@command.command(name="list")
@json_option()
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """Danh sách các mẫu."""
    known = [template.load(folder) for folder in known_templates(ctx).values()]
    known.sort(key=lambda one: one.manifest.rank)
    if as_json:
        console.out_json(list(map(json_shapes.template, known)))
    else:
        console.out_table(("Mã mẫu", "Tên", "Loại", "Cấp ban hành"), map(json_shapes.template_row, known))


@command.command()
@click.argument("place", metavar="THƯ_MỤC|TỆP.docx", type=click.Path(path_type=Path))
@click.option("--type", "type_", default="", help="Loại văn bản: tên hoặc chữ viết tắt (QĐ, TTr, công văn, SY …).")
@click.option("--agency", default="", help='Tên cơ quan, các dòng cách nhau dấu /: "ỦY BAN NHÂN DÂN/XÃ CẨM GIÀNG".')
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Từ tệp Word: thư mục của mẫu; không ghi: thư mục mang tên tệp, trong thư mục mau của văn phòng.",
)
@click.pass_context
def new(ctx: click.Context, place: Path, type_: str, agency: str, folder: Path | None) -> int:
    """Tạo một mẫu: từ tệp Word có thẻ như {{ ho_ten }}, hoặc theo mẫu của Nghị định 30 (--type)."""
    if place.suffix.lower() in (".docx", ".dotx"):
        return _from_word(ctx, place, folder, document_type(type_) if type_ else None)
    if not type_:
        raise click.UsageError("Hãy ghi một tệp Word có thẻ, hoặc --type loại văn bản.")
    kind = document_type(type_)
    drafting.new_template(kind, place, [line.strip() for line in agency.split("/") if line.strip()])
    console.out(f"Đã tạo mẫu {kind.title}. Hãy mở {place / 'mau.docx'} bằng Word, sửa lời văn, giữ các thẻ.")
    console.out(f"Để trong thư mục mau của văn phòng, rồi: vanthu draft {place.name} --data tệp.json -o du-thao.docx")
    return ExitCode.DONE


def _from_word(ctx: click.Context, file: Path, folder: Path | None, kind: DocumentType | None) -> int:
    folder = folder or own_templates(ctx, file.parent) / slug(file.stem)
    proposed = drafting.template_from_word(file, folder, kind)
    if proposed.mistakes:
        for mistake in proposed.mistakes:
            console.out(str(mistake))
        console.tell(f"Tệp {file.name} có {len(proposed.mistakes)} lỗi; chưa tạo mẫu.")
        return ExitCode.INPUT
    one = template.load(folder)
    console.out(f"Đã tạo mẫu {one.id} ({one.manifest.document_type.title}) trong {folder}.")
    for remark in proposed.remarks:
        console.out(f"  {remark}")
    _table_of(list(fields(one)))
    verdict = examine(one)
    if verdict.findings:
        console.out(
            f"Trang giấy có {len(verdict.findings)} chỗ chưa đúng thể thức; xem: vanthu template check {folder}"
        )
    return _tell(folder, verdict) or _next_steps(one.id)


def _next_steps(id_: str) -> int:
    console.out(f"Xem lại ý nghĩa các trường trong schema.json. Điền: vanthu template show {id_} --form du-lieu.xlsx")
    console.out(f"Xem thử: vanthu draft {id_} --data du-lieu.xlsx -o du-thao.docx")
    console.out(f"Ban hành: vanthu document new {id_} --data du-lieu.xlsx --unit ĐƠN_VỊ, rồi vanthu document issue …")
    return ExitCode.DONE


@command.command()
@click.argument("id_", metavar="[MẪU]", default="")
@click.option("--type", "type_", default="", help="Loại văn bản (QĐ, công văn, danh mục hồ sơ …), khi không dùng mẫu.")
@click.option(
    "--form",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Ghi một biểu mẫu dữ liệu để điền rồi đưa cho vanthu draft: tệp .xlsx hoặc .yaml.",
)
@force_option()
@json_option()
@click.pass_context
def show(ctx: click.Context, id_: str, type_: str, form: Path | None, force: bool, as_json: bool) -> None:
    """Chi tiết một mẫu: nơi để tệp, các trường dữ liệu, cách điền; biểu mẫu dữ liệu của một mẫu, một loại văn bản."""
    source = source_of(ctx, id_, type_)
    if form is not None:
        _write_form(form, source, id_ or f'--type "{type_}"', force=force)
    elif isinstance(source, Template):
        _show(known_templates(ctx)[id_], source, as_json)
    else:
        _show_fields(source, as_json)


def _write_form(form: Path, source: drafting.Source, named: str, *, force: bool) -> None:
    if form.suffix.lower() not in (".xlsx", ".yaml", ".yml"):
        raise click.UsageError("Biểu mẫu là tệp .xlsx hoặc .yaml.")
    drafting.blank_form(drafting.data_of(source), form, force=force)
    console.out(f"Đã ghi biểu mẫu {form}. Điền xong, chạy: vanthu draft {named} --data {form} -o du-thao.docx")


def _show_fields(source: drafting.Source, as_json: bool) -> None:
    described = list(fields(drafting.data_of(source)))
    if as_json:
        console.out_json(list(map(json_shapes.field, described)))
    else:
        _table_of(described)


def _show(folder: Path, one: Template, as_json: bool) -> None:
    renderer = verified(one.docx, one.id, one.sample_for_rendering)
    described = list(fields(one))
    if as_json:
        listed = list(map(json_shapes.field, described))
        console.out_json(
            {
                **json_shapes.template(one),
                "folder": folder,
                "digest": one.digest,
                "mode": renderer.mode.name,
                "fields": listed,
            }
        )
        return
    console.out(f"{one.id}: {one.manifest.title}")
    console.out(f"Thư mục: {folder}")
    console.out(f"Cách điền: {renderer.mode.value}")
    console.out(f"Dẫn số của: {', '.join(one.manifest.cites) or 'không'}")
    _table_of(described)


def _table_of(described: Sequence[Field]) -> None:
    rows = [(one.path, one.kind, one.title, _short(one.example)) for one in described]
    console.out_table(("Trường", "Kiểu", "Ý nghĩa", "Ví dụ"), rows)


@command.command()
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path) -> int:
    """Kiểm tra một mẫu đang soạn: thẻ, tên trường, thể thức; nêu mọi lỗi cùng một lúc."""
    verdict = examine(template.load(folder))
    for finding in verdict.findings:
        console.out(f"Thể thức: {finding}")
    return _tell(folder, verdict)


def _tell(folder: Path, verdict: Verdict) -> int:
    for mistake in verdict.mistakes:
        console.out(str(mistake))
    for remark in verdict.remarks:
        console.out(f"Lưu ý: {remark}")
    if verdict.mistakes:
        console.tell(f"Mẫu {folder.name} có {len(verdict.mistakes)} lỗi.")
        return ExitCode.INPUT
    console.tell(f"Mẫu {folder.name} dùng được. Cách điền: {verdict.mode.value if verdict.mode else ''}.")
    return ExitCode.DONE


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 50 else f"{line[:50]}…"
