"""The sweep: orders whose time is over let their goods go, drafts nobody finished free their codes."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from marketplace.catalogue.stock import lock_pools
from marketplace.checkout.models import CheckoutDraft
from marketplace.jobs.registry import job
from marketplace.kit.clock import now
from marketplace.orders.models import Order
from marketplace.orders.rules import Actor, Move, OrderStatus
from marketplace.payments.errands import last_word
from marketplace.payments.gateways.interface import Stage
from marketplace.payments.jobs import try_each
from marketplace.payments.models import Payment, PaymentPart, UniqueCode
from marketplace.payments.refunds import payment_of
from marketplace.payments.rules import STOPS_THE_CLOCK
from marketplace.web.db import begin_write, db
from marketplace.web.effects import bring_about

ENDS_BY_TIME = (OrderStatus.AWAITING_PAYMENT, OrderStatus.PLACED)
AT_ONCE = 200
ASK_AGAIN = timedelta(minutes=5)
LONGEST_WAIT = {Stage.PROCESSING: timedelta(days=7), Stage.OPEN: timedelta(days=1)}


@job("checkout.expire", every=timedelta(seconds=20))
def expire_orders() -> None:
    """Each order in a transaction of its own, so one that cannot be moved holds up nobody."""
    at = now()
    ids = db.session.scalars(
        select(Order.id)
        .where(Order.status.in_(ENDS_BY_TIME), Order.hold_until <= at)
        .where(~clock_is_stopped())
        .order_by(Order.hold_until)
        .limit(AT_ONCE)
    ).all()
    db.session.rollback()
    try_each("order", ids, lambda order_id: end_unless_paid(order_id, at))


def end_unless_paid(order_id: int, at: datetime) -> None:
    if may_end(order_id, at):
        expire(order_id, at)


def may_end(order_id: int, at: datetime) -> bool:
    """A card payment is asked for first. While its bank is at it, or its provider is away, the goods wait longer."""
    stage = last_word(order_id)
    if stage in (Stage.PAID, Stage.EXPIRED):
        return stage is Stage.EXPIRED
    begin_write()
    order = db.session.get_one(Order, order_id)
    bring_about("hold_money", order)
    payment = payment_of(order)
    asked_until = payment.expires_at if payment and payment.expires_at else at
    if asked_until + LONGEST_WAIT[stage] <= at:
        return True
    order.hold_until = max(order.hold_until, at + ASK_AGAIN)
    db.session.commit()
    return False


def clock_is_stopped():  # type: ignore[no-untyped-def]
    """A proof was sent or a wrong amount came, and the order still waits: the payee must answer first."""
    return (
        select(PaymentPart.id)
        .join(Payment, Payment.id == PaymentPart.payment_id)
        .where(PaymentPart.order_id == Order.id, Payment.status.in_(STOPS_THE_CLOCK))
        .exists()
    )


def expire(order_id: int, at: datetime) -> None:
    """Looks again under the locks, for a payment may have come in between. Orders that wait for one payment expire
    together."""
    begin_write()
    order = db.session.get_one(Order, order_id)
    bring_about("hold_money", order)
    payment = payment_of(order)
    stopped = payment is not None and payment.status in STOPS_THE_CLOCK
    if order.status in ENDS_BY_TIME and order.hold_until <= at and not stopped:
        together = waiting_together(order, payment)
        lock_pools(line.pool_id for ended in together for line in ended.lines)
        for ended in together:
            ended.make(Move.EXPIRE, Actor.CLOCK, at)
    db.session.commit()


def waiting_together(order: Order, payment: Payment | None) -> list[Order]:
    """The order, and those that share its unpaid payment."""
    if payment is None or order.status is not OrderStatus.AWAITING_PAYMENT:
        return [order]
    return [other for other in payment.orders if other.status is OrderStatus.AWAITING_PAYMENT]


@job("checkout.tidy", every=timedelta(minutes=10))
def tidy_drafts() -> None:
    """Codes of drafts that never became a purchase are free again; the drafts are forgotten a week later."""
    at = now()
    begin_write()
    db.session.execute(
        update(UniqueCode)
        .where(UniqueCode.payment_id.is_(None), UniqueCode.released_at.is_(None))
        .where(UniqueCode.expires_at < at)
        .values(released_at=at)
    )
    db.session.execute(
        db.delete(CheckoutDraft).where(
            CheckoutDraft.purchase_id.is_(None), CheckoutDraft.expires_at < at - timedelta(days=7)
        )
    )
    db.session.commit()
