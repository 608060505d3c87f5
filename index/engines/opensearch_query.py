"""A query in OpenSearch's query DSL, without size and order of the answers."""

from collections.abc import Iterator
from typing import Any

from ..engine import kept
from ..filters import Filters
from ..matching import FIRST_WEIGHT, Clause, Match, Part, matching
from ..query import Query
from ..ranges import Between

_Json = dict[str, Any]


def translated(query: Query) -> _Json:
    asked = matching(query)
    there = {"terms": {"unit": sorted(query.first)}}
    should = [_either([_part(part) for part in asked.should])] if asked.should else []
    return {
        "bool": {
            "must": [*map(_part, asked.must), *should],
            "must_not": [
                *map(_clause, asked.must_not),
                *({"bool": {"filter": list(_filters(not_))}} for not_ in query.without),
            ],
            "should": [{"constant_score": {"filter": there, "boost": FIRST_WEIGHT}}] if query.first else [],
            "filter": [*_filters(query.filters), {"match_all": {}}],
        }
    }


def _filters(filters: Filters) -> Iterator[_Json]:
    for field, several in (("year", filters.year), ("day", filters.day), ("number", filters.number)):
        if several:
            yield _either([{"range": {field: _ends(one)}} for one in several])
    for field, values in (("unit", filters.units), ("type", filters.types), ("state", filters.states)):
        if values:
            yield {"terms": {field: [kept(value) for value in sorted(values)]}}
    for named in sorted(filters.names):
        yield _either([{"bool": {"filter": [{"term": {"names": one}} for one in several]}} for several in named.either])


def _ends(between: Between) -> _Json:
    ends = {"gte": between.least, "lte": between.most}
    return {name: end for name, end in ends.items() if end is not None}


def _either(queries: list[_Json]) -> _Json:
    return {"bool": {"should": queries, "minimum_should_match": 1}}


def _part(part: Part) -> _Json:
    either = [_clause(look) for look in part.either]
    must = either[0] if len(either) == 1 else _either(either)
    return {"bool": {"must": [must], "should": [_clause(look) for look in part.better]}}


def _clause(look: Clause) -> _Json:
    first, boost = look.words[0], {"boost": look.weight}
    if look.match is Match.PREFIX:
        return {"prefix": {look.field: {"value": first, **boost}}}
    if look.match is Match.FUZZY:
        # Each scores the weight itself, however many words match.
        alike = {"fuzziness": 1, "transpositions": True, "max_expansions": 1024, "rewrite": "constant_score"}
        return {"fuzzy": {look.field: {"value": first, **alike, **boost}}}
    if len(look.words) > 1:
        return {"match_phrase": {look.field: {"query": " ".join(look.words), **boost}}}
    return {"term": {look.field: {"value": first, **boost}}}
