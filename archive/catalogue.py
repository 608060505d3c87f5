"""What is archived, as rows: for listing, finding by number, feeding the index. Rebuilt from the store at will."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, Row, Select, bindparam, func, select, update

from doc_engine.document import DocumentCode
from doc_engine.errors import ExitCode, VanthuError

from . import earlier, filed, register, without_document
from .casefile import CaseFile, is_case_file
from .database import documents, ledger_head, reading
from .document_object import record_of
from .ledger import Head
from .metadata import DocumentRecord
from .ocfl import NotAnObject
from .register import TakenNumber
from .store import ArchiveStore


class ArchiveUnreadable(VanthuError):
    code = "KHO-03"
    exit_code = ExitCode.STORE
    message = "Không làm lại được sổ: {count} văn bản bị mất, bị đổi tên hoặc không đọc được: {paths}."
    remedy = "Hãy khôi phục các văn bản đó từ bản sao lưu rồi chạy lại; số của chúng không được cấp lại."


class Catalogue:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = reading(engine)

    def add(self, records: Sequence[DocumentRecord]) -> None:
        """Enters archived documents and marks their numbers issued, in one transaction. Entered ones are kept."""
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
        """Puts what the archive says in the place of catalogue and register, in one transaction.

        Returns how many documents there are; every one is then still to be indexed. Raises ArchiveUnreadable, changing
        nothing, when one cannot be read, or the books, or whoever else is asked (`known` paths), know one that is not
        there: its number would be given again. `files`: the case files that may be believed.
        """
        given_before, without = earlier.read(store.root), without_document.read(store.root)
        records, unreadable = [], []
        for path in store.documents():
            try:
                records.append(record_of(store.read(path), path))
            except (NotAnObject, OSError, KeyError, ValueError, TypeError):
                unreadable.append(path)
        # Lost, or under another name: the books still know.
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
        """Enters numbers without a document here of which the archive knows and the register does not: given before
        the office began, voided, reserved."""
        with self._engine.begin() as connection:
            register.put_earlier(connection, earlier.read(store.root))
            register.put_without_document(connection, without_document.read(store.root))

    def by_identity(self, identities: Sequence[str]) -> dict[str, DocumentRecord]:
        found: dict[str, DocumentRecord] = {}
        with self._reading.connect() as connection:
            for start in range(0, len(identities), 500):
                query = select(documents).where(documents.c.identity.in_(identities[start : start + 500]))
                found |= {row.identity: _record(row) for row in connection.execute(query)}
        return found

    def by_code(self, code: DocumentCode) -> list[DocumentRecord]:
        """Every document of that number and symbol, any year and agency."""
        query = select(documents).where(documents.c.number == code.number, documents.c.symbol == code.symbol)
        return self._all(query.order_by(documents.c.issued_on, documents.c.path))

    def by_number(self, number: int) -> list[DocumentRecord]:
        """Every document of that number, whatever its symbol."""
        query = select(documents).where(documents.c.number == number)
        return self._all(query.order_by(documents.c.issued_on, documents.c.path))

    def by_path(self, path: str) -> DocumentRecord | None:
        found = self._all(select(documents).where(documents.c.path == path))
        return found[0] if found else None

    def paths(self) -> set[str]:
        with self._reading.connect() as connection:
            return set(connection.scalars(select(documents.c.path)))

    def everything(self) -> list[DocumentRecord]:
        return self._all(select(documents).order_by(documents.c.path))

    def by_and_by(self, group: int) -> Iterator[DocumentRecord]:
        """Every document in the order of the paths, so many read at a time."""
        last = ""
        while found := self._all(
            select(documents).where(documents.c.path > last).order_by(documents.c.path).limit(group)
        ):
            yield from found
            last = found[-1].path

    def of_year(self, year: int) -> list[DocumentRecord]:
        """By day, then agency, series and number."""
        order = (documents.c.issued_on, documents.c.agency, documents.c.series, documents.c.number)
        return self._all(select(documents).where(documents.c.year == year).order_by(*order))

    def of_agency(self, agency: str, year: int) -> list[DocumentRecord]:
        """By day, then series and number."""
        query = select(documents).where(documents.c.agency == agency, documents.c.year == year)
        return self._all(query.order_by(documents.c.issued_on, documents.c.series, documents.c.number))

    def marking(self, path: str) -> list[DocumentRecord]:
        """The documents that replace, correct or recall the one at that path, oldest first."""
        query = select(documents).where(documents.c.target == path)
        return self._all(query.order_by(documents.c.issued_on, documents.c.path))

    def targets(self) -> set[str]:
        """The paths of all documents that others replace, correct or recall."""
        with self._reading.connect() as connection:
            return set(connection.scalars(select(documents.c.target).where(documents.c.target != "").distinct()))

    def remember_ledger(self, head: Head) -> None:
        with self._engine.begin() as connection:
            connection.execute(ledger_head.delete())
            connection.execute(ledger_head.insert().values(id=1, number=head.number, digest=head.digest))

    def ledger_head(self) -> Head | None:
        """Where the ledger ended when the books were last told."""
        with self._reading.connect() as connection:
            row = connection.execute(select(ledger_head)).first()
        return Head(row.number, row.digest) if row else None

    def to_be_indexed(self, limit: int) -> list[DocumentRecord]:
        return self._all(
            select(documents).where(documents.c.indexed.is_(False)).order_by(documents.c.path).limit(limit)
        )

    def count_indexed(self) -> int:
        """How many documents the search index was given."""
        with self._reading.connect() as connection:
            counted = select(func.count()).select_from(documents).where(documents.c.indexed.is_(True))
            return int(connection.scalar(counted) or 0)

    def mark_indexed(self, paths: Collection[str], targets: Collection[str]) -> None:
        """Note that the index has these documents. `targets`: those whose backlinks it knows.

        One that another document has replaced, corrected or recalled meanwhile is still to be indexed.
        """
        with self._engine.begin() as connection:
            now = set(connection.scalars(select(documents.c.target).where(documents.c.target != "").distinct()))
            current = [{"at": path} for path in paths if path not in now or path in targets]
            if current:
                here = update(documents).where(documents.c.path == bindparam("at")).values(indexed=True)
                connection.execute(here, current)

    def mark_destroyed(self, said: Mapping[str, str]) -> None:
        """Enters by whose decision documents were destroyed: path → sentence. They are to be indexed anew."""
        with self._engine.begin() as connection:
            for path, sentence in said.items():
                here = update(documents).where(documents.c.path == path)
                connection.execute(here.values(destroyed=sentence, indexed=False))

    def to_index_again(self, paths: Collection[str]) -> None:
        """These documents are to be indexed anew: something became of them."""
        with self._engine.begin() as connection:
            connection.execute(update(documents).where(documents.c.path.in_(list(paths))).values(indexed=False))

    def _all(self, query: Select[Any]) -> list[DocumentRecord]:
        with self._reading.connect() as connection:
            return [_record(row) for row in connection.execute(query)]


def _row(record: DocumentRecord) -> dict[str, object]:
    fields: dict[str, object] = {name: getattr(record, name) for name in DocumentRecord.__slots__}
    return {**fields, "recipients": "\n".join(record.recipients), "indexed": False}


def _record(row: Row[Any]) -> DocumentRecord:
    fields = {name: row._mapping[name] for name in DocumentRecord.__slots__}
    return DocumentRecord(**{**fields, "recipients": tuple(row._mapping["recipients"].splitlines())})
