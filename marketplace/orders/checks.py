"""What must be true of orders and the goods they claim. Read by `flask check`."""

from sqlalchemy import Integer, case, func, select

from marketplace.catalogue.stock import StockPool
from marketplace.orders.models import Order, OrderLine, Purchase
from marketplace.orders.rules import OPEN
from marketplace.web.db import db


def problems() -> list[str]:
    """Sentences about disagreements; empty when all agree."""
    return [*reserved_disagrees(), *goods_disagree(), *purchases_disagree()]


def reserved_disagrees() -> list[str]:
    """A pool's reserved part is exactly what open orders claim."""
    claimed = (
        select(
            OrderLine.pool_id,
            func.sum(case((Order.status.in_(OPEN), OrderLine.quantity), else_=0)).label("n"),
        )
        .join(Order, Order.id == OrderLine.order_id)
        .group_by(OrderLine.pool_id)
        .subquery()
    )
    count = func.coalesce(claimed.c.n, 0).cast(Integer)
    rows = db.session.execute(
        select(StockPool.id, StockPool.reserved, count)
        .outerjoin(claimed, claimed.c.pool_id == StockPool.id)
        .where(StockPool.reserved != count)
    )
    return [
        f"pool {id}: reserved {reserved}, open orders claim {claims}"
        for id, reserved, claims in rows
    ]


def goods_disagree() -> list[str]:
    """An order's goods total is the sum of its lines."""
    total = func.sum(OrderLine.unit_price * OrderLine.quantity)
    rows = db.session.execute(
        select(Order.code, Order.goods_total, total)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .group_by(Order.id)
        .having(total != Order.goods_total)
    )
    return [f"order {code}: goods {kept}, lines {lines}" for code, kept, lines in rows]


def purchases_disagree() -> list[str]:
    """A purchase's total is the sum of its orders."""
    total = func.sum(Order.goods_total + Order.delivery_fee)
    rows = db.session.execute(
        select(Purchase.code, Purchase.total, total)
        .outerjoin(Order, Order.purchase_id == Purchase.id)
        .group_by(Purchase.id)
        .having(func.coalesce(total, 0) != Purchase.total)
    )
    return [f"purchase {code}: total {kept}, orders {orders}" for code, kept, orders in rows]
