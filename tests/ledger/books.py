"""The sale that examples and tests of the ledger share, and books with a little money in them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from marketplace.ledger.actions import post
from marketplace.ledger.rules import (
    OPERATOR,
    Account,
    Sale,
    collected,
    direct_sale,
    frozen_lines,
    treasurer,
)
from marketplace.orders.rules import Bearer
from marketplace.web.db import db
from tests.make import make_stall
from tests.make_orders import let_stall_take_money

LINES = frozen_lines([(30_000, 2), (20_000, 1)], discount=5_000, basis_points=250)
SALE = Sale(order=7, stall=12, market=3, lines=LINES, delivery=3_000)
SALE_ON_KAS = replace(SALE, borne_by=Bearer.MARKET)
AT = datetime(2026, 11, 25, 3, tzinfo=UTC)


def sale_at(stall: Any, goods: int = 50_000, order: int = 7, bps: int = 250) -> Sale:
    """One line of a stall that is really there; without an order behind it, for which the ledger does not ask."""
    return Sale(order, stall.id, stall.market_id, frozen_lines([(goods, 1)], 0, bps))


def sell(
    stall: Any,
    goods: int = 50_000,
    *,
    holder: Account | None = OPERATOR,
    key: str = "pay:1",
    at: datetime = AT,
    bps: int = 250,
) -> Sale:
    """A sale in the books, committed: collected by `holder`, or direct without one."""
    sale = sale_at(stall, goods, bps=bps)
    legs = collected(holder, sale.paid, [sale]) if holder else direct_sale(sale)
    assert post(key, "Penjualan", legs, at, stall.market)
    db.session.commit()
    return sale


def make_paid_stall(goods: int = 50_000, **more: Any) -> Any:
    """A stall with a bank account to which the operator owes these goods less 2,5 %."""
    stall = make_stall(**more)
    let_stall_take_money(stall)
    sell(stall, goods, key=f"pay:{stall.id}")
    return stall


def held_by_treasurer(stall: Any) -> Account:
    return treasurer(stall.market_id)
