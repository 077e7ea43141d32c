"""Who bears a discount stands in the books: kas RW owes the stall what it bears, after the fee of what was paid."""

import pytest

from marketplace.kit.clock import now
from marketplace.ledger.queries import balance
from marketplace.ledger.rules import Account, Kind
from marketplace.orders.models import Order
from marketplace.orders.rules import Actor, Bearer, Move, OrderStatus
from marketplace.payments.actions import confirm_received
from marketplace.payments.checks import problems
from marketplace.payments.refunds import payment_of
from marketplace.web.db import begin_write, db
from tests.make import make_market, make_product, make_stall
from tests.make_orders import make_purchase
from tests.make_vouchers import disagreements, make_voucher


@pytest.fixture
def product(app):
    return make_product(make_stall(make_market()), price=30_000, stock=50)


def set_fee(market, basis_points: int) -> None:
    begin_write()
    market.fee_basis_points = basis_points
    db.session.commit()


def paid_with(code, product) -> Order:
    [order] = make_purchase(product, vouchers=code).orders
    begin_write()
    payment = payment_of(order)
    confirm_received(payment, payment.due, Actor.PRODUCER, now())
    db.session.commit()
    return order


def move(order, *moves) -> None:
    for one in moves:
        begin_write()
        order.make(one, Actor.PRODUCER, now(), note="Uji")
        db.session.commit()


def books_of(product) -> tuple[int, int, int]:
    """What kas RW has borne, what it has earned, and what the stall owes it, in rupiah."""
    stall = product.stall
    assert disagreements() == []
    return (
        balance(Account(Kind.DISCOUNT, stall.market_id)),
        -balance(Account(Kind.KAS, stall.market_id)),
        balance(Account(Kind.FEE_DUE, stall.id)),
    )


def test_kas_rw_owes_the_stall_what_it_bears(product):
    make_voucher(product.stall.market, borne_by=Bearer.MARKET)
    paid_with("SANAN10", product)
    assert books_of(product) == (3000, 0, -3000)


def test_the_fee_is_of_what_is_left_after_the_discount(product):
    set_fee(product.stall.market, 250)
    make_voucher(product.stall.market, borne_by=Bearer.MARKET)
    order = paid_with("SANAN10", product)
    assert order.fee_total == 675  # 2.5 % of Rp27.000
    assert books_of(product) == (3000, 675, 675 - 3000)


@pytest.mark.parametrize("owner", ["stall", "market"])
def test_what_a_stall_bears_is_no_business_of_kas_rw(product, owner):
    holder = product.stall if owner == "stall" else product.stall.market
    make_voucher(holder, borne_by=Bearer.STALL)
    paid_with("SANAN10", product)
    assert books_of(product) == (0, 0, 0)


def test_a_refused_order_takes_all_of_it_back(product):
    set_fee(product.stall.market, 250)
    make_voucher(product.stall.market, borne_by=Bearer.MARKET)
    move(paid_with("SANAN10", product), Move.REFUSE)
    assert books_of(product) == (0, 0, 0)


def test_an_order_for_nothing_is_owed_by_kas_rw_when_it_is_handed_over(product):
    make_voucher(product.stall.market, "GRATIS", 100, borne_by=Bearer.MARKET)
    [order] = make_purchase(product, vouchers="GRATIS").orders
    assert (order.status, payment_of(order)) == (OrderStatus.PLACED, None)
    assert books_of(product) == (0, 0, 0)
    move(order, Move.ACCEPT, Move.PREPARE, Move.HAND_OVER)
    assert books_of(product) == (30_000, 0, -30_000)


def test_a_discount_of_kas_rw_that_is_not_in_the_books_is_found(product):
    make_voucher(product.stall)
    make_voucher(product.stall, "GRATIS", 100)
    paid = paid_with("SANAN10", product)
    [free] = make_purchase(product, vouchers="GRATIS").orders
    move(free, Move.ACCEPT, Move.PREPARE, Move.HAND_OVER)
    assert problems() == []
    begin_write()
    db.session.execute(db.update(Order).values(borne_by=Bearer.MARKET))
    db.session.commit()
    assert problems() == [
        f"order {paid.code}: its money is not in the ledger",
        f"order {free.code}: what kas RW bears is not in the ledger",
    ]
