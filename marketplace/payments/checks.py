"""What must be true of money: parts, states and refunds. Read by `flask check`."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from marketplace.orders.models import Order
from marketplace.orders.rules import OrderStatus
from marketplace.payments.models import Payment, PaymentPart, Refund, UniqueCode
from marketplace.payments.rules import ENDED, WAITING, Method, PaymentStatus
from marketplace.web.db import db

S, P = OrderStatus, PaymentStatus
MOVED_ON = (S.PLACED, S.ACCEPTED, S.READY, S.ON_THE_WAY, S.COMPLETED)


def problems() -> list[str]:
    """Sentences about disagreements; empty when all agree."""
    return [
        *parts_disagree(),
        *orders_without_payment(),
        *said_of("order {}: went on though nothing was paid", went_on_unpaid()),
        *said_of("order {}: awaits a payment that has ended", waits_for_nothing()),
        *said_of("order {}: ended, its payment is still open", left_open()),
        *money_unaccounted(),
        *codes_kept(),
    ]


def parts_disagree() -> list[str]:
    """A payment's amount is the sum of its parts, and each part is its order's total."""
    total = func.sum(PaymentPart.amount)
    rows = db.session.execute(
        select(Payment.id, Payment.amount, total)
        .outerjoin(PaymentPart, PaymentPart.payment_id == Payment.id)
        .group_by(Payment.id)
        .having(func.coalesce(total, 0) != Payment.amount)
    )
    found = [f"payment {id}: amount {amount}, parts {parts}" for id, amount, parts in rows]
    wrong = paired().where(PaymentPart.amount != Order.goods_total + Order.delivery_fee)
    return found + said_of("order {}: its part of the payment is not its total", wrong)


def paired() -> Any:
    """Order codes joined to their payment."""
    return (
        select(Order.code)
        .join(PaymentPart, PaymentPart.order_id == Order.id)
        .join(Payment, Payment.id == PaymentPart.payment_id)
    )


def said_of(sentence: str, codes: Any) -> list[str]:
    return [sentence.format(code) for code in db.session.scalars(codes)]


def orders_without_payment() -> list[str]:
    """Every order that costs something is covered by exactly one payment."""
    count = func.count(PaymentPart.id)
    rows = db.session.execute(
        select(Order.code, count)
        .outerjoin(PaymentPart, PaymentPart.order_id == Order.id)
        .where(Order.goods_total + Order.delivery_fee > 0)
        .group_by(Order.id)
        .having(count != 1)
    )
    return [f"order {code}: covered by {n} payments" for code, n in rows]


def is_settled() -> ColumnElement[bool]:
    """Money is there, or will change hands with the goods."""
    cash_to_come = and_(
        Payment.method == Method.CASH, Payment.status.in_(WAITING), Order.status != S.COMPLETED
    )
    return or_(Payment.status.in_((P.PAID, P.LATE)), cash_to_come)


def went_on_unpaid() -> Any:
    return paired().where(Order.status.in_(MOVED_ON), ~is_settled())


def waits_for_nothing() -> Any:
    return paired().where(Order.status == S.AWAITING_PAYMENT, Payment.status.in_(ENDED))


def left_open() -> Any:
    return paired().where(
        Order.status.in_((S.CANCELLED, S.EXPIRED)), Payment.status.in_((*WAITING, P.MISMATCH))
    )


def money_unaccounted() -> list[str]:
    """Money for an order that ended is owed back to the last rupiah; never more than came."""
    owed = func.coalesce(
        select(func.sum(Refund.amount)).where(Refund.payment_id == Payment.id).scalar_subquery(), 0
    )
    ended = Order.status.in_((S.CANCELLED, S.EXPIRED))
    lost = paired().where(ended, Payment.received != owed)
    more = select(Payment.id).where(owed > Payment.received)
    return [
        *said_of("order {}: ended, and what came is not what is owed back", lost),
        *said_of("payment {}: more is owed back than came", more),
    ]


def codes_kept() -> list[str]:
    """A unique code of a payment that has ended is free again."""
    kept = (
        select(UniqueCode.id)
        .join(Payment, Payment.id == UniqueCode.payment_id)
        .where(UniqueCode.released_at.is_(None), Payment.status.in_((*ENDED, P.PAID, P.LATE)))
    )
    return said_of("unique code {}: kept by a payment that has ended", kept)
