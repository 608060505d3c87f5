"""One file an engine; `open_engine` opens the one that the office has chosen."""

from collections.abc import Callable
from pathlib import Path

from ..engine import IndexBroken, SearchEngine, telling

__all__ = ["NAMES", "IndexBroken", "open_engine"]

NAMES = ("tantivy", "whoosh")


def open_engine(name: str, folder: Path) -> SearchEngine:
    """The index in a folder, made when there is none. `name`: one of NAMES. Raises IndexBroken."""
    with telling(folder, (OSError,)):
        folder.mkdir(parents=True, exist_ok=True)
    return _opener(name)(folder)


def _opener(name: str) -> Callable[[Path], SearchEngine]:
    # Each engine's library is loaded only where it is used: it is slow to load, or not to be had on that machine.
    if name == "tantivy":
        from .tantivy import TantivyEngine

        return TantivyEngine
    if name == "whoosh":
        from .whoosh import WhooshEngine

        return WhooshEngine
    raise ValueError(f"no engine is named {name}")
