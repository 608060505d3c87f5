"""An office: opened, created, changed.

The front end gives the actor, the clock and the environment.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import MappingProxyType

from archive import retention
from archive.durable import write_text
from archive.ledger import Actor, Head
from archive.store import ArchiveStore
from doc_engine import units
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.remedies import RemedyAction
from doc_engine.units.own import own_file

from . import settings
from .folder import SETTINGS, OfficeFiles
from .state import indexing, recovery
from .stores import Stores

VIETNAM = timezone(timedelta(hours=7))
_NOTHING: Mapping[str, str] = MappingProxyType({})


class OfficeNotFound(VanthuError):
    code = "VP-01"
    exit_code = ExitCode.NOT_FOUND
    message = "Không thấy văn phòng tại {folder}."
    remedy = f"Hãy tạo bằng lệnh {RemedyAction.CREATE_OFFICE}, hoặc chỉ ra bằng {RemedyAction.CHOOSE_OFFICE}."


class OfficeExists(VanthuError):
    code = "VP-02"
    exit_code = ExitCode.REFUSED
    message = "Thư mục {folder} đã có dữ liệu; không tạo văn phòng mới đè lên."
    remedy = "Hãy chọn một thư mục trống hoặc chưa có."


def now() -> datetime:
    """The time in Việt Nam, which has one zone and no summer time."""
    return datetime.now(VIETNAM)


class Office(Stores):
    """An office and its actor. Every use case takes one."""

    def __init__(
        self,
        folder: Path,
        actor: Actor,
        clock: Callable[[], datetime] = now,
        environment: Mapping[str, str] = _NOTHING,
    ) -> None:
        super().__init__(folder, actor, clock, environment)
        units.use(own_file(self.files.own_units))

    def refuse_lost_registry(self) -> None:
        """Raise RegistryDiffers where the registry database is lost.

        An empty register would be a wrong answer.
        """
        if self.registry_is_lost:
            raise recovery.RegistryDiffers

    @contextmanager
    def change(self, after: Head | None = None) -> Iterator[None]:
        """Hold the office's lock for one commit, after recovery from an interruption.

        `after`: the ledger's head after the same job's last commit (`catalogue.ledger_head()`). Where it is the head
        still, nobody has changed anything, and recovery, which looks at every document, is left out.
        Raises OfficeBusy, RegistryDiffers, NumbersLost or LedgerCut.
        """
        with self.locked():
            if after is None or after != self.catalogue.ledger_head():
                recovery.recover(self)
            yield


def create(
    folder: Path,
    name: str,
    actor: Actor,
    engine: str = "tantivy",
    clock: Callable[[], datetime] = now,
    environment: Mapping[str, str] = _NOTHING,
) -> Office:
    """Create an office in an empty or new folder. Raises OfficeExists."""
    if folder.exists() and any(folder.iterdir()):
        raise OfficeExists(folder=folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = OfficeFiles(folder)
    files.registry.mkdir()
    ArchiveStore.create(files.archive, files.staging)
    write_text(files.retention_table, retention.text())
    write_text(files.settings, settings.text(name, engine))
    office = Office(folder, actor, clock, environment)
    office.register.pending()  # the registry database is created with the office: reading it later writes nothing
    indexing.reindex(office)
    return office


def find(
    given: Path | None,
    start: Path,
    actor: Actor,
    clock: Callable[[], datetime] = now,
    environment: Mapping[str, str] = _NOTHING,
) -> Office:
    """Open the office in `given`, else in `start` or a folder above it.

    Raises OfficeNotFound.
    """
    candidates = [given] if given else [start, *start.parents]
    for folder in candidates:
        if (folder / SETTINGS).is_file():
            return Office(folder, actor, clock, environment)
    raise OfficeNotFound(folder=candidates[0])
