"""What a payee does with money that came, and what a buyer does to show it."""

from datetime import datetime, timedelta

from marketplace.accounts.models import User
from marketplace.catalogue.rules import OutOfStock
from marketplace.kit.rupiah import Rupiah, format_rupiah
from marketplace.orders.models import Order
from marketplace.orders.rules import Actor, Move, OrderStatus, hold_after_payment
from marketplace.payments.models import Payment, Refund
from marketplace.payments.refunds import owe
from marketplace.payments.rules import (
    ENDED,
    Arrival,
    Method,
    NotOpen,
    PaymentStatus,
    RefundStatus,
    judge,
)
from marketplace.payments.unique_codes import release_codes
from marketplace.web.db import db, lock

WAIT_FOR_REST = timedelta(days=1)


def hold(payment: Payment) -> Order:
    """Lock the payment's order, then the payment: the order in which everybody locks. Gives the order."""
    order = payment.parts[0].order
    lock(order)
    lock(payment)
    return order


def confirm_received(
    payment: Payment, amount: Rupiah, by: Actor, at: datetime, actor: User | None = None
) -> Arrival:
    """The payee says how much came (in this transfer). Raises NotOpen when it was judged before, or is cash.

    Exact: paid, and the order is placed. Wrong: the payee decides next. Late: an expired order is revived when
    its goods are still free, otherwise everything is owed back.
    """
    order = hold(payment)
    if payment.method is Method.CASH and payment.is_waiting:
        raise NotOpen("cash changes hands with the goods")
    received = Rupiah(payment.received + amount)
    arrival = judge(payment.status, payment.due, received)
    payment.received = received
    if arrival is Arrival.EXACT:
        mark_paid(payment, order, by, at, actor)
    elif arrival is Arrival.WRONG:
        payment.status = PaymentStatus.MISMATCH
        note = f"Uang masuk {format_rupiah(received)}, seharusnya {format_rupiah(payment.due)}"
        order.log(None, by, at, actor=actor, note=note)
    else:
        take_late(payment, order, by, at, actor)
    return arrival


def mark_paid(
    payment: Payment, order: Order, by: Actor, at: datetime, actor: User | None = None
) -> None:
    payment.status, payment.paid_at = PaymentStatus.PAID, at
    order.make(Move.PAY, by, at, actor=actor)
    order.hold_until = hold_after_payment(order.slot_ends, at)
    release_codes(payment, at)


def take_late(
    payment: Payment, order: Order, by: Actor, at: datetime, actor: User | None = None
) -> None:
    """Money after the end is never lost: it revives the order or is owed back."""
    payment.status, payment.paid_at = PaymentStatus.LATE, at
    if order.status is OrderStatus.EXPIRED and payment.received == payment.due:
        try:
            with db.session.begin_nested():
                order.make(Move.REVIVE, by, at, actor=actor, note="Uang datang terlambat")
            order.hold_until = hold_after_payment(order.slot_ends, at)
            return
        except OutOfStock:
            db.session.refresh(order)
    owe(payment, order, "Uang datang setelah pesanan berakhir", at)
    order.log(None, by, at, actor=actor, note="Uang datang terlambat, harus dikembalikan")


def accept_mismatch(payment: Payment, by: Actor, at: datetime, actor: User | None = None) -> None:
    """The payee takes the wrong amount as it is."""
    order = hold(payment)
    require(payment, PaymentStatus.MISMATCH)
    mark_paid(payment, order, by, at, actor)


def ask_for_rest(payment: Payment, by: Actor, at: datetime, actor: User | None = None) -> None:
    """The payee waits for the missing part; only a short payment has one."""
    order = hold(payment)
    require(payment, PaymentStatus.MISMATCH)
    if not payment.missing:
        raise NotOpen("nothing is missing")
    payment.status = PaymentStatus.PENDING
    payment.expires_at = order.hold_until = max(order.hold_until, at + WAIT_FOR_REST)
    order.log(
        None, by, at, actor=actor, note=f"Menunggu kekurangan {format_rupiah(payment.missing)}"
    )


def return_mismatch(payment: Payment, by: Actor, at: datetime, actor: User | None = None) -> None:
    """The payee gives the wrong amount back and the order ends."""
    order = hold(payment)
    require(payment, PaymentStatus.MISMATCH)
    order.make(Move.REFUSE, by, at, actor=actor, note="Jumlah uang tidak cocok")


def require(payment: Payment, status: PaymentStatus) -> None:
    if payment.status is not status:
        raise NotOpen(payment.status)


def send_proof(payment: Payment, proof: str, at: datetime) -> str | None:
    """The buyer shows a proof; the clock stops. After the end it is kept for the payee to judge. Raises NotOpen.

    Gives the proof that this one takes the place of.
    """
    order = hold(payment)
    if payment.status not in ENDED and not payment.is_waiting:
        raise NotOpen(payment.status)
    if payment.is_waiting:
        payment.status = PaymentStatus.PROOF_SENT
    before, payment.proof, payment.proof_at = payment.proof, proof, at
    order.log(None, Actor.BUYER, at, note="Bukti pembayaran dikirim")
    return before


def mark_returned(refund: Refund, at: datetime, *, proof: str | None, note: str) -> None:
    """The payee has given the money back. Raises NotOpen the second time."""
    lock(refund)
    if refund.status is not RefundStatus.OWED:
        raise NotOpen(refund.status)
    refund.status, refund.returned_at = RefundStatus.RETURNED, at
    refund.proof, refund.note = proof, note
