"""Whether stock and its movements still tell the same story."""

from sqlalchemy import func

from marketplace.catalogue.models import Product, Variant
from marketplace.catalogue.stock import StockMovement, StockPool
from marketplace.web.db import db


def problems() -> list[str]:
    """A sentence for each pool whose movements do not add up to it, and each price that is not the lowest."""
    return pools_beside_their_movements() + prices_beside_their_variants()


def pools_beside_their_movements() -> list[str]:
    on_hand = func.coalesce(func.sum(StockMovement.on_hand_delta), 0)
    reserved = func.coalesce(func.sum(StockMovement.reserved_delta), 0)
    rows = db.session.execute(
        db.select(StockPool.id, StockPool.on_hand, StockPool.reserved, on_hand, reserved)
        .outerjoin(StockMovement, StockMovement.pool_id == StockPool.id)
        .group_by(StockPool.id)
        .having(db.or_(StockPool.on_hand != on_hand, StockPool.reserved != reserved))
        .order_by(StockPool.id)
    )
    return [
        f"pool {id}: on hand {has}, movements say {moved}; reserved {held}, movements say {claimed}"
        for id, has, held, moved, claimed in rows
    ]


def prices_beside_their_variants() -> list[str]:
    lowest = func.coalesce(func.min(Variant.price), 0)
    active = db.and_(Variant.product_id == Product.id, Variant.is_active)
    rows = db.session.execute(
        db.select(Product.id, Product.price_from, lowest)
        .outerjoin(Variant, active)
        .group_by(Product.id)
        .having(Product.price_from != lowest)
        .order_by(Product.id)
    )
    return [f"product {id}: price from {shown}, lowest is {least}" for id, shown, least in rows]
