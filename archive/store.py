"""The archive: <year>/<unit code>-<slug>/<document>, one OCFL object a document.

No file of it ever changes. What happens to a document later (replaced, corrected, recalled) is added as a further
version.

    root/0=ocfl_1.1, BO-CUC.txt          the conformance declaration, and the layout in words
    root/2024/02008-xa-cam-giang/bc-00001-ubnd/
    root/ho-so/2024/063-01-vx/           a case file: a list of documents (casefile.py)

A document is stored wholly or not at all: it is written and synced in the staging folder, which is outside the root on
the same file system, and renamed into place. One process writes at a time (the office holds a lock); any number read.
"""

import hashlib
import os
import shutil
import stat
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from doc_engine.errors import ExitCode, VanthuError
from doc_engine.remedies import RemedyAction

from . import ocfl
from .casefile import SHELF, is_case_file
from .durable import sync_file, sync_folder, sync_folders, write_files, write_text

# In the staging folder: the path of the document that gets a version, or is replaced by another object.
_INTENT, _REPLACING = ".phien-ban", ".thay"
ROOT_FILES = ("SO-DA-CAP.json", "SO-GIU-HUY.json")  # numbers that would be assigned again without these files
_LAYOUT_FILE = "BO-CUC.txt"
_LAYOUT_TEXT = """\
Kho lưu trữ này theo Oxford Common File Layout 1.1 (https://ocfl.io/1.1/spec/). Có thể đọc mà không cần phần mềm nào.

Mỗi văn bản là một thư mục:
    <năm>/<mã đơn vị>-<tên đơn vị>/<loại>-<số>-<ký hiệu>/
Ví dụ 2024/02008-xa-cam-giang/bc-00001-ubnd/v1/content/ có:
    van-ban.docx     văn bản
    metadata.json    các trường của Phụ lục VI Nghị định 30/2020/NĐ-CP
    data.json        dữ liệu đã điền vào mẫu
Mỗi hồ sơ là một thư mục ho-so/<năm>/<mã đơn vị>-<số ký hiệu>/, tệp ho-so.json liệt kê văn bản trong hồ sơ;
văn bản không bị chép lại. Văn bản đã hủy theo quyết định còn metadata.json và da-huy.json.
Văn bản về sau được thay thế, đính chính hoặc thu hồi có thêm v2, v3 … với tệp quan-he.json nói rõ; v1 giữ nguyên.
Tệp SO-DA-CAP.json, nếu có, ghi các số đã cấp ở sổ giấy trước khi dùng phần mềm; tệp SO-GIU-HUY.json ghi các số đã giữ
hoặc đã hủy và lý do.
Tên đơn vị là tên vào ngày ban hành văn bản. Không sửa, xóa, đổi tên bất cứ gì trong thư mục này.
"""


class StoreMissing(VanthuError):
    code = "KHO-01"
    exit_code = ExitCode.STORE
    message = "{root} không phải là kho lưu trữ."
    remedy = "Hãy kiểm tra ổ đĩa đã gắn chưa; không tạo kho mới đè lên."


class ObjectConflict(VanthuError):
    """Another document at the same path. Nothing was changed."""

    code = "KHO-02"
    exit_code = ExitCode.STORE
    message = "Trong kho đã có văn bản khác tại {path}."
    remedy = (
        f"Hãy chạy {RemedyAction.VERIFY} để biết văn bản đó có nguyên vẹn không, rồi {RemedyAction.REBUILD} để sổ "
        "khớp với kho."
    )


@dataclass(frozen=True, slots=True)
class NewObject:
    """A document to be archived. `path` is relative to the root, with "/"."""

    path: str
    files: Mapping[str, bytes]
    version: ocfl.Version


@dataclass(frozen=True, slots=True)
class StoreFault:
    """A fault of an object. `path`: relative to the root; `file`: inside the object."""

    path: str
    file: str
    reason: str
    remedy: str = f"Khôi phục từ bản sao: {RemedyAction.REPAIR_FROM_REPLICA}."


def object_id(path: str) -> str:
    """Return the OCFL identifier: a URI made of the path alone."""
    return f"vb:{path}"


class ArchiveStore:
    def __init__(self, root: Path, staging: Path) -> None:
        """Open an archive made by `create`. Raises StoreMissing."""
        if not (root / ocfl.ROOT_MARK).is_file():
            raise StoreMissing(root=root)
        self.root = root
        self._staging = staging

    @classmethod
    def create(cls, root: Path, staging: Path) -> "ArchiveStore":
        """Create an empty archive. Raises FileExistsError where `root` exists."""
        root.mkdir(parents=True)
        staging.mkdir(parents=True, exist_ok=True)
        (root / ocfl.ROOT_MARK).write_text(f"{ocfl.ROOT_MARK[2:]}\n", encoding="ascii", newline="\n")
        (root / _LAYOUT_FILE).write_text(_LAYOUT_TEXT, encoding="utf-8", newline="\n")
        for name in (ocfl.ROOT_MARK, _LAYOUT_FILE):
            sync_file(root / name)
        sync_folder(root)
        return cls(root, staging)

    def put(self, objects: Sequence[NewObject]) -> None:
        """Archive all objects, each wholly or not at all; on return they are on disk.

        An object that exists with the same content is skipped, so that an interrupted batch can be repeated. Raises
        ObjectConflict, before anything is written, where one exists with other content.
        """
        made = {new.path: ocfl.first_version(object_id(new.path), new.files, new.version) for new in objects}
        missing = {path: files for path, files in made.items() if not self._already_there(path, files)}
        self._staging.mkdir(exist_ok=True)
        staged = {path: self._staging / uuid.uuid4().hex for path in missing}
        try:
            self._stage(missing, staged)
            parents = self._move_in(staged)
        finally:
            for folder in staged.values():
                shutil.rmtree(folder, ignore_errors=True)
        sync_folders(sorted(parents))

    def _already_there(self, path: str, files: Mapping[str, bytes]) -> bool:
        target = self.root / path
        if not target.exists():
            return False
        content = {name: data for name, data in files.items() if name.startswith("v1/content/")}
        try:
            first = ocfl.version_files(target, "v1")
            present = {f"v1/content/{logical}": file.read_bytes() for logical, file in first.items()}
        except ocfl.NotAnObject:
            raise ObjectConflict(path=path) from None
        if present != content:
            raise ObjectConflict(path=path)
        return True

    def _stage(self, objects: Mapping[str, Mapping[str, bytes]], staged: Mapping[str, Path]) -> None:
        """Write and sync the objects at once, so that the journal is written once."""
        for folder in staged.values():
            (folder / "v1" / "content").mkdir(parents=True)
        write_files(
            {staged[path] / name: content for path, files in objects.items() for name, content in files.items()}
        )
        sync_folders(folder / inner for folder in staged.values() for inner in ("v1/content", "v1", ""))

    def _move_in(self, staged: Mapping[str, Path]) -> set[Path]:
        """Rename the objects into place; return the folders whose entries changed."""
        changed: set[Path] = set()
        for path, folder in staged.items():
            target = self.root / path
            for parent in (target.parent.parent, target.parent):
                if not parent.exists():
                    parent.mkdir(exist_ok=True)
                    changed.add(parent.parent)
            changed.add(target.parent)
            folder.rename(target)
        return changed

    def add_version(self, path: str, files: Mapping[str, bytes], version: ocfl.Version) -> None:
        """Add files to a document as a further version; earlier versions stay. Durable.

        Adding what the newest version already has does nothing. After an interruption the version does not exist, or
        `clean` completes it. Raises NotAnObject or OSError.
        """
        target = self.root / path
        newest = ocfl.version_files(target)
        if all(name in newest and newest[name].read_bytes() == content for name, content in files.items()):
            return
        name, written = ocfl.next_version(target, files, version)
        staged = self._staging / uuid.uuid4().hex
        intent = staged.with_suffix(_INTENT)
        folders = sorted({(staged / file).parent for file in written}, reverse=True)  # none without a file in it
        try:
            for folder in folders:
                folder.mkdir(parents=True, exist_ok=True)
            write_files({staged / file: content for file, content in written.items()} | {intent: path.encode()})
            sync_folders([*folders, self._staging])
            (staged / name).rename(target / name)  # complete from here on
            sync_folder(target)
            self._carry_through(target)
            intent.unlink()
        finally:
            shutil.rmtree(staged, ignore_errors=True)

    def _carry_through(self, target: Path) -> None:
        """Make the newest version's inventory the object's own.

        First the inventory, then its sidecar, each by a rename.
        """
        head = int(ocfl.read_inventory(target)["head"][1:])
        newest = target / f"v{head + 1 if (target / f'v{head + 1}').is_dir() else head}"
        for name in (ocfl.INVENTORY, ocfl.SIDECAR):
            content = (newest / name).read_bytes()
            if (target / name).read_bytes() != content:
                aside = self._staging / uuid.uuid4().hex
                write_files({aside: content})
                aside.replace(target / name)
        sync_folder(target)

    def bury(self, path: str, files: Mapping[str, bytes], version: ocfl.Version) -> None:
        """Replace a document by another object of its identifier; its files are deleted.

        After an interruption nothing has happened, or `clean` completes it. Repeated, it does nothing.
        """
        target, made = self.root / path, ocfl.first_version(object_id(path), files, version)
        with suppress(ocfl.NotAnObject, OSError):
            if self.read(path) == files:
                return
        self._staging.mkdir(exist_ok=True)
        staged, old = (self._staging / uuid.uuid4().hex for _ in range(2))
        intent = staged.with_suffix(_REPLACING)
        try:
            self._stage({path: made}, {path: staged})
            write_files({intent: path.encode()})
            sync_folder(self._staging)
            if target.exists():
                target.rename(old)
            sync_folders(sorted(self._move_in({path: staged})))
            intent.unlink()
        finally:
            if target.exists():  # else `clean` moves it in
                for leftover in (staged, old):
                    shutil.rmtree(leftover, ignore_errors=True)

    def clean(self) -> None:
        """Repair what an interrupted write left, while nobody else writes.

        Completes started versions and replacements; removes staged objects and empty folders.
        """
        self._staging.mkdir(exist_ok=True)  # copying tools drop empty folders
        for intent in self._staging.glob(f"*{_INTENT}"):
            with suppress(ocfl.NotAnObject, OSError):  # reported by `verify`
                self._carry_through(self.root / intent.read_text("utf-8"))
        for intent in self._staging.glob(f"*{_REPLACING}"):
            path, staged = intent.read_text("utf-8"), intent.with_suffix("")
            if path and staged.is_dir() and not (self.root / path).exists():
                sync_folders(sorted(self._move_in({path: staged})))
        for leftover in self._staging.iterdir():
            if leftover.is_dir():
                shutil.rmtree(leftover, ignore_errors=True)
            else:
                leftover.unlink(missing_ok=True)
        for pattern in ("*/*", "*"):
            for folder in self.root.glob(pattern):
                if folder.is_dir() and not any(folder.iterdir()):
                    folder.rmdir()

    def paths(self) -> Iterator[str]:
        """Yield every object's path, sorted: documents and case files."""
        for folder in sorted(self.root.glob("*/*/*/")):
            yield folder.relative_to(self.root).as_posix()

    def documents(self) -> Iterator[str]:
        """Yield every document's path, sorted."""
        return (path for path in self.paths() if not is_case_file(path))

    def describe(self) -> None:
        """Update the description in the root to what this program writes."""
        file = self.root / _LAYOUT_FILE
        if not file.is_file() or file.read_text("utf-8") != _LAYOUT_TEXT:
            write_text(file, _LAYOUT_TEXT)

    def case_files(self) -> list[str]:
        """Return the paths of the case files, sorted."""
        return sorted(folder.relative_to(self.root).as_posix() for folder in self.root.glob(f"{SHELF}/*/*/"))

    def read(self, path: str) -> dict[str, bytes]:
        """Return the newest version's files by logical path.

        Raises NotAnObject or OSError.
        """
        return {name: file.read_bytes() for name, file in ocfl.version_files(self.root / path).items()}

    def read_version(self, path: str, version: str, inventory: str) -> dict[str, bytes]:
        """Return the files of an earlier version by logical path.

        `inventory`: SHA-512 that its inventory must have. Raises NotAnObject or OSError.
        """
        folder = self.root / path
        if hashlib.sha512((folder / version / ocfl.INVENTORY).read_bytes()).hexdigest() != inventory:
            raise ocfl.NotAnObject(f"{path}: {version} is not what was entered")
        return {name: file.read_bytes() for name, file in ocfl.version_files(folder, version).items()}

    def file(self, path: str, name: str) -> Path:
        """Return the path of one of a document's files in its newest version.

        `name`: logical path. Raises NotAnObject or KeyError.
        """
        return ocfl.version_files(self.root / path)[name]

    def inventory_digest(self, path: str) -> str:
        """Return the SHA-512 of a document's inventory; "" where there is none.

        The inventory contains the digests of all its files.
        """
        try:
            return hashlib.sha512((self.root / path / ocfl.INVENTORY).read_bytes()).hexdigest()
        except OSError:
            return ""

    def head(self, path: str) -> str:
        """Return the newest version's name: "v1". Raises NotAnObject."""
        return str(ocfl.read_inventory(self.root / path)["head"])

    def differs_only_by(self, path: str, name: str, version: str, inventory: str) -> bool:
        """Return whether a document equals one of its versions but for one file.

        `inventory`: SHA-512 that the version's inventory must have. Raises NotAnObject or OSError.
        """
        folder = self.root / path
        then, now = ocfl.version_files(folder, version), ocfl.version_files(folder)
        known = hashlib.sha512((folder / version / ocfl.INVENTORY).read_bytes()).hexdigest() == inventory
        return known and {**then, name: None} == {**now, name: None}

    def faults(self, path: str, *, deep: bool = True) -> tuple[StoreFault, ...]:
        """Return the faults of one document, without the ledger.

        `deep` False: no content file is read.
        """
        folder = self.root / path
        if folder.is_symlink():
            return (StoreFault(path, "", "là liên kết, không phải thư mục của văn bản"),)
        checked = ocfl.verify(folder) if deep else ocfl.verify_names(folder)
        faults = [StoreFault(path, fault.file, fault.reason) for fault in checked]
        with suppress(ocfl.NotAnObject):  # reported by ocfl.verify
            if ocfl.read_inventory(folder)["id"] != object_id(path):
                faults.append(StoreFault(path, ocfl.INVENTORY, "thư mục đã bị đổi tên hoặc dời chỗ"))
        for name in _shared_files(folder):
            reason = "là liên kết cứng: sửa ở nơi khác thì tệp này cũng đổi"
            faults.append(StoreFault(path, name, reason, "Chép tệp ra, xóa, rồi chép lại vào đúng chỗ."))
        return tuple(faults)

    def verify(self) -> Iterator[tuple[str, tuple[StoreFault, ...]]]:
        """Yield each object's path with its faults, as they are found.

        An unexpected file counts as an object with a fault.
        """
        for stray in self.strays():
            yield stray.path, (stray,)
        for path in self.paths():
            yield path, self.faults(path)

    def strays(self) -> Iterator[StoreFault]:
        """Yield files where only folders belong, and empty folders."""
        for pattern in ("*", "*/*", "*/*/*"):
            for entry in sorted(self.root.glob(pattern)):
                name = entry.relative_to(self.root).as_posix()
                if pattern == "*" and entry.is_file():
                    continue  # the specification allows files in the root
                if not entry.is_dir() or entry.is_symlink() or not any(entry.iterdir()):
                    yield StoreFault(name, "", "tệp hoặc thư mục lạ trong kho", "Dời ra khỏi kho; kho chỉ có văn bản.")


def _shared_files(folder: Path) -> list[str]:
    """Return the files with another name somewhere (hard links), sorted."""
    found = []
    for place, _, names in os.walk(folder):
        for name in names:
            state = os.lstat(f"{place}/{name}")
            if stat.S_ISREG(state.st_mode) and state.st_nlink > 1:
                found.append(Path(place, name).relative_to(folder).as_posix())
    return sorted(found)
