"""Abbreviations and their meanings, from a list that the office may edit.

Each finds the other, ranked below.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from doc_engine.document_types import DocumentType
from doc_engine.errors import ExitCode, VanthuError, unread_reason

from . import analysis

FILE = "viet-tat.txt"  # in the office's folder; the shipped list where there is none
Words = tuple[str, ...]


class AbbreviationsWrong(VanthuError):
    code = "TIM-04"
    exit_code = ExitCode.INPUT
    message = "Tệp chữ viết tắt {file}, dòng {line}: {why}."
    remedy = 'Hãy sửa bằng Notepad, lưu dạng UTF-8; mỗi dòng có dạng "UBND = ủy ban nhân dân".'


@dataclass(frozen=True)
class Abbreviations:
    """A list of abbreviations.

    `meanings`: folded abbreviation → what it may stand for, each as folded words. `short`: the reverse. `faults`:
    sentences on skipped, invalid lines.
    """

    meanings: Mapping[str, tuple[Words, ...]]
    short: Mapping[Words, tuple[str, ...]]
    faults: tuple[str, ...] = ()

    @property
    def longest(self) -> int:
        """The number of words of the longest meaning."""
        return max(map(len, self.short), default=0)


def load(folder: Path | None = None) -> Abbreviations:
    """Return the office's list, or the shipped one. Raises AbbreviationsWrong.

    Either includes the decree's types of documents.
    """
    file = folder / FILE if folder else None
    if file is None or not file.is_file():
        return _shipped()
    try:
        return _parsed(file.read_text(encoding="utf-8-sig"), file.name)
    except (OSError, UnicodeError) as error:
        raise AbbreviationsWrong(file=file.name, line=1, why=unread_reason(error)) from error


@cache
def _shipped() -> Abbreviations:
    return _parsed(files(__package__).joinpath("data", FILE).read_text(encoding="utf-8"), FILE)


def _parsed(text: str, file: str) -> Abbreviations:
    pairs = [(kind.abbreviation, kind.title) for kind in DocumentType if kind.abbreviation]
    faults = list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            short, equals, meaning = line.partition("=")
            if equals and _joined(short) and _folded(meaning):
                pairs.append((short, meaning))
            else:
                faults.append(
                    f'Tệp {file}, dòng {number}: bỏ qua "{line.strip()}"; phải có dạng "UBND = ủy ban nhân dân".'
                )
    meanings: dict[str, tuple[Words, ...]] = {}
    shorts: dict[Words, tuple[str, ...]] = {}
    for short, meaning in pairs:
        key, words = _joined(short), _folded(meaning)
        meanings[key] = (*meanings.get(key, ()), words)
        shorts[words] = (*shorts.get(words, ()), key)
    return Abbreviations(meanings, shorts, tuple(faults))


def _joined(short: str) -> str:
    """Return "ldtbxh" for "LĐ-TB&XH"; "" for several words."""
    return "".join(_folded(short)) if len(short.split()) == 1 else ""


def _folded(text: str) -> Words:
    return tuple(analysis.fold(word) for word in analysis.simple_words(text))
