"""Pages of documents as pictures.

PDFs made once and kept for a while, words marked, words to be copied.

A PDF lies in a folder of the process until it is pushed out by newer ones, or the desk ends.
"""

import hashlib
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from doc_engine.kept_libreoffice import KeptLibreOffice
from doc_engine.page_pictures import PageDrawer, PagePicture, Word
from index.snippet import Snippet

_KEPT = 200  # PDFs
WIDTH, MAGNIFIED = 900, 1800  # pixels


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to be shown. `found`: the words that a search would find."""

    number: int
    picture: PagePicture
    words: Sequence[Word]
    found: Sequence[Word]


class PdfCache:
    """PDFs by a key that changes with their content."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="vanthu-trang-"))
        self._kept = kept
        self._files: OrderedDict[str, Path] = OrderedDict()
        self._making: dict[str, Lock] = {}
        self._lock = Lock()

    def has(self, key: str) -> bool:
        with self._lock:
            return key in self._files

    def get(self, key: str, make: Callable[[Path], Path]) -> Path:
        """Return the PDF of a key.

        Made in a new folder by the first who asks, for whom the others wait.
        """
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                if key in self._files:
                    self._files.move_to_end(key)
                    return self._files[key]
            try:
                return self._made(key, make)
            finally:
                with self._lock:
                    self._making.pop(key, None)

    def _made(self, key: str, make: Callable[[Path], Path]) -> Path:
        """Make a PDF in a new folder, and push out the oldest ones."""
        place = self._folder / hashlib.sha256(key.encode()).hexdigest()[:32]
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        made = make(place)
        with self._lock:
            self._files[key] = made
            while len(self._files) > self._kept:
                _, old = self._files.popitem(last=False)
                shutil.rmtree(self._folder / old.relative_to(self._folder).parts[0], ignore_errors=True)
        return made

    def close(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


cache = PdfCache()
drawer = PageDrawer()
libreoffice = KeptLibreOffice()


def close() -> None:
    """End the processes, and remove every page: the desk ends."""
    drawer.close()
    libreoffice.close()
    cache.close()


def sheet(file: Path, number: int, highlight: Callable[[str], Snippet] | None) -> Sheet:
    """Return a page with its words; with `highlight`, with those that are found.

    Raises PageNotDrawn.
    """
    picture = drawer.draw(file, number, WIDTH)
    return Sheet(number, picture, picture.words, _found(picture.words, highlight) if highlight else ())


def first_found(file: Path, pages: int, highlight: Callable[[str], Snippet]) -> int:
    """The first page with a word that is found, 1-based; 1 where there is none."""
    for number in range(1, min(pages, 50) + 1):
        if _found(drawer.draw(file, number, 50).words, highlight):
            return number
    return 1


def _found(words: Sequence[Word], highlight: Callable[[str], Snippet]) -> list[Word]:
    """The words of a page that a search would find."""
    places, end = [], 0
    for word in words:
        places.append((end, end + len(word.text)))
        end += len(word.text) + 1
    marks = highlight(" ".join(word.text for word in words)).highlights
    return [
        word
        for word, (start, stop) in zip(words, places, strict=True)
        if any(start < until and since < stop for since, until in marks)
    ]
