"""A market whose treasurer collects, and purchases that are paid that way."""

from collections.abc import Sequence
from typing import Any

from marketplace.demo.payees import sticker
from marketplace.orders.models import Order, Purchase
from marketplace.payments.models import Payment
from marketplace.payments.refunds import payment_of
from marketplace.payments.rules import Method
from marketplace.regions.models import Market
from marketplace.web.db import begin_write, db
from tests.make import make_market, make_product, make_stall
from tests.make_orders import let_treasurer_collect, make_purchase

HAND_PAID = (Method.QRIS, Method.TRANSFER, Method.CASH)
TREASURERS_QRIS = sticker("Bendahara RW", 15)
TREASURERS_NAME = "BENDAHARA RW CONTOH"


def let_collect(market: Market, *methods: Method, fee: int = 0) -> Market:
    """The treasurer collects these methods, or all, with a sticker of another name than the stalls'."""
    let_treasurer_collect(market, fee)
    begin_write()
    market.qris, market.qris_merchant = TREASURERS_QRIS, TREASURERS_NAME
    for method in HAND_PAID:
        setattr(market, f"collects_{method}", method in (methods or HAND_PAID))
    db.session.commit()
    return market


def make_collected(
    method: Method = Method.QRIS,
    prices: Sequence[int] = (15_000, 20_000),
    *,
    market: Market | None = None,
    fee: int = 0,
    stock: int = 10,
    **more: Any,
) -> Purchase:
    """One purchase of a stall for each price, in one market whose treasurer collects."""
    market = let_collect(market or make_market(), fee=fee)
    goods = [make_product(make_stall(market), price=price, stock=stock) for price in prices]
    return make_purchase(*goods, method=method, **more)


def payments_of(purchase: Purchase) -> list[Payment]:
    """Every payment that was ever asked for, oldest first."""
    query = db.select(Payment).where(Payment.purchase_id == purchase.id).order_by(Payment.id)
    return list(db.session.scalars(query))


def current(order: Order) -> Payment:
    payment = payment_of(order)
    assert payment
    return payment
