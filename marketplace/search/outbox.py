"""What is waiting for the index."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, insert, literal, select

from marketplace.catalogue.models import Product
from marketplace.search.models import SearchOutbox
from marketplace.search.rules import Kind
from marketplace.stalls.models import Stall
from marketplace.web.db import db

ROWS = 200  # in one helping
OF_KIND = {
    Kind.STALL: Product.stall_id,
    Kind.CATEGORY: Product.category_id,
    Kind.MARKET: Stall.market_id,
}


def tell(kind: Kind, ids: Collection[int], at: datetime) -> None:
    """One row for each."""
    if ids:
        rows = [{"kind": kind, "object_id": id, "created_at": at} for id in sorted(ids)]
        db.session.execute(insert(SearchOutbox), rows)


def products_waiting() -> dict[int, int]:
    """The oldest rows that name a product: row → product."""
    query = select(SearchOutbox.id, SearchOutbox.object_id).order_by(SearchOutbox.id).limit(ROWS)
    rows = db.session.execute(query.where(SearchOutbox.kind == Kind.PRODUCT))
    return {row.id: row.object_id for row in rows}


def groups_waiting() -> list[SearchOutbox]:
    """Rows that name something with many products."""
    query = select(SearchOutbox).where(SearchOutbox.kind != Kind.PRODUCT)
    return list(db.session.scalars(query.order_by(SearchOutbox.id).limit(ROWS)))


def products_of(group: SearchOutbox, *columns: Any) -> Select[Any]:
    """The products of a stall, category or market."""
    return (
        select(*columns)
        .join(Stall, Stall.id == Product.stall_id)
        .where(OF_KIND[group.kind] == group.object_id)
    )


def unfold(group: SearchOutbox, at: datetime) -> None:
    """Put its products in its place."""
    rows = products_of(group, literal(Kind.PRODUCT.value), Product.id, literal(at))
    names = ["kind", "object_id", "created_at"]
    db.session.execute(insert(SearchOutbox).from_select(names, rows))
    delete_rows([group.id])


def delete_rows(ids: Collection[int]) -> None:
    db.session.execute(delete(SearchOutbox).where(SearchOutbox.id.in_(ids)))


def everything_waiting() -> set[int]:
    """Every product that the indexer has yet to look at."""
    query = select(SearchOutbox.object_id).where(SearchOutbox.kind == Kind.PRODUCT)
    behind = set(db.session.scalars(query))
    for group in groups_waiting():
        behind |= set(db.session.scalars(products_of(group, Product.id)))
    return behind
