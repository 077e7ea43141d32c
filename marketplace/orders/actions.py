"""Placing orders: goods are reserved, titles and prices frozen, whole or not at all."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert

from marketplace.catalogue.models import Variant
from marketplace.catalogue.rules import Stock
from marketplace.catalogue.stock import StockPool, change_pools
from marketplace.kit.codes import new_code
from marketplace.kit.rupiah import Rupiah
from marketplace.orders.models import Order, OrderLine, Purchase
from marketplace.orders.rules import (
    Actor,
    Bearer,
    Delivery,
    OrderStatus,
    Share,
    added_up,
    frozen_shares,
)
from marketplace.stalls.models import Stall
from marketplace.web.db import db


@dataclass(frozen=True)
class Wanted:
    """So many of a variant from one pool; `ready_at` is the batch's, when it is a pre-order."""

    pool_id: int
    quantity: int
    variant: Variant
    ready_at: datetime | None = None


@dataclass(frozen=True)
class OrderPart:
    """What goes to one stall, and how the buyer gets it."""

    stall: Stall
    wanted: list[Wanted]
    status: OrderStatus
    delivery: Delivery
    delivery_fee: Rupiah
    place: str
    hold_until: datetime
    slot_starts: datetime | None = None
    slot_ends: datetime | None = None
    note: str = ""
    discount: Rupiah = Rupiah(0)
    borne_by: Bearer = Bearer.STALL

    @property
    def prices(self) -> list[int]:
        """Of all pieces of each line."""
        return [line.variant.price * line.quantity for line in self.wanted]

    @property
    def goods_total(self) -> Rupiah:
        return Rupiah(sum(self.prices))

    @property
    def fee_basis_points(self) -> int:
        """Of kas RW, at the market's rate of this moment."""
        return self.stall.market.fee_basis_points

    @property
    def shares(self) -> list[Share]:
        """What each line carries of the discount and the fee."""
        return frozen_shares(self.prices, self.discount, self.fee_basis_points)


@dataclass(frozen=True)
class Contact:
    """Who buys. A guest has no id but the digest of a key."""

    name: str
    phone: str
    buyer_id: int | None = None
    guest_key_digest: str | None = field(default=None, repr=False)


def new_purchase(draft_key: str, contact: Contact, total: Rupiah, at: datetime) -> Purchase:
    """A purchase without orders yet; `total` is what they will come to.

    Its code is random; the unique key refuses the rare twin.
    """
    purchase = Purchase(
        code=f"PRW-{new_code()}",
        draft_key=draft_key,
        buyer_id=contact.buyer_id,
        guest_key_digest=contact.guest_key_digest,
        contact_name=contact.name,
        contact_phone=contact.phone,
        total=total,
        created_at=at,
        orders=[],
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
    wanted = added_up((line.pool_id, line.quantity) for line in part.wanted)
    change_pools(pools, Stock.reserve, wanted, f"order {code}", at)
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
        note=part.note,
        hold_until=part.hold_until,
        created_at=at,
    )
    freeze_money(order, part)
    order.log(None, Actor.BUYER, at, note="Pesanan dibuat")
    purchase.orders.append(order)
    return order


def freeze_money(order: Order, part: OrderPart) -> None:
    """What the order costs, its discount, and what of it is for kas RW."""
    order.goods_total, order.delivery_fee = part.goods_total, part.delivery_fee
    order.discount_total, order.borne_by = part.discount, part.borne_by
    order.fee_basis_points = part.fee_basis_points
    order.fee_total = Rupiah(sum(share.fee for share in part.shares))


def freeze_lines(order: Order, part: OrderPart) -> None:
    """The goods as they are now, in one statement: later changes of the product do not reach them."""
    db.session.flush()
    rows = [
        {
            "order_id": order.id,
            "pool_id": line.pool_id,
            "product_id": line.variant.product_id,
            "title": line.variant.product.title,
            "variant_title": line.variant.title,
            "photo": line.variant.product.photo,
            "unit_price": line.variant.price,
            "quantity": line.quantity,
            "discount": share.discount,
            "fee": share.fee,
            "ready_at": line.ready_at,
        }
        for line, share in zip(part.wanted, part.shares, strict=True)
    ]
    db.session.execute(insert(OrderLine), rows)
