"""Whole numbers in Vietnamese words, and with the marks of thousands.

The words follow the practice of accounting papers: "linh" before a unit without tens, "mốt", "tư" and "lăm" behind
tens, and every zero within a group of three that follows another group ("một triệu không trăm linh một").
"""

from .vietnamese import capitalised

LARGEST = 10**18 - 1
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BEHIND_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_GROUPS = ("", "nghìn", "triệu")


def in_words(number: int) -> str:
    """The number in words: 1205 gives "một nghìn hai trăm linh năm".

    Raises ValueError beyond ±LARGEST.
    """
    if abs(number) > LARGEST:
        raise ValueError(f"{number} vượt quá {grouped(LARGEST)}")
    if number < 0:
        return f"âm {in_words(-number)}"
    return _words(number) or _DIGITS[0]


def money_in_words(dong: int) -> str:
    """A sum of đồng as a paper states it: "Một triệu hai trăm nghìn đồng"."""
    return f"{capitalised(in_words(dong))} đồng"


def grouped(number: int) -> str:
    """The digits in groups of three with points: "1.234.567"."""
    return f"{number:,}".replace(",", ".")


def _words(number: int) -> str:
    """The words of a number below 10¹⁸, "" for 0."""
    billions, rest = divmod(number, 10**9)
    said = [f"{_words(billions)} tỷ"] if billions else []
    for power in (2, 1, 0):
        group, rest = divmod(rest, 1000**power)
        if group:
            said.append(f"{_three(group, begun=bool(said))} {_GROUPS[power]}".strip())
    return " ".join(said)


def _three(group: int, *, begun: bool) -> str:
    hundreds, below = divmod(group, 100)
    tens, units = divmod(below, 10)
    said = [f"{_DIGITS[hundreds]} trăm"] if hundreds or begun else []
    if tens > 1:
        said += [f"{_DIGITS[tens]} mươi", _BEHIND_TENS.get(units, _DIGITS[units])]
    elif tens == 1:
        said += ["mười", "lăm" if units == 5 else _DIGITS[units]]
    elif units:
        said += ["linh", _DIGITS[units]] if said else [_DIGITS[units]]
    return " ".join(said[:-1] if below and not units else said)
