"""What engines share: SQL decides who is seen and what passes the filters, stages decide how wide to look."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Row, Select

from marketplace.catalogue.models import Product
from marketplace.catalogue.offers import listed_products, ready_today
from marketplace.catalogue.rules import Band
from marketplace.kit.clock import now
from marketplace.search.models import SearchDocument
from marketplace.search.rules import PAGE_SIZE, Page, Query, Sort, Stage, goes_on, stages
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import HalalStatus
from marketplace.web.db import db

Conditions = Sequence[ColumnElement[bool]]
Find = Row[Any]  # id, price_from, published_at, band
IN_ORDER: dict[Sort, Callable[[Find], Any]] = {
    Sort.NEWEST: lambda find: (-find.published_at.timestamp(), -find.id),
    Sort.CHEAPEST: lambda find: (find.price_from, -find.id),
    Sort.DEAREST: lambda find: (-find.price_from, -find.id),
}


def allowed(query: Query, also: Conditions = ()) -> Select[Any]:
    """Products that lists show and that pass the filters, whatever their words."""
    return (
        listed_products(now())
        .join(SearchDocument, SearchDocument.product_id == Product.id)
        .where(*filters(query), *also)
        .with_only_columns(
            Product.id, Product.price_from, Product.published_at, SearchDocument.band
        )
    )


def filters(query: Query) -> Iterator[ColumnElement[bool]]:
    if query.market is not None:
        yield Stall.market_id == query.market
    if query.category is not None:
        yield Product.category_id == query.category
    if query.min_price is not None:
        yield Product.price_from >= query.min_price
    if query.max_price is not None:
        yield Product.price_from <= query.max_price
    if query.ready:
        yield ready_today()
    if query.halal:
        yield Stall.halal == HalalStatus.CERTIFIED


def keep_allowed(ids: Sequence[int], query: Query, also: Conditions) -> list[Find]:
    """Those of the candidates that may be shown, in the order they came."""
    if not ids:
        return []
    place = {id: at for at, id in enumerate(ids)}
    rows = db.session.execute(allowed(query, also).where(Product.id.in_(ids)))
    return sorted(rows, key=lambda find: place[find.id])


def search_by_stages(
    query: Query, look: Callable[[Stage], list[Find]], engine: str, generation: str
) -> Page:
    """Widen until enough is found, then put in order and cut out the page. `look` answers best first."""
    found: dict[int, Find] = {}
    for stage in stages(query.terms):
        if goes_on(stage, len(found)):
            for find in sold_out_last(look(stage)):
                found.setdefault(find.id, find)
    finds = list(found.values())
    if query.sort in IN_ORDER:
        finds.sort(key=IN_ORDER[query.sort])
    start = (max(query.page, 1) - 1) * PAGE_SIZE
    ids = [find.id for find in islice(finds, start, start + PAGE_SIZE)]
    return Page(ids, len(finds), engine=engine, generation=generation)


def sold_out_last(finds: list[Find]) -> list[Find]:
    return sorted(finds, key=lambda find: find.band is Band.GONE)
