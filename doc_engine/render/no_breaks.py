"""No-break spaces in names and dates, so that a line never ends within one.

"xã Đào Mỹ", "Nguyễn Văn A", "ngày 05", "tháng 11". A text that is nothing but a name, as in a cell of a table, or
place and day in the head, is left as it is: there the width of the column decides.
"""

import re
from functools import lru_cache

_LETTERS = [chr(code) for code in range(0x41, 0x1EFA) if chr(code).isalpha()]
_UPPER = "".join(letter for letter in _LETTERS if letter.isupper())
_LOWER = "".join(letter for letter in _LETTERS if letter.islower())
_ANY = _UPPER + _LOWER
_NOUNS = ("xã", "phường", "thị trấn", "thị xã", "đặc khu", "huyện", "quận", "thành phố", "tỉnh", "thôn", "bản", "buôn")
_NOUN = "|".join((*_NOUNS, *(noun[:1].upper() + noun[1:] for noun in _NOUNS)))
_NAME = rf"[{_UPPER}][{_LOWER}]*(?: [{_UPPER}][{_LOWER}]*){{0,4}}(?![{_ANY}])"
_CAPITALS = rf"(?:{'|'.join(noun.upper() for noun in _NOUNS)}) (?!HỘI )[{_UPPER}]+(?: [{_UPPER}]+)?(?![{_ANY}])"
_BOUND = re.compile(rf"(?<![{_ANY}])(?:(?:{_NOUN}) (?:{_NAME}|\d+)|{_NAME}|{_CAPITALS}|(?i:ngày|tháng|năm) \d+)")
_BEGINS_WITH_NOUN = re.compile(rf"(?i:{_NOUN}) ")
_END = b"</w:t>"
_PLACE_AND_DAY = re.compile(r"([^,]+, )(ngày \d+ tháng \d+ năm \d+)")  # has a line of its own in the head
_LETTERS_OF_A_LINE = 44  # of that line
_LONGEST, _LONGEST_WITH_NOUN = 40, 24  # letters: a longer one would leave too much of a line empty
_SPACE, NO_BREAK = " ", "\N{NO-BREAK SPACE}"


def bound(part: bytes) -> bytes:
    """A part (XML in UTF-8) with its names and dates bound; its tags are the same."""
    pieces = part.split(_END)  # many times faster than a regular expression over all
    for number, piece in enumerate(pieces):
        begin = piece.rfind(b">") + 1
        if b" " in piece[begin:] and (changed := _bound_text(piece[begin:])):
            pieces[number] = piece[:begin] + changed
    return _END.join(pieces)


@lru_cache(maxsize=4096)  # of a batch's documents most texts are the same
def _bound_text(encoded: bytes) -> bytes:
    """The text of a run with names and dates bound; empty where nothing changes."""
    text = encoded.decode()
    if head := _PLACE_AND_DAY.fullmatch(text):
        made = text if len(text) <= _LETTERS_OF_A_LINE else head[1] + head[2].replace(_SPACE, NO_BREAK)
    else:
        made = _BOUND.sub(lambda name: _joined(name[0], text), text)
    return made.encode() if made != text else b""


def _joined(name: str, text: str) -> str:
    if name == text.strip() or len(name) > _LONGEST:
        return name
    noun = _BEGINS_WITH_NOUN.match(name) if len(name) > _LONGEST_WITH_NOUN else None
    before = noun[0] if noun else ""
    return before + name.removeprefix(before).replace(_SPACE, NO_BREAK)
