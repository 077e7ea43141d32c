"""Looking around for those that wait, and telling each of them once."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, select

from marketplace.accounts.models import User
from marketplace.catalogue.models import Product
from marketplace.catalogue.offers import listed_products
from marketplace.jobs.models import enqueue
from marketplace.search.models import SavedSearch
from marketplace.search.saved.fitting import fitting
from marketplace.search.saved.names import Names, labels_of, names_in
from marketplace.search.saved.rules import labels, notice, wish_at
from marketplace.web.db import begin_write, db

log = logging.getLogger("pasar.search")
BATCH = 200  # searches in one round
KEPT = timedelta(days=90)  # how long the page shows what was told


@dataclass(frozen=True)
class Notice:
    """What leaves the house, and to whom."""

    to: str
    subject: str
    text: str


def look_around(at: datetime) -> dict[int, int | None]:
    """The searches of one helping, longest not looked at first, and what fits each now. Only reads."""
    columns = (SavedSearch.id, SavedSearch.address, SavedSearch.corrected, SavedSearch.fitted)
    query = (
        select(*columns)
        .join(User, User.id == SavedSearch.user_id)
        .where(SavedSearch.told_at.is_(None), User.disabled_at.is_(None))
        .order_by(SavedSearch.looked_at, SavedSearch.id)
        .limit(BATCH)
    )
    rows = db.session.execute(query).all()
    names = names_in([wish_at(row.address) for row in rows])
    return {row.id: news_of(row, names, at) for row in rows}


def news_of(row: Any, names: Names, at: datetime) -> int | None:
    """The newest product that fits now and did not then. A search that cannot be asked waits for another day."""
    try:
        found = fitting(wish_at(row.address), row.corrected, names, at, but=row.fitted)
    except Exception:
        log.exception("kept search %s cannot be asked", row.id)
        db.session.rollback()
        return None
    return found[0] if found else None


def close_round(found: dict[int, int | None], at: datetime) -> None:
    """Those with news are done, and their notices enqueued, in this transaction; what others hold is theirs."""
    begin_write()
    open_ones = select(SavedSearch).where(SavedSearch.id.in_(found), SavedSearch.told_at.is_(None))
    held = open_ones.order_by(SavedSearch.id).with_for_update(skip_locked=True)
    listed = listed_among({id for id in found.values() if id}, at)
    for search in db.session.scalars(held):
        search.looked_at = at
        product = found[search.id]
        if product in listed:
            search.tell(product, at)
            enqueue("search.tell", key=f"search.tell:{search.id}", saved_id=search.id)


def listed_among(ids: set[int], at: datetime) -> set[int]:
    """Those that any visitor still finds."""
    query = listed_products(at).with_only_columns(Product.id).where(Product.id.in_(ids))
    return set(db.session.scalars(query)) if ids else set()


def take_notice(saved_id: int, at: datetime) -> Notice | None:
    """Mark the notice as sent and say what it is; None when there is nothing to tell, or nobody.

    A product that is gone meanwhile was no news: the search waits on.
    """
    begin_write()
    search = db.session.scalar(
        select(SavedSearch).where(SavedSearch.id == saved_id).with_for_update()
    )
    if search is None or search.told_at is None or search.sent_at is not None:
        return None
    query = listed_products(at).where(Product.id == search.product_id)
    product = db.session.scalar(query)
    if product is None:
        search.wait_on()
        return None
    search.sent_at = at
    user = db.session.get_one(User, search.user_id)
    to = destination_of(user)
    return Notice(to, "Ada yang kamu tunggu", text_of(search, product)) if to else None


def destination_of(user: User) -> str:
    """Only what was proven; mail first, for every installation can send it."""
    if user.disabled_at:
        return ""
    mail = user.email if user.email_verified_at else None
    return mail or (user.phone if user.phone_verified_at else None) or ""


def text_of(search: SavedSearch, product: Product) -> str:
    wish, site = wish_at(search.address), current_app.config["BASE_URL"]
    return notice(
        labels(wish, labels_of(names_in([wish]))),
        product.title,
        product.price_from,
        product.stall.name,
        f"{site}/produk/{product.id}-{product.slug}",
        f"{site}/akun/kabari",
    )


def not_sent(saved_id: int) -> None:
    """It could not be handed over: the next try may."""
    begin_write()
    search = db.session.get(SavedSearch, saved_id)
    if search:
        search.sent_at = None


def forget(at: datetime) -> None:
    """What was told long ago."""
    begin_write()
    db.session.execute(delete(SavedSearch).where(SavedSearch.told_at < at - KEPT))
