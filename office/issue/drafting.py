"""One document from one file of data, without a number: to be read or corrected."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from doc_engine.authoring import Proposal, propose
from doc_engine.data_form import (
    DataUnreadable,
    Described,
    FilledForm,
    PlainData,
    blank_text,
    blank_workbook,
    read_text,
    read_workbook,
    with_pictures,
)
from doc_engine.document import DocumentCode
from doc_engine.document_types import DocumentType
from doc_engine.errors import ExitCode, VanthuError, unread_reason
from doc_engine.manifest import Filling
from doc_engine.nd30 import forms, layout, lists
from doc_engine.nd30.compose import compose
from doc_engine.nd30.lists import ListForm
from doc_engine.render import Properties, Renderer, verified
from doc_engine.template import Template, check_data, validator
from doc_engine.vietnamese import capitalised, nfc, slug

from ..user_files import read_document, write_document, write_output


class FolderNotEmpty(VanthuError):
    code = "MAU-05"
    exit_code = ExitCode.REFUSED
    message = "Thư mục {folder} đã có tệp."
    remedy = "Hãy chọn một thư mục mới cho mẫu."


@dataclass(frozen=True)
class Filled:
    """A document, and the data in its tags."""

    docx: bytes
    data: Mapping[str, Any]


# What one document is drafted from: a template, a list of Phụ lục IV or V, or a type by the decree's own form.
Source = Template | ListForm | DocumentType


def data_of(source: Source) -> Described:
    """The schema and sample of the source's data."""
    match source:
        case Template():
            return source
        case ListForm():
            return PlainData(source.name, lists.schema(source), lists.sample(source))
        case _:
            return PlainData(source.title, forms.schema(source), forms.sample(source))


def blank_form(described: Described, file: Path, *, force: bool = False) -> None:
    """Write a form to fill in: .xlsx, or a YAML text.

    Raises FileExists or DiskRefused.
    """
    excel = file.suffix.lower() == ".xlsx"
    write_output(file, blank_workbook(described) if excel else blank_text(described).encode(), force=force)


def read_data(file: Path, described: Described) -> FilledForm:
    """Read the data of one document, with the pictures they name: a form, or JSON.

    Raises DataUnreadable, InputRejected or SourceUnreadable.
    """
    return with_pictures(_read(file, described), described, file)


def _read(file: Path, described: Described) -> FilledForm:
    match file.suffix.lower():
        case ".xlsx":
            return read_workbook(file, described)
        case ".yaml" | ".yml":
            return read_text(file, described)
        case _:
            return FilledForm(_json(file))


def _json(file: Path) -> dict[str, Any]:
    try:
        data = json.loads(nfc(file.read_text(encoding="utf-8-sig")))
    except (OSError, ValueError, RecursionError) as error:
        raise DataUnreadable(file=file, why=unread_reason(error)) from error
    if not isinstance(data, dict):
        raise DataUnreadable(file=file, why="tệp không chứa các trường")
    return data


def draft(source: Source, data: Mapping[str, Any], file: str, today: date) -> bytes:
    """Return the .docx without a number, even where the data have one.

    A draft has none (NĐ 30/2020/NĐ-CP, Điều 15). Raises InputRejected with all faults of the data, AuthorityConflict,
    or RenderFailed.
    """
    match source:
        case Template():
            return _draft_of_template(source, data, file, today)
        case ListForm():
            return draft_of_list(source, data, file, today)
        case _:
            return issuable(source, _without_number(data), file, today).docx


def issuable(source: Template | DocumentType, data: Mapping[str, Any], file: str, today: date) -> Filled:
    """Return a document from plain data, with the data's number and day.

    Raises as `draft` does.
    """
    kind = source.manifest.document_type if isinstance(source, Template) else source
    if isinstance(source, Template):
        source.check(data, file)
        filled = source.completed(data, today)
        renderer = _renderer(source)
    else:
        check_data(validator(forms.schema(kind)), data, file)
        filled = forms.fill(kind, data, today)
        renderer = Renderer(compose(forms.outline(kind)), kind.title, binds_names=True)
    return Filled(renderer.render(filled, _properties(filled, today)), filled)


def _draft_of_template(template: Template, data: Mapping[str, Any], file: str, today: date) -> bytes:
    """The draft; lines under agency and subject are computed where not in the data."""
    if template.manifest.plain:
        return issuable(template, _without_number(data), file, today).docx
    given = dict(data) if template.manifest.filling is Filling.OWN else _completed(template, data)
    template.check(given, file)
    filled = template.completed(given, today)
    renderer = _renderer(template)
    own = template.manifest.filling is Filling.OWN
    return renderer.render(
        filled, Properties(template.manifest.title, "", today) if own else _properties(filled, today)
    )


def _renderer(template: Template) -> Renderer:
    """The compiled template; of a page that its author typed, spaces stay as they are."""
    own = template.manifest.filling is Filling.OWN
    return verified(template.docx, template.id, template.sample_for_rendering, binds_names=not own)


def draft_of_list(form: ListForm, data: Mapping[str, Any], file: str, today: date) -> bytes:
    """A register or list of Phụ lục IV and V. Raises InputRejected or RenderFailed."""
    check_data(validator(lists.schema(form)), data, file)
    filled = lists.fill(form, data)
    return Renderer(compose(form.outline), form.name).render(filled, _properties(filled, today))


def new_template(kind: DocumentType, folder: Path, agency: Sequence[str] = ()) -> None:
    """Write a template of a type into a new folder: the decree's form.

    It is to be changed in Word. `agency`: the lines of its name, for the sample. Raises FolderNotEmpty.
    """
    _refuse_filled(folder)
    outline = forms.outline(kind)
    sample = forms.sample(kind) | ({"co_quan": list(agency)} if agency else {})
    manifest = (
        f'[mau]\nma = "{slug(folder.name)}"\nten = {json.dumps(kind.title.capitalize(), ensure_ascii=False)}\n'
        f'loai = "{kind.title}"\ndu_lieu = "{Filling.PLAIN.value}"\n'
    )
    schema = json.dumps(forms.schema(kind), ensure_ascii=False, indent=1)
    _write_template(
        folder,
        compose(outline),
        {
            "mau.txt": outline,
            "mau.toml": manifest,
            "schema.json": schema,
            "sample.json": json.dumps(sample, ensure_ascii=False, indent=1),
        },
    )


def template_from_word(file: Path, folder: Path, kind: DocumentType | None = None) -> Proposal:
    """Write a template into a new folder, from a Word file with tags.

    With mistakes in them nothing is written. `kind`: None for what the page says. Raises FolderNotEmpty, UnsafePackage,
    UnreadableDocument or TemplateRejected.
    """
    _refuse_filled(folder)
    title = capitalised(file.stem.replace("-", " ").replace("_", " "))
    proposed = propose(read_document(file), slug(folder.name), title, kind)
    if not proposed.mistakes:
        named = {"mau.toml": proposed.manifest, "schema.json": proposed.schema, "sample.json": proposed.sample}
        _write_template(folder, proposed.docx, named)
    return proposed


def _refuse_filled(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty(folder=folder)


def _write_template(folder: Path, docx: bytes, texts: Mapping[str, str]) -> None:
    write_document(folder / "mau.docx", docx)
    for name, text in texts.items():
        write_document(folder / name, f"{text.rstrip()}\n".encode())


def _without_number(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "so"}


def _properties(filled: Mapping[str, Any], today: date) -> Properties:
    page = filled["van_ban"]
    return Properties(page["trich_yeu"], " ".join(page["co_quan"]), today)


def _completed(template: Template, data: Mapping[str, Any]) -> dict[str, Any]:
    page = data.get("van_ban")
    if not isinstance(page, Mapping):
        return dict(data)
    symbol = str(page.get("so_ky_hieu", "")).rpartition("/")[2] or template.manifest.document_type.abbreviation
    agency, subject = page.get("co_quan"), page.get("trich_yeu")
    lines = {
        "gach_co_quan": layout.agency_line(str(agency[-1])) if isinstance(agency, list) and agency else "",
        "gach_trich_yeu": layout.subject_line(str(subject)) if subject else "",
    }
    return {**data, "van_ban": {**lines, **page, "so_ky_hieu": str(DocumentCode(None, symbol))}}
