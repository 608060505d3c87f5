"""The search index, filled from the archive: after issue, before a search, wholly.

A document is issued even where the index fails. The catalogue knows what the index lacks; the next search adds it.
"""

import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from archive.catalogue import IndexedState
from archive.metadata import DocumentRecord, Relation
from doc_engine.legacy_text import Layer, readable
from doc_engine.units import UnitNotFound, units
from doc_engine.vietnamese import visible
from index.engine import IndexBroken, IndexedDocument
from index.filters import State

from ..jobs import UNOBSERVED, Job
from ..stores import OfficeBusy, Stores
from . import issued

_log = logging.getLogger(__name__)

# Each commit of an index writes files and may merge old ones: a thousand documents and more share one.
INDEX_GROUP = 2000
# On every document, so that they say nothing about one; "cộng" of the first would be highlighted for every "công".
_SAME_EVERYWHERE = {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"}
_STATES = {Relation.RECALLS: State.RECALLED, Relation.REPLACES: State.REPLACED, Relation.CORRECTS: State.CORRECTED}


@dataclass(frozen=True, slots=True)
class NewlyIssued:
    """A document to be indexed, and its text."""

    record: DocumentRecord
    text: str


def add(office: Stores, new: Sequence[NewlyIssued]) -> None:
    """Add documents to the index, and note in the catalogue that it has them.

    Takes the index's lock only. Where that fails, or somebody else is writing into the index, the next search adds
    them.
    """
    if not new:
        return
    try:
        with office.indexing(wait=0):
            if office.index_is_current:
                office.index.add([_indexed(one.record, one.text, State.STANDS) for one in new])
                office.catalogue.mark_indexed({one.record.path: IndexedState() for one in new})
    except OfficeBusy:
        return
    except IndexBroken as error:
        _log.warning("%s văn bản chưa vào chỉ mục tìm kiếm, sẽ tự vào sau. %s", len(new), error)


def catch_up(office: Stores, job: Job = UNOBSERVED) -> None:
    """Add to the index what it lacks; all, where there is none yet.

    The caller holds the index's lock. Raises IndexBroken or JobStopped.
    """
    if not office.index_is_current:
        fill(office, job)
        return
    while records := office.catalogue.to_be_indexed(INDEX_GROUP):
        targets = office.catalogue.targets()
        read = [_read(office, one, targets) for one in records]
        office.index.add([document for document, _ in read])
        office.catalogue.mark_indexed({document.id: state for document, state in read})


def reindex(office: Stores, job: Job = UNOBSERVED) -> None:
    """Rebuild the index; until it is complete the old one answers.

    Raises IndexBroken, OfficeBusy or JobStopped.
    """
    with office.indexing():
        fill(office, job)


def fill(office: Stores, job: Job) -> None:
    """Rebuild the index. The caller holds its lock. Raises IndexBroken or JobStopped."""
    targets, total = office.catalogue.targets(), len(office.catalogue.paths())
    seen: dict[str, IndexedState] = {}

    def documents() -> Iterator[IndexedDocument]:
        for count, one in enumerate(office.catalogue.iter_batches(INDEX_GROUP), start=1):
            job.step(count, total, one.path)
            document, seen[one.path] = _read(office, one, targets)
            yield document

    office.index.rebuild(documents())
    office.catalogue.mark_indexed(seen)
    office.note_index()


def _read(office: Stores, record: DocumentRecord, targets: Collection[str]) -> tuple[IndexedDocument, IndexedState]:
    """A document for the index, and what it says of it.

    `targets`: the documents with backlinks.
    """
    backlinks = office.catalogue.backlinks(record.path) if record.path in targets else []
    state = _state(record, {one.relation for one in backlinks})
    document = _indexed(record, issued.text_if_readable(office, record), state)
    return document, IndexedState(bool(record.destroyed), len(backlinks))


def _indexed(record: DocumentRecord, whole_text: str, state: State) -> IndexedDocument:
    kind = f"{record.type_abbreviation}-{record.number}" if record.type_abbreviation else ""  # "quyết định số 2"
    head = visible(
        f"{record.type_title} {record.code} {record.subject} {record.agency_name} {record.unit_name}"
        f" {record.issued_on:%d/%m/%Y} {kind} {record.signer_name}"
    )
    found = readable("\n".join(line for line in whole_text.splitlines() if line not in _SAME_EVERYWHERE))
    if Layer.DAMAGED in found.layers:
        _log.warning("Chữ trong %s bị hỏng: chỉ tìm được theo số, ký hiệu, trích yếu.", record.path)
    return IndexedDocument(
        id=record.path,
        head=head,
        text=found.text,
        year=record.year,
        unit=unit_key(record),
        type_abbreviation=record.type_abbreviation,
        number=record.number,
        day=int(f"{record.issued_on:%Y%m%d}"),
        signer=record.signer_name,
        agency=record.agency_name,
        programme=record.programme,
        state=state,
        signer_title=record.signer_title,
        recipients="\n".join(record.recipients),
        subject=record.subject,
        symbol=record.symbol,
        layers=" ".join(sorted(found.layers)),
    )


def unit_key(record: DocumentRecord) -> str:
    """The key of the issuing unit, as it was on the day of issue."""
    try:
        return units().at(record.unit_code, record.issued_on).key
    except UnitNotFound:  # an archive may know more units than the register
        return record.unit_code


def _state(record: DocumentRecord, done: Collection[Relation | None]) -> State:
    """The gravest of what became of it. `done`: what others did to it."""
    if record.destroyed:
        return State.DESTROYED
    return next((state for relation, state in _STATES.items() if relation in done), State.STANDS)
