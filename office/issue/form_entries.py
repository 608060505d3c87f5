"""Forms that somebody is filling in.

Typed data of a document that is no draft yet, or of one being changed.

A form, du-thao/bieu-mau/<id>.json, is saved as it is typed, complete or not; a draft is made of a complete one. Two
people may open the same form; each save states the version that it was typed over, and one that is outdated is refused:
nobody's work is lost silently.
"""

import json
import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from archive.durable import write_text
from doc_engine.data_form import Kind, Shape, put_together, shape
from doc_engine.document_data.cycle_data import committee
from doc_engine.document_types import DocumentType
from doc_engine.errors import ExitCode, InputRejected, Place, Problem, VanthuError, unread_reason
from doc_engine.manifest import Filling
from doc_engine.nd30.checking import Finding, check
from doc_engine.remedies import RemedyAction
from doc_engine.template import Template
from doc_engine.vietnamese import slug

from .. import unit_lookup
from ..office import Office
from ..stores import OfficeBusy
from . import drafts, single_documents, word_drafts
from .draft_documents import source_of
from .drafting import data_of, draft
from .drafts import Draft, Origin

FORM = "biểu mẫu"  # the name of the input in messages
_LOCK_WAIT = 20  # seconds
GAP = "…"  # stands in a picture of the page where nothing is typed yet
_GAP_OF_LETTERS = "XXX"

# The fields that the next document of the same agency usually has again.
_AGAIN = ("co_quan_chu_quan", "co_quan", "ky_hieu", "dia_danh", "tham_quyen", "can_cu", "noi_nhan", "luu", "ky")


class FormNotFound(VanthuError):
    code = "DT-15"
    exit_code = ExitCode.NOT_FOUND
    message = "Không có biểu mẫu đang soạn này."
    remedy = f"Có thể đã lập xong hoặc đã bỏ. Xem {RemedyAction.LIST_DRAFTS}."


class FormUnreadable(VanthuError):
    code = "DT-16"
    exit_code = ExitCode.STORE
    message = "Không đọc được biểu mẫu đang soạn {file}: {why}."
    remedy = "Hãy dời tệp ấy ra khỏi thư mục du-thao/bieu-mau, rồi soạn lại."


class FormOutdated(VanthuError):
    """Somebody saved another version meanwhile."""

    code = "DT-17"
    exit_code = ExitCode.REFUSED
    message = "{who} đã lưu biểu mẫu này trong lúc bạn đang sửa; những gì bạn gõ chưa được ghi."
    remedy = "Hãy chép lại phần bạn vừa gõ, mở lại biểu mẫu để lấy bản mới nhất, rồi sửa tiếp."


class WrittenInWord(VanthuError):
    """A draft whose text is a Word file: a form would overwrite it."""

    code = "DT-18"
    exit_code = ExitCode.REFUSED
    message = "Dự thảo {id} soạn bằng Word, không có biểu mẫu."
    remedy = f"Hãy sửa bằng Word rồi {RemedyAction.TAKE_DOCX.of('{id}')}."


@dataclass(frozen=True, slots=True)
class FormEntry:
    """A form being filled in.

    `source`: the title of a type, or the id of a template. `typed`: nested texts as typed. `draft`: the id of the draft
    that it changes, "" for a new one. `version`: raised by each save; `page`: which opened page saved it, by a token
    of its own. `saved_at`: ISO 8601 with zone.
    """

    id: str
    source: str
    unit: str
    typed: Mapping[str, Any]
    draft: str
    version: int
    who: str
    saved_at: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A form as its page would look.

    `docx`: None where it cannot be drawn; `problems`: what is missing or wrong.
    """

    docx: bytes | None
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]


def sources(office: Office) -> list[Template | DocumentType]:
    """What a single document can be made from.

    The office's templates, then the 29 types of Điều 7 and the three copies.
    """
    own = []
    for id_ in office.template_folders:
        try:
            found = office.template(id_)
        except VanthuError:
            continue  # `template check` says what is wrong with it
        if found.manifest.plain or found.manifest.filling is Filling.OWN:
            own.append(found)
    return [*sorted(own, key=lambda one: one.manifest.title), *(one for one in DocumentType if one.form)]


def everything(office: Office) -> list[FormEntry]:
    """Every readable form, the last saved first."""
    found = []
    for file in office.files.form_entries.glob("*.json"):
        try:
            found.append(_read(office, file.stem))
        except VanthuError:
            continue  # opening it says why
    return sorted(found, key=lambda one: (one.saved_at, one.id), reverse=True)


def get(office: Office, id_: str) -> FormEntry:
    """The form of that id. Raises FormNotFound or FormUnreadable."""
    return _read(office, slug(id_))


def new(office: Office, source: Template | DocumentType) -> FormEntry:
    """Begin a form with what the last document had, or what the office's name says."""
    name = source.id if isinstance(source, Template) else source.title
    unit, typed = _proposed(office, name)
    entry = FormEntry(f"bm-{secrets.token_hex(4)}", name, unit, typed, "", 0, "", "")
    return _write(office, entry)


def of_draft(office: Office, one: Draft) -> FormEntry:
    """The form that changes a draft; the one that somebody has begun, else a new one.

    Raises WrittenInWord, StepRefused for a draft that is submitted, and what reading it raises.
    """
    if one.origin is not Origin.DATA:
        raise WrittenInWord(id=one.id)
    for entry in everything(office):
        if entry.draft == one.id:
            return entry
    with drafts.open_draft(office, one.id) as now:
        _, raw = drafts.read_files(office, now)
        typed = drafts.data_of(office, now, raw)
        entry = FormEntry(f"bm-{secrets.token_hex(4)}", now.source, now.unit_code, typed, now.id, 0, "", "")
        return _write(office, entry)


def save(office: Office, id_: str, unit: str, typed: Mapping[str, Any], version: int, page: str) -> FormEntry:
    """Save what is typed over `version`, or over what the same page saved.

    A page may have missed the answer to its own save.

    Raises FormNotFound, FormOutdated or OfficeBusy.
    """
    with _lock(office, id_):
        known = get(office, id_)
        if known.version != version and (not page or known.page != page):
            raise FormOutdated(who=known.who)
        if (known.unit, known.typed) == (unit, typed):
            return known
        return _write(office, replace(known, unit=unit, typed=typed, page=page))


def discard(office: Office, id_: str) -> None:
    """Delete a form; the draft that it would have changed stays as it is."""
    with _lock(office, id_):
        get(office, id_)
        _file(office, id_).unlink(missing_ok=True)


def finish(office: Office, id_: str) -> Draft:
    """Make a draft of a form, or change the one it belongs to; the form is then gone.

    Raises InputRejected with all that is missing or wrong, and as `single_documents.new` and `change` do; the form
    stays as it is then.
    """
    with _lock(office, id_):
        entry = get(office, id_)
        source = source_named(office, entry.source)
        data = data_typed(source, entry.typed)
        if entry.draft:
            made = single_documents.change(office, entry.draft, data, FORM)
        elif isinstance(source, Template) and source.manifest.filling is Filling.OWN:
            made = word_drafts.new_from_template(office, source, data, FORM, entry.unit, {})
        else:
            made = single_documents.new(office, source, data, FORM, entry.unit)
        _file(office, id_).unlink(missing_ok=True)
    return made


def seen(office: Office, entry: FormEntry) -> Seen:
    """Draw a form as it is: with its gaps marked, and all that is missing or wrong.

    Raises what reading a template raises.
    """
    source, today = source_named(office, entry.source), office.clock().date()
    data = data_typed(source, entry.typed)
    try:
        docx = draft(source, data, FORM, today)
        return Seen(docx, (), check(docx, FORM).findings)
    except InputRejected as rejected:
        problems = rejected.problems
    except VanthuError as error:
        return Seen(None, (_as_problem(error),), ())
    return Seen(_drawn_with_gaps(source, data, today), problems, ())


def _drawn_with_gaps(source: Template | DocumentType, data: Mapping[str, Any], today: date) -> bytes | None:
    """The .docx with a mark in each gap; None where something typed is wrong as well."""
    lettered: frozenset[str] = frozenset()
    for _ in range(2):
        try:
            return draft(source, _with_gaps(asked(source), data, "", lettered), FORM, today)
        except InputRejected as rejected:  # a text of a given form, a symbol, takes letters alone
            lettered = frozenset(one.place.heading for one in rejected.problems if one.value == GAP)
        except VanthuError:
            return None
    return None


def asked(source: Template | DocumentType) -> Shape:
    """The fields that a form asks for.

    Never the number, which the register gives (Điều 15).
    """
    whole = shape(data_of(source))
    return replace(whole, parts=tuple(part for part in whole.asked if part.name != "so"))


def data_typed(source: Template | DocumentType, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a form: blanks left out, days and numbers converted."""
    found = put_together(asked(source), typed)
    assert isinstance(found, dict)
    return found


def source_named(office: Office, name: str) -> Template | DocumentType:
    """The type of that title, or the template of that id.

    Raises what `office.template` raises.
    """
    return source_of(office, Draft("", name, "", ()))


def _as_problem(error: VanthuError) -> Problem:
    return Problem(error.code, Place(file=FORM), "", str(error), error.remedy_text)


def _with_gaps(field: Shape, value: Any, path: str, lettered: Collection[str]) -> Any:
    """The data with a mark wherever a text is missing.

    `lettered`: the paths where the mark is of letters.
    """
    match field.kind:
        case Kind.RECORD:
            given = value if isinstance(value, Mapping) else {}
            if value is None and not field.required:
                return None
            start = f"{path}." if path else ""
            filled = {
                part.name: _with_gaps(part, given.get(part.name), f"{start}{part.name}", lettered)
                for part in field.asked
            }
            return {**given, **{name: one for name, one in filled.items() if one is not None}}
        case Kind.LIST:
            entries = value if isinstance(value, list) else []
            if not entries and field.required:
                entries = [None]
            if field.entry is not None:
                entries = [
                    _with_gaps(field.entry, one, f"{path}.{place}", lettered) for place, one in enumerate(entries)
                ]
            return entries if entries or field.required else None
        case Kind.TEXT if value in (None, "") and field.must_be_filled and not field.choices and not field.is_day:
            return _GAP_OF_LETTERS if path in lettered else GAP
        case _:
            return value


def _proposed(office: Office, source: str) -> tuple[str, dict[str, Any]]:
    """The unit and the fields of the newest document from the same source, or any."""
    known = [one for one in reversed(drafts.everything(office)) if one.origin is Origin.DATA]
    last = next((one for one in known if one.source == source), known[0] if known else None)
    if last is not None:
        try:
            data = drafts.data_of(office, last, drafts.read_files(office, last)[1])
        except VanthuError:
            data = {}
        same = last.source == source
        names = _AGAIN if same else ("co_quan_chu_quan", "co_quan", "ky_hieu", "dia_danh", "ky")
        return last.unit_code, {name: data[name] for name in names if name in data}
    return _by_name(office)


def _by_name(office: Office) -> tuple[str, dict[str, Any]]:
    """What the office's own name says of its agency, "UBND xã Phủ Thông".

    Nothing where it names no unit.
    """
    name = office.settings.name
    for words in ("Ủy ban nhân dân", "Uỷ ban nhân dân", "UBND"):
        if name.casefold().startswith(words.casefold()):
            name = name[len(words) :].strip()
    try:
        unit = unit_lookup.unit_on(name, office.clock().date())
    except VanthuError:
        return "", {}
    body = committee(unit)
    return unit.code, {
        "co_quan": list(body.name_lines),
        "ky_hieu": body.abbreviation,
        "dia_danh": unit.name.removeprefix(f"{unit.kind.value} ").removeprefix(f"{unit.kind.value.capitalize()} "),
    }


def _file(office: Office, id_: str) -> Path:
    return office.files.form_entries / f"{slug(id_)}.json"


@contextmanager
def _lock(office: Office, id_: str) -> Iterator[None]:
    """Let one process at a time save a form. Raises OfficeBusy."""
    office.files.form_entries.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(office.files.form_entries / f"khoa-{slug(id_)[-1:] or '-'}.lock", timeout=_LOCK_WAIT):
            yield
    except Timeout:
        raise OfficeBusy from None


def _read(office: Office, id_: str) -> FormEntry:
    file = _file(office, id_)
    try:
        return FormEntry(**json.loads(file.read_bytes()))
    except FileNotFoundError:
        raise FormNotFound from None
    except (OSError, ValueError, TypeError) as error:
        raise FormUnreadable(file=file.name, why=unread_reason(error)) from error


def _write(office: Office, entry: FormEntry) -> FormEntry:
    at = office.clock().isoformat(timespec="seconds")
    saved = replace(entry, version=entry.version + 1, who=office.actor.name, saved_at=at)
    office.files.form_entries.mkdir(parents=True, exist_ok=True)
    write_text(_file(office, saved.id), json.dumps(asdict(saved), ensure_ascii=False, indent=1) + "\n")
    return saved
