"""What a person may be about to type: subjects, units, signers and numbers that hold the words begun."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum

from vanthu.archive.metadata import DocumentRecord
from vanthu.index import abbreviations, analysis
from vanthu.index.query import Query, parse

from . import finding, places
from .office import Office
from .places import UnitNameShared, UnitNameUnknown

_LOOKED_AT = 60  # answers out of which completions are made


class Kind(StrEnum):
    """What a completion is; the values name it for a person."""

    CODE = "số, ký hiệu"
    UNIT = "đơn vị"
    SIGNER = "người ký"
    SUBJECT = "trích yếu"


@dataclass(frozen=True, slots=True)
class Completion:
    kind: Kind
    text: str
    documents: int  # of those looked at


def completions(office: Office, typed: str, limit: int = 8) -> tuple[Completion, ...]:
    """Those of most documents first. `typed`: its last word may be only begun. Raises IndexBroken."""
    finding.bring_up_to_date(office)
    query = replace(parse(typed, limit=_LOOKED_AT, abbreviations=abbreviations.load(office.folder)), begun=True)
    if not query.words:
        return ()
    with suppress(UnitNameUnknown, UnitNameShared):  # its name is being typed, or both are as good
        query, _ = places.resolved(office, query)
    records = [office.catalogue.by_path(hit.id) for hit in office.index.search(query).hits]
    counts = Counter(
        (kind, text) for record in records if record for kind, text in _texts(record) if _holds(text, query)
    )
    # A subject that holds the words by itself needs no type before it.
    whole = {text for kind, text in counts if kind is Kind.SUBJECT}
    for kind, text in [one for one in counts if any(one[1] != part and one[1].endswith(part[1:]) for part in whole)]:
        del counts[kind, text]
    best = sorted(counts.items(), key=lambda one: (-one[1], list(Kind).index(one[0][0]), one[0][1]))
    return tuple(Completion(kind, text, count) for (kind, text), count in best[:limit])


def _texts(record: DocumentRecord) -> tuple[tuple[Kind, str], ...]:
    return (
        (Kind.CODE, str(record.code)),
        (Kind.UNIT, record.unit_name),
        (Kind.SIGNER, record.signer_name),
        (Kind.SUBJECT, record.subject),
        (Kind.SUBJECT, f"{record.type_title} {record.subject[:1].lower()}{record.subject[1:]}"),
    )


def _holds(text: str, query: Query) -> bool:
    """Whether the text has every word, and one that begins as the last does."""
    there = analysis.streams(text).folded.split()
    *whole, begun = (term.folded for term in query.words)
    return all(word in there for word in whole) and any(word.startswith(begun) for word in there)
