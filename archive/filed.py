"""The case files and their documents as rows, rebuilt from the archive at will."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Engine, Select, delete, select, update
from sqlalchemy.engine import Connection

from . import casefile
from .casefile import CaseFile
from .database import case_files, case_members, reading

_CHUNK = 500


class Filed:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = reading(engine)

    def doubt(self, files: Sequence[CaseFile]) -> None:
        """Note that the objects of these files are about to change.

        After an interruption they are read again.
        """
        paths = [one.path for one in files]
        with self._engine.begin() as connection:
            known = set(connection.scalars(select(case_files.c.path).where(case_files.c.path.in_(paths))))
            connection.execute(update(case_files).where(case_files.c.path.in_(paths)).values(unsure=True))
            new = [{**_row(one), "unsure": True} for one in files if one.path not in known]
            if new:
                connection.execute(case_files.insert(), new)

    def forget(self, path: str) -> None:
        """Delete the row of a file whose object was never written."""
        with self._engine.begin() as connection:
            connection.execute(delete(case_files).where(case_files.c.path == path))

    def doubtful(self) -> list[str]:
        """Return the paths of files whose change was interrupted."""
        with self._reading.connect() as connection:
            return list(connection.scalars(select(case_files.c.path).where(case_files.c.unsure)))

    def put(self, files: Sequence[CaseFile]) -> None:
        """Enter files as now stored in the archive, in one transaction."""
        with self._engine.begin() as connection:
            _put(connection, files)

    def paths(self) -> set[str]:
        with self._reading.connect() as connection:
            return set(connection.scalars(select(case_files.c.path)))

    def of_year(self, year: int, agency: str = "") -> list[CaseFile]:
        """Return the files of a year, by agency, then path; of one agency if it is named."""
        query = select(case_files.c.content).where(case_files.c.year == year)
        query = query.where(case_files.c.agency == agency) if agency else query
        return self._all(query.order_by(case_files.c.agency, case_files.c.path))

    def everything(self) -> list[CaseFile]:
        """Return all case files, by path."""
        return self._all(select(case_files.c.content).order_by(case_files.c.path))

    def by_path(self, path: str) -> CaseFile | None:
        found = self._all(select(case_files.c.content).where(case_files.c.path == path))
        return found[0] if found else None

    def holding(self, documents: Sequence[str]) -> dict[str, list[str]]:
        """Return the case files of these documents: path → paths of files, sorted."""
        found: dict[str, list[str]] = {}
        with self._reading.connect() as connection:
            for start in range(0, len(documents), _CHUNK):
                wanted = case_members.c.document.in_(documents[start : start + _CHUNK])
                for row in connection.execute(select(case_members).where(wanted).order_by(case_members.c.case_file)):
                    found.setdefault(row.document, []).append(row.case_file)
        return found

    def _all(self, query: Select[Any]) -> list[CaseFile]:
        with self._reading.connect() as connection:
            return [casefile.from_json(content.encode()) for content in connection.scalars(query)]


def refill(connection: Connection, files: Iterable[CaseFile]) -> None:
    """Replace all rows by files read from the archive, in the caller's transaction."""
    connection.execute(delete(case_members))
    connection.execute(delete(case_files))
    _put(connection, list(files))


def _put(connection: Connection, files: Sequence[CaseFile]) -> None:
    paths = [one.path for one in files]
    for start in range(0, len(paths), _CHUNK):
        chunk = paths[start : start + _CHUNK]
        connection.execute(delete(case_members).where(case_members.c.case_file.in_(chunk)))
        connection.execute(delete(case_files).where(case_files.c.path.in_(chunk)))
    if files:
        connection.execute(case_files.insert(), [_row(one) for one in files])
    members = [{"case_file": one.path, "document": path} for one in files for path in one.documents]
    if members:
        connection.execute(case_members.insert(), members)


def _row(one: CaseFile) -> dict[str, object]:
    content = casefile.to_json(one).decode()
    facts = {"path": one.path, "agency": one.agency, "year": one.year, "rule": one.rule}
    return {**facts, "content": content, "unsure": False}
