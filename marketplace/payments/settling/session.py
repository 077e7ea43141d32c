"""Settling one session: money is taken once, everything that happened to it since is booked once."""

from datetime import datetime

from sqlalchemy import select

from marketplace.catalogue.stock import lock_pools
from marketplace.kit.rupiah import format_rupiah
from marketplace.ledger.actions import post
from marketplace.ledger.rules import gateway_fee
from marketplace.orders.models import Order
from marketplace.orders.rules import Actor, Move, OrderStatus
from marketplace.payments.actions import hold, log_all, mark_paid, take_late
from marketplace.payments.alarms import alarm
from marketplace.payments.asking import ask_anew
from marketplace.payments.ending import close
from marketplace.payments.gateways.interface import SessionState, Stage
from marketplace.payments.models import Payment
from marketplace.payments.rules import PaymentStatus
from marketplace.payments.sessions.models import ProviderSession
from marketplace.payments.settling.disputes import settle_disputes
from marketplace.payments.settling.refunds import settle_refunds
from marketplace.web.db import db, lock

WRONG_AMOUNT = "Jumlah dari penyedia tidak cocok"


class UnknownSession(LookupError):
    """A session of no payment of ours, yet: the provider shall tell us again."""


def settle(found: SessionState, at: datetime) -> Payment:
    """Bring a payment to where its session is. Raises UnknownSession.

    Paid: every living order is placed; money for the others, a second payment or a wrong amount is owed back in the
    same transaction. Expired: unpaid orders end. Open or still on its way: nothing changes.
    """
    kept = session_row(found)
    payment = kept.payment
    orders = hold(payment)
    lock(kept)
    was, kept.stage = kept.stage, furthest(kept.stage, found.stage)
    kept.session, kept.intent = found.id, found.intent or kept.intent
    kept.page = found.url or kept.page
    if found.stage is Stage.PAID:
        if was is not Stage.PAID:
            take_money(payment, orders, found, at)
        book_fees(kept, found, at)
        settle_refunds(payment, found.refunds, at)
        settle_disputes(payment, found.disputes, at)
    elif kept.stage is Stage.EXPIRED and was is not Stage.EXPIRED and not kept.let_go:
        end_unpaid(payment, orders, at)
    return payment


def furthest(was: Stage, now: Stage) -> Stage:
    """Paid stays paid, and a page that was closed does not open again."""
    if was is Stage.PAID or (was is Stage.EXPIRED and now is Stage.OPEN):
        return was
    return now


def session_row(found: SessionState) -> ProviderSession:
    """By the provider's id; or by our own reference, when its answer never reached us. Raises UnknownSession."""
    by_id = select(ProviderSession).where(
        ProviderSession.provider == found.provider, ProviderSession.session == found.id
    )
    row = db.session.scalar(by_id) or awaiting_answer(found)
    if row is None:
        raise UnknownSession(f"{found.provider} {found.id} ({found.reference})")
    return row


def awaiting_answer(found: SessionState) -> ProviderSession | None:
    number = found.reference.rpartition(".")[2]
    row = db.session.get(ProviderSession, int(number)) if number.isdecimal() else None
    if row is None or (row.provider, row.reference) != expected(found):
        return None
    is_free = row.session in (None, found.id)  # another tab may have written it just now
    return row if is_free else None


def expected(found: SessionState) -> tuple[str, str]:
    return found.provider, found.reference


def take_money(payment: Payment, orders: list[Order], found: SessionState, at: datetime) -> None:
    """Judged against the payment first, then for each order."""
    payment.received = payment.due if found.amount is None else found.amount
    if found.amount != payment.due:
        give_all_back(payment, orders, at)
    elif payment.is_waiting:
        mark_paid(payment, orders, Actor.CLOCK, at)
    else:
        take_late(payment, orders, Actor.CLOCK, at)


def give_all_back(payment: Payment, orders: list[Order], at: datetime) -> None:
    """Somebody bypassed us: the money goes back whole, the orders stay as they are and may be paid anew."""
    said = f"{format_rupiah(payment.received)} masuk, seharusnya {format_rupiah(payment.due)}"
    was_open = payment.is_waiting
    close(payment, PaymentStatus.FAILED, WRONG_AMOUNT, at)
    log_all(orders, Actor.CLOCK, at, f"{WRONG_AMOUNT}: {said}. Uangnya dikembalikan.")
    alarm(f"{WRONG_AMOUNT}: {said}", payment.purchase.code, f"payment:{payment.id}")
    if was_open:
        ask_anew(payment, at)


def end_unpaid(payment: Payment, orders: list[Order], at: datetime) -> None:
    """Nobody can pay it any more: its orders let their goods go, and the payment is closed with them."""
    if not payment.is_waiting:
        return
    lock_pools(line.pool_id for order in orders for line in order.lines)
    for order in orders:
        if order.status is OrderStatus.AWAITING_PAYMENT:
            order.make(Move.EXPIRE, Actor.CLOCK, at, note="Waktu bayar dengan kartu habis")


def book_fees(kept: ProviderSession, found: SessionState, at: datetime) -> None:
    for fee in found.fees:
        if not fee.amount:
            continue
        post(f"fee:{fee.id}", "Biaya penyedia pembayaran", gateway_fee(fee.amount), at)
    kept.knows_fee = kept.knows_fee or bool(found.fees)
