"""The snippet of a document that shows why it was found, its words highlighted.

Made here and not by engines, so that all show the same.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from . import analysis, keys
from .terms import Term

_WIDTH = 180  # characters, before it is rounded to whole words


@dataclass(frozen=True, slots=True)
class Snippet:
    """A snippet. `highlights`: start and end of each highlighted word within `text`."""

    text: str
    highlights: tuple[tuple[int, int], ...]

    def highlighted(self, before: str, after: str) -> str:
        """Return the text with strings put before and after each highlighted word."""
        pieces, end = [], 0
        for start, stop in self.highlights:
            pieces += [self.text[end:start], before, self.text[start:stop], after]
            end = stop
        return "".join((*pieces, self.text[end:]))


def snippet(text: str, runs: Iterable[tuple[Term, ...]]) -> Snippet:
    """Return the window of `text` (NFC) that shows most of the words.

    The earliest of equals; the start of the text if it has none.
    """
    text = text.replace("\n", " ")
    found = _found(text, runs)
    start = _best_start(found) if len(text) > _WIDTH else 0
    start = max(0, text.rfind(" ", 0, max(0, start - 20)) + 1) if start else 0
    stop = min(start + _WIDTH, len(text))
    if stop < len(text):
        stop = text.rfind(" ", start + 1, stop) + 1 or stop
    window = text[start:stop].rstrip()
    head, tail = ("… " if start else ""), (" …" if stop < len(text) else "")
    highlights = tuple((a - start + len(head), b - start + len(head)) for a, b, _ in found if start <= a and b <= stop)
    return Snippet(f"{head}{window}{tail}", highlights)


def highlighted_text(text: str, runs: Iterable[tuple[Term, ...]]) -> Snippet:
    """Return the whole text (NFC) with every one of the words highlighted."""
    return Snippet(text, tuple((start, stop) for start, stop, _ in _found(text, runs)))


def _found(text: str, runs: Iterable[tuple[Term, ...]]) -> list[tuple[int, int, str]]:
    """Return where words and keys occur, in order, each as it is written there.

    A run of several words, or a code, is found only where all of it occurs.
    """
    runs = tuple(runs)
    keyed = _keyed(text, {term.exact for run in runs for term in run if term.said})
    there = {key for _, _, several in keyed for key in several}
    inside = {place for start, stop, _ in keyed for place in range(start, stop)}
    words = [word for word in analysis.spans(text) if word[0] not in inside]
    exact = {word for _, _, word in words}
    # Where a key is found, a single word of it is not highlighted; its words side by side may be.
    parts = ((_parts(run, exact), any(term.exact in there for term in run)) for run in runs)
    wanted = {several for several, is_there in parts if len(several) > 1 or not is_there}
    highlighted = {place for parts in wanted for place in _standing(words, parts)}
    return sorted(
        [*(words[place] for place in highlighted), *((start, stop, several[0]) for start, stop, several in keyed)]
    )


def _parts(run: tuple[Term, ...], exact: Collection[str]) -> tuple[str, ...]:
    """Return the simple words of a run, folded unless the text has their diacritics.

    So "nhận", typed and found with diacritics, does not highlight every "nhân".
    """
    parts = [word for term in run for word in analysis.simple_words(term.said or term.exact)]
    return tuple(word if analysis.is_marked(word) and word in exact else analysis.fold_word(word) for word in parts)


def _standing(words: Sequence[tuple[int, int, str]], parts: tuple[str, ...]) -> Iterator[int]:
    """Yield the places of the words where all of the parts follow each other."""
    if not parts:
        return
    for place, (_, _, first) in enumerate(words):
        if parts[0] in (first, analysis.fold_word(first)):
            there = words[place : place + len(parts)]
            if len(there) == len(parts) and all(
                part in (word, analysis.fold_word(word)) for part, (_, _, word) in zip(parts, there, strict=True)
            ):
                yield from range(place, place + len(parts))


def _keyed(text: str, wanted: set[str]) -> list[tuple[int, int, list[str]]]:
    """Return where the text has one of these keys, however it is written.

    Or something within it: a clause of the article.
    """
    if not wanted:
        return []
    found = []
    for start, stop, several in keys.spoken_of(analysis.plain(text)):
        said = [key for key in sorted(wanted) if any(one == key or one.startswith(f"{key}-") for one in several)]
        found += [(start, stop, said)] if said else []
    return found


def _best_start(found: list[tuple[int, int, str]]) -> int:
    best, best_count, first = 0, 0, 0
    inside: dict[str, int] = {}
    for place, (_, b, word) in enumerate(found):
        inside[word] = inside.get(word, 0) + 1
        while first < place and b - found[first][0] > _WIDTH - 20:
            leaving = found[first][2]
            inside[leaving] -= 1
            if not inside[leaving]:
                del inside[leaving]
            first += 1
        if len(inside) > best_count:
            best, best_count = found[first][0], len(inside)
    return best
