"""An index in a folder, rebuilt beside the one in use, so that no search waits.

chi-muc/tantivy/
    hien-hanh       "3 7": made by version 3, in the folder 7; absent: there is no index
    7/              the index in use
    8/              one that is being built, or was at a power cut; the next rebuild removes it

Writing another number into `hien-hanh` is the one step that counts, and it is atomic; no search sees half an index.
"""

import shutil
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import Protocol, TypeVar

from archive.durable import write_text

from ..engine import VERSION, Facet, Hits, IndexBroken, IndexedDocument, translate_errors
from ..query import Query

_CURRENT = "hien-hanh"
_Answer = TypeVar("_Answer")


class Index(Protocol):
    """One index in one folder, made by an engine of this kind; methods: SearchEngine."""

    def add(self, documents: Iterable[IndexedDocument]) -> None: ...

    def fill(self, documents: Iterable[IndexedDocument]) -> None:
        """Add documents, none twice, to an empty index in one commit."""

    def remove(self, ids: Iterable[str]) -> None: ...
    def search(self, query: Query) -> Hits: ...
    def facets(self, query: Query) -> dict[Facet, dict[str, int]]: ...
    def frequencies(self, words: Collection[str]) -> dict[str, int]: ...
    def ids(self) -> set[str]: ...
    def damaged(self) -> list[str]: ...
    def close(self) -> None: ...


class Opener(Protocol):
    def __call__(self, folder: Path, *, new: bool = False) -> Index:
        """Open the index in a folder; `new`: create one in an empty folder.

        Raises IndexBroken.
        """


class Generations:
    """The SearchEngine of a folder. `refusals`: exceptions of its indices' library."""

    def __init__(self, folder: Path, open_index: Opener, refusals: tuple[type[Exception], ...]) -> None:
        self._folder = folder
        self._open_index = open_index
        self._refusals = refusals
        self._pointer = folder / _CURRENT
        self._seen, self._read = (0, 0), ""  # which pointer file was last read, and its number
        self._opened: tuple[str, Index] | None = None
        self._opening = RLock()  # several threads may ask

    def is_current(self) -> bool:
        return bool(self._generation())

    def rebuild(self, documents: Iterable[IndexedDocument]) -> None:
        with translate_errors(self._folder, (OSError,)):
            self._clear_the_way()
            self._remove_others()
            # Higher than any existing one, in use or left over because somebody reads it.
            known = [self._written().partition(" ")[2], *(one.name for one in self._folder.iterdir())]
            number = str(max((int(one) for one in known if one.isdecimal()), default=0) + 1)
            new = self._folder / number
            new.mkdir(parents=True)
        index = self._open_index(new, new=True)
        try:
            index.fill(documents)
        finally:
            index.close()
        with translate_errors(self._folder, (OSError,)):
            write_text(self._pointer, f"{VERSION} {number}")  # atomic
        self.close()
        self._remove_others()

    def add(self, documents: Iterable[IndexedDocument]) -> None:
        if not self.is_current():
            self.rebuild(())
        self._current().add(documents)

    def remove(self, ids: Iterable[str]) -> None:
        self._current().remove(ids)

    def search(self, query: Query) -> Hits:
        return self._asked(lambda index: index.search(query))

    def facets(self, query: Query) -> dict[Facet, dict[str, int]]:
        return self._asked(lambda index: index.facets(query))

    def frequencies(self, words: Collection[str]) -> dict[str, int]:
        return self._asked(lambda index: index.frequencies(words))

    def ids(self) -> set[str]:
        return self._asked(lambda index: index.ids())

    def damaged(self) -> list[str]:
        return self._asked(lambda index: index.damaged())

    def drop(self) -> None:
        self.close()
        with translate_errors(self._folder, (OSError,)):
            self._pointer.unlink(missing_ok=True)
            self._remove_others()

    def close(self) -> None:
        with self._opening:
            if self._opened is not None:
                self._opened[1].close()
                self._opened = None

    def _asked(self, ask: Callable[[Index], _Answer]) -> _Answer:
        """Return the answer of the index; where another replaced it meanwhile, of that.

        The index's files may vanish under a reader then.
        """
        while True:
            generation = self._generation()
            try:
                with translate_errors(self._folder, self._refusals):
                    return ask(self._current())
            except IndexBroken:
                if self._generation() == generation:
                    raise

    def _current(self) -> Index:
        """Return the index in use, opened when it is another than before."""
        generation = self._generation()
        if not generation:
            raise IndexBroken(folder=self._folder, why="chưa có chỉ mục của phiên bản này")
        with self._opening:
            if self._opened is None or self._opened[0] != generation:
                self.close()
                if not (self._folder / generation).is_dir():
                    raise IndexBroken(folder=self._folder, why=f"mất thư mục {generation}")
                self._opened = (generation, self._open_index(self._folder / generation))
            return self._opened[1]

    def _generation(self) -> str:
        """Return the folder in use; "" where none of this version exists."""
        try:
            there = self._pointer.stat()
            if (mark := (there.st_ino, there.st_mtime_ns)) != self._seen:
                version, _, number = self._written().partition(" ")
                self._seen, self._read = mark, number if version == VERSION and number.isdecimal() else ""
            (self._folder / self._read).stat()
        except OSError:
            return ""
        return self._read

    def _written(self) -> str:
        """Return what the pointer says, whatever version wrote it."""
        with suppress(OSError, UnicodeError):
            return self._pointer.read_text("ascii").strip()
        return ""

    def _clear_the_way(self) -> None:
        """Remove files where folders belong, and a folder in place of the pointer.

        So an index can be rebuilt whatever was made of its place.
        """
        for folder in (self._folder.parent, self._folder):
            if folder.exists() and not folder.is_dir():
                folder.unlink()
        if self._pointer.is_dir():
            shutil.rmtree(self._pointer)

    def _remove_others(self) -> None:
        """Remove every index but the one in use.

        What cannot be removed because somebody reads it (on Windows) is removed the next time.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        in_use = self._written().partition(" ")[2]
        for one in self._folder.iterdir():
            if one.name in (in_use, _CURRENT):
                continue
            if one.is_dir():
                shutil.rmtree(one, ignore_errors=True)
            else:
                with suppress(OSError):
                    one.unlink()
