"""Money that comes in pieces, too late or twice: each rupiah buys something or is owed back, never both."""

from datetime import timedelta

import pytest

from marketplace.catalogue.checks import problems as stock_problems
from marketplace.checkout.jobs import expire_orders
from marketplace.kit.clock import now
from marketplace.ledger.checks import problems as ledger_problems
from marketplace.orders.checks import problems as order_problems
from marketplace.orders.rules import Actor, Move, OrderStatus
from marketplace.payments.actions import ask_for_rest, confirm_received
from marketplace.payments.checks import problems as payment_problems
from marketplace.payments.models import UniqueCode
from marketplace.payments.refunds import payment_of, refunds_of
from marketplace.payments.rules import Arrival, Method, PaymentStatus
from marketplace.web.db import begin_write, db
from tests.make import make_market, make_product, make_stall
from tests.make_collected import make_collected
from tests.make_orders import let_stall_take_money, make_purchase

S, P = OrderStatus, PaymentStatus
THREE = (15_000, 20_000, 30_000)


@pytest.fixture(autouse=True)
def everything_agrees(app):
    yield
    found = stock_problems() + order_problems() + payment_problems() + ledger_problems()
    assert found == []


def receive(payment, amount=None):
    begin_write()
    arrival = confirm_received(payment, amount or payment.missing, Actor.TREASURER, now())
    db.session.commit()
    return arrival


def move(order, what, by):
    begin_write()
    order.make(what, by, now(), note="Uji")
    db.session.commit()


def wait_for_rest(payment):
    begin_write()
    ask_for_rest(payment, Actor.TREASURER, now())
    db.session.commit()


def let_time_pass(*orders):
    begin_write()
    for order in orders:
        order.hold_until = now() - timedelta(seconds=1)
    db.session.commit()
    expire_orders()
    db.session.expire_all()


def owed(*orders):
    return [sum(refund.amount for refund in refunds_of([order])[order.id]) for order in orders]


def statuses(*orders):
    return [order.status for order in orders]


def test_money_for_a_replaced_payment_of_three_pays_both_that_still_wait(app):
    first, second, third = make_collected(Method.QRIS, THREE).orders
    together = payment_of(first)
    move(first, Move.CANCEL, Actor.BUYER)
    newer = payment_of(second)

    assert receive(together, together.due) is Arrival.LATE

    assert statuses(first, second, third) == [S.CANCELLED, S.PLACED, S.PLACED]
    assert owed(first, second, third) == [15_000, 0, 0]
    assert (together.status, newer.status) == (P.LATE, P.VOID)


def test_a_replacement_that_was_paid_wrongly_gives_way_to_the_whole_money_and_is_owed_back(app):
    first, second, third = make_collected(Method.QRIS, THREE).orders
    together = payment_of(first)
    move(first, Move.CANCEL, Actor.BUYER)
    newer = payment_of(second)
    receive(newer, 40_000)

    receive(together, together.due)

    assert statuses(second, third) == [S.PLACED, S.PLACED]
    assert newer.status is P.VOID
    assert owed(first, second, third) == [15_000, 16_000, 24_000]


def test_the_rest_that_comes_after_the_end_is_owed_back_like_the_first_piece(app):
    first, second = make_collected(Method.QRIS).orders
    payment = payment_of(first)
    receive(payment, 30_000)
    wait_for_rest(payment)
    let_time_pass(first, second)
    assert sum(owed(first, second)) == 30_000

    assert receive(payment, 5_000) is Arrival.LATE

    assert statuses(first, second) == [S.EXPIRED, S.EXPIRED]
    assert sum(owed(first, second)) == 35_000


def test_the_rest_of_a_payment_that_was_replaced_does_not_pay_with_money_that_is_owed_back(app):
    first, second = make_collected(Method.QRIS).orders
    together = payment_of(first)
    receive(together, 30_000)
    move(first, Move.CANCEL, Actor.BUYER)

    receive(together, 5_000)

    assert (second.status, payment_of(second).status) == (S.AWAITING_PAYMENT, P.PENDING)
    assert sum(owed(first, second)) == 35_000


def test_an_order_that_was_paid_once_is_not_opened_again_by_older_money(app):
    first, second = make_collected(Method.QRIS).orders
    together = payment_of(first)
    move(first, Move.CANCEL, Actor.BUYER)
    receive(payment_of(second))
    let_time_pass(second)  # nobody said yes
    assert (second.status, owed(second)) == (S.EXPIRED, [20_000])

    receive(together, together.due)

    assert second.status is S.EXPIRED
    assert owed(first, second) == [15_000, 40_000]


def test_wrong_pieces_after_the_end_are_owed_back_to_the_last_rupiah(app):
    orders = make_collected(Method.QRIS, (14_500, 1_000, 6_500)).orders
    payment = payment_of(orders[0])
    receive(payment, 20_847)
    wait_for_rest(payment)
    let_time_pass(*orders)

    receive(payment, 1)

    assert sum(owed(*orders)) == 20_848


def test_two_stalls_with_one_account_and_one_price_have_codes_of_their_own(app):
    stalls = [make_stall(make_market()) for _ in range(2)]
    for stall in stalls:
        let_stall_take_money(stall)
    goods = [make_product(stall, price=15_000) for stall in stalls]
    begin_write()
    stalls[1].bank_account = stalls[0].bank_account
    db.session.commit()
    first, second = [payment_of(order) for order in make_purchase(*goods, let_take=False).orders]

    assert first.account_number == second.account_number
    assert first.unique_code != second.unique_code
    begin_write()
    confirm_received(first, first.due, Actor.PRODUCER, now())
    db.session.commit()
    taken = db.select(UniqueCode.code).where(UniqueCode.released_at.is_(None))
    assert db.session.scalars(taken).all() == [second.unique_code]
