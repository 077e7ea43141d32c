"""The database is held by somebody else: reading goes on, writing waits and then says so kindly."""

import sqlite3

import pytest
import sqlalchemy as sa

from marketplace.orders.models import Purchase
from marketplace.web.db import db
from tests.make import make_product


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_locked_database_reads_and_refuses_to_write_kindly(app, client):
    variant = make_product().variants[0].id
    db.session.remove()
    with db.engine.connect() as connection:
        connection.execute(sa.text("PRAGMA busy_timeout=50"))
    other = sqlite3.connect(db.engine.url.database)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert client.get("/").status_code == 200
        held = client.post("/keranjang/tambah", data={"varian": variant})
        assert held.status_code == 503
        assert held.headers["Retry-After"] == "5"
        assert "Pasar sedang padat" in held.text
    finally:
        other.rollback()
        other.close()
    again = client.post("/keranjang/tambah", data={"varian": variant})
    assert again.status_code == 302
    assert db.session.scalar(db.select(sa.func.count()).select_from(Purchase)) == 0


def test_ids_that_no_row_can_have_are_refused_with_a_sentence(client):
    for junk in ("9" * 30, "-1", "1.5", "１", "abc", ""):
        answer = client.post("/keranjang/tambah", data={"varian": junk, "jumlah": "1"})
        assert answer.status_code in (409, 422), junk
