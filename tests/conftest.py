"""The tests' ground: one application per worker and database, emptied before each test.

SQLite: a file copied from a migrated one. PostgreSQL: a database made from a migrated template, when
PASAR_TEST_POSTGRES names a server. Every test that asks for `app` runs on both.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from marketplace import create_app
from marketplace.search import kept, known
from marketplace.search.city_map import city_map
from marketplace.web.db import db
from marketplace.web.settings import read_settings
from tests import databases
from tests.chromium import browser
from tests.serving import server

__all__ = ["browser", "server"]  # fixtures that live in modules of their own
ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


class OneRequestOneContext(FlaskClient):
    """As a server does it: each request has its own context, so no user, no half-done change is left over.

    (Under one shared context every later client would be served as the first one.)
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("headers", {"Sec-Fetch-Site": "same-origin"})
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        db.session.rollback()
        db.session.expire_all()
        return answer


def settings_for(url: str, data: Path) -> dict[str, Any]:
    """What a development machine has, with this database and data folder."""
    env = {"PASAR_ENV": "development", "PASAR_DATA": str(data), "DATABASE_URL": url}
    return read_settings(env) | {"TESTING": True, "SEARCH_KEEPS_WORDS": False}


def migrate(url: str, data: Path) -> None:
    """Build a database by its migrations, as an operator does."""
    app = create_app(settings_for(url, data))
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def worker_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pasar")


@pytest.fixture(scope="session")
def sqlite_template(worker_folder: Path) -> Path:
    template = worker_folder / "template.db"
    migrate(f"sqlite:///{template}", worker_folder / "template-data")
    return template


@pytest.fixture(scope="session")
def postgres_url(worker_folder: Path) -> Iterator[str]:
    """A database of this worker's own on the test server."""
    server = os.environ.get("PASAR_TEST_POSTGRES")
    if not server:
        if os.environ.get("CI") == "true":
            pytest.fail("PASAR_TEST_POSTGRES is not set: PostgreSQL tests must run in CI")
        pytest.skip("PostgreSQL: no server (PASAR_TEST_POSTGRES is not set)")
    with databases.fresh(server) as url:
        migrate(url, worker_folder / "postgres-data")
        yield url


@pytest.fixture(scope="session")
def apps() -> Iterator[dict[str, Flask]]:
    """Applications of this worker by engine, built once, for routes do not change between tests."""
    built: dict[str, Flask] = {}
    yield built
    for app in built.values():
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def app(engine_name: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application over an empty, migrated database, inside its context."""
    with emptied(engine_name, request) as app:
        yield app


@contextmanager
def emptied(engine_name: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """This worker's application of that engine, with nothing in its database and data folder."""
    apps, worker_folder = (request.getfixturevalue(name) for name in ("apps", "worker_folder"))
    data = worker_folder / engine_name
    empty_folder(data)
    if engine_name == "sqlite":
        url = f"sqlite:///{data / 'pasar.db'}"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), data / "pasar.db")
    else:
        url = request.getfixturevalue("postgres_url")
    if engine_name not in apps:
        apps[engine_name] = create_app(settings_for(url, data))
        apps[engine_name].test_client_class = OneRequestOneContext
    with apps[engine_name].app_context():
        if engine_name == "postgresql":
            databases.empty(db.engine)
        known.forget()
        yield apps[engine_name]
        db.session.remove()
        if engine_name == "sqlite":
            db.engine.dispose()  # the next test has another file


def empty_folder(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


@pytest.fixture
def keep_words(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Called, it lets search read what it knows by heart and keep that, as it does for a minute."""

    def forget() -> None:
        kept.forget()
        app.extensions.pop("search.city_map", None)

    def keep() -> None:
        forget()
        monkeypatch.setitem(app.config, "SEARCH_KEEPS_WORDS", True)
        kept.current()
        city_map()

    yield keep
    forget()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Any:
    """`sign_in(user)` gives a browser in which this user is signed in, by a session row as the site makes it."""
    from marketplace.accounts.actions import start_session

    def browser_of(user: Any) -> FlaskClient:
        from marketplace.web.db import begin_write

        begin_write()
        _session, token = start_session(user, device="Peramban uji")
        db.session.commit()
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return browser

    return browser_of
