"""Money that a treasurer collects for several stalls at once: together it comes, apart each order lives."""

from datetime import timedelta

import pytest

from marketplace.catalogue.rules import Stock
from marketplace.checkout.jobs import expire_orders
from marketplace.kit.clock import now
from marketplace.ledger.checks import problems as ledger_problems
from marketplace.ledger.queries import balance, payable_to
from marketplace.ledger.rules import Account, Kind, treasurer
from marketplace.orders.checks import problems as order_problems
from marketplace.orders.rules import Actor, IllegalMove, Move, OrderStatus
from marketplace.payments.actions import (
    accept_mismatch,
    confirm_received,
    mark_returned,
    return_mismatch,
    send_proof,
)
from marketplace.payments.checks import problems as payment_problems
from marketplace.payments.refunds import payment_of, refunds_of
from marketplace.payments.rules import Arrival, Method, NotOpen, Payee, PaymentStatus
from marketplace.web.db import begin_write, db
from tests.make import make_market, make_product, make_stall
from tests.make_orders import QRIS, let_treasurer_collect, make_purchase

S, P = OrderStatus, PaymentStatus


@pytest.fixture(autouse=True)
def everything_agrees(app):
    yield
    assert order_problems() + payment_problems() + ledger_problems() == []


def buy_two(method=Method.TRANSFER, kas=250, **more):
    """Rp15.000 of one stall and Rp20.000 of its neighbour, paid to the treasurer: the two orders."""
    market = make_market()
    let_treasurer_collect(market, kas)
    goods = [make_product(make_stall(market), price=price) for price in (15_000, 20_000)]
    return make_purchase(*goods, method=method, **more).orders


def receive(payment, amount=None):
    begin_write()
    arrival = confirm_received(payment, amount or payment.missing, Actor.TREASURER, now())
    db.session.commit()
    return arrival


def move(order, what, by=Actor.PRODUCER):
    begin_write()
    order.make(what, by, now(), note="Uji")
    db.session.commit()


def owed(*orders):
    return [[refund.amount for refund in refunds_of([order])[order.id]] for order in orders]


def statuses(*orders):
    return [order.status for order in orders]


def held_by(order):
    return balance(treasurer(order.market_id))


def payables(*orders):
    return [payable_to(order.stall, treasurer(order.market_id)) for order in orders]


@pytest.mark.parametrize("method", [Method.TRANSFER, Method.QRIS])
def test_two_stalls_of_a_market_are_paid_at_once(app, method):
    first, second = buy_two(method)
    payment = payment_of(first)

    assert payment is payment_of(second)
    assert (payment.payee, payment.amount, payment.stall_id) == (Payee.TREASURER, 35_000, None)
    assert bool(payment.unique_code) is (method is Method.TRANSFER)
    assert receive(payment) is Arrival.EXACT
    assert statuses(first, second) == [S.PLACED, S.PLACED]
    kas = balance(Account(Kind.KAS, first.market_id))
    assert (held_by(first), kas) == (payment.due, -875)  # 2,5 % of 15.000 and of 20.000
    assert sum(payables(first, second)) == payment.due - 875


def test_a_cart_over_two_markets_pays_each_payee_once(app):
    near, far = make_market(), make_market()
    let_treasurer_collect(near)
    goods = [make_product(make_stall(place)) for place in (near, near, far, far)]
    orders = make_purchase(*goods, method=Method.QRIS).orders

    payments = {payment_of(order).id: payment_of(order) for order in orders}
    asked = sorted((payment.payee, len(payment.parts)) for payment in payments.values())
    assert asked == [(Payee.STALL, 1), (Payee.STALL, 1), (Payee.TREASURER, 2)]


def test_cancelling_one_asks_for_the_other_alone(app):
    first, second = buy_two()
    together = payment_of(first)

    move(first, Move.CANCEL, Actor.BUYER)

    alone = payment_of(second)
    assert (together.status, alone.status, alone.amount) == (P.VOID, P.PENDING, 20_000)
    assert 1 <= alone.unique_code <= 999
    assert [part.order_id for part in alone.parts] == [second.id]
    assert receive(alone) is Arrival.EXACT
    assert statuses(first, second) == [S.CANCELLED, S.PLACED]
    assert first.lines[0].pool.stock == Stock(on_hand=10)


def test_money_for_a_payment_that_was_voided_pays_what_still_waits(app):
    first, second = buy_two()
    together = payment_of(first)
    begin_write()
    send_proof(together, "bukti", now())
    db.session.commit()
    move(first, Move.REFUSE)
    alone = payment_of(second)

    assert receive(together, together.due) is Arrival.LATE

    assert statuses(first, second) == [S.CANCELLED, S.PLACED]
    assert (alone.status, payment_of(second)) == (P.VOID, together)
    [back], none = owed(first, second)
    assert none == []
    assert 15_000 <= back <= 15_000 + together.unique_code
    assert held_by(first) - back == sum(payables(second)) + 500


def test_a_newer_payment_paid_first_makes_the_older_money_owed_whole(app):
    first, second = buy_two()
    together = payment_of(first)
    move(first, Move.CANCEL, Actor.BUYER)
    receive(payment_of(second))

    receive(together, together.due)

    assert sum(sum(amounts) for amounts in owed(first, second)) == together.due


@pytest.mark.parametrize("received", [34_000, 36_000])
def test_a_wrong_amount_that_is_accepted_is_shared(app, received):
    first, second = buy_two(Method.QRIS)
    payment = payment_of(first)
    assert receive(payment, received) is Arrival.WRONG

    begin_write()
    accept_mismatch(payment, Actor.TREASURER, now())
    db.session.commit()

    assert statuses(first, second) == [S.PLACED, S.PLACED]
    assert sum(payables(first, second)) == received - 875
    move(second, Move.REFUSE)
    [[back]] = owed(second)
    assert back == 20_000 + (received - 35_000) * 20 // 35 + (received < 35_000)
    assert payables(second) == [0]


def test_a_wrong_amount_that_is_given_back_ends_both(app):
    first, second = buy_two(Method.QRIS)
    payment = payment_of(first)
    receive(payment, 30_000)

    begin_write()
    return_mismatch(payment, Actor.TREASURER, now())
    db.session.commit()

    assert statuses(first, second) == [S.CANCELLED, S.CANCELLED]
    assert sum(sum(amounts) for amounts in owed(first, second)) == 30_000
    for order in (first, second):
        begin_write()
        for refund in refunds_of([order])[order.id]:
            mark_returned(refund, now(), proof=None, note="Tunai")
        db.session.commit()
    assert held_by(first) == 0


def test_cancelling_one_while_a_wrong_amount_waits_owes_all_and_asks_anew(app):
    first, second = buy_two(Method.QRIS)
    receive(payment_of(first), 30_000)

    move(first, Move.CANCEL, Actor.BUYER)

    assert sum(sum(amounts) for amounts in owed(first, second)) == 30_000
    assert (second.status, payment_of(second).status) == (S.AWAITING_PAYMENT, P.PENDING)
    assert payment_of(second).amount == 20_000


def expire(*orders):
    begin_write()
    for order in orders:
        order.hold_until = now() - timedelta(seconds=1)
    db.session.commit()
    expire_orders()
    for order in orders:
        db.session.refresh(order)


def test_orders_of_one_payment_expire_together_and_late_money_revives_what_is_free(app):
    first, second = buy_two(Method.QRIS, quantity=6)
    payment = payment_of(first)
    expire(first)
    assert statuses(first, second) == [S.EXPIRED, S.EXPIRED]
    assert payment.status is P.EXPIRED
    make_purchase(first.lines[0].pool.variant.product, quantity=6)

    assert receive(payment, payment.due) is Arrival.LATE

    assert statuses(first, second) == [S.EXPIRED, S.PLACED]
    assert owed(first, second) == [[90_000], []]


def test_a_paid_order_that_its_stall_refuses_is_owed_its_own_share(app):
    first, second = buy_two()
    payment = payment_of(first)
    receive(payment)

    move(first, Move.REFUSE)

    [back], none = owed(first, second)
    assert (none, second.status) == ([], S.PLACED)
    assert payables(first) == [0]
    assert balance(Account(Kind.KAS, first.market_id)) == -500
    assert held_by(first) == payables(second)[0] + 500 + back


def test_cash_for_the_treasurer_is_asked_order_by_order_and_confirmed_before_the_goods_go(app):
    first, second = buy_two(Method.CASH)
    payment = payment_of(first)
    assert payment is not payment_of(second)
    for step in (Move.ACCEPT, Move.PREPARE):
        move(first, step)
    with pytest.raises(IllegalMove):
        move(first, Move.HAND_OVER)
    db.session.rollback()

    assert receive(payment) is Arrival.EXACT
    move(first, Move.HAND_OVER)

    assert (first.status, second.status) == (S.COMPLETED, S.PLACED)
    assert (held_by(first), payables(first)) == (15_000, [14_625])
    with pytest.raises(NotOpen):
        receive(payment, 1)
    db.session.rollback()


def test_a_qris_of_the_treasurer_above_the_limit_is_asked_for_in_parts(app):
    market = make_market()
    let_treasurer_collect(market)
    goods = [make_product(make_stall(market), price=6_000_000) for _ in range(2)]

    orders = make_purchase(*goods, method=Method.QRIS).orders

    assert len({payment_of(order).id for order in orders}) == 2
    assert QRIS[:20] == payment_of(orders[0]).qris_static[:20]


def test_direct_money_leaves_only_the_kas_that_the_stall_owes(app):
    market = make_market()
    begin_write()
    market.fee_basis_points = 250
    db.session.commit()
    [order] = make_purchase(make_product(make_stall(market), price=20_000)).orders
    payment = payment_of(order)

    begin_write()
    confirm_received(payment, payment.due, Actor.PRODUCER, now())
    db.session.commit()

    due = Account(Kind.FEE_DUE, order.stall_id)
    assert (balance(due), balance(Account(Kind.KAS, market.id))) == (500, -500)
    move(order, Move.REFUSE)
    assert (balance(due), balance(Account(Kind.KAS, market.id))) == (0, 0)
    assert balance(Account(Kind.REFUND, order.id)) == -payment.due


def test_a_wrong_sum_of_cash_waits_for_the_treasurer_before_the_goods_go(app):
    first, _second = buy_two(Method.CASH)
    for step in (Move.ACCEPT, Move.PREPARE):
        move(first, step)
    assert receive(payment_of(first), 14_000) is Arrival.WRONG
    with pytest.raises(IllegalMove):
        move(first, Move.HAND_OVER)
    db.session.rollback()

    begin_write()
    accept_mismatch(payment_of(first), Actor.TREASURER, now())
    db.session.commit()
    move(first, Move.HAND_OVER)

    assert (first.status, held_by(first)) == (S.COMPLETED, 14_000)


def test_an_order_can_be_cancelled_when_every_unique_code_is_taken(app, monkeypatch):
    first, second = buy_two()
    monkeypatch.setattr("marketplace.payments.unique_codes.UNIQUE_CODES", range(0))

    move(first, Move.CANCEL, Actor.BUYER)

    alone = payment_of(second)
    assert (first.status, alone.unique_code, alone.due) == (S.CANCELLED, 0, 20_000)
    assert receive(alone) is Arrival.EXACT
