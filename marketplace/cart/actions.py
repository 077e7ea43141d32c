"""Filling a cart, changing it, and merging a guest's cart into an account's."""

from dataclasses import dataclass

from sqlalchemy import Select, select

from marketplace.accounts.models import User
from marketplace.cart.models import Cart, CartLine
from marketplace.cart.rules import MOST_LINES, capped
from marketplace.catalogue.models import Product, Variant
from marketplace.catalogue.offers import Offer, listed_products, offers_of
from marketplace.catalogue.stock import StockPool
from marketplace.kit.clock import now
from marketplace.kit.codes import digest, new_key
from marketplace.kit.rupiah import Rupiah
from marketplace.web.db import begin_write, db, insert_unless_there


class NotForSale(Exception):
    """Nothing of this can be ordered now."""


class CartFull(Exception):
    """The cart holds as many different goods as it can."""


@dataclass(frozen=True)
class Added:
    """What came of "Tambah": the quantity that lies in the cart now, and whether it is less than asked for."""

    title: str
    quantity: int
    is_capped: bool


def offer_of(*, variant_id: int | None = None, pool_id: int | None = None) -> Offer:
    """The pool a buyer means: named, or the first of the variant that has goods. Raises NotForSale."""
    at = now()
    if pool_id is not None:
        named = select(StockPool.variant_id).where(StockPool.id == pool_id).scalar_subquery()
        wanted = Variant.id == named
    else:
        wanted = Variant.id == variant_id
    product_id = db.session.scalar(
        listed_products(at).join(Variant).where(wanted).with_only_columns(Product.id)
    )
    for offer in offers_of([product_id], at)[product_id] if product_id else []:
        is_it = offer.pool_id == pool_id if pool_id is not None else offer.variant_id == variant_id
        if is_it and offer.available > 0:
            return offer
    raise NotForSale


def open_cart(user: User | None, key: str | None) -> tuple[Cart, str | None]:
    """The visitor's cart, born now if need be; a new guest also gets the key for their cookie."""
    begin_write()
    new = None
    if user:
        insert_unless_there(Cart, user_id=user.id, created_at=now(), updated_at=now())
        cart = db.session.scalar(locked().where(Cart.user_id == user.id))
    else:
        cart = db.session.scalar(locked().where(Cart.key_digest == digest(key or "")))
    if cart is None:
        new = new_key()
        cart = Cart(key_digest=digest(new))
        db.session.add(cart)
    return cart, new


def locked() -> Select[Cart]:
    return select(Cart).with_for_update(key_share=True)


def put_in(cart: Cart, offer: Offer, quantity: int) -> Added:
    """Add so many of an offer, capped at what is left. Raises CartFull."""
    cart.updated_at = now()
    line = next((line for line in cart.lines if line.pool_id == offer.pool_id), None)
    wanted = (line.quantity if line else 0) + quantity
    total = capped(wanted, offer.available)
    if line is None:
        if len(cart.lines) >= MOST_LINES:
            raise CartFull
        line = CartLine(pool_id=offer.pool_id, quantity=total, seen_price=Rupiah(offer.price))
        cart.lines.append(line)
    line.quantity, line.seen_price = total, Rupiah(offer.price)
    title = db.session.scalar(select(Product.title).where(Product.id == offer.product_id))
    return Added(title or "", total, is_capped=total < wanted)


def set_quantity(line: CartLine, quantity: int) -> int:
    """Change a line to so many, at most what is left; zero takes it out. Gives back the new quantity."""
    pool = db.session.get_one(StockPool, line.pool_id)
    total = capped(quantity, pool.stock.available) if quantity else 0
    line.cart.updated_at = now()
    if total:
        line.quantity, line.seen_price = total, pool.variant.price
    else:
        line.cart.lines.remove(line)
    return total


def merge_guest_cart(user: User, key: str | None) -> None:
    """Pour a guest's cart into the account's, adding up and capping at stock; the guest's is gone then."""
    if not key:
        return
    begin_write()
    guest = db.session.scalar(select(Cart).where(Cart.key_digest == digest(key)))
    if guest is None:
        return
    cart, _ = open_cart(user, None)
    for line in guest.lines:
        pour(line, cart)
    db.session.delete(guest)


def pour(line: CartLine, cart: Cart) -> None:
    there = next((other for other in cart.lines if other.pool_id == line.pool_id), None)
    wanted = line.quantity + (there.quantity if there else 0)
    total = capped(wanted, line.pool.stock.available)
    if there:
        there.quantity = max(total, 1)
    elif total and len(cart.lines) < MOST_LINES:
        cart.lines.append(
            CartLine(pool_id=line.pool_id, quantity=total, seen_price=line.seen_price)
        )
