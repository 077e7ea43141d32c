"""Migrations 0002 and 0004, up and down, over documents that are there before it."""

from flask_migrate import downgrade, upgrade

from marketplace.search import find
from marketplace.search.engines import choosing
from marketplace.search.rules import Query
from marketplace.web.db import db
from tests.make import make_product


def test_down_and_up_again_finds_what_was_there(app, monkeypatch):
    monkeypatch.setitem(app.config, "SEARCH_ENGINE", "database")
    product = make_product(title="Nastar keju")
    id = product.id
    db.session.remove()

    downgrade(revision="0001")
    upgrade()

    assert find.search(Query("nastar")).ids == [id]
    assert choosing.chosen_engine().verify() == []
