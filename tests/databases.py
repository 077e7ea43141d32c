"""Databases for tests: made, emptied and dropped on the server that PASAR_TEST_POSTGRES names."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url

from marketplace.web.settings import database_url


def on_server(server: str, statement: str) -> None:
    engine = create_engine(database_url(server, None), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@contextmanager
def fresh(server: str, template: str = "template1") -> Iterator[str]:
    """The address of a new database, dropped afterwards even when somebody is still connected."""
    name = f"pasar_test_{secrets.token_hex(6)}"
    on_server(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    on_server(
        server, f'ALTER DATABASE "{name}" SET synchronous_commit = off'
    )  # nobody pulls the plug
    try:
        url = make_url(database_url(server, None)).set(database=name)
        yield url.render_as_string(hide_password=False)
    finally:
        on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def empty(engine: Engine) -> None:
    """Delete all rows but the migration's mark, in one round trip. Faster than TRUNCATE for tables this small."""
    with engine.begin() as connection:
        tables = connection.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).all()
        deletes = [f'DELETE FROM "{table}"' for table in tables if table != "alembic_version"]
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("; ".join(deletes))
