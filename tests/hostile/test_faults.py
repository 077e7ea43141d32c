"""Our own faults: a broken view tells nothing, a database that is gone takes nothing else along."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from marketplace import create_app
from marketplace.catalogue.stock import StockPool
from marketplace.web import db as database
from marketplace.web.db import begin_write, db
from marketplace.web.settings import read_settings
from tests.counting import statements
from tests.hostile.engines import on_postgres
from tests.make import make_producer, make_product, make_user

SECRET = "rahasia: select * from users, /etc/passwd"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def test_a_broken_view_tells_nothing_and_keeps_nothing(app, sign_in, monkeypatch):
    user = make_user()
    browser = sign_in(user)

    def broken() -> None:
        begin_write()
        user.name = "Setengah jadi"
        db.session.flush()
        raise RuntimeError(SECRET)

    broken.audience = "public"  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "site.help", broken)
    with statements() as sql:
        page = browser.get("/bantuan")

    assert page.status_code == 500
    assert "Dapur kami sedang berantakan" in page.text
    assert not any(
        word in page.text for word in ("rahasia", "Traceback", "RuntimeError", "site.help")
    )
    assert len([line for line in sql if "users" in line]) <= 2  # those of the view itself
    assert page.headers["Cache-Control"] in ("no-store", "private, no-cache")
    assert db.session.get(type(user), user.id).name != "Setengah jadi"


@pytest.fixture
def without_database(tmp_path) -> Iterator[FlaskClient]:
    """The site while its database does not answer."""
    env = {"PASAR_ENV": "development", "PASAR_DATA": str(tmp_path)}
    env["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:9/nothing"
    app = create_app(read_settings(env) | {"TESTING": True})
    yield app.test_client()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_without_a_database_the_rest_goes_on(without_database):
    ask = without_database.get
    assert ask("/healthz").status_code == ask("/robots.txt").status_code == 200
    assert ask("/static/css/pasar.css").status_code == 200
    assert ask("/gang-buntu").status_code == 404
    assert ask("/readyz").status_code == 503
    without_database.set_cookie("keranjang", "x")
    busy = [ask(path) for path in ("/", "/pasar", "/cari?q=tempe", "/keranjang", "/produk/1-x")]
    sent = {"varian": "1", "nomor": "0812-0000-0001", "sandi": "Kata sandi 1"}
    for path in ("/keranjang/tambah", "/masuk", "/daftar"):
        busy.append(without_database.post(path, data=sent, headers=SAME_ORIGIN))
    for answer in busy:
        assert answer.status_code == 503, answer.request.path
        assert answer.headers["Retry-After"]
        assert "Pasar sedang padat" in answer.text
        assert "psycopg" not in answer.text


@pytest.mark.parametrize(
    "name",
    "DeadlockDetected SerializationFailure LockNotAvailable AdminShutdown CannotConnectNow "
    "DiskFull TooManyConnections QueryCanceled".split(),
)
def test_what_postgres_says_when_it_is_busy_is_a_kind_of_busy(name):
    """The page for a busy market is bound to this one class."""
    assert issubclass(getattr(psycopg.errors, name), psycopg.OperationalError)


@pytest.fixture
def counting(app: Flask, sign_in: Any) -> Any:
    """`counting()` lets the producer count a shelf."""
    product = make_product()
    browser = sign_in(make_producer(product.stall))
    path = f"/penjual/{product.stall.slug}/stok/{product.variants[0].id}"
    return lambda: browser.post(path, data={"on_hand": "77"})


@on_postgres
def test_a_held_row_is_waited_for_and_then_refused_kindly(client, counting, monkeypatch):
    monkeypatch.setattr(database, "LONGEST_WAIT", 50)
    hang_up()
    other = sa.create_engine(db.engine.url)
    with other.begin() as holder:
        holder.execute(sa.select(StockPool).with_for_update())
        assert client.get("/").status_code == 200
        held = counting()
    other.dispose()

    assert held.status_code == 503
    assert held.headers["Retry-After"] == "5"
    assert counting().status_code in (200, 302)
    assert db.session.scalars(sa.select(StockPool.on_hand)).all() == [77]
    hang_up()


def hang_up() -> None:
    """The next connections are new ones."""
    db.session.remove()
    db.engine.dispose()


@on_postgres
def test_after_a_restart_of_postgres_the_site_comes_back_by_itself(client, counting):
    db.session.remove()
    other = sa.create_engine(db.engine.url)
    ours = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    with other.begin() as operator:
        operator.execute(sa.text(f"{ours} AND datname = current_database()"))
    other.dispose()

    assert client.get("/").status_code in (200, 503)
    assert client.get("/").status_code == 200
    assert counting().status_code in (200, 302)
