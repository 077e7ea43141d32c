"""A buyer's bank asks for the money of a card payment: it is set aside until that is decided."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from marketplace.kit.rupiah import Rupiah, split_by
from marketplace.ledger.models import LedgerEntry, Posting
from marketplace.ledger.rules import (
    Account,
    Kind,
    Legs,
    Pair,
    Part,
    dispute_lost,
    dispute_opened,
    legs,
    refund_paid,
    undone,
)
from marketplace.orders.models import Order
from marketplace.orders.rules import Actor
from marketplace.payments import books
from marketplace.payments.alarms import alarm
from marketplace.payments.gateways.interface import DisputeState
from marketplace.payments.models import Payment, Refund
from marketplace.payments.refunds import left_to_owe
from marketplace.payments.rules import RefundStatus
from marketplace.payments.settling.refunds import give_returned, refunds_through, row_for
from marketplace.web.db import db

OPENED = "Bank pembeli mempersoalkan pembayaran ini. Uangnya ditahan dulu."
WON = "Sengketa dimenangkan, uangnya kembali ke lapak."
LOST = "Sengketa kalah, uangnya diambil bank pembeli."


class Stake(NamedTuple):
    """What of an order's money has not gone back: still sold, or owed to the buyer already."""

    order: Order
    sold: Rupiah
    owed: Rupiah

    @property
    def whole(self) -> int:
        return self.sold + self.owed


def settle_disputes(payment: Payment, found: Sequence[DisputeState], at: datetime) -> None:
    """The payment is held. Each step is booked once for each order, by the keys of its entries."""
    for dispute in found:
        stakes = [stake_of(payment, part.order) for part in payment.parts]
        wholes = [stake.whole for stake in stakes]
        amount = min(dispute.amount, sum(wholes))
        shares = split_by(amount, wholes) if amount else [Rupiah(0)] * len(stakes)
        for stake, share in zip(stakes, shares, strict=True):
            settle_dispute(payment, dispute, stake, share, at)


def stake_of(payment: Payment, order: Order) -> Stake:
    owed = sum(refund.amount for refund in owed_for(payment, order))
    return Stake(order, left_to_owe(payment, order), Rupiah(owed))


def owed_for(payment: Payment, order: Order) -> list[Refund]:
    return [
        refund
        for refund in refunds_through(payment)
        if refund.order_id == order.id and refund.status is RefundStatus.OWED
    ]


def settle_dispute(
    payment: Payment, dispute: DisputeState, stake: Stake, share: Rupiah, at: datetime
) -> None:
    key, order = f"dispute:{dispute.id}:{stake.order.id}", stake.order
    if not entry(f"{key}:opened"):
        if not share:
            return
        step(f"{key}:opened", OPENED, set_aside(stake, share), order, at)
        alarm(OPENED, order.code, f"order:{order.id}")
    opened = entry(f"{key}:opened")
    taken = dispute_lost(order.id, held_by(opened, order))
    is_lost = dispute.is_closed and not dispute.is_won
    if (dispute.withdrawn or is_lost) and not entry(f"{key}:taken"):
        books.write(f"{key}:taken", f"Sengketa {order.code}: diambil", taken, order, at)
    if is_lost:
        if all(event.note != LOST for event in order.events):
            order.log(None, Actor.CLOCK, at, note=LOST)
        end_refunds(payment, order, opened_at(key), at)
    elif dispute.is_won and not entry(f"{key}:won"):
        if entry(f"{key}:taken"):
            books.write(f"{key}:back", f"Sengketa {order.code}: kembali", undone(taken), order, at)
        step(f"{key}:won", WON, undone(opened), order, at)


def set_aside(stake: Stake, share: Rupiah) -> Legs:
    """Out of the sale first, then out of what is owed to the buyer already."""
    order, pairs = stake.order, list[Pair]()
    sold = min(share, stake.sold)
    if sold:
        sale = books.sale_of(order)
        parts = sale.parts if sold == sale.paid else [Part(Rupiah(sold))]
        pairs += dispute_opened(sale, parts)
    if owed := share - sold:
        pairs += [(Account(Kind.REFUND, order.id), owed), (Account(Kind.DISPUTE, order.id), -owed)]
    return legs(pairs)


def end_refunds(payment: Payment, order: Order, opened: datetime, at: datetime) -> None:
    """The buyer has the money through the bank, so what is owed as well has gone back with it.

    What became owed after the opening took the sale back a second time; that is undone.
    """
    for refund in owed_for(payment, order):
        pairs = list(undone(refund_paid(books.holder_of(payment), order.id, refund.amount)))
        if refund.created_at > opened:
            pairs += undone(entry(f"owe:{refund.id}"))
        memo = f"Sengketa {order.code}: sudah kembali lewat bank"
        books.write(f"owe:{refund.id}:disputed", memo, legs(pairs), order, at)
        give_returned(refund, row_for(refund, at), at)
        refund.note = "Diambil bank pembeli lewat sengketa"


def opened_at(key: str) -> datetime:
    query = select(LedgerEntry.at).where(LedgerEntry.key == f"{key}:opened")
    return db.session.scalars(query).one()


def step(key: str, words: str, postings: Legs, order: Order, at: datetime) -> None:
    books.write(key, f"Sengketa {order.code}: {words}", postings, order, at)
    order.log(None, Actor.CLOCK, at, note=words)


def entry(key: str) -> Legs:
    """The legs of an entry that stands in the books; none when it does not."""
    rows = db.session.execute(
        select(Posting.account, Posting.amount)
        .join(LedgerEntry, LedgerEntry.id == Posting.entry_id)
        .where(LedgerEntry.key == key)
        .order_by(Posting.id)
    )
    return legs((Account.parse(account), amount) for account, amount in rows)


def held_by(opened: Legs, order: Order) -> Rupiah:
    account = Account(Kind.DISPUTE, order.id)
    return Rupiah(-sum(leg.amount for leg in opened if leg.account == account))
