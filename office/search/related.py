"""Related documents: those a document cites, those that cite it, similar ones."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.metadata import DocumentRecord
from doc_engine.document import DocumentCode, WrongCode
from doc_engine.vietnamese import slug
from index import analysis
from index.citations import Citation, citations
from index.engine import Hit
from index.filters import Filters, Name, Named
from index.query import Query, Sort
from index.ranges import Between
from index.terms import Term, as_terms

from ..office import Office
from . import finding

_AT_ONCE = 500  # documents that name a number, each of which is read
_WORDS_OF, _SIGNIFICANT = 300, 12  # words of a text that are weighed, and that are searched for


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation. `records`: the documents it may mean; empty where none is archived."""

    citation: Citation
    records: tuple[DocumentRecord, ...]


@dataclass(frozen=True, slots=True)
class Related:
    cites: tuple[Cited, ...]
    cited_by: tuple[DocumentRecord, ...]
    similar: tuple[DocumentRecord, ...]


def related(office: Office, record: DocumentRecord, similar: int = 5) -> Related:
    """Return the related documents, at most `similar` similar ones.

    Raises IndexBroken."""
    finding.bring_up_to_date(office)
    text = finding.text_of(office, record)
    like_it = _similar(office, record, text, similar)
    return Related(tuple(_cites(office, record, text)), _cited_by(office, record), like_it)


def _cites(office: Office, record: DocumentRecord, text: str) -> list[Cited]:
    return [Cited(one, _meant(office, record, one)) for one in _named(record, text)]


def _named(record: DocumentRecord, text: str) -> list[Citation]:
    """The citations in a document's text, without its own code at the head."""
    own, itself = str(record.code), {(None, None), (record.issued_on, None), (None, record.year)}
    return [one for one in citations(text) if one.code != own or (one.day, one.year) not in itself]


def _meant(office: Office, record: DocumentRecord, citation: Citation) -> tuple[DocumentRecord, ...]:
    """The archived documents that a citation may mean.

    Of its day; where there are such, of the body that is named after it, or else of the citing agency.
    """
    try:
        code = DocumentCode.parse(citation.code)
    except WrongCode:  # a law: its code contains its year
        return ()
    there = [one for one in office.catalogue.by_code(code) if one.path != record.path]
    if citation.day is not None:
        there = [one for one in there if one.issued_on == citation.day]
    elif citation.year is not None:
        there = [one for one in there if one.year == citation.year]
    else:
        there = [one for one in there if one.year == record.year and one.issued_on <= record.issued_on]
    behind = slug(citation.behind)
    named = [one for one in there if slug(one.agency_name) in behind]
    # "Ủy ban nhân dân huyện" is also part of the name of every commune's office: the longest name is the one meant.
    longest = max((len(one.agency_name) for one in named), default=0)
    own = [one for one in there if one.agency == record.agency]
    return tuple([one for one in named if len(one.agency_name) == longest] or own or there)


def _cited_by(office: Office, record: DocumentRecord) -> tuple[DocumentRecord, ...]:
    """The documents that cite this one.

    The index finds the texts with its code; whether this document is meant is read in each.
    """
    found: dict[str, DocumentRecord] = {}
    for hit in _naming(office, record):
        other = office.catalogue.by_path(hit.id) if hit.id != record.path else None
        if other and any(
            record in _meant(office, other, one) for one in _named(other, hit.text) if one.code == str(record.code)
        ):
            found[hit.id] = other
    return tuple(sorted(found.values(), key=lambda one: (one.issued_on, one.path)))


def _naming(office: Office, record: DocumentRecord) -> Iterator[Hit]:
    """Yield every text that may cite the document.

    Of the many with the same code only those that name its day or its year: the others mean themselves.
    """
    code, *_ = as_terms(analysis.words(str(record.code)))
    bearing = Filters(
        number=(Between(record.number, record.number),),
        names=frozenset({Named(Name.SYMBOL, analysis.simple_words(record.symbol))}),
    )
    day, year = as_terms((f"{record.issued_on:%Y-%m-%d}", f"{record.year}"))
    of_others = (Between(most=record.year - 1), Between(least=record.year + 1))
    for asked in (
        Query(words=(code,), without=(bearing,)),
        Query(words=(code, day), filters=bearing),
        Query(words=(code, year), filters=replace(bearing, year=of_others)),
    ):
        page, total = 1, 1
        while (page - 1) * _AT_ONCE < total:
            hits = office.index.search(replace(asked, limit=_AT_ONCE, page=page, sort=Sort.NEWEST))
            total, page = hits.total, page + 1
            yield from hits.hits


def _similar(office: Office, record: DocumentRecord, text: str, limit: int) -> tuple[DocumentRecord, ...]:
    """The documents of its type with the words frequent in it and rare elsewhere."""
    words = Counter(analysis.fold(word) for _, _, word in analysis.spans(f"{record.subject}\n{text}"))
    often = [word for word, _ in words.most_common() if len(word) > 1 and not word.isdecimal()][:_WORDS_OF]
    everywhere = office.index.frequencies(often)
    total = office.index.search(Query(limit=0)).total
    weights = {word: words[word] * math.log((1 + total) / (1 + everywhere[word])) for word in often}
    significant = sorted(often, key=lambda word: (-weights[word], word))[:_SIGNIFICANT]
    if not significant:
        return ()
    hits = office.index.search(
        Query(
            words=tuple(Term(word, word) for word in significant),
            all_words=False,
            limit=limit + 1,
            filters=Filters(types=frozenset({record.type_abbreviation})),
        )
    )
    found = (office.catalogue.by_path(hit.id) for hit in hits.hits if hit.id != record.path)
    return tuple(one for one in found if one is not None)[:limit]
