"""Questions the desks ask about orders of a stall or a market."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from marketplace.orders.models import Order, OrderLine
from marketplace.orders.queries import whole
from marketplace.orders.rules import OPEN, OrderStatus
from marketplace.payments.models import Payment, PaymentPart, Refund
from marketplace.payments.rules import ENDED, PaymentStatus, RefundStatus
from marketplace.stalls.models import Stall
from marketplace.web.db import db, first_or_404

S = OrderStatus
NEW, MAKING, TO_HAND_OVER = (S.PLACED,), (S.ACCEPTED,), (S.READY, S.ON_THE_WAY)
GROUPS = {
    "baru": ("Baru", NEW),
    "disiapkan": ("Disiapkan", MAKING),
    "diserahkan": ("Mau diserahkan", TO_HAND_OVER),
    "menunggu": ("Menunggu bayar", (S.AWAITING_PAYMENT,)),
    "selesai": ("Selesai", (S.COMPLETED,)),
    "batal": ("Batal", (S.CANCELLED, S.EXPIRED)),
}
MOST = 50  # of one kind on the day's page; the rest is on the list


def orders_of(stall: Stall) -> Select[Order]:
    return select(Order).where(Order.stall_id == stall.id)


def own_order(stall: Stall, code: str) -> Order:
    """An order of this stall, else 404."""
    return first_or_404(orders_of(stall).where(Order.code == code).options(*whole()))


def knows_buyer(order: Order, payment: Payment | None, refunds: list[Refund]) -> bool:
    """Whether a desk still has to do with the buyer, so that it may see who they are: while the order is open, while
    money is owed, and while a proof that came too late waits to be judged."""
    if order.status in OPEN or payment is None:
        return order.status in OPEN
    judges = payment.has_ended and payment.proof is not None and not payment.received
    return judges or any(refund.status is RefundStatus.OWED for refund in refunds)


def told_of_return(refunds: list[Refund]) -> str:
    """What the stall tells the buyer of an order that ended: it promises its own money, never what others hold."""
    owes = any(it.status is RefundStatus.OWED and it.payment.is_direct for it in refunds)
    return "Uangmu kami kembalikan." if owes else ""


def faults_of(form: Any, before: str = "") -> list[tuple[str, str]]:
    """What is wrong in a form, for the summary: ids of fields (with what the page puts `before` them) and words."""
    return [
        (f"{before}{field.id}", f"{field.label.text}: {field.errors[0]}".replace("?:", "?"))
        for field in form
        if field.errors
    ]


def work_of(stall: Stall) -> dict[str, list[Order]]:
    """New, to make and to hand over: what waits for the producer, the earliest slot first."""
    waiting = (*NEW, *MAKING, *TO_HAND_OVER)
    query = orders_of(stall).where(Order.status.in_(waiting)).options(*whole())
    ordered = query.order_by(Order.slot_starts.is_(None), Order.slot_starts, Order.id).limit(
        3 * MOST
    )
    found: dict[str, list[Order]] = {"baru": [], "disiapkan": [], "diserahkan": []}
    for order in db.session.scalars(ordered):
        name = next(name for name in found if order.status in GROUPS[name][1])
        found[name].append(order)
    return found


@dataclass(frozen=True)
class ToMake:
    """So many of one thing, over all accepted orders."""

    title: str
    variant_title: str
    photo: str | None
    quantity: int
    ready_at: datetime | None


def to_make(orders: list[Order]) -> list[ToMake]:
    """The shopping list of the kitchen: lines of accepted orders added up."""
    totals: dict[tuple[str, str], list[OrderLine]] = {}
    for order in orders:
        for line in order.lines:
            totals.setdefault((line.title, line.variant_title), []).append(line)
    return [
        ToMake(
            title, variant, lines[0].photo, sum(line.quantity for line in lines), lines[0].ready_at
        )
        for (title, variant), lines in sorted(totals.items())
    ]


def money_to_check(stall: Stall) -> list[Payment]:
    """Payments that wait for the producer's eye: proofs first, then those still open, oldest first."""
    open_now = (PaymentStatus.PENDING, PaymentStatus.PROOF_SENT, PaymentStatus.MISMATCH)
    late_proof = Payment.status.in_(ENDED) & Payment.proof.is_not(None) & (Payment.received == 0)
    query = select(Payment).where(Payment.stall_id == stall.id, Payment.expires_at.is_not(None))
    return list(
        db.session.scalars(
            query.where(Payment.status.in_(open_now) | late_proof)
            .options(joinedload(Payment.purchase))
            .order_by(Payment.proof_at.is_(None), Payment.id)
            .limit(MOST)
        )
    )


def orders_by_payment(payments: list[Payment]) -> dict[int, Order]:
    """Payment id to the order it covers."""
    rows = db.session.execute(
        select(PaymentPart.payment_id, Order)
        .join(Order, Order.id == PaymentPart.order_id)
        .where(PaymentPart.payment_id.in_([payment.id for payment in payments]))
    )
    return dict(rows.all())


def owed_by(stall: Stall) -> list[Refund]:
    """Refunds the stall has still to give back."""
    return list(
        db.session.scalars(
            select(Refund)
            .join(Refund.payment)
            .where(Payment.stall_id == stall.id, Refund.status == RefundStatus.OWED)
            .options(joinedload(Refund.order).joinedload(Order.purchase))
            .order_by(Refund.id)
        )
    )


def counts_of(condition: Any) -> dict[str, int]:
    """How many orders stand in each group of `GROUPS`."""
    rows = db.session.execute(
        select(Order.status, func.count()).where(condition).group_by(Order.status)
    )
    by_status = dict(rows.all())
    return {
        name: sum(by_status.get(status, 0) for status in statuses)
        for name, (_label, statuses) in GROUPS.items()
    }
