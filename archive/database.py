"""The registry database: numbers, catalogue, case files.

All of it can be rebuilt from the archive. Accessed through SQLAlchemy Core. SQLite beside the archive serves an office;
PostgreSQL, by its URL, one that has a server. The same contract holds on both: writers take turns, readers wait for
nobody, what was committed survives a power cut (checked at each connection), and texts are ordered by code points.

SQLite: WAL, synchronous=FULL (with NORMAL a power cut loses committed numbers, which would then be assigned twice),
BEGIN IMMEDIATE, up to 30 seconds' wait. PostgreSQL: one advisory lock for writing transactions, fsync and
synchronous_commit on, a database of its own with collation C.
"""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    inspect,
    select,
)
from sqlalchemy.engine import Connection, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, IntegrityError, ProgrammingError

from doc_engine.errors import ExitCode, VanthuError
from doc_engine.remedies import RemedyAction

from .durable import sync_file, sync_folder

SCHEMA_VERSION = "0005"
_READING = "vanthu_reading"
_WRITING = 300_305_2020  # key of the writers' advisory lock
_DRIVER = "postgresql+psycopg"
metadata = MetaData()

series = Table(
    "series",
    metadata,
    Column("agency", String, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("series", String, primary_key=True),
    Column("last_number", Integer, nullable=False),
    Column("last_day", Date, nullable=False),
)
numbers = Table(
    "numbers",
    metadata,
    Column("agency", String, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("series", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("symbol", String, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("identity", String, nullable=False),
    Column("issued", Boolean, nullable=False),
    # Of an unused number: why it is void, or for which document made elsewhere it is reserved; "" for all others.
    Column("void", String, nullable=False, server_default=""),
    Column("reserved", String, nullable=False, server_default=""),
    UniqueConstraint("identity", name="one_number_an_identity"),
)
documents = Table(
    "documents",
    metadata,
    Column("path", String, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("agency", String, nullable=False),
    Column("series", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("symbol", String, nullable=False),
    Column("type_abbreviation", String, nullable=False),
    Column("type_title", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("unit_code", String, nullable=False),
    Column("unit_name", String, nullable=False),
    Column("agency_name", String, nullable=False),
    Column("signer_name", String, nullable=False),
    Column("signer_title", String, nullable=False),
    Column("recipients", String, nullable=False),  # one a line
    Column("identity", String, nullable=False),
    Column("template_id", String, nullable=False),
    Column("template_digest", String, nullable=False),
    Column("content_digest", String, nullable=False),
    Column("programme", String, nullable=False),
    Column("despite", String, key="override_reason", nullable=False, server_default=""),
    Column("relation", String, nullable=False, server_default=""),
    Column("target", String, nullable=False, server_default=""),  # path of the document that it replaces, corrects …
    Column("destroyed", String, nullable=False, server_default=""),  # a sentence on the decision; "" if not destroyed
    Column("indexed", Boolean, nullable=False),  # False: not in the search index yet
    UniqueConstraint("identity", name="one_document_an_identity"),
    Index("documents_by_number", "year", "number", "symbol"),
    Index("documents_by_target", "target"),
    Index("documents_by_indexed", "indexed", "path"),  # few are False
)
case_files = Table(
    "case_files",
    metadata,
    Column("path", String, primary_key=True),
    Column("agency", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("rule", String, nullable=False),
    Column("content", Text, nullable=False),  # its ho-so.json
    Column("unsure", Boolean, nullable=False),  # True while its object is being changed
    Index("case_files_by_year", "year", "agency"),
)
case_members = Table(
    "case_members",
    metadata,
    Column("case_file", String, primary_key=True),
    Column("document", String, primary_key=True),
    Index("case_members_by_document", "document"),
)
# The head of the ledger when this database was last written: one row.
ledger_head = Table(
    "ledger_head",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("digest", String, nullable=False),
)


# What is rebuilt from the archive. The ledger's head is not among it: an empty database may already know one.
_REBUILT = (numbers, documents, case_files)


class DatabaseUnsafe(VanthuError):
    code = "SO-01"
    exit_code = ExitCode.STORE
    message = "Cơ sở dữ liệu {file} không an toàn: {why}."
    remedy = (
        "Hãy đặt thư mục văn phòng trên ổ đĩa trong máy (không phải ổ mạng) và dùng phiên bản vanthu mới nhất. Nếu tệp "
        f"hỏng, hãy dời nó đi chỗ khác rồi chạy {RemedyAction.REBUILD}: sổ được làm lại từ kho. Máy chủ "
        "PostgreSQL: xem "
        "docs/vi/huong-dan.md, mục Sổ trên máy chủ."
    )


class DatabaseReadOnly(VanthuError):
    """A database that cannot be written, nor read: in WAL mode readers write, too."""

    code = "SO-09"
    exit_code = ExitCode.STORE
    message = "Không có quyền ghi vào sổ {file}."
    remedy = (
        "Hãy nhờ người quản trị cho tài khoản này quyền ghi vào thư mục văn phòng: tìm và xem cũng cần. Người chỉ được "
        f"xem thì dựng một bản sao vào thư mục của mình ({RemedyAction.RESTORE_ELSEWHERE}). Sổ không hỏng, "
        "không cần làm lại."
    )


def holds_anything(engine: Engine) -> bool:
    """Return whether the registry database has a number, a document or a case file."""
    with reading(engine).connect() as connection:
        return any(connection.execute(select(table).limit(1)).first() is not None for table in _REBUILT)


def connect(where: Path | str) -> Engine:
    """Open the registry database, created or migrated when needed.

    `where`: a file (SQLite), or the URL of a database on a PostgreSQL server. Raises DatabaseUnsafe.
    """
    engine = _opened(where)
    try:
        version = _checked_version(engine)
        if version != SCHEMA_VERSION:
            _migrate(engine, version)
    except DatabaseUnsafe:
        engine.dispose()
        raise
    return engine


def _opened(where: Path | str) -> Engine:
    if isinstance(where, Path):
        engine = create_engine(f"sqlite:///{where.as_posix()}", connect_args={"timeout": 30})
        event.listen(engine, "connect", _prepare)
    else:
        try:
            url = make_url(where)
            if url.get_backend_name() != "postgresql":
                raise ArgumentError("not of PostgreSQL")
            engine = create_engine(url.set(drivername=_DRIVER), pool_pre_ping=True)
        except ImportError as error:
            why = 'chưa cài phần PostgreSQL (pip install "vanthu[postgresql]")'
            raise DatabaseUnsafe(file="PostgreSQL", why=why) from error
        except (ArgumentError, ValueError):  # their texts may contain the password
            why = 'mục dia_chi phải có dạng "postgresql://tên@máy/cơ_sở_dữ_liệu"'
            raise DatabaseUnsafe(file="trên máy chủ", why=why) from None
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", partial(_tell, _shown(engine)))
    return engine


def _tell(where: str, context: ExceptionContext) -> None:
    """Raise what the disk or the server refuses as VanthuError; leave program errors."""
    error = context.sqlalchemy_exception
    if isinstance(error, DatabaseError) and "readonly database" in str(error.orig):
        raise DatabaseReadOnly(file=where) from error
    if isinstance(error, DatabaseError) and not isinstance(error, IntegrityError | ProgrammingError):
        why = f"hỏng, hết chỗ, bị khóa hoặc không kết nối được ({error.orig})"
        raise DatabaseUnsafe(file=where, why=why) from error


def _shown(engine: Engine) -> str:
    """Return the file or URL of the database, without a password."""
    if engine.dialect.name == "sqlite":
        return engine.url.database or ""
    return f"postgresql://{engine.url.host or ''}/{engine.url.database or ''}"


def _checked_version(engine: Engine) -> str | None:
    with reading(engine).connect() as connection:
        _refuse_unsafe(engine, connection)
        known = inspect(connection).has_table("alembic_version")
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if known else None
    return str(found) if found is not None else None


def _refuse_unsafe(engine: Engine, connection: Connection) -> None:
    if engine.dialect.name == "sqlite":
        wanted, asked = {"journal_mode": "wal", "synchronous": 2}, "PRAGMA {}"
    else:
        wanted, asked = {"fsync": "on", "full_page_writes": "on", "server_encoding": "UTF8"}, "SHOW {}"
        level = connection.exec_driver_sql("SHOW synchronous_commit").scalar()
        collation = connection.exec_driver_sql(
            "SELECT datcollate FROM pg_database WHERE datname = current_database()"
        ).scalar()
        if level in ("off", "local") or collation not in ("C", "POSIX"):
            raise DatabaseUnsafe(file=_shown(engine), why=f"synchronous_commit={level}, LC_COLLATE={collation}, cần C")
    found = {name: connection.exec_driver_sql(asked.format(name)).scalar() for name in wanted}
    if found != wanted:
        raise DatabaseUnsafe(file=_shown(engine), why=", ".join(f"{name}={value}" for name, value in found.items()))


def copy_database(engine: Engine, file: Path) -> None:
    """Copy all that is committed, consistently, to a SQLite file; atomic and durable."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f".{file.name}.tmp")
    aside.unlink(missing_ok=True)
    (_backed_up if engine.dialect.name == "sqlite" else _copied_row_by_row)(engine, aside)
    sync_file(aside)
    aside.replace(file)
    sync_folder(file.parent)


def _backed_up(engine: Engine, file: Path) -> None:
    source = engine.raw_connection()
    try:
        with closing(sqlite3.connect(file)) as target:
            assert isinstance(source.driver_connection, sqlite3.Connection)
            source.driver_connection.backup(target)
    finally:
        source.close()


def _copied_row_by_row(engine: Engine, file: Path) -> None:
    copy = connect(file)
    snapshot = reading(engine).execution_options(isolation_level="REPEATABLE READ")
    with snapshot.connect() as source, copy.begin() as target:
        for table in metadata.sorted_tables:
            if rows := [
                {one.key: row._mapping[one] for one in table.columns} for row in source.execute(table.select())
            ]:
                target.execute(table.insert(), rows)
    copy.dispose()
    with closing(sqlite3.connect(file)) as closed:
        closed.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


def is_whole(file: Path) -> bool:
    """Return whether a copy of the database exists and passes integrity_check."""
    if not file.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as registry:
            return bool(registry.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
    except sqlite3.DatabaseError:
        return False


def reading(engine: Engine) -> Engine:
    """Return the engine for reading: no lock that a writer would wait for."""
    return engine.execution_options(**{_READING: True})


def _prepare(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # we issue BEGIN ourselves
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def _begin(connection: Connection) -> None:
    readonly = connection.get_execution_options().get(_READING, False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")
    elif not readonly:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITING})")


def _migrate(engine: Engine, version: str | None) -> None:
    if version is not None and version > SCHEMA_VERSION:
        raise DatabaseUnsafe(file=_shown(engine), why=f"dữ liệu do phiên bản mới hơn ghi ({version})")
    # Needed once in the life of an office, and slow to import.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, SCHEMA_VERSION)
