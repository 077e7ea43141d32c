"""What the moves of an order do to its money, in the same transaction."""

from datetime import datetime

from sqlalchemy import select

from marketplace.orders.models import Order, hold_orders
from marketplace.orders.rules import Actor, IllegalMove
from marketplace.payments import books
from marketplace.payments.asking import ask_anew
from marketplace.payments.ending import close
from marketplace.payments.models import PaymentPart
from marketplace.payments.refunds import owe, payment_of
from marketplace.payments.rules import Method, Payee, PaymentStatus
from marketplace.payments.vouchers import effects as of_vouchers
from marketplace.web.db import db, lock
from marketplace.web.effects import effect

FIRST = (
    of_vouchers,
)  # by this import: vouchers are held before codes of transfers are reserved, as at checkout


@effect("hold_money")
def hold_money(order: Order) -> None:
    """Hold the order with all that share a payment with it, then the payment that stands for it.

    Which payment that is, is asked again under the locks: another move may have asked for the rest anew.
    """
    covering = select(PaymentPart.payment_id).where(PaymentPart.order_id == order.id)
    beside = select(PaymentPart.order_id).where(PaymentPart.payment_id.in_(covering))
    hold_orders({order.id, *db.session.scalars(beside)})
    payment = payment_of(order)
    if payment:
        lock(payment)


@effect("close_payment")
def close_payment(order: Order, by: Actor, at: datetime) -> None:
    """Time is over: an unpaid payment expires with all its orders, money that came is owed back."""
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
    """Cash changes hands with the goods, and only the payee can say that it did: the stall now, a treasurer before."""
    payment = payment_of(order)
    if payment is None:
        books.free_sale(order, at)
        return
    if payment.method is not Method.CASH or payment.paid_at:
        return
    if by is Actor.BUYER or payment.payee is not Payee.STALL:
        raise IllegalMove("whoever gets the cash confirms it")
    payment.status, payment.received, payment.paid_at = PaymentStatus.PAID, payment.due, at
    payment.parts[0].is_paid = True
    books.sale_paid(payment, order, payment.due, at)


def end(order: Order, ending: PaymentStatus, reason: str, at: datetime) -> None:
    """An open payment is closed, and asks anew for its other orders; of a paid one this order's part is owed back."""
    payment = payment_of(order)
    if payment is None or payment.has_ended:
        return
    if payment.is_waiting or payment.status is PaymentStatus.MISMATCH:
        close(payment, ending, reason, at)
        if ending is PaymentStatus.VOID:
            ask_anew(payment, at)
    else:
        owe(payment, order, reason, at)
