"""Money that the treasurer collects for several stalls, from the first rupiah to the last, on both databases."""

import pytest
import qriskit

from marketplace.catalogue.models import Product
from marketplace.kit.clock import now
from marketplace.ledger.queries import balance, payable_to
from marketplace.ledger.rules import treasurer
from marketplace.orders.rules import Actor, Move, OrderStatus
from marketplace.payments.actions import (
    accept_mismatch,
    confirm_received,
    mark_returned,
    return_mismatch,
)
from marketplace.payments.payees import set_bank, set_qris, set_ways
from marketplace.payments.refunds import refunds_of
from marketplace.payments.rules import Arrival, Method, Payee, PaymentStatus
from marketplace.site.commands import all_checks
from marketplace.web.db import begin_write, db
from tests.make import make_market, make_product, make_stall, make_user
from tests.make_collected import (
    HAND_PAID,
    TREASURERS_NAME,
    TREASURERS_QRIS,
    current,
    let_collect,
    make_collected,
    payments_of,
)
from tests.make_orders import make_order, make_purchase

S, P = OrderStatus, PaymentStatus


@pytest.fixture(autouse=True)
def all_agrees(app):
    """After every story `flask check` has nothing to say."""
    yield
    assert [
        said for name, problems in all_checks() if name != "search" for said in problems()
    ] == []


def confirm(payment, amount=None):
    begin_write()
    amount = payment.missing if amount is None else amount
    arrival = confirm_received(payment, amount, Actor.TREASURER, now())
    db.session.commit()
    return arrival


def move(order, what, by):
    begin_write()
    order.make(what, by, now(), note="Uji")
    db.session.commit()


def statuses(purchase):
    db.session.expire_all()
    return [order.status for order in purchase.orders]


def held(market):
    return balance(treasurer(market.id))


def test_two_stalls_are_paid_by_one_qris_of_the_treasurer(app):
    purchase = make_collected(Method.QRIS)

    [payment] = payments_of(purchase)

    assert (payment.payee, payment.amount, payment.unique_code) == (Payee.TREASURER, 35_000, 0)
    asked = qriskit.parse(payment.qris)
    assert (asked.merchant_name, asked.amount) == (TREASURERS_NAME, 35_000)
    assert payment.qris_static == TREASURERS_QRIS
    assert confirm(payment) is Arrival.EXACT
    assert statuses(purchase) == [S.PLACED, S.PLACED]
    assert payment.status is P.PAID
    market = purchase.orders[0].stall.market
    assert held(market) == 35_000


def test_two_stalls_are_paid_by_one_transfer_with_one_code(app):
    purchase = make_collected(Method.TRANSFER)
    market = purchase.orders[0].stall.market

    [payment] = payments_of(purchase)

    assert payment.account_number == market.bank_account
    assert 1 <= payment.unique_code <= 999
    assert payment.due == 35_000 + payment.unique_code
    confirm(payment)
    assert statuses(purchase) == [S.PLACED, S.PLACED]
    assert held(market) == payment.due


def test_cash_comes_order_by_order(app):
    purchase = make_collected(Method.CASH)

    payments = payments_of(purchase)

    assert [payment.amount for payment in payments] == [15_000, 20_000]
    assert {payment.payee for payment in payments} == {Payee.TREASURER}
    assert statuses(purchase) == [S.PLACED, S.PLACED]
    confirm(payments[0])
    assert [payment.status for payment in payments] == [P.PAID, P.PENDING]


def test_two_markets_get_a_payment_each(app):
    first, second = make_market(), make_market()
    for market in (first, second):
        let_collect(market)
    goods = [make_product(make_stall(m), price=15_000) for m in (first, second, first)]

    purchase = make_purchase(*goods, method=Method.QRIS)

    assert [(p.market_id, p.amount) for p in payments_of(purchase)] == [
        (first.id, 30_000),
        (second.id, 15_000),
    ]
    for payment in payments_of(purchase):
        confirm(payment)
    assert statuses(purchase) == [S.PLACED] * 3


def test_direct_and_collected_money_stand_side_by_side(app):
    collecting, direct = let_collect(make_market()), make_market()
    goods = [make_product(make_stall(m), price=15_000) for m in (collecting, direct)]

    payments = payments_of(make_purchase(*goods, method=Method.QRIS))

    assert [payment.payee for payment in payments] == [Payee.TREASURER, Payee.STALL]
    assert payments[1].qris_static == goods[1].stall.qris
    for payment in payments:
        confirm(payment)


@pytest.mark.parametrize("method", [Method.QRIS, Method.TRANSFER])
def test_one_order_cancelled_before_the_money_came_is_asked_for_no_more(app, method):
    purchase = make_collected(method)
    gone, stays = purchase.orders

    move(gone, Move.CANCEL, Actor.BUYER)

    old, new = payments_of(purchase)
    assert (old.status, new.status, new.amount) == (P.VOID, P.PENDING, stays.total)
    assert [order.id for order in new.orders] == [stays.id]
    if method is Method.QRIS:
        assert qriskit.parse(new.qris).amount == stays.total
    confirm(new)
    assert statuses(purchase) == [S.CANCELLED, S.PLACED]


@pytest.mark.parametrize("method", [Method.QRIS, Method.TRANSFER])
def test_asking_anew_works_though_the_treasurer_has_stopped_collecting(app, method):
    """An open payment keeps the QRIS and the account that the buyer was told."""
    purchase = make_collected(method)
    market, by = purchase.orders[0].stall.market, make_user()
    [old] = payments_of(purchase)
    told = old.account
    begin_write()
    set_ways(market, set(HAND_PAID), set(), 0, by)
    set_qris(market, None, by)
    set_bank(market, "", "", "", by)
    db.session.commit()

    move(purchase.orders[0], Move.CANCEL, Actor.BUYER)

    _old, new = payments_of(purchase)
    assert (new.payee, new.account) == (Payee.TREASURER, told)
    if method is Method.QRIS:
        assert qriskit.parse(new.qris).merchant_name == TREASURERS_NAME
    confirm(new)


def test_money_for_a_payment_that_was_replaced_pays_what_still_waits_and_is_owed_for_the_rest(app):
    purchase = make_collected(Method.QRIS)
    gone, stays = purchase.orders
    move(gone, Move.CANCEL, Actor.BUYER)
    old, new = payments_of(purchase)

    assert confirm(old, old.due) is Arrival.LATE

    assert statuses(purchase) == [S.CANCELLED, S.PLACED]
    assert (old.status, new.status) == (P.LATE, P.VOID)
    [refund] = refunds_of([gone])[gone.id]
    assert refund.amount == gone.total
    assert refunds_of([stays])[stays.id] == []


@pytest.mark.parametrize("difference", [-4_000, 1_234])
def test_a_wrong_amount_may_be_taken_as_it_is(app, difference):
    purchase = make_collected(Method.QRIS)
    [payment] = payments_of(purchase)

    assert confirm(payment, payment.due + difference) is Arrival.WRONG
    assert statuses(purchase) == [S.AWAITING_PAYMENT] * 2
    begin_write()
    accept_mismatch(payment, Actor.TREASURER, now())
    db.session.commit()

    assert statuses(purchase) == [S.PLACED] * 2
    assert held(purchase.orders[0].stall.market) == 35_000 + difference


def test_a_wrong_amount_may_go_back_and_all_orders_end(app):
    purchase = make_collected(Method.QRIS)
    [payment] = payments_of(purchase)
    confirm(payment, 30_001)

    begin_write()
    return_mismatch(payment, Actor.TREASURER, now())
    db.session.commit()

    assert statuses(purchase) == [S.CANCELLED] * 2
    owed = refunds_of(purchase.orders)
    assert sum(refund.amount for refunds in owed.values() for refund in refunds) == 30_001


def test_money_after_the_end_opens_the_orders_again(app):
    purchase = make_collected(Method.QRIS)
    for order in purchase.orders:
        move(order, Move.EXPIRE, Actor.CLOCK) if order.status is S.AWAITING_PAYMENT else None
    [payment] = payments_of(purchase)
    assert payment.status is P.EXPIRED

    assert confirm(payment, payment.due) is Arrival.LATE

    assert statuses(purchase) == [S.PLACED] * 2


def test_money_after_the_end_is_owed_back_for_what_is_sold_out(app):
    purchase = make_collected(Method.QRIS, stock=1)
    sold, free = purchase.orders
    for order in purchase.orders:
        move(order, Move.EXPIRE, Actor.CLOCK)
    make_order(product=db.session.get_one(Product, sold.lines[0].product_id), method=Method.CASH)
    [payment] = payments_of(purchase)

    confirm(payment, payment.due)

    assert (sold.status, free.status) == (S.EXPIRED, S.PLACED)
    [refund] = refunds_of([sold])[sold.id]
    assert refund.amount == sold.total
    begin_write()
    mark_returned(refund, now(), proof=None, note="Tunai di balai RW")
    db.session.commit()
    assert held(sold.stall.market) == free.total


def test_each_order_lives_alone_once_it_is_paid(app):
    purchase = make_collected(Method.TRANSFER)
    refused, kept = purchase.orders
    [payment] = payments_of(purchase)
    confirm(payment)

    move(refused, Move.REFUSE, Actor.PRODUCER)
    move(kept, Move.ACCEPT, Actor.PRODUCER)

    [refund] = refunds_of([refused])[refused.id]
    assert refund.amount >= refused.total
    begin_write()
    mark_returned(refund, now(), proof=None, note="Transfer balik")
    db.session.commit()
    assert held(kept.stall.market) == payment.due - refund.amount
    assert refunds_of([kept])[kept.id] == []


def test_kas_of_an_order_is_the_rate_of_its_day(app):
    purchase = make_collected(Method.QRIS, fee=250)
    market, first = purchase.orders[0].stall.market, purchase.orders[0]
    begin_write()
    set_ways(market, set(HAND_PAID), set(HAND_PAID), 1_000, make_user())
    db.session.commit()

    confirm(current(first))

    assert (first.fee_basis_points, first.fee_total) == (250, 375)
    assert payable_to(first.stall, treasurer(market.id)) == 15_000 - 375


def test_changing_who_collects_leaves_open_payments_as_they_are(app):
    purchase = make_collected(Method.QRIS)
    market = purchase.orders[0].stall.market
    begin_write()
    set_ways(market, set(HAND_PAID), set(), 0, make_user())
    db.session.commit()

    [payment] = payments_of(purchase)
    assert payment.payee is Payee.TREASURER
    confirm(payment)
    assert statuses(purchase) == [S.PLACED] * 2
