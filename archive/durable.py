"""Writes that survive a power cut: write aside, fsync, rename, fsync the folder.

Folders cannot be synced on Windows; NTFS journals their entries itself.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

_Item = TypeVar("_Item")

# Waiting for the disk, not computing: many waits at once let the file system write its journal once for all.
_THREADS = 12


def sync_handle(handle: int) -> None:
    """Flush an open file to disk; the only fsync of the program."""
    os.fsync(handle)


def sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        sync_handle(handle)
    finally:
        os.close(handle)


def sync_folder(path: Path) -> None:
    if os.name == "posix":
        sync_file(path)


def write_files(files: Mapping[Path, bytes], mode: int = 0o444) -> None:
    """Create each file with its content, read-only from the start, and sync it.

    The folders' own entries are not synced. Raises the first OSError (FileExistsError for an existing file); the files
    created until then stay.
    """

    def make(entry: tuple[Path, bytes]) -> None:
        path, content = entry
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            sync_handle(file.fileno())

    _at_once(make, files.items())


def sync_folders(folders: Iterable[Path]) -> None:
    """Sync the entries of all folders to disk. Raises the first OSError."""
    _at_once(sync_folder, folders)


def _at_once(work: Callable[[_Item], None], items: Iterable[_Item]) -> None:
    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(work, items))


def write_text(path: Path, text: str) -> None:
    """Replace `path` by `text` in UTF-8, or leave it as it was. Atomic and durable."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Replace `path`, or leave it as it was. Atomic and durable."""
    aside = path.with_name(f".{path.name}.tmp")
    aside.write_bytes(content)
    sync_file(aside)
    aside.replace(path)
    sync_folder(path.parent)
