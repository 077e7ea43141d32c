"""What must be true of vouchers. Read by `flask check`."""

from sqlalchemy import func, or_, select

from marketplace.orders.models import Order
from marketplace.orders.rules import OrderStatus
from marketplace.payments.vouchers.models import Voucher, VoucherUse
from marketplace.web.db import db

OVER = (OrderStatus.CANCELLED, OrderStatus.EXPIRED)


def problems() -> list[str]:
    """Sentences about disagreements; empty when all agree."""
    return [*uses_disagree(), *uses_of_the_dead(), *discounts_disagree()]


def uses_disagree() -> list[str]:
    """A voucher's count is the purchases with a living order that carries it, never above its limit."""
    alive = (
        select(VoucherUse.voucher_id, func.count(VoucherUse.purchase_id.distinct()).label("n"))
        .join(VoucherUse.order)
        .where(Order.status.not_in(OVER))
        .group_by(VoucherUse.voucher_id)
        .subquery()
    )
    count = func.coalesce(alive.c.n, 0)
    rows = db.session.execute(
        select(Voucher.code, Voucher.used, count, Voucher.limit_total)
        .outerjoin(alive, alive.c.voucher_id == Voucher.id)
        .where(or_(Voucher.used != count, Voucher.used > Voucher.limit_total))
    )
    return [
        f"voucher {code}: used {used}, carried by {n} living purchases, limit {limit}"
        for code, used, n, limit in rows
    ]


def uses_of_the_dead() -> list[str]:
    """An order that ended has given its use back, and no other has."""
    codes = (
        select(Order.code)
        .join(VoucherUse, VoucherUse.order_id == Order.id)
        .where(Order.status.in_(OVER) == VoucherUse.given_back_at.is_(None))
    )
    return [f"order {code}: its voucher says otherwise" for code in db.session.scalars(codes)]


def discounts_disagree() -> list[str]:
    """An order's discount is the voucher's."""
    amount = func.coalesce(VoucherUse.amount, 0)
    rows = db.session.execute(
        select(Order.code, Order.discount_total, amount)
        .outerjoin(VoucherUse, VoucherUse.order_id == Order.id)
        .where(Order.discount_total != amount)
    )
    return [f"order {code}: discount {total}, voucher {of}" for code, total, of in rows]
