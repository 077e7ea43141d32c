"""Without words: filters, order and pages in plain SQL, which is what SQL is best at."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from marketplace.catalogue.models import Product
from marketplace.catalogue.offers import ready_today, sells_now
from marketplace.search import facets
from marketplace.search.facts import Conditions, is_trained, listed, says_no_nuts
from marketplace.search.rules import PAGE_SIZE, Facets, Near, Page, Query, Sort
from marketplace.search.seen import Seen, eyes_of
from marketplace.search.words import FINGERPRINT
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import HalalStatus
from marketplace.web.db import db

COUNTED = 10_000  # with more to choose from, choices show no numbers
ORDERS: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.CHEAPEST: (Product.price_from.asc(), Product.id.desc()),
    Sort.DEAREST: (Product.price_from.desc(), Product.id.desc()),
    Sort.NEWEST: (Product.published_at.desc(), Product.id.desc()),
}
ORDERS[Sort.RELEVANCE] = ORDERS[Sort.NEWEST]  # nothing was asked that could fit better or worse


def browse(query: Query, seen_by: Conditions | None, at: datetime) -> Page:
    """Two statements, three with facets."""
    passing = listed(at) if seen_by is None else seen_by
    wanted = (
        select(Product.id)
        .join(Product.stall)
        .join(Stall.market)
        .where(*passing, *narrowed(query, at))
    )
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    start = (max(query.page, 1) - 1) * PAGE_SIZE
    ordered = wanted.order_by(*order_of(query)).offset(start).limit(PAGE_SIZE)
    ids = list(db.session.scalars(ordered))
    counted = counts(query, eyes_of(seen_by, at)) if query.facets else None
    return Page(ids, total, facets=counted, engine="database", generation=FINGERPRINT)


def order_of(query: Query) -> tuple[ColumnElement[Any], ...]:
    """As asked; by relevance what is near comes first, for no words could fit better or worse."""
    if query.sort is not Sort.RELEVANCE or query.near == Near():
        return ORDERS[query.sort]
    near = query.near
    rings = [(Stall.market_id.in_(ring), at) for at, ring in enumerate(near.rings) if ring]
    return case(*rings, else_=len(near.rings)), *ORDERS[Sort.NEWEST]


def counts(query: Query, seen: Seen) -> Facets | None:
    """None when there is too much to count."""
    found = seen.everything(COUNTED + 1)
    return facets.count(found, query) if len(found) <= COUNTED else None


def narrowed(query: Query, at: datetime) -> Iterator[ColumnElement[bool]]:
    """The filters of `facets.failures`, said in SQL over Product and Stall."""
    if query.markets is not None:
        yield Stall.market_id.in_(query.markets)
    if query.category is not None:
        yield Product.category_id == query.category
    if query.min_price is not None:
        yield Product.price_from >= query.min_price
    if query.max_price is not None:
        yield Product.price_from <= query.max_price
    if query.ready:
        yield ready_today()
    if query.orderable:
        yield sells_now(at)
    if query.halal:
        yield Stall.halal == HalalStatus.CERTIFIED
    if query.trained:
        yield is_trained()
    if query.no_nuts:
        yield says_no_nuts()
