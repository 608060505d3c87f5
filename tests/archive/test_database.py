from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, UniqueConstraint, create_engine, inspect, select

from archive import database
from archive.database import DatabaseReadOnly, connect, documents, metadata, reading


def test_the_migrations_make_the_very_tables_that_the_program_uses(where: Path | str) -> None:
    engine = connect(where)
    found = MetaData()
    found.reflect(engine)
    for name, table in metadata.tables.items():
        made = found.tables[name]
        assert {column.name for column in table.columns} == {column.name for column in made.columns}
        assert {column.name for column in table.primary_key} == {column.name for column in made.primary_key}
        assert all(made.columns[column.name].nullable == column.nullable for column in table.columns)
        unique = {tuple(sorted(one["column_names"])) for one in inspect(engine).get_unique_constraints(name)}
        assert unique == {
            tuple(sorted(column.name for column in one.columns))
            for one in table.constraints
            if isinstance(one, UniqueConstraint)
        }
        made_indexes = [one for one in inspect(engine).get_indexes(name) if "duplicates_constraint" not in one]
        assert {one["name"] for one in made_indexes} == {index.name for index in table.indexes}
    engine.dispose()


def test_what_waits_to_be_indexed_is_found_without_reading_the_whole_catalogue(tmp_path: Path) -> None:
    waiting = select(documents).where(documents.c.indexed.is_(False)).order_by(documents.c.path).limit(1)
    engine = connect(tmp_path / "so.sqlite")
    asked = str(waiting.compile(engine, compile_kwargs={"literal_binds": True}))
    with engine.connect() as connection:
        plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}")]
    engine.dispose()
    assert plan == ["SEARCH documents USING INDEX documents_by_indexed (indexed=?)"]


def test_a_registry_database_that_cannot_be_written_is_reported_as_such_and_not_as_broken(tmp_path: Path) -> None:
    engine = connect(tmp_path / "so.sqlite")
    with reading(engine).connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")  # SQLite reports a read-only file in the same way
        with pytest.raises(DatabaseReadOnly, match="quyền ghi"):
            connection.exec_driver_sql("DELETE FROM documents")
    engine.dispose()


def test_a_database_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    file = tmp_path / "vanthu.sqlite"
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    with create_engine(f"sqlite:///{file.as_posix()}").begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine = connect(file)
    with engine.connect() as connection:
        columns = {column["name"] for column in inspect(connection).get_columns("documents")}
    engine.dispose()
    assert columns == {column.name for column in database.documents.c}
