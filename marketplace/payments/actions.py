"""What a payee does with money that came, and what a buyer does to show it."""

from datetime import datetime, timedelta

from marketplace.accounts.models import User
from marketplace.catalogue.rules import OutOfStock
from marketplace.catalogue.stock import lock_pools
from marketplace.kit.rupiah import Rupiah, format_rupiah
from marketplace.orders.models import Order, hold_orders
from marketplace.orders.rules import Actor, Move, OrderStatus, hold_after_payment
from marketplace.payments import books
from marketplace.payments.ending import close
from marketplace.payments.models import Payment, Refund
from marketplace.payments.refunds import is_owed_back, owe, payment_of, share_of_order, was_paid
from marketplace.payments.rules import (
    ENDED,
    Arrival,
    Method,
    NotOpen,
    Payee,
    PaymentStatus,
    RefundStatus,
    judge,
)
from marketplace.payments.unique_codes import release_codes
from marketplace.payments.vouchers.rules import LimitReached
from marketplace.web.db import db, lock

WAIT_FOR_REST = timedelta(days=1)


def hold(payment: Payment) -> list[Order]:
    """Lock the payment's orders by id, then the payment: the order in which everybody locks. Gives the orders."""
    orders = hold_orders([part.order_id for part in payment.parts])
    lock(payment)
    return orders


def confirm_received(
    payment: Payment, amount: Rupiah, by: Actor, at: datetime, actor: User | None = None
) -> Arrival:
    """The payee says how much came (in this transfer). Raises NotOpen when it was judged before, or is cash of a stall.

    Exact: paid, and the orders are placed. Wrong: the payee decides next. Late: orders that still wait, or whose goods
    are still free, are paid by it; for all others it is owed back.
    """
    orders = hold(payment)
    refuse_provided(payment)
    if payment.method is Method.CASH and payment.payee is Payee.STALL and payment.is_waiting:
        raise NotOpen("cash changes hands with the goods")
    received = Rupiah(payment.received + amount)
    arrival = judge(payment.status, payment.due, received)
    payment.received = received
    if arrival is Arrival.EXACT:
        mark_paid(payment, orders, by, at, actor)
    elif arrival is Arrival.WRONG:
        payment.status = PaymentStatus.MISMATCH
        note = f"Uang masuk {format_rupiah(received)}, seharusnya {format_rupiah(payment.due)}"
        log_all(orders, by, at, note, actor)
    else:
        take_late(payment, orders, by, at, actor)
    return arrival


def log_all(
    orders: list[Order], by: Actor, at: datetime, note: str, actor: User | None = None
) -> None:
    for order in orders:
        order.log(None, by, at, actor=actor, note=note)


def mark_paid(
    payment: Payment, orders: list[Order], by: Actor, at: datetime, actor: User | None = None
) -> None:
    """The money is accepted. The orders are held."""
    payment.status, payment.paid_at = PaymentStatus.PAID, at
    release_codes(payment, at)
    for order in orders:
        if order.status is OrderStatus.AWAITING_PAYMENT:
            order.make(Move.PAY, by, at, actor=actor)
            order.hold_until = hold_after_payment(order.slot_ends, at)
        else:
            order.log(None, by, at, actor=actor, note="Uang diterima")
        take_part(payment, order, at)


def take_part(payment: Payment, order: Order, at: datetime) -> None:
    """The order got its money through this payment."""
    next(part for part in payment.parts if part.order_id == order.id).is_paid = True
    db.session.flush()
    books.sale_paid(payment, order, share_of_order(payment, order), at)


def take_late(
    payment: Payment, orders: list[Order], by: Actor, at: datetime, actor: User | None = None
) -> None:
    """Money after the end is never lost: it pays for what waits, revives what is still free, or is owed back."""
    payment.status, payment.paid_at = PaymentStatus.LATE, at
    is_whole = payment.received == payment.due and not is_owed_back(payment)
    lock_pools(line.pool_id for order in orders for line in order.lines)
    for order in orders:
        if is_whole and can_be_saved(order, payment, by, at, actor):
            order.hold_until = hold_after_payment(order.slot_ends, at)
            take_part(payment, order, at)
        else:
            owe(payment, order, "Uang datang setelah pesanan berakhir", at)
            note = "Uang datang terlambat, harus dikembalikan"
            order.log(None, by, at, actor=actor, note=note)


def can_be_saved(order: Order, late: Payment, by: Actor, at: datetime, actor: User | None) -> bool:
    """Bring an order on that never had money: one that waits for a newer payment, or one that expired."""
    note = "Uang datang terlambat"
    if order.status is OrderStatus.AWAITING_PAYMENT:
        newer = payment_of(order)
        if newer and newer is not late and not newer.has_ended:
            lock(newer)
            close(newer, PaymentStatus.VOID, "Sudah dibayar dengan cara lain", at)
        order.make(Move.PAY, by, at, actor=actor, note=note)
        return True
    if order.status is not OrderStatus.EXPIRED or was_paid(order):
        return False
    try:
        with db.session.begin_nested():
            order.make(Move.REVIVE, by, at, actor=actor, note=note)
        return True
    except (OutOfStock, LimitReached):
        db.session.refresh(order)
        return False


def accept_mismatch(payment: Payment, by: Actor, at: datetime, actor: User | None = None) -> None:
    """The payee takes the wrong amount as it is."""
    orders = hold(payment)
    require(payment, PaymentStatus.MISMATCH)
    mark_paid(payment, orders, by, at, actor)


def ask_for_rest(payment: Payment, by: Actor, at: datetime, actor: User | None = None) -> None:
    """The payee waits for the missing part; only a short payment has one."""
    orders = hold(payment)
    require(payment, PaymentStatus.MISMATCH)
    if not payment.missing:
        raise NotOpen("nothing is missing")
    payment.status = PaymentStatus.PENDING
    until = max(at + WAIT_FOR_REST, *(order.hold_until for order in orders))
    payment.expires_at = until
    for order in orders:
        order.hold_until = until
    log_all(orders, by, at, f"Menunggu kekurangan {format_rupiah(payment.missing)}", actor)


def return_mismatch(payment: Payment, by: Actor, at: datetime, actor: User | None = None) -> None:
    """The payee gives the wrong amount back and the orders end."""
    orders = hold(payment)
    require(payment, PaymentStatus.MISMATCH)
    close(payment, PaymentStatus.VOID, "Jumlah uang tidak cocok", at)
    lock_pools(line.pool_id for order in orders for line in order.lines)
    for order in orders:
        order.make(Move.REFUSE, by, at, actor=actor, note="Jumlah uang tidak cocok")


def refuse_provided(payment: Payment) -> None:
    """What came through a provider, only the provider can say: nobody confirms it, and nobody proves it."""
    if payment.payee is Payee.OPERATOR:
        raise NotOpen("its provider says what came")


def require(payment: Payment, status: PaymentStatus) -> None:
    if payment.status is not status:
        raise NotOpen(payment.status)


def send_proof(payment: Payment, proof: str, at: datetime) -> str | None:
    """The buyer shows a proof; the clock stops. After the end it is kept for the payee to judge. Raises NotOpen.

    Gives the proof that this one takes the place of.
    """
    orders = hold(payment)
    refuse_provided(payment)
    if payment.status not in ENDED and not payment.is_waiting:
        raise NotOpen(payment.status)
    if payment.is_waiting:
        payment.status = PaymentStatus.PROOF_SENT
    before, payment.proof, payment.proof_at = payment.proof, proof, at
    log_all(orders, Actor.BUYER, at, "Bukti pembayaran dikirim")
    return before


def mark_returned(refund: Refund, at: datetime, *, proof: str | None, note: str) -> None:
    """The payee has given the money back. Raises NotOpen the second time."""
    lock(refund)
    if refund.status is not RefundStatus.OWED:
        raise NotOpen(refund.status)
    refund.status, refund.returned_at = RefundStatus.RETURNED, at
    refund.proof, refund.note = proof, note
    books.returned(refund, at)
