"""One file an engine; `open_engine` opens the one that the office has chosen."""

import shutil
from collections.abc import Callable
from pathlib import Path

from ..engine import VERSION, IndexBroken, SearchEngine, telling

__all__ = ["NAMES", "IndexBroken", "is_current", "open_engine"]

_VERSION_FILE = "phien-ban-chi-muc"
NAMES = ("tantivy", "whoosh")


def open_engine(name: str, folder: Path) -> SearchEngine:
    """The index in a folder, made when there is none. `name`: one of NAMES. Raises IndexBroken."""
    with telling(folder, (OSError,)):
        _make_anew_if_old(folder)
    return _opener(name)(folder)


def _make_anew_if_old(folder: Path) -> None:
    """An empty folder in the place of an index of another version; whoever asks `is_new` then fills it."""
    mark = folder / _VERSION_FILE
    if folder.is_dir() and any(folder.iterdir()) and not (mark.is_file() and mark.read_text("ascii") == VERSION):
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if not mark.exists():
        mark.write_text(VERSION, "ascii")


def is_current(folder: Path) -> bool:
    """Whether an index of this version lies there. Does not look inside."""
    mark = folder / _VERSION_FILE
    return mark.is_file() and mark.read_text("ascii") == VERSION


def _opener(name: str) -> Callable[[Path], SearchEngine]:
    # Each engine's library is loaded only where it is used: it is slow to load, or not to be had on that machine.
    if name == "tantivy":
        from .tantivy import TantivyEngine

        return TantivyEngine
    if name == "whoosh":
        from .whoosh import WhooshEngine

        return WhooshEngine
    raise ValueError(f"no engine is named {name}")
