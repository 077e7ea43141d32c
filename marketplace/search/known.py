"""What any visitor may see of the whole city, by heart in each process over SQLite, and exact at every search.

Triggers (migration 0012) note each product whose facts changed, in the transaction that changes them. SQLite
commits one transaction after the other, so notes are numbered in the order in which they become true. A search
reads the notes that are new, and SQL says the facts of those products anew: one small statement, mostly without
a row. Rounds that close leave no note, but their moment is known before; with a new day everything is read anew.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import nlargest
from itertools import islice
from threading import Lock
from typing import Any

from flask import current_app
from sqlalchemy import Connection, Row, func, select, text

from marketplace.catalogue.models import Batch, Product
from marketplace.kit.clock import today
from marketplace.search.facets import Fact
from marketplace.search.facts import BESIDE, Ids, among, facts, ids_of, listed, made
from marketplace.web.db import db, is_writing

TRIGGERS = 13  # that note changes: a table that a migration made anew has lost its own
KEPT_NOTES = 20_000  # who missed more reads everything anew
SET_BACK = timedelta(minutes=1)  # of a clock, makes what was known doubtful
NEVER = datetime.min.replace(tzinfo=UTC)
NEW_NOTES = text("SELECT id, product_id FROM search_changes WHERE id >= :last ORDER BY id")
STATE = text(
    "SELECT max(id), (SELECT count(*) FROM sqlite_master WHERE name LIKE 'search_changes_%') "
    "FROM search_changes"
)
OLD_NOTES = text(
    "DELETE FROM search_changes WHERE id < (SELECT max(id) FROM search_changes) - :kept"
)


@dataclass
class Known:
    """Facts by product, as of `at` and the note `last`. `ends`: when a round of a product closes next."""

    at: datetime
    last: int
    facts: dict[int, Fact] = field(default_factory=dict)
    ends: dict[int, datetime] = field(default_factory=dict)
    of_category: dict[int, set[int]] = field(default_factory=dict)
    next_end: datetime | None = None

    def among(self, ids: Ids) -> list[Fact]:
        """Those of these products that any visitor may see."""
        facts = self.facts
        return [facts[id] for id in ids_of(ids) if id in facts]

    def beside(self, ids: Ids, category: int) -> list[Fact]:
        """Those and the others of this category, the newest of them."""
        some = {*ids_of(ids), *self.of_category.get(category, ())}
        return nlargest(BESIDE, self.among(some), key=lambda fact: fact.published_at or NEVER)

    def everything(self, most: int) -> list[Fact]:
        return list(islice(self.facts.copy().values(), most))

    def doubts(self, at: datetime) -> bool:
        """Whether this moment is on another day, or lies before the one that was asked last."""
        return today(at) != today(self.at) or self.at - at > SET_BACK

    def ended(self, at: datetime) -> set[int]:
        """Products of which a round has closed since."""
        if self.next_end is None or at < self.next_end:
            return set()
        return {id for id, end in self.ends.items() if end <= at}

    def take(self, ids: Iterable[int], rows: Iterable[Row[Any]], at: datetime) -> None:
        """These products are what the rows say; those without a row nobody may see. One by one is never missing."""
        gone = set(ids)
        day = today(at)
        for row in rows:
            fact, end = made(row[:-1], day), row[-1]
            gone.discard(fact.id)
            self.forget(fact.id, unless=fact.category)
            self.facts[fact.id] = fact
            self.of_category.setdefault(fact.category, set()).add(fact.id)
            if end is not None:
                self.ends[fact.id] = end
        for id in gone:
            self.forget(id)
            self.facts.pop(id, None)
        self.next_end = min(self.ends.values(), default=None)

    def forget(self, id: int, unless: int | None = None) -> None:
        """Where else it stands than among the facts. It may stay in its category."""
        self.ends.pop(id, None)
        if (fact := self.facts.get(id)) and fact.category != unless:
            self.of_category[fact.category].discard(id)


@dataclass
class Shelf:
    """What one app knows. The lock is held while notes are read and heeded, so that none is heeded too late."""

    known: Known | None = None
    lock: Lock = field(default_factory=Lock)


def current(at: datetime) -> Known | None:
    """None where SQL has to be asked: on PostgreSQL, and by who writes or began to read before the last note."""
    if db.engine.dialect.name != "sqlite" or is_writing():
        return None
    shelf, connection = shelf_of_app(), db.session.connection()
    with shelf.lock:
        if shelf.known is None or shelf.known.doubts(at):
            shelf.known = read_all(connection, at)
            return shelf.known
        notes = connection.execute(NEW_NOTES, {"last": shelf.known.last}).all()
        if not notes:
            return None
        if notes[0].id != shelf.known.last:  # older ones than we need were deleted
            shelf.known = read_all(connection, at)
        else:
            heed(shelf.known, notes[1:], connection, at)
        return shelf.known


def heed(known: Known, notes: Sequence[Row[Any]], connection: Connection, at: datetime) -> None:
    """Read anew what was noted and what has ended."""
    changed = {note.product_id for note in notes} | known.ended(at)
    if changed:
        known.take(changed, rows(connection, at, changed), at)
    known.at = max(at, known.at)
    known.last = notes[-1].id if notes else known.last


def read_all(connection: Connection, at: datetime) -> Known | None:
    """None when the database does not note changes as it should."""
    last, triggers = connection.execute(STATE).one()
    if triggers != TRIGGERS:
        return None
    known = Known(at, last)
    known.take((), rows(connection, at), at)
    return known


def rows(
    connection: Connection, at: datetime, ids: Collection[int] | None = None
) -> Iterable[Row[Any]]:
    """The columns of a Fact, and when a round closes next; of these products or of all that are seen."""
    closes = (
        select(func.min(Batch.closes_at))
        .where(Batch.product_id == Product.id, Batch.closes_at > at)
        .correlate(Product)
        .scalar_subquery()
    )
    query = facts(listed(at), at).add_columns(closes)
    if ids is not None:
        query = query.where(among(ids)).with_hint(Product, "NOT INDEXED", "sqlite")
    return connection.execute(query)


def shelf_of_app() -> Shelf:
    shelf: Shelf = current_app.extensions.setdefault("search.known", Shelf())
    return shelf


def forget() -> None:
    """The next search reads everything anew."""
    current_app.extensions.pop("search.known", None)


def delete_old_notes() -> None:
    """Those that every process has long heeded. The caller has begun the write and commits."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(OLD_NOTES, {"kept": KEPT_NOTES})
