"""An office: a folder with its archive, its books, its index and its settings.

vanthu.toml       settings
thoi-han.toml     how long documents and files are kept
kho/              the archive (OCFL 1.1), the one thing that must not be lost
so/               numbers and catalogue; rebuilt from the archive
chi-muc/          search index; rebuilt from the archive
nhat-ky/          the ledger: who did what, chained by hashes
du-thao/          documents on their way to being issued
dang-xu-ly/       documents being written, empty at rest
mau/              the office's own templates, when it has any
"""

import getpass
import json
import os
import platform
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from archive import retention
from archive.catalogue import Catalogue
from archive.database import connect, copy_database
from archive.durable import write_text
from archive.filed import Filed
from archive.ledger import Actor, Deed, Ledger
from archive.register import NumberRegister
from archive.store import ArchiveStore
from doc_engine import template as templates
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.render import Mode, Renderer, verified
from doc_engine.template import Template, TemplateUnreadable
from index.engine import SearchEngine
from index.engines import open_engine

from . import settings

VIETNAM = timezone(timedelta(hours=7))
_LOCK_WAIT = 60  # seconds


class OfficeNotFound(VanthuError):
    code = "VP-01"
    exit_code = ExitCode.NOT_FOUND
    message = "Không thấy văn phòng tại {folder}."
    remedy = "Hãy tạo bằng lệnh vanthu init THƯ_MỤC, hoặc chỉ ra bằng --office THƯ_MỤC."


class OfficeExists(VanthuError):
    code = "VP-02"
    exit_code = ExitCode.REFUSED
    message = "Thư mục {folder} đã có dữ liệu; không tạo văn phòng mới đè lên."
    remedy = "Hãy chọn một thư mục trống hoặc chưa có."


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
        "Hãy lấy lại từ bản sao: vanthu replica repair. Không có bản sao nào còn thì ghi rõ lý do rồi làm tiếp: "
        "vanthu audit accept --reason."
    )


def current_actor() -> Actor:
    """The account and the machine; VANTHU_USER where several people share an account."""
    return Actor(os.environ.get("VANTHU_USER") or getpass.getuser(), platform.node())


def now() -> datetime:
    return datetime.now(VIETNAM)


def create(folder: Path, name: str, engine: str = "tantivy") -> "Office":
    """A new office in an empty or new folder. Raises OfficeExists."""
    if folder.exists() and any(folder.iterdir()):
        raise OfficeExists(folder=folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "so").mkdir()
    ArchiveStore.create(folder / "kho", folder / "dang-xu-ly")
    write_text(folder / retention.FILE, retention.text())
    write_text(folder / settings.FILE, settings.text(name, engine))
    office = Office(folder)
    office.register.held()  # the books are made with the office, so that merely looking writes nothing later
    office.index.rebuild(())
    office.note_index()
    return office


def find(given: Path | None, start: Path) -> "Office":
    """The office in `given`, else in `start` or a folder above it. Raises OfficeNotFound."""
    candidates = [given] if given else [start, *start.parents]
    for folder in candidates:
        if (folder / settings.FILE).is_file():
            return Office(folder)
    raise OfficeNotFound(folder=candidates[0])


class Office:
    """Everything of one office, opened when first used. `clock` gives the time with its zone, `actor` who acts."""

    def __init__(
        self, folder: Path, clock: Callable[[], datetime] = now, actor: Callable[[], Actor] = current_actor
    ) -> None:
        self.folder = folder
        self.clock = clock
        self.actor = actor
        self.settings = settings.load(folder)

    @cached_property
    def store(self) -> ArchiveStore:
        return ArchiveStore(self.folder / "kho", self.folder / "dang-xu-ly")

    @cached_property
    def register(self) -> NumberRegister:
        return NumberRegister(self._database)

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue(self._database)

    @cached_property
    def filed(self) -> Filed:
        return Filed(self._database)

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(self.folder / "nhat-ky")

    def enter(self, deeds: Sequence[Deed]) -> None:
        """Enters deeds in the ledger, and in the books where it now ends. The caller holds `writing()`.

        Raises LedgerCut: what is entered behind a cut would hide it.
        """
        if deeds:
            self.refuse_cut_ledger()
            head = self.ledger.append(deeds, self.actor(), self.clock())
            self.catalogue.remember_ledger(head)

    def refuse_cut_ledger(self) -> None:
        """Mends a half-written end. Raises LedgerCut where the ledger is not the one whose end the books know."""
        self.ledger.mend()
        known = self.catalogue.ledger_head()
        if known is not None and not self.ledger.holds(known):
            raise LedgerCut(number=known.number, found=self.ledger.head().number)

    @cached_property
    def index(self) -> SearchEngine:
        return open_engine(self.settings.engine, self.index_folder, self.settings.cluster)

    def drop_indices(self) -> None:
        """Removes the index, and those of other engines that lie in the office's folder. Raises IndexBroken."""
        for folder in (self.folder / "chi-muc").glob("*"):
            if folder != self.index_folder:
                shutil.rmtree(folder, ignore_errors=True)
        self.index.drop()

    @property
    def index_is_current(self) -> bool:
        """Whether the index is there, and the one whose documents the catalogue has noted. Raises IndexBroken."""
        try:
            noted = self._noted_index.read_text("utf-8")
        except (OSError, UnicodeError):
            return False
        return noted == self._index_name and self.index.is_current()

    def note_index(self) -> None:
        """The catalogue's notes of what is indexed are of the index that the settings name."""
        write_text(self._noted_index, self._index_name)

    @property
    def _index_name(self) -> str:
        cluster = self.settings.cluster
        return f"{self.settings.engine} {cluster.index}" if cluster else self.settings.engine

    @property
    def _noted_index(self) -> Path:
        return self.folder / "so" / "chi-muc-dang-dung"

    @property
    def index_folder(self) -> Path:
        return self.folder / "chi-muc" / self.settings.engine

    @property
    def template_folders(self) -> dict[str, Path]:
        """Where each template lies, by id."""
        return templates.installed() | templates.in_folder(self.folder / "mau")

    def template(self, id_: str) -> Template:
        """One template, of the cycle or not. Raises TemplateNotFound or TemplateUnreadable."""
        return templates.find(id_, self.template_folders)

    @cached_property
    def templates(self) -> dict[str, Template]:
        """Every template of the cycle by id; the office's own replace shipped ones of the same id."""
        loaded = templates.of_the_cycle(self.template_folders).values()
        found = {one.id: one for one in sorted(loaded, key=lambda one: one.manifest.rank)}
        for one in loaded:
            unknown = sorted(set(one.manifest.cites) - found.keys())
            if unknown:
                why = f"vien_dan nêu mẫu không có: {', '.join(unknown)}"
                raise TemplateUnreadable(folder=self.template_folders.get(one.id, self.folder), why=why)
        return found

    @property
    def books_are_gone(self) -> bool:
        """Documents lie in the archive, and the books that should know them are gone, or made anew and empty."""
        if not any(True for _ in self.store.paths()):
            return False
        # Empty books are no books; but a first issuing that was interrupted has left numbers in them.
        there = bool(self.settings.books) or self._books.exists()
        return not (there and (self.catalogue.paths() or self.register.entries()))

    @contextmanager
    def writing(self, wait: float = _LOCK_WAIT) -> Iterator[None]:
        """Only one process at a time issues or rebuilds. Raises OfficeBusy after a wait, in seconds."""
        try:
            with FileLock(self.folder / "dang-xu-ly.lock", timeout=wait):
                yield
                self._remember_modes()
        except Timeout:
            raise OfficeBusy from None

    def renderer(self, template: Template) -> Renderer:
        """The template compiled, and compared with docxtpl unless this very template was before."""
        if template.digest not in self._renderers:
            known = self._verified_modes
            key = f"{template.digest}:{version('docxtpl')}:{version('vanthu')}"
            if key in known:
                renderer = Renderer(template.docx, template.id, force_docxtpl=known[key] == Mode.DOCXTPL.name)
            else:
                renderer = verified(template.docx, template.id, template.sample)
                known[key] = renderer.mode.name
            self._renderers[template.digest] = renderer
        return self._renderers[template.digest]

    @cached_property
    def _renderers(self) -> dict[str, Renderer]:
        return {}

    def _remember_modes(self) -> None:
        text = json.dumps(self._verified_modes, indent=1, sort_keys=True) + "\n"
        if self._verified_modes and not (self._modes_file.exists() and self._modes_file.read_text("utf-8") == text):
            write_text(self._modes_file, text)

    @property
    def _modes_file(self) -> Path:
        return self.folder / "so" / "mau-da-kiem.json"

    @cached_property
    def _verified_modes(self) -> dict[str, str]:
        try:
            found = json.loads(self._modes_file.read_bytes())
        except (OSError, ValueError):
            return {}  # only a memory of work done; it is done again
        return found if isinstance(found, dict) else {}

    @cached_property
    def _database(self) -> Engine:
        (self.folder / "so").mkdir(exist_ok=True)
        return connect(self.settings.books or self._books)

    def copy_books(self, file: Path) -> None:
        """The books as they are now, consistent in themselves, in the place of that file. Atomic and durable."""
        copy_database(self._database, file)

    @property
    def _books(self) -> Path:
        return self.folder / "so" / "vanthu.sqlite"

    def close(self) -> None:
        """Lets go of every file, so that the folder can be moved or deleted, also on Windows."""
        if "_database" in self.__dict__:
            self._database.dispose()
        if "index" in self.__dict__:
            self.index.close()
