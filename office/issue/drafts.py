"""Single documents before issue, as they lie in du-thao/: steps, reading, writing.

A draft has one digest: of the .docx that people read and of the data behind it, as the program wrote or took them.
Whatever changes either afterwards, Word or another program, is seen at the next step.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from archive.durable import write_text
from archive.metadata import Relation, optional
from doc_engine.errors import ExitCode, VanthuError, unread_reason
from doc_engine.remedies import RemedyAction
from doc_engine.vietnamese import slug

from ..folder import DraftFiles
from ..office import Office
from ..stores import OfficeBusy
from ..user_files import write_document

_LOCK_WAIT = 60  # seconds


_OPTIONAL = ("relation", "target", "path")  # "" in ho-so.json for none


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ISSUED = "issued"


STATE_NAMES = {
    State.DRAFT: "dự thảo",
    State.SUBMITTED: "đã trình",
    State.APPROVED: "đã duyệt",
    State.ISSUED: "đã ban hành",
}


class Origin(StrEnum):
    """Where a draft's text comes from."""

    DATA = "data"  # rendered from its data; at issue it is rendered again, with its number
    WORD = "word"  # a file that somebody wrote; its number and day are put in their places
    EDITED = "edited"  # rendered from data, then changed in Word; from then on as WORD


_DONE = {
    State.DRAFT: "lập",
    State.SUBMITTED: "trình",
    State.APPROVED: "duyệt",
    State.ISSUED: "ban hành",
}


class DraftNotFound(VanthuError):
    code = "DT-01"
    exit_code = ExitCode.NOT_FOUND
    message = 'Không có dự thảo "{id}".'
    remedy = f"Xem các dự thảo: {RemedyAction.LIST_DRAFTS}."


class DraftUnreadable(VanthuError):
    code = "DT-05"
    exit_code = ExitCode.STORE
    message = "Không đọc được dự thảo trong {folder}: {why}."
    remedy = "Hãy khôi phục thư mục này từ bản sao của máy, hoặc dời nó đi rồi lập lại dự thảo."


class DraftChanged(VanthuError):
    """A draft that is not what the program wrote or took: somebody changed a file."""

    code = "DT-06"
    exit_code = ExitCode.REFUSED
    message = "Tệp {file} của dự thảo {id} đã bị sửa sau khi {state}."
    remedy = "{how}"


class StepRefused(VanthuError):
    code = "DT-02"
    exit_code = ExitCode.REFUSED
    message = "Dự thảo {id} {state}, không chuyển sang bước này được."
    remedy = f"Các bước: dự thảo, trình, duyệt hoặc trả lại, ban hành ({RemedyAction.DRAFT_STEPS})."


class NumberPending(VanthuError):
    code = "DT-04"
    exit_code = ExitCode.REFUSED
    message = "Dự thảo {id} đang giữ số {code} vì lần ban hành trước bị ngắt."
    remedy = f"Hãy ban hành lại để dùng số ấy, hoặc hủy số: {RemedyAction.VOID_NUMBER}."


@dataclass(frozen=True, slots=True)
class Step:
    """A step. `time`: ISO 8601 with zone. `who`, `machine`: as in the ledger."""

    state: State
    time: str
    who: str
    machine: str
    note: str = ""
    edited: bool = False  # the step made or changed the text


@dataclass(frozen=True, slots=True)
class Draft:
    """A single document and its steps.

    `source`: the title of a type, or the id of a template of the office. `path`: in the archive, once issued. `reason`:
    why this agency may replace, correct or recall a document of another. `cleaned`: the residue that was removed from a
    Word file. `docx_digest`, `data_digest`: SHA-256 of the files; they and `subject` are "" for drafts of earlier
    versions.
    """

    id: str
    source: str
    unit_code: str
    steps: tuple[Step, ...]
    relation: Relation | None = None
    target: str | None = None
    path: str | None = None
    origin: Origin = Origin.DATA
    reason: str = ""
    cleaned: str = ""
    docx_digest: str = ""
    data_digest: str = ""
    subject: str = ""

    @property
    def title(self) -> str:
        """What it is called in a list.

        Its subject, or its source for one of an earlier version.
        """
        return self.subject or f"{self.source[:1].upper()}{self.source[1:]}"

    @property
    def digest(self) -> str:
        """SHA-256 of what people read and approve: document and data."""
        return _sha256(f"{self.docx_digest} {self.data_digest}".encode())

    @property
    def state(self) -> State:
        return self.steps[-1].state

    @property
    def drafters(self) -> set[str]:
        """The names of those who made or changed it."""
        return {step.who for step in self.steps if step.edited}

    @property
    def identity(self) -> str:
        """The identity of its number and its document."""
        return f"du-thao:{self.id}"


@dataclass(frozen=True, slots=True)
class Meant:
    """What a document is to do to the one at `target`, and why its agency may."""

    relation: Relation
    target: str
    reason: str = ""


def everything(office: Office) -> list[Draft]:
    """Every draft, the newest last."""
    found = [_read(files) for files in office.files.existing_drafts()]
    return sorted(found, key=lambda one: (one.steps[0].time, one.id))


def get(office: Office, id_: str) -> Draft:
    """The draft of that id. Raises DraftNotFound or DraftUnreadable."""
    files = office.files.draft(slug(id_))
    if not files.facts.is_file():
        raise DraftNotFound(id=id_)
    return _read(files)


def document_of(office: Office, one: Draft) -> Path:
    """The path of the draft's .docx."""
    return office.files.draft(one.id).document


def step_now(office: Office, state: State, note: str = "", *, edited: bool = False) -> Step:
    actor = office.actor
    return Step(state, office.clock().isoformat(timespec="seconds"), actor.name, actor.machine, note, edited)


def write(office: Office, one: Draft, data: Mapping[str, Any], docx: bytes) -> Draft:
    """Write the files of a draft; return it with their digests."""
    files = office.files.draft(one.id)
    files.folder.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in data.items() if name != "so"}  # a draft never has a number
    text = json.dumps(kept, ensure_ascii=False, indent=1) + "\n"
    write_document(files.document, docx)
    write_text(files.data, text)
    written = replace(one, docx_digest=_sha256(docx), data_digest=_sha256(text.encode()))
    write_facts(office, written)
    return written


def read_files(office: Office, one: Draft) -> tuple[bytes, bytes]:
    """Return document and data as they lie in the folder. Raises DraftUnreadable."""
    files = office.files.draft(one.id)
    try:
        return files.document.read_bytes(), files.data.read_bytes()
    except OSError as error:
        raise DraftUnreadable(folder=files.folder, why=unread_reason(error)) from error


def data_of(office: Office, one: Draft, content: bytes) -> dict[str, Any]:
    """What fills a draft, or what was corrected of it. Raises DraftUnreadable."""
    try:
        found = json.loads(content)
    except ValueError as error:
        raise DraftUnreadable(folder=office.files.draft(one.id).folder, why=unread_reason(error)) from error
    if not isinstance(found, dict):
        raise DraftUnreadable(folder=office.files.draft(one.id).folder, why="du-lieu.json không chứa các trường")
    return found


def is_edited(office: Office, one: Draft) -> bool:
    """Return whether the .docx is another one than the program wrote or took."""
    return bool(one.docx_digest) and _sha256(read_files(office, one)[0]) != one.docx_digest


def refuse_changed(office: Office, one: Draft) -> tuple[bytes, bytes]:
    """Return document and data, or raise DraftChanged where one is not the digest's."""
    docx, data = read_files(office, one)
    files, what = office.files.draft(one.id), ""
    if one.data_digest and _sha256(data) != one.data_digest:
        action = RemedyAction.CHANGE_DATA if one.origin is Origin.DATA else RemedyAction.TAKE_DOCX
        what, how = files.data.name, f"Hãy làm lại dự thảo: {action.of(one.id)}."
    elif one.docx_digest and _sha256(docx) != one.docx_digest:
        what = files.document.name
        how = (
            f"Hãy lấy bản đã sửa làm văn bản: {RemedyAction.TAKE_DOCX.of(one.id)}; hoặc bỏ bản ấy, làm lại từ dữ liệu: "
            f"{RemedyAction.DROP_EDIT.of(one.id)}."
        )
    if what:
        back = f"Hãy trả lại dự thảo ({RemedyAction.RETURN_DRAFT.of(one.id)}) trước. "
        how = how if one.state is State.DRAFT else f"{back}{how}"
        raise DraftChanged(id=one.id, file=what, state=_DONE[one.state], how=how)
    return docx, data


def with_digests(office: Office, one: Draft) -> Draft:
    """The draft with the digests of its files, for one of an earlier version."""
    if one.docx_digest:
        return one
    docx, data = read_files(office, one)
    return replace(one, docx_digest=_sha256(docx), data_digest=_sha256(data))


def write_facts(office: Office, one: Draft) -> None:
    facts = asdict(one)
    facts |= {name: facts[name] or "" for name in _OPTIONAL}
    write_text(office.files.draft(one.id).facts, json.dumps(facts, ensure_ascii=False, indent=1) + "\n")


def new_draft(office: Office, source: str, unit_code: str, origin: Origin, meant: Meant | None) -> Draft:
    """A new draft, not written yet."""
    steps = (step_now(office, State.DRAFT, edited=True),)
    made = Draft(f"dt-{secrets.token_hex(3)}", source, unit_code, steps, origin=origin)
    return made if meant is None else replace(made, relation=meant.relation, target=meant.target, reason=meant.reason)


@contextmanager
def open_draft(office: Office, id_: str) -> Iterator[Draft]:
    """Let nobody else take a step of a draft that can still be changed.

    Raises DraftNotFound, OfficeBusy, StepRefused or NumberPending.
    """
    with step_lock(office, id_):
        one = get(office, id_)
        if one.state is not State.DRAFT:
            raise StepRefused(id=one.id, state=STATE_NAMES[one.state])
        refuse_pending(office, one)
        yield one


def refuse_pending(office: Office, one: Draft) -> None:
    """Raise NumberPending where an interrupted issuing has left a number."""
    pending = office.register.find([one.identity]).get(one.identity)
    if pending is not None:
        raise NumberPending(id=one.id, code=pending.code)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(files: DraftFiles) -> Draft:
    """Read a draft. Raises DraftUnreadable."""
    try:
        data = json.loads(files.facts.read_bytes())
        steps = tuple(Step(**{**step, "state": State(step["state"])}) for step in data["steps"])
        facts = {**data, **optional({name: data.get(name, "") for name in _OPTIONAL})}
        return Draft(**{**facts, "steps": steps, "origin": Origin(data.get("origin", Origin.DATA))})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DraftUnreadable(folder=files.folder, why=unread_reason(error)) from error


@contextmanager
def step_lock(office: Office, id_: str) -> Iterator[None]:
    """Let one process at a time take a step of a draft.

    Raises DraftNotFound or OfficeBusy. Other drafts, and the issuing of other documents, do not wait for it.
    """
    get(office, id_)
    try:
        with FileLock(office.files.draft(slug(id_)).lock, timeout=_LOCK_WAIT):
            yield
    except Timeout:
        raise OfficeBusy from None
