"""The parts that several commands share: options, the office, the workbook."""

import functools
import getpass
import os
import platform
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from archive.ledger import Actor
from doc_engine import template
from doc_engine.cycle import Cycle
from doc_engine.document_types import DocumentType
from doc_engine.errors import InputRejected
from doc_engine.nd30 import lists
from doc_engine.nd30.lists import ListForm
from doc_engine.template import Template
from doc_engine.workbook import HiddenCells, Reading, ReadingOptions, read
from office import Office, OfficeNotFound, drafting, find, unit_lookup

from .. import console

DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def json_option() -> Decorator:
    return click.option("--json", "as_json", is_flag=True, help="Kết quả dạng JSON cho chương trình khác đọc.")


def workbook_argument() -> Decorator:
    return click.argument("file", metavar="TỆP", type=click.Path(exists=True, path_type=Path))


def force_option() -> Decorator:
    return click.option("--force", is_flag=True, help="Ghi đè lên tệp đã có. Không ghi: tệp đã có được giữ nguyên.")


def reading_options() -> Decorator:
    """Add --hidden and --convert; the command gets `options: ReadingOptions`."""

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        @click.option(
            "--hidden",
            type=click.Choice([one.value for one in HiddenCells]),
            default=HiddenCells.REPORT.value,
            help="Trang, dòng, cột đang ẩn: báo lỗi (report), đọc cả (read) hay bỏ qua (skip).",
        )
        @click.option("--convert", is_flag=True, help="Chuyển chữ gõ bằng TCVN3 (ABC), VNI sang Unicode khi đọc.")
        @functools.wraps(function)
        def with_options(*arguments: Any, hidden: str, convert: bool, **rest: Any) -> Any:
            return function(*arguments, options=ReadingOptions(HiddenCells(hidden), convert), **rest)

        return with_options

    return add


def current_actor() -> Actor:
    """The account and the machine; VANTHU_USER where several people share an account."""
    return Actor(os.environ.get("VANTHU_USER") or getpass.getuser(), platform.node())


def opened(ctx: click.Context) -> Office:
    """Open the office that --office names, or that contains the current folder.

    Raises OfficeNotFound.
    """
    return find(ctx.find_root().obj, Path.cwd(), current_actor(), environment=os.environ)


def the_office(ctx: click.Context, *, without_registry: bool = False) -> Office:
    """Open the command's office; its files are released when the command ends.

    Raises RegistryDiffers where the registry database is lost, unless the command can do without it: an empty register
    is a wrong answer.
    """
    office = opened(ctx)
    ctx.call_on_close(office.close)
    if not without_registry:
        office.refuse_lost_registry()
    return office


def known_templates(ctx: click.Context) -> dict[str, Path]:
    """The folders of the shipped templates and of the office's own, by id.

    Raises OfficeNotFound only where --office is given.
    """
    given = ctx.find_root().obj
    try:
        return opened(ctx).template_folders
    except OfficeNotFound:
        if given:
            raise
        return template.installed()


def own_templates(ctx: click.Context, beside: Path) -> Path:
    """The folder of the office's own templates; without an office, `beside`."""
    given = ctx.find_root().obj
    try:
        return opened(ctx).files.templates
    except OfficeNotFound:
        if given:
            raise
        return beside


def document_type(name: str) -> DocumentType:
    """Return the type of that name. Raises a usage error that lists all types."""
    try:
        return DocumentType.named(name)
    except KeyError:
        known = [f"{kind.title} ({kind.abbreviation})" if kind.abbreviation else kind.title for kind in DocumentType]
        raise click.UsageError(f'Không có loại văn bản "{name}". Các loại: {", ".join(known)}.') from None


def source_of(ctx: click.Context, id_: str, type_: str) -> drafting.Source:
    """Return what to draft from, by a template's id or the name of a type or list.

    Raises a usage error, or what `template.find` raises.
    """
    if bool(id_) == bool(type_):
        raise click.UsageError("Hãy ghi mã mẫu, hoặc --type loại văn bản.")
    if id_:
        return template.find(id_, known_templates(ctx))
    try:  # "biên bản" is a type, though the name of a list begins so, too
        return DocumentType.named(type_)
    except KeyError:
        return list_form(type_) or document_type(type_)


def refuse_same(given: Path, made: Path) -> None:
    """Raise a usage error where a command would overwrite the file that it reads."""
    if given.resolve() == made.resolve():
        raise click.UsageError(f"Không ghi đè lên {given}: hãy đặt tên khác cho tệp làm ra.")


def list_form(name: str) -> ListForm | None:
    """The list of Phụ lục IV or V of that name, or None."""
    try:
        return lists.named(name)
    except KeyError:
        return None


def usable(reading: Reading, file: Path) -> Cycle:
    """The cycle of a reading. Raises InputRejected where there is none."""
    if reading.cycle is None:
        raise InputRejected(file.name, reading.problems)
    return reading.cycle


def told(reading: Reading) -> Reading:
    """Tell what was read, but should be looked at, and return the reading."""
    if reading.notices:
        console.tell("Đã đọc, nhưng nên xem lại:")
        console.tell_problems(reading.notices)
    return reading


def whole(file: Path, templates: Mapping[str, Template], options: ReadingOptions) -> Cycle:
    """The cycle of a file without any problem. Raises InputRejected."""
    reading = told(read(file, templates, options))
    if reading.problems:
        raise InputRejected(file.name, reading.problems)
    return usable(reading, file)


def unit_code(typed: str, year: int) -> str:
    """The code of a unit given by code or name; "" for none.

    A code is not looked up.
    """
    return unit_lookup.unit_of_year(typed, year).code if typed and not typed.isdecimal() else typed
