"""What must be true of money: parts, states and refunds. Read by `flask check`."""

from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import selectinload

from marketplace.ledger.models import LedgerEntry
from marketplace.ledger.queries import balances
from marketplace.ledger.rules import Kind
from marketplace.orders.models import Order
from marketplace.orders.rules import Bearer, OrderStatus
from marketplace.payments.models import Payment, PaymentPart, Refund, UniqueCode
from marketplace.payments.papers import checks as papers
from marketplace.payments.refunds import CURRENT
from marketplace.payments.rules import (
    ENDED,
    WAITING,
    Method,
    Payee,
    PaymentStatus,
    RefundStatus,
    shares,
)
from marketplace.payments.vouchers.checks import problems as of_vouchers
from marketplace.web.db import db

S, P = OrderStatus, PaymentStatus
UNDECIDED = (*WAITING, P.MISMATCH)  # the payee has not said yet what happens to what came
MOVED_ON = (S.PLACED, S.ACCEPTED, S.READY, S.ON_THE_WAY, S.COMPLETED)


def problems() -> list[str]:
    """Sentences about disagreements; empty when all agree."""
    return [
        *parts_disagree(),
        *orders_without_payment(),
        *said_of("order {}: went on though nothing was paid", went_on_unpaid()),
        *said_of("order {}: awaits a payment that has ended", waits_for_nothing()),
        *said_of("order {}: ended, its payment is still open", left_open()),
        *money_unaccounted(),
        *codes_kept(),
        *of_vouchers(),
        *books_disagree(),
        *papers.problems(),
    ]


def parts_disagree() -> list[str]:
    """A payment's amount is the sum of its parts, and each part is its order's total."""
    total = func.sum(PaymentPart.amount)
    rows = db.session.execute(
        select(Payment.id, Payment.amount, total)
        .outerjoin(PaymentPart, PaymentPart.payment_id == Payment.id)
        .group_by(Payment.id)
        .having(func.coalesce(total, 0) != Payment.amount)
    )
    found = [f"payment {id}: amount {amount}, parts {parts}" for id, amount, parts in rows]
    wrong = paired().where(PaymentPart.amount != Order.total)
    return found + said_of("order {}: its part of the payment is not its total", wrong)


def paired() -> Any:
    """Order codes joined to the payment that stands for each."""
    place = func.row_number().over(partition_by=PaymentPart.order_id, order_by=CURRENT)
    placed = (
        select(PaymentPart.id, place.label("place"))
        .join(Payment, Payment.id == PaymentPart.payment_id)
        .subquery()
    )
    return (
        select(Order.code)
        .join(PaymentPart, PaymentPart.order_id == Order.id)
        .join(placed, (placed.c.id == PaymentPart.id) & (placed.c.place == 1))
        .join(Payment, Payment.id == PaymentPart.payment_id)
    )


def said_of(sentence: str, codes: Any) -> list[str]:
    return [sentence.format(code) for code in db.session.scalars(codes)]


def orders_without_payment() -> list[str]:
    """Every order that costs something was asked for, and at most one payment is open or has paid for it."""
    standing = case(
        (or_(PaymentPart.is_paid, Payment.status.in_((*WAITING, P.MISMATCH))), 1), else_=0
    )
    asked, alive = func.count(PaymentPart.id), func.coalesce(func.sum(standing), 0)
    rows = db.session.execute(
        select(Order.code, asked, alive)
        .outerjoin(PaymentPart, PaymentPart.order_id == Order.id)
        .outerjoin(Payment, Payment.id == PaymentPart.payment_id)
        .where(Order.total > 0)
        .group_by(Order.id)
        .having(or_(asked == 0, alive > 1))
    )
    return [f"order {code}: {n} payments, {alive} of them standing" for code, n, alive in rows]


def is_settled() -> ColumnElement[bool]:
    """Money is there, or will change hands with the goods."""
    cash_to_come = and_(
        Payment.method == Method.CASH, Payment.status.in_(UNDECIDED), Order.status != S.COMPLETED
    )
    return or_(Payment.status.in_((P.PAID, P.LATE)), cash_to_come)


def went_on_unpaid() -> Any:
    return paired().where(Order.status.in_(MOVED_ON), ~is_settled())


def waits_for_nothing() -> Any:
    return paired().where(Order.status == S.AWAITING_PAYMENT, Payment.status.in_(ENDED))


def left_open() -> Any:
    return paired().where(
        Order.status.in_((S.CANCELLED, S.EXPIRED)), Payment.status.in_((*WAITING, P.MISMATCH))
    )


def money_unaccounted() -> list[str]:
    """What came for an order that did not get, or did not keep, its goods is owed back to the last rupiah; never more
    than came for it."""
    found = []
    for payment in db.session.scalars(payments_with_money()).unique():
        came = shares([part.amount for part in payment.parts], payment.received)
        for part, share in zip(payment.parts, came, strict=True):
            owed = owed_through(payment.id).get(part.order_id, 0)
            kept = part.is_paid and part.order.status not in (S.CANCELLED, S.EXPIRED)
            if owed > share:
                found.append(f"payment {payment.id}: {owed} owed back of {share}")
            elif not kept and owed != share and payment.status not in UNDECIDED:
                found.append(f"order {part.order.code}: {share} came, {owed} is owed back")
    return found


def payments_with_money() -> Any:
    """Those for which something came, with parts and orders."""
    parts = selectinload(Payment.parts).joinedload(PaymentPart.order)
    return select(Payment).where(Payment.received > 0).options(parts).order_by(Payment.id)


def owed_through(payment_id: int) -> dict[int, int]:
    """Order id to what is, or was, owed back of one payment."""
    rows = db.session.execute(
        select(Refund.order_id, func.sum(Refund.amount))
        .where(Refund.payment_id == payment_id)
        .group_by(Refund.order_id)
    )
    return {order_id: int(amount) for order_id, amount in rows}


def codes_kept() -> list[str]:
    """A unique code of a payment that has ended is free again."""
    kept = (
        select(UniqueCode.id)
        .join(Payment, Payment.id == UniqueCode.payment_id)
        .where(UniqueCode.released_at.is_(None), Payment.status.in_((*ENDED, P.PAID, P.LATE)))
    )
    return said_of("unique code {}: kept by a payment that has ended", kept)


def books_disagree() -> list[str]:
    """Each paid part has its sale in the ledger, each refund its debt, until it went back."""
    return [*sales_missing(), *free_sales_missing(), *debts_disagree()]


def sales_missing() -> list[str]:
    """Collected money is always a sale in the books; direct money where kas RW has a part in it."""
    key = literal("pay:") + cast(Payment.id, String) + ":" + cast(PaymentPart.order_id, String)
    there = select(LedgerEntry.id).where(LedgerEntry.key == key).exists()
    enters = or_(Payment.payee != Payee.STALL, Order.fee_total > 0, is_borne_by_kas())
    rows = db.session.scalars(
        select(Order.code)
        .join(PaymentPart, PaymentPart.order_id == Order.id)
        .join(Payment, Payment.id == PaymentPart.payment_id)
        .where(PaymentPart.is_paid, enters, ~there, Payment.received > 0)
    )
    return [f"order {code}: its money is not in the ledger" for code in rows]


def free_sales_missing() -> list[str]:
    """What cost the buyer nothing, because kas RW bears it all, is owed to the stall from the hand-over on."""
    there = select(LedgerEntry.id).where(
        LedgerEntry.key == literal("free:") + cast(Order.id, String)
    )
    free = select(Order.code).where(
        Order.status == S.COMPLETED, Order.total == 0, is_borne_by_kas(), ~there.exists()
    )
    return said_of("order {}: what kas RW bears is not in the ledger", free)


def is_borne_by_kas() -> ColumnElement[bool]:
    return and_(Order.borne_by == Bearer.MARKET, Order.discount_total > 0)


def debts_disagree() -> list[str]:
    """What the books say must go back for an order is what its open refunds come to."""
    open_now = db.session.execute(
        select(Refund.order_id, func.sum(Refund.amount))
        .where(Refund.status == RefundStatus.OWED)
        .group_by(Refund.order_id)
    )
    owed = {account.owner: -amount for account, amount in balances(Kind.REFUND).items()}
    refunds = {order_id: int(amount) for order_id, amount in open_now}
    return [
        f"order id {id}: {refunds.get(id or 0, 0)} to go back, the ledger says {owed.get(id, 0)}"
        for id in {*owed, *refunds}
        if owed.get(id, 0) != refunds.get(id or 0, 0)
    ]
