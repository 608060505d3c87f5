from pathlib import Path

from sqlalchemy import MetaData, UniqueConstraint, inspect

from vanthu.archive.database import connect, metadata


def test_the_migrations_make_the_very_tables_that_the_program_uses(tmp_path: Path) -> None:
    engine = connect(tmp_path / "so.sqlite")
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
        assert {one["name"] for one in inspect(engine).get_indexes(name)} == {index.name for index in table.indexes}
    engine.dispose()
