"""Addresses that search engines may list, in files of at most 5,000."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import url_for
from sqlalchemy import func, select

from marketplace.catalogue.models import Product
from marketplace.catalogue.offers import visible_products
from marketplace.regions.models import Market
from marketplace.regions.rules import MarketStatus
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallStatus
from marketplace.web.db import db

PER_FILE = 5_000


def market_rows() -> Any:
    return select(Market.id, Market.slug).where(Market.status == MarketStatus.OPEN)


def stall_rows() -> Any:
    return (
        select(Stall.id, Stall.slug)
        .join(Stall.market)
        .where(Stall.status == StallStatus.APPROVED, Market.status == MarketStatus.OPEN)
    )


def product_rows() -> Any:
    return visible_products().with_only_columns(Product.id, Product.slug)


KINDS: dict[str, tuple[Callable[[], Any], Any, Callable[[int, str], str]]] = {
    "pasar": (market_rows, Market.id, lambda _id, slug: url_for("shop.market", slug=slug)),
    "lapak": (stall_rows, Stall.id, lambda _id, slug: url_for("shop.stall", slug=slug)),
    "produk": (
        product_rows,
        Product.id,
        lambda id, slug: url_for("shop.product", id=id, slug=slug),
    ),
}


def files() -> Iterator[tuple[str, int]]:
    """(kind, id that the file starts behind): as many files of a kind as its rows need."""
    for kind, (rows, id, _) in KINDS.items():
        numbered = rows().with_only_columns(
            id.label("id"), func.row_number().over(order_by=id).label("place")
        )
        inner = numbered.subquery()
        ends = select(inner.c.id).where(inner.c.place % PER_FILE == 0).order_by(inner.c.id)
        yield kind, 0
        for last in db.session.scalars(ends):
            yield kind, last


def addresses(kind: str, after: int) -> list[str]:
    """The paths of one file, by id, so that no file skips rows of another."""
    rows, id, path = KINDS[kind]
    query = rows().where(id > after).order_by(id).limit(PER_FILE)
    return [path(*row) for row in db.session.execute(query)]
