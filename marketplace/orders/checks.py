"""What must be true of orders and the goods they claim. Read by `flask check`."""

from sqlalchemy import Integer, case, func, select

from marketplace.catalogue.stock import StockPool
from marketplace.orders.models import Order, OrderLine, Purchase
from marketplace.orders.rules import OPEN
from marketplace.web.db import db


def problems() -> list[str]:
    """Sentences about disagreements; empty when all agree."""
    return [*reserved_disagrees(), *lines_disagree(), *purchases_disagree()]


def reserved_disagrees() -> list[str]:
    """A pool's reserved part is exactly what open orders claim."""
    claimed = (
        select(
            OrderLine.pool_id,
            func.sum(
                case((Order.status.in_(OPEN), OrderLine.quantity - OrderLine.refunded), else_=0)
            ).label("n"),
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


def lines_disagree() -> list[str]:
    """An order's goods, its discount and its fee are the sums of its lines."""
    found = []
    for word, kept, of_line in (
        ("goods", Order.goods_total, OrderLine.unit_price * OrderLine.quantity),
        ("discount", Order.discount_total, OrderLine.discount),
        ("fee", Order.fee_total, OrderLine.fee),
    ):
        total = func.sum(of_line)
        rows = db.session.execute(
            select(Order.code, kept, total)
            .join(OrderLine, OrderLine.order_id == Order.id)
            .group_by(Order.id)
            .having(total != kept)
        )
        found += [f"order {code}: {word} {order}, lines {lines}" for code, order, lines in rows]
    return found


def purchases_disagree() -> list[str]:
    """A purchase's total is the sum of its orders."""
    total = func.sum(Order.total)
    rows = db.session.execute(
        select(Purchase.code, Purchase.total, total)
        .outerjoin(Order, Order.purchase_id == Purchase.id)
        .group_by(Purchase.id)
        .having(func.coalesce(total, 0) != Purchase.total)
    )
    return [f"purchase {code}: total {kept}, orders {orders}" for code, kept, orders in rows]
