"""What the moves of an order do to its money, in the same transaction."""

from datetime import datetime

from marketplace.orders.models import Order
from marketplace.orders.rules import Actor, IllegalMove
from marketplace.payments.models import Payment
from marketplace.payments.refunds import owe, payment_of
from marketplace.payments.rules import Method, PaymentStatus
from marketplace.payments.unique_codes import release_codes
from marketplace.web.db import lock
from marketplace.web.effects import effect


@effect("close_payment")
def close_payment(order: Order, by: Actor, at: datetime) -> None:
    """Time is over: an unpaid payment expires, money that came is owed back."""
    end(order, PaymentStatus.EXPIRED, "Pesanan lewat waktu", at)


@effect("give_back")
def give_back(order: Order, by: Actor, at: datetime) -> None:
    """The order is cancelled: an unpaid payment is closed, money that came is owed back."""
    end(order, PaymentStatus.VOID, "Pesanan dibatalkan", at)


@effect("settle_no_show")
def settle_no_show(order: Order, by: Actor, at: datetime) -> None:
    """Nobody came. What was paid is owed back; the stall and the buyer may agree otherwise outside."""
    end(order, PaymentStatus.VOID, "Pesanan tidak diambil", at)


@effect("collect_cash")
def collect_cash(order: Order, by: Actor, at: datetime) -> None:
    """Cash changes hands with the goods, and only the payee can say that it did."""
    payment = held_payment(order)
    if payment is None or payment.method is not Method.CASH or not payment.is_waiting:
        return
    if by is Actor.BUYER:
        raise IllegalMove("the stall confirms cash")
    payment.status, payment.received, payment.paid_at = PaymentStatus.PAID, payment.due, at


def end(order: Order, ending: PaymentStatus, reason: str, at: datetime) -> None:
    payment = held_payment(order)
    if payment is None:
        return
    if payment.received:
        owe(payment, order, reason, at)
        if payment.is_waiting or payment.status is PaymentStatus.MISMATCH:
            payment.status = ending
    elif payment.is_waiting:
        payment.status = ending
    release_codes(payment, at)


def held_payment(order: Order) -> Payment | None:
    payment = payment_of(order)
    if payment:
        lock(payment)
    return payment
