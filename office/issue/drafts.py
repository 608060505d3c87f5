"""Single documents before issue, as they lie in du-thao/: steps, reading, writing."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
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

    `source`: the title of a type, or the id of a template of the office. `path`: in the archive, once issued.
    """

    id: str
    source: str
    unit_code: str
    steps: tuple[Step, ...]
    relation: Relation | None = None
    target: str | None = None
    path: str | None = None

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


def write(office: Office, one: Draft, data: Mapping[str, Any], docx: bytes) -> None:
    files = office.files.draft(one.id)
    files.folder.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in data.items() if name != "so"}  # a draft never has a number
    write_document(files.document, docx)
    write_text(files.data, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
    write_facts(office, one)


def write_facts(office: Office, one: Draft) -> None:
    facts = asdict(one)
    facts |= {name: facts[name] or "" for name in _OPTIONAL}
    write_text(office.files.draft(one.id).facts, json.dumps(facts, ensure_ascii=False, indent=1) + "\n")


def _read(files: DraftFiles) -> Draft:
    """Read a draft. Raises DraftUnreadable."""
    try:
        data = json.loads(files.facts.read_bytes())
        steps = tuple(Step(**{**step, "state": State(step["state"])}) for step in data["steps"])
        facts = {**data, **optional({name: data.get(name, "") for name in _OPTIONAL})}
        return Draft(**{**facts, "steps": steps})
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
