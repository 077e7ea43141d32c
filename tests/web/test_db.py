"""Engine manners: reads that lock nothing, writes that are announced, time that is never naive."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from marketplace.cart.models import Cart
from marketplace.catalogue.models import Category
from marketplace.regions.models import Region
from marketplace.regions.rules import RegionKind
from marketplace.web.db import (
    UtcDateTime,
    begin_write,
    db,
    first_or_404,
    insert_unless_there,
    is_writing,
    lock,
)

only_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


def category(slug: str = "keripik") -> Category:
    return Category(slug=slug, name=slug.title())


def write(slug: str = "keripik") -> None:
    begin_write()
    db.session.add(category(slug))


def slugs() -> list[str]:
    return list(db.session.scalars(db.select(Category.slug).order_by(Category.slug)))


def elsewhere(app: Flask, work) -> threading.Thread:
    """Another process, as far as the database can tell."""

    def run() -> None:
        with app.app_context():
            work()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@only_sqlite
def test_sqlite_is_set_up_for_readers_beside_a_writer(app) -> None:
    def pragma(name: str) -> object:
        return db.session.scalar(sa.text(f"PRAGMA {name}"))

    assert pragma("journal_mode") == "wal"
    assert pragma("foreign_keys") == 1
    assert pragma("synchronous") == 1
    assert pragma("busy_timeout") >= 5000


def test_a_key_that_points_nowhere_is_refused(app) -> None:
    begin_write()
    db.session.add(Region(code="1", kind=RegionKind.VILLAGE, name="A", folded="a", parent_id=404))

    with pytest.raises(IntegrityError):
        db.session.flush()


def test_reading_does_not_lock(app) -> None:
    """A reader is served, unhindered, while a writer holds its transaction open."""
    write()
    db.session.flush()
    seen: list[list[str]] = []

    elsewhere(app, lambda: seen.append(slugs())).join(timeout=5)

    assert seen == [[]]
    db.session.commit()
    assert slugs() == ["keripik"]


def test_a_read_is_no_write(app) -> None:
    slugs()

    assert db.session().in_transaction()
    assert not is_writing()


def test_a_change_without_begin_write_is_refused(app) -> None:
    db.session.add(category())

    with pytest.raises(RuntimeError, match="begin_write first"):
        db.session.commit()
    db.session.rollback()
    assert slugs() == []


def test_a_change_by_autoflush_is_refused_as_well(app) -> None:
    db.session.add(category())

    with pytest.raises(RuntimeError, match="begin_write first"):
        slugs()


@pytest.mark.parametrize("change", ["new", "dirty", "deleted"])
def test_begin_write_comes_before_the_first_change(app, change: str) -> None:
    write("lama")
    db.session.commit()
    old = db.session.scalars(db.select(Category)).one()
    if change == "new":
        db.session.add(category("baru"))
    elif change == "dirty":
        old.name = "Lain"
    else:
        db.session.delete(old)

    with pytest.raises(RuntimeError, match="before the first change"):
        begin_write()


def test_begin_write_twice_is_once(app) -> None:
    write("satu")
    write("dua")
    db.session.commit()

    assert slugs() == ["dua", "satu"]
    assert not is_writing()


def test_what_was_read_before_is_read_again(app) -> None:
    write()
    db.session.commit()
    row = db.session.scalars(db.select(Category)).one()
    elsewhere(app, rename).join(timeout=5)

    begin_write()

    assert row.name == "Nama baru"


def rename() -> None:
    begin_write()
    db.session.scalars(db.select(Category)).one().name = "Nama baru"
    db.session.commit()


def test_two_writers_wait_for_each_other(app) -> None:
    """Both add one to the same row; neither change is lost."""
    write()
    db.session.commit()
    row = db.session.scalars(db.select(Category)).one()
    lock(row)
    other = elsewhere(app, add_one)

    row.position += 1
    other.join(timeout=0.2)
    assert other.is_alive()  # it waits for this commit
    db.session.commit()
    other.join(timeout=10)

    assert db.session.scalar(db.select(Category.position)) == 2


def add_one() -> None:
    row = db.session.scalars(db.select(Category)).one()
    lock(row)
    row.position += 1
    db.session.commit()


def test_lock_keeps_what_this_transaction_changed(app) -> None:
    write()
    db.session.flush()
    row = db.session.scalars(db.select(Category)).one()
    row.name = "Belum disimpan"

    lock(row)

    assert row.name == "Belum disimpan"


def test_nothing_is_kept_of_a_transaction_that_breaks(app) -> None:
    write("satu")
    db.session.flush()
    db.session.add(category("satu"))

    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
    assert slugs() == []


def test_a_row_that_is_there_already_is_left_alone(app) -> None:
    for name in ("Pertama", "Kedua"):
        insert_unless_there(
            Category, slug="keripik", name=name, picture="", is_food=True, position=0
        )
        db.session.commit()

    assert list(db.session.scalars(db.select(Category.name))) == ["Pertama"]


def test_first_or_404_gives_the_row_or_the_page_for_strangers(app) -> None:
    with pytest.raises(NotFound):
        first_or_404(db.select(Category))
    write()
    db.session.commit()

    assert first_or_404(db.select(Category)).slug == "keripik"


def test_a_moment_is_kept_in_utc_whatever_zone_it_came_in(app) -> None:
    at = datetime(2026, 11, 25, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=7)))
    begin_write()
    db.session.add(Cart(key_digest="x", created_at=at))
    db.session.commit()

    kept = db.session.scalar(db.select(Cart.created_at))
    stored = db.session.scalar(sa.text("SELECT CAST(created_at AS VARCHAR(26)) FROM carts"))
    assert kept == at
    assert kept.utcoffset() == timedelta()
    assert stored == "2026-11-25 03:00:00.123456"


def test_a_naive_moment_is_a_mistake() -> None:
    kind, aware = UtcDateTime(), datetime(2026, 11, 25, tzinfo=UTC)
    naive = aware.replace(tzinfo=None)

    with pytest.raises(ValueError, match="naive"):
        kind.process_bind_param(naive, None)
    assert kind.process_bind_param(None, None) is None
    assert kind.process_result_value(naive, None) == aware


def test_every_moment_in_the_models_is_of_that_type(app) -> None:
    columns = [c for table in db.metadata.tables.values() for c in table.columns]

    assert not [str(c) for c in columns if type(c.type) is sa.DateTime]
    assert [c for c in columns if isinstance(c.type, UtcDateTime)]


def test_no_money_is_a_float(app) -> None:
    columns = [c for table in db.metadata.tables.values() for c in table.columns]

    assert not [str(c) for c in columns if isinstance(c.type, sa.Float | sa.Numeric)]
