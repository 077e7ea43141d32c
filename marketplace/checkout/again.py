"""Pesan lagi: what an order held lies in the cart again, as far as it can be had now, at today's price."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import User
from marketplace.cart.actions import CartFull, open_cart, put_in
from marketplace.cart.models import Cart
from marketplace.cart.rules import capped
from marketplace.catalogue.models import Product, Variant
from marketplace.catalogue.offers import Offer, listed_products, offers_of, visible_products
from marketplace.catalogue.rules import SellsBy
from marketplace.kit.clock import tanggal
from marketplace.kit.rupiah import format_rupiah
from marketplace.orders.models import Order
from marketplace.stalls.models import Stall
from marketplace.web.db import db

MOST_NAMED = 6  # sentences of one message: it travels in a cookie
GONE = "tidak dijual lagi"
SOLD_OUT = "sedang habis"
NO_ROUND = "belum ada jadwal pesan dulu yang buka"
FULL = "keranjangmu penuh"


@dataclass
class Outcome:
    """How many lie in the cart now; what could not be had, and what costs another price, each in words."""

    put: int = 0
    missing: list[str] = field(default_factory=list)
    repriced: list[str] = field(default_factory=list)
    key: str | None = None  # of a guest's new cart


def order_again(order: Order, user: User | None, key: str | None, at: datetime) -> Outcome:
    """Fill the cart up to what the order held: pressed twice, it holds no more than after the first press."""
    outcome = Outcome()
    wanted, paid = wanted_of(order)
    offers = offers_for(wanted, at)
    cart = None
    for variant in variants_of(wanted):
        offer = offers.get(variant.id)
        if offer is None:
            outcome.missing.append(f"{name_of(variant)}: {why_not(variant, at)}")
            continue
        if cart is None:
            cart, outcome.key = open_cart(user, key)
        fill_up(cart, offer, variant, wanted[variant.id], outcome)
        if offer.price != paid[variant.id]:
            outcome.repriced.append(f"{name_of(variant)} {format_rupiah(offer.price)}")
    return outcome


def wanted_of(order: Order) -> tuple[Counter[int], dict[int, int]]:
    """Pieces by variant, over all rounds that the order took from; and what one of them cost."""
    wanted: Counter[int] = Counter()
    paid = {}
    for line in order.lines:
        wanted[line.pool.variant_id] += line.quantity
        paid[line.pool.variant_id] = int(line.unit_price)
    return wanted, paid


def variants_of(ids: Iterable[int]) -> list[Variant]:
    """In the order of the ids."""
    stall = joinedload(Variant.product).joinedload(Product.stall).joinedload(Stall.market)
    places = {id: place for place, id in enumerate(ids)}
    query = select(Variant).where(Variant.id.in_(places)).options(stall)
    return sorted(db.session.scalars(query), key=lambda variant: places[variant.id])


def offers_for(variant_ids: Iterable[int], at: datetime) -> dict[int, Offer]:
    """By variant: the shelf, else the nearest round that takes orders; only where goods are left."""
    theirs = select(Variant.product_id).where(Variant.id.in_(list(variant_ids)))
    listed = listed_products(at).where(Product.id.in_(theirs)).with_only_columns(Product.id)
    found: dict[int, Offer] = {}
    offers = [one for some in offers_of(db.session.scalars(listed), at).values() for one in some]
    for offer in sorted(offers, key=lambda one: (one.ready_at or at, one.pool_id)):
        if offer.available > 0:
            found.setdefault(offer.variant_id, offer)
    return found


def fill_up(cart: Cart, offer: Offer, variant: Variant, wanted: int, outcome: Outcome) -> None:
    there = sum(line.quantity for line in cart.lines if line.pool_id == offer.pool_id)
    can_have = capped(wanted, offer.available)
    try:
        if there < can_have:
            put_in(cart, offer, can_have - there)
    except CartFull:
        outcome.missing.append(f"{name_of(variant)}: {FULL}")
        return
    outcome.put += max(can_have, there)
    if can_have < wanted:
        outcome.missing.append(f"{name_of(variant)}: tinggal {can_have}, dulu {wanted}")


def name_of(variant: Variant) -> str:
    return f"{variant.product.title}, {variant.title}"


def why_not(variant: Variant, at: datetime) -> str:
    """Why none of it can be ordered now."""
    product, stall = variant.product, variant.product.stall
    shown = visible_products().where(Product.id == product.id).with_only_columns(Product.id)
    if not (variant.is_active and db.session.scalar(shown)):
        return GONE
    if stall.on_holiday(at):
        until = f" sampai {tanggal(stall.holiday_until)}" if stall.holiday_until else ""
        return f"lapaknya libur{until}"
    rounds = any(
        offer.variant_id == variant.id for offer in offers_of([product.id], at)[product.id]
    )
    return NO_ROUND if product.sells_by is SellsBy.BATCH and not rounds else SOLD_OUT


def sentence(opening: str, facts: list[str]) -> str:
    """At most so many facts are named; how many more there are is said."""
    more = len(facts) - MOST_NAMED
    named = [*facts[:MOST_NAMED], f"dan {more} lainnya"] if more > 0 else facts
    return f"{opening} {'; '.join(named)}."
