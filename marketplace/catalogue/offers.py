"""Who sees a product, and what of it can be bought at a moment: one expression, one query, used everywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from marketplace.catalogue.models import Batch, Product, Variant
from marketplace.catalogue.rules import Band, ProductStatus, band_of
from marketplace.catalogue.stock import StockPool
from marketplace.kit.clock import today
from marketplace.regions.models import Market
from marketplace.regions.rules import MarketStatus
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallStatus
from marketplace.web.db import db


def is_visible() -> ColumnElement[bool]:
    """Published, in an approved stall of an open market. The query joins Product, Stall and Market."""
    return and_(
        Product.status == ProductStatus.PUBLISHED,
        Stall.status == StallStatus.APPROVED,
        Market.status == MarketStatus.OPEN,
    )


def is_at_work(at: datetime) -> ColumnElement[bool]:
    """The stall is not on holiday on this day."""
    day = today(at)
    return or_(Stall.holiday_from.is_(None), Stall.holiday_from > day, Stall.holiday_until < day)


def visible_products() -> Any:
    """Products any visitor may open, joined to their stall and market."""
    return select(Product).join(Product.stall).join(Stall.market).where(is_visible())


def listed_products(at: datetime) -> Any:
    """Products that lists and search show: visible, and the stall is at work."""
    return visible_products().where(is_at_work(at))


def sells_now(at: datetime) -> ColumnElement[bool]:
    """Some pool of the product has goods: on the shelf, or in a batch that still takes orders."""
    return (
        select(StockPool.id)
        .join(Variant, Variant.id == StockPool.variant_id)
        .outerjoin(Batch, Batch.id == StockPool.batch_id)
        .where(Variant.product_id == Product.id, Variant.is_active, pool_is_open(at))
        .where(StockPool.on_hand > StockPool.reserved)
        .exists()
    )


def ready_today() -> ColumnElement[bool]:
    """Goods stand on the shelf."""
    return (
        select(StockPool.id)
        .join(Variant, Variant.id == StockPool.variant_id)
        .where(Variant.product_id == Product.id, Variant.is_active, StockPool.batch_id.is_(None))
        .where(StockPool.on_hand > StockPool.reserved)
        .exists()
    )


def pool_is_open(at: datetime) -> ColumnElement[bool]:
    """A shelf, or a batch before its cut-off."""
    return or_(
        StockPool.batch_id.is_(None), and_(Batch.closes_at > at, Batch.is_cancelled.is_(False))
    )


@dataclass(frozen=True)
class Offer:
    """One pool that a buyer can choose: which variant, how many are left, and when it is ready (None: now)."""

    pool_id: int
    variant_id: int
    product_id: int
    title: str
    price: int
    grams: int | None
    available: int
    ready_at: datetime | None
    closes_at: datetime | None

    @property
    def band(self) -> Band:
        return band_of(self.available)


def offers_of(product_ids: Iterable[int], at: datetime) -> dict[int, list[Offer]]:
    """Open pools by product, cheapest variant first, nearest batch first; one statement for any number of products."""
    ids = list(product_ids)
    found: dict[int, list[Offer]] = {id: [] for id in ids}
    if not ids:
        return found
    rows = db.session.execute(
        select(StockPool.id, Variant, StockPool.on_hand - StockPool.reserved, Batch)
        .join(Variant, Variant.id == StockPool.variant_id)
        .outerjoin(Batch, Batch.id == StockPool.batch_id)
        .where(Variant.product_id.in_(ids), Variant.is_active, pool_is_open(at))
        .order_by(Variant.position, Variant.id, Batch.ready_at)
    )
    for row in rows:
        offer = offer_of(*row)
        found[offer.product_id].append(offer)
    return found


def offer_of(pool_id: int, variant: Variant, available: int, batch: Batch | None) -> Offer:
    return Offer(
        pool_id,
        variant.id,
        variant.product_id,
        variant.title,
        variant.price,
        variant.grams,
        available,
        batch.ready_at if batch else None,
        batch.closes_at if batch else None,
    )
