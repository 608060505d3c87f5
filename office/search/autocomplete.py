"""Autocomplete: subjects, units, signers and numbers with the typed words.

After xã:, ký: and cơ-quan: the names in that field of the documents.
"""

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum

from archive.metadata import DocumentRecord
from index import abbreviations, analysis
from index.engine import Facet
from index.filters import Filters, Name, is_unit_field, narrowed
from index.normalization import normalize
from index.query import Query, parse

from ..office import Office
from . import finding, unit_names
from .unit_names import UnitNameShared, UnitNameUnknown

_LOOKED_AT = 60  # results from which completions are made


class Kind(StrEnum):
    """The kind of a completion; the values are its names for the searcher."""

    CODE = "số, ký hiệu"
    UNIT = "đơn vị"
    SIGNER = "người ký"
    AGENCY = "cơ quan"
    SUBJECT = "trích yếu"


@dataclass(frozen=True, slots=True)
class Completion:
    kind: Kind
    text: str
    documents: int  # of those read


def completions(office: Office, typed: str, limit: int = 8) -> tuple[Completion, ...]:
    """Return the completions of a query, those of most documents first.

    The last word of `typed` may be a prefix. Raises IndexBroken.
    """
    finding.bring_up_to_date(office)
    if (named := _FIELD.search(normalize(typed))) and (facet := _facet(named[1])):
        found = _names(office, named.string[: named.start()], named[1], facet, named[2])
        if found:
            return found[:limit]
    query = replace(_asked(office, typed), prefix=True)
    if not query.words:
        return ()
    records = [office.catalogue.by_path(hit.id) for hit in office.index.search(query).hits]
    counts = Counter(
        (kind, text) for record in records if record for kind, text in _texts(record) if _holds(text, query)
    )
    # A subject that contains the words by itself needs no type before it.
    whole = {text for kind, text in counts if kind is Kind.SUBJECT}
    for kind, text in [one for one in counts if any(one[1] != part and one[1].endswith(part[1:]) for part in whole)]:
        del counts[kind, text]
    best = sorted(counts.items(), key=lambda one: (-one[1], list(Kind).index(one[0][0]), one[0][1]))
    return tuple(Completion(kind, text, count) for (kind, text), count in best[:limit])


def _asked(office: Office, typed: str) -> Query:
    query = parse(unit_names.quoted(office, typed), limit=_LOOKED_AT, abbreviations=abbreviations.load(office.folder))
    with suppress(UnitNameUnknown, UnitNameShared):  # a name still being typed, or that of several units
        query, _ = unit_names.resolved(office, query)
    return query


_FIELD = re.compile(r'(?<!\S)([^\W\d_][\w-]*):"?([^":]*)\Z')
_KINDS = {Facet.UNIT: Kind.UNIT, Facet.SIGNER: Kind.SIGNER, Facet.AGENCY: Kind.AGENCY}


def _facet(field: str) -> Facet | None:
    """The facet that a field name means, among those with few values."""
    if is_unit_field(field):
        return Facet.UNIT
    named = narrowed(Filters(), field, "x")
    fields = {Name.SIGNER: Facet.SIGNER, Name.AGENCY: Facet.AGENCY}
    return next((fields[one.name] for one in named.names if one.name in fields), None) if named else None


def _names(office: Office, before: str, field: str, facet: Facet, prefix: str) -> tuple[Completion, ...]:
    """The values of a field with that prefix, in the results of the query before it."""
    start = f" {analysis.fold(' '.join(analysis.simple_words(prefix)))}"
    counts = office.index.facets(_asked(office, before)).get(facet, {})
    is_unit = facet is Facet.UNIT
    named = ((unit_names.typed_name_of(value) if is_unit else value, count) for value, count in counts.items())
    return tuple(
        Completion(_KINDS[facet], name, count)
        for name, count in named
        if (not is_unit or unit_names.is_of_kind(field, name))
        if start in f" {analysis.fold(' '.join(analysis.simple_words(name)))}"
    )


def _texts(record: DocumentRecord) -> tuple[tuple[Kind, str], ...]:
    return (
        (Kind.CODE, str(record.code)),
        (Kind.UNIT, record.unit_name),
        (Kind.SIGNER, record.signer_name),
        (Kind.SUBJECT, record.subject),
        (Kind.SUBJECT, f"{record.type_title} {record.subject[:1].lower()}{record.subject[1:]}"),
    )


def _holds(text: str, query: Query) -> bool:
    """Return whether the text contains every word, the last one as a prefix."""
    there = analysis.streams(text).folded.split()
    *whole, prefix = (term.folded for term in query.words)
    return all(word in there for word in whole) and any(word.startswith(prefix) for word in there)
