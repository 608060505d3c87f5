from pathlib import Path

import click

from archive.metadata import Relation
from doc_engine.document_types import DocumentType
from doc_engine.template import Template
from office import Office, drafting, drafts, finding, json_shapes, relations, signed_copies, single_documents

from .. import console
from .common import json_option, source_of, the_office


@click.group()
def command() -> None:
    """Văn bản lẻ: soạn, trình, duyệt, ban hành; thay thế, đính chính, thu hồi văn bản đã ban hành."""


_DATA = click.option(
    "--data",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Tệp .xlsx, .yaml (biểu mẫu của vanthu template show --form) hoặc .json.",
)
_ID = click.argument("id_", metavar="MÃ_DỰ_THẢO")


@command.command()
@click.argument("template_id", metavar="[MẪU]", default="")
@click.option("--type", "type_", default="", help="Loại văn bản (QĐ, công văn …), không dùng mẫu.")
@_DATA
@click.option("--unit", required=True, help="Đơn vị của cơ quan ban hành: tên hoặc mã, ví dụ 02008.")
@click.option("--replaces", default="", help="Thay thế văn bản này: số, ký hiệu hoặc mã trong kho.")
@click.option("--corrects", default="", help="Đính chính văn bản này (bằng công văn).")
@click.option("--recalls", default="", help="Thu hồi văn bản này.")
@click.pass_context
def new(
    ctx: click.Context, template_id: str, type_: str, data: Path, unit: str, replaces: str, corrects: str, recalls: str
) -> None:
    """Lập một dự thảo từ loại văn bản hoặc mẫu của văn phòng và tệp dữ liệu."""
    office, source = the_office(ctx), source_of(ctx, template_id, type_)
    if not isinstance(source, DocumentType) and not (isinstance(source, Template) and source.manifest.plain):
        raise click.UsageError("Văn bản của kỳ đánh giá thì dùng vanthu batch; danh mục, sổ thì dùng vanthu draft.")
    meant = {Relation.REPLACES: replaces, Relation.CORRECTS: corrects, Relation.RECALLS: recalls}
    relation = _relation(office, meant)
    form = drafting.read_data(data, drafting.data_of(source))
    with form.locating_problems():
        made = single_documents.new(office, source, form.data, data.name, unit, relation)
    console.out(f"Đã lập dự thảo {made.id}: {drafts.document_of(office, made)}")


def _relation(office: Office, meant: dict[Relation, str]) -> tuple[Relation, str] | None:
    said = [(relation, key) for relation, key in meant.items() if key]
    if len(said) > 1:
        raise click.UsageError("Chỉ ghi một trong: --replaces, --corrects, --recalls.")
    if not said:
        return None
    relation, key = said[0]
    return relation, finding.the_one(office, key).path


@command.command(name="list")
@click.option("--all", "everything", is_flag=True, help="Cả những dự thảo đã ban hành.")
@json_option()
@click.pass_context
def list_(ctx: click.Context, everything: bool, as_json: bool) -> None:
    """Các dự thảo và bước đang ở."""
    office = the_office(ctx)
    found = [one for one in drafts.everything(office) if everything or one.state is not drafts.State.ISSUED]
    if as_json:
        console.out_json([json_shapes.draft(one) for one in found])
        return
    rows = [(one.id, one.source, one.unit_code, drafts.STATE_NAMES[one.state], _last(one)) for one in found]
    console.out_table(("Mã", "Loại, mẫu", "Đơn vị", "Bước", "Lần cuối"), rows)


@command.command()
@_ID
@json_option()
@click.pass_context
def show(ctx: click.Context, id_: str, as_json: bool) -> None:
    """Một dự thảo: tệp để đọc, ai đã làm gì."""
    office = the_office(ctx)
    one = drafts.get(office, id_)
    if as_json:
        console.out_json(json_shapes.draft(one))
        return
    console.out(f"{one.id}: {one.source}, {drafts.STATE_NAMES[one.state]}")
    if one.relation:
        console.out(f"Để {relations.NAMES[one.relation]} {one.target}")
    console.out(f"Tệp: {drafts.document_of(office, one)}")
    console.out_table(
        ("Bước", "Lúc", "Người", "Máy", "Ghi chú"),
        [(drafts.STATE_NAMES[step.state], step.time, step.who, step.machine, step.note) for step in one.steps],
    )


def _last(one: drafts.Draft) -> str:
    step = one.steps[-1]
    return f"{step.time[:16].replace('T', ' ')} {step.who}"


@command.command()
@_ID
@_DATA
@click.pass_context
def change(ctx: click.Context, id_: str, data: Path) -> None:
    """Thay dữ liệu của một dự thảo chưa trình."""
    office = the_office(ctx)
    one = drafts.get(office, id_)
    form = drafting.read_data(data, drafting.data_of(source_of(ctx, *_named(one))))
    with form.locating_problems():
        single_documents.change(office, id_, form.data, data.name)
    console.out(f"Đã làm lại dự thảo {one.id}: {drafts.document_of(office, one)}")


def _named(one: drafts.Draft) -> tuple[str, str]:
    try:
        return "", DocumentType.named(one.source).title
    except KeyError:
        return one.source, ""


def _move(ctx: click.Context, id_: str, to: drafts.State, done: str, note: str = "") -> None:
    one = single_documents.move(the_office(ctx), id_, to, note)
    console.out(f"{done} {one.id}.")


@command.command()
@_ID
@click.pass_context
def submit(ctx: click.Context, id_: str) -> None:
    """Trình một dự thảo."""
    _move(ctx, id_, drafts.State.SUBMITTED, "Đã trình")


@command.command()
@_ID
@click.pass_context
def approve(ctx: click.Context, id_: str) -> None:
    """Duyệt một dự thảo đã trình."""
    _move(ctx, id_, drafts.State.APPROVED, "Đã duyệt")


@command.command(name="return")
@_ID
@click.option("--reason", required=True, help="Vì sao trả lại.")
@click.pass_context
def return_(ctx: click.Context, id_: str, reason: str) -> None:
    """Trả lại một dự thảo đã trình hoặc đã duyệt, để sửa."""
    _move(ctx, id_, drafts.State.DRAFT, "Đã trả lại", reason)


@command.command()
@_ID
@click.pass_context
def withdraw(ctx: click.Context, id_: str) -> None:
    """Bỏ một dự thảo chưa ban hành."""
    single_documents.withdraw(the_office(ctx), id_)
    console.out(f"Đã bỏ dự thảo {id_}.")


@command.command()
@click.argument("key", metavar="SỐ_KÝ_HIỆU|ID")
@click.argument("file", metavar="TỆP.pdf", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--despite", "override", is_flag=True, help="Lưu dù trang đầu của tệp không có số, ký hiệu của văn bản.")
@click.pass_context
def attach(ctx: click.Context, key: str, file: Path, override: bool) -> None:
    """Lưu bản PDF đã ký, đóng dấu (bản quét, hoặc có chữ ký số) cạnh văn bản đã ban hành, nguyên từng byte."""
    office = the_office(ctx)
    record = finding.the_one(office, key)
    facts = signed_copies.attach(office, record, file, override=override)
    signed = f", {facts.signatures} chữ ký số (chưa kiểm tra chữ ký)" if facts.signatures else ""
    console.out(f"Đã lưu bản ký của {record.type_title} số {record.code}: {facts.pages} trang{signed}.")


@command.command()
@_ID
@click.option(
    "--despite", "override_reason", default="", help="Lý do ban hành dù còn lỗi thể thức; được lưu cùng văn bản."
)
@click.pass_context
def issue(ctx: click.Context, id_: str, override_reason: str) -> None:
    """Ban hành: cấp số, lưu trữ, lập chỉ mục. Sau đó không sửa nữa."""
    office = the_office(ctx)
    record = single_documents.issue(office, id_, override_reason.strip())
    console.out(f"Đã ban hành {record.type_title} số {record.code} ngày {record.issued_on:%d/%m/%Y}: {record.path}")
    if record.target:
        console.out(f"Văn bản {record.target} đã được ghi là {relations.became(record)}.")
