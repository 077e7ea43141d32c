"""Placing orders: goods are reserved, titles and prices frozen, whole or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from marketplace.catalogue.rules import Stock
from marketplace.catalogue.stock import StockPool
from marketplace.kit.codes import new_code
from marketplace.kit.rupiah import Rupiah
from marketplace.orders.models import Order, OrderLine, Purchase
from marketplace.orders.rules import Actor, Delivery, OrderStatus
from marketplace.stalls.models import Stall
from marketplace.web.db import db


@dataclass(frozen=True)
class OrderPart:
    """What goes to one stall: pool id to quantity, and how the buyer gets it."""

    stall: Stall
    wanted: dict[int, int]
    status: OrderStatus
    delivery: Delivery
    delivery_fee: Rupiah
    place: str
    hold_until: datetime
    slot_starts: datetime | None = None
    slot_ends: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Contact:
    """Who buys. A guest has no id but the digest of a key."""

    name: str
    phone: str
    buyer_id: int | None = None
    guest_key_digest: str | None = field(default=None, repr=False)


def new_purchase(draft_key: str, contact: Contact, at: datetime) -> Purchase:
    """A purchase without orders yet. Its code is random; the unique key refuses the rare twin."""
    purchase = Purchase(
        code=f"PRW-{new_code()}",
        draft_key=draft_key,
        buyer_id=contact.buyer_id,
        guest_key_digest=contact.guest_key_digest,
        contact_name=contact.name,
        contact_phone=contact.phone,
        total=Rupiah(0),
        created_at=at,
    )
    db.session.add(purchase)
    return purchase


def place_order(
    purchase: Purchase, part: OrderPart, pools: dict[int, StockPool], at: datetime
) -> Order:
    """Reserve the goods of one stall and freeze what the buyer saw. The pools are locked already.

    Raises OutOfStock; nothing is kept then, for the caller does not commit.
    """
    code = f"{purchase.code}-{len(purchase.orders) + 1}"
    lines = [frozen_line(pools[pool_id], count) for pool_id, count in part.wanted.items()]
    for pool_id, count in part.wanted.items():
        pools[pool_id].change(Stock.reserve, count, f"order {code}", at)
    order = Order(
        code=code,
        stall=part.stall,
        market_id=part.stall.market_id,
        status=part.status,
        collection_code=new_code(),
        delivery=part.delivery,
        place=part.place,
        slot_starts=part.slot_starts,
        slot_ends=part.slot_ends,
        goods_total=Rupiah(sum(line.subtotal for line in lines)),
        delivery_fee=part.delivery_fee,
        note=part.note,
        hold_until=part.hold_until,
        created_at=at,
        lines=lines,
    )
    order.log(None, Actor.BUYER, at, note="Pesanan dibuat")
    purchase.orders.append(order)
    purchase.total = Rupiah(purchase.total + order.total)
    return order


def frozen_line(pool: StockPool, quantity: int) -> OrderLine:
    """The goods as they are now: later changes of the product do not reach it."""
    variant = pool.variant
    return OrderLine(
        pool=pool,
        product_id=variant.product_id,
        title=variant.product.title,
        variant_title=variant.title,
        photo=variant.product.photo,
        unit_price=variant.price,
        quantity=quantity,
        ready_at=pool.batch.ready_at if pool.batch else None,
    )


def added_up(lines: Iterable[tuple[int, int]]) -> dict[int, int]:
    """(pool id, quantity) pairs as pool id to quantity: two lines of one pool are judged together."""
    total: dict[int, int] = {}
    for pool_id, quantity in lines:
        total[pool_id] = total.get(pool_id, 0) + quantity
    return total
