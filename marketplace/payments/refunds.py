"""Which payment stands for an order, and money owed back to a buyer, written in the transaction that makes it owed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.kit.rupiah import Rupiah
from marketplace.orders.models import Order
from marketplace.payments import books
from marketplace.payments.models import Payment, PaymentPart, Refund, RefundLine
from marketplace.payments.rules import ENDED, RefundStatus, shares
from marketplace.web.db import db

# The payment that brought the money, else the one that is still open, else the last that was asked for.
CURRENT = (PaymentPart.is_paid.desc(), Payment.status.in_(ENDED), Payment.id.desc())


def payment_of(order: Order) -> Payment | None:
    """The payment that stands for an order."""
    query = select(Payment).join(Payment.parts).where(PaymentPart.order_id == order.id)
    return db.session.scalar(query.order_by(*CURRENT).limit(1))


def payments_of(orders: Sequence[Order]) -> dict[int, Payment]:
    """Order id to the payment that stands for it, with its parts."""
    rows = db.session.execute(
        select(PaymentPart.order_id, Payment)
        .join(Payment, Payment.id == PaymentPart.payment_id)
        .where(PaymentPart.order_id.in_([order.id for order in orders]))
        .options(joinedload(Payment.stall), joinedload(Payment.market))
        .order_by(*CURRENT)
    ).all()
    best_last = reversed(rows)
    return dict(best_last)


def refunds_of(orders: Sequence[Order]) -> dict[int, list[Refund]]:
    """Order id to what is, or was, owed back for it."""
    found: dict[int, list[Refund]] = {order.id: [] for order in orders}
    lines = selectinload(Refund.lines).joinedload(RefundLine.line)
    query = select(Refund).where(Refund.order_id.in_(found)).order_by(Refund.id).options(lines)
    for refund in db.session.scalars(query):
        found[refund.order_id].append(refund)
    return found


def owing(order: Order) -> Payment | None:
    """The payment whose payee must still give money back for the order; None when nobody owes anything."""
    owed = (one for one in refunds_of([order])[order.id] if one.status is RefundStatus.OWED)
    refund = next(owed, None)
    return refund.payment if refund else None


def is_owed_back(payment: Payment) -> bool:
    """Whether some of its money has to go back, or went: what is left of it buys nothing whole any more."""
    return (
        db.session.scalar(select(Refund.id).where(Refund.payment_id == payment.id).limit(1))
        is not None
    )


def was_paid(order: Order) -> bool:
    """Whether a payment has paid for the order, and be it that its money went back since."""
    paid = select(PaymentPart.id).where(PaymentPart.order_id == order.id, PaymentPart.is_paid)
    return db.session.scalar(paid) is not None


def share_of_order(payment: Payment, order: Order) -> Rupiah:
    """What came through this payment for one of its orders."""
    all_shares = shares([part.amount for part in payment.parts], payment.received)
    places = [part.order_id for part in payment.parts]
    return all_shares[places.index(order.id)]


def left_to_owe(payment: Payment, order: Order) -> Rupiah:
    """What came for the order and is not owed back already."""
    owed = db.session.scalar(
        select(func.coalesce(func.sum(Refund.amount), 0)).where(
            Refund.payment_id == payment.id, Refund.order_id == order.id
        )
    )
    return Rupiah(share_of_order(payment, order) - int(owed or 0))


def owe(payment: Payment, order: Order, reason: str, at: datetime) -> Refund | None:
    """Everything that came for the order and is not owed back already; never more than was received."""
    amount = left_to_owe(payment, order)
    if amount <= 0:
        return None
    refund = Refund(payment=payment, order=order, amount=amount, reason=reason, created_at=at)
    db.session.add(refund)
    db.session.flush()
    books.owed(refund, at)
    return refund
