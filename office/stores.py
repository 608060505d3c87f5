"""The stores of one office, and their locks.

Archive, registry database, ledger, search index, templates.

What an interruption left in them is not repaired here: `office.office.Office` does that before each change.
"""

import copy
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import Any, Generic, Self, TypeVar, overload

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from archive.catalogue import Catalogue
from archive.database import connect, copy_database, holds_anything
from archive.durable import write_text
from archive.filed import Filed
from archive.ledger import Actor, AuditEvent, Ledger
from archive.register import NumberRegister
from archive.store import ArchiveStore
from doc_engine import template as templates
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.remedies import RemedyAction
from doc_engine.render import Mode, Renderer, verified
from doc_engine.template import Template, TemplateUnreadable
from index.engine import SearchEngine
from index.engines import open_engine

from . import settings
from .folder import OfficeFiles

_LOCK_WAIT = 60  # seconds
_T = TypeVar("_T")
_NOTHING: Mapping[str, str] = MappingProxyType({})


class OfficeBusy(VanthuError):
    code = "VP-03"
    exit_code = ExitCode.STORE
    message = "Một người khác đang ban hành văn bản trong văn phòng này."
    remedy = "Hãy đợi họ xong rồi chạy lại."


class LedgerCut(VanthuError):
    code = "NK-01"
    exit_code = ExitCode.STORE
    message = (
        "Nhật ký bị cắt hoặc bị viết lại: sổ ghi đã đến mục {number}, nhật ký nay hết ở mục {found}. Chưa ghi gì thêm."
    )
    remedy = (
        f"Hãy lấy lại từ bản sao: {RemedyAction.REPAIR_FROM_REPLICA}. Không có bản sao nào còn thì ghi rõ lý do "
        "rồi làm tiếp: "
        f"{RemedyAction.ACCEPT_LEDGER}."
    )


class _opened_once(Generic[_T]):
    """A property computed at its first use by one thread, for all views of an office."""

    def __init__(self, compute: Callable[["Stores"], _T]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, office: None, owner: type) -> Self: ...
    @overload
    def __get__(self, office: "Stores", owner: type) -> _T: ...
    def __get__(self, office: "Stores | None", owner: type) -> "_T | Self":
        if office is None:
            return self
        with office._opening:
            if self._name not in office._opened:
                office._opened[self._name] = self._compute(office)
            found: _T = office._opened[self._name]
        return found


class Stores:
    """Everything of one office, opened when first used; several threads may share it.

    `clock` returns the time with its zone. `environment`: what the machine's administrator set for the program, by name
    (passwords of servers); nothing here reads the process's own.
    """

    def __init__(
        self,
        folder: Path,
        actor: Actor,
        clock: Callable[[], datetime],
        environment: Mapping[str, str] = _NOTHING,
    ) -> None:
        self.folder = folder
        self.files = OfficeFiles(folder)
        self.actor = actor
        self.clock = clock
        self.environment = environment
        self.settings = settings.load(folder, environment)
        self._opened: dict[str, Any] = {}
        self._opening = RLock()

    def acting_as(self, actor: Actor) -> Self:
        """Return the same office for another actor; open stores are shared."""
        view = copy.copy(self)
        view.actor = actor
        return view

    @_opened_once
    def store(self) -> ArchiveStore:
        return ArchiveStore(self.files.archive, self.files.staging)

    @_opened_once
    def register(self) -> NumberRegister:
        return NumberRegister(self._database)

    @_opened_once
    def catalogue(self) -> Catalogue:
        return Catalogue(self._database)

    @_opened_once
    def filed(self) -> Filed:
        return Filed(self._database)

    @_opened_once
    def ledger(self) -> Ledger:
        return Ledger(self.files.ledger)

    def enter(self, events: Sequence[AuditEvent]) -> None:
        """Enter audit events in the ledger, and its new head in the registry database.

        The caller holds the lock. Raises LedgerCut: an entry after a cut would hide it.
        """
        if events:
            self.refuse_cut_ledger()
            head = self.ledger.append(events, self.actor, self.clock())
            self.catalogue.remember_ledger(head)

    def refuse_cut_ledger(self) -> None:
        """Repair a half-written end of the ledger.

        Raises LedgerCut where the ledger lacks the head that the registry database has.
        """
        self.ledger.repair()
        known = self.catalogue.ledger_head()
        if known is not None and not self.ledger.holds(known):
            raise LedgerCut(number=known.number, found=self.ledger.head().number)

    @_opened_once
    def index(self) -> SearchEngine:
        return open_engine(self.settings.engine, self.index_folder, self.settings.cluster)

    def drop_indices(self) -> None:
        """Remove the index, and those of other engines in the office's folder.

        The caller holds the index\'s lock. Raises IndexBroken.
        """
        for folder in self.files.indices.glob("*"):
            if folder != self.index_folder:
                shutil.rmtree(folder, ignore_errors=True)
        self.index.drop()

    @property
    def index_is_current(self) -> bool:
        """Return whether the index exists and is the one of the catalogue's notes.

        Raises IndexBroken.
        """
        try:
            noted = self.files.indexed_by.read_text("utf-8")
        except (OSError, UnicodeError):
            return False
        return noted == self._index_name and self.index.is_current()

    def note_index(self) -> None:
        """Note that the catalogue's notes are of the index that the settings name."""
        write_text(self.files.indexed_by, self._index_name)

    @property
    def _index_name(self) -> str:
        cluster = self.settings.cluster
        return f"{self.settings.engine} {cluster.index}" if cluster else self.settings.engine

    @property
    def index_folder(self) -> Path:
        return self.files.indices / self.settings.engine

    @property
    def template_folders(self) -> dict[str, Path]:
        """The folder of each template, by id."""
        return templates.installed() | templates.in_folder(self.files.templates)

    def template(self, id_: str) -> Template:
        """The template of that id, of the cycle or not.

        Raises TemplateNotFound or TemplateUnreadable.
        """
        return templates.find(id_, self.template_folders)

    @_opened_once
    def templates(self) -> dict[str, Template]:
        """The templates of the cycle by id; the office's own replace shipped ones."""
        loaded = templates.of_the_cycle(self.template_folders).values()
        found = {one.id: one for one in sorted(loaded, key=lambda one: one.manifest.rank)}
        for one in loaded:
            unknown = sorted(set(one.manifest.cites) - found.keys())
            if unknown:
                why = f"vien_dan nêu mẫu không có: {', '.join(unknown)}"
                raise TemplateUnreadable(folder=self.template_folders.get(one.id, self.folder), why=why)
        return found

    @property
    def registry_is_lost(self) -> bool:
        """Return whether the registry database is lost or empty, and the archive is not.

        Whatever comes first, a number, a document or a case file, is noted in the database before it is archived: an
        interruption leaves no empty one.
        """
        if not any(True for _ in self.store.paths()):
            return False
        there = bool(self.settings.registry_url) or self.files.registry_database.exists()
        return not (there and holds_anything(self._database))

    @_opened_once
    def _index_lock(self) -> FileLock:
        return FileLock(self.files.index_lock)  # each thread of it waits for the others; the same thread does not

    @contextmanager
    def locked(self, wait: float = _LOCK_WAIT) -> Iterator[None]:
        """Let one thread of one process at a time change archive, registry and ledger.

        `wait`: for how many seconds at most. Held for one commit, not while documents are rendered or read. Raises
        OfficeBusy.
        """
        try:
            with FileLock(self.files.change_lock, timeout=wait):
                yield
                self._remember_modes()
        except Timeout:
            raise OfficeBusy from None

    @contextmanager
    def indexing(self, wait: float = _LOCK_WAIT) -> Iterator[None]:
        """Let one thread of one process at a time write into the search index.

        Taken inside `locked`, never around it; the thread that has it may take it again. Raises OfficeBusy.
        """
        try:
            with self._index_lock.acquire(timeout=wait):
                yield
        except Timeout:
            raise OfficeBusy from None

    def renderer(self, template: Template) -> Renderer:
        """The compiled template, compared with docxtpl unless it was before."""
        if template.digest not in self._renderers:
            known = self._verified_modes
            key = f"{template.digest}:{version('docxtpl')}:{version('vanthu')}"
            if key in known:
                by_docxtpl = known[key] == Mode.DOCXTPL.name
                renderer = Renderer(template.docx, template.id, force_docxtpl=by_docxtpl, binds_names=True)
            else:
                renderer = verified(template.docx, template.id, template.sample, binds_names=True)
                known[key] = renderer.mode.name
            self._renderers[template.digest] = renderer
        return self._renderers[template.digest]

    @_opened_once
    def _renderers(self) -> dict[str, Renderer]:
        return {}

    def _remember_modes(self) -> None:
        text = json.dumps(self._verified_modes, indent=1, sort_keys=True) + "\n"
        if self._verified_modes and not (
            self.files.verified_templates.exists() and self.files.verified_templates.read_text("utf-8") == text
        ):
            write_text(self.files.verified_templates, text)

    @_opened_once
    def _verified_modes(self) -> dict[str, str]:
        try:
            found = json.loads(self.files.verified_templates.read_bytes())
        except (OSError, ValueError):
            return {}  # a cache: the templates are compared again
        return found if isinstance(found, dict) else {}

    @_opened_once
    def _database(self) -> Engine:
        self.files.registry.mkdir(exist_ok=True)
        return connect(self.settings.registry_url or self.files.registry_database)

    def copy_registry(self, file: Path) -> None:
        """Replace a file by a consistent copy of the registry database; atomic, durable."""
        copy_database(self._database, file)

    def close(self) -> None:
        """Release every file, so that the folder can be moved or deleted, on Windows, too."""
        with self._opening:
            if "_database" in self._opened:
                self._opened.pop("_database").dispose()
            if "index" in self._opened:
                self._opened.pop("index").close()
            self._opened.clear()
