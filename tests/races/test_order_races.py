"""Two people move one order at the same moment: one of them does, the other reads what happened."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from flask import Flask

from marketplace.catalogue.checks import problems as stock_problems
from marketplace.checkout.jobs import expire
from marketplace.kit.clock import now
from marketplace.orders.checks import problems as order_problems
from marketplace.orders.models import Order
from marketplace.orders.rules import Move, OrderStatus
from marketplace.payments.checks import problems as payment_problems
from marketplace.payments.refunds import payment_of
from marketplace.payments.rules import PaymentStatus
from marketplace.web.db import begin_write, db
from tests.make import make_producer, make_product, make_user
from tests.make_orders import make_order
from tests.visitor import Visitor, all_at_once

pytestmark = [pytest.mark.race, pytest.mark.xdist_group("race")]
TRIES = 15


@pytest.fixture
def people(app: Flask, server: str, sign_in: Any) -> tuple[Any, Visitor, Visitor, Any]:
    """A product, its producer and a buyer with signed-in browsers, and the buyer's account."""
    product = make_product(stock=TRIES)
    buyer = make_user(name="Rina")
    visitors = []
    for user in (make_producer(product.stall), buyer):
        cookie = sign_in(user).get_cookie("sesi")
        visitors.append(Visitor(server, sesi=cookie.value))
    return product, visitors[0], visitors[1], buyer


def fresh(order: Order) -> Order:
    db.session.rollback()
    db.session.expire_all()
    return order


def everything_agrees() -> None:
    assert stock_problems() + order_problems() + payment_problems() == []


def test_the_buyer_cancels_while_the_stall_accepts(people):
    product, producer, buyer, account = people
    for _ in range(TRIES):
        order = make_order(Move.PAY, product=product, buyer=account)
        code, slug = order.code, product.stall.slug
        answers = all_at_once(
            [
                lambda c=code: buyer.post(f"/pesanan/{c}/pembatalan", {"alasan": "berubah"}),
                lambda c=code, s=slug: producer.post(f"/penjual/{s}/pesanan/{c}/terima"),
            ]
        )
        assert sorted(answer.status for answer in answers) == [302, 409]
        won = OrderStatus.CANCELLED if answers[0].status == 302 else OrderStatus.ACCEPTED
        assert fresh(order).status is won
        everything_agrees()


def test_money_comes_while_time_runs_out(app, people):
    product, producer, _buyer, account = people
    for _ in range(TRIES):
        order = make_order(product=product, buyer=account)
        begin_write()
        order.hold_until = now() - timedelta(seconds=1)
        db.session.commit()
        sweep = Thread(target=in_context(app, lambda id=order.id: expire(id, now())))
        sweep.start()
        path = f"/penjual/{product.stall.slug}/pesanan/{order.code}/uang-masuk"
        answer = producer.post(path, {"jumlah": str(payment_of(order).due)})
        sweep.join()
        assert answer.status == 302
        assert fresh(order).status is OrderStatus.PLACED  # paid in time, or revived by late money
        assert payment_of(order).status in (PaymentStatus.PAID, PaymentStatus.LATE)
        everything_agrees()


def in_context(app: Flask, work: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        with app.app_context():
            work()
            db.session.remove()

    return run
