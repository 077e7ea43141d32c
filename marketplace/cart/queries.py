"""The visitor's own cart, found by account or by the key in their cookie. A GET never makes one."""

from typing import Any

from flask import g, request
from flask_login import current_user
from sqlalchemy import ColumnElement, false, func, select
from sqlalchemy.orm import selectinload

from marketplace.cart.models import Cart, CartLine
from marketplace.catalogue.models import Product, Variant
from marketplace.catalogue.stock import StockPool
from marketplace.kit.codes import digest
from marketplace.regions.models import Market, Rw
from marketplace.stalls.models import Stall
from marketplace.web.db import begin_write, db

COOKIE = "keranjang"


def mine() -> ColumnElement[bool]:
    """The condition that a cart is this visitor's."""
    if current_user.is_authenticated:
        return Cart.user_id == current_user.id
    key = request.cookies.get(COOKIE)
    return Cart.key_digest == digest(key) if key else false()


def has_cart_to_look_for() -> bool:
    """Whether asking the database makes sense: most visitors of public pages have no cart."""
    return bool(current_user.is_authenticated or request.cookies.get(COOKIE))


def quantities_in_cart() -> dict[int, int]:
    """Variant id to quantity, asked once a request."""
    if "in_cart" not in g:
        g.in_cart = {}
        if has_cart_to_look_for():
            query = (
                select(StockPool.variant_id, func.sum(CartLine.quantity))
                .join(CartLine.cart)
                .join(CartLine.pool)
                .where(mine())
                .group_by(StockPool.variant_id)
            )
            g.in_cart = {variant: int(count) for variant, count in db.session.execute(query)}
    return g.in_cart  # type: ignore[no-any-return]


def cart_count() -> int:
    """How many things lie in the visitor's cart, for the basket in the bar."""
    return sum(quantities_in_cart().values())


def find_cart(*, hold: bool = False) -> Cart | None:
    """The cart with everything its page shows. `hold` locks it first, so that its lines are ordered once."""
    if not has_cart_to_look_for():
        return None
    query = select(Cart).where(mine()).execution_options(populate_existing=True)
    if hold:
        begin_write()
        query = query.with_for_update(of=Cart, key_share=True)
    return db.session.scalar(query.options(*whole()))


def whole() -> list[Any]:
    """Loading options for a cart with its goods, their stalls and markets."""
    pool = selectinload(Cart.lines).joinedload(CartLine.pool)
    product = pool.joinedload(StockPool.variant).joinedload(Variant.product)
    market = product.joinedload(Product.stall).joinedload(Stall.market).joinedload(Market.rw)
    return [
        pool.joinedload(StockPool.batch),
        product.selectinload(Product.photos),
        market.joinedload(Rw.village),
    ]
