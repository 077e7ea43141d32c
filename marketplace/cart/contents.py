"""The cart as its page and the checkout see it: grouped by stall, each line judged against what is true now."""

from dataclasses import dataclass, field
from datetime import datetime

from marketplace.cart.models import Cart, CartLine
from marketplace.cart.rules import LineState
from marketplace.catalogue.models import Product, Variant
from marketplace.catalogue.offers import Offer, listed_products, offers_of
from marketplace.stalls.models import Stall
from marketplace.web.db import db


@dataclass(frozen=True)
class Item:
    """A line with its product, and the offer it is bought from (None when it is not sold any more)."""

    line: CartLine
    variant: Variant  # held here, for locking the pool afresh lets go of what it had loaded
    offer: Offer | None
    state: LineState

    @property
    def product(self) -> Product:
        return self.variant.product


@dataclass
class Group:
    """What is bought from one stall."""

    stall: Stall
    items: list[Item] = field(default_factory=list)

    @property
    def orderable(self) -> list[Item]:
        return [item for item in self.items if not item.state.is_gone]

    @property
    def goods_total(self) -> int:
        return sum(item.state.subtotal for item in self.items)

    @property
    def count(self) -> int:
        return sum(item.state.quantity for item in self.items)

    @property
    def ready_at(self) -> datetime | None:
        """When the last batch of this group is ready; None when all stands on the shelf."""
        times = [item.offer.ready_at for item in self.orderable if item.offer]
        return max((time for time in times if time), default=None)


def contents_of(cart: Cart | None, at: datetime) -> list[Group]:
    """Groups in the order in which their first line was put in."""
    if cart is None:
        return []
    ids = {line.pool.variant.product_id for line in cart.lines}
    listed = set(
        db.session.scalars(
            listed_products(at).where(Product.id.in_(ids)).with_only_columns(Product.id)
        )
    )
    offers = {offer.pool_id: offer for found in offers_of(listed, at).values() for offer in found}
    groups: dict[int, Group] = {}
    for line in cart.lines:
        stall = line.pool.variant.product.stall
        group = groups.setdefault(stall.id, Group(stall))
        group.items.append(judged(line, offers.get(line.pool_id)))
    return list(groups.values())


def judged(line: CartLine, offer: Offer | None) -> Item:
    price = offer.price if offer else line.pool.variant.price
    available = offer.available if offer else 0
    return Item(
        line, line.pool.variant, offer, LineState(available, line.quantity, price, line.seen_price)
    )
