"""Keeps the documents and the outbox in step with what they are made of, inside the transaction that changes it.

A flush notes what was touched, by id; just before the commit the documents of touched products are read and
written once, however many flushes there were. A stall, category or market is one outbox row, which the
indexer unfolds: its products may be many. A statement that updates rows behind the session's back
(`update(Product)`) is not seen here; `flask search check` finds what it left.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session, SessionTransaction

from marketplace.catalogue.models import Category, Product, Variant
from marketplace.kit.clock import now
from marketplace.regions.models import Market
from marketplace.search import documents
from marketplace.search.engines.choosing import fallback
from marketplace.search.outbox import tell
from marketplace.search.rules import Kind
from marketplace.stalls.models import Licence, Stall
from marketplace.training.models import Certificate
from marketplace.web.db import db

TOUCHED = "search.touched"
WATCHED = {
    Product: "title description composition origin category_id stall_id",
    Variant: "title grams is_active product_id",
    Category: "name",
    Stall: "name halal market_id certificate_id",
    Licence: "kind stall_id",
    Certificate: "revoked_on",
    Market: "nickname",
}


@event.listens_for(db.session, "after_flush")
def note(session: Session, _context: Any) -> None:
    """Remember what this flush touched. New rows have their ids by now, and history still stands."""
    touched = session.info.setdefault(TOUCHED, defaultdict(set))
    for row in (*session.new, *session.dirty, *session.deleted):
        for kind, object_id in touches(session, row):
            touched[kind].add(object_id)


def touches(session: Session, row: Any) -> Iterator[tuple[str, int]]:
    """(kind or way to the products, id) of each thing that this change reaches."""
    born = row in session.new
    if type(row) not in WATCHED or not (born or row in session.deleted or has_changed(row)):
        return
    elif isinstance(row, Product):
        yield "gone" if row in session.deleted else Kind.PRODUCT, row.id
    elif isinstance(row, Variant):
        yield Kind.PRODUCT, row.product_id
    elif isinstance(row, Licence):
        yield Kind.STALL, row.stall_id
    elif not born:  # a new stall, category, market or certificate has no products yet
        yield type(row).__name__.lower(), row.id


def has_changed(row: Any) -> bool:
    attributes = inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in WATCHED[type(row)].split())


@event.listens_for(db.session, "before_commit")
def feed(session: Session) -> None:
    """Write what the noted changes mean for search. A savepoint's end is not yet a commit."""
    if session.in_nested_transaction():
        return
    session.flush()
    touched = session.info.pop(TOUCHED, None)
    if not touched:
        return
    entries, without = documents.differences(touched[Kind.PRODUCT])
    with fallback().suspected():
        documents.write(entries, without)
    changed = {entry.product_id for entry in entries} | without | touched["gone"]
    at = now()
    tell(Kind.PRODUCT, changed, at)
    tell(Kind.STALL, touched[Kind.STALL] | stalls_with(touched["certificate"]), at)
    tell(Kind.CATEGORY, touched[Kind.CATEGORY], at)
    tell(Kind.MARKET, touched[Kind.MARKET], at)


def stalls_with(certificates: Collection[int]) -> set[int]:
    query = select(Stall.id).where(Stall.certificate_id.in_(certificates))
    return set(db.session.scalars(query)) if certificates else set()


@event.listens_for(db.session, "after_soft_rollback")
def forget(session: Session, previous: SessionTransaction) -> None:
    """Nothing of a rolled back transaction is left. After a savepoint's rollback a note too many does no harm."""
    if not previous.nested:
        session.info.pop(TOUCHED, None)
