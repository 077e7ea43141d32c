"""Money that went back through the provider: ours by the id we gave it, and what somebody gave back by hand there."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from marketplace.kit.rupiah import Rupiah, format_rupiah, split_by
from marketplace.ledger.rules import Part, refund_owed, refund_paid, undone
from marketplace.orders.models import Order
from marketplace.payments import books
from marketplace.payments.actions import mark_returned
from marketplace.payments.alarms import alarm
from marketplace.payments.gateways.interface import Outcome, RefundState
from marketplace.payments.models import Payment, Refund
from marketplace.payments.papers.due import paper_due
from marketplace.payments.refunds import left_to_owe
from marketplace.payments.rules import RefundStatus
from marketplace.payments.sessions import ProviderRefund, key_of_refund, refund_of_key
from marketplace.web.db import db

BY_HAND = "Dikembalikan lewat penyedia pembayaran"


def settle_refunds(payment: Payment, found: Sequence[RefundState], at: datetime) -> None:
    """The payment is held, so each is seen by one at a time."""
    ours = {refund.id: refund for refund in refunds_through(payment)}
    for state in found:
        if refund := ours.get(refund_of_key(state.ours)):
            settle_ours(refund, state, at)
        elif state.outcome is Outcome.SUCCEEDED and not rows_of(state.id):
            take_over(payment, state, at)
        elif state.outcome is Outcome.FAILED:
            for row in rows_of(state.id):
                came_back(row, state, at)


def refunds_through(payment: Payment) -> Sequence[Refund]:
    its = select(Refund).where(Refund.payment_id == payment.id).order_by(Refund.id)
    return db.session.scalars(its.execution_options(populate_existing=True)).all()


def rows_of(returned: str) -> Sequence[ProviderRefund]:
    return db.session.scalars(
        select(ProviderRefund).where(ProviderRefund.returned == returned)
    ).all()


def settle_ours(refund: Refund, state: RefundState, at: datetime) -> None:
    """An older try of a refund that was sent again says nothing any more."""
    row = row_for(refund, at)
    if state.ours != key_of_refund(refund, row.tries):
        return
    row.returned = state.id
    if state.outcome is Outcome.SUCCEEDED and refund.status is RefundStatus.OWED:
        give_returned(refund, row, at)
    elif state.outcome is Outcome.FAILED and row.outcome is not Outcome.FAILED:
        came_back(row, state, at)
    elif row.outcome is not Outcome.FAILED:
        row.outcome = state.outcome


def row_for(refund: Refund, at: datetime) -> ProviderRefund:
    row = db.session.get(ProviderRefund, refund.id)
    if row is None:
        row = ProviderRefund(refund=refund, tries=1, outcome=Outcome.PENDING, asked_at=at)
        db.session.add(row)
        db.session.flush()
    return row


def give_returned(refund: Refund, row: ProviderRefund, at: datetime) -> None:
    row.outcome = Outcome.SUCCEEDED
    if row.tries <= 1:
        mark_returned(refund, at, proof=None, note="Lewat kartu yang dipakai membayar")
        return
    refund.status, refund.returned_at = RefundStatus.RETURNED, at
    legs = refund_paid(books.holder_of(refund.payment), refund.order_id, refund.amount)
    key = f"re:{refund.id}:{row.tries}"
    books.write(key, f"Uang kembali {refund.order.code}", legs, refund.order, at)


def came_back(row: ProviderRefund, state: RefundState, at: datetime) -> None:
    """It did not arrive: it is owed again, and somebody has to look at it."""
    refund = row.refund
    if row.outcome is Outcome.FAILED:
        return
    row.outcome, row.note = Outcome.FAILED, f"{state.id} gagal"
    if refund.status is RefundStatus.RETURNED:
        refund.status, refund.returned_at = RefundStatus.OWED, None
        paid = refund_paid(books.holder_of(refund.payment), refund.order_id, refund.amount)
        key = f"re:{refund.id}:{row.tries}:failed"
        books.write(key, f"Uang kembali gagal {refund.order.code}", undone(paid), refund.order, at)
    said = f"Uang kembali {format_rupiah(refund.amount)} gagal di penyedia"
    alarm(said, refund.order.code, f"refund:{refund.id}")


def take_over(payment: Payment, state: RefundState, at: datetime) -> None:
    """Somebody gave money back at the provider: what we owe is done by it first, the rest is owed now and done."""
    rest: int = state.amount
    for refund in free_debts(payment, state):
        if rest:
            done = refund if refund.amount <= rest else split_off(refund, Rupiah(rest))
            rest -= done.amount
            done_by(done, state, at)
    for refund in owed_by_hand(payment, Rupiah(rest), at):
        done_by(refund, state, at)


def done_by(refund: Refund, state: RefundState, at: datetime) -> None:
    row = row_for(refund, at)
    row.returned = state.id
    give_returned(refund, row, at)


def free_debts(payment: Payment, state: RefundState) -> list[Refund]:
    """What is owed and not on its way back already, unless this may be it; of the very amount first."""
    under_way = select(ProviderRefund.refund_id).where(ProviderRefund.outcome == Outcome.PENDING)
    taken = set() if state.is_nameless else set(db.session.scalars(under_way))
    owed = [
        it
        for it in refunds_through(payment)
        if it.status is RefundStatus.OWED and it.id not in taken
    ]
    return sorted(owed, key=lambda refund: refund.amount != state.amount)


def split_off(refund: Refund, amount: Rupiah) -> Refund:
    """A part of a debt, as a refund of its own; what is left of it is sent as a new one."""
    refund.amount = Rupiah(refund.amount - amount)
    part = Refund(
        payment=refund.payment,
        order=refund.order,
        amount=amount,
        reason=refund.reason,
        created_at=refund.created_at,
    )
    db.session.add(part)
    if row := db.session.get(ProviderRefund, refund.id):
        row.outcome, row.returned, row.tries = Outcome.PENDING, None, row.tries + 1
    db.session.flush()
    return part


def owed_by_hand(payment: Payment, given: Rupiah, at: datetime) -> list[Refund]:
    """Split over the orders by what can still go back of each."""
    left = [left_to_owe(payment, part.order) for part in payment.parts]
    amount = min(given, sum(left))
    if amount < given:
        said = f"{format_rupiah(given)} dikembalikan di penyedia, tercatat {format_rupiah(amount)}"
        alarm(said, payment.purchase.code, f"payment:{payment.id}")
    shares = split_by(amount, left) if amount else []
    return [
        owe_share(payment, part.order, share, at)
        for part, share in zip(payment.parts, shares, strict=bool(shares))
        if share
    ]


def owe_share(payment: Payment, order: Order, amount: Rupiah, at: datetime) -> Refund:
    """Which goods it was for, nobody said: the stall bears it, and kas RW keeps its fee until all goes back."""
    refund = Refund(payment=payment, order=order, amount=amount, reason=BY_HAND, created_at=at)
    db.session.add(refund)
    db.session.flush()
    sale = books.sale_of(order)
    if amount == sale.paid:
        books.owed(refund, at)
    else:
        legs = refund_owed(books.holder_of(payment), sale, [Part(amount)])
        books.write(f"owe:{refund.id}", f"Dikembalikan {order.code}: {BY_HAND}", legs, order, at)
        paper_due(order, at)
    return refund
