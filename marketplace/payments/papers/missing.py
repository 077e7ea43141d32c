"""Which papers are not there yet, and issuing them in the order in which things happened."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, and_, cast, func, literal, or_, select

from marketplace.ledger.models import LedgerEntry
from marketplace.orders.models import Order
from marketplace.orders.rules import OrderStatus
from marketplace.payments.models import Payment, PaymentPart, Refund
from marketplace.payments.papers.actions import issue_correction, issue_nota
from marketplace.payments.papers.models import Document
from marketplace.payments.papers.rules import Kind
from marketplace.web.db import begin_write, db

AT_ONCE = 500  # orders in one question


class Missing(NamedTuple):
    """A paper to be issued. They sort by market and then by time, a nota (refund 0) before what takes it back."""

    market_id: int
    at: datetime
    order_id: int
    refund_id: int = 0


def issue_papers(due: Mapping[int, datetime]) -> None:
    """All that is missing of these orders (id to the moment of the act), market by market, in the order of time."""
    if not due:
        return
    db.session.flush()
    for paper in sorted(missing_of(due)):
        if paper.refund_id:
            issue_correction(db.session.get_one(Refund, paper.refund_id), paper.at)
        else:
            order = db.session.get_one(Order, paper.order_id)
            issue_nota(order, payment_that_paid(order), paper.at)


def issue_all(at: datetime) -> int:
    """Those of orders that were sold before there were papers. Gives how many there were."""
    begin_write()
    sold = select(Order.id).where(is_sold()).order_by(Order.id)
    orders, before = iter(db.session.scalars(sold).all()), count_of_papers()
    while some := list(islice(orders, AT_ONCE)):
        issue_papers(dict.fromkeys(some, at))
    return count_of_papers() - before


def count_of_papers() -> int:
    return db.session.scalar(select(func.count(Document.id))) or 0


def missing_of(due: Mapping[int, datetime]) -> Iterator[Missing]:
    """Orders that were sold and have no nota, and what is owed back of what paid for one and has no correction."""
    order = select(Order.id, Order.market_id).where(Order.id.in_(due))
    noted = select(Document.order_id).where(Document.kind == Kind.NOTA)
    for order_id, market_id in db.session.execute(order.where(is_sold(), Order.id.not_in(noted))):
        yield Missing(market_id, due[order_id], order_id)
    is_of_it = (Refund.order_id == Order.id) & (Refund.payment_id == PaymentPart.payment_id)
    owed = (
        order.join(PaymentPart, (PaymentPart.order_id == Order.id) & PaymentPart.is_paid)
        .join(Refund, is_of_it)
        .add_columns(Refund.id, Refund.created_at)
    )
    written = select(Document.refund_id).where(Document.refund_id.is_not(None))
    for order_id, market_id, refund_id, at in db.session.execute(
        owed.where(Refund.id.not_in(written), takes_back())
    ):
        yield Missing(market_id, max(at, due[order_id]), order_id, refund_id)


def is_sold() -> ColumnElement[bool]:
    """The condition that an order was paid, or handed over for nothing because a discount covered it all."""
    paid = select(PaymentPart.order_id).where(PaymentPart.is_paid)
    for_nothing = and_(Order.total == 0, Order.status == OrderStatus.COMPLETED)
    return or_(Order.id.in_(paid), for_nothing)


def takes_back() -> ColumnElement[bool]:
    """The condition that a refund took something of the sale back by itself: what was split off another did not."""
    key = literal("owe:") + cast(Refund.id, String)
    return select(LedgerEntry.id).where(LedgerEntry.key == key).exists()


def payment_that_paid(order: Order) -> Payment | None:
    its = (PaymentPart.order_id == order.id) & PaymentPart.is_paid
    return db.session.scalar(select(Payment).join(Payment.parts).where(its))
