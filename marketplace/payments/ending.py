"""How an open payment ends without having paid: closed, its codes freed, what came for it owed back."""

from datetime import datetime

from marketplace.payments.models import Payment
from marketplace.payments.refunds import owe
from marketplace.payments.rules import PaymentStatus
from marketplace.payments.unique_codes import release_codes


def close(payment: Payment, ending: PaymentStatus, reason: str, at: datetime) -> None:
    """The payment is held and was not paid; what came so far is owed back, for each of its orders."""
    payment.status = ending
    release_codes(payment, at)
    if payment.received:
        for order in payment.orders:
            owe(payment, order, reason, at)
