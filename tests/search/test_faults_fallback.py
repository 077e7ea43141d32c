"""The full text index of SQLite is damaged: plain LIKE answers, and the indexer writes it anew."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from marketplace.search import find, indexer, jobs
from marketplace.search.checks import problems
from marketplace.search.engines import choosing
from marketplace.search.rules import Query
from marketplace.web.db import begin_write, db
from tests.make import make_product


@pytest.fixture
def engine_name() -> str:
    """On PostgreSQL the words are a generated column: there is nothing to repair."""
    return "sqlite"


def flip_the_leaves() -> None:
    rows = db.session.execute(text("SELECT id, block FROM search_fts_data WHERE id > 10")).all()
    for id, block in rows:
        turned = bytes(byte ^ 0x55 if at % 7 == 3 else byte for at, byte in enumerate(block))
        write("UPDATE search_fts_data SET block = :block WHERE id = :id", block=turned, id=id)


def flip_everything() -> None:
    rows = db.session.execute(text("SELECT id, block FROM search_fts_data")).all()
    for id, block in rows:
        turned = bytes(byte ^ 0x55 if at % 5 == 1 else byte for at, byte in enumerate(block))
        write("UPDATE search_fts_data SET block = :block WHERE id = :id", block=turned, id=id)


def lose_the_leaves() -> None:
    write("DELETE FROM search_fts_data WHERE id > 10")


def forget_the_leaves() -> None:
    """The list of segments is empty and the segments are there: the next one meets them in its place."""
    write("UPDATE search_fts_data SET block = x'00000000000000' WHERE id = 10")


def lose_the_sizes() -> None:
    write("DELETE FROM search_fts_docsize")


def lose_the_words() -> None:
    """Whole to SQLite, and empty: a query raises nothing and finds nothing."""
    write("INSERT INTO search_fts(search_fts) VALUES ('delete-all')")


def write(statement: str, **values: Any) -> None:
    begin_write()
    db.session.execute(text(statement), values)
    db.session.commit()
    db.engine.dispose()  # as a process that starts now


DAMAGES = [
    flip_the_leaves,
    flip_everything,
    forget_the_leaves,
    lose_the_leaves,
    lose_the_sizes,
    lose_the_words,
]


def each(damages: list[Callable[[], None]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("damage", damages, ids=lambda damage: damage.__name__)


@pytest.fixture
def nastar(app, found, monkeypatch) -> Any:
    monkeypatch.setitem(app.config, "SEARCH_ENGINE", "database")
    product = make_product(title="Nastar keju")
    assert found("nastar") == [product.id]
    return product


@each([lose_the_leaves])  # whether a flipped byte is met at once depends on the bytes
def test_plain_words_are_answered_and_one_round_repairs(nastar, client, damage):
    damage()

    meanwhile = find.search(Query("nastar"))
    assert (meanwhile.ids, meanwhile.engine) == ([nastar.id], "plain")
    assert "Nastar keju" in client.get("/cari?q=nastar").text
    assert client.get("/cari/saran?q=nas").status_code == 200
    assert not choosing.engine_state().is_well

    indexer.one_round()

    after = find.search(Query("nastar"))
    assert (after.ids, after.engine) == ([nastar.id], "database")
    assert choosing.engine_state().is_well
    assert problems() == []


@each(DAMAGES)
@pytest.mark.parametrize("chosen", ["whoosh", "database"])
def test_the_clock_finds_what_nobody_met(app, nastar, found, monkeypatch, chosen, damage):
    monkeypatch.setitem(app.config, "SEARCH_ENGINE", chosen)
    found("nastar")
    damage()
    assert any("search_fts" in sentence for sentence in problems())

    jobs.verify()

    assert problems() == []
    assert find.search(Query("nastar")).ids == [nastar.id]


def test_a_product_that_cannot_be_saved_calls_for_the_repair(nastar, found):
    forget_the_leaves()
    begin_write()
    nastar.title = "Kastengel"
    with pytest.raises(DatabaseError):
        db.session.commit()
    db.session.rollback()

    indexer.one_round()
    begin_write()
    nastar.title = "Kastengel"
    db.session.commit()

    assert found("kastengel") == [nastar.id]


def test_an_index_that_cannot_be_repaired_does_not_stop_the_indexer(app, nastar, monkeypatch):
    """Even its ground is gone: a matter for the backup. Plain words and the other engine go on."""
    monkeypatch.setitem(app.config, "SEARCH_ENGINE", "whoosh")
    write("DELETE FROM search_fts_config")

    jobs.verify()
    indexer.one_round()
    assert find.search(Query("nastar")).engine == "whoosh"

    monkeypatch.setitem(app.config, "SEARCH_ENGINE", "database")
    page = find.search(Query("nastar"))
    assert (page.ids, page.engine) == ([nastar.id], "plain")


def test_a_repair_that_did_not_last_waits_a_minute(nastar, monkeypatch):
    lose_the_leaves()
    find.search(Query("nastar"))
    indexer.one_round()
    lose_the_leaves()
    find.search(Query("nastar"))
    monkeypatch.undo()

    indexer.one_round()

    assert choosing.fallback().trouble()


def test_a_lock_is_not_taken_for_damage(nastar):
    with pytest.raises(DatabaseError), choosing.fallback().suspected():
        db.session.execute(text("SELECT nothing FROM nowhere"))

    assert choosing.fallback().trouble() == ""
