"""A buyer's bank asks for the money of a card payment: it is set aside until that is decided."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from marketplace.kit.rupiah import Rupiah, split_by
from marketplace.ledger.models import LedgerEntry, Posting
from marketplace.ledger.rules import (
    Account,
    Kind,
    Legs,
    Part,
    dispute_lost,
    dispute_opened,
    legs,
    undone,
)
from marketplace.orders.models import Order
from marketplace.orders.rules import Actor
from marketplace.payments import books
from marketplace.payments.alarms import alarm
from marketplace.payments.gateways.interface import DisputeState
from marketplace.payments.models import Payment
from marketplace.payments.refunds import left_to_owe
from marketplace.web.db import db

OPENED = "Bank pembeli mempersoalkan pembayaran ini. Uangnya ditahan dulu."
WON = "Sengketa dimenangkan, uangnya kembali ke lapak."
LOST = "Sengketa kalah, uangnya diambil bank pembeli."


def settle_disputes(payment: Payment, found: Sequence[DisputeState], at: datetime) -> None:
    """The payment is held. Each step is booked once for each order, by the keys of its entries."""
    for dispute in found:
        sold = [part.order for part in payment.parts if part.is_paid]
        left = [left_to_owe(payment, order) for order in sold]
        shares = (
            split_by(min(dispute.amount, sum(left)), left) if sum(left) else [Rupiah(0)] * len(sold)
        )
        for order, share in zip(sold, shares, strict=True):
            settle_dispute(dispute, order, share, at)


def settle_dispute(dispute: DisputeState, order: Order, share: Rupiah, at: datetime) -> None:
    key = f"dispute:{dispute.id}:{order.id}"
    if not entry(f"{key}:opened"):
        if not share:
            return
        opened = dispute_opened(books.sale_of(order), parts_for(order, share))
        step(f"{key}:opened", OPENED, opened, order, at)
        alarm(OPENED, order.code, f"order:{order.id}")
    held = held_by(entry(f"{key}:opened"), order)
    taken = dispute_lost(order.id, held)
    is_lost = dispute.is_closed and not dispute.is_won
    if (dispute.withdrawn or is_lost) and not entry(f"{key}:taken"):
        books.write(f"{key}:taken", f"Sengketa {order.code}: diambil", taken, order, at)
    if is_lost:
        note_once(order, LOST, at)
    elif dispute.is_won and not entry(f"{key}:won"):
        if entry(f"{key}:taken"):
            books.write(f"{key}:back", f"Sengketa {order.code}: kembali", undone(taken), order, at)
        step(f"{key}:won", WON, undone(entry(f"{key}:opened")), order, at)


def parts_for(order: Order, share: Rupiah) -> Sequence[Part]:
    """All parts of the sale, or what is left of it as one."""
    sale = books.sale_of(order)
    return sale.parts if share == sale.paid else [Part(share)]


def step(key: str, words: str, postings: Legs, order: Order, at: datetime) -> None:
    books.write(key, f"Sengketa {order.code}: {words}", postings, order, at)
    order.log(None, Actor.CLOCK, at, note=words)


def note_once(order: Order, words: str, at: datetime) -> None:
    if all(event.note != words for event in order.events):
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
    return Rupiah(
        -sum(leg.amount for leg in opened if leg.account == Account(Kind.DISPUTE, order.id))
    )
