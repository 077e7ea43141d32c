"""Scratch databases of a measuring run, each with an application over it, gone when the run ends."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, make_url, text

from marketplace import create_app
from marketplace.web.db import db
from marketplace.web.settings import database_url, read_settings


@contextmanager
def scratch_app(server: str | None) -> Iterator[Flask]:
    """The application over an empty, migrated database: on this PostgreSQL server, or an SQLite file."""
    with scratch_env(server) as env, opened(env) as app:
        yield app


@contextmanager
def scratch_env(server: str | None) -> Iterator[dict[str, str]]:
    """The settings of such an application, for processes of their own too."""
    with TemporaryDirectory(prefix="pasar-bench-") as folder, scratch_url(server) as url:
        yield {"PASAR_ENV": "development", "PASAR_DATA": folder, "DATABASE_URL": url}


@contextmanager
def opened(env: dict[str, str]) -> Iterator[Flask]:
    app = create_app(read_settings(env))
    with app.test_request_context():
        upgrade()
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


@contextmanager
def scratch_url(server: str | None) -> Iterator[str]:
    """The address of a new database on the server; empty, which means SQLite, without one."""
    if server is None:
        yield ""
        return
    name = f"pasar_bench_{secrets.token_hex(6)}"
    on_server(server, f'CREATE DATABASE "{name}"')
    try:
        url = make_url(database_url(server, Path())).set(database=name)
        yield url.render_as_string(hide_password=False)
    finally:
        on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def on_server(server: str, statement: str) -> None:
    engine = create_engine(database_url(server, Path()), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def gather_statistics() -> None:
    """What PostgreSQL's autovacuum does by itself a minute later; SQLite plans without."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
