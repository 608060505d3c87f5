"""The archive itself: <year>/<unit code>-<slug>/<document>, one OCFL object a document, never changed after.

    root/0=ocfl_1.1, BO-CUC.txt          the mark, and the layout in words
    root/2024/02008-xa-cam-giang/bc-00001-ubnd/

A document is either wholly there or not there: it is written and synced in the staging folder, which lies outside the
root on the same file system, and renamed into place. One process writes at a time (the office holds a lock); any
number read.
"""

import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vanthu.doc_engine.errors import ExitCode, VanthuError

from . import ocfl
from .durable import sync_file, sync_folder, sync_folders, write_files

_LAYOUT_FILE = "BO-CUC.txt"
_LAYOUT_TEXT = """\
Kho lưu trữ này theo Oxford Common File Layout 1.1 (https://ocfl.io/1.1/spec/). Có thể đọc mà không cần phần mềm nào.

Mỗi văn bản là một thư mục:
    <năm>/<mã đơn vị>-<tên đơn vị>/<loại>-<số>-<ký hiệu>/
Ví dụ 2024/02008-xa-cam-giang/bc-00001-ubnd/v1/content/ có:
    van-ban.docx     văn bản
    metadata.json    các trường của Phụ lục VI Nghị định 30/2020/NĐ-CP
    data.json        dữ liệu đã điền vào mẫu
Tệp SO-DA-CAP.json, nếu có, ghi các số đã cấp ở sổ giấy trước khi dùng phần mềm.
Tên đơn vị là tên vào ngày ban hành văn bản. Không sửa, xóa, đổi tên bất cứ gì trong thư mục này.
"""


class StoreMissing(VanthuError):
    code = "KHO-01"
    exit_code = ExitCode.STORE
    message = "{root} không phải là kho lưu trữ."
    remedy = "Hãy kiểm tra ổ đĩa đã gắn chưa; không tạo kho mới đè lên."


class ObjectConflict(VanthuError):
    """Another document already lies at that place. Nothing was changed."""

    code = "KHO-02"
    exit_code = ExitCode.STORE
    message = "Trong kho đã có văn bản khác tại {path}."
    remedy = "Hãy chạy vanthu verify để biết văn bản đó có nguyên vẹn không, rồi vanthu rebuild để sổ khớp với kho."


@dataclass(frozen=True, slots=True)
class NewObject:
    """A document to be archived. `path` is relative to the root, with "/"."""

    path: str
    files: Mapping[str, bytes]
    version: ocfl.Version


@dataclass(frozen=True, slots=True)
class StoreFault:
    """`path`: the object's, relative to the root; `file` inside it."""

    path: str
    file: str
    reason: str


def object_id(path: str) -> str:
    """The OCFL identifier: a URI made of the path alone."""
    return f"vb:{path}"


class ArchiveStore:
    def __init__(self, root: Path, staging: Path) -> None:
        """Opens an archive made by `create`. Raises StoreMissing."""
        if not (root / ocfl.ROOT_MARK).is_file():
            raise StoreMissing(root=root)
        self.root = root
        self._staging = staging

    @classmethod
    def create(cls, root: Path, staging: Path) -> "ArchiveStore":
        root.mkdir(parents=True)
        staging.mkdir(parents=True, exist_ok=True)
        (root / ocfl.ROOT_MARK).write_text(f"{ocfl.ROOT_MARK[2:]}\n", encoding="ascii", newline="\n")
        (root / _LAYOUT_FILE).write_text(_LAYOUT_TEXT, encoding="utf-8", newline="\n")
        for name in (ocfl.ROOT_MARK, _LAYOUT_FILE):
            sync_file(root / name)
        sync_folder(root)
        return cls(root, staging)

    def put(self, objects: Sequence[NewObject]) -> None:
        """Archives all of them; when it returns, all are on the disk. Each is wholly there or not at all.

        An object that is already there with the same content is left alone, so that an interrupted batch can be
        repeated. Raises ObjectConflict, before anything is written, when one is there with other content.
        """
        made = {new.path: ocfl.first_version(object_id(new.path), new.files, new.version) for new in objects}
        missing = {path: files for path, files in made.items() if not self._already_there(path, files)}
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
            present = {f"v1/content/{logical}": file.read_bytes() for logical, file in ocfl.head_files(target).items()}
        except ocfl.NotAnObject:
            raise ObjectConflict(path=path) from None
        if present != content:
            raise ObjectConflict(path=path)
        return True

    def _stage(self, objects: Mapping[str, Mapping[str, bytes]], staged: Mapping[str, Path]) -> None:
        """Writes and syncs the objects, all of them at once: the file system then writes its journal once for many."""
        for folder in staged.values():
            (folder / "v1" / "content").mkdir(parents=True)
        write_files(
            {staged[path] / name: content for path, files in objects.items() for name, content in files.items()}
        )
        sync_folders(folder / inner for folder in staged.values() for inner in ("v1/content", "v1", ""))

    def _move_in(self, staged: Mapping[str, Path]) -> set[Path]:
        """Renames into place; returns the folders whose entries changed."""
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

    def clean(self) -> None:
        """Removes what an interrupted writing left: staged objects, and folders still without a document.

        Only for whoever knows that nobody else is writing.
        """
        for leftover in self._staging.iterdir():
            shutil.rmtree(leftover, ignore_errors=True)
        for pattern in ("*/*", "*"):
            for folder in self.root.glob(pattern):
                if folder.is_dir() and not any(folder.iterdir()):
                    folder.rmdir()

    def paths(self) -> Iterator[str]:
        """Every document's path, sorted."""
        for folder in sorted(self.root.glob("*/*/*/")):
            yield folder.relative_to(self.root).as_posix()

    def read(self, path: str) -> dict[str, bytes]:
        """The newest version's files by logical path. Raises NotAnObject or OSError."""
        return {name: file.read_bytes() for name, file in ocfl.head_files(self.root / path).items()}

    def file(self, path: str, name: str) -> Path:
        """Where the newest version of one of a document's files lies. Raises NotAnObject or KeyError."""
        return ocfl.head_files(self.root / path)[name]

    def verify(self) -> Iterator[tuple[str, tuple[StoreFault, ...]]]:
        """Each document's path with its faults, as they are found; strange files count as documents with a fault."""
        for stray in self._strays():
            yield stray, (StoreFault(stray, "", "tệp hoặc thư mục lạ trong kho"),)
        for path in self.paths():
            faults = [StoreFault(path, fault.file, fault.reason) for fault in ocfl.verify(self.root / path)]
            with suppress(ocfl.NotAnObject):  # told by ocfl.verify
                if ocfl.read_inventory(self.root / path)["id"] != object_id(path):
                    faults.append(StoreFault(path, ocfl.INVENTORY, "thư mục đã bị đổi tên hoặc dời chỗ"))
            yield path, tuple(faults)

    def _strays(self) -> Iterator[str]:
        """Files where only folders belong, and folders with nothing in them."""
        for pattern in ("*", "*/*", "*/*/*"):
            for entry in sorted(self.root.glob(pattern)):
                name = entry.relative_to(self.root).as_posix()
                if pattern == "*" and entry.is_file():
                    continue  # the specification allows files in the root
                if not entry.is_dir() or entry.is_symlink() or not any(entry.iterdir()):
                    yield name
