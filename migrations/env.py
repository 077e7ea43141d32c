"""Runs migrations on a connection of its own: batch mode rebuilds tables, and with foreign keys on a rebuilt
parent would delete its children without a word. So they are off here, and checked before the commit."""

from alembic import context
from sqlalchemy import Enum, create_engine, event
from sqlalchemy.pool import NullPool

from marketplace.web.db import UtcDateTime, db


def plain_type(kind, column_type, autogen_context):
    """Write the database's own types, so that a migration never imports the application."""
    if kind == "type" and isinstance(column_type, UtcDateTime):
        return "sa.DateTime()"
    if kind == "type" and isinstance(column_type, Enum):
        return f"sa.String({column_type.length})"
    return False


engine = create_engine(db.engine.url, poolclass=NullPool)
is_sqlite = engine.dialect.name == "sqlite"
if is_sqlite:

    @event.listens_for(engine, "connect")
    def on_connect(connection, _record):
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=OFF")

    @event.listens_for(engine, "begin")
    def on_begin(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def ours(_object, name, _kind, _reflected, _compare_to):
    """Tables, columns and indexes that full text search keeps beside its own are not models."""
    return not (name or "").startswith("search_fts")


with engine.begin() as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=plain_type,
        include_object=ours,
        transactional_ddl=True,
    )
    context.run_migrations()
    if is_sqlite:
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if orphans:
            raise RuntimeError(f"migration would orphan rows: {orphans[:5]}")
