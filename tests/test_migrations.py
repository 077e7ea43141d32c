"""Migrations build what the models say, on both databases, and carry rows up and down unharmed."""

import ast
import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from marketplace import create_app
from marketplace.web.db import db
from tests import databases
from tests.conftest import settings_for

VERSIONS = sorted(Path("migrations/versions").glob("*.py"))
NUMBERS = [path.name[:4] for path in VERSIONS]
BESIDE_THE_MODELS = ("search_fts", "search_changes", "alembic_version")  # what SQL alone knows
DERIVED = "search_documents"  # read anew from the products: a column that went may come back empty
VALUES: dict[type, Any] = {
    bool: lambda n: True,
    int: lambda n: n,
    str: lambda n: f"baris {n}",
    datetime: lambda n: datetime(2026, 11, 25, 3, n, tzinfo=UTC).replace(tzinfo=None),
    date: lambda n: date(2026, 11, n),
    time: lambda n: time(10, n),
    object: lambda n: {"nomor": n},
}


def test_there_is_one_line_of_migrations() -> None:
    script = ScriptDirectory("migrations")

    revisions = [revision.revision for revision in script.walk_revisions()][::-1]

    assert len(script.get_heads()) == 1
    assert revisions == NUMBERS == [f"{n:04}" for n in range(1, len(NUMBERS) + 1)]


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_ours(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names]
            assert not any(name.startswith("marketplace") for name in names)


@pytest.fixture
def empty(engine_name: str, tmp_path: Path, request: Any) -> Iterator[Flask]:
    """The application over a database in which nobody has made a table."""
    if engine_name == "sqlite":
        yield from inside(f"sqlite:///{tmp_path / 'pasar.db'}", tmp_path)
    else:
        request.getfixturevalue("postgres_url")  # skips, or fails, when there is no server
        with databases.fresh(os.environ["PASAR_TEST_POSTGRES"]) as url:
            yield from inside(url, tmp_path)


def inside(url: str, data: Path) -> Iterator[Flask]:
    app = create_app(settings_for(url, data))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_models_and_migrations_build_the_same(empty: Flask) -> None:
    upgrade()
    migrated = shape_of(db.engine)
    downgrade(revision="base")
    db.create_all()
    modelled = shape_of(db.engine)

    assert migrated.keys() == modelled.keys()
    for table in migrated:
        assert migrated[table] == modelled[table], table


def test_the_way_down_leaves_nothing(empty: Flask) -> None:
    upgrade()
    downgrade(revision="base")

    assert sa.inspect(db.engine).get_table_names() == ["alembic_version"]
    upgrade()
    assert "orders" in sa.inspect(db.engine).get_table_names()


@pytest.mark.parametrize("number", NUMBERS[1:])
def test_rows_are_kept_up_and_down(empty: Flask, number: str) -> None:
    before = f"{int(number) - 1:04}"
    upgrade(revision=before)
    seed(db.engine)
    rows = rows_of(db.engine)

    upgrade(revision=number)
    assert kept(rows, rows_of(db.engine))
    downgrade(revision=before)
    assert told(rows_of(db.engine)) == told(rows)
    upgrade()
    assert kept(rows, rows_of(db.engine))


def test_the_newest_tables_take_rows_and_give_them_back(empty: Flask) -> None:
    """The last migration too is walked with rows in every table, parents and children."""
    upgrade()
    seed(db.engine)

    downgrade(revision="-1")
    upgrade()

    assert not orphans(db.engine)


def shape_of(engine: sa.Engine) -> dict[str, Any]:
    """Each table's columns, keys, checks and indexes, in a form that can be compared."""
    inspector = sa.inspect(engine)
    return {
        name: {
            "columns": {c["name"]: column_shape(c, engine) for c in columns_of(inspector, name)},
            "primary": inspector.get_pk_constraint(name)["constrained_columns"],
            "uniques": by_name(inspector.get_unique_constraints(name)),
            "checks": {
                c["name"]: words(c["sqltext"]) for c in inspector.get_check_constraints(name)
            },
            "indexes": by_name(inspector.get_indexes(name)),
            "foreign keys": by_name(inspector.get_foreign_keys(name)),
        }
        for name in inspector.get_table_names()
        if not name.startswith(BESIDE_THE_MODELS)
    }


def columns_of(inspector: sa.Inspector, table: str) -> list[Any]:
    return [c for c in inspector.get_columns(table) if not c["name"].startswith(BESIDE_THE_MODELS)]


def column_shape(column: Any, engine: sa.Engine) -> tuple[Any, ...]:
    kind = column["type"].compile(dialect=engine.dialect)
    return kind, column["nullable"], column["default"], column.get("identity")


def by_name(things: list[Any]) -> dict[str, Any]:
    ours = [thing for thing in things if not (thing["name"] or "").startswith(BESIDE_THE_MODELS)]
    return {thing["name"]: {key: words(value) for key, value in thing.items()} for thing in ours}


def words(value: Any) -> Any:
    """The same however it is spaced."""
    if isinstance(value, dict):
        return {key: words(one) for key, one in value.items()}
    return re.sub(r"\s+", " ", str(value)).strip()


def tables_of(engine: sa.Engine) -> list[sa.Table]:
    found = sa.MetaData()
    found.reflect(engine, only=lambda name, _: not name.startswith(BESIDE_THE_MODELS))
    return sorted(found.tables.values(), key=lambda table: table.name)


def seed(engine: sa.Engine) -> None:
    """Two rows in every table; a key points at the row of the same number."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        else:
            connection.execute(sa.text("PRAGMA defer_foreign_keys = ON"))
        for table in tables_of(engine):
            connection.execute(table.insert(), [row_of(table, n) for n in (1, 2)])
    assert not orphans(engine)


def row_of(table: sa.Table, n: int) -> dict[str, Any]:
    columns = [column for column in table.columns if column.computed is None]
    return {column.name: VALUES[column.type.python_type](n) for column in columns}


def rows_of(engine: sa.Engine) -> dict[str, list[dict[str, Any]]]:
    with engine.connect() as connection:
        return {
            table.name: [dict(row) for row in ordered(connection, table)]
            for table in tables_of(engine)
        }


def told(rows: dict[str, Any]) -> dict[str, Any]:
    return {table: kept for table, kept in rows.items() if table != DERIVED}


def ordered(connection: sa.Connection, table: sa.Table) -> Any:
    kept_columns = [c for c in table.columns if not c.name.startswith(BESIDE_THE_MODELS)]
    query = sa.select(*kept_columns).order_by(*table.primary_key.columns)
    return connection.execute(query).mappings()


def kept(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether every value that both sides have a column for is as it was."""
    for table, rows in before.items():
        if table not in after:
            continue
        assert len(after[table]) == len(rows), table
        for old, new in zip(rows, after[table], strict=True):
            shared = old.keys() & new.keys()
            assert {k: old[k] for k in shared} == {k: new[k] for k in shared}, table
    return True


def orphans(engine: sa.Engine) -> list[Any]:
    """Rows whose key points nowhere, asked of every foreign key."""
    lost = []
    with engine.connect() as connection:
        for table in tables_of(engine):
            for key in table.foreign_keys:
                child, parent = key.parent, key.column
                there = sa.select(parent.table.alias("parent").c[parent.name])
                query = sa.select(child).where(child.is_not(None), child.not_in(there))
                lost += connection.execute(query).all()
    return lost
