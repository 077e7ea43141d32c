"""What payments write into the ledger, each in the transaction of the act itself.

A part that is paid is a sale (`pay:<payment>:<order>`); money owed back takes it back (`owe:<refund>`), or stands by
itself when it never bought anything; `re:<refund>` when the buyer has it. An order that costs nothing is a sale too
when kas RW bears its discount (`free:<order>`). Entries that come to nothing (direct money without
kas) are not written.
"""

from datetime import datetime

from sqlalchemy import func, select

from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.actions import post
from marketplace.ledger.rules import (
    OPERATOR,
    Account,
    Legs,
    Part,
    Sale,
    collected,
    direct_sale,
    money_without_order,
    refund_owed,
    refund_paid,
    stall_itself,
    treasurer,
)
from marketplace.orders.models import Order, OrderLine
from marketplace.payments.models import Payment, PaymentPart, Refund
from marketplace.payments.papers.due import paper_due
from marketplace.payments.rules import Payee
from marketplace.web.db import db


def holder_of(payment: Payment) -> Account:
    """With whom the money of a payment lies."""
    if payment.payee is Payee.OPERATOR:
        return OPERATOR
    if payment.payee is Payee.TREASURER:
        return treasurer(payment.market_id or 0)
    return stall_itself(payment.stall_id or 0)


def sale_of(order: Order) -> Sale:
    """The order in the ledger's eyes, by its frozen shares."""
    lines = tuple(part_of(line) for line in order.lines)
    return Sale(
        order.id, order.stall_id, order.market_id, lines, order.delivery_fee, order.borne_by
    )


def part_of(line: OrderLine) -> Part:
    return Part(line.subtotal, line.discount, line.fee, line.quantity)


def sale_paid(payment: Payment, order: Order, amount: Rupiah, at: datetime) -> None:
    """`amount` came for the order, with what was over or short."""
    sale, holder = sale_of(order), holder_of(payment)
    is_direct = payment.payee is Payee.STALL
    legs = direct_sale(sale) if is_direct else collected(holder, amount, [sale])
    write(f"pay:{payment.id}:{order.id}", f"Penjualan {order.code}", legs, order, at)
    paper_due(order, at)


def free_sale(order: Order, at: datetime) -> None:
    """An order whose discount covers it all: nothing was paid, yet kas RW may owe the stall what it bears."""
    write(f"free:{order.id}", f"Penjualan {order.code}", direct_sale(sale_of(order)), order, at)
    paper_due(order, at)


def owed(refund: Refund, at: datetime) -> None:
    """Money must go back. What was a sale is taken back by its own shares."""
    payment, order = refund.payment, refund.order
    holder, memo = holder_of(payment), f"Dikembalikan {order.code}: {refund.reason}"
    if is_sale(payment, order):
        legs = refund_owed(holder, sale_of(order), taken_back(refund))
    else:
        legs = money_without_order(holder, order.id, refund.amount)
    write(f"owe:{refund.id}", memo[:200], legs, order, at)
    paper_due(order, at)


def returned(refund: Refund, at: datetime) -> None:
    """The buyer has the money back."""
    legs = refund_paid(holder_of(refund.payment), refund.order_id, refund.amount)
    write(f"re:{refund.id}", f"Uang kembali {refund.order.code}", legs, refund.order, at)


def is_sale(payment: Payment, order: Order) -> bool:
    query = select(PaymentPart.is_paid).where(
        PaymentPart.payment_id == payment.id, PaymentPart.order_id == order.id
    )
    return bool(db.session.scalar(query))


def taken_back(refund: Refund) -> list[Part]:
    """What of the sale this refund takes back: its own lines and delivery, or all that is left.

    What was over or short goes along with the last of it, as a part of its own.
    """
    parts = chosen(refund) if refund.lines or refund.delivery else left_of(refund.order)
    over = refund.amount - sum(part.paid for part in parts)
    return [*parts, Part(Rupiah(over))] if over else parts


def chosen(refund: Refund) -> list[Part]:
    pieces = [part_of(one.line).pieces(one.quantity, one.before) for one in refund.lines]
    return [*pieces, Part(refund.delivery)] if refund.delivery else pieces


def left_of(order: Order) -> list[Part]:
    """Pieces, and delivery, whose money has not gone back yet."""
    pieces = [
        part_of(line).pieces(line.claimed, line.refunded) for line in order.lines if line.claimed
    ]
    delivery = order.delivery_fee - delivery_refunded(order)
    return [*pieces, Part(Rupiah(delivery))] if delivery else pieces


def delivery_refunded(order: Order) -> Rupiah:
    total = func.coalesce(func.sum(Refund.delivery), 0)
    return Rupiah(int(db.session.scalar(select(total).where(Refund.order_id == order.id)) or 0))


def write(key: str, memo: str, legs: Legs, order: Order, at: datetime) -> None:
    if legs:
        post(key, memo, legs, at, order.stall.market)
