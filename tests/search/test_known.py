"""What each process knows by heart is what SQL would say, whoever changes what, and nothing older."""

import sqlite3
from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from marketplace.catalogue.models import Variant
from marketplace.catalogue.rules import SellsBy
from marketplace.kit.clock import now, today
from marketplace.regions.models import Rw
from marketplace.search import find, known
from marketplace.search.facets import Fact
from marketplace.search.facts import facts_of, listed
from marketplace.search.rules import Query
from marketplace.stalls.models import Stall
from marketplace.training.models import Certificate, Participant, Programme, TrainingSession
from marketplace.web.db import begin_write, db
from tests.make import make_batch, make_category, make_market, make_product, make_rw, make_stall

CHANGES = {
    "a product is hidden": "UPDATE products SET status = 'hidden' WHERE id = :shelf",
    "a product is renamed": "UPDATE products SET title = 'Nastar' WHERE id = :shelf",
    "a product is of another kind": "UPDATE products SET category_id = :kind WHERE id = :shelf",
    "a product costs more": "UPDATE products SET price_from = 99000 WHERE id = :shelf",
    "a product says its nuts": "UPDATE products SET allergens = '[]' WHERE id = :shelf",
    "a product is new again": "UPDATE products SET published_at = '2020-01-01' WHERE id = :shelf",
    "a product is praised": "UPDATE products SET stars_sum = 5, stars_count = 1 WHERE id = :shelf",
    "a product changes hands": "UPDATE products SET stall_id = :other WHERE id = :shelf",
    "a size is no longer sold": "UPDATE variants SET is_active = 0 WHERE product_id = :shelf",
    "a size is another's": "UPDATE variants SET product_id = :round WHERE product_id = :shelf",
    "a shelf is empty": "UPDATE stock_pools SET reserved = on_hand WHERE id = :pool",
    "a shelf is taken away": "DELETE FROM stock_movements; DELETE FROM stock_pools WHERE id = :pool",
    "a round is cancelled": "UPDATE batches SET is_cancelled = 1",
    "a round closed early": "UPDATE batches SET closes_at = '2020-01-01'",
    "a stall closes": "UPDATE stalls SET status = 'closed' WHERE id = :stall",
    "a stall moves": "UPDATE stalls SET market_id = :elsewhere WHERE id = :stall",
    "a stall is halal": "UPDATE stalls SET halal = 'certified' WHERE id = :stall",
    "a stall rests": "UPDATE stalls SET holiday_from = '2020-01-01' WHERE id = :stall",
    "a stall drops its certificate": "UPDATE stalls SET certificate_id = NULL WHERE id = :stall",
    "a market closes": "UPDATE markets SET status = 'closed' WHERE id = :market",
    "a certificate is revoked": "UPDATE certificates SET revoked_on = '2026-01-01'",
}


@pytest.fixture
def engine_name() -> str:
    """PostgreSQL is asked each time."""
    return "sqlite"


@pytest.fixture
def city(app: Flask) -> SimpleNamespace:
    """A trained stall with goods on the shelf and goods of a round, and another stall elsewhere."""
    stall, rw = make_stall(), make_rw()
    begin_write()
    stall.certificate = certificate(rw)
    db.session.commit()
    shelf, other = make_product(stall), make_product(make_stall(make_market()), title="Sambal")
    batch = make_batch(make_product(stall, title="Roti", sells_by=SellsBy.BATCH))
    pool = db.session.scalar(
        text(
            "SELECT p.id FROM stock_pools p JOIN variants v ON v.id = p.variant_id WHERE product_id = :id"
        ),
        {"id": shelf.id},
    )
    ids = {"shelf": shelf.id, "round": batch.product_id, "pool": pool, "stall": stall.id}
    ids |= {"other": other.stall_id, "market": stall.market_id, "elsewhere": other.stall.market_id}
    ids |= {"kind": make_category("kue", "Kue").id, "batch": batch.id}
    db.session.remove()
    return SimpleNamespace(**ids)


def certificate(rw: Rw) -> Certificate:
    session = TrainingSession(
        label="Angkatan 1", programme=Programme(slug="dapur", name="Dapur warga")
    )
    person = Participant(name="Sri", phone="6281200000123", rw=rw, session=session)
    return Certificate(number="RW15-0001", participant=person, issued_on=date(2026, 3, 1))


@pytest.fixture
def elsewhere(app: Flask) -> Callable[..., None]:
    """Runs statements as a process would that has never heard of search."""

    def run(sql: str, values: dict[str, Any] | None = None) -> None:
        with sqlite3.connect(app.config["DATA"] / "pasar.db") as connection:
            for statement in sql.split(";"):
                connection.execute(statement, values or {})
        connection.close()
        db.session.remove()

    return run


def by_heart(at: datetime | None = None) -> dict[int, Fact]:
    here = known.current(at or now())
    assert here is not None
    return dict(here.facts)


def by_sql(at: datetime | None = None) -> dict[int, Fact]:
    at = at or now()
    return {fact.id: fact for fact in facts_of(range(1, 100), listed(at), at)}


@pytest.mark.parametrize("sql", CHANGES.values(), ids=CHANGES.keys())
def test_any_change_is_known_at_the_next_search(city, elsewhere, sql):
    before = by_heart()
    assert before == by_sql()
    assert len(before) == 3

    elsewhere(sql, vars(city))

    assert by_heart() == by_sql() != before


def test_a_change_undone_is_known_too(city, elsewhere):
    before = by_heart()
    elsewhere(CHANGES["a market closes"], vars(city))
    assert len(by_heart()) == 1

    elsewhere("UPDATE markets SET status = 'open'")

    assert by_heart() == before


def test_new_goods_are_found_and_goods_that_went_are_not(city, elsewhere):
    by_heart()
    made = make_product(title="Onde-onde")
    assert made.id in by_heart()

    elsewhere("PRAGMA foreign_keys = OFF; DELETE FROM products WHERE id = :id", {"id": made.id})

    assert made.id not in by_heart()
    assert by_heart() == by_sql()


def test_a_round_that_closes_is_closed_without_anybody_saying_so(city):
    assert by_heart()[city.round].availability == 1
    later = now() + timedelta(days=2)  # the round closes in two days
    same_day = later.replace(hour=9) if today(later) == today(later.replace(hour=9)) else later

    assert by_heart(same_day) == by_sql(same_day)
    assert by_heart(later + timedelta(days=1))[city.round].availability == 0


def test_a_round_that_closes_within_the_day_is_closed(city, elsewhere):
    noon = now().replace(hour=5, minute=0)  # 12.00 in Malang
    soon = (noon + timedelta(minutes=5)).replace(tzinfo=None).isoformat(sep=" ")
    elsewhere("UPDATE batches SET closes_at = :soon", {"soon": soon})
    assert by_heart(noon)[city.round].availability == 1

    after = noon + timedelta(minutes=6)
    assert by_heart(after) == by_sql(after)
    assert by_heart(after)[city.round].availability == 0


def test_a_holiday_begins_with_its_day(city, elsewhere):
    tomorrow = now() + timedelta(days=1)
    elsewhere(
        "UPDATE stalls SET holiday_from = :day WHERE id = :stall",
        {"day": today(tomorrow).isoformat(), "stall": city.stall},
    )
    assert city.shelf in by_heart()

    assert city.shelf not in by_heart(tomorrow)
    assert city.shelf in by_heart(), "a clock that is set back is believed"


def test_who_writes_asks_sql_and_nothing_of_it_is_kept(city):
    before = by_heart()
    begin_write()
    db.session.get_one(Stall, city.stall).holiday_from = today(now())
    db.session.flush()

    assert known.current(now()) is None
    assert find.search(Query("roti")).total == 0

    db.session.rollback()
    assert by_heart() == before


def test_who_began_to_read_before_the_last_note_asks_sql(city, app, elsewhere):
    by_heart()
    db.session.execute(text("SELECT 1 FROM products")).all()  # from here on nothing changes for us
    with sqlite3.connect(app.config["DATA"] / "pasar.db") as other:
        other.execute("UPDATE products SET price_from = 1 WHERE id = ?", (city.shelf,))
    other.close()
    with app.app_context():
        assert by_heart()[city.shelf].price == 1
        db.session.remove()

    assert known.current(now()) is None


def test_who_missed_too_many_notes_reads_everything_anew(city, elsewhere):
    by_heart()
    elsewhere("UPDATE products SET price_from = 1")
    elsewhere("UPDATE products SET price_from = 2")
    elsewhere("DELETE FROM search_changes WHERE id < (SELECT max(id) FROM search_changes)")

    assert by_heart() == by_sql()


def test_old_notes_are_deleted_and_the_last_one_stays(city, monkeypatch):
    by_heart()
    monkeypatch.setattr(known, "KEPT_NOTES", 0)

    begin_write()
    known.delete_old_notes()
    db.session.commit()

    assert db.session.scalar(text("SELECT count(*) FROM search_changes")) == 1
    assert by_heart() == by_sql()


def test_a_table_that_lost_its_notes_is_not_trusted(city, elsewhere):
    elsewhere("DROP TRIGGER search_changes_pools_update")

    assert known.current(now()) is None
    assert find.search(Query("roti")).engine


def test_stock_that_is_not_used_up_leaves_no_note(city, elsewhere):
    notes = "SELECT count(*) FROM search_changes"
    before = db.session.scalar(text(notes))
    elsewhere("UPDATE stock_pools SET reserved = reserved + 1 WHERE id = :pool", vars(city))

    assert db.session.scalar(text(notes)) == before
    assert db.session.get_one(Variant, 1)
