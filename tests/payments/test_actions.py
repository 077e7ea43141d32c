"""Money that comes, comes wrong, comes late; and what each ending owes."""

from datetime import timedelta

import pytest

from marketplace.catalogue.rules import Stock
from marketplace.checkout.jobs import expire, expire_orders
from marketplace.kit.clock import now
from marketplace.orders.checks import problems as order_problems
from marketplace.orders.rules import Actor, IllegalMove, Move, OrderStatus
from marketplace.payments.actions import (
    accept_mismatch,
    ask_for_rest,
    confirm_received,
    mark_returned,
    return_mismatch,
    send_proof,
)
from marketplace.payments.checks import problems as payment_problems
from marketplace.payments.models import Refund, UniqueCode
from marketplace.payments.refunds import payment_of, refunds_of
from marketplace.payments.rules import Arrival, Method, NotOpen, PaymentStatus, RefundStatus
from marketplace.web.db import begin_write, db
from tests.make import make_product
from tests.make_orders import make_order, make_purchase


def receive(order, amount=None):
    """The stall says so much came; gives the payment and what it meant."""
    begin_write()
    payment = payment_of(order)
    arrival = confirm_received(payment, amount or payment.due, Actor.PRODUCER, now())
    db.session.commit()
    return payment, arrival


def time_is_up(order):
    """As if the hours had passed, then the sweep."""
    begin_write()
    order.hold_until = now() - timedelta(seconds=1)
    db.session.commit()
    expire_orders()
    db.session.refresh(order)


def move(order, what, by=Actor.PRODUCER):
    begin_write()
    order.make(what, by, now(), note="Uji")
    db.session.commit()


@pytest.fixture(autouse=True)
def everything_agrees(app):
    yield
    assert order_problems() + payment_problems() == []


def test_exact_money_places_the_order_and_frees_the_unique_code(app):
    order = make_order()
    payment, arrival = receive(order)
    assert arrival is Arrival.EXACT
    assert payment.status is PaymentStatus.PAID
    assert order.status is OrderStatus.PLACED
    assert db.session.scalar(db.select(UniqueCode)).released_at is not None


def test_money_is_confirmed_once(app):
    order = make_order(Move.PAY)
    with pytest.raises(NotOpen):
        receive(order)
    db.session.rollback()


def test_an_unpaid_order_expires_and_lets_its_goods_go(app):
    order = make_order(quantity=3)
    pool = order.lines[0].pool
    assert pool.stock == Stock(10, 3)
    time_is_up(order)
    assert order.status is OrderStatus.EXPIRED
    assert payment_of(order).status is PaymentStatus.EXPIRED
    assert pool.stock == Stock(10, 0)
    assert db.session.scalar(db.select(Refund)) is None


def test_an_order_that_cannot_be_ended_holds_up_nobody(app, monkeypatch):
    stuck, other = make_order(), make_order()
    begin_write()
    stuck.hold_until, other.hold_until = now() - timedelta(hours=2), now() - timedelta(hours=1)
    db.session.commit()

    def refuse(order_id, at):
        if order_id == stuck.id:
            raise RuntimeError("a broken row")
        expire(order_id, at)

    monkeypatch.setattr("marketplace.checkout.jobs.expire", refuse)
    expire_orders()

    db.session.expire_all()
    assert stuck.status is OrderStatus.AWAITING_PAYMENT
    assert other.status is OrderStatus.EXPIRED


def test_a_proof_stops_the_clock(app):
    order = make_order()
    begin_write()
    send_proof(payment_of(order), "proofs/x", now())
    db.session.commit()
    time_is_up(order)
    assert order.status is OrderStatus.AWAITING_PAYMENT


def test_a_paid_order_that_nobody_accepts_expires_and_is_owed_back(app):
    order = make_order(Move.PAY)
    time_is_up(order)
    assert order.status is OrderStatus.EXPIRED
    refund = db.session.scalar(db.select(Refund))
    assert refund.amount == payment_of(order).due
    assert refund.status is RefundStatus.OWED


def test_late_money_revives_an_expired_order_while_its_goods_are_free(app):
    order = make_order(quantity=10)
    time_is_up(order)
    payment, arrival = receive(order)
    assert arrival is Arrival.LATE
    assert payment.status is PaymentStatus.LATE
    assert order.status is OrderStatus.PLACED
    assert order.lines[0].pool.stock == Stock(10, 10)


def test_late_money_for_sold_goods_is_owed_back(app):
    product = make_product(stock=2)
    order = make_order(product=product, quantity=2)
    time_is_up(order)
    make_order(product=product, quantity=1)
    payment, _ = receive(order)
    assert order.status is OrderStatus.EXPIRED
    assert [refund.amount for refund in refunds_of([order])[order.id]] == [payment.due]
    assert order.lines[0].pool.stock == Stock(2, 1)


def test_late_money_for_a_cancelled_order_is_owed_back(app):
    order = make_order(Move.CANCEL)
    payment, arrival = receive(order)
    assert arrival is Arrival.LATE
    assert order.status is OrderStatus.CANCELLED
    assert refunds_of([order])[order.id][0].amount == payment.due


def test_wrong_money_waits_for_the_payee_and_may_be_accepted(app):
    order = make_order()
    payment, arrival = receive(order, 1000)
    assert (arrival, payment.status) == (Arrival.WRONG, PaymentStatus.MISMATCH)
    time_is_up(order)
    assert order.status is OrderStatus.AWAITING_PAYMENT
    begin_write()
    accept_mismatch(payment, Actor.PRODUCER, now())
    db.session.commit()
    assert order.status is OrderStatus.PLACED
    assert payment.received == 1000


def test_the_rest_of_a_short_payment_completes_it(app):
    order = make_order()
    payment, _ = receive(order, 1000)
    begin_write()
    ask_for_rest(payment, Actor.PRODUCER, now())
    db.session.commit()
    assert payment.missing == payment.due - 1000
    receive(order, payment.missing)
    assert order.status is OrderStatus.PLACED
    assert payment.received == payment.due


def test_wrong_money_may_be_given_back_and_ends_the_order(app):
    order = make_order()
    payment, _ = receive(order, 99_000)
    begin_write()
    return_mismatch(payment, Actor.PRODUCER, now())
    db.session.commit()
    assert order.status is OrderStatus.CANCELLED
    assert refunds_of([order])[order.id][0].amount == 99_000


def test_too_much_money_has_no_rest_to_wait_for(app):
    order = make_order()
    payment, _ = receive(order, 99_000)
    with pytest.raises(NotOpen):
        ask_for_rest(payment, Actor.PRODUCER, now())
    db.session.rollback()


@pytest.mark.parametrize(
    "moves",
    [
        (Move.PAY, Move.CANCEL),
        (Move.PAY, Move.REFUSE),
        (Move.PAY, Move.ACCEPT, Move.FAIL),
        (Move.PAY, Move.ACCEPT, Move.PREPARE, Move.NO_SHOW),
    ],
    ids=lambda moves: moves[-1],
)
def test_a_paid_order_that_ends_early_is_owed_back_once(app, moves):
    order = make_order(*moves, quantity=2)
    payment = payment_of(order)
    assert [refund.amount for refund in refunds_of([order])[order.id]] == [payment.due]
    assert order.lines[0].pool.stock == Stock(10, 0)


def test_a_refund_is_marked_as_returned_once(app):
    order = make_order(Move.PAY, Move.REFUSE)
    refund = refunds_of([order])[order.id][0]
    begin_write()
    mark_returned(refund, now(), proof=None, note="Tunai di rumah")
    db.session.commit()
    assert refund.status is RefundStatus.RETURNED
    with pytest.raises(NotOpen):
        mark_returned(refund, now(), proof=None, note="Lagi")
    db.session.rollback()


def test_cash_is_paid_at_hand_over_and_only_the_stall_says_so(app):
    order = make_order(method=Method.CASH)
    assert order.status is OrderStatus.PLACED
    with pytest.raises(NotOpen):
        receive(order, 1)
    db.session.rollback()
    move(order, Move.ACCEPT)
    move(order, Move.PREPARE)
    with pytest.raises(IllegalMove):
        order.make(Move.HAND_OVER, Actor.BUYER, now())
    db.session.rollback()
    move(order, Move.HAND_OVER)
    payment = payment_of(order)
    assert payment.status is PaymentStatus.PAID
    assert payment.received == payment.due
    assert order.lines[0].pool.stock == Stock(9, 0)


def test_two_open_transfers_of_one_sum_never_share_a_code(app):
    product = make_product(stock=40)
    dues = {payment_of(make_order(product=product)).due for _ in range(20)}
    assert len(dues) == 20


def test_orders_of_one_purchase_live_alone(app):
    purchase = make_purchase(make_product(), make_product())
    first, second = purchase.orders
    move(first, Move.CANCEL, Actor.BUYER)
    receive(second)
    assert (first.status, second.status) == (OrderStatus.CANCELLED, OrderStatus.PLACED)
