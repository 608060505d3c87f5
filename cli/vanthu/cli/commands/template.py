from collections.abc import Iterator, Mapping
from typing import Any

import click

from vanthu.doc_engine import template
from vanthu.doc_engine.render import verified
from vanthu.doc_engine.template import IssuingLevel, Template

from .. import console
from .common import json_option, known_templates


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
@click.argument("id_", metavar="MẪU")
@json_option()
@click.pass_context
def show(ctx: click.Context, id_: str, as_json: bool) -> None:
    """Chi tiết một mẫu: nơi để tệp, các trường dữ liệu, cách điền."""
    folders = known_templates(ctx)
    one = template.find(id_, folders)
    renderer = verified(one.docx, one.id, one.sample)
    fields = list(_fields(one))
    if as_json:
        row = dict(zip(("id", "title", "type", "level"), _row(one), strict=True))
        listed = [{"field": name, "title": title} for name, title in fields]
        console.out_json(
            {**row, "folder": folders[id_], "digest": one.digest, "mode": renderer.mode.name, "fields": listed}
        )
        return
    console.out(f"{one.id}: {one.manifest.title}")
    console.out(f"Thư mục: {folders[id_]}")
    console.out(f"Cách điền: {renderer.mode.value}")
    console.out(f"Dẫn số của: {', '.join(one.manifest.cites) or 'không'}")
    console.out_table(("Trường", "Ý nghĩa"), fields)


def _row(one: Template) -> tuple[str, str, str, str]:
    level = "xã" if one.manifest.level is IssuingLevel.COMMUNE else "đơn vị chủ trì"
    return (one.id, one.manifest.title, one.manifest.document_type.title, level)


def _fields(one: Template) -> Iterator[tuple[str, str]]:
    """Every field that the schema describes, with its Vietnamese title."""
    yield from _inside(one, "", one.schema)


def _inside(one: Template, path: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    schema = _resolved(one, schema)
    for part in schema.get("allOf", ()):
        yield from _inside(one, path, part)
    for name, inner in schema.get("properties", {}).items():
        yield from _inside(one, f"{path}.{name}" if path else name, inner)
    if "items" in schema:
        yield from _inside(one, f"{path}[]", schema["items"])
    elif schema.get("type") in ("string", "integer", "boolean"):
        yield path, schema.get("title", "")


def _resolved(one: Template, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = schema.get("$ref")
    if not reference:
        return schema
    file, _, pointer = reference.partition("#/$defs/")
    found: Mapping[str, Any] = one.shared_schemas[file]["$defs"][pointer]
    return found
