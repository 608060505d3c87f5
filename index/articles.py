"""Articles, clauses and points of a law as texts cite them, each as a key.

"điều-18-khoản-3-điểm-a". "điểm a, b khoản 1 và khoản 3 Điều 18", "Điều 18, khoản 1, điểm a" and "các Điều 5, 6 và 7"
are read, with or without diacritics. Works on plain text (analysis.plain).
"""

import re
from collections.abc import Iterator

ALONE, END = r"(?<![\w/.,&-])", r"(?!\w|[/&-]\w|[.,]\d)"  # not a part of something longer
_LISTED = r"(?!\w|[/&.-]\w)"  # as END, but the next of a list may follow at once: "khoản 1,2"
_AND = r"(?:\s*[,;]\s*|\s+(?:v(?:à|a)|ho(?:ặ|a)c)\s+)"
_THEN = r"(?:\s*,)?\s+"
_OF = r"(?:c(?:ủ|u)a\s+)?"
_POINT, _CLAUSE, _ARTICLE = r"[đd]i(?:ể|e)m\s+", r"kho(?:ả|a)n\s+", r"[đd]i(?:ề|e)u\s+"
_MANY, _FEW = "{0,19}", "{0,9}"  # bounds of lists: without them a text of nothing but clauses takes quadratic time
_POINTS = rf"{_POINT}[a-zđ]\b(?:{_AND}(?:{_POINT})?[a-zđ]\b){_MANY}"
_CLAUSES = rf"{_CLAUSE}\d{{1,3}}{_LISTED}(?:{_AND}(?:{_CLAUSE})?\d{{1,3}}{_LISTED}){_MANY}"
# Behind the article a bare number is something else: "Điều 5 khoản 1, 3 tháng đầu năm".
_CLAUSES_BEHIND = rf"{_CLAUSE}\d{{1,3}}{END}(?:{_AND}{_CLAUSE}\d{{1,3}}{END}){_MANY}"
_BEFORE = rf"(?:{_POINTS}{_THEN})?{_CLAUSES}(?:{_AND}{_POINTS}{_THEN}{_CLAUSES}){_FEW}{_THEN}{_OF}"
_BEHIND = rf"{_THEN}{_CLAUSES_BEHIND}(?:{_THEN}{_POINTS})?"
# What precedes another article belongs to that one: "Điều 5, khoản 2 Điều 6".
_OF_ANOTHER = rf"(?:{_AND}\d{{1,3}}{_LISTED}){_MANY}{_THEN}{_OF}{_ARTICLE}\d"
CITED = re.compile(rf"{ALONE}({_BEFORE})?{_ARTICLE}(\d{{1,4}}[a-zđ]?){END}((?>{_BEHIND})(?!{_OF_ANOTHER}))?")

_SET_BEFORE = re.compile(rf"(?:({_POINTS}){_THEN})?({_CLAUSES})")
_SET_BEHIND = re.compile(rf"({_CLAUSES_BEHIND})(?:{_THEN}({_POINTS}))?")
_NUMBERS, _LETTERS = re.compile(r"\d+"), re.compile(r"\b[a-zđ]\b")
_NAMED = re.compile(r"[đd]i[ềe]u\s+[0-9]")
_CLAUSED = re.compile(r"\d\s*,?\s+(?:c[ủu]a\s+)?\Z")  # before an article
_SEVERAL = re.compile(rf"c[áa]c\s+{_ARTICLE}\d{{1,4}}(?:{_AND}\d{{1,4}}[a-zđ]?{_LISTED}){_MANY}")
_AROUND = 240  # characters on either side of "điều" that may belong to it


def found(text: str) -> Iterator[str]:
    """Yield the keys of all that a text cites: articles, their clauses, their points."""
    if "iều" not in text and "ieu" not in text:  # quicker than to look for either with what is around it
        return
    for named in _NAMED.finditer(text):
        place = named.start()
        is_claused = _CLAUSED.search(text[max(0, place - 12) : place])
        for cited in CITED.finditer(text, max(0, place - _AROUND) if is_claused else place, place + _AROUND):
            if cited.start() <= place < cited.end():
                article = _article(cited[2])
                yield article
                for clause, points in _clauses(cited):
                    yield f"{article}{clause}"
                    yield from (f"{article}{clause}{point}" for point in points)
        if several := _SEVERAL.match(text, place - 4):
            yield from (_article(number) for number in _NUMBERS.findall(several[0])[1:])


def narrowest(cited: re.Match[str]) -> tuple[str, ...]:
    """Return the keys of what is cited and of nothing around it."""
    article = _article(cited[2])
    inner = (f"{article}{clause}{point}" for clause, points in _clauses(cited) for point in points or [""])
    return tuple(dict.fromkeys(inner)) or (article,)


def _article(number: str) -> str:
    return f"điều-{number.lstrip('0') or '0'}"


def _clauses(cited: re.Match[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each clause with its points.

    Points before several clauses are of the first, points behind of the last.
    """
    for several in _SET_BEFORE.finditer(cited[1] or ""):
        first, *others = _NUMBERS.findall(several[2])
        yield _clause(first), _points(several[1])
        yield from ((_clause(number), []) for number in others)
    for several in _SET_BEHIND.finditer(cited[3] or ""):
        *others, last = _NUMBERS.findall(several[1])
        yield from ((_clause(number), []) for number in others)
        yield _clause(last), _points(several[2])


def _clause(number: str) -> str:
    return f"-khoản-{int(number)}"


def _points(named: str | None) -> list[str]:
    return [f"-điểm-{letter}" for letter in _LETTERS.findall(named or "")]
