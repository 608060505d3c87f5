"""Articles, clauses and points of a law as texts cite them, each as a key: "điều-18-khoản-3-điểm-a".

"điểm a, b khoản 1 và khoản 3 Điều 18" and "Điều 18, khoản 1, điểm a" are read. Works on plain text (analysis.plain)
with single spaces; without marks ("dieu 18"), too, for what is typed.
"""

import re
from collections.abc import Iterator

ALONE, END = r"(?<![\w/.,&-])", r"(?!\w|[/&-]\w|[.,]\d)"  # not a part of something longer
_AND = r"(?:\s*[,;]\s+|\s+(?:v(?:à|a)|ho(?:ặ|a)c)\s+)"
_THEN = r"(?:\s*,)?\s+"
_POINT, _CLAUSE, _ARTICLE = r"[đd]i(?:ể|e)m\s+", r"kho(?:ả|a)n\s+", r"[đd]i(?:ề|e)u\s+"
_POINTS = rf"{_POINT}[a-zđ]\b(?:{_AND}(?:{_POINT})?[a-zđ]\b)*"
_CLAUSES = rf"{_CLAUSE}\d{{1,3}}{END}(?:{_AND}(?:{_CLAUSE})?\d{{1,3}}{END})*"
# Behind the article a bare figure is something else: "Điều 5 khoản 1, 3 tháng đầu năm".
_CLAUSES_BEHIND = rf"{_CLAUSE}\d{{1,3}}{END}(?:{_AND}{_CLAUSE}\d{{1,3}}{END})*"
_BEFORE = rf"(?:{_POINTS}{_THEN})?{_CLAUSES}(?:{_AND}{_POINTS}{_THEN}{_CLAUSES})*{_THEN}(?:c(?:ủ|u)a\s+)?"
_BEHIND = rf"{_THEN}{_CLAUSES_BEHIND}(?:{_THEN}{_POINTS})?"
CITED = re.compile(rf"{ALONE}({_BEFORE})?{_ARTICLE}(\d{{1,4}}[a-zđ]?){END}({_BEHIND})?")

_SET = re.compile(rf"(?:({_POINTS}){_THEN})?({_CLAUSES})(?:{_THEN}({_POINTS}))?")
_NUMBERS, _LETTERS = re.compile(r"\d+"), re.compile(r"\b[a-zđ]\b")
_NAMED = re.compile(r"điều\s[0-9]")
_FROM, _UNTIL = 96, 96  # letters around "điều" that may belong to it


def found(text: str) -> Iterator[str]:
    """The keys of all that a text cites: of each article, each of its clauses, each of their points."""
    for named in _NAMED.finditer(text):
        place = named.start()
        is_claused = text[max(0, place - 8) : place].removesuffix("của ").rstrip(" ,\n")[-1:].isdigit()
        for cited in CITED.finditer(text, max(0, place - _FROM) if is_claused else place, place + _UNTIL):
            if cited.start() <= place < cited.end():
                article = _article(cited)
                yield article
                for clause, points in _clauses(cited):
                    yield f"{article}{clause}"
                    yield from (f"{article}{clause}{point}" for point in points)


def narrowest(cited: re.Match[str]) -> tuple[str, ...]:
    """The keys of what is cited and of nothing around it."""
    article = _article(cited)
    inner = (f"{article}{clause}{point}" for clause, points in _clauses(cited) for point in points or [""])
    return tuple(dict.fromkeys(inner)) or (article,)


def _article(cited: re.Match[str]) -> str:
    return f"điều-{cited[2].lstrip('0') or '0'}"


def _clauses(cited: re.Match[str]) -> Iterator[tuple[str, list[str]]]:
    """Each clause with its points: those named before several clauses are of the first, those behind of the last."""
    for part in filter(None, (cited[1], cited[3])):
        for several in _SET.finditer(part):
            before, behind = ([f"-điểm-{one}" for one in _LETTERS.findall(several[place] or "")] for place in (1, 3))
            numbers = _NUMBERS.findall(several[2])
            for place, number in enumerate(numbers, start=1):
                points = (before if place == 1 else []) + (behind if place == len(numbers) else [])
                yield f"-khoản-{int(number)}", points
