"""A query as OpenSearch takes it: the body of a search, without how many answers and in which order."""

from collections.abc import Iterator
from typing import Any

from ..analysis import beginnings
from ..engine import ALSO_WEIGHT, EXACT_WEIGHT, HEAD_WEIGHT, LONG_ENOUGH, NEAR_WEIGHT, kept, named
from ..filters import Filters
from ..query import NEAR_LENGTH, Query, Term

_Json = dict[str, Any]
_FOLDED = ("head_folded", "text_folded")


def translated(query: Query) -> _Json:
    words = [_word(term, query.near) for term in query.words]
    if query.begun and words:
        words[-1] = _either([words[-1], *_begun(query.words[-1])])
    wanted = words if query.all_words else [_either(words)] if words else []
    return {
        "bool": {
            "must": [*wanted, *map(_phrase, query.phrases)],
            "must_not": [_folded(term) for term in query.excluded],
            "filter": [*_filters(query.filters), {"match_all": {}}],
        }
    }


def _filters(filters: Filters) -> Iterator[_Json]:
    for field, between in (("year", filters.year), ("day", filters.day), ("number", filters.number)):
        if between is not None:
            ends = {"gte": between.least, "lte": between.most}
            yield {"range": {field: {name: end for name, end in ends.items() if end is not None}}}
    for field, values in (("unit", filters.units), ("type", filters.types), ("state", filters.states)):
        if values:
            yield {"terms": {field: [kept(value) for value in sorted(values)]}}
    for name, word in filters.names:
        yield {"term": {"names": named(name, word)}}


def _either(queries: list[_Json]) -> _Json:
    return {"bool": {"should": queries, "minimum_should_match": 1}}


def _term(field: str, token: str, weight: float = 1.0) -> _Json:
    return {"term": {field: {"value": token, "boost": weight}}}


def _folded(term: Term) -> _Json:
    return _either([_term("head_folded", term.folded, HEAD_WEIGHT), _term("text_folded", term.folded)])


def _word(term: Term, near: bool) -> _Json:
    others = [_folded_phrase(phrase, ALSO_WEIGHT / len(phrase)) for phrase in term.also]
    if near and len(term.folded) >= NEAR_LENGTH:
        slip = {"value": term.folded, "fuzziness": 1, "transpositions": True, "boost": NEAR_WEIGHT}
        others += [{"fuzzy": {field: slip}} for field in _FOLDED]
    folded = _either([_folded(term), *others]) if others else _folded(term)
    if not term.is_marked:
        return folded
    exact = [
        _term("head_exact", term.exact, HEAD_WEIGHT * EXACT_WEIGHT),
        _term("text_exact", term.exact, EXACT_WEIGHT),
    ]
    return {"bool": {"must": [folded], "should": exact}}


def _begun(term: Term) -> list[_Json]:
    fields = _FOLDED if len(term.folded) >= LONG_ENOUGH else _FOLDED[:1]
    return [{"prefix": {field: {"value": one}}} for field in fields for one in beginnings(term.exact)]


def _folded_phrase(words: tuple[str, ...], weight: float) -> _Json:
    if len(words) == 1:
        return _either([_term("head_folded", words[0], HEAD_WEIGHT * weight), _term("text_folded", words[0], weight)])
    return _either([_together(field, " ".join(words), weight) for field in _FOLDED])


def _phrase(phrase: tuple[Term, ...]) -> _Json:
    folded, exact = " ".join(term.folded for term in phrase), " ".join(term.exact for term in phrase)
    either = [_together("head_folded", folded, HEAD_WEIGHT), _together("text_folded", folded, 1.0)]
    if exact != folded:
        either += [
            _together("head_exact", exact, HEAD_WEIGHT * EXACT_WEIGHT),
            _together("text_exact", exact, EXACT_WEIGHT),
        ]
    return _either(either)


def _together(field: str, words: str, weight: float) -> _Json:
    return {"match_phrase": {field: {"query": words, "boost": weight}}}
