"""Giving some lines, pieces or the delivery back: owed to the buyer, off the order, on the shelf if they can be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from marketplace.accounts.models import User
from marketplace.catalogue.rules import Stock
from marketplace.catalogue.stock import change_pools, lock_pools
from marketplace.kit.rupiah import Rupiah, format_rupiah
from marketplace.orders.models import Order, OrderLine
from marketplace.orders.rules import OPEN, Actor, added_up
from marketplace.payments import books
from marketplace.payments.models import Payment, Refund, RefundLine
from marketplace.payments.refunding.rules import (
    REFUNDABLE,
    Line,
    NotRefundable,
    RefundedMeanwhile,
    TooMuch,
    WholeOrder,
    Wish,
    leaves_nothing,
    worth_of,
)
from marketplace.payments.refunds import left_to_owe, payment_of, share_of_order
from marketplace.web.db import db
from marketplace.web.effects import bring_about


@dataclass(frozen=True)
class Wanted:
    """What the stall gives back. `seen`: what had gone back when the page was opened, so a second press finds more."""

    wishes: Sequence[Wish]
    delivery: Rupiah
    seen: Rupiah
    reason: str


def lines_of(order: Order) -> list[Line]:
    return [Line(line.id, books.part_of(line), line.refunded) for line in order.lines]


def refund_parts(
    order: Order, wanted: Wanted, by: Actor, at: datetime, actor: User | None = None
) -> Refund:
    """Owe the buyer these parts.

    Raises NotRefundable, RefundedMeanwhile, TooMuch, WholeOrder, and ValueError for pieces that are not there.
    """
    bring_about("hold_money", order)
    payment = paid_through(order)
    require_unchanged(payment, order, wanted.seen)
    amounts = worth_of(lines_of(order), wanted.wishes)
    if order.status in OPEN and leaves_nothing(lines_of(order), wanted.wishes):
        raise WholeOrder
    amount = Rupiah(sum(amounts) + wanted.delivery)
    require_left(payment, order, amount, wanted.delivery)
    refund = new_refund(payment, order, amount, wanted, at)
    take_off(refund, wanted.wishes, amounts, at)
    db.session.flush()
    books.owed(refund, at)
    note = f"Dikembalikan {format_rupiah(amount)}: {wanted.reason}"
    order.log(None, by, at, actor=actor, note=note)
    return refund


def new_refund(
    payment: Payment, order: Order, amount: Rupiah, wanted: Wanted, at: datetime
) -> Refund:
    refund = Refund(
        payment=payment,
        order=order,
        amount=amount,
        delivery=wanted.delivery,
        reason=wanted.reason,
        created_at=at,
        lines=[],
    )
    db.session.add(refund)
    return refund


def paid_through(order: Order) -> Payment:
    """The payment that brought the order's money. Raises NotRefundable."""
    payment = payment_of(order)
    is_paid = payment is not None and books.is_sale(payment, order)
    if payment is None or not is_paid or order.status not in REFUNDABLE:
        raise NotRefundable(order.code)
    return payment


def require_unchanged(payment: Payment, order: Order, seen: Rupiah) -> None:
    gone = owed_so_far(payment, order)
    if gone != seen:
        raise RefundedMeanwhile(gone)


def owed_so_far(payment: Payment, order: Order) -> Rupiah:
    return Rupiah(share_of_order(payment, order) - left_to_owe(payment, order))


def require_left(payment: Payment, order: Order, amount: Rupiah, delivery: Rupiah) -> None:
    """Raises TooMuch: a wrong amount that was accepted may have been less than the goods are worth."""
    left = left_to_owe(payment, order)
    if not 0 < amount <= left:
        raise TooMuch(left)
    carried = Rupiah(order.delivery_fee - books.delivery_refunded(order))
    if delivery > carried:
        raise TooMuch(carried)


def take_off(
    refund: Refund, wishes: Sequence[Wish], amounts: Sequence[Rupiah], at: datetime
) -> None:
    """Write the lines down, and move their goods."""
    lines = {line.id: line for line in refund.order.lines}
    move_goods(refund.order, lines, wishes, at)
    for wish, amount in zip(wishes, amounts, strict=True):
        line = lines[wish.line_id]
        taken = RefundLine(
            line=line,
            quantity=wish.quantity,
            before=line.refunded,
            amount=amount,
            is_restocked=wish.restock,
        )
        refund.lines.append(taken)
        line.refunded += wish.quantity


def move_goods(
    order: Order, lines: dict[int, OrderLine], wishes: Sequence[Wish], at: datetime
) -> None:
    """Unclaimed, lost, or back on the shelf."""
    pools = lock_pools(lines[wish.line_id].pool_id for wish in wishes)
    for restock in (True, False):
        step = step_for(order, restock=restock)
        chosen = [wish for wish in wishes if wish.restock is restock]
        moved = added_up((lines[wish.line_id].pool_id, wish.quantity) for wish in chosen)
        if step and moved:
            change_pools(pools, step, moved, f"refund {order.code}", at)


def step_for(order: Order, *, restock: bool) -> Callable[[Stock, int], Stock] | None:
    """Before the hand-over claimed goods are free again or gone; after it they come back or stay away."""
    if order.status in OPEN:
        return Stock.release if restock else Stock.hand_over
    return Stock.take_back if restock else None
