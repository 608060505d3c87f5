"""What belongs with a document: those it cites, those that cite it, and those that are much like it."""

import math
from collections import Counter
from dataclasses import dataclass

from vanthu.archive.metadata import DocumentRecord
from vanthu.doc_engine.document import DocumentCode, WrongCode
from vanthu.doc_engine.vietnamese import slug
from vanthu.index import analysis
from vanthu.index.citations import Citation, citations
from vanthu.index.filters import Filters
from vanthu.index.query import Query
from vanthu.index.terms import Term

from . import finding
from .office import Office

_LOOKED_AT = 500  # documents that name a number, each of which is read
_WORDS_OF, _TELLING = 300, 12  # how many words of a text are weighed, how many of them are asked for


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that is named in another. `records`: which it may be, none where the archive has none of it."""

    citation: Citation
    records: tuple[DocumentRecord, ...]


@dataclass(frozen=True, slots=True)
class Related:
    cites: tuple[Cited, ...]
    cited_by: tuple[DocumentRecord, ...]
    similar: tuple[DocumentRecord, ...]


def related(office: Office, record: DocumentRecord, similar: int = 5) -> Related:
    """Raises IndexBroken."""
    finding.bring_up_to_date(office)
    text = finding.text_of(office, record)
    like_it = _similar(office, record, text, similar)
    return Related(tuple(_cites(office, record, text)), _cited_by(office, record), like_it)


def _cites(office: Office, record: DocumentRecord, text: str) -> list[Cited]:
    return [Cited(one, _meant(office, record, one)) for one in _named(record, text)]


def _named(record: DocumentRecord, text: str) -> list[Citation]:
    """What a document's text names, but for the document itself, whose own code stands at its head."""
    own = str(record.code)
    return [one for one in citations(text) if one.code != own or one.day not in (None, record.issued_on)]


def _meant(office: Office, record: DocumentRecord, citation: Citation) -> tuple[DocumentRecord, ...]:
    """Which documents of the archive a citation may mean: of its day, and of the body that is named behind it, or of
    the agency that cites, where there are such."""
    try:
        code = DocumentCode.parse(citation.code)
    except WrongCode:  # a law: its year stands in its code
        return ()
    there = [one for one in office.catalogue.by_code(code) if one.path != record.path]
    if citation.day is not None:
        there = [one for one in there if one.issued_on == citation.day]
    else:
        there = [one for one in there if one.year == record.year and one.issued_on <= record.issued_on]
    behind = slug(citation.behind)
    named = [one for one in there if slug(one.agency_name) in behind]
    # "Ủy ban nhân dân huyện" stands in the name of every commune's office, too: the longest name is the one meant.
    longest = max((len(one.agency_name) for one in named), default=0)
    own = [one for one in there if one.agency == record.agency]
    return tuple([one for one in named if len(one.agency_name) == longest] or own or there)


def _cited_by(office: Office, record: DocumentRecord) -> tuple[DocumentRecord, ...]:
    """The index knows which texts hold the code; whether this document is meant is read in each."""
    key = analysis.words(str(record.code))[0]
    hits = office.index.search(Query(words=(Term(key, analysis.fold(key)),), limit=_LOOKED_AT)).hits
    found = []
    for hit in hits:
        other = office.catalogue.by_path(hit.id) if hit.id != record.path else None
        if other and any(
            record in _meant(office, other, one) for one in _named(other, hit.text) if one.code == str(record.code)
        ):
            found.append(other)
    return tuple(sorted(found, key=lambda one: (one.issued_on, one.path)))


def _similar(office: Office, record: DocumentRecord, text: str, limit: int) -> tuple[DocumentRecord, ...]:
    """Of its type, by the words that stand often in it and seldom elsewhere."""
    words = Counter(analysis.fold(word) for _, _, word in analysis.spans(f"{record.subject}\n{text}"))
    often = [word for word, _ in words.most_common() if len(word) > 1 and not word.isdecimal()][:_WORDS_OF]
    everywhere = office.index.frequencies(often)
    total = office.index.search(Query(limit=0)).total
    weights = {word: words[word] * math.log((1 + total) / (1 + everywhere[word])) for word in often}
    telling = sorted(often, key=lambda word: (-weights[word], word))[:_TELLING]
    if not telling:
        return ()
    hits = office.index.search(
        Query(
            words=tuple(Term(word, word) for word in telling),
            all_words=False,
            limit=limit + 1,
            filters=Filters(types=frozenset({record.type_abbreviation})),
        )
    )
    found = (office.catalogue.by_path(hit.id) for hit in hits.hits if hit.id != record.path)
    return tuple(one for one in found if one is not None)[:limit]
