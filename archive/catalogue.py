"""The catalogue of archived documents as rows, rebuilt from the store at will.

For listing, finding by number, feeding the search index.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Engine, Row, Select, func, select, update

from doc_engine.document import DocumentCode
from doc_engine.errors import ExitCode, VanthuError

from . import filed, paper_numbers, register, unused_numbers
from .casefile import CaseFile, is_case_file
from .database import documents, ledger_head, reading
from .document_object import record_of
from .ledger import Head
from .metadata import DocumentRecord, optional
from .ocfl import NotAnObject
from .register import TakenNumber
from .store import ArchiveStore


class ArchiveUnreadable(VanthuError):
    code = "KHO-03"
    exit_code = ExitCode.STORE
    message = "Không làm lại được sổ: {count} văn bản bị mất, bị đổi tên hoặc không đọc được: {paths}."
    remedy = "Hãy khôi phục các văn bản đó từ bản sao lưu rồi chạy lại; số của chúng không được cấp lại."


class IndexedState(NamedTuple):
    """What the search index says of a document beside its text."""

    destroyed: bool = False
    backlinks: int = 0


class Catalogue:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = reading(engine)

    def add(self, records: Sequence[DocumentRecord]) -> None:
        """Add archived documents and set their numbers to issued, in one transaction.

        Documents already in the catalogue are not changed.
        """
        if not records:
            return
        with self._engine.begin() as connection:
            known = set(
                connection.scalars(select(documents.c.path).where(documents.c.path.in_([one.path for one in records])))
            )
            new = [_row(one) for one in records if one.path not in known]
            if new:
                connection.execute(documents.insert(), new)
            register.mark_issued(connection, [one.identity for one in records])

    def rebuild(self, store: ArchiveStore, known: Collection[str] = (), files: Iterable[CaseFile] = ()) -> int:
        """Replace catalogue and register by the archive's content, in one transaction.

        Returns the number of documents; all of them are then to be indexed. Raises ArchiveUnreadable, changing nothing,
        where one cannot be read, or the registry database or `known` (paths known elsewhere) names a missing one: its
        number would be assigned again. `files`: the case files that can be trusted.
        """
        given_before, without = paper_numbers.read(store.root), unused_numbers.read(store.root)
        records, unreadable = [], []
        for path in store.documents():
            try:
                records.append(record_of(store.read(path), path))
            except (NotAnObject, OSError, KeyError, ValueError, TypeError):
                unreadable.append(path)
        # Lost, or under another name: the database still lists them.
        documents_known = {path for path in known if not is_case_file(path)}
        unreadable += sorted((self.paths() | documents_known) - set(store.documents()))
        if unreadable:
            raise ArchiveUnreadable(count=len(unreadable), paths=", ".join(unreadable[:20]))
        taken = [
            TakenNumber(one.agency, one.year, one.series, one.number, one.symbol, one.issued_on, one.identity, True)
            for one in records
        ]
        with self._engine.begin() as connection:
            connection.execute(documents.delete())
            if records:
                connection.execute(documents.insert(), [_row(one) for one in records])
            register.refill(connection, taken, given_before, without)
            filed.refill(connection, files)
        return len(records)

    def put_back_numbers(self, store: ArchiveStore) -> None:
        """Enter the archive's unused and paper numbers that the register lacks."""
        with self._engine.begin() as connection:
            register.put_paper_numbers(connection, paper_numbers.read(store.root))
            register.put_unused_numbers(connection, unused_numbers.read(store.root))

    def by_identity(self, identities: Sequence[str]) -> dict[str, DocumentRecord]:
        found: dict[str, DocumentRecord] = {}
        with self._reading.connect() as connection:
            for start in range(0, len(identities), 500):
                query = select(documents).where(documents.c.identity.in_(identities[start : start + 500]))
                found |= {row.identity: _record(row) for row in connection.execute(query)}
        return found

    def by_code(self, code: DocumentCode) -> list[DocumentRecord]:
        """Return every document of that number and symbol, of any year and agency."""
        query = select(documents).where(documents.c.number == code.number, documents.c.symbol == code.symbol)
        return self._all(query.order_by(documents.c.issued_on, documents.c.path))

    def by_number(self, number: int) -> list[DocumentRecord]:
        """Return every document of that number, whatever its symbol."""
        query = select(documents).where(documents.c.number == number)
        return self._all(query.order_by(documents.c.issued_on, documents.c.path))

    def by_path(self, path: str) -> DocumentRecord | None:
        found = self._all(select(documents).where(documents.c.path == path))
        return found[0] if found else None

    def paths(self) -> set[str]:
        with self._reading.connect() as connection:
            return set(connection.scalars(select(documents.c.path)))

    def count(self) -> int:
        """Return how many documents the catalogue has."""
        with self._reading.connect() as connection:
            return int(connection.scalar(select(func.count()).select_from(documents)) or 0)

    def everything(self) -> list[DocumentRecord]:
        return self._all(select(documents).order_by(documents.c.path))

    def iter_batches(self, group: int) -> Iterator[DocumentRecord]:
        """Yield every document in the order of the paths, read in batches of `group`."""
        last = ""
        while found := self._all(
            select(documents).where(documents.c.path > last).order_by(documents.c.path).limit(group)
        ):
            yield from found
            last = found[-1].path

    def of_year(self, year: int) -> list[DocumentRecord]:
        """Return the documents of a year by day, then agency, series and number."""
        order = (documents.c.issued_on, documents.c.agency, documents.c.series, documents.c.number)
        return self._all(select(documents).where(documents.c.year == year).order_by(*order))

    def of_agency(self, agency: str, year: int) -> list[DocumentRecord]:
        """Return the documents of an agency and year by day, then series and number."""
        query = select(documents).where(documents.c.agency == agency, documents.c.year == year)
        return self._all(query.order_by(documents.c.issued_on, documents.c.series, documents.c.number))

    def units_by_year(self) -> list[tuple[int, str, str]]:
        """Return each unit that has documents in a year: year, code, name."""
        columns = (documents.c.year, documents.c.unit_code, documents.c.unit_name)
        with self._reading.connect() as connection:
            rows = connection.execute(select(*columns).distinct().order_by(*columns))
            return [(row[0], row[1], row[2]) for row in rows]

    def backlinks(self, path: str) -> list[DocumentRecord]:
        """Return the documents that replace, correct or recall that one, oldest first."""
        query = select(documents).where(documents.c.target == path)
        return self._all(query.order_by(documents.c.issued_on, documents.c.path))

    def targets(self) -> set[str]:
        """Return the paths of all documents that others replace, correct or recall."""
        with self._reading.connect() as connection:
            return set(connection.scalars(select(documents.c.target).where(documents.c.target != "").distinct()))

    def remember_ledger(self, head: Head) -> None:
        """Replace the stored head of the ledger."""
        with self._engine.begin() as connection:
            connection.execute(ledger_head.delete())
            connection.execute(ledger_head.insert().values(id=1, number=head.number, digest=head.digest))

    def ledger_head(self) -> Head | None:
        """Return the stored head of the ledger; None where none was stored."""
        with self._reading.connect() as connection:
            row = connection.execute(select(ledger_head)).first()
        return Head(row.number, row.digest) if row else None

    def to_be_indexed(self, limit: int) -> list[DocumentRecord]:
        """Return at most `limit` documents that are not indexed yet, by path."""
        return self._all(
            select(documents).where(documents.c.indexed.is_(False)).order_by(documents.c.path).limit(limit)
        )

    def count_indexed(self) -> int:
        """Return how many documents the search index was given."""
        with self._reading.connect() as connection:
            counted = select(func.count()).select_from(documents).where(documents.c.indexed.is_(True))
            return int(connection.scalar(counted) or 0)

    def mark_indexed(self, seen: Mapping[str, IndexedState]) -> None:
        """Note that the index has these documents, by path, as they were read.

        One that was destroyed or got a backlink meanwhile is still to be indexed.
        """
        paths = list(seen)
        with self._engine.begin() as connection:
            for start in range(0, len(paths), 500):
                chunk = paths[start : start + 500]
                gone = select(documents.c.path).where(documents.c.path.in_(chunk), documents.c.destroyed != "")
                destroyed = set(connection.scalars(gone))
                counting = select(documents.c.target, func.count()).where(documents.c.target.in_(chunk))
                backlinks = {row[0]: row[1] for row in connection.execute(counting.group_by(documents.c.target))}
                current = [
                    path for path in chunk if seen[path] == IndexedState(path in destroyed, backlinks.get(path, 0))
                ]
                here = update(documents).where(documents.c.path.in_(current))
                connection.execute(here.values(indexed=True))

    def mark_destroyed(self, said: Mapping[str, str]) -> None:
        """Enter the decisions on destroyed documents (path → sentence), to be reindexed."""
        with self._engine.begin() as connection:
            for path, sentence in said.items():
                here = update(documents).where(documents.c.path == path)
                connection.execute(here.values(destroyed=sentence, indexed=False))

    def to_index_again(self, paths: Collection[str]) -> None:
        """Set these documents to be indexed again, after a change."""
        with self._engine.begin() as connection:
            connection.execute(update(documents).where(documents.c.path.in_(list(paths))).values(indexed=False))

    def _all(self, query: Select[Any]) -> list[DocumentRecord]:
        with self._reading.connect() as connection:
            return [_record(row) for row in connection.execute(query)]


_OPTIONAL = ("override_reason", "relation", "target", "destroyed")  # "" in the table for none


def _row(record: DocumentRecord) -> dict[str, object]:
    fields: dict[str, object] = {name: getattr(record, name) for name in DocumentRecord.__slots__}
    none = {name: fields[name] or "" for name in _OPTIONAL}
    return {**fields, **none, "recipients": "\n".join(record.recipients), "indexed": False}


def _record(row: Row[Any]) -> DocumentRecord:
    fields = {name: row._mapping[name] for name in DocumentRecord.__slots__}
    found = optional({name: fields[name] for name in _OPTIONAL})
    return DocumentRecord(**{**fields, **found, "recipients": tuple(row._mapping["recipients"].splitlines())})
