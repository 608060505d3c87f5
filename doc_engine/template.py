"""A template: a folder with a .docx, a manifest, a data schema and a sample.

    <id>/mau.docx      what Word opens; the tags are docxtpl's
    <id>/mau.toml      the manifest: title, document type, level, who issues and signs, what it cites
    <id>/schema.json   JSON Schema 2020-12 of the data, titles in Vietnamese
    <id>/sample.json   data that fill it, for trying out and for verification

A template of the cycle is filled from a workbook. A plain one (`du_lieu = "thuong"`) has the data of `nd30.forms`:
names and words, which one document is drafted from. One of its own data (`du_lieu = "rieng"`) is a page that its author
typed in Word, with tags for what changes.

Packs of templates are found by the entry point group `vanthu.templates`: each entry names a package whose subfolders
are templates and whose *.schema.json files hold what their schemas share.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs

from .errors import ExitCode, InputRejected, Place, Problem, VanthuError, unread_reason
from .manifest import Filling, Manifest, ManifestWrong
from .manifest import read as read_manifest
from .nd30 import forms
from .vietnamese import nfc

SAMPLE_DAY = date(2024, 11, 5)
_DOCX, _MANIFEST, _SCHEMA, _SAMPLE = "mau.docx", "mau.toml", "schema.json", "sample.json"


class TemplateNotFound(VanthuError):
    code = "MAU-03"
    exit_code = ExitCode.NOT_FOUND
    message = "Không có mẫu {id}."
    remedy = "Các mẫu có sẵn: {known}."


class TemplateUnreadable(VanthuError):
    code = "MAU-04"
    exit_code = ExitCode.INPUT
    message = "Thư mục mẫu {folder} không dùng được: {why}."
    remedy = "Hãy sửa tệp được nêu, hoặc chép lại mẫu gốc."


@dataclass(frozen=True)
class Template:
    """A loaded template.

    `digest`: SHA-256 over the .docx, the manifest and the schema, in hexadecimal.
    """

    manifest: Manifest
    docx: bytes = field(repr=False)
    schema: Mapping[str, Any] = field(repr=False)
    sample: Mapping[str, Any] = field(repr=False)
    shared_schemas: Mapping[str, Any] = field(repr=False)
    digest: str

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of data that it takes: the schema's top-level properties."""
        return tuple(self.schema["properties"])

    @property
    def sample_for_rendering(self) -> Mapping[str, Any]:
        """The sample as the .docx takes it."""
        return self.completed(self.sample, SAMPLE_DAY)

    def completed(self, data: Mapping[str, Any], today: date) -> Mapping[str, Any]:
        """Checked data as the .docx takes them; plain data are completed.

        Of a template's own data, what was left out is blank. Raises AuthorityConflict.
        """
        match self.manifest.filling:
            case Filling.PLAIN:
                return forms.fill(self.manifest.document_type, data, today)
            case Filling.OWN:
                return dict(with_blanks(self.schema, data))
            case _:
                return data

    @cached_property
    def _validator(self) -> jsonschema_rs.Draft202012Validator:
        registry = jsonschema_rs.Registry([(schema["$id"], schema) for schema in self.shared_schemas.values()])
        try:
            return validator(self.schema, registry)
        except ValueError as error:
            why = str(error).partition("\n")[0]
            raise TemplateUnreadable(folder=self.id, why=f"schema.json sai ({why})") from error

    def check(self, data: Mapping[str, Any], file: str) -> None:
        """Raise InputRejected with every problem in `data`, each with its field's path."""
        check_data(self._validator, data, file)


def with_blanks(schema: Mapping[str, Any], data: Any) -> Any:
    """The data with a blank text, no entry, or no for every field that was left out."""
    if isinstance(data, Mapping):
        known = {name: with_blanks(inner, data.get(name)) for name, inner in schema.get("properties", {}).items()}
        return {**data, **known}
    if isinstance(data, list):
        return [with_blanks(schema.get("items", {}), one) for one in data]
    if data is not None:
        return data
    match schema.get("type"):
        case "object":
            return with_blanks(schema, {})
        case "array":
            return []
        case "boolean":
            return False
        case _:
            return ""


def validator(
    schema: Mapping[str, Any], registry: jsonschema_rs.Registry | None = None
) -> jsonschema_rs.Draft202012Validator:
    """A validator that also checks dates.

    Raises ValueError for what is no schema, or has a $ref without a target.
    """
    return jsonschema_rs.Draft202012Validator(
        dict(schema), registry=registry, validate_formats=True, retriever=_refuse_to_fetch
    )


def _refuse_to_fetch(reference: str) -> Any:
    """Raise ValueError: an external schema reaches no network and no file."""
    raise ValueError(f'"{reference}" không nằm trong mẫu')


def check_data(validator: jsonschema_rs.Draft202012Validator, data: Mapping[str, Any], file: str) -> None:
    """Raise InputRejected with every violation of the schema, each with its path."""
    if not validator.is_valid(data):
        problems = tuple(
            Problem("DL-01", Place(file, heading=_path(error)), _shown(error.instance), *_in_words(error))
            for error in validator.iter_errors(data)
        )
        raise InputRejected(file, problems)


def load(folder: Path) -> Template:
    """The template in a folder. Raises TemplateUnreadable."""
    docx, manifest, schema, sample = (_read(folder, name) for name in (_DOCX, _MANIFEST, _SCHEMA, _SAMPLE))
    return Template(
        manifest=_manifest(folder, manifest),
        docx=docx,
        schema=_described(folder, schema),
        sample=_json(folder, _SAMPLE, sample),
        shared_schemas=_shared_schemas(folder.parent),
        digest=hashlib.sha256(b"\0".join((docx, manifest, schema))).hexdigest(),
    )


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError as error:
        raise TemplateUnreadable(folder=folder, why=f"thiếu tệp {name}") from error
    except OSError as error:
        raise TemplateUnreadable(folder=folder, why=f"tệp {name}: {unread_reason(error)}") from error


def _manifest(folder: Path, data: bytes) -> Manifest:
    try:
        return read_manifest(tomllib.loads(nfc(data.decode("utf-8-sig"))))
    except ManifestWrong as error:
        raise TemplateUnreadable(folder=folder, why=str(error)) from error
    except ValueError as error:
        raise TemplateUnreadable(folder=folder, why=f"tệp {_MANIFEST}: {unread_reason(error)}") from error


def _described(folder: Path, data: bytes) -> dict[str, Any]:
    schema = _json(folder, _SCHEMA, data)
    if not isinstance(schema.get("properties"), dict):
        raise TemplateUnreadable(folder=folder, why=f'tệp {_SCHEMA} không có "properties"')
    return schema


def _json(folder: Path, name: str, data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(nfc(data.decode("utf-8-sig")))
    except (ValueError, RecursionError) as error:
        raise TemplateUnreadable(folder=folder, why=f"tệp {name}: {unread_reason(error)}") from error
    if not isinstance(found, dict):
        raise TemplateUnreadable(folder=folder, why=f"tệp {name} phải là một đối tượng {{ … }}")
    return found


def of_the_cycle(folders: Mapping[str, Path]) -> dict[str, Template]:
    """The templates in `folders` that a cycle fills. Raises TemplateUnreadable."""
    loaded = {id_: load(folder) for id_, folder in folders.items()}
    return {id_: one for id_, one in loaded.items() if one.manifest.of_a_cycle}


def installed() -> dict[str, Path]:
    """The templates of all installed packs, by id.

    A later pack's template replaces an earlier one's.
    """
    found: dict[str, Path] = {}
    for pack in _packs():
        found |= in_folder(pack)
    return found


def _packs() -> list[Path]:
    entries = sorted(entry_points(group="vanthu.templates"), key=lambda entry: entry.name)
    return [Path(str(files(entry.value))) for entry in entries]


def _shared_schemas(folder: Path) -> dict[str, Any]:
    """The schemas that the templates in a folder may refer to, by file name.

    Every pack's shared schemas and the folder's own, so that an office's own template need not bring the pack's along.
    """
    paths = [path for pack in [*_packs(), folder] for path in sorted(pack.glob("*.schema.json"))]
    return {path.name: json.loads(path.read_bytes()) for path in paths}


def in_folder(folder: Path) -> dict[str, Path]:
    """The templates directly in a folder, by the names of their folders."""
    return {path.parent.name: path.parent for path in sorted(folder.glob(f"*/{_MANIFEST}"))}


def find(id_: str, known: Mapping[str, Path]) -> Template:
    """Load the template `id_`. Raises TemplateNotFound or TemplateUnreadable."""
    if id_ not in known:
        raise TemplateNotFound(id=id_, known=", ".join(sorted(known)))
    return load(known[id_])


def _path(error: jsonschema_rs.ValidationError) -> str:
    missing = [error.kind.as_dict()["property"]] if error.kind.name == "required" else []
    return ".".join(str(step) for step in (*error.instance_path, *missing))


def _shown(value: object) -> str:
    """A text or number as it is; "" for a whole group or list."""
    if isinstance(value, str):
        return value
    return "" if isinstance(value, Mapping | list) else json.dumps(value, ensure_ascii=False)


def _in_words(error: jsonschema_rs.ValidationError) -> tuple[str, str]:
    """Reason and remedy in Vietnamese."""
    match error.kind.name:
        case "required":
            return "còn thiếu.", "Hãy bổ sung trường này."
        case "additionalProperties":
            return f"có trường lạ: {_names(error.kind.as_dict()['unexpected'])}.", "Hãy xóa hoặc sửa lại tên trường."
        case "type":
            return "sai kiểu dữ liệu.", "Hãy xem sample.json của mẫu để biết kiểu đúng."
        case "minLength":
            return "đang để trống.", "Hãy điền giá trị."
        case "minItems":
            return "cần ít nhất một phần tử.", "Hãy bổ sung danh sách."
        case "enum":
            known = ", ".join(f'"{one}"' for one in error.kind.as_dict()["options"] if one)
            return f"không có trong danh sách {known}.", "Hãy chọn một trong các giá trị đó, hoặc để trống."
        case "pattern":
            return "viết sai dạng.", "Hãy xem sample.json của mẫu để biết cách viết."
        case "format":
            return "không phải một ngày có thật viết theo năm-tháng-ngày.", "Hãy viết như 2024-11-05."
        case _:
            return f"không hợp lệ ({error.message}).", "Hãy xem schema.json của mẫu."


def _names(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
