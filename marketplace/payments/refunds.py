"""Money owed back to a buyer, written in the transaction that makes it owed."""

from datetime import datetime

from sqlalchemy import func, select

from marketplace.kit.rupiah import Rupiah
from marketplace.orders.models import Order
from marketplace.payments.models import Payment, PaymentPart, Refund
from marketplace.web.db import db


def payment_of(order: Order) -> Payment | None:
    """The payment that covers an order: one each, as long as money goes to the stall directly."""
    query = select(Payment).join(Payment.parts).where(PaymentPart.order_id == order.id)
    return db.session.scalar(query.order_by(Payment.id.desc()).limit(1))


def owe(payment: Payment, order: Order, reason: str, at: datetime) -> Refund | None:
    """Everything that came and is not owed back already. Never more than was received."""
    owed = db.session.scalar(
        select(func.coalesce(func.sum(Refund.amount), 0)).where(Refund.payment_id == payment.id)
    )
    amount = Rupiah(payment.received - int(owed or 0))
    if amount <= 0:
        return None
    refund = Refund(payment=payment, order=order, amount=amount, reason=reason, created_at=at)
    db.session.add(refund)
    return refund
