"""A use is counted once and comes back once, whatever becomes of the orders."""

import pytest

from marketplace.kit.clock import now
from marketplace.orders.models import Order
from marketplace.orders.rules import Actor, Move, OrderStatus
from marketplace.payments.actions import confirm_received
from marketplace.payments.refunds import payment_of, refunds_of
from marketplace.payments.rules import RefundStatus
from marketplace.payments.vouchers.checks import problems
from marketplace.payments.vouchers.models import Voucher, VoucherUse
from marketplace.web.db import begin_write, db
from tests.make import make_market, make_product, make_stall
from tests.make_orders import make_purchase
from tests.make_vouchers import make_voucher


@pytest.fixture
def product(app):
    return make_product(make_stall(make_market()), price=30_000, stock=50)


def bought_with(code, *products, **more):
    return make_purchase(*products, vouchers=code, **more).orders


def move(order: Order, *moves: Move) -> None:
    for one in moves:
        begin_write()
        by = {Move.CANCEL: Actor.BUYER, Move.EXPIRE: Actor.CLOCK}.get(one, Actor.PRODUCER)
        order.make(one, by, now(), note="Uji")
        db.session.commit()


def pay(order: Order, late: bool = False) -> None:
    begin_write()
    payment = payment_of(order)
    confirm_received(payment, payment.due, Actor.PRODUCER, now())
    db.session.commit()


def uses(code: str = "SANAN10") -> int:
    db.session.rollback()
    db.session.expire_all()
    assert problems() == []
    return db.session.scalars(db.select(Voucher).filter_by(code=code)).one().used


ENDINGS = {
    "cancelled": (Move.CANCEL,),
    "expired": (Move.EXPIRE,),
    "refused": (Move.REFUSE,),
}


@pytest.mark.parametrize("moves", ENDINGS.values(), ids=ENDINGS)
def test_an_order_that_ends_gives_the_use_back(product, moves):
    make_voucher(product.stall, limit_total=1)
    [order] = bought_with("SANAN10", product)
    assert uses() == 1
    move(order, *moves)
    assert uses() == 0
    assert db.session.scalars(db.select(VoucherUse)).one().given_back_at


@pytest.mark.parametrize("last", [Move.FAIL, Move.NO_SHOW, Move.REFUSE])
def test_a_paid_order_that_ends_gives_it_back_too(product, last):
    make_voucher(product.stall)
    [order] = bought_with("SANAN10", product)
    pay(order)
    move(order, *({Move.REFUSE: ()}.get(last, (Move.ACCEPT, Move.PREPARE))), last)
    assert uses() == 0


def test_a_completed_order_keeps_it(product):
    make_voucher(product.stall)
    [order] = bought_with("SANAN10", product)
    pay(order)
    move(order, Move.ACCEPT, Move.PREPARE, Move.HAND_OVER)
    assert uses() == 1


def test_a_markets_voucher_comes_back_with_the_last_of_its_orders(app):
    market = make_market()
    goods = [make_product(make_stall(market), price=10_000) for _ in range(2)]
    make_voucher(market, "SANAN10")
    first, second = bought_with("SANAN10", *goods)
    assert uses() == 1
    move(first, Move.CANCEL)
    assert uses() == 1
    move(second, Move.EXPIRE)
    assert uses() == 0


def test_late_money_counts_the_use_again(product):
    make_voucher(product.stall, limit_total=1)
    [order] = bought_with("SANAN10", product)
    move(order, Move.EXPIRE)
    pay(order)
    assert order.status is OrderStatus.PLACED
    assert uses() == 1


def test_late_money_is_owed_back_when_somebody_else_has_the_last_use(product):
    make_voucher(product.stall, limit_total=1)
    [order] = bought_with("SANAN10", product)
    move(order, Move.EXPIRE)
    [other] = bought_with("SANAN10", product)
    assert other.discount_total == 3000
    pay(order)
    assert order.status is OrderStatus.EXPIRED
    [refund] = refunds_of([order])[order.id]
    assert (refund.amount, refund.status) == (payment_of(order).due, RefundStatus.OWED)
    assert uses() == 1


def test_late_money_is_owed_back_when_the_buyers_own_uses_are_over(product):
    make_voucher(product.stall, limit_per_buyer=1)
    [order] = bought_with("SANAN10", product, phone="6281200000321")
    move(order, Move.EXPIRE)
    bought_with("SANAN10", product, phone="6281200000321")
    pay(order)
    assert order.status is OrderStatus.EXPIRED
    assert uses() == 1


def test_what_does_not_agree_is_found(product):
    make_voucher(product.stall)
    [order] = bought_with("SANAN10", product)
    begin_write()
    db.session.execute(db.update(Voucher).values(used=3))
    db.session.execute(db.update(VoucherUse).values(amount=1))
    db.session.commit()
    assert problems() == [
        "voucher SANAN10: used 3, carried by 1 living purchases, limit None",
        f"order {order.code}: discount 3000, voucher 1",
    ]
    begin_write()
    db.session.execute(db.update(Voucher).values(used=1))
    db.session.execute(db.update(VoucherUse).values(amount=3000, given_back_at=now()))
    db.session.commit()
    assert problems() == [f"order {order.code}: its voucher says otherwise"]
