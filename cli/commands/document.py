import sys
from pathlib import Path
from typing import Any

import click

from archive.metadata import Relation
from doc_engine.document_types import DocumentType
from doc_engine.errors import ExitCode
from doc_engine.manifest import Filling
from doc_engine.template import Template
from office import (
    Office,
    drafting,
    drafts,
    finding,
    json_shapes,
    relations,
    signed_copies,
    single_documents,
    user_files,
    word_drafts,
)  # fmt: skip

from .. import console
from ..draft_report import tell_preview, tell_recognised
from ..word_options import correcting, corrections_of
from .common import document_type, json_option, source_of, the_office

_OWN = "-"  # the draft's own .docx


@click.group()
def command() -> None:
    """Văn bản lẻ: soạn, trình, duyệt, ban hành; thay thế, đính chính, thu hồi văn bản đã ban hành."""


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_DATA = click.option(
    "--data", type=_FILE, help="Tệp .xlsx, .yaml (biểu mẫu của vanthu template show --form) hoặc .json."
)
_ID = click.argument("id_", metavar="MÃ_DỰ_THẢO")
_CLEAN = click.option(
    "--clean", is_flag=True, help="Tệp Word: chấp nhận mọi thay đổi, bỏ lời bình luận và chữ ẩn khi lấy vào."
)


@command.command()
@click.argument("template_id", metavar="[MẪU]", default="")
@click.option("--type", "type_", default="", help="Loại văn bản (QĐ, công văn …), không dùng mẫu.")
@_DATA
@click.option("--docx", type=_FILE, help="Văn bản đã soạn trong Word; số và ngày được điền vào chỗ trống khi ban hành.")
@click.option("--unit", required=True, help="Đơn vị của cơ quan ban hành: tên hoặc mã, ví dụ 02008.")
@click.option("--replaces", default="", help="Thay thế văn bản này: số, ký hiệu hoặc mã trong kho.")
@click.option("--corrects", default="", help="Đính chính văn bản này (bằng công văn).")
@click.option("--recalls", default="", help="Thu hồi văn bản này.")
@click.option("--reason", default="", help="Căn cứ để đơn vị kế thừa làm thay đơn vị cũ.")
@_CLEAN
@correcting
@click.pass_context
def new(
    ctx: click.Context,
    /,
    template_id: str,
    type_: str,
    data: Path | None,
    docx: Path | None,
    unit: str,
    replaces: str,
    corrects: str,
    recalls: str,
    reason: str,
    clean: bool,
    **facts: Any,
) -> None:
    """Lập một dự thảo: từ tệp dữ liệu, từ tệp Word, hoặc (chỉ ghi --replaces) từ bản sao của văn bản cần thay thế."""
    office = the_office(ctx)
    if data and docx:
        raise click.UsageError("Chỉ ghi một trong: --data, --docx.")
    keys = {Relation.REPLACES: replaces, Relation.CORRECTS: corrects, Relation.RECALLS: recalls}
    meant = _meant(office, keys, unit, reason.strip())
    if data:
        corrections = corrections_of({**facts, "type_": ""})
        made = _new_from_data(office, source_of(ctx, template_id, type_), data, unit, meant, corrections)
    elif docx:
        corrections = corrections_of({**facts, "type_": type_ and document_type(type_).title})
        made = word_drafts.new(office, user_files.read_document(docx), unit, corrections, meant, clean=clean)
        tell_recognised(office, made)
    elif meant and meant.relation is Relation.REPLACES:
        made = word_drafts.new_from_issued(office, finding.the_one(office, meant.target), meant, unit)
        console.out(f"Đã chép {meant.target} làm dự thảo {made.id}: {drafts.document_of(office, made)}")
        console.out(
            f"Hãy sửa tệp ấy trong Word, nêu rõ văn bản được thay thế, rồi: vanthu document change {made.id} --docx"
        )
        return
    else:
        raise click.UsageError("Hãy ghi --data hoặc --docx.")
    console.out(f"Đã lập dự thảo {made.id}: {drafts.document_of(office, made)}")
    tell_preview(office, made)


def _new_from_data(
    office: Office,
    source: drafting.Source,
    data: Path,
    unit: str,
    meant: drafts.Meant | None,
    corrections: dict[str, Any],
) -> drafts.Draft:
    form = drafting.read_data(data, drafting.data_of(source))
    if isinstance(source, Template) and source.manifest.filling is Filling.OWN:
        with form.locating_problems():
            made = word_drafts.new_from_template(office, source, form.data, data.name, unit, corrections, meant)
        tell_recognised(office, made)
        return made
    if not isinstance(source, DocumentType) and not (isinstance(source, Template) and source.manifest.plain):
        raise click.UsageError("Văn bản của kỳ đánh giá thì dùng vanthu batch; danh mục, sổ thì dùng vanthu draft.")
    with form.locating_problems():
        return single_documents.new(office, source, form.data, data.name, unit, meant)


def _meant(office: Office, keys: dict[Relation, str], unit: str, reason: str) -> drafts.Meant | None:
    said = [(relation, key) for relation, key in keys.items() if key]
    if len(said) > 1:
        raise click.UsageError("Chỉ ghi một trong: --replaces, --corrects, --recalls.")
    if not said:
        return None
    relation, key = said[0]
    return drafts.Meant(relation, finding.the_one(office, key, unit).path, reason)


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
@click.option(
    "--docx",
    is_flag=False,
    flag_value=_OWN,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Lấy tệp Word này làm văn bản; không ghi tên tệp: chính tệp van-ban.docx của dự thảo, đã sửa trong Word.",
)
@click.option("--force", is_flag=True, help="Làm lại từ dữ liệu dù tệp .docx đã được sửa trong Word: bản sửa mất.")
@_CLEAN
@correcting
@click.pass_context
def change(
    ctx: click.Context, /, id_: str, data: Path | None, docx: Path | None, force: bool, clean: bool, **facts: Any
) -> None:
    """Thay dữ liệu, hoặc lấy bản đã sửa trong Word, của một dự thảo chưa trình."""
    office = the_office(ctx)
    one = drafts.get(office, id_)
    if bool(data) == bool(docx):
        raise click.UsageError("Hãy ghi một trong: --data, --docx.")
    if data:
        form = drafting.read_data(data, drafting.data_of(source_of(ctx, *_named(one))))
        with form.locating_problems():
            one = single_documents.change(office, id_, form.data, data.name, force=force)
        console.out(f"Đã làm lại dự thảo {one.id}: {drafts.document_of(office, one)}")
    else:
        content = user_files.read_document(docx) if docx and docx != Path(_OWN) else None
        one = word_drafts.take_docx(office, id_, content, corrections_of(facts), clean=clean)
        tell_recognised(office, one)
        console.out(f"Đã lấy bản Word làm văn bản của dự thảo {one.id}: {drafts.document_of(office, one)}")
    tell_preview(office, one)


def _named(one: drafts.Draft) -> tuple[str, str]:
    try:
        return "", DocumentType.named(one.source).title
    except KeyError:
        return one.source, ""


def _move(ctx: click.Context, id_: str, to: drafts.State, done: str, note: str = "") -> None:
    office = the_office(ctx)
    one = single_documents.move(office, id_, to, note)
    console.out(f"{done} {one.id}.")
    if to is drafts.State.SUBMITTED:
        tell_preview(office, one)


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
@click.option(
    "--despite",
    "override",
    is_flag=True,
    help="Lưu dù trang đầu không có số, ký hiệu của văn bản, hoặc tệp còn lời bình luận.",
)
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
@click.option("--dry-run", is_flag=True, help="Không ghi gì; cho biết số, nơi lưu, lỗi thể thức.")
@click.option("--yes", is_flag=True, help="Không hỏi lại khi dự thảo chưa được duyệt.")
@click.pass_context
def issue(ctx: click.Context, id_: str, override_reason: str, dry_run: bool, yes: bool) -> int:
    """Ban hành: cấp số, lưu trữ, lập chỉ mục. Sau đó không sửa nữa."""
    office = the_office(ctx)
    if dry_run:
        return _dry_run(office, id_)
    one = drafts.get(office, id_)
    unapproved = one.state in (drafts.State.DRAFT, drafts.State.SUBMITTED)
    asks = unapproved and not yes and sys.stdin.isatty()
    if asks and not console.confirm(f"Dự thảo {one.id} chưa được duyệt. Vẫn ban hành?"):
        raise click.Abort
    record = single_documents.issue(office, id_, override_reason.strip())
    console.out(f"Đã ban hành {record.type_title} số {record.code} ngày {record.issued_on:%d/%m/%Y}: {record.path}")
    if record.target:
        console.out(f"Văn bản {record.target} đã được ghi là {relations.became(record)}.")
    return ExitCode.DONE


def _dry_run(office: Office, id_: str) -> int:
    found = single_documents.preview(office, id_)
    record = found.record
    console.out_table(
        ("Số, ký hiệu", "Ngày", "Nơi lưu", "Lỗi thể thức"),
        [(record.code, f"{record.issued_on:%d/%m/%Y}", record.path, len(found.checked.errors))],
    )
    for finding_ in found.checked.findings:
        console.tell(f"  {finding_}")
    return ExitCode.PARTIAL if found.checked.errors else ExitCode.DONE
